"""The attendance register for auditors: no names, and each row chained to the one before by SHA-256. Pure.

A person is a short sum of the id, the same in every register of this store; only who has the store, or a register
with ids, can say who it is. Names, addresses, titles, reasons and authors are left out. The last cell of each row is
the SHA-256 of the last cell of the row before, a line feed, and the text of the row up to the comma before that cell;
before the first row stands the SHA-256 of the line of heads. Whoever noted the last sum sees any later change.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from hashlib import sha256

import msgspec

from facilitator_tui.exports import register as r
from facilitator_tui.exports.register_columns import Column, Line, interval, seconds, stamp
from facilitator_tui.exports.register_tables import flat

_BREAK = "\r\n"
_SUM = "sha256"


class ChainProblem(ValueError):
    """The file is no chained register, or its chain is broken. The message says where."""


class Checked(msgspec.Struct, frozen=True):
    """A chain that holds: how many rows, and the sum that stands for all of them."""

    rows: int
    last: str


def code(id: str) -> str:
    """A short name for an id, always the same; ids are random, so that it cannot be guessed back."""
    return sha256(id.encode()).hexdigest()[:12]


CHAINED: tuple[Column[Line], ...] = (
    Column("session", "A code for the session.", lambda x: code(x.session.id)),
    Column("person", "A code for the person.", lambda x: code(x.row.person)),
    Column("course", "The course.", lambda x: x.session.course),
    Column("module", "The number of the module.", lambda x: x.session.module),
    Column("zone", "The time zone of the times.", lambda x: x.session.zone),
    Column("planned_from", "When it was planned.", lambda x: stamp(x.session.planned_ms, x.session.zone)),
    Column("held_from", "When it was opened.", lambda x: stamp(x.session.opened_ms, x.session.zone)),
    Column("held_to", "When it was ended.", lambda x: stamp(x.session.ended_ms, x.session.zone)),
    Column("record", "confirmed or provisional.", lambda x: x.row.record),
    Column("role", "participant or observer.", lambda x: x.row.role),
    Column("status", "What the session was for the person.", lambda x: x.row.status),
    Column("by_rule", "What the rule says.", lambda x: x.row.by_rule),
    Column("seconds", "Presence that counts.", lambda x: seconds(x.row.present_ms)),
    Column("late_seconds", "From the beginning to the first arrival.", lambda x: seconds(x.row.late_ms)),
    Column(
        "spells",
        "The stretches that count.",
        lambda x: tuple(interval(each, x.session.zone) for each in x.row.spells),
    ),
    Column("source", "Where these come from.", lambda x: x.row.source),
    Column("confirmed_at", "When it was confirmed.", lambda x: stamp(x.session.confirmed_ms, x.session.zone)),
    Column("status_confirmed", "The status then.", lambda x: x.row.status_confirmed or ""),
    Column("corrections", "Corrections since.", lambda x: r.corrections(x.row.changes)),
)


def to_chain(register: r.Register) -> bytes:
    """The chained register as CSV in UTF-8."""
    by_id = {session.id: session for session in register.sessions}
    lines = [
        [column.cell(Line(row, by_id[row.session])) for column in CHAINED]
        for row in sorted(register.rows, key=lambda row: (by_id[row.session].opened_ms or 0, row.session))
    ]
    texts = [_line([flat(cell) for cell in line]) for line in lines]
    head = _line([*(column.name for column in CHAINED), _SUM])
    return _BREAK.join([head, *_chained(head, texts), ""]).encode()


def _line(cells: Sequence[str | int | float | None]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="").writerow([_one_line(cell) for cell in cells])
    return out.getvalue()


def _one_line(cell: str | int | float | None) -> str | int | float | None:
    """A row is one line, so that it can be checked with any tool."""
    return " ".join(cell.split()) if isinstance(cell, str) else cell


def _chained(head: str, texts: Sequence[str]) -> Iterator[str]:
    last = sha256(head.encode()).hexdigest()
    for text in texts:
        last = _next(last, text)
        yield f"{text},{last}"


def _next(last: str, text: str) -> str:
    return sha256(f"{last}\n{text}".encode()).hexdigest()


def check(content: bytes) -> Checked:
    """What the chained register's last sum is. Raises ``ChainProblem`` naming the first line that was changed.

    How lines are broken is no part of the chain: mail and version control change that on their own.
    """
    try:
        head, *rows = content.decode("utf-8-sig").replace(_BREAK, "\n").split("\n")
    except UnicodeDecodeError as error:
        raise ChainProblem("This is no register with a chain: it is not text in UTF-8.") from error
    if not head.endswith(f",{_SUM}") or not rows or rows.pop():
        raise ChainProblem(
            f"This is no whole register with a chain: its first line does not end in “,{_SUM}”, or its last line is "
            "cut off. A spreadsheet that saved it may have changed it; check the file as it was written."
        )
    last = sha256(head.encode()).hexdigest()
    for number, row in enumerate(rows, start=2):
        text, _, written = row.rpartition(",")
        last = _next(last, text)
        if written != last:
            raise ChainProblem(f"Line {number} is not as it was written, or a line before it is missing.")
    return Checked(len(rows), last)
