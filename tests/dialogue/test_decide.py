"""What a command means now: given this session, when this is asked for, then these facts are written, or why not."""

from __future__ import annotations

import msgspec
import pytest

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.recorder import Done, NotSaved, Refused

from .fakes import AMAL, BRUNO, CHIARA, DENIZ, FAIZA, SEATS, Session, ms, seconds, turns

Given = tuple[tuple[float, c.Command], ...]


class Case(msgspec.Struct, frozen=True):
    """``then``: the facts written, or a piece of the sentence with which the command is refused."""

    says: str
    given: Given
    when: c.Command
    then: tuple[e.Fact, ...] | str


HERE: Given = tuple((second, c.ToggleHere(who)) for second, who in enumerate((AMAL, BRUNO, CHIARA), start=1))
ONE_BLOCK: Given = ((1, c.NextBlock(3)),)
LEFT_OUT: Given = (*ONE_BLOCK, (2, c.Replan((-1, 0, -1))))
CLOSED: Given = ((50, c.Close()),)

BEGINNING = [
    Case("a session begins once", (), c.Open(SEATS), "begun already"),
    Case("closing", (), c.Close(), (e.Closed(),)),
    Case("closing twice", CLOSED, c.Close(), "closed already"),
    Case("a closed session takes no more keys", CLOSED, c.GiveFloor(AMAL), "Undo the closing"),
    Case("going on after a crash", (), c.Resume(ms(40)), (e.Resumed(ms(40)),)),
    Case("a moved clock", (), c.NoticeJump(3_600_000), (e.Jumped(3_600_000),)),
]

PEOPLE = [
    Case("a chosen seat", (), c.TakeSeat(e.Seat("guest", 9)), (e.Seated(e.Seat("guest", 9)),)),
    Case("the next free seat", (), c.TakeSeat(e.Seat("guest", 0)), (e.Seated(e.Seat("guest", 5)),)),
    Case("a name found later", (), c.Identify("guest", AMAL), (e.Same("guest", AMAL),)),
    Case("a name found for oneself", (), c.Identify(AMAL, AMAL), "same person"),
    Case("arriving", (), c.ToggleHere(AMAL), (e.Presence(AMAL, True),)),
    Case("a facilitator leaving, never having arrived", (), c.ToggleHere(FAIZA), (e.Presence(FAIZA, False),)),
    Case("and back", ((1, c.ToggleHere(FAIZA)),), c.ToggleHere(FAIZA), (e.Presence(FAIZA, True),)),
    Case("a facilitator who came later", (), c.MarkHere(FAIZA, True, ms(30)), (e.Presence(FAIZA, True),)),
    Case(
        "a facilitator who came later, and left",
        ((50, c.ToggleHere(FAIZA)),),
        c.MarkHere(FAIZA, True, ms(30)),
        (e.Presence(FAIZA, True),),
    ),
    Case("an arrival of somebody who is here", HERE, c.MarkHere(AMAL, True, ms(30)), "was here"),
    Case("a leaving of somebody who never came", (), c.MarkHere(AMAL, False, ms(30)), "was not here"),
    Case("leaving", HERE, c.ToggleHere(AMAL), (e.Presence(AMAL, False),)),
    Case("a key nobody sits at", (), c.ToggleHere("nobody"), "Nobody sits"),
    Case("an arrival noticed late", (), c.MarkHere(AMAL, True, ms(30)), (e.Presence(AMAL, True),)),
    Case("an arrival to come", (), c.MarkHere(AMAL, True, ms(500)), "still to come"),
    Case("an arrival after the end", CLOSED, c.MarkHere(AMAL, True, ms(60)), "had ended"),
    Case("an arrival found in the review", CLOSED, c.MarkHere(AMAL, True, ms(40)), (e.Presence(AMAL, True),)),
    Case("trouble", (), c.ToggleTrouble(AMAL), (e.Trouble(AMAL, True),)),
    Case("trouble over", ((1, c.ToggleTrouble(AMAL)),), c.ToggleTrouble(AMAL), (e.Trouble(AMAL, False),)),
    Case("trouble of nobody", (), c.ToggleTrouble("nobody"), "Nobody sits"),
]

