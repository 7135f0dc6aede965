"""Takes a roster into the store: who is new, what changes for whom, and who joins which subgroup.

How rosters are read and matched is in ``imports``; the command line and the app take them in through here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, cast

import msgspec

from facilitator_tui.imports.matching import Known
from facilitator_tui.imports.normal import RosterColumn, RosterFile, RosterPerson, RosterProblem
from facilitator_tui.imports.roster_match import RosterMatch, match_roster
from facilitator_tui.plain import plain
from facilitator_tui.plans.model import Role
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import writing
from facilitator_tui.store.people import SEATS, Member, People, PersonChanges, PersonRow

FIELDS = (
    "name",
    "given_name",
    "family_name",
    "email",
    "institution",
    "country",
    "language_level",
    "consent",
)
"""What a roster says of a person; role and subgroup belong to the membership."""

Outcome = Literal["new", "updated", "unchanged", "doubtful"]


class RosterWish(msgspec.Struct, frozen=True):
    """What somebody wants taken in.

    ``subgroup`` is for the lines that name none. ``course`` tells subgroups of one name apart, and is given, with
    ``zone``, to those that are made.
    """

    form: RosterFile
    subgroup: str = ""
    course: str = ""
    zone: str = "UTC"


class Change(msgspec.Struct, frozen=True):
    """``field`` is one of ``FIELDS``, or "subgroup" or "role"; ``before`` may be empty."""

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
    left out. Somebody new has ``changes`` for the subgroup and the role alone.
    """

    line: int
    name: str
    email: str
    outcome: Outcome
    person: str = ""
    changes: tuple[Change, ...] = ()
    why: str = ""
    candidates: tuple[Likely, ...] = ()


class RosterIntake(msgspec.Struct, frozen=True):
    """What was taken in, or would be. ``subgroups`` are those that are made for it."""

    people: tuple[RosterLine, ...]
    subgroups: tuple[str, ...]
    columns: tuple[RosterColumn, ...]
    problems: tuple[RosterProblem, ...]
    warnings: tuple[str, ...]

    def count(self, outcome: Outcome) -> int:
        return sum(1 for each in self.people if each.outcome == outcome)


def preview(store: Store, wish: RosterWish, now_ms: int) -> RosterIntake:
    """What ``take_in`` would do, without writing anything. Raises ``StoreProblem``."""
    return _Intake(store, wish, now_ms).result()


def take_in(store: Store, wish: RosterWish, now_ms: int) -> RosterIntake:
    """Write it, all in one commit. The same list changes nothing the second time. Raises ``StoreProblem``."""
    with writing(store):
        intake = _Intake(store, wish, now_ms)
        result = intake.result()
        intake.write(result)
    return result


