"""One line to type into that takes no harm from what is pasted: clean text only, and many lines on request."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.suggester import Suggester

from facilitator_tui.plain import plain
from facilitator_tui.widgets.text_input import TextInput

MOST_LINES = 200
"""More lines than this are not a roster but a mistake; the rest of a paste is left out."""


class EntryLine(TextInput):
    """An input without a frame. With ``many`` a paste of several lines is ``Pasted`` and not typed in."""

    DEFAULT_CSS = """
    EntryLine { height: 1; width: 1fr; border: none; padding: 0; background: $surface; }
    EntryLine:focus { background: $boost; text-style: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "done", tooltip="Take what was typed.")
    ]

    class Pasted(Message):
        """Several lines were pasted, clean and without blank ones. ``left_out`` says how many were too many."""

        def __init__(self, lines: tuple[str, ...], left_out: int) -> None:
            super().__init__()
            self.lines, self.left_out = lines, left_out

    def __init__(
        self,
        value: str = "",
        placeholder: str = "",
        *,
        many: bool = False,
        most: int = 200,
        suggester: Suggester | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(
            plain(value, most), placeholder, max_length=most, suggester=suggester, compact=True, id=id
        )
        self._many, self._most = many, most

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        lines = [line for line in (plain(line) for line in event.text[:100_000].splitlines()) if line]
        if self._many and len(lines) > 1:
            self.post_message(self.Pasted(tuple(lines[:MOST_LINES]), max(0, len(lines) - MOST_LINES)))
        elif lines:
            self.replace(plain(" ".join(lines), self._most), *self.selection)