FLOOR = [
    Case("taking the floor", (), c.GiveFloor(AMAL), (e.Floor(AMAL),)),
    Case("the same key again ends the turn", ((1, c.GiveFloor(AMAL)),), c.GiveFloor(AMAL), (e.Floor(),)),
    Case("a change of speaker is one fact", ((1, c.GiveFloor(AMAL)),), c.GiveFloor(BRUNO), (e.Floor(BRUNO),)),
    Case("the facilitator speaks", (), c.GiveFloor(FAIZA), (e.Floor(FAIZA),)),
    Case("the floor for nobody's key", (), c.GiveFloor("nobody"), "Nobody sits"),
    Case("silence", ((1, c.GiveFloor(AMAL)),), c.Silence(), (e.Floor(),)),
    Case("silence in silence", (), c.Silence(), "Nobody has the floor"),
    Case("a hand goes up", (), c.ToggleHand(AMAL), (e.Hand(AMAL, True),)),
    Case("a hand goes down", ((1, c.ToggleHand(AMAL)),), c.ToggleHand(AMAL), (e.Hand(AMAL, False),)),
    Case("a hand of nobody", (), c.ToggleHand("nobody"), "Nobody sits"),
    Case("an interjection", (), c.Interject(AMAL), (e.Interjection(AMAL),)),
    Case("an interjection of nobody", (), c.Interject("nobody"), "Nobody sits"),
    Case("passing", (), c.Pass(AMAL), (e.Passed(AMAL),)),
    Case("a first pass in a go-round", (*HERE, (5, c.ToggleRound())), c.Pass(AMAL), (e.Passed(AMAL, True),)),
    Case(
        "a second pass in a go-round",
        (*HERE, (5, c.ToggleRound()), (6, c.Pass(AMAL))),
        c.Pass(AMAL),
        (e.Passed(AMAL, False),),
    ),
    Case("a pass of nobody", (), c.Pass("nobody"), "Nobody sits"),
    Case("a go-round asks those present, by seat", HERE, c.ToggleRound(), (e.Round((AMAL, BRUNO, CHIARA)),)),
    Case("a go-round with nobody there", (), c.ToggleRound(), "Nobody is marked as present"),
    Case("a go-round ended", (*HERE, (5, c.ToggleRound())), c.ToggleRound(), (e.Round(),)),
]

AGENDA = [
    Case("the first block", (), c.NextBlock(3), (e.BlockBegan(0),)),
    Case("the next block", ONE_BLOCK, c.NextBlock(3), (e.BlockBegan(1),)),
    Case("after the last block", ONE_BLOCK, c.NextBlock(1), "last block"),
    Case("a block without a plan", (), c.NextBlock(0), "no plan"),
    Case("the block before", (*ONE_BLOCK, (2, c.NextBlock(3))), c.PreviousBlock(), (e.BlockBegan(0),)),
    Case("before the first block", ONE_BLOCK, c.PreviousBlock(), "no block before"),
    Case("a block by choice", (), c.GoToBlock(2), (e.BlockBegan(2),)),
    Case("a minute more", ONE_BLOCK, c.Extend(60_000), (e.Extended(0, 60_000),)),
    Case("a minute more of nothing", (), c.Extend(60_000), "No block"),
    Case("new lengths", ONE_BLOCK, c.Replan((-1, 60_000, 0)), (e.Replanned((-1, 60_000, 0)),)),
    Case("new lengths that are the old ones", ONE_BLOCK, c.Replan((-1, -1)), "changes no block"),
    Case("over a block left out", LEFT_OUT, c.NextBlock(3), (e.BlockBegan(2),)),
    Case("nothing but a block left out", LEFT_OUT, c.NextBlock(2), "last block"),
    Case("back over it", (*LEFT_OUT, (3, c.NextBlock(3))), c.PreviousBlock(), (e.BlockBegan(0),)),
    Case("a pause", ONE_BLOCK, c.TogglePause(), (e.Paused(True),)),
    Case("a pause over", (*ONE_BLOCK, (2, c.TogglePause())), c.TogglePause(), (e.Paused(False),)),
    Case("a pause of nothing", (), c.TogglePause(), "No block"),
    Case("breakout rooms", (), c.OpenRooms(((AMAL,), (BRUNO,))), (e.Rooms(((AMAL,), (BRUNO,))),)),
    Case("everybody back", ((1, c.OpenRooms(((AMAL,),))),), c.OpenRooms(), (e.Rooms(),)),
    Case("everybody back from nowhere", (), c.OpenRooms(), "No breakout rooms"),
    Case("another room", ((1, c.OpenRooms(((AMAL,), ()))),), c.Move(AMAL, 2), (e.Moved(AMAL, 2),)),
    Case("a room that is not there", ((1, c.OpenRooms(((AMAL,),))),), c.Move(AMAL, 2), "no breakout room 2"),
    Case("another room for nobody", (), c.Move("nobody", 0), "Nobody sits"),
]

