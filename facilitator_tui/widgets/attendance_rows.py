"""The lines of the attendance screen: heading, rule, one row a person, and the row under the cursor in full. Pure.

What is shown is one value, ``attendance_seen``; how a time is typed stands in ``attendance_times``, keys and questions
in the screen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from facilitator_tui.completion.presence import measure, status
from facilitator_tui.completion.sheet import SheetRow
from facilitator_tui.dialogue.entries import Choice
from facilitator_tui.dialogue.presence import Status, Stretch, present_ms, union
from facilitator_tui.plain import plain
from facilitator_tui.plans.course import Presence
from facilitator_tui.widgets.attendance_seen import AttendanceSeen, ReportSeen
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.figures import rough
from facilitator_tui.widgets.row_list import Row
from facilitator_tui.widgets.times import day_and_time, local

FOLD = "fold"
"""The key of the line that stands for everybody whose log and report agree."""

REPORT = "report "
"""How the keys of the reports' lines begin; the source follows."""

COLUMNS = (
    Column("who"),
    Column("own log", 11, from_width=36),
    Column("", 4, right=True, from_width=100),
    Column("platform", 11, from_width=50),
    Column("", 4, right=True, from_width=100),
    Column("apart", 5, right=True, from_width=70),
    Column("rule: m/t/b · mark"),
)

CHOICES: dict[Choice, str] = {"mine": "own log", "theirs": "platform", "union": "both", "edit": "by hand"}

_SETTLED: dict[Choice, str] = {"mine": "mine", "theirs": "plat", "union": "both", "edit": "hand"}
"""The same in the column where else stands how far log and report are apart."""

_SHORT: dict[Status, str] = {"present": "pres", "left early": "early", "partial": "part", "absent": "abs"}
"""Statuses where three of them share a column."""


# --- times and lengths


def report_words(report: ReportSeen, zone: str) -> str:
    """``Zoom 18:00–18:40``."""
    return f"{report.platform} {span((report.from_ms, report.to_ms), zone)}"


def report_name(report: ReportSeen) -> str:
    """``Zoom, participants.csv``; of a file whose name is not known, only the platform."""
    return f"{report.platform}, {plain(report.file, 60)}" if report.file else report.platform


def span(stretch: Stretch, zone: str) -> str:
    """``18:00–19:40``, on the clocks of the zone."""
    return f"{local(stretch[0], zone):%H:%M}–{local(stretch[1], zone):%H:%M}"


def first_to_last(stretches: tuple[Stretch, ...], zone: str) -> str:
    """From the first joining to the last leaving, in a column; ``18:00…19:40`` for somebody who was away in between."""
    if not stretches:
        return "–"
    whole = span((stretches[0][0], stretches[-1][1]), zone)
    return whole if len(stretches) == 1 else whole.replace("–", "…")


def all_of(stretches: tuple[Stretch, ...], zone: str) -> str:
    """Every stretch and the length together: ``18:00–18:40, 18:45–19:40 (1:35)``."""
    if not stretches:
        return "nothing"
    return f"{', '.join(span(each, zone) for each in stretches)} ({length(present_ms(stretches))})"


