"""Reads WebVTT transcripts: cues with ``Name: text`` (Zoom) or ``<v Name>`` (Teams) become speaking turns.

The file is parsed by webvtt-py; here stands who speaks in a cue, and what to make of a damaged file. Whose
voice a name is, and whether neighbouring turns are one, is decided later.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

import msgspec

from facilitator_tui.imports.normal import SpokenTurn, TurnsFile
from facilitator_tui.imports.options import ReadOptions
from facilitator_tui.imports.problems import Damaged
from facilitator_tui.imports.source import Source, raw_lines
from facilitator_tui.imports.wording import at_lines, counted, cut_off
from facilitator_tui.plain import plain

LARGEST_BYTES: int | None = 32_000_000

_MAGIC = "WEBVTT"
_VOICE = r"<v(?:\.[^\s<>]*)?\s+([^<>]*)>"
# A name, a colon, and then a blank or the end: "10:30" and "https://…" are no names.
_LABEL = r"\s*(\S.{0,63}?)\s*:(?:\s|$)"


class _Cue(msgspec.Struct, frozen=True):
    row: int
    start_ms: int
    end_ms: int
    text: str


class _Faults(msgspec.Struct):
    """What went wrong while reading, collected for the warnings: line numbers, and names that may be text."""

    unreadable: list[int] = []
    backwards: list[int] = []
    empty: list[int] = []
    shared: list[int] = []
    continued: int = 0
    nobody: int = 0
    doubtful: list[tuple[int, str]] = []


def recognises(head: str) -> bool:
    """Tell whether the beginning of a file is WebVTT."""
    return head.lstrip().startswith(_MAGIC)


def read(source: Source, options: ReadOptions) -> TurnsFile:
    """Translate a WebVTT transcript: each cue is a turn of the person it names.

    A cue that names nobody continues the person before it. A damaged or half-written file is read as far as it
    goes, with a warning; raises Damaged when it has no readable cue, or none that names a speaker.
    """
    lines = list(raw_lines(source))
    faults = _Faults()
    cues = _readable_cues([line.rstrip("\r\n") for line in lines], faults)
    if not cues:
        raise Damaged(
            source.name, "the transcript has no readable cue", "download it again from the platform"
        )
    with_voices = any(re.search(_VOICE, cue.text) for cue in cues)
    turns = tuple(_turns(cues, with_voices, faults))
    if not any(turn.name for turn in turns):
        raise Damaged(
            source.name,
            f"none of its {counted(len(cues), 'cue')} names a speaker",
            "export the transcript with the speakers' names",
        )
    first = min(turn.start_ms for turn in turns)
    last = max(turn.start_ms + turn.duration_ms for turn in turns)
    warnings = (*source.warnings, *_warnings(faults))
    if not lines[-1].endswith(("\n", "\r")) and not _ends_badly(faults, cues):
        warnings += (cut_off(len(lines)),)
    return TurnsFile("teams" if with_voices else "zoom", turns, last - first, warnings)


def _readable_cues(lines: list[str], faults: _Faults) -> list[_Cue]:
    """Parse the file and put each cue's line number to it, which the parser does not tell."""
    from webvtt import WebVTT
    from webvtt.errors import MalformedFileError

    blank_lines = next((row for row, line in enumerate(lines) if line.strip()), 0)
    text = "\n".join(lines[blank_lines:]).lstrip()
    try:
        captions = WebVTT.from_string(text).captions
    except MalformedFileError:
        return []
    rows = _timing_rows(lines)
    cues: list[_Cue] = []
    for caption in captions:
        start, end = (_milliseconds(*time.to_tuple()) for time in (caption.start_time, caption.end_time))
        for row, times in rows:
            if times == (start, end):
                break
            faults.unreadable.append(row)
        else:
            row = len(lines)
        if not caption.raw_text.strip():
            faults.empty.append(row)
        elif end < start:
            faults.backwards.append(row)
        else:
            cues.append(_Cue(row, start, end, caption.raw_text))
    faults.unreadable.extend(row for row, _ in rows)
    return cues