NOTICED = [
    Case("a note about somebody", (), c.AddNote("brave question", AMAL), (e.Note(AMAL),)),
    Case("a note about the group", (), c.AddNote("warm start"), (e.Note(),)),
    Case("a note of nothing", (), c.AddNote("  \n"), "empty"),
    Case("a flag", (), c.RaiseFlag(AMAL), (e.Flag(AMAL),)),
]

TAKING_BACK = [
    Case("nothing to undo: the session stays open", (), c.Undo(), "nothing left to undo"),
    Case("nothing to redo", (), c.Redo(), "nothing to redo"),
    Case("nothing that could have been earlier", (), c.Earlier(5), "Nothing has been logged"),
    Case("nobody it could have been instead", (), c.ItWas(AMAL), "Nobody has had the floor"),
    Case("it was nobody we know", ((1, c.GiveFloor(AMAL)),), c.ItWas("nobody"), "Nobody sits"),
    Case(
        "earlier than the change before it",
        ((10, c.GiveFloor(AMAL)), (14, c.GiveFloor(BRUNO))),
        c.Earlier(5),
        "only 4 s earlier",
    ),
    Case("earlier than the beginning", ((3, c.GiveFloor(AMAL)),), c.Earlier(5), "had not begun"),
    Case("an unknown entry at another time", (), c.Retime("unknown", ms(1)), "not in this session"),
    Case("an unknown entry of another person", (), c.Reassign("unknown", AMAL), "not in this session"),
    Case(
        "a turn of somebody we do not know", ((1, c.GiveFloor(AMAL)),), c.Reassign("", "nobody"), "no place"
    ),
    Case("an unknown turn deleted", (), c.DeleteTurn("unknown"), "no such turn"),
    Case("an unknown turn split", (), c.SplitTurn("unknown", ms(1), AMAL), "finished turn"),
    Case("an unknown turn merged", (), c.MergeTurn("unknown"), "finished turn"),
    Case("an unknown note with other words", (), c.RewriteNote("unknown", "words"), "no such note"),
    Case("an unknown note about somebody", (), c.NoteAbout("unknown", AMAL), "no such note"),
    Case("an unknown note taken out", (), c.TakeOutNote("unknown"), "no such note"),
    Case("a block that nobody began", (), c.MissedBlock(1, ms(30)), (e.BlockBegan(1),)),
    Case("a file that was never imported", (), c.ForgetImport("import:zoom:0"), "came from that file"),
    Case(
        "our own keys are no import", ((1, c.GiveFloor(AMAL)),), c.ForgetImport("key"), "came from that file"
    ),
]

CLOSED = ((50, c.ToggleHere(AMAL)), (90, c.Close()))
CONFIRMED = (*CLOSED, (95, c.ConfirmAttendance()))
MARKED = ((1, c.Mark(AMAL, "excused")),)

ATTENDANCE = [
    Case("a mark", (), c.Mark(AMAL, "excused"), (e.Marked(AMAL, "excused"),)),
    Case("the same mark again", MARKED, c.Mark(AMAL, "excused"), "already"),
    Case("a mark taken back", MARKED, c.Mark(AMAL, None), (e.Marked(AMAL),)),
    Case("no mark to take back", (), c.Mark(AMAL, None), "no mark"),
    Case("a mark on nobody", (), c.Mark("nobody", "absent"), "no place"),
    Case("a confirmation of an open session", (), c.ConfirmAttendance(), "still open"),
    Case("a confirmation", CLOSED, c.ConfirmAttendance(), (e.Confirmed(),)),
    Case("a second confirmation", CONFIRMED, c.ConfirmAttendance(), "confirmed already"),
    Case("provisional twice", CLOSED, c.ConfirmAttendance(False), "provisional already"),
    Case("provisional again without a reason", CONFIRMED, c.ConfirmAttendance(False), "say why"),
    Case("a mark after the confirmation", CONFIRMED, c.Mark(AMAL, "late"), "say why"),
    Case(
        "a mark with its reason", CONFIRMED, c.Mark(AMAL, "late", "came at 18:20"), (e.Marked(AMAL, "late"),)
    ),
    Case("as logged here", CLOSED, c.Settle(AMAL, "mine"), (e.Settled(AMAL, "mine", ((ms(50), ms(90)),)),)),
    Case("times of one's own without a reason", CLOSED, c.Settle(AMAL, "edit", ((1, 2),)), "need a reason"),
    Case("times that run backwards", CLOSED, c.Settle(AMAL, "edit", ((2, 1),), "why"), "ends before"),
    Case(
        "times of one's own",
        CLOSED,
        c.Settle(AMAL, "edit", ((ms(5), ms(20)), (ms(10), ms(30))), "Amal told me"),
        (e.Settled(AMAL, "edit", ((ms(5), ms(30)),)),),
    ),
    Case(
        "presence moved after the confirmation", CONFIRMED, c.MarkHere(AMAL, False, ms(60)), "reason is kept"
    ),
    Case("an import forgotten after it", CONFIRMED, c.ForgetImport("import:zoom:1"), "reason is kept"),
    Case("nothing settled", CLOSED, c.Settle(AMAL, None), "Nothing has been settled"),
]

