"""Subgroups that are proposed, and the people in them, as rows of lists and as sentences. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from facilitator_tui.forming.check import broken_in, called, people
from facilitator_tui.forming.moves import NEW, would_break
from facilitator_tui.forming.values import Broken, Candidate, Formed, Proposal
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.person_pick import Candidate as Choice
from facilitator_tui.widgets.row_list import Row

WITHOUT = "without a place"
"""The key of the row of those who have no place. No subgroup has this id."""

GROUPS = (
    Column("", 2),
    Column("subgroup"),
    Column("", 3, right=True),
    Column("slot", 14, from_width=44),
)
MEMBERS = (
    Column("name"),
    Column("country", 10, from_width=30),
    Column("institution", from_width=44),
    Column("speaks", 8, from_width=22),
)


def group_rows(proposal: Proposal) -> list[Row]:
    """A row for each subgroup, those without a place above, with a sign for what is broken."""
    broken: dict[str, list[Broken]] = {}
    for each in proposal.broken:
        broken.setdefault(each.group, []).append(each)
    rows = [
        Row(group.id, (sign(broken.get(group.id, [])), group.name, str(len(group.members)), group.slot))
        for group in proposal.groups
    ]
    if proposal.unplaced:
        rows.insert(0, Row(WITHOUT, ("!", "no place", str(len(proposal.unplaced)), "")))
    return rows


def sign(broken: Iterable[Broken]) -> str:
    """``!`` where something hard is broken, ``~`` where a wish is not met; with how many where it is several."""
    hard = [each.hard for each in broken]
    count = sum(hard) or len(hard)
    mark = "!" if any(hard) else "~" if hard else ""
    return mark + (str(min(count, 9)) if count > 1 else "")


def member_rows(members: Iterable[Candidate]) -> list[Row]:
    return [
        Row(each.id, (called(each), each.country, each.institution, ", ".join(sorted(each.languages))))
        for each in sorted(members, key=lambda each: (called(each).casefold(), each.id))
    ]


def members_of(proposal: Proposal, key: str) -> tuple[Candidate, ...]:
    """Who is in the subgroup of this row."""
    if key == WITHOUT:
        return proposal.unplaced
    return next((group.members for group in proposal.groups if group.id == key), ())


def headline(proposal: Proposal, course: str) -> str:
    inside = sum(len(group.members) for group in proposal.groups)
    return (
        f"{course} · {people(inside)} in {len(proposal.groups)} subgroups · "
        f"hard broken: {proposal.hard} · wishes not met: {proposal.soft}"
    )


def meets(proposal: Proposal, key: str) -> str:
    """Where and in which language the subgroup of this row meets, and who they are, in one line."""
    if key == WITHOUT:
        return f"Without a place: {people(len(proposal.unplaced))}"
    group = next((each for each in proposal.groups if each.id == key), None)
    if group is None:
        return ""
    countries = len({each.country for each in group.members if each.country})
    parts = (group.name, group.slot, group.language, people(len(group.members)), f"countries: {countries}")
    return " · ".join(each for each in parts if each)


def told(proposal: Proposal, key: str) -> list[str]:
    """What is broken in the subgroup of this row, then why it cannot be otherwise and what is not known."""
    whole = [f"Why: {each}" for each in proposal.reasons] + [f"Note: {each}" for each in proposal.notes]
    if key == WITHOUT:
        return whole or [f"! {each.says}" for each in proposal.broken if each.kind == "place"]
    mine = [f"{sign([each])} {each.says}" for each in proposal.broken if each.group == key]
    return [*(mine or ["Nothing is broken in this subgroup."]), *whole]


def targets(proposal: Proposal, person: Candidate, here: str) -> list[Choice]:
    """Where the person could go: the subgroups that get worse by it least first, then a new one and none."""
    found = []
    for group in proposal.groups:
        if group.id != here:
            worse = _worse(broken_in(group, proposal.wishes), would_break(proposal, person, group))
            found.append((_weight(worse), len(group.members), group, worse))
    found.sort(key=lambda each: each[:2])
    choices = [Choice(group.id, _described(group, _judged(worse))) for _, _, group, worse in found]
    return [*choices, Choice(NEW, NEW), *([Choice(WITHOUT, WITHOUT)] if here else [])]


def exchanges(proposal: Proposal, person: Candidate, here: Formed, there: Formed) -> list[Choice]:
    """With whom of the other subgroup the person could change places, those with whom it gets least worse first."""
    found = sorted(_exchanges(proposal, person, here, there), key=lambda each: _weight(each[1]))
    choices = []
    for other, worse in found:
        about = "; ".join(each for each in (other.country, ", ".join(sorted(other.languages))) if each)
        name = f"{called(other)} ({about})" if about else called(other)
        choices.append(Choice(other.id, f"{name} · {_judged(worse)}"))
    return choices


def partners(proposal: Proposal, person: Candidate, here: Formed) -> list[Choice]:
    """The subgroups in which there is somebody to change places with, those with most who fit first."""
    found = []
    for group in proposal.groups:
        if group.id != here.id and group.members:
            fit = sum(not worse for _, worse in _exchanges(proposal, person, here, group))
            found.append((-fit, _described(group, f"fits with {fit} of {len(group.members)}"), group.id))
    found.sort(key=lambda each: each[0])
    return [Choice(group, text) for _, text, group in found]


def _exchanges(
    proposal: Proposal, person: Candidate, here: Formed, there: Formed
) -> Iterator[tuple[Candidate, list[Broken]]]:
    """Everybody of the other subgroup, with what an exchange would break that holds now."""
    before = (*broken_in(here, proposal.wishes), *broken_in(there, proposal.wishes))
    for other in there.members:
        after = (
            *would_break(proposal, person, there, other.id),
            *would_break(proposal, other, here, person.id),
        )
        yield other, _worse(before, after)


def _worse(before: Iterable[Broken], after: Iterable[Broken]) -> list[Broken]:
    """What is broken after and was not before: of each kind as many as there are more."""
    had = Counter(each.kind for each in before)
    found = []
    for each in after:
        had[each.kind] -= 1
        if had[each.kind] < 0:
            found.append(each)
    return found


def _weight(broken: Sequence[Broken]) -> tuple[int, int]:
    hard = sum(each.hard for each in broken)
    return hard, len(broken) - hard


def _described(group: Formed, judged: str) -> str:
    parts = (group.name, group.slot, group.language, people(len(group.members)), judged)
    return " · ".join(each for each in parts if each)


def _judged(worse: Sequence[Broken]) -> str:
    """What the constraints say, in a word or two: which of them would be broken."""
    kinds = list(dict.fromkeys(each.kind for each in worse))
    return f"{sign(worse)[:1]} breaks {', '.join(kinds)}" if kinds else "fits"
