"""The attendance register as an Excel workbook: one sheet a table, and a sheet that explains them.

Cells hold what the CSV files hold: numbers as numbers, times as text with their offset (a spreadsheet's own times
know no zone), and nothing that runs.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from facilitator_tui.exports import register as r
from facilitator_tui.exports.register_columns import ON_FILE, stamp
from facilitator_tui.exports.register_tables import Table, joined, summary, tables
from facilitator_tui.exports.workbook_cells import add_sheet, bold, storable

if TYPE_CHECKING:
    from openpyxl import Workbook

README = "read me"

_WIDE = {
    "title": 28,
    "course": 28,
    "name": 26,
    "names": 26,
    "spells": 56,
    "log_spells": 56,
    "report_spells": 56,
}


def to_xlsx(register: r.Register) -> bytes:
    """The workbook; its sheets are named as the tables, the last one is ``read me``."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    made = tables(register)
    for table in made:
        add_sheet(book, table.name, table.heads, (map(joined, row) for row in table.rows), _WIDE)
    _explain(book, register, made)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _explain(book: Workbook, register: r.Register, made: Sequence[Table]) -> None:
    sheet = book.create_sheet(README)
    for letter, width in (("A", 16), ("B", 26), ("C", 100)):
        sheet.column_dimensions[letter].width = width
    sheet.append([bold(sheet, "Attendance register")])
    for label, text in _facts(register):
        sheet.append([label, "", storable(text)])
    sheet.append([])
    sheet.append([bold(sheet, head) for head in ("sheet", "column", "meaning")])
    for table in made:
        for head, says in zip(table.heads, table.says, strict=True):
            sheet.append([table.name, head, storable(says)])


def _facts(register: r.Register) -> Iterator[tuple[str, str]]:
    scope = register.scope
    yield "made", stamp(register.made_ms, "UTC")
    yield "holds", summary(register)
    for label, text in (("course", scope.course), ("subgroup", scope.subgroup), ("session", scope.session)):
        yield label, text or "all"
    yield (
        "provisional",
        "Rows of sessions that nobody has confirmed yet say “provisional”; they may still change.",
    )
    reasons = (
        "are shown. Keep this file to those who may read them." if register.private else f"are “{ON_FILE}”."
    )
    yield "reasons", f"Reasons of excuses and corrections {reasons}"
    yield "times", "Times are ISO 8601 in the session's zone, with the offset from UTC."
    yield (
        "sums",
        "Sums are made of seconds, exact to the millisecond; minutes are rounded for the reader alone.",
    )
    yield (
        "text",
        "An apostrophe before a sign like = or + keeps a spreadsheet from running a cell as a formula.",
    )
