"""A list of rows with a cursor, drawn line by line: sessions, members, turns. Its rows are plain values.

It knows nothing of what the rows mean: it says which row the cursor is on (``Moved``) and which was chosen
(``Chosen``), by key. Rows can be narrowed down by a word. Texts are drawn literally and cut to their column.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import ClassVar

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from facilitator_tui.plain import plain
from facilitator_tui.widgets.columns import Column, laid_out
from facilitator_tui.widgets.figures import fitted

_MARK = 2
"""Cells at the left for the mark of the cursor, so that it does not show by colour alone."""


class Row(msgspec.Struct, frozen=True):
    """One row. A ``heading`` spans the line and is never under the cursor; ``faint`` rows matter less."""

    key: str
    cells: tuple[str, ...]
    heading: bool = False
    faint: bool = False


def matching(rows: Sequence[Row], word: str) -> list[Row]:
    """The rows with the word in any cell, in any case, or below a heading with it; and the headings of these."""
    word = word.casefold().strip()
    found: list[Row] = []
    section = False
    for row in rows:
        has = any(word in cell.casefold() for cell in row.cells)
        if row.heading:
            if found and found[-1].heading:
                found.pop()
            found.append(row)
            section = has
        elif has or section:
            found.append(row)
    if found and found[-1].heading:
        found.pop()
    return found


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """Show rows with ``show``; ask ``current`` for the key of the row under the cursor ("" when there is none)."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-list--cursor",
        "row-list--heading",
        "row-list--titles",
        "row-list--faint",
    }
    DEFAULT_CSS = """
    RowList { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }
    RowList > .row-list--cursor { text-style: bold; }
    RowList:focus > .row-list--cursor { text-style: bold reverse; }
    RowList > .row-list--heading { text-style: bold; color: $accent; }
    RowList > .row-list--titles { color: $text-muted; }
    RowList > .row-list--faint { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", "up", show=False),
        Binding("down,j", "step(1)", "down", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
        Binding("pagedown", "page(1)", "page down", show=False),
        Binding("home", "to_end(-1)", "first", show=False),
        Binding("end", "to_end(1)", "last", show=False),
        Binding("escape", "show_all", "all", show=False),
    ]

    class Moved(Message):
        """The cursor is on another row."""

        def __init__(self, row_list: RowList, key: str) -> None:
            super().__init__()
            self.row_list, self.key = row_list, key

        @property
        def control(self) -> RowList:
            return self.row_list

    class Chosen(Moved):
        """A row was chosen by the screen's key, or clicked twice."""

    def __init__(self, columns: Sequence[Column], empty: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns = tuple(columns)
        self.empty = empty
        self._all: tuple[Row, ...] = ()
        self._rows: list[Row] = []
        self._at = -1
        self._has_titles = any(column.title for column in columns)
        self.word = ""

    def show(self, rows: Sequence[Row], current: str = "") -> None:
        """Show these rows; the cursor goes to the row ``current``, else stays with the row it was on."""
        self._all = tuple(rows)
        self._lay(current or self.current)

    def narrow(self, word: str) -> None:
        """Show only rows with this word; an empty word shows all."""
        self.word = word
        self._lay(self.current)

    @property
    def current(self) -> str:
        return self._rows[self._at].key if 0 <= self._at < len(self._rows) else ""

    @property
    def keys(self) -> list[str]:
        """The keys of the rows that can be under the cursor, from above."""
        return [row.key for row in self._rows if not row.heading]

    @property
    def _titles(self) -> int:
        """Lines that the titles take; where there is hardly room for rows they give way."""
        return 1 if self._has_titles and self.size.height > 3 else 0

    def go_to(self, key: str) -> None:
        """Put the cursor on this row, if it is there."""
        for index, row in enumerate(self._rows):
            if row.key == key and not row.heading:
                self._move(index)
                return

    def _lay(self, current: str) -> None:
        before = self.current
        self._rows = matching(self._all, self.word) if self.word else list(self._all)
        free = [index for index, row in enumerate(self._rows) if not row.heading]
        wanted = [index for index in free if self._rows[index].key == current]
        near = [index for index in free if index >= self._at]
        self._at = (wanted or near[:1] or free[-1:] or [-1])[0]
        self.virtual_size = Size(1, len(self._rows) + self._titles)
        self._keep_in_view()
        self.refresh()
        if self.current != before:
            self.post_message(self.Moved(self, self.current))

    def _move(self, index: int) -> None:
        if index == self._at or not 0 <= index < len(self._rows):
            return
        left, self._at = self._at, index
        for line in (left, index):
            self.refresh(Region(0, line + self._titles - self.scroll_offset.y, self.size.width, 1))
        self._keep_in_view()
        self.post_message(self.Moved(self, self.current))

    def _keep_in_view(self) -> None:
        height = self.scrollable_content_region.height - self._titles
        top = self.scroll_offset.y
        # The heading above the first rows comes into view with them.
        first = self._at - 1 if self._at > 0 and self._rows[self._at - 1].heading else self._at
        if first < top or height < 2:
            self.scroll_to(y=max(0, self._at if height < 2 else first), animate=False, force=True)
        elif self._at >= top + height:
            self.scroll_to(y=self._at - height + 1, animate=False, force=True)

    def on_resize(self) -> None:
        self.virtual_size = Size(1, len(self._rows) + self._titles)
        self._keep_in_view()

    # --- keys and mouse

    def action_step(self, by: int) -> None:
        index = self._at + by
        while 0 <= index < len(self._rows) and self._rows[index].heading:
            index += by
        self._move(index)

    def action_page(self, by: int) -> None:
        target = self._at + by * max(1, self.scrollable_content_region.height - self._titles - 1)
        self._move_near(max(0, min(len(self._rows) - 1, target)))

    def action_to_end(self, by: int) -> None:
        self._move_near(0 if by < 0 else len(self._rows) - 1)

    def _move_near(self, target: int) -> None:
        free = [index for index, row in enumerate(self._rows) if not row.heading]
        if free:
            self._move(min(free, key=lambda index: abs(index - target)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where nothing was narrowed, Escape is the screen's."""
        return bool(self.word) if action == "show_all" else True

    def action_show_all(self) -> None:
        self.narrow("")

    def choose(self) -> None:
        """Choose the row under the cursor. The screen binds a key to this, and names it."""
        if self.current:
            self.post_message(self.Chosen(self, self.current))

    def on_click(self, event: events.Click) -> None:
        index = event.y - self._titles + self.scroll_offset.y
        if event.y < self._titles or not 0 <= index < len(self._rows) or self._rows[index].heading:
            return
        self._move(index)
        if event.chain > 1:
            self.choose()

    # --- drawing

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if self._titles and y == 0:
            titles = laid_out([column.title for column in self._columns], self._columns, width - _MARK)
            return self._strip(" " * _MARK + titles, "row-list--titles", width)
        if not self._rows:
            return self._strip(self._when_empty(y - self._titles, width), "", width)
        index = y - self._titles + self.scroll_offset.y
        if index >= len(self._rows):
            return self._strip("", "", width)
        row = self._rows[index]
        if row.heading:
            return self._strip(fitted(" ".join(row.cells), width), "row-list--heading", width)
        mark = "▸ " if index == self._at else "  "
        style = "row-list--cursor" if index == self._at else "row-list--faint" if row.faint else ""
        return self._strip(mark + laid_out(row.cells, self._columns, width - _MARK), style, width)

    def _when_empty(self, y: int, width: int) -> str:
        text = f"Nothing matches “{self.word}”." if self.word else self.empty
        lines = wrap(plain(text), max(1, width - _MARK))
        return "  " + lines[y] if 0 <= y < len(lines) else ""

    def _strip(self, text: str, style: str, width: int) -> Strip:
        base: Style = self.visual_style.rich_style
        drawn = base + self.get_component_rich_style(style, partial=True) if style else base
        return Strip([Segment(text, drawn)]).adjust_cell_length(width, drawn)
