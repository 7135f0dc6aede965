"""What comes of reading a module or a course. Values only."""

from __future__ import annotations

import msgspec

from facilitator_tui.plans.course import Course
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.plans.problems import Problem

COURSE_FILE = "course.yaml"


class PlanReading(msgspec.Struct, frozen=True):
    """What came of reading a module: the plan (``None`` if there was an error), and every problem."""

    plan: SessionPlan | None
    problems: tuple[Problem, ...]


class CourseReading(msgspec.Struct, frozen=True):
    """What came of reading a course's folder.

    ``course`` is ``None`` where its own file has an error; ``plans`` are the modules without one, in order, and
    ``files`` the names of their files. ``modules`` names the files of all modules, also of those with an error.
    """

    folder: str
    course: Course | None
    plans: tuple[SessionPlan, ...]
    problems: tuple[Problem, ...]
    files: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()

    def plan(self, module: int) -> SessionPlan | None:
        """The plan of the module with this number."""
        return next((plan for plan in self.plans if plan.module == module), None)
