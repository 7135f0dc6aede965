"""The digest of a session for its participants: what we did, what we were as a group, when we meet again.

It names nobody. Nothing on it says of one person whether, how often or how long they spoke: no notes about anybody, no
flags, no shares. Notes about the group stand on it only where the facilitator tagged them #share, and not where they
hold somebody's name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, get_args
from zoneinfo import ZoneInfo

import msgspec

from facilitator_tui.exports import model as m
from facilitator_tui.exports.page import Section, Sheet, isolated
from facilitator_tui.exports.times import clock, day, length
from facilitator_tui.plans.model import Role, SessionPlan
from facilitator_tui.plans.run_sheet import for_audience
from facilitator_tui.zones import zone_or_utc

SHARE: Final = "share"
"""The tag of a note that the facilitator wants to pass on to everybody."""

FEWEST: Final = 4
"""Where fewer people spoke, a figure about the group would be one about each of them."""

_NO_NAMES: Final = {"seat", "guest", *get_args(Role)}
_SHORT, _PREFIX = 2, 4
_NOTE_LIMIT: Final = 100_000


class Following(msgspec.Struct, frozen=True):
    """The subgroup's next session, as far as it is planned."""

    title: str
    module: int | None = None
    planned_ms: int | None = None
    zone: str = "UTC"
    preparation: tuple[str, ...] = ()


class Digest(msgspec.Struct, frozen=True):
    """The page, and how many notes tagged #share were left out because they hold somebody's name."""

    sheet: Sheet
    left_out: int = 0


def digest(report: m.Report, plan: SessionPlan | None = None, following: Following | None = None) -> Digest:
    """The digest of a report; ``plan`` is the session's own."""
    zone = zone_or_utc(report.session.zone)
    marked = [note for note in report.notes if SHARE in map(str.casefold, note.tags) and not note.person]
    names = [person.name for person in (*report.participants, *report.others)]
    shared = [note for note in marked if not holds_a_name(note.text, names)]
    after = for_audience(plan, "participants").follow_up if plan is not None else ()
    sections = (
        _what_we_did(report),
        Section("Together", tuple(_together(report))),
        Section("To keep in mind", tuple(isolated(_bare(note.text), _NOTE_LIMIT) for note in shared)),
        Section("Afterwards", tuple(isolated(each, 1000) for each in after)),
        Section("Next time", tuple(_next(following)) if following is not None else ()),
        Section("About this page", ("It names nobody, and says of nobody how much they spoke.",)),
    )
    return Digest(
        Sheet(
            report.session.title.strip() or "Session",
            tuple(_facts(report, zone)),
            tuple(each for each in sections if each.lines or each.rows),
        ),
        len(marked) - len(shared),
    )


def holds_a_name(words: str, names: Iterable[str]) -> bool:
    """Whether a part of one of these names stands in the words, with an ending or without its accents too.

    Rather once too often: a note that is left out by mistake can be written anew.
    """
    parts = {part for name in names for part in re.findall(r"\w+", _folded(name))} - _NO_NAMES
    said = re.findall(r"\w+", _folded(words))
    return any(_is_said(part, said) for part in parts)


def _is_said(part: str, said: list[str]) -> bool:
    if part.upper() == part.lower():  # a script without capitals; Arabic writes "and" and "to" onto the name
        return len(part) >= _SHORT and any(part in word for word in said)
    if len(part) < _PREFIX:
        return len(part) > _SHORT and part in said
    return any(word.startswith(part) for word in said)


def _folded(words: str) -> str:
    """Without capitals and accents; the Turkish dotless i is an i."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(each for each in apart if unicodedata.category(each) != "Mn").replace("ı", "i")


def _bare(words: str) -> str:
    """The note without the tag that brought it here."""
    return re.sub(rf"(?<!\w)#{SHARE}\b", "", words, flags=re.IGNORECASE).strip()


def _facts(report: m.Report, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    session = report.session
    if session.subgroup:
        yield "Subgroup", session.subgroup
    if session.course:
        yield "Course", session.course + (f", module {session.module}" if session.module is not None else "")
    if session.opened_ms is not None and session.ended_ms is not None:
        span = f"{clock(session.opened_ms, zone)}–{clock(session.ended_ms, zone)}"
        yield "When", f"{day(session.opened_ms, zone)}, {span} ({zone.key})"
    came = sum(person.was_present for person in report.participants)
    if came:
        yield "We were", f"{came} {'participant' if came == 1 else 'participants'}"


def _what_we_did(report: m.Report) -> Section:
    ran = [block for block in report.blocks if block.from_ms is not None]
    skipped = [isolated(block.title) for block in report.blocks if block.from_ms is None] if ran else []
    lines = (f"Left for another time: {', '.join(skipped)}",) if skipped else ()
    rows = tuple((block.title, f"{max(1, round(block.ran_ms / 60_000))} min") for block in ran)
    return Section("What we did", lines, ("Part", "Time"), rows)


def _together(report: m.Report) -> Iterator[str]:
    came = [person for person in report.participants if person.was_present]
    turns, talk_ms = sum(person.turns for person in came), sum(person.talk_ms for person in came)
    if sum(person.talk_ms > 0 for person in came) >= FEWEST:
        yield f"We took the floor {_times(turns)} and talked for {length(talk_ms)} in all."
        effective = report.equity.effective_n
        if effective is not None:
            yield (
                f"The talk was spread as among {effective:.1f} people who all talk equally long; we were {len(came)}. "
                "That is neither good nor bad: listening is taking part."
            )
    if report.rounds:
        yield f"We went round {_times(len(report.rounds))}, so that everybody could speak or pass."
    rooms = {stay.room for stay in report.rooms}
    if len(rooms) > 1:
        yield f"We also met in {len(rooms)} small rooms."


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _next(following: Following) -> Iterator[str]:
    zone = zone_or_utc(following.zone)
    module = f", module {following.module}" if following.module is not None else ""
    when = "the day is still to be said"
    if following.planned_ms is not None:
        when = f"{day(following.planned_ms, zone)}, {clock(following.planned_ms, zone)} ({zone.key})"
    yield f"{isolated(following.title)}{module}: {when}"
    for each in following.preparation:
        yield f"Before it: {isolated(each, 1000)}"
