"""The ports of the core: where entries are kept, who waits for the disk, what tells the time. Implemented elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from facilitator_tui.dialogue.entries import Entry


class NotWritten(Exception):
    """Entries could not be made durable. The message is a sentence that says why and what to do.

    They may be on disk all the same (a failed write can have happened), so trying again must use the same ids.
    """


class Journal(Protocol):
    """The durable, append-only store of the entries of one session."""

    def append(self, entries: Sequence[Entry], texts: Mapping[str, str]) -> None:
        """Make the entries, and the texts of notes by entry id, durable in one commit; known ids are skipped.

        Raises ``NotWritten``.
        """

    def read(self) -> list[Entry]:
        """Every entry of the session, in the order of writing."""

    def fresh(self) -> list[Entry]:
        """Entries that another program has added since the last ``read``, ``append`` or ``fresh``."""


class Flight(Protocol):
    """A job that was given to somebody aside."""

    def take_off(self) -> None:
        """Stand aside until the job has begun. Once, before landing."""

    def land(self) -> None:
        """Wait for its end, and raise what it raised."""


class Aside(Protocol):
    """Does a job beside the caller, one at a time."""

    def start(self, job: Callable[[], None]) -> Flight: ...


class Clock(Protocol):
    """The time, in milliseconds since 1970 in UTC, running evenly whatever the computer's clock is set to."""

    def now_ms(self) -> int: ...

    def jumped_ms(self) -> int:
        """By how much the computer's clock was moved since the last call; 0 if it was not."""
