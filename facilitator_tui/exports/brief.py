"""The brief: what a facilitator reads in the ten minutes before the subgroup's next session. Values, and the page.

What is known is put together in ``facilitator_tui/briefing.py``; what is concluded from the last sessions is in
``brief_build``. The page is for the facilitator alone: it holds names and notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from facilitator_tui.completion.reach import ReachKind
from facilitator_tui.exports.page import Section, Sheet, isolated
from facilitator_tui.exports.times import clock, day, length
from facilitator_tui.zones import zone_or_utc

_MINUTE: Final = 60_000
_NOTE_LIMIT: Final = 100_000


class Coming(msgspec.Struct, frozen=True):
    """The next session. ``planned_ms`` is None where no time was said; ``length_ms`` the participants' time."""

    title: str
    course: str = ""
    module: int | None = None
    planned_ms: int | None = None
    length_ms: int | None = None


class Step(msgspec.Struct, frozen=True):
    """A block of the next session; ``starts`` is a time of day, or the time since the start ("+0:12")."""

    starts: str
    title: str
    minutes: int
    lead: str


class Expected(msgspec.Struct, frozen=True):
    """A participant who is expected.

    ``last`` is what the last session has them down as, empty where they were not expected there; ``reach`` is what of
    each badge can still be reached; ``hangs`` says that missing this session puts one out of reach or makes a catch-up
    necessary; ``left`` that they left the course.
    """

    name: str
    level: str = ""
    last: str = ""
    reach: tuple[ReachKind, ...] = ()
    hangs: bool = False
    left: bool = False

    @property
    def word(self) -> str:
        """What can still be reached, in a word for each badge."""
        return "left" if self.left else ", ".join(self.reach)


class Remark(msgspec.Struct, frozen=True):
    """A note of the last session; ``name`` is empty where it is about the group."""

    at_ms: int
    name: str
    text: str


class Overrun(msgspec.Struct, frozen=True):
    """A block that took longer than planned."""

    title: str
    planned_ms: int
    ran_ms: int


class Last(msgspec.Struct, frozen=True, kw_only=True):
    """What the last session left behind.

    ``missed`` are names with how they were missed; ``late_ms`` is how long after its planned end the session ended (0:
    not), ``skipped`` are the blocks it did not come to. ``trouble`` are names with its length in milliseconds,
    ``technical`` the notes about it.
    """

    title: str
    at_ms: int
    closed: bool = True
    missed: tuple[tuple[str, str], ...] = ()
    open: tuple[Remark, ...] = ()
    promised: tuple[Remark, ...] = ()
    trouble: tuple[tuple[str, int], ...] = ()
    technical: tuple[Remark, ...] = ()
    overran: tuple[Overrun, ...] = ()
    late_ms: int = 0
    skipped: tuple[str, ...] = ()


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the page says; ``made_ms`` is when it was made.

    ``quiet`` are participants who were not heard much in the last ``sessions`` sessions. ``unknown`` says why nothing
    is known about badges, empty where it is.
    """

    subgroup: str
    zone: str
    made_ms: int
    coming: Coming | None = None
    prepare: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    team: tuple[str, ...] = ()
    expected: tuple[Expected, ...] = ()
    unknown: str = ""
    last: Last | None = None
    quiet: tuple[str, ...] = ()
    sessions: int = 0


def sheet_of(brief: Brief) -> Sheet:
    """The page. Times are those of the subgroup's zone."""
    zone, last = zone_or_utc(brief.zone), brief.last
    sections = [
        Section("To prepare", tuple(isolated(each, 1000) for each in brief.prepare)),
        _expected(brief),
        Section("Missed last time", tuple(_missed(last)) if last else ()),
        Section("Perhaps give them room", tuple(_quiet(brief))),
        Section("Promised", _remarks(last.promised, zone) if last else ()),
        Section("Still open", _remarks(last.open, zone) if last else ()),
        Section("Technical trouble last time", tuple(_trouble(last, zone)) if last else ()),
        Section("Time last time", tuple(_time(last)) if last else ()),
        _run(brief),
    ]
    return Sheet(
        f"Before the next session of {brief.subgroup}",
        tuple(_facts(brief, zone)),
        tuple(each for each in sections if each.lines or each.rows),
    )


