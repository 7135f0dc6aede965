"""The first run's one question: which keyboard is this? Answered by pressing a key, not by knowing its name."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from facilitator_tui.settings import Keyboard

BY_FIRST_KEY: dict[str, Keyboard] = {"1": "plain", "&": "azerty", "١": "arabic", "۱": "persian"}

_TEXT = (
    "Welcome. One question, asked once.\n\n"
    "Press the key for 1 in the top row, without Shift.\n\n"
    "(On a French keyboard that types &, on an Arabic one perhaps ١: the program then takes that row as the keys "
    "of your participants. Esc: the digits as they are. The setting “keyboard” in config.toml changes it later.)"
)


class KeyboardScreen(ModalScreen[Keyboard]):
    """Gives the keyboard; the plain one when the question was skipped, so that it is not asked again."""

    CSS_PATH = "question.tcss"

    def compose(self) -> ComposeResult:
        with Vertical(id="question"):
            yield Static(_TEXT, markup=False)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.key == "escape":
            self.dismiss("plain")
        elif event.is_printable:
            self.dismiss(BY_FIRST_KEY.get(event.character or "", "plain"))
