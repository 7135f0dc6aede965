"""Restoring: a backup or a dump becomes a store again, where there is none or an empty one.

The file is looked through before anything is written, and the store is there whole or not at all. A store that holds
anything is never replaced: that is what ``merge`` is for.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from facilitator_tui.atomic import replacing
from facilitator_tui.store import sqlite
from facilitator_tui.store.derived import rebuild_all
from facilitator_tui.store.errors import StoreProblem, why
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import reading, writing
from facilitator_tui.store.keeping.copies import Copy, copy_of, empty
from facilitator_tui.store.keeping.tables import TABLES
from facilitator_tui.store.keeping.union import unite

if TYPE_CHECKING:
    from collections.abc import Callable


class Restored(msgspec.Struct, frozen=True):
    """What is in the new store: rows by table, whether they came with names, and what of the file was lost."""

    rows: dict[str, int]
    named: bool
    lost: tuple[str, ...] = ()


def restore(file: Path, target: Path, *, damaged: bool = False) -> Restored:
    """Make the store ``target`` out of a backup, a store or a dump. Raises ``StoreProblem``; nothing is written then.

    With ``damaged`` the file may be a damaged store: what can be read of it is taken, and what was lost is told.
    """
    there = _look_at(target)
    if file.exists() and target.exists() and file.samefile(target):
        raise StoreProblem(f"{file} is the store itself; name another file, or another --db.")
    if not damaged:
        return _restored(lambda: copy_of(file), target, there, ())
    from facilitator_tui.store.keeping.salvage import salvaged

    copy, lost = salvaged(file)
    return _restored(lambda: copy, target, there, lost)


def _restored(
    opened: Callable[[], AbstractContextManager[Copy]], target: Path, there: bool, lost: tuple[str, ...]
) -> Restored:
    with opened() as copy:
        if there:
            with Store.open(target) as store, writing(store):
                if _rows(store):  # somebody may have begun meanwhile
                    raise _not_empty(target)
                rows = unite(store.connection, copy).new
                rebuild_all(store)
        else:
            rows = _written(copy, target)
        return Restored(rows, copy.named, lost)


def _written(copy: Copy, target: Path) -> dict[str, int]:
    """Make the store in memory, then the file at once."""
    errors = sqlite.driver().Error
    fresh = empty()
    try:
        with writing(fresh):
            rows = unite(fresh.connection, copy).new
            rebuild_all(fresh)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with replacing(target) as temporary:
            disk = sqlite.driver().connect(temporary, isolation_level=None)
            try:
                fresh.connection.backup(disk)
            finally:
                disk.close()
    except errors as error:
        raise StoreProblem(f"The store {target} was not made. {why(error, target)}") from error
    except OSError as error:
        raise StoreProblem(f"The store {target} was not made: {error.strerror or error}.") from error
    finally:
        fresh.close()
    return rows


def _look_at(target: Path) -> bool:
    """Whether there is a store at ``target`` already. Raises ``StoreProblem`` unless it is empty."""
    if target.is_dir():
        raise StoreProblem(f"{target} is a folder; name a file in it with --db.")
    if not target.exists() or not target.stat().st_size:
        for end in ("-wal", "-journal"):
            left = target.with_name(target.name + end)
            if left.exists() and left.stat().st_size:
                raise StoreProblem(
                    f"{left} belongs to a store that is no longer there, and may hold what was recorded last. Move it "
                    "to another folder (do not delete it), then restore again."
                )
        return False
    with Store.open(target, read_only=True) as store:
        if store.notice:
            raise StoreProblem(store.notice)
        if _rows(store):
            raise _not_empty(target)
    return True


def _not_empty(target: Path) -> StoreProblem:
    return StoreProblem(
        f"{target} holds something already and was left alone. Use “merge” to add a file to it, or name a new file "
        "with --db to restore into."
    )


def _rows(store: Store) -> int:
    with reading(store):
        return sum(int(store.rows(f"SELECT count(*) FROM {table.name}")[0][0]) for table in TABLES)
