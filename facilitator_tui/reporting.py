"""The report of a stored session, and its digest: reads what they are made of and hands it to ``exports``.

The command line and the app make reports through here, so that both say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator_tui.dialogue.entries import UnknownEntry
from facilitator_tui.dialogue.log import SessionLog
from facilitator_tui.exports.build import build
from facilitator_tui.exports.model import About, Report
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import reading
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import SessionRow, Sessions

if TYPE_CHECKING:
    from facilitator_tui.exports.digest import Digest, Following
    from facilitator_tui.plans.model import SessionPlan


def log_of(store: Store, row: SessionRow) -> SessionLog:
    """The session's journal, folded. Raises ``StoreProblem``."""
    with reading(store):
        try:
            return SessionLog(store.journal(row.id).read())
        except UnknownEntry as error:
            raise StoreProblem(str(error)) from error


def report_of(
    store: Store, row: SessionRow, *, private: bool = False, log: SessionLog | None = None
) -> Report:
    """The report of the session as it is now in the store. Raises ``StoreProblem``.

    ``log`` is the session's journal where it was read already.
    """
    sessions = Sessions(store)
    log = log_of(store, row) if log is None else log
    digest = log.state.plan or row.plan
    about = About(row.id, row.title, row.subgroup_name, row.course, row.module, row.zone, row.planned_ms)
    return build(
        log,
        about,
        plan=sessions.plan(digest) if digest else None,
        names=People(store).names(log.state.people),
        note_texts=sessions.note_texts(row.id),
        private=private,
    )


def digest_of(store: Store, row: SessionRow, report: Report) -> Digest:
    """What the session's participants may be given of its report. Raises ``StoreProblem``."""
    from facilitator_tui.exports.digest import digest

    kept = report.session.plan_sha256 or row.plan
    return digest(report, Sessions(store).plan(kept) if kept else None, _following(store, row))


def _following(store: Store, row: SessionRow) -> Following | None:
    """The subgroup's next session after this one, held or not; None where none is planned."""
    from facilitator_tui.exports.digest import Following

    sessions = Sessions(store)
    later = [
        each
        for each in sessions.all()
        if row.subgroup
        and each.subgroup == row.subgroup
        and each.id != row.id
        and _begins(each) > _begins(row)
    ]
    if not later:
        return None
    coming = min(later, key=_begins)
    plan = plan_of(store, coming)
    return Following(
        coming.title,
        coming.module,
        coming.planned_ms or coming.opened_ms,
        coming.zone,
        plan.preparation if plan is not None else (),
    )


def _begins(row: SessionRow) -> int:
    return row.planned_ms or row.opened_ms or 0


def plan_of(store: Store, row: SessionRow) -> SessionPlan | None:
    """The plan of a session to come: the one kept for it, else that of its module in the course; None if neither.

    Raises ``StoreProblem``.
    """
    if row.plan:
        return Sessions(store).plan(row.plan)
    if row.module is None:
        return None
    from facilitator_tui.course_rules import find_course

    course = find_course(row.course)
    return course.plan(row.module) if course is not None else None
