"""One line to type into, beside the running session: a note, a guest's name. A paste is text, never keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input, Static

from facilitator_tui.plain import is_text, plain
from facilitator_tui.widgets.text_input import TextInput

LIMIT = 4_000
"""Characters in one note. More is a document, and belongs elsewhere."""


class TagSuggester(Suggester):
    """Completes the #tag that is being typed, from the tags used so far and the usual ones."""

    def __init__(self, tags: Iterable[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.tags = list(dict.fromkeys(tags))

    async def get_suggestion(self, value: str) -> str | None:
        typed = re.search(r"#(\w[\w-]*)$", value)
        if typed is None:
            return None
        start = typed.group(1).casefold()
        found = next((tag for tag in self.tags if tag.startswith(start) and tag != start), None)
        return value[: typed.start(1)] + found if found else None


class EntryInput(TextInput):
    """An input that hands the first key to ``first_key`` (true: it was taken) and shortens long pastes."""

    def __init__(self, first_key: Callable[[events.Key], bool], tags: TagSuggester) -> None:
        super().__init__(id="line_input", suggester=tags, max_length=LIMIT, select_on_focus=False)
        self._first_key = first_key

    def on_key(self, event: events.Key) -> None:
        if not self.value and self._first_key(event):
            event.prevent_default()
            event.stop()

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        room = LIMIT - len(self.value)
        self.insert_text_at_cursor(plain(event.text, room))
        if len(event.text) > room:
            self.post_message(LineEntry.TooLong(len(event.text)))


class LineEntry(Horizontal):
    """Hidden until ``ask``; then it has the focus until Enter or Escape."""

    class Given(Message):
        """A line was entered. ``purpose`` is what ``ask`` was called with."""

        def __init__(self, purpose: str, text: str) -> None:
            self.purpose, self.text = purpose, text
            super().__init__()

    class Dropped(Message):
        """Escape: nothing is to be written."""

    class TooLong(Message):
        """A paste was longer than a note may be, and was cut."""

        def __init__(self, length: int) -> None:
            self.length, self.limit = length, LIMIT
            super().__init__()

    def __init__(
        self, first_key: Callable[[str, events.Key], bool], tags: Iterable[str], *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._first_key, self._purpose, self._asked = first_key, "", ""
        self._label = Static("", id="line_label", markup=False)
        self.tags = TagSuggester(tags)
        self._input = EntryInput(lambda event: self._first_key(self._purpose, event), self.tags)

    def compose(self) -> ComposeResult:
        yield self._label
        yield self._input

    @property
    def open(self) -> bool:
        return bool(self._purpose)

    def ask(self, purpose: str, label: str) -> None:
        """Ask for a line; right away, or as soon as this is mounted."""
        self._purpose, self._asked = purpose, label
        if self.is_mounted:
            self._begin()

    def on_mount(self) -> None:
        if self.open:
            self._begin()

    def _begin(self) -> None:
        self._input.value = ""
        self.relabel(self._asked)
        self.add_class("-open")
        # At once, not by ``focus()``: the next key may be here already.
        self.screen.set_focus(self._input)

    def take(self, event: events.Key) -> None:
        """A key that is meant for the line though it has not the focus yet, or any more."""
        if not self.is_mounted:
            return
        self.screen.set_focus(self._input)
        if event.key == "escape":
            self._drop()
        elif event.key == "enter":
            self._give(self._input.value)
        elif self._input.value or not self._first_key(self._purpose, event):
            self.put(event.character if event.character and is_text(event.character) else "")

    def put(self, text: str) -> None:
        """Put this into the line, where the cursor is."""
        self._input.insert_text_at_cursor(text)

    def relabel(self, label: str, hint: str = "") -> None:
        """Ask for something else. The ``hint`` stands in the line while that is empty."""
        self._label.update(f" {plain(label)} ")
        self._input.placeholder = plain(hint)

    def _close(self) -> None:
        self._purpose = ""
        self.remove_class("-open")
        self.screen.set_focus(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._give(event.value)

    def _give(self, text: str) -> None:
        purpose = self._purpose
        self._close()
        self.post_message(self.Given(purpose, text))

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            self._drop()

    def _drop(self) -> None:
        self._close()
        self.post_message(self.Dropped())
