"""What the ``import`` commands share: reading the file as what it was called for, and the store for a dry run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

import click

from facilitator_tui.commands.common import CouldNotBeDone, opened, store_file

if TYPE_CHECKING:
    from facilitator_tui.imports.column_map import ColumnMap
    from facilitator_tui.imports.normal import NormalForm
    from facilitator_tui.store.file import Store

F = TypeVar("F", bound=Callable[..., Any])


def columns_option(command: F) -> F:
    """Give a command ``--columns``, which it hands to ``column_map``."""
    return click.option(
        "--columns", type=click.Path(path_type=Path), metavar="MAP", help="A column map (TOML or JSON)."
    )(command)


def encoding_option(command: F) -> F:
    """Give a command ``--encoding``, which it hands to ``encoding_named``."""
    return click.option(
        "--encoding", default="", metavar="NAME", help="The encoding, when another was recognised."
    )(command)


@contextmanager
def import_store(db: str | None, dry_run: bool) -> Iterator[Store]:
    """The store; for a dry run only to read, and an empty one where there is none yet."""
    if not dry_run or store_file(db).exists():
        with opened(db, read_only=dry_run) as store:
            yield store
        return
    with TemporaryDirectory() as folder, opened(str(Path(folder) / "empty.db")) as store:
        yield store


@contextmanager
def reading() -> Iterator[None]:
    """Make what is wrong with a file, or with an option that says how to read it, a sentence and an exit code."""
    from facilitator_tui.imports.encodings import UnknownEncoding
    from facilitator_tui.imports.options import UnknownZone
    from facilitator_tui.imports.problems import ImportProblem

    try:
        yield
    except UnknownEncoding as error:
        raise click.BadParameter(str(error), param_hint="--encoding") from error
    except UnknownZone as error:
        raise click.BadParameter(str(error), param_hint="--zone") from error
    except ImportProblem as error:
        raise CouldNotBeDone(str(error)) from error


def encoding_named(encoding: str) -> str:
    """The encoding that this name means; call it within ``reading``."""
    from facilitator_tui.imports.encodings import encoding_called

    return encoding_called(encoding)


def column_map(columns: Path | None) -> ColumnMap | None:
    """The column map in that file; call it within ``reading``."""
    from facilitator_tui.imports.column_map import read_column_map

    return read_column_map(columns) if columns else None


def instead(file: Path, form: NormalForm) -> CouldNotBeDone:
    """Say what a file is that was taken for something else, and which command takes it in."""
    from facilitator_tui.imports.normal import AttendanceFile, RosterFile, TurnsFile
    from facilitator_tui.plain import plain

    if isinstance(form, TurnsFile):
        what = "holds speaking turns; take them in with “import turns”"
    elif isinstance(form, AttendanceFile):
        what = "is an attendance report; take it in with “import attendance”"
    elif isinstance(form, RosterFile):
        what = "is a roster; take it in with “import people”"
    else:
        what = "is a chat; it can be shown with “read” but is not taken in"
    return CouldNotBeDone(f"{plain(file.name)} {what}.")
