"""The canvas: painters stand where they are placed, paint only what changed, and hear only their own clicks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from facilitator_tui.widgets.canvas import Canvas, Painter, Placed, component_classes
from tests.screen_text import picture

PLAIN = Style.null()


class Clicked(Message):
    def __init__(self, letter: str, x: int, y: int) -> None:
        self.where = (letter, x, y)
        super().__init__()


class Lettered(Painter):
    """Fills its lines with a letter and remembers which it painted."""

    PREFIX = "lettered"
    LOOKS = ("look",)

    def __init__(self, letter: str) -> None:
        super().__init__()
        self.letter = letter
        self.painted: list[int] = []
        self.sizes: list[tuple[int, int]] = []

    def resized(self) -> None:
        self.sizes.append((self.width, self.height))

    def paint(self, y: int) -> Strip:
        self.painted.append(y)
        return self.filled((self.letter * self.width, self.look("look")))

    def clicked(self, x: int, y: int) -> Message | None:
        return Clicked(self.letter, x, y)


class ThreeParts(Canvas):
    """A above; B and, two cells apart, C below."""

    COMPONENT_CLASSES = component_classes(Lettered)

    def __init__(self) -> None:
        self.above, self.left, self.right = Lettered("a"), Lettered("b"), Lettered("c")
        super().__init__([self.above, self.left, self.right])

    def placed(self, size: Size) -> list[Placed]:
        return [
            (self.above, Region(0, 0, size.width, 1)),
            (self.left, Region(0, 1, 4, 2)),
            (self.right, Region(6, 1, size.width - 6, 2)),
        ]


class Wall(App[None]):
    CSS = "ThreeParts { width: 1fr; height: 1fr; } ThreeParts > .lettered--look { text-style: bold; }"

    def __init__(self) -> None:
        super().__init__()
        self.parts = ThreeParts()
        self.clicks: list[tuple[str, int, int]] = []

    def compose(self) -> ComposeResult:
        yield self.parts

    def on_clicked(self, event: Clicked) -> None:
        self.clicks.append(event.where)


async def test_painters_stand_side_by_side_and_below_one_another() -> None:
    app = Wall()
    async with app.run_test(size=(12, 4)) as pilot:
        await pilot.pause()
        assert picture(app) == "aaaaaaaaaaaa\nbbbb  cccccc\nbbbb  cccccc\n"
        assert app.parts.left.look("look").bold


async def test_only_the_lines_that_changed_are_painted() -> None:
    app = Wall()
    async with app.run_test(size=(12, 4)) as pilot:
        await pilot.pause()
        for part in (app.parts.above, app.parts.left, app.parts.right):
            part.painted.clear()
        app.parts.left.letter = "B"
        app.parts.left.repaint(1, 1)
        await pilot.pause()
        assert picture(app) == "aaaaaaaaaaaa\nbbbb  cccccc\nBBBB  cccccc\n"
        assert app.parts.above.painted == []
        assert set(app.parts.left.painted) == {1}


async def test_a_painter_that_is_not_placed_repaints_nothing() -> None:
    app = Wall()
    async with app.run_test(size=(12, 4)) as pilot:
        await pilot.pause()
        app.parts.above.painted.clear()
        lonely = Lettered("z")
        lonely.canvas = app.parts
        lonely.repaint()
        await pilot.pause()
        assert app.parts.above.painted == []


async def test_a_new_size_is_told_to_those_whose_size_it_is() -> None:
    app = Wall()
    async with app.run_test(size=(12, 4)) as pilot:
        await pilot.resize_terminal(20, 4)
        await pilot.pause()
        assert app.parts.above.sizes == [(12, 1), (20, 1)]
        assert app.parts.left.sizes == [(4, 2)]


async def test_a_click_is_heard_by_the_part_below_it_in_its_own_coordinates() -> None:
    app = Wall()
    async with app.run_test(size=(12, 4)) as pilot:
        for x, y in ((3, 0), (3, 2), (8, 1), (5, 1), (0, 3)):
            await pilot.click(ThreeParts, offset=(x, y))
        await pilot.pause()
        assert app.clicks == [("a", 3, 0), ("b", 3, 1), ("c", 2, 0)]


def test_without_a_canvas_a_painter_has_no_style_and_needs_none() -> None:
    lonely = Lettered("x")
    lonely.repaint()
    assert lonely.look("look") == PLAIN


@given(st.lists(st.text("ab 漢😀\u0301é", max_size=12), min_size=1, max_size=4), st.integers(0, 30))
def test_parts_side_by_side_fill_the_line_exactly(parts: list[str], width: int) -> None:
    strip = Lettered("x").filled(*((part, PLAIN) for part in parts), width=width)
    assert strip.cell_length == width
