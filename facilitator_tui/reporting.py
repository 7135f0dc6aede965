"""The report of a stored session: reads what it is made of and hands it to ``exports``.

The command line and the app make reports through here, so that both say the same.
"""

from __future__ import annotations

from facilitator_tui.dialogue.entries import UnknownEntry
from facilitator_tui.dialogue.log import SessionLog
from facilitator_tui.exports.build import build
from facilitator_tui.exports.model import About, Report
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import reading
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import SessionRow, Sessions


def report_of(store: Store, row: SessionRow, *, private: bool = False) -> Report:
    """The report of the session as it is now in the store. Raises ``StoreProblem``."""
    sessions = Sessions(store)
    with reading(store):
        try:
            log = SessionLog(store.journal(row.id).read())
        except UnknownEntry as error:
            raise StoreProblem(str(error)) from error
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
