"""Lines of attendance lists as people and small tools make them: times with or without a date, or a duration alone.

Makes the rows that ``attendance`` puts together. Which cell is which is for the translators.
"""

from __future__ import annotations

from datetime import date

import msgspec

from facilitator_tui.imports.attendance import ReportedRow
from facilitator_tui.imports.durations import Unit, milliseconds_of
from facilitator_tui.imports.local_times import Stamp, next_day, read_stamp, read_time_of_day

NO_DATE = (
    "The report gives times of day and no date, so only the time there in total is known. Name the day of the "
    "meeting (--date) to have when people came and went."
)
"""Why a report with times may come out with totals."""

_ANY_DAY = date(2000, 1, 1)
_DAY_MS = 86_400_000


class ListedLine(msgspec.Struct, frozen=True):
    """What a line says of somebody, as it stands there; ``day`` is the cell of a date column, if there is one."""

    line: int
    name: str
    email: str
    joined: str = ""
    left: str = ""
    duration: str = ""
    day: str = ""


def row_of(line: ListedLine, day: date | None, unit: Unit = "minutes") -> ReportedRow | None:
    """Make a row of a line: with times where the day is known, else with the time in total.

    ``day`` is the day of the whole meeting, if somebody knows it; ``unit`` that of a bare number. None when the
    line names nobody or has no time that can be read.
    """
    stated = milliseconds_of(line.duration, unit)
    joined, left = _time(line, line.joined, day), _time(line, line.left, day)
    if joined and stated is not None and not line.left:
        left = msgspec.structs.replace(joined, seconds=joined.seconds + stated // 1000)
    if not line.name:
        return None
    if joined and left and _without_date(line, line.joined) and left.seconds < joined.seconds:
        left = next_day(left)
    if joined and left and (day or not _without_date(line, line.joined)):
        return ReportedRow(line.line, line.name, line.email, joined, left, stated_ms=stated)
    total = stated if joined is None or left is None else (left.seconds - joined.seconds) * 1000
    if total is not None and stated is not None and stated < total - 60_000:
        total = stated
    return None if total is None else ReportedRow(line.line, line.name, line.email, None, None, total)


def _time(line: ListedLine, text: str, day: date | None) -> Stamp | None:
    whole = read_stamp(text, line.line) or (read_stamp(f"{line.day} {text}", line.line) if line.day else None)
    return whole or read_time_of_day(text, line.line, day or _ANY_DAY)


def _without_date(line: ListedLine, text: str) -> bool:
    return read_stamp(text, line.line) is None and not (
        line.day and read_stamp(f"{line.day} {text}", line.line)
    )
