"""Who was expected in a session: whoever belonged to its subgroup then and had not left the course."""

from __future__ import annotations

from facilitator_tui.cohorts.sessions import is_of
from facilitator_tui.plans.readings import CourseReading
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import Member, People


def expected(
    store: Store, subgroup: str, at_ms: int, course: str, reading: CourseReading | None
) -> list[Member]:
    """The members of the subgroup at that time, whoever had left the course by then left out. Raises ``StoreProblem``.

    ``course`` is what the session calls its course, ``reading`` that course where it can be read.
    """
    people = People(store)
    known = reading.course if reading is not None else None
    left = {
        each.person
        for each in people.withdrawals()
        if each.at_ms <= at_ms
        and (
            is_of(each.course, known)
            if known is not None
            else each.course.casefold() == course.strip().casefold()
        )
    }
    return [member for member in people.members(subgroup, at_ms) if member.person.id not in left]
