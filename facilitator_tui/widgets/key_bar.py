"""The key bar: what the keys do here. One widget without children, so that nothing is left over when it changes."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from facilitator_tui.widgets.canvas import Canvas, Painter, component_classes

Item = tuple[str, str]
"""A key as it is printed, and what it does."""


class KeyPainter(Painter):
    """Shows keys in as many lines as it is high, the first ones first; a click is ``KeyBar.Pressed``."""

    PREFIX = "keys"
    LOOKS = ("key", "title", "banner")

    def __init__(self) -> None:
        super().__init__()
        self._items: tuple[Item, ...] = ()
        self._banner = ""

    def show(self, items: Sequence[Item]) -> None:
        if tuple(items) != self._items:
            self._items = tuple(items)
            self.repaint()

    def announce(self, banner: str) -> None:
        """Show a sentence in place of the keys; empty: show the keys again."""
        if banner != self._banner:
            self._banner = banner
            self.repaint()

    def _placed(self) -> list[tuple[int, int, int]]:
        """Where each item stands: (line, column, index)."""
        places, line, column = [], 0, 0
        for index, (key, title) in enumerate(self._items):
            length = cell_len(key) + cell_len(title) + 3
            if column and column + length > self.width + 1:
                line, column = line + 1, 0
            if line >= self.height:
                break
            places.append((line, column, index))
            column += length
        return places

    def paint(self, y: int) -> Strip:
        if self._banner:
            return self.filled((f" {self._banner}" if y == 0 else "", self.look("banner")))
        parts: list[tuple[str, Style]] = []
        for line, _, index in self._placed():
            if line == y:
                key, title = self._items[index]
                parts += [(f" {key}", self.look("key")), (f" {title} ", self.look("title"))]
        return self.filled(*parts, ("", self.look("title")))

    def clicked(self, x: int, y: int) -> Message | None:
        if self._banner:
            return None
        for line, column, index in reversed(self._placed()):
            if line == y and column <= x:
                return KeyBar.Pressed(index)
        return None


class KeyBar(Canvas):
    """The key bar as a widget of its own, for screens that have nothing else on a canvas."""

    COMPONENT_CLASSES = component_classes(KeyPainter)

    class Pressed(Message):
        """A key was clicked. ``index`` is its place in the items shown."""

        def __init__(self, index: int) -> None:
            self.index = index
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:
        self._painter = KeyPainter()
        super().__init__([self._painter], id=id)

    def show(self, items: Sequence[Item]) -> None:
        self._painter.show(items)
