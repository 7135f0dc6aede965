"""What the person who imports a file knows that the file does not say."""

from __future__ import annotations

from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from facilitator_tui.imports.column_map import ColumnMap

Wanted = Literal["", "attendance", "turns", "roster"]
"""What a file that says several things is read for; empty for whatever it says first."""


class ReadOptions(msgspec.Struct, frozen=True):
    """``zone`` is the IANA name of the zone of local times, empty when nobody said (UTC is assumed then).

    ``day_first`` settles dates like 03/04/2026: True for 3 April, False for March 4th, None when nobody said.
    ``date`` is the day of a meeting whose report gives times of day alone. ``encoding`` overrules what was
    recognised, and is empty otherwise. ``maps`` say what the columns of other tables mean.
    """

    zone: str = ""
    day_first: bool | None = None
    date: date | None = None
    wanted: Wanted = ""
    encoding: str = ""
    maps: tuple[ColumnMap, ...] = ()


class UnknownZone(ValueError):
    """There is no time zone of that name."""


def zone_of(options: ReadOptions) -> ZoneInfo:
    """Give the zone of local times. Raises UnknownZone when there is none of that name."""
    return zone_called(options.zone or "UTC")


def zone_called(name: str) -> ZoneInfo:
    """Give the zone of this IANA name. Raises UnknownZone when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f'there is no time zone "{name}"; name one like Europe/Lisbon or Africa/Tunis.'
        raise UnknownZone(message) from error
