"""A rule on evidence: for each criterion what is needed, what was achieved, and whether that is enough.

Lengths are milliseconds, compared exactly. What comes out is a ``findings.Finding``; its sentence is made in
``sentences``. What a session counts for is in ``attendance``, what follows for the badge in ``verdict``.
"""

from __future__ import annotations

from collections.abc import Sequence

from facilitator_tui.completion import sentences
from facilitator_tui.completion.attendance import Standing, of_modules, standings
from facilitator_tui.completion.evidence import Evidence, SessionEvidence
from facilitator_tui.completion.findings import Finding, Kind, Scope
from facilitator_tui.completion.rules import Rule
from facilitator_tui.completion.tasks import asked, handed
from facilitator_tui.plans.course import (
    Attend,
    Criterion,
    Denominator,
    Group,
    Handed,
    Minutes,
    Miss,
    Rounding,
)


class Facts:
    """One rule and one person's evidence while the criteria are gone through."""

    def __init__(self, rule: Rule, evidence: Evidence) -> None:
        self.rule = rule
        self.evidence = evidence
        self.standings = standings(rule, evidence)
        self._live: tuple[Standing, ...] | None = None

    def live(self) -> tuple[Standing, ...]:
        """The standings without make-ups."""
        if self._live is None:
            self._live = standings(self.rule, self.evidence, live=True)
        return self._live

    def scope(self, criterion: Attend | Minutes | Miss) -> Scope:
        """The sessions that this criterion counts; a bare number counts those held."""
        of: Denominator = criterion.of or "held"
        found = of_modules(self.live() if criterion.live else self.standings, criterion.among)
        kept = tuple(each for each in found if _belongs(each, of))
        presence = self.rule.presence
        if not presence.lates or presence.cost is None:
            return Scope(of, kept)
        lates = sum(1 for each in kept if each.late)
        costs = lates // presence.lates
        if costs and presence.cost_made_good_by:
            costs -= handed(self.rule, self.evidence, presence.cost_made_good_by).in_time
        return Scope(of, kept, max(0, costs), lates)


def _belongs(standing: Standing, of: Denominator) -> bool:
    session = standing.session
    if of == "scheduled":
        return True
    if session.stage != "held":
        return False
    return of == "held" or session.expected or standing.attended


def evaluate(rule: Rule, evidence: Evidence) -> Finding:
    """Every criterion of the rule, with its sentence. Raises ``CompletionProblem`` where it names no known task."""
    return finding(rule.needs, Facts(rule, evidence), words=True)


def is_met(rule: Rule, evidence: Evidence) -> bool:
    """Whether the rule is met: the same decision, without the sentences."""
    return finding(rule.needs, Facts(rule, evidence), words=False).met


def finding(criterion: Criterion, facts: Facts, words: bool) -> Finding:
    """One criterion, and those inside it."""
    match criterion:
        case Attend():
            return _attend(criterion, facts, words)
        case Minutes():
            return _minutes(criterion, facts, words)
        case Miss():
            return _miss(criterion, facts, words)
        case Handed():
            return _handed(criterion, facts, words)
        case Group():
            return _group(criterion, facts, words)


def share_of(percent: int, count: int, rounding: Rounding | None) -> int:
    """So many percent of ``count`` sessions as whole sessions: rounded up unless the rule says down, at least one."""
    hundredths = percent * count
    return max(1, hundredths // 100 if rounding == "down" else -(-hundredths // 100))


def _attend(criterion: Attend, facts: Facts, words: bool) -> Finding:
    scope = facts.scope(criterion).without_missed(criterion.drop)
    counted = scope.counted
    cost = facts.rule.presence.cost
    taken = scope.costs * cost.sessions if cost else 0
    achieved = max(0, scope.attended - taken)
    needed = criterion.sessions
    if criterion.percent:
        needed = share_of(criterion.percent, counted, criterion.round)
    why = sentences.attend(criterion, scope, needed, achieved, taken) if words else ""
    return Finding(criterion.id, "sessions", needed, achieved, achieved >= needed, why)


def _minutes(criterion: Minutes, facts: Facts, words: bool) -> Finding:
    scope = facts.scope(criterion).without_shortest(criterion.drop, criterion.percent)
    cost = facts.rule.presence.cost
    taken_ms = scope.costs * cost.seconds * 1000 if cost else 0
    achieved = max(0, scope.present_ms - taken_ms)
    needed = criterion.seconds * 1000
    time_ms = scope.time_ms()
    if criterion.percent:
        needed = -(-criterion.percent * time_ms // 100)
    met = achieved >= needed and (achieved > 0 or not criterion.percent)
    why = sentences.minutes(criterion, scope, time_ms, needed, achieved, taken_ms) if words else ""
    return Finding(criterion.id, "minutes", needed, achieved, met, why)


def _miss(criterion: Miss, facts: Facts, words: bool) -> Finding:
    scope = facts.scope(criterion)
    cost = facts.rule.presence.cost
    if criterion.sessions is not None:
        taken = scope.costs * cost.sessions if cost else 0
        allowed, missed = criterion.sessions, sum(1 for _ in scope.missed()) + taken
        kind: Kind = "missed sessions"
        came = scope.attended > 0
    else:
        taken = scope.costs * cost.seconds * 1000 if cost else 0
        allowed, missed = (criterion.seconds or 0) * 1000, scope.missed_ms() + taken
        kind = "missed minutes"
        came = scope.present_ms > 0
    met = missed <= allowed and came  # staying away altogether earns nothing, whatever may be missed
    why = sentences.miss(criterion, scope, allowed, missed, taken) if words else ""
    return Finding(criterion.id, kind, allowed, missed, met, why)


def _handed(criterion: Handed, facts: Facts, words: bool) -> Finding:
    there = handed(facts.rule, facts.evidence, criterion.task, criterion.by_day)
    concerned = _concerned(facts.standings)
    needed = criterion.count or asked(facts.rule.task(criterion.task), facts.evidence, concerned)
    why = sentences.handed(criterion, needed, there) if words else ""
    return Finding(criterion.id, "task", needed, there.in_time, there.in_time >= needed, why)


def _concerned(found: Sequence[Standing]) -> list[SessionEvidence]:
    """The sessions with which somebody has to do: neither cancelled nor taken out of the count."""
    return [each.session for each in found if each.session.stage != "cancelled" and not each.neutral]


def _group(criterion: Group, facts: Facts, words: bool) -> Finding:
    parts = tuple(finding(part, facts, words) for part in criterion.parts)
    met = sum(1 for part in parts if part.met)
    needed = criterion.needed
    why = sentences.group(parts, needed, met) if words else ""
    return Finding(criterion.id, "group", needed, met, met >= needed, why, parts)
