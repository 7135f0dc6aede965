"""What one person can still reach, while it can still help: safe, what is needed, or out of reach and why.

The answers are exact for the futures that ``futures`` describes. What would be different under another rule, and whose
verdict hangs on the next session, is in ``what_if``.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from facilitator_tui.completion.evaluation import Facts, finding
from facilitator_tui.completion.evidence import Evidence
from facilitator_tui.completion.findings import Finding
from facilitator_tui.completion.futures import Found, Futures, ToHandIn
from facilitator_tui.completion.rules import Rule, criteria
from facilitator_tui.completion.sentences import listed
from facilitator_tui.plans.course import Handed

ReachKind = Literal["safe", "needs", "catch-up", "out of reach"]


class Todo(msgspec.Struct, frozen=True):
    """A task that is still missing, how many times, and for which session (0: for none in particular)."""

    task: str
    times: int = 1
    module: int = 0


class Reach(msgspec.Struct, frozen=True):
    """What somebody can still reach.

    ``sessions`` of the next ``of`` are needed at least, given that everything in ``tasks`` is handed in and the
    sessions in ``catch_ups`` are made good. Where not just any will do, ``which`` names some that do.
    """

    kind: ReachKind
    why: str
    sessions: int = 0
    of: int = 0
    which: tuple[int, ...] = ()
    catch_ups: tuple[int, ...] = ()
    tasks: tuple[Todo, ...] = ()


def reach(rule: Rule, evidence: Evidence) -> Reach:
    """What this person can still reach under this rule.

    Safe: the rule is met whatever comes. Needs: it can be met without a make-up. Catch-up: only if missed sessions are
    made good, as few as possible. Out of reach: it is not met in any future.
    """
    if evidence.withdrawal is not None:
        return Reach("out of reach", "Out of reach: left the course.")
    futures = Futures(rule, evidence)
    of = len(futures.coming)
    if futures.always_met():
        return Reach("safe", "Safe: everything is met whatever comes." if of else "Everything is met.", of=of)
    found = futures.least()
    if found is None:
        return Reach("out of reach", _out_of_reach(rule, futures), of=of)
    tasks = _todo(rule, futures, found)
    return Reach(
        "catch-up" if found.caught else "needs",
        _needs(found, of, tasks),
        len(found.there),
        of,
        () if found.any_will_do else found.there,
        found.caught,
        tasks,
    )


def _todo(rule: Rule, futures: Futures, found: Found) -> tuple[Todo, ...]:
    """What has to be handed in beside, whichever sessions are chosen: one way that holds nothing superfluous."""

    def ends(wanted: dict[ToHandIn, int]) -> Finding:
        ways = (futures.if_so(each, (), found.caught, tuple(wanted), wanted) for each in found.choices)
        ending = [finding(rule.needs, Facts(rule, way), words=False) for way in ways]
        return next((each for each in ending if not each.met), ending[0])

    wanted = dict.fromkeys(futures.hand_ins, 0)
    for key in futures.hand_ins:
        fewer = {each: times for each, times in wanted.items() if each != key}
        without = ends(fewer)
        if without.met:
            wanted = fewer
            continue
        most = sum(delivery.times for delivery in futures.hand_ins[key])
        enough = (
            each for each in sorted(_missing(key, rule, without, most)) if ends({**wanted, key: each}).met
        )
        wanted[key] = next(enough, most)
    return tuple(Todo(key.task, times, key.module) for key, times in wanted.items())


def _missing(key: ToHandIn, rule: Rule, without: Finding, most: int) -> set[int]:
    """How many of a task can be missing: what the criteria say that ask for it; any number where none does."""
    asking = {each.id for each in criteria(rule.needs) if isinstance(each, Handed) and each.task == key.task}
    missing = {each.needed - each.achieved for each in without.leaves() if each.id in asking and not each.met}
    return missing or set(range(1, most + 1))


def _needs(found: Found, of: int, tasks: tuple[Todo, ...]) -> str:
    """For example "Needs 2 of the next 3 sessions and to hand in post-survey, diary (2 more)."."""
    needs = []
    if found.there:
        needs.append(_sessions(found, of))
    if found.caught:
        needs.append(f"a catch-up for session {listed(found.caught)}")
    if tasks:
        needs.append("to hand in " + ", ".join(map(_in_words, tasks)))
    return f"Needs {' and '.join(needs)}." if needs else "Needs only to avoid being late."


def _sessions(found: Found, of: int) -> str:
    count = len(found.there)
    if count == of:
        return "the next session" if of == 1 else f"all of the next {of} sessions"
    some = f"{count} of the next {of} sessions"
    return some if found.any_will_do else f"{some} (session {listed(found.there)}, for example)"


def _in_words(todo: Todo) -> str:
    if todo.module:
        return f"{todo.task} for session {todo.module}"
    return todo.task if todo.times == 1 else f"{todo.task} ({todo.times} more)"


def _out_of_reach(rule: Rule, futures: Futures) -> str:
    """What is not met even at best, with the numbers it would come to."""
    best = futures.if_so(futures.useful, caught=futures.catchable, hand_ins=tuple(futures.hand_ins))
    found = finding(rule.needs, Facts(rule, best), words=True)
    reasons = "; ".join(each.why for each in found.leaves() if not each.met)
    if not reasons:
        reasons = "what can be made good is not enough for everything at once"
    if futures.coming or futures.catchable or futures.hand_ins:
        return f"Out of reach, even with everything that can still come: {reasons}."
    return f"Out of reach: {reasons}."
