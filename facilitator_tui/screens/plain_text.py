"""A text alone on the screen, without frame or columns, to mark and copy by hand where the terminal refuses to."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static


class PlainText(ModalScreen[None]):
    """Closes with Escape, Enter or q; lines stand as they are to be pasted."""

    CSS_PATH = "plain_text.tcss"
    BINDINGS = [("escape,enter,q", "dismiss", "Close")]

    def __init__(self, text: str, hint: str) -> None:
        super().__init__()
        self._text, self._hint = text, hint

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="plain"):
            yield Static(self._text, id="plain_text", markup=False)
            yield Static(f"\n{self._hint}", id="plain_hint", markup=False)
