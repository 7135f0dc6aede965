"""Reads rosters: the people of a course, as learning platforms, forms and hand-made sheets list them.

Separator, encoding and columns are recognised; what is wrong is said line by line, and nothing is written
anywhere. Labels are data in ``roster_columns``, cells become people in ``roster_people``, workbooks come as
text from ``workbook``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import msgspec

from facilitator_tui.imports.column_map import ColumnMap
from facilitator_tui.imports.labels import bare
from facilitator_tui.imports.local_times import read_stamp
from facilitator_tui.imports.normal import RosterColumn, RosterFile, RosterPerson, RosterProblem
from facilitator_tui.imports.options import ReadOptions
from facilitator_tui.imports.problems import Damaged, NotRecognised
from facilitator_tui.imports.roster_columns import (
    KnownLabels,
    RosterColumns,
    is_surely_a_roster,
    known_labels,
    roster_columns,
)
from facilitator_tui.imports.roster_people import known_roles, person_of
from facilitator_tui.imports.source import Source, open_source, refuse_larger_than, with_encoding
from facilitator_tui.imports.tables import DELIMITERS, cell, first_rows, rows
from facilitator_tui.plain import plain

_LARGEST_TABLE = 100_000_000
LARGEST_BYTES: int | None = _LARGEST_TABLE

# Rows that learning platforms put between the people: the points of a grade book, and a pupil of its own.
_NO_PEOPLE = frozenset(("pointspossible", "studenttest", "teststudent", "total", "totals", "average", "mean"))


class _Header(msgspec.Struct, frozen=True):
    """How the table is taken: its separator, the row of the header (None when there is none) and its columns."""

    delimiter: str
    labels: tuple[str, ...] | None
    columns: RosterColumns


def read_roster(path: Path, column_map: ColumnMap | None = None, *, encoding: str = "") -> RosterFile:
    """Read a file as a roster, also one that ``read_file`` would take for something else or not recognise.

    ``column_map`` (of kind "roster") overrules what the columns were taken for; ``encoding`` what the text was.
    Raises an ImportProblem that says what is wrong and what to do.
    """
    source = open_source(path, encoding)
    refuse_larger_than(source, _LARGEST_TABLE)
    source = with_encoding(source)
    header = _mapped(source.head, column_map) if column_map else _found(source.head) or _guessed(source.head)
    if header is None:
        what = (
            "no row of it has the columns of the column map" if column_map else "no column of it holds names"
        )
        raise NotRecognised(source.name, what, "write “Name” and “E-mail” above the columns that hold them")
    return _read(source, header)


def recognises(head: str) -> bool:
    """Tell whether a table has a header that says who people are, and one thing more.

    Rows with a time of joining and one of leaving are an attendance report in a language that is not known.
    """
    header = _found(head)
    if header is None or not is_surely_a_roster(header.columns):
        return False
    return not any(
        sum(1 for text in row if read_stamp(text, 0)) > 1 for row in first_rows(head, header.delimiter)
    )


def read(source: Source, options: ReadOptions) -> RosterFile:
    """Translate a roster. Raises Damaged when it has no people, or cannot be taken apart."""
    header = _found(source.head) or _guessed(source.head)
    if header is None:
        what = "no column of it holds names"
        raise NotRecognised(source.name, what, "write “Name” and “E-mail” above the columns that hold them")
    return _read(source, header)


def read_mapped(source: Source, column_map: ColumnMap) -> RosterFile:
    """Translate a roster through a column map that fits it."""
    header = _mapped(source.head, column_map)
    if header is None:
        raise NotRecognised(
            source.name, "its columns are not those of the column map", "choose the right map"
        )
    return _read(source, header)


def _found(head: str) -> _Header | None:
    known = known_labels()
    best: _Header | None = None
    for delimiter in DELIMITERS:
        for row in islice(first_rows(head, delimiter), 30):
            columns = _columns(row, known)
            if columns and (best is None or len(columns.places) > len(best.columns.places)):
                best = _Header(delimiter, tuple(row), columns)
    return best


def _columns(row: list[str], known: KnownLabels) -> RosterColumns | None:
    """Find the columns of a header. A title over the table ("Participants") has one cell and is none."""
    columns = roster_columns(row, known)
    filled = sum(1 for text in row if text.strip())
    return columns if columns and (filled > 1 or len(row) == 1) else None


def _mapped(head: str, column_map: ColumnMap) -> _Header | None:
    for delimiter in DELIMITERS:
        for row in first_rows(head, delimiter):
            places = column_map.places_in(row)
            if places:
                return _Header(delimiter, tuple(row), RosterColumns(places))
    return None


def _guessed(head: str) -> _Header | None:
    """Take a list without a header by its cells: addresses by their "@", names by their two words and more."""
    for delimiter in DELIMITERS:
        table = [row for row in islice(first_rows(head, delimiter), 40) if any(text.strip() for text in row)]
        width = max((len(row) for row in table), default=0)
        if len(table) < 2 or width > 20 or (width < 2 and delimiter != DELIMITERS[-1]):
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
            return _Header(delimiter, None, RosterColumns(there))
    return None


def _share(cells: list[str], pattern: str) -> float:
    return sum(1 for text in cells if re.fullmatch(pattern, text[:200])) / len(cells)


def _read(source: Source, header: _Header) -> RosterFile:
    people: list[RosterPerson] = []
    problems: list[RosterProblem] = []
    roles = known_roles()
    for line, cells in _people_rows(source, header):
        read = person_of(cells, line, roles)
        problems += [RosterProblem(line, f"Line {line}: {problem}.") for problem in read.problems]
        if read.person:
            people.append(read.person)
    if not people:
        first = problems[0].line if problems else None
        raise Damaged(source.name, "the list has nobody whose name can be read", "check its columns", first)
    people, alike = _once_each(people)
    problems = sorted([*problems, *alike], key=lambda problem: problem.line)
    columns = _columns_taken(header)
    return RosterFile(tuple(people), columns, tuple(problems), (*source.warnings, *_warnings(header)))


def _people_rows(source: Source, header: _Header) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Give the cells by field of each row under the header; a header that comes again is none of them."""
    under = header.labels is None
    for line, row in rows(source, header.delimiter):
        if tuple(row) == header.labels:
            under = True
        elif under and not _is_between(row):
            yield line, {field: cell(row, place) for field, place in header.columns.places.items()}


