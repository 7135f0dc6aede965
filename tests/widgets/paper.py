"""A painter painted without a terminal: its lines as text, each checked to be exactly as wide as asked."""

from __future__ import annotations

from facilitator_tui.widgets.canvas import Painter


def painted(painter: Painter, width: int, height: int) -> list[str]:
    """The lines at this size, with the blanks at their ends."""
    if (painter.width, painter.height) != (width, height):
        painter.width, painter.height = width, height
        painter.resized()
    strips = [painter.paint(y) for y in range(height)]
    assert [strip.cell_length for strip in strips] == [width] * height
    return [strip.text for strip in strips]


def lines(painter: Painter, width: int, height: int) -> list[str]:
    """The lines at this size, without the blanks at their ends."""
    return [line.rstrip() for line in painted(painter, width, height)]
