"""The line that a roster is typed into: one person a line, many at once by pasting, with a look before adding."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from facilitator_tui.plain import plain
from facilitator_tui.widgets.entry_line import EntryLine
from facilitator_tui.widgets.roster_lines import RosterLine, roster_line, roster_lines

_SHOWN = 4
"""So many names of a paste are shown before it is added."""


class RosterEntry(Horizontal):
    """Says whom to add (``Adding``) and what it thinks of what was typed (``Told``). Adds nobody itself."""

    DEFAULT_CSS = """
    RosterEntry { height: 1; }
    RosterEntry > Static { width: auto; padding: 0 1; text-style: bold; }
    """

    class Adding(Message):
        """Add these people."""

        def __init__(self, people: list[RosterLine]) -> None:
            super().__init__()
            self.people = people

    class Told(Message):
        """Something to be said about what was typed."""

        def __init__(self, text: str, wrong: bool = False) -> None:
            super().__init__()
            self.text, self.wrong = text, wrong

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._known: list[str] = []
        self._pasted: list[RosterLine] = []
        self._doubted = ""

    def compose(self) -> ComposeResult:
        yield Static("Add:", markup=False)
        yield EntryLine(placeholder="name, and e-mail if you have it", many=True)

    @property
    def line(self) -> EntryLine:
        return self.query_one(EntryLine)

    def know(self, names: Iterable[str]) -> None:
        """Who is in the roster already."""
        self._known = list(names)

    def drop_paste(self) -> bool:
        """Forget what was pasted and not added yet; whether there was anything."""
        had, self._pasted = bool(self._pasted), []
        return had

    def on_entry_line_pasted(self, event: EntryLine.Pasted) -> None:
        event.stop()
        self._pasted, passed_over = roster_lines(event.lines, self._known)
        over = (
            f" {len(passed_over)} are here already or come twice; they are passed over."
            if passed_over
            else ""
        )
        over += f" {event.left_out} lines were too many and are left out." if event.left_out else ""
        if not self._pasted:
            self.post_message(self.Told(f"Nobody new in what was pasted.{over}", wrong=True))
            return
        names = ", ".join(plain(person.name, 30) for person in self._pasted[:_SHOWN])
        more = ", …" if len(self._pasted) > _SHOWN else ""
        self.post_message(
            self.Told(f"{len(self._pasted)} people: {names}{more}.{over} Enter adds them, Esc drops them.")
        )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._pasted:
            people, self._pasted = self._pasted, []
            self.post_message(self.Adding(people))
            return
        person = roster_line(event.value)
        if person is None:
            self.post_message(self.Told("Type a name and press Enter. Esc leaves the line."))
        elif self._is_known(person) and self._doubted != person.name:
            self._doubted = person.name
            text = f"{plain(person.name)} is here already. Enter again adds a second person of that name."
            self.post_message(self.Told(text, wrong=True))
        else:
            self._doubted, event.input.value = "", ""
            self.post_message(self.Adding([person]))

    def _is_known(self, person: RosterLine) -> bool:
        return person.name.casefold() in (name.casefold() for name in self._known)
