"""The grid of completion: one line a person, one column a criterion, and a cursor on one cell. Values in, lines out.

It knows nothing of what is asked for: it says on which cell the cursor is (``Moved``). What stands in a cell is made in
``completion_seen``. Where the columns do not fit, those around the cursor show, and the heading says how many do not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import ClassVar, Literal

import msgspec
from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from facilitator_tui.plain import plain
from facilitator_tui.widgets.columns import GAP, placed
from facilitator_tui.widgets.completion_seen import REACH_WIDTH, STATE_WIDTH, Change, Seen, cells
from facilitator_tui.widgets.figures import sized

Look = Literal["text", "cursor", "cell", "faint", "moved", "titles"]

_MARK = 2
_SHORTEST_NAME, _NAME, _LONGEST_NAME = 4, 14, 30
_GROUP, _LONGEST_TITLE = 12, 12


class Columns(msgspec.Struct, frozen=True):
    """Which columns show, and how wide each is. ``shown`` are numbers of columns, the state being 0."""

    name: int
    group: int
    shown: tuple[tuple[int, int], ...]
    hidden: int = 0

    def at(self, x: int) -> int:
        """The column at this cell of the line, or the nearest."""
        edge = _MARK + self.name + (GAP + self.group if self.group else 0)
        for number, width in self.shown:
            edge += GAP + width
            if x < edge:
                return number
        return self.shown[-1][0] if self.shown else 0


class Table(msgspec.Struct, frozen=True):
    """Everything in the grid, as text: the titles of the columns beside the name, and a row for everybody."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    groups: tuple[str, ...] = ()

    def width(self, column: int) -> int:
        """What the column needs; a long id of a criterion gives way."""
        if column == 0:
            return STATE_WIDTH
        longest = max((cell_len(row[column]) for row in self.rows), default=0)
        if column == len(self.titles) - 1:
            return max(REACH_WIDTH, longest)
        return max(longest, min(_LONGEST_TITLE, cell_len(self.titles[column])), 5)


def table_of(
    people: Sequence[Seen],
    criteria: Sequence[str],
    changes: Mapping[str, Change] | None = None,
    grouped: bool = False,
) -> Table:
    """The texts of the grid; ``changes`` are those of a what-if, ``grouped`` names everybody's subgroup."""
    last = "reach" if changes is None else "would be"
    return Table(
        ("state", *criteria, last),
        tuple(tuple(cells(each, criteria, changes)) for each in people),
        tuple(each.name for each in people),
        tuple(each.subgroup for each in people) if grouped else (),
    )


def columns_of(table: Table, width: int, cursor: int) -> Columns:
    """What fits into so many cells: the column of the cursor first, then state, reach, and its neighbours."""
    longest = max((cell_len(plain(name)) for name in table.names), default=0)
    last = len(table.titles) - 1
    name = max(_SHORTEST_NAME, min(_NAME, width - _MARK - GAP - table.width(cursor))) if table.rows else 0
    room = width - _MARK - name
    near = sorted(range(1, last), key=lambda column: (abs(column - cursor), column))
    order = list(dict.fromkeys([cursor, 0, last, *near]))
    chosen: list[int] = []
    for column in order:
        if GAP + table.width(column) > room:
            if chosen:
                break
            continue
        room -= GAP + table.width(column)
        chosen.append(column)
    group = 0
    if table.groups and len(chosen) == len(order) and room >= GAP + _GROUP:
        group, room = _GROUP, room - GAP - _GROUP
    shown = tuple((column, table.width(column)) for column in sorted(chosen))
    name += max(0, min(room, min(longest, _LONGEST_NAME) - name))
    return Columns(name if shown else max(0, width - _MARK), group, shown, len(order) - len(chosen))


def titles_of(table: Table, columns: Columns) -> str:
    """The line above the rows. Where columns are hidden it says how many."""
    name = f"+{columns.hidden} with ←→" if columns.hidden else ""
    parts = [placed(name, columns.name)]
    if columns.group:
        parts.append(placed("subgroup", columns.group))
    parts += [placed(table.titles[column], width) for column, width in columns.shown]
    return " " * _MARK + (" " * GAP).join(parts)


class Piece(msgspec.Struct, frozen=True):
    """A part of a line that looks alike."""

    text: str
    look: Look


def row_of(
    table: Table, columns: Columns, row: int, cursor: int | None, faint: bool = False, moved: bool = False
) -> list[Piece]:
    """One person's line in pieces; ``cursor`` is the column under the cursor, None on the other lines."""
    rest: Look = "cursor" if cursor is not None else "moved" if moved else "faint" if faint else "text"
    mark = "▸ " if cursor is not None else "» " if moved else "  "
    pieces = [Piece(mark + placed(table.names[row], columns.name), rest)]
    if columns.group:
        pieces.append(Piece(" " * GAP + placed(table.groups[row], columns.group), rest))
    for column, width in columns.shown:
        pieces.append(Piece(" " * GAP, rest))
        text = sized(table.rows[row][column], width)
        pieces.append(Piece(text, "cell" if column == cursor else rest))
    return pieces


