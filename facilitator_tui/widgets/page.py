"""A sheet to read and scroll through: the full text of a session plan. Drawn line by line, literally."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from facilitator_tui.plans.render import Part
from facilitator_tui.widgets.page_lines import Line, lines_of


class Page(ScrollView, can_focus=True):
    """Shows a sheet with ``show``. While it has the focus, the arrow and page keys scroll it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"page--title", "page--heading", "page--label", "page--text"}
    DEFAULT_CSS = """
    Page { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; border-left: blank; }
    Page:focus { border-left: outer $accent; }
    Page > .page--title { text-style: bold underline; }
    Page > .page--heading { text-style: bold; color: $accent; }
    Page > .page--label { text-style: bold; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._parts: tuple[Part, ...] = ()
        self._lines: list[Line] = []
        self._width = 0

    def show(self, parts: Sequence[Part], *, from_top: bool = True) -> None:
        """Show this sheet, from its first line, or from where the last one was scrolled to."""
        self._parts = tuple(parts)
        self._lay()
        if from_top:
            self.scroll_home(animate=False)

    def turn(self, pages: int) -> None:
        """Scroll by so many pages, with one line of the last page still to be seen."""
        height = max(1, self.scrollable_content_region.height - 1)
        self.scroll_to(y=self.scroll_offset.y + pages * height, animate=False, force=True)

    def _lay(self) -> None:
        # Laid out as if there were a scroll bar, so that its coming and going moves no word.
        self._width = max(0, self.content_region.width - self.styles.scrollbar_size_vertical)
        self._lines = lines_of(self._parts, self._width)
        self.virtual_size = Size(1, len(self._lines))
        self.refresh()

    def on_resize(self) -> None:
        if self.content_region.width - self.styles.scrollbar_size_vertical != self._width:
            self._lay()

    def render_line(self, y: int) -> Strip:
        base = self.visual_style.rich_style
        at = y + self.scroll_offset.y
        line = self._lines[at] if at < len(self._lines) else Line()
        segments = [
            Segment(text, base + self.get_component_rich_style(f"page--{look}", partial=True))
            for text, look in line.pieces
        ]
        return Strip(segments).adjust_cell_length(self.scrollable_content_region.width, base)
