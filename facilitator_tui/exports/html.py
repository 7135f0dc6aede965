"""The report as one page of HTML, to be read on a screen, printed on A4 or sent on.

It says what the Markdown says, with drawings beside the figures. The frame of the page is in ``page``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from facilitator_tui.exports import drawings
from facilitator_tui.exports import model as m
from facilitator_tui.exports.measures import CAUTION, NOTHING, measures
from facilitator_tui.exports.page import fact_list, frame, html_table, isolated, line_list, shown
from facilitator_tui.exports.times import clock, day, length
from facilitator_tui.zones import zone_or_utc

_NOTE_LIMIT = 100_000


def to_html(report: m.Report) -> str:
    """The whole report; times are those of the session's zone."""
    zone = zone_or_utc(report.session.zone)
    title = report.session.title.strip() or "Session"
    parts = [
        [f'<h1 dir="auto">{shown(title)}</h1>'],
        fact_list(_facts(report, zone)),
        _agenda(report, zone),
        _attendance(report, zone),
        _talk(report),
        _timeline(report, zone),
        _equity(report.equity),
        _listed("Go-rounds", _rounds(report, zone)),
        _listed("Breakout rooms", _rooms(report, zone)),
        _listed("Notes", _notes(report, zone)),
        _listed("Private flags – do not pass on", _flags(report, zone)),
        _listed("How exact this is", _precision(report, zone)),
    ]
    return frame(title, (line for part in parts for line in part), drawings.STYLE)


# --- cells


def _name(words: str) -> str:
    return f'<td dir="auto">{shown(words)}</td>'


def _figure(words: str) -> str:
    return f'<td class="n">{shown(words)}</td>'


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f} %"


def _span(start: int, end: int, zone: ZoneInfo) -> str:
    return f"{clock(start, zone)}–{clock(end, zone)}"


