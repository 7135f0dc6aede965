"""Painters and the canvas they paint on: a whole panel of lines as one widget.

Textual renders every visible widget again, cached lines included, whenever one of them changes. A panel that is to
answer a key within a frame is therefore one widget; its parts are painters, plain objects that take values and
give lines, placed side by side and below one another by ``Canvas.placed``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from facilitator_tui.widgets.figures import sized


class Painter:
    """Paints the lines of one part. A subclass gives ``paint`` and calls ``repaint`` when its lines change.

    ``LOOKS`` names the styles it uses; the CSS gives them as ``Canvas > .PREFIX--look``.
    """

    PREFIX: ClassVar[str] = ""
    LOOKS: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        self.canvas: Canvas | None = None
        self.width = 0
        self.height = 0
        self._looks: dict[str, Style] = {}

    def paint(self, y: int) -> Strip:
        """Line ``y`` (from 0), ``width`` cells wide."""
        raise NotImplementedError

    def clicked(self, x: int, y: int) -> Message | None:
        """What a click there means to the screen."""
        return None

    def resized(self) -> None:
        """The part has another size; what was worked out for the old one is worth nothing."""

    def restyled(self) -> None:
        """The styles have changed."""
        self._looks.clear()

    def repaint(self, first: int = 0, count: int | None = None, x: int = 0, width: int | None = None) -> None:
        """Have these lines painted again, all of them by default."""
        if self.canvas is not None:
            lines = self.height if count is None else count
            self.canvas.repaint(self, Region(x, first, self.width if width is None else width, lines))

    def look(self, name: str) -> Style:
        """The style of this name. Working it out costs more than a line, so it is kept until the CSS changes."""
        style = self._looks.get(name)
        if style is None:
            if self.canvas is None:
                return Style.null()
            style = self._looks[name] = self.canvas.get_component_rich_style(f"{self.PREFIX}--{name}")
        return style

    def filled(self, *parts: tuple[str, Style], width: int | None = None) -> Strip:
        """The parts side by side, the last one stretched or cut so that the line is full.

        Text from outside must have been made plain before.
        """
        width = self.width if width is None else width
        segments, used = [], 0
        for text, style in parts[:-1]:
            segments.append(Segment(text, style))
            used += segments[-1].cell_length
        text, style = parts[-1]
        segments.append(Segment(sized(text, max(0, width - used)), style))
        strip = Strip(segments)
        return strip if used <= width else strip.crop(0, width)


Placed = tuple[Painter, Region]


class Canvas(Widget):
    """One widget made of painters. A subclass says in ``placed`` which painter stands where in a given size."""

    def __init__(self, painters: Sequence[Painter], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._painters = tuple(painters)
        self._places: list[Placed] = []
        self._placed_in = Size()
        self._ground: Style | None = None
        for painter in self._painters:
            painter.canvas = self

    def placed(self, size: Size) -> list[Placed]:
        return [(painter, Region(0, 0, size.width, size.height)) for painter in self._painters]

    def place(self) -> None:
        """Place the painters anew: the size, or what there is to show, has changed."""
        self._fit(self.size)
        self.refresh()

    def _fit(self, size: Size) -> None:
        self._placed_in, self._places = size, self.placed(size)
        for painter, region in self._places:
            if (painter.width, painter.height) != region.size:
                painter.width, painter.height = region.size
                painter.resized()

    def on_resize(self, event: events.Resize) -> None:
        if event.size != self._placed_in:
            self.place()

    def notify_style_update(self) -> None:
        self._ground = None
        for painter in self._painters:
            painter.restyled()
        super().notify_style_update()

    def repaint(self, painter: Painter, lines: Region) -> None:
        for other, region in self._places:
            if other is painter:
                self.refresh(lines.translate(region.offset).intersection(region))

    def render_lines(self, crop: Region) -> list[Strip]:
        if self._placed_in != self.size:
            # Textual paints before it tells the size: the first picture need not be empty.
            self._fit(self.size)
        if self._ground is None:
            # The property works its way up through the styles of everything around, at each call.
            self._ground = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        ground = self._ground or Style.null()
        strips, x = [], 0
        for painter, region in self._places:
            if region.y <= y < region.bottom:
                if region.x > x:
                    strips.append(Strip.blank(region.x - x, ground))
                strips.append(painter.paint(y - region.y))
                x = region.right
        whole = strips[0] if len(strips) == 1 else Strip.join(strips)
        return whole.adjust_cell_length(self._placed_in.width, ground)

    def on_click(self, event: events.Click) -> None:
        for painter, region in self._places:
            if region.contains(event.x, event.y):
                message = painter.clicked(event.x - region.x, event.y - region.y)
                if message is not None:
                    self.post_message(message)


def component_classes(*painters: type[Painter]) -> set[str]:
    """The component classes that a canvas with these painters declares."""
    return {f"{painter.PREFIX}--{look}" for painter in painters for look in painter.LOOKS}
