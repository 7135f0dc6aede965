"""Presence over several devices: known answers, and what union always does."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.dialogue.presence import Stretch, present_ms, union


def at(clock: str) -> int:
    hours, minutes, seconds = (int(part) for part in clock.split(":"))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000


def spells(text: str) -> list[Stretch]:
    return [(at(joined), at(left)) for joined, left in (spell.split("-") for spell in text.split())]


# The sums of the spells and of their union in a conferencing library's own specification.
ONE_DEVICE = "00:54:16-00:56:31"
THREE_DEVICES = (
    "17:29:43-18:03:02 18:09:37-18:10:42 18:14:43-18:15:32 "
    "18:01:34-19:10:52 19:11:28-19:14:32 19:14:47-19:15:42 19:16:12-19:17:02 19:18:02-19:22:02 "
    "19:18:05-19:21:12"
)
FOUR_DEVICES = (
    "17:28:56-17:29:42 17:29:43-17:30:22 17:30:15-18:04:12 18:08:14-18:09:02 18:53:50-19:21:12 "
    "18:02:34-18:56:42"
)


@pytest.mark.parametrize(
    ("text", "summed", "together"),
    [(ONE_DEVICE, 135, 135), (THREE_DEVICES, 6987, 6598), (FOUR_DEVICES, 7060, 6735)],
)
def test_somebody_on_several_devices_is_there_once(text: str, summed: int, together: int) -> None:
    stretches = spells(text)

    assert sum(left - joined for joined, left in stretches) == summed * 1000
    assert present_ms(stretches) == together * 1000


def test_nothing_covers_nothing() -> None:
    assert union([]) == ()
    assert union([(5, 5), (9, 7)]) == ()


def test_touching_stretches_become_one() -> None:
    assert union([(10, 20), (0, 10)]) == ((0, 20),)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))))
def test_union_covers_exactly_what_was_covered(stretches: list[Stretch]) -> None:
    covered = {moment for start, end in stretches for moment in range(start, end)}

    joined = union(stretches)

    assert {moment for start, end in joined for moment in range(start, end)} == covered
    assert present_ms(stretches) == len(covered)
    assert all(before[1] < after[0] for before, after in pairwise(joined))
    assert union(joined) == joined
