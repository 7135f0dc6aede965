"""Times as they are typed: what is understood, what is refused, and what summer time does."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.widgets.times import (
    TypedProblem,
    day_and_time,
    in_full,
    time_of_day,
    time_typed,
    when_typed,
    zone_typed,
)

LISBON, AMMAN = "Europe/Lisbon", "Asia/Amman"


def at(text: str, zone: str = LISBON) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()) * 1000


NOW = at("2026-11-22 18:40")  # a Sunday


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("now", "2026-11-22 18:40"),
        ("", "2026-11-22 18:40"),
        ("+30", "2026-11-22 19:10"),
        ("19:00", "2026-11-22 19:00"),
        ("18:00", "2026-11-22 18:00"),
        ("9:30", "2026-11-23 09:30"),
        ("18h", "2026-11-22 18:00"),
        ("tomorrow 18:00", "2026-11-23 18:00"),
        ("Tomorrow, at 18h30", "2026-11-23 18:30"),
        ("tue 18:00", "2026-11-24 18:00"),
        ("sun 18:00", "2026-11-29 18:00"),
        ("sunday 19:00", "2026-11-22 19:00"),
        ("24.11. 18:00", "2026-11-24 18:00"),
        ("24/11 18:00", "2026-11-24 18:00"),
        ("1.2. 18:00", "2027-02-01 18:00"),
        ("24 nov 18:00", "2026-11-24 18:00"),
        ("24. November 2027 18:00", "2027-11-24 18:00"),
        ("2026-12-01 18:00", "2026-12-01 18:00"),
        ("٢٤.١١. ١٨:٠٠", "2026-11-24 18:00"),
    ],
)
def test_a_date_is_typed_with_little_effort(typed: str, meant: str) -> None:
    assert when_typed(typed, NOW, LISBON) == at(meant)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("tomorrow", "has no time of day"),
        ("25:00", "hours go to 23"),
        ("18:75", "minutes to 59"),
        ("31.2. 18:00", "no day"),
        ("24 foo 18:00", "not a month"),
        ("whenever 18:00", "not a day"),
        ("t 18:00", "not a day"),
        ("[/] \x1b[2J", "has no time of day"),
    ],
)
def test_what_is_not_understood_is_said_in_a_sentence(typed: str, says: str) -> None:
    with pytest.raises(TypedProblem, match=says):
        when_typed(typed, NOW, LISBON)


def test_a_time_that_the_clocks_skip_does_not_exist() -> None:
    with pytest.raises(TypedProblem, match="clocks go forward"):
        when_typed("2027-03-28 01:30", NOW, LISBON)


def test_the_zone_decides_which_moment_it_is() -> None:
    assert when_typed("24.11. 18:00", NOW, AMMAN) == at("2026-11-24 18:00", AMMAN)
    assert at("2026-11-24 18:00", LISBON) - at("2026-11-24 18:00", AMMAN) == 3 * 3_600_000


@pytest.mark.parametrize("name", ["", "Lisbon", "../../etc/passwd", "[red]"])
def test_an_unknown_zone_is_refused_by_name(name: str) -> None:
    if name:
        with pytest.raises(TypedProblem, match="time zone"):
            zone_typed(name)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("18:42:07", "2026-11-22 18:42:07"),
        ("42:07", "2026-11-22 18:42:07"),
        ("-8", "2026-11-22 18:39:52"),
        ("−8", "2026-11-22 18:39:52"),
        ("+5", "2026-11-22 18:40:05"),
        ("90:00", "2026-11-22 19:30:00"),
    ],
)
def test_a_correction_is_a_time_of_day_or_minutes_from_the_start_or_a_step(typed: str, meant: str) -> None:
    assert time_typed(typed, NOW, at("2026-11-22 18:00"), LISBON) == at(meant)


@pytest.mark.parametrize("typed", ["", "18", "18:60:00", "1:2:3", "24:00:00", "[/]", "18.42"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(TypedProblem, match="not a time"):
        time_typed(typed, NOW, NOW, LISBON)


def test_a_session_over_midnight_takes_the_nearest_day() -> None:
    near = at("2026-11-23 00:10")
    assert time_typed("23:55:00", near, near, LISBON) == at("2026-11-22 23:55")


def test_in_the_hour_that_comes_twice_the_nearer_one_is_meant() -> None:
    second = at("2026-10-25 01:30") + 3_600_000
    assert time_of_day(second, LISBON) == "01:30:00"
    assert time_typed("01:31:00", second, second, LISBON) == second + 60_000


@given(
    st.integers(min_value=0, max_value=4_000_000_000), st.sampled_from([LISBON, AMMAN, "UTC", "Africa/Cairo"])
)
def test_the_shown_time_of_day_typed_again_changes_nothing(seconds: int, zone: str) -> None:
    ms = seconds * 1000 + 317
    assert time_typed(time_of_day(ms, zone), ms, ms, zone) == ms


def test_lists_name_days_that_are_near() -> None:
    said = [
        day_and_time(at(f"{day} 18:00"), LISBON, NOW) for day in ("2026-11-21", "2026-11-22", "2026-11-23")
    ]
    assert said == ["yesterday 18:00", "today 18:00", "tomorrow 18:00"]
    assert day_and_time(at("2026-11-24 18:00"), LISBON, NOW) == "Tue 24 Nov 18:00"
    assert day_and_time(at("2025-11-24 18:00"), LISBON, NOW) == "24 Nov 2025 18:00"
    assert in_full(at("2026-11-24 18:00"), LISBON) == "Tuesday 24 November 2026, 18:00"
    assert time_of_day(at("2026-11-24 18:00"), "no/such zone") == "18:00:00"
