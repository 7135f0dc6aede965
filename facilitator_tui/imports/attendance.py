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
from facilitator_tui.imports.options import ReadOptions, zone_called, zone_of
from facilitator_tui.imports.problems import Damaged
from facilitator_tui.imports.source import Source
from facilitator_tui.imports.wording import at_lines

_MINUTE_MS = 60_000
_LONGEST_MS = int(LONGEST_SPELL.total_seconds()) * 1000


ONLY_MINUTES = (
    "The report gives only minutes in total, rounded up, and not when people came and went. "
    "The report with joining and leaving times says more."
)


class ReportedRow(msgspec.Struct, frozen=True):
    """One line of a report: somebody joined and left, or was there for ``total_ms`` in all.

    ``left`` is None for somebody whom nobody saw leave; ``total_ms`` is None when the report has times.
    ``stated_ms`` is how long somebody was there between a first joining and a last leaving, None where each
    joining has its leaving.
    """

    line: int
    name: str
    email: str
    joined: Stamp | None
    left: Stamp | None
    total_ms: int | None = None
    stated_ms: int | None = None


class Report(msgspec.Struct, frozen=True):
    """What a translator found: the rows of the people, and what the report says of the meeting.

    ``zone`` is named where the report itself says so. ``ends_with_last`` takes the last time in the report for
    the meeting's end where it states none. ``why_totals`` says why there may be totals in place of times.
    """

    platform: str
    rows: Sequence[ReportedRow]
    title: str = ""
    started: Stamp | None = None
    ended: Stamp | None = None
    zone: str = ""
    ends_with_last: bool = False
    why_totals: str = ONLY_MINUTES


class _Gathered(msgspec.Struct):
    """Spells and totals by name and e-mail, and the lines that were doubtful on the way."""

    spells: dict[tuple[str, str], list[Stretch]] = {}
    totals: dict[tuple[str, str], int] = {}
    away: dict[tuple[str, str], int] = {}
    unended: list[int] = []
    impossible: list[int] = []
    interrupted: list[int] = []


def attendance(source: Source, options: ReadOptions, report: Report) -> AttendanceFile:
    """Put a report together: a person is a name with an e-mail, present when any of their rows says so.

    Raises Damaged when the dates contradict one another or no row can be used, UnknownZone when the zone of
    ``options`` does not exist.
    """
    zone = zone_called(report.zone) if report.zone else zone_of(options)
    stamps = [stamp for stamp in (report.started, report.ended) if stamp]
    stamps += [row.joined for row in report.rows if row.joined and not row.left]
    pairs = [(row.joined, row.left) for row in report.rows if row.joined and row.left]
    order = settle_day_order(source.name, pairs, stamps, options.day_first)
    start, end = _meeting_time(report, order.day_first, zone)
    if end is None and report.ends_with_last:
        end = _last_time(report.rows, order.day_first, zone)
    gathered = _gather(report.rows, order.day_first, zone, end)
    people = _people(gathered)
    if not people:
        line = report.rows[0].line if report.rows else None
        raise Damaged(source.name, "no row of the report can be used", "download the report again", line)
    warnings = list(source.warnings)
    local = any(
        stamp.offset_minutes is None for stamp in (*stamps, *(time for pair in pairs for time in pair))
    )
    if local and not (report.zone or options.zone):
        warnings.append(
            "The report gives local times without a zone: UTC was assumed. Name the zone (--zone)."
        )
    if order.warning:
        warnings.append(order.warning)
    warnings += _warnings(gathered, report)
    form = put_together(report.platform, report.title, start, end, people, warnings)
    return msgspec.structs.replace(form, day_order_is_open=bool(order.warning))


def put_together(
    platform: str,
    title: str,
    start: int | None,
    end: int | None,
    people: tuple[ReportedPerson, ...],
    warnings: Sequence[str],
) -> AttendanceFile:
    """Make the normal form; the meeting lasts from the first joining to the last leaving where nothing is stated."""
    spells = [spell for person in people for spell in person.spells]
    if start is None:
        start = min((joined for joined, _ in spells), default=None)
    if end is None:
        end = max((left for _, left in spells), default=None)
    return AttendanceFile(platform, title, start, end, people, tuple(warnings))


def _meeting_time(report: Report, day_first: bool, zone: tzinfo) -> tuple[int | None, int | None]:
    start = moment(report.started, day_first, zone) if report.started else None
    end = moment(report.ended, day_first, zone) if report.ended else None
    if start and end:
        return spell_milliseconds(start, end)
    return (milliseconds(start) if start else None, milliseconds(end) if end else None)


def _last_time(rows: Sequence[ReportedRow], day_first: bool, zone: tzinfo) -> int | None:
    moments = (
        moment(stamp, day_first, zone)
        for row in rows
        for stamp in (row.joined, row.left)
        if stamp is not None
    )
    return max((milliseconds(found) for found in moments if found), default=None)


def _gather(rows: Sequence[ReportedRow], day_first: bool, zone: tzinfo, end: int | None) -> _Gathered:
    gathered = _Gathered()
    for row in rows:
        key = (row.name, row.email)
        if row.total_ms is not None:
            gathered.totals[key] = gathered.totals.get(key, 0) + row.total_ms
            continue
        if row.left is None:
            gathered.unended.append(row.line)
        spell = _spell(row, day_first, zone, end)
        if spell and 0 <= spell[1] - spell[0] <= _LONGEST_MS:
            gathered.spells.setdefault(key, []).append(spell)
            _take_away(gathered, row, spell)
        elif row.left is not None:
            gathered.impossible.append(row.line)
    return gathered


def _take_away(gathered: _Gathered, row: ReportedRow, spell: Stretch) -> None:
    """Note how long somebody was away in between, who is only known to have come first and left last.

    Platforms drop seconds and round, so less than a minute is no absence.
    """
    away = 0 if row.stated_ms is None else spell[1] - spell[0] - row.stated_ms
    if away > _MINUTE_MS:
        key = (row.name, row.email)
        gathered.away[key] = gathered.away.get(key, 0) + away
        gathered.interrupted.append(row.line)


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
    for key in dict.fromkeys([*gathered.spells, *gathered.totals]):
        spells = union(gathered.spells.get(key, ()))
        present = max(0, present_ms(spells) - gathered.away.get(key, 0)) + gathered.totals.get(key, 0)
        people.append(ReportedPerson(*key, spells, present))
    return tuple(people)


def _warnings(gathered: _Gathered, report: Report) -> list[str]:
    warnings: list[str] = []
    if gathered.impossible:
        rows = at_lines(gathered.impossible)
        warnings.append(f"{rows}: leaving comes before joining, or days after it; left out.")
    if gathered.unended:
        rows = at_lines(gathered.unended)
        until = "the last time in the report" if report.ends_with_last and not report.ended else ""
        until = until or "the meeting's end where the report states it"
        warnings.append(f"{rows}: no time of leaving; counted until {until}.")
    if gathered.interrupted:
        rows = at_lines(gathered.interrupted)
        warnings.append(
            f"{rows}: away in between, and the report does not say when; the time there is the report's own."
        )
    if gathered.totals:
        warnings.append(report.why_totals)
    return warnings
