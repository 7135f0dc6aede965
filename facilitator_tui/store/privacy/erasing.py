"""Takes away who somebody is: names, addresses, and the words about them; lines with bare ids stay.

The journal, decisions and the ledger are append-only and are not touched, so what follows from them is what it was.
Afterwards the file is written anew, so that nothing is left in its free places or in the file beside it (-wal). Who is
meant, and where words about somebody lie, is in ``store.privacy.identity``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import reading, writing
from facilitator_tui.store.privacy.identity import (
    ERASED,
    Identities,
    Identity,
    Mention,
    Names,
    entries_about,
    everybody,
    listed,
)
from facilitator_tui.store.privacy.remains import (
    erase_waiting_words,
    refuse_while_recording,
    waiting_words,
    write_anew,
)

if TYPE_CHECKING:
    from facilitator_tui.store.people import PersonRow

_WORDS_OF_A_PERSON = (
    "json_extract(canonical, '$.override') IS NOT NULL OR json_extract(canonical, '$.hold') IS NOT NULL"
)


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """How much is taken away, or was.

    ``rows`` are rows of the person that say more than an id; ``fields`` the filled fields in them. ``verdicts`` are
    those in which somebody's reason stands word by word; their digest stays in the decisions. ``ended`` are memberships
    that went on. ``others`` are texts about something else in which the name stands. ``waiting`` are lines of the
    outbox.
    """

    rows: int = 0
    fields: int = 0
    aliases: int = 0
    ended: int = 0
    withdrawals: int = 0
    notes: int = 0
    decisions: int = 0
    verdicts: int = 0
    addresses: int = 0
    others: int = 0
    waiting: int = 0

    def __bool__(self) -> bool:
        return any(msgspec.structs.astuple(self))


class Stays(msgspec.Struct, frozen=True):
    """What stays, by number, under bare ids: in nobody's name."""

    entries: int
    memberships: int
    deliveries: int
    verdicts: int
    decisions: int
    ledger: int


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """What erasing would do, for somebody to look at first.

    ``mentions`` are other texts with the name in them, ``namesakes`` other people's rows with the same name or address.
    ``undecided`` names courses in which nothing was decided about the person yet, ``issuers`` those that were given a
    badge of theirs, ``open_at`` issuers whose answer is still out.
    """

    who: Identity
    name: str
    goes: Taken
    stays: Stays
    mentions: tuple[Mention, ...]
    namesakes: tuple[PersonRow, ...]
    undecided: tuple[str, ...]
    issuers: tuple[str, ...]
    open_at: tuple[str, ...]


def outlook(
    store: Store,
    who: Identity,
    outbox: Path | None,
    names: Names,
    *,
    notes_too: bool = False,
    course_id: Callable[[str], str] = str,
) -> Outlook:
    """What erasing the person would do; nothing is changed. Raises ``StoreProblem``.

    ``outbox`` is the folder in which entries wait; a backup has none. ``course_id`` gives the id of a course that a
    subgroup names by its title.
    """
    about = entries_about(store, who.ids)
    mentions = tuple(names.mentions(store, about, who.ids))
    mine = [row for row in everybody(store) if row.id in who.ids]
    counts = _numbers(store, _COUNT, who, about)
    goes = Taken(
        rows=sum(1 for row in mine if _filled(row)),
        fields=sum(map(_filled, mine)),
        others=len(erasable(mentions)) if notes_too else 0,
        waiting=waiting_words(outbox, who.ids, names, notes_too=notes_too) if outbox else 0,
        **dict(zip(_WHAT, counts, strict=True)),
    )
    return Outlook(
        who=who,
        name=next((row.name for row in mine if row.id == who.person), ""),
        goes=goes,
        stays=Stays(*_numbers(store, _STAYS, who, about)),
        mentions=mentions,
        namesakes=_namesakes(store, who, mine),
        undecided=_undecided(store, who, course_id),
        issuers=_words(store, _ISSUERS, who),
        open_at=_words(store, _OPEN_AT, who),
    )


