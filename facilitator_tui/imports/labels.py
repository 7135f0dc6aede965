"""Compares the labels of columns, whatever a platform, a language or a spreadsheet did to them.

What the labels are stands as data beside each translator. What the cells under them mean is not known here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

LONGEST_LABEL = 100
MOST_COLUMNS = 100


def comparable(label: str) -> str:
    """Give a label without what differs from one export to the next: capitals, blanks, kind of apostrophe."""
    return "".join(label.replace("’", "'").replace("ʼ", "'").casefold().split())


def bare(label: str) -> str:
    """Give only the letters and digits of a label, without accents: what people type into a header by hand."""
    decomposed = unicodedata.normalize("NFKD", label.casefold())
    return "".join(character for character in decomposed if character.isalnum())


def by_label(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Turn a table of labels by column round: the column by its comparable label."""
    return {comparable(label): column for column, labels in table.items() for label in labels}


def places(row: list[str], known: Mapping[str, str]) -> dict[str, int]:
    """Find the last place of each column. A row may be anything, so only what can be a label is compared."""
    found: dict[str, int] = {}
    if any(":" in cell and re.search(r"\d:\d\d", cell[:LONGEST_LABEL]) for cell in row):
        # A row with a time is no header; most rows are such.
        return found
    for place, cell in enumerate(row[:MOST_COLUMNS]):
        column = known.get(comparable(cell)) if 0 < len(cell) < LONGEST_LABEL else None
        if column:
            found[column] = place
    return found
