"""Who somebody is in the store, where words about them lie, and where else their name stands.

One person can have several ids: an unnamed seat or a guest of a report whose name was given later. What is held about
them is in ``held``, what is taken away in ``erasing``, what has had its time in ``retaining``; how it is said is up to
the commands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.resolve import reading as read_as
from facilitator_tui.plain import plain
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.guard import reading
from facilitator_tui.store.people import People, PersonRow

if TYPE_CHECKING:
    from facilitator_tui.store.file import Store

ERASED = "Erased person"
"""Stands in lists, reports and registers in place of the name of somebody who was erased."""

NOTED = (e.Note, e.Flag, e.Marked, e.Settled)
"""Facts about a person beside which words can lie: notes, and reasons of what was decided about attendance."""

_KINDS = msgspec.json.encode([e.KIND_OF[kind] for kind in NOTED]).decode()


_FEW = 20


class Identity(msgspec.Struct, frozen=True):
    """One person. ``ids`` are all their ids, ``person`` (the one that counts) among them."""

    person: str
    ids: tuple[str, ...]


class SeveralPeople(StoreProblem):
    """More than one person is meant. The message lists them by id."""


class Identities:
    """Which ids are the same person, as the journals of all sessions say. May raise ``StoreProblem``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._alias: dict[str, str] = {}
        for known in _namings(store).values():
            self._alias |= read_as(known).alias

    def of(self, person: str) -> Identity:
        root = self._root(person)
        others = sorted({each for each in self._alias if each != root and self._root(each) == root})
        return Identity(root, (root, *others))

    def find(self, text: str) -> Identity:
        """The person with this id, whole name or e-mail address (capitals do not matter).

        Raises ``SeveralPeople``, or ``StoreProblem`` when there is nobody.
        """
        text = text.strip()
        rows = {row.id: row for row in everybody(self._store)}
        wanted = plain(text).casefold()
        found = [text] if text in rows else [row.id for row in rows.values() if wanted in _called(row)]
        if not found or not wanted:
            raise StoreProblem(
                f"There is nobody “{plain(text)}”. Give the whole name, the e-mail address or the id of a person."
            )
        people = sorted({self._root(each) for each in found})
        if len(people) > 1:
            listed = "; ".join(_listed(rows[each]) for each in people if each in rows)
            raise SeveralPeople(
                f"{len(people)} people are called “{plain(text)}”; name one by the id: {listed}."
            )
        return self.of(people[0])

    def _root(self, person: str) -> str:
        seen = {person}
        while (target := self._alias.get(person, person)) not in seen:
            seen.add(person := target)
        return person


def everybody(store: Store) -> list[PersonRow]:
    """Every row of a person, also of those without a name."""
    columns = ", ".join(PersonRow.__struct_fields__)
    with reading(store):
        return [PersonRow(*row) for row in store.rows(f"SELECT {columns} FROM person ORDER BY id")]


def entries_about(store: Store, ids: Collection[str]) -> dict[str, e.Entry]:
    """The notes, private flags and decisions about attendance that concern one of these ids, by entry.

    Those that were taken back are among them, for their words are still there; corrections of whom a note is about
    count.
    """
    found: dict[str, e.Entry] = {}
    for known in _readings(store, ids).values():
        read = read_as(known)
        for entry in known.values():
            if isinstance(entry.fact, NOTED):
                said = [each.person for each in read.amends.get(entry.id, ()) if each.person is not None]
                person = said[-1] if said else entry.fact.person
                if person in ids or read.alias.get(person) in ids:
                    found[entry.id] = entry
    return found


def listed(values: Iterable[str]) -> str:
    """These values as SQLite's ``json_each`` takes them."""
    return msgspec.json.encode(sorted(set(values))).decode()


def _called(row: PersonRow) -> tuple[str, ...]:
    return tuple(text.casefold() for text in (row.name, row.email) if text and text != ERASED)


def _listed(row: PersonRow) -> str:
    return f"{row.id} ({', '.join(text for text in (row.name, row.email, row.institution) if text)})"


def _namings(store: Store) -> dict[str, dict[str, e.Entry]]:
    """Who was said to be whom, and what takes that back, by session."""
    return _decoded(
        store,
        "kind IN ('same', 'void') AND session IN (SELECT session FROM entry WHERE kind = 'same')",
    )


def _readings(store: Store, ids: Collection[str]) -> dict[str, dict[str, e.Entry]]:
    """What can carry words, and whatever changes its meaning, of the sessions that mention one of the ids.

    For many people at once every session is read: looking for each in each would take longer.
    """
    clause, parameters = (
        "(kind IN ('same', 'void', 'amend') OR kind IN (SELECT value FROM json_each(?)))",
        [_KINDS],
    )
    if len(ids) <= _FEW:
        with reading(store):
            rows = store.rows(
                "SELECT DISTINCT session FROM entry, json_each(?) AS wanted WHERE instr(payload, wanted.value)",
                listed(ids),
            )
        clause += " AND session IN (SELECT value FROM json_each(?))"
        parameters.append(listed(session for (session,) in rows))
    return _decoded(store, clause, *parameters)


