"""Finds how the table of a roster is laid out: its separator, its header, and which field stands in which column.

By its labels, by a column map, by what somebody chose, or by the cells of a list without a header. The rows under the
header are read in ``roster``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from itertools import islice

import msgspec

from facilitator_tui.imports.column_map import ColumnMap
from facilitator_tui.imports.labels import bare, comparable
from facilitator_tui.imports.roster_columns import KnownLabels, RosterColumns, known_labels, roster_columns
from facilitator_tui.imports.roster_words import STATUSES, meanings
from facilitator_tui.imports.tables import DELIMITERS, cell, first_rows
from facilitator_tui.plain import plain

_MOST_ROWS_ABOVE = 30


class RosterChoice(msgspec.Struct, frozen=True):
    """How somebody said that a list is to be read; what is empty is recognised.

    ``fields`` are what its columns stand for, in their order, empty for nothing; None leaves the columns to be
    recognised. They belong to the header with the signature ``header``, or to a list that has none if that is empty.
    ``separator`` is one of ``tables.DELIMITERS``.
    """

    header: str = ""
    fields: tuple[str, ...] | None = None
    separator: str = ""
    encoding: str = ""


class Header(msgspec.Struct, frozen=True):
    """How the table is taken: its separator, the row of the header (None when there is none) and its columns.

    ``width`` says how many columns a table without a header has.
    """

    delimiter: str
    labels: tuple[str, ...] | None
    columns: RosterColumns
    width: int = 0


def signature(labels: Sequence[str]) -> str:
    """Give what two lists have in common whose headers are the same, whatever the capitals and blanks."""
    return sha256("\x1f".join(comparable(plain(label)) for label in labels).encode()).hexdigest()[:32]


def found(head: str, separator: str = "") -> Header | None:
    """Find the header whose labels are known best."""
    known = known_labels()
    best: Header | None = None
    for delimiter in _delimiters(separator):
        for row in islice(first_rows(head, delimiter), _MOST_ROWS_ABOVE):
            columns = _columns(row, known)
            if columns and (best is None or len(columns.places) > len(best.columns.places)):
                best = Header(delimiter, tuple(row), columns)
    return _without_another_status(head, best) if best else None


def _delimiters(separator: str) -> tuple[str, ...]:
    return (separator,) if separator else DELIMITERS


def _columns(row: list[str], known: KnownLabels) -> RosterColumns | None:
    """Find the columns of a header. A title over the table ("Participants") has one cell and is none."""
    columns = roster_columns(row, known)
    filled = sum(1 for text in row if text.strip())
    return columns if columns and (filled > 1 or len(row) == 1) else None


def _without_another_status(head: str, header: Header) -> Header:
    """Let go of a column of states that are not somebody's in the course, such as "Submitted for grading"."""
    place = header.columns.places.get("status")
    if place is None:
        return header
    statuses = meanings(STATUSES)
    texts = (re.split(r"[:;,(–—]|\s-\s", cell(row, place))[0] for row in first_rows(head, header.delimiter))
    if any(bare(text) in statuses for text in texts):
        return header
    places = {field: at for field, at in header.columns.places.items() if field != "status"}
    return msgspec.structs.replace(header, columns=RosterColumns(places, header.columns.also))


def mapped(head: str, column_map: ColumnMap) -> Header | None:
    """Find the header that has all the labels of the map."""
    for delimiter in DELIMITERS:
        for row in first_rows(head, delimiter):
            places = column_map.places_in(row)
            if places:
                return Header(delimiter, tuple(row), RosterColumns(places))
    return None


def chosen(head: str, choice: RosterChoice) -> Header | None:
    """Take the columns as somebody chose them; None when the list has another header."""
    places = {field: place for place, field in enumerate(choice.fields or ()) if field}
    for delimiter in _delimiters(choice.separator):
        table = _first_filled_rows(head, delimiter)
        if not choice.header and len(choice.fields or ()) <= _width(table):
            return Header(delimiter, None, RosterColumns(places), _width(table))
        for row in table if choice.header else ():
            if signature(row) == choice.header:
                return Header(delimiter, tuple(row), RosterColumns(places))
    return None


def guessed(head: str, separator: str = "") -> Header | None:
    """Take a list without a header by its cells: addresses by their "@", names by their two words and more."""
    for delimiter in _delimiters(separator):
        table = _first_filled_rows(head, delimiter)
        width = _width(table)
        if len(table) < 2 or width > 20 or (width < 2 and delimiter not in (separator, DELIMITERS[-1])):
            continue
        columns = [[cell(row, place) for row in table] for place in range(width)]
        email = next(
            (place for place, cells in enumerate(columns) if _share(cells, r"[^@\s]+@[^@\s]+") > 0.7), None
        )
        names = (
            place for place, cells in enumerate(columns) if _share(cells, r"[^\d@]{2,40} [^\d@]{2,60}") > 0.7
        )
        name = next(names, None)
        places = {"name": name, "email": email}
        if name is not None:
            there = {field: place for field, place in places.items() if place is not None}
            return Header(delimiter, None, RosterColumns(there), width)
    return None


def _first_filled_rows(head: str, delimiter: str) -> list[list[str]]:
    return [row for row in islice(first_rows(head, delimiter), 40) if any(text.strip() for text in row)]


def _width(table: list[list[str]]) -> int:
    return max((len(row) for row in table), default=0)


def _share(cells: list[str], pattern: str) -> float:
    return sum(1 for text in cells if re.fullmatch(pattern, text[:200])) / len(cells)


def likeliest(head: str, separator: str = "") -> Header | None:
    """Give the first row that can be a header, of which nobody knows what its labels mean; None for no table."""
    best: tuple[str, ...] = ()
    best_delimiter = ""
    for delimiter in _delimiters(separator):
        for row in islice(first_rows(head, delimiter), _MOST_ROWS_ABOVE):
            filled = sum(1 for text in row if text.strip())
            if filled == len(row) and filled > len(best):
                best, best_delimiter = tuple(row), delimiter
                break
    return Header(best_delimiter, best, RosterColumns({})) if best else None
