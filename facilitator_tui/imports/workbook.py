"""Reads the first table of an Excel workbook (.xlsx) as if it had been saved as CSV, row for row.

Guards against what a workbook can be made to do: nothing is calculated, no link is followed, and an archive
that would unpack to far more than it says or than a list needs is refused before it is unpacked. What the
table means is for the translators.
"""

from __future__ import annotations

import csv
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time, timedelta
from io import StringIO
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from facilitator_tui.imports.problems import Damaged, NotText, TooLarge
from facilitator_tui.plain import plain

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LARGEST_UNPACKED = 50_000_000
"""The most bytes that the parts of a workbook may unpack to."""

LARGEST_RATIO = 200
"""How many times its packed size a part may have; ordinary sheets have at most some forty."""

MOST_ROWS = 100_000
MOST_COLUMNS = 200

_LONGEST_GAP = 2_000
"""After so many blank rows there is nothing more."""

_DOCUMENT_TYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))

_SAVE_AS_CSV = "open it in the spreadsheet program and save it as CSV (UTF-8)"


class WorkbookTable(msgspec.Struct, frozen=True):
    """The table as CSV: the rows have the numbers that the spreadsheet program shows."""

    text: str
    warnings: tuple[str, ...] = ()


def table_of(path: Path, name: str) -> WorkbookTable:
    """Read the first sheet that has anything in it.

    A formula counts with the value that the spreadsheet program last saved with it; one without a value stays
    as it is written. Raises NotText for another kind of archive, TooLarge for one that unpacks to too much,
    Damaged for a workbook that cannot be opened.
    """
    _refuse_bombs(path, name)
    titles, rows = _rows(path, name)
    if any(_is_formula(value) for row in rows for value in row):
        _, values = _rows(path, name, titles[0], values=True)
        rows = [_with_values(row, known) for row, known in zip_longest(rows, values, fillvalue=())]
    if not rows:
        raise NotText(name, "the workbook is empty", "choose the workbook that has the list")
    warnings: tuple[str, ...] = ()
    if len(titles) > 1:
        told = ", ".join(f"“{plain(title, 40)}”" for title in titles[1:4])
        warnings = (f"Only the sheet “{plain(titles[0], 40)}” was read, not {told}.",)
    return WorkbookTable(_as_csv(rows), warnings)


def _refuse_bombs(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _refuse_other_archives({part.filename for part in parts}, name)
            unpacked = sum(part.file_size for part in parts)
            if unpacked > LARGEST_UNPACKED or any(_is_swollen(part) for part in parts):
                what = (
                    f"this workbook would unpack to {unpacked // 1_000_000} MB, which no list of people needs, so "
                    "it was not opened"
                )
                raise TooLarge(name, what, "copy the list into a new sheet and save that as CSV")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and _declares_a_type(archive, part):
                    what = (
                        "a part of this workbook declares XML entities, which no spreadsheet program writes"
                    )
                    raise Damaged(name, what, _SAVE_AS_CSV)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise Damaged(name, "the workbook or archive is cut off or damaged", "get it again") from error


def _refuse_other_archives(names: set[str], name: str) -> None:
    if "xl/workbook.xml" in names:
        return
    if "content.xml" in names:
        raise NotText(name, "this is an OpenDocument file", _SAVE_AS_CSV)
    raise NotText(name, "this is a zip archive or an office document", "unpack it, or save it as text")


def _is_swollen(part: zipfile.ZipInfo) -> bool:
    return part.file_size > 1_000_000 and part.file_size > LARGEST_RATIO * part.compress_size


def _declares_a_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Tell whether an XML part has a document type, where entities that grow without end are declared."""
    with archive.open(part) as file:
        before = b""
        while chunk := file.read(1 << 16):
            if any(mark in before + chunk for mark in _DOCUMENT_TYPES):
                return True
            before = chunk[-32:]
    return False


def _rows(
    path: Path, name: str, title: str = "", *, values: bool = False
) -> tuple[list[str], list[list[object]]]:
    """Give the titles of the sheets that have content, and the rows of the one called ``title``, or the first."""
    import warnings as python_warnings

    from openpyxl import load_workbook

    # openpyxl has no exception for a damaged workbook: it fails wherever the missing piece is needed.
    failures = (ArithmeticError, AttributeError, LookupError, SyntaxError, TypeError, ValueError)
    try:
        # Handed in as a file, because by its path openpyxl would judge the name.
        with path.open("rb") as file, python_warnings.catch_warnings():
            # What openpyxl cannot keep (styles, validations) does not matter for reading.
            python_warnings.simplefilter("ignore")
            with closing(load_workbook(file, read_only=True, data_only=values, keep_links=False)) as book:
                sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
                titles = [title] if title else [sheet.title for sheet in sheets if _has_content(sheet)]
                chosen = next((sheet for sheet in sheets if sheet.title in titles), None)
                return titles, list(_limited(chosen, name)) if chosen else []
    except (*failures, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        what = "this looks like an Excel workbook but cannot be opened as one"
        raise Damaged(name, what, _SAVE_AS_CSV) from error


def _has_content(sheet: Worksheet) -> bool:
    return any(
        value is not None
        for row in sheet.iter_rows(1, 200, 1, MOST_COLUMNS, values_only=True)
        for value in row
    )


def _limited(sheet: Worksheet, name: str) -> Iterator[list[object]]:
    """Give the rows up to the last that has content; a sheet formatted to its end has a million blank ones."""
    blank: list[list[object]] = []
    # The size is given, because what a sheet says of its own is often wrong, in a hostile file deliberately.
    wanted = sheet.iter_rows(1, MOST_ROWS + _LONGEST_GAP, 1, MOST_COLUMNS, values_only=True)
    for number, row in enumerate(wanted, start=1):
        last = max((place for place, value in enumerate(row, start=1) if value is not None), default=0)
        if not last:
            blank.append([])
            if len(blank) > _LONGEST_GAP:
                return
            continue
        if number > MOST_ROWS:
            what = "the sheet has more than 100 000 rows, so it is no list of one course or meeting"
            raise TooLarge(name, what, "check that this is the right file")
        yield from blank
        blank = []
        yield list(row[:last])


def _is_formula(value: object) -> bool:
    if isinstance(value, str):
        return value.startswith("=") and len(value) > 1
    return value is not None and not isinstance(value, int | float | date | time | timedelta)


def _with_values(row: Sequence[object], known: Sequence[object]) -> list[object]:
    """Put the saved values in the place of the formulas."""
    values = [*known, *[None] * len(row)]
    return [
        value if _is_formula(cell) and value is not None else cell
        for cell, value in zip(row, values, strict=False)
    ]


def _as_csv(rows: Sequence[Sequence[object]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return text.getvalue()


def _cell(value: object) -> str:
    """Write a cell as text on one line, so that row 7 of the sheet is line 7."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int | float):
        return re.sub(r"\s*[\r\n]\s*", " ", str(value))
    return "=formula"
