"""What the person who imports a file knows that the file does not say."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec


class ReadOptions(msgspec.Struct, frozen=True):
    """``zone`` is the IANA name of the zone of local times, empty when nobody said (UTC is assumed then).

    ``day_first`` settles dates like 03/04/2026: True for 3 April, False for March 4th, None when nobody said.
    """

    zone: str = ""
    day_first: bool | None = None


class UnknownZone(ValueError):
    """There is no time zone of that name."""


def zone_of(options: ReadOptions) -> ZoneInfo:
    """Give the zone of local times. Raises UnknownZone when there is none of that name."""
    name = options.zone or "UTC"
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f'there is no time zone "{name}"; name one like Europe/Lisbon or Africa/Tunis.'
        raise UnknownZone(message) from error
