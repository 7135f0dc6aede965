"""The journal of one session in memory: its entries, the state they fold to, and what undo would take back.

Undo and redo are read from the entries themselves, so they survive a restart and need no table of their own.
"""

from __future__ import annotations

from collections.abc import Iterable

from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.fold import fold_facts, step
from facilitator_tui.dialogue.resolve import reading, resolve, resolve_by
from facilitator_tui.dialogue.state import SessionState

_NOT_UNDONE = (e.Opened, e.Resumed, e.Jumped)


class SessionLog:
    """Entries and the state that follows from them; ``add`` keeps the two together.

    Adding in order of time costs one step; anything that reaches back (a void, an amendment, an earlier time)
    folds the whole journal again, which is a few milliseconds for a session of two hours.
    """

    def __init__(self, entries: Iterable[e.Entry] = ()) -> None:
        self.entries: dict[str, e.Entry] = {entry.id: entry for entry in entries}
        self.state = SessionState()
        self._last = (0, "")
        self._fold()

    def _fold(self) -> None:
        self._reading = reading(self.entries)
        facts = resolve_by(self._reading, self.entries.values())
        self.state = fold_facts(facts)
        self._last = facts[-1].key if facts else (0, "")

    def add(self, entries: Iterable[e.Entry]) -> None:
        """Take in entries; those already known are passed over."""
        fresh = [entry for entry in entries if entry.id not in self.entries]
        again = False
        for entry in fresh:
            self.entries[entry.id] = entry
            again = again or isinstance(entry.fact, e.Meta)
            effective = None if again else self._reading.effective(entry)
            if effective is None:
                continue
            again = effective.key < self._last
            if not again:
                self.state, self._last = step(self.state, effective), effective.key
        if again:
            self._fold()

    def merge(self, entries: Iterable[e.Entry]) -> None:
        """Take in entries from elsewhere, in any order."""
        fresh = {entry.id: entry for entry in entries if entry.id not in self.entries}
        if fresh:
            self.entries.update(fresh)
            self._fold()

    def logged_until(self, ms: int) -> SessionState:
        """What the live screen knew at ``ms``: the fold of everything that had been written by then."""
        return fold_facts(resolve(x for x in self.entries.values() if x.logged_ms <= ms))

    @property
    def last_logged_ms(self) -> int:
        return max((entry.logged_ms for entry in self.entries.values()), default=0)


class History:
    """What ``author`` can undo and redo, oldest first; each item is one command, as its entries."""

    def __init__(self, entries: Iterable[e.Entry], author: str) -> None:
        self.undo: list[list[e.Entry]] = []
        self.redo: list[list[e.Entry]] = []
        self._undoing: list[list[e.Entry]] = []
        entries = tuple(entries)
        self._openings = {entry.id for entry in entries if isinstance(entry.fact, e.Opened)}
        for command in commands(entries, author):
            self._take(command)

    def _take(self, command: list[e.Entry]) -> None:
        targets = _voids(command)
        if targets and self.undo and targets == {x.id for x in self.undo[-1]}:
            self.redo.append(self.undo.pop())
            self._undoing.append(command)
        elif targets and self._undoing and targets == {x.id for x in self._undoing[-1]}:
            self.undo.append(self.redo.pop())
            self._undoing.pop()
        elif command[0].source.startswith("import:") or isinstance(command[0].fact, _NOT_UNDONE):
            return
        elif targets & self._openings:
            return  # the session was not begun after all; that is decided in the list of sessions
        else:
            self.undo.append(command)
            self.redo.clear()
            self._undoing.clear()

    @property
    def undoing(self) -> list[e.Entry] | None:
        """The undo that a redo would take back."""
        return self._undoing[-1] if self._undoing else None


def commands(entries: Iterable[e.Entry], author: str) -> list[list[e.Entry]]:
    """The author's entries in the order of writing, those of one command together."""
    grouped: dict[int, list[e.Entry]] = {}
    for entry in entries:
        if entry.author == author:
            grouped.setdefault(entry.logged_ms, []).append(entry)
    return [sorted(grouped[ms], key=lambda entry: entry.id) for ms in sorted(grouped)]


def _voids(command: list[e.Entry]) -> set[str]:
    """What a command that is a single void takes back; empty for any other command."""
    fact = command[0].fact
    if len(command) == 1 and isinstance(fact, e.Void) and not fact.of_source:
        return set(fact.targets)
    return set()