CASES = [*BEGINNING, *PEOPLE, *FLOOR, *AGENDA, *NOTICED, *TAKING_BACK, *ATTENDANCE]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_a_command_becomes_facts_or_a_sentence(case: Case) -> None:
    session = Session()
    for second, command in case.given:
        assert isinstance(session.at(second, command).outcome, Done)
    outcome = session.at(100, case.when).outcome
    if isinstance(case.then, str):
        assert isinstance(outcome, Refused)
        assert case.then in outcome.reason
    else:
        assert isinstance(outcome, Done)
        assert tuple(entry.fact for entry in outcome.entries) == case.then


def test_no_command_is_without_a_case() -> None:
    assert {type(case.when) for case in CASES} == set(c.Command.__subclasses__())


@pytest.mark.parametrize("command", [c.GiveFloor(AMAL), c.Close(), c.Undo(), c.AddNote("words")])
def test_before_the_beginning_nothing_can_be_logged(command: c.Command) -> None:
    outcome = Session(seats=()).at(1, command).outcome
    assert isinstance(outcome, Refused)
    assert "not begun" in outcome.reason


def test_a_refusal_writes_nothing() -> None:
    session = Session().at(5, c.Silence())
    assert session.journal.commits == 1
    assert len(session.journal.entries) == 1


def test_a_note_is_written_at_the_time_of_its_key_and_its_words_lie_beside_the_journal() -> None:
    outcome = Session().at(60, c.AddNote("brave question #trust", AMAL, at_ms=ms(40))).outcome
    assert isinstance(outcome, Done)
    assert [(entry.fact, seconds(entry.at_ms), seconds(entry.logged_ms)) for entry in outcome.entries] == [
        (e.Note(AMAL), 40, 60)
    ]


def test_the_words_of_a_note_are_never_in_the_journal_itself() -> None:
    session = Session().at(60, c.AddNote("Amal’s grandmother", AMAL))
    assert not any("grandmother" in e.encode(x.fact) for x in session.journal.entries.values())
    assert list(session.journal.texts.values()) == ["Amal’s grandmother"]


def test_the_twenty_first_guest_gets_no_key() -> None:
    session = Session(seats=())
    session.at(0, c.Open(tuple(e.Seat(f"p{n}", n) for n in range(1, 21)))).at(
        1, c.TakeSeat(e.Seat("late", 0))
    )
    assert session.state.people["late"].number == 0


# --- corrections while the session runs


def test_the_last_change_happened_eight_seconds_earlier_and_then_two_more() -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(40, c.GiveFloor(BRUNO)).at(42, c.Earlier(8))
    session.at(43, c.Earlier(2)).at(60, c.Silence())
    assert turns(session.state) == [(AMAL, 10, 30), (BRUNO, 30, 60)]


def test_it_was_chiara_not_amal_while_she_speaks() -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(12, c.ItWas(CHIARA)).at(30, c.Silence())
    assert turns(session.state) == [(CHIARA, 10, 30)]


def test_it_was_chiara_not_amal_just_after_she_spoke() -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(30, c.Silence()).at(31, c.ItWas(CHIARA))
    assert turns(session.state) == [(CHIARA, 10, 30)]


