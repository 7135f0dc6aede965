"""The journal of one session in the facilitator's file: append, read, notice what others wrote.

One call of ``append`` is one durable commit. The statements are plain SQL: this is the path of every key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from facilitator_tui.dialogue.entries import VERSION, Entry, UnknownEntry, decode, encode
from facilitator_tui.dialogue.journal import NotWritten
from facilitator_tui.store.errors import StoreProblem, why
from facilitator_tui.store.guard import reading

if TYPE_CHECKING:
    from facilitator_tui.store.file import Store

_COLUMNS = "id, session, kind, v, at_ms, logged_ms, author, source, payload"


class StoredJournal:
    """Implements ``dialogue.journal.Journal`` for one session."""

    def __init__(self, store: Store, session: str) -> None:
        self._store, self._session = store, session
        self._seq = 0
        self._data_version = store.data_version()

    def append(self, entries: Sequence[Entry], texts: Mapping[str, str]) -> None:
        connection = self._store.connection
        rows = [
            (
                x.id,
                x.session,
                x.kind,
                VERSION[x.kind],
                x.at_ms,
                x.logged_ms,
                x.author,
                x.source,
                encode(x.fact),
            )
            for x in entries
        ]
        try:
            if len(rows) == 1 and not texts:
                connection.execute(_INSERT, rows[0])
            else:
                with self._store.transaction():
                    connection.executemany(_INSERT, rows)
                    connection.executemany(_INSERT_TEXT, list(texts.items()))
        except self._store.errors as error:
            self._store.reopen_after(error)
            raise NotWritten(why(error, self._store.path)) from error

    def read(self) -> list[Entry]:
        """Raises ``StoreProblem``, also for an entry that a newer program wrote."""
        try:
            with reading(self._store):
                return self._after(0)
        except UnknownEntry as error:
            raise StoreProblem(str(error)) from error

    def fresh(self) -> list[Entry]:
        """Nothing while the file cannot be read: what is there will be read a second later."""
        try:
            version = self._store.data_version()
            if version == self._data_version:
                return []
            found = self._after(self._seq)
        except self._store.errors:
            return []
        except UnknownEntry:
            return []
        self._data_version = version
        return found

    def _after(self, seq: int) -> list[Entry]:
        rows = self._store.connection.execute(_SELECT, (self._session, seq)).fetchall()
        if rows:
            self._seq = rows[-1][0]
        return [
            Entry(id_, session, at_ms, logged_ms, author, source, decode(kind, v, payload))
            for _, id_, session, kind, v, at_ms, logged_ms, author, source, payload in rows
        ]


_INSERT = f"INSERT INTO entry ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"
_INSERT_TEXT = "INSERT INTO note_text (entry, text) VALUES (?, ?) ON CONFLICT (entry) DO NOTHING"
_SELECT = f"SELECT seq, {_COLUMNS} FROM entry WHERE session = ? AND seq > ? ORDER BY seq"
