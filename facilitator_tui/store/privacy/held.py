"""Everything the store holds about one person, as values: the answer to a request for one's own data.

Private flags and notes are among it, and so is what was taken back but still lies there. Other people are left out as
far as the program knows them; the words of a note may name somebody all the same. How it reads is in
``commands.privacy_words``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue import state as s
from facilitator_tui.dialogue.fold import fold
from facilitator_tui.dialogue.resolve import reading as read_as
from facilitator_tui.store.guard import reading
from facilitator_tui.store.people import Membership, People, PersonRow, Withdrawal
from facilitator_tui.store.privacy.identity import (
    Identity,
    entries_about,
    everybody,
    listed,
    outbox_lines,
    waiting_line,
)
from facilitator_tui.store.sessions import Sessions

if TYPE_CHECKING:
    from facilitator_tui.store.file import Store


class HeldNote(msgspec.Struct, frozen=True):
    """Something written down about the person. Times are milliseconds since 1970 in UTC, here and everywhere below.

    ``kind`` is "note", "flag" (private), "marked" or "settled" (decisions about attendance, ``text`` the reason).
    ``counts`` is false where it was taken back; ``waiting`` says that it lies in the outbox and not yet in the store.
    """

    at_ms: int
    kind: str
    text: str
    author: str
    counts: bool = True
    waiting: bool = False


class HeldTurn(msgspec.Struct, frozen=True):
    """One stretch of having the floor. ``recorded``: out of a recording. ``asked``: within a go-round."""

    from_ms: int
    to_ms: int
    recorded: bool
    asked: bool


class HeldSession(msgspec.Struct, frozen=True, kw_only=True):
    """What the journal of one session says about the person.

    ``spells`` are stretches of presence by the own log, ``reported`` by a platform's report, ``troubles`` of technical
    trouble; a stretch without an end had none when the session ended. ``status`` is what somebody marked the person
    as. ``entries`` counts the lines of the journal that name the person, by kind.
    """

    session: str
    title: str
    course: str
    module: int | None
    subgroup: str
    zone: str
    opened_ms: int | None
    closed_ms: int | None
    role: str
    seat: int
    spells: tuple[tuple[int, int | None], ...]
    reported: tuple[tuple[int, int | None], ...]
    troubles: tuple[tuple[int, int | None], ...]
    turns: tuple[HeldTurn, ...]
    interjections: int
    passes: int
    rooms: tuple[tuple[int, int, int | None], ...]
    status: str | None
    settled: tuple[tuple[int, int], ...] | None
    notes: tuple[HeldNote, ...]
    entries: dict[str, int]


class HeldDelivery(msgspec.Struct, frozen=True):
    """Something handed in, or (``received``) a reaction of somebody to the person."""

    course: str
    task: str
    module: int
    at_ms: int | None
    times: int
    source: str
    received: bool


class HeldDecision(msgspec.Struct, frozen=True):
    """What somebody decided about a badge, with the reason."""

    course: str
    badge: str
    kind: str
    at_ms: int
    author: str
    reason: str
    verdict: str


class HeldVerdict(msgspec.Struct, frozen=True):
    """What a rule said when somebody decided; ``verdict`` is all of it, with a sentence for each criterion."""

    sha256: str
    course: str
    badge: str
    state: str
    stored_ms: int
    verdict: dict[str, Any]


class HeldLine(msgspec.Struct, frozen=True):
    """A line of the issuance ledger with the name and the address that were given to the issuer."""

    course: str
    badge: str
    issuer: str
    issuer_badge: str
    action: str
    at_ms: int
    author: str
    remote: str
    email: str
    name: str


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the store holds about one person. ``also`` are other ids of theirs: seats and guests."""

    person: PersonRow
    also: tuple[PersonRow, ...]
    aliases: tuple[str, ...]
    memberships: tuple[Membership, ...]
    withdrawals: tuple[Withdrawal, ...]
    sessions: tuple[HeldSession, ...]
    waiting: tuple[HeldNote, ...]
    deliveries: tuple[HeldDelivery, ...]
    verdicts: tuple[HeldVerdict, ...]
    decisions: tuple[HeldDecision, ...]
    ledger: tuple[HeldLine, ...]


def held_about(store: Store, who: Identity, outbox: Path) -> Holding:
    """Everything about the person; ``outbox`` is the folder in which entries wait. Raises ``StoreProblem``."""
    people = People(store)
    rows = {row.id: row for row in everybody(store) if row.id in who.ids}
    aliases = people.aliases()
    return Holding(
        person=people.get(who.person),
        also=tuple(row for row in rows.values() if row.id != who.person),
        aliases=tuple(alias for id_ in who.ids for alias in aliases.get(id_, ())),
        memberships=tuple(place for id_ in who.ids for place in people.history(id_)),
        withdrawals=tuple(each for each in people.withdrawals() if each.person in who.ids),
        sessions=_sessions(store, who),
        waiting=tuple(_waiting(outbox, who)),
        deliveries=_deliveries(store, who),
        verdicts=tuple(
            HeldVerdict(*(*row[:-1], msgspec.json.decode(row[-1]))) for row in _rows(store, who, _VERDICTS)
        ),
        decisions=tuple(HeldDecision(*row) for row in _rows(store, who, _DECISIONS)),
        ledger=tuple(HeldLine(*row) for row in _rows(store, who, _LEDGER)),
    )


