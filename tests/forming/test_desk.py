"""Who of the store is to be formed, and a proposal made true: all of it or nothing, and history is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator_tui.clock import SetClock
from facilitator_tui.desks.forming import StoreFormingDesk, gather, keep
from facilitator_tui.forming.moves import move
from facilitator_tui.forming.propose import propose
from facilitator_tui.forming.values import Candidate, Proposal
from facilitator_tui.screens.forming_port import FormingDesk, ToForm
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from tests.forming.people import NAMES, PLACES

COURSE = "Being new"
NOW = 1_000_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "mine.db") as opened:
        yield opened


def add(store: Store, number: int) -> str:
    institution, country = PLACES[number % len(PLACES)]
    return People(store).add(
        NAMES[number] if number < len(NAMES) else f"Person {number}",
        number,
        institution=institution,
        country=country,
        languages="en, fr" if number % 2 else "EN",
        availability="Mon 18-20, Wed 18-20" if number % 3 else "mon  18-20",
    )


@pytest.fixture
def people(store: Store) -> list[str]:
    return [add(store, number) for number in range(18)]


def proposed(to_form: ToForm) -> Proposal:
    return propose(to_form.people, to_form.wishes, 1, names=to_form.names)


def by_name(found: ToForm) -> dict[str, Candidate]:
    return {each.name: each for each in found.people}


def test_everybody_who_is_in_no_subgroup_of_the_course_is_to_be_formed(
    store: Store, people: list[str]
) -> None:
    mine = People(store)
    here = mine.add_subgroup("Tunis 4", COURSE, "UTC", 0)
    elsewhere = mine.add_subgroup("Another", "Another course", "UTC", 0)
    mine.join(here, people[0], "participant", 0, 10)
    mine.join(elsewhere, people[1], "participant", 0, 10)
    mine.join(elsewhere, people[2], "facilitator", 0, 10)
    mine.withdraw(people[3], COURSE, 20, "", "me")
    found = gather(store, "being  NEW", NOW)
    assert {each.id for each in found.people} == {people[1], *people[4:]}
    assert found.told == (
        "Left the course and passed over: 1.",
        "Facilitators, producers and observers, passed over: 1.",
    )
    assert found.wishes.first_number == 5
    greta, farid = by_name(found)["Greta Lindqvist"], by_name(found)["Farid Mansour"]
    assert greta.languages < farid.languages
    assert len({slot for each in found.people for slot in each.slots}) == 2


def test_somebody_who_left_their_subgroup_is_to_be_formed_again(store: Store, people: list[str]) -> None:
    mine = People(store)
    here = mine.add_subgroup("Tunis 4", COURSE, "UTC", 0)
    mine.join(here, people[0], "participant", 0, 10)
    mine.leave(here, people[0], 20)
    assert people[0] in {each.id for each in gather(store, COURSE, NOW).people}


def test_a_pool_gives_its_participants_and_nobody_else(store: Store, people: list[str]) -> None:
    mine = People(store)
    pool = mine.add_subgroup("Waiting", COURSE, "UTC", 0)
    for person in people[:9]:
        mine.join(pool, person, "participant", 0, 10)
    mine.join(pool, people[9], "facilitator", 0, 10)
    found = gather(store, COURSE, NOW, pool="waiting")
    assert {each.id for each in found.people} == set(people[:9])
    keep(store, COURSE, proposed(found), NOW, pool="waiting")
    assert [member.person.id for member in mine.members(pool, NOW)] == [people[9]]
    first, second = mine.history(people[0])
    assert (first.subgroup.name, first.to_ms, second.from_ms, second.to_ms) == ("Waiting", NOW, NOW, None)


def test_the_size_of_a_known_course_is_taken_and_its_title_given(store: Store, people: list[str]) -> None:
    found = gather(store, "two-universities-one-question", NOW)
    assert found.course == "Two Universities, One Question"
    assert found.wishes.least <= found.wishes.most


def test_what_is_kept_is_what_was_proposed(store: Store, people: list[str]) -> None:
    proposal = proposed(gather(store, COURSE, NOW))
    kept = keep(store, COURSE, proposal, NOW, zone="Africa/Tunis")
    assert (kept.subgroups, kept.joined, kept.left) == (("Subgroup 1", "Subgroup 2"), 18, 0)
    mine = People(store)
    for group, formed in zip(mine.subgroups(), proposal.groups, strict=True):
        members = mine.members(group.id, NOW)
        assert (group.name, group.course, group.zone) == (formed.name, COURSE, "Africa/Tunis")
        assert {member.person.id for member in members} == {each.id for each in formed.members}
        assert [member.seat for member in members] == list(range(1, 10))
    assert gather(store, COURSE, NOW).people == ()


def test_those_who_come_late_fill_a_subgroup_and_who_was_there_keeps_the_place(
    store: Store, people: list[str]
) -> None:
    keep(store, COURSE, proposed(gather(store, COURSE, NOW)), NOW)
    late = add(store, 18)
    found = gather(store, COURSE, NOW + 5, with_members=True)
    assert len(found.people) == 19
    kept = keep(store, COURSE, proposed(found), NOW + 5)
    assert (kept.subgroups, kept.joined, kept.left) == ((), 1, 0)
    assert len(People(store).history(people[0])) == 1
    assert len(People(store).history(late)) == 1


def test_moving_between_subgroups_that_are_there_ends_one_place_and_begins_another(
    store: Store, people: list[str]
) -> None:
    keep(store, COURSE, proposed(gather(store, COURSE, NOW)), NOW)
    proposal = proposed(gather(store, COURSE, NOW + 5, with_members=True))
    one, two = proposal.groups
    moving, leaving = one.members[0].id, one.members[1].id
    changed = move(move(proposal, moving, two.id), leaving, "")
    assert keep(store, COURSE, changed, NOW + 5).left == 2
    first, second = People(store).history(moving)
    assert (first.subgroup.id, first.to_ms, second.subgroup.id) == (one.id, NOW + 5, two.id)
    assert People(store).history(leaving)[-1].to_ms == NOW + 5


def test_nothing_is_changed_when_somebody_has_joined_a_subgroup_meanwhile(
    store: Store, people: list[str]
) -> None:
    proposal = proposed(gather(store, COURSE, NOW))
    mine = People(store)
    mine.join(mine.add_subgroup("Tunis", COURSE, "UTC", 0), people[4], "participant", 0, NOW)
    with pytest.raises(StoreProblem, match="Elif Aydın has joined “Tunis” since this was proposed"):
        keep(store, COURSE, proposal, NOW + 5)
    assert len(mine.subgroups()) == 1


def test_nothing_is_changed_when_the_last_of_it_cannot_be(store: Store, people: list[str]) -> None:
    to_form = gather(store, COURSE, NOW)
    nobody = Candidate("zz", "Nobody", slots=to_form.people[0].slots)
    proposal = propose([*to_form.people[:17], nobody], to_form.wishes, 1)
    with pytest.raises(StoreProblem, match="no person"):
        keep(store, COURSE, proposal, NOW)
    assert People(store).subgroups() == []
    assert not store.connection.in_transaction


def test_the_desk_of_the_screen_says_what_it_did(store: Store, people: list[str]) -> None:
    desk: FormingDesk = StoreFormingDesk(store, SetClock(NOW))
    People(store).add_subgroup("Tunis", "A course of ours", "UTC", 0)
    assert desk.courses()[0] == "A course of ours"
    said = desk.keep(COURSE, proposed(desk.to_form(COURSE)))
    assert said == "2 subgroups were made, 18 people joined one."
    with pytest.raises(DeskProblem, match="Say for which course"):
        desk.to_form(" ")
