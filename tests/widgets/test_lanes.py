"""The lanes of a block: in the order of the text, for everybody or for one role, wrapped and scrolled."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.plans.model import Block, Breakout, Lane, Material, Prompt
from facilitator_tui.widgets.lanes import LanePane, lane_items, roles_of

from .paper import lines, painted

BLOCK = Block(
    "Whose home?",
    "breakout",
    1200,
    lanes=(
        Lane("say", "Welcome back."),
        Lane("do", "Open the rooms.", "producer"),
        Lane("say exactly", "You may pass at any time."),
        Lane("chat", "What is home?"),
        Lane("handover", "To the producer."),
    ),
    prompts=(Prompt("What is home?", ("A place or people?",), 90),),
    per_speaker_s=120,
    may_pass=True,
    breakout=Breakout(3, "balanced", "Change speaker."),
    observe=("Who asks?",),
    fallbacks=("Stay together.",),
    materials=(Material("Map", "https://example.org/map"), Material("Pen")),
)


def test_everything_a_block_holds_in_the_order_of_use() -> None:
    assert [(label, text) for label, text, _ in lane_items(BLOCK, None)] == [
        ("Say:", "Welcome back."),
        ("Producer · Do:", "Open the rooms."),
        ("SAY EXACTLY:", "You may pass at any time."),
        ("Chat:", "What is home?"),
        ("Handover:", "To the producer."),
        ("Ask:", "What is home? (think 1:30)"),
        ("   ↳", "A place or people?"),
        ("Each:", "up to 2:00, may pass"),
        ("Rooms:", "of 3, balanced; half-way: Change speaker."),
        ("Observe:", "Who asks?"),
        ("Instead:", "Stay together."),
        ("Material:", "Map https://example.org/map"),
        ("Material:", "Pen"),
    ]


def test_one_role_sees_its_own_lane_without_its_name() -> None:
    assert roles_of(BLOCK) == ["facilitator", "producer"]
    labels = [label for label, *_ in lane_items(BLOCK, "producer")]
    assert labels[:2] == ["Do:", "Ask:"]


def test_the_first_line_counts_what_is_below_and_scrolling_ends_at_the_end() -> None:
    pane = LanePane()
    pane.show(BLOCK, None)
    first = lines(pane, 40, 4)
    assert first == [
        "─" * 23 + " ↓ 11 more lines",
        " Say: Welcome back.",
        " Producer · Do: Open the rooms.",
        " SAY EXACTLY: You may pass at any time.",
    ]
    pane.scroll(500)
    last = lines(pane, 40, 4)
    assert last[0] == "─" * 40
    assert last[3] == " Material: Pen"
    pane.scroll(-1)
    assert lines(pane, 40, 4)[0].endswith(" ↓ 1 more line")
    pane.scroll(-500)
    assert lines(pane, 40, 4) == first


def test_another_block_or_role_begins_at_the_top() -> None:
    pane = LanePane()
    pane.show(BLOCK, None)
    lines(pane, 40, 4)
    pane.scroll(3)
    pane.show(BLOCK, "producer")
    assert lines(pane, 40, 4)[1] == " Do: Open the rooms."
    pane.show(None, None)
    assert lines(pane, 40, 3) == ["─" * 40, "", ""]


def test_long_words_and_lines_are_wrapped_and_nothing_is_lost() -> None:
    words = "Tell one another about a place that feels like home and what you would miss there most of all"
    pane = LanePane()
    pane.show(Block("Home", "discussion", 60, lanes=(Lane("say", words),)), None)
    told = " ".join(line.strip() for line in lines(pane, 24, 12)[1:])
    assert told.split() == ["Say:", *words.split()]


@given(st.text(max_size=200), st.integers(1, 90), st.integers(1, 12), st.integers(-5, 30))
def test_the_lines_are_as_wide_as_the_pane_whatever_the_text_is(
    text: str, width: int, height: int, scrolled: int
) -> None:
    pane = LanePane()
    pane.show(Block("x", "discussion", 60, lanes=(Lane("say", text), Lane("chat", text))), None)
    painted(pane, width, height)
    pane.scroll(scrolled)
    assert not set("".join(painted(pane, width, height))) & set("\x1b\x07\n\t\u202e")
