"""The desk of the attendance screen: the course's rule, people's names, and reports of platforms, over the store.

Implements ``screens.attendance_port.AttendanceDesk``. Only translation happens here: how a report is read and matched
is in ``imports``, how it is taken in, in ``intake``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator_tui.desks.around import StoreDeskProblem
from facilitator_tui.dialogue.entries import Entry, UnknownEntry
from facilitator_tui.dialogue.journal import Clock
from facilitator_tui.dialogue.platforms import platform_name
from facilitator_tui.plain import plain
from facilitator_tui.screens.attendance_port import (
    AttendanceBasis,
    Doubt,
    Likely,
    ReportFile,
    ReportPreview,
    Somebody,
)
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import writing
from facilitator_tui.store.people import Member, People
from facilitator_tui.store.sessions import SessionRow, Sessions
from facilitator_tui.zones import wall_clock, zone_or_utc

if TYPE_CHECKING:
    from facilitator_tui.imports.matching import Known, Match
    from facilitator_tui.imports.normal import AttendanceFile
    from facilitator_tui.intake.reports import Intake, Question, Wish

_DAY_MS = 24 * 3_600_000


@contextmanager
def _asking() -> Iterator[None]:
    try:
        yield
    except (StoreProblem, UnknownEntry) as problem:
        raise StoreDeskProblem(str(problem)) from problem


class StoreAttendanceDesk:
    """``author`` is the name under which reports are taken in."""

    def __init__(self, store: Store, clock: Clock, author: str) -> None:
        self._store, self._clock, self._author = store, clock, author
        self._people, self._sessions = People(store), Sessions(store)
        self._rows: dict[str, SessionRow] = {}

    def now_ms(self) -> int:
        return self._clock.now_ms()

    def _row(self, session: str) -> SessionRow:
        if session not in self._rows:
            self._rows[session] = self._sessions.get(session)
        return self._rows[session]

    def basis(self, session: str) -> AttendanceBasis:
        from facilitator_tui.course_rules import find_course, planned_ms, presence_of

        with _asking():
            row = self._row(session)
            course = find_course(row.course or self._course_of(row.subgroup))
            planned = planned_ms(course, row.module) or self._planned_ms(row)
            members = self._members(row) if row.subgroup else []
            reasons = self._sessions.reasons(session)
            files = self._sessions.file_names(session)
        return AttendanceBasis(
            title=row.title,
            subgroup_name=row.subgroup_name,
            zone=row.zone,
            presence=presence_of(course),
            ruled=course is not None,
            planned_ms=planned,
            expected=frozenset(member.person.id for member in members) or None,
            reasons=reasons,
            file_names=files,
        )

    def _course_of(self, subgroup: str) -> str:
        return self._people.subgroup(subgroup).course if subgroup else ""

    def _planned_ms(self, row: SessionRow) -> int | None:
        """By the plan that was kept with the session, for a course that is not there any more."""
        plan = self._sessions.plan(row.plan) if row.plan else None
        return plan.seconds * 1000 if plan is not None and plan.seconds else None

    def _members(self, row: SessionRow) -> list[Member]:
        return self._people.members(row.subgroup, row.at_ms)

    # --- people

    def names(self, people: Iterable[str]) -> dict[str, str]:
        with _asking():
            return self._people.names(people)

    def members(self, session: str) -> list[Somebody]:
        with _asking():
            row = self._row(session)
            if not row.subgroup:
                return []
            now = self._people.members(row.subgroup, self.now_ms())
            everybody = {each.person.id: each.person.name for each in (*self._members(row), *now)}
        return [Somebody(person, name) for person, name in everybody.items() if name]

    def called(self, name: str) -> str:
        wanted = " ".join(plain(name).split()).casefold()
        with _asking():
            found = [row for row in self._people.all() if row.name.casefold() == wanted]
        if len(found) == 1:
            return found[0].id
        if found:
            raise StoreDeskProblem(
                f"{len(found)} people are called “{plain(name)}”: rename one of them in their subgroup first."
            )
        raise StoreDeskProblem(f"Nobody is called “{plain(name)}”. Write the whole name as you entered it.")

    def add_guest(self, name: str) -> str:
        with _asking():
            return self._people.add(name, self.now_ms())

    def learn(self, guest: str, person: str, among: Iterable[str]) -> None:
        self._alias(guest, person, among)

    def unlearn(self, guest: str, person: str) -> None:
        self._alias(guest, guest, (person,))

    def _alias(self, guest: str, whose: str, not_these: Iterable[str]) -> None:
        with _asking(), writing(self._store):
            name = self._people.names([guest]).get(guest, "")
            if name:
                self._people.learn_alias(whose, name, not_these)

    def doubts(self, session: str, guests: Sequence[str], others: Sequence[str]) -> dict[str, Doubt]:
        from facilitator_tui.imports.matching import Reported, match

        with _asking():
            names = self._people.names(guests)
            members = [each.person for each in self.members(session)]
            known = self._known([each for each in (*others, *members) if each not in names])
        named = [guest for guest in guests if names.get(guest)]
        found = zip(named, match([Reported(names[guest]) for guest in named], known), strict=True)
        called = {each.person: each.name for each in known}
        return {guest: _doubt(guest, each, called) for guest, each in found if each.candidates}

    def _known(self, people: Iterable[str]) -> list[Known]:
        from facilitator_tui.imports.matching import Known

        aliases = self._people.aliases()
        rows = [self._people.get(person) for person in dict.fromkeys(people)]
        return [
            Known(
                row.id,
                row.name,
                row.given_name,
                row.family_name,
                (row.email,) if row.email else (),
                aliases.get(row.id, ()),
            )
            for row in rows
            if row.name
        ]

    # --- reports

    def read_report(self, path: Path, zone: str, at_ms: int, day_first: bool | None = None) -> ReportFile:
        """Reads the file and nothing of the store, whose connection belongs to another thread."""
        from facilitator_tui.imports.options import UnknownZone
        from facilitator_tui.imports.problems import ImportProblem
        from facilitator_tui.intake.reports import source_of

        day = wall_clock(at_ms, zone_or_utc(zone)).date()
        try:
            form = _read(path, zone, day, day_first)
            fits = _fitting_order(path, zone, day, at_ms) if form.day_order_is_open else None
            return ReportFile(plain(path.name), source_of(form, path), form, fits)
        except (ImportProblem, UnknownZone) as problem:
            raise DeskProblem(str(problem)) from problem
        except OSError as error:
            reason = error.strerror or error
            raise DeskProblem(f"{plain(path.name)} cannot be read: {reason}.") from error

    def preview(self, session: str, report: ReportFile) -> ReportPreview:
        from facilitator_tui.intake import reports as intake

        with _asking():
            row = self._row(session)
            found = intake.preview(self._store, self._wish(row, report), self._clock)
            doubts = tuple(self._asked(row, report, question) for question in found.questions)
        form = report.form
        return ReportPreview(
            report=report,
            platform=platform_name(form.platform),
            from_ms=form.started_ms,
            to_ms=form.ended_ms,
            new=found.new,
            matched=found.matched,
            doubts=doubts,
            unknown=found.unknown,
            warnings=tuple(_warnings(found)),
            elsewhere=found.elsewhere,
        )

    def take_in(self, session: str, report: ReportFile) -> list[Entry]:
        from facilitator_tui.intake import reports as intake

        with _asking():
            intake.take_in(self._store, self._wish(self._row(session), report), self._clock)
            return self._store.journal(session).read()

    def _wish(self, row: SessionRow, report: ReportFile) -> Wish:
        from facilitator_tui.intake.reports import Wish

        return Wish(
            form=report.form,
            source=report.source,
            title=row.title,
            author=self._author,
            guess_ms=row.at_ms,
            zone=row.zone,
            session=row.id,
            file=report.name,
        )

    def _asked(self, row: SessionRow, report: ReportFile, question: Question) -> Doubt:
        candidates = tuple(Likely(each.person, each.name, each.why) for each in question.candidates)
        guest = self._guest(row, report, question)
        return Doubt(guest, question.name, question.why, question.email, candidates)

    def _guest(self, row: SessionRow, report: ReportFile, question: Question) -> str:
        """The guest that this name with this address becomes: asked of the translator, for a report of that one."""
        from facilitator_tui.imports import entries as translate
        from facilitator_tui.imports.normal import AttendanceFile, ReportedPerson

        alone = AttendanceFile(
            report.form.platform, "", None, None, (ReportedPerson(question.name, question.email, (), 1),)
        )
        target = translate.Target(row.id, row.created_ms, row.at_ms, self._author, self.now_ms(), ())
        return next(iter(translate.stays(alone, report.source, target).guests))

    def corrected(self, session: str) -> None:
        from facilitator_tui.store.derived import rebuild

        with _asking():
            rebuild(self._store, session)


def _read(path: Path, zone: str, day: date, day_first: bool | None) -> AttendanceFile:
    from facilitator_tui.imports.normal import AttendanceFile
    from facilitator_tui.imports.recognise import read_file

    form = read_file(path, zone=zone, day_first=day_first, date=day, wanted="attendance")
    if not isinstance(form, AttendanceFile):
        raise DeskProblem(f"{plain(path.name)} is no attendance report, so nothing was taken in.")
    return form


def _fitting_order(path: Path, zone: str, day: date, at_ms: int) -> bool | None:
    """Whether the day stands first, if only one order puts the report near the session."""
    near = [
        day_first
        for day_first in (True, False)
        if _is_near(_read(path, zone, day, day_first).started_ms, at_ms)
    ]
    return near[0] if len(near) == 1 else None


def _is_near(started_ms: int | None, at_ms: int) -> bool:
    return started_ms is not None and abs(started_ms - at_ms) < _DAY_MS


def _doubt(guest: str, found: Match, names: dict[str, str]) -> Doubt:
    candidates = tuple(Likely(each.person, names[each.person], each.why) for each in found.candidates)
    return Doubt(guest, found.reported.name, found.why, found.reported.email, candidates)


def _warnings(found: Intake) -> Iterator[str]:
    if found.known and not found.new and not any("taken back" in each for each in found.warnings):
        yield "This report is here already: taking it in again changes nothing."
    yield from found.warnings
