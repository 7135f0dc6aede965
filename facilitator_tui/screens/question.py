"""A question with yes or no, for the few things that cannot be undone by a key."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static


class Question(ModalScreen[bool]):
    """Answers true for y or Enter, false for n or Escape. Both keys are to be seen in a terminal of any size."""

    CSS_PATH = "question.tcss"
    BINDINGS = [("y,enter", "answer(True)", "Yes"), ("n,escape", "answer(False)", "No")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (12, "-middle")]

    def __init__(self, question: str, yes: str, no: str) -> None:
        super().__init__()
        self._asked, self._yes, self._no = question, yes, no

    def compose(self) -> ComposeResult:
        with Vertical(id="question"):
            yield Static(self._asked, id="asked", markup=False)
            with Vertical(id="answers"):
                yield Static(f"  y  {self._yes}", markup=False)
                yield Static(f"  n  {self._no}", markup=False)

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes)