class CriteriaGrid(ScrollView, can_focus=True, inherit_bindings=False):
    """Show people with ``show``; ask ``current`` for the person and ``column`` for the column under the cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "criteria--titles",
        "criteria--cursor",
        "criteria--cell",
        "criteria--faint",
        "criteria--moved",
    }
    DEFAULT_CSS = """
    CriteriaGrid { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }
    CriteriaGrid > .criteria--titles { color: $text-muted; }
    CriteriaGrid > .criteria--cursor { text-style: bold; }
    CriteriaGrid > .criteria--cell { text-style: bold underline; }
    CriteriaGrid:focus > .criteria--cell { text-style: bold reverse; }
    CriteriaGrid > .criteria--faint { color: $text-muted; }
    CriteriaGrid > .criteria--moved { text-style: bold; color: $accent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "up", show=False),
        Binding("down", "step(1)", "down", show=False),
        Binding("left", "sideways(-1)", "left", show=False),
        Binding("right", "sideways(1)", "right", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
        Binding("pagedown", "page(1)", "page down", show=False),
        Binding("home", "to_end(-1)", "first", show=False),
        Binding("end", "to_end(1)", "last", show=False),
    ]

    class Moved(Message):
        """The cursor is on another cell."""

    class Chosen(Message):
        """A cell was clicked twice."""

    def __init__(self, empty: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._empty = empty
        self._people: tuple[Seen, ...] = ()
        self._changes: Mapping[str, Change] | None = None
        self._table = Table((), (), ())
        self._columns = Columns(0, 0, ())
        self._row, self.column = 0, 0

    def show(
        self,
        people: Sequence[Seen],
        criteria: Sequence[str],
        changes: Mapping[str, Change] | None = None,
        grouped: bool = False,
        current: str = "",
    ) -> None:
        """Show these people in this order; the cursor goes to ``current``, else stays with its person."""
        wanted = current or self.current
        self._people, self._changes = tuple(people), changes
        self._table = table_of(people, criteria, changes, grouped)
        found = [row for row, each in enumerate(self._people) if each.person == wanted]
        self._row = found[0] if found else max(0, min(self._row, len(self._people) - 1))
        self.column = min(self.column, len(self._table.titles) - 1)
        self._lay()

    @property
    def current(self) -> str:
        """The person under the cursor; empty where there is nobody."""
        return self._people[self._row].person if self._people else ""

    @property
    def at_top(self) -> bool:
        return self._row == 0

    @property
    def at_reach(self) -> bool:
        return self.column == len(self._table.titles) - 1

    @property
    def criterion(self) -> str:
        """The id of the criterion under the cursor; empty on state and reach."""
        return self._table.titles[self.column] if 0 < self.column < len(self._table.titles) - 1 else ""

    def _lay(self) -> None:
        self._columns = columns_of(self._table, self.scrollable_content_region.width, self.column)
        self.virtual_size = Size(1, len(self._people) + 1)
        self._keep_in_view()
        self.refresh()

    def _keep_in_view(self) -> None:
        height, top = self.scrollable_content_region.height - 1, self.scroll_offset.y
        if self._row < top or height < 2:
            self.scroll_to(y=self._row, animate=False, force=True)
        elif self._row >= top + height:
            self.scroll_to(y=self._row - height + 1, animate=False, force=True)

    def on_resize(self) -> None:
        self._lay()

    # --- keys and mouse

    def _to(self, row: int, column: int) -> None:
        row = max(0, min(row, len(self._people) - 1))
        column = max(0, min(column, len(self._table.titles) - 1))
        if (row, column) == (self._row, self.column) or not self._people:
            return
        left, self._row = self._row, row
        if column != self.column:
            self.column = column
            self._lay()
        for line in (left, row):
            self.refresh(Region(0, line + 1 - self.scroll_offset.y, self.size.width, 1))
        self._keep_in_view()
        self.post_message(self.Moved())

    def action_step(self, by: int) -> None:
        self._to(self._row + by, self.column)

    def action_sideways(self, by: int) -> None:
        self._to(self._row, self.column + by)

    def action_page(self, by: int) -> None:
        self._to(self._row + by * max(1, self.scrollable_content_region.height - 2), self.column)

    def action_to_end(self, by: int) -> None:
        self._to(0 if by < 0 else len(self._people) - 1, self.column)

    def on_click(self, event: events.Click) -> None:
        row = event.y - 1 + self.scroll_offset.y
        if event.y < 1 or row >= len(self._people):
            return
        self._to(row, self._columns.at(event.x))
        if event.chain > 1:
            self.post_message(self.Chosen())

    # --- drawing

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if not self._people:
            lines = wrap(plain(self._empty, 400), max(1, width - _MARK))
            return self._strip([Piece("  " + lines[y] if y < len(lines) else "", "text")], width)
        if y == 0:
            return self._strip([Piece(titles_of(self._table, self._columns), "titles")], width)
        row = y - 1 + self.scroll_offset.y
        if row >= len(self._people):
            return self._strip([], width)
        person = self._people[row]
        moved = self._changes is not None and person.person in self._changes
        faint = person.state in ("Completed", "Withdrew")
        cursor = self.column if row == self._row else None
        return self._strip(row_of(self._table, self._columns, row, cursor, faint, moved), width)

    def _strip(self, pieces: Sequence[Piece], width: int) -> Strip:
        base = self.visual_style.rich_style
        segments = [
            Segment(
                piece.text,
                base
                if piece.look == "text"
                else base + self.get_component_rich_style(f"criteria--{piece.look}", partial=True),
            )
            for piece in pieces
        ]
        return Strip(segments).adjust_cell_length(width, base)
