"""The union of a store with a copy of another one: new rows come in, nothing that is here is changed.

Rows are the same by their key (an entry by its id, a plan by its hash), so the order of files does not matter and the
same file twice adds nothing. Two files that say different things about one row are told apart here; ours stays.
Opening files, the commit around it and what follows from new entries are not here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from facilitator_tui.store.keeping.tables import TABLES, Table, columns

if TYPE_CHECKING:
    from facilitator_tui.store.keeping.copies import Copy
    from facilitator_tui.store.sqlite import Connection


class Difference(msgspec.Struct, frozen=True, order=True):
    """A row that both have and say different things about, in these columns."""

    table: str
    key: str
    columns: tuple[str, ...]


class Union(msgspec.Struct, frozen=True):
    """What a copy brought: ``new`` and ``known`` rows by table, where it differs, whose journals grew.

    ``left_out`` is the number of texts and addresses that did not come because what they stand beside was here
    already without them.
    """

    new: dict[str, int]
    known: dict[str, int]
    differences: tuple[Difference, ...]
    sessions: tuple[str, ...]
    people: tuple[str, ...]
    left_out: int


def unite(connection: Connection, copy: Copy) -> Union:
    """Add the copy's rows within the transaction that is open. Raises the driver's ``Error``."""
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for table in TABLES:
        _stage(connection, table, copy)
    everybody = tuple(person for (person,) in connection.execute("SELECT id FROM temp.theirs_person"))
    grown = tuple(
        session
        for (session,) in connection.execute(
            f"SELECT DISTINCT session FROM temp.theirs_entry AS t WHERE {_NEW_ENTRY} ORDER BY session"
        )
    )
    differences = [found for table in TABLES for found in _differences(connection, table, named=copy.named)]
    new: dict[str, int] = {}
    known: dict[str, int] = {}
    left_out = 0
    # Whether something beside a row, or of a person, may come depends on whether that is new: so the last table first.
    for table in reversed(TABLES):
        staged = connection.execute(f"SELECT count(*) FROM temp.theirs_{table.name}").fetchone()[0]
        there = connection.execute(
            f"SELECT count(*) FROM temp.theirs_{table.name} AS t WHERE {_there(table)}"
        ).fetchone()[0]
        new[table.name] = _add(connection, table)
        known[table.name] = there
        if table.beside:
            left_out += staged - there - new[table.name]
    for table in TABLES:
        connection.execute(f"DROP TABLE temp.theirs_{table.name}")
    order = [table.name for table in TABLES]
    return Union(
        {name: new[name] for name in order},
        {name: known[name] for name in order},
        tuple(sorted(differences)),
        grown,
        everybody,
        left_out,
    )


_NEW_ENTRY = "NOT EXISTS (SELECT 1 FROM main.entry AS o WHERE o.id = t.id)"


def _stage(connection: Connection, table: Table, copy: Copy) -> None:
    """Put the copy's rows into a table in memory beside ours, in their order."""
    own = columns(connection, table)
    names = ", ".join(own)
    connection.execute(
        f"CREATE TEMP TABLE theirs_{table.name} AS SELECT {names} FROM main.{table.name} WHERE 0"
    )
    connection.executemany(
        f"INSERT INTO temp.theirs_{table.name} ({names}) VALUES ({', '.join('?' * len(own))})",
        copy.store.connection.execute(f"SELECT {names} FROM {table.name} ORDER BY {table.order}"),
    )


def _add(connection: Connection, table: Table) -> int:
    names = ", ".join(columns(connection, table))
    may = f"NOT ({_there(table)})"
    if table.beside:
        may += f" AND NOT EXISTS (SELECT 1 FROM main.{table.beside} AS o WHERE o.id = t.{table.beside})"
    may += _ALSO.get(table.name, "")
    statement = (
        f"INSERT INTO main.{table.name} ({names}) SELECT {names} FROM temp.theirs_{table.name} AS t "
        f"WHERE {may} ORDER BY rowid"
    )
    return int(connection.execute(statement).rowcount)


_ALSO = {
    # A person whose name is another one here was corrected or erased: what a platform called them stays away then.
    "alias": " AND NOT EXISTS (SELECT 1 FROM main.person AS o JOIN temp.theirs_person AS p ON p.id = o.id "
    "WHERE o.id = t.person AND o.name <> p.name)",
    # Nobody is in a subgroup twice at a time.
    "membership": " AND NOT (to_ms IS NULL AND EXISTS (SELECT 1 FROM main.membership AS o "
    "WHERE o.subgroup = t.subgroup AND o.person = t.person AND o.to_ms IS NULL))",
}


def _same(table: Table) -> str:
    return " AND ".join(f"o.{column} = t.{column}" for column in table.key)


def _there(table: Table) -> str:
    return f"EXISTS (SELECT 1 FROM main.{table.name} AS o WHERE {_same(table)})"


def _differences(connection: Connection, table: Table, *, named: bool) -> list[Difference]:
    compared = [column for column in table.compared if named or column not in table.nameless]
    if not compared:
        return []
    flags = ", ".join(f"o.{column} IS NOT t.{column}" for column in compared)
    rows = connection.execute(
        f"SELECT t.{table.key[0]}, {flags} FROM temp.theirs_{table.name} AS t "
        f"CROSS JOIN main.{table.name} AS o WHERE {_same(table)} AND ({flags.replace(', ', ' OR ')})"
    )
    found = [
        Difference(table.name, key, tuple(c for c, differs in zip(compared, row, strict=True) if differs))
        for key, *row in rows
    ]
    if table.name == "membership":
        found += [Difference("membership", key, ("from_ms",)) for (key,) in connection.execute(_SECOND_PLACE)]
    return found


_SECOND_PLACE = """
SELECT DISTINCT t.subgroup FROM temp.theirs_membership AS t JOIN main.membership AS o
ON o.subgroup = t.subgroup AND o.person = t.person AND o.to_ms IS NULL
WHERE t.to_ms IS NULL AND (o.from_ms, o.role, o.seat) <> (t.from_ms, t.role, t.seat)
"""
