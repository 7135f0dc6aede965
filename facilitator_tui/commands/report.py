"""``facilitator-tui report SESSION``: writes the report of a session, or what its participants may be given of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from facilitator_tui.commands.common import CouldNotBeDone, db_option, opened

if TYPE_CHECKING:
    from facilitator_tui.exports.digest import Digest
    from facilitator_tui.exports.model import Report

Kind = Literal["md", "html", "json", "csv", "xlsx"]

TABLES = ("people", "turns", "spells", "notes", "blocks")


@click.command()
@click.argument("session")
@click.option(
    "--to",
    "kind",
    type=click.Choice(["md", "html", "json", "csv", "xlsx"]),
    default="md",
    show_default=True,
    help="The form.",
)
@click.option(
    "--for",
    "audience",
    type=click.Choice(["participants"]),
    help="With md or html: a page for the participants, without names and without anybody's figures.",
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
    kind: Kind,
    audience: str | None,
    output: Path | None,
    table: str | None,
    private: bool,
    db: str | None,
) -> None:
    """Write the report of SESSION: its number in "session list", its id, or the beginning of its id."""
    _check(kind, audience, output, table, private)
    from facilitator_tui.exports.files import ExportProblem
    from facilitator_tui.reporting import digest_of, report_of
    from facilitator_tui.store.sessions import Sessions

    with opened(db, read_only=True) as store:
        row = Sessions(store).find(session)
        made = report_of(store, row, private=private)
        page = digest_of(store, row, made) if audience else None
    try:
        if page is not None:
            _put_digest(made, page, kind, output)
        elif kind == "csv":
            _put_tables(made, output, table)
        else:
            _put(made, kind, output)
    except ExportProblem as error:
        raise CouldNotBeDone(str(error)) from error


def _check(kind: Kind, audience: str | None, output: Path | None, table: str | None, private: bool) -> None:
    if table and kind != "csv":
        raise click.UsageError("--table goes with --to csv.")
    if audience and (kind not in ("md", "html") or private):
        raise click.UsageError("--for participants goes with --to md or --to html, and never with --private.")
    if kind == "csv" and not table and output is None:
        raise click.UsageError(
            f"CSV is one file for each table: name a folder with -o, or one of {', '.join(TABLES)} with --table."
        )
    if kind == "xlsx" and output is None:
        raise click.UsageError("An Excel workbook cannot be printed here: name a file or a folder with -o.")


def _put(made: Report, kind: Literal["md", "html", "json", "xlsx"], output: Path | None) -> None:
    from facilitator_tui.exports.forms import rendered

    _write(made, rendered(made, kind), output, f".{kind}")


def _put_digest(made: Report, page: Digest, kind: Kind, output: Path | None) -> None:
    from facilitator_tui.exports.page import sheet_html, sheet_markdown

    words = sheet_html(page.sheet) if kind == "html" else sheet_markdown(page.sheet)
    _write(made, words.encode(), output, f"-participants.{kind}")
    if page.left_out:
        notes = "1 note" if page.left_out == 1 else f"{page.left_out} notes"
        click.echo(
            f"{notes} tagged #share left out, because a name may stand there. Write it again without one to "
            "pass it on.",
            err=True,
        )


def _put_tables(made: Report, output: Path | None, table: str | None) -> None:
    from facilitator_tui.exports.files import write_tables
    from facilitator_tui.exports.tables import to_csv

    if table is not None:
        _write(made, to_csv(made, table), output, f"-{table}.csv")
    elif output is not None:
        _say(write_tables(made, output))


def _write(made: Report, content: bytes, output: Path | None, ending: str) -> None:
    from facilitator_tui.exports.files import stem, write_file

    if output is None:
        # Bytes, so that names come out whole whatever the terminal's encoding is.
        click.echo(content, nl=False)
        return
    _say([write_file(output / f"{stem(made)}{ending}" if output.is_dir() else output, content)])


def _say(files: list[Path]) -> None:
    for file in files:
        click.echo(f"Written: {file}")
