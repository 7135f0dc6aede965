"""Reads lengths of time as platforms write them for a person, in whatever language.

A duration is only ever used where a report has no times, or to learn that somebody was away in between.
"""

from __future__ import annotations

import re
from typing import Literal

Unit = Literal["hours", "minutes", "seconds"]

_MS: dict[Unit, int] = {"hours": 3_600_000, "minutes": 60_000, "seconds": 1000}

# How the word after a number begins, in the languages that reports come in; the longest beginning decides.
_BEGINNINGS: dict[Unit, tuple[str, ...]] = {
    "hours": ("h", "st", "u", "g", "o", "sa", "t", "ó", "ώ", "ω", "ч", "г", "س", "ש"),
    "minutes": ("m", "p", "dk", "da", "λ", "м", "хв", "د", "ד"),
    "seconds": ("s", "sn", "san", "mp", "δ", "с", "ث", "שנ"),
}
_LONGEST_HOURS = 1000


def milliseconds_of(text: str, unit: Unit | None = None) -> int | None:
    """Give a duration in milliseconds; None when ``text`` is none.

    Understands "1h 30m 51s", "2 godz. 19 min", "1:02:03", "1:02" (hours and minutes) and "PT1H2M". A bare number
    counts in ``unit``, and is no duration without one.
    """
    words = " ".join(text.casefold().split())
    clock = re.fullmatch(r"(\d{1,4}):(\d{2})(?::(\d{2})(?:[.,]\d{1,6})?)?", words)
    if clock:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return ((hours * 60 + minutes) * 60 + seconds) * 1000 if minutes < 60 and seconds < 60 else None
    if re.fullmatch(r"\d{1,7}(?:[.,]\d{1,6})?", words):
        return round(float(words.replace(",", ".")) * _MS[unit]) if unit else None
    return _in_words(words.removeprefix("pt"))


def _in_words(words: str) -> int | None:
    total = 0
    used: list[Unit] = []
    rest = words
    while rest:
        part = re.match(r"(\d{1,5}) ?([^\W\d_]+)\.?,? ?", rest)
        unit = _unit(part[2]) if part else None
        if part is None or unit is None or unit in used:
            return None
        total += int(part[1]) * _MS[unit]
        used.append(unit)
        rest = rest[part.end() :]
    return total if used and total <= _LONGEST_HOURS * _MS["hours"] else None


def _unit(word: str) -> Unit | None:
    found = [
        (len(start), unit)
        for unit, starts in _BEGINNINGS.items()
        for start in starts
        if word.startswith(start)
    ]
    return max(found)[1] if found else None
