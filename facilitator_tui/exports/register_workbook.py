"""The attendance register as an Excel workbook: one sheet a table, and a sheet that explains them.

Cells hold what the CSV files hold: numbers as numbers, times as text with their offset (a spreadsheet's own times
know no zone), and nothing that runs.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from facilitator_tui.exports import register as r
from facilitator_tui.exports.register_columns import ON_FILE, stamp
from facilitator_tui.exports.register_tables import Table, flat, summary, tables

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
_LONGEST = 32_767
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def to_xlsx(register: r.Register) -> bytes:
    """The workbook; its sheets are named as the tables, the last one is ``read me``."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    made = tables(register)
    for table in made:
        _sheet(book, table)
    _explain(book, register, made)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, table: Table) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.heads))}{len(table.rows) + 1}"
    for number, head in enumerate(table.heads, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE.get(head, max(10, len(head) + 3))
    sheet.append([_bold(sheet, head) for head in table.heads])
    for row in table.rows:
        sheet.append([_storable(flat(cell)) for cell in row])


def _explain(book: Workbook, register: r.Register, made: Sequence[Table]) -> None:
    sheet = book.create_sheet(README)
    for letter, width in (("A", 16), ("B", 26), ("C", 100)):
        sheet.column_dimensions[letter].width = width
    sheet.append([_bold(sheet, "Attendance register")])
    for label, text in _facts(register):
        sheet.append([label, "", _storable(flat(text))])
    sheet.append([])
    sheet.append([_bold(sheet, head) for head in ("sheet", "column", "meaning")])
    for table in made:
        for head, says in zip(table.heads, table.says, strict=True):
            sheet.append([table.name, head, _storable(flat(says))])


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


def _bold(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _storable(cell: str | int | float | None) -> str | int | float | None:
    """The cell without characters that XML, and so a workbook, cannot hold; cut where Excel's cells end."""
    return _NOT_XML.sub("", cell)[:_LONGEST] if isinstance(cell, str) else cell
