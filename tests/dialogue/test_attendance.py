"""What people decide about attendance stands beside what was measured, and never bends it."""

from __future__ import annotations

from facilitator_tui.dialogue import attendance
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.conclusions import end_ms
from facilitator_tui.recorder import Done, Refused

from .fakes import AMAL, BRUNO, Session, ms, recorder_on


def an_hour() -> Session:
    """Amal by the own log from 0:00 to 0:40, by the platform from 0:10 to 0:50; closed after an hour."""
    session = Session().at(0, c.ToggleHere(AMAL)).at(2400, c.ToggleHere(AMAL)).at(3600, c.Close())
    return session.take((600, e.Stayed(AMAL, 2_400_000)), source="import:zoom:1")


def counting(session: Session) -> list[tuple[int, int]]:
    found = attendance.counting(session.state.people[AMAL], end_ms(session.state))
    return [((start - ms(0)) // 60_000, (end - ms(0)) // 60_000) for start, end in found]


def test_the_own_log_counts_until_somebody_settles_it() -> None:
    session = an_hour()
    assert counting(session) == [(0, 40)]
    assert counting(session.at(4000, c.Settle(AMAL, "theirs"))) == [(10, 50)]
    assert counting(session.at(4001, c.Settle(AMAL, "union"))) == [(0, 50)]
    assert counting(session.at(4002, c.Undo())) == [(10, 50)]
    assert counting(session.at(4003, c.Settle(AMAL, None))) == [(0, 40)]


def test_without_a_log_of_ones_own_the_platform_counts() -> None:
    session = Session().at(3600, c.Close()).take((60, e.Stayed(BRUNO, 120_000)), source="import:zoom:1")
    assert attendance.counting(session.state.people[BRUNO], ms(3600)) == ((ms(60), ms(180)),)


def test_reports_of_two_meetings_are_stacked() -> None:
    session = an_hour().take((3000, e.Stayed(AMAL, 300_000)), source="import:zoom:2")
    assert counting(session.at(4000, c.Settle(AMAL, "theirs"))) == [(10, 55)]


def test_what_is_reported_after_it_was_settled_does_not_change_it() -> None:
    session = an_hour().at(4000, c.Settle(AMAL, "theirs"))
    session.take((3000, e.Stayed(AMAL, 600_000)), source="import:zoom:2")
    assert counting(session) == [(10, 50)]


def test_deciding_a_day_later_does_not_make_the_session_longer() -> None:
    session = Session().at(0, c.ToggleHere(AMAL)).at(60, c.ToggleHere(AMAL))
    before = end_ms(session.state)
    session.at(86_400, c.Mark(AMAL, "left early"))
    assert end_ms(session.state) == before


def test_a_mark_stands_beside_the_spells() -> None:
    session = an_hour().at(4000, c.Mark(AMAL, "technical"))
    amal = session.state.people[AMAL]
    assert amal.mark is not None
    assert (amal.mark.status, len(amal.spells), len(amal.reported)) == ("technical", 1, 1)


def test_a_confirmation_names_its_entry_and_what_was_corrected_afterwards() -> None:
    session = an_hour().at(4000, c.ConfirmAttendance())
    assert isinstance(session.outcome, Done)
    (confirmed,) = session.outcome.entries
    session.at(5000, c.Mark(AMAL, "excused", "a letter came"))
    assert isinstance(session.outcome, Done)
    (corrected,) = session.outcome.entries
    confirmation = session.state.confirmation
    assert confirmation is not None
    assert (confirmation.entry, confirmation.corrected) == (confirmed.id, (corrected.id,))
    assert session.journal.texts[corrected.id] == "a letter came", "the reason lies beside the journal"
    assert isinstance(session.at(5001, c.Mark(BRUNO, "late")).outcome, Refused)


def test_taking_the_confirmation_back_makes_everything_provisional() -> None:
    session = an_hour().at(4000, c.ConfirmAttendance()).at(4001, c.ConfirmAttendance(False, "too early"))
    assert session.state.confirmation is None
    assert isinstance(session.at(4002, c.Mark(BRUNO, "late")).outcome, Done)


def test_once_confirmed_times_of_presence_are_not_moved_without_a_reason_turns_still_are() -> None:
    session = (
        Session().at(0, c.ToggleHere(AMAL)).at(4, c.GiveFloor(AMAL)).at(60, c.Silence()).at(90, c.Close())
    )
    arrived, turn = session.state.people[AMAL].spells[0].entry, session.state.turns[0].entry
    session.at(100, c.ConfirmAttendance())
    refused = session.at(101, c.Retime(arrived, ms(10))).outcome
    assert isinstance(refused, Refused)
    assert "attendance screen" in refused.reason
    assert isinstance(session.at(102, c.Retime(turn, ms(5))).outcome, Done)
    session.at(103, c.ConfirmAttendance(False, "wrong time")).at(104, c.Retime(arrived, ms(1)))
    assert isinstance(session.outcome, Done)


# --- undo has no place for a reason


def refused(session: Session) -> str:
    """The reason why the last command was refused; nothing was written."""
    assert isinstance(session.outcome, Refused)
    return session.outcome.reason


def test_undo_takes_back_no_confirmation_and_nothing_before_it() -> None:
    session = an_hour().at(4000, c.Mark(AMAL, "late")).at(4001, c.ConfirmAttendance())
    before = session.state
    assert "needs a reason" in refused(session.at(4002, c.Undo()))
    assert "needs a reason" in refused(session.at(4003, c.Undo()))
    assert session.state == before


def test_after_a_reason_the_confirmation_is_open_and_undo_does_not_close_it_again() -> None:
    session = an_hour().at(4000, c.ConfirmAttendance()).at(4001, c.ConfirmAttendance(False, "too early"))
    assert "confirm it again" in refused(session.at(4002, c.Undo()))
    assert session.state.confirmation is None
    session.at(4003, c.Mark(AMAL, "late")).at(4004, c.Undo())
    assert session.state.people[AMAL].mark is None, "what needed no reason is taken back without one"


def test_undo_takes_back_no_correction_that_had_its_reason() -> None:
    session = an_hour().at(4000, c.ConfirmAttendance()).at(4001, c.Mark(AMAL, "late", "came at 18:20"))
    assert "needs a reason" in refused(session.at(4002, c.Undo()))
    session.at(4003, c.Mark(AMAL, None, "it was somebody else"))
    assert isinstance(session.outcome, Done)


def test_what_was_noted_after_the_confirmation_is_undone_up_to_it() -> None:
    session = an_hour().at(4000, c.ConfirmAttendance()).at(4001, c.AddNote("a letter came"))
    assert isinstance(session.at(4002, c.Undo()).outcome, Done)
    assert session.state.notes == ()
    assert "needs a reason" in refused(session.at(4003, c.Undo()))


def test_what_a_colleague_has_confirmed_since_is_not_undone() -> None:
    session = an_hour().at(4000, c.AddNote("words")).at(4001, c.Undo())
    colleague = recorder_on(session.journal, session.clock, author="colleague", seed=1)
    assert isinstance(colleague.do(c.ConfirmAttendance()), Done)
    session.recorder.refresh()
    before = session.state
    assert "confirmed since then" in refused(session.at(4003, c.Undo())), "the end of the session"
    assert session.state == before
    assert isinstance(session.at(4004, c.Redo()).outcome, Done), "a note moves nobody's presence"
