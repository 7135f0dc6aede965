"""Small words of the plan format: lengths of time, days, shares, yes and no, and which characters a text may hold.

Pure functions from text to value; ``None`` means "this is not one". No sentence for people is made here.
"""

from __future__ import annotations

import re
from functools import lru_cache

_UNITS = {
    "s": 1,
    "sec": 1,
    "second": 1,
    "seconds": 1,
    "min": 60,
    "mins": 60,
    "minute": 60,
    "minutes": 60,
    "h": 3600,
    "hour": 3600,
    "hours": 3600,
    "day": 86400,
    "days": 86400,
}

_AMOUNT = re.compile(r"\s*(\d{1,5}(?:[.,]\d{1,2})?)\s*([a-z]+)")

# C0 without tab and line feed, DEL, C1, the line separators of Unicode (which would shift line numbers) and the
# embeddings and overrides that can make a text read differently from what it says, and halves of characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]")


@lru_cache(maxsize=2048)
def normal(word: str) -> str:
    """The word as it is compared: small letters, one blank where blanks, hyphens or underscores stood."""
    return " ".join(re.sub(r"[-‐‑–—_]", " ", word.casefold()).split())


def seconds(text: str) -> int | None:
    """A length of time with its units ("90 s", "1 h 30 min", "3 days") in seconds."""
    total, at, found = 0.0, 0, False
    folded = text.casefold()
    while match := _AMOUNT.match(folded, at):
        unit = _UNITS.get(match[2])
        if unit is None:
            return None
        total += float(match[1].replace(",", ".")) * unit
        at, found = match.end(), True
    return round(total) if found and not folded[at:].strip() else None


def percent(text: str) -> int | None:
    """A share in whole percent ("70 %"), 1 to 100."""
    match = re.fullmatch(r"\s*(\d{1,3})\s*%\s*", text)
    value = int(match[1]) if match else 0
    return value if 1 <= value <= 100 else None


def whole(text: str) -> int | None:
    """A whole number without a sign, of at most six digits."""
    return int(text) if re.fullmatch(r"\s*\d{1,6}\s*", text) else None


def course_day(text: str) -> int | None:
    """A day of the course ("day 1" is the first), counted from 0."""
    match = re.fullmatch(r"\s*day\s+(\d{1,4})\s*", text, re.IGNORECASE)
    return int(match[1]) - 1 if match and int(match[1]) > 0 else None


def yes_or_no(text: str) -> bool | None:
    """``True`` for yes, ``False`` for no."""
    return {"yes": True, "no": False}.get(normal(text))


def forbidden_at(text: str) -> tuple[int, str] | None:
    """Where the first character stands that no text may hold: its index, and its name as ``U+001B``."""
    match = _FORBIDDEN.search(text)
    return (match.start(), f"U+{ord(match[0]):04X}") if match else None


def spoken_words(text: str) -> int:
    """How many words somebody says who reads ``text`` aloud."""
    return len(re.findall(r"\w[\w'’-]*", text))


def duration(total_s: int) -> str:
    """Seconds as people write them: "12 min", "1 min 30 s", "2 h", "3 days"."""
    if total_s and total_s % 86400 == 0:
        return f"{total_s // 86400} days" if total_s > 86400 else "1 day"
    hours, rest = divmod(total_s, 3600)
    minutes, rest_s = divmod(rest, 60)
    parts = [f"{hours} h"] if hours and not minutes and not rest_s else []
    if not parts:
        parts = [f"{hours * 60 + minutes} min"] if hours or minutes else []
        parts += [f"{rest_s} s"] if rest_s or not parts else []
    return " ".join(parts)


def without_forbidden(text: str) -> str:
    """The text without the characters that no text may hold."""
    return _FORBIDDEN.sub("", text)
