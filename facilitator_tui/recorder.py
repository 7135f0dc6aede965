"""The one way in: a command becomes entries, the entries become durable, then they become visible.

The order is the promise: nothing is confirmed before it is on disk. When the disk refuses, the entries wait in
memory, counted, and every later attempt writes them first; the board goes on and says NOT SAVED.

Waiting for the disk is most of what a key costs. ``do_soon`` lets the caller prepare what it will show meanwhile, and
``settle`` must be asked before it is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.decide import decide
from facilitator_tui.dialogue.decision import Draft, Refusal
from facilitator_tui.dialogue.entries import Entry
from facilitator_tui.dialogue.ids import IdMaker
from facilitator_tui.dialogue.journal import Aside, Clock, Flight, Journal, NotWritten
from facilitator_tui.dialogue.log import SessionLog
from facilitator_tui.dialogue.state import SessionState


class Done(msgspec.Struct, frozen=True):
    """Written and durable."""

    entries: tuple[Entry, ...]


class Refused(msgspec.Struct, frozen=True):
    """Nothing was written, because of ``reason``."""

    reason: str


class NotSaved(msgspec.Struct, frozen=True):
    """Understood, but not durable yet; ``reason`` says what is wrong and what to do."""

    entries: tuple[Entry, ...]
    reason: str


Outcome = Done | Refused | NotSaved


class Recorder:
    """Records one session for one author. ``source`` says how: "key", "line", "review".

    With ``aside`` the entries of ``do_soon`` are written beside the caller.
    """

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        randbits: Callable[[int], int],
        session: str,
        author: str,
        source: str = "key",
        aside: Aside | None = None,
    ) -> None:
        self.session, self.author, self.source = session, author, source
        self._journal, self._clock, self._aside = journal, clock, aside
        self._flight: Flight | None = None
        self._saved_before: int | None = None
        self._ids = IdMaker(randbits)
        self.log = SessionLog(journal.read())
        self._pending: list[Entry] = []
        self._texts: dict[str, str] = {}
        self._last_logged = max(
            (x.logged_ms for x in self.log.entries.values() if x.author == author), default=0
        )
        # A computer whose clock was set back since the last entry must not write into the past.
        self._ahead = max(0, self._last_logged + 1 - clock.now_ms()) if self._last_logged else 0
        self.saved_ms: int | None = None
        self.problem = ""

    @property
    def state(self) -> SessionState:
        return self.log.state

    @property
    def unsaved(self) -> int:
        """How many entries wait for the disk, those being written not counted."""
        return 0 if self._flight is not None else len(self._pending)

    @property
    def saved(self) -> int:
        """How many entries of this session are durable."""
        return len(self.log.entries) - self.unsaved

    def now_ms(self) -> int:
        return self._clock.now_ms() + self._ahead

    def do(self, command: c.Command) -> Outcome:
        """Decide, write, then apply. Never raises for a disk that refuses: that is ``NotSaved``."""
        return self._do(command, soon=False)

    def do_soon(self, command: c.Command) -> Outcome:
        """Like ``do``, but ``Done`` says only that it is being written: show nothing of it before ``settle``."""
        return self._do(command, soon=True)

    def _do(self, command: c.Command, soon: bool) -> Outcome:
        now = self.now_ms()
        decision = decide(self.log, self.author, command, now)
        if isinstance(decision, Refusal):
            return Refused(decision.reason)
        entries, texts = self._entries(decision, now)
        return self._write(entries, texts, soon)

    def take(self, entries: tuple[Entry, ...], texts: dict[str, str] | None = None) -> Outcome:
        """Write entries made elsewhere (an import) as one command; those known already are passed over."""
        fresh = tuple(entry for entry in entries if entry.id not in self.log.entries)
        self._last_logged = max([self._last_logged, *(entry.logged_ms for entry in fresh)])
        return self._write(fresh, texts or {}) if fresh else Done(())

    def logged_ms(self) -> int:
        """A time of writing that no other command of this author has."""
        self._last_logged = max(self._last_logged + 1, self.now_ms())
        return self._last_logged

    def _entries(self, drafts: tuple[Draft, ...], now: int) -> tuple[tuple[Entry, ...], dict[str, str]]:
        logged = self.logged_ms()
        entries = tuple(
            Entry(self._ids.next(now), self.session, d.at_ms, logged, self.author, self.source, d.fact)
            for d in drafts
        )
        return entries, {entry.id: d.text for entry, d in zip(entries, drafts, strict=True) if d.text}

    def _write(self, entries: tuple[Entry, ...], texts: dict[str, str], soon: bool = False) -> Outcome:
        self.settle()
        self._pending += entries
        self._texts |= texts
        saved = self._start(self._aside) if soon and self._aside is not None else self.retry()
        self.log.add(entries)
        if self._flight is not None:
            self._flight.take_off()
        return Done(entries) if saved else NotSaved(entries, self.problem)

    def _start(self, aside: Aside) -> bool:
        """Begin to write what waits. What is shown is prepared as if it were saved: it is shown only if it is."""
        self._saved_before = self.saved_ms
        self._flight = aside.start(partial(self._journal.append, self._pending, self._texts))
        self.saved_ms, self.problem = self.now_ms(), ""
        return True

    def settle(self) -> bool:
        """Wait for what is being written; False when the disk refused it, so that it waits like the rest."""
        flight, self._flight = self._flight, None
        if flight is None:
            return True
        try:
            flight.land()
        except NotWritten as error:
            self.saved_ms, self.problem = self._saved_before, str(error)
            return False
        self._pending, self._texts = [], {}
        return True

    def retry(self) -> bool:
        """Write what waits, in one commit; True when nothing waits any more."""
        self.settle()
        if not self._pending:
            return True
        try:
            self._journal.append(self._pending, self._texts)
        except NotWritten as error:
            self.problem = str(error)
            return False
        self._pending, self._texts = [], {}
        self.saved_ms, self.problem = self.now_ms(), ""
        return True

    def refresh(self) -> bool:
        """Take in what another program wrote into this session; True when there was something."""
        fresh = [entry for entry in self._journal.fresh() if entry.id not in self.log.entries]
        if fresh:
            self.log.merge(fresh)
            self._last_logged = max(
                self._last_logged, *(x.logged_ms for x in fresh if x.author == self.author), 0
            )
        return bool(fresh)

    def notice_jump(self) -> Outcome | None:
        """Write down that the computer's clock was moved, if it was."""
        by_ms = self._clock.jumped_ms()
        return self.do(c.NoticeJump(by_ms)) if by_ms and self.state.running else None
