"""Typing beside a running session: a note, a guest's name, another name. Keys come from the live screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from textual import events

from facilitator_tui.actions import Keymap
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.entries import Seat
from facilitator_tui.keys import name_of
from facilitator_tui.recorder import Done, NotSaved, Outcome, Recorder
from facilitator_tui.screens.live_port import LiveDesk
from facilitator_tui.screens.problems import DeskProblem

if TYPE_CHECKING:
    from facilitator_tui.widgets.line_entry import LineEntry


class Writing:
    """Asks for one line and does with it what it was asked for. ``called`` gives names, ``say`` a sentence."""

    def __init__(
        self,
        recorder: Recorder,
        desk: LiveDesk,
        keymap: Keymap,
        called: Callable[[str], str],
        say: Callable[[str, str], None],
    ) -> None:
        self._recorder, self._desk, self._keymap = recorder, desk, keymap
        self._called, self._say = called, say
        self._about, self._asked_ms = "", 0

    @cached_property
    def entry(self) -> LineEntry:
        """The line to type into; made after the first paint, which can do without it."""
        from facilitator_tui.widgets.line_entry import LineEntry

        return LineEntry(self._first_key, self._desk.tags, id="entry")

    def note(self) -> None:
        """Begin a note. Its time is that of the key, not of Enter."""
        self._about, self._asked_ms = "", self._recorder.now_ms()
        self.entry.ask("note", "Note (group):")

    def guest(self) -> None:
        self.entry.ask("guest", "Who joins?")

    def name(self, person: str) -> None:
        self._about = person
        self.entry.ask("name", f"New name for {self._called(person)}:")

    def _first_key(self, purpose: str, event: events.Key) -> bool:
        """The key right after the note key may be a person's: then the note is about that person."""
        if purpose != "note":
            return False
        if event.key == "backspace" and self._about:
            self._about = ""
            self.entry.relabel("Note (group):")
            return True
        seat = self._keymap.seats.get(name_of(event.key, event.character))
        person = self._recorder.state.at_number(seat) if seat is not None else None
        if person is None or self._about:
            return False
        self._about = person.id
        self.entry.relabel(f"Note ({self._called(person.id)}):")
        return True

    def given(self, purpose: str, text: str) -> Outcome | None:
        """Take the line; gives what the recorder answered, None when it was not asked."""
        text = text.strip()
        if purpose == "note":
            return self._write_note(text)
        if not text:
            return None
        try:
            if purpose == "guest":
                return self._recorder.do(c.TakeSeat(Seat(self._desk.add_guest(text), 0)))
            self._desk.rename(self._about, text)
            self._say(f"renamed to {text}", "said")
        except DeskProblem as problem:
            self._say(str(problem), "refused")
        return None

    def _write_note(self, text: str) -> Outcome:
        outcome = self._recorder.do(c.AddNote(text, self._about, self._asked_ms))
        if isinstance(outcome, Done | NotSaved):
            self._desk.note_texts[outcome.entries[0].id] = text
        return outcome
