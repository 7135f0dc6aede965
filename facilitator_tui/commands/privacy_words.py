"""What ``privacy erase`` and ``privacy retain`` print: what goes and what stays, the receipt, what is due."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from facilitator_tui import zones
from facilitator_tui.store.privacy.erasing import Outlook, Taken, erasable
from facilitator_tui.store.privacy.identity import ERASED, Mention
from facilitator_tui.store.privacy.retaining import (
    NOTES_DAYS,
    REGISTER_DAYS,
    Due,
    DueSession,
    Lifetimes,
    Retained,
)

NO_LIFETIMES = (
    "Nothing has a lifetime yet, so nothing is due. Say it with --turns-after and --register-after, or in the "
    f"configuration under [privacy]: notes_days = {NOTES_DAYS} and register_days = {REGISTER_DAYS} are usual."
)

_MOST = 40
"""How many sessions, people and texts are named one by one."""

_TAKEN = {
    "fields": ("field of master data", "fields of master data"),
    "aliases": ("name that platforms use", "names that platforms use"),
    "ended": ("membership that still went on (it ends now)", "memberships that still went on (they end now)"),
    "withdrawals": ("reason for leaving a course", "reasons for leaving a course"),
    "notes": ("note or reason of attendance", "notes and reasons of attendance"),
    "decisions": ("reason of a decision about a badge", "reasons of decisions about badges"),
    "verdicts": (
        "verdict that quotes such a reason (its digest stays in the decision)",
        "verdicts that quote such a reason (their digests stay in the decisions)",
    ),
    "addresses": (
        "name and address beside the issuance ledger",
        "names and addresses beside the issuance ledger",
    ),
    "others": ("other text in which the name stands", "other texts in which the name stands"),
    "waiting": ("text that waits in the outbox", "texts that wait in the outbox"),
}

_STAYS = {
    "entries": ("journal entry", "journal entries"),
    "memberships": ("place in a subgroup", "places in subgroups"),
    "deliveries": ("delivery", "deliveries"),
    "verdicts": ("verdict", "verdicts"),
    "decisions": ("decision about a badge", "decisions about badges"),
    "ledger": ("line of the issuance ledger", "lines of the issuance ledger"),
}

_PLACES = {
    "note_text": "a note or a reason",
    "decision_text": "the reason of a decision",
    "withdrawal": "a reason for leaving a course",
    "session": "the title of a session: rename it",
    "subgroup": "the name of a subgroup: rename it",
    "entry": "the author of entries, which cannot be changed",
}


def when(ms: int | None) -> str:
    """A moment for people, in UTC; "not dated" where there is none."""
    if ms is None:
        return "not dated"
    return zones.wall_clock(ms, zones.zone("UTC")).strftime("%Y-%m-%d %H:%M UTC")


# --- erasing


def outlook_lines(files: Sequence[tuple[Path, Outlook | None]], *, notes_too: bool) -> Iterator[str]:
    """What would go and what would stay, the store first and then each backup."""
    for number, (path, found) in enumerate(files):
        if number:
            yield ""
        if found is None:
            yield f"{path} is a backup of an older version: it is brought up to date, then the same goes from it."
        elif number:
            yield f"From the backup {path} goes:"
            yield from _bullets(found.goes)
        else:
            yield from _of_the_store(found, notes_too)
    if len(files) == 1:
        yield ""
        yield (
            "Backups made before, and files that were exported, still hold the data. (--backup FILE does the same "
            "there.)"
        )


def _of_the_store(found: Outlook, notes_too: bool) -> Iterator[str]:
    yield f"{found.name or 'Somebody without a name'}, {found.who.person}"
    yield ""
    yield (
        f"This goes, and “{ERASED}” stands in place of the name:"
        if found.goes
        else "There is nothing left to erase."
    )
    yield from _bullets(found.goes)
    yield "This stays, with the id alone:"
    for field, words in _STAYS.items():
        yield f"  {_count(getattr(found.stays, field), words)}"
    yield from _mentioned(found.mentions, notes_too)
    if found.namesakes:
        yield (
            "Other people in the store have the same name or address. If they are the same person, erase them as well: "
            f"{', '.join(row.id for row in found.namesakes)}."
        )
    yield from _warnings(found)


def _bullets(taken: Taken) -> Iterator[str]:
    for field, words in _TAKEN.items():
        if count := getattr(taken, field):
            yield f"  {_count(count, words)}"


def _mentioned(mentions: Collection[Mention], notes_too: bool) -> Iterator[str]:
    if not mentions:
        return
    texts = erasable(mentions)
    yield f"The name also stands in {_count(len(mentions), ('other place', 'other places'))}. Look there:"
    for each in list(mentions)[:_MOST]:
        where = f", {each.session}" if each.session and each.table == "note_text" else ""
        yield f"  {when(each.at_ms)}: {_PLACES[each.table]}{where}"
    if len(mentions) > _MOST:
        yield f"  and {len(mentions) - _MOST} more."
    if texts and not notes_too:
        yield f"With --notes-too the words there go as well ({len(texts)}), whatever else they say."


def _warnings(found: Outlook) -> Iterator[str]:
    if found.undecided:
        yield (
            f"Warning: nothing is decided yet about this person in {', '.join(found.undecided)}. A badge cannot be "
            "issued to somebody whose name and address are gone."
        )
    if found.open_at:
        yield (
            f"Warning: an answer of {', '.join(found.open_at)} is still out. Without the address it cannot be looked "
            "up there any more; settle it first: “badges enter” writes down what happened."
        )
    if found.issuers:
        yield f"{_issuers(found)} has been given name and address and must be asked to erase them, too."


def _issuers(found: Outlook) -> str:
    return f"The issuer {' and the issuer '.join(found.issuers)}"


def receipt_lines(
    person: str,
    by: str,
    at_ms: int,
    before: Outlook | None,
    done: Sequence[tuple[Path, Taken]],
    notes_too: bool,
) -> Iterator[str]:
    """The receipt: when, by whom, whose id, how much. No name stands in it."""
    yield ""
    yield "Receipt of an erasure"
    yield f"When: {when(at_ms)}"
    yield f"By: {by}"
    yield f"Person: {person}"
    for number, (path, taken) in enumerate(done):
        yield f"{'Erased from the backup' if number else 'Erased from the store'} {path}:"
        yield from _bullets(taken) if taken else ("  nothing; it had been erased before",)
    yield "The journal was not changed: what happened stands there under ids that are in nobody's name."
    if before is not None:
        left = [each for each in before.mentions if not (notes_too and each in erasable(before.mentions))]
        if left:
            yield f"The name still stands in {_count(len(left), ('other place', 'other places'))}, listed before."
        if before.issuers:
            yield f"{_issuers(before)} must be asked to erase what it holds."
    yield (
        "Not reached: other backups, exported files, what the issuer or the call platform holds, and what a "
        "solid-state disk keeps of overwritten places."
    )


# --- lifetimes


def due_lines(found: Due, lifetimes: Lifetimes) -> Iterator[str]:
    """What is due, session by session and person by person."""
    if lifetimes.notes_days:
        yield (
            f"Words of notes go {_days(lifetimes.notes_days)} after the decision about the course: "
            f"{_texts(found.notes)}."
        )
        yield from _sessions(found.notes)
        if found.waiting:
            yield (
                f"{_count(found.waiting, ('session with notes waits', 'sessions with notes wait'))} for the decision "
                "about the course, or for its end."
            )
    if lifetimes.register_days:
        yield (
            f"Reasons of attendance go {_days(lifetimes.register_days)} after the session: {_texts(found.reasons)}."
        )
        yield from _sessions(found.reasons)
        yield (
            f"Who people are goes {_days(lifetimes.register_days)} after their last trace: "
            f"{_count(len(found.people), ('person', 'people'))}."
        )
        for each in found.people[:_MOST]:
            yield f"  {each.name or 'without a name'}, {each.who.person}, last seen {when(each.since_ms)}"
        if len(found.people) > _MOST:
            yield f"  and {len(found.people) - _MOST} more."
    yield (
        "Turns, presence and private flags stay in the journal under ids, for it only grows. They are nobody's once "
        "the names are erased."
    )


def _days(number: int) -> str:
    return _count(number, ("day", "days"))


def _texts(sessions: Sequence[DueSession]) -> str:
    texts = sum(each.texts for each in sessions)
    return f"{_count(texts, ('text', 'texts'))} of {_count(len(sessions), ('session', 'sessions'))}"


def _sessions(sessions: Sequence[DueSession]) -> Iterator[str]:
    for each in sessions[:_MOST]:
        yield f"  {each.title}, {each.texts} of them, counted from {when(each.since_ms)}"
    if len(sessions) > _MOST:
        yield f"  and {len(sessions) - _MOST} more."


def retained_lines(done: Retained, by: str, at_ms: int) -> Iterator[str]:
    """The receipt. No name stands in it."""
    yield ""
    yield "Receipt of an erasure after its time"
    yield f"When: {when(at_ms)}"
    yield f"By: {by}"
    yield f"  {_count(done.notes, ('note', 'notes'))} without words now"
    yield f"  {_count(done.reasons, ('reason of attendance', 'reasons of attendance'))}"
    yield f"  {_count(done.people, ('person', 'people'))} without a name now"
    yield from _bullets(done.taken)
    yield "Not reached: backups and exported files."


def _count(number: int, words: tuple[str, str]) -> str:
    return f"{number} {words[0] if number == 1 else words[1]}"
