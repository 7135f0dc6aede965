"""Where the parts of the live screen stand, at every size: nothing overlaps, and more room never means less board."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Region, Size

from facilitator_tui.widgets.board import column_widths
from facilitator_tui.widgets.canvas import Painter
from facilitator_tui.widgets.live_canvas import LiveCanvas

from .test_board import ROW

HEIGHTS = st.integers(4, 60)


def canvas(people: int, with_lanes: bool) -> LiveCanvas:
    made = LiveCanvas(with_lanes=with_lanes)
    made.board.rows = [ROW] * people
    return made


def where(panel: LiveCanvas, part: Painter, width: int, height: int) -> Region:
    return next(
        (region for painter, region in panel.placed(Size(width, height)) if painter is part), Region()
    )


def columns(panel: LiveCanvas, width: int, height: int) -> list[int]:
    """The widths of all columns of the board at this size of the terminal; of both halves where it has two."""
    panel.board.width, panel.board.height = where(panel, panel.board, width, height).size
    halves = panel.board.columns
    return [*column_widths(panel.board.width // halves)] * halves


@given(HEIGHTS, st.integers(1, 21), st.booleans())
def test_no_column_of_the_board_is_narrower_in_a_wider_terminal(
    height: int, people: int, with_lanes: bool
) -> None:
    panel = canvas(people, with_lanes)
    before = columns(panel, 60, height)
    for width in range(61, 201):
        now = columns(panel, width, height)
        assert all(old <= new for old, new in zip(before, now, strict=True)), width
        before = now


@given(st.integers(1, 220), HEIGHTS, st.integers(0, 21), st.booleans())
def test_the_parts_lie_within_the_terminal_and_beside_one_another(
    width: int, height: int, people: int, with_lanes: bool
) -> None:
    taken: set[tuple[int, int]] = set()
    for _, region in canvas(people, with_lanes).placed(Size(width, height)):
        assert Region(0, 0, width, height).contains_region(region)
        cells = {(x, y) for x in range(region.x, region.right) for y in range(region.y, region.bottom)}
        assert not cells & taken
        taken |= cells


def test_the_board_reaches_the_text_beside_it() -> None:
    panel = canvas(11, True)
    for width in range(128, 201):
        board, lanes = (where(panel, part, width, 45) for part in (panel.board, panel.lanes))
        assert board.right == lanes.x
        assert lanes.right == width
