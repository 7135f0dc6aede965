"""The program's time: UTC from the wall clock, read once, then counted on by the monotonic clock.

A clock set back or forward, a change to summer time or a flight across zones cannot bend a duration this way;
the difference is noticed (``jumped_ms``) so that it can be written down.
"""

from __future__ import annotations

import time
from collections.abc import Callable

JUMP_MS = 2_000
"""Smaller differences are the computer's clock being disciplined, not set."""


def steady_ns() -> int:
    """Nanoseconds that also pass while the computer sleeps, where the system tells them."""
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic_ns() if boottime is None else time.clock_gettime_ns(boottime)


class SystemClock:
    """The real time. ``wall`` and ``steady`` give nanoseconds and are handed in by tests."""

    def __init__(self, wall: Callable[[], int] = time.time_ns, steady: Callable[[], int] = steady_ns) -> None:
        self._wall, self._steady = wall, steady
        self._anchor_ns = wall() - steady()
        self._told_ms = 0

    def now_ms(self) -> int:
        return (self._anchor_ns + self._steady()) // 1_000_000

    def jumped_ms(self) -> int:
        off_by = self._wall() // 1_000_000 - self.now_ms()
        jump = off_by - self._told_ms
        if abs(jump) < JUMP_MS:
            return 0
        self._told_ms = off_by
        return jump


class PlayedClock:
    """A time that runs ``speed`` times as fast from ``start_ms`` on: for rehearsals and replays."""

    def __init__(self, start_ms: int, speed: float = 1.0, steady: Callable[[], int] = steady_ns) -> None:
        self._start_ms, self.speed, self._steady = start_ms, speed, steady
        self._began = steady()

    def now_ms(self) -> int:
        return self._start_ms + int((self._steady() - self._began) // 1_000_000 * self.speed)

    def jumped_ms(self) -> int:
        return 0


class SetClock:
    """A time that stands still until it is set: for made-up sessions and for tests."""

    def __init__(self, now_ms: int) -> None:
        self.ms = now_ms
        self.jump_ms = 0

    def now_ms(self) -> int:
        return self.ms

    def jumped_ms(self) -> int:
        jump, self.jump_ms = self.jump_ms, 0
        return jump
