"""Changes of a proposal by hand: somebody moves, or two change places. Each gives a new proposal, checked again.

Nothing is refused because it would break a constraint: it is shown, and people decide.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from facilitator_tui.forming.check import broken_in, called, check, meeting
from facilitator_tui.forming.values import Broken, Candidate, Formed, FormingProblem, Proposal

NEW = "a new subgroup"
"""Where to move somebody who is to begin a subgroup of their own. No subgroup has this id."""


def move(proposal: Proposal, person: str, to_group: str) -> Proposal:
    """The person in ``to_group`` instead (empty: without a place; ``NEW``: in a new one). Raises ``FormingProblem``."""
    who, before = found(proposal, person), proposal.place_of(person)
    if before == to_group:
        where = f"in {proposal.group(before).name} already" if before else "without a place already"
        raise FormingProblem(f"{called(who)} is {where}. Choose another subgroup.")
    groups = proposal.groups
    if to_group == NEW:
        number = _next_number(proposal)
        groups = (*groups, Formed(f"new {number}", f"Subgroup {number}"))
        to_group = f"new {number}"
    elif to_group:
        proposal.group(to_group)
    return _seated(proposal, groups, {person: to_group})


def swap(proposal: Proposal, person: str, other: str) -> Proposal:
    """The two people in one another's places. Raises ``FormingProblem`` where that changes nothing."""
    here, there = proposal.place_of(person), proposal.place_of(other)
    if here == there:
        one, two = called(found(proposal, person)), called(found(proposal, other))
        raise FormingProblem(f"{one} and {two} are in the same place. Choose somebody of another subgroup.")
    return _seated(proposal, proposal.groups, {person: there, other: here})


def found(proposal: Proposal, person: str) -> Candidate:
    """The person with this id. Raises ``FormingProblem``."""
    for each in everybody(proposal):
        if each.id == person:
            return each
    raise FormingProblem(f"There is nobody with the id “{person}” in this proposal.")


def everybody(proposal: Proposal) -> Iterable[Candidate]:
    """All people of the proposal, those without a place last."""
    for group in proposal.groups:
        yield from group.members
    yield from proposal.unplaced


def would_break(
    proposal: Proposal, person: Candidate, group: Formed, without: str = ""
) -> tuple[Broken, ...]:
    """What the subgroup would break with this person in it, and without the person ``without``."""
    members = tuple(each for each in group.members if each.id not in (without, person.id))
    return tuple(broken_in(replace(group, members=(*members, person)), proposal.wishes))


def checked_again(proposal: Proposal, groups: Iterable[Formed], unplaced: Iterable[Candidate]) -> Proposal:
    """These subgroups in place of the proposal's, with where they meet and what they break worked out anew.

    A new subgroup that nobody is in any more is gone.
    """
    wishes = proposal.wishes
    kept = []
    for group in groups:
        if group.members or not group.new:
            slot, language = meeting(group.members, wishes, group.slot, group.language)
            kept.append(replace(group, slot=slot, language=language))
    left = tuple(unplaced)
    return replace(proposal, groups=tuple(kept), unplaced=left, broken=check(kept, wishes, left))


def _seated(proposal: Proposal, groups: Iterable[Formed], places: dict[str, str]) -> Proposal:
    """The proposal with these people in these places."""
    moving = [each for each in everybody(proposal) if each.id in places]

    def changed(members: tuple[Candidate, ...], place: str) -> tuple[Candidate, ...]:
        stay = [each for each in members if each.id not in places]
        return (*stay, *(each for each in moving if places[each.id] == place))

    after = [replace(group, members=changed(group.members, group.id)) for group in groups]
    return checked_again(proposal, after, changed(proposal.unplaced, ""))


def _next_number(proposal: Proposal) -> int:
    numbers = [
        int(each.id.split()[-1]) for each in proposal.groups if each.new and each.id.startswith("new ")
    ]
    return max([proposal.wishes.first_number - 1, *numbers]) + 1
