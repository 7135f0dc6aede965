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
    """The sessions that a criterion counts, by its denominator, and what lates cost among them.

    ``dropped`` are the modules of those that the criterion leaves out: neither their presence nor their time counts.
    """

    of: Denominator
    standings: tuple[Standing, ...]
    costs: int = 0
    lates: int = 0
    dropped: frozenset[int] = frozenset()

    def kept(self) -> Iterator[Standing]:
        """The sessions without those that are dropped."""
        return (each for each in self.standings if each.session.module not in self.dropped)

    @property
    def counted(self) -> int:
        """How many sessions are in the denominator."""
        return sum(1 for each in self.kept() if not each.neutral)

    @property
    def attended(self) -> int:
        """How many of them were attended, before lates cost any."""
        return sum(1 for each in self.kept() if each.attended)

    @property
    def present_ms(self) -> int:
        return sum(each.counted_ms for each in self.kept())

    def time_ms(self) -> int:
        """The time of the sessions in the denominator, without what is taken out of it."""
        return sum(map(self._time_ms, self.kept()))

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

    def without_missed(self, drop: int) -> Scope:
        """The scope without so many of the missed sessions; for a count of sessions one is like another."""
        if not drop:
            return self
        gone = [each.session.module for each in self.missed()]
        return msgspec.structs.replace(self, dropped=frozenset(gone[:drop]))

    def without_shortest(self, drop: int, percent: int) -> Scope:
        """The scope without so many of the sessions that are over, those that lack most of ``percent`` of their time.

        To leave out just these is best for the person, so that nobody is worse off for having stayed longer: by the
        lowest share, a minute more of a long session could drop a short one in its place.
        """
        if not drop:
            return self
        lacking = [
            (percent * self._time_ms(each) - 100 * each.counted_ms, each.session.module)
            for each in self.standings
            if each.session.stage != "to come"
        ]
        most = sorted((each for each in lacking if each[0] > 0), key=lambda each: (-each[0], each[1]))
        return msgspec.structs.replace(self, dropped=frozenset(module for _, module in most[:drop]))
