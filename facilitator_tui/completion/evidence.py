"""What is known of one participant in one course: sessions, what was handed in, role, membership, withdrawal.

Values only, without a name and without a rule. What a session counts for under a rule is in ``attendance``; how
presence is measured from spells is in ``presence``. Moments are milliseconds since 1970 in UTC; days are days of the
course in the course's own time zone, the first being 0. ``None`` means that it is not known.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from facilitator_tui.dialogue.presence import Status as Status
from facilitator_tui.plans.course import CourseRole

Stage = Literal["to come", "held", "cancelled"]
"""Where a session of the plan stands: still to come, took place, or did not and will not."""


class MadeGood(msgspec.Struct, frozen=True):
    """A missed session was made good in ``how``, as somebody recorded it at ``at_ms``."""

    how: Literal["task", "another session"]
    at_ms: int | None = None


class SessionEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """One session of the plan as far as it concerns one participant.

    ``session`` is its id in the store, ``module`` the number by which rules and sentences name it. ``planned_ms`` is
    the plan's length; ``length_ms`` the time in which presence counted (``presence.counting_time``), 0 before it was
    held. ``expected`` is false for a session that took place before the person joined the subgroup, or after they
    left it. ``late_ms`` and ``left_ms`` say how long after the beginning they came and how long before the end they
    left, both 0 for somebody who was not there. ``marked`` is what a person decided, whatever was measured.
    """

    module: int
    stage: Stage = "held"
    planned_ms: int
    length_ms: int = 0
    present_ms: int = 0
    late_ms: int = 0
    left_ms: int = 0
    expected: bool = True
    marked: Status | None = None
    made_good: MadeGood | None = None
    confirmed: bool = False
    starts_ms: int | None = None
    ends_ms: int | None = None
    day: int | None = None
    session: str = ""


class Delivery(msgspec.Struct, frozen=True):
    """Something handed in, ``times`` times. ``module`` says for which session or question; 0: for none, or unknown."""

    task: str
    module: int = 0
    at_ms: int | None = None
    day: int | None = None
    times: int = 1


class Membership(msgspec.Struct, frozen=True):
    """Somebody belonged to a subgroup from one moment to another (``None``: still does)."""

    subgroup: str
    from_ms: int
    to_ms: int | None = None


class Withdrawal(msgspec.Struct, frozen=True):
    """Somebody left the course. The reason may be empty, and is nobody's business but the coordinator's."""

    at_ms: int
    reason: str = ""


class Moment(msgspec.Struct, frozen=True):
    """The moment for which one asks: what was due before it can no longer be handed in."""

    at_ms: int
    day: int


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a rule can ask about one participant.

    ``sessions`` holds every live session of the plan, one for each module. ``joined_day`` is the day on which the
    person joined; questions that closed earlier are not asked of them. ``now`` is left out where nothing is overdue
    yet. ``over`` says that the course has been closed: nothing that comes later counts.
    """

    participant: str
    course: str = ""
    role: CourseRole = "participant"
    sessions: tuple[SessionEvidence, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    memberships: tuple[Membership, ...] = ()
    joined_day: int = 0
    withdrawal: Withdrawal | None = None
    now: Moment | None = None
    over: bool = False

    def to_come(self) -> tuple[SessionEvidence, ...]:
        """The sessions that are still to come, in the order of the modules; none once the course is closed."""
        if self.over:
            return ()
        coming = (each for each in self.sessions if each.stage == "to come")
        return tuple(sorted(coming, key=lambda session: session.module))


def belonged(memberships: Iterable[Membership], at_ms: int) -> bool:
    """Whether somebody belonged to any subgroup at that moment, so that a session held then was expected of them."""
    return any(each.from_ms <= at_ms and (each.to_ms is None or at_ms < each.to_ms) for each in memberships)
