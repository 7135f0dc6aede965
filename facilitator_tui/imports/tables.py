"""Reads tables kept as text (CSV and its relatives) one row at a time, whatever the size of the file.

Which row is a header and what the columns mean is for the translators.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator

from facilitator_tui.imports.problems import Damaged, TooLarge
from facilitator_tui.imports.source import Source, raw_lines

MOST_ROWS = 100_000

DELIMITERS = (",", ";", "\t")
_ROWS_LOOKED_AT = 60


def rows(source: Source, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Give each row that is not blank, with the number of the line it begins in.

    Raises Damaged where the table cannot be taken apart (a quotation mark that never closes), TooLarge after
    100 000 rows.
    """
    reader = csv.reader(raw_lines(source), delimiter=delimiter)
    begins = 1
    count = 0
    try:
        for row in reader:
            if any(_swallowed_rows(cell, delimiter) for cell in row):
                raise _lost_quotation_mark(source, begins)
            if any(cell and not cell.isspace() for cell in row):
                count += 1
                if count > MOST_ROWS:
                    what = "it has more than 100 000 rows, so it is no report of one meeting"
                    raise TooLarge(source.name, what, "check that this is the right file")
                yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _lost_quotation_mark(source, begins) from error


def _swallowed_rows(text: str, delimiter: str) -> bool:
    """Tell a cell that holds whole rows, because its quotation mark never closes, from one with a line break."""
    return "\n" in text and text.count(delimiter) > 1


def _lost_quotation_mark(source: Source, line: int) -> Damaged:
    what = "a quotation mark in this row does not close, so the rows after it cannot be told apart"
    return Damaged(source.name, what, "download the report again, or mend the row", line)


def first_rows(head: str, delimiter: str) -> Iterator[list[str]]:
    """Give the first rows of a table, as far as they can be taken apart."""
    try:
        yield from csv.reader(head.splitlines(keepends=True)[:_ROWS_LOOKED_AT], delimiter=delimiter)
    except csv.Error:
        return


def delimiter_of(head: str, is_header: Callable[[list[str]], bool]) -> str | None:
    """Find the delimiter under which one of the first rows is a header, None when there is no such row."""
    for delimiter in DELIMITERS:
        if any(is_header(row) for row in first_rows(head, delimiter)):
            return delimiter
    return None


def cell(row: list[str], place: int | None) -> str:
    """Give a cell without the blanks around it, empty when the row is too short or has no such column."""
    return row[place].strip() if place is not None and place < len(row) else ""
