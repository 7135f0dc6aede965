"""Finds what somebody names by an id or a title: a course, one of its badges, one of its subgroups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from facilitator_tui.cohorts.problem import CohortProblem
from facilitator_tui.cohorts.sessions import is_of
from facilitator_tui.completion.problems import CompletionProblem
from facilitator_tui.course_rules import courses, find_course
from facilitator_tui.plain import plain
from facilitator_tui.plans.course import Badge, Course
from facilitator_tui.plans.readings import CourseReading
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People, Subgroup


@contextmanager
def in_this_room(name: str = "") -> Iterator[None]:
    """Say a problem of ``completion`` as one of the cohort, with the person's name where it is about one."""
    try:
        yield
    except CompletionProblem as problem:
        raise CohortProblem(f"{name}: {problem}" if name else str(problem)) from problem


def course_of(text: str, store: Store | None = None) -> CourseReading:
    """The course with this id or title; without one the only one that has subgroups in the store.

    Raises ``CohortProblem`` with the courses that there are.
    """
    known = courses()
    if not text and store is not None:
        named = dict.fromkeys(group.course for group in People(store).subgroups() if group.course)
        there = {each.folder: each for name in named if (each := find_course(name, known)) is not None}
        if len(there) == 1:
            return next(iter(there.values()))
        titles = ", ".join(each.course.id for each in there.values() if each.course is not None)
        raise CohortProblem(
            f"Say which course is meant with --course: {titles or 'no subgroup belongs to one'}."
        )
    reading = find_course(text, known)
    if reading is None:
        ids = ", ".join(each.course.id for each in known if each.course is not None)
        raise CohortProblem(f"There is no course “{plain(text)}”. Courses are: {ids}.")
    return reading


def checked(reading: CourseReading) -> Course:
    """The course, whole: with a module that cannot be read a rule would be decided on too few sessions."""
    errors = [each for each in reading.problems if each.severity == "error"]
    if reading.course is None or errors:
        raise CohortProblem(
            f"The course in {reading.folder} has errors, so nothing can be decided by it: correct them first "
            f"(“plan check {reading.folder}” names the lines)."
        )
    return reading.course


def badge_of(course: Course, badge: str) -> Badge:
    """The badge with this id; without one the only one of the course. Raises ``CohortProblem``."""
    if not course.badges:
        raise CohortProblem(
            f"The course “{course.title}” has no badge: write its rule into course.yaml, then check it with "
            "“plan check”."
        )
    found = [each for each in course.badges if each.id == badge] if badge else list(course.badges)
    if len(found) == 1:
        return found[0]
    there = ", ".join(each.id for each in course.badges)
    said = f"has no badge “{plain(badge)}”" if badge else "has several badges"
    raise CohortProblem(f"The course “{course.title}” {said}: name one of {there}.")


def find_subgroup(store: Store, course: Course, text: str) -> Subgroup | None:
    """The subgroup of the course with this id or name; None where none is named. Raises ``CohortProblem``."""
    if not text:
        return None
    mine = [each for each in People(store).subgroups() if is_of(each.course, course)]
    found = [each for each in mine if each.id == text] or [
        each for each in mine if each.name.casefold() == text.strip().casefold()
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise CohortProblem(
            f"{len(found)} subgroups of “{course.title}” are called “{plain(text)}”; give the id."
        )
    there = ", ".join(each.name for each in mine) or "none yet"
    raise CohortProblem(f"The course “{course.title}” has no subgroup “{plain(text)}”. It has: {there}.")
