"""What the review corrects beside turns and presence: notes, flags, and blocks that nobody began."""

from __future__ import annotations

import pytest

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.fold import fold
from facilitator_tui.recorder import Done, Refused

from .fakes import AMAL, BRUNO, Session, ms


@pytest.fixture
def session() -> Session:
    """A note about Amal at 10 s, a flag on Bruno at 20 s, blocks 1 and 3 from 30 and 60 s, the end at 100 s."""
    told = Session().at(10, c.AddNote("She asked everybody.", AMAL)).at(20, c.RaiseFlag(BRUNO))
    return told.at(30, c.GoToBlock(0)).at(60, c.GoToBlock(2)).at(100, c.Close())


def note(session: Session) -> str:
    return session.state.notes[0].entry


def flag(session: Session) -> str:
    return next(mark.entry for mark in session.state.notes if mark.flag)


def marks(session: Session) -> list[tuple[str, int, bool]]:
    return [(mark.person, mark.at_ms - ms(0), mark.flag) for mark in session.state.notes]


def refusal(session: Session, command: c.Command) -> str:
    outcome = session.at(200, command).outcome
    assert isinstance(outcome, Refused)
    return outcome.reason


def test_a_note_taken_out_counts_no_more_and_keeps_its_words(session: Session) -> None:
    entry = note(session)
    session.at(200, c.TakeOutNote(entry))
    assert marks(session) == [(BRUNO, 20_000, True)]
    assert session.state.people[AMAL].notes == 0
    assert session.journal.texts[entry] == "She asked everybody."
    session.at(201, c.Undo())
    assert marks(session)[0] == (AMAL, 10_000, False)
    assert fold(session.journal.read()) == session.state


def test_taking_out_what_was_written_last_is_no_undo(session: Session) -> None:
    session.at(200, c.AddNote("Calm.", at_ms=ms(50))).at(201, c.TakeOutNote(session.state.notes[-1].entry))
    assert len(marks(session)) == 2
    session.at(202, c.Undo())
    assert len(marks(session)) == 3


def test_new_words_are_a_note_in_the_place_of_the_old_one(session: Session) -> None:
    before, old = marks(session), note(session)
    session.at(200, c.Retime(old, ms(15))).at(201, c.NoteAbout(old, BRUNO))
    session.at(202, c.RewriteNote(old, "He asked everybody."))
    assert marks(session) == [(BRUNO, 15_000, False), (BRUNO, 20_000, True)]
    assert session.journal.texts[note(session)] == "He asked everybody."
    session.at(203, c.Undo())
    assert note(session) == old
    session.at(204, c.Undo()).at(205, c.Undo())
    assert marks(session) == before


@pytest.mark.parametrize("person", [BRUNO, ""])
def test_a_note_or_a_flag_is_about_somebody_else_or_the_group(session: Session, person: str) -> None:
    session.at(200, c.NoteAbout(note(session), person))
    assert marks(session)[0][0] == person
    other = AMAL if person else ""
    session.at(201, c.NoteAbout(flag(session), other))
    assert marks(session)[1][0] == other


def test_a_block_that_was_missed_ends_the_one_before_and_is_ended_by_the_next(session: Session) -> None:
    assert isinstance(session.at(200, c.MissedBlock(1, ms(45))).outcome, Done)
    runs = [(run.block, run.from_ms - ms(0), (run.to_ms or 0) - ms(0)) for run in session.state.agenda.runs]
    assert runs == [(0, 30_000, 45_000), (1, 45_000, 60_000), (2, 60_000, 100_000)]
    session.at(201, c.Undo())
    assert [run.block for run in session.state.agenda.runs] == [0, 2]


def test_what_cannot_be_corrected_so_is_refused(session: Session) -> None:
    entry = note(session)
    assert "no such note" in refusal(session, c.TakeOutNote("unknown"))
    assert "no such note" in refusal(session, c.RewriteNote("unknown", "x"))
    assert "no such note" in refusal(session, c.NoteAbout("unknown", AMAL))
    assert "would be empty" in refusal(session, c.RewriteNote(entry, "  "))
    assert "has no words" in refusal(session, c.RewriteNote(flag(session), "x"))
    assert "no place" in refusal(session, c.NoteAbout(entry, "unknown"))
    assert "about that person already" in refusal(session, c.NoteAbout(entry, AMAL))
    session.at(199, c.TakeOutNote(entry))
    assert "no such note" in refusal(session, c.TakeOutNote(entry))


@pytest.mark.parametrize(
    ("block", "second", "says"),
    [
        (1, 300, "still to come"),
        (1, -1, "had not begun"),
        (1, 100, "had ended"),
        (1, 60, "Another block began at that moment"),
        (2, 50, "was run"),
        (-1, 50, "no such block"),
    ],
)
def test_a_block_that_cannot_have_begun_then_is_refused(
    session: Session, block: int, second: int, says: str
) -> None:
    assert says in refusal(session, c.MissedBlock(block, ms(second)))
