"""What can be chosen for a field while somebody types: rows that match every word typed. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from facilitator_tui.widgets.row_list import Row


def has_words(text: str, typed: str) -> bool:
    """Whether every word typed occurs in the text, in any case."""
    text = text.casefold()
    return all(word in text for word in typed.casefold().split())


def chosen(rows: Iterable[Row], typed: str, most: int = 200) -> list[Row]:
    """The rows with all words typed, those that begin with the first word before the others."""
    first = (typed.casefold().split() or [""])[0]
    found = [row for row in rows if has_words(" ".join(row.cells), typed)]
    found.sort(key=lambda row: not any(cell.casefold().startswith(first) for cell in row.cells))
    return found[:most]
