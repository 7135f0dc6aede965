"""Which course or subgroup to look at, where there are several: by course, with how many people need help."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from facilitator_tui.screens.completion_port import CompletionDesk, GroupCard
from facilitator_tui.screens.frame import Frame
from facilitator_tui.screens.messages import OpenCompletion
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.completion_seen import counted
from facilitator_tui.widgets.row_list import Row, RowList

EMPTY = (
    "No subgroup belongs to a course with badges yet. A subgroup belongs to the course of its session plans: plan its "
    "first session from a course (n)."
)
COLUMNS = (Column("subgroup"), Column("", 44))


class CompletionChoice(Frame[None]):
    """How they stand is worked out one subgroup after another, so that the list is there at once."""

    CSS_PATH = ["around.tcss"]
    HELP = "Whose badges to look at: one subgroup, or the whole course."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "completion_choice",
        [
            ("enter", "open", "open", "Show who has earned what."),
            ("/", "find", "find", "Show only subgroups with a word; an empty word shows all."),
            ("escape,q", "back", "back", "Back to where you came from."),
        ],
    )

    def __init__(self, desk: CompletionDesk) -> None:
        super().__init__()
        self._desk = desk
        self._cards: dict[str, GroupCard] = {}
        self._stand: dict[str, str] = {}
        self._waiting: list[GroupCard] = []

    def body(self) -> ComposeResult:
        yield RowList(COLUMNS, EMPTY, id="groups")

    @property
    def groups(self) -> RowList:
        return self.query_one("#groups", RowList)

    def resting(self) -> Widget:
        return self.groups

    def on_mount(self) -> None:
        super().on_mount()
        self.groups.focus()

    def on_screen_resume(self) -> None:
        cards = self.tried(self._desk.groups) or ()
        self._cards = {card.key: card for card in cards}
        self._waiting = [card for card in cards if card.subgroup]
        self.head("Completion")
        self._show()
        self.call_after_refresh(self._count)

    def _count(self) -> None:
        """How the next subgroup stands; one at a time, so that no key waits."""
        if not self._waiting or not self.is_current:
            return
        card = self._waiting.pop(0)
        found = self.tried(lambda: self._desk.need_help(card))
        if found is None:
            self._waiting = []
            return
        self._stand[card.key] = found
        self._show()
        self.call_after_refresh(self._count)

    def _show(self) -> None:
        rows: list[Row] = []
        course = ""
        for card in self._cards.values():
            if card.course != course:
                course = card.course
                rows.append(Row(f"heading {course}", (card.course_title,), heading=True))
            name = card.name if card.subgroup else "The whole course"
            rows.append(Row(card.key, (name, self._stand.get(card.key, counted(card.people)))))
        self.groups.show(rows)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        card = self._cards[event.key]
        self.post_message(OpenCompletion(card.subgroup, card.course))

    def action_open(self) -> None:
        self.groups.choose()

    def action_find(self) -> None:
        self.asks.ask("Find:", self.groups.word, lambda word: "", self.groups.narrow)

    def action_back(self) -> None:
        self.dismiss()
