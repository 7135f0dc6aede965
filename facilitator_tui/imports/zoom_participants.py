"""Reads Zoom's participants and attendee reports, with or without the meeting block, in several languages.

What the columns are called is data in ``zoom_columns``; what becomes of the rows is in ``attendance``. Presence
is computed from joining and leaving wherever the report has them: its own minutes are rounded up row by row.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from facilitator_tui.imports import zoom_columns
from facilitator_tui.imports.attendance import Report, ReportedRow, attendance
from facilitator_tui.imports.labels import comparable
from facilitator_tui.imports.local_times import Stamp, read_stamp
from facilitator_tui.imports.normal import AttendanceFile
from facilitator_tui.imports.options import ReadOptions
from facilitator_tui.imports.problems import Damaged, SecondMeeting
from facilitator_tui.imports.source import Source
from facilitator_tui.imports.tables import cell, delimiter_of, rows
from facilitator_tui.imports.wording import at_lines, counted
from facilitator_tui.imports.zoom_columns import Columns, MeetingColumns
from facilitator_tui.plain import plain

LARGEST_BYTES: int | None = None

_EMPTY = ("", "na", "n/a", "-", "--", "none", "null")


class _Found(msgspec.Struct):
    """What the file says, collected row by row."""

    title: str = ""
    started: Stamp | None = None
    ended: Stamp | None = None
    meeting: str = ""
    stated_count: int | None = None
    rows: list[ReportedRow] = []
    waiting: int = 0
    absent: int = 0
    unreadable: list[int] = []


def recognises(head: str) -> bool:
    """Tell whether one of the first rows is the header of a participants report in a known language."""
    return _delimiter(head) is not None


def read(source: Source, options: ReadOptions) -> AttendanceFile:
    """Translate a participants report. Times are local: ``options`` says in which zone, and the day order.

    Rows that cannot be read are left out with a warning. Raises Damaged when nobody is left or the dates
    contradict one another, UnknownZone when there is no such time zone.
    """
    found = _Found()
    for line, row, columns in _participant_rows(source, found):
        _take(found, line, row, columns)
    if not found.rows:
        raise Damaged(
            source.name,
            "the report lists nobody whose times or minutes can be read",
            "download it again once the meeting is over",
            found.unreadable[0] if found.unreadable else None,
        )
    report = Report("zoom", found.rows, found.title, found.started, found.ended)
    form = attendance(source, options, report)
    warnings = (*form.warnings, *_warnings(found, len(form.people)))
    return msgspec.structs.replace(form, warnings=warnings)


def _delimiter(head: str) -> str | None:
    labels = zoom_columns.known_labels()
    return delimiter_of(head, lambda row: zoom_columns.participant_columns(row, labels) is not None)


def _participant_rows(source: Source, found: _Found) -> Iterator[tuple[int, list[str], Columns]]:
    """Give the rows under each participants' header; put what describes the meeting into ``found``.

    A webinar report has several tables, each under a title of its own: a lone cell is a title when a header
    follows it, and otherwise a row that was cut off. Some reports repeat the meeting in every row.
    """
    labels = zoom_columns.known_labels()
    columns: Columns | None = None
    meeting: MeetingColumns | None = None
    lone: tuple[int, list[str], Columns] | None = None
    for line, row in rows(source, _delimiter(source.head) or ","):
        header = zoom_columns.participant_columns(row, labels)
        block = zoom_columns.meeting_columns(row, labels)
        if header or block:
            columns, meeting, lone = header, block, None
            continue
        if lone:
            yield lone
            lone = None
        if meeting:
            _take_meeting(source, found, line, row, meeting)
        if columns is None:
            meeting = None
        elif any(text.strip() for text in row[1:]):
            yield line, row, columns
        else:
            lone = (line, row, columns)
    if lone:
        yield lone


def _take_meeting(source: Source, found: _Found, line: int, row: list[str], columns: MeetingColumns) -> None:
    start = cell(row, columns.start)
    meeting = f"{cell(row, columns.meeting)} {start}"
    if found.meeting not in ("", meeting):
        raise SecondMeeting(source.name, line)
    found.meeting = meeting
    found.title = found.title or plain(cell(row, columns.topic))
    found.started = found.started or read_stamp(start, line)
    found.ended = found.ended or read_stamp(cell(row, columns.end), line)
    count = cell(row, columns.participants)
    found.stated_count = _whole(count) if found.stated_count is None else found.stated_count


def _take(found: _Found, line: int, row: list[str], columns: Columns) -> None:
    """Put one row of a participants' table into ``found``, or count why it is left out."""
    if comparable(cell(row, columns.attended)) in zoom_columns.NO:
        found.absent += 1
        return
    if comparable(cell(row, columns.waiting)) in zoom_columns.YES:
        found.waiting += 1
        return
    name, email = plain(cell(row, columns.name)), plain(cell(row, columns.email))
    email = "" if email.lower() in _EMPTY else email
    joined = read_stamp(cell(row, columns.join), line)
    leave = cell(row, columns.leave)
    left = read_stamp(leave, line)
    has_times = columns.join is not None and columns.leave is not None
    minutes = None if has_times else _whole(cell(row, columns.minutes))
    unreadable = (
        joined is None or (left is None and leave.lower() not in _EMPTY) if has_times else minutes is None
    )
    total_ms = None if minutes is None else minutes * 60_000
    if unreadable or not name:
        found.unreadable.append(line)
    else:
        found.rows.append(ReportedRow(line, name, email, joined, left, total_ms))


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def _warnings(found: _Found, listed: int) -> list[str]:
    warnings: list[str] = []
    if found.unreadable:
        warnings.append(f"{at_lines(found.unreadable)}: no name, or times that cannot be read; left out.")
    if found.waiting:
        told = counted(found.waiting, "row is", "rows are")
        warnings.append(f"{told} about the waiting room, which is not presence; left out.")
    if found.absent:
        told = counted(found.absent, "person", "people")
        warnings.append(f"{told} registered but did not come; left out.")
    if found.stated_count is not None and found.stated_count != listed:
        warnings.append(f"The report states {found.stated_count} participants and lists {listed} names.")
    return warnings
