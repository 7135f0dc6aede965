"""A sheet in lines: nothing is wider than the page, and no word is lost."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from facilitator_tui.plans.render import Bullets, Heading, Part, Said, Table
from facilitator_tui.widgets.page_lines import lines_of

TEXT = st.text("ab é漢ليل😀\u0301-\n ", max_size=60)
PARTS = st.lists(
    st.builds(Heading, st.sampled_from([1, 2]), TEXT)
    | st.builds(Said, st.sampled_from(["", "Say", "Say exactly (producer)"]), TEXT)
    | st.builds(Bullets, st.lists(TEXT, min_size=1, max_size=3).map(tuple)),
    max_size=5,
)
RUN = Table(
    ("from", "to", "min", "block", "kind", "lead"),
    (("18:00", "18:06", "6", "Welcome to everybody who is new", "opening", "facilitator"),),
)


def texts(part: Part, width: int) -> list[str]:
    return [line.text.rstrip() for line in lines_of([part], width)]


@given(PARTS, st.integers(8, 90))
def test_no_line_is_wider_than_the_page_and_no_letter_is_lost(parts: list[Part], width: int) -> None:
    lines = lines_of(parts, width)
    assert all(cell_len(line.text) <= width for line in lines)
    written = "".join(line.text for line in lines)
    for part in parts:
        for text in part.items if isinstance(part, Bullets) else [getattr(part, "text", "")]:
            for letter in re.findall("[b漢😀]", text):
                assert letter in written


def test_what_follows_a_label_or_a_mark_stands_below_its_words() -> None:
    assert texts(Said("Say", "one two three four five six seven eight"), 31) == [
        "Say: one two three four five",
        "  six seven eight",
    ]
    assert texts(Bullets(("one two three",), (("four five six",),)), 12) == [
        "• one two",
        "  three",
        "  – four",
        "    five six",
    ]
    assert texts(Said("Do", "Check:\n\n- the sound and the camera\n- the room"), 22) == [
        "Do: Check:",
        "",
        "- the sound and the",
        "  camera",
        "- the room",
    ]


def test_criteria_inside_a_group_stand_to_the_right() -> None:
    assert texts(Bullets(("all of:", "\u2007\u2007attend 4 sessions")), 40) == [
        "• all of:",
        "  • attend 4 sessions",
    ]


def test_the_columns_of_a_narrow_run_sheet_give_way_from_the_right() -> None:
    assert texts(RUN, 100)[1] == "18:00  18:06  6    Welcome to everybody who is new  opening  facilitator"
    assert texts(RUN, 60)[1] == "18:00  18:06  6    Welcome to everybo…  opening  facilitator"
    assert texts(RUN, 34)[1] == "18:00  18:06  6    Welcome to eve…"
    assert all(len(line) <= 8 for line in texts(RUN, 8))
    assert texts(RUN, 0) == []
