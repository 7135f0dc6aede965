"""The attendance register of stored sessions: reads what it is made of and hands it to ``exports``.

The command line and the app make registers through here, so that both say the same. Which course's rule a session
goes by is found by ``course_rules``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from facilitator_tui import course_rules
from facilitator_tui.cohorts.expected import expected
from facilitator_tui.dialogue.entries import UnknownEntry
from facilitator_tui.dialogue.log import SessionLog
from facilitator_tui.exports.register import Named, Register, Scope
from facilitator_tui.exports.register_build import Taken, build
from facilitator_tui.plans.readings import CourseReading
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import reading
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import SessionRow, Sessions


def register_of(
    store: Store,
    *,
    made_ms: int,
    subgroup: str = "",
    course: str = "",
    session: str = "",
    private: bool = False,
    courses: Iterable[CourseReading] | None = None,
) -> Register:
    """The register of the sessions of this subgroup, this course, or this one session, as they are now in the store.

    The subgroup is meant by name or id, the course by title or id, the session as in "session list"; what is empty
    does not narrow it. ``courses`` are the courses to look for rules in; without it they are read. Raises
    ``StoreProblem``, also where there is no such subgroup, course or session.
    """
    known = tuple(course_rules.courses() if courses is None else courses)
    rows, scope = chosen(store, known, subgroup=subgroup, course=course, session=session)
    taken = [_taken(store, row, known) for row in rows]
    return build(taken, named(store, taken), made_ms=made_ms, scope=scope, private=private)


def chosen(
    store: Store,
    courses: Sequence[CourseReading],
    *,
    subgroup: str = "",
    course: str = "",
    session: str = "",
) -> tuple[list[SessionRow], Scope]:
    """The sessions that are asked for, and what that was in full words. Raises ``StoreProblem``."""
    sessions = Sessions(store)
    rows = [sessions.find(session)] if session else sessions.all()
    group = People(store).subgroup(subgroup) if subgroup else None
    if group is not None:
        rows = [row for row in rows if row.subgroup == group.id]
    title = _title(course, courses)
    if course:
        rows = [row for row in rows if _same(row.course, title, courses)]
        if not rows and group is None and not session:
            raise StoreProblem(
                f"No session belongs to a course “{course}”. “session list” shows what there is."
            )
    return rows, Scope(title, group.name if group is not None else "", rows[0].id if session and rows else "")


def _title(course: str, courses: Sequence[CourseReading]) -> str:
    """The title of a course that is known; another name stays as somebody gave it."""
    found = course_rules.find_course(course, courses)
    return found.course.title if found is not None and found.course is not None else course


def _same(course: str, title: str, courses: Sequence[CourseReading]) -> bool:
    return _title(course, courses).strip().casefold() == title.strip().casefold()


def _taken(store: Store, row: SessionRow, courses: Sequence[CourseReading]) -> Taken:
    sessions = Sessions(store)
    with reading(store):
        try:
            log = SessionLog(store.journal(row.id).read())
        except UnknownEntry as error:
            raise StoreProblem(str(error)) from error
        reasons = sessions.reasons(row.id)
    course = course_rules.find_course(row.course, courses)
    digest = log.state.plan or row.plan
    plan = sessions.plan(digest) if digest else None
    at_ms = next(ms for ms in (log.state.opened_ms, row.planned_ms, row.created_ms) if ms is not None)
    return Taken(
        id=row.id,
        title=row.title,
        log=log,
        subgroup=row.subgroup_name,
        course=_title(row.course, courses),
        module=row.module,
        zone=row.zone,
        planned_ms=row.planned_ms,
        planned_length_ms=plan.seconds * 1000
        if plan is not None and plan.seconds
        else course_rules.planned_ms(course, row.module),
        presence=course_rules.presence_of(course),
        expected=_expected(store, row, at_ms, course),
        reasons=reasons,
    )


def _expected(
    store: Store, row: SessionRow, at_ms: int, course: CourseReading | None
) -> frozenset[str] | None:
    """The participants who were expected; None where the session has no subgroup, or nobody was in it."""
    members = expected(store, row.subgroup, at_ms, row.course, course) if row.subgroup else []
    found = frozenset(member.person.id for member in members if member.role == "participant")
    return found or None


def named(store: Store, taken: Iterable[Taken]) -> Mapping[str, Named]:
    """What the register knows of everybody in these sessions. Raises ``StoreProblem``."""
    people = People(store)
    ids = {person for each in taken for person in each.log.state.people}
    names = people.names(ids)
    return {
        row.id: Named(row.name, row.email, row.institution, row.country) for row in map(people.get, names)
    }
