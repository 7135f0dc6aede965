"""A platform's report before it is taken in: which file, who was matched, and the question of each doubtful name.

Nothing is written here: ``Decided`` carries the answers to the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from facilitator_tui.plain import plain
from facilitator_tui.screens.attendance_port import AttendanceDesk, Doubt, ReportFile, ReportPreview
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.widgets.attendance_rows import counted, span
from facilitator_tui.widgets.attendance_times import path_typed
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.times import TypedProblem, local

MOST_NAMES = 12
"""More names than this are not read, only counted."""


def preview_lines(preview: ReportPreview, zone: str) -> Iterator[str]:
    """What the report says, before the questions."""
    times = " without times"
    if preview.from_ms is not None:
        ends = preview.from_ms if preview.to_ms is None else preview.to_ms
        times = f" {local(preview.from_ms, zone):%Y-%m-%d} {span((preview.from_ms, ends), zone)}"
    people = len(preview.report.form.people)
    yield f"{preview.platform}{times} · {counted(people, 'name')} · {plain(preview.report.name, 60)}"
    if preview.matched:
        yield f"Matched: {_listed(preview.matched)}"
    if preview.unknown:
        yield f"Known to nobody, will be guests: {_listed(preview.unknown)}"
    yield from (f"! {plain(warning, 300)}" for warning in preview.warnings)


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(plain(name, 40) for name in names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return f"{shown} and {more} more" if more > 0 else shown


def question_lines(doubt: Doubt, number: int, of: int) -> Iterator[str]:
    """A doubtful name and who it may be."""
    address = f" <{plain(doubt.email, 60)}>" if doubt.email else ""
    yield f"{number} of {of}. Who is “{plain(doubt.name, 60)}”{address}? {plain(doubt.why, 120)}"
    for key, each in enumerate(doubt.candidates, start=1):
        yield f"  {key}  {plain(each.name, 60)} – {plain(each.why, 80)}"
    yield "  g  nobody of these: a guest for now"


class Asker(Protocol):
    """What is asked of the screen."""

    def ask(self, question: str, value: str, answer: Callable[[str], str]) -> None:
        """Ask for a line; it is asked again while ``answer`` gives a sentence."""

    def say(self, text: str, *, wrong: bool = False) -> None: ...


class ReportTaking(VerticalScroll, can_focus=True):
    """Hidden until a file was read. Digits and g answer a question, Enter takes the report in, Escape leaves it."""

    DEFAULT_CSS = """
    ReportTaking { height: auto; max-height: 70%; display: none; background: $surface; border-top: solid $accent; }
    ReportTaking.-open { display: block; }
    ReportTaking > Static { height: auto; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = (
        bound(
            "report",
            [
                ("g", "answer(0)", "a guest", "The name stays a guest, who can be named later."),
                ("enter", "take", "take it in", "Put the report beside your log."),
                ("y", "take_anyway", "take it in anyway", "Put the report of another time beside your log."),
                ("backspace", "again", "ask again", "Back to the question before."),
                ("escape", "drop", "leave it", "Take nothing in."),
            ],
        )
        + bound(
            "report",
            [(str(n), f"answer({n})", f"candidate {n}", f"It is candidate {n}.") for n in range(1, 10)],
            shown=False,
        )
        + bound("report", [("tab,shift+tab", "stay", "stay", "Stay with the question.")], shown=False)
    )

    class Decided(Message):
        """Take the report in. ``answers`` say who guests are, by the guest; who stays a guest is not among them."""

        def __init__(self, preview: ReportPreview, answers: Mapping[str, str]) -> None:
            super().__init__()
            self.preview, self.answers = preview, answers

    class Dropped(Message):
        """Leave the report."""

    class WasRead(Message):
        """A file was read beside the screen: the report, or a sentence why there is none."""

        def __init__(self, path: Path, report: ReportFile | None, wrong: str = "") -> None:
            super().__init__()
            self.path, self.report, self.wrong = path, report, wrong

    def __init__(self, screen: Asker, desk: AttendanceDesk, session: str, zone: str, *, id: str) -> None:
        super().__init__(id=id)
        self._asker, self._desk, self._session, self._zone = screen, desk, session, zone
        self._at_ms, self._typed = 0, ""
        self._reading: Path | None = None
        self._preview: ReportPreview | None = None
        self._answers: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static(markup=False)

    @property
    def taking(self) -> bool:
        return self._preview is not None

    @property
    def reading(self) -> bool:
        """Whether a file is being read."""
        return self._reading is not None

    # --- which file

    def begin(self, at_ms: int) -> None:
        """Ask for the report of the session that began at ``at_ms``."""
        self._at_ms = at_ms
        self._ask_path("")

    def _ask_path(self, typed: str) -> None:
        self._asker.ask("Report (path):", typed, self._path)

    def _path(self, typed: str) -> str:
        try:
            path = path_typed(typed)
        except TypedProblem as problem:
            return str(problem)
        self._typed = typed
        self._read(path)
        return ""

    def _read(self, path: Path, day_first: bool | None = None) -> None:
        """Read it in a thread: the report of a large meeting takes a moment."""
        self._reading = path
        self._asker.say(f"Reading {plain(path.name, 80)} …")
        self.refresh_bindings()
        self.run_worker(partial(self._read_beside, path, day_first), thread=True, exclusive=True)

    def _read_beside(self, path: Path, day_first: bool | None) -> None:
        try:
            report = self._desk.read_report(path, self._zone, self._at_ms, day_first)
        except DeskProblem as problem:
            self.post_message(self.WasRead(path, None, str(problem)))
        else:
            self.post_message(self.WasRead(path, report))

    def forget_file(self) -> None:
        """Whatever is being read is not wanted any more."""
        self._reading = None
        self.refresh_bindings()

    def on_report_taking_was_read(self, event: WasRead) -> None:
        event.stop()
        if self._reading != event.path:
            return  # it was left meanwhile
        self.forget_file()
        if event.report is None:
            self._asker.say(event.wrong, wrong=True)
            self._ask_path(self._typed)
        elif event.report.form.day_order_is_open:
            self._ask_day_order(event.path, event.report)
        else:
            self._show_preview(event.report)

    def _ask_day_order(self, path: Path, report: ReportFile) -> None:
        fits = {True: "d", False: "m", None: ""}[report.day_first]

        def answered(typed: str) -> str:
            order = typed.strip().lower()[:1]
            if order not in ("d", "m"):
                return "Type d if 03/04 is the 3rd of April, m if it is March the 4th."
            self._read(path, order == "d")
            return ""

        self._asker.say("Its dates do not tell whether the day or the month comes first.")
        self._asker.ask("03/04: day first (d), month first (m)?", fits, answered)

    # --- what it says

    def _show_preview(self, report: ReportFile) -> None:
        try:
            self._preview = self._desk.preview(self._session, report)
        except DeskProblem as problem:
            self._asker.say(str(problem), wrong=True)
            return
        self._answers = []
        self._asker.say("")
        self.add_class("-open")
        self.screen.set_focus(self)
        self._show()

    def _asked(self) -> Doubt | None:
        doubts = self._preview.doubts if self._preview is not None else ()
        return doubts[len(self._answers)] if len(self._answers) < len(doubts) else None

    def _show(self) -> None:
        if self._preview is None:
            return
        lines = list(preview_lines(self._preview, self._zone))
        lines += [self._answered(doubt, person) for doubt, person in self._pairs()]
        doubt = self._asked()
        if doubt is not None:
            lines += question_lines(doubt, len(self._answers) + 1, len(self._preview.doubts))
        else:
            lines.append(
                "y takes it in all the same, Esc leaves it."
                if self._preview.elsewhere
                else "Enter takes it in."
            )
        self.query_one(Static).update(Content("\n".join(lines)))
        self.refresh_bindings()
        self.call_after_refresh(self.scroll_end, animate=False)

    def _pairs(self) -> list[tuple[Doubt, str]]:
        doubts = self._preview.doubts if self._preview is not None else ()
        return list(zip(doubts, self._answers, strict=False))

    def _answered(self, doubt: Doubt, person: str) -> str:
        names = {each.person: each.name for each in doubt.candidates}
        return f"“{plain(doubt.name, 60)}” is {plain(names[person], 60) if person else 'a guest'}."

    # --- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "answer":
            return self._asked() is not None
        if action in ("take", "take_anyway"):
            elsewhere = self._preview is not None and self._preview.elsewhere
            return self._asked() is None and elsewhere == (action == "take_anyway")
        return bool(self._answers) if action == "again" else True

    def action_answer(self, number: int) -> None:
        doubt = self._asked()
        if doubt is not None and number <= len(doubt.candidates):
            self._answers.append(doubt.candidates[number - 1].person if number else "")
            self._show()

    def action_again(self) -> None:
        if self._answers:
            self._answers.pop()
            self._show()

    def action_stay(self) -> None:
        """The focus does not leave a question that waits."""

    def action_take_anyway(self) -> None:
        self.action_take()

    def action_take(self) -> None:
        preview = self._preview
        if preview is not None:
            answers = {doubt.guest: person for doubt, person in self._pairs() if person}
            self._close()
            self.post_message(self.Decided(preview, answers))

    def action_drop(self) -> None:
        self._close()
        self.post_message(self.Dropped())

    def _close(self) -> None:
        self._preview = None
        self.remove_class("-open")
