"""What the attendance register holds: sessions, one row for each person in each, changes, totals. Values only.

``register_build`` makes them out of attendance sheets; the tables are in ``register_tables``, the forms in
``register_workbook`` and ``moodle``. Moments are milliseconds since 1970 in UTC, lengths are milliseconds.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from facilitator_tui.dialogue.presence import Status, Stretch
from facilitator_tui.plans.course import Presence
from facilitator_tui.plans.model import Role

Standing = Literal["planned", "open", "held"]

Record = Literal["not held", "provisional", "confirmed"]
"""Whether somebody has confirmed who was there. Of a session that did not begin there is nothing to confirm."""

ChangeKind = Literal["confirmed", "provisional again", "correction"]


class Named(msgspec.Struct, frozen=True):
    """What the register knows of a person. The e-mail address is for Moodle alone; no other form shows it."""

    name: str = ""
    email: str = ""
    institution: str = ""
    country: str = ""


class Scope(msgspec.Struct, frozen=True):
    """What the register was asked for; what is empty does not narrow it."""

    course: str = ""
    subgroup: str = ""
    session: str = ""


class Change(msgspec.Struct, frozen=True):
    """What was written about the attendance of a session once it had been confirmed, the confirmation among it.

    ``people`` are those whom it concerns, none: the whole session. ``reason`` is None where none was given and empty
    where one is kept but not shown. ``taken_back`` says that it was undone later.
    """

    at_ms: int
    author: str
    kind: ChangeKind
    what: str
    people: tuple[str, ...] = ()
    reason: str | None = None
    taken_back: bool = False


class Attendance(msgspec.Struct, frozen=True, kw_only=True):
    """One person in one session.

    ``spells`` are the stretches that count, within the time in which presence counts: they sum up to ``present_ms``.
    ``own`` and ``reported`` are what the two sources say, uncut. ``by_rule`` is the status that the course's rule
    gives, ``mark`` the one that a person set. ``excuse`` (the reason of the mark) and ``source_reason`` are None where
    none was given and empty where one is kept but not shown. ``apart_ms`` is set where the two sources differ and
    nobody has settled it. ``status_confirmed`` and ``present_confirmed_ms`` are what stood there when attendance was
    confirmed.
    """

    session: str
    course: str
    subgroup: str
    person: str
    named: Named
    role: Role
    record: Record
    status: Status
    by_rule: Status
    mark: Status | None
    spells: tuple[Stretch, ...]
    own: tuple[Stretch, ...]
    reported: tuple[Stretch, ...]
    source: str
    source_reason: str | None
    apart_ms: int | None
    present_ms: int
    late_ms: int
    left_ms: int
    trouble_ms: int
    excuse: str | None
    recorded_by: tuple[str, ...]
    status_confirmed: Status | None
    present_confirmed_ms: int | None
    changes: tuple[Change, ...]

    @property
    def counted(self) -> bool:
        """Whether the person counts as a participant of this session."""
        return self.role == "participant"

    @property
    def expected(self) -> bool:
        """Whether the person should have been there."""
        return self.counted and self.status not in ("not expected", "observer")


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One session. ``time`` is the stretch in which presence counts; ``ended_ms`` is None while it is open."""

    id: str
    title: str
    subgroup: str
    course: str
    module: int | None
    zone: str
    standing: Standing
    record: Record
    plan_sha256: str
    presence: Presence
    planned_ms: int | None
    planned_length_ms: int | None
    opened_ms: int | None
    ended_ms: int | None
    time: Stretch | None
    recorded_by: tuple[str, ...]
    confirmed_by: str
    confirmed_ms: int | None
    changes: tuple[Change, ...]


class PersonTotal(msgspec.Struct, frozen=True, kw_only=True):
    """One person over the sessions of one course. Times are those of the sessions in which the person counted.

    ``sessions`` took place while the person had a place in them, ``provisional`` of these are not confirmed yet.
    """

    person: str
    named: Named
    course: str
    subgroups: tuple[str, ...]
    role: Role
    sessions: int
    expected: int
    statuses: dict[Status, int]
    present_ms: int
    late_ms: int
    provisional: int
    corrections: int


class CourseTotal(msgspec.Struct, frozen=True, kw_only=True):
    """All subgroups of one course. ``expected`` and ``statuses`` count participants once for each session."""

    course: str
    subgroups: int
    planned: int
    held: int
    confirmed: int
    provisional: int
    participants: int
    expected: int
    statuses: dict[Status, int]
    present_ms: int
    corrections: int


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """The register: sessions by time, rows by session and seat, totals by person and by course.

    ``private`` says that reasons are shown.
    """

    made_ms: int
    scope: Scope
    private: bool
    sessions: tuple[Session, ...]
    rows: tuple[Attendance, ...]
    people: tuple[PersonTotal, ...]
    courses: tuple[CourseTotal, ...]

    @property
    def provisional(self) -> int:
        """How many sessions that took place, or go on, nobody has confirmed."""
        return sum(each.record == "provisional" for each in self.sessions)


def corrections(changes: tuple[Change, ...]) -> int:
    """How many of the changes are corrections; confirming is none."""
    return sum(each.kind == "correction" for each in changes)
