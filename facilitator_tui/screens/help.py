"""Help in place: every key of the live screen, from the registry of actions, with the person's own keys."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from facilitator_tui.actions import LIVE, Keymap

SIGNS = (
    ("●", "here"), ("○", "left"), ("·", "expected, not arrived"), ("▶", "has the floor"), ("!", "technical trouble"),
    ("h1", "first in the stack of hands"), ("?", "still to be asked in the round"), ("p?", "passed for now"),
    ("p", "passed"), ("b2", "in breakout room 2"), ("i3", "three interjections"), ("n2", "two notes"),
    ("x1", "a private flag"),
)  # fmt: skip


class HelpScreen(ModalScreen[None]):
    """Closes with any of Escape, ?, q."""

    CSS_PATH = "help.tcss"
    BINDINGS = [("escape,question_mark,q", "dismiss", "Close")]

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(key_table(self._keymap), markup=False)


def key_table(keymap: Keymap) -> Table:
    """Every key and what it does, then the signs of the board."""
    table = Table.grid(padding=(0, 2))
    table.title = "Verb, then person. A bare person key gives that person the floor.    Esc closes"
    table.add_row(
        Text("1…9 0", "bold"),
        Text("The floor to the person at seats 1–10; the same key again ends the turn."),
    )
    table.add_row(Text("F1…F10", "bold"), Text("The same for seats 11–20."))
    for action in LIVE:
        keys = " ".join(keymap.keys_of(action.id))
        second = {"person": " + person", "person or group": " + person", "digit": " + 1…9"}.get(
            action.needs, ""
        )
        table.add_row(Text(keys + second, "bold"), Text(action.says))
    table.add_row(Text("esc", "bold"), Text("Drops a half-typed verb or note."))
    table.add_row(
        Text("ctrl+p", "bold"), Text("Command palette: every action and every participant by name.")
    )
    table.add_row(Text("ctrl+q", "bold"), Text("Quit, at any time: everything shown as saved is safe."))
    for sign, meaning in SIGNS:
        table.add_row(Text(sign, "bold"), Text(meaning))
    return table
