"""Why no subgroups at all could hold every hard constraint, in numbers; and how good the spread of countries can be.

What is said here is proved by counting, not by having searched in vain: where nothing is said, a solution may exist.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from facilitator_tui.forming.check import called, people
from facilitator_tui.forming.coded import bits, cells_where
from facilitator_tui.forming.values import Candidate, Wishes

_NAMED = 3


def reasons(candidates: Sequence[Candidate], wishes: Wishes) -> tuple[str, ...]:
    """Why it cannot be; empty where counting finds no reason.

    People who can only meet among themselves are counted by themselves. Where some stay in subgroups that they are in
    already, nothing is said: what these have room for is left to the search.
    """
    if not candidates or any(each.subgroup for each in candidates):
        return ()
    ordered = sorted(candidates, key=lambda each: each.id)
    cells = cells_where(ordered, wishes, wishes.least)
    alone = (1 << len(ordered)) - 1
    for cell in cells:
        alone &= ~cell.people
    found = list(_too_few([ordered[at] for at in bits(alone)], ordered, wishes))
    for together in _islands([cell.people for cell in cells]):
        part = [ordered[at] for at in bits(together)]
        whole = len(part) == len(ordered)
        found += _sizes(part, wishes, whole)
        found += _institutions(part, wishes, whole)
    return tuple(found)


def missing_at_least(candidates: Sequence[Candidate], groups: int, wishes: Wishes) -> int:
    """How many countries so many subgroups lack together, however people are spread.

    A country counts once in a subgroup, so it can be found in as many subgroups as it has people, and no more.
    """
    if wishes.countries < 2:
        return 0
    counts = Counter(each.country for each in candidates if each.country)
    unknown = sum(1 for each in candidates if not each.country)
    return max(0, wishes.countries * groups - sum(min(count, groups) for count in counts.values()) - unknown)


def _islands(cells: Sequence[int]) -> list[int]:
    """The people of the cells, joined where a person is in two of them: who can come to meet whom by any way."""
    islands: list[int] = []
    for cell in cells:
        apart = []
        for island in islands:
            if island & cell:
                cell |= island
            else:
                apart.append(island)
        islands = [*apart, cell]
    return islands


def _too_few(alone: Sequence[Candidate], everybody: Sequence[Candidate], wishes: Wishes) -> Iterator[str]:
    """Those for whom there is no slot and language with enough others, together where they say the same."""
    alike: dict[tuple[frozenset[str], frozenset[str]], list[Candidate]] = {}
    for each in alone:
        key = (
            each.slots if wishes.common_slot else frozenset(),
            each.languages if wishes.common_language else frozenset(),
        )
        alike.setdefault(key, []).append(each)
    for (slots, languages), those in alike.items():
        most = max(
            (
                sum(_can(other, slot, language) for other in everybody)
                for slot in slots or {""}
                for language in languages or {""}
            ),
            default=0,
        )
        where = " and ".join(
            [f"at {_listed(slots)}"] * bool(slots) + [f"in {_listed(languages)}"] * bool(languages)
        )
        names = ", ".join(called(each) for each in those[:_NAMED])
        more = f" and {len(those) - _NAMED} more" if len(those) > _NAMED else ""
        yield (
            f"{names}{more} can meet only {where or 'anywhere'}, where at most {people(most)} could come: "
            f"a subgroup needs {wishes.least}."
        )


def _can(person: Candidate, slot: str, language: str) -> bool:
    return (not slot or not person.slots or slot in person.slots) and (
        not language or not person.languages or language in person.languages
    )


def _sizes(part: Sequence[Candidate], wishes: Wishes, whole: bool) -> Iterator[str]:
    fewest, most = -(-len(part) // wishes.most), len(part) // wishes.least
    if fewest > most:
        yield (
            f"{people(len(part))}{'' if whole else _who_only(part, wishes)} cannot be divided into subgroups of "
            f"{wishes.least} to {wishes.most}: {_subgroups(most)} {'takes' if most == 1 else 'take'} at most "
            f"{most * wishes.most}, "
            f"and {most + 1} need {(most + 1) * wishes.least}."
        )


def _institutions(part: Sequence[Candidate], wishes: Wishes, whole: bool) -> Iterator[str]:
    if not wishes.per_institution:
        return
    most = len(part) // wishes.least
    counts = Counter(each.institution for each in part if each.institution)
    for institution, count in sorted(counts.items()):
        needed = -(-count // wishes.per_institution)
        if needed > most:
            only = "" if whole else _who_only(part, wishes)
            yield (
                f"{count} of {people(len(part))}{only} are from one institution ({institution}): at most "
                f"{wishes.per_institution} in a subgroup would need {_subgroups(needed)}, and {people(len(part))} "
                f"make at most {most} of {wishes.least} or more."
            )


def _who_only(part: Sequence[Candidate], wishes: Wishes) -> str:
    """Which people these are, by what they say."""
    slots = {slot for each in part for slot in each.slots} if wishes.common_slot else set()
    languages = {each for one in part for each in one.languages} if wishes.common_language else set()
    told = " / ".join(_listed(values) for values in (slots, languages) if values)
    return f" who can meet only among themselves ({told})" if told else " who can meet only among themselves"


def _listed(values: frozenset[str] | set[str]) -> str:
    ordered = sorted(values)
    return ", ".join(ordered[:_NAMED]) + (" …" if len(ordered) > _NAMED else "")


def _subgroups(count: int) -> str:
    return "1 subgroup" if count == 1 else f"{count} subgroups"