def erasable(mentions: Collection[Mention]) -> list[Mention]:
    """Those that ``notes_too`` erases. A session or subgroup is renamed instead, and an author cannot be changed."""
    return [each for each in mentions if each.table in ("note_text", "decision_text", "withdrawal")]


def erase(
    store: Store, who: Identity, outbox: Path | None, now_ms: int, names: Names, *, notes_too: bool = False
) -> Taken:
    """Take everything about the person away, in one commit, and leave no trace of it in the file.

    Done again it changes nothing more, and finishes what an interruption left. Raises ``StoreProblem``: also when
    somebody is recording, and when another program keeps the file from being written anew, in which case the person is
    erased but remains are still in the file.
    """
    refuse_while_recording(store.path)
    with writing(store):
        taken = take_away(store, who, now_ms, names, notes_too=notes_too)
    waiting = erase_waiting_words(outbox, who.ids, names, notes_too=notes_too) if outbox else 0
    write_anew(store)
    return msgspec.structs.replace(taken, waiting=waiting)


def take_away(store: Store, who: Identity, now_ms: int, names: Names, *, notes_too: bool = False) -> Taken:
    """The part of ``erase`` that is in tables, within ``writing``; what it leaves in free places is still there."""
    about = entries_about(store, who.ids)
    others = erasable(names.mentions(store, about, who.ids)) if notes_too else []
    rows = [row for row in everybody(store) if row.id in who.ids]
    run = store.connection.execute
    ids = listed(who.ids)
    counts = [
        run(sql, {"ids": ids, "about": listed(about), "now": now_ms}).rowcount for sql in _TAKE.values()
    ]
    for each in others:
        _erase_text(store, each)
    _erase_rows(store, who, rows)
    return Taken(
        rows=sum(1 for row in rows if _filled(row)),
        fields=sum(map(_filled, rows)),
        others=len(others),
        **dict(zip(_TAKE, counts, strict=True)),
    )


def stay_erased(store: Store, now_ms: int) -> Taken:
    """Take away again what came back about people who were erased: with another facilitator's store, or a dump.

    Within ``writing``; ``store.privacy.remains.write_anew`` belongs after it where anything was taken.
    """
    identities = Identities(store)
    erased = [row.id for row in everybody(store) if row.name == ERASED]
    ids = tuple(dict.fromkeys(id_ for each in erased for id_ in identities.of(each).ids))
    return take_away(store, Identity("", ids), now_ms, Names(())) if ids else Taken()


def _erase_rows(store: Store, who: Identity, rows: Collection[PersonRow]) -> None:
    """Every column but the id and when it was made: also those that a later version adds."""
    columns = [name for (_, name, *_) in store.rows("PRAGMA table_info(person)")]
    others = [name for name in columns if name not in ("id", "name", "created_ms")]
    emptied = ", ".join(f"{name} = ''" for name in others)
    for row in rows:
        name = ERASED if row.name or row.id == who.person else ""
        store.connection.execute(f"UPDATE person SET name = ?, {emptied} WHERE id = ?", (name, row.id))


def _erase_text(store: Store, mention: Mention) -> None:
    if mention.table == "withdrawal":
        store.connection.execute(
            "UPDATE withdrawal SET reason = '' WHERE person || char(31) || course = ?", (mention.key,)
        )
    else:
        beside = {"note_text": "entry", "decision_text": "decision"}[mention.table]
        store.connection.execute(f"DELETE FROM {mention.table} WHERE {beside} = ?", (mention.key,))


_IN_IDS = "IN (SELECT value FROM json_each(:ids))"

_WHAT = {
    "aliases": f"alias WHERE person {_IN_IDS}",
    "ended": f"membership WHERE person {_IN_IDS} AND to_ms IS NULL",
    "withdrawals": f"withdrawal WHERE person {_IN_IDS} AND reason <> ''",
    "notes": "note_text WHERE entry IN (SELECT value FROM json_each(:about))",
    "decisions": f"decision_text WHERE decision IN (SELECT id FROM decision WHERE person {_IN_IDS})",
    "verdicts": f"verdict WHERE person {_IN_IDS} AND ({_WORDS_OF_A_PERSON})",
    "addresses": f"issuance_address WHERE issuance IN (SELECT id FROM issuance WHERE person {_IN_IDS})",
}

