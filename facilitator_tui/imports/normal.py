"""The normal forms: what a file says, whatever program wrote it.

Values and their documented JSON shape. How a format is read stands in its translator; what becomes of the
values (matching people, journal entries) comes later and elsewhere.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class SpokenTurn(msgspec.Struct, frozen=True):
    """Somebody spoke for ``duration_ms`` from ``start_ms`` after the recording's zero.

    ``row`` is the line of the file it stands in, from 1. ``name`` is empty where the file names nobody.
    """

    name: str
    start_ms: int
    duration_ms: int
    row: int


class TurnsFile(msgspec.Struct, frozen=True):
    """Speaking turns in the order of the file. Turns may overlap, and are not joined.

    ``span_ms`` runs from the start of the first turn to the end of the last.
    """

    platform: str
    turns: tuple[SpokenTurn, ...]
    span_ms: int
    warnings: tuple[str, ...] = ()


class ReportedPerson(msgspec.Struct, frozen=True):
    """One name (with one e-mail, empty when there is none) that a platform saw.

    ``spells`` are the stretches of presence in milliseconds since 1970 (UTC), in order and without overlap;
    ``present_ms`` is their length together, or less where the report says that somebody was away in between
    and not when. A report that gives only minutes in total has no spells.
    """

    name: str
    email: str
    spells: tuple[tuple[int, int], ...]
    present_ms: int


class AttendanceFile(msgspec.Struct, frozen=True):
    """Who was there and when, in the order of the file.

    ``started_ms`` and ``ended_ms`` (milliseconds since 1970, UTC) are those of the meeting when the report
    states them, otherwise the first joining and the last leaving; None when the report has no times.
    ``day_order_is_open`` tells that somebody should be asked whether the day or the month stands first.
    """

    platform: str
    title: str
    started_ms: int | None
    ended_ms: int | None
    people: tuple[ReportedPerson, ...]
    warnings: tuple[str, ...] = ()
    day_order_is_open: bool = False


class ChatMessage(msgspec.Struct, frozen=True):
    """A message to everyone. ``at_ms`` counts as ``ChatFile.clock`` says, None in a chat without times.

    Private messages have no form here: they are left out while reading.
    """

    at_ms: int | None
    name: str
    to: str
    text: str


ChatClock = Literal["meeting", "day", "none"]
"""What zero is: the start of the meeting, midnight (local time) of its first day, or no times at all."""


class ChatFile(msgspec.Struct, frozen=True):
    """The messages to everyone; ``private_count`` says how many others were left out unread."""

    platform: str
    clock: ChatClock
    messages: tuple[ChatMessage, ...]
    private_count: int
    warnings: tuple[str, ...] = ()


class RosterPerson(msgspec.Struct, frozen=True):
    """Somebody on a roster. ``name`` is how they are shown; what the roster does not say is empty.

    ``email`` is in the case in which it stands there. ``languages`` (codes) and ``availability`` (slots) are set apart
    by commas. ``age`` is "minor" or "adult" on the day of reading: no birth date is kept. ``guardian_consent`` is "yes"
    or "no". ``course_role`` is debater, leader, trainee or auditor; ``status`` is enrolled or withdrew, and
    ``withdrawal_reason`` belongs to the latter. ``row`` is the line of the file, from 1.
    """

    name: str
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    institution: str = ""
    country: str = ""
    language_level: str = ""
    role: str = ""
    subgroup: str = ""
    consent: str = ""
    certificate_name: str = ""
    languages: str = ""
    availability: str = ""
    age: str = ""
    guardian_consent: str = ""
    course_role: str = ""
    status: str = ""
    withdrawal_reason: str = ""
    row: int = 0


class RosterColumn(msgspec.Struct, frozen=True):
    """A column of a roster: its label, and the field it was taken for, empty when for none."""

    label: str
    field: str = ""


class RosterProblem(msgspec.Struct, frozen=True):
    """What is wrong with a line of a roster, for the person who can correct it there."""

    line: int
    message: str


class RosterFile(msgspec.Struct, frozen=True):
    """The people of a roster in the order of the file, how its columns were taken, and what is wrong line by line.

    ``people`` are those who can be taken in; a line that says nobody's name is only in ``problems``. ``platform`` is
    the program that made the list, empty for a sheet made by hand; ``separator`` and ``encoding`` say how it was read.
    ``has_header`` is false for a list whose columns were guessed by what stands in them.
    """

    people: tuple[RosterPerson, ...]
    columns: tuple[RosterColumn, ...]
    problems: tuple[RosterProblem, ...] = ()
    warnings: tuple[str, ...] = ()
    platform: str = ""
    separator: str = ""
    encoding: str = ""
    has_header: bool = True


def not_taken(columns: tuple[RosterColumn, ...]) -> tuple[str, ...]:
    """The labels of the columns that were taken for no field."""
    return tuple(column.label for column in columns if column.label and not column.field)


NormalForm = TurnsFile | AttendanceFile | ChatFile | RosterFile


class Speaker(msgspec.Struct, frozen=True):
    """What one name adds up to: ``talk_ms`` is the sum of the turns, overlaps and all."""

    name: str
    talk_ms: int
    turns: int


def speakers(form: TurnsFile) -> tuple[Speaker, ...]:
    """Add up the turns of each name, in order of first appearance."""
    talk: dict[str, int] = {}
    count: dict[str, int] = {}
    for turn in form.turns:
        talk[turn.name] = talk.get(turn.name, 0) + turn.duration_ms
        count[turn.name] = count.get(turn.name, 0) + 1
    return tuple(Speaker(name, talk[name], count[name]) for name in talk)


def shape(form: NormalForm) -> dict[str, object]:
    """Give the documented JSON shape of a normal form: plain dicts, lists, texts and numbers."""
    if isinstance(form, TurnsFile):
        content = _turns_shape(form)
    elif isinstance(form, AttendanceFile):
        content = _attendance_shape(form)
    elif isinstance(form, RosterFile):
        content = _roster_shape(form)
    else:
        content = _chat_shape(form)
    return {**content, "warnings": list(form.warnings)}


def _turns_shape(form: TurnsFile) -> dict[str, object]:
    return {
        "kind": "turns",
        "platform": form.platform,
        "speakers": [
            {"name": each.name, "seconds": _seconds(each.talk_ms), "turns": each.turns}
            for each in speakers(form)
        ],
        "span_seconds": _seconds(form.span_ms),
    }


def _attendance_shape(form: AttendanceFile) -> dict[str, object]:
    return {
        "kind": "attendance",
        "platform": form.platform,
        "title": form.title,
        "started_ms": form.started_ms,
        "ended_ms": form.ended_ms,
        "people": [
            {
                "name": person.name,
                "email": person.email,
                "spells": [list(spell) for spell in person.spells],
                "seconds": _seconds(person.present_ms),
            }
            for person in form.people
        ],
    }


def _chat_shape(form: ChatFile) -> dict[str, object]:
    return {
        "kind": "chat",
        "platform": form.platform,
        "clock": form.clock,
        "messages": [msgspec.to_builtins(message) for message in form.messages],
        "private_count": form.private_count,
    }


def _roster_shape(form: RosterFile) -> dict[str, object]:
    return {
        "kind": "roster",
        "platform": form.platform,
        "separator": form.separator,
        "encoding": form.encoding,
        "people": [msgspec.to_builtins(person) for person in form.people],
        "problems": [msgspec.to_builtins(problem) for problem in form.problems],
        "columns": [msgspec.to_builtins(column) for column in form.columns],
        "not_taken": list(not_taken(form.columns)),
    }


def _seconds(milliseconds: int) -> int | float:
    """Give whole seconds as a whole number; others have exactly the milliseconds as decimals."""
    return milliseconds // 1000 if milliseconds % 1000 == 0 else milliseconds / 1000
