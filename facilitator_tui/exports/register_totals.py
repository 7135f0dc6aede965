"""Sums of the attendance register: by person and by course. Pure.

Milliseconds are summed, never minutes: 90 seconds and 90 seconds are 180, whatever a form rounds them to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from facilitator_tui.dialogue.presence import Status
from facilitator_tui.exports.register import (
    Attendance,
    CourseTotal,
    PersonTotal,
    Session,
    corrections,
)


def person_totals(rows: Sequence[Attendance]) -> tuple[PersonTotal, ...]:
    """One total for each person and course, by course and name."""
    grouped: dict[tuple[str, str], list[Attendance]] = {}
    for row in rows:
        grouped.setdefault((row.course, row.person), []).append(row)
    totals = [_person(own) for own in grouped.values()]
    return tuple(sorted(totals, key=lambda each: (each.course, each.named.name.casefold(), each.person)))


def _person(rows: Sequence[Attendance]) -> PersonTotal:
    counted = [row for row in rows if row.counted]
    last = rows[-1]
    return PersonTotal(
        person=last.person,
        named=last.named,
        course=last.course,
        subgroups=tuple(dict.fromkeys(row.subgroup for row in rows if row.subgroup)),
        role="participant" if counted else last.role,
        sessions=len(rows),
        expected=sum(row.expected for row in rows),
        statuses=_statuses(rows),
        present_ms=sum(row.present_ms for row in counted),
        late_ms=sum(row.late_ms for row in counted),
        provisional=sum(row.record == "provisional" for row in rows),
        corrections=sum(corrections(row.changes) for row in rows),
    )


def course_totals(rows: Sequence[Attendance], sessions: Sequence[Session]) -> tuple[CourseTotal, ...]:
    """One total for each course, by its title. Observers are not among the participants."""
    return tuple(
        _course(
            course,
            [row for row in rows if row.course == course and row.counted],
            [session for session in sessions if session.course == course],
        )
        for course in sorted({session.course for session in sessions})
    )


def _course(course: str, rows: Sequence[Attendance], sessions: Sequence[Session]) -> CourseTotal:
    return CourseTotal(
        course=course,
        subgroups=len({session.subgroup for session in sessions if session.subgroup}),
        planned=len(sessions),
        held=sum(session.standing != "planned" for session in sessions),
        confirmed=sum(session.record == "confirmed" for session in sessions),
        provisional=sum(session.record == "provisional" for session in sessions),
        participants=len({row.person for row in rows}),
        expected=sum(row.expected for row in rows),
        statuses=_statuses(rows),
        present_ms=sum(row.present_ms for row in rows),
        corrections=sum(corrections(session.changes) for session in sessions),
    )


def _statuses(rows: Sequence[Attendance]) -> dict[Status, int]:
    return dict(Counter(row.status for row in rows))
