"""Times and lengths as reports write them, in the session's zone."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from facilitator_tui.zones import wall_clock


def day(ms: int, zone: ZoneInfo) -> str:
    """2026-03-02"""
    return f"{wall_clock(ms, zone):%Y-%m-%d}"


def clock(ms: int, zone: ZoneInfo) -> str:
    """18:05"""
    return f"{wall_clock(ms, zone):%H:%M}"


def stamp(ms: int | None, zone: ZoneInfo) -> str:
    """2026-03-02 18:05:09, as spreadsheets read it; empty for no time."""
    return "" if ms is None else f"{wall_clock(ms, zone):%Y-%m-%d %H:%M:%S}"


def length(ms: int | None) -> str:
    """1:02:03 or 2:03 (hours, minutes and seconds, rounded to the second); – for none."""
    if ms is None:
        return "–"
    minutes, seconds = divmod(round(abs(ms) / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    sign = "-" if ms < 0 and (hours or minutes or seconds) else ""
    return sign + (f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}")
