"""Makes the band "minor" or "adult" of what a roster says about somebody's age: the only thing that is kept of it.

A birth date never leaves this module. Where a text leaves it open on which side of 18 somebody is, it is the younger
one: then a guardian is asked once too often rather than once too seldom.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from facilitator_tui.imports.labels import bare

OF_AGE = 18
_OLDEST = 120
_YOUNGEST = 3
_UNDER = r"(?:under|below|younger than|less than|menos de|moins de|unter|meno di|mniej niż|<)\s*(\d{1,2})"
_OVER = r"(?:over|above|at least|from|more than|older than|más de|plus de|über|ab|oltre|>=?|≥)?\s*(\d{1,2})(?!\d)\s*\+?"


def age_band(text: str, today: date, words: Mapping[str, str]) -> str:
    """Give "minor" or "adult" on the day ``today``; empty for a text that does not tell.

    Understood are an age, a span of ages, a year of birth, a date of birth and the ``words`` (``roster_words.AGES``).
    Of a year alone, and of 03/04/2008, the later birthday counts.
    """
    text = text.strip()
    if found := words.get(bare(text), ""):
        return found
    if span := re.fullmatch(r"(\d{1,2})\s*(?:-|–|—|to|a|à|bis)\s*(\d{1,2})\D*", text):
        return _side(int(span[1]), int(span[2]))
    if under := re.fullmatch(_UNDER, text, re.IGNORECASE):
        return "minor" if int(under[1]) <= OF_AGE else ""
    if over := re.fullmatch(_OVER + r"[^\d]{0,12}", text, re.IGNORECASE):
        return _side(int(over[1]), int(over[1]))
    birthdays = list(_birthdays(text, today))
    ages = [_age(born, today) for born in birthdays]
    return _side(min(ages), max(ages)) or "minor" if ages and _YOUNGEST <= min(ages) <= _OLDEST else ""


def _side(youngest: int, oldest: int) -> str:
    if not 0 < youngest <= oldest:
        return ""
    return "adult" if youngest >= OF_AGE else "minor" if oldest < OF_AGE else ""


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _birthdays(text: str, today: date) -> Iterator[date]:
    """Every day that may be meant, as far as the text leaves it open."""
    if parts := re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:\D|$)", text):
        yield from _days(int(parts[1]), int(parts[2]), int(parts[3]))
    elif parts := re.match(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d\d)(?:\D|$)", text):
        one, two, year = int(parts[1]), int(parts[2]), int(parts[3])
        if year < 100:
            year += 1900 if year > today.year % 100 else 2000
        yield from _days(year, two, one)
        yield from _days(year, one, two)
    elif len(years := re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)) == 1:
        yield date(int(years[0]), 12, 31)
        yield date(int(years[0]), 1, 1)


def _days(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return
