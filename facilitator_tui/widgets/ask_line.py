"""A question at the foot of the screen, answered in one line, with what is wrong said beside the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from facilitator_tui.plain import plain
from facilitator_tui.widgets.entry_line import EntryLine

Answer = Callable[[str], str]
"""Takes what was typed; gives "" when it is done, else a sentence saying what is wrong, and the question stays."""


class AskLine(Vertical):
    """Hidden until ``ask``; Enter answers, Escape drops the question. The screen says where the focus goes then."""

    DEFAULT_CSS = """
    AskLine { height: auto; display: none; background: $surface; }
    AskLine.-asking { display: block; }
    AskLine > Horizontal { height: 1; }
    AskLine #question { width: auto; max-width: 60%; text-style: bold; padding: 0 1; }
    AskLine #wrong { height: auto; padding: 0 1; display: none; color: $text-warning; }
    AskLine.-wrong #wrong { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "drop", "drop", id="ask.drop"),
        Binding("tab,shift+tab", "stay", show=False),
    ]

    class Done(Message):
        """The question was answered, or dropped."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._answer: Answer | None = None
        self._typed: Callable[[str], None] | None = None

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(id="question", markup=False)
            yield EntryLine(id="answer", most=4000)
        yield Static(id="wrong", markup=False)

    @property
    def asking(self) -> bool:
        return self._answer is not None

    def ask(
        self,
        question: str,
        value: str,
        answer: Answer,
        typed: Callable[[str], None] | None = None,
        *,
        edit: bool = False,
    ) -> None:
        """Ask for one line, with ``value`` as a first answer. ``typed`` hears every change of it.

        What is typed takes the place of ``value``; with ``edit`` it goes on after it.
        """
        self._answer, self._typed = answer, typed
        self.query_one("#question", Static).update(Content(plain(question)))
        self._say("")
        entry = self.query_one(EntryLine)
        entry.value = value
        entry.select_on_focus = not edit
        self.add_class("-asking")
        self.screen.set_focus(entry)

    def action_drop(self) -> None:
        if self._typed is not None:
            self._typed("")
        self._close()

    def action_stay(self) -> None:
        """The focus does not leave a question that waits."""

    def _say(self, sentence: str) -> None:
        self.query_one("#wrong", Static).update(Content(plain(sentence, 400)))
        self.set_class(bool(sentence), "-wrong")

    def _close(self) -> None:
        self._answer = self._typed = None
        self.remove_class("-asking")
        self.post_message(self.Done())

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._typed is not None:
            self._typed(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        answer = self._answer
        if answer is None:
            return
        wrong = answer(event.value)
        if wrong:
            self._say(wrong)
        elif self._answer is answer:  # else the answer asked the next question
            self._close()
