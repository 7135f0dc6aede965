"""Says who on a roster a reported name is: certainly, doubtfully with the candidates, or nobody known.

Certain is only what leaves no second reading: the same e-mail address, a name that was matched before by hand, or
the same whole name, whatever its order, accents and letters. Everything else is a question for a person, with
the likeliest answers and the reason for each. Pure: nothing is written, and the same input gives the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from facilitator_tui.imports.likeness import NameForm, likeness, name_form
from facilitator_tui.imports.name_index import NameIndex
from facilitator_tui.imports.names import (
    Spoken,
    fold,
    in_any_order,
    keeps_every_letter,
    other_letters,
    parts_together,
    spellings,
    taken_apart,
)

Certainty = Literal["certain", "doubtful", "unknown"]

Evidence = Literal["", "address", "hand", "name"]
"""What makes a match certain: the e-mail address, an earlier decision, or the whole name. Empty when nothing does."""

LEAST_SCORE = 70.0
"""Below this likeness (0 to 100) somebody is no candidate."""

MOST_SHOWN = 5

_FAR_BEHIND = 20.0
_CLEARLY_ONE = 88.0

_Exact = dict[int, tuple[str, str]]
"""The form of a name that is the whole name of the person at that place, and what form it is."""


class Reported(msgspec.Struct, frozen=True):
    """Somebody as a report names them; the address is empty where it gives none."""

    name: str
    email: str = ""


class Known(msgspec.Struct, frozen=True):
    """Somebody on the roster. ``person`` is the id; ``aliases`` are reported names that were matched by hand."""

    person: str
    name: str
    given_name: str = ""
    family_name: str = ""
    emails: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


class Candidate(msgspec.Struct, frozen=True):
    """Somebody who may be meant. ``score`` is the likeness of the names, 0 to 100; ``why`` says it in words."""

    person: str
    score: float
    why: str


class Match(msgspec.Struct, frozen=True):
    """Who a reported person is. ``person`` is None unless that is certain.

    ``candidates`` are those who may be meant, the likeliest first. ``together`` holds a match for each of several
    people who were in the call under one name; such a match is always doubtful itself.
    """

    reported: Reported
    certainty: Certainty
    person: str | None
    candidates: tuple[Candidate, ...]
    why: str
    evidence: Evidence = ""
    together: tuple[Match, ...] = ()


def match(reported: Iterable[Reported], roster: Iterable[Known]) -> tuple[Match, ...]:
    """Match everybody in a report against a roster, in the order of the report.

    Two reported people whose addresses differ are never both certain to be one person, unless the roster has both
    addresses for that person.
    """
    everybody = tuple(reported)
    matcher = _Matcher(tuple(roster), everybody)
    found = [matcher.match(each) for each in everybody]
    return tuple(_kept_apart(found))


class _Matcher:
    """The roster, looked at from every side that a name can come from."""

    def __init__(self, roster: Sequence[Known], everybody: Sequence[Reported]) -> None:
        self._roster = roster
        self._forms = [_forms(each) for each in roster]
        self._index = NameIndex(self._forms)
        self._by_email = _places(
            (email.casefold().strip(), place) for place, each in enumerate(roster) for email in each.emails
        )
        self._by_alias = _places(
            (_alias(alias), place) for place, each in enumerate(roster) for alias in each.aliases
        )
        self._by_name = _places(
            (in_any_order(form), place) for place, forms in enumerate(self._forms) for form in forms
        )
        self._by_joined = _places(
            (form.replace(" ", ""), place) for place, forms in enumerate(self._forms) for form in forms
        )
        self._names_of_email = _names_by_email(everybody)
        self._compared: dict[int, tuple[NameForm, ...]] = {}
        self._ranked: dict[str, list[Candidate]] = {}

    def match(self, reported: Reported) -> Match:
        spoken = taken_apart(reported.name)
        exact = self._exact(reported.name, spoken)
        by_email = self._by_email.get(reported.email.casefold().strip(), ()) if reported.email else ()
        if by_email:
            return self._by_address(reported, by_email, exact, spoken)
        aliases = self._by_alias.get(_alias(reported.name), ())
        if aliases:
            return self._by_hand(reported, aliases, exact, spoken)
        if len(exact) == 1:
            return self._same_name(reported, *exact.popitem(), spoken)
        if exact:
            why = "several people on the roster have this name"
            if len({form for form, _ in exact.values()}) > 1:
                why = "the name and the one in brackets are different people on the roster"
            return self._doubt(
                reported, [self._candidate(place, 100.0, reason) for place, (_, reason) in exact.items()], why
            )
        return self._guess(reported, spoken)

    def _exact(self, name: str, spoken: Spoken) -> _Exact:
        """Give the people whose whole name this is in some form, with the form and what it is."""
        found: _Exact = {}
        forms: list[tuple[str, str]] = [(form, "the name is the same") for form in spellings(name)]
        forms += [(spoken.whole, "the name is the same"), (spoken.outer, "the name is the same")]
        forms += [(text, "the name in brackets is the same") for text in spoken.inner]
        forms += [(spoken.owner, "the name in the device's name is the same")]
        letters = other_letters(name)
        for form, why in forms:
            for place in self._by_name.get(in_any_order(form), ()) if form else ():
                if self._is_written_alike(letters, place):
                    found.setdefault(place, (form, why))
        return found

    def _is_written_alike(self, letters: frozenset[str], place: int) -> bool:
        """Tell whether names that are the same in Latin letters are so in their own.

        Sahar is two names in Arabic, and Li is many in Chinese; Greek and Cyrillic say the same either way.
        """
        known = self._roster[place]
        own = other_letters(f"{known.name} {known.given_name} {known.family_name}")
        if letters and own:
            return letters <= own or own <= letters
        return keeps_every_letter(letters | own)

    def _by_address(self, reported: Reported, places: Sequence[int], exact: _Exact, spoken: Spoken) -> Match:
        """Decide by the address, unless the name speaks against it: then two people may share it."""
        named = [place for place in places if place in exact]
        if len(named) == 1:
            return self._certain(
                reported, named[0], "the e-mail address and the name are the same", "address"
            )
        if len(places) > 1:
            candidates = [self._candidate(place, 100.0, "has this e-mail address") for place in places]
            return self._doubt(reported, candidates, "several people on the roster have this e-mail address")
        [place] = places
        if exact:
            candidates = [self._candidate(place, 100.0, "has this e-mail address")]
            candidates += [self._candidate(other, 100.0, why) for other, (_, why) in exact.items()]
            return self._doubt(
                reported, candidates, "the e-mail address is one person's and the name another's"
            )
        names = self._names_of_email[reported.email.casefold().strip()]
        if len(names) > 1 and not self._is_like(spoken, place) and not spoken.is_device:
            candidates = [self._candidate(place, 100.0, "has this e-mail address"), *self._candidates(spoken)]
            return self._doubt(
                reported,
                candidates,
                "the report gives this e-mail address to several names, and this one is another",
            )
        return self._certain(reported, place, "the e-mail address is the same", "address")

    def _by_hand(self, reported: Reported, places: Sequence[int], exact: _Exact, spoken: Spoken) -> Match:
        """Decide as a person did before, unless the name is just as well somebody else's."""
        others = [place for place in exact if place not in places]
        if len(places) == 1 and not others and not spoken.is_nobody:
            return self._certain(reported, places[0], "this name was matched before by hand", "hand")
        candidates = [self._candidate(place, 100.0, "was matched with this name before") for place in places]
        candidates += [self._candidate(place, 100.0, exact[place][1]) for place in others]
        if others:
            why = "this name was matched before, but somebody else on the roster has it"
        elif len(places) > 1:
            why = "this name was matched with several people before"
        else:
            why = "this name was matched before, but anybody's device may be called so"
        return self._doubt(reported, candidates, why)

    def _same_name(self, reported: Reported, place: int, found: tuple[str, str], spoken: Spoken) -> Match:
        """Take the same name for the same person, unless something in it points to somebody else."""
        form, why = found
        mine = self._candidate(place, 100.0, why)
        if form in spoken.inner and spoken.outer:
            others = [each for each in self._like(spoken.outer) if each.person != mine.person]
            if others and not self._is_like(Spoken(spoken.outer), place):
                why = "the name in brackets is one person's, and the one before them is like another's"
                return self._doubt(reported, [mine, *others], why)
        if " " in form:
            return self._certain(reported, place, why, "name")
        namesakes = [other for other in self._index.having(form) if other != place]
        if namesakes:
            others = [self._candidate(other, 85.0, "has this as one of several names") for other in namesakes]
            why = "a single name, and several people on the roster have it"
            return self._doubt(reported, [mine, *others], why)
        if spoken.is_device or spoken.inner:
            return self._doubt(reported, [mine], "only a single name is the same")
        return self._certain(reported, place, why, "name")

    def _guess(self, reported: Reported, spoken: Spoken) -> Match:
        candidates = self._candidates(spoken)
        if not candidates or candidates[0].score < _CLEARLY_ONE:
            together = self._together(reported)
            if together:
                return together
        if candidates:
            why = candidates[0].why
            return self._doubt(
                reported, candidates, f"the name of a device: {why}" if spoken.is_device else why
            )
        local = fold(reported.email.partition("@")[0]) if reported.email else ""
        by_local = self._candidates(taken_apart(local)) if " " in local else []
        if by_local:
            return self._doubt(reported, by_local, "only the e-mail address looks like this person's name")
        why = "nobody on the roster has a name like this"
        if spoken.is_nobody:
            why = "this is the name of a device, not of a person" if spoken.is_device else "this names nobody"
        return Match(reported, "unknown", None, (), why)

    def _together(self, reported: Reported) -> Match | None:
        """See whether several people of the roster are meant by the parts of the name."""
        parts = parts_together(reported.name)
        found: list[Match] = []
        for part in parts:
            spoken = taken_apart(part)
            exact = self._exact(part, spoken)
            candidates = [
                self._candidate(place, 100.0, why) for place, (_, why) in exact.items()
            ] or self._candidates(spoken)
            if not candidates or candidates[0].score < LEAST_SCORE + 5:
                return None
            found.append(self._doubt(Reported(part), candidates, candidates[0].why))
        if len({each.candidates[0].person for each in found}) < 2 or len(found) < len(parts):
            return None
        names = " and ".join(f"“{part}”" for part in parts)
        first = dict.fromkeys(each.candidates[0] for each in found)
        why = f"several people together, it seems: {names}"
        return Match(reported, "doubtful", None, tuple(first), why, together=tuple(found))

    def _candidates(self, spoken: Spoken) -> list[Candidate]:
        """Give those whose name is like one of the forms, the likeliest first, each once."""
        best: dict[str, Candidate] = {}
        for form in dict.fromkeys((spoken.whole, spoken.outer, *spoken.inner, spoken.owner)):
            for candidate in self._like(form) if form else ():
                before = best.get(candidate.person)
                if before is None or candidate.score > before.score:
                    best[candidate.person] = candidate
        return sorted(best.values(), key=lambda candidate: -candidate.score)

    def _like(self, form: str) -> list[Candidate]:
        if form not in self._ranked:
            places = (*self._by_joined.get(form.replace(" ", ""), ()), *self._index.candidates(form))
            ready = name_form(form, self._index.sound)
            scored = ((place, *self._scored(ready, place)) for place in dict.fromkeys(places))
            self._ranked[form] = [
                self._candidate(place, score, why) for place, score, why in scored if score >= LEAST_SCORE
            ]
        return self._ranked[form]

    def _scored(self, form: NameForm, place: int) -> tuple[float, str]:
        return max(likeness(form, other, LEAST_SCORE) for other in self._ready(place))

    def _ready(self, place: int) -> tuple[NameForm, ...]:
        if place not in self._compared:
            self._compared[place] = tuple(name_form(form, self._index.sound) for form in self._forms[place])
        return self._compared[place]

    def _is_like(self, spoken: Spoken, place: int) -> bool:
        forms = [form for form in (spoken.whole, spoken.outer, *spoken.inner, spoken.owner) if form]
        return any(self._scored(name_form(form), place)[0] >= LEAST_SCORE for form in forms)

    def _candidate(self, place: int, score: float, why: str) -> Candidate:
        return Candidate(self._roster[place].person, score, why)

    def _certain(self, reported: Reported, place: int, why: str, evidence: Evidence) -> Match:
        person = self._roster[place].person
        return Match(reported, "certain", person, (Candidate(person, 100.0, why),), why, evidence)

    def _doubt(self, reported: Reported, candidates: Sequence[Candidate], why: str) -> Match:
        best: dict[str, Candidate] = {}
        for candidate in candidates:
            best.setdefault(candidate.person, candidate)
        ranked = sorted(best.values(), key=lambda candidate: -candidate.score)
        near = [each for each in ranked if each.score >= ranked[0].score - _FAR_BEHIND]
        if len(near) > MOST_SHOWN:
            why = f"{why}; {len(near)} people may be meant"
        return Match(reported, "doubtful", None, tuple(near[:MOST_SHOWN]), why)


