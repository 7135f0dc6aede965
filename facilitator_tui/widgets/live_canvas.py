"""The live screen's panel: which part stands where, from a tiny terminal to a wide one."""

from __future__ import annotations

from textual.geometry import Region, Size

from facilitator_tui.widgets.agenda_bar import AgendaBar
from facilitator_tui.widgets.board import ParticipantBoard
from facilitator_tui.widgets.canvas import Canvas, Placed, component_classes
from facilitator_tui.widgets.key_bar import KeyPainter
from facilitator_tui.widgets.lanes import LanePane
from facilitator_tui.widgets.notes import NoteStream
from facilitator_tui.widgets.status import StatusLine

FULL = 88
"""With so many columns the board shows all that it has, and names and marks in full as a rule."""

WIDE = 128
"""From this many columns on the block's text stands beside the board, which loses nothing by it."""


class LiveCanvas(Canvas):
    """Agenda, status, board, notes, lanes and keys. ``with_lanes`` false leaves the lanes' place to the notes."""

    COMPONENT_CLASSES = component_classes(
        AgendaBar, StatusLine, ParticipantBoard, NoteStream, LanePane, KeyPainter
    )

    def __init__(self, *, with_lanes: bool, id: str | None = None) -> None:
        self.agenda, self.status, self.board = AgendaBar(), StatusLine(), ParticipantBoard()
        self.notes, self.lanes, self.keys = NoteStream(), LanePane(), KeyPainter()
        self._with_lanes = with_lanes
        super().__init__([self.agenda, self.status, self.board, self.notes, self.lanes, self.keys], id=id)

    def placed(self, size: Size) -> list[Placed]:
        width, height = size
        low = height < 18
        agenda, keys = (1, 1) if low else (2, 2)
        if height < 7:
            agenda, keys = (1 if height > 4 else 0), 0
        middle = max(0, height - agenda - keys)
        wide = width >= WIDE and self._with_lanes and not low
        left = FULL + (width - WIDE) // 3 if wide else width
        # Below the width at which the text moves beside it the board waits with the width that it will have there.
        across = left if wide or low or not self._with_lanes else min(width, FULL)
        board = min(1 + len(self.board.rows), max(0, middle - 1))
        rest = middle - 1 - board
        notes = rest if wide or not self._with_lanes else min(rest, 1 if height < 30 else 4)
        top = agenda
        places: list[Placed] = [
            (self.agenda, Region(0, 0, width, agenda)),
            (self.status, Region(0, top, left, 1)),
            (self.board, Region(0, top + 1, across, board)),
            (self.notes, Region(0, top + 1 + board, left, notes)),
        ]
        if wide:
            places.append((self.lanes, Region(left, top, width - left, middle)))
        elif self._with_lanes:
            places.append((self.lanes, Region(0, top + 1 + board + notes, width, rest - notes)))
        places.append((self.keys, Region(0, height - keys, width, keys)))
        return [(painter, region) for painter, region in places if region.height > 0]
