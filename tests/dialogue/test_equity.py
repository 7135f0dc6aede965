"""Measures of equity against values that others published or computed, and what must hold for any group."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.dialogue import equity

INEQ = (541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261)
"""The data set of R's package ``ineq``, whose Gini index is published as 0.462091."""

KNOWN = [
    # values, Gini (population), Gini (sample), H, H/ln n, HHI, effective n, Hoover, CV
    ((10, 20, 30, 40), 0.250000, 0.333333, 1.279854, 0.923220, 0.300000, 3.3333, 0.200000, 0.4472),
    ((1, 3, 2, 1, 1, 1, 4), 0.307692, 0.358974, 1.778233, 0.913831, 0.195266, 5.1212, 0.263736, 0.6057),
    (INEQ, 0.462091, 0.513435, 1.940244, 0.842637, 0.184081, 5.4324, 0.337807, 0.9170),
    (
        (600, 420, 300, 240, 180, 120, 60, 0),
        *(0.429688, 0.491071, 1.749432, 0.841299, 0.199219, 5.0196, 0.312500, 0.7706),
    ),
    (
        (600, 420, 300, 240, 180, 120, 60),
        *(0.348214, 0.406250, 1.749432, 0.899030, 0.199219, 5.0196, 0.258929, 0.6281),
    ),
    ((7,) * 8, 0, 0, 2.079442, 1, 0.125, 8, 0, 0),
    ((9, 0, 0, 0, 0, 0, 0, 0), 0.875, 1, 0, 0, 1, 1, 0.875, 2.6458),
]


@pytest.mark.parametrize(
    ("values", "gini", "sample", "entropy", "evenness", "hhi", "effective", "hoover", "cv"), KNOWN
)
def test_known_answers(
    values: tuple[int, ...],
    gini: float,
    sample: float,
    entropy: float,
    evenness: float,
    hhi: float,
    effective: float,
    hoover: float,
    cv: float,
) -> None:
    six = pytest.approx
    assert equity.gini(values) == six(gini, abs=1e-6)
    assert equity.gini(values, sample=True) == six(sample, abs=1e-6)
    assert equity.entropy(values) == six(entropy, abs=1e-6)
    assert equity.entropy_normalised(values) == six(evenness, abs=1e-6)
    assert equity.hhi(values) == six(hhi, abs=1e-6)
    assert equity.effective_n(values) == six(effective, abs=1e-4)
    assert equity.hoover(values) == six(hoover, abs=1e-6)
    assert equity.variation(values) == six(cv, abs=1e-4)


@pytest.mark.parametrize("values", [(), (0,), (0, 0, 0)])
def test_a_group_that_said_nothing_has_no_measure(values: tuple[int, ...]) -> None:
    found = equity.measure(values, values)
    assert found == equity.Equity(len(values), *(None,) * 10)


def test_one_person_alone_is_not_even_or_uneven() -> None:
    assert equity.gini([5]) == 0
    assert equity.gini([5], sample=True) is None
    assert equity.entropy_normalised([5]) is None


def test_turn_taking_of_five_runs_in_twenty_contributions() -> None:
    speakers = "aaaabbbbccccaaaadddd"
    assert equity.turn_taking(speakers) == pytest.approx(4 / 19)
    assert equity.turn_taking("abab") == 1
    assert equity.turn_taking("a") is None


def test_with_equal_presence_the_fair_share_is_n_times_the_share() -> None:
    talk = {"a": 60_000, "b": 30_000, "c": 30_000, "d": 0}
    present = dict.fromkeys(talk, 3_600_000)
    assert equity.fair_shares(talk, present) == pytest.approx({"a": 2.0, "b": 1.0, "c": 1.0, "d": 0.0})


def test_who_came_for_half_the_time_is_expected_to_say_half() -> None:
    talk = {"a": 200, "b": 100}
    present = {"a": 3_600_000, "b": 1_800_000}
    assert equity.fair_shares(talk, present) == pytest.approx({"a": 1.0, "b": 1.0})


def test_four_minutes_are_too_short_for_a_fair_share() -> None:
    present = {"a": 3_600_000, "b": 299_999, "c": 300_000}
    ratios = equity.fair_shares({"a": 100, "b": 50}, present)
    assert ratios["b"] is None
    assert ratios["c"] == 0


def test_nobody_has_a_fair_share_of_silence() -> None:
    assert equity.fair_shares({}, {"a": 3_600_000}) == {"a": None}


amounts = st.lists(st.integers(0, 7_200_000), min_size=1, max_size=20)


@given(amounts, st.integers(2, 1000))
def test_units_and_order_do_not_matter(values: list[int], factor: int) -> None:
    first = equity.measure(values, values)
    other = equity.measure([value * factor for value in reversed(values)], values)
    for name in ("gini_population", "entropy", "hhi", "hoover", "cv_talk"):
        assert getattr(first, name) == pytest.approx(getattr(other, name), abs=1e-9)


@given(amounts)
def test_measures_stay_within_their_bounds(values: list[int]) -> None:
    found, count = equity.measure(values, values), len(values)
    if not sum(values):
        assert found.gini_population is None
        return
    slack = 1e-9
    assert found.gini_population is not None
    assert found.hhi is not None
    assert found.hoover is not None
    assert found.effective_n is not None
    assert -slack <= found.gini_population <= 1 - 1 / count + slack
    assert 1 / count - slack <= found.hhi <= 1 + slack
    assert 1 - slack <= found.effective_n <= count + slack
    assert -slack <= found.hoover <= found.gini_population + slack


@given(amounts, st.integers(300_000, 7_200_000))
def test_absence_never_counts_against_a_person(talk: list[int], stayed: int) -> None:
    """Who leaves earlier with the same talk has a higher ratio, never a lower one."""
    people = {str(number): ms for number, ms in enumerate([*talk, 60_000])}
    whole = dict.fromkeys(people, 7_200_000)
    shorter = {**whole, "0": stayed}
    before, after = equity.fair_shares(people, whole)["0"], equity.fair_shares(people, shorter)["0"]
    assert before is not None
    assert after is not None
    assert after >= before - 1e-12
