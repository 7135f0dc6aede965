"""Finding the course that a session or a subgroup belongs to, and what its rules say about presence.

A session holds its course's title as it was then, sometimes an id or a name that somebody typed; here it is found
again among the person's own courses and those that come with the program. What a rule means is in ``completion``.
"""

from __future__ import annotations

from collections.abc import Iterable

from facilitator_tui import settings
from facilitator_tui.plans.course import Presence
from facilitator_tui.plans.readings import CourseReading


def courses() -> tuple[CourseReading, ...]:
    """Every course, the person's own first; a person's own copy of a shipped course takes its place."""
    from facilitator_tui.plans.shelf import read_courses, shipped_courses

    data = settings.folder("data")
    own = read_courses(data / "plans")
    known = {reading.course.id for reading in own if reading.course is not None}
    shipped = read_courses(shipped_courses(), data / "readings")
    return (*own, *(each for each in shipped if each.course is not None and each.course.id not in known))


def find_course(text: str, among: Iterable[CourseReading] | None = None) -> CourseReading | None:
    """The course with this id, else with this title (capitals and spaces around it do not matter); None if none.

    ``among`` are the courses to look through, for whoever asks several times; without it they are read anew.
    """
    wanted = text.strip()
    if not wanted:
        return None
    known = [
        (each.course, each) for each in (courses() if among is None else among) if each.course is not None
    ]
    return next(
        (each for course, each in known if course.id == wanted),
        next((each for course, each in known if course.title.strip().casefold() == wanted.casefold()), None),
    )


def presence_of(reading: CourseReading | None) -> Presence:
    """When a session of the course counts as attended: by its first badge for participants.

    Of no course, and of a course without such a badge, any presence counts and nobody is late.
    """
    badges = reading.course.badges if reading is not None and reading.course is not None else ()
    return next((badge.presence for badge in badges if "participant" in badge.roles), Presence())


def planned_ms(reading: CourseReading | None, module: int | None) -> int | None:
    """The participants' time in the live session of this module, in milliseconds; None where that is not said."""
    plan = reading.plan(module) if reading is not None and module is not None else None
    return plan.seconds * 1000 if plan is not None and plan.seconds else None
