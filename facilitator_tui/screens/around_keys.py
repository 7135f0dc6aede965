"""Every key that works on the screen below, as that screen told it. The live screen has a help of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from facilitator_tui.plain import plain
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.row_list import Row, RowList

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
        with Vertical(id="around_keys"):
            yield Static(
                Content(plain(f"{self._heading} · Esc closes")), id="around_keys_title", markup=False
            )
            yield RowList((Column("", 5, right=True), Column()))

    def on_mount(self) -> None:
        rows = self.query_one(RowList)
        rows.show([Row(key, (key, says)) for key, says in self._keys])
        rows.focus()
