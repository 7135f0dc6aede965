"""The list of sessions: what it says of each comes from the journal, fresh or not."""

from __future__ import annotations

import pytest

from facilitator_tui.dialogue import commands as c
from facilitator_tui.opening import strike, take_back_opening
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.store.derived import rebuild
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import Sessions
from tests.dialogue.fakes import ms
from tests.store.stories import PLAN, Told, an_evening


@pytest.fixture
def sessions(store: Store) -> Sessions:
    return Sessions(store)


def test_a_new_session_is_planned_and_nothing_else(sessions: Sessions) -> None:
    created = sessions.create(
        "Module 2\x1b[2J", 1000, course="Dialogue", module=2, planned_ms=9000, zone="Africa/Tunis"
    )
    row = sessions.get(created)
    assert (row.title, row.course, row.module, row.planned_ms, row.zone) == (
        *("Module 2", "Dialogue", 2, 9000, "Africa/Tunis"),
    )
    assert (row.opened_ms, row.closed_ms, row.entries, row.plan, row.subgroup) == (None, None, 0, "", "")


def test_the_newest_session_is_number_one(sessions: Sessions) -> None:
    old, new, planned = (sessions.create(title, at) for title, at in (("Old", 10), ("New", 30), ("Mid", 20)))
    assert [row.id for row in sessions.all()] == [new, planned, old]
    assert sessions.find("1").id == new
    assert sessions.find("3").id == old


def test_a_session_is_found_by_id_or_its_beginning(sessions: Sessions) -> None:
    one, other = sessions.create("One", 10), sessions.create("Other", 10_000_000)
    assert sessions.find(one).id == one
    assert sessions.find(other[:13].upper()).id == other


@pytest.mark.parametrize(
    ("text", "says"),
    [("7", "no session"), ("9" * 5000, "no session"), ("", "no session"), ("0", "2 sessions"), ("%", "no")],
)
def test_what_is_not_found_is_told(sessions: Sessions, text: str, says: str) -> None:
    sessions.create("One", 10)
    sessions.create("Other", 20)
    with pytest.raises(StoreProblem, match=says):
        sessions.find(text)


def test_opening_and_closing_are_read_from_the_journal(store: Store) -> None:
    told = Told(store).at(600, c.Close())
    assert (told.row.opened_ms, told.row.closed_ms, told.row.entries) == (ms(0), ms(600), 2)


def test_a_closing_that_was_undone_does_not_count(store: Store, sessions: Sessions) -> None:
    told = Told(store).at(600, c.Close())
    rebuild(store, told.id)
    assert sessions.last_open() is None
    told.at(610, c.Undo())
    assert (told.row.closed_ms, told.row.running, told.row.entries) == (None, True, 3)
    told.at(620, c.Redo())
    assert told.row.closed_ms == ms(600)


def test_the_list_says_the_same_with_and_without_fresh_tables(store: Store) -> None:
    told = Told(store).at(600, c.Close())
    before = told.row
    rebuild(store, told.id)
    assert told.row == before


def test_the_session_that_was_interrupted_is_the_open_one(store: Store, sessions: Sessions) -> None:
    sessions.create("Planned", 1)
    told = Told(store)
    row = sessions.last_open()
    assert row is not None
    assert row.id == told.id


def test_a_plan_is_kept_once_and_comes_back_the_same(store: Store, sessions: Sessions) -> None:
    digest = sessions.keep_plan(PLAN, 1)
    assert sessions.keep_plan(PLAN, 2) == digest
    assert sessions.plan(digest) == PLAN
    assert sessions.plan("0" * 64) is None
    created = sessions.create("One", 1)
    sessions.set_plan(created, digest)
    assert sessions.get(created).plan == digest
    assert sessions.keep_plan(SessionPlan(3, "Another"), 3) != digest


def test_a_session_by_a_plan_that_was_never_kept_is_refused(sessions: Sessions) -> None:
    with pytest.raises(StoreProblem):
        sessions.create("One", 1, plan="0" * 64)
    assert sessions.all() == []


def test_a_plan_of_a_newer_program_is_told(store: Store, sessions: Sessions) -> None:
    store.connection.execute("INSERT INTO plan VALUES ('x', 'Plan', '{\"module\": \"two\"}', 1)")
    with pytest.raises(StoreProblem, match="cannot be read"):
        sessions.plan("x")


def test_note_texts_are_those_of_the_session(store: Store, sessions: Sessions) -> None:
    told = Told(store).at(5, c.AddNote("Silence held #care"))
    assert list(sessions.note_texts(told.id).values()) == ["Silence held #care"]
    assert sessions.note_texts("another") == {}


def test_reasons_are_the_words_beside_marks_settlements_and_the_confirmation(
    store: Store, sessions: Sessions
) -> None:
    told = Told(store).at(1, c.AddNote("Silence held #care"))
    told.at(2, c.Close(), c.Mark(told.amina, "excused", "at a wedding"), c.Mark(told.deniz, "technical"))
    told.at(3, c.Settle(told.bruno, "mine", reason="his line broke off"))
    told.at(4, c.ConfirmAttendance(), c.ConfirmAttendance(False, "one is missing"))
    kinds = {entry.id: type(entry.fact) for entry in store.journal(told.id).read()}
    assert sorted((kinds[entry].__name__, text) for entry, text in sessions.reasons(told.id).items()) == [
        ("Confirmed", "one is missing"),
        ("Marked", "at a wedding"),
        ("Settled", "his line broke off"),
    ]
    assert list(sessions.note_texts(told.id).values()) == ["Silence held #care"]
    assert sessions.reasons("another") == {}


