"""Says which of the people known each line of a roster is: one of them for sure, a question, or somebody new.

Stricter than for reports, because a roster changes what is known of somebody. Pure: what is known is handed in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import msgspec

from facilitator_tui.imports.matching import Candidate, Known, Match, Reported, match
from facilitator_tui.imports.normal import RosterPerson

_SAME = 100.0


class RosterMatch(msgspec.Struct, frozen=True):
    """Who the person of a line is. ``person`` is empty for somebody new, and where ``why`` says it is a question."""

    row: RosterPerson
    person: str = ""
    why: str = ""
    candidates: tuple[Candidate, ...] = ()


def match_roster(
    rows: Sequence[RosterPerson],
    known: Sequence[Known],
    subgroups: Mapping[str, Set[str]],
    targets: Mapping[int, str],
) -> tuple[RosterMatch, ...]:
    """Match the lines in their order; no two of them are ever the same person.

    ``subgroups`` gives those that a person belongs to now, ``targets`` the one that a line (by its number) goes to.
    """
    people = {each.person: each for each in known}
    matches = match((Reported(row.name, row.email) for row in rows), known)
    found: list[RosterMatch] = []
    for row, each in zip(rows, matches, strict=True):
        person, why = each.person or "", each.why if each.certainty == "doubtful" else ""
        namesake = _namesake(row, each, people, subgroups, targets.get(row.row, "")) if why else ""
        if namesake:
            person, why = namesake, ""
        elif person:
            why = _objection(
                row, people[person], each, subgroups.get(person, frozenset()), targets.get(row.row, "")
            )
        found.append(RosterMatch(row, "" if why else person, why, each.candidates if why else ()))
    found = _each_once(found, matches)
    claimed = {each.person for each in found if each.person}
    return tuple(_without_others(each, people, claimed) if each.why else each for each in found)


def _namesake(
    row: RosterPerson,
    found: Match,
    people: Mapping[str, Known],
    subgroups: Mapping[str, Set[str]],
    target: str,
) -> str:
    """Give the only one of several people of this very name who is in the subgroup that the line names.

    Only where no address tells them apart.
    """
    if not target or row.email:
        return ""
    name = row.name.casefold()
    here = [
        each.person
        for each in found.candidates
        if people[each.person].name.casefold() == name and target in subgroups.get(each.person, frozenset())
    ]
    return here[0] if len(here) == 1 else ""


def _objection(row: RosterPerson, known: Known, found: Match, theirs: Set[str], target: str) -> str:
    """Say why a match that would do for a report is a question here; empty when it is none."""
    if found.evidence == "address":
        same = row.name.casefold() == known.name.casefold()
        nameless = msgspec.structs.replace(known, emails=())
        if not same and match([Reported(row.name)], [nameless])[0].certainty == "unknown":
            return "the e-mail address is this person's, but the name is quite another"
        return ""
    if row.email and known.emails:
        return "the name is the same, but the e-mail address is another"
    if target and theirs and target not in theirs:
        return "the name is the same, but that person is in another subgroup and no e-mail address tells"
    if " " not in row.name and row.email:
        return "only a single name is the same, and no e-mail address tells"
    return ""


def _each_once(found: list[RosterMatch], matches: Sequence[Match]) -> list[RosterMatch]:
    """Where several lines would be one person, leave it to the only one that has the address, or to none."""
    lines: dict[str, list[int]] = {}
    for place, each in enumerate(found):
        if each.person:
            lines.setdefault(each.person, []).append(place)
    once = list(found)
    for person, places in lines.items():
        by_address = [place for place in places if matches[place].evidence == "address"]
        keep = by_address if len(by_address) == 1 else places if len(places) == 1 else []
        for place in places:
            if place not in keep:
                why = "several lines of the list may be this person"
                once[place] = RosterMatch(found[place].row, "", why, (Candidate(person, _SAME, why),))
    return once


def _without_others(asked: RosterMatch, people: Mapping[str, Known], claimed: Set[str]) -> RosterMatch:
    """Leave out candidates that something tells apart from this line; without any left, it is somebody new.

    Another address and a name that is only alike are another person. So is somebody whom another line of the list
    names, unless the name is the very same and this line has no address.
    """
    email = asked.row.email.casefold()
    left = []
    for each in asked.candidates:
        theirs = {address.casefold() for address in people[each.person].emails}
        apart = email and theirs and email not in theirs and each.score < _SAME
        listed = each.person in claimed and (email or each.score < _SAME)
        if not apart and not listed:
            left.append(each)
    return RosterMatch(asked.row, "", asked.why, tuple(left)) if left else RosterMatch(asked.row)
