"""A session's measure and status for one person, from spells and the course's rule. Pure arithmetic.

Thresholds are compared in milliseconds and whole percent: a minute is never rounded on the way. What the session
then counts for (excuses, make-ups, lates) is in ``attendance``.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from facilitator_tui.completion.evidence import Status
from facilitator_tui.dialogue.presence import Stretch, union
from facilitator_tui.plans.course import Presence


class Measured(msgspec.Struct, frozen=True):
    """How long somebody was there, how late they came and how long before the end they left, in milliseconds."""

    present_ms: int = 0
    late_ms: int = 0
    left_ms: int = 0


def counting_time(opened_ms: int, planned_ms: int, closed_ms: int | None = None) -> Stretch:
    """From when to when presence counts: from the opening to the planned end, or to the closing if that came first.

    Nobody gains by staying longer than the plan, and nobody loses by leaving at its end. The measure is the session
    itself, never the participant who stayed longest.
    """
    planned_end = opened_ms + planned_ms
    return opened_ms, planned_end if closed_ms is None else min(planned_end, max(closed_ms, opened_ms))


def measure(spells: Iterable[Stretch], counting: Stretch) -> Measured:
    """Measure somebody's spells (of any number of devices) against the time in which presence counts."""
    start, end = counting
    there = union((max(from_ms, start), min(to_ms, end)) for from_ms, to_ms in spells)
    if not there:
        return Measured()
    return Measured(sum(to_ms - from_ms for from_ms, to_ms in there), there[0][0] - start, end - there[-1][1])


def suffices(present_ms: int, length_ms: int, presence: Presence) -> bool:
    """Whether so much presence makes a session count; none at all never does."""
    return (
        present_ms > 0
        and present_ms * 100 >= presence.from_percent * length_ms
        and present_ms >= presence.from_s * 1000
    )


def is_late(late_ms: int, presence: Presence) -> bool:
    """Whether somebody who came so long after the beginning is late; exactly on the grace is not."""
    return presence.late_after_s is not None and late_ms > presence.late_after_s * 1000


def status(measured: Measured, length_ms: int, presence: Presence) -> Status:
    """What a session of this length was for somebody, by measure alone.

    Leaving is early by the same grace as arriving is late. Somebody who did both is late.
    """
    if not measured.present_ms:
        return "absent"
    if not suffices(measured.present_ms, length_ms, presence):
        return "partial"
    if is_late(measured.late_ms, presence):
        return "late"
    return "left early" if is_late(measured.left_ms, presence) else "present"
