"""The participant board: one line per person, repainted line by line.

Drawn through the line API: a change of one person costs one line, which is what keeps a key within a frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import msgspec
from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from facilitator_tui.dialogue.views import BoardRow
from facilitator_tui.widgets.canvas import Painter
from facilitator_tui.widgets.figures import bar, clock, fitted, rough

_SIGNS = {"expected": "·", "here": "●", "left": "○"}


class ParticipantBoard(Painter):
    """Shows ``BoardRow`` values. A click on a line is ``Pressed``."""

    PREFIX = "board"
    LOOKS = ("head", "here", "away", "floor", "trouble", "marks")

    class Pressed(Message):
        """Somebody's line was clicked: the same as that person's key."""

        def __init__(self, person: str) -> None:
            self.person = person
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[BoardRow] = []
        self._names: Mapping[str, str] = {}
        self._keys: Mapping[str, str] = {}
        self._strips: dict[int, tuple[BoardRow, int, Strip]] = {}

    def show(self, rows: Sequence[BoardRow], names: Mapping[str, str], keys: Mapping[str, str]) -> None:
        """Show these rows; only the lines that look different are painted. ``keys`` gives each person's key."""
        moved = [row.person for row in rows] != [row.person for row in self.rows]
        if names is not self._names or keys is not self._keys or moved:
            self._names, self._keys, resized = names, keys, len(rows) != len(self.rows)
            self.rows = [_as_shown(row) for row in rows]
            self._strips.clear()
            if resized and self.canvas is not None:
                self.canvas.place()
            self.repaint()
            return
        self.show_only(rows)

    def show_only(self, rows: Iterable[BoardRow]) -> None:
        """Show these people's rows anew and leave the others as they are."""
        width = self.width // self.columns
        new = {row.person: _as_shown(row) for row in rows}
        for index, old in enumerate(self.rows):
            row = new.get(old.person, old)
            if row != old:
                shown = self._line(index, width)
                self.rows[index] = row
                if self._line(index, width) != shown:
                    column, line = divmod(index, max(1, self._per_column))
                    self.repaint(line + 1, 1, column * width, width)

    def restyled(self) -> None:
        super().restyled()
        self._strips.clear()

    # --- where a row stands: two columns when there are more rows than lines

    @property
    def columns(self) -> int:
        """How many people stand side by side."""
        return 2 if len(self.rows) > self.height - 1 and self.width >= 60 else 1

    @property
    def _per_column(self) -> int:
        return -(-len(self.rows) // self.columns)

    def clicked(self, x: int, y: int) -> Message | None:
        column = min(x // max(1, self.width // self.columns), self.columns - 1)
        index = column * self._per_column + y - 1
        return (
            self.Pressed(self.rows[index].person)
            if 0 < y <= self._per_column and index < len(self.rows)
            else None
        )

    # --- drawing

    def paint(self, y: int) -> Strip:
        columns, width = self.columns, self.width // self.columns
        if y == 0:
            return Strip.join([self._head(width)] * columns).adjust_cell_length(self.width)
        parts = []
        for column in range(columns):
            index = column * self._per_column + y - 1
            if y <= self._per_column and index < len(self.rows):
                parts.append(self._line(index, width))
            else:
                parts.append(Strip.blank(width, self.look("here")))
        return Strip.join(parts).adjust_cell_length(self.width, self.look("here"))

    def _head(self, width: int) -> Strip:
        layout = column_widths(width)
        share = "share" if layout[_SHARE] >= len("share") else "%"
        words = ("key", "", "name", "floor", "talk", share, "turns", "quiet", "")
        cells = [
            fitted(word, w) if column in _LEFT else fitted(word, w).strip()[:w].rjust(w)
            for column, (word, w) in enumerate(zip(words, layout, strict=True))
        ]
        return Strip([Segment(_joined(cells, layout), self.look("head"))]).adjust_cell_length(
            width, self.look("head")
        )

    def _line(self, index: int, width: int) -> Strip:
        """The line of this row; drawn again only when the row or the width has changed."""
        row, kept = self.rows[index], self._strips.get(index)
        if kept is not None and kept[0] is row and kept[1] == width:
            return kept[2]
        strip = self._drawn(row, width)
        self._strips[index] = (row, width, strip)
        return strip

    def _drawn(self, row: BoardRow, width: int) -> Strip:
        layout = column_widths(width)
        sign = (
            "▶" if row.floor_ms is not None else "!" if row.trouble_ms is not None else _SIGNS[row.attendance]
        )
        marks_width = layout[_MARKS]
        cells = [
            self._keys.get(row.person, "").upper().rjust(layout[_KEY]),
            sign,
            fitted(self._names.get(row.person, "?"), layout[_NAME]),
            ("" if row.floor_ms is None else _length(row.floor_ms, layout[_FLOOR])).rjust(layout[_FLOOR]),
            (_length(row.talk_ms, layout[_TALK]) if row.talk_ms else "–").rjust(layout[_TALK]),
            _share(row, layout[_SHARE]),
            (str(row.turns) if row.turns else "").rjust(layout[_TURNS]),
            ("" if not row.quiet_ms else rough(row.quiet_ms)).rjust(layout[_QUIET]),
        ]
        style = self.look(_look(row))
        text = _joined(cells, layout[:-1])
        marks = fitted(marks_of(row, marks_width), marks_width) if marks_width > 0 else ""
        segments = [Segment(text + " ", style), Segment(marks, style + self.look("marks"))]
        return Strip(segments).adjust_cell_length(width, style)


def _as_shown(row: BoardRow) -> BoardRow:
    """The row as coarse as it is shown, so that what looks the same is the same and nothing is drawn for it.

    Lengths to the second, silence to the minute, shares to the percent.
    """
    return msgspec.structs.replace(
        row,
        floor_ms=_whole(row.floor_ms, 1_000),
        talk_ms=_whole(row.talk_ms, 1_000) or 0,
        share=None if row.share is None else round(row.share, 2),
        quiet_ms=_whole(row.quiet_ms, 60_000),
        trouble_ms=_whole(row.trouble_ms, 1_000),
    )


def _whole(ms: int | None, unit: int) -> int | None:
    return None if ms is None else ms - ms % unit


_KEY, _SIGN, _NAME, _FLOOR, _TALK, _SHARE, _TURNS, _QUIET, _MARKS = range(9)

_LEFT = {_KEY, _SIGN, _NAME, _MARKS}

_LEAST = (3, 1, 6, 5, 0, 0, 0, 0, 0)

_GROWTH = (
    (_MARKS, 2), (_NAME, 20), (_MARKS, 6), (_TALK, 5), (_QUIET, 5), (_SHARE, 4), (_MARKS, 10), (_TURNS, 5),
    (_TALK, 6), (_SHARE, 11), (_MARKS, 16), (_NAME, 24), (_FLOOR, 6), (_TALK, 7), (_SHARE, 16), (_MARKS, 25),
    (_NAME, 36),
)  # fmt: skip
"""What a wider board is wider for, in this order: a column and its new width. Names and marks grow cell by cell, the
others wait until there is room for the whole step. As nothing is taken back, no column is ever narrower for it."""


@cache
def column_widths(width: int) -> tuple[int, ...]:
    """The columns' widths: key, sign, name, floor, talk, share, turns, quiet, marks. 0 leaves one out."""
    widths = list(_LEAST)
    free = width - sum(w + 1 for w in widths if w)
    for column, to in _GROWTH:
        wanted = to - widths[column]
        # A column that appears needs a blank before it; the blank before the marks is there already.
        price = wanted + (not widths[column] and column != _MARKS)
        if price > free:
            if column in (_NAME, _MARKS):
                widths[column] += max(0, free)
            return tuple(widths)
        widths[column] = to
        free -= price
    widths[_MARKS] += free
    return tuple(widths)


def _joined(cells: Sequence[str], layout: Sequence[int]) -> str:
    return " ".join(cell for cell, width in zip(cells, layout, strict=True) if width)


def _length(ms: int, width: int) -> str:
    """The length to the second; where that does not fit, to the minute."""
    text = clock(ms)
    return text if len(text) <= width else rough(ms)


def _share(row: BoardRow, width: int) -> str:
    if not width:
        return ""
    if row.share is None:
        return " " * width
    percent = f"{row.share * 100:.0f}%".rjust(4)
    return percent if width <= 4 else bar(row.share, width - 5) + " " + percent


def _look(row: BoardRow) -> str:
    if row.floor_ms is not None:
        return "floor"
    if row.trouble_ms is not None:
        return "trouble"
    return "here" if row.attendance == "here" else "away"


def marks_of(row: BoardRow, width: int) -> str:
    """What else is known of the person, in words where they fit and in letters where they do not."""
    marks = [
        (row.hand > 0, f"hand {row.hand}", f"h{row.hand}"),
        (
            row.trouble_ms is not None,
            f"trouble {clock(row.trouble_ms or 0)}",
            f"t{rough(row.trouble_ms or 0)}",
        ),
        (row.to_ask, "passed for now" if row.passed else "to ask", "p?" if row.passed else "?"),
        (row.passed and not row.to_ask, "passed", "p"),
        (row.room > 0, f"room {row.room}", f"b{row.room}"),
        (row.interjections > 0, f"{row.interjections} interj.", f"i{row.interjections}"),
        (row.notes > 0, f"{row.notes} note" + "s" * (row.notes > 1), f"n{row.notes}"),
        (row.flags > 0, f"{row.flags} flag" + "s" * (row.flags > 1), f"x{row.flags}"),
        (row.role not in ("participant", "facilitator"), row.role, row.role[:4]),
    ]
    words = " · ".join(long for there, long, _ in marks if there)
    return words if len(words) <= width else " ".join(short for there, _, short in marks if there)
