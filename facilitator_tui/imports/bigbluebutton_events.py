"""Reads ``events.xml`` of a BigBlueButton recording: joining and leaving on each device, and who talked when.

The file is parsed as a stream by the standard library's expat, and refused when it declares a document type:
without declarations there are no entities that could grow or reach for other files.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

import msgspec

from facilitator_tui.imports.attendance import put_together
from facilitator_tui.imports.bigbluebutton import PLATFORM, Accounts
from facilitator_tui.imports.normal import AttendanceFile, SpokenTurn, TurnsFile
from facilitator_tui.imports.options import ReadOptions
from facilitator_tui.imports.problems import CannotOpen, Damaged, ImportProblem
from facilitator_tui.imports.source import Source
from facilitator_tui.imports.wording import counted
from facilitator_tui.plain import plain

LARGEST_BYTES: int | None = 500_000_000

_CHUNK_BYTES = 1 << 16
_LONGEST_VALUE = 10_000
_EXPORT_AGAIN = "get the recording's events.xml again"

_WANTED = (
    "userId",
    "externalUserId",
    "name",
    "participant",
    "callername",
    "talking",
    "timestampUTC",
)


class _Event(msgspec.Struct):
    """One event: its name, when it was on the recording's clock, its line, and the values that matter here."""

    kind: str
    clock_ms: int
    line: int
    values: dict[str, str] = {}


class _Person(msgspec.Struct):
    account: str
    name: str


class _Meeting(msgspec.Struct):
    """What the events say so far. Times are on the recording's clock, which starts anywhere."""

    title: str = ""
    began_utc_ms: int = 0
    first_ms: int | None = None
    last_ms: int = 0
    people: dict[str, _Person] = {}
    there: dict[str, int] = {}
    stays: list[tuple[str, int, int]] = []
    open_stays: int = 0
    talking: dict[str, tuple[int, int]] = {}
    turns: list[tuple[str, int, int, int]] = []
    utc_offset: int | None = None


def recognises(head: str) -> bool:
    """Tell whether a file begins like the events of a recording."""
    return "<recording" in head[:2000] and "eventname=" in head


def read(source: Source, options: ReadOptions) -> AttendanceFile | TurnsFile:
    """Translate a recording's events into who was there, or into turns when ``options`` want those.

    A turn's zero is the beginning of the meeting. A joining without a leaving lasts until the same device joins
    again or the meeting ends. Raises Damaged for XML that is cut off before anybody joins, that declares
    entities, or that has nobody.
    """
    meeting = _Meeting()
    warnings = [*source.warnings, *_parsed(source, meeting)]
    _close(meeting)
    if options.wanted == "turns":
        return _turns(source, meeting, warnings)
    return _attendance(source, meeting, warnings)


def _parsed(source: Source, meeting: _Meeting) -> list[str]:
    """Send the file through the parser; say so when it ends too early."""
    parser = expat.ParserCreate()
    reader = _Reader(source, parser, lambda event: _take(meeting, event), meeting)
    try:
        with source.path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        if not meeting.people:
            what = f"the XML is cut off or damaged ({expat.ErrorString(error.code)})"
            raise Damaged(source.name, what, _EXPORT_AGAIN, error.lineno) from error
        return [f"Line {error.lineno}: the file is cut off or damaged there; it was read as far as it goes."]
    except OSError as error:
        raise CannotOpen(source.name, "the file cannot be read", "copy it elsewhere and try again") from error
    finally:
        reader.let_go()
    return []


class _Reader:
    """Puts together events out of what the parser calls: elements, attributes and pieces of text."""

    def __init__(
        self,
        source: Source,
        parser: expat.XMLParserType,
        take: Callable[[_Event], None],
        meeting: _Meeting,
    ) -> None:
        self._source = source
        self._parser = parser
        self._take = take
        self._meeting = meeting
        self._event: _Event | None = None
        self._field = ""
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.CharacterDataHandler = self._text
        parser.EndElementHandler = self._end

    def let_go(self) -> None:
        """Undo the circle of references between parser and reader."""
        self._parser.StartDoctypeDeclHandler = None
        self._parser.StartElementHandler = None
        self._parser.CharacterDataHandler = None
        self._parser.EndElementHandler = None

    def _refuse(self, *declared: object) -> None:
        what = "the XML declares a document type, which no recording does, so it was not read"
        raise self._problem(what)

    def _problem(self, what: str) -> ImportProblem:
        return Damaged(self._source.name, what, _EXPORT_AGAIN, self._parser.CurrentLineNumber)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "event":
            clock = attributes.get("timestamp", "")
            if clock.isascii() and clock.isdigit() and len(clock) < 16:
                kind = attributes.get("eventname", "")
                self._event = _Event(kind, int(clock), self._parser.CurrentLineNumber)
        elif self._event is not None:
            self._field = name if name in _WANTED else ""
        elif name == "metadata":
            self._meeting.title = plain(attributes.get("meetingName", ""))
        elif name in ("meeting", "recording"):
            _take_beginning(self._meeting, attributes)

    def _text(self, text: str) -> None:
        if self._event is not None and self._field:
            before = self._event.values.get(self._field, "")
            self._event.values[self._field] = (before + text)[:_LONGEST_VALUE]

    def _end(self, name: str) -> None:
        self._field = ""
        if name == "event" and self._event is not None:
            self._take(self._event)
            self._event = None


