"""What only the review corrects: the words, the person and the standing of a note, and blocks that nobody began.

Times are corrected in ``dialogue.corrections``, like those of every other entry.
"""

from __future__ import annotations

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.decision import Decide, Decision, Draft, Refusal, one
from facilitator_tui.dialogue.log import SessionLog
from facilitator_tui.dialogue.state import NoteMark


def _mark(log: SessionLog, entry: str) -> NoteMark | None:
    return next((mark for mark in log.state.notes if mark.entry == entry), None)


_NO_NOTE = Refusal("There is no such note in this session.")


def _rewrite(log: SessionLog, author: str, command: c.RewriteNote, now: int) -> Decision:
    mark = _mark(log, command.entry)
    if mark is None:
        return _NO_NOTE
    if mark.flag:
        return Refusal("A private flag has no words. Take it out and write a note in its place.")
    if not command.text.strip():
        return Refusal("The note would be empty. Take it out instead.")
    written = Draft(e.Note(mark.person), mark.at_ms, command.text)
    return (written, Draft(e.Amend(mark.entry, nobody=True), now))


def _about(log: SessionLog, author: str, command: c.NoteAbout, now: int) -> Decision:
    mark = _mark(log, command.entry)
    if mark is None:
        return _NO_NOTE
    if command.person and command.person not in log.state.people:
        return Refusal("That person has no place in this session.")
    if command.person == mark.person:
        return Refusal(f"It is about {'that person' if mark.person else 'the group'} already.")
    return one(e.Amend(mark.entry, person=command.person), now)


def _take_out(log: SessionLog, author: str, command: c.TakeOutNote, now: int) -> Decision:
    mark = _mark(log, command.entry)
    # No void: one of the last command alone would read as an undo.
    return _NO_NOTE if mark is None else one(e.Amend(mark.entry, nobody=True), now)


def _missed_block(log: SessionLog, author: str, command: c.MissedBlock, now: int) -> Decision:
    state, at = log.state, command.at_ms
    if command.block < 0:
        return Refusal("There is no such block in the plan.")
    if at > now:
        return Refusal("That time is still to come.")
    if state.opened_ms is not None and at < state.opened_ms:
        return Refusal("The session had not begun then.")
    if state.closed_ms is not None and at >= state.closed_ms:
        return Refusal("The session had ended by then.")
    if any(run.block == command.block for run in state.agenda.runs):
        return Refusal("That block was run; correct when it began.")
    if any(run.from_ms == at for run in state.agenda.runs):
        return Refusal("Another block began at that moment; type a second earlier or later.")
    return one(e.BlockBegan(command.block), at)


REVIEW: dict[type[c.Command], Decide] = {
    c.RewriteNote: _rewrite,
    c.NoteAbout: _about,
    c.TakeOutNote: _take_out,
    c.MissedBlock: _missed_block,
}
