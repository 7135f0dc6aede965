"""After the session: what was recorded, to be looked at and corrected, and the report to be written.

Every correction is a command to the recorder, so it is an entry like any other and can be undone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from facilitator_tui.actions import Keymap, keymap
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.entries import Note
from facilitator_tui.dialogue.log import History
from facilitator_tui.dialogue.state import Person
from facilitator_tui.dialogue.words import describe
from facilitator_tui.plain import plain
from facilitator_tui.recorder import Recorder, Refused
from facilitator_tui.screens.attendance_view import is_attendance
from facilitator_tui.screens.frame import Frame
from facilitator_tui.screens.messages import OpenAttendance
from facilitator_tui.screens.ports import Desk, ReportKind, ReviewSheet
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.widgets.attendance_times import path_typed
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.notes_pane import NotesPane
from facilitator_tui.widgets.pane import Pane
from facilitator_tui.widgets.person_pick import Candidate, PersonPick
from facilitator_tui.widgets.review_panes import BlocksPane, ImportsPane, PresencePane
from facilitator_tui.widgets.review_rows import Reviewed, counted
from facilitator_tui.widgets.tab_line import TabLine
from facilitator_tui.widgets.times import day_and_time, local
from facilitator_tui.widgets.turns_pane import TurnsPane

PANES: dict[str, type[Pane]] = {
    "Turns": TurnsPane,
    "Presence": PresencePane,
    "Notes": NotesPane,
    "Blocks": BlocksPane,
    "Imports": ImportsPane,
}
KINDS: tuple[ReportKind, ...] = ("md", "html", "json", "csv", "xlsx")
GROUP = "the group"
"""Stands for the group where a person is chosen."""


class ReviewScreen(Frame[None]):
    """The panes look and ask; this records what they ask for and shows all of them what came of it."""

    CSS_PATH = ["around.tcss", "review.tcss"]
    HELP = "Look through the session and correct it. Every correction can be undone with u."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "review",
        [
            ("u", "undo", "undo", "Take back the last correction."),
            ("r", "redo", "redo", "Bring back what was undone."),
            ("o", "report", "report", "Write the report into a folder: Markdown, HTML, Excel, JSON, CSV."),
            ("A", "attendance", "attendance", "Who was there: compare with the platform, mark, confirm."),
            ("/", "find", "find", "Show only rows with a word; an empty word shows all."),
            ("escape,q", "back", "back", "Back to the sessions."),
        ],
    ) + bound(
        "review",
        [
            ("tab", "turn_over(1)", "next pane", "The next pane."),
            ("shift+tab", "turn_over(-1)", "pane before", "The pane before."),
            *((str(n), f"pane({n - 1})", title, f"Show: {title}.") for n, title in enumerate(PANES, start=1)),
        ],
        shown=False,
    )

    def __init__(
        self,
        recorder: Recorder,
        sheet: Callable[[], ReviewSheet],
        desk: Desk,
        keys: Keymap | None = None,
    ) -> None:
        super().__init__()
        self._recorder, self._read_sheet, self._desk = recorder, sheet, desk
        self._sheet = sheet()
        self._keys = keymap() if keys is None else keys
        self._texts = dict(self._sheet.note_texts)
        self._shown, self._changed, self._warned = 0, False, False

    @property
    def recorder(self) -> Recorder:
        """What this screen records with."""
        return self._recorder

    def body(self) -> ComposeResult:
        yield TabLine(tuple(PANES), id="tabs")
        seen = self.seen()
        with ContentSwitcher(initial="Turns", id="panes"):
            for title, pane in PANES.items():
                yield pane(self, seen, id=title)
        yield PersonPick(id="pick")

    @property
    def busy(self) -> bool:
        return super().busy or any(pick.picking for pick in self.query(PersonPick))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a question waits only its own keys count."""
        return action == "keys" or not self.busy

    def resting(self) -> Widget:
        return self.pane().list

    def on_person_pick_done(self) -> None:
        self.rest()

    def on_mount(self) -> None:
        super().on_mount()
        self.show_all()
        self.pane().list.focus()

    def on_screen_resume(self) -> None:
        """Back from the attendance: somebody may have got a name there."""
        if self.is_mounted:
            self._sheet = self.tried(self._read_sheet) or self._sheet
            self.show_all()

    # --- what is shown

    def seen(self) -> Reviewed:
        """The session as it is now."""
        log, sheet = self._recorder.log, self._sheet
        now = self._recorder.now_ms()
        return Reviewed(
            log.state, log.entries, sheet.names, self._texts, sheet.plan, sheet.zone, now, sheet.file_names
        )

    def show_all(self) -> None:
        seen = self.seen()
        for pane in self.query(Pane):
            pane.show(seen)
        when = day_and_time(seen.start_ms, seen.zone, seen.now_ms)
        elsewhere = (
            local(seen.start_ms, seen.zone).utcoffset()
            != local(seen.start_ms, self._desk.clocks()).utcoffset()
        )
        span = f"{when}–{seen.time(seen.end_ms)[:5]}" + (f" {seen.zone}" if elsewhere else "")
        parts = (self._sheet.title, self._sheet.subgroup_name, span)
        self.head(
            " · ".join(plain(part) for part in (*parts, counted(len(seen.state.turns), "turn")) if part)
        )

    def pane(self) -> Pane:
        """The pane that shows."""
        return self.query_one(f"#{list(PANES)[self._shown]}", Pane)

    def action_pane(self, index: int) -> None:
        self._shown = index
        self.query_one(ContentSwitcher).current = list(PANES)[index]
        self.query_one(TabLine).show(index)
        self.pane().list.focus()
        self.say("")

    def action_turn_over(self, by: int) -> None:
        self.action_pane((self._shown + by) % len(PANES))

    def on_tab_line_picked(self, event: TabLine.Picked) -> None:
        self.action_pane(event.index)

    def action_find(self) -> None:
        rows = self.pane().list
        self.asks.ask("Find:", rows.word, lambda word: "", rows.narrow)

    # --- for the panes

    def ask(self, question: str, value: str, answer: Callable[[str], str], *, edit: bool = False) -> None:
        self.asks.ask(question, value, answer, edit=edit)

    def pick(self, question: str, choice: Callable[[str], str], *, group: bool = False) -> None:
        seen, facilitator = self.seen(), self._recorder.state.facilitator()
        people = [Candidate(GROUP, "the group")] if group else []
        people += [
            Candidate(person.id, seen.name(person.id), tuple(self._keys_of(person, facilitator)))
            for person in self._recorder.state.seated()
        ]

        def chosen(person: str) -> None:
            wrong = choice("" if person == GROUP else person)
            if wrong:
                self.say(wrong, wrong=True)

        self.query_one(PersonPick).pick(question, people, chosen)

    def _keys_of(self, person: Person, facilitator: Person | None) -> list[str]:
        """The keys that the person has in the live session."""
        if person == facilitator and not person.number:
            return self._keys.keys_of("live.facilitator")
        return [key for key, seat in self._keys.seats.items() if seat == person.number]

    def correct(self, command: c.Command) -> str:
        outcome = self._recorder.do(command)
        if isinstance(outcome, Refused):
            return outcome.reason
        if isinstance(command, c.AddNote | c.RewriteNote):
            self._texts |= {x.id: command.text for x in outcome.entries if isinstance(x.fact, Note)}
        self._changed, self._warned = True, False
        self.show_all()
        said = [describe(x.fact, self.seen().name, self._recorder.log.entries) for x in outcome.entries]
        if isinstance(command, c.RewriteNote):
            said = ["the note was changed"]
        if self._recorder.unsaved:
            self.say(f"NOT SAVED ({self._recorder.unsaved}): {self._recorder.problem}", wrong=True)
        else:
            self.say("; ".join(said))
        return ""

    # --- undo

    def _stops(self, redo: bool) -> str:
        """Why nothing is undone (or redone) here: it was done in the session, or decided about attendance; or ""."""
        log = self._recorder.log
        history = History(log.entries.values(), self._recorder.author)
        done = history.redo if redo else history.undo
        if not done or done[-1][0].source != self._recorder.source:
            return "There is nothing to redo." if redo else "No correction is left to undo."
        if is_attendance(done[-1], log):
            key = "r" if redo else "u"
            return f"What comes next was decided about the attendance. Press A, then {key}."
        return ""

    def action_undo(self) -> None:
        wrong = self._stops(redo=False) or self.correct(c.Undo())
        if wrong:
            self.say(wrong, wrong=True)

    def action_redo(self) -> None:
        wrong = self._stops(redo=True) or self.correct(c.Redo())
        if wrong:
            self.say(wrong, wrong=True)

    # --- attendance, report, and back

    def action_attendance(self) -> None:
        self.post_message(OpenAttendance(self._recorder.session))

    def action_report(self) -> None:
        folder = self.tried(self._desk.report_folder)
        if folder is not None:
            self.asks.ask("Report into the folder:", str(folder), self._write_report)

    def _write_report(self, typed: str) -> str:
        if not typed.strip():
            return "Type the folder that the files shall go into. It is made if it is not there."
        folder = path_typed(typed)
        try:
            files = self._desk.write_report(self._recorder.session, folder, KINDS)
        except DeskProblem as problem:
            return str(problem)
        names = ", ".join(plain(path.name, 60) for path in files[:2])
        self.say(f"{len(files)} files in {plain(str(folder))}: {names}, …")
        return ""

    def tick(self) -> None:
        """Write what waits for the disk; called by the app once a second."""
        if self._recorder.unsaved and self._recorder.retry():
            self.say("Everything is saved now.")

    def action_back(self) -> None:
        if not self._recorder.retry() and not self._warned:
            self._warned = True
            self.say(
                f"{self._recorder.problem} Leaving now loses the corrections; Esc again leaves.", wrong=True
            )
            return
        if self._changed:
            self.did(lambda: self._desk.corrected(self._recorder.session))
        self.dismiss()
