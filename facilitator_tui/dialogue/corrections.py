"""Taking back and correcting: undo, redo, "it was X", other times, other people, split, merge and delete.

Every correction is a further entry; nothing that was written is touched.
"""

from __future__ import annotations

from collections.abc import Iterable

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.attendance_decisions import needs_reason, stands_by_now
from facilitator_tui.dialogue.decision import Decide, Decision, Draft, Refusal, one
from facilitator_tui.dialogue.log import History, SessionLog
from facilitator_tui.dialogue.order import passing, too_far
from facilitator_tui.dialogue.resolve import Effective, resolve, voided
from facilitator_tui.dialogue.state import SessionState, Turn


def _undo(log: SessionLog, author: str, command: c.Undo, now: int) -> Decision:
    history = History(log.entries.values(), author)
    if not history.undo:
        return Refusal("There is nothing left to undo.")
    if why := needs_reason(log, history.undo[-1]) or stands_by_now(log, history.undo[-1]):
        return Refusal(why)
    return one(e.Void(tuple(entry.id for entry in history.undo[-1])), now)


def _redo(log: SessionLog, author: str, command: c.Redo, now: int) -> Decision:
    undoing = History(log.entries.values(), author).undoing
    if undoing is None:
        return Refusal("There is nothing to redo.")
    if why := stands_by_now(log, undoing):
        return Refusal(why)
    return one(e.Void(tuple(entry.id for entry in undoing)), now)


def _last_change(log: SessionLog, author: str, kinds: tuple[type[e.Fact], ...]) -> e.Entry | None:
    """The author's last entry of these kinds that still counts."""
    void = voided(log.entries)
    found = (
        entry
        for entry in log.entries.values()
        if entry.author == author and entry.id not in void and isinstance(entry.fact, kinds)
    )
    return max(found, key=lambda entry: (entry.logged_ms, entry.id), default=None)


def effective_ms(log: SessionLog, entry: e.Entry) -> int:
    """When the entry happened, amendments included."""
    void = voided(log.entries)
    amends = [
        (x.logged_ms, x.id, x.fact.at_ms)
        for x in log.entries.values()
        if isinstance(x.fact, e.Amend)
        and x.fact.target == entry.id
        and x.fact.at_ms is not None
        and x.id not in void
    ]
    return max(amends)[2] if amends else entry.at_ms


def _earlier(log: SessionLog, author: str, command: c.Earlier, now: int) -> Decision:
    last = _last_change(log, author, _CHANGES)
    if last is None:
        return Refusal("Nothing has been logged yet that could have happened earlier.")
    return _retime(log, author, c.Retime(last.id, effective_ms(log, last) - command.seconds * 1000), now)


def _it_was(log: SessionLog, author: str, command: c.ItWas, now: int) -> Decision:
    if command.person not in log.state.people:
        return Refusal("Nobody sits at that key.")
    last = _last_change(log, author, (e.Floor,))
    if last is None or not isinstance(last.fact, e.Floor):
        return Refusal("Nobody has had the floor yet.")
    if not last.fact.person:
        turn = max((t for t in log.state.turns if not t.recorded), key=lambda t: t.to_ms, default=None)
        if turn is None:
            return Refusal("Nobody has had the floor yet.")
        return _reassign(log, author, c.Reassign(turn.entry, command.person), now)
    return _reassign(log, author, c.Reassign(last.id, command.person), now)


# --- correcting


def _retime(log: SessionLog, author: str, command: c.Retime, now: int) -> Decision:
    entry = log.entries.get(command.entry)
    if entry is None:
        return Refusal("That entry is not in this session.")
    if command.at_ms > now:
        return Refusal("That time is still to come.")
    if why := _passes(log, entry, command.at_ms, now):
        return Refusal(why)
    opened = log.state.opened_ms
    if opened is not None and command.at_ms < opened and not entry.source.startswith("import:"):
        return Refusal("The session had not begun then.")
    amend = Draft(e.Amend(entry.id, at_ms=command.at_ms), now)
    turn = _turn_or_running(log, entry.id, now)
    if turn is None or turn.recorded or command.at_ms <= turn.from_ms:
        return (amend,)
    return (amend, *_idle(log, turn, now))


