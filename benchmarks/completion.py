"""A whole grant's worth of verdicts: 2,500 invented participants, five sessions, three rules, every sentence.

``measure`` gives the seconds of one run; ``python -m benchmarks.completion`` prints them. Putting the evidence together
is in ``benchmarks.cohort``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

import msgspec

from facilitator_tui.completion.evidence import Delivery, Evidence, Moment, SessionEvidence, Status
from facilitator_tui.completion.reach import reach
from facilitator_tui.completion.rules import Rule, rule_of
from facilitator_tui.completion.verdict import canonical, decide
from facilitator_tui.plans.course import (
    Attend,
    Badge,
    Course,
    Criterion,
    Due,
    Group,
    Handed,
    MakeUp,
    Minutes,
    Miss,
    Presence,
    SubgroupSize,
    Task,
)
from facilitator_tui.plans.model import Block, SessionPlan

if TYPE_CHECKING:
    from benchmarks.measures import Figure, Size

TARGET_SECONDS = 2.0
"""What all verdicts together may take."""

SESSIONS = 5
LENGTH_MS = 7_200_000
DAY_MS = 86_400_000

_TASKS = (
    Task("post-survey", "survey", "Afterwards", due=Due(day=42)),
    Task("diary", "diary", "A diary", "session", Due(within_s=4 * 86_400)),
    Task("summary", "assignment", "A summary of the recording", "session"),
)
_MAKE_UP = MakeUp(("summary",), within_s=7 * 86_400, at_most=1, covers="both")


class Measured(msgspec.Struct, frozen=True):
    """Seconds for all verdicts with their sentences, and for what everybody could reach before the last session."""

    verdicts_s: float
    reach_s: float
    verdicts: int
    met: int
    bytes_each: int


def measure(participants: int = 2_500) -> Measured:
    """Decide about so many people under three rules, and say before the last session what each can still reach."""
    rules = _rules()
    people = tuple(_people(participants, held=SESSIONS))
    began = time.perf_counter()
    verdicts = [decide(rule, person) for rule in rules for person in people]
    verdicts_s = time.perf_counter() - began
    people = tuple(_people(participants, held=SESSIONS - 1))
    began = time.perf_counter()
    for rule in rules:
        for person in people:
            reach(rule, person)
    reach_s = time.perf_counter() - began
    size = sum(len(canonical(each)) for each in verdicts) // len(verdicts)
    return Measured(verdicts_s, reach_s, len(verdicts), sum(1 for each in verdicts if each.met), size)


def figures(size: Size) -> list[Figure]:
    """The whole of it at any size: it takes two seconds."""
    from benchmarks.measures import Figure

    found = measure()
    says = f"{found.verdicts} verdicts with their sentences"
    reach = f"what everybody can still reach: {found.reach_s:.2f} s"
    return [Figure("verdicts", says, "s", found.verdicts_s, TARGET_SECONDS, detail=reach)]


def main() -> None:
    """Print the seconds of one run."""
    found = measure()
    print(f"{found.verdicts} verdicts, {found.met} met, {found.bytes_each} bytes each")
    print(f"verdicts  {found.verdicts_s:6.2f} s  (at most {TARGET_SECONDS:g} s)")
    print(f"reach     {found.reach_s:6.2f} s")


def _rules() -> tuple[Rule, ...]:
    shares = Group((Attend(percent=80, of="held", round="up"), Handed("diary", 3), Handed("post-survey")))
    time_or_misses = Group((Minutes(percent=75, of="held"), Miss(sessions=1)), at_least=1)
    everything = Group((Attend(percent=100, of="held"), Attend(sessions=4, live=True), Handed("diary")))
    neutral = Presence(
        from_percent=70, late_after_s=600, excused="neutral", technical="neutral", technical_at_most=1
    )
    rules: tuple[tuple[Criterion, Presence], ...] = (
        (shares, neutral),
        (time_or_misses, Presence(technical="neutral")),
        (everything, Presence(from_percent=70, make_up=_MAKE_UP)),
    )
    badges = tuple(
        Badge(f"badge-{number}", "Badge", "1", "example", needs, presence=presence)
        for number, (needs, presence) in enumerate(rules, start=1)
    )
    plans = tuple(
        SessionPlan(module, "Module", blocks=(Block("Dialogue", "discussion", 7200),))
        for module in range(1, SESSIONS + 1)
    )
    course = Course(
        "course", "1", "en", "Course", "ready-made exchange", "synchronous", 6, SubgroupSize(8, 10), (), (), (),
        tasks=_TASKS, badges=badges,
    )  # fmt: skip
    return tuple(rule_of(badge, course, plans) for badge in badges)


def _people(participants: int, held: int) -> Iterator[Evidence]:
    dice = Random(5)
    day = held * 7 - 3
    for number in range(participants):
        sessions = tuple(_session(module, held, dice) for module in range(1, SESSIONS + 1))
        handed = [
            Delivery("diary", each.module, each.ends_ms, each.day)
            for each in sessions[:held]
            if dice.random() < 0.8
        ]
        handed += [Delivery("summary", each.module) for each in sessions[:held] if dice.random() < 0.1]
        handed += [Delivery("post-survey")] if dice.random() < 0.9 else []
        yield Evidence(
            participant=f"person-{number}",
            course="course",
            sessions=sessions,
            deliveries=tuple(handed),
            now=Moment(day * DAY_MS, day),
            over=held == SESSIONS,
        )


def _session(module: int, held: int, dice: Random) -> SessionEvidence:
    starts_ms = (module - 1) * 7 * DAY_MS
    came = dice.random() < 0.85 and module <= held
    late_ms = dice.choice((0, 0, 0, 0, 900_000)) if came else 0
    marks: tuple[Status | None, ...] = (None, None, None, "excused", "technical")
    return SessionEvidence(
        module=module,
        stage="held" if module <= held else "to come",
        planned_ms=LENGTH_MS,
        length_ms=LENGTH_MS if module <= held else 0,
        present_ms=dice.randrange(LENGTH_MS // 2, LENGTH_MS - late_ms) if came else 0,
        late_ms=late_ms,
        marked=None if came else dice.choice(marks),
        confirmed=True,
        starts_ms=starts_ms,
        ends_ms=starts_ms + LENGTH_MS,
        day=(module - 1) * 7,
    )


if __name__ == "__main__":
    main()
