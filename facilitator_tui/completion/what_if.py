"""What would be if: whose verdict hangs on the next session, whom another threshold would move, whom to warn.

Questions over one or many people. What one person can still reach under the rule as it is, is in ``reach``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from facilitator_tui.completion.attendance import standings
from facilitator_tui.completion.evidence import Evidence
from facilitator_tui.completion.futures import Futures
from facilitator_tui.completion.reach import Reach, ReachKind, reach
from facilitator_tui.completion.rules import Rule
from facilitator_tui.completion.verdict import Verdict, decide, is_for

_RANK: Final[dict[ReachKind, int]] = {"safe": 0, "needs": 1, "catch-up": 2, "out of reach": 3}


class Stake(msgspec.Struct, frozen=True):
    """What hangs on the next session (of this module) for somebody: what can be reached with it, and without it."""

    participant: str
    module: int
    there: Reach
    away: Reach

    @property
    def depends(self) -> bool:
        """Whether missing it puts the badge out of reach, or makes a catch-up necessary that would not be otherwise."""
        return (
            self.away.kind in ("catch-up", "out of reach") and _RANK[self.away.kind] > _RANK[self.there.kind]
        )


class Moved(msgspec.Struct, frozen=True):
    """Somebody about whom two rules decide differently."""

    participant: str
    before: Verdict
    after: Verdict


def stake(rule: Rule, evidence: Evidence) -> Stake | None:
    """What hangs on this person's next session; ``None`` where none is to come, or the badge is not for them."""
    coming = evidence.to_come()
    if not coming or not is_for(rule, evidence):
        return None
    module = coming[0].module
    alone = _only_next(evidence, module)
    futures = Futures(rule, alone)
    there, away = (_as_before(each, evidence, module) for each in (futures.if_so([module]), futures.if_so()))
    return Stake(evidence.participant, module, reach(rule, there), reach(rule, away))


def who_depends(rule: Rule, people: Iterable[Evidence]) -> tuple[Stake, ...]:
    """Everybody whose verdict hangs on their next session, the most certain first."""
    found = [each for person in people if (each := stake(rule, person)) is not None and each.depends]
    return tuple(sorted(found, key=lambda each: (-_RANK[each.away.kind], each.participant)))


def moved(rule: Rule, other: Rule, people: Iterable[Evidence]) -> tuple[Moved, ...]:
    """Everybody whom another rule would move: to a badge, away from one, or to another state.

    For a changed threshold, make ``other`` with ``rules.with_number``.
    """
    found = []
    for person in people:
        if not (is_for(rule, person) and is_for(other, person)):
            continue
        before, after = decide(rule, person), decide(other, person)
        if (before.met, before.state) != (after.met, after.state):
            found.append(Moved(person.participant, before, after))
    return tuple(found)


def missed_time(rule: Rule, evidence: Evidence) -> tuple[int, int]:
    """How much time was missed, and the time of all sessions in the plan, both in milliseconds.

    What was made good or taken out by the rule is not missed; sessions to come are not missed yet.
    """
    found = standings(rule, evidence)
    missed = sum(each.missed_ms - each.out_ms for each in found if each.session.stage == "held")
    return missed, sum(each.session.planned_ms for each in found)


def warnings(warn: Iterable[int], rule: Rule, evidence: Evidence) -> tuple[int, ...]:
    """Which of a badge's shares of missed time (whole percent of all sessions in the plan) have been reached."""
    missed, planned = missed_time(rule, evidence)
    return tuple(share for share in sorted(warn) if planned and missed * 100 >= share * planned)


def _only_next(evidence: Evidence, module: int) -> Evidence:
    """The evidence as if the session of this module were the only one to come."""
    sessions = tuple(
        msgspec.structs.replace(each, stage="cancelled")
        if each.stage == "to come" and each.module != module
        else each
        for each in evidence.sessions
    )
    return msgspec.structs.replace(evidence, sessions=sessions)


def _as_before(future: Evidence, evidence: Evidence, module: int) -> Evidence:
    """The future of the session of this module, with the later ones to come again."""
    sessions = tuple(
        new if old.module == module else old
        for new, old in zip(future.sessions, evidence.sessions, strict=True)
    )
    return msgspec.structs.replace(future, sessions=sessions)
