"""All courses: the person's own and the shipped ones, each with what it is and whether anything is wrong with it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from facilitator_tui.plain import plain
from facilitator_tui.screens.course_port import CourseDesk
from facilitator_tui.screens.course_rows import course_rows
from facilitator_tui.screens.frame import Frame
from facilitator_tui.screens.messages import OpenCourse
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.row_list import RowList

EMPTY = "No courses were found. n begins one of your own."

COLUMNS = (
    Column("course"),
    Column("kind", 30, from_width=120),
    Column("format", 12, from_width=84),
    Column("weeks", 8, from_width=100),
    Column("meetings", 23, from_width=72),
    Column("check", 16, from_width=40),
)


class CoursesScreen(Frame[None]):
    """The list of courses. Reads and checks them again whenever it comes to the front."""

    CSS_PATH = ["around.tcss"]
    HELP = "Every course. Enter shows its session plans, its run sheets and its rules."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "courses",
        [
            ("enter", "open", "open", "Show the course: modules, run sheets, full text, rules."),
            ("n", "new", "new", "Begin a course of your own from a commented skeleton."),
            ("/", "find", "find", "Show only courses with a word; an empty word shows all."),
            ("escape,q", "back", "back", "Back to the sessions."),
        ],
    )

    def __init__(self, desk: CourseDesk) -> None:
        super().__init__()
        self._desk = desk

    def body(self) -> ComposeResult:
        yield RowList(COLUMNS, EMPTY, id="courses")

    @property
    def courses(self) -> RowList:
        return self.query_one("#courses", RowList)

    def resting(self) -> Widget:
        return self.courses

    def on_mount(self) -> None:
        super().on_mount()
        self.courses.focus()

    def on_screen_resume(self) -> None:
        cards = self.tried(self._desk.courses)
        if cards is not None:
            self.head(f"Courses · {len(cards)}" if cards else "Courses")
            self.courses.show(course_rows(cards))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(OpenCourse(event.key))

    def action_open(self) -> None:
        self.courses.choose()

    def action_new(self) -> None:
        self.asks.ask("Name of the new course:", "", self._begin)

    def _begin(self, typed: str) -> str:
        name = plain(typed)
        if not name:
            return "A course needs a name. Type one, or drop this with Esc."
        folder = self.tried(lambda: self._desk.new_course(name))
        if folder is not None:
            self.post_message(OpenCourse(folder))
        return ""

    def action_find(self) -> None:
        self.asks.ask("Find:", self.courses.word, lambda word: "", self.courses.narrow)

    def action_back(self) -> None:
        self.dismiss()
