"""The notes and private flags of a session, to be corrected: what a note says, whom it is about, when it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.state import NoteMark
from facilitator_tui.plain import plain
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.pane import Pane
from facilitator_tui.widgets.review_rows import Reviewed, note_rows
from facilitator_tui.widgets.row_list import Row, RowList


class NotesPane(Pane):
    """Notes with their words; the one under the cursor in full below."""

    COLUMNS = (Column("at", 8), Column("about", 20, from_width=50), Column("note"))
    EMPTY = "No notes yet. n writes one."
    DEFAULT_CSS = "NotesPane #whole { height: auto; max-height: 5; padding: 0 1; border-top: solid $panel; }"
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "notes",
        [
            ("enter,e", "words", "words", "Change what the note says."),
            ("p", "person", "person", "It is about somebody else: that person's key, or the group."),
            ("t", "time", "time", "Type when it was."),
            ("d", "take_out", "take out", "The note or flag does not count; u brings it back."),
            (
                "n",
                "note",
                "note",
                "Write a note about the group, at the session's end; t gives it another time.",
            ),
            ("N", "about", "about", "Write a note about a person: first that person's key."),
        ],
    )

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield Static(id="whole", markup=False)

    def rows_of(self, seen: Reviewed) -> Sequence[Row]:
        return note_rows(seen)

    def show(self, seen: Reviewed) -> None:
        super().show(seen)
        self._show_whole()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        event.stop()
        self._show_whole()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_words()

    def _show_whole(self) -> None:
        text = plain(self.seen.texts.get(self.list.current, ""), 4000)
        whole = self.query_one("#whole", Static)
        whole.update(Content(text))
        whole.display = bool(text)

    def _mark(self) -> NoteMark | None:
        """The note or flag under the cursor."""
        return next((mark for mark in self.seen.state.notes if mark.entry == self.list.current), None)

    def _called(self, mark: NoteMark) -> str:
        """``Note (Chiara)``, ``Flag (the group)``."""
        return f"{'Flag' if mark.flag else 'Note'} ({self.seen.name(mark.person) if mark.person else 'the group'})"

    def _written(self, command: c.Command) -> str:
        """Record it; the cursor goes to the note that this made."""
        before = {mark.entry for mark in self.seen.state.notes}
        wrong = self._corrector.correct(command)
        made = [mark.entry for mark in self.seen.state.notes if mark.entry not in before]
        if not wrong and made:
            self.list.go_to(made[0])
        return wrong

    # --- corrections

    def action_words(self) -> None:
        mark = self._mark()
        if mark is None:
            return
        if mark.flag:
            self._corrector.say("A private flag has no words; d takes it out, n writes a note.", wrong=True)
            return

        def typed(text: str) -> str:
            # Enter on what is there already is no correction.
            return "" if text == said else self._written(c.RewriteNote(mark.entry, text))

        said = self.seen.texts.get(mark.entry, "")
        self._corrector.ask(f"{self._called(mark)}:", said, typed, edit=True)

    def action_person(self) -> None:
        mark = self._mark()
        if mark is not None:
            self._corrector.pick(
                f"{self._called(mark)}: about whom?",
                lambda person: self._corrector.correct(c.NoteAbout(mark.entry, person)),
                group=True,
            )

    def action_time(self) -> None:
        mark = self._mark()
        if mark is not None:
            self.ask_time(
                f"{self._called(mark)} was at",
                mark.at_ms,
                lambda ms: self.within(ms) or self._corrector.correct(c.Retime(mark.entry, ms)),
            )

    def action_take_out(self) -> None:
        mark = self._mark()
        if mark is not None:
            self.correct(c.TakeOutNote(mark.entry))

    # --- a note that was not written in time

    def action_note(self) -> None:
        self._write("the group", "")

    def action_about(self) -> None:
        def chosen(person: str) -> str:
            self._write(self.seen.name(person), person)
            return ""

        self._corrector.pick("About whom?", chosen)

    def _write(self, whom: str, person: str) -> None:
        at = self.seen.end_ms
        self._corrector.ask(
            f"Note ({whom}):", "", lambda text: self._written(c.AddNote(text, person, at_ms=at))
        )
