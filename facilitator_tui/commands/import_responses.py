"""``facilitator-tui import responses``: takes a table of who handed in what into the store, or takes it back.

How tables are read is in ``imports``, how they are taken in is in ``response_intake``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from facilitator_tui.commands.cohorts import deciding, now_ms, zone_of
from facilitator_tui.commands.common import CouldNotBeDone, db_option, opened
from facilitator_tui.commands.import_files import (
    columns_option,
    encoding_named,
    encoding_option,
    import_store,
    reading,
)

if TYPE_CHECKING:
    from facilitator_tui.intake.reports import Question
    from facilitator_tui.intake.responses import ResponseIntake, ResponseWish
    from facilitator_tui.store.file import Store

PROBLEMS_FOUND = 1


def _pairs(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    pairs = []
    for value in values:
        name, sign, whom = value.rpartition("=")
        if not (name.strip() and sign and whom.strip()):
            raise click.BadParameter(f"“{value}” is not like “Name in the table=Person”.", context, option)
        pairs.append((name.strip(), whom.strip()))
    return tuple(pairs)


@click.command()
@click.argument("file")
@click.option(
    "--course", default="", metavar="COURSE", help="The course, by id or title. Default: the only one."
)
@click.option("--task", default="", metavar="TASK", help="The task, where the table does not say which.")
@click.option("--zone", default="", metavar="ZONE", help="The zone of its times. Default: the subgroups'.")
@click.option("--day-first/--month-first", default=None, help="How to read dates like 03/04/2026.")
@columns_option
@encoding_option
@click.option(
    "--same",
    multiple=True,
    callback=_pairs,
    metavar="NAME=PERSON",
    help="Who a name in the table is: a person's whole name or id. It is remembered.",
)
@click.option("--forget", is_flag=True, help="Take back everything from this FILE (or source) instead.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape.")
@db_option
def responses(
    file: str,
    course: str,
    task: str,
    zone: str,
    day_first: bool | None,
    columns: Path | None,
    encoding: str,
    same: tuple[tuple[str, str], ...],
    forget: bool,
    dry_run: bool,
    as_json: bool,
    db: str | None,
) -> None:
    """Take in who handed in what: FILE has a row for each time, or a row a person with a column for each task.

    People are those of the course; doubtful and unknown ones are left out and named. The same table adds nothing the
    second time, a longer one only what is new. Exit code 1 says that something was left out or could not be read.
    """
    if forget:
        _forget(file, dry_run, db)
        return
    with import_store(db, dry_run) as store, deciding(), reading():
        where = zone or _zone(store, course)
        wish = _wish(store, Path(file), course, task, where, day_first, columns, encoding, same)
        taken = _taken(store, wish, dry_run)
    if as_json:
        shape = {**msgspec.structs.asdict(taken), "zone": where, "dry_run": dry_run}
        click.echo(msgspec.json.format(msgspec.json.encode(shape), indent=2))
    else:
        click.echo("\n".join(_summary(taken, where, dry_run)))
    if taken.problems or taken.questions or taken.unknown:
        raise click.exceptions.Exit(PROBLEMS_FOUND)


def _wish(
    store: Store,
    file: Path,
    course: str,
    task: str,
    zone: str,
    day_first: bool | None,
    columns: Path | None,
    encoding: str,
    same: tuple[tuple[str, str], ...],
) -> ResponseWish:
    from facilitator_tui.cohorts.finding import checked, course_of
    from facilitator_tui.imports.responses import read_response_map, read_responses
    from facilitator_tui.intake.responses import ResponseWish, source_of_file, words_of
    from facilitator_tui.plans.problems import suggest

    reading = course_of(course, store)
    words = words_of(checked(reading), reading.plans)
    if task and not words.task(task):
        near = suggest(task, tuple(each.id for each in words.tasks))
        raise click.BadParameter(f"The course has no task “{task}”; {near}.", param_hint="--task")
    form = read_responses(
        file,
        words,
        task=words.task(task),
        said=read_response_map(columns) if columns else None,
        zone=zone,
        day_first=day_first,
        encoding=encoding_named(encoding),
    )
    return ResponseWish(form, checked(reading), source_of_file(file), same)


def _zone(store: Store, course: str) -> str:
    from facilitator_tui.cohorts.finding import checked, course_of

    return zone_of(store, checked(course_of(course, store)))


def _taken(store: Store, wish: ResponseWish, dry_run: bool) -> ResponseIntake:
    from facilitator_tui.intake.responses import preview, take_in

    return (preview if dry_run else take_in)(store, wish, now_ms())


def _forget(file: str, dry_run: bool, db: str | None) -> None:
    from facilitator_tui.intake.responses import forget, source_of_file, would_forget
    from facilitator_tui.plain import plain

    try:
        source = source_of_file(Path(file)) if Path(file).is_file() else file
    except OSError as error:
        raise CouldNotBeDone(f"{plain(file)} cannot be read: {error.strerror or error}.") from error
    with opened(db, read_only=dry_run) as store, deciding():
        count = would_forget(store, source) if dry_run else forget(store, source)
    click.echo(f"{'Would be taken' if dry_run else 'Taken'} back: {count} deliveries from {source}.")


def _summary(taken: ResponseIntake, zone: str, dry_run: bool) -> Iterator[str]:
    yield f"{'Would go' if dry_run else 'Went'} to the course {taken.course}, source {taken.source}"
    yield f"New: {taken.new}. There already: {taken.known}. People: {taken.people}. Times are those of {zone}."
    for task in taken.tasks:
        yield f"  {task.task}: {task.new} new, {task.known} there already"
    used = [f"{meaning} from “{label}”" for label, meaning in taken.columns if meaning]
    unused = [f"“{label}”" for label, meaning in taken.columns if not meaning]
    yield f"Columns: {', '.join(used)}"
    if unused:
        yield f"Not used: {', '.join(unused)}"
    for question in taken.questions:
        yield from _question(question)
    if taken.unknown:
        yield f"Unknown in this course, left out: {', '.join(taken.unknown)}"
    for problem in taken.problems:
        yield problem.message
    for warning in taken.warnings:
        yield f"Note: {warning}"


def _question(question: Question) -> Iterator[str]:
    yield f"Doubtful, left out: {question.name} ({question.why})"
    for each in question.candidates:
        yield f"  {each.name}, {each.why}: --same “{question.name}={each.name}”"
