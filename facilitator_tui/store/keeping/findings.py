"""What looking over a store gives: for each thing looked at, how it stands and what to do now."""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["ok", "hint", "problem"]


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at.

    ``level`` is "problem" where something does not work or data are at risk, "hint" where it could be better. ``says``
    is a sentence about how it stands, ``do`` one that answers "what now?", empty where there is nothing to do. No
    finding holds a name, an address or a word of a note.
    """

    check: str
    level: Level
    says: str
    do: str = ""


def ok(check: str, says: str) -> Finding:
    return Finding(check, "ok", says)


def hint(check: str, says: str, do: str) -> Finding:
    return Finding(check, "hint", says, do)


def problem(check: str, says: str, do: str) -> Finding:
    return Finding(check, "problem", says, do)


def some(ids: list[str], limit: int = 3) -> str:
    """The first few of these ids, and how many more there are."""
    more = len(ids) - limit
    return ", ".join(ids[:limit]) + (f" and {more} more" if more > 0 else "")


def many(count: int, one: str, several: str) -> str:
    """The number with its word: "1 session", "3 sessions"."""
    return f"{count} {one if count == 1 else several}"
