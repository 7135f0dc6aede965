"""What a course is beside its session plans: its frame, what participants hand in, badges and their rules.

Values only, read from ``course.yaml`` by ``plans.reader``. A rule is data here; ``completion`` gives it its meaning.
Lengths of time are whole seconds, shares whole percent (so that arithmetic stays exact), and days count from the
first day of the course, which is 0.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from facilitator_tui.plans.model import PlanFormat

CourseKind = Literal[
    "interactive open online course",
    "MOOC with virtual exchange",
    "transnational exchange project",
    "ready-made exchange",
    "facilitator training",
    "debate exchange",
]

CourseRole = Literal[
    "facilitator",
    "producer",
    "observer",
    "coach",
    "coordinator",
    "participant",
    "leader",
    "debater",
    "trainee",
    "auditor",
]
"""Who takes part in a course: those who run it, and what a participant can be."""

TaskKind = Literal["response", "reaction", "diary", "survey", "assignment", "reflection"]

Denominator = Literal["held", "scheduled", "expected"]
"""Sessions that took place; all sessions of the plan; sessions held since the person joined the subgroup."""

Rounding = Literal["up", "down"]

Treatment = Literal["attended", "neutral", "absent"]
"""How a missed session with an excuse counts; neutral takes it out of the denominator."""


class Language(msgspec.Struct, frozen=True):
    """A language of the course, by its code; ``level`` is that of the CEFR (A1–C2), or empty."""

    code: str
    level: str = ""


class SubgroupSize(msgspec.Struct, frozen=True):
    """How many people meet, at least and at most."""

    least: int
    most: int


class Competence(msgspec.Struct, frozen=True):
    """A competence in the words of some framework."""

    name: str
    framework: str = ""
    code: str = ""
    url: str = ""


class Workload(msgspec.Struct, frozen=True):
    """A participant's time outside the live sessions, and how many hours make a credit (0: not said)."""

    own_work_s: int = 0
    hours_per_credit: int = 0


class Due(msgspec.Struct, frozen=True):
    """The last moment of a task: a day of the course, or so long after its session or the question's closing."""

    day: int | None = None
    within_s: int | None = None


class Task(msgspec.Struct, frozen=True):
    """Something participants hand in: once, once for each live session, or as often as each question asks."""

    id: str
    kind: TaskKind
    title: str
    per: Literal["course", "session", "question"] = "course"
    due: Due | None = None


class Cost(msgspec.Struct, frozen=True):
    """What lates cost: attended sessions or seconds of presence."""

    sessions: int = 0
    seconds: int = 0


class MakeUp(msgspec.Struct, frozen=True):
    """How a missed session is made good: every one of ``tasks`` handed in, or, where ``another_session`` says so,
    by being there when another subgroup held it; within so long after it (0: no limit).

    ``at_most`` counts sessions in the whole course; 0 sets no limit.
    """

    tasks: tuple[str, ...] = ()
    another_session: bool = False
    within_s: int = 0
    at_most: int = 0
    covers: Literal["absence", "part", "both"] = "absence"


class Presence(msgspec.Struct, frozen=True):
    """When a session counts as attended.

    Present for at least ``from_percent`` of the session and at least ``from_s`` seconds (0 asks for nothing beyond
    any presence at all). Arriving more than ``late_after_s`` seconds after the start is late (``None``: never);
    every ``lates``-th late costs ``cost``, and each time that the task ``cost_made_good_by`` is handed in cancels one
    such cost. A cap of ``None`` sets no limit to excused or technical absences.
    """

    from_percent: int = 0
    from_s: int = 0
    late_after_s: int | None = None
    lates: int = 0
    cost: Cost | None = None
    cost_made_good_by: str = ""
    with_task: tuple[str, ...] = ()
    excused: Treatment = "absent"
    technical: Treatment = "absent"
    excused_at_most: int | None = None
    technical_at_most: int | None = None
    make_up: MakeUp | None = None


class Attend(msgspec.Struct, frozen=True, tag="attend"):
    """At least so many sessions, or so many percent of the sessions that ``of`` names. One of the two is set.

    In every criterion of presence, ``among`` limits it to the sessions of these modules (empty: all of them), and
    ``live`` leaves out what was only made good afterwards. ``drop`` goes with a share alone: so many sessions that are
    over and were missed are not asked for, as far as there are any.
    """

    sessions: int = 0
    percent: int = 0
    of: Denominator | None = None
    round: Rounding | None = None
    id: str = ""
    among: tuple[int, ...] = ()
    live: bool = False
    drop: int = 0


class Minutes(msgspec.Struct, frozen=True, tag="minutes"):
    """At least so many seconds of presence, or so many percent of the time of the sessions that ``of`` names.

    ``drop`` goes with a share alone: so many sessions that are over are left out with their presence and their time,
    those that fall furthest short of the share, and none that reaches it.
    """

    seconds: int = 0
    percent: int = 0
    of: Denominator | None = None
    id: str = ""
    among: tuple[int, ...] = ()
    live: bool = False
    drop: int = 0


class Miss(msgspec.Struct, frozen=True, tag="miss"):
    """No more than so many sessions, or seconds, missed of the sessions that ``of`` names."""

    sessions: int | None = None
    seconds: int | None = None
    of: Denominator = "held"
    id: str = ""
    among: tuple[int, ...] = ()
    live: bool = False


class Handed(msgspec.Struct, frozen=True, tag="task"):
    """A task handed in ``count`` times (0: as often as it is asked for), by the end of ``by_day`` if there is one."""

    task: str
    count: int = 0
    by_day: int | None = None
    id: str = ""


class Group(msgspec.Struct, frozen=True, tag="group"):
    """Several criteria of which ``at_least`` must be met (0: all of them)."""

    parts: tuple[Criterion, ...]
    at_least: int = 0
    id: str = ""

    @property
    def needed(self) -> int:
        """How many parts must be met."""
        return self.at_least or len(self.parts)


Criterion = Attend | Minutes | Miss | Handed | Group


class WorkedExample(msgspec.Struct, frozen=True):
    """An invented participant and what the rule should decide. Sessions are named by their module numbers."""

    who: str
    earns: bool
    because: str
    role: CourseRole = "participant"
    attended: tuple[int, ...] = ()
    late: tuple[int, ...] = ()
    excused: tuple[int, ...] = ()
    technical: tuple[int, ...] = ()
    made_up: tuple[int, ...] = ()
    minutes: dict[int, int] = {}
    tasks: dict[str, int] = {}


class Badge(msgspec.Struct, frozen=True):
    """What can be earned, and the rule for it. ``warn`` lists percentages of missed time at which to warn."""

    id: str
    name: str
    version: str
    standing: Literal["example", "agreed"]
    needs: Criterion
    about: str = ""
    level: Literal["A", "B", "C", ""] = ""
    roles: tuple[CourseRole, ...] = ("participant",)
    presence: Presence = Presence()
    warn: tuple[int, ...] = ()
    examples: tuple[WorkedExample, ...] = ()


class Course(msgspec.Struct, frozen=True):
    """A course. ``modules`` are the names of its module files, in order."""

    id: str
    version: str
    language: str
    title: str
    kind: CourseKind
    format: PlanFormat
    weeks: int
    subgroup_size: SubgroupSize
    languages: tuple[Language, ...]
    aims: tuple[str, ...]
    modules: tuple[str, ...]
    about: str = ""
    roles: tuple[CourseRole, ...] = ("facilitator",)
    competences: tuple[Competence, ...] = ()
    workload: Workload = Workload()
    tasks: tuple[Task, ...] = ()
    badges: tuple[Badge, ...] = ()
