"""Times as people read and type them: a moment in a list, a time within a session, a date for a new one. Pure.

Milliseconds are since 1970 in UTC; a zone is an IANA name. What cannot be understood raises ``TypedProblem``
with a sentence that shows how to write it. Digits of any script count.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from facilitator_tui.plain import plain
from facilitator_tui.zones import ZoneProblem, elsewhere, wall_clock, zone, zone_or_utc

_MINUTE_MS = 60_000
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_RECENT_MS = 3 * 60 * _MINUTE_MS
"""A time of day that passed so recently is taken for today's, a session that should have begun; else tomorrow's."""


class TypedProblem(ValueError):
    """What was typed cannot be understood. The message says why and gives an example."""


def zone_typed(name: str) -> ZoneInfo:
    """The zone with this IANA name. Raises ``TypedProblem`` when there is none."""
    try:
        return zone(name.strip())
    except ZoneProblem as problem:
        raise TypedProblem(str(problem)) from problem


def local(ms: int, zone_name: str) -> datetime:
    """The moment on the clocks of the zone ("": this computer's clocks); of a zone that nobody knows, in UTC."""
    if not zone_name:
        return wall_clock(ms, ZoneInfo("UTC")).astimezone()
    return wall_clock(ms, zone_or_utc(zone_name))


# --- read


def day_and_time(ms: int, zone_name: str, now_ms: int) -> str:
    """For lists: ``today 18:00``, ``tomorrow 18:00``, ``Tue 24 Nov 18:00``, ``24 Nov 2025 18:00``."""
    moment, today = local(ms, zone_name), local(now_ms, zone_name).date()
    days = (moment.date() - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days)
    month = _MONTHS[moment.month - 1][:3].capitalize()
    if near is None:
        near = f"{_DAYS[moment.weekday()][:3].capitalize()} {moment.day} {month}"
        if abs(days) > 180:
            near = f"{moment.day} {month} {moment.year}"
    return f"{near} {moment:%H:%M}"


def when_and_zone(ms: int, zone_name: str, now_ms: int, clocks: str = "") -> str:
    """``tomorrow 18:00``; ``tomorrow 18:00 (Asia/Amman)`` where the clocks of ``clocks`` show another time then.

    ``clocks`` "" are this computer's. So every screen says when a session is.
    """
    zone_named = elsewhere(ms, zone_name, clocks) if zone_name else ""
    return day_and_time(ms, zone_name, now_ms) + (f" ({zone_named})" if zone_named else "")


def in_full(ms: int, zone_name: str) -> str:
    """``Tuesday 24 November 2026, 18:00``, so that a mistyped date catches the eye."""
    moment = local(ms, zone_name)
    day, month = _DAYS[moment.weekday()].capitalize(), _MONTHS[moment.month - 1].capitalize()
    return f"{day} {moment.day} {month} {moment.year}, {moment:%H:%M}"


def time_of_day(ms: int, zone_name: str) -> str:
    """``18:42:07``."""
    return f"{local(ms, zone_name):%H:%M:%S}"


# --- typed, within a session


def time_typed(text: str, near_ms: int, start_ms: int, zone_name: str) -> int:
    """The moment meant by a time typed to correct something that was at ``near_ms``.

    ``18:42:07`` is a time of day, on the day that brings it nearest to ``near_ms``; ``42:07`` is minutes and
    seconds since ``start_ms``; ``+5`` and ``-8`` are seconds later and earlier than ``near_ms``.
    """
    text = plain(text).replace(" ", "").replace("−", "-")
    if re.fullmatch(r"[+-]\d{1,5}", text):
        return near_ms + int(text) * 1000
    parts = re.fullmatch(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})", text)
    if parts is None:
        raise TypedProblem(
            f"“{text}” is not a time. Write 18:42:07 for a time of day, 42:07 for minutes from the start, "
            "or -8 for 8 seconds earlier."
        )
    hours, minutes, seconds = (int(part) if part else 0 for part in parts.groups())
    if seconds > 59 or (parts[1] and (minutes > 59 or hours > 23)):
        raise TypedProblem(f"“{text}” is not a time: there is no such minute or second.")
    if not parts[1]:
        return start_ms + (minutes * 60 + seconds) * 1000
    return _nearest(hours, minutes, seconds, near_ms, zone_name)


