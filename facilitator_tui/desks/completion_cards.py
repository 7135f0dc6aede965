"""What a cohort knows, as values for the completion screen: one person's line, a badge, the numbers of a rule, a sheet.

Pure translation; who asks and when is in ``completion_desk``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from facilitator_tui.cohorts.cohort import Cohort, Decided
from facilitator_tui.cohorts.decisions import revived
from facilitator_tui.completion.rules import Rule, criteria
from facilitator_tui.plans.course import Attend, Badge, Criterion, Group, Handed, Minutes, Miss
from facilitator_tui.plans.course_sheet import rule_in_words
from facilitator_tui.plans.readings import CourseReading
from facilitator_tui.plans.render import Bullets, Heading, Part, Said, Table
from facilitator_tui.store.completion import StoredVerdict
from facilitator_tui.widgets.completion_seen import BadgeSeen, Decision, Earlier, Seen, Threshold

if TYPE_CHECKING:
    from facilitator_tui.exports.badges.sheet import Sheet

_FIVE_MINUTES_S = 300


def seen_of(cohort: Cohort, found: Decided, *, with_reach: bool) -> Seen:
    """One person's line, with what can still be reached where that is asked for."""
    badge = found.verdict.badge
    return Seen(
        person=found.person,
        name=found.name,
        subgroup=found.participant.subgroup.name,
        verdict=found.verdict,
        reach=cohort.reach(badge, found.person) if with_reach else None,
        warned=cohort.warned(badge, found.person),
        decisions=tuple(
            Decision(line.kind, line.at_ms, line.author, line.text) for line in found.ruling.lines
        ),
        earlier=tuple(_earlier(each, found) for each in found.stored),
    )


def _earlier(stored: StoredVerdict, found: Decided) -> Earlier:
    before = revived(stored)
    return Earlier(
        before.rule.version, before.state, stored.stored_ms, before.rule.sha256 == found.verdict.rule.sha256
    )


def badge_of(badge: Badge, rule: Rule) -> BadgeSeen:
    """A badge, with the ids of the criteria that have a column."""
    needs = rule.needs
    outermost = needs.parts if isinstance(needs, Group) and needs.needed == len(needs.parts) else (needs,)
    return BadgeSeen(
        id=badge.id,
        name=badge.name,
        version=badge.version,
        agreed=badge.standing == "agreed",
        criteria=tuple(each.id for each in outermost),
    )


# --- the numbers of a rule


def thresholds_of(rule: Rule, reading: CourseReading) -> Iterator[Threshold]:
    """Every number that one can think differently; what could only be one number is left out."""
    modules = [plan for plan in reading.plans if plan.during()]
    for criterion in criteria(rule.needs):
        number, unit, least, most, step = _number(
            criterion, rule, len(modules), sum(p.seconds for p in modules)
        )
        most = max(most, number)
        if least < most:
            yield Threshold(
                criterion=criterion.id,
                asks=rule_in_words(criterion).removesuffix(":"),
                number=number,
                least=min(least, number),
                most=most,
                unit=unit,
                step=step,
            )
    if percent := rule.presence.from_percent:
        asks = "how much of a session one must be there for it to count as attended"
        yield Threshold(criterion="presence", asks=asks, number=percent, least=0, most=100, unit="%", step=5)


def _number(criterion: Criterion, rule: Rule, sessions: int, seconds: int) -> tuple[int, str, int, int, int]:
    """The number, its unit, the least and the most that make sense, and a step."""
    match criterion:
        case Attend(percent=0) as attend:
            return attend.sessions, "sessions", 0, len(attend.among) or sessions, 1
        case Attend(percent=percent) | Minutes(percent=percent) if percent:
            return percent, "%", 5, 100, 5
        case Minutes() as minutes:
            return minutes.seconds, "seconds", 0, seconds, _FIVE_MINUTES_S
        case Miss(sessions=None) as miss:
            return miss.seconds or 0, "seconds", 0, seconds, _FIVE_MINUTES_S
        case Miss() as miss:
            return miss.sessions or 0, "sessions", 0, sessions, 1
        case Handed() as handed:
            asked = _times(handed, rule, sessions)
            return handed.count or asked, "times", 1, asked, 1
        case Group() as group:
            return group.needed, "parts", 1, len(group.parts), 1
    return 0, "", 0, 0, 1


def _times(handed: Handed, rule: Rule, sessions: int) -> int:
    """How often the task is asked for."""
    task = rule.task(handed.task)
    if task.per == "session":
        return sessions
    return sum(each.times for each in task.questions) or 1


# --- the page for a participant


def sheet_parts(sheet: Sheet) -> Iterator[Part]:
    """The page for a participant as one to scroll."""
    yield Heading(1, sheet.name)
    for label, value in sheet.facts:
        yield Said(label, value)
    for section in sheet.sections:
        yield Heading(2, section.title)
        if section.lines:
            yield Bullets(section.lines)
        if section.rows:
            yield Table(section.heads, section.rows)
