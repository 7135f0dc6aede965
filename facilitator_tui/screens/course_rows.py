"""What the course browser's lists and pages show, out of courses as they were read. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import get_args

from facilitator_tui.plans.course_sheet import course_sheet
from facilitator_tui.plans.hand_out import session_sheet
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.plans.problems import Problem
from facilitator_tui.plans.readings import COURSE_FILE, CourseReading
from facilitator_tui.plans.render import Heading, Part, Said
from facilitator_tui.plans.run_sheet import Audience, for_audience
from facilitator_tui.screens.course_port import CourseCard
from facilitator_tui.widgets.row_list import Row


def problems_in_words(errors: int, advice: int) -> str:
    """``no problems``, ``2 errors``, ``1 error, 3 advice``."""
    said = [f"{errors} error{'' if errors == 1 else 's'}"] if errors else []
    said += [f"{advice} advice"] if advice else []
    return ", ".join(said) or "no problems"


def course_rows(cards: Sequence[CourseCard]) -> list[Row]:
    """The person's own courses, then those that came with the program."""
    own = [card for card in cards if card.own]
    shipped = [card for card in cards if not card.own]
    rows = [Row("own", ("Your own courses",), heading=True), *map(_course_row, own)] if own else []
    return rows + (
        [Row("shipped", ("Shipped with the program",), heading=True), *map(_course_row, shipped)]
        if shipped
        else []
    )


def _course_row(card: CourseCard) -> Row:
    meetings = [(card.sessions, "session"), (card.questions, "question")]
    met = ", ".join(f"{count} {what}{'' if count == 1 else 's'}" for count, what in meetings if count)
    weeks = f"{card.weeks} week{'' if card.weeks == 1 else 's'}" if card.weeks else ""
    return Row(
        card.folder,
        (card.title, card.kind, card.format, weeks, met, problems_in_words(card.errors, card.advice)),
    )


def count_of(problems: Sequence[Problem]) -> str:
    errors = sum(problem.severity == "error" for problem in problems)
    return problems_in_words(errors, len(problems) - errors)


def placed(problem: Problem, folder: str) -> str:
    """The problem as one line, ``file:line: what is wrong — what to write instead``; the file within the course."""
    file = Path(problem.file)
    within = str(file.relative_to(folder)) if file.is_relative_to(folder) else problem.file
    place = f"{within}:{problem.line}" if problem.line else within
    return f"{place}: {problem.message}" + (f" — {problem.hint}" if problem.hint else "")


def plan_rows(reading: CourseReading) -> list[Row]:
    """What is wrong, then the course and its modules. The keys say what a row stands for and in which file it is."""
    rows: list[Row] = []
    if reading.problems:
        rows.append(Row("problems", (f"Check: {count_of(reading.problems)}",), heading=True))
    for at, problem in enumerate(reading.problems):
        rows.append(
            Row(
                f"problem {at}",
                ("!" if problem.severity == "error" else "·", placed(problem, reading.folder)),
            )
        )
    rows.append(Row("plans", ("Course and modules",), heading=True))
    rows.append(Row("course", ("", "The course and its rules")))
    return rows + [_module_row(file, plan_of(file, reading)) for file in reading.modules]


def _module_row(file: str, plan: SessionPlan | None) -> Row:
    cells = (str(plan.module), plan.title, _length(plan)) if plan else ("–", file, "has errors")
    return Row(f"module {file}", cells)


def _length(plan: SessionPlan) -> str:
    asked = f"{len(plan.questions)} asked" if plan.questions else ""
    return ", ".join(each for each in (f"{plan.seconds // 60} min" if plan.seconds else "", asked) if each)


def place_of(key: str, reading: CourseReading) -> tuple[str, int]:
    """The file that a row stands for, and the line in it (0: none)."""
    what, _, rest = key.partition(" ")
    if what == "problem":
        problem = reading.problems[int(rest)]
        file = Path(problem.file)
        return str(file / COURSE_FILE if file.is_dir() else file), problem.line
    return str(Path(reading.folder) / (rest or COURSE_FILE)), 0


def plan_of(key: str, reading: CourseReading) -> SessionPlan | None:
    """The plan that a row or a module's file stands for."""
    return dict(zip(reading.files, reading.plans, strict=True)).get(key.removeprefix("module "))


def page_of(key: str, reading: CourseReading, audience: Audience, start: datetime | None) -> tuple[Part, ...]:
    """What is to be read about a row: the problem, the course, or the whole plan."""
    title = reading.course.title if reading.course else ""
    plan = plan_of(key, reading)
    if plan is not None:
        return session_sheet(for_audience(plan, audience), title, start)
    if key == "course" and reading.course is not None:
        return course_sheet(reading.course, reading.plans)
    if key.startswith("problem "):
        return _problem_page(reading.problems[int(key.partition(" ")[2])], reading.folder)
    return (
        (Said("", "This cannot be shown before it is corrected: see the problems in the list."),)
        if key
        else ()
    )


def _problem_page(problem: Problem, folder: str) -> tuple[Part, ...]:
    kind = "An error: the text cannot be used like this" if problem.severity == "error" else "Advice"
    return (Heading(1, kind), Said("", placed(problem, folder)))


def audiences(reading: CourseReading) -> tuple[Audience, ...]:
    """For whom the plans of this course can be shown: the team, each role that has something to do, participants."""
    used = {block.lead for plan in reading.plans for block in plan.blocks}
    used |= {lane.role for plan in reading.plans for block in plan.blocks for lane in block.lanes}
    roles: tuple[Audience, ...] = tuple(each for each in get_args(Audience) if each in used)
    return ("team", *roles, "participants")
