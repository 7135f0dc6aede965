"""The input that every line to type into is made of: what is text is decided in ``plain``, and nowhere else."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from facilitator_tui.plain import is_text


class TextInput(Input):
    """Textual's input, which alone would throw away joiners that Persian names and emoji families are written with."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return is_text(character)

    def on_key(self, event: events.Key) -> None:
        if event.character and not event.is_printable and is_text(event.character):
            event.stop()
            event.prevent_default()
            self.replace(event.character, *self.selection)
