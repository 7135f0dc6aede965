"""Reads dates and times as platforms write them for a person: local, without a zone, day and month in any order.

Whether 03/04/2026 is in March or in April is decided by proof from the whole file, or by whoever was asked;
where neither says, the usual order is taken and the reader is told so. No clock is read here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

import msgspec

from facilitator_tui.imports.problems import Damaged

LONGEST_SPELL = timedelta(hours=36)
"""Nobody stays longer in one meeting: Zoom ends a meeting after 30 hours, Teams too."""

_DATE = r"(\d{1,4})([/.\-])(\d{1,2})\2(\d{1,4})"
_TIME = r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d{1,6})?)?"

_LONGEST_TEXT = 80

_MORNING = ("am", "a", "오전", "ص", "öö", "πμ", "de")
_AFTERNOON = ("pm", "p", "오후", "م", "ös", "μμ", "du")


class Stamp(msgspec.Struct, frozen=True):
    """A date and time as it stands in ``line`` of a file: ``first`` and ``second`` are day and month, or not.

    ``year_first`` dates are always year, month, day. ``usual_day_first`` is what the way of writing suggests.
    ``offset_minutes`` is how far the time is ahead of UTC where the file says so, None where it does not.
    """

    text: str
    line: int
    year: int
    first: int
    second: int
    seconds: int
    year_first: bool
    usual_day_first: bool
    offset_minutes: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether the order of day and month matters for this date and the date itself does not tell."""
        return not self.year_first and self.first != self.second and max(self.first, self.second) <= 12


class DayOrder(msgspec.Struct, frozen=True):
    """How the dates of a file are to be read; ``warning`` is empty unless it had to be assumed."""

    day_first: bool
    warning: str = ""


def read_stamp(text: str, line: int) -> Stamp | None:
    """Read a date with a time; None when ``text`` is none, or names a day or an hour that does not exist."""
    if len(text) > _LONGEST_TEXT:
        return None
    words, offset = _without_offset(" ".join(_visible(text).replace(",", " ").replace("،", " ").split()))
    match = re.fullmatch(rf"{_DATE}(?:T| (?:à |at )?){_TIME}(.*)", words)
    before = re.fullmatch(rf"{_DATE} (\D+?) ?{_TIME}", words) if match is None else None
    if match:
        one, mark, two, three, hours, minutes, seconds, half = match.groups()
    elif before:
        one, mark, two, three, half, hours, minutes, seconds = before.groups()
    else:
        return None
    of_day = _seconds_of_day(int(hours), int(minutes), int(seconds or 0), half)
    year_first = len(one) > 2
    year, first, second = (one, two, three) if year_first else (three, one, two)
    usual = mark != "/" or not half.strip()
    stamp = Stamp(text, line, _full_year(year), int(first), int(second), of_day, year_first, usual, offset)
    readable = of_day >= 0 and (moment(stamp, True) or moment(stamp, False))
    return stamp if readable else None


def read_time_of_day(text: str, line: int, day: date) -> Stamp | None:
    """Read a time without a date, like "9:01 PM", as a time of ``day``; None when ``text`` is no time."""
    words = " ".join(_visible(text[:_LONGEST_TEXT]).split())
    match = re.fullmatch(rf"{_TIME}(.*)", words)
    before = re.fullmatch(rf"(\D+?) ?{_TIME}", words) if match is None else None
    if match:
        hours, minutes, seconds, half = match.groups()
    elif before:
        half, hours, minutes, seconds = before.groups()
    else:
        return None
    of_day = _seconds_of_day(int(hours), int(minutes), int(seconds or 0), half)
    return Stamp(text, line, day.year, day.month, day.day, of_day, True, True) if of_day >= 0 else None


def next_day(stamp: Stamp) -> Stamp:
    """Give the same time a day later: of somebody who left after midnight, when the file has no dates."""
    return msgspec.structs.replace(stamp, seconds=stamp.seconds + 86_400)


def _visible(text: str) -> str:
    """Leave out the marks of direction that browsers put around dates."""
    return re.sub("[\u200e\u200f\u061c\u202a-\u202e]", "", text)


