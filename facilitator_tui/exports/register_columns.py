"""The columns of the attendance register: for each table their names, what they mean, and what stands in a cell.

Every form takes them from here, so that CSV, workbook and JSON have the same columns with the same meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar, get_args

import msgspec

from facilitator_tui.dialogue.presence import Status, Stretch
from facilitator_tui.exports import register as r
from facilitator_tui.plans.course import Presence
from facilitator_tui.plans.course_sheet import presence_in_words
from facilitator_tui.zones import wall_clock, zone_or_utc

Cell = str | int | float | None | tuple[str, ...]
"""A tuple is a list within a cell: spells, authors, subgroups."""

STATUSES: tuple[Status, ...] = get_args(Status)

ON_FILE = "on file"
"""Stands for a reason that is kept but not shown."""

T = TypeVar("T")
Total = TypeVar("Total", r.PersonTotal, r.CourseTotal)


class Column(msgspec.Struct, Generic[T], frozen=True):
    """One column: its name, what it means, and what stands in its cell for a row."""

    name: str
    says: str
    cell: Callable[[T], Cell]


class Line(msgspec.Struct, frozen=True):
    """A row of the register together with its session."""

    row: r.Attendance
    session: r.Session


class ChangeLine(msgspec.Struct, frozen=True):
    """A change together with its session, and whom it concerns by name."""

    change: r.Change
    session: r.Session
    names: tuple[str, ...]


# --- what stands in a cell


def stamp(ms: int | None, zone: str) -> str:
    """2026-03-02T18:05:09+01:00 (ISO 8601, in the zone); with milliseconds where there are any; empty for no time."""
    if ms is None:
        return ""
    return wall_clock(ms, zone_or_utc(zone)).isoformat(timespec="milliseconds" if ms % 1000 else "seconds")


def interval(stretch: Stretch, zone: str) -> str:
    """2026-03-02T18:05:09+01:00/2026-03-02T19:58:00+01:00, an interval of ISO 8601."""
    return f"{stamp(stretch[0], zone)}/{stamp(stretch[1], zone)}"


def seconds(ms: int | None) -> float | int | None:
    """Seconds, exact to the millisecond; whole ones without a point."""
    if ms is None:
        return None
    return ms / 1000 if ms % 1000 else ms // 1000


def minutes(ms: int | None) -> float | None:
    """Minutes, rounded to a tenth for the reader; sums are made of seconds."""
    return None if ms is None else round(ms / 60_000, 1)


def _reason(text: str | None) -> str:
    return "" if text is None else text or ON_FILE


def _yes(value: bool) -> str:
    return "yes" if value else ""


def _spells(stretches: Iterable[Stretch], zone: str) -> tuple[str, ...]:
    return tuple(interval(stretch, zone) for stretch in stretches)


def _last_correction(changes: tuple[r.Change, ...], zone: str) -> str:
    return stamp(max((each.at_ms for each in changes if each.kind == "correction"), default=None), zone)


def _if_there(line: Line, ms: int) -> int | None:
    """Who was not there came neither late nor left early."""
    return ms if line.row.present_ms else None


def _rule(presence: Presence) -> tuple[str, ...]:
    any_presence = not presence.from_percent and not presence.from_s
    return (*(["any presence counts"] if any_presence else []), *presence_in_words(presence))


def _planned_to(session: r.Session) -> int | None:
    if session.planned_ms is None or session.planned_length_ms is None:
        return None
    return session.planned_ms + session.planned_length_ms


# --- sessions

SESSIONS: tuple[Column[r.Session], ...] = (
    Column("session", "The session's id; it never changes.", lambda s: s.id),
    Column("title", "What the session was called.", lambda s: s.title),
    Column("course", "The course.", lambda s: s.course),
    Column("module", "The number of the module.", lambda s: s.module),
    Column("subgroup", "The subgroup that met.", lambda s: s.subgroup),
    Column("zone", "The time zone in which all times of the session are written.", lambda s: s.zone),
    Column("standing", "planned, open (begun and not ended) or held.", lambda s: s.standing),
    Column(
        "record",
        "confirmed by a person, provisional until then, or not held.",
        lambda s: s.record,
    ),
    Column("planned_from", "When it was planned to begin.", lambda s: stamp(s.planned_ms, s.zone)),
    Column("planned_to", "When it was planned to end.", lambda s: stamp(_planned_to(s), s.zone)),
    Column("held_from", "When it was opened.", lambda s: stamp(s.opened_ms, s.zone)),
    Column("held_to", "When it was ended; empty while it is open.", lambda s: stamp(s.ended_ms, s.zone)),
    Column(
        "counted_from",
        "From when presence counts: the opening.",
        lambda s: stamp(s.time[0] if s.time else None, s.zone),
    ),
    Column(
        "counted_to",
        "Until when presence counts: the planned length after the opening, or the end if that came first.",
        lambda s: stamp(s.time[1] if s.time else None, s.zone),
    ),
    Column(
        "counted_seconds",
        "The length of the time that counts; shares are of this.",
        lambda s: seconds(s.time[1] - s.time[0]) if s.time else None,
    ),
    Column("rule", "The course's rule of presence, in words.", lambda s: _rule(s.presence)),
    Column("recorded_by", "Who opened and ended the session.", lambda s: s.recorded_by),
    Column("confirmed_by", "Who confirmed its attendance.", lambda s: s.confirmed_by),
    Column("confirmed_at", "When that was.", lambda s: stamp(s.confirmed_ms, s.zone)),
    Column(
        "corrections",
        "How many corrections were written after the first confirmation.",
        lambda s: r.corrections(s.changes),
    ),
    Column("last_correction", "When the last one was.", lambda s: _last_correction(s.changes, s.zone)),
    Column("plan_sha256", "The SHA-256 of the session plan it ran by.", lambda s: s.plan_sha256),
)

# --- one person in one session

REGISTER: tuple[Column[Line], ...] = (
    Column("session", "The session's id.", lambda x: x.session.id),
    Column("title", "What the session was called.", lambda x: x.session.title),
    Column("course", "The course.", lambda x: x.session.course),
    Column("module", "The number of the module.", lambda x: x.session.module),
    Column("subgroup", "The subgroup that met.", lambda x: x.session.subgroup),
    Column(
        "planned_from", "When it was planned to begin.", lambda x: stamp(x.session.planned_ms, x.session.zone)
    ),
    Column(
        "planned_to",
        "When it was planned to end.",
        lambda x: stamp(_planned_to(x.session), x.session.zone),
    ),
    Column("held_from", "When it was opened.", lambda x: stamp(x.session.opened_ms, x.session.zone)),
    Column("held_to", "When it was ended.", lambda x: stamp(x.session.ended_ms, x.session.zone)),
    Column("zone", "The time zone of these times.", lambda x: x.session.zone),
    Column("record", "confirmed or provisional.", lambda x: x.row.record),
    Column("person", "The person's id; it never changes.", lambda x: x.row.person),
    Column("name", "The person's name.", lambda x: x.row.named.name),
    Column("role", "participant or observer; only participants are counted.", lambda x: x.row.role),
    Column(
        "expected", "yes for participants who belonged to the subgroup then.", lambda x: _yes(x.row.expected)
    ),
    Column(
        "status",
        "What the session was for the person: the mark, else what the rule says.",
        lambda x: x.row.status,
    ),
    Column("by_rule", "What the course's rule says of the presence that counts.", lambda x: x.row.by_rule),
    Column("mark", "What a person set, if anybody did.", lambda x: x.row.mark or ""),
    Column(
        "excuse",
        f"The reason of the mark; “{ON_FILE}” where it is kept but not shown.",
        lambda x: _reason(x.row.excuse),
    ),
    Column(
        "seconds",
        "How long the person was there within the time that counts.",
        lambda x: seconds(x.row.present_ms),
    ),
    Column(
        "minutes",
        "The same in minutes, rounded to a tenth; never add these up.",
        lambda x: minutes(x.row.present_ms),
    ),
    Column(
        "late_seconds",
        "From the beginning to the first arrival; a grace is not taken off.",
        lambda x: seconds(_if_there(x, x.row.late_ms)),
    ),
    Column(
        "late_minutes",
        "The same in minutes, rounded to a tenth.",
        lambda x: minutes(_if_there(x, x.row.late_ms)),
    ),
    Column(
        "left_early_seconds",
        "From the last leaving to the end of the time that counts.",
        lambda x: seconds(_if_there(x, x.row.left_ms)),
    ),
    Column(
        "left_early_minutes",
        "The same in minutes, rounded to a tenth.",
        lambda x: minutes(_if_there(x, x.row.left_ms)),
    ),
    Column(
        "trouble_seconds",
        "How long technical trouble was noted; it is not taken off the presence.",
        lambda x: seconds(x.row.trouble_ms),
    ),
    Column(
        "spells",
        "The stretches of presence that count, within the time that counts; they add up to the seconds.",
        lambda x: _spells(x.row.spells, x.session.zone),
    ),
    Column(
        "source",
        "Where these come from: own log, platform report, or how somebody settled the two.",
        lambda x: x.row.source,
    ),
    Column("source_reason", "The reason given for settling it.", lambda x: _reason(x.row.source_reason)),
    Column("log_spells", "All that the own log says.", lambda x: _spells(x.row.own, x.session.zone)),
    Column(
        "report_spells",
        "All that the platform's report says.",
        lambda x: _spells(x.row.reported, x.session.zone),
    ),
    Column(
        "sources_differ_seconds",
        "How long only one of the two has the person there, where nobody has settled it yet.",
        lambda x: seconds(x.row.apart_ms),
    ),
    Column(
        "recorded_by",
        "Who wrote the log, took in the report, settled or marked.",
        lambda x: x.row.recorded_by,
    ),
    Column("confirmed_by", "Who confirmed the attendance of the session.", lambda x: x.session.confirmed_by),
    Column("confirmed_at", "When that was.", lambda x: stamp(x.session.confirmed_ms, x.session.zone)),
    Column("status_confirmed", "The status at the confirmation.", lambda x: x.row.status_confirmed or ""),
    Column(
        "seconds_confirmed", "The seconds at the confirmation.", lambda x: seconds(x.row.present_confirmed_ms)
    ),
    Column(
        "corrections",
        "How many corrections about the person followed the first confirmation.",
        lambda x: r.corrections(x.row.changes),
    ),
    Column(
        "last_correction", "When the last one was.", lambda x: _last_correction(x.row.changes, x.session.zone)
    ),
)

# --- totals

_COUNTS: dict[Status, str] = {
    "present": "In how many sessions the status was “present”.",
    "not expected": "… “not expected”: not a member of the subgroup then.",
    "observer": "… “observer”: never counted as a participant.",
}


def _count(of: type[Total], status: Status) -> Column[Total]:
    says = _COUNTS.get(status, f"… “{status}”.")
    return Column(status.replace(" ", "_"), says, lambda total: total.statuses.get(status, 0))


PEOPLE: tuple[Column[r.PersonTotal], ...] = (
    Column("person", "The person's id.", lambda p: p.person),
    Column("name", "The person's name.", lambda p: p.named.name),
    Column("institution", "The institution, where it is known.", lambda p: p.named.institution),
    Column("country", "The country, where it is known.", lambda p: p.named.country),
    Column("course", "The course; somebody in two courses has two rows.", lambda p: p.course),
    Column("subgroups", "The subgroups the person met with.", lambda p: p.subgroups),
    Column("role", "participant, or observer for who only observed.", lambda p: p.role),
    Column("sessions", "Sessions that began while the person had a place in them.", lambda p: p.sessions),
    Column("expected", "Those in which the person was expected as a participant.", lambda p: p.expected),
    *(_count(r.PersonTotal, status) for status in STATUSES),
    Column(
        "seconds", "Presence as a participant, summed from the register.", lambda p: seconds(p.present_ms)
    ),
    Column("minutes", "The same in minutes, rounded to a tenth.", lambda p: minutes(p.present_ms)),
    Column("late_seconds", "Late arrivals, summed.", lambda p: seconds(p.late_ms)),
    Column("late_minutes", "The same in minutes, rounded to a tenth.", lambda p: minutes(p.late_ms)),
    Column("provisional", "How many of the sessions are not confirmed yet.", lambda p: p.provisional),
    Column("corrections", "How many corrections concern the person.", lambda p: p.corrections),
)

COURSES: tuple[Column[r.CourseTotal], ...] = (
    Column("course", "The course; empty for sessions without one.", lambda c: c.course),
    Column("subgroups", "How many subgroups met.", lambda c: c.subgroups),
    Column("sessions", "How many sessions there are, planned ones included.", lambda c: c.planned),
    Column("held", "How many of them began.", lambda c: c.held),
    Column("confirmed", "How many of these are confirmed.", lambda c: c.confirmed),
    Column("provisional", "How many of these are not.", lambda c: c.provisional),
    Column(
        "participants", "How many people were participants in at least one session.", lambda c: c.participants
    ),
    Column("expected", "Participants expected, counted once for each session.", lambda c: c.expected),
    *(_count(r.CourseTotal, status) for status in STATUSES),
    Column("seconds", "Presence of all participants.", lambda c: seconds(c.present_ms)),
    Column("minutes", "The same in minutes, rounded to a tenth.", lambda c: minutes(c.present_ms)),
    Column("corrections", "How many corrections were written after confirmations.", lambda c: c.corrections),
)

# --- what changed after a confirmation

CORRECTIONS: tuple[Column[ChangeLine], ...] = (
    Column("session", "The session's id.", lambda x: x.session.id),
    Column("title", "What the session was called.", lambda x: x.session.title),
    Column("subgroup", "The subgroup that met.", lambda x: x.session.subgroup),
    Column("at", "When it was written.", lambda x: stamp(x.change.at_ms, x.session.zone)),
    Column("by", "Who wrote it.", lambda x: x.change.author),
    Column("kind", "confirmed, correction, or provisional again.", lambda x: x.change.kind),
    Column("what", "What was written.", lambda x: x.change.what),
    Column("names", "Whom it concerns; empty: the whole session.", lambda x: x.names),
    Column("people", "The ids of these people.", lambda x: x.change.people),
    Column("reason", "The reason that was given.", lambda x: _reason(x.change.reason)),
    Column("taken_back", "yes where it was undone later.", lambda x: _yes(x.change.taken_back)),
)
