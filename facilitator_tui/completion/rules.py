"""A badge's rule with everything it depends on, under one version and one hash.

``rule_of`` gathers it from a course; ``canonical`` writes it as bytes. What it decides is in ``evaluation``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import chain, count
from typing import Any

import msgspec

from facilitator_tui.completion.problems import CompletionProblem
from facilitator_tui.plans.course import (
    Attend,
    Badge,
    Course,
    CourseRole,
    Criterion,
    Due,
    Group,
    Handed,
    Minutes,
    Miss,
    Presence,
    Task,
    TaskKind,
)
from facilitator_tui.plans.model import SessionPlan

_DAY_S = 86_400


class Asked(msgspec.Struct, frozen=True):
    """How often a task is asked for by the questions of one module, from when to when (days of the course).

    ``last_day`` is the last day on which it can be handed in; ``None`` where there is none.
    """

    module: int
    times: int
    opens_day: int
    closes_day: int
    last_day: int | None = None


class RuleTask(msgspec.Struct, frozen=True):
    """A task that the rule asks for: what of it decides whether somebody handed it in in time."""

    id: str
    kind: TaskKind
    per: str
    due: Due | None = None
    questions: tuple[Asked, ...] = ()


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What decides about a badge. Every criterion has an id. ``sha256`` is that of ``canonical``, in hex."""

    id: str
    version: str
    roles: tuple[CourseRole, ...]
    presence: Presence
    needs: Criterion
    tasks: tuple[RuleTask, ...] = ()
    sha256: str = ""

    def task(self, id: str) -> RuleTask:
        """The task with this id. Raises ``CompletionProblem`` where the course has none."""
        for task in self.tasks:
            if task.id == id:
                return task
        raise CompletionProblem(
            f'The rule "{self.id}" asks for the task "{id}", which the course does not have.'
        )


def rule_of(badge: Badge, course: Course, plans: Sequence[SessionPlan]) -> Rule:
    """The rule of a badge, with the tasks it names as the course and its modules ask for them.

    Raises ``CompletionProblem`` where it names a task that the course does not have.
    """
    by_id = {task.id: task for task in course.tasks}
    named = tuple(dict.fromkeys(_tasks_of(badge)))
    if missing := [each for each in named if each not in by_id]:
        raise CompletionProblem(
            f'The badge "{badge.id}" asks for the task "{missing[0]}", which the course "{course.id}" does not have. '
            "Correct course.yaml; plan check names the line."
        )
    return sealed(
        Rule(
            id=badge.id,
            version=badge.version,
            roles=badge.roles,
            presence=badge.presence,
            needs=_with_ids(badge.needs, {"presence"}),
            tasks=tuple(_rule_task(by_id[each], plans) for each in named),
        )
    )


def sealed(rule: Rule) -> Rule:
    """The rule with the hash of what it says now."""
    return msgspec.structs.replace(rule, sha256=sha256(canonical(rule)).hexdigest())


def canonical(rule: Rule) -> bytes:
    """The rule as canonical JSON: the same rule always gives the same bytes. Its hash is not part of them.

    What a criterion drops is written only where it drops something, so that no older rule changes its hash.
    """
    written = msgspec.to_builtins(msgspec.structs.replace(rule, sha256=""))
    _leave_out_idle_drop(written["needs"])
    return msgspec.json.encode(written, order="sorted")


def _leave_out_idle_drop(criterion: dict[str, Any]) -> None:
    if criterion.get("drop") == 0:
        del criterion["drop"]
    for part in criterion.get("parts", ()):
        _leave_out_idle_drop(part)


def revive(stored: bytes | str) -> Rule:
    """The rule back from its canonical form. Raises ``CompletionProblem`` when it is not one."""
    try:
        return sealed(msgspec.json.decode(stored, type=Rule))
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise CompletionProblem(
            f"This is not a stored rule: {error}. Take it from the course again."
        ) from error


def criteria(criterion: Criterion) -> Iterator[Criterion]:
    """The criterion and all inside it, each before its parts."""
    yield criterion
    if isinstance(criterion, Group):
        for part in criterion.parts:
            yield from criteria(part)


