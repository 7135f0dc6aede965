"""Reads the chat that Zoom saves: the messages to everyone, and how many others there were.

Private messages never leave this file: whatever is not clearly to everyone, or not clearly to nobody in
particular, is left out and counted. The shapes differ between saving by hand, local and cloud recording.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from facilitator_tui.imports.normal import ChatClock, ChatFile, ChatMessage
from facilitator_tui.imports.options import ReadOptions
from facilitator_tui.imports.source import Source, numbered_lines
from facilitator_tui.imports.wording import counted
from facilitator_tui.plain import plain

LARGEST_BYTES: int | None = 32_000_000

LONGEST_TEXT = 10_000

# How a saved chat says "From … to Everyone" in the languages of the program: from, to, everyone.
CHAT_WORDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("From", "to", ("everyone", "everyone in meeting", "everyone (in meeting)", "all")),
    ("De", "à", ("tout le monde", "tous")),
    ("De", "a", ("todos", "todo el mundo")),
    ("De", "para", ("todos",)),
    ("Von", "an", ("alle", "jeden", "jede(r)")),
    ("Da", "a", ("tutti",)),
    ("Van", "aan", ("iedereen",)),
    ("Od", "do", ("wszyscy", "wszystkich")),
    ("Від", "до", ("всі",)),
    ("От", "кому", ("все",)),
    ("من", "إلى", ("الجميع",)),
)

# What a saved chat puts behind the name of the only one who was to read the message.
PRIVATE_MARKS = (
    "(privately)",
    "(direct message)",
    "(en privé)",
    "(message direct)",
    "(mensaje directo)",
    "(en privado)",
    "(mensagem direta)",
    "(direktnachricht)",
    "(privat)",
    "(messaggio diretto)",
    "(in privato)",
)

# Names and recipients are short; looking no further keeps hostile lines cheap.
_LONGEST_OPENING = 500

_TIME = r"(\d{1,2}):(\d{2}):(\d{2})[ \t]"
_DAY_MS = 86_400_000


Audience = Literal["everyone", "private"]
_EVERYONE: Audience = "everyone"
_PRIVATE: Audience = "private"


class _Opening(msgspec.Struct, frozen=True):
    """The first line of a message: who, to whom, and as much of the text as stands in that line."""

    at_ms: int | None
    name: str
    to: str
    text: str
    audience: Audience
    clock: ChatClock


def recognises(head: str) -> bool:
    """Tell whether the beginning of a file is a saved chat: its first line opens a message."""
    first = head.strip().split("\n")[0].rstrip("\r")
    return _opening(first, with_time=_has_time(first)) is not None


def read(source: Source, options: ReadOptions) -> ChatFile:
    """Translate a saved chat. Lines that open no message belong to the message before them."""
    messages: list[tuple[_Opening, list[str]]] = []
    with_time = True
    for _, line in numbered_lines(source):
        if not messages:
            with_time = _has_time(line)
        opening = _opening(line, with_time)
        if opening:
            messages.append((opening, [opening.text]))
        elif messages:
            messages[-1][1].append(line)
    public = [(opening, texts) for opening, texts in messages if opening.audience == "everyone"]
    private = len(messages) - len(public)
    warnings = list(source.warnings)
    if private:
        told = counted(private, "message is", "messages are")
        warnings.append(f"{told} private, or to somebody in particular, and left out.")
    clock: ChatClock = next((opening.clock for opening, _ in messages if opening.clock != "none"), "none")
    return ChatFile("zoom", clock, tuple(_over_midnight(public)), private, tuple(warnings))


def _over_midnight(public: list[tuple[_Opening, list[str]]]) -> list[ChatMessage]:
    """Make the messages, counting on over midnight where the time of day falls back by half a day or more."""
    days = previous = 0
    messages: list[ChatMessage] = []
    for opening, texts in public:
        at_ms = opening.at_ms
        if at_ms is not None:
            if opening.clock == "day" and previous - at_ms > _DAY_MS // 2:
                days += 1
            previous = at_ms
            at_ms += days * _DAY_MS
        text = plain(" ".join(texts), LONGEST_TEXT)
        messages.append(ChatMessage(at_ms, plain(opening.name), plain(opening.to), text))
    return messages


def _has_time(line: str) -> bool:
    return re.match(_TIME, line) is not None


def _opening(line: str, with_time: bool) -> _Opening | None:
    """Read the first line of a message; None for a line that only continues one.

    In a chat with times every message begins with one, so that "From me to you:" can stand inside a text.
    """
    line, rest = line[:_LONGEST_OPENING], line[_LONGEST_OPENING:]
    match = re.match(_TIME, line)
    if (match is not None) is not with_time:
        return None
    at_ms = None
    if match:
        hours, minutes, seconds = (int(part) for part in match.groups())
        at_ms = ((hours * 60 + minutes) * 60 + seconds) * 1000
    said = line[match.end() :] if match else line
    # Cloud recording: time, TAB, "Name:", TAB, text; the clock is that of the recording.
    named = re.match(r"([^\t]+):\t(.*)", said) if at_ms is not None and line[7:8] != " " else None
    if named:
        audience = _PRIVATE if _says_private(named[1]) else _EVERYONE
        return _Opening(at_ms, named[1], "", named[2] + rest, audience, "meeting")
    found = _addressed(said.strip(), undirected=with_time)
    if found is None:
        return None
    clock: ChatClock = "none" if at_ms is None else "day"
    return msgspec.structs.replace(found, at_ms=at_ms, text=found.text + rest, clock=clock)


def _addressed(said: str, undirected: bool) -> _Opening | None:
    """Read "From … to …:" in whichever language fits.

    To everyone in one language wins over to somebody in another; only what is directed to nobody in any of
    them may be a message without a recipient.
    """
    found = [_addressed_in(said, *words) for words in CHAT_WORDS]
    openings = [opening for opening in found if opening]
    for opening in openings:
        if opening.audience == _EVERYONE and opening.to:
            return opening
    for opening in openings:
        if opening.audience == _PRIVATE:
            return opening
    return openings[0] if openings and undirected else None


def _addressed_in(said: str, from_word: str, to_word: str, everyone: tuple[str, ...]) -> _Opening | None:
    all_of_them = "(?i:" + "|".join(re.escape(word) for word in everyone) + ")"
    begins = re.match(rf"(?i:{from_word})( +)", said)
    body = said[begins.end() :] if begins else said
    # Two blanks around the word set it apart from a "to" in a name: "From  Road to Rabat  to  Everyone : …".
    wide = re.match(rf" *(.+?) {{2,}}(?i:{to_word}) {{2,}}(.+)", body)
    if wide:
        public = re.match(rf"({all_of_them})\s*:\s*(.*)", wide[2])
        return _to_everyone(wide[1], public[1], public[2]) if public else _to_somebody()
    if not begins:
        return None
    public = re.match(rf"([^:]+?) +(?i:{to_word}) +({all_of_them}) ?:\s*(.*)", body)
    if public:
        return _to_everyone(public[1], public[2], public[3])
    undirected = re.match(r"(.+?) :(?: (.*)|$)", body) or re.match(r"(.+?):(?: (.*)|$)", body)
    if not undirected:
        return None
    directed = re.search(rf" (?i:{to_word}) ", undirected[1]) is not None and len(begins[1]) == 1
    if directed or _says_private(body):
        return _to_somebody()
    return _to_everyone(undirected[1], "", undirected[2] or "")


def _to_everyone(name: str, to: str, text: str) -> _Opening:
    if _says_private(name):
        return _to_somebody()
    return _Opening(None, name, to, text, _EVERYONE, "none")


def _to_somebody() -> _Opening:
    """Stand for a private message, with nothing of it."""
    return _Opening(None, "", "", "", _PRIVATE, "none")


def _says_private(text: str) -> bool:
    return any(mark in text.lower() for mark in PRIVATE_MARKS)
