"""Typing beside a running session: a note, a guest's name, another name and its undo. Keys come from the screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
from textual import events

from facilitator_tui.actions import Keymap
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.entries import Seat
from facilitator_tui.dialogue.log import History
from facilitator_tui.dialogue.words import shown_name
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
        self._about, self._chosen, self._asked_ms = "", "", 0
        self.names = NameChanges(recorder)

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
        if self._about and event.key == "backspace":
            return self._about_the_group("")
        if self._about and event.key == "space" and self._chosen:
            # The person key was the beginning of a text, such as “2 minutes”.
            return self._about_the_group(f"{self._chosen} ")
        seat = self._keymap.seats.get(name_of(event.key, event.character))
        person = self._recorder.state.at_number(seat) if seat is not None else None
        if person is None or self._about:
            return False
        self._about, self._chosen = person.id, event.character or ""
        self.entry.relabel(f"Note ({self._called(person.id)}):", "⌫ Backspace: about the group")
        return True

    def _about_the_group(self, typed: str) -> bool:
        self._about = ""
        self.entry.relabel("Note (group):")
        self.entry.put(typed)
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
                here = self._recorder.state.running
                return self._recorder.do(c.TakeSeat(Seat(self._desk.add_guest(text), 0), here))
            self._rename(self._about, text)
        except DeskProblem as problem:
            self._say(str(problem), "refused")
        return None

    def _rename(self, person: str, name: str) -> None:
        before, seat = self._called(person), self._recorder.state.people.get(person)
        self._desk.rename(person, name)
        # Somebody without a name is called by the seat, which is not to become a name.
        unnamed = seat is not None and before == shown_name("", seat.number, seat.role)
        self.names.add(person, "" if unnamed else before, name)
        self._say(f"renamed {before} to {self._called(person)}", "said")

    def undo_name(self) -> bool:
        """Give the old name back if a change of name was the last thing done; False when it was not."""
        change = self.names.to_undo()
        if change is not None and self._call_again(change.person, change.before, " back"):
            self.names.undone()
        return change is not None

    def redo_name(self) -> bool:
        """Give the new name again if a change of name was the last thing taken back; False when it was not."""
        change = self.names.to_redo()
        if change is not None and self._call_again(change.person, change.now, ""):
            self.names.redone()
        return change is not None

    def _call_again(self, person: str, name: str, back: str) -> bool:
        before = self._called(person)
        try:
            self._desk.rename(person, name)
        except DeskProblem as problem:
            self._say(str(problem), "refused")
            return False
        self._say(f"renamed {before}{back} to {self._called(person)}", "said")
        return True

    def _write_note(self, text: str) -> Outcome:
        outcome = self._recorder.do(c.AddNote(text, self._about, self._asked_ms))
        if isinstance(outcome, Done | NotSaved):
            self._desk.note_texts[outcome.entries[0].id] = text
        return outcome


class NameChange(msgspec.Struct, frozen=True):
    """A person's name was ``before`` and is ``now``; empty for none.

    ``after`` is the entry that undo would have taken back when it was changed: the place of the change among the
    entries.
    """

    person: str
    before: str
    now: str
    after: str


class NameChanges:
    """The changes that were made since the screen was opened, and those that were taken back, each newest last.

    Names lie beside the journal, so its undo knows none of them. Here they have their place in the order of everything
    that can be undone: what was logged after a change is taken back before it.
    """

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._made: list[NameChange] = []
        self._taken_back: list[NameChange] = []
        self.count = 0

    def add(self, person: str, before: str, now: str) -> None:
        self._made.append(NameChange(person, before, now, self._last_entry()))
        self._taken_back.clear()
        self.count += 1

    def forget_taken_back(self) -> None:
        """Something new was logged: there is nothing to redo any more."""
        self._taken_back.clear()

    def to_undo(self) -> NameChange | None:
        """The change that was the last thing done, if it was one."""
        return self._next(self._made)

    def to_redo(self) -> NameChange | None:
        """The change that was the last thing taken back, if it was one."""
        return self._next(self._taken_back)

    def undone(self) -> None:
        self._taken_back.append(self._made.pop())
        self.count += 1

    def redone(self) -> None:
        self._made.append(self._taken_back.pop())
        self.count += 1

    def _next(self, changes: list[NameChange]) -> NameChange | None:
        return changes[-1] if changes and changes[-1].after == self._last_entry() else None

    def _last_entry(self) -> str:
        undo = History(self._recorder.log.entries.values(), self._recorder.author).undo
        return undo[-1][0].id if undo else ""
