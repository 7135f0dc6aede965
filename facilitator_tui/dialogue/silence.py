"""Silence: which of it was promised, which is a stall, and how a session divides into speech and silence.

Planned is the think time of a block: so many seconds of silence from its beginning, or from the end of what the
facilitator says there, until the first participant answers; and all of a block of kind think-time. Of a prompt's
think time it is not known when the prompt is asked, so it counts from the beginning of the block too; the longest
one counts. Breaks and breakout rooms are neither silence nor speech: nobody hears them here.

Pure interval arithmetic. The words of a cue stand in ``dialogue.cues``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from facilitator_tui.dialogue.presence import Stretch, present_ms, union
from facilitator_tui.dialogue.state import BlockRun, SessionState, Turn
from facilitator_tui.plans.model import Block, SessionPlan

CUE_AFTER_MS = 20_000
"""After so much silence that nobody planned a quiet cue is offered, unless the facilitator sets another time."""

Sound = Literal["speech", "planned", "apart", "short", "stall"]
"""``apart``: a break or breakout rooms. ``short``: unplanned, but not yet long enough to be a stall."""


class Moment(msgspec.Struct, frozen=True):
    """What is heard now, and for how long it has been so, in milliseconds.

    Of ``short`` and ``stall`` that is the unplanned part alone, so that a stall counts from the end of think time.
    """

    sound: Sound
    ms: int


class Division(msgspec.Struct, frozen=True):
    """A session in milliseconds, from its first block (without one: its beginning) on. The parts add up to the total.

    Stretches in which the program had stopped are in no part. Simultaneous speech of a recording counts once.
    """

    speech_ms: int
    planned_ms: int
    unplanned_ms: int
    apart_ms: int

    @property
    def total_ms(self) -> int:
        return self.speech_ms + self.planned_ms + self.unplanned_ms + self.apart_ms


def moment(
    state: SessionState, plan: SessionPlan | None, now_ms: int, cue_after_ms: int = CUE_AFTER_MS
) -> Moment:
    """Whether somebody speaks now, and if not, whether that is as it should be."""
    if state.floor is not None:
        return Moment("speech", max(0, now_ms - state.floor.since_ms))
    run = state.agenda.current
    since = now_ms if state.silent_since is None else state.silent_since
    if run is not None:
        since = max(since, run.from_ms)
    block = _block(plan, run)
    in_rooms = any(stay.to_ms is None for stay in state.room_stays)
    if in_rooms or (block is not None and _apart(block)):
        return Moment("apart", max(0, now_ms - since))
    promised = _promised(state, run, block, now_ms) if run is not None and block is not None else ()
    if promised and promised[-1][1] >= now_ms:
        return Moment("planned", max(0, now_ms - since))
    unplanned = max(0, now_ms - max([since, *(end for _, end in promised)]))
    return Moment("stall" if unplanned >= cue_after_ms else "short", unplanned)


def division(state: SessionState, plan: SessionPlan | None, now_ms: int) -> Division:
    """The session up to now (or to its end) as speech, planned silence, unplanned silence, and time apart."""
    runs = state.agenda.runs
    end = state.end_ms(now_ms)
    start = runs[0].from_ms if runs else (end if state.opened_ms is None else state.opened_ms)
    gaps = [(gap.from_ms, gap.to_ms) for gap in state.gaps]
    known = _without([(start, end)], gaps)
    spoken = _within(_speech(state, end), known)
    silent = _without(known, spoken)
    away = [stay.clipped(end) for stay in state.room_stays]
    away += [run.clipped(end) for run in runs if (block := _block(plan, run)) is not None and _apart(block)]
    apart = _within(silent, away)
    together = _without(silent, apart)
    promised = [
        stretch
        for run in runs
        if (block := _block(plan, run)) is not None
        for stretch in _promised(state, run, block, end)
    ]
    planned = present_ms(_within(together, promised))
    return Division(
        speech_ms=present_ms(spoken),
        planned_ms=planned,
        unplanned_ms=present_ms(together) - planned,
        apart_ms=present_ms(apart),
    )


def _block(plan: SessionPlan | None, run: BlockRun | None) -> Block | None:
    blocks = plan.during() if plan is not None else ()
    return blocks[run.block] if run is not None and run.block < len(blocks) else None


def _apart(block: Block) -> bool:
    return block.kind in ("break", "breakout") or block.breakout is not None


def _turns(state: SessionState) -> Iterable[Turn]:
    return (turn for turn in state.turns if turn.recorded != state.keyed)


def _speech(state: SessionState, now_ms: int) -> tuple[Stretch, ...]:
    running = [(state.floor.since_ms, now_ms)] if state.floor is not None else []
    return union([*((turn.from_ms, turn.to_ms) for turn in _turns(state)), *running])


def _promised(state: SessionState, run: BlockRun, block: Block, now_ms: int) -> tuple[Stretch, ...]:
    """The silence in this stretch of the block that its think time covers."""
    think_ms = max([block.think_s, *(prompt.think_s for prompt in block.prompts)]) * 1000
    start, end = run.clipped(now_ms)
    if block.kind == "think-time":
        return _without([(start, end)], _speech(state, now_ms))
    if not think_ms:
        return ()
    answers = [
        turn.from_ms for turn in _turns(state) if turn.from_ms >= start and _participant(state, turn.person)
    ]
    floor = state.floor
    if floor is not None and floor.since_ms >= start and _participant(state, floor.person):
        answers.append(floor.since_ms)
    silent = _without([(start, min([end, *answers]))], _speech(state, now_ms))
    return _first(silent, think_ms)


def _participant(state: SessionState, person: str) -> bool:
    return person in state.people and state.people[person].counted


# --- stretches of time


def _within(stretches: Iterable[Stretch], others: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """What is covered by both."""
    covered = union(others)
    return union(
        (max(start, first), min(end, last))
        for start, end in union(stretches)
        for first, last in covered
        if first < end and start < last
    )


def _without(stretches: Iterable[Stretch], others: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """What is covered by the first and not by the others."""
    covered = union(others)
    left: list[Stretch] = []
    for start, end in union(stretches):
        for first, last in covered:
            if last <= start or end <= first:
                continue
            left.append((start, first))
            start = last
        left.append((start, end))
    return union(left)


def _first(stretches: Iterable[Stretch], ms: int) -> tuple[Stretch, ...]:
    """The first so many milliseconds of what is covered."""
    taken: list[Stretch] = []
    for start, end in union(stretches):
        if ms <= 0:
            break
        taken.append((start, min(end, start + ms)))
        ms -= end - start
    return tuple(taken)
