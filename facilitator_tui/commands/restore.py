"""``facilitator-tui restore FILE``: makes a store out of a backup or a dump."""

from __future__ import annotations

from pathlib import Path

import click

from facilitator_tui.commands.common import CouldNotBeDone, db_option, store_file

SHOWN = ("session", "person", "entry", "decision", "issuance")
"""Of these tables the number of rows is told."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--from-damaged",
    is_flag=True,
    help="FILE is a damaged store: save what can be read, and say what was lost.",
)
@db_option
def restore(file: Path, from_damaged: bool, db: str | None) -> None:
    """Make a store out of FILE, a backup or a dump. The store must not exist yet, or be empty.

    FILE is looked through before anything is written, and is not changed.
    """
    from facilitator_tui.store.errors import StoreProblem
    from facilitator_tui.store.keeping.findings import many
    from facilitator_tui.store.keeping.restore import restore as made_from
    from facilitator_tui.store.keeping.tables import TABLES

    target = store_file(db)
    try:
        restored = made_from(file, target, damaged=from_damaged)
    except StoreProblem as error:
        raise CouldNotBeDone(str(error)) from error
    except OSError as error:
        raise CouldNotBeDone(f"{target} was not made: {error.strerror or error}.") from error
    held = [many(restored.rows[table.name], table.one, table.says) for table in TABLES if table.name in SHOWN]
    click.echo(f"{target} was made from {file}: {', '.join(held)}.")
    if not restored.named:
        click.echo("The dump was made without names, so nobody in the store has one.")
    for sentence in restored.lost:
        click.echo(f"Lost: {sentence}")
    if from_damaged and not restored.lost:
        click.echo("Nothing was found to be lost.")
