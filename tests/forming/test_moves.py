"""Moves by hand: another proposal, checked again; nothing is refused for what it breaks."""

from __future__ import annotations

import pytest

from facilitator_tui.forming.moves import NEW, move, swap, would_break
from facilitator_tui.forming.propose import propose
from facilitator_tui.forming.values import FormingProblem, Proposal, Wishes
from tests.forming.people import somebody


@pytest.fixture
def proposal() -> Proposal:
    return propose([somebody(number) for number in range(18)], Wishes(), 1)


def test_somebody_moves_and_both_subgroups_are_checked_again(proposal: Proposal) -> None:
    one, two = proposal.groups
    person = one.members[0]
    after = move(proposal, person.id, two.id)
    assert after.place_of(person.id) == two.id
    assert [len(group.members) for group in after.groups] == [8, 10]
    twice = move(after, one.members[1].id, two.id)
    assert [each.says for each in twice.broken if each.kind == "size"] == [
        "Subgroup 1 has 7 people; 8 to 10 are wanted.",
        "Subgroup 2 has 11 people; 8 to 10 are wanted.",
    ]
    assert proposal.hard == 0, "the proposal before is still what it was"


def test_somebody_can_be_left_out_and_come_back(proposal: Proposal) -> None:
    group = proposal.groups[0]
    out = move(proposal, group.members[0].id, "")
    assert [each.id for each in out.unplaced] == [group.members[0].id]
    assert out.broken[0].kind == "place"
    back = move(out, group.members[0].id, group.id)
    assert back.unplaced == ()
    assert back.hard == 0


def test_a_new_subgroup_begins_with_one_and_is_gone_with_the_last(proposal: Proposal) -> None:
    person = proposal.groups[0].members[0]
    begun = move(proposal, person.id, NEW)
    assert begun.groups[-1].name == "Subgroup 3"
    assert begun.groups[-1].members == (person,)
    assert len(move(begun, person.id, proposal.groups[0].id).groups) == 2


def test_two_people_change_places(proposal: Proposal) -> None:
    one, two = proposal.groups[0].members[0], proposal.groups[1].members[0]
    after = swap(proposal, one.id, two.id)
    assert (after.place_of(one.id), after.place_of(two.id)) == (proposal.groups[1].id, proposal.groups[0].id)
    assert [len(group.members) for group in after.groups] == [9, 9]


def test_the_slot_of_a_subgroup_follows_those_who_are_in_it() -> None:
    late = somebody(20, institution="Elsewhere", slots="Tue 9-11")
    wider = propose([*[somebody(n) for n in range(9)], late], Wishes(), 1)
    assert (wider.unplaced, wider.groups[0].slot) == ((late,), "Mon 18-20")
    after = move(wider, late.id, wider.groups[0].id)
    assert after.groups[0].slot == ""
    assert [each.kind for each in after.broken if each.hard] == ["slot"]


def test_what_a_move_would_break_is_known_before(proposal: Proposal) -> None:
    group = proposal.groups[0]
    assert would_break(proposal, somebody(30, institution="Elsewhere"), group) == ()
    kinds = [
        each.kind for each in would_break(proposal, somebody(30, slots="Sun 6-8", languages="fr"), group)
    ]
    assert kinds[:2] == ["slot", "language"]


def test_what_changes_nothing_or_names_nobody_is_refused(proposal: Proposal) -> None:
    one, two = proposal.groups[0].members[:2]
    with pytest.raises(FormingProblem, match="in Subgroup 1 already"):
        move(proposal, one.id, proposal.groups[0].id)
    with pytest.raises(FormingProblem, match="same place"):
        swap(proposal, one.id, two.id)
    with pytest.raises(FormingProblem, match="nobody with the id"):
        move(proposal, "nobody", proposal.groups[0].id)
    with pytest.raises(FormingProblem, match="no subgroup"):
        move(proposal, one.id, "nowhere")
