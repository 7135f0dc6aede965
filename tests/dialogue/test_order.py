"""Other times: an entry may be moved, but not past one that it answers, or that answers it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.entries import Seat
from facilitator_tui.dialogue.state import SessionState
from facilitator_tui.recorder import Done, Refused

from .fakes import AMAL, BRUNO, FAIZA, Session, ms, spans
from .test_machine import LIVE

Told = tuple[tuple[float, c.Command], ...]


class Moved(msgspec.Struct, frozen=True):
    """The last entry logged is said to have happened ``earlier`` seconds earlier."""

    says: str
    told: Told
    earlier: int
    refused: str = ""


def twice(command: c.Command, after: int) -> Told:
    return ((10, command), (10 + after, command))


GUEST = Seat("guest", 0)
ROOMS = c.OpenRooms(((AMAL,), (BRUNO,)))

PAUSED: Told = ((1, c.NextBlock(4)), (10, c.TogglePause()), (12, c.TogglePause()))
BACK: Told = ((1, c.ToggleHere(AMAL)), (10, c.ToggleHere(AMAL)), (12, c.ToggleHere(AMAL)))
ROUND: Told = ((1, c.ToggleHere(AMAL)), (10, c.ToggleRound()), (12, c.ToggleRound()))

EARLIER = [
    Moved("the end of a pause", PAUSED, 9, "pause before it was only 2 s earlier"),
    Moved("a little before that", PAUSED, 1),
    Moved("a pause before its block", PAUSED[:2], 10, "block before it was only 9 s"),
    Moved("somebody back", BACK, 5, "leaving before it was only 2 s"),
    Moved("somebody else's arrival", ((10, c.ToggleHere(AMAL)), (11, c.ToggleHere(BRUNO))), 5),
    Moved("trouble over", twice(c.ToggleTrouble(AMAL), 65), 70, "technical trouble before it was only 1:05"),
    Moved("a leaving before a word", ((10, c.Interject(AMAL)), (12, c.ToggleHere(AMAL))), 5, "interjection"),
    Moved("a facilitator's return", twice(c.ToggleHere(FAIZA), 2), 5, "leaving before it was only 2 s"),
    Moved("a hand taken down", twice(c.ToggleHand(AMAL), 2), 5, "raised hand before it"),
    Moved("the floor before the hand", ((10, c.ToggleHand(AMAL)), (12, c.GiveFloor(AMAL))), 5, "raised hand"),
    Moved("the end of a go-round", ROUND, 5, "go-round before it"),
    Moved("everybody back", ((10, ROOMS), (12, c.OpenRooms())), 5, "opening of the rooms before it"),
    Moved("rooms before a turn", ((10, c.GiveFloor(AMAL)), (12, ROOMS)), 5, "turn before it was only 2 s"),
    Moved("another room", ((10, ROOMS), (12, c.Move(AMAL, 2))), 5, "opening of the rooms before it"),
    Moved("the next block", twice(c.NextBlock(4), 2), 5, "block before it was only 2 s"),
    Moved("a guest who was there before", ((10, c.TakeSeat(GUEST)), (12, c.ToggleHere("guest"))), 5),
    Moved("before the beginning", ((3, c.ToggleHere(AMAL)),), 5, "had not begun"),
]


@pytest.mark.parametrize("case", EARLIER, ids=lambda case: case.says)
def test_earlier_stops_at_what_it_answers(case: Moved) -> None:
    session = Session()
    for second, command in case.told:
        assert isinstance(session.at(second, command).outcome, Done)
    before = session.state
    outcome = session.at(100, c.Earlier(case.earlier)).outcome
    if not case.refused:
        assert isinstance(outcome, Done)
        return
    assert isinstance(outcome, Refused)
    assert case.refused in outcome.reason
    assert session.state == before


def test_an_arrival_is_not_after_the_first_word_nor_after_the_leaving() -> None:
    session = Session().at(10, c.ToggleHere(AMAL)).at(30, c.Interject(AMAL)).at(60, c.ToggleHere(AMAL))
    arrived = session.state.people[AMAL].spells[0].entry
    outcome = session.at(900, c.Retime(arrived, ms(40))).outcome
    assert outcome == Refused("The interjection after it was only 20 s later; correct that one first.")
    outcome = session.at(901, c.Retime(arrived, ms(813))).outcome
    assert isinstance(outcome, Refused)
    assert isinstance(session.at(902, c.Retime(arrived, ms(25))).outcome, Done)
    assert spans(session.state.people[AMAL].spells) == [(25, 60)]


def test_nothing_is_moved_past_the_end_of_the_session() -> None:
    session = Session().at(10, c.ToggleHere(AMAL)).at(60, c.Close())
    outcome = session.at(90, c.Retime(session.state.people[AMAL].spells[0].entry, ms(70))).outcome
    assert outcome == Refused("The session had ended by then.")


def test_what_was_taken_back_has_no_time_to_correct() -> None:
    session = Session().at(10, c.ToggleHere(AMAL))
    arrived = session.state.people[AMAL].spells[0].entry
    outcome = session.at(20, c.Undo(), c.Retime(arrived, ms(5))).outcome
    assert isinstance(outcome, Refused)
    assert "does not count" in outcome.reason


# --- whatever is moved, what it led to stays


def left_off(state: SessionState) -> object:
    """How everything stands in the end, times apart."""
    people = {
        p.id: (p.here, p.trouble_ms is None, len(p.troubles), p.hand_ms is None, p.room, p.number, p.role)
        for p in state.people.values()
    }
    agenda, floor = state.agenda, state.floor
    block = None if agenda.current is None else agenda.current.block
    stands = (
        block,
        agenda.paused_since is None,
        agenda.lengths,
        agenda.extra,
        state.rooms,
        state.round is None,
    )
    return people, stands, floor and floor.person, state.running


@given(
    st.lists(st.tuples(LIVE, st.integers(0, 20)), max_size=25),
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 500)), min_size=1, max_size=8),
)
@settings(max_examples=150, deadline=None)
def test_another_time_never_changes_how_things_stand_in_the_end(
    told: list[tuple[c.Command, int]], moves: list[tuple[int, int]]
) -> None:
    session, second = Session(), 0
    for command, after in told:
        second += after
        session.at(second, command)
    for where, to in moves:
        known = sorted(session.journal.entries)
        before = left_off(session.state)
        session.at(max(second, 500) + 1, c.Retime(known[where * len(known) // 100], ms(to)))
        assert left_off(session.state) == before
