"""One field of a form: its label, the line to type into, and below it what the program makes of it."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from facilitator_tui.plain import plain
from facilitator_tui.widgets.entry_line import EntryLine


class Field(Vertical):
    """A labelled line. It says when it is entered, edited, answered with Enter, left, or stepped with up and down."""

    DEFAULT_CSS = """
    Field { height: auto; }
    Field > Horizontal { height: 1; }
    Field .label { width: 16; padding: 0 1; color: $text-muted; }
    Field:focus-within .label { color: $text; text-style: bold; }
    Field .note { height: auto; padding: 0 1 0 16; color: $text-muted; display: none; }
    Field.-noted .note { display: block; }
    Field.-wrong .note { color: $text-warning; text-style: bold; }
    Field.-narrow .label { width: 10; }
    Field.-narrow .note { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "choice up", show=False),
        Binding("down", "step(1)", "choice down", show=False),
    ]

    class Event(Message):
        """Something about the field ``field``."""

        def __init__(self, field: Field) -> None:
            super().__init__()
            self.field = field

    class Entered(Event):
        """It got the focus."""

    class Edited(Event):
        """Its text changed."""

    class Answered(Event):
        """Enter was pressed in it."""

    class Leaving(Event):
        """It lost the focus."""

    class Stepped(Event):
        """Up (-1) or down (1) was pressed in it."""

        def __init__(self, field: Field, by: int) -> None:
            super().__init__(field)
            self.by = by

    def __init__(self, label: str, value: str = "", placeholder: str = "", *, id: str) -> None:
        super().__init__(id=id)
        self._label = label
        self._entry = EntryLine(value, placeholder)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(Content(self._label), classes="label", markup=False)
            yield self._entry
        yield Static(classes="note", markup=False)

    @property
    def value(self) -> str:
        return self._entry.value

    @value.setter
    def value(self, text: str) -> None:
        self._entry.value = plain(text)

    @property
    def placeholder(self) -> str:
        return self._entry.placeholder

    @placeholder.setter
    def placeholder(self, text: str) -> None:
        self._entry.placeholder = plain(text)

    @property
    def has_the_focus(self) -> bool:
        return self._entry.has_focus

    def enter(self) -> None:
        """Take the focus."""
        self.screen.set_focus(self._entry)

    def note(self, text: str, *, wrong: bool = False) -> None:
        """Say something below the line; empty: nothing."""
        self.query_one(".note", Static).update(
            Content(("! " if wrong else "") + plain(text, 400) if text else "")
        )
        self.set_class(bool(text), "-noted")
        self.set_class(wrong and bool(text), "-wrong")

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < 50, "-narrow")

    def on_descendant_focus(self) -> None:
        self.post_message(self.Entered(self))

    def on_descendant_blur(self) -> None:
        self.post_message(self.Leaving(self))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Edited(self))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Answered(self))

    def action_step(self, by: int) -> None:
        self.post_message(self.Stepped(self, by))
