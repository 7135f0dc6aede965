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
    """Shows keys in as many lines as it is high; a click is ``KeyBar.Pressed``.

    The first ones come first. Where not all of them fit, the last ``kept`` ones have their place before the others.
    """

    PREFIX = "keys"
    LOOKS = ("key", "title", "banner")

    def __init__(self) -> None:
        super().__init__()
        self._items: tuple[Item, ...] = ()
        self._kept = 0
        self._banner = ""

    def show(self, items: Sequence[Item], kept: int = 0) -> None:
        if tuple(items) != self._items or kept != self._kept:
            self._items, self._kept = tuple(items), kept
            self.repaint()

    def announce(self, banner: str) -> None:
        """Show a sentence in place of the keys; empty: show the keys again."""
        if banner != self._banner:
            self._banner = banner
            self.repaint()

    def _placed(self) -> list[tuple[int, int, int]]:
        """Where each item stands: (line, column, index)."""
        lengths = [cell_len(key) + cell_len(title) + 3 for key, title in self._items]
        first_kept = len(lengths) - self._kept
        reserved = sum(lengths[first_kept:])
        places, line, column, full = [], 0, 0, False
        for index, length in enumerate(lengths):
            kept = index >= first_kept
            if full and not kept:
                continue
            if (
                column + length > self._room(line, 0 if kept else reserved)
                and column
                and line + 1 < self.height
            ):
                line, column = line + 1, 0
            room = self._room(line, 0 if kept else reserved)
            if column + length > room and (column or room <= self.width):
                full = True
                continue
            places.append((line, column, index))
            column += length
        return places

    def _room(self, line: int, reserved: int) -> int:
        """The cells of this line up to the kept keys; the blank behind a last key needs none."""
        return self.width + 1 - (reserved if line == self.height - 1 else 0)

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
