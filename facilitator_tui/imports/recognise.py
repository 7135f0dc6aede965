"""Finds out what a file is from what it contains, never from its name, and has it read.

Each format is a module with ``recognises``, ``read`` and ``LARGEST_BYTES``; a new one is added to
``_translators``. Which comes first matters only where one format could pass for another.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from facilitator_tui.imports.column_map import ColumnMap
from facilitator_tui.imports.normal import NormalForm
from facilitator_tui.imports.options import ReadOptions, Wanted
from facilitator_tui.imports.problems import NotRecognised
from facilitator_tui.imports.source import Source, open_source, refuse_larger_than, with_encoding

_LARGEST_TABLE = 100_000_000


class Translator(Protocol):
    """What a module that reads one format offers."""

    LARGEST_BYTES: int | None
    """The most a file of this format may have, None when it is read row by row."""

    def recognises(self, head: str) -> bool:
        """Tell whether a file that begins with ``head`` is of this format."""

    def read(self, source: Source, options: ReadOptions) -> NormalForm:
        """Translate the file into its normal form."""


def recognise(path: Path) -> str:
    """Give the short name of a file's format: one of the keys of ``_translators``, like "vtt" or "teams".

    Raises an ImportProblem when the file cannot be opened, is no text or is of no known format.
    """
    return _translator_for(open_source(path))[0]


def read_file(
    path: Path,
    *,
    zone: str = "",
    day_first: bool | None = None,
    date: datetime.date | None = None,
    wanted: Wanted = "",
    encoding: str = "",
    maps: Sequence[ColumnMap] = (),
) -> NormalForm:
    """Read a file of any known format.

    ``zone`` (an IANA name) is the zone of local times, ``day_first`` the order of dates like 03/04/2026, ``date``
    the day of a report that gives times of day alone, where the file itself does not tell. ``wanted`` says what
    to read out of a file that says several things. ``encoding`` overrules what was recognised. A table that has
    all the columns of one of ``maps`` is read through it. Raises an ImportProblem that says what is wrong and
    what to do, or UnknownZone.
    """
    options = ReadOptions(zone, day_first, date, wanted, encoding, tuple(maps))
    source = open_source(path, encoding)
    if fitting := _fitting_map(source, options.maps):
        refuse_larger_than(source, _LARGEST_TABLE)
        return _read_mapped(with_encoding(source), options, fitting)
    translator = _translators()["roster"] if wanted == "roster" else _translator_for(source)[1]
    if translator.LARGEST_BYTES is not None:
        refuse_larger_than(source, translator.LARGEST_BYTES)
    return translator.read(with_encoding(source), options)


def _translators() -> dict[str, Translator]:
    from facilitator_tui.imports import (
        bigbluebutton,
        bigbluebutton_events,
        bigbluebutton_table,
        google_meet,
        roster,
        rttm,
        teams,
        vtt,
        zoom_chat,
        zoom_participants,
    )

    return {
        "vtt": vtt,
        "rttm": rttm,
        "bigbluebutton_events": bigbluebutton_events,
        "bigbluebutton": bigbluebutton,
        "bigbluebutton_table": bigbluebutton_table,
        "zoom_participants": zoom_participants,
        "teams": teams,
        "google_meet": google_meet,
        "zoom_chat": zoom_chat,
        "roster": roster,
    }


def _translator_for(source: Source) -> tuple[str, Translator]:
    for format_name, translator in _translators().items():
        if translator.recognises(source.head):
            return format_name, translator
    raise NotRecognised(source.name, *_what_it_looks_like(source.head))


def _fitting_map(source: Source, maps: Sequence[ColumnMap]) -> ColumnMap | None:
    if not maps:
        return None
    from facilitator_tui.imports.mapped import fits

    return next((each for each in maps if fits(source.head, each)), None)


def _read_mapped(source: Source, options: ReadOptions, column_map: ColumnMap) -> NormalForm:
    from facilitator_tui.imports import mapped, roster

    if column_map.kind == "roster":
        return roster.read_mapped(source, column_map)
    return mapped.read(source, options, column_map)


def _what_it_looks_like(head: str) -> tuple[str, str]:
    """Say what an unknown file seems to be, and what to choose instead."""
    start = head.lstrip()[:200].lower()
    if start.startswith(("<!doctype html", "<html")):
        return (
            "this is a web page, perhaps a login page saved in place of the report",
            "log in and download it again",
        )
    if "-->" in head:
        return "this looks like subtitles but not like WebVTT", "save the transcript as WebVTT (.vtt)"
    if start.startswith(("{", "[")):
        return "this is JSON of a kind that is not known here", "choose the report as CSV or the transcript"
    return (
        "nothing in it looks like a report of Zoom, Teams, Meet or BigBlueButton, a transcript, a chat or a roster",
        "check that it is the right file; a table with columns of its own is read with a column map (--columns)",
    )
