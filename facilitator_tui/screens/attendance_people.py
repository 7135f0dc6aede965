"""Who a guest is, and whose the platform's times are: the questions, and the commands that the answers become.

Nobody is made one with somebody else but by an answer given here, and every answer is a step that undo takes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Protocol

import msgspec

from facilitator_tui.actions import Keymap
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.log import SessionLog
from facilitator_tui.dialogue.presence import Stretch, union
from facilitator_tui.dialogue.resolve import reading
from facilitator_tui.plain import plain
from facilitator_tui.recorder import Recorder
from facilitator_tui.screens.attendance_port import AttendanceDesk, Doubt, Somebody
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.widgets.attendance_rows import all_of
from facilitator_tui.widgets.attendance_seen import AttendanceSeen
from facilitator_tui.widgets.person_pick import Candidate

A_GUEST, BY_NAME = "a guest", "by name"
"""Choices that are no person: somebody new, and somebody whose name is typed."""

Become = Callable[[str], str]
"""Makes it the person who was chosen; "" when that is done, else a sentence saying what is wrong."""


class Decider(Protocol):
    """What is asked of the screen. Answers are "" when all is well, else a sentence saying what is wrong."""

    def correct(self, *commands: c.Command) -> str:
        """Record these as one step of undo, and say what was done; or give why it was not."""

    def ask(self, question: str, value: str, answer: Callable[[str], str]) -> None: ...

    def pick(self, question: str, offered: Sequence[Candidate], choice: Callable[[str], None]) -> None: ...

    def say(self, text: str, *, wrong: bool = False) -> None: ...


class WhoIsWho:
    """Asks for one person of a session at a time."""

    def __init__(self, screen: Decider, recorder: Recorder, desk: AttendanceDesk, keys: Keymap) -> None:
        self._screen, self._recorder, self._desk, self._keys = screen, recorder, desk, keys

    def ask(self, person: str, seen: AttendanceSeen, doubt: Doubt | None) -> None:
        """Ask who this guest is; of somebody known, whose the times are that a report gives them."""
        try:
            if person in seen.guests:
                question = f"Who is {seen.name(person)}?"
                self._ask(question, person, seen, doubt, partial(self._identify, person))
            else:
                self._ask_which(person, seen, matches_of(self._recorder.log, person))
        except DeskProblem as problem:
            self._screen.say(str(problem), wrong=True)

    def _ask_which(self, person: str, seen: AttendanceSeen, matches: Sequence[Matched]) -> None:
        """Which of several matches was wrong; a single one is meant by itself."""
        if len(matches) == 1:
            self._ask_whose(person, seen, matches[0])
            return
        names = self._desk.names([each.guest for each in matches if each.guest])
        offered = [
            Candidate(str(place), _how(each, seen, names), (str(place),))
            for place, each in enumerate(matches, start=1)
        ]

        def chosen(place: str) -> None:
            try:
                self._ask_whose(person, seen, matches[int(place) - 1])
            except DeskProblem as problem:
                self._screen.say(str(problem), wrong=True)

        self._screen.pick(f"Which times are not those of {seen.name(person)}?", offered, chosen)

    def _ask_whose(self, person: str, seen: AttendanceSeen, found: Matched) -> None:
        question = f"Whose are the platform's times of {seen.name(person)}?"
        self._ask(question, person, seen, None, partial(self._give_times, found))

    def _ask(
        self, question: str, person: str, seen: AttendanceSeen, doubt: Doubt | None, become: Become
    ) -> None:
        members = self._desk.members(self._recorder.session)
        offered = candidates(self._recorder.log, person, seen, members, doubt, self._keys_of_people())
        offered.append(Candidate(BY_NAME, "somebody else: type the name"))
        if person not in seen.guests:
            offered.append(Candidate(A_GUEST, "somebody new: a guest"))
        self._screen.pick(question, offered, partial(self._picked, become))

    def _keys_of_people(self) -> Mapping[str, tuple[str, ...]]:
        """The keys that people have in the live session."""
        keys: dict[str, tuple[str, ...]] = {}
        for key, seat in self._keys.seats.items():
            person = self._recorder.state.at_number(seat)
            if person is not None:
                keys[person.id] = (*keys.get(person.id, ()), key)
        return keys

    def _picked(self, become: Become, chosen: str) -> None:
        if chosen == BY_NAME:
            self._screen.ask("The whole name:", "", partial(self._named, become, self._desk.called))
        elif chosen == A_GUEST:
            self._screen.ask("Name of the guest:", "", partial(self._named, become, self._desk.add_guest))
        elif wrong := become(chosen):
            self._screen.say(wrong, wrong=True)

    def _named(self, become: Become, find: Callable[[str], str], typed: str) -> str:
        name = plain(typed)
        if not name:
            return "Type a name, or leave it with Esc."
        try:
            return become(find(name))
        except DeskProblem as problem:
            return str(problem)

    def _identify(self, guest: str, person: str) -> str:
        return self._screen.correct(c.Identify(guest, person))

    def _give_times(self, found: Matched, to: str) -> str:
        """These times were another's."""
        if found.guest:
            return self._screen.correct(c.Identify(found.guest, to))
        commands: list[c.Command] = []
        if to not in self._recorder.state.people:
            commands.append(c.TakeSeat(e.Seat(to, 0)))
        commands += [c.Reassign(entry, to) for entry in found.entries]
        return self._screen.correct(*commands)


