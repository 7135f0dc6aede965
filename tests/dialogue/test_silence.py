"""Silence: the promised one is no stall, and a session divides into speech and silences without a rest."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.silence import Division, Sound, division, moment
from facilitator_tui.plans.model import Block, BlockKind, Breakout, Prompt, SessionPlan

from .fakes import AMAL, BRUNO, CHIARA, FAIZA, T0, Session, ms


def block(kind: BlockKind, *prompts: Prompt, think_s: int = 0, breakout: Breakout | None = None) -> Block:
    return Block(f"A {kind}", kind, 600, think_s=think_s, prompts=prompts, breakout=breakout)


TALK = block("discussion", Prompt("Who is missing?"), Prompt("What surprised you?", think_s=30))
PLAN = SessionPlan(
    1,
    "An evening",
    blocks=(
        Block("Sound check", "arrival", 600, when="before", lead_s=600),
        block("reflection", think_s=60),
        TALK,
        block("think-time"),
        block("break"),
        block("activity", breakout=Breakout(3)),
        block("activity"),
    ),
)
THINKING, TALKING, SILENT_BLOCK, BREAK, ROOMS, OPEN = range(6)


class Case(msgspec.Struct, frozen=True):
    """``block`` begins at second 100; ``told`` is given from then on; ``at`` is now."""

    says: str
    block: int
    told: tuple[tuple[float, c.Command], ...]
    at: float
    sound: Sound
    seconds: float


CASES = [
    Case("somebody speaks", OPEN, ((110, c.GiveFloor(AMAL)),), 140, "speech", 30),
    Case("a short silence", OPEN, ((110, c.GiveFloor(AMAL)), (120, c.Silence())), 139, "short", 19),
    Case("a stall", OPEN, ((110, c.GiveFloor(AMAL)), (120, c.Silence())), 140, "stall", 20),
    Case("inside the think time of the block", THINKING, (), 159, "planned", 59),
    Case("just after it nothing is a stall yet", THINKING, (), 161, "short", 1),
    Case("a stall counts from the end of think time", THINKING, (), 180, "stall", 20),
    Case("inside the think time of a prompt", TALKING, (), 129, "planned", 29),
    Case("after it", TALKING, (), 151, "stall", 21),
    Case(
        "think time waits until the facilitator has said what to think about",
        THINKING,
        ((105, c.GiveFloor(FAIZA)), (150, c.Silence())),
        200,
        "planned",
        50,
    ),
    Case(
        "and the silence before that is part of it",
        THINKING,
        ((105, c.GiveFloor(FAIZA)), (150, c.Silence())),
        206,
        "short",
        1,
    ),
    Case(
        "it is over when somebody answers",
        THINKING,
        ((110, c.GiveFloor(AMAL)), (115, c.Silence())),
        135,
        "stall",
        20,
    ),
    Case(
        "who still spoke when the block began gave no answer to it",
        THINKING,
        ((99, c.GiveFloor(AMAL)), (105, c.Silence())),
        150,
        "planned",
        45,
    ),
    Case(
        "a block of think time is silent from end to end",
        SILENT_BLOCK,
        ((110, c.GiveFloor(AMAL)), (115, c.Silence())),
        600,
        "planned",
        485,
    ),
    Case("a break", BREAK, (), 400, "apart", 300),
    Case("a breakout block", ROOMS, (), 400, "apart", 300),
    Case("open rooms", OPEN, ((120, c.OpenRooms(((AMAL, BRUNO), (CHIARA,)))),), 400, "apart", 300),
    Case("silence from the block before", OPEN, (), 119, "short", 19),
]


def held(case: Case) -> Session:
    session = Session()
    early = [told for told in case.told if told[0] < 100]
    for second, command in early:
        session.at(second, command)
    session.at(100, c.GoToBlock(case.block))
    for second, command in case.told[len(early) :]:
        session.at(second, command)
    return session


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_what_is_heard_now(case: Case) -> None:
    found = moment(held(case).state, PLAN, ms(case.at))
    assert (found.sound, found.ms / 1000) == (case.sound, case.seconds)


def test_the_time_after_which_a_silence_is_a_stall_can_be_set() -> None:
    state = Session().at(10, c.GiveFloor(AMAL)).at(20, c.Silence()).state
    assert moment(state, None, ms(27), cue_after_ms=8_000).sound == "short"
    assert moment(state, None, ms(28), cue_after_ms=8_000).sound == "stall"


def seconds(found: Division) -> tuple[float, float, float, float]:
    return (
        found.speech_ms / 1000,
        found.planned_ms / 1000,
        found.unplanned_ms / 1000,
        found.apart_ms / 1000,
    )


def test_a_session_divides_into_speech_planned_and_unplanned_silence_and_time_apart() -> None:
    session = Session()
    session.at(50, c.GiveFloor(FAIZA)).at(100, c.GoToBlock(THINKING)).at(110, c.Silence())
    session.at(190, c.GiveFloor(AMAL)).at(200, c.Silence())
    session.at(220, c.GoToBlock(BREAK)).at(520, c.GoToBlock(OPEN))
    session.at(525, c.GiveFloor(BRUNO)).at(535, c.Silence())
    # 10 + 10 + 10 of speech since the first block; 60 of the 80 before the answer were promised; then 20 + 20 + 5 + 65.
    assert seconds(division(session.state, PLAN, ms(600))) == (30, 60, 110, 300)
    assert seconds(division(session.at(600, c.Close()).state, PLAN, ms(9_999))) == (30, 60, 110, 300)


def test_nothing_is_said_about_the_time_in_which_the_program_had_stopped() -> None:
    session = Session().at(10, c.GoToBlock(OPEN)).at(20, c.GiveFloor(AMAL))
    session.at(90, c.Resume(ms(50))).at(100, c.Silence())
    assert seconds(division(session.state, PLAN, ms(110))) == (30, 0, 30, 0)


def test_simultaneous_speech_of_a_recording_counts_once() -> None:
    session = Session().take(
        (10, e.Spoke(AMAL, 10_000)), (15, e.Spoke(BRUNO, 10_000)), source="import:rttm:1"
    )
    assert seconds(division(session.state, None, ms(40))) == (15, 0, 25, 0)


def test_a_session_that_has_not_begun_has_no_parts() -> None:
    assert division(Session(()).state, PLAN, T0).total_ms == 0


# --- what always holds

COMMAND = st.one_of(
    st.builds(c.GiveFloor, st.sampled_from((AMAL, BRUNO, FAIZA))),
    st.just(c.Silence()),
    st.builds(c.GoToBlock, st.integers(0, 5)),
    st.sampled_from((c.OpenRooms(((AMAL,), (BRUNO,))), c.OpenRooms())),
    st.builds(c.Move, st.just(AMAL), st.integers(0, 2)),
    st.just(c.TogglePause()),
    st.just(c.Close()),
    st.just(c.Undo()),
)


@given(st.lists(st.tuples(st.integers(0, 90), COMMAND), max_size=25), st.integers(0, 200), st.booleans())
def test_the_parts_add_up_to_the_time_since_the_first_block(
    told: list[tuple[int, c.Command]], later: int, crashed: bool
) -> None:
    session, at = Session(), 0
    for wait, command in told:
        at += wait
        session.at(at, command)
    if crashed and session.state.running:
        at += 30
        session.at(at, c.Resume(ms(at - 20)))
    state, now = session.state, ms(at + later)
    found = division(state, PLAN, now)
    start = state.agenda.runs[0].from_ms if state.agenda.runs else ms(0)
    stopped = sum(gap.to_ms - max(gap.from_ms, start) for gap in state.gaps if gap.to_ms > start)
    assert found.total_ms == state.end_ms(now) - start - stopped
    assert min(seconds(found)) >= 0


@given(st.lists(st.tuples(st.integers(0, 90), COMMAND), max_size=25), st.integers(1, 200))
def test_what_is_heard_now_is_what_the_division_counts_now(
    told: list[tuple[int, c.Command]], later: int
) -> None:
    """One more second belongs to the part that the moment names."""
    session, at = Session().at(0, c.NextBlock(6)), 0
    for wait, command in told:
        at += wait
        session.at(at, command)
    if not session.state.running:
        return
    now = ms(at + later)
    sound = moment(session.state, PLAN, now).sound
    before, after = division(session.state, PLAN, now - 1), division(session.state, PLAN, now)
    grown = {
        "speech": after.speech_ms - before.speech_ms,
        "planned": after.planned_ms - before.planned_ms,
        "unplanned": after.unplanned_ms - before.unplanned_ms,
        "apart": after.apart_ms - before.apart_ms,
    }
    part = "unplanned" if sound in ("short", "stall") else sound
    assert grown == {name: int(name == part) for name in grown}
