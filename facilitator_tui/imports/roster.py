"""Reads rosters: the people of a course, as learning platforms, forms and hand-made sheets list them.

Separator, encoding and columns are recognised; what is wrong is said line by line, and nothing is written
anywhere. Which column is which is found in ``roster_header``, cells become people in ``roster_people``, workbooks
come as text from ``workbook``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from facilitator_tui.imports import roster_header
from facilitator_tui.imports.column_map import ColumnMap
from facilitator_tui.imports.labels import bare
from facilitator_tui.imports.local_times import read_stamp
from facilitator_tui.imports.normal import RosterColumn, RosterFile, RosterPerson, RosterProblem
from facilitator_tui.imports.options import ReadOptions
from facilitator_tui.imports.problems import Damaged, NotRecognised
from facilitator_tui.imports.roster_columns import is_surely_a_roster, platform_of
from facilitator_tui.imports.roster_header import Header, RosterChoice
from facilitator_tui.imports.roster_people import NAME_FIELDS, known_words, person_of
from facilitator_tui.imports.source import Source, open_source, refuse_larger_than, with_encoding
from facilitator_tui.imports.tables import cell, first_rows, rows
from facilitator_tui.plain import plain

_LARGEST_TABLE = 100_000_000
LARGEST_BYTES: int | None = _LARGEST_TABLE

# Rows that learning platforms put between the people: the points of a grade book, and a pupil of its own.
_NO_PEOPLE = frozenset(("pointspossible", "studenttest", "teststudent", "total", "totals", "average", "mean"))
_WRITE_LABELS = "write “Name” and “E-mail” above the columns that hold them"
_NOTHING_CHOSEN = RosterChoice()


def read_roster(
    path: Path,
    column_map: ColumnMap | None = None,
    *,
    encoding: str = "",
    choice: RosterChoice = _NOTHING_CHOSEN,
    today: date | None = None,
) -> RosterFile:
    """Read a file as a roster, also one that ``read_file`` would take for something else or not recognise.

    ``column_map`` (of kind "roster") overrules what the columns were taken for; ``encoding`` what the text was.
    ``choice`` is what somebody corrected in a list of these columns before; it yields to both. On the day ``today``
    (else this one) ages are counted. Raises an ImportProblem that says what is wrong and what to do.
    """
    source = _opened(path, encoding or choice.encoding)
    if column_map:
        header = roster_header.mapped(source.head, column_map)
        if header is None:
            what = "no row of it has the columns of the column map"
            raise NotRecognised(source.name, what, _WRITE_LABELS)
        return _read(source, header, today)
    return _read(source, _header(source, choice), today)


class RosterSight(msgspec.Struct, frozen=True):
    """A file that was read to be shown: ``labels`` is the header as it is recognised with nothing corrected (none
    without any), ``samples`` the first text in each column."""

    form: RosterFile
    labels: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()


def look_at(path: Path, choice: RosterChoice = _NOTHING_CHOSEN, *, today: date | None = None) -> RosterSight:
    """Read a file to show it before anything is done with it: also a table of which no column is understood.

    Such a one has columns and no people. Raises an ImportProblem for a file that is no table at all.
    """
    source = _opened(path, choice.encoding)
    found = _header_if_any(source, choice) or roster_header.likeliest(source.head, choice.separator)
    if found is None:
        raise NotRecognised(source.name, "nothing in it looks like a list of people", "choose the right file")
    return RosterSight(_read(source, found, today, to_look=True), labels_of(path), _samples(source, found))


def _samples(source: Source, header: Header) -> tuple[str, ...]:
    under = header.labels is None
    found: dict[int, str] = {}
    for row in first_rows(source.head, header.delimiter):
        for place, text in enumerate(row if under else ()):
            if text.strip():
                found.setdefault(place, plain(text, 60))
        under = under or tuple(row) == header.labels
    width = len(header.labels or ()) or 1 + max(found, default=-1)
    return tuple(found.get(place, "") for place in range(width))


def labels_of(path: Path) -> tuple[str, ...]:
    """Give the labels of the columns as they are recognised, from the beginning of the file alone; none without any.

    Raises an ImportProblem for a file that cannot be opened.
    """
    source = open_source(path)
    header = _header_if_any(source, _NOTHING_CHOSEN) or roster_header.likeliest(source.head)
    return tuple(plain(label) for label in header.labels or ()) if header else ()


def _opened(path: Path, encoding: str) -> Source:
    source = open_source(path, encoding)
    refuse_larger_than(source, _LARGEST_TABLE)
    return with_encoding(source)


def _header_if_any(source: Source, choice: RosterChoice) -> Header | None:
    separator = choice.separator if source.text is None else ""
    if choice.fields is not None:
        choice = msgspec.structs.replace(choice, separator=separator)
        header = roster_header.chosen(source.head, choice)
        if header is not None:
            return header
    return roster_header.found(source.head, separator) or roster_header.guessed(source.head, separator)


def _header(source: Source, choice: RosterChoice = _NOTHING_CHOSEN) -> Header:
    header = _header_if_any(source, choice)
    if header is None:
        raise NotRecognised(source.name, "no column of it holds names", _WRITE_LABELS)
    return header


def recognises(head: str) -> bool:
    """Tell whether a table has a header that says who people are, and one thing more.

    Rows with a time of joining and one of leaving are an attendance report in a language that is not known.
    """
    header = roster_header.found(head)
    if header is None or not is_surely_a_roster(header.columns):
        return False
    return not any(
        sum(1 for text in row if read_stamp(text, 0)) > 1 for row in first_rows(head, header.delimiter)
    )


def read(source: Source, options: ReadOptions) -> RosterFile:
    """Translate a roster. Raises Damaged when it has no people, or cannot be taken apart."""
    return _read(source, _header(source))


def read_mapped(source: Source, column_map: ColumnMap) -> RosterFile:
    """Translate a roster through a column map that fits it."""
    header = roster_header.mapped(source.head, column_map)
    if header is None:
        raise NotRecognised(
            source.name, "its columns are not those of the column map", "choose the right map"
        )
    return _read(source, header)


def _read(source: Source, header: Header, today: date | None = None, *, to_look: bool = False) -> RosterFile:
    people: list[RosterPerson] = []
    problems: list[RosterProblem] = []
    words = known_words(today or datetime.now(UTC).astimezone().date())
    says_who = bool((NAME_FIELDS | {"email"}) & header.columns.places.keys())
    for line, cells in _people_rows(source, header) if says_who else ():
        read = person_of(cells, line, words)
        problems += [RosterProblem(line, f"Line {line}: {problem}.") for problem in read.problems]
        if read.person:
            people.append(read.person)
    if not people and not to_look:
        first = problems[0].line if problems else None
        raise Damaged(source.name, "the list has nobody whose name can be read", "check its columns", first)
    people, alike = _once_each(people)
    is_text = source.text is None
    return RosterFile(
        tuple(people),
        _columns_taken(header),
        tuple(sorted([*problems, *alike], key=lambda problem: problem.line)),
        (*source.warnings, *_warnings(header, says_who)),
        platform_of(list(header.labels or ())),
        header.delimiter if is_text else "",
        source.encoding.removesuffix("-sig") if is_text else "",
        header.labels is not None,
    )


def _people_rows(source: Source, header: Header) -> Iterator[tuple[int, Mapping[str, str]]]:
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
            message = f"“{person.name}” is on line {same.row} already; this line was left out"
            alike.append(_alike(person, message))
            continue
        if same:
            alike.append(
                _alike(person, f"“{person.email}” is also the address of {same.name} (line {same.row})")
            )
        elif namesake and not (address and namesake.email):
            message = (
                f"“{person.name}” is on line {namesake.row} too, without two addresses to tell them apart"
            )
            alike.append(_alike(person, message))
        kept.append(person)
        by_name.setdefault(name, person)
        if address:
            by_email.setdefault(address, person)
    return kept, alike


def _alike(person: RosterPerson, message: str) -> RosterProblem:
    return RosterProblem(person.row, f"Line {person.row}: {message}.")


def _columns_taken(header: Header) -> tuple[RosterColumn, ...]:
    fields = {place: field for field, place in header.columns.places.items()}
    if header.labels is None:
        return tuple(RosterColumn("", fields.get(place, "")) for place in range(header.width))
    return tuple(
        RosterColumn(plain(label), fields.get(place, "")) for place, label in enumerate(header.labels)
    )


def _warnings(header: Header, says_who: bool) -> Iterator[str]:
    if header.labels is None:
        yield "The list has no header; which column is which was guessed from what stands in them."
    if not says_who:
        yield "No column is known to say who somebody is: say which one holds the name, or the e-mail address."
    elif not NAME_FIELDS & header.columns.places.keys():
        yield "The list has no names, only e-mail addresses; what stands before the @ was taken."
    for field, label in header.columns.also:
        shown = plain(label, 60)
        yield f"“{shown}” looks like another column of {field.replace('_', ' ')}; it was not taken."
