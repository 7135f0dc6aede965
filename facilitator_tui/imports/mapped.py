"""Reads attendance from any table whose columns a person has named once in a ``ColumnMap``.

The map decides which row is the header and what the cells mean; what becomes of the rows is in ``attendance``.
"""

from __future__ import annotations

import msgspec

from facilitator_tui.imports.attendance import Report, ReportedRow, attendance
from facilitator_tui.imports.column_map import ColumnMap
from facilitator_tui.imports.lists import NO_DATE, ListedLine, row_of
from facilitator_tui.imports.normal import AttendanceFile
from facilitator_tui.imports.options import ReadOptions
from facilitator_tui.imports.problems import Damaged, SecondMeeting
from facilitator_tui.imports.source import Source
from facilitator_tui.imports.tables import cell, delimiter_of, rows
from facilitator_tui.imports.wording import at_lines
from facilitator_tui.plain import plain


def fits(head: str, column_map: ColumnMap) -> bool:
    """Tell whether one of the first rows has all the columns of the map."""
    return _delimiter(head, column_map) is not None


def read(source: Source, options: ReadOptions, column_map: ColumnMap) -> AttendanceFile:
    """Translate a table through its map. What ``options`` say of zone and day order goes before the map.

    Raises Damaged when nobody's time can be read, SecondMeeting when the header comes twice, UnknownZone when
    there is no such time zone.
    """
    lines = _lines(source, column_map)
    reported: list[ReportedRow] = []
    unreadable: list[int] = []
    for line in lines:
        row = row_of(line, options.date, column_map.duration_in)
        if row:
            reported.append(row)
        else:
            unreadable.append(line.line)
    if not reported:
        what = "no row has a name and a time that can be read under the columns of the map"
        raise Damaged(source.name, what, "mend the column map", unreadable[0] if unreadable else None)
    options = msgspec.structs.replace(
        options,
        zone=options.zone or column_map.zone,
        day_first=column_map.day_first if options.day_first is None else options.day_first,
    )
    form = attendance(source, options, Report(column_map.platform, reported, why_totals=_why(lines)))
    told = f"{at_lines(unreadable)}: no name, or times that cannot be read; left out." if unreadable else ""
    return msgspec.structs.replace(form, warnings=(*form.warnings, *([told] if told else [])))


def _delimiter(head: str, column_map: ColumnMap) -> str | None:
    return delimiter_of(head, lambda row: column_map.places_in(row) is not None)


def _lines(source: Source, column_map: ColumnMap) -> list[ListedLine]:
    lines: list[ListedLine] = []
    columns: dict[str, int] | None = None
    for line, row in rows(source, _delimiter(source.head, column_map) or ","):
        header = column_map.places_in(row)
        if header and columns:
            raise SecondMeeting(source.name, line)
        columns = columns or header
        if columns is None or header:
            continue
        given, family = (cell(row, columns.get(field)) for field in ("given_name", "family_name"))
        name = plain(cell(row, columns.get("name")) or f"{given} {family}")
        email = plain(cell(row, columns.get("email")))
        times = (cell(row, columns.get(field)) for field in ("joined", "left", "duration", "date"))
        lines.append(ListedLine(line, name or email, email if "@" in email else "", *times))
    return lines


def _why(lines: list[ListedLine]) -> str:
    """Say why there are totals: the table has times of day alone, or no times at all."""
    if any(line.joined for line in lines):
        return NO_DATE
    return "The table gives only how long people were there, and not when they came and went."
