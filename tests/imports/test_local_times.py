"""Day and month: decided by proof, by whoever was asked, or said to be assumed; never guessed in silence."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from facilitator_tui.imports.local_times import (
    DayOrder,
    Stamp,
    moment,
    next_day,
    read_stamp,
    read_time_of_day,
    settle_day_order,
)
from facilitator_tui.imports.problems import Damaged


def stamp(text: str, line: int = 2) -> Stamp:
    found = read_stamp(text, line)
    assert found is not None
    return found


def spell(joined: str, left: str, line: int = 2) -> tuple[Stamp, Stamp]:
    return stamp(joined, line), stamp(left, line)


def settle(*spells: tuple[Stamp, Stamp], asked: bool | None = None) -> DayOrder:
    return settle_day_order("report.csv", spells, [], asked)


@pytest.mark.parametrize(
    ("text", "hours", "minutes", "seconds"),
    [
        ("09/24/2026 06:05:07 PM", 18, 5, 7),
        ("9/24/2026 6:05:07 PM", 18, 5, 7),
        ("09/24/2026 06:05:07\u202fPM", 18, 5, 7),
        ("09/24/2026 06:05 p. m.", 18, 5, 0),
        ("09/24/2026 12:00:00 AM", 0, 0, 0),
        ("09/24/2026 12:00:00 PM", 12, 0, 0),
        ("24/09/2026 18:05", 18, 5, 0),
        ("24.09.2026 18:05", 18, 5, 0),
        ("24/09/26, 18:05:07", 18, 5, 7),
        ("24/09/2026 à 18:05:07", 18, 5, 7),
        ("2026-09-24 18:05:07", 18, 5, 7),
        ("2026-09-24T18:05:07", 18, 5, 7),
        ("2026-09-24 오후 6:05:07", 18, 5, 7),
        ("24.09.2026 ÖS 6:05:07", 18, 5, 7),
        ("٢٤/٩/٢٠٢٦، ١٨:٠٥:٠٧", 18, 5, 7),
        ("\u200e24/09/2026\u200f, 18:05:07", 18, 5, 7),
        ("2026-09-24T18:05:07.123Z", 18, 5, 7),
        ("9/24/2026 6:05:07 PM UTC", 18, 5, 7),
        ("2026-09-24T20:05:07+02:00", 18, 5, 7),
        ("2026-09-24 15:35:07 -0230", 18, 5, 7),
    ],
)
def test_ways_to_write_a_time(text: str, hours: int, minutes: int, seconds: int) -> None:
    found = stamp(text)
    order = settle((found, found))

    assert moment(found, order.day_first) == datetime(2026, 9, 24, hours, minutes, seconds, tzinfo=UTC)
    assert order.warning == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "--",
        "soon",
        "24/09/2026",
        "18:05",
        "13/13/2026 10:00",
        "09/24/2026 13:00 PM",
        "09/24/2026 24:00",
        "1/1/1 1:00",
        "1" * 100 + "/1/2026 10:00",
        "2026-09-24 10:00 soon",
    ],
)
def test_what_is_no_time(text: str) -> None:
    found = read_stamp(text, 1)
    assert found is None or found.year == 2001


def test_one_row_with_a_day_over_twelve_decides_for_all() -> None:
    undecided = spell("03/04/2026 18:00", "03/04/2026 19:00")

    assert settle(undecided, spell("24/09/2026 18:00", "24/09/2026 19:00")) == DayOrder(True)
    assert settle(undecided, spell("09/24/2026 18:00", "09/24/2026 19:00")) == DayOrder(False)


def test_a_spell_over_midnight_decides() -> None:
    # 3 to 4 May, not 5 March to 5 April.
    assert settle(spell("05/03/2026 23:00:00", "05/04/2026 00:30:00")) == DayOrder(False)
    # 3 to 4 May again, written the other way round.
    assert settle(spell("03/05/2026 11:00:00 PM", "04/05/2026 12:30:00 AM")) == DayOrder(True)


def test_the_same_number_twice_needs_no_decision() -> None:
    assert settle(spell("05/05/2026 18:00", "05/05/2026 19:00")).warning == ""


@pytest.mark.parametrize(
    ("joined", "left", "day_first", "taken", "other"),
    [
        ("03/04/2026 06:00:00 PM", "03/04/2026 07:00:00 PM", False, "2026-03-04", "--day-first"),
        ("03/04/2026 18:00", "03/04/2026 19:00", True, "2026-04-03", "--month-first"),
    ],
)
def test_what_nothing_decides_is_assumed_aloud(
    joined: str, left: str, day_first: bool, taken: str, other: str
) -> None:
    order = settle(spell(joined, left))

    assert order.day_first is day_first
    assert f'"{joined}" as {taken}' in order.warning
    assert order.warning.endswith(f"read the file again with {other}.")


@pytest.mark.parametrize("asked", [True, False])
def test_whoever_was_asked_decides(asked: bool) -> None:
    assert settle(spell("03/04/2026 18:00", "03/04/2026 19:00"), asked=asked) == DayOrder(asked)


def test_an_answer_that_the_file_disproves_is_refused() -> None:
    with pytest.raises(Damaged, match=r'line 7: "09/24/2026 18:00" cannot have the day first; read it again'):
        settle(spell("09/24/2026 18:00", "09/24/2026 19:00", line=7), asked=True)


def test_dates_that_contradict_one_another_are_refused() -> None:
    with pytest.raises(
        Damaged, match=r'line 3: "24/09/2026 18:00" has the day first, but line 2 the month first'
    ):
        settle(
            spell("09/24/2026 18:00", "09/24/2026 19:00", line=2),
            spell("24/09/2026 18:00", "24/09/2026 19:00", line=3),
        )


@pytest.mark.parametrize(
    ("text", "hours", "minutes"), [("9:01 PM", 21, 1), ("21:01", 21, 1), ("PM 9:01", 21, 1), ("9.01", 9, 1)]
)
def test_a_time_of_day_alone(text: str, hours: int, minutes: int) -> None:
    found = read_time_of_day(text, 1, date(2026, 9, 24))

    assert found is not None
    assert moment(found, False) == datetime(2026, 9, 24, hours, minutes, tzinfo=UTC)
    assert moment(next_day(found), True) == datetime(2026, 9, 25, hours, minutes, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "soon", "25:00", "13:00 PM", "24/09/2026 10:00"])
def test_what_is_no_time_of_day(text: str) -> None:
    assert read_time_of_day(text, 1, date(2026, 9, 24)) is None
