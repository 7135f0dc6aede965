"""People, subgroups and who belongs to which: the tables that name somebody.

Names are cleaned before they are kept; everything here can be corrected and erased while the journal, which
knows only ids, stands. What somebody did in a session is not here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack, get_args

import msgspec

from facilitator_tui.dialogue.ids import IdMaker
from facilitator_tui.plain import plain
from facilitator_tui.plans.model import Role
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.guard import random_bits, reading, writing

if TYPE_CHECKING:
    from facilitator_tui.store.file import Store

SEATS = 20
"""How many people can have a key of their own."""

COURSE_ROLES = ("debater", "leader", "trainee", "auditor")
"""What a participant can be in the course, beside a participant like all others."""

_LONGEST_REASON = 1000
_LONGEST = {"availability": 2000}


class PersonFields(TypedDict, total=False):
    """What can be known of a person beside the name; every field may be empty."""

    given_name: str
    family_name: str
    email: str
    institution: str
    country: str
    language_level: str
    consent: str
    certificate_name: str
    languages: str
    availability: str
    age: str
    guardian_consent: str


class PersonChanges(PersonFields, total=False):
    """What can be changed of a person."""

    name: str


class PersonRow(msgspec.Struct, frozen=True):
    """Somebody, as the table has it. ``name`` is empty for a seat that nobody has named yet.

    ``certificate_name`` is what stands on a badge where it is not the name. ``languages`` are codes and
    ``availability`` slots, both separated by commas. ``age`` is "minor", "adult" or not known; ``guardian_consent`` is
    "yes" where a guardian of a minor has agreed.
    """

    id: str
    name: str
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    institution: str = ""
    country: str = ""
    language_level: str = ""
    consent: str = ""
    certificate_name: str = ""
    languages: str = ""
    availability: str = ""
    age: str = ""
    guardian_consent: str = ""
    created_ms: int = 0


class Subgroup(msgspec.Struct, frozen=True):
    """Participants who meet over a whole course. ``zone`` is the IANA name of the zone they meet by.

    ``first_day`` is day 0 of their course as an ISO date in that zone, empty: the day of the first session. ``over_ms``
    is when somebody said that their course is over; None while it goes on.
    """

    id: str
    name: str
    course: str
    zone: str
    created_ms: int
    first_day: str = ""
    over_ms: int | None = None


class Member(msgspec.Struct, frozen=True):
    """A person's place in a subgroup from ``from_ms`` on; ``to_ms`` is None while it goes on.

    ``course_role`` says what a participant is in the course where it is something of its own: debater, leader,
    trainee, auditor; else it is empty.
    """

    person: PersonRow
    role: Role
    seat: int
    from_ms: int
    to_ms: int | None
    course_role: str = ""


class Membership(msgspec.Struct, frozen=True):
    """The same place seen from the person."""

    subgroup: Subgroup
    role: Role
    seat: int
    from_ms: int
    to_ms: int | None
    course_role: str = ""


class Withdrawal(msgspec.Struct, frozen=True):
    """Somebody left the course, as ``author`` recorded it. The reason may be empty."""

    person: str
    course: str
    at_ms: int
    reason: str
    author: str


_PERSON = ", ".join(f"person.{field}" for field in PersonRow.__struct_fields__)
_SUBGROUP = ", ".join(f"subgroup.{field}" for field in Subgroup.__struct_fields__)
_WIDTH = len(PersonRow.__struct_fields__)


class People:
    """Reads and changes people and subgroups. Every method may raise ``StoreProblem``."""

    def __init__(self, store: Store, randbits: Callable[[int], int] = random_bits) -> None:
        self._store = store
        self._ids = IdMaker(randbits)

    # --- persons

    def add(self, name: str, now_ms: int, *, person_id: str = "", **fields: Unpack[PersonFields]) -> str:
        """Keep a new person and give the id.

        With ``person_id`` (the id of an imported row) a person who is there already stays as they are.
        """
        values = _cleaned({"name": name, **fields})
        chosen = person_id or self._ids.next(now_ms)
        columns = ", ".join(["id", "created_ms", *values])
        marks = ", ".join("?" * (len(values) + 2))
        with writing(self._store):
            self._store.connection.execute(
                f"INSERT INTO person ({columns}) VALUES ({marks})"
                + (" ON CONFLICT (id) DO NOTHING" if person_id else ""),
                (chosen, now_ms, *values.values()),
            )
        return chosen

    def get(self, person: str) -> PersonRow:
        """The person with this id. Raises ``StoreProblem`` when there is none."""
        rows = self._persons("WHERE id = ?", person)
        if not rows:
            raise StoreProblem(f"There is no person with the id {plain(person)}.")
        return rows[0]

    def all(self) -> list[PersonRow]:
        """Everybody who has a name, by name."""
        return self._persons("WHERE name <> '' ORDER BY name COLLATE NOCASE, id")

    def update(self, person: str, **fields: Unpack[PersonChanges]) -> None:
        """Change what is known of a person; fields that are not given stay."""
        values = _cleaned(dict(fields))
        if not values:
            return
        changes = ", ".join(f"{column} = ?" for column in values)
        with writing(self._store):
            self.get(person)
            self._store.connection.execute(
                f"UPDATE person SET {changes} WHERE id = ?", (*values.values(), person)
            )

    def names(self, ids: Iterable[str] | None = None) -> dict[str, str]:
        """The names by id: of these people, or of everybody. Unnamed seats have an empty name."""
        with reading(self._store):
            if ids is None:
                return dict(self._store.rows("SELECT id, name FROM person"))
            wanted = msgspec.json.encode(sorted(set(ids))).decode()
            return dict(
                self._store.rows(
                    "SELECT id, name FROM person WHERE id IN (SELECT value FROM json_each(?))", wanted
                )
            )

    def _persons(self, clause: str, *parameters: str) -> list[PersonRow]:
        with reading(self._store):
            rows = self._store.rows(f"SELECT {_PERSON} FROM person {clause}", *parameters)
        return [PersonRow(*row) for row in rows]

    # --- what call platforms call them

    def aliases(self) -> dict[str, tuple[str, ...]]:
        """The names that somebody said to be a person, as platforms report them, by person."""
        found: dict[str, tuple[str, ...]] = {}
        with reading(self._store):
            if self._store.rows("SELECT 1 FROM sqlite_schema WHERE name = 'alias'"):  # not in an older file
                for person, name in self._store.rows("SELECT person, name FROM alias ORDER BY person, name"):
                    found[person] = (*found.get(person, ()), name)
        return found

    def learn_alias(self, person: str, name: str, not_these: Iterable[str] = ()) -> None:
        """Keep that a platform calls the person so; ``not_these`` are people whom the name was taken for before."""
        with writing(self._store):
            self.get(person)
            for other in set(not_these) - {person}:
                self._store.connection.execute(
                    "DELETE FROM alias WHERE person = ? AND name = ?", (other, plain(name))
                )
            self._store.connection.execute(
                "INSERT INTO alias (person, name) VALUES (?, ?) ON CONFLICT DO NOTHING", (person, plain(name))
            )

    # --- subgroups

    def subgroups(self) -> list[Subgroup]:
        """Every subgroup, by course and name."""
        return self._subgroups("ORDER BY course COLLATE NOCASE, name COLLATE NOCASE, id")

    def subgroup(self, text: str) -> Subgroup:
        """The subgroup with this id, name (capitals do not matter) or unique beginning of an id."""
        found = [group for group in self.subgroups() if text in (group.id, group.name)] or [
            group
            for group in self.subgroups()
            if group.name.casefold() == text.casefold() or (text and group.id.startswith(text))
        ]
        if len(found) == 1:
            return found[0]
        if found:
            raise StoreProblem(f"{len(found)} subgroups are called “{plain(text)}”; name one by its id.")
        raise StoreProblem(f"There is no subgroup “{plain(text)}”.")

    def _subgroups(self, clause: str, *parameters: str) -> list[Subgroup]:
        with reading(self._store):
            rows = self._store.rows(f"SELECT {_SUBGROUP} FROM subgroup {clause}", *parameters)
        return [Subgroup(*row) for row in rows]

    def add_subgroup(self, name: str, course: str, zone: str, now_ms: int) -> str:
        """Keep a new subgroup and give its id."""
        chosen = self._ids.next(now_ms)
        with writing(self._store):
            self._store.connection.execute(
                "INSERT INTO subgroup (id, name, course, zone, created_ms) VALUES (?, ?, ?, ?, ?)",
                (chosen, plain(name), plain(course), plain(zone) or "UTC", now_ms),
            )
        return chosen

    def rename_subgroup(self, subgroup: str, name: str) -> None:
        with writing(self._store):
            self._the_subgroup(subgroup)
            self._store.connection.execute(
                "UPDATE subgroup SET name = ? WHERE id = ?", (plain(name), subgroup)
            )

    def set_course(self, subgroup: str, course: str) -> None:
        """Say which course the subgroup takes, by its title or its id; empty: none."""
        self._set_of_subgroup(subgroup, "course", plain(course))

    def set_first_day(self, subgroup: str, day: str) -> None:
        """Say on which day their course begins, as an ISO date; empty: on the day of the first session."""
        if day:
            try:
                date.fromisoformat(day)
            except ValueError as error:
                raise StoreProblem(f"“{plain(day)}” is no day. Write one like 2026-11-24.") from error
        self._set_of_subgroup(subgroup, "first_day", day)

    def set_over(self, subgroup: str, over_ms: int | None) -> None:
        """Say since when their course is over; None: it goes on."""
        self._set_of_subgroup(subgroup, "over_ms", over_ms)

    def set_zone(self, subgroup: str, zone: str) -> None:
        """Say by which zone they meet, by its IANA name; sessions that are planned keep theirs."""
        self._set_of_subgroup(subgroup, "zone", plain(zone) or "UTC")

    def _set_of_subgroup(
        self,
        subgroup: str,
        column: Literal["course", "zone", "first_day", "over_ms"],
        value: str | int | None,
    ) -> None:
        with writing(self._store):
            self._the_subgroup(subgroup)
            self._store.connection.execute(
                f"UPDATE subgroup SET {column} = ? WHERE id = ?", (value, subgroup)
            )

    def _the_subgroup(self, subgroup: str) -> Subgroup:
        found = self._subgroups("WHERE id = ?", subgroup)
        if not found:
            raise StoreProblem(f"There is no subgroup with the id {plain(subgroup)}.")
        return found[0]

    # --- who belongs to which

    def members(self, subgroup: str, at_ms: int) -> list[Member]:
        """Who belonged to the subgroup at that time, by seat; those without a seat last."""
        with reading(self._store):
            rows = self._store.rows(
                f"SELECT {_PERSON}, role, seat, from_ms, to_ms, course_role FROM membership "
                "JOIN person ON person.id = membership.person "
                "WHERE subgroup = ? AND from_ms <= ? AND (to_ms IS NULL OR to_ms > ?) "
                "ORDER BY seat = 0, seat, membership.id",
                subgroup,
                at_ms,
                at_ms,
            )
        return [Member(PersonRow(*row[:_WIDTH]), *row[_WIDTH:]) for row in rows]

    def join(
        self,
        subgroup: str,
        person: str,
        role: Role,
        seat: int,
        now_ms: int,
        course_role: str | None = None,
        from_ms: int | None = None,
    ) -> int:
        """Make the person a member from now on, or from ``from_ms`` in the past, and give the seat.

        ``seat`` 0 gives a participant the next free seat of 1–20 (0 when all are taken) and everybody else
        none. Who is a member already keeps the place; another role or seat replaces it from now on.
        ``course_role`` is one of ``COURSE_ROLES`` or empty; None leaves a participant's as it is. It says what
        somebody was all along, so changing it alone begins no new membership.
        """
        if role not in get_args(Role):
            raise StoreProblem(f"“{plain(role)}” is no role. Roles are: {', '.join(get_args(Role))}.")
        if course_role and (course_role not in COURSE_ROLES or role != "participant"):
            raise StoreProblem(
                f"A {role} cannot be “{plain(course_role)}” in the course; a participant can be: "
                f"{', '.join(COURSE_ROLES)}."
            )
        if not 0 <= seat <= SEATS:
            raise StoreProblem(f"There is no seat {seat}; seats are 1 to {SEATS}.")
        with writing(self._store):
            self._the_subgroup(subgroup)
            self.get(person)
            members = self.members(subgroup, now_ms)
            mine = next((member for member in members if member.person.id == person), None)
            if mine is not None and mine.role == role and seat in (0, mine.seat):
                if course_role is not None and course_role != mine.course_role:
                    self._store.connection.execute(
                        "UPDATE membership SET course_role = ? "
                        "WHERE subgroup = ? AND person = ? AND to_ms IS NULL",
                        (course_role, subgroup, person),
                    )
                return mine.seat
            chosen = _seat([member for member in members if member.person.id != person], role, seat)
            since = now_ms if from_ms is None else from_ms
            if mine is not None:
                self.leave(subgroup, person, since)
            stays = mine.course_role if mine is not None and role == "participant" else ""
            self._store.connection.execute(
                "INSERT INTO membership (subgroup, person, role, seat, from_ms, course_role) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (subgroup, person, role, chosen, since, stays if course_role is None else course_role),
            )
        return chosen

    def move(self, person: str, from_subgroup: str, to_subgroup: str, now_ms: int) -> int:
        """End the one membership and begin the other now, in the same roles; gives the new seat.

        What was stays in the history. Raises ``StoreProblem`` when the person is not in the first subgroup, or is
        in the second already.
        """
        with writing(self._store):
            there = {member.person.id: member for member in self.members(from_subgroup, now_ms)}
            if person not in there:
                raise StoreProblem("This person is not in the subgroup that they should leave.")
            if from_subgroup == to_subgroup or any(
                each.person.id == person for each in self.members(to_subgroup, now_ms)
            ):
                name = self._the_subgroup(to_subgroup).name
                raise StoreProblem(f"This person is in “{name}” already.")
            mine = there[person]
            self.leave(from_subgroup, person, now_ms)
            return self.join(to_subgroup, person, mine.role, 0, now_ms, mine.course_role)

    def leave(self, subgroup: str, person: str, now_ms: int) -> None:
        """End the person's membership now; nothing happens when there is none."""
        with writing(self._store):
            self._store.connection.execute(
                "UPDATE membership SET to_ms = max(from_ms, ?) "
                "WHERE subgroup = ? AND person = ? AND to_ms IS NULL",
                (now_ms, subgroup, person),
            )

    def history(self, person: str) -> list[Membership]:
        """Every subgroup the person has belonged to, the earliest first."""
        with reading(self._store):
            rows = self._store.rows(
                f"SELECT {_SUBGROUP}, role, seat, from_ms, to_ms, course_role FROM membership "
                "JOIN subgroup ON subgroup.id = membership.subgroup "
                "WHERE person = ? ORDER BY from_ms, membership.id",
                person,
            )
        width = len(Subgroup.__struct_fields__)
        return [Membership(Subgroup(*row[:width]), *row[width:]) for row in rows]

    # --- who left the course

    def withdraw(self, person: str, course: str, at_ms: int, reason: str, author: str) -> None:
        """Keep that the person left the course, and why if somebody says so; said again, it is corrected.

        The memberships stay as they are: whoever left is still known to have been in the subgroup.
        """
        with writing(self._store):
            self.get(person)
            self._store.connection.execute(
                "INSERT INTO withdrawal (person, course, at_ms, reason, author) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (person, course) DO UPDATE SET "
                "at_ms = excluded.at_ms, reason = excluded.reason, author = excluded.author",
                (person, plain(course), at_ms, plain(reason, _LONGEST_REASON), plain(author)),
            )

    def take_back_withdrawal(self, person: str, course: str) -> None:
        """The person takes part in the course after all; nothing happens when they never left."""
        with writing(self._store):
            self._store.connection.execute(
                "DELETE FROM withdrawal WHERE person = ? AND course = ?", (person, plain(course))
            )

    def withdrawals(self, course: str | None = None) -> list[Withdrawal]:
        """Who left the course (None: any course), the earliest first."""
        with reading(self._store):
            rows = self._store.rows(
                "SELECT person, course, at_ms, reason, author FROM withdrawal "
                "WHERE ?1 IS NULL OR course = ?1 ORDER BY at_ms, person, course",
                course,
            )
        return [Withdrawal(*row) for row in rows]

    def left(self, courses: Iterable[str], at_ms: int) -> set[str]:
        """Who had left one of these courses (by the names that withdrawals have) at that time."""
        names = {plain(course).casefold() for course in courses if course.strip()}
        return {
            each.person
            for each in self.withdrawals()
            if each.at_ms <= at_ms and each.course.casefold() in names
        }

    # --- sessions

    def sessions_of(self, person: str) -> list[str]:
        """The ids of the sessions whose journal mentions the person, the earliest first.

        Looks through every entry: an answer for a request about one's own data, not for the screen.
        """
        with reading(self._store):
            rows = self._store.rows(
                "SELECT session FROM entry WHERE instr(payload, ?) GROUP BY session ORDER BY min(at_ms), session",
                msgspec.json.encode(person).decode(),
            )
        return [session for (session,) in rows]


def _cleaned(fields: dict[str, object]) -> dict[str, str]:
    for field in fields:
        if field not in PersonChanges.__annotations__:
            raise TypeError(f"A person has no field {field!r}.")
    return {field: plain(str(value), _LONGEST.get(field, 200)) for field, value in fields.items()}


def _seat(others: list[Member], role: Role, seat: int) -> int:
    taken = {member.seat: member.person.name for member in others if member.seat}
    if seat in taken:
        raise StoreProblem(f"Seat {seat} is taken by {taken[seat] or 'somebody unnamed'}.")
    if seat or role != "participant":
        return seat
    return next((number for number in range(1, SEATS + 1) if number not in taken), 0)
