"""Cells and sheets of Excel workbooks: nothing runs, every text can be stored, times and lengths are real ones.

A spreadsheet knows no zones: a time is what the clock in the session's zone showed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from facilitator_tui.exports.tables import guarded
from facilitator_tui.zones import wall_clock

if TYPE_CHECKING:
    from openpyxl import Workbook

Cell = str | int | float | datetime | timedelta | None

TIME_FORMAT: Final = "yyyy-mm-dd hh:mm:ss"
LENGTH_FORMAT: Final = "[h]:mm:ss"

_LONGEST: Final = 32_767
_NOT_XML: Final = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"


def time_cell(ms: int | None, zone: ZoneInfo) -> datetime | None:
    """What the clock in the zone showed at this moment."""
    return None if ms is None else wall_clock(ms, zone).replace(tzinfo=None)


def length_cell(ms: int | None) -> timedelta | None:
    """A length; Excel cannot show one below zero."""
    return None if ms is None else timedelta(milliseconds=ms)


def storable(words: str) -> str:
    """The text so that no spreadsheet runs it, without characters that XML cannot hold, cut where Excel's cells end."""
    return str(guarded(re.sub(_NOT_XML, "", words)))[:_LONGEST]


def bold(sheet: Any, words: str) -> Any:
    """A cell for a heading."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, value=storable(words))
    cell.font = Font(bold=True)
    return cell


def formed(sheet: Any, cell: Cell) -> Any:
    """A cell as it is written: times and lengths with their format, texts safe, numbers as they are."""
    if isinstance(cell, str):
        return storable(cell)
    if not isinstance(cell, datetime | timedelta):
        return cell
    from openpyxl.cell import WriteOnlyCell

    timed = isinstance(cell, datetime)
    made = WriteOnlyCell(sheet, value=cell if isinstance(cell, datetime) else cell / timedelta(days=1))
    made.number_format = TIME_FORMAT if timed else LENGTH_FORMAT
    return made


def add_sheet(
    book: Workbook,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Iterable[Cell]],
    wide: Mapping[str, int] | None = None,
) -> None:
    """A sheet of its own: heads that stay in sight, a filter, columns as wide as their heads or as ``wide`` says."""
    from openpyxl.utils import get_column_letter

    found = list(rows)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(found) + 1}"
    for number, head in enumerate(heads, start=1):
        width = (wide or {}).get(head, max(11, len(head) + 3))
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([bold(sheet, head) for head in heads])
    for row in found:
        sheet.append([formed(sheet, cell) for cell in row])
