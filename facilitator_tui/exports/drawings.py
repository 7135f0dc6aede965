"""The drawings of a report's page, as SVG within it: a bar for a share, and a line of time for a person.

Every drawing says in words what it shows, and nothing is told by colour alone. They are drawings and not coloured
cells, since browsers print no backgrounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from facilitator_tui.exports import model as m
from facilitator_tui.exports.times import clock, length, stamp

_WIDTH: Final = 1_000
_THINNEST: Final = 2.0
"""A turn of a second in two hours would be too thin to be seen."""

_TICKS: Final = 5

STYLE: Final = """
svg { display: block; width: 100%; } .bar svg { height: 1.1em; min-width: 24mm; } .time svg { height: 1.6em; }
svg .of { fill: none; stroke: #888; } svg .share, svg .turn { fill: #246; } svg .there { fill: #999; }
svg .asked { fill: #fff; stroke: #246; stroke-width: 1.5; vector-effect: non-scaling-stroke; }
svg .edge { stroke: #bbb; vector-effect: non-scaling-stroke; }
.axis { display: flex; justify-content: space-between; } td.time, th.time { width: 68%; }
td.n { text-align: end; padding-inline-end: .6em; white-space: nowrap; }
"""


class Span(msgspec.Struct, frozen=True):
    """The stretch that a line of time shows, in milliseconds since 1970."""

    from_ms: int
    to_ms: int

    def place(self, ms: int) -> float:
        """Where this moment lies, from 0 to the width of a drawing."""
        inside = min(max(ms, self.from_ms), self.to_ms)
        return (inside - self.from_ms) / (self.to_ms - self.from_ms) * _WIDTH


def span_of(report: m.Report, turns: Iterable[m.TurnReport]) -> Span | None:
    """From the opening to the end, and as far as turns reach beyond; None where that is no time at all."""
    edges = [ms for turn in turns for ms in (turn.from_ms, turn.to_ms)]
    edges += [ms for ms in (report.session.opened_ms, report.session.ended_ms) if ms is not None]
    return Span(min(edges), max(edges)) if edges and min(edges) < max(edges) else None


def bar(share: float | None) -> str:
    """A bar for a share from 0 to 1; the figure stands beside it in words."""
    width = min(max(share or 0.0, 0.0), 1.0) * 100
    return (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="share" width="{width:.1f}" height="10"/>'
        '<rect class="of" width="100" height="10"/></svg>'
    )


def axis(span: Span, zone: ZoneInfo) -> str:
    """The times above the lines, evenly apart."""
    step = (span.to_ms - span.from_ms) / (_TICKS - 1)
    ticks = (f"<span>{clock(round(span.from_ms + step * tick), zone)}</span>" for tick in range(_TICKS))
    return f'<div class="axis">{"".join(ticks)}</div>'


def line_of_time(
    span: Span,
    person: m.PersonReport,
    turns: Sequence[m.TurnReport],
    blocks: Iterable[m.BlockReport],
    zone: ZoneInfo,
) -> str:
    """One person's session: turns as boxes (outlined where it was their place in a go-round), presence below them."""
    began = [span.place(block.from_ms) for block in blocks if block.from_ms is not None]
    parts = [f'<line class="edge" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="20"/>' for x in began]
    there = [(spell.from_ms, spell.to_ms) for spell in person.spells]
    there = there or [(spell.from_ms, spell.to_ms) for spell in person.reported]
    parts += [_box(span, "there", start, end, 17, 3, "there", zone) for start, end in there]
    parts += [
        _box(span, "asked" if turn.asked else "turn", turn.from_ms, turn.to_ms, 2, 12, length(turn.ms), zone)
        for turn in turns
    ]
    said = f"{in_words(len(turns))}, {length(sum(turn.ms for turn in turns))}"
    return (
        f'<svg viewBox="0 0 {_WIDTH} 20" preserveAspectRatio="none" role="img" aria-label="{said}">'
        f"{''.join(parts)}</svg>"
    )


def in_words(turns: int) -> str:
    """1 turn, 2 turns"""
    return "1 turn" if turns == 1 else f"{turns} turns"


def _box(
    span: Span, kind: str, start: int, end: int, top: int, height: int, says: str, zone: ZoneInfo
) -> str:
    x = span.place(start)
    width = max(span.place(end) - x, _THINNEST)
    x = min(x, _WIDTH - width)
    told = f"{stamp(start, zone)[11:]}–{stamp(end, zone)[11:]}, {says}"
    return (
        f'<rect class="{kind}" x="{x:.1f}" y="{top}" width="{width:.1f}" height="{height}">'
        f"<title>{escape(told)}</title></rect>"
    )
