"""Corrections in the review, against the simplest model there is: who had the floor in each second.

A correction must change exactly the seconds it speaks of.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.state import SessionState, Turn
from facilitator_tui.recorder import Done, Refused

from .fakes import AMAL, BRUNO, CHIARA, DENIZ, T0, Session, ms

PEOPLE = (AMAL, BRUNO, CHIARA, DENIZ)
LAST = 60

KEYS = st.lists(
    st.tuples(st.sampled_from((*PEOPLE, "")), st.integers(1, 5), st.booleans()), min_size=1, max_size=12
)
"""Whose key (empty: silence), how many seconds after the one before, and whether it was corrected to Amal."""

Seconds = list[str]


def held(keys: list[tuple[str, int, bool]]) -> Session:
    session, second = Session(), 0
    for person, after, corrected in keys:
        second = min(second + after, LAST - 1)
        session.at(second, c.GiveFloor(person) if person else c.Silence())
        if corrected:
            session.at(second, c.ItWas(AMAL))
    return session.at(LAST, c.Close())


def by_second(state: SessionState) -> Seconds:
    floor = [""] * LAST
    for turn in state.turns:
        for second in range((turn.from_ms - T0) // 1000, (turn.to_ms - T0) // 1000):
            assert floor[second] == "", "two had the floor at once"
            floor[second] = turn.person
    return floor


def stretch(turn: Turn) -> range:
    return range((turn.from_ms - T0) // 1000, (turn.to_ms - T0) // 1000)


def painted(floor: Seconds, seconds: range, person: str) -> Seconds:
    return [person if second in seconds else who for second, who in enumerate(floor)]


def one_turn(session: Session, per_cent: int) -> Turn | None:
    turns = session.state.turns
    return turns[per_cent * len(turns) // 100] if turns else None


PER_CENT = st.integers(0, 99)


@given(KEYS, PER_CENT, st.sampled_from(PEOPLE))
def test_reassigning_changes_who_spoke_in_exactly_that_turn(
    keys: list[tuple[str, int, bool]], which: int, person: str
) -> None:
    session = held(keys)
    turn, before = one_turn(session, which), by_second(session.state)
    if turn is not None:
        session.at(LAST + 1, c.Reassign(turn.entry, person))
        assert by_second(session.state) == painted(before, stretch(turn), person)


@given(KEYS, PER_CENT)
def test_deleting_leaves_silence_in_exactly_that_turn(keys: list[tuple[str, int, bool]], which: int) -> None:
    session = held(keys)
    turn, before = one_turn(session, which), by_second(session.state)
    if turn is not None:
        session.at(LAST + 1, c.DeleteTurn(turn.entry))
        assert by_second(session.state) == painted(before, stretch(turn), "")


@given(KEYS, PER_CENT, st.sampled_from(PEOPLE), st.integers(1, 5))
def test_splitting_changes_exactly_the_second_part(
    keys: list[tuple[str, int, bool]], which: int, person: str, after: int
) -> None:
    session = held(keys)
    turn, before = one_turn(session, which), by_second(session.state)
    if turn is None:
        return
    outcome = session.at(LAST + 1, c.SplitTurn(turn.entry, turn.from_ms + after * 1000, person)).outcome
    inside = after < len(stretch(turn)) and person != turn.person
    assert isinstance(outcome, Done if inside else Refused)
    second_part = stretch(turn)[after:] if inside else range(0)
    assert by_second(session.state) == painted(before, second_part, person)


@given(KEYS, PER_CENT)
def test_merging_gives_everything_up_to_the_end_of_the_next_turn_to_the_first(
    keys: list[tuple[str, int, bool]], which: int
) -> None:
    session = held(keys)
    turn, before = one_turn(session, which), by_second(session.state)
    if turn is None:
        return
    following = next((t for t in session.state.turns if t.from_ms >= turn.to_ms), None)
    session.at(LAST + 1, c.MergeTurn(turn.entry))
    whole = range(0) if following is None else range(stretch(turn).start, stretch(following).stop)
    assert by_second(session.state) == painted(before, whole, turn.person)


@given(KEYS, PER_CENT, st.integers(0, LAST))
def test_retiming_moves_a_boundary_and_nothing_before_the_turn_in_front(
    keys: list[tuple[str, int, bool]], which: int, to: int
) -> None:
    session = held(keys)
    turn, before = one_turn(session, which), by_second(session.state)
    if turn is None:
        return
    outcome = session.at(LAST + 1, c.Retime(turn.entry, ms(to))).outcome
    assert isinstance(outcome, Refused) or to < stretch(turn).stop
    if isinstance(outcome, Refused):
        assert by_second(session.state) == before
        return
    start = stretch(turn).start
    in_front = before[start - 1] if start else ""
    moved = painted(before, range(to, start), turn.person)
    assert by_second(session.state) == painted(moved, range(start, to), in_front)
