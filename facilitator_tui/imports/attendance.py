"""Makes an attendance value out of the rows of a report: dates settled, presence joined, faults told.

The same for every platform that lists joining and leaving; what the columns are called and which rows count
is the translators' business.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

import msgspec

from facilitator_tui.dialogue.presence import Stretch, present_ms, union
from facilitator_tui.imports.local_times import (
    LONGEST_SPELL,
    Stamp,
    milliseconds,
    moment,
    settle_day_order,
    spell_milliseconds,
)
from facilitator_tui.imports.normal import AttendanceFile, ReportedPerson
from facilitator_tui.imports.options import ReadOptions, zone_of
from facilitator_tui.imports.problems import Damaged
from facilitator_tui.imports.source import Source
from facilitator_tui.imports.wording import at_lines

_MINUTE_MS = 60_000
_LONGEST_MS = int(LONGEST_SPELL.total_seconds()) * 1000


class ReportedRow(msgspec.Struct, frozen=True):
    """One line of a report: somebody joined and left, or was there for ``minutes`` in all.

    ``left`` is None for somebody whom nobody saw leave; ``minutes`` is None when the report has times.
    """

    line: int
    name: str
    email: str
    joined: Stamp | None
    left: Stamp | None
    minutes: int | None = None


class Report(msgspec.Struct, frozen=True):
    """What a translator found: the rows of the people, and what the report says of the meeting."""

    platform: str
    rows: Sequence[ReportedRow]
    title: str = ""
    started: Stamp | None = None
    ended: Stamp | None = None


class _Gathered(msgspec.Struct):
    """Spells and minutes by name and e-mail, and the lines that were doubtful on the way."""

    spells: dict[tuple[str, str], list[Stretch]] = {}
    minutes: dict[tuple[str, str], int] = {}
    unended: list[int] = []
    impossible: list[int] = []


def attendance(source: Source, options: ReadOptions, report: Report) -> AttendanceFile:
    """Put a report together: a person is a name with an e-mail, present when any of their rows says so.

    Raises Damaged when the dates contradict one another or no row can be used, UnknownZone when the zone of
    ``options`` does not exist.
    """
    zone = zone_of(options)
    stamps = [stamp for stamp in (report.started, report.ended) if stamp]
    stamps += [row.joined for row in report.rows if row.joined and not row.left]
    pairs = [(row.joined, row.left) for row in report.rows if row.joined and row.left]
    order = settle_day_order(source.name, pairs, stamps, options.day_first)
    start, end = _meeting_time(report, order.day_first, zone)
    gathered = _gather(report.rows, order.day_first, zone, end)
    people = _people(gathered)
    if not people:
        line = report.rows[0].line if report.rows else None
        raise Damaged(source.name, "no row of the report can be used", "download the report again", line)
    spells = [spell for person in people for spell in person.spells]
    if start is None:
        start = min((joined for joined, _ in spells), default=None)
    if end is None:
        end = max((left for _, left in spells), default=None)
    warnings = list(source.warnings)
    if (stamps or pairs) and not options.zone:
        warnings.append(
            "The report gives local times without a zone: UTC was assumed. Name the zone (--zone)."
        )
    if order.warning:
        warnings.append(order.warning)
    warnings += _warnings(gathered)
    return AttendanceFile(report.platform, report.title, start, end, people, tuple(warnings))


def _meeting_time(report: Report, day_first: bool, zone: tzinfo) -> tuple[int | None, int | None]:
    start = moment(report.started, day_first, zone) if report.started else None
    end = moment(report.ended, day_first, zone) if report.ended else None
    if start and end:
        return spell_milliseconds(start, end)
    return (milliseconds(start) if start else None, milliseconds(end) if end else None)


def _gather(rows: Sequence[ReportedRow], day_first: bool, zone: tzinfo, end: int | None) -> _Gathered:
    gathered = _Gathered()
    for row in rows:
        key = (row.name, row.email)
        if row.minutes is not None:
            gathered.minutes[key] = gathered.minutes.get(key, 0) + row.minutes
            continue
        if row.left is None:
            gathered.unended.append(row.line)
        spell = _spell(row, day_first, zone, end)
        if spell and 0 <= spell[1] - spell[0] <= _LONGEST_MS:
            gathered.spells.setdefault(key, []).append(spell)
        elif row.left is not None:
            gathered.impossible.append(row.line)
    return gathered


def _spell(row: ReportedRow, day_first: bool, zone: tzinfo, end: int | None) -> Stretch | None:
    joined = moment(row.joined, day_first, zone) if row.joined else None
    if joined is None:
        return None
    if row.left is None:
        return None if end is None else (milliseconds(joined), end)
    left = moment(row.left, day_first, zone)
    return spell_milliseconds(joined, left) if left else None


def _people(gathered: _Gathered) -> tuple[ReportedPerson, ...]:
    people: list[ReportedPerson] = []
    for key in dict.fromkeys([*gathered.spells, *gathered.minutes]):
        spells = union(gathered.spells.get(key, ()))
        present = present_ms(spells) + gathered.minutes.get(key, 0) * _MINUTE_MS
        people.append(ReportedPerson(*key, spells, present))
    return tuple(people)


def _warnings(gathered: _Gathered) -> list[str]:
    warnings: list[str] = []
    if gathered.impossible:
        rows = at_lines(gathered.impossible)
        warnings.append(f"{rows}: leaving comes before joining, or days after it; left out.")
    if gathered.unended:
        rows = at_lines(gathered.unended)
        warnings.append(
            f"{rows}: no time of leaving; counted until the meeting's end where the report states it."
        )
    if gathered.minutes:
        warnings.append(
            "The report gives only minutes in total, rounded up, and not when people came and went. "
            "The report with joining and leaving times says more."
        )
    return warnings