class _Intake:
    """The list beside what the store knows at one moment."""

    def __init__(self, store: Store, wish: RosterWish, now_ms: int) -> None:
        self._people, self._wish, self._now = People(store), wish, now_ms
        self._known = {row.id: row for row in self._people.all()}
        self._groups = {group.id: group for group in self._people.subgroups()}
        self._places: dict[str, dict[str, Member]] = {}
        for group in self._groups:
            for member in self._people.members(group, now_ms):
                self._places.setdefault(member.person.id, {})[group] = member
        self._new: dict[str, str] = {}
        self._targets = {row.row: self._target(row.subgroup or wish.subgroup) for row in wish.form.people}
        self._matches = match_roster(
            wish.form.people,
            [_as_known(row) for row in self._known.values()],
            {person: places.keys() for person, places in self._places.items()},
            self._targets,
        )

    def _target(self, text: str) -> str:
        """The subgroup's id; a key of ``_new`` for one that is to be made, empty for none."""
        name, course = plain(text), plain(self._wish.course)
        if not name:
            return ""
        called = [x for x in self._groups.values() if name == x.id or x.name.casefold() == name.casefold()]
        if course:
            called = [x for x in called if x.course.casefold() == course.casefold()]
        if len(called) > 1:
            raise StoreProblem(
                f"{len(called)} subgroups are called “{name}”; say of which course with --course."
            )
        if called:
            return called[0].id
        key = f"new {name.casefold()}"
        self._new.setdefault(key, name)
        return key

    def result(self) -> RosterIntake:
        lines = tuple(self._line(each) for each in self._matches)
        made = {self._targets[each.line] for each in lines if each.outcome != "doubtful"}
        form = self._wish.form
        return RosterIntake(
            lines,
            tuple(name for key, name in self._new.items() if key in made),
            form.columns,
            form.problems,
            (*form.warnings, *self._warnings(lines)),
        )

    def _line(self, found: RosterMatch) -> RosterLine:
        row = found.row
        line = RosterLine(row.row, row.name, row.email, "new", found.person)
        if found.why:
            likely = tuple(
                Likely(each.person, self._known[each.person].name, self._known[each.person].email, each.why)
                for each in found.candidates
            )
            return msgspec.structs.replace(line, outcome="doubtful", why=found.why, candidates=likely)
        known = self._known.get(found.person)
        changes = (*(_differences(row, known) if known else ()), *self._joining(row, found.person))
        outcome: Outcome = "new" if known is None else "updated" if changes else "unchanged"
        return msgspec.structs.replace(line, outcome=outcome, changes=changes)

    def _joining(self, row: RosterPerson, person: str) -> Iterator[Change]:
        target = self._targets[row.row]
        if not target:
            return
        place = self._places.get(person, {}).get(target)
        if place is None:
            left = ", ".join(self._groups[group].name for group in self._left(row, person))
            yield Change("subgroup", left, self._called(target))
        before = place.role if place else ""
        if row.role and row.role != (before or "participant"):
            yield Change("role", before, row.role)

    def _left(self, row: RosterPerson, person: str) -> list[str]:
        """The subgroups of the same course that a participant leaves: there a participant belongs to one."""
        target = self._targets[row.row]
        if row.role not in ("", "participant"):
            return []
        course = self._groups[target].course if target in self._groups else plain(self._wish.course)
        return [
            group
            for group, member in self._places.get(person, {}).items()
            if group != target and member.role == "participant" and self._groups[group].course == course
        ]

    def _called(self, target: str) -> str:
        return self._groups[target].name if target in self._groups else self._new[target]

    def _warnings(self, lines: tuple[RosterLine, ...]) -> Iterator[str]:
        homeless = sum(1 for row in self._wish.form.people if row.role and not self._targets[row.row])
        if homeless:
            where = "1 line" if homeless == 1 else f"{homeless} lines"
            yield f"The role on {where} is not kept: a role belongs to a subgroup. --subgroup gives one."
        joining: dict[str, int] = {}
        for line in lines:
            fields = {change.field: change.after for change in line.changes}
            if "subgroup" in fields and fields.get("role", "participant") == "participant":
                target = self._targets[line.line]
                joining[target] = joining.get(target, 0) + 1
        for target, count in joining.items():
            places = (places.get(target) for places in self._places.values())
            there = sum(1 for place in places if place and place.role == "participant")
            if there + count > SEATS:
                yield f"“{self._called(target)}” has more than {SEATS} participants; the last have no key of their own."

    def write(self, result: RosterIntake) -> None:
        made = {
            key: self._people.add_subgroup(name, self._wish.course, self._wish.zone, self._now)
            for key, name in self._new.items()
            if name in result.subgroups
        }
        for line, found in zip(result.people, self._matches, strict=True):
            if line.outcome in ("doubtful", "unchanged"):
                continue
            values = {change.field: change.after for change in line.changes if change.field in FIELDS}
            person = line.person or self._add(found.row)
            self._people.update(person, **cast(PersonChanges, values))
            target = self._targets[line.line]
            fields = {change.field for change in line.changes}
            if "subgroup" in fields:
                for group in self._left(found.row, person):
                    self._people.leave(group, person, self._now)
            if fields & {"subgroup", "role"}:
                role = cast(Role, found.row.role or "participant")
                self._people.join(made.get(target, target), person, role, 0, self._now)

    def _add(self, row: RosterPerson) -> str:
        fields = {field: getattr(row, field) for field in FIELDS if field != "name"}
        return self._people.add(row.name, self._now, **fields)


def _as_known(row: PersonRow) -> Known:
    emails = (row.email,) if row.email else ()
    return Known(row.id, row.name, row.given_name, row.family_name, emails)


def _differences(row: RosterPerson, known: PersonRow) -> Iterator[Change]:
    """What the list says and the store does not; what the list leaves empty stays as it is."""
    for field in FIELDS:
        before, after = getattr(known, field), plain(getattr(row, field))
        if after and after != before:
            yield Change(field, before, after)
