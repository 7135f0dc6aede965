"""Who was there: log and report side by side, one key a decision, and the confirmation.

Every decision is a command to the recorder, so it is an entry and can be undone. What is shown is put together in
``attendance_view``; a report is looked at in ``report_taking`` before it is taken in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from facilitator_tui.actions import Keymap, keymap
from facilitator_tui.completion.sheet import SheetRow
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.entries import Choice, Entry
from facilitator_tui.dialogue.presence import Status
from facilitator_tui.dialogue.resolve import reading
from facilitator_tui.dialogue.words import describe
from facilitator_tui.plain import plain
from facilitator_tui.recorder import Recorder, Refused
from facilitator_tui.screens import attendance_view as view
from facilitator_tui.screens.attendance_people import WhoIsWho
from facilitator_tui.screens.attendance_port import AttendanceDesk, Doubt
from facilitator_tui.screens.frame import Frame
from facilitator_tui.screens.report_taking import ReportTaking
from facilitator_tui.widgets.attendance_rows import (
    COLUMNS,
    FOLD,
    REPORT,
    attendance_rows,
    counted,
    details,
    heading,
    report_name,
    rule_line,
    still_open,
)
from facilitator_tui.widgets.attendance_seen import AttendanceSeen
from facilitator_tui.widgets.attendance_times import stretches_typed
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.person_pick import Candidate, PersonPick
from facilitator_tui.widgets.row_list import RowList
from facilitator_tui.widgets.times import TypedProblem

MARKS: tuple[tuple[str, Status, str], ...] = (
    ("p", "present", "present"),
    ("l", "late", "late"),
    ("y", "left early", "early"),
    ("h", "partial", "partial"),
    ("a", "absent", "absent"),
    ("x", "excused", "excused"),
    ("f", "technical", "tech"),
    ("v", "made up", "made up"),
    ("o", "observer", "observer"),
    ("n", "not expected", "not exp."),
)
"""The key of each status, and its word in the key bar."""

EMPTY = "Nobody has a place in this session yet."
_CONFIRMED = "The attendance is confirmed. Make it provisional again (c) before you change who is who."


class AttendanceScreen(Frame[None]):
    """The lines of ``attendance_rows`` with the one under the cursor in full below them."""

    CSS_PATH = ["around.tcss", "attendance.tcss"]
    HELP = "Who was there. Decide where log and report disagree, mark what neither knows, then confirm."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "attendance",
        [
            ("m", "settle('mine')", "mine", "Your own log counts for this person; again: with a reason."),
            ("t", "settle('theirs')", "theirs", "The platform's report counts; again: with a reason."),
            ("b", "settle('union')", "both", "Whatever either of the two has counts; again: with a reason."),
            ("e", "edit", "times", "Write the times that count, and where they come from."),
            ("w", "unsettle", "unset", "The choice between log and report is open again."),
            *((key, f"mark('{status}')", word, f"Mark as {status}.") for key, status, word in MARKS),
            ("z", "unmark", "no mark", "Take the mark back; the rule's status holds again."),
            ("g", "who", "who", "Say who a guest is, or whose the platform's times are."),
            ("enter,space", "fold", "fold", "Show those whose log and report agree, or hide them."),
            ("d", "forget", "take back", "Nothing from this report counts; u brings it back."),
            ("i", "report", "report", "Take in a report of the call platform."),
            ("c,ctrl+s", "confirm", "confirm", "Confirm the attendance of this session."),
            ("c", "reopen", "reopen", "Make the attendance provisional again."),
            ("u", "undo", "undo", "Take back the last decision made here."),
            ("r", "redo", "redo", "Bring back what was undone."),
            ("escape,q", "back", "back", "Back to where you came from."),
        ],
    )

    def __init__(self, recorder: Recorder, desk: AttendanceDesk, keys: Keymap | None = None) -> None:
        """Raises ``DeskProblem`` when nothing can be learnt about the session."""
        super().__init__()
        self._recorder, self._desk = recorder, desk
        self._who = WhoIsWho(self, recorder, desk, keymap() if keys is None else keys)
        self._basis = desk.basis(recorder.session)
        self._reasons = dict(self._basis.reasons)
        self._names = dict(desk.names(recorder.state.people))
        self._doubts: dict[str, Doubt] = {}
        self._doubted: tuple[str, ...] = ()
        self._unfolded, self._changed, self._warned = False, False, False
        self._together: list[set[tuple[str, int]]] = []
        self._files = dict(self._basis.file_names)
        self._passed_over = ""
        self._seen = self._look()

    def body(self) -> ComposeResult:
        yield Static(id="rule", markup=False)
        yield RowList(COLUMNS, EMPTY, id="people")
        yield Static(id="details", markup=False)
        yield PersonPick(id="pick")
        yield ReportTaking(self, self._desk, self._recorder.session, self._basis.zone, id="taking")

    @property
    def people(self) -> RowList:
        return self.query_one("#people", RowList)

    @property
    def taking(self) -> ReportTaking:
        return self.query_one(ReportTaking)

    @property
    def busy(self) -> bool:
        picking = any(pick.picking for pick in self.query(PersonPick))
        return super().busy or picking or self.taking.taking

    def resting(self) -> Widget:
        return self.people

    def on_person_pick_done(self) -> None:
        self.rest()

    def on_mount(self) -> None:
        super().on_mount()
        self.show_all()
        self.people.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only keys that do something with the line under the cursor; while a question waits only its own."""
        if action == "keys":
            return True
        if not self.is_mounted or self.busy or (self.taking.reading and action != "back"):
            return False
        row = self._row()
        match action:
            case "settle":
                return row is not None and self._seen.sheet.compared
            case "edit" | "mark":
                return row is not None
            case "unsettle":
                return row is not None and row.choice is not None
            case "unmark":
                return row is not None and row.mark is not None
            case "who":
                return row is not None and (row.person in self._seen.guests or bool(row.reported))
            case "fold":
                return FOLD in self.people.keys
            case "forget":
                return self.people.current.startswith(REPORT)
            case "confirm" | "reopen":
                return (action == "reopen") == (self._seen.sheet.confirmation is not None)
        return True

    # --- what is shown

    def _look(self) -> AttendanceSeen:
        return view.seen_of(
            self._recorder.log,
            self._basis,
            self._names,
            self._doubts,
            self._reasons,
            self._files,
            self._recorder.now_ms(),
        )

    def show_all(self) -> None:
        """Show the attendance as it is now; the cursor stays where it was."""
        state = self._recorder.state
        if not self._names.keys() >= state.people.keys():
            self._names = dict(self.tried(lambda: self._desk.names(state.people)) or self._names)
        self._seen = self._look()
        self._doubt()
        self.head(heading(self._seen))
        self.query_one("#rule", Static).update(Content(plain(rule_line(self._seen), 400)))
        self.people.show(attendance_rows(self._seen, self._unfolded))
        self._show_details()

    def _doubt(self) -> None:
        """Ask the desk who guests may be, whenever there are other guests than before."""
        guests = tuple(row.person for row in self._seen.guest_rows())
        if guests == self._doubted:
            return
        others = [each for each in self._seen.names if each not in guests]
        session = self._recorder.session
        self._doubts = dict(self.tried(lambda: self._desk.doubts(session, guests, others)) or {})
        self._doubted, self._seen = guests, self._look()

    def _show_details(self) -> None:
        lines = [plain(line, 600) for line in details(self._seen, self.people.current)]
        below = self.query_one("#details", Static)
        below.update(Content("\n".join(lines)))
        below.set_class(not lines, "-empty")
        self.refresh_bindings()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        event.stop()
        self._show_details()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        if event.key == FOLD:
            self.action_fold()

    def action_fold(self) -> None:
        self._unfolded = not self._unfolded
        self.show_all()

    def _row(self) -> SheetRow | None:
        return self._seen.sheet.row(self.people.current)

    # --- for those who ask

    def ask(self, question: str, value: str, answer: Callable[[str], str]) -> None:
        self.asks.ask(question, value, answer)

    def pick(self, question: str, offered: Sequence[Candidate], choice: Callable[[str], None]) -> None:
        self.query_one(PersonPick).pick(question, offered, choice)

    # --- recording

    def correct(self, *commands: c.Command) -> str:
        """Record these as one step of undo, show what there is now and say it; or give why it was not done."""
        log = self._recorder.log
        before = reading(log.entries).alias
        done: list[Entry] = []
        for command in commands:
            outcome = self._recorder.do(command)
            if isinstance(outcome, Refused):
                return outcome.reason
            done += outcome.entries
            reason = str(getattr(command, "reason", "")).strip()
            self._reasons |= {entry.id: reason for entry in outcome.entries if reason}
        if len(commands) > 1:
            self._together.append({entry.command for entry in done})
        self._changed, self._warned = True, False
        learnt = self._learn(before)
        self.show_all()
        if self._recorder.unsaved:
            self.say(f"NOT SAVED ({self._recorder.unsaved}): {self._recorder.problem}", wrong=True)
        elif learnt:
            self.say("; ".join(dict.fromkeys(describe(x.fact, self._seen.name, log.entries) for x in done)))
        return ""

    def _learn(self, before: dict[str, str]) -> bool:
        """Remember how platforms call the people who were said to be guests, and forget what was taken back."""
        after = reading(self._recorder.log.entries).alias
        among = tuple(self._recorder.state.people)
        for guest, was, now in view.moved_names(before, after):
            do = (
                partial(self._desk.learn, guest, now, among)
                if now
                else partial(self._desk.unlearn, guest, was)
            )
            if not self.did(do):
                return False
        return True

    def _decide(self, command: Callable[[str], c.Command]) -> None:
        """Record it without a reason; where one is needed, say why and ask for it."""
        wrong = self.correct(command(""))
        if not wrong:
            return
        self.say(wrong, wrong=True)
        if self._seen.sheet.confirmation is not None:
            self.asks.ask("Reason:", "", lambda typed: self.correct(command(typed)))

    # --- deciding

    def action_settle(self, choice: Choice) -> None:
        row = self._row()
        if row is None:
            return

        def settled(reason: str) -> c.Command:
            return c.Settle(row.person, choice, reason=reason)

        if row.choice == choice:
            self.asks.ask("Why (Enter: no reason)?", "", lambda typed: self.correct(settled(typed)))
        else:
            self._decide(settled)

    def action_unsettle(self) -> None:
        row = self._row()
        if row is not None:
            self._decide(lambda reason: c.Settle(row.person, None, reason=reason))

    def action_edit(self) -> None:
        row, time = self._row(), self._seen.sheet.time
        if row is None or time is None:
            return

        def typed(text: str) -> str:
            try:
                written = stretches_typed(text, time, self._seen.zone)
            except TypedProblem as problem:
                return str(problem)
            return self.correct(c.Settle(row.person, "edit", written.stretches, written.reason))

        self.say("Like 18:05-19:30, 19:40-20:00 because she told me.")
        self.asks.ask(f"{plain(self._seen.name(row.person), 20)} was there:", "", typed)

    def action_mark(self, status: Status) -> None:
        row = self._row()
        if row is None:
            return
        name = plain(self._seen.name(row.person), 20)
        if row.mark == status:
            self.say(f"{name} is marked as {status} already.", wrong=True)
            return
        needed = "why" if self._seen.sheet.confirmation is not None else "why (Enter: no reason)"
        self.asks.ask(
            f"{name} {status}, {needed}:",
            "",
            lambda reason: self.correct(c.Mark(row.person, status, reason)),
        )

    def action_unmark(self) -> None:
        row = self._row()
        if row is not None:
            self._decide(lambda reason: c.Mark(row.person, None, reason))

    # --- confirming

    def action_confirm(self) -> None:
        if self._recorder.state.closed_ms is None:
            self.say(self.correct(c.ConfirmAttendance()), wrong=True)
            return
        self.say(still_open(self._seen) or "Nothing is open.")
        self.asks.ask("Confirm (Enter; Esc: not yet)? Remark:", "", self._confirm)

    def _confirm(self, remark: str) -> str:
        wrong = self.correct(c.ConfirmAttendance(reason=remark))
        if not wrong and not self._recorder.unsaved:
            self.did(lambda: self._desk.corrected(self._recorder.session))
        return wrong

    def action_reopen(self) -> None:
        self.asks.ask(
            "Provisional again, why?", "", lambda reason: self.correct(c.ConfirmAttendance(False, reason))
        )

    # --- who is who

    def _fixed(self) -> bool:
        """Says that nothing but marks and choices changes once attendance is confirmed."""
        if self._seen.sheet.confirmation is not None:
            self.say(_CONFIRMED, wrong=True)
        return self._seen.sheet.confirmation is not None

    def action_who(self) -> None:
        row = self._row()
        if row is not None and not self._fixed():
            self._who.ask(row.person, self._seen, self._doubts.get(row.person))

    # --- reports of platforms

    def action_forget(self) -> None:
        if not self._fixed():
            self._decide(lambda reason: c.ForgetImport(self.people.current.removeprefix(REPORT)))

    def action_report(self) -> None:
        if not self._fixed():
            self.taking.begin(self._recorder.state.opened_ms or self._recorder.now_ms())

    def on_report_taking_dropped(self) -> None:
        self.rest()
        self.say("Nothing was taken in.")

    def on_report_taking_decided(self, event: ReportTaking.Decided) -> None:
        self.rest()
        preview = event.preview
        if not self._recorder.retry():
            self.say(f"Nothing was taken in: {self._recorder.problem}", wrong=True)
            return
        entries = self.tried(lambda: self._desk.take_in(self._recorder.session, preview.report))
        if entries is None:
            return
        self._recorder.take(tuple(entries))
        self._files.setdefault(preview.report.source, preview.report.name)
        self._changed = True
        self.show_all()
        for guest, person in event.answers.items():
            wrong = self.correct(c.Identify(guest, person))
            if wrong:
                self.say(wrong, wrong=True)
                return
        guests = len(preview.unknown) + len(preview.doubts) - len(event.answers)
        matched = len(preview.matched) + len(event.answers)
        self.say(f"Taken in: {matched} matched, {counted(guests, 'guest')}.")

    # --- undo, and back

    def action_undo(self) -> None:
        self._again(redo=False)

    def action_redo(self) -> None:
        self._again(redo=True)

    def _again(self, *, redo: bool) -> None:
        """Take back (or bring back) the last step made here; one step may be several commands."""
        if not redo and self._stops_at_report():
            return
        last = self._last(redo=redo)
        if last is None:
            self.say(f"Nothing that was decided here is left to {'redo' if redo else 'undo'}.", wrong=True)
            return
        step = next((step for step in self._together if last in step), {last})
        while last is not None and last in step:
            wrong = self.correct(c.Redo() if redo else c.Undo())
            if wrong:
                self.say(wrong, wrong=True)
                return
            last = self._last(redo=redo)

    def _stops_at_report(self) -> bool:
        """Once before what was decided ahead of a report: who has just taken it in means the report."""
        source = view.report_since(self._recorder.log, self._recorder.author)
        report = next((each for each in self._seen.reports if each.source == source and each.counts), None)
        if report is None or source == self._passed_over:
            return False
        self._passed_over = source
        self.people.go_to(REPORT + source)
        self.say(
            f"The last step was taking in {report_name(report)}: d takes it back. "
            "u again takes back what was decided before it.",
            wrong=True,
        )
        return True

    def _last(self, *, redo: bool) -> tuple[str, int] | None:
        recorder = self._recorder
        return view.undoable(recorder.log, recorder.author, recorder.source, redo=redo)

    def tick(self) -> None:
        """Write what waits for the disk; called by the app once a second."""
        if self._recorder.unsaved and self._recorder.retry():
            self.say("Everything is saved now.")

    def action_back(self) -> None:
        if self.taking.reading:
            self.taking.forget_file()
            self.say("Nothing was taken in.")
            return
        if not self._recorder.retry() and not self._warned:
            self._warned = True
            self.say(
                f"{self._recorder.problem} Leaving now loses the decisions; Esc again leaves.", wrong=True
            )
            return
        if self._changed:
            self.did(lambda: self._desk.corrected(self._recorder.session))
        self.dismiss()
