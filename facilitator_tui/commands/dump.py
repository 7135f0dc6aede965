"""``facilitator-tui dump``: the store as lines of JSON."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from facilitator_tui.commands.common import CouldNotBeDone, db_option, opened


@click.command()
@click.option(
    "-o",
    "--out",
    metavar="FILE",
    required=True,
    help="The file to write, for your own account alone; “-” for the screen or another program.",
)
@click.option(
    "--session",
    "sessions",
    metavar="SESSION",
    multiple=True,
    help="Only this session: its number in the list or its id. May be repeated.",
)
@click.option(
    "--without-names", is_flag=True, help="Leave out names, addresses and everything anybody wrote."
)
@db_option
def dump(out: str, sessions: tuple[str, ...], without_names: bool, db: str | None) -> None:
    """Write the whole store as lines of JSON, which can be read without this program and put back with “restore”.

    An older file of that name is replaced once the new one is complete, if it is a dump; every other file is left
    alone.
    """
    from facilitator_tui.atomic import replacing
    from facilitator_tui.store.keeping.dump import lines
    from facilitator_tui.store.sessions import Sessions

    with opened(db, read_only=True) as store:
        chosen = [Sessions(store).find(text).id for text in sessions]
        made = lines(store, time.time_ns() // 1_000_000, chosen, names=not without_names)
        if out == "-":
            for line in made:
                sys.stdout.buffer.write(line)
            return
        target = Path(out).expanduser()
        _refuse(target)
        count = 0
        try:
            with replacing(target) as temporary, temporary.open("wb") as file:
                for line in made:
                    file.write(line)
                    count += 1
        except OSError as error:
            raise CouldNotBeDone(f"{target} was not written: {error.strerror or error}.") from error
        click.echo(f"{count - 2} rows of {store.path} were written to {target}.")
    if not without_names:
        click.echo("It holds names and notes; keep it as carefully as the store.")


def _refuse(target: Path) -> None:
    """A dump takes the place of an older dump, and of nothing else."""
    from facilitator_tui.store.keeping.dump import is_dump

    if target.is_dir():
        raise CouldNotBeDone(f"{target} is a folder; name a file in it.")
    if target.exists() and target.stat().st_size and not is_dump(target):
        raise CouldNotBeDone(f"{target} is a file of another kind and was left alone; name another file.")
