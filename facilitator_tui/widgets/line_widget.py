"""The base of widgets drawn line by line: one widget, no children, styles looked up once.

Working out a style from the CSS costs more than drawing a line with it, so it is kept until the CSS changes.
"""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from facilitator_tui.widgets.figures import fitted


class LineWidget(Widget):
    """Gives ``look``: the style of one of the widget's component classes, by the part after ``--``."""

    PREFIX = ""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._looks: dict[str, Style] = {}

    def look(self, name: str) -> Style:
        style = self._looks.get(name)
        if style is None:
            style = self._looks[name] = self.get_component_rich_style(f"{self.PREFIX}--{name}")
        return style

    def notify_style_update(self) -> None:
        self._looks.clear()
        super().notify_style_update()

    def filled(self, *parts: tuple[str, Style], width: int | None = None) -> Strip:
        """The parts side by side, the last one stretched or cut so that the line is full."""
        width = self.size.width if width is None else width
        segments, used = [], 0
        for text, style in parts[:-1]:
            segments.append(Segment(text, style))
            used += segments[-1].cell_length
        text, style = parts[-1]
        segments.append(Segment(fitted(text, max(0, width - used)), style))
        strip = Strip(segments)
        return strip if used <= width else strip.crop(0, width)
