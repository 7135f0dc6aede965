"""Proposals beside what there is to compare with: hidden solutions, every division of a few people, lower bounds."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.forming import planted
from facilitator_tui.forming.check import check
from facilitator_tui.forming.limits import missing_at_least, reasons
from facilitator_tui.forming.propose import propose
from facilitator_tui.forming.values import FormingProblem, Proposal, Wishes
from tests.forming.exact import divisions, drawn, soft_broken
from tests.forming.people import somebody

ROOT = Path(__file__).parents[2]


def ids(proposal: Proposal) -> Counter[str]:
    everybody = [each for group in proposal.groups for each in group.members]
    return Counter(each.id for each in (*everybody, *proposal.unplaced))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("people", "slots", "languages", "more"),
    [(90, 10, 4, 2), (300, 40, 6, 0), (300, 40, 6, 3), (700, 90, 8, 2), (700, 20, 3, 1)],
)
def test_a_hidden_solution_is_found_without_a_broken_hard_constraint(
    people: int, slots: int, languages: int, more: int, seed: int
) -> None:
    roster = planted(people, Random(seed), slots, languages, more)
    proposal = propose(roster, Wishes(), seed)
    assert proposal.hard == 0
    assert proposal.reasons == ()
    assert ids(proposal) == Counter(each.id for each in roster)
    assert all(group.slot and group.language for group in proposal.groups)
    for group in proposal.groups:
        assert all(group.slot in each.slots and group.language in each.languages for each in group.members)


@given(st.integers(0, 10**6), st.integers(4, 8), st.integers(2, 3), st.integers(0, 1), st.integers(1, 2))
@settings(max_examples=60)
def test_of_a_few_people_a_division_is_found_whenever_there_is_one(
    seed: int, count: int, least: int, wider: int, limit: int
) -> None:
    random = Random(seed)
    wishes = Wishes(least, least + wider, limit, random.random() < 0.8, random.random() < 0.8, 2)
    roster = drawn(random, count)
    proposal = propose(roster, wishes, seed)
    there_is_one = next(divisions(roster, wishes), None) is not None
    assert (proposal.hard == 0) == there_is_one
    if there_is_one:
        assert proposal.reasons == (), "a reason why it cannot be, though it can"
    assert ids(proposal) == Counter(each.id for each in roster)
    assert proposal.broken == check(proposal.groups, wishes, proposal.unplaced)


def test_the_wishes_are_nearly_as_well_met_as_they_can_be() -> None:
    ours, best = 0, 0
    for seed in range(60):
        roster, wishes = drawn(Random(seed), 9), Wishes(3, 3, 2, countries=3)
        found = [soft_broken(each, wishes) for each in divisions(roster, wishes)]
        if found:
            ours, best = ours + propose(roster, wishes, seed).soft, best + min(found)
    assert best > 20
    assert ours <= best * 1.25


@pytest.mark.parametrize("countries", [3, 4, 5])
def test_the_spread_of_countries_comes_near_its_bound(countries: int) -> None:
    roster, wishes = planted(400, Random(1), 30, 4), Wishes(countries=countries)
    few = [
        somebody(n, country="Italy" if n % 3 else f"C{n % 4}", institution="", slots="", languages="")
        for n in range(200)
    ]
    for people in (roster, few):
        proposal = propose(people, wishes, 1)
        missing = sum(
            max(0, countries - len({each.country for each in group.members})) for group in proposal.groups
        )
        bound = missing_at_least(people, len(proposal.groups), wishes)
        assert bound <= missing <= bound + 2


def test_the_same_seed_gives_the_same_proposal_whatever_the_order_of_the_people() -> None:
    roster = planted(200, Random(3), 20, 4)
    one = propose(roster, Wishes(), 7)
    Random(1).shuffle(roster)
    assert propose(roster, Wishes(), 7) == one
    assert propose(roster, Wishes(), 8).groups != one.groups


@pytest.mark.parametrize("hashing", ["0", "1"])
def test_and_whatever_order_python_gives_to_sets(hashing: str) -> None:
    code = (
        "import json\nfrom random import Random\nfrom facilitator_tui.forming.propose import propose\n"
        "from facilitator_tui.forming.values import Wishes\nfrom benchmarks.forming import planted\n"
        "groups = propose(planted(120, Random(5), 12, 4), Wishes(), 2).groups\n"
        "print(json.dumps([[each.id for each in group.members] for group in groups]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONHASHSEED": hashing},
        capture_output=True,
        check=True,
    )
    here = propose(planted(120, Random(5), 12, 4), Wishes(), 2).groups
    assert json.loads(done.stdout) == [[each.id for each in group.members] for group in here]


def test_who_is_in_a_subgroup_already_stays_and_it_is_filled() -> None:
    there = [somebody(n, subgroup="there") for n in range(6)]
    new = [somebody(n) for n in range(6, 12)]
    proposal = propose(
        [*there, *new, *[somebody(n) for n in range(12, 20)]], Wishes(), 1, names={"there": "Tunis 1"}
    )
    kept = proposal.group("there")
    assert (kept.name, kept.new) == ("Tunis 1", False)
    assert {each.id for each in there} <= {each.id for each in kept.members}
    assert proposal.hard == 0
    assert [group.name for group in proposal.groups[1:]] == ["Subgroup 1"]


def test_new_subgroups_are_numbered_from_where_it_is_wished() -> None:
    proposal = propose([somebody(n) for n in range(18)], Wishes(first_number=5), 1)
    assert [group.name for group in proposal.groups] == ["Subgroup 5", "Subgroup 6"]


def test_where_not_all_can_hold_everybody_has_a_place_and_institutions_give_way_evenly() -> None:
    roster = [somebody(n, institution="Lisbon" if n < 31 else f"I{n}") for n in range(40)]
    proposal = propose(roster, Wishes(), 1)
    assert not proposal.unplaced
    assert {each.kind for each in proposal.broken} == {"institution"}
    from_lisbon = [sum(each.institution == "Lisbon" for each in group.members) for group in proposal.groups]
    assert max(from_lisbon) - min(from_lisbon) <= 1


@pytest.mark.parametrize("count", [11, 12, 13, 14, 15, 21, 22, 23, 31])
def test_a_number_that_cannot_be_divided_breaks_sizes_as_little_as_can_be(count: int) -> None:
    proposal = propose([somebody(n, institution="") for n in range(count)], Wishes(), 1)
    assert not proposal.unplaced
    sizes = sorted(len(group.members) for group in proposal.groups)
    assert sum(max(8 - size, size - 10, 0) for size in sizes) <= 3
    assert {each.kind for each in proposal.broken} == {"size"}
    assert "cannot be divided" in proposal.reasons[0]


def test_nobody_is_put_where_they_cannot_come() -> None:
    lonely = somebody(30, slots="Sun 6-8")
    proposal = propose([*[somebody(n) for n in range(18)], lonely], Wishes(), 1)
    assert proposal.unplaced == (lonely,)
    assert proposal.hard == 1


def test_it_stops_when_it_is_told_to_and_still_gives_everybody() -> None:
    roster = planted(200, Random(1), 100, 6)
    assert ids(propose(roster, Wishes(), 1, stopped=lambda: True)) == Counter(each.id for each in roster)


def test_nobody_and_a_few_give_a_proposal_too() -> None:
    assert propose([], Wishes(), 1).groups == ()
    few = propose([somebody(0), somebody(1)], Wishes(), 1)
    assert len(few.unplaced) == 2


def test_what_cannot_be_meant_is_refused() -> None:
    with pytest.raises(FormingProblem, match="10 to 8"):
        propose([somebody(0)], Wishes(10, 8), 1)
    with pytest.raises(FormingProblem, match="twice"):
        propose([somebody(0), somebody(0)], Wishes(), 1)
    with pytest.raises(FormingProblem, match="less than 0"):
        propose([somebody(0)], Wishes(per_institution=-1), 1)


# --- why it cannot be


def test_too_many_from_one_institution_are_told_in_numbers() -> None:
    roster = [somebody(n, institution="Lisbon" if n < 31 else f"I{n}") for n in range(40)]
    assert reasons(roster, Wishes()) == (
        "31 of 40 people are from one institution (Lisbon): at most 2 in a subgroup would need 16 subgroups, and "
        "40 people make at most 5 of 8 or more.",
    )


def test_a_number_that_cannot_be_divided_is_told_with_what_could_be() -> None:
    assert reasons([somebody(n, institution="") for n in range(12)], Wishes()) == (
        "12 people cannot be divided into subgroups of 8 to 10: 1 subgroup takes at most 10, and 2 need 16.",
    )


def test_who_meets_too_few_others_is_told_by_name() -> None:
    roster = [*[somebody(n) for n in range(8)], somebody(8, slots="Sun 6-8"), somebody(9, slots="Sun 6-8")]
    assert reasons(roster, Wishes()) == (
        "Ilias Markou, Joana Ribeiro can meet only at Sun 6-8 and in en, where at most 2 people could come: a "
        "subgroup needs 8.",
    )


def test_people_who_can_meet_only_among_themselves_are_counted_by_themselves() -> None:
    roster = [
        *[somebody(n, institution="") for n in range(16)],
        *[somebody(n, institution="", slots="Sun 6-8") for n in range(16, 27)],
    ]
    assert reasons(roster, Wishes()) == (
        "11 people who can meet only among themselves (Sun 6-8 / en) cannot be divided into subgroups of 8 to 10: "
        "1 subgroup takes at most 10, and 2 need 16.",
    )


def test_where_it_can_be_no_reason_is_given() -> None:
    assert reasons(planted(300, Random(1)), Wishes()) == ()
    assert reasons([], Wishes()) == ()
