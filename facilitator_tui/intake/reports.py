"""Takes what a file says into the store: the session it goes to, the people it names, the entries it becomes.

How a file is read is in ``imports``; the command line and the app take it in through here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.ids import derived_id
from facilitator_tui.dialogue.journal import Clock
from facilitator_tui.dialogue.log import SessionLog
from facilitator_tui.dialogue.resolve import reading, voided
from facilitator_tui.imports import entries as translate
from facilitator_tui.imports.matching import Known
from facilitator_tui.imports.normal import AttendanceFile, TurnsFile
from facilitator_tui.opening import recorder_for
from facilitator_tui.plain import plain
from facilitator_tui.recorder import Done, NotSaved
from facilitator_tui.store.derived import rebuild
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import writing
from facilitator_tui.store.people import People, PersonRow
from facilitator_tui.store.sessions import SessionRow, Sessions
from facilitator_tui.zones import wall_clock, zone_or_utc


class Wish(msgspec.Struct, frozen=True):
    """What somebody wants taken in. ``session`` None: where the file went before, else a new session.

    ``start_ms`` is when the recording began, None when nobody said; ``guess_ms`` is taken then, unless the session
    knows better. ``title`` and ``zone`` are those of a new session. ``same`` says who names in the file are: pairs
    of the reported name and a seat's number or a person's name. ``file`` is what the file is called; it is kept beside
    the journal, so that people know it again.
    """

    form: TurnsFile | AttendanceFile
    source: str
    title: str
    author: str
    guess_ms: int
    zone: str = "UTC"
    session: str | None = None
    start_ms: int | None = None
    same: tuple[tuple[str, str], ...] = ()
    file: str = ""


class Likely(msgspec.Struct, frozen=True):
    """Somebody of the session who may be meant. ``seat`` is 0 without one."""

    person: str
    name: str
    seat: int
    why: str


class Question(msgspec.Struct, frozen=True):
    """A name in the file that may be somebody known; the likeliest stand first."""

    name: str
    email: str
    why: str
    candidates: tuple[Likely, ...]


class Intake(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken in, or would be.

    ``new`` and ``known`` count journal entries that come from the file. ``unknown`` names became guests, and so did
    ``doubtful`` ones, about which ``questions`` says more. ``identified`` are names whose guests of an earlier import
    turned out to be somebody known. ``zero_ms`` is the beginning that was reckoned from. ``elsewhere``: everything in
    the report lies so far from the session that it is probably of another meeting.
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
    questions: tuple[Question, ...]
    identified: tuple[str, ...]
    unknown: tuple[str, ...]
    warnings: tuple[str, ...]
    elsewhere: bool = False


def source_of(form: TurnsFile | AttendanceFile, file: Path) -> str:
    """The source that entries from this file have. Raises ``OSError``."""
    return translate.source_of(form.platform, file)


def take_in(store: Store, wish: Wish, clock: Clock) -> Intake:
    """Write it. The same file adds nothing the second time. Raises ``StoreProblem``."""
    row, created = _session(store, wish, clock.now_ms())
    _people_of(store, row, SessionLog(() if created else store.journal(row.id).read()), wish)
    if created:
        Sessions(store).create(row.title, row.created_ms, zone=row.zone, session_id=row.id)
    recorder = recorder_for(store, row.id, clock, wish.author, source="line")
    there = _people_of(store, row, recorder.log, wish)
    made, zero_ms = _translated(there, row, recorder.log, wish, recorder.logged_ms())
    summary = _summary(row, created, zero_ms, recorder.log, there, made, wish)
    found = _identified(recorder.log, there, made)
    with writing(store):
        for guest, name in _guests(recorder.log, made).items():
            People(store).add(name, clock.now_ms(), person_id=guest)
        for name, _ in wish.same:
            person = there.said[translate.said_key(name)]
            People(store).learn_alias(person, name, not_these=there.rows)
    named = {made.entries[0].id: wish.file} if made.entries and wish.file else {}
    outcome = recorder.take(made.entries, named)
    if isinstance(outcome, NotSaved):
        raise StoreProblem(f"Nothing was taken in: {outcome.reason}")
    for guest, person in found.items():
        outcome = recorder.do(c.Identify(guest, person))
        if not isinstance(outcome, Done):
            raise StoreProblem(
                f"The file was taken in, but a guest could not be given a name: {outcome.reason}"
            )
    rebuild(store, row.id)
    return summary


def preview(store: Store, wish: Wish, clock: Clock) -> Intake:
    """What ``take_in`` would do, without writing anything. Raises ``StoreProblem``."""
    row, created = _session(store, wish, clock.now_ms())
    log = SessionLog(() if created else store.journal(row.id).read())
    there = _people_of(store, row, log, wish)
    made, zero_ms = _translated(there, row, log, wish, clock.now_ms())
    return _summary(row, created, zero_ms, log, there, made, wish)


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


class _There(msgspec.Struct, frozen=True):
    """The session's people: what is known of each, their seats, and who somebody said that names are.

    ``names`` has the names of those who were said to be somebody from outside the session, too.
    """

    rows: dict[str, PersonRow]
    names: dict[str, str]
    seats: tuple[e.Seat, ...]
    numbers: dict[str, int]
    aliases: Mapping[str, tuple[str, ...]]
    said: dict[str, str]


def _people_of(store: Store, row: SessionRow, log: SessionLog, wish: Wish) -> _There:
    state, people = log.state, People(store)
    seats = Sessions(store).seats_for(row.subgroup, row.at_ms) if row.subgroup else ()
    numbers = {person.id: person.number for person in state.people.values()}
    numbers = numbers or {seat.person: seat.number for seat in seats}
    rows = {person: people.get(person) for person in numbers}
    said = {}
    for name, whom in wish.same:
        if translate.said_key(name) not in _names(wish.form):
            raise StoreProblem(
                f"Nobody in the file is called “{plain(name)}”. Write the name as it stands there."
            )
        said[translate.said_key(name)] = _whom(people, whom, rows, numbers)
    names = people.names({*rows, *said.values()})
    return _There(rows, names, seats, numbers, people.aliases(), said)


def _names(form: TurnsFile | AttendanceFile) -> set[str]:
    everybody = form.turns if isinstance(form, TurnsFile) else form.people
    return {translate.said_key(each.name or translate.UNNAMED) for each in everybody}


def _whom(people: People, text: str, rows: Mapping[str, PersonRow], numbers: Mapping[str, int]) -> str:
    """The person with that seat in the session, or that name or id there, or else anywhere."""
    if text.isdecimal() and text.isascii():
        found = [person for person, number in numbers.items() if number and str(number) == text.lstrip("0")]
    else:
        found = _called(text, rows.values()) or _called(text, people.all())
    if len(found) == 1:
        return found[0]
    if found:
        raise StoreProblem(
            f"{len(found)} people are called “{plain(text)}”; name the seat's number or the id."
        )
    raise StoreProblem(f"There is nobody “{plain(text)}”; name a seat's number or a person's whole name.")


def _called(text: str, rows: Iterable[PersonRow]) -> list[str]:
    key = translate.said_key(text)
    return [row.id for row in rows if row.id == text or (row.name and translate.said_key(row.name) == key)]


def _identified(log: SessionLog, there: _There, made: translate.Translation) -> dict[str, str]:
    """The guests of earlier imports who are known now, and who they are.

    What was taken back in the review is not decided again, unless somebody says so.
    """
    alias = reading(log.entries).alias
    facts = [entry.fact for entry in log.entries.values()]
    before = {(fact.person, fact.same_as) for fact in facts if isinstance(fact, e.Same)}
    mentioned = {person for fact in facts for person in _mentioned(fact)}
    said = set(there.said.values())
    return {
        guest: person
        for guest, person in made.were_guests.items()
        if guest in mentioned
        and guest != person
        and alias.get(guest) != person
        and ((guest, person) not in before or person in said)
    }


def _mentioned(fact: e.Fact) -> Iterator[str]:
    if isinstance(fact, e.Opened):
        yield from (seat.person for seat in fact.seats)
    elif isinstance(fact, e.Seated):
        yield fact.seat.person
    else:
        yield getattr(fact, "person", "")


def _translated(
    there: _There, row: SessionRow, log: SessionLog, wish: Wish, logged_ms: int
) -> tuple[translate.Translation, int]:
    state = log.state
    known = next((ms for ms in (wish.start_ms, state.opened_ms, row.planned_ms) if ms is not None), None)
    target = translate.Target(
        session=row.id,
        created_ms=row.created_ms,
        zero_ms=_beginning(wish) if known is None else known,
        author=wish.author,
        logged_ms=logged_ms,
        known=tuple(_known(person, there.aliases) for person in there.rows.values()),
        said=there.said,
        identified=reading(log.entries).alias,
        seats=there.seats,
        begun=state.opened_ms is not None,
    )
    form = wish.form
    made = (
        translate.turns(form, wish.source, target)
        if isinstance(form, TurnsFile)
        else translate.stays(form, wish.source, target)
    )
    return made, target.zero_ms


def _known(row: PersonRow, aliases: Mapping[str, tuple[str, ...]]) -> Known:
    emails = (row.email,) if row.email else ()
    return Known(row.id, row.name, row.given_name, row.family_name, emails, aliases.get(row.id, ()))


def _guests(log: SessionLog, made: translate.Translation) -> dict[str, str]:
    """The guests that are in the journal, or come into it: not those whom an earlier answer made somebody else."""
    fresh = (entry for entry in made.entries if entry.id not in log.entries)
    facts = (entry.fact for entry in (*log.entries.values(), *fresh))
    there = {person for fact in facts for person in _mentioned(fact)}
    return {guest: name for guest, name in made.guests.items() if guest in there}


def _questions(there: _There, made: translate.Translation, guests: Mapping[str, str]) -> Iterator[Question]:
    for each in (found for guest, found in made.doubtful.items() if guest in guests):
        candidates = tuple(
            Likely(who.person, there.names[who.person], there.numbers[who.person], who.why)
            for who in each.candidates
        )
        yield Question(each.reported.name, each.reported.email, each.why, candidates)


def _summary(
    row: SessionRow,
    created: bool,
    zero_ms: int,
    log: SessionLog,
    there: _There,
    made: translate.Translation,
    wish: Wish,
) -> Intake:
    guests = _guests(log, made)
    questions = tuple(_questions(there, made, guests))
    doubtful = tuple(dict.fromkeys(question.name for question in questions))
    found = _identified(log, there, made)
    known = [entry.id for entry in made.entries if entry.id in log.entries]
    warnings = wish.form.warnings
    where: Place = "within"
    if isinstance(wish.form, AttendanceFile) and not created:
        where = _place(row, wish.form)
        warnings = (*_doubts(row, wish.form, where), *warnings)
        if guests and not made.matched and not questions and any(there.names.values()):
            warnings += ("Nobody in it is known in this session: everybody would be a guest.",)
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
        doubtful=doubtful,
        questions=questions,
        identified=tuple(there.names[person] for person in dict.fromkeys(found.values())),
        unknown=tuple(name for name in guests.values() if name not in doubtful),
        warnings=warnings,
        elsewhere=where == "elsewhere",
    )


# --- whether a report is of this meeting

Place = Literal["within", "beside", "elsewhere"]
"""Where a report's times lie: in the session's, on its day before or after it, or further away."""

_FAR_MS = 6 * 3_600_000
"""A report that lies further than this from the session is of another one, or its zone is wrong."""


def _place(row: SessionRow, form: AttendanceFile) -> Place:
    """A report of minutes in total is compared by when its meeting began and ended; without times it fits anywhere."""
    spans = [spell for person in form.people for spell in person.spells]
    if not spans and form.started_ms is not None:
        spans = [(form.started_ms, form.started_ms if form.ended_ms is None else form.ended_ms)]
    ends = row.at_ms if row.closed_ms is None else row.closed_ms
    if not spans or any(start <= ends and end >= row.at_ms for start, end in spans):
        return "within"
    near = any(start < ends + _FAR_MS and end > row.at_ms - _FAR_MS for start, end in spans)
    return "beside" if near else "elsewhere"


def _doubts(row: SessionRow, form: AttendanceFile, where: Place) -> Iterator[str]:
    if where == "beside":
        yield f"All its times lie before or after this session; they were read as times of {row.zone}."
    elif where == "elsewhere" and form.started_ms is not None:
        zone = zone_or_utc(row.zone)
        report, session = (f"{wall_clock(ms, zone):%Y-%m-%d %H:%M}" for ms in (form.started_ms, row.at_ms))
        yield f"It begins {report}, the session {session} ({row.zone}): is it the right meeting?"
