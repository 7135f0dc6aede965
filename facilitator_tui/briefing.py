"""The brief before a subgroup's next session: reads what it is made of and hands it to ``exports``.

What is concluded from it is decided in ``exports.brief_build``; what can still be reached is asked of ``cohorts``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from facilitator_tui.cohorts.cohort import Cohort
from facilitator_tui.cohorts.expected import expected
from facilitator_tui.cohorts.problem import CohortProblem
from facilitator_tui.completion.reach import ReachKind
from facilitator_tui.completion.sheet import sheet
from facilitator_tui.course_rules import courses, find_course, planned_ms, presence_of
from facilitator_tui.exports.brief import Brief, Coming, Expected
from facilitator_tui.exports.brief_build import RECENT, last_of, missed_by, quiet, steps, to_prepare
from facilitator_tui.exports.model import Report
from facilitator_tui.plain import plain
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.plans.readings import CourseReading
from facilitator_tui.reporting import log_of, report_of
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import Member, People, Subgroup
from facilitator_tui.store.sessions import SessionRow, Sessions
from facilitator_tui.zones import wall_clock, zone_or_utc


class Prospect(msgspec.Struct, frozen=True):
    """What one person can still reach, badge by badge, and whether it hangs on the next session."""

    reach: tuple[ReachKind, ...] = ()
    hangs: bool = False
    left: bool = False


class _Recent(msgspec.Struct, frozen=True):
    """The last sessions: their reports, the newest first, and how everybody is down in the newest."""

    reports: tuple[Report, ...] = ()
    statuses: dict[str, str] = {}


def brief_of(store: Store, subgroup: str, now_ms: int, known: Iterable[CourseReading] | None = None) -> Brief:
    """The brief for the subgroup of this name or id, as the store is now.

    ``known`` are the courses to look for rules and plans in; without it they are read. Raises ``StoreProblem``, also
    where there is no such subgroup.
    """
    group = People(store).subgroup(subgroup)
    course = find_course(group.course, tuple(courses() if known is None else known))
    rows = [row for row in Sessions(store).all() if row.subgroup == group.id]
    coming = next_session(rows, now_ms)
    at_ms = max(now_ms, coming.planned_ms or 0) if coming is not None else now_ms
    members = People(store).members(group.id, at_ms)
    recent = _recent(store, [row for row in rows if row.opened_ms is not None][:RECENT], members, course)
    prospects, unknown = _prospects(store, group, course, now_ms)
    participants = [member for member in members if member.role == "participant"]
    staying = [each.person.id for each in participants if not prospects.get(each.person.id, Prospect()).left]
    plan = _plan(store, coming, course) if coming is not None else None
    start = None
    if coming is not None and coming.planned_ms is not None:
        start = wall_clock(coming.planned_ms, zone_or_utc(group.zone))
    silent = quiet(recent.reports, staying)
    return Brief(
        subgroup=group.name,
        zone=group.zone,
        made_ms=now_ms,
        coming=_coming(coming, plan, course) if coming is not None else None,
        prepare=to_prepare(plan, start) if plan is not None else (),
        steps=steps(plan, start) if plan is not None else (),
        team=_team(members),
        expected=tuple(
            _expected(each, recent.statuses, prospects.get(each.person.id, Prospect()))
            for each in participants
        ),
        unknown=unknown,
        last=last_of(recent.reports[0], missed_by(recent.statuses, staying)) if recent.reports else None,
        quiet=tuple(_name(each) for each in participants if each.person.id in silent),
        sessions=len(recent.reports),
    )


def next_session(rows: Iterable[SessionRow], now_ms: int) -> SessionRow | None:
    """The session that is to be held next: the earliest that was not opened and was not to begin hours ago.

    Where all times have passed or none was said, one without a time; None where there is none either.
    """
    waiting = [row for row in rows if row.opened_ms is None]
    timed = [row for row in waiting if row.planned_ms is not None and row.planned_ms > now_ms - _PATIENCE_MS]
    untimed = [row for row in waiting if row.planned_ms is None]
    if timed:
        return min(timed, key=lambda row: (row.planned_ms or 0, row.id))
    return min(untimed, key=lambda row: (row.module or 0, row.created_ms), default=None)


_PATIENCE_MS = 2 * 3_600_000
"""A session that was to begin longer ago and was not opened is not waited for any more."""


def _plan(store: Store, row: SessionRow, course: CourseReading | None) -> SessionPlan | None:
    """The plan kept with the session, else that of its module in the course."""
    if row.plan:
        return Sessions(store).plan(row.plan)
    return course.plan(row.module) if course is not None and row.module is not None else None


# --- the sessions before


def _recent(
    store: Store, rows: Sequence[SessionRow], members: Iterable[Member], course: CourseReading | None
) -> _Recent:
    """What the last sessions were, for those who are members now."""
    if not rows:
        return _Recent()
    newest = log_of(store, rows[0])
    reports = (report_of(store, rows[0], log=newest), *(report_of(store, row) for row in rows[1:]))
    begun_ms = rows[0].opened_ms or 0
    then = expected(store, rows[0].subgroup, begun_ms, rows[0].course, course)
    awaited = {member.person.id for member in then}
    length_ms = sum(block.planned_ms for block in reports[0].blocks) or planned_ms(course, rows[0].module)
    found = sheet(newest.state, presence_of(course), length_ms, awaited or None)
    here = {member.person.id for member in members if member.role == "participant"}
    statuses = {row.person: row.status for row in found.rows if row.person in here}
    return _Recent(reports, dict(statuses))


# --- what can still be reached


def _prospects(
    store: Store, group: Subgroup, course: CourseReading | None, now_ms: int
) -> tuple[dict[str, Prospect], str]:
    """What each person of the subgroup can still reach; in words why that is not known."""
    if course is None or course.course is None:
        return {}, _NO_COURSE.format(plain(group.course)) if group.course else ""
    if not course.course.badges:
        return {}, ""
    found: dict[str, Prospect] = {}
    try:
        cohort = Cohort(store, course, now_ms, group)
        for badge in cohort.course.badges:
            hanging = {stake.participant for stake in cohort.stakes(badge.id) if stake.depends}
            for each in cohort.candidates(badge.id):
                person, before = each.person.id, found.get(each.person.id, Prospect())
                found[person] = Prospect(
                    (*before.reach, cohort.reach(badge.id, person).kind),
                    before.hangs or person in hanging,
                    each.facts.withdrawal is not None,
                )
    except CohortProblem as problem:
        return {}, f"What can still be reached is not known: {problem}"
    return found, ""


_NO_COURSE = (
    "What can still be reached is not known: there is no course “{}” that could be read. “plan check” with its folder "
    "names what is wrong there."
)


# --- who and what


def _team(members: Iterable[Member]) -> tuple[str, ...]:
    named = (each for each in members if each.role != "participant" and each.person.name)
    return tuple(f"{each.person.name} ({each.role})" for each in named)


def _expected(member: Member, statuses: dict[str, str], prospect: Prospect) -> Expected:
    return Expected(
        name=_name(member),
        level=member.person.language_level,
        last=statuses.get(member.person.id, ""),
        reach=prospect.reach,
        hangs=prospect.hangs and not prospect.left,
        left=prospect.left,
    )


def _name(member: Member) -> str:
    return member.person.name or f"Seat {member.seat}"


def _coming(row: SessionRow, plan: SessionPlan | None, course: CourseReading | None) -> Coming:
    title = course.course.title if course is not None and course.course is not None else row.course
    length_ms = plan.seconds * 1000 if plan is not None else None
    return Coming(row.title, title, row.module, row.planned_ms, length_ms)