def _timing_rows(lines: list[str]) -> Iterator[tuple[int, tuple[int, int] | None]]:
    """Give the lines that have the arrow of a cue's times, with the times when they can be read."""
    from webvtt.errors import MalformedCaptionError
    from webvtt.models import Timestamp

    for row, line in enumerate(lines, start=1):
        if "-->" not in line:
            continue
        match = re.match(r"\s*([\d:.]+)\s*-->\s*([\d:.]+)", line)
        try:
            times = [Timestamp.from_string(part).to_tuple() for part in match.groups()] if match else []
        except MalformedCaptionError:
            times = []
        yield row, (_milliseconds(*times[0]), _milliseconds(*times[1])) if times else None


def _milliseconds(hours: int, minutes: int, seconds: int, milliseconds: int) -> int:
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds


def _turns(cues: list[_Cue], with_voices: bool, faults: _Faults) -> Iterator[SpokenTurn]:
    labels = Counter() if with_voices else Counter(_label(cue.text) for cue in cues)
    speaking = ""
    for cue in cues:
        names = _voices(cue.text) if with_voices else _labelled(cue, labels, faults)
        if not names:
            faults.continued += bool(speaking)
            faults.nobody += not speaking
        if len(names) > 1:
            faults.shared.append(cue.row)
        for name in names or (speaking,):
            yield SpokenTurn(name, cue.start_ms, cue.end_ms - cue.start_ms, cue.row)
            speaking = name


def _voices(text: str) -> tuple[str, ...]:
    names = (plain(unescape(name)) for name in re.findall(_VOICE, text))
    return tuple(dict.fromkeys(name for name in names if name))


def _labelled(cue: _Cue, labels: Counter[str], faults: _Faults) -> tuple[str, ...]:
    label = _label(cue.text)
    if not label:
        return ()
    if labels[label] > 1 or _reads_like_a_name(label):
        return (label,)
    faults.doubtful.append((cue.row, label))
    return ()


def _label(text: str) -> str:
    match = re.match(_LABEL, text)
    return plain(unescape(match[1])) if match else ""


def _reads_like_a_name(label: str) -> bool:
    """Tell "Maria de la Cruz" from "and the point is" when the label comes only once.

    Capitals decide where a script has them; what stands in brackets or behind a bar is no part of the name.
    """
    words = re.split(r"[(\[|@]", label)[0].split() or label.split()
    if len(words) > 6 or re.search(r"[?!;…]", label):
        return False
    edges = (words[0], words[-1])
    return not any(word[:1].islower() and (len(word) > 3 or word in edges) for word in words)


def _ends_badly(faults: _Faults, cues: list[_Cue]) -> bool:
    return any(row > cues[-1].row for row in (*faults.unreadable, *faults.empty))


def _warnings(faults: _Faults) -> list[str]:
    warnings: list[str] = []
    if faults.unreadable:
        rows = at_lines(faults.unreadable)
        warnings.append(f"{rows}: the times of the cue cannot be read, or are cut off; it was left out.")
    if faults.backwards:
        warnings.append(f"{at_lines(faults.backwards)}: the cue ends before it begins; it was left out.")
    if faults.empty:
        warnings.append(f"{at_lines(faults.empty)}: the cue has no text, or is cut off; it was left out.")
    if faults.continued:
        told = counted(faults.continued, "cue names", "cues name")
        warnings.append(f"{told} nobody and counted for the person who spoke before.")
    if faults.nobody:
        told = counted(faults.nobody, "cue stands", "cues stand")
        warnings.append(f"{told} before the first name and counted for nobody.")
    if faults.shared:
        rows = at_lines(faults.shared)
        warnings.append(f"{rows}: several people speak in one cue; each was given the whole of it.")
    if faults.doubtful:
        row, label = faults.doubtful[0]
        told = counted(len(faults.doubtful), "beginning")
        warnings.append(f'{told} before a colon read like text, not like a name ("{label}", line {row}).')
    return warnings
