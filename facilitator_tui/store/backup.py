"""Copies the facilitator's file while it is in use, to one file that is complete in itself.

When to make a backup and where to put it is not decided here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from facilitator_tui.atomic import replacing
from facilitator_tui.store import sqlite
from facilitator_tui.store.errors import StoreProblem, why

if TYPE_CHECKING:
    from facilitator_tui.store.file import Store

_SQLITE_HEAD = b"SQLite format 3\x00"


def back_up(store: Store, target: Path) -> int:
    """Copy the store to ``target`` (0600), replacing an older backup there; gives its size in bytes.

    The copy is checked before it takes the place of the older one. Raises ``StoreProblem`` when ``target`` is
    the store itself or a file of another kind, or when the copy could not be made.
    """
    _refuse(store, target)
    errors = sqlite.driver().Error
    try:
        with replacing(target) as temporary:
            copy = sqlite.driver().connect(temporary, isolation_level=None)
            try:
                store.connection.backup(copy)
                # The copy remembers being in WAL mode and would want a second file beside it.
                copy.execute("PRAGMA journal_mode = DELETE")
                found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
            finally:
                copy.close()
            if found != "ok":
                raise StoreProblem(f"{store.path} is damaged ({found}), so no backup was made of it.")
    except errors as error:
        raise StoreProblem(f"The backup {target} was not made. {why(error, target)}") from error
    except OSError as error:
        raise StoreProblem(
            f"The backup {target} was not made: {error.strerror or error}. Choose another place."
        ) from error
    return target.stat().st_size


def _refuse(store: Store, target: Path) -> None:
    if target.is_dir():
        raise StoreProblem(f"{target} is a folder; name a file in it.")
    if not target.exists():
        return
    if target.samefile(store.path):
        raise StoreProblem(f"{target} is the store itself; name another file.")
    with target.open("rb") as file:
        head = file.read(len(_SQLITE_HEAD))
    if head not in (b"", _SQLITE_HEAD):
        raise StoreProblem(f"{target} is a file of another kind and was left alone; name another file.")
