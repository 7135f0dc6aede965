"""The note stream: the newest notes and flags, the last one at the bottom."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from facilitator_tui.widgets.figures import fitted

Line = tuple[str, str, str]
"""Time of day, whom it is about, and the text."""


class NoteStream(Widget):
    """Shows as many of the last notes as it has lines."""

    COMPONENT_CLASSES = {"notes--time", "notes--who", "notes--text"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: tuple[Line, ...] = ()

    def show(self, lines: Sequence[Line]) -> None:
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        shown = self._lines[-height:]
        if not shown:
            hint = " n writes a note; a person key right after n makes it about that person" if y == 0 else ""
            return Strip([Segment(fitted(hint, width), self.get_component_rich_style("notes--time"))])
        if y >= len(shown):
            return Strip.blank(width, self.rich_style)
        time, who, text = shown[y]
        who = f" {who}:" if who else ""
        return Strip(
            [
                Segment(f" {time}", self.get_component_rich_style("notes--time")),
                Segment(fitted(who, min(len(who), 18)), self.get_component_rich_style("notes--who")),
                Segment(fitted(f" {text}", width), self.get_component_rich_style("notes--text")),
            ]
        ).crop(0, width)
