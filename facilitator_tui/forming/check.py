"""What holds and what does not: every constraint of every subgroup, said with its numbers. Pure, and exact.

Search, moves by hand, files that come back and the screen all ask here, so that one thing is never judged in two ways.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from facilitator_tui.forming.values import Broken, Candidate, Formed, Wishes

_NAMED = 3
"""How many names a sentence tells before it says how many more there are."""


def check(groups: Iterable[Formed], wishes: Wishes, unplaced: Iterable[Candidate] = ()) -> tuple[Broken, ...]:
    """Everything that is broken: those without a place first, then subgroup by subgroup, hard before soft."""
    alone = [
        Broken("place", True, "", f"{called(each)} has no place in any subgroup.", (each.id,))
        for each in unplaced
    ]
    return (*alone, *(broken for group in groups for broken in broken_in(group, wishes)))


def broken_in(group: Formed, wishes: Wishes) -> Iterator[Broken]:
    """What is broken in one subgroup."""
    size = len(group.members)
    if not wishes.least <= size <= wishes.most:
        says = f"{group.name} has {people(size)}; {wishes.least} to {wishes.most} are wanted."
        yield Broken("size", True, group.id, says)
    if wishes.common_slot:
        stated = [(each, each.slots) for each in group.members if each.slots]
        yield from _in_common(group, "slot", "slot", "suits", stated)
    if wishes.common_language:
        stated = [(each, each.languages) for each in group.members if each.languages]
        yield from _in_common(group, "language", "language", "is spoken by", stated)
    yield from _institutions(group, wishes)
    yield from _countries(group, wishes)


def common(values: Iterable[frozenset[str]]) -> list[str]:
    """What all have who have anything, by the alphabet."""
    stated = [each for each in values if each]
    return sorted(frozenset.intersection(*stated)) if stated else []


def meeting(
    members: Sequence[Candidate], wishes: Wishes, slot: str = "", language: str = ""
) -> tuple[str, str]:
    """The slot and the language that these people meet by: those given if they are common, else the first that are."""
    slots = common(each.slots for each in members) if wishes.common_slot else []
    languages = common(each.languages for each in members) if wishes.common_language else []
    return (
        slot if slot in slots else next(iter(slots), ""),
        language if language in languages else next(iter(languages), ""),
    )


def notes(candidates: Sequence[Candidate], wishes: Wishes) -> tuple[str, ...]:
    """What is not known of people, and so binds nobody."""
    unknown = (
        ("gives no availability", "give no availability", wishes.common_slot, "slots"),
        ("names no language", "name no language", wishes.common_language, "languages"),
        ("names no institution", "name no institution", bool(wishes.per_institution), "institution"),
        ("names no country", "name no country", wishes.countries > 1, "country"),
    )
    found = []
    for one, many, asked, field in unknown:
        count = sum(1 for each in candidates if not getattr(each, field))
        if asked and count:
            found.append(f"{people(count)} {one if count == 1 else many}: taken to fit everywhere.")
    return tuple(found)


def missing_countries(known: int, unknown: int, wishes: Wishes) -> int:
    """How many countries a subgroup lacks, when every person of an unknown one is taken to bring another."""
    return max(0, wishes.countries - known - unknown) if wishes.countries > 1 else 0


def called(person: Candidate) -> str:
    return person.name or person.id


def people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _in_common(
    group: Formed, kind: str, noun: str, fits: str, stated: list[tuple[Candidate, frozenset[str]]]
) -> Iterator[Broken]:
    if not stated or common(values for _, values in stated):
        return
    counts = Counter(value for _, values in stated for value in values)
    best = min(counts, key=lambda value: (-counts[value], value))
    without = [each for each, values in stated if best not in values]
    says = (
        f"{group.name} has no {noun} in common: {best} {fits} {counts[best]} of the {len(stated)} who state any; "
        f"not {_named(without)}."
    )
    yield Broken("slot" if kind == "slot" else "language", True, group.id, says, tuple(x.id for x in without))


def _institutions(group: Formed, wishes: Wishes) -> Iterator[Broken]:
    if not wishes.per_institution:
        return
    counts = Counter(each.institution for each in group.members if each.institution)
    for institution, count in sorted(counts.items()):
        if count > wishes.per_institution:
            says = f"{group.name} has {count} people from {institution}; at most {wishes.per_institution} are wanted."
            those = tuple(each.id for each in group.members if each.institution == institution)
            yield Broken("institution", True, group.id, says, those)


def _countries(group: Formed, wishes: Wishes) -> Iterator[Broken]:
    known = sorted({each.country for each in group.members if each.country})
    unknown = sum(1 for each in group.members if not each.country)
    if group.members and missing_countries(len(known), unknown, wishes):
        noun = "1 country" if len(known) == 1 else f"{len(known)} countries"
        says = f"{group.name} has people from {noun} ({', '.join(known) or 'none is known'})"
        yield Broken("countries", False, group.id, f"{says}; {wishes.countries} are wanted.")


def _named(those: Sequence[Candidate]) -> str:
    names = [called(each) for each in those[:_NAMED]]
    more = len(those) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")
