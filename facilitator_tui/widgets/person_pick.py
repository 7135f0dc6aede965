"""Choosing a person: by the key that the person has in the live session, or with the arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

import msgspec
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from facilitator_tui.plain import plain
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.row_list import Row, RowList

Choice = Callable[[str], None]
"""Takes the id of the person that was chosen."""


class Candidate(msgspec.Struct, frozen=True):
    """Somebody who can be chosen, with the names of the keys that choose; the first one is printed."""

    person: str
    name: str
    keys: tuple[str, ...] = ()


class PickList(RowList):
    """Rows of people; a person's own key chooses at once."""

    DEFAULT_CSS = "PickList { height: auto; max-height: 12; }"

    def __init__(self) -> None:
        super().__init__((Column("", 3, right=True), Column()))
        self.by_key: dict[str, str] = {}

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return max(1, len(self.keys))

    def on_key(self, event: events.Key) -> None:
        name = event.character if event.is_printable and event.character else event.key
        person = self.by_key.get(name)
        if person is not None:
            event.stop()
            event.prevent_default()
            self.post_message(self.Chosen(self, person))


class PersonPick(Vertical):
    """Hidden until ``pick``."""

    DEFAULT_CSS = """
    PersonPick { height: auto; max-height: 60%; display: none; background: $surface; border-top: solid $accent; }
    PersonPick.-picking { display: block; }
    PersonPick > Static { height: 1; padding: 0 1; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "pick",
        [
            (
                "enter",
                "choose",
                "this one",
                "Choose the person under the cursor; a person key chooses at once.",
            ),
            ("escape", "drop", "drop", "Choose nobody."),
        ],
    ) + bound("pick", [("tab,shift+tab", "stay", "stay", "Stay with the question.")], shown=False)

    class Done(Message):
        """Somebody was chosen, or nobody."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._choice: Choice | None = None

    @property
    def picking(self) -> bool:
        return self._choice is not None

    def compose(self) -> ComposeResult:
        yield Static(markup=False)
        yield PickList()

    def pick(self, question: str, people: Sequence[Candidate], choice: Choice) -> None:
        """Ask for one of ``people``."""
        self._choice = choice
        self.query_one(Static).update(Content(plain(question)))
        rows = self.query_one(PickList)
        rows.by_key = {key: each.person for each in people for key in each.keys}
        rows.show([Row(each.person, ("".join(each.keys[:1]).upper(), each.name)) for each in people])
        self.add_class("-picking")
        self.screen.set_focus(rows)

    def _close(self) -> None:
        self._choice = None
        self.remove_class("-picking")
        self.post_message(self.Done())

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        choice = self._choice
        self._close()
        if choice is not None:
            choice(event.key)

    def action_stay(self) -> None:
        """The focus does not leave a question that waits."""

    def action_choose(self) -> None:
        self.query_one(PickList).choose()

    def action_drop(self) -> None:
        self._close()
