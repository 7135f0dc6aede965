"""What the screens of a person and of a subgroup ask for, over a real file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator_tui.clock import SetClock
from facilitator_tui.desks.around import StoreDesk
from facilitator_tui.screens.ports import PersonCard, PersonDesk, Stay, Withdrawn
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from tests.screens.desks import NOW


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "mine.db") as opened:
        yield opened


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOW)


@pytest.fixture
def desk(store: Store, clock: SetClock) -> PersonDesk:
    return StoreDesk(store, clock, "coach")


def test_every_field_of_a_person_is_kept(desk: PersonDesk) -> None:
    person = desk.add_member(desk.add_subgroup("A"), "Amal", "Amal@Example.org")
    fields = [field for field in PersonCard.__struct_fields__ if field != "id"]
    card = PersonCard(person, **{field: f"their {field}" for field in fields})
    desk.save_person(card)
    assert desk.person(person) == card


def test_who_moves_has_a_history_with_its_days(desk: PersonDesk, clock: SetClock) -> None:
    first, second = desk.add_subgroup("Lisbon–Amman 3"), desk.add_subgroup("Tunis 4")
    person = desk.add_member(first, "Amal")
    desk.set_course_role(first, person, "debater")
    clock.ms += 1000
    desk.move(person, first, second)
    assert desk.stays(person) == [
        Stay("Tunis 4", "participant", NOW + 1000, None, second, "", "debater"),
        Stay("Lisbon–Amman 3", "participant", NOW, NOW + 1000, first, "", "debater"),
    ]
    assert desk.members(first) == []
    with pytest.raises(DeskProblem, match="in “Tunis 4” already"):
        desk.move(person, second, second)


def test_a_role_in_the_course_stays_when_seats_are_changed_or_somebody_comes_back(
    desk: PersonDesk, clock: SetClock
) -> None:
    group = desk.add_subgroup("A")
    amal, rui = desk.add_member(group, "Amal"), desk.add_member(group, "Rui")
    desk.set_course_role(group, amal, "leader")
    clock.ms += 1000
    desk.swap_seats(group, amal, rui)
    removed = desk.members(group)[1]
    clock.ms += 1000
    desk.remove_member(group, amal)
    clock.ms += 1000
    desk.put_back(group, removed)
    assert [(x.name, x.seat, x.course_role) for x in desk.members(group)] == [
        ("Rui", 1, ""),
        ("Amal", 2, "leader"),
    ]


def test_leaving_a_course_shows_in_the_subgroup_and_is_taken_back(desk: PersonDesk, store: Store) -> None:
    group = People(store).add_subgroup("A", "Newcomers", "UTC", NOW)
    person = desk.add_member(group, "Amal")
    desk.withdraw(person, "Newcomers", "a new job")
    assert desk.withdrawals(person) == [Withdrawn("Newcomers", NOW, "a new job")]
    assert [each.author for each in People(store).withdrawals()] == ["coach"]
    assert [member.withdrew for member in desk.members(group)] == [True]
    desk.take_back_withdrawal(person, "Newcomers")
    assert desk.withdrawals(person) == []
    assert [member.withdrew for member in desk.members(group)] == [False]
