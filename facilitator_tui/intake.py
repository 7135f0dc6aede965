"""Takes what a file says into the store: the session it goes to, the people it names, the entries it becomes.

How a file is read is in ``imports``; the command line and the app take it in through here.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from facilitator_tui.dialogue.ids import derived_id
from facilitator_tui.dialogue.journal import Clock
from facilitator_tui.dialogue.log import SessionLog
from facilitator_tui.dialogue.resolve import voided
from facilitator_tui.imports import entries as translate
from facilitator_tui.imports.normal import AttendanceFile, TurnsFile
from facilitator_tui.opening import recorder_for
from facilitator_tui.recorder import NotSaved
from facilitator_tui.store.derived import rebuild
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import writing
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import SessionRow, Sessions


class Wish(msgspec.Struct, frozen=True):
    """What somebody wants taken in. ``session`` None: where the file went before, else a new session.

    ``start_ms`` is when the recording began, None when nobody said; ``guess_ms`` is taken then, unless the session
    knows better. ``title`` and ``zone`` are those of a new session.
    """

    form: TurnsFile | AttendanceFile
    source: str
    title: str
    author: str
    guess_ms: int
    zone: str = "UTC"
    session: str | None = None
    start_ms: int | None = None


class Intake(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken in, or would be.

    ``new`` and ``known`` count journal entries. ``unknown`` names became guests; ``doubtful`` ones did because
    several people of the session have that name. ``zero_ms`` is the beginning that was reckoned from.
    """

    session: str
    title: str
    created: bool
    source: str
    zero_ms: int
    new: int
    known: int
    matched: tuple[str, ...]
    doubtful: tuple[str, ...]
    unknown: tuple[str, ...]
    warnings: tuple[str, ...]


def source_of(form: TurnsFile | AttendanceFile, file: Path) -> str:
    """The source that entries from this file have. Raises ``OSError``."""
    return translate.source_of(form.platform, file)


def take_in(store: Store, wish: Wish, clock: Clock) -> Intake:
    """Write it. The same file adds nothing the second time. Raises ``StoreProblem``."""
    row, created = _session(store, wish, clock.now_ms())
    if created:
        Sessions(store).create(row.title, row.created_ms, zone=row.zone, session_id=row.id)
    recorder = recorder_for(store, row.id, clock, wish.author, source="line")
    made, zero_ms = _translated(store, row, recorder.log, wish, recorder.logged_ms())
    summary = _summary(row, created, zero_ms, recorder.log, made, wish)
    with writing(store):
        for guest, name in made.guests.items():
            People(store).add(name, clock.now_ms(), person_id=guest)
    outcome = recorder.take(made.entries)
    if isinstance(outcome, NotSaved):
        raise StoreProblem(f"Nothing was taken in: {outcome.reason}")
    rebuild(store, row.id)
    return summary


def preview(store: Store, wish: Wish, clock: Clock) -> Intake:
    """What ``take_in`` would do, without writing anything. Raises ``StoreProblem``."""
    row, created = _session(store, wish, clock.now_ms())
    log = SessionLog(() if created else store.journal(row.id).read())
    made, zero_ms = _translated(store, row, log, wish, clock.now_ms())
    return _summary(row, created, zero_ms, log, made, wish)


def _session(store: Store, wish: Wish, now_ms: int) -> tuple[SessionRow, bool]:
    """The session it goes to, and whether that is yet to be made."""
    sessions = Sessions(store)
    if wish.session is not None:
        return sessions.find(wish.session), False
    for before in sessions.with_source(wish.source):
        return sessions.get(before), False
    new = derived_id(_beginning(wish), "session", wish.source)
    # Made before, when the program was stopped between making the session and filling it.
    kept = next((row for row in sessions.all() if row.id == new), None)
    row = kept or SessionRow(new, "", "", wish.title, "", None, "", None, wish.zone, now_ms)
    return row, kept is None


def _beginning(wish: Wish) -> int:
    stated = wish.form.started_ms if isinstance(wish.form, AttendanceFile) else None
    return next(ms for ms in (wish.start_ms, stated, wish.guess_ms) if ms is not None)


def _translated(
    store: Store, row: SessionRow, log: SessionLog, wish: Wish, logged_ms: int
) -> tuple[translate.Translation, int]:
    state = log.state
    seats = Sessions(store).seats_for(row.subgroup, row.at_ms) if row.subgroup else ()
    people = list(state.people) or [seat.person for seat in seats]
    rows = [People(store).get(person) for person in people]
    known = next((ms for ms in (wish.start_ms, state.opened_ms, row.planned_ms) if ms is not None), None)
    target = translate.Target(
        session=row.id,
        created_ms=row.created_ms,
        zero_ms=_beginning(wish) if known is None else known,
        author=wish.author,
        logged_ms=logged_ms,
        names={person.id: person.name for person in rows},
        emails={person.id: person.email for person in rows},
        seats=seats,
        begun=state.opened_ms is not None,
    )
    form = wish.form
    made = (
        translate.turns(form, wish.source, target)
        if isinstance(form, TurnsFile)
        else translate.stays(form, wish.source, target)
    )
    return made, target.zero_ms


def _summary(
    row: SessionRow, created: bool, zero_ms: int, log: SessionLog, made: translate.Translation, wish: Wish
) -> Intake:
    known = [entry.id for entry in made.entries if entry.id in log.entries]
    warnings = wish.form.warnings
    if known and voided(log.entries).intersection(known):
        warnings += ("This file was taken back in the review and does not count until that is undone there.",)
    return Intake(
        session=row.id,
        title=row.title,
        created=created,
        source=wish.source,
        zero_ms=zero_ms,
        new=len(made.entries) - len(known),
        known=len(known),
        matched=made.matched,
        doubtful=made.doubtful,
        unknown=tuple(name for name in made.guests.values() if name not in made.doubtful),
        warnings=warnings,
    )
