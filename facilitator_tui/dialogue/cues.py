"""Quiet cues: what the facilitator may want to know just now, in a few words on the status line.

Never a sound, never in the way, each shown once: the caller remembers the ``keys`` of what it has shown. Pure; all
times are milliseconds. Half-way and the last minute of breakout rooms, a speaker's limit, the end of a block, and
silence that nobody planned, with a prompt to break it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from facilitator_tui.dialogue.agenda import AgendaView, agenda_view, ran_ms, running
from facilitator_tui.dialogue.silence import CUE_AFTER_MS, moment
from facilitator_tui.dialogue.state import SessionState
from facilitator_tui.dialogue.views import Cue
from facilitator_tui.dialogue.words import Names, clock
from facilitator_tui.plans.model import Block, SessionPlan

LAST_MINUTE_MS = 60_000


def due(
    state: SessionState,
    plan: SessionPlan | None,
    now_ms: int,
    name: Names,
    shown: Collection[str] = (),
    cue_after_ms: int = CUE_AFTER_MS,
) -> tuple[Cue, ...]:
    """What is due now and was not shown; ``shown`` holds the keys of every cue that was.

    ``cue_after_ms`` is how long an unplanned silence may last before it is mentioned; 0: it never is.
    """
    if not state.running or state.agenda.paused_since is not None:
        return ()
    view, run = agenda_view(state, plan, now_ms), state.agenda.current
    found: list[Cue] = []
    if plan is not None and view is not None and view.block is not None and run is not None:
        block = plan.during()[view.block]
        found += _of_rooms(state, block, view, now_ms)
        found += _of_block(block, view)
        found += _of_speaker(state, block, run.from_ms, now_ms, name)
    found += _of_silence(state, plan, now_ms, shown, cue_after_ms)
    return tuple(cue for cue in found if not any(key in shown for key in cue.keys))


def _in_rooms(block: Block) -> bool:
    return block.kind == "breakout" or block.breakout is not None


def _rooms_ms(state: SessionState, block: int, now_ms: int) -> int | None:
    """How long the rooms of this block have been open; as long as the block runs where nobody logs rooms.

    None once everybody is back.
    """
    run = state.agenda.current
    stays = [stay for stay in state.room_stays if run is not None and stay.from_ms >= run.from_ms]
    if not stays:
        return ran_ms(state, block, now_ms)
    return now_ms - min(stay.from_ms for stay in stays) if state.rooms else None


def _of_rooms(state: SessionState, block: Block, view: AgendaView, now_ms: int) -> Iterator[Cue]:
    """Half-way when as much time has gone as is left; the last minute of rooms and of a break."""
    open_ms = _rooms_ms(state, view.block or 0, now_ms) if _in_rooms(block) else None
    if open_ms is not None and open_ms >= view.left_ms > LAST_MINUTE_MS:
        message = block.breakout.halfway if block.breakout is not None else ""
        yield Cue("Half-way in the rooms" + (f": {message}" if message else "."), (f"half-way {view.block}",))
    if 0 < view.left_ms <= LAST_MINUTE_MS and (open_ms is not None or block.kind == "break"):
        where = "in the rooms" if open_ms is not None else "of the break"
        yield Cue(f"One minute left {where}.", (f"last minute {view.block}",))


def _of_block(block: Block, view: AgendaView) -> Iterator[Cue]:
    key = (f"{view.level} {view.block}",)
    if view.level == "over":
        yield Cue("The time of this block is over.", key)
    elif view.level == "warning" or (
        view.level == "danger" and not _in_rooms(block) and block.kind != "break"
    ):
        yield Cue(f"{clock(view.left_ms)} left of this block.", key)


def _of_speaker(state: SessionState, block: Block, began_ms: int, now_ms: int, name: Names) -> Iterator[Cue]:
    floor, limit_ms = state.floor, block.per_speaker_s * 1000
    if floor is None or not limit_ms or not state.people[floor.person].counted:
        return
    if now_ms - max(floor.since_ms, began_ms) >= limit_ms:
        yield Cue(
            f"{name(floor.person)} has had the {clock(limit_ms)} of each speaker.",
            (f"speaker {floor.entry}",),
        )


def _of_silence(
    state: SessionState, plan: SessionPlan | None, now_ms: int, shown: Collection[str], cue_after_ms: int
) -> Iterator[Cue]:
    """A stall is mentioned once, with the first prompt of the block that was not offered before.

    Where no turn was logged yet silence means nothing: perhaps nobody logs them.
    """
    block, found = running(state, plan), moment(state, plan, now_ms, cue_after_ms)
    if cue_after_ms <= 0 or found.sound != "stall" or not state.keyed or (plan is not None and block is None):
        return
    words, stall = f"Quiet for {clock(found.ms)}.", f"silence {now_ms - found.ms}"
    prompts = (
        [(f"prompt of {block.title}: {each.text}", each.text) for each in block.prompts] if block else []
    )
    for key, prompt in prompts:
        if key not in shown:
            yield Cue(f"{words} You could ask: {prompt}", (stall, key))
            return
    yield Cue(words, (stall,))