def _listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A heading and its lines; nothing where there are none."""
    found = tuple(lines)
    if found:
        yield f"<h2>{title}</h2>"
        yield from line_list(found)


# --- parts


def _facts(report: m.Report, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    session = report.session
    if session.subgroup:
        yield "Subgroup", session.subgroup
    if session.course:
        module = f", module {session.module}" if session.module is not None else ""
        yield "Course", f"{session.course}{module}"
    if session.plan_title:
        yield "Plan", f"{session.plan_title} ({session.plan_sha256[:12]})"
    if session.planned_ms is not None:
        planned = session.planned_ms
        yield "Planned for", f"{day(planned, zone)} {clock(planned, zone)} ({zone.key})"
    if session.opened_ms is not None and session.ended_ms is not None:
        held = _span(session.opened_ms, session.ended_ms, zone)
        still = "" if session.closed else ", not closed"
        yield (
            "Held",
            f"{day(session.opened_ms, zone)}, {held} ({zone.key}), {length(session.length_ms)}{still}",
        )
    else:
        yield "Held", "not yet"
    came = sum(person.was_present for person in report.participants)
    yield "Participants", f"{came} of {len(report.participants)} came"


def _agenda(report: m.Report, zone: ZoneInfo) -> Iterator[str]:
    if report.blocks:
        yield "<h2>Agenda</h2>"
        heads = ("Block", "Planned", "Given", "Ran", "Over plan", "From")
        yield html_table(heads, (_block(block, zone) for block in report.blocks))


def _block(block: m.BlockReport, zone: ZoneInfo) -> list[str]:
    began = block.from_ms
    ran = ("–", "–", "skipped")
    if began is not None:
        ran = (length(block.ran_ms), length(block.ran_ms - block.planned_ms), clock(began, zone))
    figures = (length(block.planned_ms), length(block.given_ms), *ran)
    return [_name(f"{block.block + 1}. {block.title}"), *map(_figure, figures)]


def _attendance(report: m.Report, zone: ZoneInfo) -> Iterator[str]:
    if not report.participants:
        return
    yield "<h2>Who was there</h2>"
    heads = ("Participant", "Present", "By the platform", "Trouble", "From, to")
    yield html_table(heads, (_presence(person, zone) for person in report.participants))


def _presence(person: m.PersonReport, zone: ZoneInfo) -> list[str]:
    present = "–" if person.was_present else "absent"
    return [
        _name(person.name),
        _figure(length(person.present_ms) if person.spells else present),
        _figure(length(person.reported_ms)),
        _figure(length(person.trouble_ms) if person.trouble_ms else "–"),
        f"<td>{shown('; '.join(_spells(person, zone)))}</td>",
    ]


def _spells(person: m.PersonReport, zone: ZoneInfo) -> Iterator[str]:
    for spell in person.spells:
        about = "from the first contribution " if spell.inferred else ""
        yield f"{about}{_span(spell.from_ms, spell.to_ms, zone)}"
    for stay in person.reported:
        yield f"by the platform {_span(stay.from_ms, stay.to_ms, zone)}"


def _talk(report: m.Report) -> Iterator[str]:
    came = [person for person in report.participants if person.was_present]
    if not report.talk_ms or not came:
        return
    yield "<h2>Talk</h2>"
    heads = (
        "Participant",
        "Share",
        "",
        "Talk",
        "Fair share",
        "Turns",
        "under 3 s",
        "Longest",
        "Interj.",
        "Passes",
    )
    yield html_table(heads, map(_share, came))
    yield (
        "<p>Share is of the participants' talk. Fair share is the share of talk over the share of presence "
        f"(1: fair). The facilitators had {_percent(report.facilitators_share)} of all talk.</p>"
    )


def _share(person: m.PersonReport) -> list[str]:
    fair = "–" if person.fair_share is None else f"{person.fair_share:.2f}"
    figures = (
        *(
            length(person.talk_ms),
            fair,
            str(person.turns),
            str(person.short_turns),
            length(person.longest_ms),
        ),
        *(str(person.interjections), str(person.passes)),
    )
    drawn = f'<td class="bar">{drawings.bar(person.share)}</td>'
    return [_name(person.name), _figure(_percent(person.share)), drawn, *map(_figure, figures)]


def _timeline(report: m.Report, zone: ZoneInfo) -> Iterator[str]:
    counted = [turn for turn in report.turns if turn.recorded == (report.talk_source == "recording")]
    span = drawings.span_of(report, counted)
    if not counted or span is None:
        return
    yield "<h2>Turns over time</h2>"
    rows = [["<td></td>", f'<td class="time">{drawings.axis(span, zone)}</td>', "<td></td>"]]
    for person in (*report.participants, *report.others):
        mine = [turn for turn in counted if turn.person == person.id]
        if mine or (person.was_present and person.role == "participant"):
            drawn = drawings.line_of_time(span, person, mine, report.blocks, zone)
            said = f"{drawings.in_words(len(mine))}, {length(sum(turn.ms for turn in mine))}"
            about = "" if person.role == "participant" else f" ({person.role})"
            rows.append([_name(f"{person.name}{about}"), f'<td class="time">{drawn}</td>', _figure(said)])
    yield html_table(("Who", "When", "In all"), rows)
    yield (
        "<p>A box is a turn, an outlined one a place in a go-round; the line below is presence, a thin upright "
        "line the beginning of a block.</p>"
    )


def _equity(found: m.EquityReport) -> Iterator[str]:
    yield "<h2>How evenly talk was spread</h2>"
    rows = [
        [f"<td>{shown(each.label)}</td>", _figure(each.shown), f"<td>{shown(each.means)}</td>"]
        for each in measures(found)
    ]
    if not rows:
        yield f"<p>{shown(NOTHING)}</p>"
        return
    yield html_table((f"Measure over {found.people} participants present", "Value", "What it means"), rows)
    yield f"<p>{shown(CAUTION)}</p>"


def _rounds(report: m.Report, zone: ZoneInfo) -> Iterator[str]:
    for go_round in report.rounds:
        missed = f"; not heard: {_names(go_round.not_heard)}" if go_round.not_heard else ""
        yield f"{clock(go_round.began_ms, zone)}: {_names(go_round.heard) or 'nobody was heard'}{missed}"


def _names(names: Iterable[str]) -> str:
    return ", ".join(map(isolated, names))


def _rooms(report: m.Report, zone: ZoneInfo) -> Iterator[str]:
    for stay in report.rooms:
        yield f"Room {stay.room}: {isolated(stay.name)}, {_span(stay.from_ms, stay.to_ms, zone)}"


def _notes(report: m.Report, zone: ZoneInfo) -> Iterator[str]:
    for note in report.notes:
        about = f" ({isolated(note.name)})" if note.name else ""
        words = isolated(note.text, _NOTE_LIMIT) if note.text else "(erased)"
        yield f"{clock(note.at_ms, zone)}{about}: {words}"


def _flags(report: m.Report, zone: ZoneInfo) -> Iterator[str]:
    for flag in report.flags or ():
        yield f"{clock(flag.at_ms, zone)}: {isolated(flag.name) if flag.name else 'the group'}"


def _precision(report: m.Report, zone: ZoneInfo) -> Iterator[str]:
    yield from report.precision
    for gap in report.gaps:
        yield f"Not recorded: {_span(gap.from_ms, gap.to_ms, zone)} ({length(gap.to_ms - gap.from_ms)})."
    taken, amended = report.corrections.taken_back, report.corrections.amended
    if taken or amended:
        yield f"Corrections: {taken} taken back or brought back, {amended} amended."
