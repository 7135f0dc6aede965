"""Presence as somebody writes it down: "18:05-19:30, 19:40-20:00 because she told me"; and a pasted path. Pure."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from facilitator_tui.dialogue.presence import Stretch
from facilitator_tui.plain import plain
from facilitator_tui.widgets.times import TypedProblem, local, time_typed

_DASH = r"\s*(?:[-‐‑–—−]|to)\s*"
_TIME = r"(\d{1,2})[:.h](\d{2})(?::(\d{2}))?"
_STRETCH = re.compile(rf"{_TIME}{_DASH}{_TIME}\s*(?:[,;+]|and\b)?\s*", re.IGNORECASE)
_NEVER = re.compile(r"(?:never|nothing|none)\b[\s,;]*", re.IGNORECASE)
_BECAUSE = re.compile(r"(?:because|:|-|–|—)\s*", re.IGNORECASE)
_EXAMPLE = "Write it like 18:05-19:30, 19:40-20:00 because she told me."


class TypedStretches(msgspec.Struct, frozen=True):
    """Stretches of presence and why they are these; no stretch: never there."""

    stretches: tuple[Stretch, ...]
    reason: str


def stretches_typed(text: str, time: Stretch, zone: str) -> TypedStretches:
    """Times of day in the zone, on the day that brings each nearest to the middle of the session's ``time``.

    What follows the times is the reason, with or without "because". "never" stands for no presence at all. Raises
    ``TypedProblem``, also for a stretch that lies wholly outside the session, and where no reason is given.
    """
    rest = plain(text, 4000)
    found: list[Stretch] = []
    if never := _NEVER.match(rest):
        rest = rest[never.end() :]
    else:
        while stretch := _STRETCH.match(rest):
            found.append(_stretch(stretch, time, zone))
            rest = rest[stretch.end() :]
        if not found:
            raise TypedProblem(f"“{plain(text, 60)}” has no times. {_EXAMPLE} never: not there at all.")
    if re.match(r"\d", rest):
        raise TypedProblem(f"“{plain(rest, 60)}” is not a time from–to. {_EXAMPLE}")
    reason = rest[match.end() :] if (match := _BECAUSE.match(rest)) else rest
    if not reason.strip():
        raise TypedProblem("Say after the times where they come from: 18:05-19:30 because she told me.")
    return TypedStretches(tuple(found), reason.strip())


def _stretch(found: re.Match[str], time: Stretch, zone: str) -> Stretch:
    middle = (time[0] + time[1]) // 2
    hours = found.groups(default="00")
    start, end = (
        time_typed(":".join(part.zfill(2) for part in parts), middle, time[0], zone)
        for parts in (hours[:3], hours[3:])
    )
    written = plain(found[0]).rstrip(",;+ ")
    if end <= start:
        raise TypedProblem(f"“{written}” ends before it begins.")
    if end <= time[0] or start >= time[1]:
        lasted = f"{local(time[0], zone):%H:%M} to {local(time[1], zone):%H:%M}"
        raise TypedProblem(f"“{written}” lies outside the session, which lasted from {lasted}.")
    return start, end


def path_typed(text: str) -> Path:
    """The file that somebody typed or pasted: in quotes, with ``file://`` before it, or with escaped blanks.

    Raises ``TypedProblem`` when nothing is left.
    """
    bare = text.strip()
    for quote in "'\"":
        if len(bare) > 1 and bare.startswith(quote) and bare.endswith(quote):
            bare = bare[1:-1].strip()
    if bare.lower().startswith("file:"):
        bare = unquote(urlsplit(bare).path)
        bare = bare[1:] if re.match(r"/[A-Za-z]:", bare) else bare  # file:///C:/…
    elif "\\ " in bare:
        bare = re.sub(r"\\(.)", r"\1", bare)  # as a shell, or a file dropped on the terminal, writes it
    if not bare:
        raise TypedProblem("Type or paste the path of the report, for example ~/Downloads/participants.csv.")
    return Path(bare).expanduser() if bare == "~" or bare.startswith(("~/", "~\\")) else Path(bare)
