"""Puts together what is known of everybody in a course: sessions, deliveries, memberships, withdrawals, as evidence.

No rule is applied here; that is for ``cohort``. Of each module a person has one session: the one of the subgroup they
belonged to when it was held. Days count from the first day of the subgroup somebody belongs to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import cast, get_args
from zoneinfo import ZoneInfo

import msgspec

from facilitator_tui.cohorts.sessions import CourseSession, Sheets, is_of
from facilitator_tui.completion.evidence import (
    Delivery,
    Evidence,
    MadeGood,
    Membership,
    Moment,
    SessionEvidence,
    Withdrawal,
)
from facilitator_tui.completion.presence import suffices
from facilitator_tui.plans.course import Course, CourseRole, Presence
from facilitator_tui.store.completion import Deliveries, DeliveryRow, PlaceRow, places, sessions_with
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People, PersonRow, Subgroup
from facilitator_tui.store.sessions import SessionRow, Sessions
from facilitator_tui.zones import wall_clock, zone_or_utc

_TAKES_PART = ("participant", "observer")


class Visit(msgspec.Struct, frozen=True):
    """Somebody sat in another subgroup's session of this module. ``at_ms`` is when that ended."""

    module: int
    session: str
    subgroup: str
    present_ms: int
    length_ms: int
    at_ms: int | None


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who takes part in the course.

    ``subgroup`` is the one they belong to, or belonged to last. ``facts`` hold everything but what a visit to another
    subgroup makes good, since a badge says how long one must be there: ``evidence`` adds that. ``turns`` counts how
    often somebody spoke in the session of each module.
    """

    person: PersonRow
    role: CourseRole
    subgroup: Subgroup
    facts: Evidence
    visits: tuple[Visit, ...] = ()
    turns: dict[int, int] = {}

    def evidence(self, presence: Presence) -> Evidence:
        """What a rule with this presence can ask: with the sessions made good in another subgroup."""
        make_up = presence.make_up
        if not self.visits or make_up is None or not make_up.another_session:
            return self.facts
        made = {
            visit.module: MadeGood("another session", visit.at_ms)
            for visit in reversed(self.visits)
            if suffices(visit.present_ms, visit.length_ms, presence)
        }
        sessions = tuple(
            msgspec.structs.replace(each, made_good=made[each.module]) if each.module in made else each
            for each in self.facts.sessions
        )
        return msgspec.structs.replace(self.facts, sessions=sessions)


class Gathered(msgspec.Struct, frozen=True):
    """Everybody, by subgroup and name, and the sessions of the subgroups they belong to."""

    participants: tuple[Participant, ...]
    sessions: tuple[CourseSession, ...]


def gather(
    store: Store,
    course: Course,
    modules: dict[int, int],
    now_ms: int,
    sheets: Sheets,
    subgroup: str = "",
) -> Gathered:
    """Read what the store knows of a course. ``modules`` are the lengths of its live sessions in milliseconds.

    With ``subgroup`` (an id) only those who belong to it. Raises ``StoreProblem``.
    """
    groups = {each.id: each for each in People(store).subgroups() if is_of(each.course, course)}
    held = _by_person(places(store, groups), groups)
    if subgroup:
        held = {person: found for person, found in held.items() if found[-1].subgroup == subgroup}
    rows = _session_rows(store, course, groups, modules)
    if subgroup:
        near = {place.subgroup for found in held.values() for place in found}
        visited = sessions_with(store, held)
        rows = [row for row in rows if row.subgroup in near or row.id in visited]
    sessions = [
        sheets.session(row, row.module, modules[row.module]) for row in rows if row.module is not None
    ]
    gatherer = _Gatherer(store, course, modules, now_ms, groups, sessions)
    people = [gatherer.participant(found) for found in held.values()]
    people.sort(key=lambda each: (each.subgroup.name.casefold(), each.person.name.casefold(), each.person.id))
    homes = {each.subgroup.id for each in people}
    return Gathered(tuple(people), tuple(each for each in sessions if each.row.subgroup in homes))


def _session_rows(
    store: Store, course: Course, groups: Collection[str], modules: Collection[int]
) -> list[SessionRow]:
    """The sessions of the course, the earliest first: those of its subgroups, and others that name it."""
    return [
        row
        for row in reversed(Sessions(store).all())
        if row.module in modules and (row.subgroup in groups or is_of(row.course, course))
    ]


def _by_person(found: Iterable[PlaceRow], groups: Collection[str]) -> dict[str, list[PlaceRow]]:
    """The places of everybody who takes part, the one they belong to last.

    In each subgroup the role that somebody had last is the one that holds: who was entered as a participant and made
    a facilitator is none.
    """
    by_person: dict[str, list[PlaceRow]] = {}
    for place in found:
        by_person.setdefault(place.person.id, []).append(place)
    taking_part: dict[str, list[PlaceRow]] = {}
    for person, theirs in by_person.items():
        last = {place.subgroup: place.role for place in theirs}
        kept = [place for place in theirs if last[place.subgroup] in _TAKES_PART]
        kept.sort(key=lambda place: (place.to_ms is None, place.from_ms))
        if kept:
            taking_part[person] = kept
    return taking_part


class _Days:
    """Days of the course of one subgroup, in its zone."""

    def __init__(self, group: Subgroup, sessions: Iterable[CourseSession]) -> None:
        self._zone: ZoneInfo = zone_or_utc(group.zone)
        self._first = _iso(group.first_day)
        if self._first is None:
            known = [each.at_ms for each in sessions if each.at_ms is not None]
            self._first = wall_clock(min(known), self._zone).date() if known else None

    def day(self, at_ms: int | None) -> int | None:
        """The day of this moment, the first being 0; None where the first day is not known."""
        if at_ms is None or self._first is None:
            return None
        return (wall_clock(at_ms, self._zone).date() - self._first).days


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class _Gatherer:
    """The course at one moment, and how each person's part of it is found."""

    def __init__(
        self,
        store: Store,
        course: Course,
        modules: dict[int, int],
        now_ms: int,
        groups: dict[str, Subgroup],
        sessions: list[CourseSession],
    ) -> None:
        self._course, self._modules, self._now, self._groups = course, modules, now_ms, groups
        self._sessions: dict[tuple[str, int], list[CourseSession]] = {}
        self._seen: dict[str, list[CourseSession]] = {}
        for each in sessions:
            self._sessions.setdefault((each.row.subgroup, each.module), []).append(each)
            for person in each.rows:
                self._seen.setdefault(person, []).append(each)
        by_group: dict[str, list[CourseSession]] = {}
        for each in sessions:
            by_group.setdefault(each.row.subgroup, []).append(each)
        self._days = {id_: _Days(group, by_group.get(id_, ())) for id_, group in groups.items()}
        self._handed: dict[str, list[DeliveryRow]] = {}
        for row in Deliveries(store).of_course(course.id):
            self._handed.setdefault(row.person, []).append(row)
        self._left = {
            each.person: Withdrawal(each.at_ms, each.reason)
            for each in People(store).withdrawals()
            if is_of(each.course, course)
        }

    def participant(self, held: list[PlaceRow]) -> Participant:
        home, person = held[-1], held[-1].person
        days, group = self._days[home.subgroup], self._groups[home.subgroup]
        over = group.over_ms is not None and group.over_ms <= self._now
        chosen = {module: self._session(held, module) for module in self._modules}
        now_day = days.day(self._now)
        facts = Evidence(
            participant=person.id,
            course=self._course.id,
            role=_role(home),
            sessions=tuple(self._evidence(found, person.id, held, over) for found in chosen.values()),
            deliveries=tuple(self._delivered(person.id, days)),
            memberships=tuple(Membership(x.subgroup, x.from_ms, x.to_ms) for x in _in_time(held)),
            joined_day=max(0, days.day(min(place.from_ms for place in held)) or 0),
            withdrawal=self._left.get(person.id),
            now=None if now_day is None else Moment(self._now, now_day),
            over=over,
        )
        return Participant(
            person=person,
            role=facts.role,
            subgroup=group,
            facts=facts,
            visits=tuple(self._visits(person.id, chosen)),
            turns={
                module: found.rows[person.id].turns
                for module, found in chosen.items()
                if person.id in found.rows and found.rows[person.id].turns
            },
        )

    # --- which session of a module is somebody's own

    def _session(self, held: list[PlaceRow], module: int) -> CourseSession:
        """The session of their own subgroup; one that does not exist yet where there is none.

        Who moved may belong to two: then the one they came to is theirs, else the one still to come.
        """
        found: dict[str, CourseSession] = {}
        for place in held:
            found.update((each.row.id, each) for each in self._sessions.get((place.subgroup, module), ()))
        home = held[-1].subgroup
        if not any(each.row.subgroup == home for each in found.values()):
            found[""] = self._not_yet(home, module)
        return max(found.values(), key=lambda each: self._rank(each, held))

    def _rank(self, session: CourseSession, held: list[PlaceRow]) -> tuple[bool, int, bool, int, int]:
        row = session.rows.get(held[-1].person.id)
        present_ms = 0 if row is None else row.measured.present_ms
        expected = self._expected(session, held)
        order = (2 if not session.held else 1) if expected else 0
        marked = row is not None and row.mark is not None
        return bool(present_ms) and expected, order, marked, present_ms, -(session.at_ms or 0)

    def _not_yet(self, subgroup: str, module: int) -> CourseSession:
        group = self._groups[subgroup]
        row = SessionRow(
            "", group.id, group.name, "", group.course, module, "", None, group.zone, group.created_ms
        )
        return CourseSession(row=row, module=module, held=False, planned_ms=self._modules[module])

    def _expected(self, session: CourseSession, held: Iterable[PlaceRow]) -> bool:
        """Whether somebody belonged to its subgroup when it was held, or will when it is."""
        at_ms = session.at_ms if session.held else max(session.at_ms or 0, self._now)
        return at_ms is not None and any(
            place.subgroup == session.row.subgroup
            and (place.from_ms <= at_ms or not session.held)
            and (place.to_ms is None or at_ms < place.to_ms)
            for place in held
        )

    def _evidence(
        self, session: CourseSession, person: str, held: list[PlaceRow], over: bool
    ) -> SessionEvidence:
        row = session.rows.get(person)
        measured = row.measured if row is not None else None
        days = self._days.get(session.row.subgroup)
        return SessionEvidence(
            module=session.module,
            stage="held" if session.held else "cancelled" if over else "to come",
            planned_ms=session.planned_ms,
            length_ms=session.length_ms,
            present_ms=measured.present_ms if measured else 0,
            late_ms=measured.late_ms if measured else 0,
            left_ms=measured.left_ms if measured else 0,
            expected=self._expected(session, held),
            marked=row.mark if row is not None else None,
            confirmed=session.confirmed,
            starts_ms=session.starts_ms,
            ends_ms=session.ends_ms,
            day=days.day(session.starts_ms) if days is not None else None,
            session=session.row.id,
        )

    def _visits(self, person: str, chosen: dict[int, CourseSession]) -> Iterator[Visit]:
        for each in self._seen.get(person, ()):
            if each.row.id != chosen[each.module].row.id and (present_ms := each.present_ms(person)):
                yield Visit(
                    each.module, each.row.id, each.row.subgroup, present_ms, each.length_ms, each.ends_ms
                )

    def _delivered(self, person: str, days: _Days) -> Iterator[Delivery]:
        for row in self._handed.get(person, ()):
            yield Delivery(row.task, row.module, row.at_ms, days.day(row.at_ms), row.times)


def _role(place: PlaceRow) -> CourseRole:
    if place.course_role in get_args(CourseRole):
        return cast(CourseRole, place.course_role)
    return "observer" if place.role == "observer" else "participant"


def _in_time(held: Iterable[PlaceRow]) -> list[PlaceRow]:
    return sorted(held, key=lambda place: place.from_ms)