def _passes(log: SessionLog, entry: e.Entry, at_ms: int, now: int) -> str:
    """Why the entry cannot be moved there: it would pass one that it answers. Empty when it can."""
    floor = _passes_floor(log, entry, at_ms, now) if isinstance(entry.fact, e.Floor) else ""
    return floor or passing(resolve(log.entries.values()), entry.id, at_ms)


def _passes_floor(log: SessionLog, entry: e.Entry, at_ms: int, now: int) -> str:
    """Why the change of floor cannot be moved there: it would pass another one. Empty when it can."""
    was, turn = effective_ms(log, entry), _turn_or_running(log, entry.id, now)
    if turn is not None and at_ms >= turn.to_ms:
        return "The turn had ended by then; delete it instead."
    idle = set() if turn is None else {x.id for x in _within(_floors(log), turn)}
    others = [x for x in _floors(log) if x.id != entry.id and x.id not in idle]
    before = max((x.at_ms for x in others if x.key < (was, entry.id)), default=None)
    after = min((x.at_ms for x in others if x.key > (was, entry.id)), default=None)
    if before is not None and at_ms <= before:
        return too_far("change", before - was)
    if after is not None and at_ms >= after:
        return too_far("change", after - was)
    return ""


def _floors(log: SessionLog) -> list[Effective]:
    """The changes of floor that count, with the times and persons that count, in order."""
    return [fact for fact in resolve(log.entries.values()) if isinstance(fact.fact, e.Floor)]


def _turn(state: SessionState, entry: str) -> Turn | None:
    return next((turn for turn in state.turns if turn.entry == entry), None)


def _turn_or_running(log: SessionLog, entry: str, now: int) -> Turn | None:
    """The turn that this entry began; the one still going on as if it ended just after now."""
    floor = log.state.floor
    if floor is not None and floor.entry == entry:
        return Turn(entry, floor.person, floor.since_ms, max(now, log.state.last_ms) + 1)
    return _turn(log.state, entry)


def _within(facts: Iterable[Effective], turn: Turn) -> list[Effective]:
    """The facts after the one that began the turn and before its end."""
    return [x for x in facts if (turn.from_ms, turn.entry) < x.key and x.at_ms < turn.to_ms]


def _idle(log: SessionLog, turn: Turn, now: int) -> tuple[Draft, ...]:
    """Takes back the changes of floor within the turn that changed nothing, its person having the floor already.

    Once the turn is somebody else's they would begin to count.
    """
    idle = tuple(x.id for x in _within(_floors(log), turn))
    return (Draft(e.Void(idle), now),) if idle else ()


def _end(log: SessionLog, turn: Turn) -> tuple[Draft, ...]:
    """Ends the turn where its speaker's leaving ended it: somebody else's turn would go on."""
    ended_by = log.entries.get(turn.ended_by)
    if ended_by is None or not isinstance(ended_by.fact, e.Presence):
        return ()
    taken_up = any(x.at_ms == turn.to_ms for x in _floors(log))
    return () if taken_up else (Draft(e.Floor(), turn.to_ms),)


def _reassign(log: SessionLog, author: str, command: c.Reassign, now: int) -> Decision:
    if command.person not in log.state.people:
        return Refusal("That person has no place in this session.")
    if command.entry not in log.entries:
        return Refusal("That entry is not in this session.")
    amend = Draft(e.Amend(command.entry, person=command.person), now)
    turn = _turn_or_running(log, command.entry, now)
    if turn is None or turn.recorded or turn.person == command.person:
        return (amend,)
    return (amend, *_end(log, turn), *_idle(log, turn, now))


def _delete_turn(log: SessionLog, author: str, command: c.DeleteTurn, now: int) -> Decision:
    turn = _turn_or_running(log, command.entry, now)
    if turn is None:
        return Refusal("There is no such turn in this session.")
    if turn.recorded:
        return one(e.Void((command.entry,)), now)
    return (Draft(e.Amend(command.entry, nobody=True), now), *_idle(log, turn, now))


