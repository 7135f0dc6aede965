"""The attendance register as tables: CSV in UTF-8 for spreadsheets, JSON for programs.

A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP ASVS 1.2.10); JSON is no
spreadsheet and keeps it as it is. A list within a cell (spells, authors) is a list in JSON, in CSV parted by ``; ``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from facilitator_tui.exports import register as r
from facilitator_tui.exports import register_columns as c
from facilitator_tui.exports.tables import guarded

TABLES = ("sessions", "people", "courses", "register", "corrections")
"""The names of the tables, in the order in which they are written."""

T = TypeVar("T")


class Table(msgspec.Struct, frozen=True):
    """A table as it is written: heads, what each means, and the rows."""

    name: str
    heads: tuple[str, ...]
    says: tuple[str, ...]
    rows: tuple[tuple[c.Cell, ...], ...]


def tables(register: r.Register) -> tuple[Table, ...]:
    """Every table of the register."""
    by_id = {session.id: session for session in register.sessions}
    lines = [c.Line(row, by_id[row.session]) for row in register.rows]
    return (
        _table("sessions", c.SESSIONS, register.sessions),
        _table("people", c.PEOPLE, register.people),
        _table("courses", c.COURSES, register.courses),
        _table("register", c.REGISTER, lines),
        _table("corrections", c.CORRECTIONS, _changes(register)),
    )


def _table(name: str, columns: Sequence[c.Column[T]], of: Iterable[T]) -> Table:
    return Table(
        name,
        tuple(column.name for column in columns),
        tuple(column.says for column in columns),
        tuple(tuple(column.cell(each) for column in columns) for each in of),
    )


def _changes(register: r.Register) -> list[c.ChangeLine]:
    names = {row.person: row.named.name for row in register.rows}
    return [
        c.ChangeLine(change, session, tuple(names.get(person, "") for person in change.people))
        for session in register.sessions
        for change in session.changes
    ]


def joined(cell: c.Cell) -> str | int | float | None:
    """The cell as one value."""
    return "; ".join(cell) if isinstance(cell, tuple) else cell


def flat(cell: c.Cell) -> str | int | float | None:
    """The cell as a spreadsheet takes it: one value, and text that it does not run."""
    return guarded(joined(cell))


def table_csv(table: Table) -> bytes:
    """The table as CSV, with a byte order mark so that Excel reads it as UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.heads)
    writer.writerows([[flat(cell) for cell in row] for row in table.rows])
    return out.getvalue().encode("utf-8-sig")


def to_json(register: r.Register) -> bytes:
    """The register as JSON, in the shape that docs/register.md describes; UTF-8, indented by two."""
    shape = {
        "kind": "register",
        "version": 1,
        "made": c.stamp(register.made_ms, "UTC"),
        "scope": register.scope,
        "private": register.private,
        "provisional_sessions": register.provisional,
        **{
            table.name: [dict(zip(table.heads, row, strict=True)) for row in table.rows]
            for table in tables(register)
        },
    }
    return msgspec.json.format(msgspec.json.encode(shape), indent=2) + b"\n"


def summary(register: r.Register) -> str:
    """The register in one sentence: what it holds, and how much of it is provisional."""
    held = sum(session.standing != "planned" for session in register.sessions)
    people = len({row.person for row in register.rows if row.counted})
    return (
        f"{_so_many(len(register.sessions), 'session')}, {held} of them held: {held - register.provisional} confirmed, "
        f"{register.provisional} provisional; {_so_many(people, 'participant')}."
    )


def _so_many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
