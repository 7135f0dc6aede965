"""The note stream: the newest notes and flags, the last one at the bottom."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.strip import Strip

from facilitator_tui.plain import plain
from facilitator_tui.widgets.canvas import Painter
from facilitator_tui.widgets.figures import fitted

Line = tuple[str, str, str]
"""Time of day, whom it is about, and the text."""


class NoteStream(Painter):
    """Shows as many of the last notes as it has lines."""

    PREFIX = "notes"
    LOOKS = ("time", "who", "text")

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[Line, ...] = ()

    def show(self, lines: Sequence[Line]) -> None:
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.repaint()

    def paint(self, y: int) -> Strip:
        shown = self._lines[-self.height :]
        if not shown:
            hint = " n writes a note; a person key right after n makes it about that person"
            return self.filled((hint if y == 0 else "", self.look("time")))
        if y >= len(shown):
            return self.filled(("", self.look("text")))
        time, who, text = shown[y]
        who = f" {fitted(who, min(cell_len(who), 16))}:" if who else ""
        return self.filled(
            (f" {time}", self.look("time")), (who, self.look("who")), (f" {plain(text)}", self.look("text"))
        )