def _without_offset(words: str) -> tuple[str, int | None]:
    """Take "Z", "UTC" or "+02:00" from the end of a time."""
    named = re.fullmatch(r"(.*\d(?: ?[AaPp]\.?[Mm]\.?)?) ?(?:Z|UTC|GMT)", words)
    if named:
        return named[1], 0
    counted = re.fullmatch(r"(.*:\d\d) ?([+-])(\d\d):?(\d\d)", words)
    if counted and int(counted[3]) < 16 and int(counted[4]) < 60:
        minutes = int(counted[3]) * 60 + int(counted[4])
        return counted[1], -minutes if counted[2] == "-" else minutes
    return words, None


def moment(stamp: Stamp, day_first: bool, zone: tzinfo = UTC) -> datetime | None:
    """Give the date and time in ``zone``; None when there is no such day in that order."""
    month, day = stamp.first, stamp.second
    if day_first and not stamp.year_first:
        month, day = day, month
    if not 1990 <= stamp.year <= 2100:
        return None
    if stamp.offset_minutes is not None:
        zone = timezone(timedelta(minutes=stamp.offset_minutes))
    try:
        return datetime(stamp.year, month, day, tzinfo=zone) + timedelta(seconds=stamp.seconds)
    except ValueError:
        return None


def settle_day_order(
    file: str, spells: Sequence[tuple[Stamp, Stamp]], others: Sequence[Stamp], asked: bool | None
) -> DayOrder:
    """Decide whether the day stands first in the dates of a file.

    A day over 12 proves the order, and so does a spell that would end before it began or last for days. Raises
    Damaged when the dates contradict one another, or what was asked for.
    """
    stamps = [stamp for spell in spells for stamp in spell] + list(others)
    in_order = [stamp for stamp in stamps if not stamp.year_first]
    day_first = next((stamp for stamp in in_order if stamp.first > 12), None)
    month_first = next((stamp for stamp in in_order if stamp.second > 12), None)
    if day_first and month_first:
        what = f'"{day_first.text}" has the day first, but line {month_first.line} the month first'
        raise Damaged(file, what, "download the report again instead of editing it", day_first.line)
    against = month_first if asked else day_first
    if asked is not None and against:
        wanted = "day" if asked else "month"
        what = f'"{against.text}" cannot have the {wanted} first'
        raise Damaged(file, what, "read it again without that option", against.line)
    if asked is not None:
        return DayOrder(asked)
    if day_first or month_first:
        return DayOrder(day_first is not None)
    return _by_length_or_habit(spells, [stamp for stamp in in_order if stamp.is_open])


def _by_length_or_habit(spells: Sequence[tuple[Stamp, Stamp]], undecided: list[Stamp]) -> DayOrder:
    if not undecided:
        return DayOrder(True)
    possible = [order for order in (True, False) if all(_is_plausible(spell, order) for spell in spells)]
    if len(possible) == 1:
        return DayOrder(possible[0])
    example = undecided[0]
    day_first = example.usual_day_first
    taken = moment(example, day_first)
    order, other = ("day first", "--month-first") if day_first else ("month first", "--day-first")
    return DayOrder(
        day_first,
        f"The dates can be read two ways and nothing in the file decides. They were read {order}: "
        f'"{example.text}" as {taken:%Y-%m-%d}. If that is wrong, read the file again with {other}.',
    )


def _is_plausible(spell: tuple[Stamp, Stamp], day_first: bool) -> bool:
    joined, left = (moment(stamp, day_first) for stamp in spell)
    return joined is not None and left is not None and timedelta() <= left - joined <= LONGEST_SPELL


def spell_milliseconds(joined: datetime, left: datetime) -> tuple[int, int]:
    """Give a spell in milliseconds since 1970 (UTC).

    Local hours that come twice, when summer time ends, are the first of the two, unless the spell would then
    end before it begins.
    """
    start, end = milliseconds(joined), milliseconds(left)
    return start, end if end >= start else milliseconds(left.replace(fold=1))


def milliseconds(time: datetime) -> int:
    """Give milliseconds since 1970 (UTC) of a time with a zone, whole seconds."""
    return int(time.timestamp()) * 1000


def _full_year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) <= 2 else 0)


def _seconds_of_day(hours: int, minutes: int, seconds: int, half: str) -> int:
    """Count the seconds since midnight; −1 when there is no such time."""
    mark = half.strip().lower().replace(".", "").replace(" ", "")
    if mark:
        if mark not in _MORNING + _AFTERNOON or not 1 <= hours <= 12:
            return -1
        hours = hours % 12 + (12 if mark in _AFTERNOON else 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        return -1
    return (hours * 60 + minutes) * 60 + seconds
