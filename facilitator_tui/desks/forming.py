"""Forming subgroups over the store: who is to be formed, and a proposal made into subgroups and memberships.

Implements ``screens.forming_port.FormingDesk``; the command ``subgroup form`` uses the same functions. How subgroups
are proposed and checked is in ``forming``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from facilitator_tui import zones
from facilitator_tui.course_rules import courses, find_course
from facilitator_tui.dialogue.journal import Clock
from facilitator_tui.forming.people import Spellings
from facilitator_tui.forming.values import Candidate, Proposal, Wishes
from facilitator_tui.imports.countries import CountryNames, country_name
from facilitator_tui.plain import plain
from facilitator_tui.plans.readings import CourseReading
from facilitator_tui.screens.forming_port import ToForm
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.store.completion import PlaceRow, places
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import writing
from facilitator_tui.store.guests import only_guests
from facilitator_tui.store.people import People, PersonRow, Subgroup
from facilitator_tui.store.privacy.identity import Identities

_NAMED = 5


class FormingDeskProblem(DeskProblem, StoreProblem):
    """What could not be done about forming subgroups, for the screen and for the command."""


class Kept(msgspec.Struct, frozen=True):
    """What was done: the names of new subgroups, how many people joined one, and how many of them left another."""

    subgroups: tuple[str, ...]
    joined: int
    left: int


class _Course(msgspec.Struct, frozen=True):
    """A course as it was named, with all names under which subgroups may have it."""

    title: str
    names: frozenset[str]
    wishes: Wishes

    def has(self, subgroup: Subgroup) -> bool:
        return subgroup.course.strip().casefold() in self.names


def gather(store: Store, course: str, now_ms: int, *, pool: str = "", with_members: bool = False) -> ToForm:
    """Who is to be formed for the course: everybody with a name who is in no subgroup of it.

    Passed over are those who left the course, those who are now facilitators, producers or observers somewhere and
    participants nowhere, those who were only ever guests of sessions, and those who turned out to be somebody else.
    ``pool`` (a name or an id) takes the participants of that subgroup instead. With
    ``with_members`` the participants of the course's subgroups are there too, and stay in them. Raises
    ``StoreProblem``.
    """
    people, about = People(store), _named(course)
    groups = people.subgroups()
    source = people.subgroup(pool) if pool else None
    mine = {each.id: each for each in groups if about.has(each) and each != source}
    now = [place for place in places(store, [each.id for each in groups]) if _is_now(place, now_ms)]
    within = {
        each.person.id: each.subgroup for each in now if each.subgroup in mine and each.role == "participant"
    }
    taking_part = {each.person.id for each in now if each.role == "participant"}
    others = {each.person.id for each in now} - taking_part
    left = {each.person for each in people.withdrawals() if each.course.strip().casefold() in about.names}
    in_pool = {
        each.person.id for each in now if source and each.subgroup == source.id and each.role == "participant"
    }
    guests, identities = only_guests(store), Identities(store)
    spelled, countries, found = Spellings(), CountryNames(), []
    passed_over: dict[str, list[str]] = {"left": [], "other": [], "same": [], "guest": []}
    for row in people.all():
        if row.id in within:
            if with_members:
                found.append(_candidate(spelled, countries, row, within[row.id]))
        elif source is not None and row.id not in in_pool:
            continue
        elif row.id in left:
            passed_over["left"].append(row.name)
        elif row.id in others:
            passed_over["other"].append(row.name)
        elif identities.of(row.id).person != row.id:
            passed_over["same"].append(row.name)
        elif row.id in guests:
            passed_over["guest"].append(row.name)
        else:
            found.append(_candidate(spelled, countries, row))
    return ToForm(
        about.title,
        tuple(found),
        msgspec.structs.replace(about.wishes, first_number=_next_number(mine.values())),
        {each.id: each.name for each in mine.values()},
        tuple(_passed_over(passed_over)),
    )


def keep(
    store: Store, course: str, proposal: Proposal, now_ms: int, *, pool: str = "", zone: str = "UTC"
) -> Kept:
    """Make the proposal true, all in one commit: subgroups that are new, and every membership.

    Whoever was in another subgroup of the course, or in the pool, leaves it now; that stays in the history. Raises
    ``StoreProblem`` when nothing was changed, also because somebody has joined a subgroup since the proposal.
    """
    with writing(store):
        keeping = _Keeping(store, _named(course), now_ms, pool)
        keeping.refuse_changed(proposal)
        made = []
        for group in proposal.groups:
            subgroup = group.id
            if group.new:
                subgroup = keeping.people.add_subgroup(group.name, keeping.course.title, zone, now_ms)
                made.append(plain(group.name))
            for member in group.members:
                keeping.join(subgroup, member.id)
        for each in proposal.unplaced:
            if each.subgroup:
                keeping.leave(each.subgroup, each.id)
    return Kept(tuple(made), keeping.joined, keeping.left)


class _Keeping:
    """The memberships of the course at one moment, and what becomes of them."""

    def __init__(self, store: Store, course: _Course, now_ms: int, pool: str) -> None:
        self.people, self.course, self._now_ms = People(store), course, now_ms
        self._pool = self.people.subgroup(pool).id if pool else ""
        groups = {each.id: each for each in self.people.subgroups()}
        self._names = {each.id: each.name for each in groups.values()}
        mine = [each.id for each in groups.values() if course.has(each) or each.id == self._pool]
        self._place: dict[str, dict[str, PlaceRow]] = {}
        for place in places(store, mine):
            if _is_now(place, now_ms) and place.role == "participant":
                self._place.setdefault(place.person.id, {})[place.subgroup] = place
        self.joined = self.left = 0

    def refuse_changed(self, proposal: Proposal) -> None:
        """Raise ``StoreProblem`` where somebody is no longer where they were when it was proposed."""
        everybody = (each for group in proposal.groups for each in group.members)
        for each in (*everybody, *proposal.unplaced):
            there = set(self._place.get(each.id, {})) - {self._pool, each.subgroup}
            if there:
                group = plain(self._names[min(there)])
                raise StoreProblem(
                    f"{plain(each.name)} has joined “{group}” since this was proposed. Nothing was changed: "
                    "propose again."
                )

    def join(self, subgroup: str, person: str) -> None:
        before = self._place.get(person, {})
        if subgroup in before:
            return
        roles = [place.course_role for place in before.values()]
        for each in before:
            self.people.leave(each, person, self._now_ms)
            self.left += 1
        self.people.join(subgroup, person, "participant", 0, self._now_ms, next(iter(roles), ""))
        self.joined += 1

    def leave(self, subgroup: str, person: str) -> None:
        self.people.leave(subgroup, person, self._now_ms)
        self.left += 1


class StoreFormingDesk:
    """The desk of the screen. New subgroups meet by the zone of this computer."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def courses(self) -> list[str]:
        """Those that subgroups belong to, then all others that there are."""
        try:
            named = [group.course for group in reversed(People(self._store).subgroups()) if group.course]
        except StoreProblem as problem:
            raise FormingDeskProblem(str(problem)) from problem
        titles = [each.course.title for each in courses() if each.course is not None]
        return list(dict.fromkeys([*named, *titles]))

    def to_form(self, course: str) -> ToForm:
        try:
            return gather(self._store, course, self._clock.now_ms())
        except StoreProblem as problem:
            raise FormingDeskProblem(str(problem)) from problem

    def keep(self, course: str, proposal: Proposal) -> str:
        try:
            kept = keep(self._store, course, proposal, self._clock.now_ms(), zone=zones.here())
        except StoreProblem as problem:
            raise FormingDeskProblem(str(problem)) from problem
        return said_of(kept)


