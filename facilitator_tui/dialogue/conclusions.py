"""What lists, tables and reports conclude from a state when a session is looked back on. Pure.

What the live screen shows of a state that still changes stands in ``dialogue.views``.
"""

from __future__ import annotations

from facilitator_tui.dialogue.entries import Closed
from facilitator_tui.dialogue.fold import step
from facilitator_tui.dialogue.resolve import Effective
from facilitator_tui.dialogue.state import Person, SessionState


def end_ms(state: SessionState) -> int:
    """When the session was closed; of one that was not, its last entry or the end of its last turn."""
    if state.closed_ms is not None:
        return state.closed_ms
    return max([state.last_ms, *(turn.to_ms for turn in state.turns)])


def as_ended(state: SessionState) -> SessionState:
    """The state with everything ended that still goes on: a session that was not closed, closed at ``end_ms``."""
    if state.closed_ms is not None:
        return state
    return step(state, Effective(end_ms(state), "", Closed()))


def was_present(person: Person) -> bool:
    """Whether anything says that the person was there: the own log, a platform's report or a recording."""
    return bool(person.spells or person.reported or person.recorded.turns)


def block_at(state: SessionState, at_ms: int) -> int | None:
    """The block that was running at that time, from 0; None when none was."""
    for run in state.agenda.runs:
        if run.from_ms <= at_ms and (run.to_ms is None or at_ms < run.to_ms):
            return run.block
    return None
