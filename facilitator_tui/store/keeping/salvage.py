"""Saving what can be read of a damaged store.

Every table is read row by row around the damage, what cannot be understood is left out, and what a row refers to and
is gone is replaced by an empty one, so that the journal keeps its place. What was lost is told. An intact file does
not come here: see ``copies``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facilitator_tui.dialogue.entries import UnknownEntry, decode
from facilitator_tui.store import sqlite
from facilitator_tui.store.errors import StoreProblem, why
from facilitator_tui.store.keeping.copies import Copy, connect_to, empty
from facilitator_tui.store.keeping.findings import many
from facilitator_tui.store.keeping.tables import TABLES, Table, columns

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from facilitator_tui.store.file import Store
    from facilitator_tui.store.sqlite import Connection

PROBED = 200_000
"""So many single rows are looked for within a damaged stretch, and no more."""

_STANDS_FOR = {
    "person": ("INSERT INTO person (id, name, created_ms) VALUES (?, '', 0)"),
    "session": ("INSERT INTO session (id, title, created_ms) VALUES (?, 'Recovered session', 0)"),
    "subgroup": ("INSERT INTO subgroup (id, name, created_ms) VALUES (?, 'Recovered subgroup', 0)"),
}
"""What is put in the place of a row that is gone and that others refer to."""


def salvaged(path: Path) -> tuple[AbstractContextManager[Copy], tuple[str, ...]]:
    """What could be read of the file, and sentences about what could not. Raises ``StoreProblem`` if nothing could."""
    errors = sqlite.driver().Error
    store = empty()
    lost: list[str] = []
    try:
        file = _opened(path)
        try:
            for table in TABLES:
                lost += _saved(file, store, table, errors)
        finally:
            file.close()
        lost += _mended(store)
        if not store.rows("SELECT 1 FROM entry UNION ALL SELECT 1 FROM person LIMIT 1"):
            raise StoreProblem(f"Nothing could be read of {path}. Use an older backup.")
    except errors as error:
        store.close()
        raise StoreProblem(f"Nothing could be saved. {why(error, path)}") from error
    except StoreProblem:
        store.close()
        raise
    return _closing(Copy(path, store)), tuple(lost)


@contextmanager
def _closing(copy: Copy) -> Iterator[Copy]:
    try:
        yield copy
    finally:
        copy.store.close()


def _opened(path: Path) -> Connection:
    if not path.is_file():
        raise StoreProblem(f"{path} cannot be read: it is no file.")
    connection = connect_to(path)
    connection.execute("PRAGMA query_only = 1")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def _saved(file: Connection, store: Store, table: Table, errors: type[Exception]) -> list[str]:
    """Take over what can be read of one table; gives a sentence if that was not everything."""
    ours = columns(store.connection, table)
    try:
        theirs = [name for name in columns(file, table) if name in ours]
    except errors as error:
        return [f"None of the {table.says} could be read ({error})."]
    if not theirs:
        return []  # a store of an older version, which had no such table
    names = ", ".join(theirs)
    into = (
        f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(theirs))}) ON CONFLICT DO NOTHING"
    )
    refused = 0
    rows, gap = _readable(file, f"SELECT rowid, {names} FROM {table.name}", errors)
    for _, values in sorted(rows.items()):
        row = dict(zip(theirs, values, strict=True))
        if table.name == "entry" and not _understood(row):
            refused += 1
            continue
        try:
            store.connection.execute(into, values)
        except errors:  # a value that this table does not take: damaged
            refused += 1
    sentences = [f"{refused} of the {table.says} were damaged and left out."] if refused else []
    if gap:
        sentences.append(f"Of the {table.says} some could not be read at all, up to {gap}.")
    return sentences


def _understood(row: dict[str, Any]) -> bool:
    try:
        decode(row["kind"], row["v"], row["payload"])
    except (UnknownEntry, TypeError, KeyError):
        return False
    return True


def _readable(
    file: Connection, select: str, errors: type[Exception]
) -> tuple[dict[int, tuple[Any, ...]], int]:
    """The rows that can be read, by row number, and how many at most are missing between them."""
    rows: dict[int, tuple[Any, ...]] = {}
    if _scan(file, f"{select} ORDER BY rowid", rows, errors):
        return rows, 0
    first = max(rows, default=0)
    later: dict[int, tuple[Any, ...]] = {}
    _scan(file, f"{select} WHERE rowid > {first} ORDER BY rowid DESC", later, errors)
    last = min(later, default=first + PROBED)
    rows.update(later)
    for number in range(first + 1, min(last, first + PROBED)):
        _scan(file, f"{select} WHERE rowid = {number}", rows, errors)
    highest = max(rows, default=0)
    return rows, sum(1 for number in range(1, highest) if number not in rows) if rows else 0


def _scan(file: Connection, select: str, rows: dict[int, tuple[Any, ...]], errors: type[Exception]) -> bool:
    """Read until the end or the damage; whether it was the end."""
    try:
        for number, *values in file.execute(select):
            rows[number] = tuple(values)
    except errors:
        return False
    return True


def _mended(store: Store) -> list[str]:
    """Put something in the place of rows that are referred to and gone; drop what then still hangs in the air."""
    replaced: dict[str, int] = {}
    for table, number, parent, key in store.rows("PRAGMA foreign_key_check"):
        if parent not in _STANDS_FOR:
            continue
        column = next(row[3] for row in store.rows(f"PRAGMA foreign_key_list({table})") if row[0] == key)
        ids = store.rows(f"SELECT {column} FROM {table} WHERE rowid = ?", number)
        if not store.rows(f"SELECT 1 FROM {parent} WHERE id = ?", ids[0][0]):
            store.connection.execute(_STANDS_FOR[parent], ids[0])
            replaced[parent] = replaced.get(parent, 0) + 1
    dropped = 0
    for table, number, *_ in store.rows("PRAGMA foreign_key_check"):
        if table == "session":
            store.connection.execute("UPDATE session SET plan = NULL WHERE rowid = ?", (number,))
        else:
            store.connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (number,))
        dropped += 1
    sentences = [
        f"{many(count, f'{one} was', f'{says} were')} gone, with what was known of them."
        for name, one, says in (
            ("person", "person", "people"),
            ("session", "session", "sessions"),
            ("subgroup", "subgroup", "subgroups"),
        )
        if (count := replaced.get(name, 0))
    ]
    return (
        [*sentences, f"{many(dropped, 'row', 'rows')} referred to something that is gone."]
        if dropped
        else sentences
    )
