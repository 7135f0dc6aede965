"""The names of several panes in one line; the one that shows stands in brackets. A click is ``Picked``."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from facilitator_tui.widgets.figures import fitted


class TabLine(Widget):
    """Shows ``titles`` with the numbers that are their keys."""

    COMPONENT_CLASSES = {"tabs--shown"}
    DEFAULT_CSS = """
    TabLine { height: 1; color: $text-muted; }
    TabLine > .tabs--shown { color: $text; text-style: bold; }
    """

    class Picked(Message):
        """The pane with this index was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, titles: Sequence[str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._titles, self._shown = tuple(titles), 0

    def show(self, shown: int) -> None:
        self._shown = shown
        self.refresh()

    def _parts(self) -> list[str]:
        """The texts side by side; where they do not all fit, those before the shown one give way."""
        parts = [
            f"[{number} {title}]" if number - 1 == self._shown else f" {number} {title} "
            for number, title in enumerate(self._titles, start=1)
        ]
        first = 0
        while first < self._shown and sum(map(cell_len, parts[first : self._shown + 1])) > self.size.width:
            parts[first] = ""
            first += 1
        return parts

    def render_line(self, y: int) -> Strip:
        plain_look, shown_look = self.visual_style.rich_style, self.get_component_rich_style("tabs--shown")
        width, at = self.size.width, 0
        segments = []
        for index, part in enumerate(self._parts() if y == 0 else []):
            room = min(cell_len(part), max(0, width - at))
            look = shown_look if index == self._shown else plain_look
            segments.append(Segment(part if room == cell_len(part) else fitted(part, room), look))
            at += room
        return Strip(segments).adjust_cell_length(width, plain_look)

    def on_click(self, event: events.Click) -> None:
        at = 0
        for index, part in enumerate(self._parts()):
            if at <= event.x < at + cell_len(part):
                self.post_message(self.Picked(index))
                return
            at += cell_len(part)