def of_course(groups: Iterable[Subgroup], course: str) -> list[Subgroup]:
    """Those of this course (its title or id); all where none is named."""
    about = _named(course) if course else None
    return [group for group in groups if about is None or about.has(group)]


def said_of(kept: Kept) -> str:
    """What was done, in a sentence."""
    made = (
        "1 subgroup was made" if len(kept.subgroups) == 1 else f"{len(kept.subgroups):,} subgroups were made"
    )
    joined = "1 person" if kept.joined == 1 else f"{kept.joined:,} people"
    left = f"; {kept.left:,} left another" if kept.left else ""
    return f"{made}, {joined} joined one{left}."


def _named(course: str) -> _Course:
    """The course with this id or title, else one of which nothing but the name is known."""
    text = plain(course)
    if not text:
        raise StoreProblem("Say for which course the subgroups are.")
    reading: CourseReading | None = find_course(text)
    if reading is None or reading.course is None:
        return _Course(text, frozenset({text.casefold()}), Wishes())
    found, size = reading.course, reading.course.subgroup_size
    names = frozenset(each.strip().casefold() for each in (text, found.id, found.title))
    return _Course(found.title, names, Wishes(size.least, size.most))


def _is_now(place: PlaceRow, now_ms: int) -> bool:
    return place.from_ms <= now_ms and (place.to_ms is None or place.to_ms > now_ms)


def _candidate(spelled: Spellings, countries: CountryNames, row: PersonRow, subgroup: str = "") -> Candidate:
    """The person; a country counts as one however it was written when they were taken in."""
    code = countries.code(row.country)
    return spelled.candidate(
        row.id,
        row.name,
        institution=row.institution,
        country=country_name(code) if code else row.country,
        languages=row.languages,
        availability=row.availability,
        subgroup=subgroup,
    )


def _next_number(groups: Iterable[Subgroup]) -> int:
    """The number after the highest at the end of a name."""
    numbers = [int(found[0]) for each in groups if (found := re.search(r"\d{1,6}$", each.name))]
    return max(numbers, default=0) + 1


def _passed_over(names: dict[str, list[str]]) -> Iterable[str]:
    if names["left"]:
        yield f"Left the course and passed over: {len(names['left'])}."
    if names["other"]:
        yield f"Facilitators, producers and observers, passed over: {len(names['other'])}."
    if names["same"]:
        yield f"Joined to somebody else and passed over: {_some(names['same'])}."
    if names["guest"]:
        yield f"Only ever guests of sessions, passed over: {_some(names['guest'])}."


def _some(names: list[str]) -> str:
    """How many, and the first of them by name."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{len(names)} ({', '.join(plain(name, 40) for name in names[:_NAMED])}{more})"
