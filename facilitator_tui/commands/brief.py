"""``facilitator-tui brief SUBGROUP``: what to read in the ten minutes before the subgroup's next session."""

from __future__ import annotations

from pathlib import Path

import click

from facilitator_tui.commands.cohorts import now_ms
from facilitator_tui.commands.common import CouldNotBeDone, db_option, opened


@click.command()
@click.argument("subgroup")
@click.option(
    "--to",
    "kind",
    type=click.Choice(["md", "html"]),
    default="md",
    show_default=True,
    help="The form.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="The file to write, or a folder. Without it the brief is printed.",
)
@db_option
def brief(subgroup: str, kind: str, out: Path | None, db: str | None) -> None:
    """Say what matters for the next session of SUBGROUP (its name or id). It is for you: it holds names and notes."""
    from facilitator_tui.briefing import brief_of
    from facilitator_tui.exports.brief import sheet_of
    from facilitator_tui.exports.files import ExportProblem, safe_name, write_file
    from facilitator_tui.exports.page import sheet_html, sheet_markdown

    with opened(db, read_only=True) as store:
        made = brief_of(store, subgroup, now_ms())
    page = sheet_of(made)
    content = (sheet_html(page) if kind == "html" else sheet_markdown(page)).encode()
    if out is None:
        # Bytes, so that names come out whole whatever the terminal's encoding is.
        click.echo(content, nl=False)
        return
    try:
        file = write_file(out / f"brief-{safe_name(made.subgroup)}.{kind}" if out.is_dir() else out, content)
    except ExportProblem as error:
        raise CouldNotBeDone(str(error)) from error
    click.echo(f"Written: {file}")
