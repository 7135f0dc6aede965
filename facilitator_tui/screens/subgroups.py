"""All subgroups: open one, make a new one by its name, say which course it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from facilitator_tui.plain import plain
from facilitator_tui.screens.frame import Frame
from facilitator_tui.screens.messages import FormSubgroups, ImportRoster, OpenCompletion, OpenSubgroup
from facilitator_tui.screens.ports import Desk, SubgroupCard
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


def course_called(titles: Mapping[str, str], typed: str) -> tuple[str, str]:
    """The title of the course meant by an id, a title or the beginning of one ("" for none); and what is wrong.

    ``titles`` are by id.
    """
    name = plain(typed).casefold()
    if not name:
        return "", ""
    found = {title for id_, title in titles.items() if name in (id_.casefold(), plain(title).casefold())}
    found = found or {title for title in titles.values() if plain(title).casefold().startswith(name)}
    if len(found) == 1:
        return found.pop(), ""
    listed = ", ".join(plain(title, 40) for title in sorted(found or set(titles.values()))) or "none yet"
    if found:
        return "", f"{len(found)} courses could be meant; type more of it. They are: {listed}."
    return "", f"No course is called “{plain(typed, 40)}”. There are: {listed}."


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
            ("o", "course", "course", "Say which course the subgroup takes."),
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
        self.load()

    def load(self) -> None:
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

    def action_course(self) -> None:
        current = self.query_one(RowList).current
        card = next((c for c in self.tried(self._desk.subgroups) or [] if c.id == current), None)
        if card is not None:
            self.asks.ask(
                f"Course of {plain(card.name, 30)}:",
                card.course,
                lambda typed: self._take_course(card, typed),
            )

    def _take_course(self, card: SubgroupCard, typed: str) -> str:
        titles = {each.course: each.course_title for each in self.tried(self._desk.modules) or []}
        course, wrong = course_called(titles, typed)
        if wrong:
            return wrong
        if self.did(lambda: self._desk.set_course(card.id, course)):
            self.load()
            takes = f"takes “{plain(course, 60)}” now" if course else "takes no course now"
            self.say(f"{plain(card.name)} {takes}.")
        return ""

    def action_import(self) -> None:
        self.post_message(ImportRoster())

    def action_back(self) -> None:
        self.dismiss()

    def action_form(self) -> None:
        self.post_message(FormSubgroups())

    def action_completion(self) -> None:
        self.post_message(OpenCompletion(self.query_one(RowList).current))
