"""Minutes: to the nearest one, and never across the threshold beside which they are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.minutes import whole_minutes

MINUTE = 60_000
LENGTHS = st.integers(0, 300 * MINUTE)


@pytest.mark.parametrize(
    ("ms", "minutes"),
    [(0, 0), (29_999, 0), (30_000, 1), (119 * MINUTE + 59_980, 120), (120 * MINUTE + 29_000, 120)],
)
def test_the_nearest_minute(ms: int, minutes: int) -> None:
    assert whole_minutes(ms) == minutes


def test_what_is_too_short_does_not_look_like_enough() -> None:
    """83 min 54 s of a session that counts from 84 min."""
    assert whole_minutes(83 * MINUTE + 54_000, least_ms=84 * MINUTE) == 83
    assert whole_minutes(83 * MINUTE + 54_000, short=True) == 83
    assert whole_minutes(84 * MINUTE + 2_000, least_ms=84 * MINUTE) == 84


def test_what_is_too_much_does_not_look_like_allowed() -> None:
    assert whole_minutes(60 * MINUTE + 1, most_ms=60 * MINUTE) == 61
    assert whole_minutes(60 * MINUTE - 1, most_ms=60 * MINUTE) == 60


@given(LENGTHS, LENGTHS)
def test_the_minutes_lie_on_the_same_side_as_the_length(ms: int, threshold: int) -> None:
    shown = whole_minutes(ms, least_ms=threshold)
    assert (shown * MINUTE >= threshold) == (ms >= threshold)
    assert abs(shown * MINUTE - ms) < MINUTE
    shown = whole_minutes(ms, most_ms=threshold)
    assert (shown * MINUTE <= threshold) == (ms <= threshold)
    assert whole_minutes(ms, short=True) * MINUTE <= ms
