"""What the commands that touch the store share: the ``--db`` option, opening the store, failing in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from facilitator_tui.store.file import Store

F = TypeVar("F", bound=Callable[..., Any])


class CouldNotBeDone(click.ClickException):
    """Nothing is wrong with how the command was called, but it could not be done: exit code 3."""

    exit_code = 3


def db_option(command: F) -> F:
    """Give a command ``--db``, which it hands to ``store_file`` as it came."""
    return click.option("--db", metavar="FILE", help="The store to use instead of your own.")(command)


def store_file(db: str | None) -> Path:
    """The store's path: from the command, else from the front door, else the person's own."""
    from facilitator_tui.settings import store_path

    return store_path(db or click.get_current_context().find_root().params.get("db"))


@contextmanager
def opened(db: str | None, *, read_only: bool = False) -> Iterator[Store]:
    """The store, open; its problems become sentences and exit code 3.

    Opening it for reading alone never makes a file: a store that is not there is a problem then. One of an older
    version is brought up to date first, where it can be written to.
    """
    from facilitator_tui.dialogue.entries import UnknownEntry
    from facilitator_tui.dialogue.journal import NotWritten
    from facilitator_tui.store import sqlite
    from facilitator_tui.store.errors import OlderStore, StoreProblem, why
    from facilitator_tui.store.file import Store

    path = store_file(db)
    try:
        if read_only and not path.exists():
            raise StoreProblem(f"There is no store at {path} yet; it is made with the first session.")
        try:
            opening = Store.open(path, read_only=read_only)
        except OlderStore:
            Store.open(path).close()
            opening = Store.open(path, read_only=read_only)
        with opening as store:
            if store.notice:
                click.echo(store.notice, err=True)
            yield store
    except (StoreProblem, NotWritten, UnknownEntry) as error:
        raise CouldNotBeDone(str(error)) from error
    except sqlite.driver().Error as error:
        raise CouldNotBeDone(why(error, path)) from error
