"""``facilitator-tui report SESSION``: writes the report of a session as Markdown, JSON or CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from facilitator_tui.commands.common import CouldNotBeDone, db_option, opened

if TYPE_CHECKING:
    from facilitator_tui.exports.model import Report

TABLES = ("people", "turns", "spells", "notes", "blocks")


@click.command()
@click.argument("session")
@click.option(
    "--to",
    "kind",
    type=click.Choice(["md", "json", "csv"]),
    default="md",
    show_default=True,
    help="The form.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The file to write, or a folder. Without it the report is printed.",
)
@click.option("--table", type=click.Choice(TABLES), help="With --to csv: only this table.")
@click.option("--private", is_flag=True, help="Include private flags. Do not pass such a report on.")
@db_option
def report(
    session: str,
    kind: Literal["md", "json", "csv"],
    output: Path | None,
    table: str | None,
    private: bool,
    db: str | None,
) -> None:
    """Write the report of SESSION: its number in "session list", its id, or the beginning of its id."""
    if table and kind != "csv":
        raise click.UsageError("--table goes with --to csv.")
    if kind == "csv" and not table and output is None:
        raise click.UsageError(
            f"CSV is one file for each table: name a folder with -o, or one of {', '.join(TABLES)} with --table."
        )
    from facilitator_tui.exports.files import ExportProblem
    from facilitator_tui.reporting import report_of
    from facilitator_tui.store.sessions import Sessions

    with opened(db, read_only=True) as store:
        made = report_of(store, Sessions(store).find(session), private=private)
    try:
        _put(made, kind, output, table)
    except ExportProblem as error:
        raise CouldNotBeDone(str(error)) from error


def _put(made: Report, kind: Literal["md", "json", "csv"], output: Path | None, table: str | None) -> None:
    from facilitator_tui.exports.files import rendered, stem, write_file, write_tables
    from facilitator_tui.exports.tables import to_csv

    if kind == "csv" and table is None:
        if output is not None:
            _say(write_tables(made, output))
        return
    content = (
        to_csv(made, table) if kind == "csv" and table else rendered(made, "json" if kind == "json" else "md")
    )
    if output is None:
        # Bytes, so that names come out whole whatever the terminal's encoding is.
        click.echo(content, nl=False)
        return
    ending = f"-{table}.csv" if table else f".{kind}"
    _say([write_file(output / f"{stem(made)}{ending}" if output.is_dir() else output, content)])


def _say(files: list[Path]) -> None:
    for file in files:
        click.echo(f"Written: {file}")
