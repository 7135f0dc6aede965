"""A course as a sheet: its frame, modules, tasks, and the badges with their rules in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facilitator_tui.plans.course import (
    Attend,
    Badge,
    Course,
    Criterion,
    Group,
    Handed,
    Minutes,
    Miss,
    Presence,
    Task,
)
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.plans.render import Bullets, Heading, Part, Said, Table
from facilitator_tui.plans.words import duration


def course_sheet(course: Course, plans: Sequence[SessionPlan]) -> tuple[Part, ...]:
    """Everything about a course but the text of its modules."""
    size = course.subgroup_size
    people = str(size.most) if size.least == size.most else f"{size.least}–{size.most}"
    parts: list[Part] = [
        Heading(1, course.title),
        Said("", f"{course.kind} · {course.format} · {course.weeks} weeks · subgroups of {people}"),
        Said("Version", course.version),
        Said("Languages", ", ".join(f"{each.code} {each.level}".strip() for each in course.languages)),
        Said("Roles", ", ".join(course.roles)),
    ]
    if course.about:
        parts.append(Said("", course.about))
    parts += [Said("Aims", ""), Bullets(course.aims)]
    if course.competences:
        named = (
            f"{each.name} ({' '.join((each.framework, each.code)).strip()})" for each in course.competences
        )
        parts += [Said("Competences", ""), Bullets(tuple(each.replace(" ()", "") for each in named))]
    parts += _workload(course, plans)
    parts += [Heading(2, "Modules"), _modules(plans)]
    if course.tasks:
        parts += [Heading(2, "Tasks"), Bullets(tuple(map(_task, course.tasks)))]
    for badge in course.badges:
        parts += _badge(badge)
    return tuple(parts)


def rule_in_words(criterion: Criterion) -> str:
    """What a criterion asks for, in one line; groups name only how many of their parts are needed."""
    text = _asked_for(criterion)
    if isinstance(criterion, Attend | Minutes) and criterion.drop:
        text += f", the {criterion.drop} lowest left out" if criterion.drop > 1 else ", the lowest left out"
    if isinstance(criterion, Attend | Minutes | Miss):
        text += f", counting only session {', '.join(map(str, criterion.among))}" if criterion.among else ""
        text += ", live (not made good)" if criterion.live else ""
    return text


def _asked_for(criterion: Criterion) -> str:
    match criterion:
        case Attend(percent=100):
            return f"attend all sessions that were {criterion.of}"
        case Attend(percent=0):
            return f"attend at least {criterion.sessions} sessions"
        case Attend():
            rounded = f", rounded {criterion.round}" if criterion.round else ""
            return f"attend at least {criterion.percent} % of the sessions {criterion.of}{rounded}"
        case Minutes(percent=0):
            return f"be present for at least {criterion.seconds // 60} minutes"
        case Minutes():
            return f"be present for at least {criterion.percent} % of the minutes {criterion.of}"
        case Miss(seconds=None):
            return f"miss at most {criterion.sessions} of the sessions {criterion.of}"
        case Miss():
            return f"miss at most {duration(criterion.seconds or 0)} of the sessions {criterion.of}"
        case Handed():
            times = f" {criterion.count} times" if criterion.count else ""
            by = f" by day {criterion.by_day + 1}" if criterion.by_day is not None else ""
            return f"hand in {criterion.task}{times}{by}"
        case Group():
            return (
                "all of:" if criterion.needed == len(criterion.parts) else f"at least {criterion.needed} of:"
            )


def presence_in_words(presence: Presence) -> tuple[str, ...]:
    """When a session counts as attended, one sentence each."""
    return tuple(_presence(presence))


def _presence(presence: Presence) -> Iterator[str]:
    if presence.from_percent:
        yield f"present for at least {presence.from_percent} % of the session"
    if presence.from_s:
        yield f"present for at least {duration(presence.from_s)}"
    if presence.late_after_s is not None:
        yield f"late after {duration(presence.late_after_s)}"
    if presence.cost:
        cost = "one session" if presence.cost.sessions else duration(presence.cost.seconds)
        good = f", unless made good by {presence.cost_made_good_by}" if presence.cost_made_good_by else ""
        yield f"every {presence.lates} lates cost {cost}{good}"
    if presence.with_task:
        yield "counts only with " + ", ".join(presence.with_task)
    for name, treatment, most in (
        ("excused", presence.excused, presence.excused_at_most),
        ("technical trouble", presence.technical, presence.technical_at_most),
    ):
        yield f"{name}: {treatment}" + (f", at most {most} sessions" if most is not None else "")
    if make_up := presence.make_up:
        ways = [*make_up.tasks, *(["another subgroup's session"] if make_up.another_session else [])]
        within = f" within {duration(make_up.within_s)}" if make_up.within_s else ""
        most_text = f", at most {make_up.at_most} sessions" if make_up.at_most else ""
        yield f"make-up by {' and '.join(ways)}{within}{most_text}"


def _workload(course: Course, plans: Sequence[SessionPlan]) -> Iterator[Part]:
    live_s = sum(plan.seconds for plan in plans)
    own_s = course.workload.own_work_s
    text = f"{duration(live_s)} live" + (f" and {duration(own_s)} of own work" if own_s else "")
    if course.workload.hours_per_credit:
        hours = (live_s + own_s) / 3600
        worth = f"{hours / course.workload.hours_per_credit:.2g}"
        noun = "credit" if worth == "1" else "credits"
        text += f"; {hours:g} h at {course.workload.hours_per_credit} h a credit are {worth} {noun}"
    yield Said("Workload", text)


def _modules(plans: Sequence[SessionPlan]) -> Table:
    return Table(
        ("module", "week", "title", "live", "questions"),
        tuple(
            (
                str(plan.module),
                str(plan.week or ""),
                plan.title,
                duration(plan.seconds) if plan.seconds else "",
                str(len(plan.questions) or ""),
            )
            for plan in plans
        ),
    )


def _task(task: Task) -> str:
    often = "" if task.per == "course" else f", for each {task.per}"
    due = ""
    if task.due and task.due.day is not None:
        due = f", by day {task.due.day + 1}"
    elif task.due and task.due.within_s is not None:
        due = f", within {duration(task.due.within_s)}"
    return f"{task.id} ({task.kind}{often}{due}): {task.title}"


def _badge(badge: Badge) -> Iterator[Part]:
    yield Heading(2, f"Badge: {badge.name}")
    level = f" · level {badge.level}" if badge.level else ""
    standing = "an example" if badge.standing == "example" else "agreed"
    yield Said("", f"rule {badge.version}, {standing}{level} · for {', '.join(badge.roles)}")
    if badge.about:
        yield Said("", badge.about)
    yield Said("A session counts when", "")
    yield Bullets(presence_in_words(badge.presence))
    yield Said("Needs", "")
    yield Bullets(tuple(_nested(badge.needs)))
    if badge.examples:
        yield Said("Examples", "")
        yield Bullets(
            tuple(f"{each.who}: {'yes' if each.earns else 'no'}, {each.because}" for each in badge.examples)
        )


def _nested(criterion: Criterion, depth: int = 0) -> Iterator[str]:
    yield "\u2007\u2007" * depth + rule_in_words(criterion)
    if isinstance(criterion, Group):
        for part in criterion.parts:
            yield from _nested(part, depth + 1)
