"""The wall clock of a zone, there and back, also where clocks are changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.zones import ZoneProblem, here, moment, wall_clock, zone, zone_or_utc

LISBON, TUNIS = zone("Europe/Lisbon"), zone("Africa/Tunis")


@given(st.integers(0, 4_000_000_000_000), st.sampled_from(["Europe/Lisbon", "Africa/Tunis", "UTC"]))
def test_what_a_clock_showed_is_found_again(ms: int, name: str) -> None:
    shown = wall_clock(ms, zone(name))
    assert moment(shown.isoformat(), LISBON) == ms
    if shown.fold == 0:
        assert moment(shown.replace(tzinfo=None).isoformat(), zone(name)) == ms


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    assert moment("2026-10-25 01:30", LISBON) == moment("2026-10-25 00:30+00:00", LISBON)


def test_an_hour_that_is_left_out_is_told() -> None:
    with pytest.raises(ZoneProblem, match="Europe/Lisbon never show"):
        moment("2026-03-29 01:30", LISBON)


def test_an_offset_beats_the_zone() -> None:
    assert moment("2026-03-02T18:00+01:00", LISBON) == moment("2026-03-02 18:00", TUNIS)


@pytest.mark.parametrize("name", ["Nowhere/Land", "../../etc/passwd", "/etc/localtime", "x\x00y", "a" * 5000])
def test_what_is_no_zone_is_told_or_taken_for_utc(name: str) -> None:
    with pytest.raises(ZoneProblem, match="no time zone"):
        zone(name)
    assert zone_or_utc(name).key == "UTC"


@pytest.mark.parametrize("text", ["", "tomorrow", "02/03/2026 18:00", "2026-13-01 10:00"])
def test_what_is_no_time_is_told(text: str) -> None:
    with pytest.raises(ZoneProblem, match="no date and time"):
        moment(text, LISBON)


def test_this_computer_has_a_zone() -> None:
    assert zone(here()).key == here()