def _facts(brief: Brief, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    coming, last = brief.coming, brief.last
    if coming is None:
        yield "Next session", "none is planned"
    else:
        yield "Next session", coming.title
        if coming.course:
            module = f", module {coming.module}" if coming.module is not None else ""
            yield "Course", f"{coming.course}{module}"
        yield "Begins", _begins(coming, brief.made_ms, zone)
        if coming.length_ms:
            yield "Planned for", f"{coming.length_ms // _MINUTE} min"
    if brief.team:
        yield "With", ", ".join(brief.team)
    if last is None:
        yield "Last session", "none yet"
    else:
        still = "" if last.closed else ", not closed"
        yield "Last session", f"{last.title}, {day(last.at_ms, zone)} {clock(last.at_ms, zone)}{still}"


def _begins(coming: Coming, now_ms: int, zone: ZoneInfo) -> str:
    """When it begins, and how long that is from now, in the unit that a person would say."""
    begins = coming.planned_ms
    if begins is None:
        return "nobody has said when"
    left = (begins - now_ms) // _MINUTE
    if left < 0:
        away = f"{-left} min ago"
    elif left < 120:
        away = f"in {left} min"
    else:
        away = f"in {left // 60} h" if left < 48 * 60 else f"in {left // (24 * 60)} days"
    return f"{day(begins, zone)} {clock(begins, zone)} ({zone.key}), {away}"


def _expected(brief: Brief) -> Section:
    """Who is expected; columns of which nothing is known are left out."""
    columns = (
        ("Participant", [each.name for each in brief.expected]),
        ("Level", [each.level for each in brief.expected]),
        ("Last time", [each.last for each in brief.expected]),
        ("Badge", [each.word for each in brief.expected]),
    )
    known = [(head, cells) for head, cells in columns if any(cells)]
    hangs = [isolated(each.name) for each in brief.expected if each.hangs]
    lines = [f"For {', '.join(hangs)} the badge hangs on this session."] if hangs else []
    lines += [brief.unknown] if brief.unknown else []
    rows = tuple(zip(*(cells for _, cells in known), strict=True))
    heads = tuple(head for head, _ in known)
    return (
        Section(f"Expected: {len(brief.expected)}", tuple(lines), heads, rows)
        if rows
        else Section("Expected")
    )


def _missed(last: Last) -> Iterator[str]:
    for name, how in last.missed:
        yield f"{isolated(name)}: {how}"


def _quiet(brief: Brief) -> Iterator[str]:
    if brief.quiet:
        names = ", ".join(map(isolated, brief.quiet))
        over = "the last session" if brief.sessions == 1 else f"the last {brief.sessions} sessions"
        yield f"{names}: not heard much in {over}."
        yield (
            "A suggestion, not a score. A go-round, a moment to think or talk in pairs may open a door; nobody has to "
            "go through it. Sessions in which somebody passed or had technical trouble do not count here."
        )


def _remarks(remarks: Iterable[Remark], zone: ZoneInfo) -> tuple[str, ...]:
    return tuple(_remark(each, zone) for each in remarks)


def _remark(remark: Remark, zone: ZoneInfo) -> str:
    about = f" ({isolated(remark.name)})" if remark.name else ""
    return f"{clock(remark.at_ms, zone)}{about}: {isolated(remark.text, _NOTE_LIMIT)}"


def _trouble(last: Last, zone: ZoneInfo) -> Iterator[str]:
    for name, ms in last.trouble:
        yield f"{isolated(name)}: {length(ms)} in all"
    yield from _remarks(last.technical, zone)


def _time(last: Last) -> Iterator[str]:
    for each in last.overran:
        more = round((each.ran_ms - each.planned_ms) / _MINUTE)
        yield (
            f"{isolated(each.title)} took {round(each.ran_ms / _MINUTE)} min instead of "
            f"{round(each.planned_ms / _MINUTE)} ({more} more)."
        )
    if last.skipped:
        yield f"Not come to: {', '.join(map(isolated, last.skipped))}."
    if last.late_ms >= _MINUTE:
        yield f"It ended {last.late_ms // _MINUTE} min after its planned end."


def _run(brief: Brief) -> Section:
    rows = tuple((each.title, each.starts, f"{each.minutes} min", each.lead) for each in brief.steps)
    return Section("The run of the session", (), ("Block", "From", "Length", "Led by"), rows)
