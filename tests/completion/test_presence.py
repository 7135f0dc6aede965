"""How long somebody was there, and what that makes of the session, to the millisecond."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.completion.evidence import Membership, Status, belonged
from facilitator_tui.completion.presence import Measured, counting_time, is_late, measure, status, suffices
from facilitator_tui.plans.course import Presence
from tests.completion.people import HOUR, MINUTE


def test_several_stretches_are_added_up_and_two_devices_count_once() -> None:
    spells = [(0, 30 * MINUTE), (20 * MINUTE, 50 * MINUTE), (70 * MINUTE, 2 * HOUR)]
    assert measure(spells, (0, 2 * HOUR)) == Measured(100 * MINUTE, 0, 0)


def test_ninety_seconds_twice_are_three_minutes() -> None:
    spells = [(0, 90_000), (100_000, 190_000)]
    assert measure(spells, (0, 7 * MINUTE)).present_ms == 3 * MINUTE


def test_time_before_the_beginning_and_after_the_end_does_not_count() -> None:
    counting = counting_time(opened_ms=HOUR, planned_ms=2 * HOUR, closed_ms=4 * HOUR)
    assert counting == (HOUR, 3 * HOUR)
    assert measure([(0, 4 * HOUR)], counting) == Measured(2 * HOUR, 0, 0)
    assert measure([(0, HOUR), (3 * HOUR, 4 * HOUR)], counting) == Measured()


def test_a_session_that_ends_early_is_as_long_as_it_was() -> None:
    assert counting_time(0, 2 * HOUR, closed_ms=100 * MINUTE) == (0, 100 * MINUTE)
    assert counting_time(0, 2 * HOUR) == (0, 2 * HOUR)


def test_the_measure_is_the_session_and_not_whoever_stayed_longest() -> None:
    # Everybody left after 80 minutes: nobody has been there for the whole of it.
    stayed_longest = measure([(0, 80 * MINUTE)], counting_time(0, 2 * HOUR, 2 * HOUR))
    assert not suffices(stayed_longest.present_ms, 2 * HOUR, Presence(from_percent=70))


def test_late_is_counted_from_the_beginning_and_early_from_the_end() -> None:
    found = measure([(5 * MINUTE, 100 * MINUTE)], (0, 2 * HOUR))
    assert found == Measured(95 * MINUTE, 5 * MINUTE, 20 * MINUTE)


def test_a_share_is_of_milliseconds_and_never_of_whole_minutes() -> None:
    # 4 min 50 s of 7 min are 69 %; as four whole minutes they would be 57 %.
    assert suffices(290_000, 7 * MINUTE, Presence(from_percent=69))
    assert not suffices(290_000, 7 * MINUTE, Presence(from_percent=70))
    assert suffices(252_000, 7 * MINUTE, Presence(from_percent=60))
    assert not suffices(251_999, 7 * MINUTE, Presence(from_percent=60))


@pytest.mark.parametrize(
    ("minutes", "late", "left", "expected"),
    [
        (0, 0, 0, "absent"),
        (120, 0, 0, "present"),
        (110, 10, 0, "present"),  # exactly on the grace is not late
        (109, 11, 0, "late"),
        (109, 0, 11, "left early"),
        (90, 15, 15, "late"),
        (83, 0, 37, "partial"),
        (84, 0, 36, "left early"),
    ],
)
def test_status_by_measure(minutes: int, late: int, left: int, expected: Status) -> None:
    presence = Presence(from_percent=70, late_after_s=600)
    assert status(Measured(minutes * MINUTE, late * MINUTE, left * MINUTE), 2 * HOUR, presence) == expected


def test_without_a_grace_nobody_is_late() -> None:
    assert not is_late(HOUR, Presence())
    assert is_late(1, Presence(late_after_s=0))


def test_a_session_is_expected_of_those_who_belonged_to_a_subgroup_then() -> None:
    moved = (Membership("north", 100, 200), Membership("south", 250))
    assert [belonged(moved, at_ms) for at_ms in (99, 100, 199, 200, 249, 250, 10_000)] == [
        False, True, True, False, False, True, True,
    ]  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500))), st.integers(1, 400))
def test_presence_never_exceeds_the_session(spells: list[tuple[int, int]], length: int) -> None:
    found = measure(spells, (50, 50 + length))
    assert 0 <= found.present_ms <= length
    assert found.late_ms + found.present_ms + found.left_ms <= length
