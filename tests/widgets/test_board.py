"""The participant board, line by line: every figure in its column, at any width, and one line painted per change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.strip import Strip

from facilitator_tui.dialogue.views import BoardRow
from facilitator_tui.widgets.board import ParticipantBoard, column_widths, marks_of
from facilitator_tui.widgets.canvas import Canvas, component_classes

from .paper import lines, painted

ROW = BoardRow(
    person="1", number=1, role="participant", attendance="here", floor_ms=None, talk_ms=0, share=0.0, turns=0,
    quiet_ms=None, hand=0, trouble_ms=None, to_ask=False, passed=False, interjections=0, notes=0, flags=0, room=0,
)  # fmt: skip


def board_of(
    *rows: BoardRow, names: tuple[str, ...] = ("Amina Belkacem", "Bruno Keller")
) -> ParticipantBoard:
    board = ParticipantBoard()
    people = [replace(row, person=str(number)) for number, row in enumerate(rows, start=1)]
    named = {str(number): name for number, name in enumerate(names, start=1)}
    board.show(people, named, {row.person: row.person for row in people})
    return board


def test_a_row_in_full() -> None:
    speaking = replace(ROW, floor_ms=65_000, talk_ms=754_000, share=0.62, turns=7, quiet_ms=0, notes=1)
    waiting = replace(ROW, talk_ms=3_600_000, share=0.38, turns=12, quiet_ms=185_000, hand=1, flags=2)
    assert lines(board_of(speaking, waiting), 100, 3) == [
        "key   name                      floor    talk            share turns quiet",
        "  1 ▶ Amina Belkacem             1:05   12:34 ██████▉      62%     7       1 note",
        "  2 ● Bruno Keller                    1:00:00 ████▏        38%    12    3m hand 1 · 2 flags",
    ]


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (80, "  2 ● Bruno Keller                59:59 ██▎     38%    12    3m hand 1"),
        (72, "  2 ● Bruno Keller                59:59  38%    12    3m hand 1"),
        (60, "  2 ● Bruno Keller               59:59  38%    3m hand 1"),
        (50, "  2 ● Bruno Keller               59:59 hand 1"),
        (36, "  2 ● Bruno Keller               h1"),
    ],
)
def test_what_a_narrow_board_leaves_out(width: int, shown: str) -> None:
    row = replace(ROW, talk_ms=3_599_000, share=0.38, turns=12, quiet_ms=185_000, hand=1)
    assert lines(board_of(ROW, row), width, 3)[2] == shown


def test_no_column_is_narrower_on_a_wider_board_and_there_is_hardly_anything_left_over() -> None:
    for width in range(1, 260):
        narrow, wide = column_widths(width), column_widths(width + 1)
        assert all(before <= after for before, after in zip(narrow, wide, strict=True)), width
        used = sum(cells + 1 for cells in narrow[:-1] if cells) + narrow[-1]
        assert used <= max(19, width)
        assert width - used < (7 if width < 100 else 1), width


def test_silence_counts_in_minutes_and_the_first_minute_is_calm() -> None:
    quiet = [replace(ROW, quiet_ms=ms) for ms in (0, 59_999, 60_000, 3_725_000)]
    board = board_of(*quiet, names=("Amina", "Bruno", "Chiara", "Deniz"))
    head, *rows = lines(board, 104, 5)
    at = head.index("quiet")
    assert [row[at : at + 5].strip() for row in rows] == ["", "", "1m", "1h02"]


def test_a_length_that_does_not_fit_its_column_is_told_to_the_minute() -> None:
    row = replace(ROW, talk_ms=3_725_000, share=1.0, turns=1)
    assert lines(board_of(row), 56, 2)[1] == "  1 ● Amina Belkacem              1h02 100%"
    assert lines(board_of(row), 100, 2)[1].split()[4] == "1:02:05"


def test_a_tiny_board_shows_key_sign_name_and_floor() -> None:
    assert lines(board_of(replace(ROW, floor_ms=5_000, talk_ms=5_000, share=1.0)), 24, 2) == [
        "key   name      floor",
        "  1 ▶ Amina Be…  0:05",
    ]


@pytest.mark.parametrize(
    ("changes", "sign"),
    [
        ({"attendance": "expected"}, "·"),
        ({"attendance": "here"}, "●"),
        ({"attendance": "left"}, "○"),
        ({"trouble_ms": 10}, "!"),
        ({"floor_ms": 10, "trouble_ms": 10}, "▶"),
    ],
)
def test_every_standing_has_a_sign_of_its_own(changes: dict[str, object], sign: str) -> None:
    assert lines(board_of(replace(ROW, **changes)), 80, 2)[1][4] == sign


@pytest.mark.parametrize(
    ("changes", "words", "letters"),
    [
        ({}, "", ""),
        ({"hand": 2, "room": 1}, "hand 2 · room 1", "h2 b1"),
        ({"trouble_ms": 95_000}, "trouble 1:35", "t1m"),
        ({"to_ask": True}, "to ask", "?"),
        ({"to_ask": True, "passed": True}, "passed for now", "p?"),
        ({"passed": True}, "passed", "p"),
        ({"interjections": 3, "notes": 1, "flags": 1}, "3 interj. · 1 note · 1 flag", "i3 n1 x1"),
        ({"notes": 2, "flags": 2}, "2 notes · 2 flags", "n2 x2"),
        ({"role": "producer"}, "producer", "prod"),
    ],
)
def test_marks_in_words_where_they_fit_and_in_letters_where_not(
    changes: dict[str, object], words: str, letters: str
) -> None:
    row = replace(ROW, **changes)
    assert marks_of(row, 40) == words
    assert marks_of(row, max(0, len(words) - 1)) == letters


def test_more_people_than_lines_stand_in_two_columns() -> None:
    board = board_of(*[ROW] * 7, names=tuple("ABCDEFG"))
    shown = lines(board, 80, 5)
    assert shown[0].count("key") == 2
    assert [line.split() for line in shown[1:]] == [
        ["1", "●", "A", "5", "●", "E"],
        ["2", "●", "B", "6", "●", "F"],
        ["3", "●", "C", "7", "●", "G"],
        ["4", "●", "D"],
    ]


NAMES = st.text("ab [/]漢ليل😀\u0301\x1b\u202e", max_size=30)
ROWS = st.builds(
    replace,
    st.just(ROW),
    attendance=st.sampled_from(["expected", "here", "left"]),
    floor_ms=st.none() | st.integers(0, 20_000_000),
    talk_ms=st.integers(0, 40_000_000),
    share=st.none() | st.floats(0, 1),
    turns=st.integers(0, 2000),
    quiet_ms=st.none() | st.integers(0, 20_000_000),
    hand=st.integers(0, 20),
    trouble_ms=st.none() | st.integers(0, 20_000_000),
    notes=st.integers(0, 99),
)


@given(st.lists(st.tuples(ROWS, NAMES), max_size=22), st.integers(1, 160), st.integers(1, 24))
def test_every_line_is_as_wide_as_the_board_whatever_stands_in_it(
    people: list[tuple[BoardRow, str]], width: int, height: int
) -> None:
    board = board_of(*(row for row, _ in people), names=tuple(name for _, name in people))
    text = "\n".join(painted(board, width, height))
    assert "\x1b" not in text
    assert "\u202e" not in text


@given(st.integers(0, 22), st.integers(1, 160), st.integers(1, 30), st.data())
def test_a_click_means_the_person_whose_line_it_hits(
    count: int, width: int, height: int, data: st.DataObject
) -> None:
    board = board_of(*[ROW] * count, names=tuple(f"N{n:02}" for n in range(1, count + 1)))
    shown = painted(board, width, height)
    x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    hit = board.clicked(x, y)
    if hit is None:
        return
    assert isinstance(hit, ParticipantBoard.Pressed)
    if cell_len(shown[y]) > 20:
        assert f"N{int(hit.person):02}" in shown[y]


class Panel(Canvas):
    """The board alone, counting the lines that are painted."""

    COMPONENT_CLASSES = component_classes(ParticipantBoard)

    def __init__(self) -> None:
        self.board = ParticipantBoard()
        super().__init__([self.board])


class OneBoard(App[None]):
    CSS = "Panel { width: 1fr; height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.panel = Panel()

    def compose(self) -> ComposeResult:
        yield self.panel


async def test_a_change_of_one_person_paints_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    app = OneBoard()
    async with app.run_test(size=(80, 8)) as pilot:
        rows = [replace(ROW, person=person) for person in "abcd"]
        names, keys = {person: person.upper() for person in "abcd"}, {person: person for person in "abcd"}
        board = app.panel.board
        board.show(rows, names, keys)
        await pilot.pause()
        painted_lines: list[int] = []
        paint = board.paint

        def watched(y: int) -> Strip:
            painted_lines.append(y)
            return paint(y)

        monkeypatch.setattr(board, "paint", watched)
        changed = [rows[0], rows[1], replace(rows[2], floor_ms=0), rows[3]]
        board.show_only(row for row in changed if row.person == "c")
        await pilot.pause()
        assert set(painted_lines) == {3}
        painted_lines.clear()
        board.show(list(changed), names, keys)
        await pilot.pause()
        assert painted_lines == []
