"""Fills the derived tables of a session: conclusions from its journal, for SQL, Datasette and lists.

They can be rebuilt at any time with the same result. Neither the live screen nor the report reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from facilitator_tui.dialogue.conclusions import block_at, was_present
from facilitator_tui.dialogue.entries import Entry, UnknownEntry
from facilitator_tui.dialogue.fold import fold
from facilitator_tui.dialogue.state import SessionState, Turn
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.guard import reading, writing
from facilitator_tui.store.sessions import Sessions

if TYPE_CHECKING:
    from facilitator_tui.plans.model import SessionPlan
    from facilitator_tui.store.file import Store

Row = tuple[Any, ...]


def rebuild(store: Store, session: str) -> None:
    """Replace the session's rows in ``turn``, ``spell``, ``note``, ``block_time`` and ``session_summary``.

    One transaction: a reader sees the old rows or the new ones. Raises ``StoreProblem``.
    """
    with writing(store):
        entries = _entries(store, session)
        state = fold(entries)
        plan = Sessions(store).plan(state.plan) if state.plan else None
        _replace(store, "turn", session, _turns(state))
        _replace(store, "spell", session, _spells(state))
        _replace(store, "note", session, [(n.entry, n.person, n.at_ms, n.flag) for n in state.notes])
        _replace(store, "block_time", session, _block_times(state, plan))
        _replace(store, "session_summary", session, [_summary(state, len(entries))])


def rebuild_stale(store: Store) -> int:
    """Rebuild the closed sessions whose tables lack entries (the program ended before it could); gives how many."""
    with reading(store):
        stale = store.rows(
            "SELECT session FROM entry GROUP BY session HAVING sum(kind = 'closed') AND count(*) <> coalesce("
            "(SELECT entries FROM session_summary WHERE session_summary.session = entry.session), 0)"
        )
    for (session,) in stale:
        rebuild(store, session)
    return len(stale)


def rebuild_all(store: Store) -> int:
    """Rebuild every session; gives how many there are. Raises ``StoreProblem``."""
    sessions = [row.id for row in Sessions(store).every()]
    for session in sessions:
        rebuild(store, session)
    return len(sessions)


def _entries(store: Store, session: str) -> list[Entry]:
    try:
        return store.journal(session).read()
    except UnknownEntry as error:
        raise StoreProblem(str(error)) from error


def _replace(store: Store, table: str, session: str, rows: list[Row]) -> None:
    store.connection.execute(f"DELETE FROM {table} WHERE session = ?", (session,))
    if rows:
        marks = ", ".join("?" * (len(rows[0]) + 1))
        store.connection.executemany(
            f"INSERT INTO {table} VALUES ({marks})", [(session, *row) for row in rows]
        )


def _turns(state: SessionState) -> list[Row]:
    return [
        (
            turn.entry,
            turn.person,
            turn.from_ms,
            turn.to_ms,
            turn.ms / 1000,
            turn.recorded,
            turn.uncertain_ms,
            turn.asked,
            block_at(state, turn.from_ms),
        )
        for turn in sorted(state.turns, key=lambda turn: (turn.from_ms, turn.entry))
    ]


def _spells(state: SessionState) -> list[Row]:
    rows: list[Row] = []
    for person in state.seated():
        rows += [(person.id, spell.from_ms, spell.to_ms, "own", None) for spell in person.spells]
        rows += [(person.id, span.from_ms, span.to_ms, "reported", None) for span in person.reported]
    return rows + [(stay.person, stay.from_ms, stay.to_ms, "room", stay.room) for stay in state.room_stays]


def _block_times(state: SessionState, plan: SessionPlan | None) -> list[Row]:
    """One row for each stretch of a block; one that still runs is counted to the last entry."""
    blocks = plan.during() if plan is not None else ()
    rows: list[Row] = []
    for run in state.agenda.runs:
        block = blocks[run.block] if run.block < len(blocks) else None
        title, planned_ms = (block.title, block.seconds * 1000) if block else ("", 0)
        rows.append((run.block, title, planned_ms, *run.clipped(state.last_ms), run.paused_ms))
    return rows


def _summary(state: SessionState, entries: int) -> Row:
    """Of the participants alone. Turns and talk are those by key; of a recording where nobody logged any."""
    turns = [turn for turn in state.turns if turn.recorded != state.keyed and _counted(state, turn)]
    present = sum(1 for person in state.participants() if was_present(person))
    talk_ms = sum(turn.ms for turn in turns)
    return (state.opened_ms, state.closed_ms, entries, present, len(turns), talk_ms)


def _counted(state: SessionState, turn: Turn) -> bool:
    return state.people[turn.person].counted
