"""The page for coordinators says what the program does: destinations, limits, reasons and columns."""

from __future__ import annotations

from typing import get_args

import pytest

from facilitator_tui.exports.badges import canvas, credly
from facilitator_tui.exports.badges.destinations import DESTINATIONS
from facilitator_tui.issuing.limits import LIMITS, in_words
from facilitator_tui.issuing.reasons import ACCEPTABLE, Kind
from tests.docs.pages import examples, page, rows, section

PAGE = page("badges")


def test_every_destination_is_in_the_table() -> None:
    named = [row[0].strip("`") for row in rows(section(PAGE, "The files"))[1:]]
    assert named == list(DESTINATIONS)


@pytest.mark.parametrize("destination", LIMITS)
def test_every_limit_is_in_the_table_with_its_source(destination: str) -> None:
    limit = LIMITS[destination]
    (row,) = [row for row in rows(section(PAGE, "How many fit")) if row[0] == f"`{destination}`"]
    assert row[1] == f"{limit.per_file:,} {limit.unit}"
    assert row[2] == (f"{limit.per_day:,}" if limit.per_day else "–")
    assert limit.source in row[3]


def test_the_sentence_on_days_is_the_programs() -> None:
    assert f"{in_words(10_000, LIMITS['obf-csv'])}\n" in examples(PAGE, "text")


def test_every_reason_is_in_the_table() -> None:
    named = [row[0] for row in rows(section(PAGE, "Pre-flight"))[1:]]
    assert sorted(named) == sorted(get_args(Kind))


@pytest.mark.parametrize("kind", sorted(ACCEPTABLE))
def test_what_may_be_let_through_is_named(kind: str) -> None:
    assert f"(*{kind}*)" in PAGE


@pytest.mark.parametrize("columns", [canvas.COLUMNS, credly.COLUMNS])
def test_the_columns_are_those_of_the_file(columns: tuple[str, ...]) -> None:
    assert f"{','.join(columns)}\n" in examples(PAGE, "text")
