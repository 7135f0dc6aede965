"""What the screens around a session have in common: heading, body, question line, what was said, key bar.

Only the frame; what stands in it and what keys do is each screen's own. The live screen has its own frame.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget
from textual.widgets import Static

from facilitator_tui.layouts import LETTERS_BY_POSITION
from facilitator_tui.plain import plain
from facilitator_tui.screens.messages import ShowKeys
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.widgets.ask_line import AskLine
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.key_bar import KeyBar
from facilitator_tui.widgets.row_list import RowList

Value = TypeVar("Value")

_KEY_GAP = 3
"""Blank cells around a key and its word in the key bar."""


class Frame(Screen[ScreenResultType]):
    """A screen with a heading above and keys below. A subclass gives ``body``."""

    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = [(0, "-low"), (12, "-middle"), (34, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "around", [("?,f1", "keys", "keys", "Every key that works here.")]
    )

    def __init__(self) -> None:
        super().__init__()
        self._said_at: dict[RowList, str] = {}

    def compose(self) -> ComposeResult:
        yield Static(id="title", markup=False)
        yield from self.body()
        yield AskLine(id="ask")
        yield Static(id="said", classes="-empty", markup=False)
        yield KeyBar(id="keys")

    def body(self) -> ComposeResult:
        yield from ()

    def on_mount(self) -> None:
        self.bindings_updated_signal.subscribe(self, lambda _: self.show_keys())
        self.show_keys()

    @property
    def busy(self) -> bool:
        """Whether a question waits for its answer."""
        return any(line.asking for line in self.query(AskLine))

    def resting(self) -> Widget | None:
        """What has the focus while no question is asked."""
        return None

    def on_ask_line_done(self) -> None:
        self.rest()

    def rest(self) -> None:
        """Give the focus back after a question, unless the next one has been asked already."""
        if not self.busy:
            self.set_focus(self.resting())

    # --- saying

    def head(self, text: str) -> None:
        """Show the heading."""
        self.query_one("#title", Static).update(Content(plain(text)))

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say in the line above the keys what was done, or why it was not."""
        self._said_at = {rows: rows.current for rows in self.query(RowList)}
        said = self.query_one("#said", Static)
        said.update(Content(("! " if wrong else "") + plain(text, 400) if text else ""))
        said.set_class(wrong, "-wrong")
        said.set_class(not text, "-empty")

    def forget_said_of_another_row(self, rows: RowList) -> None:
        """For a screen whose sentences are about the row under the cursor: none when the cursor is elsewhere now."""
        if self._said_at.get(rows, rows.current) != rows.current:
            self.say("")

    def on_screen_suspend(self) -> None:
        """What was said need not be true any more when this screen comes back."""
        if self.is_mounted:
            self.say("")

    @property
    def asks(self) -> AskLine:
        return self.query_one(AskLine)

    def tried(self, do: Callable[[], Value]) -> Value | None:
        """What ``do`` gives; None, and the reason said, when the desk cannot."""
        try:
            return do()
        except DeskProblem as problem:
            self.say(str(problem), wrong=True)
            return None

    def did(self, do: Callable[[], object]) -> bool:
        """Do it; false, and the reason said, when the desk cannot."""
        return self.tried(lambda: (do(), True)) is not None

    # --- keys

    def key_items(self) -> list[tuple[str, str, str]]:
        """The keys that do something now: as printed, what they do in a word, and in a sentence."""
        items: dict[str, tuple[str, str, str]] = {}
        for active in self.active_bindings.values():
            binding = active.binding
            shown = self.app.get_key_display(binding)
            # A character that a line would take in; ⏎ and ← are pictures of keys, not characters.
            character = shown if len(shown) == 1 and shown.isascii() else None
            typed = self.focused is not None and self.focused.check_consume_key(binding.key, character)
            if binding.show and active.enabled and not typed and not isinstance(active.node, App):
                items.setdefault(binding.action, (shown, binding.description, binding.tooltip))
        help_ = items.pop("keys", None)
        return [*items.values(), *([help_] if help_ else [])]

    def beside_the_point(self) -> frozenset[str]:
        """Words in the key bar that are left out for now: what they do could not be done here, and says so."""
        return frozenset()

    def _bar_items(self) -> list[tuple[str, str]]:
        left_out = self.beside_the_point()
        return [(key, title) for key, title, _ in self.key_items() if title not in left_out]

    def show_keys(self) -> None:
        if not self.is_attached:
            return
        items = self._bar_items()
        bar = self.query_one(KeyBar)
        bar.show(items)
        bar.set_class(
            sum(cell_len(key + title) + _KEY_GAP for key, title in items) > self.size.width, "-many"
        )

    def on_resize(self) -> None:
        self.show_keys()

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        event.stop()
        shown = [
            active.binding
            for active in self.active_bindings.values()
            if self.app.get_key_display(active.binding) == self._bar_items()[event.index][0]
        ]
        if shown:
            self._press(shown[0].key)

    def _press(self, key: str) -> None:
        """As if the key had been pressed. From the app, for a key sent by the screen itself stops at the screen."""
        self.app.call_later(self.app.simulate_key, key)

    def on_key(self, event: events.Key) -> None:
        """A letter of another script counts as the Latin one at its place on the keyboard, unless it is text."""
        letter = LETTERS_BY_POSITION.get((event.character or "").lower())
        typed = self.focused is not None and self.focused.check_consume_key(event.key, event.character)
        if letter and not typed:
            event.stop()
            self._press(letter)

    def action_keys(self) -> None:
        title = str(self.query_one("#title", Static).content)
        self.post_message(ShowKeys(title, tuple((key, says or word) for key, word, says in self.key_items())))