def length(ms: int) -> str:
    """Hours and minutes, to the nearest one: ``1:40``."""
    hours, minutes = divmod(_to_minutes(ms) // 60_000, 60)
    return f"{hours}:{minutes:02}"


def _to_minutes(ms: int) -> int:
    return round(ms / 60_000) * 60_000


def minutes(ms: int) -> str:
    """``120 min``; a part of a minute is shown as seconds: ``7 min 30 s``."""
    whole, seconds = divmod(round(ms / 1000), 60)
    return f"{whole} min" + (f" {seconds} s" if seconds else "")


# --- above the rows


def heading(seen: AttendanceSeen) -> str:
    """Whether it is confirmed, which session this is, and last, where there is room, who confirmed it when.

    Whose clocks these are stands in ``rule_line``.
    """
    time = seen.sheet.time
    parts = (
        f"Attendance {standing(seen)}",
        seen.title,
        seen.subgroup_name,
        day_and_time(time[0], seen.zone, seen.now_ms) if time else "",
        confirmed(seen),
    )
    return " · ".join(plain(part) for part in parts if part)


def standing(seen: AttendanceSeen) -> str:
    """``provisional``, ``confirmed``, or ``confirmed, 2 corrections since``."""
    done = seen.sheet.confirmation
    if done is None:
        return "provisional"
    return "confirmed" + (f", {counted(len(done.corrected), 'correction')} since" if done.corrected else "")


def confirmed(seen: AttendanceSeen) -> str:
    """``today 18:42 by me``; empty while everything is provisional."""
    done = seen.sheet.confirmation
    if done is None:
        return ""
    return f"{day_and_time(done.at_ms, seen.zone, seen.now_ms)} by {plain(seen.confirmed_by, 40)}"


def rule_line(seen: AttendanceSeen) -> str:
    """The rule in words, the reports that stand beside the own log, and whose clocks all times are."""
    rule = rule_in_words(seen.presence, seen.sheet.length_ms, seen.ruled)
    reports = [report_words(report, seen.zone) for report in seen.reports if report.counts]
    beside = f"{counted(len(reports), 'report')}: {', '.join(reports)}" if reports else "no report"
    return f"{rule} · {beside} · {plain(seen.zone)}"


def rule_in_words(presence: Presence, length_ms: int, ruled: bool = True) -> str:
    """``60 % of 120 min, late after 5 min``. ``length_ms`` is the time in which presence counts."""
    least = [f"{presence.from_percent} % of {minutes(length_ms)}"] if presence.from_percent else []
    least += [f"at least {minutes(presence.from_s * 1000)}"] if presence.from_s else []
    words = " and ".join(least) or "any presence counts"
    if presence.late_after_s is not None:
        words += f", late after {minutes(presence.late_after_s * 1000)}"
    return words if ruled else f"no course rule: {words}"


def counted(count: int, what: str) -> str:
    """``1 guest``, ``2 guests``."""
    return f"{count} {what}" + ("" if count == 1 else "s")


def still_open(seen: AttendanceSeen) -> str:
    """What nobody has decided yet, in a sentence; empty when nothing is open."""
    guests = seen.guest_rows()
    doubtful = sum(row.person in seen.hints for row in guests)
    counts = (
        (len(seen.disagreements()), "disagreement"),
        (len(guests) - doubtful, "guest"),
        (doubtful, "doubtful name"),
    )
    parts = [counted(count, what) for count, what in counts if count]
    return f"Still open: {', '.join(parts)}." if parts else ""


# --- rows


def attendance_rows(seen: AttendanceSeen, unfolded: bool = False) -> list[Row]:
    """Disagreements first, then guests, what was settled, everybody else (folded where they agree), the reports."""
    guests, apart = seen.guest_rows(), seen.disagreements()
    settled, others = _settled(seen), seen.agreements()
    rows = [*_section("Log and report disagree", apart, seen), *_section("Guests", guests, seen)]
    rows += _section("Settled", settled, seen)
    if not seen.sheet.compared:
        rows += [_row(row, seen) for row in others]
    elif others:
        rows.append(_fold(others, unfolded))
        rows += [_row(row, seen) for row in others] if unfolded else []
    return rows + _reports(seen)


def _settled(seen: AttendanceSeen) -> list[SheetRow]:
    guests = seen.guest_rows()
    return [row for row in seen.rows() if row.choice is not None and row not in guests]


def _section(title: str, rows: list[SheetRow], seen: AttendanceSeen) -> Iterator[Row]:
    if rows:
        yield Row(f"heading {title}", (f"{title}: {len(rows)}",), heading=True)
        yield from (_row(row, seen) for row in rows)


def _row(row: SheetRow, seen: AttendanceSeen) -> Row:
    cells = (
        seen.name(row.person),
        first_to_last(row.own, seen.zone),
        length(present_ms(row.own)) if row.own else "",
        first_to_last(row.reported, seen.zone),
        length(present_ms(row.reported)) if row.reported else "",
        _apart(row),
        _verdict(row, seen),
    )
    return Row(row.person, cells)


def _apart(row: SheetRow) -> str:
    if row.choice is not None:
        return _SETTLED[row.choice]
    return rough(_to_minutes(row.apart_ms)) if row.apart_ms is not None and row.disagrees else ""


def _verdict(row: SheetRow, seen: AttendanceSeen) -> str:
    """The rule's status and the mark; what each choice would give, where nothing has been decided yet."""
    if row.mark is not None:
        return f"{row.derived} · {row.mark}"
    each = list(under_each(row, seen).values()) if row.disagrees else []
    return "/".join(_SHORT.get(status, status) for status in each) if len(set(each)) > 1 else row.derived


def _fold(rows: list[SheetRow], unfolded: bool) -> Row:
    by_status = Counter(row.status for row in rows)
    said = ", ".join(f"{count} {word}" for word, count in by_status.most_common())
    agree = f"{len(rows)} {'agrees' if len(rows) == 1 else 'agree'}"
    return Row(FOLD, (f"{agree} {'▴' if unfolded else '▾'}", "", "", "", "", "", said), faint=not unfolded)


def _reports(seen: AttendanceSeen) -> list[Row]:
    if not seen.reports:
        return []
    rows = [Row("heading reports", (f"Reports: {len(seen.reports)}",), heading=True)]
    for report in seen.reports:
        times = span((report.from_ms, report.to_ms), seen.zone)
        said = "counts" if report.counts else "taken back"
        cells = (report_name(report), "", "", times, "", "", said)
        rows.append(Row(REPORT + report.source, cells, faint=not report.counts))
    return rows


# --- the row under the cursor in full


def under_each(row: SheetRow, seen: AttendanceSeen) -> dict[Choice, Status]:
    """What the rule would say under each of the three choices."""
    stretches: dict[Choice, tuple[Stretch, ...]] = {
        "mine": row.own,
        "theirs": row.reported,
        "union": union((*row.own, *row.reported)),
    }
    return {choice: _under(row, seen, found) for choice, found in stretches.items()}


def _under(row: SheetRow, seen: AttendanceSeen, stretches: tuple[Stretch, ...]) -> Status:
    time = seen.sheet.time
    if time is None or row.derived == "observer":
        return row.derived
    return status(measure(stretches, time), time[1] - time[0], seen.presence)


def details(seen: AttendanceSeen, person: str) -> list[str]:
    """Every time of the person, what each choice would give, the mark and the reasons; of the fold who is in it; of a
    report which file it is."""
    if person == FOLD:
        return [_agreed(seen)]
    if person.startswith(REPORT):
        return [_in_full(report, seen) for report in seen.reports if person == REPORT + report.source]
    row = seen.sheet.row(person)
    if row is None:
        return []
    return [
        line
        for line in (
            f"{seen.name(person)} · {_facts(row)}",
            "; ".join(_sources(row, seen)),
            _decided(row, seen),
            seen.hints.get(person, ""),
        )
        if line
    ]


def _in_full(report: ReportSeen, seen: AttendanceSeen) -> str:
    day = f"{local(report.from_ms, seen.zone):%Y-%m-%d}"
    return f"{report_name(report)}: {day} {span((report.from_ms, report.to_ms), seen.zone)}"


def _agreed(seen: AttendanceSeen) -> str:
    by_status: dict[str, list[str]] = {}
    for row in seen.agreements():
        by_status.setdefault(row.status, []).append(seen.name(row.person))
    return ". ".join(f"{status.capitalize()}: {', '.join(who)}" for status, who in by_status.items())


def _facts(row: SheetRow) -> str:
    measured = row.measured
    parts = [f"counts: {length(measured.present_ms)}"]
    if measured.present_ms:
        parts += [f"{minutes(measured.late_ms)} after the start"] if measured.late_ms >= 60_000 else []
        parts += [f"left {minutes(measured.left_ms)} before the end"] if measured.left_ms >= 60_000 else []
    parts += [f"apart {minutes(row.apart_ms)}"] if row.apart_ms is not None and row.disagrees else []
    parts += [f"technical trouble {minutes(row.trouble_ms)}"] if row.trouble_ms else []
    parts += [counted(row.turns, "turn")] if row.turns else []
    return ", ".join(parts)


def _sources(row: SheetRow, seen: AttendanceSeen) -> Iterable[str]:
    each = under_each(row, seen)
    yield f"own log {all_of(row.own, seen.zone)}: {each['mine']}"
    if seen.sheet.compared:
        yield f"platform {all_of(row.reported, seen.zone)}: {each['theirs']}"
        both = union((*row.own, *row.reported))
        if both not in (row.own, row.reported):
            yield f"both {all_of(both, seen.zone)}: {each['union']}"


def _decided(row: SheetRow, seen: AttendanceSeen) -> str:
    parts = [f"By the rule: {row.derived}"]
    if row.choice is not None:
        reason = _because(seen.reasons.get(row.settled_by, ""))
        parts.append(f"Settled, {CHOICES[row.choice]}: {all_of(row.counting, seen.zone)}{reason}")
    if row.mark is not None:
        parts.append(f"Marked: {row.mark}{_because(seen.reasons.get(row.entry, ''))}")
    return ". ".join(parts)


def _because(reason: str) -> str:
    return f" – “{plain(reason)}”" if reason else ""
