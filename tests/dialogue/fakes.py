"""Stand-ins for the ports of the core, and a short way to tell a session in a test.

Tables of the tests count in seconds from ``T0``; the core counts in milliseconds since 1970.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from facilitator_tui.clock import SetClock
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.entries import Entry, Fact, Seat
from facilitator_tui.dialogue.fold import fold
from facilitator_tui.dialogue.journal import NotWritten
from facilitator_tui.dialogue.state import SessionState, Span, Turn
from facilitator_tui.recorder import Recorder

T0 = 1_780_000_000_000
"""When the sessions of the tests begin: an evening in 2026."""

AMAL, BRUNO, CHIARA, DENIZ, FAIZA = "amal", "bruno", "chiara", "deniz", "faiza"

SEATS = (
    Seat(AMAL, 1),
    Seat(BRUNO, 2),
    Seat(CHIARA, 3),
    Seat(DENIZ, 4),
    Seat(FAIZA, 0, "facilitator"),
)


def ms(seconds: float) -> int:
    return T0 + round(seconds * 1000)


def seconds(at_ms: int | None) -> float | None:
    return None if at_ms is None else (at_ms - T0) / 1000


class HandClock(SetClock):
    """A clock that is moved by hand, from ``T0`` on."""

    def __init__(self, now_ms: int = T0) -> None:
        super().__init__(now_ms)


class MemoryJournal:
    """Keeps the entries in memory; counts the commits; refuses as often as ``refusals`` says."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.texts: dict[str, str] = {}
        self.commits = 0
        self.refusals = 0
        self.written_though_refused = False

    def append(self, entries: Sequence[Entry], texts: Mapping[str, str]) -> None:
        if self.refusals:
            self.refusals -= 1
            if self.written_though_refused:
                self._keep(entries, texts)
            raise NotWritten("The disk is full. Delete something large; saving goes on by itself.")
        self._keep(entries, texts)
        self.commits += 1

    def _keep(self, entries: Sequence[Entry], texts: Mapping[str, str]) -> None:
        for entry in entries:
            self.entries.setdefault(entry.id, entry)
            if entry.id in texts:
                self.texts.setdefault(entry.id, texts[entry.id])

    def read(self) -> list[Entry]:
        return list(self.entries.values())

    def fresh(self) -> list[Entry]:
        return self.read()


def recorder_on(
    journal: MemoryJournal, clock: HandClock, author: str = "me", seed: int = 0, source: str = "key"
) -> Recorder:
    return Recorder(journal, clock, Random(seed).getrandbits, "a session", author, source)


class Session:
    """A recorder with a clock set by hand: ``session.at(12, GiveFloor(AMAL))``."""

    def __init__(self, seats: tuple[Seat, ...] = SEATS) -> None:
        self.journal, self.clock = MemoryJournal(), HandClock()
        self.recorder = recorder_on(self.journal, self.clock)
        if seats:
            self.recorder.do(c.Open(seats))

    def at(self, second: float, *commands: c.Command) -> Session:
        """Give the commands at this second; all but a refused one are followed by the next."""
        self.clock.ms = ms(second)
        for command in commands:
            self.outcome = self.recorder.do(command)
        return self

    @property
    def state(self) -> SessionState:
        return self.recorder.state

    def take(self, *told: tuple[float, Fact], source: str) -> Session:
        """Bring in facts from elsewhere."""
        logged = self.recorder.logged_ms()
        self.recorder.take(tuple(entries(*told, source=source, author="me", logged_ms=logged)))
        return self


def entries(
    *told: tuple[float, Fact], source: str = "key", author: str = "me", logged_ms: int | None = None
) -> list[Entry]:
    """Entries with readable ids (source-0, source-1, …), each happening at its second."""
    return [
        Entry(
            f"{source}-{number:04}",
            "a session",
            ms(second),
            ms(second) if logged_ms is None else logged_ms,
            author,
            source,
            fact,
        )
        for number, (second, fact) in enumerate(told)
    ]


def told(*facts: tuple[float, Fact]) -> SessionState:
    """The state after these facts."""
    return fold(entries(*facts))


# --- what a table asks of a state


def turns(state: SessionState) -> list[tuple[str, float, float]]:
    """Who had the floor from when to when, in seconds."""
    return [_turn(turn) for turn in state.turns]


def _turn(turn: Turn) -> tuple[str, float, float]:
    return (turn.person, (turn.from_ms - T0) / 1000, (turn.to_ms - T0) / 1000)


def spans(found: Sequence[Span]) -> list[tuple[float, float | None]]:
    return [((span.from_ms - T0) / 1000, seconds(span.to_ms)) for span in found]


def speaker(state: SessionState) -> str | None:
    return state.floor.person if state.floor else None
