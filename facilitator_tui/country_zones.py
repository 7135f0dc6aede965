"""The time zone of a country, by the tables of the time zone database (the ``tzdata`` package).

Only where there is no doubt: a country with several zones (Spain has its islands) has none here.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from facilitator_tui.imports.countries import CountryNames


def zone_of(country: str) -> str | None:
    """The only zone of a country, by its ISO 3166 code or its name in any language that is known; else None."""
    code = CountryNames().code(country)
    zones = [zone for of, _, zone in _rows("zone.tab", 3) if of == code]
    return zones[0] if len(zones) == 1 else None


def _rows(table: str, width: int) -> Iterator[list[str]]:
    text = files("tzdata").joinpath("zoneinfo", table).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")[:width]
