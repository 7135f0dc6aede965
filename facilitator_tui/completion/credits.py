"""From hours to credits, with the arithmetic in words. The awarding institution decides; this only reckons.

A credit (ECTS, CFU) stands for the whole workload: 60 ECTS are 1,500 to 1,800 hours of a year's work, so 25 to 30
hours each (ECTS Users' Guide 2015). Live hours alone are contact hours, and are never called credits here.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

import msgspec

from facilitator_tui.completion.attendance import standings
from facilitator_tui.completion.evidence import Evidence
from facilitator_tui.completion.problems import CompletionProblem
from facilitator_tui.completion.rules import Rule
from facilitator_tui.plans.course import Course
from facilitator_tui.plans.model import SessionPlan

ECTS_HOURS: Final = (25, 30)
"""The least and the most hours of one ECTS credit; some countries reckon with others."""

_HOUR_MS: Final = 3_600_000


class Hours(msgspec.Struct, frozen=True):
    """What one participant's credits are reckoned from.

    ``live_ms`` is time in live sessions, ``planned_own_ms`` the course's own work outside them, ``evidenced_own_ms``
    the part of it for which something was handed in; ``None`` where nobody has said. ``per_credit`` are hours.
    """

    live_ms: int
    planned_own_ms: int
    per_credit: int
    evidenced_own_ms: int | None = None


class Credits(msgspec.Struct, frozen=True):
    """Hours as credits. ``words`` shows the arithmetic and belongs beside every number taken from here.

    ``planned`` are the credits of live time and all planned own work, ``evidenced`` those of live time and own work
    with evidence; ``None`` where there is no own work to reckon with. ``contact_only`` is what live hours alone
    would come to: not a workload, and no claim to credits. All are rounded to hundredths.
    """

    hours: Hours
    contact_only: float
    planned: float | None
    evidenced: float | None
    words: tuple[str, ...]


def credits_of(hours: Hours) -> Credits:
    """Reckon credits. Raises ``CompletionProblem`` where an hour is below zero or a credit has no hours."""
    if hours.per_credit <= 0:
        raise CompletionProblem(
            "A credit needs hours: write how many make one (25 to 30 for ECTS) as hours per credit."
        )
    if min(hours.live_ms, hours.planned_own_ms, hours.evidenced_own_ms or 0) < 0:
        raise CompletionProblem("Hours cannot be below zero: correct the live time or the own work.")
    with_plan = hours.live_ms + hours.planned_own_ms if hours.planned_own_ms else None
    with_evidence = hours.live_ms + hours.evidenced_own_ms if hours.evidenced_own_ms else None
    return Credits(
        hours,
        _credits(hours.live_ms, hours),
        None if with_plan is None else _credits(with_plan, hours),
        None if with_evidence is None else _credits(with_evidence, hours),
        tuple(_words(hours, with_plan, with_evidence)),
    )


def hours_of(course: Course, live_ms: int, evidenced_own_ms: int | None = None, per_credit: int = 0) -> Hours:
    """Somebody's hours in a course. ``per_credit`` is the awarding institution's where it is not the course's.

    Raises ``CompletionProblem`` where neither says how many hours make a credit.
    """
    hours = per_credit or course.workload.hours_per_credit
    if not hours:
        raise CompletionProblem(
            f'The course "{course.id}" does not say how many hours make a credit: '
            'add "hours per credit: 25" (to 30) to its workload.'
        )
    return Hours(live_ms, course.workload.own_work_s * 1000, hours, evidenced_own_ms)


def live_ms(rule: Rule, evidence: Evidence) -> int:
    """The time somebody was in live sessions that count under the rule. What was made good or excused is not."""
    return sum(
        min(each.counted_ms, each.session.present_ms) if each.time_treated == "attended" else each.counted_ms
        for each in standings(rule, evidence, live=True)
    )


def planned_live_ms(plans: Iterable[SessionPlan]) -> int:
    """The live time of a whole course."""
    return sum(plan.seconds for plan in plans if plan.during()) * 1000


def _credits(total_ms: int, hours: Hours) -> float:
    return float(round(Fraction(total_ms, hours.per_credit * _HOUR_MS), 2))


def _words(hours: Hours, with_plan: int | None, with_evidence: int | None) -> Iterable[str]:
    live, per = _hours(hours.live_ms), hours.per_credit
    if with_plan is None and with_evidence is None:
        yield (
            f"Live sessions: {live}. {live} ÷ {per} h = {_credits(hours.live_ms, hours):g}. These are contact hours, "
            "not workload: without hours of own work no credits can be stated."
        )
    if with_plan is not None:
        yield (
            f"Planned workload: {live} live + {_hours(hours.planned_own_ms)} own work = {_hours(with_plan)}. "
            f"{_hours(with_plan)} ÷ {per} h = {_in_credits(with_plan, hours)}."
        )
    if with_evidence is not None:
        own = _hours(hours.evidenced_own_ms or 0)
        yield (
            f"With evidence: {live} live + {own} own work handed in = {_hours(with_evidence)}. "
            f"{_hours(with_evidence)} ÷ {per} h = {_in_credits(with_evidence, hours)}."
        )
    elif with_plan is not None:
        said = "Nobody has said" if hours.evidenced_own_ms is None else "There is nothing handed in that says"
        yield f"{said} how much of the own work was done: the number rests on the plan."
    least, most = ECTS_HOURS
    if not least <= per <= most:
        yield f"{per} h a credit lies outside the {least} to {most} h of ECTS."
    yield "The awarding institution decides."


def _hours(ms: int) -> str:
    """Hours as people write them: "10 h", "7.5 h"."""
    return f"{float(round(Fraction(ms, _HOUR_MS), 2)):g} h"


def _in_credits(total_ms: int, hours: Hours) -> str:
    exact = Fraction(total_ms, hours.per_credit * _HOUR_MS)
    rounded = "" if round(exact, 2) == exact else " (rounded)"
    return f"{_credits(total_ms, hours):g} credit{'' if exact == 1 else 's'}{rounded}"
