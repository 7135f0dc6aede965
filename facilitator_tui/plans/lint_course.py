"""Advice about a course as a whole: does it hold together, and does it have what makes a virtual exchange?

A virtual exchange is sustained (more than one moment), facilitated, held in small groups with regular live or
near-live contact, structured and educational.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from facilitator_tui.plans.course import Course
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.plans.problems import Complaints

LARGEST_SUBGROUP = 12
"""Above this, most of the time is spent listening to others."""

LONGEST_SILENCE_DAYS = 14
"""Longer without contact, a group falls apart."""


def lint_course(course: Course, plans: Sequence[SessionPlan], complaints: Complaints) -> None:
    """Advice about the course; ``plans`` are those of all its modules."""
    _fits_its_format(course, plans, complaints)
    _weeks_suffice(course, plans, complaints)
    _roles_are_there(course, plans, complaints)
    _is_sustained(plans, complaints)
    _is_facilitated(course, plans, complaints)
    _is_small(course, complaints)
    _is_regular(course, plans, complaints)
    _is_educational(course, complaints)


def contact_days(plans: Sequence[SessionPlan]) -> tuple[tuple[int, int], ...]:
    """First and last day of each contact, in order: the open days of questions, and the weeks of live sessions."""
    found = []
    for plan in plans:
        if plan.during() and plan.week:
            found.append((plan.week * 7 - 7, plan.week * 7 - 1))
        found.extend((question.opens_day, question.closes_day) for question in plan.questions)
    return tuple(sorted(found))


def _fits_its_format(course: Course, plans: Sequence[SessionPlan], complaints: Complaints) -> None:
    live = any(plan.during() for plan in plans)
    asked = any(plan.questions for plan in plans)
    really = "blended" if live and asked else "synchronous" if live else "asynchronous"
    if plans and really != course.format:
        message = f"the course says that it is {course.format}, its modules are {really}"
        complaints.advice(
            complaints.line_of_key("format"), message, f'write "format: {really}", or change the modules'
        )


def _weeks_suffice(course: Course, plans: Sequence[SessionPlan], complaints: Complaints) -> None:
    last_week = max((plan.week for plan in plans), default=0)
    last_day = max((question.closes_day + 1 for plan in plans for question in plan.questions), default=0)
    if last_week > course.weeks:
        message = f"a module lies in week {last_week}, the course lasts {course.weeks} weeks"
        complaints.advice(
            complaints.line_of_key("weeks"), message, "change the module's week or the course's weeks"
        )
    elif last_day > course.weeks * 7:
        message = f"a question closes on day {last_day}, the course ends on day {course.weeks * 7}"
        complaints.advice(
            complaints.line_of_key("weeks"), message, "change the question's days or the course's weeks"
        )


def _roles_are_there(course: Course, plans: Sequence[SessionPlan], complaints: Complaints) -> None:
    there = {"facilitator", "participant", *course.roles}
    for plan in plans:
        used = {block.lead for block in plan.blocks}
        used |= {lane.role for block in plan.blocks for lane in block.lanes}
        for role in sorted(used - there):
            message = f"module {plan.module} needs a {role}, the course has none"
            complaints.advice(
                complaints.line_of_key("roles"), message, f'add "{role}" to the roles of the course'
            )


def _is_sustained(plans: Sequence[SessionPlan], complaints: Complaints) -> None:
    moments = sum(1 for plan in plans if plan.during()) + sum(len(plan.questions) for plan in plans)
    if plans and moments < 2:
        hint = "a virtual exchange is sustained: add another session or question"
        complaints.advice(complaints.line_of_key("modules"), "the participants meet only once", hint)


def _is_facilitated(course: Course, plans: Sequence[SessionPlan], complaints: Complaints) -> None:
    line = complaints.line_of_key("modules")
    for plan in plans:
        roles = {lane.role for block in plan.during() for lane in block.lanes}
        roles |= {block.lead for block in plan.during()}
        if plan.during() and "facilitator" not in roles:
            hint = "dialogue across difference needs somebody who holds the space: let the facilitator lead a block"
            complaints.advice(line, f"nobody facilitates the session of module {plan.module}", hint)
        if plan.questions and not any(question.watch_for for question in plan.questions):
            hint = 'say under "**Watch for:**" what the facilitator looks out for and does'
            complaints.advice(line, f"nobody facilitates the exchange of module {plan.module}", hint)
    silent = any(question.reactions == 0 for plan in plans for question in plan.questions)
    if silent and course.format != "blended":
        hint = 'without reactions people talk past one another: ask for at least "reactions: 1"'
        complaints.advice(line, "a question asks for no reactions", hint)


def _is_small(course: Course, complaints: Complaints) -> None:
    if course.subgroup_size.most > LARGEST_SUBGROUP:
        message = f"subgroups of {course.subgroup_size.most} are large for dialogue"
        hint = f"above {LARGEST_SUBGROUP} people most of the time is spent listening: make more, smaller subgroups"
        complaints.advice(complaints.line_of_key("subgroup size"), message, hint)


def _is_regular(course: Course, plans: Sequence[SessionPlan], complaints: Complaints) -> None:
    if any(plan.during() and not plan.week for plan in plans):
        return
    latest = 0
    for (_, end), (start, _) in pairwise(contact_days(plans)):
        latest = max(latest, end)
        if start - latest - 1 > LONGEST_SILENCE_DAYS:
            message = f"between day {latest + 1} and day {start + 1} of the course there is no contact"
            hint = "more than two weeks of silence let a group fall apart: move a session, or ask a question"
            complaints.advice(complaints.line_of_key("modules"), message, hint)


def _is_educational(course: Course, complaints: Complaints) -> None:
    if not course.competences:
        hint = 'an exchange is part of somebody\'s learning: name what it develops under "competences"'
        complaints.advice(complaints.line_of_key("competences"), "the course names no competences", hint)
