"""Ids of entries and people: unique without asking anybody, and in order of time.

The layout is that of a UUID of version 7 (RFC 9562): 48 bits of milliseconds, then a counter and random bits.
Ids of imported rows take the random part from the row itself, so that the same row always gets the same id.
"""

from __future__ import annotations

from collections.abc import Callable


def _uuid7(ms: int, low74: int) -> str:
    high12, low62 = (low74 >> 62) & 0xFFF, low74 & ((1 << 62) - 1)
    value = (ms & ((1 << 48) - 1)) << 80 | 7 << 76 | high12 << 64 | 2 << 62 | low62
    digits = f"{value:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


class IdMaker:
    """Makes ids that grow from call to call, whatever the clock does. ``randbits(n)`` gives n random bits."""

    def __init__(self, randbits: Callable[[int], int]) -> None:
        self._randbits = randbits
        self._last_ms = 0
        self._counter = 0

    def next(self, now_ms: int) -> str:
        if now_ms > self._last_ms:
            self._last_ms, self._counter = now_ms, 0
        else:
            self._counter += 1
            if self._counter >= 1 << 12:
                self._last_ms, self._counter = self._last_ms + 1, 0
        return _uuid7(self._last_ms, self._counter << 62 | self._randbits(62))


def derived_id(at_ms: int, *parts: str) -> str:
    """The id of an imported row: the same time and parts (source, row, …) give the same id for ever."""
    from hashlib import sha256

    seed = sha256("\x1f".join(parts).encode()).digest()
    return _uuid7(at_ms, int.from_bytes(seed[:10]) & ((1 << 74) - 1))