# --- who can be chosen


def candidates(
    log: SessionLog,
    person: str,
    seen: AttendanceSeen,
    members: Iterable[Somebody],
    doubt: Doubt | None,
    keys: Mapping[str, tuple[str, ...]],
) -> list[Candidate]:
    """Who this person, or the platform's times of this person, may be: the likeliest first, other guests last.

    ``keys`` are the keys that people have in the live session.
    """
    likely = [(each.person, f"{each.name} – {each.why}") for each in (doubt.candidates if doubt else ())]
    seated = [each.id for each in log.state.seated() if each.id not in seen.nameless]
    of_group = [(each, seen.name(each)) for each in seated if each not in seen.guests]
    guests = [(each, f"{seen.name(each)} (guest)") for each in seated if each in seen.guests]
    offered: dict[str, str] = {}
    for who, name in (*likely, *of_group, *((each.person, each.name) for each in members), *guests):
        offered.setdefault(who, name)
    offered.pop(person, None)
    return [Candidate(who, name, keys.get(who, ())) for who, name in offered.items()]


# --- how times came to be somebody's


class Matched(msgspec.Struct, frozen=True):
    """Some of the platform's times of a person.

    They are the person's because ``guest`` was said to be the person, or (``guest`` is empty) because the name was
    found in the report ``source``. ``entries`` are the stays, ``stretches`` when they were.
    """

    source: str
    guest: str
    entries: tuple[str, ...]
    stretches: tuple[Stretch, ...]


def matches_of(log: SessionLog, person: str) -> list[Matched]:
    """The platform's times that count for this person, by how they came to be this person's."""
    read = reading(log.entries)
    found: dict[tuple[str, str], list[tuple[str, Stretch]]] = {}
    for entry in log.entries.values():
        counts = read.effective(entry) if isinstance(entry.fact, e.Stayed) else None
        if counts is None or not isinstance(counts.fact, e.Stayed) or counts.fact.person != person:
            continue
        named = _names(entry, read.amends.get(entry.id, ()))
        by = (entry.source, "") if named == person else ("", named)
        stay = (counts.at_ms, counts.at_ms + counts.fact.ms)
        found.setdefault(by, []).append((entry.id, stay))
    return [
        Matched(source, guest, tuple(entry for entry, _ in stays), tuple(stay for _, stay in stays))
        for (source, guest), stays in found.items()
    ]


def _names(entry: e.Entry, amends: Iterable[e.Amend]) -> str:
    """Whom the entry itself names, before any guest was said to be somebody."""
    named = [each.person for each in amends if each.person is not None]
    return named[-1] if named else str(getattr(entry.fact, "person", ""))


def _how(found: Matched, seen: AttendanceSeen, names: Mapping[str, str]) -> str:
    times = all_of(union(found.stretches), seen.zone)
    if found.guest:
        return f"as “{names.get(found.guest) or 'a guest'}”: {times}"
    report = next((each.platform for each in seen.reports if each.source == found.source), "a report")
    return f"found by name or address in {report}: {times}"