def _decoded(store: Store, clause: str, *parameters: str) -> dict[str, dict[str, e.Entry]]:
    with reading(store):
        rows = store.rows(
            "SELECT session, id, kind, v, at_ms, logged_ms, author, source, payload FROM entry "
            f"WHERE {clause} ORDER BY seq",
            *parameters,
        )
    found: dict[str, dict[str, e.Entry]] = {}
    try:
        for session, id_, kind, v, at_ms, logged_ms, author, source, payload in rows:
            fact = e.decode(kind, v, payload)
            entry = e.Entry(id_, session, at_ms, logged_ms, author, source, fact)
            found.setdefault(session, {})[id_] = entry
    except e.UnknownEntry as error:
        raise StoreProblem(str(error)) from error
    return found


# --- where else the name may stand


class Mention(msgspec.Struct, frozen=True):
    """A text about something else in which the name stands. ``key`` is the row beside which it lies.

    ``table`` is "note_text", "decision_text", "withdrawal", "session", "subgroup" or "entry" (the name of whoever
    wrote it, which cannot be erased). ``session`` is the title of the session where there is one.
    """

    table: str
    key: str
    at_ms: int
    session: str = ""


class Names:
    """The words by which somebody is called, to be looked for in texts.

    Given name, family name, whole name, the name on a certificate, addresses, and what platforms call them. A name of
    one letter is not looked for by itself. Capitals and accents do not matter; a name counts as a whole word.
    """

    def __init__(self, words: Iterable[str]) -> None:
        folded = {_folded(word) for word in words}
        self._words = sorted((word for word in folded if len(word) > 1), key=len, reverse=True)

    @classmethod
    def of(cls, store: Store, ids: Collection[str]) -> Names:
        return cls(_words(store, ids))

    @classmethod
    def of_all(cls, stores: Iterable[Store], ids: Collection[str]) -> Names:
        return cls(word for store in stores for word in _words(store, ids))

    def __bool__(self) -> bool:
        return bool(self._words)

    def stands_in(self, text: str) -> bool:
        if not self._words:
            return False
        return self._pattern().search(_folded(text)) is not None

    def _pattern(self) -> re.Pattern[str]:
        # Compiled patterns are kept by ``re`` itself.
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, self._words))})(?!\w)")

    def mentions(self, store: Store, without: Collection[str], ids: Collection[str]) -> list[Mention]:
        """The other texts in which the name stands, by time; those of the entries ``without`` left out."""
        if not self._words:
            return []
        with reading(store):
            rows = [row for sql in _TEXTS for row in store.rows(sql, listed(ids))]
        found = [
            Mention(table, key, at_ms, title)
            for table, key, at_ms, title, text in rows
            if key not in without and self.stands_in(text)
        ]
        return sorted(found, key=lambda mention: (mention.table, mention.at_ms, mention.key))


_TEXTS = (
    "SELECT 'note_text', entry.id, entry.at_ms, session.title, text FROM note_text "
    "JOIN entry ON entry.id = note_text.entry JOIN session ON session.id = entry.session WHERE ?1 IS NOT NULL",
    "SELECT 'decision_text', decision.id, at_ms, '', text FROM decision_text "
    "JOIN decision ON decision.id = decision_text.decision "
    "WHERE person NOT IN (SELECT value FROM json_each(?1))",
    "SELECT 'withdrawal', person || char(31) || course, at_ms, '', reason FROM withdrawal "
    "WHERE person NOT IN (SELECT value FROM json_each(?1))",
    "SELECT 'session', id, coalesce(planned_ms, created_ms), title, title FROM session WHERE ?1 IS NOT NULL",
    "SELECT 'subgroup', id, created_ms, '', name FROM subgroup WHERE ?1 IS NOT NULL",
    "SELECT 'entry', author, min(at_ms), '', author FROM entry WHERE ?1 IS NOT NULL GROUP BY author",
)


def _words(store: Store, ids: Collection[str]) -> Iterable[str]:
    aliases: Mapping[str, tuple[str, ...]] = People(store).aliases()
    for row in everybody(store):
        if row.id not in ids or row.name == ERASED:
            continue
        parts = (row.given_name, row.family_name)
        if not any(parts):
            parts = (row.name.split()[0], row.name.split()[-1]) if row.name else ("", "")
        yield from (*parts, row.name, row.certificate_name, row.email, *aliases.get(row.id, ()))


def _folded(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().replace("ı", "i").split())


# --- what waits outside the store


def outbox_lines(folder: Path) -> Iterable[tuple[Path, list[bytes]]]:
    """The files in which entries wait for the store, and their lines, those that cannot be read among them.

    Raises ``StoreProblem``.
    """
    try:
        for path in sorted((*folder.glob("*.jsonl"), *folder.glob("*.unread"))):
            yield path, path.read_bytes().splitlines()
    except OSError as error:
        raise StoreProblem(f"The outbox in {folder} cannot be read: {error.strerror}.") from error


def waiting_line(line: bytes) -> dict[str, Any] | None:
    """A line of the outbox as it stands there; None when nobody can read it."""
    try:
        found = msgspec.json.decode(line)
    except msgspec.DecodeError:
        return None
    return found if isinstance(found, dict) and isinstance(found.get("payload"), dict) else None
