"""What the panes of the review have in common: a list of rows, and somebody who corrects, asks and says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.containers import Vertical

from facilitator_tui.dialogue.commands import Command
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.review_rows import Reviewed
from facilitator_tui.widgets.row_list import Row, RowList
from facilitator_tui.widgets.times import TypedProblem, time_of_day, time_typed


class Corrector(Protocol):
    """What a pane can ask of its screen. Answers are "" when all is well, else a sentence saying what is wrong."""

    def correct(self, command: Command) -> str:
        """Record a correction and say what was done; or say nothing and give why it was not."""

    def ask(self, question: str, value: str, answer: Callable[[str], str], *, edit: bool = False) -> None:
        """Ask for a line; it is asked again while ``answer`` gives a sentence.

        With ``edit`` what is typed goes on after ``value``, else it takes its place.
        """

    def pick(self, question: str, choice: Callable[[str], str], *, group: bool = False) -> None:
        """Ask for a person of the session; with ``group`` the whole group can be chosen too, which is ""."""

    def say(self, text: str, *, wrong: bool = False) -> None: ...


class Pane(Vertical):
    """A list and its keys. A subclass says which rows there are (``rows_of``) and binds keys."""

    COLUMNS: ClassVar[Sequence[Column]] = ()
    EMPTY: ClassVar[str] = ""

    def __init__(self, corrector: Corrector, seen: Reviewed, *, id: str) -> None:
        super().__init__(id=id)
        self._corrector, self.seen = corrector, seen

    def compose(self) -> ComposeResult:
        yield RowList(self.COLUMNS, self.EMPTY)

    @property
    def list(self) -> RowList:
        return self.query_one(RowList)

    def rows_of(self, seen: Reviewed) -> Sequence[Row]:
        return ()

    def show(self, seen: Reviewed) -> None:
        """Show the session as it is now; the cursor stays where it was."""
        self.seen = seen
        self.list.show(self.rows_of(seen))

    # --- for the subclasses

    def within(self, ms: int) -> str:
        """Why the moment cannot be: it lies before or after the session. "" when it can."""
        if self.seen.start_ms <= ms <= self.seen.end_ms:
            return ""
        return f"The session lasted from {self.seen.time(self.seen.start_ms)} to {self.seen.time(self.seen.end_ms)}."

    def correct(self, command: Command) -> None:
        """Record it; what is wrong is said below."""
        wrong = self._corrector.correct(command)
        if wrong:
            self._corrector.say(wrong, wrong=True)

    def ask_time(self, question: str, near_ms: int, answer: Callable[[int], str]) -> None:
        """Ask for a time near another one; ``answer`` gets it in milliseconds."""

        def typed(text: str) -> str:
            try:
                return answer(time_typed(text, near_ms, self.seen.start_ms, self.seen.zone))
            except TypedProblem as problem:
                return str(problem)

        self._corrector.ask(question, time_of_day(near_ms, self.seen.zone), typed)
