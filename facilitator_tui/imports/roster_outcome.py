"""What the lines of a roster become, or would: values for whoever shows them. What decides it is not here."""

from __future__ import annotations

from typing import Literal

import msgspec

from facilitator_tui.imports.normal import RosterColumn, RosterProblem

NEW = "new"
LEAVE_OUT = "leave out"

Outcome = Literal["new", "updated", "unchanged", "doubtful", "left out"]


class Answer(msgspec.Struct, frozen=True):
    """What somebody says of a line of the list: the id of the person it is, ``NEW`` or ``LEAVE_OUT``."""

    line: int
    choice: str


class Change(msgspec.Struct, frozen=True):
    """``field`` is one of a person, or "subgroup", "role", "course_role", "status" or "withdrawal_reason"."""

    field: str
    before: str
    after: str


class Likely(msgspec.Struct, frozen=True):
    """Somebody known who may be meant."""

    person: str
    name: str
    email: str
    why: str


class RosterLine(msgspec.Struct, frozen=True):
    """What a line of the list becomes.

    ``person`` is empty for somebody new or doubtful; ``why`` and ``candidates`` belong to the doubtful, who are
    left out. Somebody new has ``changes`` for the subgroup, the roles and the status alone. ``kept`` is where the list
    says otherwise than what is known, and what is known stays, because somebody had to say who the line is.
    """

    line: int
    name: str
    email: str
    outcome: Outcome
    person: str = ""
    changes: tuple[Change, ...] = ()
    why: str = ""
    candidates: tuple[Likely, ...] = ()
    kept: tuple[Change, ...] = ()


class RosterIntake(msgspec.Struct, frozen=True):
    """What was taken in, or would be. ``subgroups`` are those that are made for it, and meet by ``zone``."""

    people: tuple[RosterLine, ...]
    subgroups: tuple[str, ...]
    columns: tuple[RosterColumn, ...]
    problems: tuple[RosterProblem, ...]
    warnings: tuple[str, ...]
    zone: str = ""

    def count(self, outcome: Outcome) -> int:
        return sum(1 for each in self.people if each.outcome == outcome)
