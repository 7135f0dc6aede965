"""A what-if: which threshold of the rule is thought differently, what number it has, and whom that would move."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator_tui.screens.completion_port import CompletionDesk
from facilitator_tui.widgets.completion_seen import Change, Threshold


class WhatIf:
    """Asks the desk anew whenever the number moves. Methods may raise ``DeskProblem``; nothing is ever written."""

    def __init__(
        self, desk: CompletionDesk, badge: str, thresholds: Sequence[Threshold], first: str = ""
    ) -> None:
        self._desk, self._badge = desk, badge
        self._thresholds = tuple(thresholds)
        ids = [each.criterion for each in thresholds]
        self._at = ids.index(first) if first in ids else 0
        self.number = self.threshold.number
        self.changes: tuple[Change, ...] = ()

    @property
    def threshold(self) -> Threshold:
        return self._thresholds[self._at]

    def slide(self, steps: int) -> None:
        """Another number, and whom it would move."""
        number = self.threshold.moved(self.number, steps)
        if number != self.number:
            self._look(number)

    def other(self, by: int) -> None:
        """The next threshold, from the number that it has in the rule."""
        self._at = (self._at + by) % len(self._thresholds)
        self._look(self.threshold.number)

    def _look(self, number: int) -> None:
        changes: tuple[Change, ...] = ()
        if number != self.threshold.number:
            changes = tuple(self._desk.moved(self._badge, self.threshold.criterion, number))
        self.number, self.changes = number, changes
