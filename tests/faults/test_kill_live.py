"""The real program killed while keys are typed: a handful of rounds; ``python -m benchmarks.faults`` does hundreds."""

from __future__ import annotations

import sys
from random import Random

import pytest

from benchmarks.faults import Kill, kill_lines, kill_live, place, rounds

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there"),
]


@pytest.mark.parametrize(("kill", "count"), [(kill_live, 4), (kill_lines, 4)])
def test_nothing_shown_as_saved_is_lost_by_a_kill(kill: Kill, count: int) -> None:
    tally = rounds(kill, ("plain", "slow"), count, seed=1)
    assert tally.shown > 0
    assert (tally.lost, tally.damaged) == (0, 0)


@pytest.mark.parametrize("kill", [kill_live, kill_lines])
def test_a_program_that_says_saved_too_early_would_be_noticed(kill: Kill) -> None:
    chance = Random(1)
    with place() as where:
        assert any(kill(where, "early", chance).missing for _ in range(10))