def _nearest(hours: int, minutes: int, seconds: int, near_ms: int, zone_name: str) -> int:
    """The time of day on the day, and before or after clocks are set back, that lies nearest to ``near_ms``."""
    near = local(near_ms, zone_name)
    milliseconds = near_ms % 1000 if (hours, minutes, seconds) == (near.hour, near.minute, near.second) else 0
    found = [
        int((near + timedelta(days=days)).replace(
            hour=hours, minute=minutes, second=seconds, microsecond=0, fold=fold
        ).timestamp()) * 1000
        for days in (-1, 0, 1)
        for fold in (0, 1)
    ]  # fmt: skip
    return min(found, key=lambda ms: abs(ms - near_ms)) + milliseconds


# --- typed, for a session to come


def when_typed(text: str, now_ms: int, zone_name: str) -> int:
    """The moment meant by ``now``, ``18:00``, ``tomorrow 18:00``, ``fri 18:00``, ``24.11. 18:00``, ``24 nov 18h30``,
    ``2026-11-24 18:00`` or ``+30`` (minutes from now). A day comes before its month.
    """
    words = plain(text).casefold()
    if words in ("", "now"):
        return now_ms
    if re.fullmatch(r"\+\d{1,4}", words):
        return now_ms + int(words) * _MINUTE_MS
    there = zone_typed(zone_name)
    parts = re.fullmatch(
        r"(?P<day>.*?)[\s,]*(?:\bat\s+)?\b(?P<hour>\d{1,2})(?::(?P<minute>\d{2})|h(?P<h>\d{2})?)", words
    )
    if parts is None:
        raise TypedProblem(
            f"“{plain(text)}” has no time of day. Write it like tomorrow 18:00 or 24.11. 18:00."
        )
    hour, minute = int(parts["hour"]), int(parts["minute"] or parts["h"] or 0)
    if hour > 23 or minute > 59:
        raise TypedProblem(f"“{plain(text)}” is not a time of day: hours go to 23, minutes to 59.")
    now = wall_clock(now_ms, there)
    day = _day(parts["day"].strip(" ,"), now, hour, minute)
    return _existing(datetime(day.year, day.month, day.day, hour, minute, tzinfo=there))


def _existing(moment: datetime) -> int:
    ms = int(moment.timestamp()) * 1000
    back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    if (back.hour, back.minute) != (moment.hour, moment.minute):
        raise TypedProblem(f"There is no {moment:%H:%M} on that day: the clocks go forward.")
    return ms


def _day(words: str, now: datetime, hour: int, minute: int) -> date:
    today = now.date()
    at_that_time = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if not words:
        passed_ms = (now - at_that_time).total_seconds() * 1000
        return today if passed_ms < _RECENT_MS else today + timedelta(days=1)
    if words in ("today", "tomorrow"):
        return today + timedelta(days=words == "tomorrow")
    weekdays = [number for number, name in enumerate(_DAYS) if len(words) > 1 and name.startswith(words)]
    if len(weekdays) == 1:
        ahead = (weekdays[0] - today.weekday()) % 7
        return today + timedelta(days=ahead or (0 if at_that_time >= now else 7))
    return _dated(words, today)


def _dated(words: str, today: date) -> date:
    iso = re.fullmatch(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", words)
    numbers = re.fullmatch(
        r"(?P<day>\d{1,2})\s*[./]\s*(?P<month>\d{1,2})(?:\s*[./]\s*(?P<year>\d{4})?)?", words
    )
    named = re.fullmatch(r"(?P<day>\d{1,2})\.?\s+(?P<month>[a-z]{3,9})\.?(?:\s+(?P<year>\d{4}))?", words)
    parts = iso or numbers or named
    if parts is None:
        raise TypedProblem(f"“{words}” is not a day. Write tomorrow, fri, 24.11., 24 nov or 2026-11-24.")
    month = _month(parts["month"])
    year = int(parts["year"]) if parts["year"] else today.year
    try:
        day = date(year, month, int(parts["day"]))
        if not parts["year"] and day < today:
            day = day.replace(year=year + 1)
    except ValueError:
        raise TypedProblem(f"There is no day “{words}” in the calendar.") from None
    return day


def _month(word: str) -> int:
    if word.isdecimal():
        return int(word)
    found = [number for number, name in enumerate(_MONTHS, start=1) if name.startswith(word)]
    if len(found) != 1:
        raise TypedProblem(f"“{word}” is not a month. Write it like nov, or as a number: 24.11.")
    return found[0]
