"""The report as an Excel workbook: a summary, and a sheet each for people, spells, turns, notes and blocks.

For reading and reckoning in a spreadsheet: times and lengths are real ones, in the session's zone. The CSV tables hold
the same as bare numbers for other programs.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final
from zoneinfo import ZoneInfo

from facilitator_tui.exports import model as m
from facilitator_tui.exports.measures import CAUTION, measures
from facilitator_tui.exports.workbook_cells import Cell, add_sheet, bold, formed, length_cell, time_cell
from facilitator_tui.zones import zone_or_utc

Row = tuple[Cell, ...]

SUMMARY: Final = "summary"

_TIME: Final = 20
_WIDE: Final = {
    **dict.fromkeys(("from", "to", "at"), _TIME),
    **dict.fromkeys(("name", "title", "block title", "tags"), 28),
    "text": 80,
}

PEOPLE: Final = (
    *("seat", "name", "role", "came", "present", "by the platform", "talk", "share", "fair share", "turns"),
    *("turns under 3 s", "longest turn", "interjections", "passes", "trouble"),
)
SPELLS: Final = ("name", "role", "kind", "room", "from", "to", "length", "inferred")
TURNS: Final = (
    *("from", "to", "length", "name", "role", "source", "go-round", "uncertain", "block", "block title"),
)
NOTES: Final = ("at", "kind", "name", "tags", "text", "block", "block title")
BLOCKS: Final = ("block", "title", "planned", "given", "ran", "minutes over plan", "from", "to")


def to_xlsx(report: m.Report) -> bytes:
    """The workbook. No cell is a formula: a text that looks like one gets an apostrophe in front."""
    from openpyxl import Workbook

    zone = zone_or_utc(report.session.zone)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SUMMARY)
    for letter, width in (("A", 40), ("B", 28), ("C", 90)):
        sheet.column_dimensions[letter].width = width
    for label, *cells in _summary(report, zone):
        sheet.append([bold(sheet, label), *(formed(sheet, cell) for cell in cells)])
    add_sheet(book, "people", PEOPLE, _people(report), _WIDE)
    add_sheet(book, "spells", SPELLS, _spells(report, zone), _WIDE)
    add_sheet(book, "turns", TURNS, _turns(report, zone), _WIDE)
    add_sheet(book, "notes", NOTES, _notes(report, zone), _WIDE)
    add_sheet(book, "blocks", BLOCKS, _blocks(report, zone), _WIDE)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _summary(report: m.Report, zone: ZoneInfo) -> Iterator[tuple[str, *tuple[Cell, ...]]]:
    session = report.session
    yield "session", session.title
    yield "subgroup", session.subgroup
    yield "course", session.course
    yield "module", session.module
    yield "plan", session.plan_title, session.plan_sha256
    yield "planned for", time_cell(session.planned_ms, zone)
    yield "opened", time_cell(session.opened_ms, zone)
    yield "ended", time_cell(session.ended_ms, zone), "" if session.closed else "not closed"
    yield "times are those of", zone.key
    yield "length", length_cell(session.length_ms)
    yield "participants who came", sum(person.was_present for person in report.participants)
    yield "participants", len(report.participants)
    yield "source of talk", report.talk_source
    yield "talk", length_cell(report.talk_ms)
    yield "the facilitators' part of all talk", _rounded(report.facilitators_share)
    yield ("",)
    yield f"how evenly talk was spread over {report.equity.people} present", None, CAUTION
    for each in measures(report.equity):
        yield each.label, _rounded(each.value), each.means
    yield ("",)
    for sentence in report.precision:
        yield "how exact this is", None, sentence
    for gap in report.gaps:
        yield "not recorded from, to", time_cell(gap.from_ms, zone), time_cell(gap.to_ms, zone)
    yield "taken back or brought back", report.corrections.taken_back
    yield "amended", report.corrections.amended


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _yes(true: bool) -> str:
    return "yes" if true else "no"


def _people(report: m.Report) -> Iterator[Row]:
    for p in (*report.participants, *report.others):
        yield (
            *(p.seat, p.name, p.role, _yes(p.was_present), length_cell(p.present_ms)),
            *(length_cell(p.reported_ms), length_cell(p.talk_ms), _rounded(p.share), _rounded(p.fair_share)),
            *(p.turns, p.short_turns, length_cell(p.longest_ms), p.interjections, p.passes),
            length_cell(p.trouble_ms),
        )


def _spells(report: m.Report, zone: ZoneInfo) -> Iterator[Row]:
    for p in (*report.participants, *report.others):
        spans: list[tuple[str, int | None, int, int, bool]] = [
            *(("own log", None, s.from_ms, s.to_ms, s.inferred) for s in p.spells),
            *(("platform", None, s.from_ms, s.to_ms, False) for s in p.reported),
            *(("room", s.room, s.from_ms, s.to_ms, False) for s in report.rooms if s.person == p.id),
        ]
        for kind, room, start, end, inferred in spans:
            times = (time_cell(start, zone), time_cell(end, zone), length_cell(end - start))
            yield (p.name, p.role, kind, room, *times, _yes(inferred))


def _turns(report: m.Report, zone: ZoneInfo) -> Iterator[Row]:
    for turn in report.turns:
        yield (
            *(time_cell(turn.from_ms, zone), time_cell(turn.to_ms, zone), length_cell(turn.ms)),
            *(turn.name, turn.role, "recording" if turn.recorded else "key", _yes(turn.asked)),
            *(length_cell(turn.uncertain_ms or None), *_block(report, turn.block)),
        )


def _notes(report: m.Report, zone: ZoneInfo) -> Iterator[Row]:
    for note in report.notes:
        words = ("note", note.name, " ".join(note.tags), note.text)
        yield (time_cell(note.at_ms, zone), *words, *_block(report, note.block))
    for flag in report.flags or ():
        yield (time_cell(flag.at_ms, zone), "private flag", flag.name, "", "", *_block(report, flag.block))


def _blocks(report: m.Report, zone: ZoneInfo) -> Iterator[Row]:
    for b in report.blocks:
        over = None if b.from_ms is None else round((b.ran_ms - b.planned_ms) / 60_000, 2)
        yield (
            *(b.block + 1, b.title, length_cell(b.planned_ms), length_cell(b.given_ms)),
            *(length_cell(b.ran_ms), over, time_cell(b.from_ms, zone), time_cell(b.to_ms, zone)),
        )


def _block(report: m.Report, block: int | None) -> tuple[Cell, Cell]:
    if block is None:
        return None, ""
    return block + 1, next((each.title for each in report.blocks if each.block == block), "")
