"""Zones of time: the wall clock of a session's zone for a moment, and the moment for a wall clock.

Moments are milliseconds since 1970 in UTC. Which zone a session has is decided where it is created.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class ZoneProblem(ValueError):
    """A zone or a local time that does not exist. The message says why and what to do."""


def zone(name: str) -> ZoneInfo:
    """The zone of this IANA name. Raises ``ZoneProblem``."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ZoneProblem(
            f"There is no time zone “{name}”. Name one like Europe/Lisbon or Africa/Tunis."
        ) from error


def zone_or_utc(name: str) -> ZoneInfo:
    """The zone, or UTC where this computer does not know it (a file from elsewhere must still open)."""
    try:
        return zone(name)
    except ZoneProblem:
        return ZoneInfo("UTC")


def here() -> str:
    """The IANA name of this computer's zone; "UTC" when it does not tell."""
    import pendulum

    name = str(pendulum.local_timezone().name)
    try:
        zone(name)
    except ZoneProblem:
        return "UTC"
    return name


def wall_clock(ms: int, where: ZoneInfo) -> datetime:
    """What a clock in the zone showed at that moment, to the millisecond."""
    seconds, rest = divmod(ms, 1000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest * 1000).astimezone(where)


def elsewhere(ms: int, zone_name: str, clocks: str = "") -> str:
    """The zone's name where its clocks show another time at that moment than those of ``clocks``; else "".

    ``clocks`` is a zone too; "" is this computer's, whatever its name. Wherever a session's time is shown it is that of
    the session's zone, and this says whether the zone has to be named.
    """
    there = wall_clock(ms, zone_or_utc(zone_name))
    here = wall_clock(ms, zone_or_utc(clocks)) if clocks else there.astimezone()
    return "" if there.utcoffset() == here.utcoffset() else zone_name or "UTC"


def moment(text: str, where: ZoneInfo) -> int:
    """The moment that somebody writes as "2026-03-02 18:00" (an offset may follow). Raises ``ZoneProblem``.

    A time that a change of clocks leaves out does not exist; of one that comes twice the first is meant.
    """
    try:
        written = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ZoneProblem(f"“{text}” is no date and time. Write it like 2026-03-02 18:00.") from error
    if written.tzinfo is None:
        local = written.replace(tzinfo=where)
        if local.astimezone(UTC).astimezone(where).replace(tzinfo=None) != written:
            raise ZoneProblem(f"The clocks of {where.key} never show {text}: they are set forward then.")
        written = local
    return round(written.timestamp() * 1000)
