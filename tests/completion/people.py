"""Courses, rules and invented participants for the tests of completion, made in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from facilitator_tui.completion.evidence import Delivery, Evidence, SessionEvidence
from facilitator_tui.completion.rules import Rule, rule_of
from facilitator_tui.plans.course import Badge, Course, Criterion, Due, Presence, SubgroupSize, Task
from facilitator_tui.plans.forms_badge import BADGE
from facilitator_tui.plans.model import Block, Question, SessionPlan
from facilitator_tui.plans.problems import Complaints
from facilitator_tui.plans.yaml_tree import read_tree

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

START = 1_772_000_000_000
"""The beginning of day 1 of the course; session 1 is on it, the others follow a week apart."""

TASKS = (
    Task("post-survey", "survey", "Afterwards", due=Due(day=40)),
    Task("session-survey", "survey", "At the door", "session", Due(within_s=86_400)),
    Task("reflection", "reflection", "What I learned", "session"),
    Task("diary", "diary", "A diary", "session", Due(within_s=4 * 86_400)),
    Task("summary", "assignment", "A summary of the recording", "session"),
    Task("extra-hour", "assignment", "An hour that was missed by coming late"),
    Task("response", "response", "A video to each question", "question", Due(within_s=2 * 86_400)),
    Task("reaction", "reaction", "Videos to others", "question"),
    *(Task(each, "assignment", each) for each in ("essay", "poster", "interview", "map", "sketch")),
)


def plans(count: int = 5, minutes: int = 120) -> tuple[SessionPlan, ...]:
    """So many modules with a live session each; the second one asks a question as well."""
    return tuple(
        SessionPlan(
            module,
            f"Module {module}",
            seconds=minutes * 60,
            blocks=(Block("All of it", "discussion", minutes * 60),),
            questions=(Question("Where?", opens_day=8, closes_day=12),) if module == 2 else (),
        )
        for module in range(1, count + 1)
    )


def course(*badges: Badge, count: int = 5) -> Course:
    return Course(
        id="belonging",
        version="1",
        language="en",
        title="Belonging",
        kind="ready-made exchange",
        format="blended",
        weeks=6,
        subgroup_size=SubgroupSize(8, 10),
        languages=(),
        aims=(),
        modules=tuple(f"{number}.md" for number in range(1, count + 1)),
        tasks=TASKS,
        badges=badges,
    )


def rule(needs: Criterion, presence: Presence | None = None, count: int = 5, **more: Any) -> Rule:
    """The rule of a badge of the course with these values."""
    badge = Badge("badge", "Badge", "1", "example", needs, presence=presence or Presence(), **more)
    return rule_of(badge, course(badge, count=count), plans(count))


def written(text: str, count: int = 5) -> Rule:
    """The rule of a badge that is written in YAML: what stands in course.yaml, from ``presence`` on."""
    complaints = Complaints("course.yaml")
    tree = read_tree("id: badge\nname: Badge\nversion: 1\nstanding: example\n" + text, complaints)
    assert tree is not None
    badge = BADGE.read(tree, complaints, "badge")
    assert complaints.all() == ()
    assert isinstance(badge, Badge)
    return rule_of(badge, course(badge, count=count), plans(count))


def session(module: int, minutes: float = 120, of: int = 120, **more: Any) -> SessionEvidence:
    """A session of ``of`` minutes that was held, and how many minutes of it somebody was there."""
    starts = START + (module - 1) * 7 * DAY
    known: dict[str, Any] = {
        "planned_ms": of * MINUTE,
        "length_ms": of * MINUTE,
        "present_ms": round(minutes * MINUTE),
        "starts_ms": starts,
        "ends_ms": starts + of * MINUTE,
        "day": (module - 1) * 7,
    }
    return SessionEvidence(module=module, **{**known, **more})


def coming(module: int, of: int = 120, **more: Any) -> SessionEvidence:
    """A session that is still to come."""
    return session(module, 0, of, **{"stage": "to come", "length_ms": 0, **more})


def person(*sessions: SessionEvidence, tasks: Sequence[str | Delivery] = (), **more: Any) -> Evidence:
    """A participant, with what was handed in: the ids of tasks, or deliveries."""
    deliveries = tuple(Delivery(each) if isinstance(each, str) else each for each in tasks)
    return Evidence(**{"participant": "amal", "sessions": sessions, "deliveries": deliveries, **more})


def present(*modules: int, of: int = 5, **more: Any) -> Evidence:
    """Somebody who was there for all of these sessions, and not at all for the others."""
    sessions = (session(each, 120 if each in modules else 0) for each in range(1, of + 1))
    return person(*sessions, **more)
