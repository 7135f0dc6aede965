"""The time zone of a country, by the tables of the time zone database (the ``tzdata`` package).

Only where there is no doubt: a country with several zones (Spain has its islands) has none here.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def zone_of(country: str) -> str | None:
    """The only zone of a country, by its ISO 3166 code or its English name (capitals do not matter); else None."""
    wanted = country.strip().casefold()
    code = next(
        (code for code, name in _rows("iso3166.tab", 2) if wanted in (code.casefold(), name.casefold())), ""
    )
    zones = [zone for of, _, zone in _rows("zone.tab", 3) if of == code]
    return zones[0] if len(zones) == 1 else None


def _rows(table: str, width: int) -> Iterator[list[str]]:
    text = files("tzdata").joinpath("zoneinfo", table).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")[:width]
