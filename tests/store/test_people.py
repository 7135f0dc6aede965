"""People and subgroups: names are cleaned, seats are kept apart, nothing that was is lost."""

from __future__ import annotations

import sys
from pathlib import Path
from subprocess import run

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.dialogue import commands as c
from facilitator_tui.plain import plain
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People, Withdrawal
from tests.store.stories import Told


@pytest.fixture
def people(store: Store) -> People:
    return People(store)


@pytest.fixture
def group(people: People) -> str:
    return people.add_subgroup("Group 3", "Dialogue", "Africa/Tunis", 0)


def test_a_name_is_kept_as_one_clean_line(people: People) -> None:
    person = people.add("\x1b[31mAmina\x1b[0m\nBen\tSalah\u202e", 0, email=" amina@example.org ")
    assert people.get(person).name == "Amina Ben Salah"
    assert people.get(person).email == "amina@example.org"


@pytest.mark.parametrize(
    "name", ["=1+1", "[/]", "[bold]x", "زينب بنت علي", "'; DROP TABLE person; --", "👩‍🏫 Zoë"]
)
def test_unusual_names_are_names(people: People, name: str) -> None:
    person = people.add(name, 0)
    assert people.names([person]) == {person: name}


@given(name=st.text(max_size=300))
def test_whatever_the_name_it_comes_back_plain(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    with Store.open(tmp_path_factory.mktemp("store") / "x.db") as store:
        people = People(store)
        assert people.get(people.add(name, 0)).name == plain(name)


def test_correcting_one_field_leaves_the_others(people: People) -> None:
    person = people.add("Bruno", 0, email="b@example.org", country="DE")
    people.update(person, name="Bruno Keller")
    assert people.get(person).name == "Bruno Keller"
    assert people.get(person).email == "b@example.org"


def test_a_person_who_is_not_there_is_told(people: People) -> None:
    with pytest.raises(StoreProblem, match="no person"):
        people.get("nobody")
    with pytest.raises(StoreProblem, match="no person"):
        people.update("nobody", name="X")


def test_an_imported_person_is_kept_once_and_as_corrected(people: People) -> None:
    people.add("Guest", 0, person_id="p1")
    people.update("p1", name="Dora")
    people.add("Guest", 5, person_id="p1")
    assert people.names() == {"p1": "Dora"}


def test_participants_get_the_next_free_seat_and_facilitators_none(people: People, group: str) -> None:
    first, second, leader = (people.add(name, 0) for name in ("Amina", "Bruno", "Faiza"))
    assert people.join(group, first, "participant", 0, 10) == 1
    assert people.join(group, leader, "facilitator", 0, 10) == 0
    assert people.join(group, second, "participant", 0, 10) == 2
    assert [(m.person.name, m.role, m.seat) for m in people.members(group, 10)] == [
        ("Amina", "participant", 1),
        ("Bruno", "participant", 2),
        ("Faiza", "facilitator", 0),
    ]


def test_a_seat_that_is_taken_is_refused_by_name(people: People, group: str) -> None:
    people.join(group, people.add("Amina", 0), "participant", 3, 0)
    with pytest.raises(StoreProblem, match="Seat 3 is taken by Amina"):
        people.join(group, people.add("Bruno", 0), "participant", 3, 0)
    assert len(people.members(group, 0)) == 1


def test_the_twenty_first_has_no_key(people: People, group: str) -> None:
    seats = [people.join(group, people.add(f"P{n}", 0), "participant", 0, 0) for n in range(21)]
    assert seats == [*range(1, 21), 0]


@pytest.mark.parametrize("seat", [-1, 21])
def test_there_is_no_such_seat(people: People, group: str, seat: int) -> None:
    with pytest.raises(StoreProblem, match="no seat"):
        people.join(group, people.add("Amina", 0), "participant", seat, 0)


def test_joining_twice_changes_nothing(people: People, group: str) -> None:
    person = people.add("Amina", 0)
    people.join(group, person, "participant", 4, 0)
    assert people.join(group, person, "participant", 0, 99) == 4
    assert len(people.history(person)) == 1


def test_who_left_was_still_a_member_then(people: People, group: str) -> None:
    person = people.add("Amina", 0)
    people.join(group, person, "participant", 0, 100)
    people.leave(group, person, 200)
    assert [len(people.members(group, at)) for at in (99, 100, 199, 200)] == [0, 1, 1, 0]
    assert people.join(group, people.add("Bruno", 0), "participant", 0, 300) == 1
    [membership] = people.history(person)
    assert (membership.subgroup.name, membership.from_ms, membership.to_ms) == ("Group 3", 100, 200)


def test_another_role_replaces_the_old_one_from_now_on(people: People, group: str) -> None:
    person = people.add("Amina", 0)
    people.join(group, person, "participant", 0, 0)
    people.join(group, person, "facilitator", 0, 50)
    assert [(m.role, m.seat) for m in people.members(group, 50)] == [("facilitator", 0)]
    assert [m.role for m in people.history(person)] == ["participant", "facilitator"]


def test_a_subgroup_is_found_by_name_whatever_its_capitals(people: People, group: str) -> None:
    assert people.subgroup("group 3").id == group
    assert people.subgroup(group[:13]).id == group
    people.rename_subgroup(group, "Group Three")
    assert [g.name for g in people.subgroups()] == ["Group Three"]
    with pytest.raises(StoreProblem, match="no subgroup"):
        people.subgroup("Group 3")


def test_two_subgroups_of_one_name_must_be_told_apart(people: People, group: str) -> None:
    people.add_subgroup("Group 3", "Another course", "UTC", 0)
    with pytest.raises(StoreProblem, match="2 subgroups"):
        people.subgroup("Group 3")


def test_sessions_of_a_person_are_those_whose_journal_mentions_them(store: Store) -> None:
    told = Told(store).at(5, c.GiveFloor("x"))
    people = People(store)
    assert people.sessions_of(told.amina) == [told.id]
    assert people.sessions_of(people.add("Stranger", 0)) == []


def test_a_file_opened_for_reading_is_not_changed(store: Store) -> None:
    People(store).add("Amina", 0)
    with Store.open(store.path, read_only=True) as reader, pytest.raises(StoreProblem, match="reading only"):
        People(reader).add("Bruno", 0)
    assert list(People(store).names().values()) == ["Amina"]


def test_a_file_that_another_program_holds_is_told(store: Store) -> None:
    with Store.open(store.path) as other, other.transaction():
        other.connection.execute("DELETE FROM person")
        with pytest.raises(StoreProblem, match="Another program"):
            People(store).add("Amina", 0)
    People(store).add("Amina", 0)


def test_names_are_there_without_loading_sqlite_utils(store: Store, tmp_path: Path) -> None:
    People(store).add("Amina", 0)
    script = (
        "import sys; from pathlib import Path; from facilitator_tui.store.file import Store;"
        "from facilitator_tui.store.people import People;"
        "from facilitator_tui.store.sessions import Sessions;"
        f"store = Store.open(Path({str(store.path)!r}), read_only=True);"
        "People(store).names(); Sessions(store).all();"
        "sys.exit('sqlite_utils' in sys.modules)"
    )
    assert run([sys.executable, "-c", script], cwd=tmp_path, check=False).returncode == 0


def test_a_course_role_belongs_to_a_participant_and_begins_no_new_membership(
    people: People, group: str
) -> None:
    person = people.add("Amina", 0)
    people.join(group, person, "participant", 0, 10, "debater")
    people.join(group, person, "participant", 0, 20, "leader")
    people.join(group, person, "participant", 0, 30)
    assert [(m.course_role, m.from_ms, m.to_ms) for m in people.history(person)] == [("leader", 10, None)]
    with pytest.raises(StoreProblem, match="a participant can be: debater, leader"):
        people.join(group, person, "facilitator", 0, 40, "debater")
    with pytest.raises(StoreProblem, match="cannot be “wizard”"):
        people.join(group, person, "participant", 0, 40, "wizard")
    people.join(group, person, "facilitator", 0, 50)
    assert [m.course_role for m in people.history(person)] == ["leader", ""]


def test_who_moves_keeps_the_history_and_the_roles(people: People, group: str) -> None:
    other = people.add_subgroup("Group 4", "Dialogue", "UTC", 0)
    person = people.add("Amina", 0)
    people.join(group, person, "participant", 3, 10, "debater")
    people.join(other, people.add("Bruno", 0), "participant", 0, 10)
    assert people.move(person, group, other, 100) == 2
    assert [(m.subgroup.name, m.course_role, m.from_ms, m.to_ms) for m in people.history(person)] == [
        ("Group 3", "debater", 10, 100),
        ("Group 4", "debater", 100, None),
    ]
    with pytest.raises(StoreProblem, match="not in the subgroup"):
        people.move(person, group, other, 200)
    with pytest.raises(StoreProblem, match="in “Group 4” already"):
        people.move(person, other, other, 200)


def test_a_withdrawal_is_kept_corrected_and_taken_back(people: People, group: str) -> None:
    amina, bruno = people.add("Amina", 0), people.add("Bruno", 0)
    people.join(group, amina, "participant", 0, 0)
    people.withdraw(bruno, "Media", 5, "", "me")
    people.withdraw(amina, "Dialogue", 10, "a new\njob", "me")
    people.withdraw(amina, "Dialogue", 20, "moved away", "coach")
    assert people.withdrawals("Dialogue") == [Withdrawal(amina, "Dialogue", 20, "moved away", "coach")]
    assert [each.person for each in people.withdrawals()] == [bruno, amina]
    assert len(people.members(group, 30)) == 1, "who left is still known to have been there"
    people.take_back_withdrawal(amina, "Dialogue")
    people.take_back_withdrawal(amina, "Dialogue")
    assert people.withdrawals("Dialogue") == []


def test_a_subgroup_has_a_first_day_and_an_end(people: People, group: str) -> None:
    people.set_first_day(group, "2026-10-05")
    people.set_over(group, 1_790_000_000_000)
    assert (people.subgroup(group).first_day, people.subgroup(group).over_ms) == (
        "2026-10-05",
        1_790_000_000_000,
    )
    people.set_first_day(group, "")
    people.set_over(group, None)
    assert (people.subgroup(group).first_day, people.subgroup(group).over_ms) == ("", None)
    with pytest.raises(StoreProblem, match="“5 October” is no day"):
        people.set_first_day(group, "5 October")
    with pytest.raises(StoreProblem, match="no subgroup"):
        people.set_over("nowhere", 1)
