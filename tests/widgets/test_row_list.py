"""Lists: every line has exactly the width of the terminal, whatever the texts are; words narrow them down."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from facilitator_tui.widgets.columns import Column, laid_out, widths
from facilitator_tui.widgets.row_list import Row, RowList, matching
from tests.screen_text import picture

COLUMNS = (Column("at", 8), Column("who"), Column("length", 7, right=True, from_width=30), Column(""))
ROWS = [
    Row("h1", ("Lisbon",), heading=True),
    Row("a", ("18:00", "Amal")),
    Row("b", ("19:00", "Béla")),
    Row("h2", ("Tunis",), heading=True),
    Row("c", ("18:00", "Chiara")),
]


@given(st.lists(st.text(), max_size=4), st.integers(min_value=0, max_value=120))
def test_a_line_is_exactly_as_wide_as_asked(cells: list[str], total: int) -> None:
    assert cell_len(laid_out(cells + [""] * (4 - len(cells)), COLUMNS, total)) == total


def test_what_is_left_is_shared_and_narrow_lines_leave_columns_out() -> None:
    assert widths(COLUMNS, 60) == [8, 19, 7, 20]
    assert widths(COLUMNS, 20) == [8, 4, 0, 4]


def test_a_word_narrows_by_row_or_by_heading() -> None:
    assert [row.key for row in matching(ROWS, "béla")] == ["h1", "b"]
    assert [row.key for row in matching(ROWS, "TUNIS")] == ["h2", "c"]
    assert matching(ROWS, "nobody") == []


class ListApp(App[None]):
    def compose(self) -> ComposeResult:
        yield RowList((Column("at", 6), Column("who")), "Nobody.")


async def test_the_cursor_passes_over_headings_and_stays_with_its_row() -> None:
    app = ListApp()
    async with app.run_test(size=(30, 10)) as pilot:
        rows = app.query_one(RowList)
        assert rows.current == ""
        rows.show(ROWS)
        rows.focus()
        await pilot.press("down", "down")
        assert rows.current == "c"
        rows.show(ROWS[3:])
        assert rows.current == "c"
        rows.show(ROWS[:2])
        assert rows.current == "a"
        await pilot.pause()
        assert "▸ 18:00   Amal" in picture(app)


async def test_a_long_list_follows_its_cursor() -> None:
    app = ListApp()
    async with app.run_test(size=(30, 6)) as pilot:
        rows = app.query_one(RowList)
        rows.show([Row(str(n), (f"{n}:00", f"Person {n}")) for n in range(100)], "50")
        rows.focus()
        await pilot.pause()
        assert "▸ 50:00   Person 50" in picture(app)
        await pilot.press("end")
        assert "▸ 99:00   Person 99" in picture(app)
        await pilot.press("home")
        assert "▸ 0:00    Person 0" in picture(app)
