"""The sessions of the file and the plans they run by: the list, finding one, creating, changing and removing one.

What happened in a session is its journal; when it began and ended is read from there. A session that was struck
(``opening.strike``) has a void of the session itself in its journal, and stands in no list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.ids import IdMaker
from facilitator_tui.dialogue.resolve import resolve, voided
from facilitator_tui.plain import plain
from facilitator_tui.plans import model
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.guard import random_bits, reading, writing
from facilitator_tui.store.people import People

if TYPE_CHECKING:
    from facilitator_tui.store.file import Store

UNNAMED_SEATS = 10


class SessionRow(msgspec.Struct, frozen=True):
    """A session in the list.

    ``subgroup`` is empty when it has none, ``plan`` the digest of its plan or empty. ``opened_ms``,
    ``closed_ms`` and ``entries`` come from the journal; a closing that was undone does not count.
    """

    id: str
    subgroup: str
    subgroup_name: str
    title: str
    course: str
    module: int | None
    plan: str
    planned_ms: int | None
    zone: str
    created_ms: int
    opened_ms: int | None = None
    closed_ms: int | None = None
    entries: int = 0

    @property
    def running(self) -> bool:
        """Opened and not closed: live now, or interrupted."""
        return self.opened_ms is not None and self.closed_ms is None

    @property
    def at_ms(self) -> int:
        """Where the session stands in the list: when it was opened, else planned, else created."""
        return next(ms for ms in (self.opened_ms, self.planned_ms, self.created_ms) if ms is not None)


class Sessions:
    """Reads and creates sessions. Every method may raise ``StoreProblem``."""

    def __init__(self, store: Store, randbits: Callable[[int], int] = random_bits) -> None:
        self._store = store
        self._ids = IdMaker(randbits)
        self._people = People(store, randbits)

    # --- the list

    def all(self) -> list[SessionRow]:
        """Every session but those that were struck, the newest first; what is planned counts by its planned time."""
        rows = self.every()
        struck = self._struck([row.id for row in rows if row.opened_ms is None and row.entries])
        return [row for row in rows if row.id not in struck]

    def every(self) -> list[SessionRow]:
        """Every session of the file, the struck ones too, in the same order."""
        return sorted(self._read(""), key=lambda row: (row.at_ms, row.id), reverse=True)

    def get(self, session: str) -> SessionRow:
        """The session with this id. Raises ``StoreProblem`` when there is none."""
        rows = self._read("WHERE session.id = ?", session)
        if not rows:
            raise StoreProblem(f"There is no session with the id {plain(session)}.")
        return rows[0]

    def find(self, text: str) -> SessionRow:
        """The session that a person means: its number in the list (1 is the first), or its id or the
        beginning of it, if no other session begins so."""
        wanted = text.strip().lower()
        if exact := self._read("WHERE session.id = ?", wanted):
            return exact[0]
        rows = self.all()
        if re.fullmatch("[1-9][0-9]{0,8}", wanted) and int(wanted) <= len(rows):
            return rows[int(wanted) - 1]
        found = [row for row in rows if wanted and row.id.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            raise StoreProblem(
                f"{len(found)} sessions have an id that begins with {plain(text)}; give more of it, "
                "or the number in “session list”."
            )
        raise StoreProblem(
            f"There is no session “{plain(text)}”. “session list” shows their numbers and ids."
        )

    def last_open(self) -> SessionRow | None:
        """The session that was opened and never closed (the newest of them): it was interrupted."""
        return next((row for row in self.all() if row.running), None)

    def with_source(self, source: str) -> list[str]:
        """The ids of the sessions that hold entries from this source (an imported file)."""
        with reading(self._store):
            rows = self._store.rows("SELECT DISTINCT session FROM entry WHERE source = ?", source)
        return sorted(session for (session,) in rows)

    def _read(self, clause: str, *parameters: str) -> list[SessionRow]:
        with reading(self._store):
            rows = self._store.rows(_LIST.format(clause=clause), *parameters)
            stale = [row[0] for row in rows if row[-1] != row[-2]]
            times = self._times(stale)
        known: list[tuple[Any, ...]] = [
            (*row[:10], *times.get(row[0], (row[10], row[11])), row[12]) for row in rows
        ]
        return [SessionRow(*row) for row in known]

    def _times(self, sessions: Iterable[str]) -> dict[str, tuple[int | None, int | None]]:
        """When these sessions were opened and closed, from the few entries that decide it."""
        wanted = msgspec.json.encode(sorted(sessions)).decode()
        entries: dict[str, list[e.Entry]] = {}
        if wanted != "[]":
            for session, id_, kind, v, at_ms, logged_ms, source, payload in self._store.rows(_TIMES, wanted):
                try:
                    fact = e.decode(kind, v, payload)
                except e.UnknownEntry as error:
                    raise StoreProblem(str(error)) from error
                entry = e.Entry(id_, session, at_ms, logged_ms, "", source, fact)
                entries.setdefault(session, []).append(entry)
        return {session: _opened_and_closed(found) for session, found in entries.items()}

    def _struck(self, sessions: Iterable[str]) -> set[str]:
        """Those of these sessions that were struck."""
        wanted = msgspec.json.encode(sorted(sessions)).decode()
        if wanted == "[]":
            return set()
        voids: dict[str, e.Entry] = {}
        with reading(self._store):
            rows = self._store.rows(_VOIDS, wanted)
        try:
            for session, id_, v, payload in rows:
                voids[id_] = e.Entry(id_, session, 0, 0, "", "", e.decode("void", v, payload))
        except e.UnknownEntry as error:
            raise StoreProblem(str(error)) from error
        struck = voided(voids)
        return {entry.session for entry in voids.values() if entry.session in struck}

    def confirmed(self) -> set[str]:
        """The sessions whose attendance is confirmed now. Raises ``StoreProblem``."""
        with reading(self._store):
            rows = self._store.rows(_CONFIRMATIONS)
        known: dict[str, e.Entry] = {}
        try:
            for session, id_, kind, v, at_ms, payload in rows:
                known[id_] = e.Entry(id_, session, at_ms, 0, "", "", e.decode(kind, v, payload))
        except e.UnknownEntry as error:
            raise StoreProblem(str(error)) from error
        void = voided(known)
        last = {
            entry.session: entry.fact.on
            for entry in sorted(known.values(), key=lambda entry: (entry.at_ms, entry.id))
            if isinstance(entry.fact, e.Confirmed) and entry.id not in void
        }
        return {session for session, on in last.items() if on}

    # --- making one

    def create(
        self,
        title: str,
        now_ms: int,
        subgroup: str | None = None,
        course: str = "",
        module: int | None = None,
        plan: str | None = None,
        planned_ms: int | None = None,
        zone: str = "UTC",
        *,
        session_id: str = "",
    ) -> str:
        """Keep a new session, not opened yet, and give its id.

        With ``session_id`` (the id of an imported file's session) one that is there already stays as it is.
        """
        chosen = session_id or self._ids.next(now_ms)
        row = (chosen, subgroup, plain(title), plain(course), module, plan, planned_ms, plain(zone), now_ms)
        with writing(self._store):
            self._store.connection.execute(_CREATE + (_UNLESS_THERE if session_id else ""), row)
        return chosen

    def change(
        self,
        session: str,
        title: str,
        subgroup: str | None,
        course: str,
        module: int | None,
        plan: str | None,
        planned_ms: int | None,
        zone: str,
    ) -> None:
        """Plan a session anew that has not begun. Raises ``StoreProblem`` when it has."""
        with writing(self._store):
            if self.get(session).opened_ms is not None:
                raise StoreProblem("The session has begun; only a session that is planned can be changed.")
            self._store.connection.execute(
                _CHANGE,
                (subgroup, plain(title), plain(course), module, plan, planned_ms, plain(zone), session),
            )

    def remove(self, session: str) -> None:
        """Forget a session in whose journal nothing stands. Raises ``StoreProblem`` when something does."""
        with writing(self._store):
            if self.get(session).entries:
                raise StoreProblem("Something was logged in this session, so it stays in the file.")
            self._store.connection.execute("DELETE FROM session_summary WHERE session = ?", (session,))
            self._store.connection.execute("DELETE FROM session WHERE id = ?", (session,))

    def set_plan(self, session: str, plan: str | None) -> None:
        """Let the session run by the kept plan of this digest; it takes effect when the session is opened."""
        with writing(self._store):
            self.get(session)
            self._store.connection.execute("UPDATE session SET plan = ? WHERE id = ?", (plan, session))

    def rename(self, session: str, title: str) -> None:
        with writing(self._store):
            self.get(session)
            self._store.connection.execute(
                "UPDATE session SET title = ? WHERE id = ?", (plain(title), session)
            )

    def seats_for(self, subgroup: str, at_ms: int) -> tuple[e.Seat, ...]:
        """The seats of the subgroup's members at that time."""
        members = self._people.members(subgroup, at_ms)
        return tuple(e.Seat(member.person.id, member.seat, member.role) for member in members)

    def seats_to_open(self, session: SessionRow, now_ms: int) -> tuple[e.Seat, ...]:
        """The seats to open the session with.

        Those of its subgroup, whoever has left the course left out; without participants there, ten seats whose people
        get their names later. A facilitator without a name is added when there is none, so that their turns can be
        logged.
        """
        with writing(self._store):
            seats = list(self.seats_for(session.subgroup, now_ms)) if session.subgroup else []
            course = self._people.subgroup(session.subgroup).course if session.subgroup else ""
            left = self._people.left((session.course, course), now_ms)
            seats = [seat for seat in seats if seat.person not in left]
            if not any(seat.role == "participant" for seat in seats):
                seats += [
                    e.Seat(self._people.add("", now_ms), number) for number in range(1, UNNAMED_SEATS + 1)
                ]
            if not any(seat.role == "facilitator" for seat in seats):
                seats.append(e.Seat(self._people.add("", now_ms), 0, "facilitator"))
        return tuple(seats)

    def create_unplanned(self, now_ms: int, title: str = "", zone: str = "UTC") -> str:
        """A session to start now and name later, and its id; ``seats_to_open`` gives it ten unnamed seats."""
        return self.create(title or "Unplanned session", now_ms, zone=zone)

    # --- plans and notes

    def keep_plan(self, plan: model.SessionPlan, now_ms: int) -> str:
        """Keep the plan as it is now and give its digest; a plan that is kept already is not kept twice."""
        digest = model.digest(plan)
        with writing(self._store):
            self._store.connection.execute(
                "INSERT INTO plan (sha256, title, canonical, stored_ms) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (sha256) DO NOTHING",
                (digest, plain(plan.title), model.canonical(plan).decode(), now_ms),
            )
        return digest

    def plan(self, digest: str) -> model.SessionPlan | None:
        """The plan of this digest as it was kept; None when there is none."""
        with reading(self._store):
            rows = self._store.rows("SELECT canonical FROM plan WHERE sha256 = ?", digest)
        try:
            return model.revive(rows[0][0]) if rows else None
        except msgspec.ValidationError as error:
            raise StoreProblem(
                f"The plan {digest[:12]} kept in the store cannot be read: {error}."
            ) from error

    def note_texts(self, session: str) -> dict[str, str]:
        """The words of the session's notes, by the id of their entry."""
        return self._texts(session, "note")

    def reasons(self, session: str) -> dict[str, str]:
        """The words beside marks, settled presence and confirmations of attendance, by the id of their entry."""
        return self._texts(session, "marked", "settled", "confirmed")

    def file_names(self, session: str) -> dict[str, str]:
        """What the files that were taken into the session were called, by their source, where that is known."""
        with reading(self._store):
            return dict(self._store.rows(_FILE_NAMES, session))

    def _texts(self, session: str, *kinds: str) -> dict[str, str]:
        wanted = msgspec.json.encode(kinds).decode()
        with reading(self._store):
            return dict(self._store.rows(_TEXTS, session, wanted))


def _opened_and_closed(entries: list[e.Entry]) -> tuple[int | None, int | None]:
    opened = closed = None
    for effective in resolve(entries):
        if isinstance(effective.fact, e.Opened):
            opened = effective.at_ms if opened is None else opened
        else:
            closed = effective.at_ms
    return opened, closed


_LIST = """
SELECT session.id, coalesce(session.subgroup, ''), coalesce(subgroup.name, ''), session.title, session.course,
    session.module, coalesce(session.plan, ''), session.planned_ms, session.zone, session.created_ms,
    session_summary.opened_ms, session_summary.closed_ms,
    (SELECT count(*) FROM entry WHERE entry.session = session.id),
    coalesce(session_summary.entries, 0)
FROM session
LEFT JOIN subgroup ON subgroup.id = session.subgroup
LEFT JOIN session_summary ON session_summary.session = session.id
{clause}
"""

_TIMES = """
SELECT session, id, kind, v, at_ms, logged_ms, source, payload FROM entry
WHERE session IN (SELECT value FROM json_each(?)) AND kind IN ('opened', 'closed', 'void', 'amend')
ORDER BY seq
"""

_VOIDS = """
SELECT session, id, v, payload FROM entry WHERE session IN (SELECT value FROM json_each(?)) AND kind = 'void'
"""

_CONFIRMATIONS = """
SELECT session, id, kind, v, at_ms, payload FROM entry WHERE kind IN ('confirmed', 'void')
AND session IN (SELECT session FROM entry WHERE kind = 'confirmed')
"""

_TEXTS = """
SELECT note_text.entry, note_text.text FROM entry JOIN note_text ON note_text.entry = entry.id
WHERE entry.session = ? AND kind IN (SELECT value FROM json_each(?))
"""

_FILE_NAMES = """
SELECT entry.source, note_text.text FROM entry JOIN note_text ON note_text.entry = entry.id
WHERE entry.session = ? AND entry.source LIKE 'import:%' ORDER BY entry.seq DESC
"""

_CREATE = """
INSERT INTO session (id, subgroup, title, course, module, plan, planned_ms, zone, created_ms)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_CHANGE = """
UPDATE session SET subgroup = ?, title = ?, course = ?, module = ?, plan = ?, planned_ms = ?, zone = ? WHERE id = ?
"""
_UNLESS_THERE = " ON CONFLICT (id) DO NOTHING"
