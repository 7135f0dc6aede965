"""What is wrong with a badge's rule: names that lead nowhere (errors), rules that decide nothing or two things.

Only the arithmetic of the rule's text is done here; what a rule decides about people is ``completion``.
"""

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
    Task,
    WorkedExample,
)
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.plans.problems import Complaints, suggest
from facilitator_tui.plans.words import duration


def lint_rules(course: Course, plans: Sequence[SessionPlan], complaints: Complaints) -> None:
    """Check the tasks and badges of a course against its modules."""
    _ids_are_unique(course.tasks, "task", complaints)
    _ids_are_unique(course.badges, "badge", complaints)
    live = tuple(plan for plan in plans if plan.during())
    for badge in course.badges:
        _check_badge(badge, course, live, plans, complaints)


def asked_for(task: Task, plans: Sequence[SessionPlan]) -> int:
    """How often a task is asked for over the whole course."""
    questions = [question for plan in plans for question in plan.questions]
    if task.per == "session":
        return sum(1 for plan in plans if plan.during())
    if task.per == "question" and task.kind == "response":
        return sum(question.responses for question in questions)
    if task.per == "question" and task.kind == "reaction":
        return sum(question.reactions for question in questions)
    return len(questions) if task.per == "question" else 1


def criteria_of(criterion: Criterion) -> Iterator[Criterion]:
    """The criterion and every one inside it."""
    yield criterion
    if isinstance(criterion, Group):
        for part in criterion.parts:
            yield from criteria_of(part)


def _ids_are_unique(named: Sequence[Task | Badge], what: str, complaints: Complaints) -> None:
    seen: set[str] = set()
    for each in named:
        if each.id in seen:
            line = complaints.line_of(each)
            complaints.error(line, f'two {what}s have the id "{each.id}"', "give one of them another id")
        seen.add(each.id)


def _check_badge(
    badge: Badge,
    course: Course,
    live: Sequence[SessionPlan],
    plans: Sequence[SessionPlan],
    complaints: Complaints,
) -> None:
    line = complaints.line_of(badge)
    for role in sorted(set(badge.roles) - {"participant", *course.roles}):
        complaints.error(
            line, f'the badge is for the role "{role}", the course has none', f'add "{role}" to its roles'
        )
    make_up = badge.presence.make_up
    cancelling = (badge.presence.cost_made_good_by,) if badge.presence.cost_made_good_by else ()
    for task in (*badge.presence.with_task, *(make_up.tasks if make_up else ()), *cancelling):
        _task(task, course, complaints.line_of(badge.presence) or line, complaints)
    _check_presence(badge, live, complaints)
    _check_effects(badge, course, complaints)
    for criterion in criteria_of(badge.needs):
        _check_criterion(criterion, badge, course, live, plans, complaints)
    for example in badge.examples:
        _check_example(example, badge, course, live, complaints)
    _check_examples_together(badge, line, complaints)


def _task(task_id: str, course: Course, line: int, complaints: Complaints) -> Task | None:
    for task in course.tasks:
        if task.id == task_id:
            return task
    known = tuple(task.id for task in course.tasks)
    hint = suggest(task_id, known) if known else 'describe it under "tasks"'
    complaints.error(line, f'there is no task "{task_id}"', hint)
    return None


def _check_presence(badge: Badge, live: Sequence[SessionPlan], complaints: Complaints) -> None:
    line = complaints.line_of(badge.presence)
    shortest = min((plan.seconds for plan in live), default=0)
    if shortest and badge.presence.from_s > shortest:
        message = (
            f"presence of {duration(badge.presence.from_s)} is asked for, a session has {duration(shortest)}"
        )
        complaints.advice(line, message, "no presence can count: ask for less")


