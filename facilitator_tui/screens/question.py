"""A question with yes or no, for the few things that cannot be undone by a key."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static


class Question(ModalScreen[bool]):
    """Answers true for y or Enter, false for n or Escape."""

    CSS_PATH = "question.tcss"
    BINDINGS = [("y,enter", "answer(True)", "Yes"), ("n,escape", "answer(False)", "No")]

    def __init__(self, question: str, yes: str, no: str) -> None:
        super().__init__()
        self._text = f"{question}\n\n  y  {yes}\n  n  {no}"

    def compose(self) -> ComposeResult:
        with Vertical(id="question"):
            yield Static(self._text, markup=False)

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes)