def test_a_correction_is_undone_like_anything_else() -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(30, c.Silence()).at(31, c.ItWas(CHIARA), c.Undo())
    assert turns(session.state) == [(AMAL, 10, 30)]


def test_a_correction_speaks_of_the_last_change_that_still_counts() -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(40, c.GiveFloor(BRUNO)).at(41, c.Undo(), c.Earlier(5))
    assert turns(session.at(60, c.Silence()).state) == [(AMAL, 5, 60)]


# --- corrections in the review


def spoken() -> Session:
    """Amal 10–20, Bruno 20–30, silence, Chiara 40–50, closed at 60."""
    session = Session().at(10, c.GiveFloor(AMAL)).at(20, c.GiveFloor(BRUNO)).at(30, c.Silence())
    return session.at(40, c.GiveFloor(CHIARA)).at(50, c.Silence()).at(60, c.Close())


def turn_of(session: Session, person: str) -> str:
    return next(turn.entry for turn in session.state.turns if turn.person == person)


def test_a_turn_begins_later_than_logged() -> None:
    session = spoken()
    session.at(70, c.Retime(turn_of(session, BRUNO), ms(24)))
    assert turns(session.state) == [(AMAL, 10, 24), (BRUNO, 24, 30), (CHIARA, 40, 50)]


def test_a_turn_cannot_begin_in_the_future() -> None:
    session = spoken()
    outcome = session.at(70, c.Retime(turn_of(session, BRUNO), ms(71))).outcome
    assert isinstance(outcome, Refused)


def test_a_turn_was_somebody_elses() -> None:
    session = spoken()
    session.at(70, c.Reassign(turn_of(session, BRUNO), DENIZ))
    assert turns(session.state) == [(AMAL, 10, 20), (DENIZ, 20, 30), (CHIARA, 40, 50)]


def test_a_turn_that_ended_when_its_speaker_left_ends_there_for_somebody_else_too() -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(20, c.ToggleHere(AMAL)).at(60, c.Close())
    session.at(70, c.Reassign(turn_of(session, AMAL), DENIZ))
    assert turns(session.state) == [(DENIZ, 10, 20)]


def test_a_turn_that_held_a_needless_change_is_somebody_elses_to_its_end() -> None:
    """Two people both gave Amal the floor; the second time changed nothing, until the turn became Deniz's."""
    session = Session().at(10, c.GiveFloor(AMAL)).at(15, c.GiveFloor(BRUNO), c.ItWas(AMAL))
    session.at(20, c.Silence())
    assert turns(session.state) == [(AMAL, 10, 20)]
    session.at(70, c.Reassign(turn_of(session, AMAL), DENIZ))
    assert turns(session.state) == [(DENIZ, 10, 20)]


def test_a_deleted_turn_is_silence() -> None:
    session = spoken()
    session.at(70, c.DeleteTurn(turn_of(session, BRUNO)))
    assert turns(session.state) == [(AMAL, 10, 20), (CHIARA, 40, 50)]


def test_a_split_turn_goes_on_as_somebody_elses() -> None:
    session = spoken()
    session.at(70, c.SplitTurn(turn_of(session, AMAL), ms(13), DENIZ))
    assert turns(session.state) == [(AMAL, 10, 13), (DENIZ, 13, 20), (BRUNO, 20, 30), (CHIARA, 40, 50)]


@pytest.mark.parametrize(("second", "person"), [(10, DENIZ), (20, DENIZ), (13, "nobody"), (13, AMAL)])
def test_a_turn_is_split_inside_and_for_somebody_else_we_know(second: float, person: str) -> None:
    session = spoken()
    outcome = session.at(70, c.SplitTurn(turn_of(session, AMAL), ms(second), person)).outcome
    assert isinstance(outcome, Refused)


def test_merged_turns_are_the_first_speakers_silence_included() -> None:
    session = spoken()
    session.at(70, c.MergeTurn(turn_of(session, BRUNO)))
    assert turns(session.state) == [(AMAL, 10, 20), (BRUNO, 20, 50)]


def test_a_turn_whose_speaker_left_before_the_next_cannot_have_gone_on() -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(20, c.ToggleHere(AMAL)).at(40, c.GiveFloor(BRUNO))
    session.at(50, c.Silence())
    outcome = session.at(70, c.MergeTurn(turn_of(session, AMAL))).outcome
    assert isinstance(outcome, Refused)
    assert "left" in outcome.reason
    assert turns(session.state) == [(AMAL, 10, 20), (BRUNO, 40, 50)]