def _is_between(row: list[str]) -> bool:
    return bare(next((text for text in row if text.strip()), "")[:40]) in _NO_PEOPLE


def _once_each(people: list[RosterPerson]) -> tuple[list[RosterPerson], list[RosterProblem]]:
    """Leave out lines that say the same person again, and say which lines may be one person or two."""
    kept: list[RosterPerson] = []
    alike: list[RosterProblem] = []
    by_email: dict[str, RosterPerson] = {}
    by_name: dict[str, RosterPerson] = {}
    for person in people:
        address, name = person.email.casefold(), person.name.casefold()
        same = by_email.get(address) if address else None
        namesake = by_name.get(name)
        if same and same.name.casefold() == name:
            message = f"{person.name} is on line {same.row} already; this line was left out"
            alike.append(_alike(person, message))
            continue
        if same:
            alike.append(
                _alike(person, f"{person.email} is also the address of {same.name} (line {same.row})")
            )
        elif namesake and not (address and namesake.email):
            message = f"{person.name} is on line {namesake.row} too, without two addresses to tell them apart"
            alike.append(_alike(person, message))
        kept.append(person)
        by_name.setdefault(name, person)
        if address:
            by_email.setdefault(address, person)
    return kept, alike


def _alike(person: RosterPerson, message: str) -> RosterProblem:
    return RosterProblem(person.row, f"Line {person.row}: {message}.")


def _columns_taken(header: _Header) -> tuple[RosterColumn, ...]:
    fields = {place: field for field, place in header.columns.places.items()}
    if header.labels is None:
        width = max(fields) + 1
        return tuple(RosterColumn("", fields.get(place, "")) for place in range(width))
    return tuple(
        RosterColumn(plain(label), fields.get(place, "")) for place, label in enumerate(header.labels)
    )


def _warnings(header: _Header) -> Iterator[str]:
    if header.labels is None:
        yield "The list has no header; which column is which was guessed from what stands in them."
    elif not header.columns.places.keys() & {"name", "surname_first", "given_name", "family_name"}:
        yield "The list has no names, only e-mail addresses; what stands before the @ was taken."
    for field, label in header.columns.also:
        shown = plain(label, 60)
        yield f"“{shown}” looks like another column of {field.replace('_', ' ')}; it was not taken."