_COUNT = tuple(f"SELECT count(*) FROM {what}" for what in _WHAT.values())

_TAKE = {field: f"DELETE FROM {what}" for field, what in _WHAT.items()} | {
    "ended": f"UPDATE membership SET to_ms = max(from_ms, :now) WHERE person {_IN_IDS} AND to_ms IS NULL",
    "withdrawals": f"UPDATE withdrawal SET reason = '' WHERE person {_IN_IDS} AND reason <> ''",
}

_STAYS = (
    "SELECT count(*) FROM entry WHERE EXISTS "
    "(SELECT 1 FROM json_each(:ids) AS wanted WHERE instr(entry.payload, wanted.value))",
    f"SELECT count(*) FROM membership WHERE person {_IN_IDS}",
    f"SELECT count(*) FROM delivery WHERE person {_IN_IDS} OR to_person {_IN_IDS}",
    f"SELECT count(*) FROM verdict WHERE person {_IN_IDS} AND NOT ({_WORDS_OF_A_PERSON})",
    f"SELECT count(*) FROM decision WHERE person {_IN_IDS}",
    f"SELECT count(*) FROM issuance WHERE person {_IN_IDS}",
)

_COURSES = f"""SELECT DISTINCT subgroup.course FROM membership JOIN subgroup ON subgroup.id = membership.subgroup
WHERE person {_IN_IDS} AND role = 'participant' AND subgroup.course <> '' ORDER BY subgroup.course"""

_SETTLED = f"""SELECT course FROM decision WHERE person {_IN_IDS} AND kind IN ('confirmed', 'not earned')
UNION SELECT course FROM withdrawal WHERE person {_IN_IDS}"""

_ISSUERS = (
    f"SELECT DISTINCT issuer FROM issuance WHERE person {_IN_IDS} AND action <> 'not issued' ORDER BY issuer"
)
_OPEN_AT = f"""SELECT DISTINCT issuer FROM issuance AS line WHERE person {_IN_IDS} AND action IN ('sending', 'unclear')
AND seq = (SELECT max(seq) FROM issuance WHERE person = line.person AND course = line.course
    AND badge = line.badge AND issuer = line.issuer)"""


def _undecided(store: Store, who: Identity, course_id: Callable[[str], str]) -> tuple[str, ...]:
    settled = {course_id(course) for course in _words(store, _SETTLED, who)}
    return tuple(course for course in _words(store, _COURSES, who) if course_id(course) not in settled)


def _numbers(store: Store, queries: Collection[str], who: Identity, about: Collection[str]) -> list[int]:
    values = {"ids": listed(who.ids), "about": listed(about)}
    with reading(store):
        return [int(store.connection.execute(sql, values).fetchone()[0]) for sql in queries]


def _words(store: Store, sql: str, who: Identity) -> tuple[str, ...]:
    with reading(store):
        found = store.connection.execute(sql, {"ids": listed(who.ids)}).fetchall()
    return tuple(word for (word,) in found)


def _filled(row: PersonRow) -> int:
    """How many fields of the row say something about the person."""
    fields = msgspec.structs.asdict(row)
    return sum(
        1
        for field, value in fields.items()
        if field not in ("id", "created_ms") and value not in ("", ERASED)
    )


def _namesakes(store: Store, who: Identity, mine: Collection[PersonRow]) -> tuple[PersonRow, ...]:
    names = {row.name.casefold() for row in mine} | {row.email.casefold() for row in mine}
    names -= {"", ERASED.casefold()}
    return tuple(
        row
        for row in everybody(store)
        if row.id not in who.ids and (row.name.casefold() in names or row.email.casefold() in names)
    )
