"""Takes a roster into the store, all in one commit, or says what that would do.

What becomes of each line is decided in ``roster_compare``; the command line and the app take rosters in through here.
"""

from __future__ import annotations

from typing import cast

from facilitator_tui.imports.normal import RosterPerson
from facilitator_tui.imports.roster_outcome import RosterIntake, RosterLine
from facilitator_tui.intake.course_names import course_names
from facilitator_tui.intake.roster_compare import (
    BY_ROSTER,
    FIELDS,
    Comparison,
    as_kept,
)
from facilitator_tui.intake.roster_standing import RosterWish, Standing
from facilitator_tui.plans.model import Role
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import writing
from facilitator_tui.store.people import Member, People, PersonChanges, PersonFields


def standing(store: Store, now_ms: int) -> Standing:
    """What the store knows now, for a ``Comparison`` that may be made in another thread. Raises ``StoreProblem``."""
    people = People(store)
    groups = {group.id: group for group in people.subgroups()}
    places: dict[str, dict[str, Member]] = {}
    for group in groups:
        for member in people.members(group, now_ms):
            places.setdefault(member.person.id, {})[group] = member
    return Standing(
        {row.id: row for row in people.all()},
        groups,
        places,
        tuple(people.withdrawals()),
        course_names(groups.values()),
    )


def preview(store: Store, wish: RosterWish, now_ms: int) -> RosterIntake:
    """What ``take_in`` would do, without writing anything. Raises ``StoreProblem``."""
    return Comparison(standing(store, now_ms), wish).result()


def take_in(store: Store, wish: RosterWish, now_ms: int) -> RosterIntake:
    """Write it, all in one commit. The same list changes nothing the second time. Raises ``StoreProblem``."""
    with writing(store):
        comparison = Comparison(standing(store, now_ms), wish)
        result = comparison.result()
        _Writing(store, wish, now_ms, comparison).write(result)
    return result


class _Writing:
    """What the comparison found, on its way into the store."""

    def __init__(self, store: Store, wish: RosterWish, now_ms: int, comparison: Comparison) -> None:
        self._people, self._wish, self._now = People(store), wish, now_ms
        self._since = now_ms if wish.from_ms is None else wish.from_ms
        self._found = comparison
        self._made: dict[str, str] = {}

    def write(self, result: RosterIntake) -> None:
        self._made = {
            key: self._people.add_subgroup(name, self._found.course, self._wish.zone, self._now)
            for key, name in self._found.new_groups.items()
            if name in result.subgroups
        }
        for line, found in zip(result.people, self._found.matches, strict=True):
            if line.outcome in ("new", "updated"):
                self._write(line, found.row)

    def _write(self, line: RosterLine, row: RosterPerson) -> None:
        changes = {change.field: change.after for change in line.changes}
        values = {field: as_kept(field, after) for field, after in changes.items() if field in FIELDS}
        person = line.person or self._add(row)
        self._people.update(person, **cast(PersonChanges, values))
        target = self._found.targets[line.line]
        if "subgroup" in changes:
            for group in self._found.left(row, person):
                self._people.leave(group, person, self._since)
        if changes.keys() & {"subgroup", "role", "course_role"}:
            role = cast(Role, row.role or "participant")
            target = self._made.get(target, target)
            self._people.join(target, person, role, 0, self._now, row.course_role or None, self._since)
        if changes.keys() & {"status", "withdrawal_reason"}:
            self._write_status(person, row)

    def _write_status(self, person: str, row: RosterPerson) -> None:
        course = self._found.course_of(row, person)
        if row.status == "withdrew":
            known = self._found.withdrawal(row, person)
            since, course = (known.at_ms, known.course) if known else (self._now, course)
            self._people.withdraw(person, course, since, row.withdrawal_reason, BY_ROSTER)
        else:
            for each in self._found.withdrawals(row, person):
                self._people.take_back_withdrawal(person, each.course)

    def _add(self, row: RosterPerson) -> str:
        fields = {field: as_kept(field, getattr(row, field)) for field in FIELDS if field != "name"}
        return self._people.add(row.name, self._now, **cast(PersonFields, fields))
