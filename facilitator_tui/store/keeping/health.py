"""How a store is: whether it opens, is whole, and says the same as its journal.

Looks at a copy in memory and changes nothing. Where the store lies is in ``place``, putting things right in
``repair``; what is around it (settings, courses, the terminal) is looked at by ``facilitator_tui.doctor``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator_tui.dialogue.fold import fold
from facilitator_tui.store import schema
from facilitator_tui.store.derived import rebuild
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.guard import writing
from facilitator_tui.store.keeping import checks
from facilitator_tui.store.keeping.copies import empty, in_memory
from facilitator_tui.store.keeping.findings import Finding, hint, many, ok, problem, some
from facilitator_tui.store.keeping.leases import recorded_now
from facilitator_tui.store.keeping.tables import DERIVED

if TYPE_CHECKING:
    from facilitator_tui.dialogue.state import SessionState
    from facilitator_tui.store.file import Store

DAY_MS = 86_400_000

FIX = "facilitator-tui doctor --fix."
_BACKUP = (
    "Do not record into it. Restore your newest backup: facilitator-tui restore BACKUP --db NEW. Without one, save "
    "what can be read: facilitator-tui restore STORE --from-damaged --db NEW."
)


def look_at_store(path: Path, now_ms: int) -> list[Finding]:
    """The findings about what is in the store."""
    if not path.exists():
        return [ok("store", f"There is no store at {path} yet; it is made with the first session.")]
    try:
        copy = in_memory(path)
    except StoreProblem as found:
        return [problem("store", str(found), _what_now(str(found)))]
    try:
        return list(_inside(copy, path, now_ms))
    except copy.errors as error:
        return [problem("store", f"The store at {path} is damaged ({error}).", _BACKUP)]
    finally:
        copy.close()


def _what_now(said: str) -> str:
    return _BACKUP if "damaged" in said else "Do what the sentence says, then look again."


def _inside(copy: Store, path: Path, now_ms: int) -> Iterator[Finding]:
    version = copy.rows("PRAGMA user_version")[0][0]
    damage = checks.damage(copy)
    yield from (problem("integrity", found, _BACKUP) for found in damage)
    if damage:
        return
    if version < schema.VERSION:
        yield hint(
            "store",
            f"{path} is of an older version ({version} instead of {schema.VERSION}).",
            "It is brought up to date when the program opens it. Make a backup first: facilitator-tui backup FILE.",
        )
        return
    yield ok("store", f"{path} opens and is of version {version}.")
    yield ok("integrity", "SQLite finds nothing wrong with the file.")
    dangling = checks.foreign(copy)
    yield from (problem("references", found, _BACKUP) for found in dangling)
    if not dangling:
        yield ok("references", "Every row refers to something that is there.")
    yield from _objects(copy)
    yield from _sessions(copy, path, now_ms)


def missing_objects(store: Store) -> dict[str, str]:
    """What the schema has and this store lacks or has otherwise: its kind by its name."""
    query = "SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT GLOB '[_]*'"
    fresh = empty()
    try:
        wanted = fresh.rows(query)
    finally:
        fresh.close()
    there = {name: sql for name, _, sql in store.rows(query)}
    return {
        name: kind
        for name, kind, sql in wanted
        if name not in there or (kind == "trigger" and there[name] != sql)
    }


def _objects(copy: Store) -> Iterator[Finding]:
    missing = missing_objects(copy)
    tables = [name for name, kind in missing.items() if kind == "table"]
    others = [name for name, kind in missing.items() if kind != "table"]
    if tables:
        yield problem("schema", f"Tables are missing: {', '.join(tables)}.", _BACKUP)
    if others:
        yield problem(
            "schema", f"What keeps the journal append-only or quick is missing: {', '.join(others)}.", FIX
        )
    if not missing:
        yield ok("schema", "Every table is there, and what keeps the journal append-only.")


# --- the sessions


def _sessions(copy: Store, path: Path, now_ms: int) -> Iterator[Finding]:
    unreadable = checks.unreadable(copy)
    for found in unreadable:
        yield problem(
            "entries", found, "Update the program; if that does not help, restore your newest backup."
        )
    states: dict[str, SessionState] = {}
    count = 0
    for (session,) in copy.rows("SELECT id FROM session ORDER BY id"):
        try:
            entries = copy.journal(session).read()
        except StoreProblem:  # told above
            continue
        count += len(entries)
        states[session] = fold(entries)
    if not unreadable:
        yield ok(
            "entries",
            f"{many(len(states), 'session', 'sessions')} with {many(count, 'entry', 'entries')} can be read.",
        )
    yield from _derived(copy, states)
    yield _left_open(states, recorded_now(path), now_ms)
    yield _unconfirmed(states)


def _derived(copy: Store, states: dict[str, SessionState]) -> Iterator[Finding]:
    """Whether the tables for SQL say the same as the journal, of the sessions that have ended."""
    stale, wrong = disagreeing(copy, [session for session, state in states.items() if state.closed_ms])
    if stale:
        yield hint(
            "derived",
            f"The tables for SQL lack the newest entries of {some(stale)}.",
            f"At the next start, or {FIX}",
        )
    if wrong:
        yield problem(
            "derived", f"The tables for SQL say something else than the journal of {some(wrong)}.", FIX
        )
    if not stale and not wrong:
        yield ok("derived", "The tables for SQL say the same as the journal.")


def disagreeing(copy: Store, sessions: list[str]) -> tuple[list[str], list[str]]:
    """The sessions whose derived tables are older than the journal, and those whose tables say something else.

    ``copy`` is a copy in memory; its derived tables are new afterwards.
    """
    counts = dict(copy.rows("SELECT session, count(*) FROM entry GROUP BY session"))
    summed_up = dict(copy.rows("SELECT session, entries FROM session_summary"))
    stale = [session for session in sessions if summed_up.get(session) != counts.get(session, 0)]
    before = {session: _conclusions(copy, session) for session in sessions if session not in stale}
    wrong: list[str] = []
    with writing(copy):
        for session, was in before.items():
            try:
                rebuild(copy, session)
            except StoreProblem:  # its plan cannot be read, which is told as a plan
                continue
            if _conclusions(copy, session) != was:
                wrong.append(session)
    return stale, wrong


def _conclusions(copy: Store, session: str) -> list[list[str]]:
    return [
        sorted(map(repr, copy.rows(f"SELECT * FROM {table} WHERE session = ?", session))) for table in DERIVED
    ]


def _left_open(states: dict[str, SessionState], running: list[str], now_ms: int) -> Finding:
    left = [
        session
        for session, state in states.items()
        if state.opened_ms is not None
        and state.closed_ms is None
        and session not in running
        and now_ms - state.last_ms > DAY_MS
    ]
    if not left:
        return ok("open sessions", "No session was left open.")
    return hint(
        "open sessions",
        f"{many(len(left), 'session was', 'sessions were')} left open for more than a day: {some(left)}.",
        f"Open each and end it: facilitator-tui open {left[0]}.",
    )


def _unconfirmed(states: dict[str, SessionState]) -> Finding:
    waiting = [s for s, state in states.items() if state.closed_ms is not None and state.confirmation is None]
    if not waiting:
        return ok("attendance", "The attendance of every session that has ended is confirmed.")
    return hint(
        "attendance",
        f"The attendance of {many(len(waiting), 'session', 'sessions')} is not confirmed: {some(waiting)}.",
        "Confirm it in the program: the key a on the session in the list.",
    )
