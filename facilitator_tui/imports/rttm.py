"""Reads NIST RTTM: who spoke when, one line a turn, as annotation and diarisation programs write it.

Format: the Rich Transcription evaluations' RTTM, ``SPEAKER file channel start duration ortho subtype name …``
with times in seconds. Records of other types say nothing about turns and are passed over.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from facilitator_tui.imports.normal import SpokenTurn, TurnsFile
from facilitator_tui.imports.options import ReadOptions
from facilitator_tui.imports.problems import Damaged
from facilitator_tui.imports.source import Source, raw_lines
from facilitator_tui.imports.wording import at_lines, counted, cut_off
from facilitator_tui.plain import plain

LARGEST_BYTES: int | None = 32_000_000

_SECONDS = r"\d{1,9}(?:\.\d{0,12})?|\.\d{1,12}"
_NAME_FIELD = 7


class _Record(msgspec.Struct, frozen=True):
    recording: str
    name: str
    start: Decimal
    duration: Decimal
    row: int


def recognises(head: str) -> bool:
    """Tell whether the beginning of a file is RTTM: one of its first lines is a SPEAKER record."""
    return any(_record(line, 0) for line in head.splitlines()[:40])


def read(source: Source, options: ReadOptions) -> TurnsFile:
    """Translate an RTTM file.

    The sum of a speaker's durations is that of the file to the millisecond, also when the file counts finer.
    Lines that cannot be read are left out with a warning; raises Damaged when no turn is left.
    """
    records: list[_Record] = []
    unreadable: list[int] = []
    unfinished: list[int] = []
    for row, line in enumerate(raw_lines(source), start=1):
        record = _record(line, row)
        if record:
            records.append(record)
        elif line.split()[:1] == ["SPEAKER"]:
            unreadable.append(row)
        if not line.endswith(("\n", "\r")):
            unfinished.append(row)
    if not records:
        raise Damaged(source.name, "no turn in it can be read", "export it again from the annotation program")
    turns = _in_milliseconds(records)
    first = min(turn.start_ms for turn in turns)
    last = max(turn.start_ms + turn.duration_ms for turn in turns)
    warnings = (*source.warnings, *_warnings(records, unreadable))
    warnings += tuple(cut_off(row) for row in unfinished if row not in unreadable)
    return TurnsFile("rttm", tuple(turns), last - first, warnings)


def _record(line: str, row: int) -> _Record | None:
    fields = line.split()
    if len(fields) <= _NAME_FIELD or fields[0] != "SPEAKER":
        return None
    start, duration = fields[3:5]
    if not re.fullmatch(_SECONDS, start) or not re.fullmatch(_SECONDS, duration):
        return None
    name = plain(fields[_NAME_FIELD])
    return _Record(fields[1], "" if name == "<NA>" else name, Decimal(start), Decimal(duration), row)


def _in_milliseconds(records: list[_Record]) -> list[SpokenTurn]:
    """Round to milliseconds so that the rounded durations of a speaker add up to the rounded sum."""
    exact: dict[str, Decimal] = {}
    given: dict[str, int] = {}
    turns: list[SpokenTurn] = []
    for record in records:
        exact[record.name] = exact.get(record.name, Decimal()) + record.duration
        duration_ms = _milliseconds(exact[record.name]) - given.get(record.name, 0)
        given[record.name] = given.get(record.name, 0) + duration_ms
        turns.append(SpokenTurn(record.name, _milliseconds(record.start), duration_ms, record.row))
    return turns


def _milliseconds(seconds: Decimal) -> int:
    return int((seconds * 1000).to_integral_value(ROUND_HALF_UP))


def _warnings(records: list[_Record], unreadable: list[int]) -> list[str]:
    warnings: list[str] = []
    if unreadable:
        warnings.append(f"{at_lines(unreadable)}: not a complete SPEAKER record, left out.")
    recordings = list(dict.fromkeys(plain(record.recording) for record in records))
    if len(recordings) > 1:
        named = ", ".join(recordings[:3])
        warnings.append(
            f"The file holds turns of {counted(len(recordings), 'recording')} ({named}), each with a clock of "
            "its own; here they are counted together."
        )
    return warnings
