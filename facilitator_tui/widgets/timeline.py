"""Who spoke when, drawn as text: a line for each person, time from left to right, fuller blocks for more talk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from facilitator_tui.dialogue.state import SessionState, Turn
from facilitator_tui.widgets.figures import fitted

_BLOCKS = " ▁▂▃▄▅▆▇█"
_LABEL = 14
_MARKS_MIN = (5, 10, 15, 30, 60, 120)


def row_of(turns: Sequence[Turn], start_ms: int, end_ms: int, cells: int) -> str:
    """One person's line: each cell shows which part of its time the person had the floor, from blank to full.

    A turn too short to fill an eighth of its cell still shows as the lowest block.
    """
    span = max(1, end_ms - start_ms)
    talk = [0.0] * cells
    for turn in turns:
        first = (turn.from_ms - start_ms) * cells / span
        last = (turn.to_ms - start_ms) * cells / span
        for cell in range(max(0, int(first)), min(cells, int(last) + 1)):
            talk[cell] += max(0.0, min(last, cell + 1) - max(first, cell))
    return "".join(_BLOCKS[min(8, max(round(part * 8), 1 if part > 0 else 0))] for part in talk)


def axis(start_ms: int, end_ms: int, cells: int, at_ms: int | None) -> str:
    """Minutes since the start; ▲ where ``at_ms`` is."""
    minutes = max(1, (end_ms - start_ms) // 60_000)
    step = next((step for step in _MARKS_MIN if minutes / step <= max(1, cells // 8)), 240)
    line = [" "] * cells
    for minute in range(0, minutes + 1, step):
        at = minute * 60_000 * cells // max(1, end_ms - start_ms)
        for offset, character in enumerate(str(minute)):
            if at + offset < cells:
                line[at + offset] = character
    if at_ms is not None and cells:
        _put_mark(line, max(0, min(cells - 1, (at_ms - start_ms) * cells // max(1, end_ms - start_ms))))
    return "".join(line)


def _put_mark(line: list[str], at: int) -> None:
    """The mark takes the place of a whole number, or what is left of it would be another number."""
    for step in (-1, 1):
        cell = at + step if line[at].isdigit() else -1
        while 0 <= cell < len(line) and line[cell].isdigit():
            line[cell] = " "
            cell += step
    line[at] = "▲"


class Timeline(Widget):
    """Shows everybody who spoke, by seat; the turn under the cursor is marked below."""

    DEFAULT_CSS = "Timeline { height: 0; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[tuple[str, tuple[Turn, ...]]] = []
        self._start_ms = self._end_ms = 0
        self._at_ms: int | None = None

    def show(self, state: SessionState, names: Mapping[str, str], now_ms: int) -> None:
        by_person: dict[str, list[Turn]] = {}
        for turn in state.turns:
            by_person.setdefault(turn.person, []).append(turn)
        spoke = [person.id for person in state.seated() if person.id in by_person]
        self._lines = [(names.get(person, "?"), tuple(by_person[person])) for person in spoke]
        self._start_ms = state.opened_ms or 0
        self._end_ms = max([state.end_ms(now_ms), *(turn.to_ms for turn in state.turns)])
        self.styles.height = len(self._lines) + 1 if self._lines else 0
        self.refresh()

    def mark(self, at_ms: int | None) -> None:
        """Show where this moment is."""
        self._at_ms = at_ms
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        cells = max(0, width - _LABEL - 2)
        if y < len(self._lines):
            name, turns = self._lines[y]
            text = f" {fitted(name, _LABEL)} " + row_of(turns, self._start_ms, self._end_ms, cells)
        elif y == len(self._lines):
            text = f" {fitted('minutes', _LABEL)} " + axis(self._start_ms, self._end_ms, cells, self._at_ms)
        else:
            text = ""
        look = self.visual_style.rich_style
        return Strip([Segment(text, look)]).adjust_cell_length(width, look)