def _check_effects(badge: Badge, course: Course, complaints: Complaints) -> None:
    """Parts of the presence that no criterion takes notice of."""
    presence = badge.presence
    line = complaints.line_of(presence) or complaints.line_of(badge)
    found = tuple(criteria_of(badge.needs))
    sessions = any(
        isinstance(each, Attend) or (isinstance(each, Miss) and each.sessions is not None) for each in found
    )
    time = any(
        isinstance(each, Minutes) or (isinstance(each, Miss) and each.seconds is not None) for each in found
    )
    if presence.cost and presence.cost.sessions and not sessions:
        message = "lates cost a session, but no criterion counts sessions"
        complaints.advice(line, message, 'write a length of time: "cost: 60 min"')
    if presence.cost and presence.cost.seconds and not time:
        message = "lates cost time, but no criterion counts time"
        complaints.advice(line, message, 'write "cost: 1 session"')
    per_session = {task.id for task in course.tasks if task.per == "session"}
    shares = any(
        isinstance(each, Miss)
        or (isinstance(each, Attend | Minutes) and each.percent)
        or (isinstance(each, Handed) and not each.count and each.task in per_session)
        for each in found
    )
    if "neutral" in (presence.excused, presence.technical) and not shares:
        message = "a neutral session is taken out of the count, but the rule asks for fixed numbers only"
        complaints.advice(
            line, message, 'ask for a share ("attend: 80 %"), or write "attended" for "neutral"'
        )


def _check_criterion(
    criterion: Criterion,
    badge: Badge,
    course: Course,
    live: Sequence[SessionPlan],
    plans: Sequence[SessionPlan],
    complaints: Complaints,
) -> None:
    line = complaints.line_of(criterion) or complaints.line_of(badge)
    if isinstance(criterion, Attend | Minutes | Miss) and criterion.among:
        numbers = {plan.module for plan in live}
        _modules_are_live(set(criterion.among), numbers, line, complaints)
        live = tuple(plan for plan in live if plan.module in criterion.among)
    match criterion:
        case Attend():
            _check_attend(criterion, len(live), line, complaints)
        case Minutes():
            _check_minutes(criterion, live, line, complaints)
        case Miss():
            _check_miss(criterion, live, line, complaints)
        case Handed():
            _check_handed(criterion, course, plans, line, complaints)
        case Group():
            if criterion.needed > len(criterion.parts):
                message = f"at least {criterion.needed} of a list of {len(criterion.parts)} cannot be met"
                complaints.advice(line, message, "ask for fewer, or add to the list")


