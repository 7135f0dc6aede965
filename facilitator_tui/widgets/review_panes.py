"""The panes of the review for presence, blocks and imports. Turns and notes have files of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.agenda import block_times
from facilitator_tui.dialogue.entries import Presence
from facilitator_tui.dialogue.state import Person
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.pane import Pane
from facilitator_tui.widgets.review_rows import (
    Reviewed,
    Stretch,
    block_rows,
    import_rows,
    spell_rows,
    stretches,
)
from facilitator_tui.widgets.row_list import Row, RowList


class PresencePane(Pane):
    """Who was there from when to when."""

    COLUMNS = (
        Column("who"),
        Column("from", 8),
        Column("to", 8),
        Column("length", 7, right=True, from_width=46),
        Column("", 30, from_width=72),
    )
    EMPTY = "Nobody has a place in this session."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "presence",
        [
            ("enter,e", "arrival", "arrived", "Type when the person arrived."),
            ("E", "leaving", "left", "Type when the person left."),
            ("a", "missed_arrival", "add arrival", "Add an arrival that was missed."),
            ("l", "missed_leaving", "add leaving", "Add a leaving that was missed."),
        ],
    )

    def rows_of(self, seen: Reviewed) -> Sequence[Row]:
        return spell_rows(seen)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_arrival()

    def _here(self) -> tuple[Stretch, Person] | None:
        """The row under the cursor that can be corrected, and whose it is."""
        each = stretches(self.seen.state).get(self.list.current)
        if each is None:
            return None
        if each.reported:
            self._corrector.say(
                "A platform's report cannot be changed; add what is missing (a, l).", wrong=True
            )
            return None
        return each, self.seen.state.people[each.person]

    def action_arrival(self) -> None:
        here = self._here()
        if here is None:
            return
        each, person = here
        spell = each.spell
        if spell is None or spell.inferred:
            self._add(person, True, self.seen.start_ms if spell is None else spell.from_ms)
            return
        self.ask_time(
            f"{self.seen.name(person.id)} arrived at",
            spell.from_ms,
            lambda ms: self.within(ms) or self._corrector.correct(c.Retime(spell.entry, ms)),
        )

    def action_leaving(self) -> None:
        here = self._here()
        if here is None:
            return
        each, person = here
        spell = each.spell
        ended_by = self.seen.entries.get(spell.ended_by) if spell is not None else None
        if (
            spell is None
            or spell.to_ms is None
            or ended_by is None
            or not isinstance(ended_by.fact, Presence)
        ):
            self._add(person, False, self.seen.end_ms)
            return
        self.ask_time(
            f"{self.seen.name(person.id)} left at",
            spell.to_ms,
            lambda ms: self.within(ms) or self._corrector.correct(c.Retime(ended_by.id, ms)),
        )

    def action_missed_arrival(self) -> None:
        self._missed(True)

    def action_missed_leaving(self) -> None:
        self._missed(False)

    def _missed(self, here: bool) -> None:
        each = stretches(self.seen.state).get(self.list.current)
        if each is not None:
            near = self.seen.start_ms if here else self.seen.end_ms
            self._add(self.seen.state.people[each.person], here, near)

    def _add(self, person: Person, here: bool, near_ms: int) -> None:
        name = self.seen.name(person.id)
        self.ask_time(
            f"{name} {'arrived' if here else 'left'} at",
            near_ms,
            lambda ms: self.within(ms) or self._corrector.correct(c.MarkHere(person.id, here, ms)),
        )


class BlocksPane(Pane):
    """Planned against actual, block by block."""

    COLUMNS = (
        Column("", 2, right=True),
        Column("block"),
        Column("began", 8, from_width=70),
        Column("planned", 7, right=True, from_width=40),
        Column("took", 7, right=True),
        Column("", 14, from_width=60),
    )
    EMPTY = "This session has no plan."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "blocks",
        [("enter,e", "began", "began", "Type when the block began, also one that you forgot to begin.")],
    )

    def rows_of(self, seen: Reviewed) -> Sequence[Row]:
        return block_rows(seen)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_began()

    def action_began(self) -> None:
        runs = [run for run in self.seen.state.agenda.runs if str(run.block) == self.list.current]
        if not runs:
            self._missed()
            return
        first = runs[0]
        self.ask_time(
            f"Block {first.block + 1} began at",
            first.from_ms,
            lambda ms: self._corrector.correct(c.Retime(first.entry, ms)),
        )

    def _missed(self) -> None:
        """A block that nobody began when it did: ask when that was, at first as if the one before had kept its time."""
        times = {
            str(each.block): each for each in block_times(self.seen.state, self.seen.plan, self.seen.end_ms)
        }
        missed = times.get(self.list.current)
        if missed is None:
            return
        ran = [each for each in times.values() if each.from_ms is not None and each.block < missed.block]
        near = self.seen.start_ms
        if ran and ran[-1].from_ms is not None:
            near = ran[-1].from_ms + ran[-1].given_ms
        self.ask_time(
            f"Block {missed.block + 1} was not begun; it began at",
            min(near, self.seen.end_ms),
            lambda ms: self.within(ms) or self._corrector.correct(c.MissedBlock(missed.block, ms)),
        )


class ImportsPane(Pane):
    """What came from files, and whether it counts."""

    COLUMNS = (Column("file"), Column("from", 13), Column("what", 30, from_width=70), Column("", 9))
    EMPTY = "Nothing was imported into this session. A, then i takes in a report of the call platform."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "imports", [("d", "forget", "forget", "Nothing from this file counts; u brings it back.")]
    )

    def rows_of(self, seen: Reviewed) -> Sequence[Row]:
        return import_rows(seen)

    def action_forget(self) -> None:
        source = self.list.current
        if source:
            self.correct(c.ForgetImport(source))
