"""One course: its modules at one side, the page of the chosen one at the other; and the way into an editor.

A page is the run sheet with times and the full text of every block, for the whole team or for one role. After the
editor the course is checked again and the problems stand above the modules.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import BindingType
from textual.containers import Container
from textual.message import Message
from textual.widget import Widget

from facilitator_tui.plain import plain
from facilitator_tui.plans.files import SHARED
from facilitator_tui.plans.readings import CourseReading
from facilitator_tui.plans.run_sheet import Audience
from facilitator_tui.screens.course_port import CourseDesk, HandOut, OpenedCourse
from facilitator_tui.screens.course_rows import audiences, count_of, page_of, place_of, plan_of, plan_rows
from facilitator_tui.screens.frame import Frame
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.page import Page
from facilitator_tui.widgets.row_list import RowList
from facilitator_tui.widgets.times import TypedProblem, day_and_time, local, when_typed

_COLUMNS = (Column("", 2, right=True), Column(), Column("", 16, right=True, from_width=40))


class PlanScreen(Frame[None]):
    """A list and a page. The page follows the cursor of the list; Tab goes from one to the other."""

    CSS_PATH = ["around.tcss", "plan.tcss"]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    HELP = "The modules of a course. The page shows the one under the cursor; space turns it."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "plan",
        [
            ("tab,enter", "change_side", "list/page", "From the list to the page, and back."),
            ("space", "turn(1)", "turn", "Turn the page; b turns it back."),
            (
                "r",
                "audience",
                "for whom",
                "Show what is for the whole team, for one role, or for participants.",
            ),
            ("t", "start", "start", "Say when the session starts: the run sheet shows times of day."),
            ("e", "edit", "edit", "Open the text in your editor; it is checked again afterwards."),
            ("c", "check", "check", "Read and check the course again."),
            ("o", "hand_out", "hand-out", "Write the page as Markdown and HTML into a folder."),
            ("escape,q", "back", "back", "From the page to the list; from the list to the courses."),
        ],
    ) + bound("plan", [("b", "turn(-1)", "turn back", "Turn the page back.")], shown=False)

    class CopyAsked(Message):
        """The course came with the program: may it be copied to ``folder``? Who says yes calls ``screen.copy``."""

        def __init__(self, screen: PlanScreen, folder: str) -> None:
            super().__init__()
            self.screen, self.folder = screen, folder

    def __init__(self, desk: CourseDesk, folder: str) -> None:
        super().__init__()
        self._desk, self._folder = desk, folder
        self._opened = OpenedCourse(CourseReading(folder, None, (), ()), editable=False)
        self._audience: Audience = "team"
        self._start: datetime | None = None
        self._place: tuple[str, int] = ("", 0)

    def body(self) -> ComposeResult:
        with Container(id="sides"):
            yield RowList(_COLUMNS, id="modules")
            yield Page(id="page")

    @property
    def modules(self) -> RowList:
        return self.query_one("#modules", RowList)

    @property
    def page(self) -> Page:
        return self.query_one("#page", Page)

    @property
    def reading(self) -> CourseReading:
        return self._opened.reading

    def resting(self) -> Widget:
        return self.page if self.has_class("-reading") else self.modules

    def on_mount(self) -> None:
        super().on_mount()
        self.load("course")
        self.modules.focus()

    def load(self, current: str = "") -> None:
        """Read the course again; the cursor goes to the row ``current``, else stays."""
        opened = self.tried(lambda: self._desk.course(self._folder))
        if opened is None:
            return
        self._opened = opened
        if self._audience not in audiences(opened.reading):
            self._audience = "team"
        self.modules.show(plan_rows(opened.reading), current)
        self._show_page(from_top=bool(current))

    def _show_page(self, *, from_top: bool = True) -> None:
        page = page_of(self.modules.current, self.reading, self._audience, self._start)
        self.page.show(page, from_top=from_top)
        course = self.reading.course
        said = [course.title if course else Path(self._folder).name, f"for {_whom(self._audience)}"]
        if self._start is not None:
            zone = self._desk.zone()
            at = day_and_time(int(self._start.timestamp()) * 1000, zone, self._desk.now_ms())
            said.append(f"starts {at} ({zone})")
        self.head(" · ".join(said))

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        event.stop()
        self._show_page()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_change_side()

    # --- reading

    def action_change_side(self) -> None:
        self.toggle_class("-reading")
        self.rest()

    def action_turn(self, pages: int) -> None:
        self.page.turn(pages)

    def action_audience(self) -> None:
        there = audiences(self.reading)
        self._audience = there[(there.index(self._audience) + 1) % len(there)]
        self._show_page(from_top=False)

    def action_start(self) -> None:
        self.asks.ask("The session starts (18:00, fri 18:00; empty: leave it open):", "", self._started)

    def _started(self, typed: str) -> str:
        zone = self._desk.zone()
        try:
            self._start = local(when_typed(typed, self._desk.now_ms(), zone), zone) if typed.strip() else None
        except TypedProblem as problem:
            return str(problem)
        self._show_page(from_top=False)
        return ""

    # --- correcting

    def action_edit(self) -> None:
        self._place = place_of(self.modules.current, self.reading)
        if self._opened.editable:
            self._edit()
        else:
            own = self.tried(lambda: self._desk.own_folder(self._folder))
            if own is not None:
                self.post_message(self.CopyAsked(self, own))

    def copy(self) -> None:
        """Go on with the person's own copy of the course, and open in it what was to be edited."""
        own = self.tried(lambda: self._desk.copied(self._folder))
        if own is None:
            return
        file, line = Path(self._place[0]), self._place[1]
        # Shared blocks lie beside a shipped course, and within a copy.
        inside = (
            file.relative_to(self._folder) if file.is_relative_to(self._folder) else Path(SHARED, file.name)
        )
        self._folder, self._place = own, (str(Path(own) / inside), line)
        self._edit()

    def _edit(self) -> None:
        """Lend the terminal to the editor, then show what is wrong now."""
        wrong = ""
        try:
            with self.app.suspend():
                wrong = self._edited()  # nothing may be raised here: the terminal would stay with the editor
        except SuspendNotSupported:
            wrong = f"This terminal cannot be lent to an editor. The text is in {self._place[0]}"
        self.action_check()
        if wrong:
            self.say(wrong, wrong=True)

    def _edited(self) -> str:
        try:
            self._desk.edit(*self._place)
        except DeskProblem as problem:
            return str(problem)
        return ""

    def action_check(self) -> None:
        here = self.modules.current
        self.load()
        problems = self.reading.problems
        if problems:
            self.modules.go_to("problem 0")
            self.say(f"Checked: {count_of(problems)}. e opens the place in your editor.", wrong=True)
        else:
            self.modules.go_to(here)
            self.say("Checked: no problems.")

    # --- handing out

    def action_hand_out(self) -> None:
        if self.modules.current.startswith("problem "):
            self.say("Choose the course or a module: a problem cannot be handed out.", wrong=True)
            return
        folder = self.tried(self._desk.hand_out_folder)
        if folder is not None:
            self.asks.ask("Hand-out into the folder:", str(folder), self._write)

    def _write(self, typed: str) -> str:
        if not typed.strip():
            return "Type the folder that the files shall go into. It is made if it is not there."
        folder = Path(typed.strip()).expanduser()
        files = self.tried(lambda: self._desk.write_hand_out(self._hand_out(), folder))
        if files is not None:
            names = " and ".join(plain(path.name, 80) for path in files)
            self.say(f"Wrote {names} into {plain(str(folder))}")
        return ""

    def _hand_out(self) -> HandOut:
        key, course = self.modules.current, self.reading.course
        plan = plan_of(key, self.reading)
        name = Path(self._folder).name
        language = course.language if course else "en"
        title = course.title if course else name
        if plan is not None:
            name, title, language = f"{name}-{plan.module}-{self._audience}", plan.title, plan.language
        return HandOut(name, title, language, page_of(key, self.reading, self._audience, self._start))

    def action_back(self) -> None:
        if self.has_class("-reading"):
            self.action_change_side()
        else:
            self.dismiss()


def _whom(audience: Audience) -> str:
    return {"team": "the whole team", "participants": "participants"}.get(audience, f"the {audience}")
