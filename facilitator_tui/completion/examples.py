"""The worked examples of a course, run against their rules: what a person expects against what the rule decides.

``check_examples`` gives the disagreements as values; ``lint_examples`` says them where ``plan check`` says everything
else that is wrong with a course.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from facilitator_tui.completion.evaluation import evaluate
from facilitator_tui.completion.evidence import Delivery, Evidence, SessionEvidence, Status
from facilitator_tui.completion.findings import Finding
from facilitator_tui.completion.problems import CompletionProblem
from facilitator_tui.completion.rules import Rule, rule_of
from facilitator_tui.plans.course import Badge, Course, WorkedExample
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.plans.problems import Complaints

_MINUTE_MS = 60_000


class ExampleProblem(msgspec.Struct, frozen=True):
    """An example that its rule decides otherwise; ``message`` says how, with the numbers."""

    badge: str
    example: WorkedExample
    message: str
    hint: str


def check_examples(course: Course, plans: Sequence[SessionPlan]) -> tuple[ExampleProblem, ...]:
    """Every worked example of the course that its rule decides otherwise. ``plans`` are the course's modules.

    Raises ``CompletionProblem`` where a rule names a task that the course does not have.
    """
    found: list[ExampleProblem] = []
    for badge in course.badges:
        rule = rule_of(badge, course, plans)
        found += (problem for each in badge.examples if (problem := _check(each, badge, rule, plans)))
    return tuple(found)


def lint_examples(course: Course, plans: Sequence[SessionPlan], complaints: Complaints) -> None:
    """Complain about each example that its rule decides otherwise, on the line of the example."""
    try:
        problems = check_examples(course, plans)
    except CompletionProblem:
        return  # the name that leads nowhere has been complained about where it stands
    for problem in problems:
        complaints.error(complaints.line_of(problem.example), problem.message, problem.hint)


def evidence_of(example: WorkedExample, rule: Rule, plans: Sequence[SessionPlan]) -> Evidence:
    """The evidence that an example describes: every session of the course was held, at its planned length."""
    live = [plan for plan in plans if plan.during()]
    return Evidence(
        participant=example.who,
        role=example.role,
        sessions=tuple(_session(plan, example, rule) for plan in live),
        deliveries=tuple(_deliveries(example, rule, [plan.module for plan in live])),
        over=True,
    )


def decides(example: WorkedExample, rule: Rule, plans: Sequence[SessionPlan]) -> tuple[bool, str]:
    """Whether the rule gives the badge in this example, and why."""
    if example.role not in rule.roles:
        return False, f"the badge is for {', '.join(rule.roles)}, not for {example.role}"
    found = evaluate(rule, evidence_of(example, rule, plans))
    decisive = _unmet(found) if not found.met else found.parts or (found,)
    return found.met, "; ".join(each.why for each in decisive)


def _unmet(found: Finding) -> tuple[Finding, ...]:
    return tuple(each for each in found.parts if not each.met) or (found,)


def _check(
    example: WorkedExample, badge: Badge, rule: Rule, plans: Sequence[SessionPlan]
) -> ExampleProblem | None:
    earns, why = decides(example, rule, plans)
    if earns == example.earns:
        return None
    said, decided = ("yes", "no") if example.earns else ("no", "yes")
    message = f'the example "{example.who}" ends with "earns: {said}", the rule says {decided}: {why}'
    return ExampleProblem(
        badge.id, example, message, "correct the rule or the example: one of them is not meant so"
    )


def _session(plan: SessionPlan, example: WorkedExample, rule: Rule) -> SessionEvidence:
    module, length_ms = plan.module, plan.seconds * 1000
    present_ms = length_ms if module in example.attended else 0
    if module in example.minutes:
        present_ms = min(length_ms, example.minutes[module] * _MINUTE_MS)
    late_ms = 0
    if module in example.late and rule.presence.late_after_s is not None:
        late_ms = rule.presence.late_after_s * 1000 + _MINUTE_MS
    return SessionEvidence(
        module=module,
        planned_ms=length_ms,
        length_ms=length_ms,
        present_ms=present_ms,
        late_ms=late_ms,
        marked=_mark(module, example),
    )


def _mark(module: int, example: WorkedExample) -> Status | None:
    if module in example.made_up:
        return "made up"
    if module in example.excused:
        return "excused"
    return "technical" if module in example.technical else None


def _deliveries(example: WorkedExample, rule: Rule, live: Sequence[int]) -> Iterator[Delivery]:
    """What was handed in. Of a task per session the first were for the sessions attended, in their order.

    Of a task of the make-up the first were for the sessions that were made good.
    """
    make_up = rule.presence.make_up
    missed = [module for module in live if module not in example.attended]
    for task in rule.tasks:
        times = example.tasks.get(task.id, 0)
        if task.per != "session":
            if times:
                yield Delivery(task.id, times=times)
            continue
        if make_up is not None and task.id in make_up.tasks:
            order = [*example.made_up, *example.attended]
        else:
            order = [*example.attended, *missed]
        yield from (Delivery(task.id, module) for module in order[:times])
        if times > len(order):
            yield Delivery(task.id, times=times - len(order))
