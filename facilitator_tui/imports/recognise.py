"""Finds out what a file is from what it contains, never from its name, and has it read.

Each format is a module with ``recognises``, ``read`` and ``LARGEST_BYTES``; a new one is added to
``_translators``. Which comes first matters only where one format could pass for another.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from facilitator_tui.imports.normal import NormalForm
from facilitator_tui.imports.options import ReadOptions
from facilitator_tui.imports.problems import NotRecognised
from facilitator_tui.imports.source import Source, open_source, refuse_larger_than, with_encoding


class Translator(Protocol):
    """What a module that reads one format offers."""

    LARGEST_BYTES: int | None
    """The most a file of this format may have, None when it is read row by row."""

    def recognises(self, head: str) -> bool:
        """Tell whether a file that begins with ``head`` is of this format."""

    def read(self, source: Source, options: ReadOptions) -> NormalForm:
        """Translate the file into its normal form."""


def recognise(path: Path) -> str:
    """Give the short name of a file's format: "vtt", "rttm", "zoom_participants", "zoom_chat".

    Raises an ImportProblem when the file cannot be opened, is no text or is of no known format.
    """
    return _translator_for(open_source(path))[0]


def read_file(path: Path, *, zone: str = "", day_first: bool | None = None) -> NormalForm:
    """Read a file of any known format.

    ``zone`` (an IANA name) is the zone of local times, ``day_first`` the order of dates like 03/04/2026, where
    the file itself does not tell. Raises an ImportProblem that says what is wrong and what to do, or
    UnknownZone.
    """
    source = open_source(path)
    _, translator = _translator_for(source)
    if translator.LARGEST_BYTES is not None:
        refuse_larger_than(source, translator.LARGEST_BYTES)
    return translator.read(with_encoding(source), ReadOptions(zone, day_first))


def _translators() -> dict[str, Translator]:
    from facilitator_tui.imports import rttm, vtt, zoom_chat, zoom_participants

    return {"vtt": vtt, "rttm": rttm, "zoom_participants": zoom_participants, "zoom_chat": zoom_chat}


def _translator_for(source: Source) -> tuple[str, Translator]:
    for format_name, translator in _translators().items():
        if translator.recognises(source.head):
            return format_name, translator
    raise NotRecognised(source.name, *_what_it_looks_like(source.head))


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
        "nothing in it looks like a Zoom participants report or chat, a WebVTT transcript or RTTM turns",
        "check that it is the right file; a report whose column names were changed is not recognised",
    )
