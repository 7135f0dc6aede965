"""The report as Markdown, for reading, printing and pasting into a wiki.

Names and notes are text, never markup: whatever they contain is shown as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from facilitator_tui.exports import model as m
from facilitator_tui.exports.measures import CAUTION, NOTHING, measures
from facilitator_tui.exports.times import clock, day, length
from facilitator_tui.plain import plain
from facilitator_tui.zones import zone_or_utc

_NOTE_LIMIT = 100_000


def to_markdown(report: m.Report) -> str:
    """The whole report; times are those of the session's zone."""
    zone = zone_or_utc(report.session.zone)
    parts = [
        _header(report, zone),
        _participants(report),
        _facilitators(report),
        _equity(report.equity),
        _agenda(report, zone),
        _rounds(report, zone),
        _rooms(report, zone),
        _notes(report, zone),
        _flags(report, zone),
        _presence(report, zone),
        _precision(report, zone),
    ]
    return "\n".join(line for part in parts for line in part)


def text(words: str, limit: int = 200) -> str:
    """Somebody's words with everything escaped that Markdown or HTML would act on."""
    return re.sub(r"([\\`*_\[\]<>|~&$])", r"\\\1", plain(words, limit))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table whose first column is text and whose others are figures."""
    yield "| " + " | ".join(heads) + " |"
    yield "|---" + "|--:" * (len(heads) - 1) + "|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f} %"


def _number(value: float | None, digits: int = 2) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _header(report: m.Report, zone: ZoneInfo) -> Iterator[str]:
    session = report.session
    yield f"# {text(session.title) or 'Session'}"
    yield ""
    if session.subgroup:
        yield f"- Subgroup: {text(session.subgroup)}"
    if session.course:
        module = f", module {session.module}" if session.module is not None else ""
        yield f"- Course: {text(session.course)}{module}"
    if session.plan_title:
        yield f"- Plan: {text(session.plan_title)} ({session.plan_sha256[:12]})"
    if session.planned_ms is not None:
        yield f"- Planned for: {day(session.planned_ms, zone)} {clock(session.planned_ms, zone)} ({zone.key})"
    if session.opened_ms is not None and session.ended_ms is not None:
        began, ended = clock(session.opened_ms, zone), clock(session.ended_ms, zone)
        yield (
            f"- Held: {day(session.opened_ms, zone)}, {began} to {ended} ({zone.key}), "
            f"{length(session.length_ms)}" + ("" if session.closed else ", not closed")
        )
    else:
        yield "- Not held yet"
    came = sum(person.was_present for person in report.participants)
    yield f"- Participants: {came} of {len(report.participants)} came"
    yield ""


def _participants(report: m.Report) -> Iterator[str]:
    if not report.participants:
        return
    yield "## Participants"
    yield ""
    reported = any(person.reported_ms is not None for person in report.participants)
    heads = ["Participant", "Present", *(["By the platform"] if reported else [])]
    heads += [
        "Talk",
        "Share",
        "Fair share",
        "Turns",
        "under 3 s",
        "Longest",
        "Interjections",
        "Passes",
        "Trouble",
    ]
    yield from table(heads, (_participant(person, reported) for person in report.participants))
    yield "Share is of the participants' talk. Fair share is the share of talk over the share of presence (1: fair)."
    yield ""


def _participant(person: m.PersonReport, reported: bool) -> list[str]:
    if not person.was_present:
        return [text(person.name), "absent", *(["–"] if reported else []), *["–"] * 9]
    return [
        text(person.name),
        length(person.present_ms) if person.spells else "–",
        *([length(person.reported_ms)] if reported else []),
        length(person.talk_ms),
        _percent(person.share),
        _number(person.fair_share),
        str(person.turns),
        str(person.short_turns),
        length(person.longest_ms),
        str(person.interjections),
        str(person.passes),
        length(person.trouble_ms) if person.trouble_ms else "–",
    ]


def _facilitators(report: m.Report) -> Iterator[str]:
    if not any(person.turns for person in report.others):
        return
    yield "## Facilitators and others"
    yield ""
    rows = (
        [
            f"{text(p.name)} ({p.role})",
            length(p.talk_ms),
            _percent(p.share),
            str(p.turns),
            length(p.longest_ms),
        ]
        for p in report.others
    )
    yield from table(["Name", "Talk", "Share of all talk", "Turns", "Longest"], rows)
    yield f"The facilitators had {_percent(report.facilitators_share)} of all talk."
    yield ""


def _equity(found: m.EquityReport) -> Iterator[str]:
    yield "## How evenly talk was spread"
    yield ""
    rows = [[each.label, each.shown] for each in measures(found)]
    if not rows:
        yield NOTHING
        yield ""
        return
    yield from table([f"Measure over {found.people} participants present", "Value"], rows)
    yield CAUTION
    yield ""


def _agenda(report: m.Report, zone: ZoneInfo) -> Iterator[str]:
    if not report.blocks:
        return
    yield "## Agenda"
    yield ""
    rows = (
        [
            f"{block.block + 1}. {text(block.title)}",
            length(block.planned_ms),
            length(block.given_ms),
            length(block.ran_ms) if block.from_ms is not None else "–",
            length(block.ran_ms - block.planned_ms) if block.from_ms is not None else "–",
            clock(block.from_ms, zone) if block.from_ms is not None else "skipped",
        ]
        for block in report.blocks
    )
    yield from table(["Block", "Planned", "Given", "Ran", "Over plan", "From"], rows)


def _rounds(report: m.Report, zone: ZoneInfo) -> Iterator[str]:
    if not report.rounds:
        return
    yield "## Go-rounds"
    yield ""
    for go_round in report.rounds:
        missed = f"; not heard: {_list(go_round.not_heard)}" if go_round.not_heard else ""
        yield f"- {clock(go_round.began_ms, zone)}: {_list(go_round.heard) or 'nobody was heard'}{missed}"
    yield ""


def _rooms(report: m.Report, zone: ZoneInfo) -> Iterator[str]:
    if not report.rooms:
        return
    yield "## Breakout rooms"
    yield ""
    for stay in report.rooms:
        span = f"{clock(stay.from_ms, zone)}–{clock(stay.to_ms, zone)}"
        yield f"- Room {stay.room}: {text(stay.name)}, {span}"
    yield ""


def _list(names: Iterable[str]) -> str:
    return ", ".join(text(name) for name in names)


def _notes(report: m.Report, zone: ZoneInfo) -> Iterator[str]:
    if not report.notes:
        return
    yield "## Notes"
    yield ""
    for note in report.notes:
        about = f" ({text(note.name)})" if note.name else ""
        yield f"- {clock(note.at_ms, zone)}{about}: {text(note.text, _NOTE_LIMIT) or '(erased)'}"
    yield ""


def _flags(report: m.Report, zone: ZoneInfo) -> Iterator[str]:
    if not report.flags:
        return
    yield "## Private flags – do not pass on"
    yield ""
    for flag in report.flags:
        yield f"- {clock(flag.at_ms, zone)}: {text(flag.name) or 'the group'}"
    yield ""


def _presence(report: m.Report, zone: ZoneInfo) -> Iterator[str]:
    came = [person for person in report.participants if person.spells or person.reported]
    if not came:
        return
    yield "## Presence"
    yield ""
    for person in came:
        yield f"- {text(person.name)}: {'; '.join(_spells(person, zone))}"
    yield ""


def _spells(person: m.PersonReport, zone: ZoneInfo) -> Iterator[str]:
    for spell in person.spells:
        about = "from the first contribution " if spell.inferred else ""
        yield f"{about}{clock(spell.from_ms, zone)}–{clock(spell.to_ms, zone)}"
    for stay in person.reported:
        yield f"by the platform {clock(stay.from_ms, zone)}–{clock(stay.to_ms, zone)}"


def _precision(report: m.Report, zone: ZoneInfo) -> Iterator[str]:
    yield "## How exact this is"
    yield ""
    for sentence in report.precision:
        yield f"- {sentence}"
    for gap in report.gaps:
        span = f"{clock(gap.from_ms, zone)}–{clock(gap.to_ms, zone)}"
        yield f"- Not recorded: {span} ({length(gap.to_ms - gap.from_ms)})."
    taken, amended = report.corrections.taken_back, report.corrections.amended
    if taken or amended:
        yield f"- Corrections: {taken} taken back or brought back, {amended} amended."
    yield ""
