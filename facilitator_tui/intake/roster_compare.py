"""Holds a roster beside what the store knows: who is new, what changes for whom, and who joins which subgroup.

Pure: what the store knows at one moment is handed in, nothing is written. ``roster_intake`` fetches the one and does
the other; how rosters are read and matched is in ``imports``.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from facilitator_tui.imports.matching import Known
from facilitator_tui.imports.normal import RosterPerson
from facilitator_tui.imports.roster_match import RosterMatch, match_roster
from facilitator_tui.imports.roster_outcome import (
    LEAVE_OUT,
    NEW,
    Change,
    Likely,
    Outcome,
    RosterIntake,
    RosterLine,
)
from facilitator_tui.intake.roster_standing import RosterWish, Standing
from facilitator_tui.plain import plain
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.people import SEATS, PersonRow, Withdrawal

FIELDS = (
    "name",
    "given_name",
    "family_name",
    "certificate_name",
    "email",
    "institution",
    "country",
    "languages",
    "language_level",
    "availability",
    "age",
    "guardian_consent",
    "consent",
)
"""What a roster says of a person; role, course role and subgroup belong to the membership, the status to the course."""

BY_ROSTER = "roster"
"""The author of a withdrawal that a list told of: a later list may take such a one back, and no other."""


class Comparison:
    """The list beside what is known. Raises ``StoreProblem`` where the list, or an answer, means nothing clear."""

    def __init__(self, known: Standing, wish: RosterWish) -> None:
        self._known, self._wish = known, wish
        self.course = known.courses.spelled(wish.course)
        """The course that was named, in its one spelling."""
        self._withdrawals: dict[tuple[str, str], list[Withdrawal]] = {}
        for each in known.withdrawals:
            self._withdrawals.setdefault((each.person, known.courses.key(each.course)), []).append(each)
        self.new_groups: dict[str, str] = {}
        """The names of subgroups that are not there yet, by the key that stands for their id."""
        self.targets = {row.row: self._target(row.subgroup or wish.subgroup) for row in wish.form.people}
        """The subgroup of each line: an id, a key of ``new_groups``, or empty for none."""
        self._answers = self._checked_answers()
        found = match_roster(
            wish.form.people,
            [_as_known(row) for row in known.people.values()],
            {person: places.keys() for person, places in known.places.items()},
            self.targets,
        )
        self.matches = self._answered(found)

    def _target(self, text: str) -> str:
        name = plain(text)
        if not name:
            return ""
        if name in self._known.groups:
            return name
        called = [x for x in self._known.groups.values() if x.name.casefold() == name.casefold()]
        if self.course:
            called = [x for x in called if self._is_same(x.course, self.course)]
        if len(called) > 1:
            what_now = "give one another name" if self.course else "name their course, too (--course)"
            raise StoreProblem(f"{len(called)} subgroups are called “{name}”: {what_now}.")
        if called:
            return called[0].id
        key = f"new {name.casefold()}"
        self.new_groups.setdefault(key, name)
        return key

    # --- answers

    def _checked_answers(self) -> dict[int, str]:
        lines = {row.row for row in self._wish.form.people}
        for answer in self._wish.answers:
            if answer.line not in lines:
                raise StoreProblem(f"Line {answer.line} of the list names nobody who could be taken in.")
            if answer.choice not in (NEW, LEAVE_OUT, *self._known.people):
                raise StoreProblem(f"There is no person with the id {plain(answer.choice)}.")
        return {answer.line: answer.choice for answer in self._wish.answers}

    def _answered(self, found: tuple[RosterMatch, ...]) -> tuple[RosterMatch, ...]:
        """The matches as the answers have them. Nobody is ever two lines: the second stays doubtful."""
        said = {line: choice for line, choice in self._answers.items() if choice in self._known.people}
        holder = {
            each.person: each.row.row for each in found if each.person and each.row.row not in self._answers
        }
        self._asked = {each.row.row for each in found if said.get(each.row.row, each.person) != each.person}
        """The lines of which nobody would have known whose they are without the answer."""
        answered = []
        for each in found:
            choice = self._answers.get(each.row.row, "")
            if choice in said.values():
                other = holder.setdefault(choice, each.row.row)
                why = "" if other == each.row.row else f"line {other} of the list is this person already"
                each = msgspec.structs.replace(each, person="" if why else choice, why=why)
            elif choice == NEW and not self._was_made(each):
                each = RosterMatch(each.row)
            answered.append(each)
        return tuple(answered)

    def _was_asked(self, found: RosterMatch) -> bool:
        """Whether it took an answer to know who the line is."""
        return bool(found.person) and found.row.row in self._asked

    def _was_made(self, found: RosterMatch) -> bool:
        """Whether the line is known by name and address: the same answer, given again, makes nobody twice."""
        known = self._known.people.get(found.person)
        return (
            known is not None
            and bool(found.row.email)
            and known.email.casefold() == found.row.email.casefold()
            and known.name.casefold() == plain(found.row.name).casefold()
        )

    # --- lines

    def result(self) -> RosterIntake:
        lines = tuple(self._line(each) for each in self.matches)
        made = {
            self.targets[x.line] for x in lines if any(change.field == "subgroup" for change in x.changes)
        }
        form = self._wish.form
        return RosterIntake(
            lines,
            tuple(name for key, name in self.new_groups.items() if key in made),
            form.columns,
            form.problems,
            (*form.warnings, *self._warnings(lines)),
            self._wish.zone,
        )

    def _line(self, found: RosterMatch) -> RosterLine:
        row = found.row
        line = RosterLine(row.row, row.name, row.email, "new", found.person)
        if self._answers.get(row.row) == LEAVE_OUT:
            return msgspec.structs.replace(line, outcome="left out", person="")
        people = self._known.people
        if found.why:
            likely = tuple(
                Likely(each.person, people[each.person].name, people[each.person].email, each.why)
                for each in found.candidates
            )
            return msgspec.structs.replace(line, outcome="doubtful", why=found.why, candidates=likely)
        known = people.get(found.person)
        differences = tuple(_differences(row, known)) if known else ()
        asked = self._was_asked(found)
        kept = tuple(each for each in differences if asked and each.before)
        changes = (
            *(each for each in differences if each not in kept),
            *self._joining(row, found.person),
            *self._leaving(row, found.person),
        )
        outcome: Outcome = "new" if known is None else "updated" if changes else "unchanged"
        return msgspec.structs.replace(line, outcome=outcome, changes=changes, kept=kept)

    def _joining(self, row: RosterPerson, person: str) -> Iterator[Change]:
        """The subgroup and the roles there. Who left the course joins no subgroup."""
        target = self.targets[row.row]
        place = self._known.places.get(person, {}).get(target)
        if not target or (place is None and row.status == "withdrew"):
            return
        if place is None:
            left = ", ".join(self._known.groups[group].name for group in self.left(row, person))
            yield Change("subgroup", left, self._called(target))
        before = place.role if place else ""
        if row.role and row.role != (before or "participant"):
            yield Change("role", before, row.role)
        if row.course_role and row.course_role != (place.course_role if place else ""):
            yield Change("course_role", place.course_role if place else "", row.course_role)

    def left(self, row: RosterPerson, person: str) -> list[str]:
        """The subgroups of the same course that a participant leaves: there a participant belongs to one."""
        if row.role not in ("", "participant"):
            return []
        target, course, groups = self.targets[row.row], self.course_of(row, person), self._known.groups
        return [
            group
            for group, member in self._known.places.get(person, {}).items()
            if group != target
            and member.role == "participant"
            and self._is_same(groups[group].course, course)
        ]

    def course_of(self, row: RosterPerson, person: str) -> str:
        """The course that the line is about: its subgroup's, the one named, or the only one the person is in."""
        target, spelled = self.targets[row.row], self._known.courses.spelled
        if target in self._known.groups:
            return spelled(self._known.groups[target].course)
        theirs = {spelled(self._known.groups[group].course) for group in self._known.places.get(person, {})}
        return self.course if self.course or target or len(theirs) != 1 else theirs.pop()

    def _is_same(self, course: str, other: str) -> bool:
        return self._known.courses.key(course) == self._known.courses.key(other)

    def _leaving(self, row: RosterPerson, person: str) -> Iterator[Change]:
        """The status in the course, as far as the list may change it."""
        known = self.withdrawal(row, person)
        if row.status == "withdrew" and self._status_is_clear(row, person):
            if known is None:
                yield Change("status", "", "withdrew")
            reason, before = plain(row.withdrawal_reason, 1000), known.reason if known else ""
            if reason and reason != before and (known is None or known.author == BY_ROSTER):
                yield Change("withdrawal_reason", before, reason)
        elif row.status == "enrolled" and known is not None and known.author == BY_ROSTER:
            yield Change("status", "withdrew", "enrolled")

    def withdrawal(self, row: RosterPerson, person: str) -> Withdrawal | None:
        """What is known of the person's leaving the course that the line is about; said by hand goes before."""
        known = self.withdrawals(row, person)
        return next((each for each in known if each.author != BY_ROSTER), known[0] if known else None)

    def withdrawals(self, row: RosterPerson, person: str) -> list[Withdrawal]:
        """The same, as often as it was kept under other spellings of the course."""
        return self._withdrawals.get((person, self._known.courses.key(self.course_of(row, person))), [])

    def _status_is_clear(self, row: RosterPerson, person: str) -> bool:
        return bool(self.course_of(row, person) or self.targets[row.row])

    def _called(self, target: str) -> str:
        return self._known.groups[target].name if target in self._known.groups else self.new_groups[target]

    # --- warnings

    def _warnings(self, lines: tuple[RosterLine, ...]) -> Iterator[str]:
        rows = self._wish.form.people
        homeless = sum(1 for row in rows if (row.role or row.course_role) and not self.targets[row.row])
        if homeless:
            where = _lines(homeless)
            yield f"The role on {where} is not kept: a role belongs to a subgroup. Name one for it."
        people = {line.line: line.person for line in lines}
        unclear = sum(
            1 for x in rows if x.status == "withdrew" and not self._status_is_clear(x, people[x.row])
        )
        if unclear:
            yield f"The status on {_lines(unclear)} is not kept: one leaves a course. Name it."
        for row in rows:
            known = self.withdrawal(row, people[row.row])
            if row.status == "enrolled" and known is not None and known.author != BY_ROSTER:
                yield (
                    f"Line {row.row}: {row.name} is enrolled in the list, but was recorded here by hand as having "
                    "left. That stays; it is taken back on the person's page."
                )
        yield from self._full(lines)

    def _full(self, lines: tuple[RosterLine, ...]) -> Iterator[str]:
        joining: dict[str, int] = {}
        for line in lines:
            fields = {change.field: change.after for change in line.changes}
            if "subgroup" in fields and fields.get("role", "participant") == "participant":
                target = self.targets[line.line]
                joining[target] = joining.get(target, 0) + 1
        for target, count in joining.items():
            places = (places.get(target) for places in self._known.places.values())
            there = sum(1 for place in places if place and place.role == "participant")
            if there + count > SEATS:
                yield f"“{self._called(target)}” has more than {SEATS} participants; the last have no key of their own."


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"


def _as_known(row: PersonRow) -> Known:
    emails = (row.email,) if row.email else ()
    return Known(row.id, row.name, row.given_name, row.family_name, emails)


def _differences(row: RosterPerson, known: PersonRow) -> Iterator[Change]:
    """What the list says and the store does not; what the list leaves empty stays as it is."""
    for field in FIELDS:
        before, after = getattr(known, field), as_kept(field, getattr(row, field))
        if field == "guardian_consent" and row.guardian_consent == "no" and before:
            yield Change(field, before, "no")
        elif after and after != before:
            yield Change(field, before, after)


def as_kept(field: str, value: str) -> str:
    """What the store keeps of what the list says: no guardian's consent is none."""
    if field == "guardian_consent" and value == "no":
        return ""
    return plain(value, 2000 if field == "availability" else 200)
