"""What a report of a session holds: the one value that every form of report is made from.

Values only; ``exports.build`` makes them. This is also the documented JSON shape (docs/reports.md), so a field
is never renamed or given another meaning without a new ``version``.

Times are milliseconds since 1970 in UTC, lengths are milliseconds, shares run from 0 to 1. None: not known, or
undefined.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from facilitator_tui.plans.model import Role

TalkSource = Literal["keys", "recording", "none"]
"""Where talk comes from: logged by hand, from a recording's turns, or nobody logged any."""

SHORT_MS = 3_000
"""A turn shorter than this is about as long as its own uncertainty."""

EDGE_S = "1–2"
"""How far the edges of a turn that was logged by hand may be off, in seconds."""


class About(msgspec.Struct, frozen=True):
    """What is known of the session beside its journal."""

    id: str
    title: str
    subgroup: str = ""
    course: str = ""
    module: int | None = None
    zone: str = "UTC"
    planned_ms: int | None = None


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The session. ``ended_ms`` is when it was closed; of one that was not, its last entry (``closed`` False)."""

    id: str
    title: str
    subgroup: str
    course: str
    module: int | None
    zone: str
    plan_title: str
    plan_sha256: str
    planned_ms: int | None
    opened_ms: int | None
    ended_ms: int | None
    closed: bool
    length_ms: int


class PresenceSpell(msgspec.Struct, frozen=True):
    """One stretch of presence in the own log. ``inferred``: nobody marked the arrival, but the person acted."""

    from_ms: int
    to_ms: int
    inferred: bool = False
    device: str = ""


class ReportedSpell(msgspec.Struct, frozen=True):
    """One stretch of being connected, by a platform's report."""

    from_ms: int
    to_ms: int


class PersonReport(msgspec.Struct, frozen=True, kw_only=True):
    """One person.

    ``present_ms`` is the own log's presence, devices and overlaps counted once; ``reported_ms`` that of platform
    reports, None without one. ``talk_ms``, ``turns``, ``short_turns`` (how many of these were shorter than 3 s) and
    ``longest_ms`` come from the report's ``talk_source``; ``by_key_ms`` and ``recorded_ms`` give both sources.
    ``share`` is of the participants' talk for a participant, of all talk for anybody else. ``fair_share`` is the
    share of talk over the share of presence (1: fair).
    """

    id: str
    name: str
    role: Role
    seat: int
    was_present: bool
    spells: tuple[PresenceSpell, ...]
    reported: tuple[ReportedSpell, ...]
    present_ms: int
    reported_ms: int | None
    talk_ms: int
    share: float | None
    fair_share: float | None
    turns: int
    short_turns: int
    longest_ms: int
    by_key_ms: int
    recorded_ms: int
    interjections: int
    passes: int
    trouble_ms: int


class TurnReport(msgspec.Struct, frozen=True, kw_only=True):
    """One turn. ``asked``: it was the person's place in a go-round. ``block`` counts from 0.

    ``uncertain_ms``: recording was interrupted, and the turn may have lasted up to that much longer.
    """

    person: str
    name: str
    role: Role
    from_ms: int
    to_ms: int
    ms: int
    recorded: bool
    asked: bool
    uncertain_ms: int
    block: int | None
    entry: str


class NoteReport(msgspec.Struct, frozen=True, kw_only=True):
    """A note; ``person`` and ``name`` are empty when it is about the group. ``tags`` are without "#"."""

    at_ms: int
    person: str
    name: str
    text: str
    tags: tuple[str, ...]
    block: int | None
    entry: str


class FlagReport(msgspec.Struct, frozen=True, kw_only=True):
    """A private flag."""

    at_ms: int
    person: str
    name: str
    block: int | None
    entry: str


class BlockReport(msgspec.Struct, frozen=True, kw_only=True):
    """Planned against actual. ``given_ms`` is planned plus what was given live; ``ran_ms`` is without pauses."""

    block: int
    title: str
    planned_ms: int
    given_ms: int
    ran_ms: int
    from_ms: int | None
    to_ms: int | None


class RoundReport(msgspec.Struct, frozen=True, kw_only=True):
    """A go-round, as names in the order in which people were to speak."""

    began_ms: int
    order: tuple[str, ...]
    heard: tuple[str, ...]
    not_heard: tuple[str, ...]


class RoomReport(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody was in breakout room ``room`` (from 1)."""

    room: int
    person: str
    name: str
    from_ms: int
    to_ms: int


class GapReport(msgspec.Struct, frozen=True):
    """Nothing was recorded in between: the program had stopped."""

    from_ms: int
    to_ms: int


class EquityReport(msgspec.Struct, frozen=True, kw_only=True):
    """How evenly talk was spread over the participants present, silent ones included (dialogue.equity)."""

    people: int
    gini_population: float | None
    gini_n_minus_1: float | None
    entropy_nats: float | None
    entropy_normalised: float | None
    hhi: float | None
    effective_n: float | None
    hoover: float | None
    cv_talk: float | None
    cv_turns: float | None
    turn_taking_index: float | None


class Corrections(msgspec.Struct, frozen=True):
    """How often the log was corrected: things taken back (undo, redo), and things amended afterwards."""

    taken_back: int
    amended: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The report of one session.

    ``participants`` are everybody with that role, by seat, also who did not come (but not seats that were never
    named and stayed empty); ``others`` are facilitators,
    producers and observers. ``facilitators_share`` is the facilitators' share of all talk. ``flags`` is None
    unless private flags were asked for. ``precision`` are sentences on how exact the figures are.
    """

    kind: Literal["session-report"] = "session-report"
    version: Literal[1] = 1
    session: Header
    talk_source: TalkSource
    talk_ms: int
    facilitators_talk_ms: int
    facilitators_share: float | None
    participants: tuple[PersonReport, ...]
    others: tuple[PersonReport, ...]
    equity: EquityReport
    blocks: tuple[BlockReport, ...]
    turns: tuple[TurnReport, ...]
    rounds: tuple[RoundReport, ...]
    rooms: tuple[RoomReport, ...]
    notes: tuple[NoteReport, ...]
    flags: tuple[FlagReport, ...] | None
    gaps: tuple[GapReport, ...]
    corrections: Corrections
    precision: tuple[str, ...]