def with_number(rule: Rule, criterion: str, number: int) -> Rule:
    """The rule with another threshold, for asking what would be if.

    ``number`` replaces the one that the criterion has: sessions, percent, seconds, times or parts. The criterion
    "presence" means the share of a session that must be attended, in percent. Raises ``CompletionProblem`` where the
    rule has no such criterion, or the number makes no sense.
    """
    if number < 0:
        raise CompletionProblem(f"A threshold cannot be {number}: give 0 or more.")
    if criterion == "presence":
        presence = msgspec.structs.replace(rule.presence, from_percent=number)
        changed = msgspec.structs.replace(rule, presence=presence)
    elif any(each.id == criterion for each in criteria(rule.needs)):
        changed = msgspec.structs.replace(rule, needs=_changed(rule.needs, criterion, number))
    else:
        there = ", ".join(["presence", *(each.id for each in criteria(rule.needs))])
        raise CompletionProblem(f'The rule "{rule.id}" has no criterion "{criterion}". It has: {there}.')
    return sealed(msgspec.structs.replace(changed, version=f"{rule.version}, if {criterion} were {number}"))


def _changed(criterion: Criterion, id: str, number: int) -> Criterion:
    replace = msgspec.structs.replace
    if criterion.id != id:
        if isinstance(criterion, Group):
            return replace(criterion, parts=tuple(_changed(part, id, number) for part in criterion.parts))
        return criterion
    match criterion:
        case Attend():
            return replace(criterion, **{"percent" if criterion.percent else "sessions": number})
        case Minutes():
            return replace(criterion, **{"percent" if criterion.percent else "seconds": number})
        case Miss():
            return replace(criterion, **{"seconds" if criterion.sessions is None else "sessions": number})
        case Handed():
            return replace(criterion, count=number)
        case Group():
            return replace(criterion, at_least=number)


def _with_ids(criterion: Criterion, used: set[str]) -> Criterion:
    """Every criterion with an id of its own: the one that was written, or what it asks for, numbered."""
    wanted = criterion.id or _usual_id(criterion)
    name = next(each for each in chain([wanted], (f"{wanted}-{n}" for n in count(2))) if each not in used)
    used.add(name)
    if isinstance(criterion, Group):
        parts = tuple(_with_ids(part, used) for part in criterion.parts)
        return msgspec.structs.replace(criterion, id=name, parts=parts)
    return msgspec.structs.replace(criterion, id=name)


def _usual_id(criterion: Criterion) -> str:
    match criterion:
        case Attend():
            return "sessions"
        case Minutes():
            return "minutes"
        case Miss():
            return "missed"
        case Handed():
            return criterion.task
        case Group():
            return "all" if criterion.needed == len(criterion.parts) else f"{criterion.needed}-of"


def _tasks_of(badge: Badge) -> Iterator[str]:
    yield from (each.task for each in criteria(badge.needs) if isinstance(each, Handed))
    yield from badge.presence.with_task
    if badge.presence.make_up:
        yield from badge.presence.make_up.tasks
    if badge.presence.cost_made_good_by:
        yield badge.presence.cost_made_good_by


def _rule_task(task: Task, plans: Sequence[SessionPlan]) -> RuleTask:
    asked = tuple(_asked(task, plans)) if task.per == "question" else ()
    return RuleTask(task.id, task.kind, task.per, task.due, asked)


def _asked(task: Task, plans: Sequence[SessionPlan]) -> Iterator[Asked]:
    for plan in plans:
        if not plan.questions:
            continue
        times = sum(_times(task, question.responses, question.reactions) for question in plan.questions)
        opens = min(question.opens_day for question in plan.questions)
        closes = max(question.closes_day for question in plan.questions)
        last = None
        if task.due is not None and task.due.within_s is not None:
            last = closes + -(-task.due.within_s // _DAY_S)
        yield Asked(plan.module, times, opens, closes, last)


def _times(task: Task, responses: int, reactions: int) -> int:
    return {"response": responses, "reaction": reactions}.get(task.kind, 1)
