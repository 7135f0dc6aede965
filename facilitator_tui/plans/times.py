"""The time in a block's heading ("## Welcome — 6 min"): how long, and when.

Also the sharing out of minutes among blocks that have a weight instead. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from facilitator_tui.plans import words
from facilitator_tui.plans.model import When

_DASH = re.compile(r"\s+[-‐‑–—―]+\s+|\s*[–—]\s*")
_BEFORE = re.compile(r"(?:(?P<length>[^,]+?)\s*,\s*)?(?P<lead>.*?)\s*before (?:the )?start", re.IGNORECASE)
_AFTER = re.compile(r"(?:(?P<length>[^,]+?)\s*,\s*)?(?P<lead>.*?)\s*after (?:the )?end", re.IGNORECASE)
_WEIGHT = re.compile(r"weight\s+(\d{1,4}(?:[.,]\d{1,2})?)", re.IGNORECASE)


class Time(msgspec.Struct, frozen=True):
    """When a block is and how long it lasts, as its heading says. A ``weight`` stands in for ``seconds``."""

    seconds: int
    when: When = "session"
    lead_s: int = 0
    weight: float = 0.0


def split_heading(heading: str) -> tuple[str, str]:
    """Title and time of a heading, parted at the last dash that a time can follow; no time: an empty second part."""
    for match in reversed(list(_DASH.finditer(heading))):
        if _looks_like_time(heading[match.end() :]):
            return heading[: match.start()].strip(), heading[match.end() :].strip()
    return heading.strip(), ""


def read_time(text: str) -> Time | None:
    """The time that the end of a heading says, or ``None``."""
    phrase = " ".join(text.split())
    if match := _WEIGHT.fullmatch(phrase):
        weight = float(match[1].replace(",", "."))
        return Time(0, weight=weight) if weight > 0 else None
    if match := _BEFORE.fullmatch(phrase):
        return _around(match["length"], match["lead"], "before")
    if match := _AFTER.fullmatch(phrase):
        return _around(match["length"], match["lead"], "after")
    length = words.seconds(phrase)
    return Time(length) if length else None


def shared_out(seconds: int, weights: Sequence[float]) -> tuple[int, ...]:
    """``seconds`` in whole parts proportional to ``weights``; the parts add up exactly (largest remainder first)."""
    total = sum(weights)
    exact = [seconds * weight / total for weight in weights]
    parts = [int(each) for each in exact]
    by_remainder = sorted(range(len(parts)), key=lambda at: parts[at] - exact[at])
    for at in by_remainder[: seconds - sum(parts)]:
        parts[at] += 1
    return tuple(parts)


def _around(length: str | None, lead: str, when: When) -> Time | None:
    """A block before the start or after the end.

    One length alone is that of the block, which touches the session; with two, the second says how far away it begins.
    """
    if not length and not lead:
        return Time(0, when)
    near = words.seconds(lead)
    if not near:
        return None
    if length is None:
        return Time(near, when, near if when == "before" else 0)
    lasts = words.seconds(length)
    return Time(lasts, when, near) if lasts else None


def _looks_like_time(text: str) -> bool:
    return bool(re.match(r"\s*(\d|weight\b|before\b|after\b)", text, re.IGNORECASE))
