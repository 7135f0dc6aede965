"""What a decision about attendance becomes: a mark, settled presence, a confirmation; or why it cannot be. Pure.

Before the confirmation everything is provisional and may change without a word. Afterwards every change needs its
reason, which lies beside the journal.
"""

from __future__ import annotations

from collections.abc import Sequence

from facilitator_tui.dialogue import attendance
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.decision import Decide, Decision, Draft, Refusal
from facilitator_tui.dialogue.fold import fold
from facilitator_tui.dialogue.log import SessionLog
from facilitator_tui.dialogue.presence import Stretch, union
from facilitator_tui.dialogue.state import Person, SessionState


def _mark(log: SessionLog, author: str, command: c.Mark, now: int) -> Decision:
    person = _known(log.state, command.person)
    if isinstance(person, Refusal):
        return person
    before = None if person.mark is None else person.mark.status
    if before == command.status:
        return Refusal("That is what stands there already." if before else "There is no mark to take back.")
    return _written(log.state, e.Marked(person.id, command.status), command.reason, now)


def _settle(log: SessionLog, author: str, command: c.Settle, now: int) -> Decision:
    person = _known(log.state, command.person)
    if isinstance(person, Refusal):
        return person
    if command.choice is None:
        if person.settled is None:
            return Refusal("Nothing has been settled about this person.")
        return _written(log.state, e.Settled(person.id), command.reason, now)
    if command.choice == "edit" and not command.reason.strip():
        return Refusal("Times that neither log has need a reason: say where they come from.")
    if any(end <= start for start, end in command.spells):
        return Refusal("A stretch of presence ends before it begins.")
    chosen = _chosen(log.state, person, command)
    return _written(log.state, e.Settled(person.id, command.choice, chosen), command.reason, now)


def _chosen(state: SessionState, person: Person, command: c.Settle) -> tuple[Stretch, ...]:
    """The stretches as they are now: what is logged or reported later does not change what was settled."""
    mine, theirs = attendance.own(person, state.end_ms(state.last_ms)), attendance.reported(person)
    match command.choice:
        case "mine":
            return mine
        case "theirs":
            return theirs
        case "union":
            return union((*mine, *theirs))
        case _:
            return union(command.spells)


def _confirm(log: SessionLog, author: str, command: c.ConfirmAttendance, now: int) -> Decision:
    state = log.state
    if not command.on:
        if state.confirmation is None:
            return Refusal("The attendance of this session is provisional already.")
        return _written(state, e.Confirmed(False), command.reason, now)
    if state.confirmation is not None:
        return Refusal("The attendance of this session is confirmed already.")
    if state.closed_ms is None:
        return Refusal("The session is still open: end it, then confirm who was there.")
    return (Draft(e.Confirmed(), now, command.reason.strip()),)


def _known(state: SessionState, person: str) -> Person | Refusal:
    return state.people.get(person) or Refusal("That person has no place in this session.")


def _written(state: SessionState, fact: e.Fact, reason: str, now: int) -> Decision:
    if state.confirmation is not None and not reason.strip():
        return Refusal("The attendance of this session is confirmed: say why it changes.")
    return (Draft(fact, now, reason.strip()),)


# --- what undo may not take back, having no place for a reason


def needs_reason(log: SessionLog, command: Sequence[e.Entry]) -> str:
    """Why the command cannot be taken back by a bare undo; empty when nothing in it needs a reason."""
    for entry in command:
        if isinstance(entry.fact, e.Confirmed) and entry.fact.on:
            return (
                "The attendance was confirmed; taking that back needs a reason: make it provisional again on the "
                "attendance screen."
            )
        if isinstance(entry.fact, e.Confirmed):
            return (
                "The attendance was made provisional again, with a reason that is kept; confirm it again on the "
                "attendance screen."
            )
        if isinstance(entry.fact, e.About) and log.logged_until(entry.logged_ms - 1).confirmation is not None:
            return (
                "This corrected a confirmed attendance; changing it again needs a reason: correct it on the "
                "attendance screen."
            )
    return ""


def stands_by_now(log: SessionLog, command: Sequence[e.Entry]) -> str:
    """Why a command from before the confirmation cannot be taken back: somebody stands by what it says by now."""
    done = log.state.confirmation
    if done is None or command[0].logged_ms >= log.entries[done.entry].logged_ms:
        return ""
    gone = {entry.id for entry in command}
    without = fold(entry for entry in log.entries.values() if entry.id not in gone)
    if _confirmable(without) == _confirmable(log.state):
        return ""
    return (
        "The attendance was confirmed since then, and this would change it without a reason: correct it on the "
        "attendance screen."
    )


def _confirmable(state: SessionState) -> tuple[object, ...]:
    """All that a confirmation stands for."""
    people = {p.id: (p.spells, p.reported, p.mark, p.settled) for p in state.people.values()}
    return (state.closed_ms, people)


ATTENDANCE: dict[type[c.Command], Decide] = {
    c.Mark: _mark,
    c.Settle: _settle,
    c.ConfirmAttendance: _confirm,
}
