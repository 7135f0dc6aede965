"""What was handed in and counts: in time, for the right session, as often as it is asked for.

A moment or day that is not known is never held against anybody.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from facilitator_tui.completion.evidence import Delivery, Evidence, SessionEvidence
from facilitator_tui.completion.rules import Rule, RuleTask


class Handed(msgspec.Struct, frozen=True):
    """How often something was handed in and counts, and how often after its last moment.

    ``beyond`` came in time too, and does not count: ``full`` are the modules that ask for no more, each with how much.
    """

    in_time: int = 0
    too_late: int = 0
    beyond: int = 0
    full: tuple[tuple[int, int], ...] = ()


def handed(rule: Rule, evidence: Evidence, id: str, by_day: int | None = None) -> Handed:
    """Count what was handed in of a task, by its own last moment and, where there is one, by the end of ``by_day``.

    Of a task per session the same session counts once; a question takes no more responses than it asks for.
    """
    task = rule.task(id)
    whole, late = 0, 0
    by_module: dict[int, int] = {}
    for delivery in evidence.deliveries:
        if delivery.task != id:
            continue
        if not in_time(task, delivery, evidence, by_day):
            late += delivery.times
        elif delivery.module and (task.per == "session" or task.kind == "response"):
            by_module[delivery.module] = by_module.get(delivery.module, 0) + delivery.times
        else:
            whole += delivery.times
    most = {module: _most(task, module) for module in by_module}
    counting = sum(min(times, most[module]) for module, times in by_module.items())
    full = tuple(
        sorted((module, most[module]) for module, times in by_module.items() if times > most[module])
    )
    return Handed(whole + counting, late, sum(by_module.values()) - counting, full)


def handed_for(rule: Rule, evidence: Evidence, id: str, module: int) -> Delivery | None:
    """What was handed in of a task for the session of this module, in time; ``None`` if nothing was."""
    task = rule.task(id)
    for delivery in evidence.deliveries:
        if delivery.task == id and delivery.module == module and in_time(task, delivery, evidence):
            return delivery
    return None


def asked(task: RuleTask, evidence: Evidence, sessions: Iterable[SessionEvidence]) -> int:
    """How often a task is asked of this person, at least once.

    ``sessions`` are those that the person has to do with: neither cancelled nor taken out. Questions that closed
    before they joined are not asked of them.
    """
    if task.per == "session":
        return max(1, sum(1 for session in sessions if session.expected))
    if task.per == "question":
        return max(1, sum(each.times for each in task.questions if each.closes_day >= evidence.joined_day))
    return 1


def in_time(task: RuleTask, delivery: Delivery, evidence: Evidence, by_day: int | None = None) -> bool:
    """Whether a delivery came by the last moment of its task (and by the end of ``by_day``)."""
    last_days = [day for day in (by_day, _last_day(task, delivery)) if day is not None]
    if delivery.day is not None and last_days and delivery.day > min(last_days):
        return False
    if delivery.at_ms is None or task.due is None or task.due.within_s is None or task.per != "session":
        return True
    ends = [
        session.ends_ms
        for session in evidence.sessions
        if session.ends_ms is not None and delivery.module in (0, session.module)
    ]
    return not ends or delivery.at_ms <= max(ends) + task.due.within_s * 1000


def _last_day(task: RuleTask, delivery: Delivery) -> int | None:
    if task.due is not None and task.due.day is not None:
        return task.due.day
    if task.per != "question":
        return None
    days = [each.last_day for each in task.questions if delivery.module in (0, each.module)]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _most(task: RuleTask, module: int) -> int:
    """How many deliveries for one module can count."""
    if task.per != "question":
        return 1
    return max(1, sum(each.times for each in task.questions if each.module == module))
