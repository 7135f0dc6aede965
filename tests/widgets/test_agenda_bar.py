"""The agenda bar: two lines that say where the session stands, at any width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from facilitator_tui.dialogue.agenda import AgendaView
from facilitator_tui.widgets.agenda_bar import AgendaBar

from .paper import lines, painted

RUNNING = AgendaView(
    count=5, block=1, title="Dialogue", left_ms=725_000, given_ms=2_400_000, paused=False, behind_ms=0,
    expected_end_ms=0, planned_end_ms=0, starts_in_ms=None, level="calm", following="Closing",
)  # fmt: skip

TITLE = "Lisbon–Amman 3 · Who belongs?"


def shown(
    view: AgendaView | None, width: int = 80, *, expected: str = "20:00", planned: str = "20:00"
) -> list[str]:
    bar = AgendaBar()
    bar.show(view, TITLE, "19:12", expected, planned)
    return lines(bar, width, 2)


def test_a_running_block() -> None:
    assert shown(RUNNING) == [
        " 2/5 Dialogue                                                        12:05 left",
        " ███████████▏    ▏on time · ends 20:00 · 19:12",
    ]


def test_a_wide_bar_also_says_what_comes_next() -> None:
    assert shown(RUNNING, 100)[1] == (
        " ██████████████████████▍         ▏on time · ends 20:00 · next: Closing · 19:12"
    )


@pytest.mark.parametrize(
    ("behind_s", "words"),
    [(0, "on time"), (29, "on time"), (-29, "on time"), (30, "0:30 behind"), (-90, "1:30 ahead")],
)
def test_half_a_minute_either_way_is_on_time(behind_s: int, words: str) -> None:
    assert f"▏{words} · " in shown(replace(RUNNING, behind_ms=behind_s * 1000))[1]


def test_an_end_that_moved_is_shown_beside_the_planned_one() -> None:
    assert "ends 20:04 (plan 20:00)" in shown(replace(RUNNING, behind_ms=240_000), expected="20:04")[1]


def test_an_overrun_a_pause_and_a_block_given_no_time_at_all() -> None:
    over = replace(RUNNING, left_ms=-65_000, level="over")
    assert shown(over)[0].endswith(" 1:05 OVER")
    assert shown(over)[1].startswith(" ████████████████▏")
    assert shown(replace(RUNNING, paused=True))[0].endswith(" ‖ PAUSED 12:05 left")
    assert shown(replace(over, given_ms=0))[1].startswith(" ████████████████▏")


BEFORE = replace(RUNNING, block=None, title="", following="Check-in", starts_in_ms=95_000)


@pytest.mark.parametrize(
    ("view", "line"),
    [
        (BEFORE, " starts in 1:35 · → begins: Check-in"),
        (replace(BEFORE, starts_in_ms=-95_000), " should have started 1:35 ago · → begins: Check-in"),
        (replace(BEFORE, starts_in_ms=1_000), " starts in 0:01 · → begins: Check-in"),
        (replace(BEFORE, starts_in_ms=0), " should start now · → begins: Check-in"),
        (replace(BEFORE, starts_in_ms=-59_999), " should start now · → begins: Check-in"),
        (replace(BEFORE, starts_in_ms=-60_000), " should have started 1:00 ago · → begins: Check-in"),
        (replace(BEFORE, starts_in_ms=None), " → begins the first block: Check-in"),
        (replace(BEFORE, following=""), " every block has been run · planned end 20:00"),
        (None, " no session plan: ← → do nothing, everything else works"),
    ],
)
def test_outside_the_blocks(view: AgendaView | None, line: str) -> None:
    assert shown(view) == [f" {TITLE}".ljust(74) + "19:12", line]


def test_a_new_width_is_used_at_once() -> None:
    bar = AgendaBar()
    bar.show(RUNNING, TITLE, "19:12", "20:00", "20:00")
    assert "next: Closing" not in lines(bar, 80, 2)[1]
    assert "next: Closing" in lines(bar, 120, 2)[1]


@given(
    st.builds(
        replace,
        st.just(RUNNING),
        title=st.text(max_size=60),
        following=st.text(max_size=60),
        block=st.none() | st.integers(0, 4),
        left_ms=st.integers(-9_000_000, 9_000_000),
        given_ms=st.integers(0, 9_000_000),
        paused=st.booleans(),
        behind_ms=st.integers(-9_000_000, 9_000_000),
        level=st.sampled_from(["calm", "over"]),
    )
    | st.none(),
    st.text(max_size=60),
    st.integers(1, 160),
)
def test_the_lines_are_as_wide_as_the_bar_whatever_the_titles_are(
    view: AgendaView | None, title: str, width: int
) -> None:
    bar = AgendaBar()
    bar.show(view, title, "19:12", "20:00", "20:00")
    assert not set("".join(painted(bar, width, 2))) & set("\x1b\x07\n\t\u202e")
