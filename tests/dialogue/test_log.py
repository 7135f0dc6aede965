"""The journal in memory: its state kept up to date, what undo and redo would do, and what was known when."""

from __future__ import annotations

import pytest

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.fold import fold
from facilitator_tui.dialogue.log import History, SessionLog, commands

from .fakes import AMAL, BRUNO, CHIARA, SEATS, Session, entries, ms, recorder_on, speaker

STORY = entries(
    (0, e.Opened("", SEATS)), (10, e.Floor(AMAL)), (20, e.Floor(BRUNO)), (30, e.Hand(CHIARA, True))
)


def history(session: Session) -> tuple[list[str], list[str]]:
    """The kinds of what can be undone and redone."""
    found = History(session.recorder.log.entries.values(), "me")
    return [command[0].kind for command in found.undo], [command[0].kind for command in found.redo]


# --- kept up to date


@pytest.mark.parametrize(
    "late",
    [
        e.Entry("late", "a session", ms(15), ms(40), "me", "key", e.Floor(CHIARA)),
        e.Entry("0 before its like", "a session", ms(30), ms(40), "me", "key", e.Hand(CHIARA, False)),
        e.Entry("late", "a session", ms(40), ms(40), "me", "key", e.Void(("key-0002",))),
        e.Entry("late", "a session", ms(40), ms(40), "me", "key", e.Amend("key-0001", person=CHIARA)),
        e.Entry("late", "a session", ms(40), ms(40), "me", "key", e.Same(BRUNO, AMAL)),
    ],
    ids=["an earlier time", "the same time, before it by id", "a void", "an amendment", "a name"],
)
def test_what_reaches_back_gives_the_same_as_folding_everything(late: e.Entry) -> None:
    log = SessionLog(STORY)
    log.add([late])
    assert log.state == fold([*STORY, late])


def test_an_entry_about_somebody_who_has_been_named_since_is_about_that_person() -> None:
    log = SessionLog([*STORY, *entries((40, e.Same(BRUNO, AMAL)), source="named")])
    note = e.Entry("note", "a session", ms(50), ms(50), "me", "key", e.Note(BRUNO))
    log.add([note])
    assert log.state.people[AMAL].notes == 1
    assert BRUNO not in log.state.people


def test_entries_that_are_known_are_passed_over() -> None:
    log = SessionLog(STORY)
    before = log.state
    log.add(STORY)
    log.merge(reversed(STORY))
    assert log.state == before
    assert len(log.entries) == len(STORY)


def test_what_was_known_at_a_time_is_what_had_been_written_by_then() -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(20, c.ItWas(BRUNO))
    log = session.recorder.log
    assert speaker(log.logged_until(ms(9))) is None
    assert speaker(log.logged_until(ms(15))) == AMAL
    assert speaker(log.logged_until(ms(20))) == BRUNO


# --- undo and redo


def test_undo_goes_back_key_by_key_and_redo_comes_forward_again() -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(20, c.GiveFloor(BRUNO)).at(30, c.AddNote("words"))
    session.at(31, c.Undo(), c.Undo())
    assert history(session) == (["floor"], ["note", "floor"])
    assert speaker(session.state) == AMAL
    session.at(32, c.Redo(), c.Redo())
    assert history(session) == (["floor", "floor", "note"], [])
    assert speaker(session.state) == BRUNO


def test_after_something_new_there_is_nothing_to_redo() -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(20, c.Undo()).at(30, c.ToggleHand(BRUNO))
    assert history(session) == (["hand"], [])


def test_undone_redone_and_undone_again() -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(20, c.Undo(), c.Redo(), c.Undo())
    assert speaker(session.state) is None
    assert history(session) == ([], ["floor"])


def test_the_beginning_an_interruption_and_a_moved_clock_are_not_undone() -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(20, c.Resume(ms(15))).at(30, c.NoticeJump(60_000))
    session.at(40, c.Undo())
    assert session.state.turns == ()
    assert session.state.gaps != ()
    assert history(session) == ([], ["floor"])


def test_a_correction_of_several_entries_is_one_command() -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(20, c.GiveFloor(BRUNO)).at(30, c.Silence())
    session.at(40, c.GiveFloor(CHIARA)).at(50, c.Silence())
    session.at(60, c.MergeTurn(session.state.turns[1].entry))
    last = commands(session.recorder.log.entries.values(), "me")[-1]
    assert len(last) == 2
    assert len({entry.command for entry in last}) == 1


def test_undo_survives_a_restart() -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(20, c.GiveFloor(BRUNO)).at(30, c.Undo())
    session.recorder = recorder_on(session.journal, session.clock, seed=1)
    assert history(session) == (["floor"], ["floor"])
    assert speaker(session.at(40, c.Redo()).state) == BRUNO


def test_each_author_undoes_only_what_is_their_own() -> None:
    theirs = entries((15, e.Floor(BRUNO)), source="theirs", author="colleague")
    log = SessionLog([*STORY, *theirs])
    assert [x[0].kind for x in History(log.entries.values(), "colleague").undo] == ["floor"]
    assert [x[0].kind for x in History(log.entries.values(), "me").undo] == ["floor", "floor", "hand"]


def test_an_opening_that_was_taken_back_is_not_brought_back_by_undo() -> None:
    log = SessionLog(
        entries((0, e.Opened("", SEATS)), (10, e.Void(("key-0000",))), (60, e.Opened("", SEATS)))
    )
    assert log.state.opened_ms == ms(60)
    assert History(log.entries.values(), "me").undo == []
