"""What can be wrong inside a store, as sentences; an empty list is good news.

Looks and changes nothing. Whether a sentence stops a merge or is a line of ``doctor`` is decided by the caller.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from facilitator_tui.dialogue.entries import UnknownEntry, decode
from facilitator_tui.plain import plain

if TYPE_CHECKING:
    from facilitator_tui.store.file import Store


def damage(store: Store) -> list[str]:
    """What SQLite finds wrong with the file itself."""
    try:
        found = [str(row[0]) for row in store.rows("PRAGMA integrity_check(3)")]
    except store.errors as error:
        found = [str(error)]
    found = [text.splitlines()[0] for text in found if text and text != "ok"]
    return [f"It is damaged ({plain(found[0])})."] if found else []


def foreign(store: Store) -> list[str]:
    """Rows that speak of others which are not there."""
    try:
        rows = store.rows("PRAGMA foreign_key_check")
    except store.errors as error:
        return [f"It is damaged ({plain(str(error))})."]
    tables = sorted({f"“{plain(str(row[0]))}”" for row in rows})
    return [f"{len(rows)} rows in {', '.join(tables)} refer to something that is not there."] if rows else []


def unreadable(store: Store) -> list[str]:
    """Sessions with entries that this program cannot read, and plans that are not what their hash says."""
    found: dict[str, str] = {}
    for session, kind, v, payload in store.rows("SELECT session, kind, v, payload FROM entry"):
        try:
            decode(kind, v, payload)
        except UnknownEntry as error:
            found.setdefault(plain(session), plain(str(error), 400))
    sentences = [f"Session {session}: {problem}" for session, problem in sorted(found.items())]
    for digest, canonical in store.rows("SELECT sha256, canonical FROM plan"):
        if sha256(canonical.encode()).hexdigest() != digest:
            sentences.append(f"The plan {plain(digest)[:12]} is not what its hash says; it was changed.")
    return sentences
