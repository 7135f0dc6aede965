"""``facilitator-tui backup FILE``: copies the store, also while a session is running."""

from __future__ import annotations

from pathlib import Path

import click

from facilitator_tui.commands.common import db_option, opened


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@db_option
def backup(file: Path, db: str | None) -> None:
    """Copy the store to FILE, also while it is in use.

    FILE is complete in itself and can be opened with --db. An older backup of that name is replaced once the
    new one is complete; a file of another kind is left alone.
    """
    from facilitator_tui.store.backup import back_up

    with opened(db, read_only=True) as store:
        size = back_up(store, file)
        click.echo(f"{store.path} was copied to {file} ({size / 1_000_000:.1f} MB).")
