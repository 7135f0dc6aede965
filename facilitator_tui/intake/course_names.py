"""One spelling for each course that somebody names: its title, whether the id or the title was written.

Subgroups and withdrawals hold a course by its name. Two spellings of it would be two courses, with two subgroups of one
name; so whoever takes people in asks here first. What a course is made of is in ``plans``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from facilitator_tui.course_rules import courses
from facilitator_tui.plain import plain
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People, Subgroup


class CourseNames(msgspec.Struct, frozen=True):
    """Every course there is. ``titles`` gives its title by each name in small letters, ``ids`` are for messages."""

    titles: Mapping[str, str] = {}
    ids: tuple[str, ...] = ()

    def spelled(self, text: str) -> str:
        """The title of the course that is meant; a name that nobody knows stays as it is."""
        name = plain(text)
        return self.titles.get(name.casefold(), name)

    def key(self, text: str) -> str:
        """What all spellings of one course have in common."""
        return self.spelled(text).casefold()

    def unknown(self, text: str) -> str:
        """Why the name means no course, with those that there are; empty where it does, or is empty."""
        name = plain(text)
        if not name or name.casefold() in self.titles:
            return ""
        return f"There is no course “{name}”. Courses are: {', '.join(self.ids)}."


def course_names(groups: Iterable[Subgroup]) -> CourseNames:
    """The courses of this person and of the program, and those that these subgroups have."""
    there = [each.course for each in courses() if each.course is not None]
    titles: dict[str, str] = {}
    for course in there:
        titles.setdefault(course.id.casefold(), plain(course.title))
    for course in there:
        titles.setdefault(plain(course.title).casefold(), plain(course.title))
    others = {}
    for group in groups:
        name = plain(group.course)
        if name and name.casefold() not in titles:
            others[name.casefold()] = name
    ids = tuple(dict.fromkeys(course.id for course in there))
    return CourseNames(titles | others, (*ids, *(f"“{name}”" for name in others.values())))


def courses_known(store: Store) -> CourseNames:
    """The same for the subgroups of a store. Raises ``StoreProblem``."""
    return course_names(People(store).subgroups())