def test_a_subgroup_sits_where_its_members_sit(store: Store, sessions: Sessions) -> None:
    people = People(store)
    group = people.add_subgroup("Group 3", "", "UTC", 0)
    amina, faiza = people.add("Amina", 0), people.add("Faiza", 0)
    people.join(group, amina, "participant", 7, 0)
    people.join(group, faiza, "facilitator", 0, 0)
    row = sessions.get(sessions.create("One", 5, subgroup=group))
    assert row.subgroup_name == "Group 3"
    assert [(s.person, s.number, s.role) for s in sessions.seats_to_open(row, 5)] == [
        (amina, 7, "participant"),
        (faiza, 0, "facilitator"),
    ]


def test_a_session_on_the_spot_has_ten_unnamed_seats_and_a_facilitator(
    store: Store, sessions: Sessions
) -> None:
    row = sessions.get(sessions.create_unplanned(5))
    seats = sessions.seats_to_open(row, 5)
    assert [seat.number for seat in seats] == [*range(1, 11), 0]
    assert seats[-1].role == "facilitator"
    assert set(People(store).names(seat.person for seat in seats).values()) == {""}
    assert People(store).all() == []


def test_an_entry_of_a_newer_program_is_told(store: Store, sessions: Sessions) -> None:
    told = Told(store)
    store.connection.execute(
        "INSERT INTO entry (id, session, kind, v, at_ms, logged_ms, author, source, payload) "
        "VALUES ('z', ?, 'closed', 99, 1, 1, 'me', 'key', '{}')",
        (told.id,),
    )
    with pytest.raises(StoreProblem, match="Update the program"):
        sessions.all()


def test_where_an_import_went_is_found_by_its_source(store: Store, sessions: Sessions) -> None:
    told = Told(store)
    assert sessions.with_source("key") == [told.id]
    assert sessions.with_source("import:zoom:0") == []


def test_a_planned_session_is_changed_in_everything_but_its_id(store: Store, sessions: Sessions) -> None:
    session = sessions.create("One", 1, planned_ms=5000)
    group = People(store).add_subgroup("Group 3", "", "UTC", 0)
    digest = sessions.keep_plan(PLAN, 1)
    sessions.change(session, "Two\x1b[2J", group, "Dialogue", 2, digest, None, "Africa/Tunis")
    row = sessions.get(session)
    assert (row.title, row.subgroup_name, row.course, row.module, row.plan, row.planned_ms, row.zone) == (
        *("Two", "Group 3", "Dialogue", 2, digest, None, "Africa/Tunis"),
    )


def test_a_session_that_began_is_neither_changed_nor_deleted(store: Store, sessions: Sessions) -> None:
    told = Told(store)
    with pytest.raises(StoreProblem, match="has begun"):
        sessions.change(told.id, "Another", None, "", None, None, None, "UTC")
    with pytest.raises(StoreProblem, match="stays in the file"):
        sessions.remove(told.id)
    assert told.row.title == "Who belongs?"


def test_a_session_without_entries_is_deleted_with_what_was_concluded(
    store: Store, sessions: Sessions
) -> None:
    session = sessions.create("One", 1)
    rebuild(store, session)
    sessions.remove(session)
    assert sessions.every() == []
    assert store.rows("SELECT count(*) FROM session_summary") == [(0,)]


@pytest.mark.parametrize("fresh", [False, True])
def test_a_struck_session_stands_in_no_list_but_is_found_by_its_id(
    store: Store, sessions: Sessions, fresh: bool
) -> None:
    told = Told(store)
    strike(told.recorder)
    if fresh:
        rebuild(store, told.id)
    assert sessions.all() == []
    assert [row.id for row in sessions.every()] == [told.id]
    with pytest.raises(StoreProblem, match="no session"):
        sessions.find("1")
    assert sessions.find(told.id).opened_ms is None


def test_an_opening_that_was_taken_back_leaves_the_session_in_the_list(
    store: Store, sessions: Sessions
) -> None:
    told = Told(store)
    take_back_opening(told.recorder)
    (row,) = sessions.all()
    assert (row.id, row.opened_ms) == (told.id, None)


def test_a_subgroup_takes_a_course(store: Store) -> None:
    people = People(store)
    group = people.add_subgroup("Group 3", "", "UTC", 0)
    people.set_course(group, "Dialogue\x1b[2J")
    assert people.subgroup(group).course == "Dialogue"
    with pytest.raises(StoreProblem, match="no subgroup"):
        people.set_course("nobody", "Dialogue")


def test_whoever_left_the_course_gets_no_seat(store: Store) -> None:
    people, sessions = People(store), Sessions(store)
    group = people.add_subgroup("Blue", "Being new", "UTC", 0)
    amal, salma = (people.add(name, 0) for name in ("Amal Haddad", "Salma Idrissi"))
    for person in (amal, salma):
        people.join(group, person, "participant", 0, 0)
    session = sessions.get(sessions.create("Second evening", 1, group, "Being new"))
    people.withdraw(salma, "being new", 100, "a new job", "me")
    before = {seat.person for seat in sessions.seats_to_open(session, 99)}
    after = {seat.person for seat in sessions.seats_to_open(session, 100)}
    assert (salma in before, amal in after, salma in after) == (True, True, False)


def test_which_sessions_are_confirmed(store: Store) -> None:
    told, sessions = an_evening(store), Sessions(store)
    assert sessions.confirmed() == set()
    told.at(9_000, c.ConfirmAttendance())
    assert sessions.confirmed() == {told.id}
    told.at(9_100, c.ConfirmAttendance(False, "a letter came"))
    assert sessions.confirmed() == set()
