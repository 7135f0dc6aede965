"""The key bar: the first keys first, in as many lines as there are, and a click is the key it hits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from facilitator_tui.widgets.key_bar import KeyBar, KeyPainter

from .paper import lines, painted

ITEMS = (("1…0", "floor"), ("␣", "nobody"), ("f", "me"), ("→", "next"), ("?", "help"))


def bar_of(*items: tuple[str, str]) -> KeyPainter:
    bar = KeyPainter()
    bar.show(items)
    return bar


def test_keys_flow_over_the_lines_and_what_does_not_fit_is_left_out() -> None:
    assert lines(bar_of(*ITEMS), 60, 1) == [" 1…0 floor  ␣ nobody  f me  → next  ? help"]
    assert lines(bar_of(*ITEMS), 22, 2) == [" 1…0 floor  ␣ nobody", " f me  → next  ? help"]
    assert lines(bar_of(*ITEMS), 19, 1) == [" 1…0 floor"]


def test_kept_keys_have_their_place_before_the_others() -> None:
    bar = bar_of()
    bar.show((*ITEMS, ("^e", "end"), ("q", "leave")), 2)
    assert lines(bar, 80, 1) == [" 1…0 floor  ␣ nobody  f me  → next  ? help  ^e end  q leave"]
    assert lines(bar, 50, 1) == [" 1…0 floor  ␣ nobody  f me  ^e end  q leave"]
    assert lines(bar, 24, 2) == [" 1…0 floor  ␣ nobody", " f me  ^e end  q leave"]
    assert lines(bar, 18, 1) == [" ^e end  q leave"]
    hit = bar.clicked(9, 0)
    assert isinstance(hit, KeyBar.Pressed)
    assert hit.index == 6


@given(st.integers(17, 200), st.integers(1, 3))
def test_kept_keys_are_there_at_every_width(width: int, height: int) -> None:
    bar = bar_of()
    bar.show((*ITEMS, ("^e", "end"), ("q", "leave")), 2)
    shown = "\n".join(painted(bar, width, height))
    assert "^e end" in shown
    assert "q leave" in shown


def test_a_sentence_takes_the_place_of_the_keys_and_of_their_clicks() -> None:
    bar = bar_of(*ITEMS)
    bar.announce("KEYS GO ELSEWHERE")
    assert lines(bar, 60, 2) == [" KEYS GO ELSEWHERE", ""]
    assert bar.clicked(15, 0) is None
    bar.announce("")
    assert lines(bar, 60, 2)[0].startswith(" 1…0 floor")


def test_without_keys_there_is_an_empty_line() -> None:
    assert lines(bar_of(), 10, 1) == [""]
    assert bar_of().clicked(0, 0) is None


@given(
    st.lists(st.sampled_from(["floor", "me", "nobody", "nächster", "漢字", "→ ←"]), unique=True),
    st.integers(1, 60),
    st.integers(1, 3),
)
def test_whoever_clicks_on_a_word_presses_its_key(titles: list[str], width: int, height: int) -> None:
    bar = bar_of(*(("^e", title) for title in titles))
    for y, line in enumerate(painted(bar, width, height)):
        for index, title in enumerate(titles):
            before, found, _ = line.partition(f" ^e {title}")
            if found:
                first = cell_len(before)
                for x in (first + 1, first + cell_len(found) - 1):
                    hit = bar.clicked(x, y)
                    assert isinstance(hit, KeyBar.Pressed)
                    assert hit.index == index