def _take_beginning(meeting: _Meeting, attributes: dict[str, str]) -> None:
    """Take when the meeting was made out of its id, which ends in milliseconds since 1970."""
    meeting.title = meeting.title or plain(attributes.get("name", ""))
    for attribute in ("id", "meeting_id"):
        match = re.fullmatch(r".*-(\d{13})", attributes.get(attribute, "")[:200])
        if match and not meeting.began_utc_ms:
            meeting.began_utc_ms = int(match[1])


def _take(meeting: _Meeting, event: _Event) -> None:
    values = {name: text.strip() for name, text in event.values.items()}
    now = event.clock_ms
    meeting.first_ms = now if meeting.first_ms is None else meeting.first_ms
    meeting.last_ms = max(meeting.last_ms, now)
    stated = values.get("timestampUTC", "")
    if meeting.utc_offset is None and re.fullmatch(r"\d{13}", stated):
        meeting.utc_offset = int(stated) - now
    device = values.get("userId", "")
    voice = values.get("participant", "")
    if event.kind == "ParticipantJoinEvent" and device:
        meeting.people[device] = _Person(
            values.get("externalUserId") or device, plain(values.get("name", ""))
        )
        _leave(meeting, device, now, in_between=True)
        meeting.there[device] = now
    elif event.kind == "ParticipantLeftEvent" and device and "callername" not in values:
        _leave(meeting, device, now)
    elif event.kind == "ParticipantJoinedEvent" and voice and voice not in meeting.people:
        # A telephone, or a release whose voice conference had numbers of its own.
        meeting.people[voice] = _Person(voice, plain(values.get("callername", "")))
    elif event.kind == "ParticipantTalkingEvent" and voice:
        _stop_talking(meeting, voice, now)
        if values.get("talking") == "true":
            meeting.talking[voice] = (now, event.line)
    if event.kind == "ParticipantLeftEvent":
        _stop_talking(meeting, voice or device, now)


def _leave(meeting: _Meeting, device: str, now: int, in_between: bool = False) -> None:
    came = meeting.there.pop(device, None)
    if came is not None:
        meeting.stays.append((device, came, now))
        meeting.open_stays += in_between


def _stop_talking(meeting: _Meeting, voice: str, now: int) -> None:
    began = meeting.talking.pop(voice, None)
    if began and now > began[0]:
        meeting.turns.append((voice, began[0], now, began[1]))


def _close(meeting: _Meeting) -> None:
    """End with the meeting what had no end of its own."""
    for voice in list(meeting.talking):
        _stop_talking(meeting, voice, meeting.last_ms)
    for device in list(meeting.there):
        _leave(meeting, device, meeting.last_ms, in_between=True)


def _attendance(source: Source, meeting: _Meeting, warnings: list[str]) -> AttendanceFile:
    first = meeting.first_ms or 0
    if meeting.utc_offset is not None:
        zero = meeting.utc_offset
    elif meeting.began_utc_ms:
        zero = meeting.began_utc_ms - first
    else:
        what = "the recording does not say on which day the meeting was"
        raise Damaged(source.name, what, _EXPORT_AGAIN)
    accounts = Accounts(still_there=meeting.open_stays)
    for device, came, left in meeting.stays:
        person = meeting.people[device]
        accounts.stay(person.account, person.name, (zero + came, zero + left))
    people = accounts.people()
    if not people:
        raise Damaged(source.name, "the recording has nobody who joined", _EXPORT_AGAIN)
    told = [*warnings, *accounts.warnings()]
    return put_together(PLATFORM, meeting.title, zero + first, zero + meeting.last_ms, people, told)


def _turns(source: Source, meeting: _Meeting, warnings: list[str]) -> TurnsFile:
    first = meeting.first_ms or 0
    turns = sorted(meeting.turns, key=lambda turn: (turn[1], turn[3]))
    spoken = tuple(
        SpokenTurn(
            meeting.people[voice].name if voice in meeting.people else "", began - first, ended - began, line
        )
        for voice, began, ended, line in turns
    )
    if not spoken:
        what = "nobody talks in this recording's events"
        raise Damaged(source.name, what, "read it for attendance instead")
    nameless = sum(not turn.name for turn in spoken)
    if nameless:
        warnings = [
            *warnings,
            f"{counted(nameless, 'turn is', 'turns are')} of a voice that has no name here.",
        ]
    span = max(turn.start_ms + turn.duration_ms for turn in spoken) - spoken[0].start_ms
    return TurnsFile(PLATFORM, spoken, span, tuple(warnings))
