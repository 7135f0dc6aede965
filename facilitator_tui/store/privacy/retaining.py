"""Which words and which names have had their time, and taking them away: two of the three lifetimes.

Notes live until the decision about the course and some time for an appeal; the register (who was there, and the reasons
beside it) as long as an auditor may ask. The third lifetime, that of incidents, is not kept in the store. Nothing here
goes by itself: somebody looks at what is due first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from facilitator_tui.dialogue.entries import KINDS
from facilitator_tui.store.guard import IN_ORDER, reading, writing
from facilitator_tui.store.privacy.erasing import Taken, take_away
from facilitator_tui.store.privacy.identity import ERASED, Identities, Identity, Names, everybody, listed
from facilitator_tui.store.privacy.remains import erase_waiting_words, refuse_while_recording, write_anew
from facilitator_tui.store.sessions import SessionRow, Sessions

if TYPE_CHECKING:
    from facilitator_tui.store.file import Store

DAY_MS = 86_400_000

NOTES_DAYS, REGISTER_DAYS = 90, 1826
"""What is usual: three months for an appeal, five years for an audit. Nothing is due unless somebody chose days."""


class Lifetimes(msgspec.Struct, frozen=True):
    """After how many days something is due; 0: never."""

    notes_days: int = 0
    register_days: int = 0


class DueSession(msgspec.Struct, frozen=True):
    """A session with words that are due: how many, and since when the days were counted."""

    session: str
    title: str
    course: str
    since_ms: int
    texts: int


class DuePerson(msgspec.Struct, frozen=True):
    """Somebody whose last trace, at ``since_ms``, is older than the register is kept."""

    who: Identity
    name: str
    since_ms: int


class Due(msgspec.Struct, frozen=True):
    """What has had its time.

    ``notes`` are sessions whose notes are due, ``reasons`` those whose reasons of attendance are. ``waiting`` counts
    sessions with notes whose course is not decided: nobody knows yet from when to count.
    """

    notes: tuple[DueSession, ...]
    reasons: tuple[DueSession, ...]
    people: tuple[DuePerson, ...]
    waiting: int

    def __bool__(self) -> bool:
        return bool(self.notes or self.reasons or self.people)


class Retained(msgspec.Struct, frozen=True):
    """How much was taken away: words of notes, reasons, and what lay about people."""

    notes: int
    reasons: int
    people: int
    taken: Taken


def due(store: Store, lifetimes: Lifetimes, now_ms: int, course_id: Callable[[str], str] = str) -> Due:
    """What is due now; nothing is changed. Raises ``StoreProblem``.

    ``course_id`` gives the id of a course that a session or subgroup names by its title.
    """
    rows = Sessions(store).every()
    since = _Decided(store, rows, course_id)
    notes: list[DueSession] = []
    waiting = 0
    for row, texts in _with_texts(store, rows, _NOTES) if lifetimes.notes_days else ():
        begins = since.of(row)
        if begins is None:
            waiting += 1
        elif begins < now_ms - lifetimes.notes_days * DAY_MS:
            notes.append(DueSession(row.id, row.title, row.course, begins, texts))
    before = now_ms - lifetimes.register_days * DAY_MS
    reasons = [
        DueSession(row.id, row.title, row.course, row.closed_ms or row.at_ms, texts)
        for row, texts in (_with_texts(store, rows, _REASONS) if lifetimes.register_days else ())
        if not row.running and (row.closed_ms or row.at_ms) < before
    ]
    people = _people_before(store, before) if lifetimes.register_days else ()
    return Due(tuple(notes), tuple(reasons), tuple(people), waiting)


def retain(store: Store, found: Due, outbox: Path, now_ms: int) -> Retained:
    """Take away what is due, in one commit, and leave no trace of it in the file.

    Raises ``StoreProblem``, also while somebody records.
    """
    refuse_while_recording(store.path)
    everyone = Identity("", tuple(id_ for each in found.people for id_ in each.who.ids))
    names = Names.of(store, everyone.ids)
    taken = Taken()
    with writing(store):
        notes = _forget(store, (each.session for each in found.notes), _NOTES)
        reasons = _forget(store, (each.session for each in found.reasons), _REASONS)
        if everyone.ids:
            taken = take_away(store, everyone, now_ms, names)
    if everyone.ids:
        waiting = erase_waiting_words(outbox, everyone.ids, names, notes_too=False)
        taken = msgspec.structs.replace(taken, waiting=waiting)
    write_anew(store)
    return Retained(notes, reasons, len(found.people), taken)


_NOTES = ("note", "flag")
_REASONS = tuple(kind for kind in KINDS if kind not in _NOTES)
"""The reasons of attendance, and what else lies beside an entry that is no note: the name of a report's file."""


