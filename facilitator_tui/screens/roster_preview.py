"""A list of people before it is taken in: how it was read, what each line becomes, and what is wrong with it.

Nothing is written until Enter. The file is read in a thread, so that the screen stays alive; rows and sentences are
made in ``roster_rows``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Input, Static
from textual.worker import Worker, WorkerState

from facilitator_tui import zones
from facilitator_tui.imports.encodings import UnknownEncoding, encoding_called
from facilitator_tui.imports.roster_header import RosterChoice
from facilitator_tui.imports.roster_outcome import LEAVE_OUT, NEW, Answer, RosterLine
from facilitator_tui.plain import plain
from facilitator_tui.screens import roster_rows as rows
from facilitator_tui.screens.frame import Frame
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.screens.roster_port import RosterAsk, RosterDesk, RosterLook
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.entry_line import EntryLine
from facilitator_tui.widgets.person_pick import Candidate, PersonPick, PickList
from facilitator_tui.widgets.row_list import RowList
from facilitator_tui.widgets.tab_line import TabLine

PANES = ("People", "Columns", "Problems")
EMPTY = "Type or paste the path of a list above, or drop the file on the window, and press Enter."
_OF_PEOPLE = ("same", "new", "leave_out", "undecided")


class RosterPreviewScreen(Frame[None]):
    """Letters are commands while a list has the focus, text while the line with the file has."""

    CSS_PATH = ["around.tcss", "roster_preview.tcss"]
    HELP = "Look at a list of people before it is taken in. Nothing is kept until you press Enter on it."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "roster",
        [
            (
                "enter",
                "go",
                "take in",
                "Take the list in, all at once. Under Columns: say what a column means.",
            ),
            ("s", "same", "same", "A doubtful line is somebody known: who?"),
            ("n", "new", "new", "A doubtful line is somebody new."),
            ("x", "leave_out", "leave out", "Leave the line out."),
            ("z", "undecided", "undo", "Take back what you said of the line."),
            ("c", "column", "means", "Say what the column means."),
            ("g", "subgroup", "subgroup", "The subgroup of those whose line names none."),
            ("o", "course", "course", "The course of the subgroups."),
            ("t", "zone", "time zone", "The time zone by which new subgroups meet."),
            ("p", "separator", "separator", "Commas, semicolons, tabs, or as recognised."),
            ("e", "encoding", "encoding", "The encoding, where names with accents are wrong."),
            ("h", "header", "header", "The first line is somebody, or the names of the columns."),
            (
                "F",
                "forget",
                "forget",
                "Forget how lists with these columns were corrected, and recognise them.",
            ),
            ("f", "file", "file", "Read another file."),
            ("escape", "back", "back", "Back without keeping anything."),
        ],
    ) + bound(
        "roster",
        [
            (str(n), f"show({n - 1})", name.lower(), f"Show {name.lower()}.")
            for n, name in enumerate(PANES, 1)
        ],
        shown=False,
    )

    def __init__(self, desk: RosterDesk, subgroup: str = "") -> None:
        super().__init__()
        self._desk = desk
        self._ask = RosterAsk("", subgroup=subgroup)
        self._asked = self._ask
        self._look: RosterLook | None = None
        self._taken_in = False
        self._unknown_course = ""

    def body(self) -> ComposeResult:
        with Horizontal(id="from"):
            yield Static("File:", markup=False)
            yield EntryLine(placeholder="the path of a CSV, TSV or XLSX file", most=4000, id="file")
        yield Static(id="read", markup=False)
        yield Static(id="becomes", markup=False)
        yield TabLine(PANES, id="panes")
        with ContentSwitcher(initial="pane0", id="switcher"):
            yield RowList(rows.PEOPLE_COLUMNS, EMPTY, id="pane0")
            yield RowList(rows.COLUMN_COLUMNS, EMPTY, id="pane1")
            yield RowList(rows.PROBLEM_COLUMNS, "Nothing is wrong with the list.", id="pane2")
        yield Static(id="detail", classes="-empty", markup=False)
        yield PersonPick(id="pick")

    @property
    def entry(self) -> EntryLine:
        return self.query_one("#file", EntryLine)

    @property
    def pane(self) -> RowList:
        return self.query_one(f"#pane{self._shown}", RowList)

    @property
    def _shown(self) -> int:
        return int((self.query_one("#switcher", ContentSwitcher).current or "pane0")[-1])

    @property
    def busy(self) -> bool:
        return super().busy or any(pick.picking for pick in self.query(PersonPick))

    def resting(self) -> Widget:
        return self.pane if self._look else self.entry

    def on_person_pick_done(self) -> None:
        self.rest()

    def on_mount(self) -> None:
        super().on_mount()
        self.head("Import a list of people")
        course = self.tried(lambda: self._desk.course_of(self._ask.subgroup)) or ""
        self._ask = replace(self._ask, course=course)
        self.set_focus(self.entry)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("keys", "back"):
            return action == "back" or not self.busy
        if self.busy or not isinstance(self.focused, RowList) or self._look is None:
            return False
        if action in _OF_PEOPLE:
            return self._shown == 0
        if action == "column":
            return self._shown == 1
        return action != "forget" or self._look.remembered

    # --- reading

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self._read(replace(self._ask, file=event.value, choice=None, answers=(), sight=None))
        else:
            self.say("Type or paste the path of a file first.", wrong=True)

    def _read(self, ask: RosterAsk) -> None:
        """Look at what is asked for, in a thread; a later question takes the place of an earlier one."""
        work = self.tried(lambda: self._desk.looking(ask))
        if work is None:
            return
        self._asked = ask
        if ask.sight is None:
            self.say("Reading the file …")
        self.run_worker(work, thread=True, exclusive=True, exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        event.stop()
        if event.state == WorkerState.ERROR:
            error = event.worker.error
            if not isinstance(error, DeskProblem):
                raise error or RuntimeError("the list could not be read")
            self.say(str(error), wrong=True)
        elif event.state == WorkerState.SUCCESS and isinstance(event.worker.result, RosterLook):
            self._ask, self._taken_in = self._asked, False
            self._show(event.worker.result)

    def _show(self, look: RosterLook, said: str = "") -> None:
        first = self._look is None
        self._look = look
        lines = rows.people_rows(look, self._ask)
        self.query_one("#pane0", RowList).show(lines)
        self.query_one("#pane1", RowList).show(rows.column_rows(look))
        self.query_one("#pane2", RowList).show(rows.problem_rows(look))
        target = plain(self._target(), 30)
        self.query_one("#read", Static).update(Content(rows.how_read(look)))
        self.query_one("#becomes", Static).update(
            Content(rows.what_becomes(look, target, plain(self._ask.course, 30)))
        )
        note = "Read as a list with these columns was corrected before; F forgets that. " * look.remembered
        self.say(said or f"{note}{look.note}")
        if first or self.focused is self.entry:
            self.action_show(0 if lines else 1)
        self._show_detail()
        self.refresh_bindings()

    def on_row_list_moved(self) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        texts: dict[int, Callable[[], str]] = {0: lambda: rows.in_full(self._line()), 2: self._problem}
        text = texts.get(self._shown, lambda: "")()
        detail = self.query_one("#detail", Static)
        detail.update(Content(text))
        detail.set_class(not text, "-empty")

    def _line(self) -> RosterLine | None:
        key = self.query_one("#pane0", RowList).current
        lines = self._look.intake.people if self._look else ()
        return next((line for line in lines if str(line.line) == key), None)

    def _problem(self) -> str:
        key = self.query_one("#pane2", RowList).current
        found = (row for row in rows.problem_rows(self._look) if row.key == key) if self._look else iter(())
        return next((row.cells[1] for row in found), "")

    # --- panes

    def action_show(self, at: int) -> None:
        self.query_one("#switcher", ContentSwitcher).current = f"pane{at}"
        self.query_one(TabLine).show(at)
        self.set_focus(self.pane)
        self._show_detail()
        self.refresh_bindings()

    def on_tab_line_picked(self, event: TabLine.Picked) -> None:
        if self._look is not None and not self.busy:
            self.action_show(event.index)

    def action_file(self) -> None:
        self.set_focus(self.entry)

    # --- people

    def _answer(self, choice: str) -> None:
        line = self._line()
        if line is None:
            return
        others = tuple(answer for answer in self._ask.answers if answer.line != line.line)
        answers = (*others, Answer(line.line, choice)) if choice else others
        self._again(answers=answers)

    def _again(self, **changes: object) -> None:
        """Compare the list that was read anew, with something else that was asked for."""
        if self._look is not None:
            self._read(replace(self._ask, sight=self._look.sight, **changes))

    def action_same(self) -> None:
        line = self._line()
        if line is None or not line.candidates:
            self.say("Nobody known is like this line. n makes it somebody new.", wrong=True)
        elif len(line.candidates) == 1:
            self._answer(line.candidates[0].person)
        else:
            people = [
                Candidate(
                    each.person, f"{each.name} {f'<{each.email}>' if each.email else ''}", (str(number),)
                )
                for number, each in enumerate(line.candidates, start=1)
            ]
            self.query_one(PersonPick).pick(
                f"Line {line.line}, {plain(line.name, 40)}, is:", people, self._answer
            )

    def action_new(self) -> None:
        self._answer(NEW)

    def action_leave_out(self) -> None:
        self._answer(LEAVE_OUT)

    def action_undecided(self) -> None:
        self._answer("")

    # --- how it is read

    def _reread(self, choice: RosterChoice | None) -> None:
        """Read the file in another way; what was said of lines may not hold any more."""
        self._read(replace(self._ask, choice=choice, answers=(), sight=None))

    def action_column(self) -> None:
        place, look = self.query_one("#pane1", RowList).current, self._look
        if look is None or not place:
            return
        column = look.sight.form.columns[int(place)]
        label = plain(column.label or f"column {int(place) + 1}", 40)
        choices = [Candidate(field, title) for field, title in rows.field_choices()]
        pick = self.query_one(PersonPick)
        pick.pick(f"“{label}” is:", choices, lambda field: self._take_column(look, int(place), field))
        pick.query_one(PickList).go_to(column.field or rows.NOTHING)

    def _take_column(self, look: RosterLook, place: int, field: str) -> None:
        said = rows.with_field(look.sight.form.columns, place, "" if field == rows.NOTHING else field)
        self._reread(rows.columns_said(look, said))

    def action_header(self) -> None:
        if self._look is not None:
            self._reread(rows.header_turned(self._look))

    def action_separator(self) -> None:
        choice = rows.next_separator(self._look) if self._look else None
        if choice is None:
            self.say("A workbook has no separator.", wrong=True)
        else:
            self._reread(choice)

    def action_encoding(self) -> None:
        look = self._look
        if look is not None:
            self.asks.ask("Encoding (empty: as recognised):", look.choice.encoding, self._take_encoding)

    def _take_encoding(self, typed: str) -> str:
        try:
            encoding = encoding_called(typed)
        except UnknownEncoding as error:
            return str(error)
        separator = self._look.choice.separator if self._look else ""
        self._reread(RosterChoice("", None, separator, encoding))
        return ""

    def action_forget(self) -> None:
        look = self._look
        if look is not None and self.did(lambda: self._desk.forget(look)):
            self._reread(None)

    # --- where they go

    def _target(self) -> str:
        """The name of the subgroup of those whose line names none."""
        return plain(self.tried(lambda: self._desk.subgroup_name(self._ask.subgroup)) or "")

    def action_subgroup(self) -> None:
        self.asks.ask("Subgroup (a new name makes one):", self._target(), self._take_subgroup)

    def _take_subgroup(self, typed: str) -> str:
        if plain(typed) != self._target():
            self._again(subgroup=plain(typed))
        return ""

    def action_course(self) -> None:
        self.asks.ask("Course of the subgroups:", self._ask.course, self._take_course)

    def _take_course(self, typed: str) -> str:
        """A course that nobody knows is taken when it is said a second time."""
        found = self.tried(lambda: self._desk.course_called(typed))
        if found is not None:
            course, unknown = found
            if unknown and course != self._unknown_course:
                self._unknown_course = course
                return f"{unknown} Enter again makes it one."
            self._again(course=course)
        return ""

    def action_zone(self) -> None:
        zone = self._look.intake.zone if self._look else ""
        self.asks.ask("Time zone of new subgroups:", zone, self._take_zone)

    def _take_zone(self, typed: str) -> str:
        try:
            zone = zones.zone(typed.strip()).key if typed.strip() else ""
        except zones.ZoneProblem as problem:
            return str(problem)
        self._again(zone=zone)
        return ""

    # --- taking it in

    def action_go(self) -> None:
        look = self._look
        if look is None:
            return
        if self._shown == 1:
            self.action_column()
        elif self._taken_in:
            self.say("The list is taken in. Esc goes back; f reads another file.")
        elif not look.sight.form.people:
            self.say(
                "Nobody in it can be taken in: say under Columns (2) which one holds the names.", wrong=True
            )
        else:
            self._take_in(look)

    def _take_in(self, look: RosterLook) -> None:
        done = self.tried(lambda: self._desk.take_in(self._ask, look))
        if done is None:
            return
        self._taken_in = True
        # What was said of lines holds for them as they were: somebody new is known now.
        self._ask = replace(self._ask, answers=())
        self._show(done, f"Taken in: {rows.counted(done.intake)} {done.note}")

    def action_back(self) -> None:
        if self.focused is self.entry and self._look is not None:
            self.set_focus(self.pane)
        else:
            self.dismiss()
