"""``facilitator-tui register``: the attendance register for spreadsheets, for Moodle and for auditors."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from facilitator_tui.commands.common import CouldNotBeDone, db_option, opened

if TYPE_CHECKING:
    from facilitator_tui.exports.register import Register

Form = Literal["csv", "xlsx", "json", "moodle"]

TABLES = ("sessions", "people", "courses", "register", "corrections")


@click.command()
@click.option("--subgroup", metavar="NAME", default="", help="Only this subgroup: its name or id.")
@click.option("--course", metavar="NAME", default="", help="Only this course: its title or id.")
@click.option(
    "--session", metavar="SESSION", default="", help="Only this session: its number in the list or its id."
)
@click.option("--to", "form", type=click.Choice(["csv", "xlsx", "json", "moodle"]), help="The form.")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="The file to write, or the folder for several."
)
@click.option("--table", type=click.Choice(TABLES), help="With --to csv: only this table.")
@click.option(
    "--status",
    "statuses",
    metavar="STATUS=ACRONYM",
    multiple=True,
    help="With --to moodle: another acronym for a status, like “left early=L”. May be repeated.",
)
@click.option(
    "--pseudonymous",
    is_flag=True,
    help="With --to csv: one file without names, its rows chained by SHA-256, for auditors.",
)
@click.option(
    "--check",
    "checked",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Check the chain of such a file; nothing else is done.",
)
@click.option("--private", is_flag=True, help="Show the reasons of excuses and corrections.")
@click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape.")
@db_option
def register(
    subgroup: str,
    course: str,
    session: str,
    form: Form | None,
    out: Path | None,
    table: str | None,
    statuses: tuple[str, ...],
    pseudonymous: bool,
    checked: Path | None,
    private: bool,
    as_json: bool,
    db: str | None,
) -> None:
    """Write the attendance register: who was when in which session, who recorded it, and what was corrected.

    Without --to it is summed up on the screen.
    """
    if checked is not None:
        _check_chain(checked)
        return
    if as_json:
        if form not in (None, "json"):
            raise click.UsageError("--json prints; it does not go with another form.")
        form = "json"
    _check_usage(form, out, table, statuses, pseudonymous)
    from facilitator_tui.registering import register_of

    with opened(db, read_only=True) as store:
        made = register_of(
            store,
            made_ms=time.time_ns() // 1_000_000,
            subgroup=subgroup,
            course=course,
            session=session,
            private=private,
        )
    if form is None:
        _sum_up(made)
    elif out is None:
        click.echo(_printed(made, table), nl=False)
    elif pseudonymous:
        _write_chain(made, out)
    else:
        _write(made, form, out, table, statuses)


def _check_usage(
    form: Form | None, out: Path | None, table: str | None, statuses: tuple[str, ...], pseudonymous: bool
) -> None:
    if pseudonymous and (form != "csv" or out is None or table):
        raise click.UsageError("--pseudonymous goes with --to csv and --out, without --table.")
    if table and form != "csv":
        raise click.UsageError("--table goes with --to csv.")
    if statuses and form != "moodle":
        raise click.UsageError("--status goes with --to moodle.")
    if out is not None and form is None:
        raise click.UsageError("Name the form with --to: csv, xlsx, json or moodle.")
    if out is None and form in ("xlsx", "moodle"):
        raise click.UsageError(f"Name where the {form} files go with --out.")
    if out is None and form == "csv" and not table:
        raise click.UsageError(
            f"CSV is one file for each table: name a folder with --out, or one of {', '.join(TABLES)} with --table."
        )


def _printed(made: Register, table: str | None) -> bytes:
    """Bytes, so that names come out whole whatever the terminal's encoding is."""
    from facilitator_tui.exports.register_tables import table_csv, tables, to_json

    if table is None:
        return to_json(made)
    return next(table_csv(each) for each in tables(made) if each.name == table)


def _write(made: Register, form: Form, out: Path, table: str | None, statuses: tuple[str, ...]) -> None:
    from facilitator_tui.exports import register_files
    from facilitator_tui.exports.files import ExportProblem
    from facilitator_tui.exports.register_tables import summary

    try:
        if form == "moodle":
            files = _for_moodle(made, out, statuses)
        elif form == "xlsx":
            files = register_files.write_workbook(made, out)
        elif form == "json":
            files = register_files.write_json(made, out)
        elif table is not None:
            files = register_files.write_table(made, table, out)
        else:
            files = register_files.write_tables(made, out)
    except ExportProblem as error:
        raise CouldNotBeDone(str(error)) from error
    for file in files:
        click.echo(f"Written: {file}")
    click.echo(summary(made), err=True)


def _write_chain(made: Register, out: Path) -> None:
    from facilitator_tui.exports import register_files
    from facilitator_tui.exports.files import ExportProblem
    from facilitator_tui.exports.register_tables import summary

    try:
        (file,) = register_files.write_chain(made, out)
    except ExportProblem as error:
        raise CouldNotBeDone(str(error)) from error
    click.echo(f"Written: {file}")
    click.echo(summary(made), err=True)
    _check_chain(file)


def _check_chain(file: Path) -> None:
    """Say whether the chain holds; exit code 1 where it does not."""
    from facilitator_tui.exports.register_chain import ChainProblem, check

    try:
        found = check(file.read_bytes())
    except OSError as error:
        raise CouldNotBeDone(f"{file} cannot be read: {error.strerror}.") from error
    except ChainProblem as error:
        click.echo(str(error))
        click.get_current_context().exit(1)
    click.echo(f"The chain holds: {found.rows} rows, the last sum is {found.last}.")


def _for_moodle(made: Register, folder: Path, statuses: tuple[str, ...]) -> list[Path]:
    from facilitator_tui.exports.moodle import StatusProblem, acronyms, to_moodle
    from facilitator_tui.exports.register_files import write_moodle

    try:
        export = to_moodle(made, acronyms(statuses))
    except StatusProblem as error:
        raise click.UsageError(str(error)) from error
    for sentence in export.warnings:
        click.echo(sentence, err=True)
    if not export.files:
        raise CouldNotBeDone(
            "Nobody in these sessions can be found in Moodle: no participant has an e-mail address."
        )
    return write_moodle(export, folder)


def _sum_up(made: Register) -> None:
    from facilitator_tui.dialogue.words import clock
    from facilitator_tui.exports.register_columns import stamp
    from facilitator_tui.exports.register_tables import summary

    for session in made.sessions:
        begins = session.opened_ms if session.opened_ms is not None else session.planned_ms
        title = f"{session.subgroup} · {session.title}" if session.subgroup else session.title
        click.echo(f"{stamp(begins, session.zone) or 'no time':<25}  {session.record:<11}  {title}")
    for person in made.people:
        counts = ", ".join(f"{count} {status}" for status, count in person.statuses.items())
        provisional = f", {person.provisional} provisional" if person.provisional else ""
        click.echo(f"  {person.named.name}: {counts}; {clock(person.present_ms)}{provisional}")
    click.echo(summary(made))