def _forms(known: Known) -> tuple[str, ...]:
    names = (known.name, f"{known.given_name} {known.family_name}".strip())
    return tuple(dict.fromkeys(form for name in names for form in spellings(name) if form))


def _alias(name: str) -> str:
    """Give a name as it was learnt: only capitals and blanks do not matter."""
    return " ".join(name.casefold().split())


def _places(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, dict[int, None]] = {}
    for key, place in pairs:
        if key:
            found.setdefault(key, {})[place] = None
    return {key: tuple(places) for key, places in found.items()}


def _names_by_email(everybody: Iterable[Reported]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for each in everybody:
        if each.email:
            names.setdefault(each.email.casefold().strip(), set()).add(fold(each.name))
    return names


def _kept_apart(matches: Sequence[Match]) -> Iterator[Match]:
    """Take back what would make one person of two: the same name under two addresses.

    An address of the roster stays certain, and so does an earlier decision that fits one address alone.
    """
    addresses: dict[tuple[str, Evidence], set[str]] = {}
    for each in matches:
        if each.person is not None and each.reported.email:
            for evidence in {each.evidence, ""}:
                addresses.setdefault((each.person, evidence), set()).add(
                    each.reported.email.casefold().strip()
                )
    for each in matches:
        if each.person is None or not each.reported.email or each.evidence == "address":
            yield each
            continue
        weighed: Evidence = "hand" if each.evidence == "hand" else ""
        if len(addresses[each.person, weighed]) < 2:
            yield each
            continue
        why = "the same name comes with another e-mail address too, so these may be two people"
        yield Match(each.reported, "doubtful", None, each.candidates, why)
