"""Cells of a table made to fit the terminal: how wide a column may be, and a text cut to its place. Pure.

Widths are terminal cells, not characters: an ideograph takes two, a combining mark none.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rich.cells import set_cell_size

from facilitator_tui.widgets.figures import fitted

GAP = 2
"""Blank cells between two columns."""


class Column(msgspec.Struct, frozen=True):
    """A column of a list. ``width`` 0 takes an equal share of what is left.

    The column is left out where the whole line has fewer than ``from_width`` cells.
    """

    title: str = ""
    width: int = 0
    right: bool = False
    from_width: int = 0


def placed(text: str, width: int, *, right: bool = False) -> str:
    """The text, made clean, in exactly ``width`` cells, at the left or the right of them."""
    text = fitted(text, width)
    bare = text.rstrip()
    return " " * (len(text) - len(bare)) + bare if right else text


def widths(columns: Sequence[Column], total: int) -> list[int]:
    """How many cells each column gets out of ``total``; 0 for those left out."""
    shown = [column for column in columns if total >= column.from_width]
    fixed = sum(column.width for column in shown) + GAP * max(0, len(shown) - 1)
    flexible = sum(1 for column in shown if not column.width)
    left = max(0, total - fixed)
    given = []
    for column in columns:
        if column not in shown:
            given.append(0)
        elif column.width:
            given.append(column.width)
        else:
            share = left // flexible
            left, flexible = left - share, flexible - 1
            given.append(share)
    return given


def laid_out(cells: Sequence[str], columns: Sequence[Column], total: int) -> str:
    """One line of exactly ``total`` cells with every cell in its column; surplus cells are passed over."""
    pairs = zip(cells, columns, widths(columns, total), strict=False)
    line = (" " * GAP).join(placed(cell, width, right=column.right) for cell, column, width in pairs if width)
    return set_cell_size(line, max(0, total))
