"""Every key that works on the screen below, as that screen told it. The live screen has a help of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from facilitator_tui.plain import plain
from facilitator_tui.widgets.bound import bound

_EVERYWHERE = (
    ("↑ ↓", "Up and down in a list; Page up, Page down, Home and End too."),
    ("^q", "Quit at any time."),
)


class KeysScreen(ModalScreen[None]):
    """Pairs of key and sentence. Closes with Escape, ? or q."""

    CSS_PATH = "around_keys.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "keys", [("escape,question_mark,q,enter,f1", "dismiss", "close", "Close this list.")]
    )

    def __init__(self, title: str, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._heading, self._keys = title, (*keys, *_EVERYWHERE)

    def compose(self) -> ComposeResult:
        heading = Content(plain(f"{self._heading} · Esc closes"))
        with VerticalScroll(id="around_keys"):
            yield Static(heading, id="around_keys_title", markup=False)
            yield Static(_table(self._keys), markup=False)


def _table(keys: Sequence[tuple[str, str]]) -> Table:
    """Keys and sentences; a sentence that is longer than its line goes on in the next one."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True, min_width=5)
    table.add_column()
    for key, says in keys:
        table.add_row(Text(plain(key), "bold"), Text(plain(says, 400)))
    return table
