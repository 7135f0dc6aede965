"""Reads the older Teams report: a log of who joined and left, one line an action.

Recognised and called from ``teams``. Joining and leaving are paired here; what becomes of the spells is in
``attendance``.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from facilitator_tui.imports import teams_labels
from facilitator_tui.imports.attendance import Report, ReportedRow, attendance
from facilitator_tui.imports.labels import comparable
from facilitator_tui.imports.local_times import Stamp, read_stamp
from facilitator_tui.imports.normal import AttendanceFile
from facilitator_tui.imports.options import ReadOptions
from facilitator_tui.imports.problems import Damaged, SecondMeeting
from facilitator_tui.imports.source import Source
from facilitator_tui.imports.tables import cell, delimiter_of, rows
from facilitator_tui.imports.teams_labels import LogColumns
from facilitator_tui.imports.wording import at_lines
from facilitator_tui.plain import plain

_NO_TITLE = ("", "null", "-")


class _Action(msgspec.Struct, frozen=True):
    line: int
    name: str
    joins: bool
    time: Stamp


class _Found(msgspec.Struct):
    title: str = ""
    actions: list[_Action] = []
    unreadable: list[int] = []


def delimiter(head: str) -> str | None:
    """Find the delimiter under which one of the first rows is the header of a log of actions."""
    known = teams_labels.known_log_columns()
    return delimiter_of(head, lambda row: teams_labels.log_columns_of(row, known) is not None)


def read(source: Source, options: ReadOptions) -> AttendanceFile:
    """Translate a log of actions: who never leaves is counted until the last time in the log.

    Raises Damaged when no action can be read, SecondMeeting when the file holds two logs.
    """
    found = _collected(source)
    if not found.actions:
        raise Damaged(
            source.name,
            "the log has no action that can be read",
            "download it again once the meeting is over",
            found.unreadable[0] if found.unreadable else None,
        )
    paired, lost = _paired(found.actions)
    if not paired:
        what = "nobody joins in this log, they only leave"
        raise Damaged(source.name, what, "download the whole report again", lost[0])
    form = attendance(source, options, Report("teams", paired, found.title, ends_with_last=True))
    return msgspec.structs.replace(form, warnings=(*form.warnings, *_warnings(found, lost)))


def _collected(source: Source) -> _Found:
    known = teams_labels.known_log_columns()
    joins = {comparable(word) for word in teams_labels.JOINED}
    leaves = {comparable(word) for word in teams_labels.LEFT}
    found = _Found()
    columns: LogColumns | None = None
    for line, row in rows(source, delimiter(source.head) or "\t"):
        header = teams_labels.log_columns_of(row, known)
        if header and columns:
            raise SecondMeeting(source.name, line)
        columns = columns or header
        if columns is None:
            filled = [text.strip() for text in row if text.strip()]
            if len(filled) == 2 and not read_stamp(filled[1], line) and not filled[1].isdigit():
                found.title = found.title or plain("" if filled[1].lower() in _NO_TITLE else filled[1])
        elif not header:
            action = comparable(cell(row, columns.action))
            time, name = read_stamp(cell(row, columns.time), line), plain(cell(row, columns.name))
            if time and name and action in joins | leaves:
                found.actions.append(_Action(line, name, action in joins, time))
            else:
                found.unreadable.append(line)
    return found


def _paired(actions: list[_Action]) -> tuple[list[ReportedRow], list[int]]:
    """Make spells of the actions, in the order of the log, which is in order of time for each person.

    Joining twice without leaving in between is a second device, or a leaving that was lost: the first joining
    counts until the leaving. Gives the spells, and the lines where somebody leaves who never joined.
    """
    there: dict[str, _Action] = {}
    spells: list[ReportedRow] = []
    lost: list[int] = []
    for action in actions:
        if action.joins:
            there.setdefault(action.name, action)
        elif joined := there.pop(action.name, None):
            spells.append(ReportedRow(joined.line, action.name, "", joined.time, action.time))
        else:
            lost.append(action.line)
    spells += [ReportedRow(each.line, each.name, "", each.time, None) for each in there.values()]
    return sorted(spells, key=lambda row: row.line), lost


def _warnings(found: _Found, lost: list[int]) -> Iterator[str]:
    if found.unreadable:
        yield f"{at_lines(found.unreadable)}: no name, no time, or an unknown action; left out."
    if lost:
        yield f"{at_lines(lost)}: somebody leaves who never joined; left out."