def _check_attend(criterion: Attend, sessions: int, line: int, complaints: Complaints) -> None:
    if sessions == 0:
        complaints.advice(line, "the rule asks for sessions, the course has none", "ask for a task instead")
        return
    if criterion.sessions > sessions:
        message = f"{criterion.sessions} sessions are asked for, the course has {sessions}"
        complaints.advice(line, message, "the rule cannot be met: ask for fewer")
    if _drops_all_others(criterion, sessions, line, complaints) or not 0 < criterion.percent < 100:
        return
    counted = sessions - criterion.drop
    hundredths = criterion.percent * counted
    strict, lenient = -(-hundredths // 100), hundredths // 100
    exact = f"{criterion.percent} % of {counted} sessions is {hundredths / 100:g}"
    if hundredths % 100 and criterion.round is None:
        hint = f'add "round: up" ({strict}) or "round: down" ({lenient}): two readings decide differently'
        complaints.advice(line, exact, hint)
    elif hundredths % 100 and criterion.round == "up" and strict == counted:
        hint = 'write "attend: all" if that is meant, or "round: down"'
        allowed = f"more than the {criterion.drop} dropped" if criterion.drop else "one"
        complaints.advice(line, f"{exact}, rounded up all {counted}: nobody may miss {allowed}", hint)
    elif criterion.round == "down" and lenient == 0:
        message = f"{exact}, rounded down none: one is asked for all the same"
        complaints.advice(line, message, 'write "attend: 1" if that is meant, or ask for more')


def _drops_all_others(criterion: Attend | Minutes, sessions: int, line: int, complaints: Complaints) -> bool:
    """Whether so many sessions are dropped that at most one is left, which is then all that has to be attended."""
    if not criterion.drop or sessions - criterion.drop > 1:
        return False
    message = (
        f'"drop lowest: {criterion.drop}" leaves {max(0, sessions - criterion.drop)} of {sessions} sessions'
    )
    complaints.advice(line, message, "being there once would do: drop fewer")
    return True


def _check_minutes(
    criterion: Minutes, live: Sequence[SessionPlan], line: int, complaints: Complaints
) -> None:
    planned_s = sum(plan.seconds for plan in live)
    if planned_s == 0:
        complaints.advice(
            line, "the rule asks for minutes, the course has no sessions", "ask for a task instead"
        )
    elif criterion.seconds > planned_s:
        message = f"{criterion.seconds // 60} minutes are asked for, the sessions have {planned_s // 60}"
        complaints.advice(line, message, "the rule cannot be met: ask for fewer")
    else:
        _drops_all_others(criterion, len(live), line, complaints)


def _check_miss(criterion: Miss, live: Sequence[SessionPlan], line: int, complaints: Complaints) -> None:
    planned_s = sum(plan.seconds for plan in live)
    too_many = criterion.sessions is not None and criterion.sessions >= len(live)
    if too_many or (criterion.seconds is not None and criterion.seconds >= planned_s):
        message = f"as much may be missed as the course has ({len(live)} sessions, {duration(planned_s)})"
        complaints.advice(line, message, "being there once would do: allow less")


def _check_handed(
    criterion: Handed, course: Course, plans: Sequence[SessionPlan], line: int, complaints: Complaints
) -> None:
    task = _task(criterion.task, course, line, complaints)
    if task is None:
        return
    most = asked_for(task, plans)
    if criterion.count > most or most == 0:
        wanted = criterion.count or 1
        message = f'the task "{task.id}" is asked for {wanted} times, the course gives {most}'
        complaints.advice(
            line, message, 'the rule cannot be met: ask for fewer, or look at the task\'s "per"'
        )
    if criterion.by_day is not None and criterion.by_day >= course.weeks * 7:
        message = f"day {criterion.by_day + 1} lies after the end of the course (day {course.weeks * 7})"
        if task.due is None or task.due.day is None or criterion.by_day > task.due.day:
            complaints.advice(line, message, "write an earlier day, or give the task this day as its due")


def _check_example(
    example: WorkedExample, badge: Badge, course: Course, live: Sequence[SessionPlan], complaints: Complaints
) -> None:
    line = complaints.line_of(example) or complaints.line_of(badge)
    numbers = {plan.module for plan in live}
    named = {*example.attended, *example.late, *example.excused, *example.technical, *example.made_up}
    _modules_are_live(named | set(example.minutes), numbers, line, complaints)
    for number in sorted(set(example.late) - set(example.attended)):
        hint = f'add {number} to "attended" as well'
        complaints.error(line, f"session {number} is late but not attended", hint)
    missed = {*example.excused, *example.technical, *example.made_up}
    for number in sorted(missed & set(example.attended)):
        complaints.error(line, f"session {number} is both attended and missed", "keep one of the two")
    for task in example.tasks:
        _task(task, course, line, complaints)


def _modules_are_live(named: set[int], numbers: set[int], line: int, complaints: Complaints) -> None:
    there = ", ".join(map(str, sorted(numbers))) or "none"
    for number in sorted(named - numbers):
        complaints.error(line, f"module {number} has no live session", f"modules with one: {there}")


def _check_examples_together(badge: Badge, line: int, complaints: Complaints) -> None:
    if badge.examples and len({example.earns for example in badge.examples}) == 1:
        other = "no" if badge.examples[0].earns else "yes"
        hint = f'add one that ends with "earns: {other}": it shows where the line is'
        complaints.advice(line, "all examples end the same way", hint)
