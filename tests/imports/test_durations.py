"""Lengths of time in the words of several languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.imports.durations import milliseconds_of


@pytest.mark.parametrize(
    ("text", "hours", "minutes", "seconds"),
    [
        ("1h 30m 51s", 1, 30, 51),
        ("2 godz. 19 min 19 s", 2, 19, 19),
        ("2\u00a0h\u00a044\u00a0m", 2, 44, 0),
        ("59 Min. 0 Sek.", 0, 59, 0),
        ("1 Std. 2 Min.", 1, 2, 0),
        ("1 hr 2 min", 1, 2, 0),
        ("58 min", 0, 58, 0),
        ("2 hours, 3 minutes", 2, 3, 0),
        ("1 heure 5 minutes", 1, 5, 0),
        ("1 sa 5 dk 3 sn", 1, 5, 3),
        ("1 saat 5 dakika 3 saniye", 1, 5, 3),
        ("1 ч 5 мин 3 с", 1, 5, 3),
        ("01:02:03", 1, 2, 3),
        ("1:02", 1, 2, 0),
        ("PT1H2M3S", 1, 2, 3),
        ("45s", 0, 0, 45),
    ],
)
def test_durations_of_the_platforms(text: str, hours: int, minutes: int, seconds: int) -> None:
    assert milliseconds_of(text) == ((hours * 60 + minutes) * 60 + seconds) * 1000


@pytest.mark.parametrize(
    "text", ["", "-", "soon", "12", "1h 2h", "5 apples", "1:75", "h", "10:00 PM", "9" * 400]
)
def test_what_is_no_duration(text: str) -> None:
    assert milliseconds_of(text) is None


def test_a_bare_number_counts_in_the_unit_that_is_said() -> None:
    assert milliseconds_of("90", "seconds") == 90_000
    assert milliseconds_of("1,5", "hours") == 5_400_000
    assert milliseconds_of("90", "minutes") == 5_400_000


@given(st.text(max_size=40))
def test_any_text_is_a_duration_or_none(text: str) -> None:
    found = milliseconds_of(text, "minutes")
    assert found is None or found >= 0