def _with_texts(
    store: Store, rows: Collection[SessionRow], kinds: Collection[str]
) -> list[tuple[SessionRow, int]]:
    with reading(store):
        counts = dict(
            store.rows(
                "SELECT session, count(*) FROM note_text JOIN entry ON entry.id = note_text.entry "
                "WHERE kind IN (SELECT value FROM json_each(?)) GROUP BY session",
                listed(kinds),
            )
        )
    return [(row, counts[row.id]) for row in rows if row.id in counts]


def _forget(store: Store, sessions: Iterable[str], kinds: Collection[str]) -> int:
    return int(
        store.connection.execute(
            "DELETE FROM note_text WHERE entry IN (SELECT id FROM entry "
            "WHERE session IN (SELECT value FROM json_each(?)) AND kind IN (SELECT value FROM json_each(?)))",
            (listed(sessions), listed(kinds)),
        ).rowcount
    )


class _Decided:
    """Since when the course of a session is decided.

    That is the latest of: the last decision about a member of its subgroup (or, where there is none at all, when
    somebody said that the course is over), and the subgroup's last session, held or planned. None while nothing is
    decided, a badge is held back, or a session is running. A session that belongs to no subgroup has nothing to
    decide: its own end counts.
    """

    def __init__(self, store: Store, rows: Collection[SessionRow], course_id: Callable[[str], str]) -> None:
        self._ids = course_id
        self._rows: dict[tuple[str, str], list[SessionRow]] = {}
        for row in rows:
            self._rows.setdefault(self._key(row), []).append(row)
        with reading(store):
            self._over: Mapping[str, int | None] = dict(store.rows("SELECT id, over_ms FROM subgroup"))
            members = store.rows(
                "SELECT DISTINCT subgroup, person FROM membership WHERE role = 'participant'"
            )
            lines = store.rows(f"SELECT course, badge, person, kind, at_ms FROM decision ORDER BY {IN_ORDER}")
        self._members: dict[str, set[str]] = {}
        for subgroup, person in members:
            self._members.setdefault(subgroup, set()).add(person)
        self._last: dict[tuple[str, str], int] = {}
        self._held: set[tuple[str, str, str]] = set()
        for course, badge, person, kind, at_ms in lines:
            place = (course_id(course), person)
            self._last[place] = max(at_ms, self._last.get(place, at_ms))
            if kind == "held":
                self._held.add((*place, badge))
            elif kind == "released":
                self._held.discard((*place, badge))

    def of(self, row: SessionRow) -> int | None:
        if row.running or (row.opened_ms is None and row.planned_ms is None):
            return None
        ends = row.closed_ms or row.at_ms
        if not row.subgroup:
            return ends
        subgroup, course = key = self._key(row)
        members = self._members.get(subgroup, set())
        if any(row.running for row in self._rows[key]) or any(
            (place, person) == (course, each) for place, person, _ in self._held for each in members
        ):
            return None
        decided = [at for (place, person), at in self._last.items() if place == course and person in members]
        begins = max(decided) if decided else self._over.get(subgroup)
        if begins is None:
            return None
        return max(begins, *(each.closed_ms or each.at_ms for each in self._rows[key]))

    def _key(self, row: SessionRow) -> tuple[str, str]:
        return (row.subgroup, self._ids(row.course))


_TRACES = """
SELECT person, max(at_ms) FROM (
    SELECT id AS person, created_ms AS at_ms FROM person
    UNION ALL SELECT person, max(from_ms, coalesce(to_ms, from_ms)) FROM membership
    UNION ALL SELECT person, at_ms FROM withdrawal
    UNION ALL SELECT person, max(logged_ms, coalesce(at_ms, 0)) FROM delivery
    UNION ALL SELECT to_person, max(logged_ms, coalesce(at_ms, 0)) FROM delivery
    UNION ALL SELECT person, at_ms FROM decision
    UNION ALL SELECT person, at_ms FROM issuance
    UNION ALL SELECT found.value, ends.at_ms FROM entry
        JOIN (SELECT session, max(at_ms) AS at_ms FROM entry GROUP BY session) AS ends
            ON ends.session = entry.session,
        json_tree(entry.payload) AS found
        WHERE entry.kind IN ('opened', 'seated', 'same') AND found.type = 'text'
    UNION ALL SELECT json_extract(payload, '$.person'), at_ms FROM entry
        WHERE json_extract(payload, '$.person') IS NOT NULL
) GROUP BY person
"""


def _people_before(store: Store, before_ms: int) -> list[DuePerson]:
    """Those who are still named, and whose last trace under any of their ids is older than that."""
    with reading(store):
        last: dict[str, int] = dict(store.rows(_TRACES))
    named = {row.id: row for row in everybody(store) if row.name not in ("", ERASED) or row.email}
    identities = Identities(store)
    everyone = {who.person: who for who in map(identities.of, named)}
    found = []
    for who in (everyone[person] for person in sorted(everyone)):
        since_ms = max(last.get(id_, 0) for id_ in who.ids)
        if since_ms < before_ms:
            name = next((named[id_].name for id_ in who.ids if id_ in named), "")
            found.append(DuePerson(who, name, since_ms))
    return found
