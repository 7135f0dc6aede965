"""What the live screen needs from outside: the port ``LiveDesk``. Implemented over the store in ``opening``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from facilitator_tui.plans.model import SessionPlan


class LiveDesk(Protocol):
    """What the live screen needs to know beyond the journal. What it cannot do is a ``DeskProblem``."""

    title: str
    plan: SessionPlan | None
    names: Mapping[str, str]
    """Display names by person id; a new mapping whenever one changes."""
    note_texts: dict[str, str]
    tags: list[str]
    stall_ms: int
    """After so much silence that nobody planned a cue is due; 0: never."""

    def time_of_day(self, ms: int, *, seconds: bool = False) -> str: ...

    def add_guest(self, name: str) -> str:
        """A new person of this name; gives the id."""

    def rename(self, person: str, name: str) -> None: ...

    def propose_rooms(self, people: list[str], size: int) -> tuple[tuple[str, ...], ...]:
        """Rooms of about ``size`` out of these people."""
