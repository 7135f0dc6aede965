"""Translates what a file says into journal entries of one session, so that importing again adds nothing.

The ids of the entries come from the session, the file's content and the row, never from who somebody is taken for;
the people from the names in the file. Pure: what is in the store is handed in, and what comes out is written
elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.ids import derived_id
from facilitator_tui.imports.matching import Known, Match, Reported, match
from facilitator_tui.imports.normal import AttendanceFile, ReportedPerson, TurnsFile

UNNAMED = "Unknown speaker"
"""What somebody is called whom the file does not name."""

SEATS = 20


class Target(msgspec.Struct, frozen=True):
    """Where the entries go. ``known`` are the session's people, and guests of earlier files among them.

    ``zero_ms`` is when the recording's clock stood at zero. ``created_ms`` never changes for a session. ``said``
    tells who a reported name is, by that name; ``identified`` who a guest turned out to be, by the guest.
    """

    session: str
    created_ms: int
    zero_ms: int
    author: str
    logged_ms: int
    known: tuple[Known, ...]
    said: Mapping[str, str] = {}
    identified: Mapping[str, str] = {}
    seats: tuple[e.Seat, ...] = ()
    begun: bool = True


class Translation(msgspec.Struct, frozen=True):
    """What a file becomes.

    ``matched`` are names that are one of the session's people; ``guests`` (name by the person's new id) are
    those that are not. ``doubtful`` of them (by the same id) may be somebody known. ``were_guests`` gives, for
    those matched, the guest that an earlier import may have made of them, and who that is.
    """

    entries: tuple[e.Entry, ...]
    matched: tuple[str, ...]
    guests: dict[str, str]
    doubtful: dict[str, Match]
    were_guests: dict[str, str]


def said_key(name: str) -> str:
    """The form in which ``Target.said`` has a reported name: capitals and blanks do not matter."""
    return _key(name)


def source_of(platform: str, path: Path) -> str:
    """The source of everything that comes from this file: the same content has the same source. OSError."""
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return f"import:{platform}:{digest.hexdigest()[:12]}"


def turns(form: TurnsFile, source: str, target: Target) -> Translation:
    """Each turn as a ``Spoke`` entry at its place after the recording's zero."""
    people = _People(target, (Reported(turn.name or UNNAMED) for turn in form.turns))
    rows: dict[int, int] = {}
    made = []
    for turn in form.turns:
        rows[turn.row] = rows.get(turn.row, 0) + 1
        parts = ("spoke", str(turn.row), str(rows[turn.row]))
        fact = e.Spoke(people.who(turn.name), turn.duration_ms)
        made.append(_entry(target, source, turn.start_ms, target.zero_ms + turn.start_ms, parts, fact))
    ends = [entry.at_ms + entry.fact.ms for entry in made if isinstance(entry.fact, e.Spoke)]
    frame = _frame(target, source, people, target.zero_ms, max(ends, default=target.zero_ms))
    return people.translation((*frame, *made))


def stays(form: AttendanceFile, source: str, target: Target) -> Translation:
    """Each stretch of presence as a ``Stayed`` entry.

    A report of minutes in total is entered as one stretch from the meeting's beginning.
    """
    people = _People(target, (Reported(each.name or UNNAMED, each.email) for each in form.people))
    begin = target.zero_ms if form.started_ms is None else form.started_ms
    made = []
    for person in form.people:
        who = people.who(person.name, person.email)
        for start, end in person.spells or _total(person, begin):
            parts = ("stayed", person.name, person.email, str(start if person.spells else "total"))
            made.append(_entry(target, source, 0, start, parts, e.Stayed(who, end - start)))
    ends = [entry.at_ms + entry.fact.ms for entry in made if isinstance(entry.fact, e.Stayed)]
    last = max(ends, default=begin) if form.ended_ms is None else form.ended_ms
    return people.translation((*_frame(target, source, people, begin, last), *made))


def _total(person: ReportedPerson, begin: int) -> Sequence[tuple[int, int]]:
    return ((begin, begin + person.present_ms),) if person.present_ms else ()


def _entry(
    target: Target, source: str, id_ms: int, at_ms: int, parts: Iterable[str], fact: e.Fact
) -> e.Entry:
    # Not the time of day: who imports the file again with another beginning must not get it twice.
    entry_id = derived_id(id_ms, target.session, source, *parts)
    return e.Entry(entry_id, target.session, at_ms, target.logged_ms, target.author, source, fact)


def _frame(target: Target, source: str, people: _People, begin: int, end: int) -> tuple[e.Entry, ...]:
    """Beginning and end of a session that nobody recorded live."""
    if target.begun:
        return ()
    opened = _entry(target, source, 0, begin, ("opened",), e.Opened(seats=people.seats()))
    return (opened, _entry(target, source, 0, end, ("closed",), e.Closed()))


class _People:
    """Finds the session's people by what a file calls them, and makes guests of the others."""

    def __init__(self, target: Target, reported: Iterable[Reported]) -> None:
        self._target = target
        everybody = tuple(dict.fromkeys(reported))
        # Who is a guest because of this very name is no answer to the question who that is.
        own = {self._guest(each) for each in everybody}
        self._there = {each.person: each for each in target.known if each.name}
        others = [each for each in self._there.values() if each.person not in own]
        self._matches = dict(zip(everybody, match(everybody, others), strict=True))
        self._matched: dict[str, None] = {}
        self._guests: dict[str, str] = {}
        self._doubtful: dict[str, Match] = {}
        self._were_guests: dict[str, str] = {}

    def who(self, name: str, email: str = "") -> str:
        reported = Reported(name or UNNAMED, email)
        guest, found = self._guest(reported), self._matches[reported]
        person = self._target.said.get(_key(reported.name)) or found.person
        if person:
            self._matched[reported.name] = None
            self._were_guests[guest] = person
            return person
        if guest in self._target.identified:
            self._matched[reported.name] = None
            return guest
        if found.certainty == "doubtful":
            self._doubtful.setdefault(guest, found)
        elif guest in self._there:
            self._matched[reported.name] = None
            return guest
        self._guests.setdefault(guest, reported.name)  # the first spelling
        return guest

    def _guest(self, reported: Reported) -> str:
        parts = (self._target.session, _key(reported.name), _key(reported.email))
        return derived_id(self._target.created_ms, "guest", *parts)

    def seats(self) -> tuple[e.Seat, ...]:
        """The seats of the session with the guests on the free ones."""
        seats = self._target.seats
        taken = {seat.number for seat in seats}
        free = [number for number in range(1, SEATS + 1) if number not in taken]
        numbers = free + [0] * len(self._guests)
        return seats + tuple(
            e.Seat(guest, number) for guest, number in zip(self._guests, numbers, strict=False)
        )

    def translation(self, entries: tuple[e.Entry, ...]) -> Translation:
        return Translation(
            entries, tuple(self._matched), dict(self._guests), dict(self._doubtful), dict(self._were_guests)
        )


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
