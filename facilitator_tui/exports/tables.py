"""The report as tables for spreadsheets: CSV in UTF-8, one table each for people, turns, spells, notes, blocks.

A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP ASVS 1.2.10). Times are those
of the session's zone, which has a column of its own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

from facilitator_tui.exports import model as m
from facilitator_tui.exports.times import stamp
from facilitator_tui.zones import zone_or_utc

Cell = str | int | float | None
Row = tuple[Cell, ...]

_STARTS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def guarded(cell: Cell) -> Cell:
    """The cell as text that no spreadsheet runs; numbers stay numbers."""
    if not isinstance(cell, str):
        return cell
    runs = cell.startswith(_STARTS_FORMULA) or cell.lstrip().startswith(_STARTS_FORMULA)
    return f"'{cell}" if runs else cell


def to_csv(report: m.Report, table: str) -> bytes:
    """One of ``TABLES`` as CSV, with a byte order mark so that Excel reads it as UTF-8."""
    head, rows = TABLES[table]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows(report, zone_or_utc(report.session.zone)):
        writer.writerow([guarded(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _seconds(ms: int | None) -> float | None:
    return None if ms is None else ms / 1000


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _people(report: m.Report, zone: ZoneInfo) -> Iterator[Row]:
    for p in (*report.participants, *report.others):
        yield (
            *(p.seat, p.name, p.role, int(p.was_present), _seconds(p.present_ms), _seconds(p.reported_ms)),
            *(
                _seconds(p.talk_ms),
                _rounded(p.share),
                _rounded(p.fair_share),
                p.turns,
                p.short_turns,
                _seconds(p.longest_ms),
            ),
            *(p.interjections, p.passes, _seconds(p.trouble_ms), p.id),
        )


def _turns(report: m.Report, zone: ZoneInfo) -> Iterator[Row]:
    titles = _titles(report)
    for turn in report.turns:
        yield (
            *(stamp(turn.from_ms, zone), stamp(turn.to_ms, zone), zone.key, _seconds(turn.ms)),
            *(turn.name, turn.role, "recording" if turn.recorded else "key", int(turn.asked)),
            *(_seconds(turn.uncertain_ms), *_block(turn.block, titles), turn.from_ms, turn.to_ms),
            *(turn.person, turn.entry),
        )


def _spells(report: m.Report, zone: ZoneInfo) -> Iterator[Row]:
    for p in (*report.participants, *report.others):
        spans: list[tuple[str, int | None, int, int, int]] = [
            *(("own", None, s.from_ms, s.to_ms, int(s.inferred)) for s in p.spells),
            *(("reported", None, s.from_ms, s.to_ms, 0) for s in p.reported),
            *(("room", s.room, s.from_ms, s.to_ms, 0) for s in report.rooms if s.person == p.id),
        ]
        for kind, room, start, end, inferred in spans:
            times = (stamp(start, zone), stamp(end, zone), zone.key, _seconds(end - start))
            yield (p.name, p.role, kind, room, *times, inferred, start, end, p.id)


def _notes(report: m.Report, zone: ZoneInfo) -> Iterator[Row]:
    titles = _titles(report)
    for note in report.notes:
        yield (
            *(stamp(note.at_ms, zone), zone.key, "note", note.name, " ".join(note.tags), note.text),
            *(*_block(note.block, titles), note.at_ms, note.person, note.entry),
        )
    for flag in report.flags or ():
        yield (
            *(stamp(flag.at_ms, zone), zone.key, "private flag", flag.name, "", ""),
            *(*_block(flag.block, titles), flag.at_ms, flag.person, flag.entry),
        )


def _blocks(report: m.Report, zone: ZoneInfo) -> Iterator[Row]:
    for b in report.blocks:
        yield (
            *(b.block + 1, b.title, _seconds(b.planned_ms), _seconds(b.given_ms), _seconds(b.ran_ms)),
            *(stamp(b.from_ms, zone), stamp(b.to_ms, zone), zone.key, b.from_ms, b.to_ms),
        )


def _titles(report: m.Report) -> dict[int, str]:
    return {block.block: block.title for block in report.blocks}


def _block(block: int | None, titles: dict[int, str]) -> tuple[Cell, Cell]:
    return (None, "") if block is None else (block + 1, titles.get(block, ""))


TABLES: dict[str, tuple[Row, Callable[[m.Report, ZoneInfo], Iterator[Row]]]] = {
    "people": (
        (
            *("seat", "name", "role", "was_present", "present_seconds", "reported_seconds", "talk_seconds"),
            *("share", "fair_share", "turns", "short_turns", "longest_seconds", "interjections", "passes"),
            *("trouble_seconds", "person"),
        ),
        _people,
    ),
    "turns": (
        (
            *("from", "to", "zone", "seconds", "name", "role", "source", "asked", "uncertain_seconds"),
            *("block", "block_title", "from_ms", "to_ms", "person", "entry"),
        ),
        _turns,
    ),
    "spells": (
        (
            *("name", "role", "kind", "room", "from", "to", "zone", "seconds", "inferred", "from_ms"),
            *("to_ms", "person"),
        ),
        _spells,
    ),
    "notes": (
        (
            *("at", "zone", "kind", "name", "tags", "text", "block", "block_title", "at_ms", "person"),
            "entry",
        ),
        _notes,
    ),
    "blocks": (
        (
            *("block", "title", "planned_seconds", "given_seconds", "ran_seconds", "from", "to", "zone"),
            *("from_ms", "to_ms"),
        ),
        _blocks,
    ),
}
"""Each table's name, its heads and what makes its rows."""
