"""Presence as stretches of time: how long was somebody there, when several of their stretches overlap?

Pure arithmetic on pairs of milliseconds, and the words for what a session was for somebody. Which stretches a person
has comes from the fold or from an imported report; how much presence is enough is decided in ``completion``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Status = Literal[
    "present",
    "late",
    "left early",
    "partial",
    "absent",
    "excused",
    "technical",
    "made up",
    "observer",
    "not expected",
]
"""What a session was for somebody. Partial: there, but for less than the rule asks for."""

Stretch = tuple[int, int]
"""From and to, in milliseconds on any one clock; the end is not part of it."""


def union(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Give the stretches of time that at least one of ``stretches`` covers, in order of time.

    Somebody on a laptop and a telephone at once is there once. Stretches that touch become one; those that end
    before they begin, or when they begin, cover nothing.
    """
    covered: list[Stretch] = []
    for start, end in sorted(stretch for stretch in stretches if stretch[1] > stretch[0]):
        if covered and start <= covered[-1][1]:
            covered[-1] = (covered[-1][0], max(end, covered[-1][1]))
        else:
            covered.append((start, end))
    return tuple(covered)


def present_ms(stretches: Iterable[Stretch]) -> int:
    """Count the milliseconds that at least one of ``stretches`` covers; overlaps count once."""
    return sum(end - start for start, end in union(stretches))
