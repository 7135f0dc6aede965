"""What fits into a file and into a day, and how it is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.issuing.limits import LIMITS, Limit, days, in_words, limit_of, split


def test_the_published_limits() -> None:
    assert (LIMITS["lines"].per_file, LIMITS["lines"].per_day) == (2_500, 0)
    assert (LIMITS["obf-csv"].per_file, LIMITS["obf-csv"].per_day) == (10_000, 2_000)
    assert LIMITS["canvas"].per_file == 50
    assert LIMITS["credly"].per_file == 5_000
    assert all(limit.source.startswith("https://") for limit in LIMITS.values())


def test_a_destination_without_limits_has_none() -> None:
    assert limit_of("neutral-csv") == Limit()


def test_a_contract_may_say_another_number() -> None:
    assert limit_of("canvas", per_file=1_000).per_file == 1_000


@given(st.lists(st.integers(), max_size=60), st.integers(0, 70))
def test_splitting_keeps_everybody_once_and_in_order(items: list[int], per_file: int) -> None:
    pieces = split(items, per_file)
    assert [item for piece in pieces for item in piece] == items
    assert all(pieces)
    if per_file:
        assert all(len(piece) <= per_file for piece in pieces)
        assert all(len(piece) == per_file for piece in pieces[:-1])


@pytest.mark.parametrize(
    ("count", "per_file", "files"),
    [(0, 2_500, 0), (1, 2_500, 1), (2_500, 2_500, 1), (2_501, 2_500, 2), (30_000, 10_000, 3), (9, 0, 1)],
)
def test_how_many_files(count: int, per_file: int, files: int) -> None:
    assert len(split(range(count), per_file)) == files


@pytest.mark.parametrize(
    ("count", "per_day", "taken"),
    [(0, 2_000, 0), (1, 2_000, 1), (2_000, 2_000, 1), (2_001, 2_000, 2), (10_000, 2_000, 5), (9, 0, 1)],
)
def test_how_many_days(count: int, per_day: int, taken: int) -> None:
    assert days(count, per_day) == taken


def test_a_full_file_takes_five_days_and_it_is_said() -> None:
    assert in_words(10_000, LIMITS["obf-csv"]) == (
        "10,000 people: 1 file of at most 10,000 rows. The issuer takes 2,000 a day (with the PRO level; sending "
        "through an own mail server has no limit a day), so this takes 5 days."
    )


def test_one_person_is_one_file_on_one_day() -> None:
    assert in_words(1, LIMITS["obf-csv"]).startswith("1 person: 1 file of at most 10,000 rows.")
    assert in_words(1, LIMITS["obf-csv"]).endswith("so this takes 1 day.")


def test_a_limit_a_file_says_when_it_holds() -> None:
    assert in_words(2_501, LIMITS["lines"]) == (
        "2,501 people: 2 files of at most 2,500 lines (pasted at once)."
    )


def test_no_limit_needs_no_words() -> None:
    assert in_words(12, Limit()) == "12 people: 1 file."
