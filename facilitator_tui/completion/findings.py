"""What evaluating a rule gives: a finding for each criterion, and the sessions that it counted.

Values and their sums only; how a criterion is decided stands in ``evaluation``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from facilitator_tui.completion.attendance import Standing
from facilitator_tui.plans.course import Denominator

Kind = Literal["sessions", "minutes", "missed sessions", "missed minutes", "task", "group"]


class Finding(msgspec.Struct, frozen=True):
    """One criterion of a rule, for one person.

    ``needed`` and ``achieved`` are sessions, milliseconds (of both kinds of minutes), times handed in, or parts met;
    of what is missed, ``needed`` is the most that is allowed. ``parts`` are those of a group.
    """

    id: str
    kind: Kind
    needed: int
    achieved: int
    met: bool
    why: str = ""
    parts: tuple[Finding, ...] = ()

    def leaves(self) -> Iterator[Finding]:
        """The finding, or those of its parts where it is a group."""
        if self.kind != "group":
            yield self
        for part in self.parts:
            yield from part.leaves()


class Scope(msgspec.Struct, frozen=True):
    """The sessions that a criterion counts, by its denominator, and what lates cost among them."""

    of: Denominator
    standings: tuple[Standing, ...]
    costs: int = 0
    lates: int = 0

    @property
    def counted(self) -> int:
        """How many sessions are in the denominator."""
        return sum(1 for each in self.standings if not each.neutral)

    @property
    def attended(self) -> int:
        """How many of them were attended, before lates cost any."""
        return sum(1 for each in self.standings if each.attended)

    @property
    def present_ms(self) -> int:
        return sum(each.counted_ms for each in self.standings)

    def time_ms(self) -> int:
        """The time of the sessions in the denominator, without what is taken out of it."""
        return sum(map(self._time_ms, self.standings))

    def _time_ms(self, standing: Standing) -> int:
        session = standing.session
        if self.of == "expected" and not session.expected:
            return standing.counted_ms  # a visit is neither asked for nor held against anybody
        if standing.out_ms and not standing.counted_ms:
            return 0
        length = session.planned_ms if self.of == "scheduled" else session.length_ms
        return max(0, length - standing.out_ms)

    def missed(self) -> Iterator[Standing]:
        """The sessions that are over for this person and were not attended."""
        for each in self.standings:
            if not each.attended and not each.neutral and each.session.stage != "to come":
                yield each

    def missed_ms(self) -> int:
        """How much time is missing of the sessions that are over."""
        return sum(
            self._time_ms(each) - min(each.counted_ms, self._time_ms(each))
            for each in self.standings
            if each.session.stage != "to come"
        )
