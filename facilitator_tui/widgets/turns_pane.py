"""The turns of a session, to be corrected: when each began and ended, whose it was, and whether it was one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.entries import Floor
from facilitator_tui.dialogue.state import Turn
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.pane import Pane
from facilitator_tui.widgets.review_rows import Reviewed, turn_rows
from facilitator_tui.widgets.row_list import Row, RowList
from facilitator_tui.widgets.timeline import Timeline

_STEP_MS = 1000


class TurnsPane(Pane):
    """The list of turns, and above it who spoke when where there is room."""

    COLUMNS = (
        Column("began", 8, from_width=26),
        Column("at", 7, right=True, from_width=66),
        Column("who"),
        Column("length", 7, right=True),
        Column("", from_width=40),
    )
    EMPTY = "Nobody had the floor in this session."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "review",
        [
            ("enter,e", "began", "began", "Type when the turn began."),
            ("E", "ended", "ended", "Type when the turn ended."),
            ("left", "nudge(-1)", "1 s earlier", "The turn began a second earlier."),
            ("right", "nudge(1)", "1 s later", "The turn began a second later."),
            ("p", "person", "person", "It was somebody else's turn: then that person's key."),
            ("d", "delete", "delete", "Nobody had the floor in this turn."),
            ("s", "split", "split", "From some time on it was somebody else's turn."),
            ("m", "merge", "merge", "The turn goes on to the end of the next one."),
            ("t", "timeline", "timeline", "Show or hide who spoke when."),
        ],
    )

    def compose(self) -> ComposeResult:
        yield Timeline()
        yield from super().compose()

    def rows_of(self, seen: Reviewed) -> Sequence[Row]:
        return turn_rows(seen)

    def show(self, seen: Reviewed) -> None:
        super().show(seen)
        self.query_one(Timeline).show(seen.state, seen.names, seen.now_ms)
        self._mark()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        event.stop()
        self._mark()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_began()

    def _mark(self) -> None:
        turn = self.turn()
        self.query_one(Timeline).mark(turn.from_ms if turn is not None else None)

    def turn(self) -> Turn | None:
        """The turn under the cursor."""
        return next((turn for turn in self.seen.state.turns if turn.entry == self.list.current), None)

    def _who(self, turn: Turn) -> str:
        return self.seen.name(turn.person)

    # --- corrections

    def action_began(self) -> None:
        turn = self.turn()
        if turn is not None:
            self.ask_time(
                f"{self._who(turn)} began at",
                turn.from_ms,
                lambda ms: self._corrector.correct(c.Retime(turn.entry, ms)),
            )

    def action_ended(self) -> None:
        turn = self.turn()
        if turn is not None:
            self.ask_time(f"{self._who(turn)} ended at", turn.to_ms, lambda ms: self._end(turn, ms))

    def _end(self, turn: Turn, ms: int) -> str:
        """The end of a turn is the change of floor after it; where that was something else, silence comes before."""
        ended_by = self.seen.entries.get(turn.ended_by)
        if turn.recorded:
            return (
                "A turn of a recording keeps its length. Split it (s) and delete the part that is wrong (d)."
            )
        if ended_by is not None and isinstance(ended_by.fact, Floor):
            return self._corrector.correct(c.Retime(ended_by.id, ms))
        if self._corrector.correct(c.SplitTurn(turn.entry, ms, "")):
            return "It ended with the person's leaving or the session's end. Split it (s), then delete the rest (d)."
        return ""

    def action_nudge(self, by: int) -> None:
        turn = self.turn()
        if turn is not None:
            self.correct(c.Retime(turn.entry, turn.from_ms + by * _STEP_MS))

    def action_person(self) -> None:
        turn = self.turn()
        if turn is not None:
            self._corrector.pick(
                f"Whose turn was it, if not {self._who(turn)}'s?",
                lambda person: self._corrector.correct(c.Reassign(turn.entry, person)),
            )

    def action_delete(self) -> None:
        turn = self.turn()
        if turn is not None:
            self.correct(c.DeleteTurn(turn.entry))

    def action_merge(self) -> None:
        turn = self.turn()
        if turn is not None:
            self.correct(c.MergeTurn(turn.entry))

    def action_split(self) -> None:
        turn = self.turn()
        if turn is None:
            return

        def at(ms: int) -> str:
            if not turn.from_ms < ms < turn.to_ms:
                first, last = self.seen.time(turn.from_ms), self.seen.time(turn.to_ms)
                return f"The turn lasted from {first} to {last}; the place to split lies in between."
            self._corrector.pick(
                f"Whose turn was it from {self.seen.time(ms)} on?",
                lambda person: self._corrector.correct(c.SplitTurn(turn.entry, ms, person)),
            )
            return ""

        self.ask_time("Split at", (turn.from_ms + turn.to_ms) // 2, at)

    def action_timeline(self) -> None:
        timeline = self.query_one(Timeline)
        timeline.display = not timeline.display
