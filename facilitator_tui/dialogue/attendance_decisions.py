"""What a decision about attendance becomes: a mark, settled presence, a confirmation; or why it cannot be. Pure.

Before the confirmation everything is provisional and may change without a word. Afterwards every change needs its
reason, which lies beside the journal.
"""

from __future__ import annotations

from facilitator_tui.dialogue import attendance
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.decision import Decide, Decision, Draft, Refusal
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


ATTENDANCE: dict[type[c.Command], Decide] = {
    c.Mark: _mark,
    c.Settle: _settle,
    c.ConfirmAttendance: _confirm,
}