_VERDICTS = """SELECT sha256, course, badge, state, stored_ms, canonical FROM verdict
WHERE person IN (SELECT value FROM json_each(?1)) ORDER BY stored_ms, sha256"""

_DECISIONS = """SELECT course, badge, kind, at_ms, author, coalesce(text, ''), verdict FROM decision
LEFT JOIN decision_text ON decision_text.decision = decision.id
WHERE person IN (SELECT value FROM json_each(?1)) ORDER BY seq"""

_LEDGER = """SELECT course, badge, issuer, issuer_badge, action, at_ms, author, remote, coalesce(email, ''),
coalesce(name, '') FROM issuance LEFT JOIN issuance_address ON issuance_address.issuance = issuance.id
WHERE person IN (SELECT value FROM json_each(?1)) ORDER BY seq"""

_DELIVERIES = """SELECT course, task, module, at_ms, times, source, person NOT IN (SELECT value FROM json_each(?1))
FROM delivery WHERE person IN (SELECT value FROM json_each(?1)) OR to_person IN (SELECT value FROM json_each(?1))
ORDER BY coalesce(at_ms, logged_ms), id"""


def _rows(store: Store, who: Identity, sql: str) -> list[tuple[Any, ...]]:
    with reading(store):
        return store.rows(sql, listed(who.ids))


def _deliveries(store: Store, who: Identity) -> tuple[HeldDelivery, ...]:
    return tuple(HeldDelivery(*(*row[:-1], bool(row[-1]))) for row in _rows(store, who, _DELIVERIES))


def _sessions(store: Store, who: Identity) -> tuple[HeldSession, ...]:
    about = entries_about(store, who.ids)
    there = dict.fromkeys(session for id_ in who.ids for session in People(store).sessions_of(id_))
    found = [_session(store, session, who, about) for session in there]
    return tuple(sorted(found, key=lambda held: (held.opened_ms or 0, held.session)))


def _session(store: Store, session: str, who: Identity, about: dict[str, e.Entry]) -> HeldSession:
    sessions = Sessions(store)
    row, entries = sessions.get(session), store.journal(session).read()
    state = fold(entries)
    mine = [person for id_, person in state.people.items() if id_ in who.ids]
    first = mine[0] if mine else s.Person(who.person)
    texts = sessions.note_texts(session) | sessions.reasons(session) | _flag_texts(store, session)
    read = read_as({entry.id: entry for entry in entries})
    notes = [
        HeldNote(
            at.at_ms if (at := read.effective(entry)) else entry.at_ms,
            entry.kind,
            texts.get(entry.id, ""),
            entry.author,
            at is not None,
        )
        for entry in about.values()
        if entry.session == session
    ]
    return HeldSession(
        session=session,
        title=row.title,
        course=row.course,
        module=row.module,
        subgroup=row.subgroup_name,
        zone=row.zone,
        opened_ms=state.opened_ms,
        closed_ms=state.closed_ms,
        role=first.role,
        seat=first.number,
        spells=tuple((span.from_ms, span.to_ms) for each in mine for span in each.spells),
        reported=tuple((span.from_ms, span.to_ms) for each in mine for span in each.reported),
        troubles=tuple((span.from_ms, span.to_ms) for each in mine for span in each.troubles),
        turns=_turns(state, who),
        interjections=sum(each.interjections for each in mine),
        passes=sum(each.passes for each in mine),
        rooms=tuple(
            (stay.room, stay.from_ms, stay.to_ms) for stay in state.room_stays if stay.person in who.ids
        ),
        status=first.mark.status if first.mark else None,
        settled=first.settled.spells if first.settled else None,
        notes=tuple(sorted(notes, key=lambda note: note.at_ms)),
        entries=_counted(entries, who),
    )


def _turns(state: s.SessionState, who: Identity) -> tuple[HeldTurn, ...]:
    mine = sorted((turn for turn in state.turns if turn.person in who.ids), key=lambda turn: turn.from_ms)
    return tuple(HeldTurn(turn.from_ms, turn.to_ms, turn.recorded, turn.asked) for turn in mine)


def _flag_texts(store: Store, session: str) -> dict[str, str]:
    with reading(store):
        rows = store.rows(
            "SELECT entry, text FROM note_text JOIN entry ON entry.id = note_text.entry "
            "WHERE session = ? AND kind = 'flag'",
            session,
        )
    return dict(rows)


def _counted(entries: list[e.Entry], who: Identity) -> dict[str, int]:
    found: dict[str, int] = {}
    for entry in entries:
        payload = e.encode(entry.fact)
        if any(id_ in payload for id_ in who.ids):
            found[entry.kind] = found.get(entry.kind, 0) + 1
    return dict(sorted(found.items()))


def _waiting(outbox: Path, who: Identity) -> list[HeldNote]:
    """The words about the person that lie in the outbox and not yet in the store."""
    found = []
    for _, lines in outbox_lines(outbox):
        for line in filter(None, map(waiting_line, lines)):
            if line["payload"].get("person") in who.ids and isinstance(text := line.get("text", ""), str):
                at_ms, kind, author = (line.get(field) for field in ("at_ms", "kind", "author"))
                found.append(
                    HeldNote(
                        at_ms if isinstance(at_ms, int) else 0, str(kind), text, str(author), waiting=True
                    )
                )
    return found
