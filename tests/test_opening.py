"""A stored session made ready: opened once, resumed honestly, and its desk beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from facilitator_tui.clock import SetClock
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.journal import NotWritten
from facilitator_tui.dialogue.silence import CUE_AFTER_MS
from facilitator_tui.opening import (
    USUAL_TAGS,
    SessionDesk,
    begin,
    is_due,
    is_empty,
    plain_title,
    recorder_for,
    strike,
    take_back_opening,
    take_lease,
    was_interrupted,
)
from facilitator_tui.recorder import Done, NotSaved, Recorder
from facilitator_tui.screens.live_port import LiveDesk
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.settings import Live, folder
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.outbox import outbox_path
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import SessionRow, Sessions
from facilitator_tui.zones import elsewhere
from tests.dialogue.fakes import T0, MemoryJournal, ms
from tests.store.stories import PLAN


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "facilitator.db") as opened:
        yield opened


@pytest.fixture
def clock() -> SetClock:
    return SetClock(T0)


@pytest.fixture
def row(store: Store) -> SessionRow:
    """A session of two people and a facilitator, about to begin."""
    people, sessions = People(store), Sessions(store)
    subgroup = people.add_subgroup("Lisbon–Amman 3", "Dialogue", "Europe/Lisbon", T0)
    for name in ("Amina", "Bruno"):
        people.join(subgroup, people.add(name, T0), "participant", 0, T0)
    people.join(subgroup, people.add("Faiza", T0), "facilitator", 0, T0)
    plan = sessions.keep_plan(PLAN, T0)
    return sessions.get(sessions.create("Who belongs?", T0, subgroup, "Dialogue", 2, plan, T0 + 60_000))


def recorder_of(store: Store, row: SessionRow, clock: SetClock) -> Recorder:
    return recorder_for(store, row.id, clock, "me")


def facts(recorder: Recorder) -> list[type[e.Fact]]:
    return [type(entry.fact) for entry in recorder.log.entries.values()]


# --- beginning and going on


def test_a_session_is_opened_once_with_the_seats_of_its_subgroup_and_its_plan(
    store: Store, row: SessionRow, clock: SetClock
) -> None:
    recorder = recorder_of(store, row, clock)
    lease = begin(recorder, store, row)
    assert lease is not None
    seated = [(person.number, person.role) for person in recorder.state.seated()]
    assert seated == [(1, "participant"), (2, "participant"), (0, "facilitator")]
    assert (recorder.state.plan, recorder.state.planned_ms) == (row.plan, T0 + 60_000)
    lease.close()


def test_after_a_crash_recording_goes_on_and_says_since_when_nothing_is_known(
    store: Store, row: SessionRow, clock: SetClock
) -> None:
    recorder = recorder_of(store, row, clock)
    lease = begin(recorder, store, row)
    assert lease is not None
    clock.ms = ms(30)
    amina = recorder.state.seated()[0].id
    recorder.do(c.GiveFloor(amina))
    lease.close()  # the system lets go of the lock of a program that is gone
    clock.ms = ms(100)
    again = recorder_of(store, row, clock)
    lease = begin(again, store, row)
    assert facts(again) == [e.Opened, e.Floor, e.Resumed]
    (turn,) = again.state.turns
    assert (turn.person, turn.ms, turn.uncertain_ms) == (amina, 0, 70_000)
    assert lease is not None
    lease.close()


def test_while_another_program_records_nothing_was_interrupted(
    store: Store, row: SessionRow, clock: SetClock
) -> None:
    first = begin(recorder_of(store, row, clock), store, row)
    second = recorder_of(store, row, clock)
    lease = begin(second, store, row)
    assert lease is not None
    assert lease.other is not None
    assert facts(second) == [e.Opened]
    assert not was_interrupted(second, lease)
    lease.close()
    assert first is not None
    first.close()


def test_a_closed_session_is_neither_opened_nor_resumed(
    store: Store, row: SessionRow, clock: SetClock
) -> None:
    recorder = recorder_of(store, row, clock)
    lease = begin(recorder, store, row)
    assert lease is not None
    recorder.do(c.Close())
    lease.close()
    again = recorder_of(store, row, clock)
    lease = begin(again, store, row)
    assert facts(again) == [e.Opened, e.Closed]
    assert lease is not None
    lease.close()


def test_where_no_lock_file_can_be_made_recording_goes_on_without(
    store: Store, row: SessionRow, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*asked: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("facilitator_tui.opening.Lease", refused)
    recorder = recorder_of(store, row, clock)
    assert take_lease(recorder, store) is None
    assert begin(recorder, store, row) is None
    assert recorder.state.running


def test_what_the_store_refuses_waits_elsewhere_and_is_taken_in_at_the_next_opening(
    store: Store, row: SessionRow, clock: SetClock
) -> None:
    class Refusing(MemoryJournal):
        def append(self, *asked: object) -> None:
            raise NotWritten("The disk is full.")

    recorder = recorder_for(store, row.id, clock, "me", journal=Refusing())
    outcome = recorder.do(c.Open((e.Seat("amina", 1),)))
    assert isinstance(outcome, NotSaved)
    assert str(outbox_path(folder("config"), row.id)) in outcome.reason
    said: list[str] = []
    again = recorder_for(store, row.id, clock, "me", tell=said.append)
    assert facts(again) == [e.Opened]
    assert said[0].startswith("1 entries that had waited in ")


# --- the desk


@pytest.fixture
def recorder(store: Store, row: SessionRow, clock: SetClock) -> Iterator[Recorder]:
    opened = recorder_of(store, row, clock)
    lease = begin(opened, store, row)
    yield opened
    if lease is not None:
        lease.close()


@pytest.fixture
def desk(store: Store, row: SessionRow, recorder: Recorder) -> SessionDesk:
    return SessionDesk(store, row, recorder)


def test_it_is_what_the_live_screen_asks_for(desk: SessionDesk) -> None:
    port: LiveDesk = desk
    assert port.title == "Lisbon–Amman 3 · Who belongs?"
    assert port.plan == PLAN
    assert sorted(port.names.values()) == ["Amina", "Bruno", "Faiza"]


def test_a_session_without_a_subgroup_has_its_title_alone_and_its_seats_their_numbers(
    store: Store, clock: SetClock
) -> None:
    sessions = Sessions(store)
    row = sessions.get(sessions.create_unplanned(T0))
    assert plain_title(row) == "Unplanned session"
    recorder = recorder_of(store, row, clock)
    lease = begin(recorder, store, row)
    desk = SessionDesk(store, row, recorder)
    seated = [desk.names[person.id] for person in recorder.state.seated()]
    assert seated == [*(f"Seat {number}" for number in range(1, 11)), "Facilitator"]
    assert desk.plan is None
    desk.rename(recorder.state.seated()[2].id, "  Chiara\x1b[31m ")
    assert desk.names[recorder.state.seated()[2].id] == "Chiara"
    assert lease is not None
    lease.close()


def test_a_guest_gets_a_name_at_once(desk: SessionDesk, recorder: Recorder) -> None:
    before = desk.names
    guest = desk.add_guest("Lucía")
    assert desk.names is not before
    assert desk.names[guest] == "Lucía"
    assert isinstance(recorder.do(c.TakeSeat(e.Seat(guest, 0))), Done)
    assert recorder.state.people[guest].number == 3


def test_tags_are_the_usual_ones_and_those_used_in_this_session(
    store: Store, row: SessionRow, recorder: Recorder
) -> None:
    recorder.do(c.AddNote("They wrote a poem together #poem, then #quiet #"))
    tags = SessionDesk(store, row, recorder).tags
    assert tags == sorted(tags)
    assert set(USUAL_TAGS) < set(tags)
    assert "poem" in tags


def test_what_cannot_be_kept_is_a_problem_of_the_desk(
    store: Store, row: SessionRow, recorder: Recorder, tmp_path: Path
) -> None:
    with Store.open(store.path, read_only=True) as locked:
        desk = SessionDesk(locked, row, recorder)
        with pytest.raises(DeskProblem):
            desk.add_guest("Lucía")
        with pytest.raises(DeskProblem):
            desk.rename(recorder.state.seated()[0].id, "Amal")
    assert sorted(desk.names.values()) == ["Amina", "Bruno", "Faiza"]


def test_rooms_bring_together_who_has_not_met(desk: SessionDesk, recorder: Recorder, clock: SetClock) -> None:
    people = [desk.add_guest(f"Guest {number}") for number in range(6)]
    recorder.do(c.OpenRooms((tuple(people[:3]), tuple(people[3:]))))
    clock.ms += 600_000
    recorder.do(c.OpenRooms())
    rooms = desk.propose_rooms(people, 3)
    assert sorted(person for room in rooms for person in room) == sorted(people)
    assert sorted(map(len, rooms)) == [3, 3]
    assert {len(set(room) & set(people[:3])) for room in rooms} == {1, 2}


def test_rooms_bring_together_who_has_not_met_in_the_sessions_before(
    store: Store, row: SessionRow, clock: SetClock, recorder: Recorder, desk: SessionDesk
) -> None:
    people = [desk.add_guest(f"Guest {number}") for number in range(4)]
    last_week = Sessions(store).create("Names and places", T0 - 7 * 86_400_000, row.subgroup)
    elsewhere = Sessions(store).create("Another subgroup's", T0)
    for session, rooms in (
        (last_week, ((people[0], people[1]), (people[2], people[3]))),
        (elsewhere, ((people[0], people[2]), (people[1], people[3]))),
    ):
        earlier = recorder_for(store, session, clock, "me")
        earlier.do(c.Open(tuple(e.Seat(person, number) for number, person in enumerate(people, start=1))))
        earlier.do(c.OpenRooms(rooms))
        clock.ms += 600_000
        earlier.do(c.Close())
    for _ in range(5):
        met = {frozenset(room) for room in desk.propose_rooms(people, 2)}
        assert met.isdisjoint({frozenset(people[:2]), frozenset(people[2:])})
    recorder.do(c.OpenRooms(((people[0], people[2]), (people[1], people[3]))))
    clock.ms += 600_000
    recorder.do(c.OpenRooms())
    third = {frozenset((people[0], people[3])), frozenset((people[1], people[2]))}
    assert {frozenset(room) for room in desk.propose_rooms(people, 2)} == third


def test_an_earlier_session_that_cannot_be_read_does_not_keep_anybody_from_rooms(
    store: Store, row: SessionRow, desk: SessionDesk
) -> None:
    earlier = Sessions(store).create("From a newer program", T0, row.subgroup)
    with store.transaction():
        store.connection.execute(
            "INSERT INTO entry (id, session, kind, v, at_ms, logged_ms, author, source, payload) "
            "VALUES ('x', ?, 'hologram', 1, ?, ?, 'me', 'key', '{}')",
            (earlier, T0, T0),
        )
    assert len(desk.propose_rooms([desk.add_guest(f"Guest {number}") for number in range(4)], 2)) == 2


def test_a_store_that_cannot_be_read_does_not_either(
    desk: SessionDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [desk.add_guest(f"Guest {number}") for number in range(4)]

    def broken(sessions: Sessions) -> None:
        raise StoreProblem("The disk is gone.")

    monkeypatch.setattr(Sessions, "all", broken)
    assert len(desk.propose_rooms(people, 2)) == 2


def test_after_how_much_silence_a_cue_is_due_is_a_setting(
    store: Store, row: SessionRow, recorder: Recorder, desk: SessionDesk
) -> None:
    assert desk.stall_ms == CUE_AFTER_MS
    assert SessionDesk(store, row, recorder, Live(stall_seconds=45)).stall_ms == 45_000


# --- a beginning by mistake

EVENING = 1_795_284_000_000
"""18:00 in Lisbon on 21 November 2026."""
HOUR = 3_600_000


@pytest.mark.parametrize(
    ("hours", "due"),
    [(-24, False), (-1.1, False), (-1, True), (0, True), (5.9, True), (6.5, False), (24, False)],
)
def test_a_session_is_due_an_hour_before_and_for_the_rest_of_its_day(
    row: SessionRow, hours: float, due: bool
) -> None:
    planned = replace(row, planned_ms=EVENING, zone="Europe/Lisbon")
    assert is_due(planned, EVENING + round(hours * HOUR)) is due


def test_shortly_after_midnight_the_session_of_the_evening_is_still_due(row: SessionRow) -> None:
    planned = replace(row, planned_ms=EVENING + 5 * HOUR, zone="Europe/Lisbon")
    assert is_due(planned, EVENING + 7 * HOUR)
    assert not is_due(planned, EVENING + 8 * HOUR + 1)


def test_a_session_for_which_nobody_has_said_when_is_due(row: SessionRow) -> None:
    assert is_due(replace(row, planned_ms=None), EVENING)


def test_taking_back_an_opening_is_refused_once_something_counts(
    store: Store, row: SessionRow, recorder: Recorder
) -> None:
    assert is_empty(recorder.log)
    recorder.do(c.AddNote("Nobody came"))
    assert not is_empty(recorder.log)
    for refused in (take_back_opening, strike):
        with pytest.raises(StoreProblem, match="Something was logged"):
            refused(recorder)
    recorder.do(c.Undo())
    take_back_opening(recorder)
    assert recorder.state.opened_ms is None


def test_what_a_colleague_logged_meanwhile_counts_too(
    store: Store, recorder: Recorder, clock: SetClock
) -> None:
    with Store.open(store.path) as other:
        recorder_for(other, recorder.session, clock, "colleague").do(c.AddNote("Nobody came"))
    with pytest.raises(StoreProblem, match="Something was logged"):
        strike(recorder)


def test_times_are_those_of_the_session_and_its_zone_is_named_where_it_differs(
    store: Store, row: SessionRow, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = SessionDesk(store, replace(row, zone="Asia/Amman"), recorder)
    assert there.time_of_day(EVENING) == "21:00"
    assert there.time_of_day(EVENING, seconds=True) == "21:00:00"
    named = elsewhere(recorder.now_ms(), "Asia/Amman")
    assert there.title == plain_title(row) + (f" ({named})" if named else "")
