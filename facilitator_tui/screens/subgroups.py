"""All subgroups: open one, or make a new one by its name."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from facilitator_tui.plain import plain
from facilitator_tui.screens.frame import Frame
from facilitator_tui.screens.messages import FormSubgroups, ImportRoster, OpenCompletion, OpenSubgroup
from facilitator_tui.screens.ports import Desk
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.row_list import Row, RowList

EMPTY = "No subgroups yet. n makes one; then type who is in it."

COLUMNS = (
    Column("subgroup"),
    Column("participants", 12, right=True, from_width=30),
    Column("course", 20, from_width=64),
    Column("zone", 18, from_width=88),
)


class SubgroupsScreen(Frame[None]):
    """The list of subgroups. Reads the desk again whenever it comes to the front."""

    CSS_PATH = ["around.tcss"]
    HELP = "Every subgroup. Enter shows who is in it."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "subgroups",
        [
            ("enter", "open", "open", "Show the subgroup and who is in it."),
            ("n", "new", "new", "Make a new subgroup."),
            (
                "i",
                "import",
                "import",
                "Read a list of people from a file, with a look before anything is kept.",
            ),
            ("f", "form", "form", "Propose subgroups for the people of a course, and form them."),
            (
                "c",
                "completion",
                "completion",
                "Who in the subgroup has earned which badge, and who still can.",
            ),
            ("escape,q", "back", "back", "Back to the sessions."),
        ],
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def body(self) -> ComposeResult:
        yield RowList(COLUMNS, EMPTY, id="subgroups")

    def resting(self) -> Widget:
        return self.query_one(RowList)

    def on_mount(self) -> None:
        super().on_mount()
        self.head("Subgroups")
        self.query_one(RowList).focus()

    def on_screen_resume(self) -> None:
        cards = self.tried(self._desk.subgroups) or []
        rows = [Row(c.id, (c.name, str(c.participants), c.course, c.zone)) for c in cards]
        self.query_one(RowList).show(rows)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(OpenSubgroup(event.key))

    def action_open(self) -> None:
        self.query_one(RowList).choose()

    def action_new(self) -> None:
        self.asks.ask("Name of the new subgroup:", "", self._make)

    def _make(self, typed: str) -> str:
        name = plain(typed)
        if not name:
            return "A subgroup needs a name, so that you find it again. Type one, or drop this with Esc."
        made = self.tried(lambda: self._desk.add_subgroup(name))
        if made is not None:
            self.post_message(OpenSubgroup(made))
        return ""

    def action_import(self) -> None:
        self.post_message(ImportRoster())

    def action_back(self) -> None:
        self.dismiss()

    def action_form(self) -> None:
        self.post_message(FormSubgroups())

    def action_completion(self) -> None:
        self.post_message(OpenCompletion(self.query_one(RowList).current))
