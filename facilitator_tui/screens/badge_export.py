"""The export dialog: where confirmed badges go, what is asked for, who may go, and the files being written.

Pre-flight, files and ledger are the desk's. Files are written beside the screen, in a thread; the ledger is written
after them, here, and only then is it said that anything was exported. Nothing is sent anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from facilitator_tui.plans.render import Part
from facilitator_tui.screens.completion_port import Ask, ExportDesk, Look, Target, Written
from facilitator_tui.screens.frame import Frame
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.widgets.badge_export_lines import (
    acceptable,
    days_words,
    look_page,
    progress_line,
    written_page,
)
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.page import Page
from facilitator_tui.widgets.row_list import Row, RowList

COLUMNS = (Column("where to", 34), Column("", from_width=130))
"""What a destination is for stands in full below the list, so it is beside it only where it fits."""
_STEPS = 100
"""At most so many times the progress is shown anew."""


class BadgeExportScreen(Frame[None]):
    """A list of destinations, then a page: pre-flight, and in the end what was written."""

    CSS_PATH = ["around.tcss", "badge_export.tcss"]
    HELP = "Files for issuers, and tables for yourself. Everybody is looked at before anything is written."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "badge_export",
        [
            ("enter", "go_on", "go on", "Look who may go there; then write the files."),
            ("o", "options", "options", "Say again what is asked for: organisation, badge id, template."),
            ("space", "turn(1)", "turn", "Turn the page; b turns it back."),
            ("escape,q", "back", "back", "Back to the destinations; from them to the grid."),
        ],
    ) + bound(
        "badge_export",
        [
            ("b", "turn(-1)", "turn back", "Turn the page back."),
            *((str(n), f"accept({n})", f"let through {n}", f"Let kind {n} through.") for n in range(1, 10)),
        ],
        shown=False,
    )

    class Progressed(Message):
        """So many awards are written."""

        def __init__(self, done: int, of: int) -> None:
            super().__init__()
            self.done, self.of = done, of

    class WasWritten(Message):
        """The files are there, or a sentence why they are not."""

        def __init__(self, look: Look, folder: Path, written: Written | None, wrong: str = "") -> None:
            super().__init__()
            self.look, self.folder, self.written, self.wrong = look, folder, written, wrong

    def __init__(self, desk: ExportDesk, badge: str) -> None:
        super().__init__()
        self._desk, self._badge = desk, badge
        self._targets: dict[str, Target] = {each.id: each for each in desk.targets()}
        self._look: Look | None = None
        self._accepted: set[str] = set()
        self._writing, self._done = False, False

    def body(self) -> ComposeResult:
        with ContentSwitcher(initial="choosing", id="places"):
            with Vertical(id="choosing"):
                yield RowList(COLUMNS, id="targets")
                yield Static(id="about", markup=False)
            yield Page(id="page")

    @property
    def targets(self) -> RowList:
        return self.query_one("#targets", RowList)

    @property
    def page(self) -> Page:
        return self.query_one(Page)

    @property
    def target(self) -> Target:
        """The one under the cursor."""
        return self._targets[self.targets.current]

    @property
    def paging(self) -> bool:
        return self.query_one("#places", ContentSwitcher).current == "page"

    def resting(self) -> Widget:
        return self.page if self.paging else self.targets

    def on_mount(self) -> None:
        super().on_mount()
        name = self.tried(lambda: self._desk.badge_name(self._badge)) or ""
        self.head(f"Export · {name} · all subgroups of the course")
        own = next((each.id for each in self._targets.values() if not each.public), "")
        rows: list[Row] = []
        for each in self._targets.values():
            if each.id == own or not rows:
                rows.append(Row(f"heading {each.id}", (_HEADINGS[each.public],), heading=True))
            rows.append(Row(each.id, (each.title, each.about)))
        self.targets.show(rows)
        self.targets.focus()
        self._show_about()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted or self.busy or self._writing:
            return action == "keys"
        if action == "turn":
            return self.paging
        if action in ("options", "accept"):
            return not self._done and (action == "options" or self._look is not None)
        return True

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        event.stop()
        self._show_about()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_go_on()

    def _show_about(self) -> None:
        target = self.target
        asked = ", ".join(ask.question for ask in self._desk.asks(self._badge, target.id) if ask.needed)
        lines = [target.about, target.limit, f"Asked for: {asked}." if asked else ""]
        self.query_one("#about", Static).update(Content("\n".join(line for line in lines if line)))
        self.refresh_bindings()

    def _turn_to(self, parts: Sequence[Part], *, from_top: bool = True) -> None:
        self.query_one("#places", ContentSwitcher).current = "page"
        self.page.show(parts, from_top=from_top)
        self.rest()
        self.refresh_bindings()

    def action_turn(self, pages: int) -> None:
        self.page.turn(pages)

    def action_back(self) -> None:
        if not self.paging:
            self.dismiss()
            return
        self._look, self._done = None, False
        self._accepted.clear()
        self.query_one("#places", ContentSwitcher).current = "choosing"
        self.say("")
        self.rest()
        self._show_about()

    # --- what is asked for

    def action_options(self) -> None:
        asks = list(self._desk.asks(self._badge, self.target.id))
        if asks:
            self._ask(asks)
        else:
            self.say(f"{self.target.title} asks for nothing.")

    def _ask(self, asks: Sequence[Ask]) -> None:
        """Ask for these one after another; the last answer goes on to pre-flight."""
        ask, *rest = asks

        def answered(typed: str) -> str:
            if ask.needed and not typed.strip():
                return "Without this nothing can be written there. Esc leaves it."
            try:
                self._desk.answer(self._badge, self.target.id, ask.option, typed)
            except DeskProblem as problem:
                return str(problem)
            if rest:
                self._ask(rest)
            else:
                self.call_after_refresh(self._check)
            return ""

        self.asks.ask(f"{ask.question}:", ask.value, answered)

    # --- pre-flight

    def action_go_on(self) -> None:
        if self._done:
            self.dismiss()
        elif self._look is not None:
            self._ask_folder(self._look)
        else:
            missing = [
                ask for ask in self._desk.asks(self._badge, self.target.id) if ask.needed and not ask.value
            ]
            if missing:
                self._ask(missing)
            else:
                self._check()

    def _check(self) -> None:
        """Look through everybody, unless something is still lacking."""
        lacks = self.tried(lambda: self._desk.lacks(self._badge, self.target.id))
        if lacks:
            self.say(" ".join(lacks), wrong=True)
        elif lacks is not None:
            self._look_through()

    def _look_through(self) -> None:
        look = self.tried(lambda: self._desk.look(self._badge, self.target.id, self._accepted))
        if look is None:
            return
        again, self._look = self._look is not None, look
        asks = self._desk.asks(self._badge, self.target.id)
        said = {ask.question: ask.value for ask in asks}
        self._turn_to(look_page(look.target.title, look.found, self._accepted, said), from_top=not again)
        self.say(self._next(look))

    def _next(self, look: Look) -> str:
        if look.found.ready:
            return "Enter writes the files; it asks for the folder first."
        if look.found.revoke:
            return "Nobody is ready. Enter writes the list of what is to be revoked."
        return "Nobody is ready, so there is nothing to write."

    def action_accept(self, number: int) -> None:
        if self._look is None:
            return
        kinds = acceptable(self._look.found, self._accepted)
        if number <= len(kinds):
            self._accepted ^= {kinds[number - 1]}
            self._look_through()

    # --- writing

    def _ask_folder(self, look: Look) -> None:
        if look.found.ready or look.found.revoke:
            self.asks.ask("Files into the folder:", str(self._desk.folder()), partial(self._begin, look))
        else:
            self.say(self._next(look), wrong=True)

    def _begin(self, look: Look, typed: str) -> str:
        if not typed.strip():
            return "Type the folder that the files shall go into. It is made if it is not there."
        self._writing = True
        self.say(progress_line(0, len(look.found.ready)))
        self.refresh_bindings()
        folder = Path(typed.strip()).expanduser()
        self.run_worker(partial(self._write_beside, look, folder), thread=True, exclusive=True)
        return ""

    def _write_beside(self, look: Look, folder: Path) -> None:
        shown = -1

        def progress(done: int, of: int) -> None:
            nonlocal shown
            if (step := done * _STEPS // max(1, of)) != shown:
                shown = step
                self.post_message(self.Progressed(done, of))

        try:
            written = self._desk.write(look, folder, progress)
        except DeskProblem as problem:
            self.post_message(self.WasWritten(look, folder, None, str(problem)))
        else:
            self.post_message(self.WasWritten(look, folder, written))

    def on_badge_export_screen_progressed(self, event: Progressed) -> None:
        event.stop()
        if self._writing:
            self.say(progress_line(event.done, event.of))

    def on_badge_export_screen_was_written(self, event: WasWritten) -> None:
        """Only when the ledger holds it too is it said to be exported."""
        event.stop()
        self._writing = False
        self.refresh_bindings()
        written = event.written
        if written is None:
            self.say(event.wrong, wrong=True)
            return
        kept = self.tried(lambda: self._desk.keep(event.look, written))
        if kept is None:
            return
        self._look, self._done = None, True
        target = event.look.target
        files = [(path, len(awards)) for path, awards in written.files]
        taken = days_words(target.id, written.people)
        self._turn_to(written_page(files, written.revoke, event.folder, target.then, kept, taken))
        self.say("Done. Nothing was sent: carrying the files to the issuer is yours.")


_HEADINGS = {
    True: "For an issuer: confirmed badges only",
    False: "For yourself and the participants: everybody",
}
