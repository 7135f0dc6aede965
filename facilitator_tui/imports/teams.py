"""Reads Microsoft Teams' attendance reports: a summary, the list of people, and each of their stays.

The same people are listed twice; only the list that says more counts. The older log of actions is read in
``teams_log``; what becomes of the rows is in ``attendance``. Stated durations are used only where the report
shows that somebody was away in between.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

import msgspec

from facilitator_tui.imports import teams_labels, teams_log
from facilitator_tui.imports.attendance import Report, ReportedRow, attendance
from facilitator_tui.imports.durations import milliseconds_of
from facilitator_tui.imports.local_times import Stamp, read_stamp
from facilitator_tui.imports.normal import AttendanceFile
from facilitator_tui.imports.options import ReadOptions
from facilitator_tui.imports.problems import Damaged, SecondMeeting
from facilitator_tui.imports.source import Source
from facilitator_tui.imports.tables import cell, first_rows, rows
from facilitator_tui.imports.teams_labels import Columns
from facilitator_tui.imports.wording import at_lines
from facilitator_tui.plain import plain

LARGEST_BYTES: int | None = 100_000_000

_SECTION = r"\*?\s*([1-9])\s*[.)]\s*\S.*"
_EMPTY = ("", "-", "--", "n/a", "null", "none")
# In every language the lists of people (section 2) and of stays (section 3) begin with these columns.
_BY_PLACE = Columns(name=0, joined=1, left=2, duration=3, email=4)
_LISTS = (2, 3)

_Person = tuple[str, str]


class _Found(msgspec.Struct):
    """What the file says, collected row by row; ``listed`` are the people, ``stays`` each of their stays."""

    title: str = ""
    started: Stamp | None = None
    ended: Stamp | None = None
    stated_count: int | None = None
    in_utc: bool = False
    listed: list[ReportedRow] = []
    stays: list[ReportedRow] = []
    unreadable: list[int] = []
    headers: int = 0


class _Place(msgspec.Struct):
    """Where in the report the reading is: the number of the section (0 before the first) and its columns."""

    section: int = 0
    columns: Columns | None = None
    awaits_header: bool = False


def recognises(head: str) -> bool:
    """Tell whether a file begins like a report with sections, a list of people, or a log of actions."""
    return _delimiter(head) is not None or teams_log.delimiter(head) is not None


def read(source: Source, options: ReadOptions) -> AttendanceFile:
    """Translate a Teams report. Times are local unless the labels say UTC; the day order is ``options``' or proved.

    Raises Damaged when nobody's times can be read or the dates contradict one another, SecondMeeting when the
    file holds two reports, UnknownZone when there is no such time zone.
    """
    delimiter = _delimiter(source.head)
    if delimiter is None:
        return teams_log.read(source, options)
    found = _collected(source, delimiter)
    if not found.listed and not found.stays:
        raise Damaged(
            source.name,
            "the report lists nobody whose times can be read",
            "download it again once the meeting is over",
            found.unreadable[0] if found.unreadable else None,
        )
    chosen = _without_second_listing(found)
    report = Report(
        "teams",
        chosen,
        found.title,
        found.started,
        found.ended,
        "UTC" if found.in_utc else "",
        ends_with_last=True,
    )
    form = attendance(source, options, report)
    return msgspec.structs.replace(form, warnings=(*form.warnings, *_warnings(found)))


def _delimiter(head: str) -> str | None:
    known = teams_labels.known_columns()
    for delimiter in ("\t", ",", ";"):
        section = 0
        for row, after in pairwise([*first_rows(head, delimiter), []]):
            section = _section(row) or section
            in_place = section in _LISTS and _is_header_by_place(row) and _has_times_by_place(after)
            if in_place or _is_own_header(row, known):
                return delimiter
    return None


def _is_own_header(row: list[str], known: dict[str, str]) -> bool:
    """Tell a Teams header from a similar one of another platform by the order of its columns."""
    columns = teams_labels.columns_of(row, known)
    if columns is None or columns.duration is None:
        return False
    order = [columns.name, columns.joined, columns.left, columns.duration]
    order += [columns.email] if columns.email is not None else []
    return order == sorted(order)


def _is_header_by_place(row: list[str]) -> bool:
    filled = [text for text in row if text.strip()]
    return len(filled) >= 4 and not any(read_stamp(text, 0) for text in filled)


def _has_times_by_place(row: list[str]) -> bool:
    return all(read_stamp(cell(row, place), 0) for place in (_BY_PLACE.joined, _BY_PLACE.left))


def _section(row: list[str]) -> int:
    """Give the number of the section whose title the row is; 0 when it is no title."""
    if any(text.strip() for text in row[1:]):
        return 0
    match = re.fullmatch(_SECTION, row[0].strip()) if row and len(row[0]) < 200 else None
    return int(match[1]) if match else 0


def _collected(source: Source, delimiter: str) -> _Found:
    known = teams_labels.known_columns()
    found = _Found()
    place = _Place()
    for line, row in rows(source, delimiter):
        number = _section(row)
        if number:
            if number <= place.section:
                raise SecondMeeting(source.name, line)
            place = _Place(number, awaits_header=True)
        elif header := _header(row, place, known):
            _begin_list(source, found, place, line, row, header)
        elif place.columns is not None and place.section in (0, *_LISTS):
            _take(found, place.section, place.columns, line, row)
        elif place.section <= 1:
            _take_summary(found, line, row)
    return found


def _header(row: list[str], place: _Place, known: dict[str, str]) -> Columns | None:
    if _is_own_header(row, known):
        return teams_labels.columns_of(row, known)
    awaited = place.awaits_header and place.section in _LISTS
    return _BY_PLACE if awaited and _is_header_by_place(row) else None


def _begin_list(
    source: Source, found: _Found, place: _Place, line: int, row: list[str], header: Columns
) -> None:
    if found.headers and not place.awaits_header:
        raise SecondMeeting(source.name, line)
    found.headers += 1
    found.in_utc = found.in_utc or "(utc)" in row[header.joined].casefold()
    place.columns = header
    place.awaits_header = False


def _take_summary(found: _Found, line: int, row: list[str]) -> None:
    """Take what stands before the lists: labels differ by language, but not the kinds and order of values."""
    filled = [text.strip() for text in row if text.strip()]
    if len(filled) < 2:
        return
    value = " ".join(filled[1:]) if len(filled) > 2 and read_stamp(" ".join(filled[1:]), line) else filled[1]
    stamp = read_stamp(value, line)
    if stamp and found.started is None:
        found.started = stamp
    elif stamp and found.ended is None:
        found.ended = stamp
    elif value.isascii() and value.isdigit() and len(value) < 7 and found.stated_count is None:
        found.stated_count = int(value)
    elif not stamp and not value.isdigit() and not found.title and milliseconds_of(value) is None:
        found.title = "" if value.lower() in _EMPTY else plain(value)


def _take(found: _Found, section: int, columns: Columns, line: int, row: list[str]) -> None:
    name, email = plain(cell(row, columns.name)), plain(cell(row, columns.email))
    joined, leave = read_stamp(cell(row, columns.joined), line), cell(row, columns.left)
    left = read_stamp(leave, line)
    if not name or joined is None or (left is None and leave.lower() not in _EMPTY):
        found.unreadable.append(line)
        return
    email = email if "@" in email else ""
    stated = milliseconds_of(cell(row, columns.duration)) if left and section != 3 else None
    taken = ReportedRow(line, name, email, joined, left, stated_ms=stated)
    (found.listed if section == 2 else found.stays).append(taken)


def _without_second_listing(found: _Found) -> list[ReportedRow]:
    """Give each stay once: those of the list of stays, and the people whom only the list of people has.

    The two lists may spell somebody differently, or one may leave the address out: an address that one listed
    person alone has makes them one, and so does such a name.
    """
    if not found.stays:
        return found.listed
    listed = Counter((row.name, row.email) for row in found.listed)
    by_address = _only(listed, lambda person: person[1].casefold())
    by_name = _only(listed, lambda person: person[0].casefold())
    stays: list[ReportedRow] = []
    for row in found.stays:
        namesake = by_name.get(row.name.casefold())
        # Two addresses are two people, whatever the name.
        one_address = namesake is not None and not (row.email and namesake[1])
        same = by_address.get(row.email.casefold()) or (namesake if one_address else None)
        stays.append(row if (row.name, row.email) in listed else _called(row, same))
    there = {(row.name, row.email) for row in stays}
    return stays + [row for row in found.listed if (row.name, row.email) not in there]


def _only(people: Counter[_Person], key: Callable[[_Person], str]) -> dict[str, _Person]:
    """Give the people whom their key tells apart from everybody else in the list."""
    count: Counter[str] = Counter()
    for person, times in people.items():
        count[key(person)] += times
    return {key(person): person for person in people if key(person) and count[key(person)] == 1}


def _called(row: ReportedRow, person: _Person | None) -> ReportedRow:
    return row if person is None else msgspec.structs.replace(row, name=person[0], email=person[1])


def _warnings(found: _Found) -> Iterator[str]:
    if found.unreadable:
        yield f"{at_lines(found.unreadable)}: no name, or times that cannot be read; left out."
    twice = Counter((row.name, row.email) for row in found.listed)
    lines = [row.line for row in found.listed if twice[row.name, row.email] > 1]
    if lines:
        yield (
            f"{at_lines(lines)}: the list of people has the same name and address more than once; counted as one "
            "person. If they are several, correct it in the review."
        )
    listed = len(found.listed)
    if listed and found.stated_count is not None and found.stated_count != listed:
        yield f"The report states {found.stated_count} participants and lists {listed}."