def _split_turn(log: SessionLog, author: str, command: c.SplitTurn, now: int) -> Decision:
    turn = _turn(log.state, command.entry)
    if turn is None:
        return Refusal("Only a finished turn can be split.")
    if not turn.from_ms < command.at_ms < turn.to_ms:
        return Refusal("The place to split lies outside the turn.")
    if command.person not in log.state.people:
        return Refusal("That person has no place in this session.")
    if turn.recorded:
        first = e.Amend(turn.entry, ms=command.at_ms - turn.from_ms)
        if not command.person:
            return (Draft(first, now),)
        return (Draft(first, now), Draft(e.Spoke(command.person, turn.to_ms - command.at_ms), command.at_ms))
    if command.person == turn.person:
        return Refusal("The turn is that person's already.")
    return (Draft(e.Floor(command.person), command.at_ms), *_end(log, turn), *_idle(log, turn, now))


def _merge_turn(log: SessionLog, author: str, command: c.MergeTurn, now: int) -> Decision:
    turn = _turn(log.state, command.entry)
    if turn is None:
        return Refusal("Only a finished turn can be merged.")
    following = _following(log.state.turns, turn)
    if following is None:
        return Refusal("There is no turn after this one to merge with.")
    if turn.recorded:
        longer = e.Amend(turn.entry, ms=max(turn.to_ms, following.to_ms) - turn.from_ms)
        return (Draft(longer, now), Draft(e.Void((following.entry,)), now))
    whole = Turn(turn.entry, turn.person, turn.from_ms, following.to_ms)
    if any(_parts(fact, turn) for fact in _within(resolve(log.entries.values()), whole)):
        return Refusal(
            "In between the speaker left, breakout rooms opened or the program stopped, so the turn cannot have gone "
            "on."
        )
    # The next turn is given to this one's speaker rather than taken back: a lone void would read as an undo.
    handed = Draft(e.Amend(following.entry, person=turn.person), now)
    others = tuple(x.id for x in _within(_floors(log), whole) if x.id != following.entry)
    void = (Draft(e.Void(others), now),) if others else ()
    return (handed, *_end(log, following), *void)


def _parts(effective: Effective, turn: Turn) -> bool:
    """Whether this ends the turn for good."""
    fact = effective.fact
    left = isinstance(fact, e.Presence) and not fact.here and fact.person == turn.person
    return left or isinstance(fact, e.Resumed) or (isinstance(fact, e.Rooms) and bool(fact.rooms))


def _following(turns: Iterable[Turn], turn: Turn) -> Turn | None:
    """The next turn: by key any person's, in a recording the same person's."""
    later = (
        t
        for t in turns
        if t.recorded == turn.recorded
        and (t.from_ms, t.entry) > (turn.from_ms, turn.entry)
        and (not turn.recorded or t.person == turn.person)
    )
    return min(later, key=lambda t: (t.from_ms, t.entry), default=None)


def _forget_import(log: SessionLog, author: str, command: c.ForgetImport, now: int) -> Decision:
    imported = command.source.startswith("import:")
    if not imported or not any(entry.source == command.source for entry in log.entries.values()):
        return Refusal("Nothing in this session came from that file.")
    return one(e.Void(of_source=command.source), now)


_CHANGES = (
    e.Presence, e.Trouble, e.Floor, e.Interjection, e.Passed, e.Hand, e.BlockBegan, e.Paused, e.Rooms, e.Moved,
    e.Round,
)  # fmt: skip

CORRECTIONS: dict[type[c.Command], Decide] = {
    c.Undo: _undo,
    c.Redo: _redo,
    c.Earlier: _earlier,
    c.ItWas: _it_was,
    c.Retime: _retime,
    c.Reassign: _reassign,
    c.DeleteTurn: _delete_turn,
    c.SplitTurn: _split_turn,
    c.MergeTurn: _merge_turn,
    c.ForgetImport: _forget_import,
}
