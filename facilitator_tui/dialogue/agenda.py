"""The agenda clock: where the session stands in its plan, and when it will end if it goes on like this.

Every figure is derived from the plan, the state and the time now; nothing is kept. Definitions: the time a
block has is its planned time plus what it was given; *behind* is expected end minus planned end, where the
expected end adds what the running block and those after it still have. Being late at the start, a pause, an
overrun and extra minutes therefore all count once.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from facilitator_tui.dialogue.state import BlockRun, SessionState
from facilitator_tui.plans.model import Block, SessionPlan

WARNING_SHARE = 0.2
DANGER_SHARE = 0.05
"""Shares of a block's time left at which the facilitator is warned (as planners in use do)."""


class BlockTime(msgspec.Struct, frozen=True):
    """Planned against actual of one block, in milliseconds. ``ran`` is without pauses."""

    block: int
    title: str
    planned_ms: int
    given_ms: int
    ran_ms: int
    from_ms: int | None
    to_ms: int | None


class AgendaView(msgspec.Struct, frozen=True):
    """What the agenda bar shows. Times are UTC milliseconds, lengths milliseconds.

    ``block`` is the running block's index or None; ``left_ms`` is below zero in an overrun; ``behind_ms`` is below
    zero when ahead; ``starts_in_ms`` is set until the first block begins, and below zero when that is late.
    """

    count: int
    block: int | None
    title: str
    left_ms: int
    given_ms: int
    paused: bool
    behind_ms: int
    expected_end_ms: int
    planned_end_ms: int
    starts_in_ms: int | None
    level: Literal["calm", "warning", "danger", "over"]
    following: str


def planned_start_ms(state: SessionState) -> int:
    """When the participants' time was to begin; without a date, when it did begin."""
    if state.planned_ms:
        return state.planned_ms
    if state.agenda.runs:
        return state.agenda.runs[0].from_ms
    return state.opened_ms or 0


def _ran_ms(state: SessionState, run: BlockRun, now_ms: int) -> int:
    start, end = run.clipped(now_ms)
    paused = run.paused_ms
    if run.to_ms is None and state.agenda.paused_since is not None:
        paused += max(0, now_ms - state.agenda.paused_since)
    return max(0, end - start - paused)


def ran_ms(state: SessionState, block: int, now_ms: int) -> int:
    """How long the block has run, over all its stretches, without pauses."""
    return sum(_ran_ms(state, run, now_ms) for run in state.agenda.runs if run.block == block)


def given_ms(state: SessionState, plan: SessionPlan, block: int) -> int:
    """How long the block may take: planned, or newly planned since, plus what it was given after that."""
    planned = plan.during()[block].seconds * 1000
    return max(0, state.agenda.lengths.get(block, planned) + state.agenda.extra.get(block, 0))


def planned_end_ms(state: SessionState, plan: SessionPlan) -> int:
    """The hard end: when the participants' time was to be over. No re-plan moves it."""
    return planned_start_ms(state) + sum(block.seconds for block in plan.during()) * 1000


def running(state: SessionState, plan: SessionPlan | None) -> Block | None:
    """The block that runs; None while none does."""
    blocks, current = plan.during() if plan is not None else (), state.agenda.current
    return blocks[current.block] if current is not None and current.block < len(blocks) else None


def agenda_view(state: SessionState, plan: SessionPlan | None, now_ms: int) -> AgendaView | None:
    """Where the session stands; None without a plan."""
    blocks = plan.during() if plan is not None else ()
    if plan is None or not blocks:
        return None
    runs = state.agenda.runs
    current = state.agenda.current
    index = current.block if current is not None and current.block < len(blocks) else None
    rest = [max(0, given_ms(state, plan, i) - ran_ms(state, i, now_ms)) for i in range(len(blocks))]
    planned_end = planned_end_ms(state, plan)
    at = 0 if index is None and not runs else (index if index is not None else len(blocks))
    start = max(now_ms, planned_start_ms(state)) if not runs else now_ms
    expected_end = state.closed_ms if state.closed_ms is not None else start + sum(rest[at:])
    given = given_ms(state, plan, index) if index is not None else 0
    left = given - ran_ms(state, index, now_ms) if index is not None else 0
    return AgendaView(
        count=len(blocks),
        block=index,
        title=blocks[index].title if index is not None else "",
        left_ms=left,
        given_ms=given,
        paused=state.agenda.paused_since is not None,
        behind_ms=expected_end - planned_end,
        expected_end_ms=expected_end,
        planned_end_ms=planned_end,
        starts_in_ms=planned_start_ms(state) - now_ms if not runs and state.planned_ms else None,
        level=_level(left, given) if index is not None else "calm",
        following=_following(state, blocks),
    )


def _level(left_ms: int, given: int) -> Literal["calm", "warning", "danger", "over"]:
    if left_ms <= 0:
        return "over"
    if left_ms <= given * DANGER_SHARE:
        return "danger"
    return "warning" if left_ms <= given * WARNING_SHARE else "calm"


def _following(state: SessionState, blocks: tuple[Block, ...]) -> str:
    over = state.agenda.runs and state.agenda.current is None
    following = None if over else state.agenda.following(len(blocks))
    return blocks[following].title if following is not None else ""


def block_times(state: SessionState, plan: SessionPlan | None, now_ms: int) -> list[BlockTime]:
    """Planned against actual for every block of the participants' time, in the plan's order."""
    if plan is None:
        return []
    times = []
    for index, block in enumerate(plan.during()):
        runs = [run for run in state.agenda.runs if run.block == index]
        times.append(
            BlockTime(
                block=index,
                title=block.title,
                planned_ms=block.seconds * 1000,
                given_ms=given_ms(state, plan, index),
                ran_ms=sum(_ran_ms(state, run, now_ms) for run in runs),
                from_ms=runs[0].from_ms if runs else None,
                to_ms=runs[-1].to_ms if runs else None,
            )
        )
    return times
