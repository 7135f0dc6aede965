"""The attendance register out of the attendance sheets of sessions. Pure.

What a status is worth is decided by ``completion``; here everything about a session and a person is put side by side,
with who wrote it and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from facilitator_tui.completion.sheet import Sheet, SheetRow, covered_by_reports, sheet
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.log import SessionLog
from facilitator_tui.dialogue.presence import union
from facilitator_tui.dialogue.state import Person, SessionState
from facilitator_tui.dialogue.words import shown_name
from facilitator_tui.exports.register import (
    Attendance,
    Named,
    Register,
    Scope,
    Session,
    Standing,
)
from facilitator_tui.exports.register_changes import changes, shown_reason, when_confirmed
from facilitator_tui.exports.register_totals import course_totals, person_totals
from facilitator_tui.plans.course import Presence

SOURCES: dict[e.Choice, str] = {
    "mine": "settled: own log",
    "theirs": "settled: platform report",
    "union": "settled: log or report",
    "edit": "settled: written by hand",
}
"""Where the presence that counts comes from, once somebody compared the two."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A session as the register takes it in.

    ``planned_length_ms`` is the participants' time by the plan (None: not said), ``expected`` the participants of the
    subgroup at its time (None: everybody with a place). ``reasons`` are the words beside the journal, by entry.
    """

    id: str
    title: str
    log: SessionLog
    subgroup: str = ""
    course: str = ""
    module: int | None = None
    zone: str = "UTC"
    planned_ms: int | None = None
    planned_length_ms: int | None = None
    presence: Presence = Presence()
    expected: frozenset[str] | None = None
    reasons: dict[str, str] = {}

    def sheet(self, state: SessionState) -> Sheet:
        """The attendance sheet of the session in this state."""
        covered = covered_by_reports(self.log.entries)
        return sheet(state, self.presence, self.planned_length_ms, self.expected, covered)

    @property
    def at_ms(self) -> int:
        return self.log.state.opened_ms or self.planned_ms or 0


def build(
    taken: Iterable[Taken],
    people: Mapping[str, Named],
    *,
    made_ms: int,
    scope: Scope | None = None,
    private: bool = False,
) -> Register:
    """The register of these sessions. ``people`` are those whose names are known; reasons are shown if ``private``."""
    sessions: list[Session] = []
    rows: list[Attendance] = []
    for each in sorted(taken, key=lambda each: (each.at_ms, each.id)):
        found = each.sheet(each.log.state)
        session = _session(each, found, people, private)
        sessions.append(session)
        rows += _rows(each, found, session, people, private)
    return Register(
        made_ms=made_ms,
        scope=scope or Scope(),
        private=private,
        sessions=tuple(sessions),
        rows=tuple(rows),
        people=person_totals(rows),
        courses=course_totals(rows, sessions),
    )


def _session(taken: Taken, found: Sheet, people: Mapping[str, Named], private: bool) -> Session:
    state, known, done = taken.log.state, taken.log.entries, found.confirmation
    confirmed = known.get(done.entry) if done is not None else None
    standing: Standing = (
        "planned" if state.opened_ms is None else "open" if state.closed_ms is None else "held"
    )

    def name(person: str) -> str:
        return _shown(person, state.people.get(person), people).name

    return Session(
        id=taken.id,
        title=taken.title,
        subgroup=taken.subgroup,
        course=taken.course,
        module=taken.module,
        zone=taken.zone,
        standing=standing,
        record="not held" if standing == "planned" else "provisional" if done is None else "confirmed",
        plan_sha256=state.plan,
        presence=taken.presence,
        planned_ms=taken.planned_ms,
        planned_length_ms=taken.planned_length_ms,
        opened_ms=state.opened_ms,
        ended_ms=state.closed_ms,
        time=found.time,
        recorded_by=_authors(each for each in known.values() if isinstance(each.fact, e.Opened | e.Closed)),
        confirmed_by=confirmed.author if confirmed is not None else "",
        confirmed_ms=confirmed.logged_ms if confirmed is not None else None,
        changes=changes(taken.log, name, taken.reasons, private),
    )


def _rows(
    taken: Taken, found: Sheet, session: Session, people: Mapping[str, Named], private: bool
) -> Iterator[Attendance]:
    then = when_confirmed(taken.log)
    confirmed = taken.sheet(then) if then is not None else None
    for row in found.rows:
        person = taken.log.state.people.get(row.person)
        named = _shown(row.person, person, people)
        known = people.get(row.person, Named()).name
        if not known and not (row.own or row.reported or row.mark or row.choice):
            continue  # a seat that nobody took is no person
        yield _attendance(taken, session, row, named, confirmed, private)


def _attendance(
    taken: Taken, session: Session, row: SheetRow, named: Named, confirmed: Sheet | None, private: bool
) -> Attendance:
    then = confirmed.row(row.person) if confirmed is not None else None
    start, end = session.time or (0, 0)
    return Attendance(
        session=session.id,
        course=session.course,
        subgroup=session.subgroup,
        person=row.person,
        named=named,
        role=row.role,
        record=session.record,
        status=row.status,
        by_rule=row.derived,
        mark=row.mark,
        spells=union((max(from_ms, start), min(to_ms, end)) for from_ms, to_ms in row.counting),
        own=row.own,
        reported=row.reported,
        source=_source(row),
        source_reason=shown_reason(taken.reasons, row.settled_by, private),
        apart_ms=row.apart_ms if row.disagrees else None,
        present_ms=row.measured.present_ms,
        late_ms=row.measured.late_ms,
        left_ms=row.measured.left_ms,
        trouble_ms=row.trouble_ms,
        excuse=shown_reason(taken.reasons, row.entry, private),
        recorded_by=_recorders(taken.log, row) or session.recorded_by,
        status_confirmed=then.status if then is not None else None,
        present_confirmed_ms=then.measured.present_ms if then is not None else None,
        changes=tuple(each for each in session.changes if row.person in each.people),
    )


def _shown(id: str, person: Person | None, people: Mapping[str, Named]) -> Named:
    """The person by name; without one, by the seat or the role."""
    named = people.get(id, Named())
    if named.name or person is None:
        return named
    return msgspec.structs.replace(named, name=shown_name("", person.number, person.role))


def _source(row: SheetRow) -> str:
    if row.choice is not None:
        return SOURCES[row.choice]
    return "own log" if row.own else "platform report" if row.reported else ""


def _recorders(log: SessionLog, row: SheetRow) -> tuple[str, ...]:
    """Who wrote what the row says: the spells of the log, the taking in of a report, a settlement, a mark."""
    person = log.state.people[row.person]
    written = {row.entry, row.settled_by}
    written |= {entry for spell in person.spells for entry in (spell.entry, spell.ended_by)}
    return _authors(
        each
        for each in log.entries.values()
        if each.id in written or (isinstance(each.fact, e.Stayed) and each.fact.person == row.person)
    )


def _authors(found: Iterable[e.Entry]) -> tuple[str, ...]:
    """Who wrote these entries, each once, the first first."""
    ordered = sorted(found, key=lambda entry: (entry.logged_ms, entry.id))
    return tuple(dict.fromkeys(entry.author for entry in ordered if entry.author))
