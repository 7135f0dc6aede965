"""A subgroup's sessions for calendars (iCalendar, RFC 5545), with the hour in everybody's zone.

Where the clocks change in one country and not in another, the same session begins at another hour for some. The
``shifts`` find that between each session and the one before; the description of the event says it. Pure, but for the
library that writes the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from facilitator_tui.zones import wall_clock, zone_or_utc

if TYPE_CHECKING:
    from icalendar import Event

_DAY_MS, _MINUTE_MS = 86_400_000, 60_000

PRODUCT = "-//facilitator_tui//sessions of a subgroup//EN"


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """A session as a calendar has it, in milliseconds since 1970. ``zone`` is the one the subgroup meets by."""

    id: str
    title: str
    begins_ms: int
    ends_ms: int
    zone: str
    course: str = ""
    module: int | None = None
    held: bool = False


class ClockChange(msgspec.Struct, frozen=True):
    """The clocks of a zone were set by ``minutes`` (forward above zero) on this day."""

    zone: str
    day: date
    minutes: int

    def __str__(self) -> str:
        way = "forward" if self.minutes > 0 else "back"
        return f"{self.zone} set {way} by {_length(abs(self.minutes))} on {_day(self.day)}"


class Shift(msgspec.Struct, frozen=True):
    """In ``zone`` the session begins at another hour than the one before, since clocks changed in between."""

    zone: str
    before: str
    now: str
    changes: tuple[ClockChange, ...]

    def __str__(self) -> str:
        changed = "; ".join(map(str, self.changes))
        return (
            f"In {self.zone} it begins at {self.now}, the session before at {self.before}. Clocks: {changed}."
        )


def in_order(meetings: Sequence[Meeting]) -> list[Meeting]:
    """The sessions by the time at which they begin."""
    return sorted(meetings, key=lambda each: (each.begins_ms, each.id))


def zones_of(meeting: Meeting, zones: Sequence[str]) -> tuple[str, ...]:
    """The zones to tell the hour in: the session's own first, each once."""
    return tuple(dict.fromkeys((zone_or_utc(meeting.zone).key, *zones)))


def start_in(meeting: Meeting, zone: str) -> str:
    """Thursday 29 October 2026, 18:00 (UTC+01:00)"""
    at = wall_clock(meeting.begins_ms, zone_or_utc(zone))
    offset = f"{at:%z}"
    return f"{_WEEKDAYS[at.weekday()]} {_day(at.date())}, {at:%H:%M} (UTC{offset[:3]}:{offset[3:5]})"


def shifts(before: Meeting, meeting: Meeting, zones: Sequence[str]) -> tuple[Shift, ...]:
    """In which zones the hour is another than at the session before, because clocks changed somewhere in between.

    Nothing where all zones changed alike, or where the hour was only planned differently.
    """
    names = zones_of(meeting, zones)
    moved = {name: _offset(meeting.begins_ms, name) - _offset(before.begins_ms, name) for name in names}
    if len(set(moved.values())) == 1:
        return ()
    changes = tuple(
        change for name in names for change in clock_changes(name, before.begins_ms, meeting.begins_ms)
    )
    hours = [(name, _hour(before.begins_ms, name), _hour(meeting.begins_ms, name)) for name in names]
    return tuple(Shift(name, was, now, changes) for name, was, now in hours if was != now)


def clock_changes(zone: str, from_ms: int, to_ms: int) -> tuple[ClockChange, ...]:
    """The changes of a zone's clocks after ``from_ms``, up to ``to_ms``. Two on one day would be seen as one."""
    found = []
    for at in range(from_ms, to_ms, _DAY_MS):
        until = min(at + _DAY_MS, to_ms)
        was, now = _offset(at, zone), _offset(until, zone)
        if was != now:
            moment = _first_minute(zone, at, until, now)
            day = wall_clock(moment, zone_or_utc(zone)).date()
            found.append(ClockChange(zone, day, round((now - was).total_seconds() / 60)))
    return tuple(found)


def _first_minute(zone: str, from_ms: int, to_ms: int, offset: timedelta) -> int:
    """The first minute of the stretch from which the zone has this offset, by halving it."""
    while to_ms - from_ms > _MINUTE_MS:
        middle = (from_ms + to_ms) // 2
        from_ms, to_ms = (from_ms, middle) if _offset(middle, zone) == offset else (middle, to_ms)
    return to_ms


def described(meeting: Meeting, before: Meeting | None, zones: Sequence[str]) -> str:
    """The description of the event: the course, the start in every zone, and what to watch."""
    return "\n".join(_description(meeting, before, zones))


def _description(meeting: Meeting, before: Meeting | None, zones: Sequence[str]) -> Iterator[str]:
    if meeting.course:
        yield meeting.course + ("" if meeting.module is None else f", module {meeting.module}")
    for name in zones_of(meeting, zones):
        yield f"{name}: {start_in(meeting, name)}"
    found = shifts(before, meeting, zones) if before is not None else ()
    if found:
        yield "Watch the hour:"
        yield from map(str, found)


def to_ical(
    name: str, subgroup: str, meetings: Sequence[Meeting], zones: Sequence[str], *, made_ms: int
) -> bytes:
    """The calendar of the subgroup (``subgroup`` is its id) with one event a session.

    Events are in the session's zone, which comes along as VTIMEZONE. Importing the file again changes the events that
    are there: their UID is the session's id.
    """
    from icalendar import Calendar

    ordered = in_order(meetings)
    calendar = Calendar.new(prodid=PRODUCT, name=name, method="PUBLISH", uid=f"{subgroup}@facilitator-tui")
    for number, meeting in enumerate(ordered):
        before = ordered[number - 1] if number else None
        calendar.add_component(_event(name, meeting, described(meeting, before, zones), made_ms))
    if ordered:
        years = [_local(ms, "UTC").year for ms in (ordered[0].begins_ms, ordered[-1].ends_ms)]
        calendar.add_missing_timezones(date(years[0] - 1, 1, 1), date(years[1] + 2, 1, 1))
    content: bytes = calendar.to_ical()
    return content


def _event(name: str, meeting: Meeting, description: str, made_ms: int) -> Event:
    from icalendar import Event

    start, end = _local(meeting.begins_ms, meeting.zone), _local(meeting.ends_ms, meeting.zone)
    if start.fold or end.fold:
        # Of an hour that comes twice a calendar takes the first; only UTC can name the second.
        start, end = start.astimezone(UTC), end.astimezone(UTC)
    return Event.new(
        uid=f"{meeting.id}@facilitator-tui",
        summary=f"{name}: {meeting.title}" if name else meeting.title,
        start=start,
        end=end,
        stamp=_local(made_ms, "UTC"),
        description=description,
    )


def _local(ms: int, zone: str) -> datetime:
    return wall_clock(ms, zone_or_utc(zone)).replace(microsecond=0)


def _offset(ms: int, zone: str) -> timedelta:
    return wall_clock(ms, zone_or_utc(zone)).utcoffset() or timedelta()


def _hour(ms: int, zone: str) -> str:
    return f"{wall_clock(ms, zone_or_utc(zone)):%H:%M}"


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h" if not rest else f"{minutes} min"


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _day(day: date) -> str:
    """29 October 2026, whatever language the computer speaks."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
