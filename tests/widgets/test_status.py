"""The status line: whether all is saved comes first, and what was just done after it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.widgets.status import StatusLine, saved_sign

from .paper import lines, painted


def shown(sign: str, safe: bool, text: str, width: int = 80, look: str = "said") -> str:
    line = StatusLine()
    line.show(sign, safe, text, look)
    return lines(line, width, 1)[0]


@pytest.mark.parametrize(
    ("saved", "unsaved", "at", "sign", "safe"),
    [
        (12, 0, "18:42:07", "saved 18:42:07 · 12", True),
        (12, 0, "", "saved · 12", True),
        (12, 3, "18:42:07", "NOT SAVED (3) The disk is full.", False),
    ],
)
def test_the_sign_says_in_words_whether_all_is_safe(
    saved: int, unsaved: int, at: str, sign: str, safe: bool
) -> None:
    assert saved_sign(saved, unsaved, at, "The disk is full." if unsaved else "") == (sign, safe)


def test_the_sign_and_then_what_was_done() -> None:
    assert shown("saved 18:42:07 · 12", True, "Amina has the floor") == (
        " saved 18:42:07 · 12  Amina has the floor"
    )


def test_in_a_tiny_terminal_the_time_gives_way_to_what_was_done() -> None:
    assert shown("saved 18:42:07 · 12", True, "Amina left", 24) == " saved · 12  Amina left"
    assert shown("saved 18:42:07 · 12", True, "", 20) == " saved 18:42:07 · 12"


def test_in_a_tiny_terminal_a_question_comes_before_the_sign_unless_something_is_not_saved() -> None:
    for look in ("waits", "refused"):
        assert shown("saved 18:42:07 · 12", True, "hand: whom?", 20, look) == " hand: whom?"
        assert (
            shown("NOT SAVED (3) The disk is full.", False, "hand: whom?", 20, look) == " NOT SAVED (3) The d"
        )


@given(st.text(max_size=60), st.booleans(), st.text(max_size=120), st.integers(1, 120))
def test_the_line_is_as_wide_as_the_screen_whatever_it_says(
    sign: str, safe: bool, text: str, width: int
) -> None:
    line = StatusLine()
    line.show(sign, safe, text, "refused")
    assert not set(painted(line, width, 1)[0]) & set("\x1b\x07\n\t\u202e")
