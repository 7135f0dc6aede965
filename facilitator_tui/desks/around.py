"""The desk over the facilitator's file: what the screens around a session ask for, answered by the store.

Implements ``screens.ports.Desk`` and ``PersonDesk``. Only translation happens here: rows into cards, the store's
errors into the desk's. What the live screen asks for stands in ``opening``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

import msgspec

from facilitator_tui import opening, settings, zones
from facilitator_tui.dialogue.entries import UnknownEntry
from facilitator_tui.dialogue.journal import Clock
from facilitator_tui.dialogue.log import SessionLog
from facilitator_tui.dialogue.state import SessionState, present_ms, reported_ms
from facilitator_tui.plans.model import Role, SessionPlan
from facilitator_tui.recorder import Recorder
from facilitator_tui.screens import ports
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import writing
from facilitator_tui.store.people import People, PersonChanges, Subgroup
from facilitator_tui.store.sessions import SessionRow, Sessions

if TYPE_CHECKING:
    from facilitator_tui.plans.readings import CourseReading


_FEW = 6
"""A session of so few entries is looked at, whether it is more than an opening and an end."""


class StoreDeskProblem(DeskProblem, StoreProblem):
    """What the store could not do, for the screens and for the app."""


@contextmanager
def _asking() -> Iterator[None]:
    try:
        yield
    except (StoreProblem, UnknownEntry) as problem:
        raise StoreDeskProblem(str(problem)) from problem


class StoreDesk:
    """One facilitator's desk. Courses are read when they are first asked for; a person's own copy of a shipped
    course takes its place. ``author`` is who is named as having recorded something about a person."""

    def __init__(self, store: Store, clock: Clock, author: str = "me") -> None:
        self._store, self._clock, self._author = store, clock, author
        self._people, self._sessions = People(store), Sessions(store)
        self._courses: tuple[CourseReading, ...] | None = None

    def now_ms(self) -> int:
        return self._clock.now_ms()

    def zone(self) -> str:
        return zones.here()

    def clocks(self) -> str:
        return ""

    # --- sessions

    def sessions(self) -> list[ports.SessionCard]:
        with _asking():
            confirmed = self._sessions.confirmed()
            return [self._card(row, row.id in confirmed) for row in self._sessions.all()]

    def _card(self, row: SessionRow, confirmed: bool = False) -> ports.SessionCard:
        looked_at = row.running or 0 < row.entries <= _FEW
        log = SessionLog(self._store.journal(row.id).read() if looked_at else ())
        state = log.state if row.running else SessionState()
        standing: ports.Standing = (
            "open" if row.running else "held" if row.closed_ms is not None else "planned"
        )
        return ports.SessionCard(
            id=row.id,
            title=row.title,
            standing=standing,
            begins_ms=row.at_ms,
            ended_ms=row.closed_ms,
            subgroup=row.subgroup,
            subgroup_name=row.subgroup_name,
            course=row.course,
            module=row.module,
            last_ms=state.last_ms,
            block=self._block(state),
            zone=row.zone,
            empty=not row.entries or (looked_at and opening.is_empty(log)),
            confirmed=confirmed,
        )

    def _state(self, session: str) -> SessionState:
        return SessionLog(self._store.journal(session).read()).state

    def _block(self, state: SessionState) -> str:
        current = state.agenda.current
        if current is None:
            return ""
        plan = self._sessions.plan(state.plan) if state.plan else None
        blocks = plan.during() if plan is not None else ()
        return blocks[current.block].title if current.block < len(blocks) else f"block {current.block + 1}"

    def start_now(self) -> str:
        now = self.now_ms()
        with _asking():
            return self._sessions.create("Unplanned session", now, planned_ms=now, zone=self.zone())

    def create_session(self, wish: ports.SessionWish) -> str:
        now = self.now_ms()
        with _asking(), writing(self._store):
            plan = self._kept_plan(wish)
            subgroup, course = self._subgroup_of(wish)
            return self._sessions.create(
                wish.title, now, subgroup, course, wish.module, plan, wish.planned_ms or None, wish.zone
            )

    def change_session(self, session: str, wish: ports.SessionWish) -> None:
        with _asking(), writing(self._store):
            row = self._sessions.get(session)
            subgroup, course = self._subgroup_of(wish)
            same = (course, wish.module) == (row.course, row.module)
            plan = (row.plan or None) if same else self._kept_plan(wish)
            self._sessions.change(
                session, wish.title, subgroup, course, wish.module, plan, wish.planned_ms or None, wish.zone
            )

    def _kept_plan(self, wish: ports.SessionWish) -> str | None:
        plan = self._plan(wish.course, wish.module)
        return self._sessions.keep_plan(plan, self.now_ms()) if plan is not None else None

    def _subgroup_of(self, wish: ports.SessionWish) -> tuple[str | None, str]:
        """The subgroup, made if it is new, and the course; a subgroup without one gets it."""
        course = self._course_title(wish.course)
        if wish.new_subgroup:
            return self._people.add_subgroup(wish.new_subgroup, course, wish.zone, self.now_ms()), course
        if course and wish.subgroup and not self._people.subgroup(wish.subgroup).course:
            self._people.set_course(wish.subgroup, course)
        return wish.subgroup or None, course

    def wish(self, session: str) -> ports.SessionWish:
        with _asking():
            row = self._sessions.get(session)
            plan = self._sessions.plan(row.plan) if row.plan else None
        return ports.SessionWish(
            title=row.title,
            planned_ms=row.planned_ms or 0,
            zone=row.zone,
            subgroup=row.subgroup,
            course=row.course,
            module=row.module,
            plan_title=plan.title if plan is not None else "",
        )

    # --- what was begun or planned by mistake

    def is_empty(self, session: str) -> bool:
        with _asking():
            return opening.is_empty(SessionLog(self._store.journal(session).read()))

    def plan_again(self, session: str) -> None:
        with _asking(), self._alone_with(session) as recorder:
            opening.take_back_opening(recorder)

    def remove_session(self, session: str) -> None:
        """One in whose journal nothing stands is deleted; one that was opened is struck in its journal."""
        with _asking(), self._alone_with(session) as recorder:
            if recorder.log.entries:
                opening.strike(recorder)
            else:
                self._sessions.remove(session)

    @contextmanager
    def _alone_with(self, session: str) -> Iterator[Recorder]:
        """The session's recorder while no other program records it; afterwards what is concluded is concluded anew."""
        recorder = opening.recorder_for(self._store, session, self._clock, self._author)
        lease = opening.take_lease(recorder, self._store)
        try:
            if lease is not None and lease.other is not None:
                raise StoreProblem("Another program is recording this session. Leave it there first.")
            yield recorder
            if recorder.log.entries:
                self.corrected(session)
        finally:
            if lease is not None:
                lease.close()

    # --- courses

    def modules(self) -> list[ports.ModuleCard]:
        return [
            ports.ModuleCard(
                reading.course.id, reading.course.title, plan.module, plan.title, plan.seconds // 60
            )
            for reading in self._readings()
            if reading.course is not None
            for plan in reading.plans
            if plan.during()
        ]

    def _readings(self) -> tuple[CourseReading, ...]:
        if self._courses is None:
            from facilitator_tui.plans.shelf import read_courses, shipped_courses

            data = settings.folder("data")
            own = read_courses(data / "plans")
            known = {reading.course.id for reading in own if reading.course is not None}
            shipped = read_courses(shipped_courses(), data / "readings")
            others = [r for r in shipped if r.course is not None and r.course.id not in known]
            self._courses = (*own, *others)
        return self._courses

    def _reading(self, course: str) -> CourseReading | None:
        return next((r for r in self._readings() if r.course is not None and r.course.id == course), None)

    def _plan(self, course: str, module: int | None) -> SessionPlan | None:
        reading = self._reading(course) if module is not None else None
        return reading.plan(module) if reading is not None and module is not None else None

    def _course_title(self, course: str) -> str:
        """The title of a course that is known by its id; a name that somebody gave stays as it is."""
        reading = self._reading(course) if course else None
        return reading.course.title if reading is not None and reading.course is not None else course

    # --- subgroups

    def subgroups(self) -> list[ports.SubgroupCard]:
        with _asking():
            return [self._subgroup_card(group) for group in self._people.subgroups()]

    def _subgroup_card(self, group: Subgroup) -> ports.SubgroupCard:
        members = self._people.members(group.id, self.now_ms())
        count = sum(member.role == "participant" for member in members)
        return ports.SubgroupCard(group.id, group.name, group.course, group.zone, count)

    def add_subgroup(self, name: str) -> str:
        with _asking():
            return self._people.add_subgroup(name, "", self.zone(), self.now_ms())

    def set_course(self, subgroup: str, course: str) -> None:
        with _asking():
            self._people.set_course(subgroup, course)

    def rename_subgroup(self, subgroup: str, name: str) -> None:
        with _asking():
            self._people.rename_subgroup(subgroup, name)

    def members(self, subgroup: str) -> list[ports.MemberCard]:
        with _asking():
            course = next((x.course for x in self._people.subgroups() if x.id == subgroup), "")
            left = {each.person for each in self._people.withdrawals(course)}
            return [
                ports.MemberCard(
                    member.person.id,
                    member.person.name,
                    member.role,
                    member.seat,
                    member.course_role,
                    member.person.id in left,
                )
                for member in self._people.members(subgroup, self.now_ms())
            ]

    def add_member(self, subgroup: str, name: str, email: str = "") -> str:
        now = self.now_ms()
        with _asking(), writing(self._store):
            person = self._people.add(name, now, email=email)
            self._people.join(subgroup, person, "participant", 0, now)
            return person

    def set_role(self, subgroup: str, person: str, role: str) -> None:
        with _asking():
            self._people.join(subgroup, person, _role(role), 0, self.now_ms())

    def swap_seats(self, subgroup: str, person: str, other: str) -> None:
        now = self.now_ms()
        with _asking(), writing(self._store):
            members = {member.person.id: member for member in self._people.members(subgroup, now)}
            one, two = members[person], members[other]
            for member in (one, two):
                self._people.leave(subgroup, member.person.id, now)
            self._people.join(subgroup, person, one.role, two.seat, now, one.course_role)
            self._people.join(subgroup, other, two.role, one.seat, now, two.course_role)

    def remove_member(self, subgroup: str, person: str) -> None:
        with _asking():
            self._people.leave(subgroup, person, self.now_ms())

    def put_back(self, subgroup: str, member: ports.MemberCard) -> None:
        now = self.now_ms()
        with _asking():
            taken = {each.seat for each in self._people.members(subgroup, now)}
            seat = 0 if member.seat in taken else member.seat
            self._people.join(subgroup, member.person, _role(member.role), seat, now, member.course_role)

    def move(self, person: str, from_subgroup: str, to_subgroup: str) -> None:
        with _asking():
            if from_subgroup:
                self._people.move(person, from_subgroup, to_subgroup, self.now_ms())
            else:
                self._people.join(to_subgroup, person, "participant", 0, self.now_ms())

    def set_course_role(self, subgroup: str, person: str, course_role: str) -> None:
        with _asking():
            self._people.join(subgroup, person, "participant", 0, self.now_ms(), course_role)

    # --- people

    def person(self, person: str) -> ports.PersonCard:
        with _asking():
            row = self._people.get(person)
        return msgspec.convert(msgspec.structs.asdict(row), ports.PersonCard)

    def save_person(self, card: ports.PersonCard) -> None:
        with _asking():
            fields = {name: value for name, value in msgspec.structs.asdict(card).items() if name != "id"}
            self._people.update(card.id, **cast(PersonChanges, fields))

    def stays(self, person: str) -> list[ports.Stay]:
        with _asking():
            memberships = self._people.history(person)
        return [
            ports.Stay(
                m.subgroup.name, m.role, m.from_ms, m.to_ms, m.subgroup.id, m.subgroup.course, m.course_role
            )
            for m in reversed(memberships)
        ]

    def withdrawals(self, person: str) -> list[ports.Withdrawn]:
        with _asking():
            left = [each for each in self._people.withdrawals() if each.person == person]
        return [ports.Withdrawn(each.course, each.at_ms, each.reason) for each in left]

    def withdraw(self, person: str, course: str, reason: str) -> None:
        with _asking():
            self._people.withdraw(person, course, self.now_ms(), reason, self._author)

    def take_back_withdrawal(self, person: str, course: str) -> None:
        with _asking():
            self._people.take_back_withdrawal(person, course)

    def attended(self, person: str) -> list[ports.Attended]:
        with _asking():
            sessions = self._people.sessions_of(person)
            return [self._attended(person, self._sessions.get(session)) for session in reversed(sessions)]

    def _attended(self, person: str, row: SessionRow) -> ports.Attended:
        state = self._state(row.id)
        there = state.people.get(person)
        ms = None
        if there is not None:
            ms = present_ms(there, state.end_ms(state.last_ms)) or reported_ms(there)
        return ports.Attended(row.id, row.title, row.at_ms, ms)

    # --- after a session

    def sheet(self, session: str) -> ports.ReviewSheet:
        """What the review of this session shows beside its journal."""
        from facilitator_tui.dialogue.words import shown_name

        with _asking():
            row, state = self._sessions.get(session), self._state(session)
            names = self._people.names(state.people)
            texts = self._sessions.note_texts(session)
            files = self._sessions.file_names(session)
            digest = state.plan or row.plan
            plan = self._sessions.plan(digest) if digest else None
        return ports.ReviewSheet(
            title=row.title,
            subgroup_name=row.subgroup_name,
            zone=row.zone,
            names={p.id: shown_name(names.get(p.id, ""), p.number, p.role) for p in state.people.values()},
            note_texts=texts,
            plan=plan,
            file_names=files,
        )

    def report_folder(self) -> Path:
        return settings.folder("data") / "reports"

    def write_report(self, session: str, folder: Path, kinds: Sequence[ports.ReportKind]) -> list[Path]:
        from facilitator_tui.exports.files import ExportProblem, write_report
        from facilitator_tui.reporting import report_of

        with _asking():
            report = report_of(self._store, self._sessions.get(session))
        try:
            return write_report(report, folder, kinds)
        except ExportProblem as problem:
            raise StoreDeskProblem(str(problem)) from problem

    def corrected(self, session: str) -> None:
        from facilitator_tui.store.derived import rebuild

        with _asking():
            rebuild(self._store, session)


def _role(name: str) -> Role:
    for role in get_args(Role):
        if role == name:
            found: Role = role
            return found
    raise StoreDeskProblem(f"“{name}” is no role.")
