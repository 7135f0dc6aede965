"""Everything that is known of the awards, for one's own tables: a table with a row for each person, and JSON.

These are the organisation's own files: they hold names, addresses and the reasons of decisions, and are for no issuer.
Cells are text or numbers; who writes them into a file guards them against being run as formulas.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from facilitator_tui.completion.findings import Finding
from facilitator_tui.completion.verdict import SessionVerdict, digest
from facilitator_tui.exports.badges.facts import sessions_of
from facilitator_tui.exports.badges.rows import to_csv
from facilitator_tui.exports.tables import Cell
from facilitator_tui.exports.times import stamp
from facilitator_tui.issuing.award import Award, Awarding
from facilitator_tui.plain import plain

Row = tuple[Cell, ...]

_LONGEST: Final = 2_000

PEOPLE: Final = (
    *("course", "course_version", "course_title", "badge", "badge_name", "badge_version", "badge_level"),
    *("standing", "person", "name", "certificate_name", "given_name", "family_name", "email", "institution"),
    *("country", "role", "subgroup", "minor", "guardian_consent"),
)
VERDICT: Final = (
    *(
        "state",
        "met",
        "why",
        "override_earned",
        "override_by",
        "override_at",
        "override_why",
        "hold_by",
        "hold_at",
    ),
    *("hold_why", "confirmed_by", "confirmed_at", "confirmed_before", "rule", "rule_version", "rule_sha256"),
    *("verdict_sha256", "sessions_attended", "sessions_held", "absent_but_spoke"),
)
CREDITS: Final = (
    *(
        "live_hours",
        "planned_own_hours",
        "evidenced_own_hours",
        "hours_per_credit",
        "contact_hours_as_credits",
    ),
    *("planned_credits", "evidenced_credits", "credits_in_words"),
)
REST: Final = (
    *(
        "issued_action",
        "issued_to",
        "issued_badge",
        "issued_batch",
        "issued_remote",
        "issued_at",
        "times_in_ledger",
    ),
    *("from", "to", "facilitators", "zone", "made_at"),
)
_SESSION: Final = ("status", "counts", "minutes", "counted_minutes", "treated", "lacks", "confirmed")


class NeutralPerson(msgspec.Struct, frozen=True):
    """One person in the JSON: the award as it is, and the hash that the ledger knows its verdict by."""

    award: Award
    verdict_sha256: str


class NeutralFile(msgspec.Struct, frozen=True, kw_only=True):
    """The JSON. Times are milliseconds since 1970 in UTC."""

    kind: str = "badge-awards"
    version: int = 1
    course: str
    course_version: str
    course_title: str
    badge: str
    badge_name: str
    badge_version: str
    standing: str
    from_ms: int | None
    to_ms: int | None
    made_ms: int
    facilitators: tuple[str, ...]
    people: tuple[NeutralPerson, ...]


class Table(msgspec.Struct, frozen=True):
    """Heads and rows. Sessions and criteria are columns, as many as there are."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def table_of(awarding: Awarding, awards: Sequence[Award], zone: ZoneInfo) -> Table:
    """One row for each person; times are those of the zone."""
    modules = tuple(dict.fromkeys(each.module for award in awards for each in award.verdict.sessions))
    criteria = dict.fromkeys(_heads_of(each) for award in awards for each in _findings(award))
    heads = (
        *PEOPLE,
        *VERDICT,
        *(f"session_{module}_{what}" for module in modules for what in _SESSION),
        *(head for heads in criteria for head in heads),
        *CREDITS,
        *REST,
    )
    rows = tuple(_row(awarding, award, zone, modules, tuple(criteria)) for award in awards)
    return Table(heads, rows)


def to_neutral_csv(awarding: Awarding, awards: Sequence[Award], zone: ZoneInfo) -> str:
    """The table as CSV."""
    table = table_of(awarding, awards, zone)
    return to_csv(table.heads, table.rows)


def to_neutral_json(awarding: Awarding, awards: Sequence[Award]) -> bytes:
    """Every field of every award."""
    course, badge = awarding.course, awarding.badge
    found = NeutralFile(
        course=course.id,
        course_version=course.version,
        course_title=course.title,
        badge=badge.id,
        badge_name=badge.name,
        badge_version=badge.version,
        standing=badge.standing,
        from_ms=awarding.from_ms,
        to_ms=awarding.to_ms,
        made_ms=awarding.made_ms,
        facilitators=awarding.facilitators,
        people=tuple(NeutralPerson(award, digest(award.verdict)) for award in awards),
    )
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


