"""What ``completion`` prints: the lines for people and the JSON shapes, of verdicts, questions and decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from facilitator_tui.cohorts.cohort import Cohort, Decided
from facilitator_tui.completion.findings import Finding
from facilitator_tui.completion.reach import Reach
from facilitator_tui.completion.verdict import SHOWN
from facilitator_tui.completion.what_if import Moved, Stake
from facilitator_tui.plain import plain

_HELP_FIRST = ("catch-up", "needs", "out of reach", "safe")
"""Of those about whom something can still change: who needs help most stands first."""

_THEN = ("OnHold", "Provisional", "Failed", "Completed", "Withdrew")

_UNITS = {
    "sessions": "sessions",
    "minutes": "minutes",
    "missed sessions": "sessions",
    "missed minutes": "minutes",
    "task": "times",
    "group": "parts",
}


class Answer(msgspec.Struct):
    """What is printed: lines for people, or values for programs."""

    lines: list[str] = []
    values: list[dict[str, object]] = []

    def add(self, heading: str, lines: Iterable[str], values: Iterable[dict[str, object]]) -> None:
        self.lines += [*([""] if self.lines else []), heading, *lines]
        self.values += values


def verdicts(cohort: Cohort, badge: str, answer: Answer) -> None:
    """The verdicts about a badge, who needs help first."""
    found = in_order(cohort, badge)
    told = (*lines(cohort, found), *_undated(cohort))
    answer.add(heading(cohort, badge), told, (shape(cohort, each) for each in found))


def what_if(cohort: Cohort, badge: str, criterion: str, number: int, answer: Answer) -> None:
    """Whom another threshold would move."""
    moved = cohort.moved(badge, criterion, number)
    told = moved_lines(cohort, moved, criterion, number)
    answer.add(heading(cohort, badge), told, (moved_shape(cohort, badge, each) for each in moved))


def next_session(cohort: Cohort, badge: str, answer: Answer) -> None:
    """Whose verdict hangs on their next session."""
    stakes = cohort.stakes(badge)
    told = stake_lines(cohort, stakes)
    answer.add(heading(cohort, badge), told, (stake_shape(cohort, badge, each) for each in stakes))


def heading(cohort: Cohort, badge: str) -> str:
    chosen = cohort.badge(badge)
    standing = "agreed with the organisation that awards the badge"
    if chosen.standing == "example":
        standing = "an example: agree on it with the organisation that awards the badge"
    where = f", {cohort.subgroup.name}" if cohort.subgroup else ""
    return f"{cohort.course.title}{where}: {chosen.name} ({chosen.id}). Rule, version {chosen.version}: {standing}."


def _undated(cohort: Cohort) -> Iterator[str]:
    if cohort.undated and any(task.due is not None for task in cohort.course.tasks):
        names = ", ".join(map(plain, cohort.undated))
        yield (
            f"Note: which day of the course it is for {names} is not known, so no due day counts there. Say when it "
            "began: facilitator-tui subgroup set NAME --first-day 2026-03-02."
        )


# --- the verdicts


def in_order(cohort: Cohort, badge: str) -> list[Decided]:
    return sorted(cohort.verdicts(badge), key=lambda each: _need(cohort, each))


def _need(cohort: Cohort, found: Decided) -> int:
    state = found.verdict.state
    if state in _THEN:
        return len(_HELP_FIRST) + _THEN.index(state)
    return _HELP_FIRST.index(cohort.reach(found.verdict.badge, found.person).kind)


def lines(cohort: Cohort, found: Iterable[Decided]) -> Iterator[str]:
    count = 0
    for each in found:
        count += 1
        verdict, subgroup = each.verdict, each.participant.subgroup.name
        said = verdict.why
        reach = cohort.reach(verdict.badge, each.person)
        never_came = verdict.state == "Enrolled" and reach.kind == "out of reach"
        if verdict.state in ("Enrolled", "InProgress") and not never_came:
            said = reach.why
        where = "" if cohort.subgroup else f" ({subgroup})"
        yield f"{SHOWN[verdict.state]:<11} {each.name}{where}: {said}"
    if not count:
        yield "Nobody in this course can earn the badge yet."


def shape(cohort: Cohort, found: Decided) -> dict[str, object]:
    """The JSON shape of a verdict: docs/deciding.md."""
    verdict = found.verdict
    return {
        "participant": found.person,
        "name": found.participant.person.name,
        "subgroup": found.participant.subgroup.name,
        "badge": verdict.badge,
        "verdict": verdict.state,
        "met": verdict.met,
        "why": verdict.why,
        "criteria": [_criterion(each) for each in verdict.criteria],
        "reach": _reach_shape(cohort.reach(verdict.badge, found.person)),
        "rule": msgspec.structs.asdict(verdict.rule),
        "override": verdict.override,
        "hold": verdict.hold,
        "confirmation": verdict.confirmation,
        "confirmed_before": verdict.confirmed_before,
        "stored": [
            {"sha256": each.sha256, "verdict": each.state, "rule": each.rule, "stored_ms": each.stored_ms}
            for each in found.stored
        ],
    }


def _criterion(found: Finding) -> dict[str, object]:
    unit = _UNITS[found.kind]
    shape: dict[str, object] = {
        "id": found.id,
        "kind": found.kind,
        "unit": unit,
        "needed": _in_unit(found.needed, unit),
        "achieved": _in_unit(found.achieved, unit),
        "met": found.met,
        "why": found.why,
    }
    return {**shape, "parts": [_criterion(each) for each in found.parts]} if found.parts else shape


def _in_unit(value: int, unit: str) -> int | float:
    """Minutes are kept in milliseconds; whole ones are whole numbers here."""
    if unit != "minutes":
        return value
    return value // 60_000 if value % 60_000 == 0 else value / 60_000


def _reach_shape(reach: Reach) -> dict[str, object]:
    return {**msgspec.structs.asdict(reach), "tasks": [msgspec.structs.asdict(each) for each in reach.tasks]}


# --- what would be if


def moved_lines(cohort: Cohort, moved: tuple[Moved, ...], criterion: str, number: int) -> Iterator[str]:
    yield f"If {criterion} were {number}: {people_count(len(moved))} would move. Nothing was changed."
    for each in moved:
        before, after = SHOWN[each.before.state], SHOWN[each.after.state]
        yield f"{_name(cohort, each.participant)}: {before} → {after}. {each.after.why}"


def moved_shape(cohort: Cohort, badge: str, moved: Moved) -> dict[str, object]:
    return {
        "participant": moved.participant,
        "name": _name(cohort, moved.participant),
        "badge": badge,
        "before": {"verdict": moved.before.state, "met": moved.before.met, "why": moved.before.why},
        "after": {"verdict": moved.after.state, "met": moved.after.met, "why": moved.after.why},
    }


def stake_lines(cohort: Cohort, stakes: tuple[Stake, ...]) -> Iterator[str]:
    yield f"On their next session hangs the verdict of {people_count(len(stakes))}."
    for each in stakes:
        yield f"{_name(cohort, each.participant)}, session {each.module}. Missing it: {each.away.why}"


def stake_shape(cohort: Cohort, badge: str, stake: Stake) -> dict[str, object]:
    return {
        "participant": stake.participant,
        "name": _name(cohort, stake.participant),
        "badge": badge,
        "module": stake.module,
        "there": _reach_shape(stake.there),
        "away": _reach_shape(stake.away),
    }


def people_count(count: int) -> str:
    return "1 person" if count == 1 else f"{count or 'no'} people"


def _name(cohort: Cohort, person: str) -> str:
    return cohort.participant(person).person.name


def as_it_is(found: Decided) -> str:
    return f"{SHOWN[found.verdict.state]:<11} {found.name}: {found.verdict.why}"