def test_a_turn_that_breakout_rooms_ended_cannot_have_gone_on() -> None:
    session = (
        Session().at(10, c.GiveFloor(AMAL)).at(20, c.OpenRooms(((AMAL, BRUNO),))).at(40, c.GiveFloor(BRUNO))
    )
    session.at(50, c.Silence())
    outcome = session.at(70, c.MergeTurn(turn_of(session, AMAL))).outcome
    assert isinstance(outcome, Refused)
    assert "rooms" in outcome.reason
    assert turns(session.at(71, c.Reassign(turn_of(session, AMAL), DENIZ)).state) == [
        (DENIZ, 10, 20),
        (BRUNO, 40, 50),
    ]


def test_taking_back_the_rooms_brings_the_turn_back() -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(20, c.OpenRooms(((AMAL, BRUNO),))).at(21, c.Undo())
    assert turns(session.at(40, c.Silence()).state) == [(AMAL, 10, 40)]


def test_the_last_turn_has_nothing_to_merge_with() -> None:
    session = spoken()
    assert isinstance(session.at(70, c.MergeTurn(turn_of(session, CHIARA))).outcome, Refused)


def test_a_merge_right_after_a_crash_is_undone_by_bringing_back_both_turns() -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(20, c.GiveFloor(BRUNO)).at(40, c.Resume(ms(30)))
    before = session.state
    session.at(70, c.MergeTurn(turn_of(session, AMAL)))
    assert turns(session.state) == [(AMAL, 10, 30)]
    assert session.at(71, c.Undo()).state == before


# --- turns of a recording


def recorded() -> Session:
    """Amal 10–20 and 30–35, Bruno across them 15–32, from a recording; the session closed at 60."""
    session = Session().at(60, c.Close())
    return session.take(
        (10, e.Spoke(AMAL, 10_000)),
        (15, e.Spoke(BRUNO, 17_000)),
        (30, e.Spoke(AMAL, 5_000)),
        source="import:rttm:1",
    )


def test_a_recorded_turn_is_split_without_touching_those_it_overlaps() -> None:
    session = recorded()
    session.at(70, c.SplitTurn("import:rttm:1-0000", ms(14), CHIARA))
    assert sorted(turns(session.state)) == [(AMAL, 10, 14), (AMAL, 30, 35), (BRUNO, 15, 32), (CHIARA, 14, 20)]


def test_a_recorded_turn_is_merged_with_the_next_of_the_same_voice() -> None:
    session = recorded()
    session.at(70, c.MergeTurn("import:rttm:1-0000"))
    assert sorted(turns(session.state)) == [(AMAL, 10, 35), (BRUNO, 15, 32)]


def test_a_recorded_turn_is_moved_without_touching_the_turns_by_key_beside_it() -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(20, c.GiveFloor(BRUNO)).at(30, c.Silence())
    session.take((5, e.Spoke(CHIARA, 40_000)), source="import:rttm:1")
    session.at(70, c.Retime("import:rttm:1-0000", ms(15)))
    assert sorted(turns(session.state)) == [(AMAL, 10, 20), (BRUNO, 20, 30), (CHIARA, 15, 55)]


def test_a_recorded_turn_is_deleted_and_brought_back() -> None:
    session = recorded()
    before = session.state
    session.at(70, c.DeleteTurn("import:rttm:1-0001"))
    assert turns(session.state) == [(AMAL, 10, 20), (AMAL, 30, 35)]
    assert session.at(71, c.Undo()).state == before


def test_a_forgotten_import_is_gone_and_comes_back_by_undo() -> None:
    session = recorded()
    before = session.state
    session.at(70, c.ForgetImport("import:rttm:1"))
    assert session.state.turns == ()
    assert session.at(71, c.Undo()).state == before


def test_rows_of_a_forgotten_import_that_come_later_are_forgotten_too() -> None:
    session = recorded().at(70, c.ForgetImport("import:rttm:1"))
    late = Session().take(
        (80, e.Floor()), (81, e.Floor()), (82, e.Floor()), (83, e.Spoke(AMAL, 1_000)), source="import:rttm:1"
    )
    row = late.journal.entries["import:rttm:1-0003"]
    assert not isinstance(session.recorder.take((row,)), NotSaved)
    assert session.state.turns == ()
