"""Ids: unique without asking anybody, in order of time, the same for the same imported row."""

from __future__ import annotations

from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.dialogue.ids import IdMaker, derived_id

TIMES = st.integers(min_value=0, max_value=(1 << 48) - 1)


@given(st.lists(TIMES, min_size=2, max_size=50), st.integers())
def test_ids_grow_from_call_to_call_whatever_the_clock_does(times: list[int], seed: int) -> None:
    maker = IdMaker(Random(seed).getrandbits)
    made = [maker.next(ms) for ms in times]
    assert made == sorted(set(made))


def test_more_ids_than_the_counter_holds_within_one_millisecond_still_grow() -> None:
    maker = IdMaker(Random(0).getrandbits)
    made = [maker.next(1_780_000_000_000) for _ in range(10_000)]
    assert made == sorted(set(made))


def test_two_programs_in_the_same_millisecond_make_different_ids() -> None:
    made = {IdMaker(Random(seed).getrandbits).next(1_780_000_000_000) for seed in range(100)}
    assert len(made) == 100


@given(TIMES)
def test_an_id_is_a_uuid_of_version_7_that_tells_its_time(ms: int) -> None:
    for made in (IdMaker(Random(0).getrandbits).next(ms), derived_id(ms, "source", "row")):
        assert UUID(made).version == 7
        assert UUID(made).variant == "specified in RFC 4122"
    assert UUID(derived_id(ms, "row")).int >> 80 == ms


def test_an_imported_row_has_the_same_id_for_ever() -> None:
    # Written down, so that a change of the recipe, which would double every import done before, is noticed.
    assert derived_id(1_780_000_000_000, "import:rttm:1", "7") == "019e7044-8800-7354-8481-4ac91389a470"
    assert derived_id(5, "ab", "c") != derived_id(5, "a", "bc")
