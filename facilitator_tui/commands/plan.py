"""``plan check``, ``plan show``, ``plan new`` and ``plan schema``: courses on the command line.

Reading and writing is done by the room ``plans``; here are only the words of the command line.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from facilitator_tui.plain import plain
from facilitator_tui.plans.run_sheet import Audience

if TYPE_CHECKING:
    from facilitator_tui.plans.problems import Problem
    from facilitator_tui.plans.reader import Checked
    from facilitator_tui.plans.readings import CourseReading
    from facilitator_tui.plans.render import Part

_LONG = 2000


@click.group()
def plan() -> None:
    """Check, show and begin courses and session plans. The format is described in docs/plans.md."""


@plan.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
def check(paths: tuple[Path, ...], as_json: bool) -> None:
    """Say, line by line, what is wrong with courses, folders of courses or single modules.

    The worked examples of every badge are run against its rule.
    """
    from facilitator_tui.completion.examples import lint_examples
    from facilitator_tui.plans.reader import check_each

    checked = check_each(paths, also=lint_examples)
    problems = [problem for each in checked for problem in each.problems]
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(problems)).decode())
    else:
        for each in checked:
            _say(each)
        if problems:
            click.echo(_count(problems), err=True)
    sys.exit(1 if problems else 0)


@plan.command()
@click.argument("course")
@click.argument("module", required=False, type=int)
@click.option("--start", metavar="YYYY-MM-DDTHH:MM", help="When the session starts: gives times of day.")
@click.option("--zone", metavar="ZONE", help="The time zone of the start, for example Europe/Rome.")
@click.option(
    "--to", "form", type=click.Choice(["text", "md", "html", "json"]), default="text", show_default=True
)
@click.option(
    "--for",
    "audience",
    type=click.Choice(get_args(Audience)),
    default="team",
    show_default=True,
    help="Whose lanes to show; participants see none that are meant for the team.",
)
def show(
    course: str, module: int | None, start: str | None, zone: str | None, form: str, audience: Audience
) -> None:
    """Print a course, or the run sheet of one MODULE. COURSE is a folder or the name of a course that is shipped."""
    reading = _find_course(course)
    if module is None:
        click.echo(_shown_course(reading, form), nl=False)
    else:
        click.echo(_shown_module(reading, module, _moment(start, zone), form, audience), nl=False)


@plan.command()
@click.argument("folder", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Begin a course: write a commented skeleton into a new FOLDER."""
    from facilitator_tui.plans.problems import PlanError
    from facilitator_tui.plans.skeleton import write_skeleton

    try:
        written = write_skeleton(folder)
    except PlanError as error:
        raise click.ClickException(str(error)) from error
    for path in written:
        click.echo(plain(f"wrote {path}", _LONG))
    click.echo(plain(f"Next: edit these files, then run: facilitator-tui plan check {folder}", _LONG))


@plan.command()
def schema() -> None:
    """Print the JSON Schema of course.yaml and of a module's front matter."""
    import msgspec

    from facilitator_tui.plans.schema import json_schema

    click.echo(msgspec.json.format(msgspec.json.encode(json_schema())).decode())


def _say(checked: Checked) -> None:
    for problem in checked.problems:
        click.echo(plain(str(problem), _LONG))
    if not checked.problems:
        click.echo(plain(f"{checked.name}: {checked.content or 'in order'}: no problems", _LONG))


def _count(problems: list[Problem]) -> str:
    errors = sum(1 for problem in problems if problem.severity == "error")
    advice = len(problems) - errors
    return f"{errors} error{'' if errors == 1 else 's'}, {advice} piece{'' if advice == 1 else 's'} of advice"


def _find_course(name: str) -> CourseReading:
    from facilitator_tui.plans.reader import read_course
    from facilitator_tui.plans.shelf import shipped_courses

    for folder in (Path(name), shipped_courses() / name):
        if (folder / "course.yaml").is_file():
            return read_course(folder)
    shipped = ", ".join(
        each.name for each in sorted(shipped_courses().glob("*/")) if (each / "course.yaml").is_file()
    )
    raise click.ClickException(
        plain(f"There is no course {name}. Give its folder, or one of: {shipped}", _LONG)
    )


def _moment(start: str | None, zone: str | None) -> datetime | None:
    from facilitator_tui.plans.problems import PlanError
    from facilitator_tui.plans.run_sheet import read_start

    try:
        return read_start(start, zone)
    except PlanError as error:
        raise click.UsageError(str(error)) from error


def _shown_course(reading: CourseReading, form: str) -> str:
    from facilitator_tui.plans.course_sheet import course_sheet

    if reading.course is None:
        raise click.ClickException(_broken(reading))
    if form == "json":
        import msgspec

        content = {"course": reading.course, "modules": reading.plans}
        return msgspec.json.format(msgspec.json.encode(content)).decode() + "\n"
    return _written(
        course_sheet(reading.course, reading.plans), form, reading.course.title, reading.course.language
    )


def _shown_module(
    reading: CourseReading, module: int, start: datetime | None, form: str, audience: Audience
) -> str:
    from facilitator_tui.plans.hand_out import session_sheet, sheet_data
    from facilitator_tui.plans.run_sheet import for_audience

    found = reading.plan(module)
    if found is None and reading.problems:
        raise click.ClickException(_broken(reading))
    if found is None:
        numbers = ", ".join(str(each.module) for each in reading.plans)
        raise click.ClickException(f"There is no module {module}. The course has: {numbers}")
    shown = for_audience(found, audience)
    title = reading.course.title if reading.course else ""
    if form == "json":
        import msgspec

        return msgspec.json.format(msgspec.json.encode(sheet_data(shown, title, start))).decode() + "\n"
    return _written(session_sheet(shown, title, start), form, shown.title, shown.language)


def _written(parts: tuple[Part, ...], form: str, title: str, language: str) -> str:
    from facilitator_tui.plans.render import as_html, as_markdown, as_text

    if form == "html":
        return as_html(parts, title, language)
    return as_markdown(parts) if form == "md" else as_text(parts)


def _broken(reading: CourseReading) -> str:
    errors = [plain(str(each), _LONG) for each in reading.problems if each.severity == "error"]
    return "\n".join(["This cannot be shown before it is corrected:", *errors])
