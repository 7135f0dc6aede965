"""What the columns of a table mean that no translator knows: set once by a person, kept in a small file.

The value, and how it is read from TOML or JSON. The tables themselves are read in ``mapped`` and ``roster``.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

import msgspec

from facilitator_tui.imports.labels import comparable
from facilitator_tui.imports.problems import BadColumnMap
from facilitator_tui.plain import plain

ATTENDANCE_FIELDS = ("name", "given_name", "family_name", "email", "date", "joined", "left", "duration")
ROSTER_FIELDS = (
    "name",
    "given_name",
    "family_name",
    "email",
    "institution",
    "country",
    "language_level",
    "role",
    "subgroup",
    "consent",
    "surname_first",
    "certificate_name",
    "languages",
    "availability",
    "age",
    "guardian_consent",
    "course_role",
    "status",
    "withdrawal_reason",
)

_LARGEST_BYTES = 100_000


class ColumnMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The labels of a table's columns, by what they mean.

    ``columns`` gives the label in the file for each field (``ATTENDANCE_FIELDS`` or ``ROSTER_FIELDS``, by
    ``kind``). ``platform`` is what the source is called in reports. ``zone`` (an IANA name) and ``day_first``
    say how its times are meant, unless whoever reads the file says otherwise. ``duration_in`` is the unit of a
    duration that is a bare number.
    """

    columns: dict[str, str]
    kind: Literal["attendance", "roster"] = "attendance"
    platform: str = "csv"
    zone: str = ""
    day_first: bool | None = None
    duration_in: Literal["hours", "minutes", "seconds"] = "minutes"

    def places_in(self, row: list[str]) -> dict[str, int] | None:
        """Find the columns of the map in a header; None when any of them is missing."""
        there = {comparable(label): place for place, label in reversed(list(enumerate(row)))}
        found = {field: there.get(comparable(label)) for field, label in self.columns.items()}
        complete = {field: place for field, place in found.items() if place is not None}
        return complete if len(complete) == len(found) else None


def read_column_map(path: Path) -> ColumnMap:
    """Read a column map from a TOML or JSON file. Raises BadColumnMap with a sentence that says what to mend."""
    name = plain(path.name or str(path))
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise BadColumnMap(name, "this is far too large for a column map", "choose the right file")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        reason = "it is no UTF-8 text" if isinstance(error, UnicodeError) else "the file cannot be opened"
        raise BadColumnMap(name, f"the column map cannot be read: {reason}", "check the file") from error
    return column_map_of(text, name)


def column_map_of(text: str, name: str) -> ColumnMap:
    """Take a column map out of its TOML or JSON text; ``name`` is the file's, for messages."""
    try:
        plain_values = msgspec.json.decode(text) if text.lstrip().startswith("{") else tomllib.loads(text)
        found = msgspec.convert(plain_values, ColumnMap)
    except (msgspec.DecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        what = f"the column map is not as it should be ({plain(str(error))})"
        raise BadColumnMap(name, what, "see the page on imports for an example") from error
    _check(found, name)
    return found


def _check(found: ColumnMap, name: str) -> None:
    known = ATTENDANCE_FIELDS if found.kind == "attendance" else ROSTER_FIELDS
    for field, label in found.columns.items():
        if field not in known:
            raise BadColumnMap(name, f"“{plain(field)}” is no field", f"fields are {', '.join(known)}")
        if not label.strip():
            raise BadColumnMap(name, f"the label of “{field}” is empty", "leave the field out instead")
    if not {"name", "surname_first", "certificate_name", "given_name", "family_name", "email"} & set(
        found.columns
    ):
        raise BadColumnMap(name, "no column says who somebody is", "name the column of “name” or “email”")
    if found.kind == "attendance" and "joined" not in found.columns and "duration" not in found.columns:
        raise BadColumnMap(name, "no column says when or how long", "name “joined” and “left”, or “duration”")
