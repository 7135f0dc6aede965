"""Reads the CSV of BigBlueButton's learning dashboard, which does not follow the rules of CSV.

Every value stands in quotation marks, and quotation marks inside are not doubled; the header is translated; the
last rows hold line breaks. So the rows are known by the shape of their values. Source of the shape:
``makeUserCSVData`` of ``bbb-learning-dashboard``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from facilitator_tui.imports.attendance import Report, ReportedRow, attendance
from facilitator_tui.imports.durations import milliseconds_of
from facilitator_tui.imports.local_times import read_stamp
from facilitator_tui.imports.normal import AttendanceFile
from facilitator_tui.imports.options import ReadOptions
from facilitator_tui.imports.problems import Damaged
from facilitator_tui.imports.source import Source, numbered_lines
from facilitator_tui.imports.tables import MOST_ROWS
from facilitator_tui.imports.wording import at_lines
from facilitator_tui.plain import plain

LARGEST_BYTES: int | None = 32_000_000

# Name, moderator, score, talk, webcam, messages, reactions, answers, hands, join, left, duration; then polls.
_CLOCK = r"(?:\d+:\d\d:\d\d|-)"
_VALUES = (
    rf'","(?:TRUE|FALSE)","[^"]{{0,20}}","{_CLOCK}","{_CLOCK}","\d+","\d+","\d+","\d+"'
    rf',"([^"]{{6,60}})","([^"]{{1,60}})","({_CLOCK})"'
)
_ANONYMOUS = r'"[^"]{1,60}"(?:,""){11}'
_LONGEST_ROW = 100_000


def recognises(head: str) -> bool:
    """Tell whether one of the first rows has the values of a dashboard's row."""
    return any(_values(line) for line in head.splitlines()[1:40])


def read(source: Source, options: ReadOptions) -> AttendanceFile:
    """Translate a dashboard's CSV. Times are those of the computer that saved it, without a zone.

    Raises Damaged when nobody's times can be read or the dates contradict one another, UnknownZone when there is
    no such time zone.
    """
    reported: list[ReportedRow] = []
    unreadable: list[int] = []
    for line, text in _rows(source):
        row = _row(line, text)
        if row:
            reported.append(row)
        else:
            unreadable.append(line)
    if not reported:
        what = "the table has nobody whose times can be read"
        raise Damaged(source.name, what, "download it again", unreadable[0] if unreadable else None)
    form = attendance(source, options, Report("bigbluebutton", reported, ends_with_last=True))
    told = (f"{at_lines(unreadable)}: the row cannot be taken apart; left out.",) if unreadable else ()
    return msgspec.structs.replace(form, warnings=(*form.warnings, *told))


def _rows(source: Source) -> Iterator[tuple[int, str]]:
    """Give the people's rows: after the header, and before the anonymous answers to polls."""
    for line, text in numbered_lines(source):
        if line > MOST_ROWS or re.match(_ANONYMOUS, text):
            return
        if line > 1 and text.strip():
            yield line, text


def _values(text: str) -> re.Match[str] | None:
    if not text.startswith('"') or len(text) > _LONGEST_ROW:
        return None
    return re.search(_VALUES, text)


def _row(line: int, text: str) -> ReportedRow | None:
    values = _values(text)
    if values is None:
        return None
    join, leave, duration = values.groups()
    name = plain(text[1 : values.start()])
    joined, left = read_stamp(join, line), read_stamp(leave, line)
    if not name or joined is None or (left is None and leave != "-"):
        return None
    # The duration adds up devices, so it says that somebody was away only when it is shorter than the stay.
    stated = milliseconds_of(duration) if left else None
    return ReportedRow(line, name, "", joined, left, stated_ms=stated)