Heads = tuple[str, str, str]


def _heads_of(found: Finding) -> Heads:
    """The three columns of a criterion; lengths of time are in minutes, and their heads say so."""
    unit = "_minutes" if "minutes" in found.kind else ""
    name = f"criterion_{plain(found.id)}"
    return f"{name}_needed{unit}", f"{name}_achieved{unit}", f"{name}_met"


def _findings(award: Award) -> Iterator[Finding]:
    """Every criterion, groups before their parts."""

    def walk(found: Finding) -> Iterator[Finding]:
        yield found
        for part in found.parts:
            yield from walk(part)

    for each in award.verdict.criteria:
        yield from walk(each)


def _row(
    awarding: Awarding, award: Award, zone: ZoneInfo, modules: tuple[int, ...], criteria: tuple[Heads, ...]
) -> Row:
    sessions = {each.module: each for each in award.verdict.sessions}
    findings = {_heads_of(each): each for each in _findings(award)}
    cells: list[Cell] = [*_person(awarding, award), *_verdict(award, zone)]
    for module in modules:
        cells += _session(sessions.get(module))
    for heads in criteria:
        cells += _criterion(findings.get(heads))
    cells += [*_credits(award), *_rest(awarding, award, zone)]
    return tuple(plain(cell, _LONGEST) if isinstance(cell, str) else cell for cell in cells)


def _person(awarding: Awarding, award: Award) -> Row:
    course, badge, who = awarding.course, awarding.badge, award.recipient
    return (
        *(course.id, course.version, course.title, badge.id, badge.name, badge.version, badge.level),
        *(badge.standing, who.person, who.name, who.certificate_name, who.given_name, who.family_name),
        *(who.email, who.institution, who.country, who.role, who.subgroup, int(who.minor)),
        int(who.guardian_consent),
    )


def _verdict(award: Award, zone: ZoneInfo) -> Row:
    verdict = award.verdict
    override, hold, confirmation = verdict.override, verdict.hold, verdict.confirmation
    decided: Row = (
        ("", "", "", "")
        if override is None
        else (int(override.earned), override.by, stamp(override.at_ms, zone), override.why)
    )
    held: Row = ("", "", "") if hold is None else (hold.by, stamp(hold.at_ms, zone), hold.why)
    confirmed: Row = ("", "") if confirmation is None else (confirmation.by, stamp(confirmation.at_ms, zone))
    return (
        *(verdict.state, int(verdict.met), verdict.why, *decided, *held, *confirmed),
        *(int(verdict.confirmed_before), verdict.rule.id, verdict.rule.version, verdict.rule.sha256),
        *(digest(verdict), *sessions_of(award), ", ".join(map(str, award.absent_but_spoke))),
    )


def _session(found: SessionVerdict | None) -> Row:
    if found is None:
        return ("",) * len(_SESSION)
    status = found.status if found.stage == "held" else found.stage
    times = (_minutes(found.present_ms), _minutes(found.counted_ms))
    return (
        status,
        int(found.counts),
        *times,
        found.treated or "",
        ", ".join(found.lacks),
        int(found.confirmed),
    )


def _criterion(found: Finding | None) -> Row:
    if found is None:
        return ("", "", "")
    if "minutes" in found.kind:
        return _minutes(found.needed), _minutes(found.achieved), int(found.met)
    return found.needed, found.achieved, int(found.met)


def _credits(award: Award) -> Row:
    found = award.credits
    if found is None:
        return ("",) * len(CREDITS)
    hours = found.hours
    evidenced = None if hours.evidenced_own_ms is None else _hours(hours.evidenced_own_ms)
    return (
        *(_hours(hours.live_ms), _hours(hours.planned_own_ms), evidenced, hours.per_credit),
        *(found.contact_only, found.planned, found.evidenced, " ".join(found.words)),
    )


def _rest(awarding: Awarding, award: Award, zone: ZoneInfo) -> Row:
    last = award.issued[-1] if award.issued else None
    issued: Row = (
        ("",) * 6
        if last is None
        else (last.action, last.issuer, last.issuer_badge, last.batch, last.remote, stamp(last.at_ms, zone))
    )
    return (
        *(*issued, len(award.issued), stamp(awarding.from_ms, zone), stamp(awarding.to_ms, zone)),
        *(", ".join(awarding.facilitators), zone.key, stamp(awarding.made_ms, zone)),
    )


def _minutes(ms: int) -> float:
    return round(ms / 60_000, 2)


def _hours(ms: int) -> float:
    return round(ms / 3_600_000, 2)
