"""The program's time: read once from the wall, counted on steadily; a moved clock is noticed, not obeyed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.clock import JUMP_MS, PlayedClock, SetClock, SystemClock, steady_ns

MS, SECOND, HOUR = 1_000_000, 1_000_000_000, 3_600_000_000_000


class Computer:
    """A wall clock that can be set, and a steady one that cannot."""

    def __init__(self) -> None:
        self.wall_ns, self.steady_ns = 1_780_000_000 * SECOND, 5 * SECOND

    def wall(self) -> int:
        return self.wall_ns

    def steady(self) -> int:
        return self.steady_ns

    def runs(self, ns: int) -> None:
        self.wall_ns += ns
        self.steady_ns += ns

    def clock(self) -> SystemClock:
        return SystemClock(self.wall, self.steady)


def test_the_time_begins_at_the_wall_clock_and_runs_with_the_steady_one() -> None:
    computer = Computer()
    clock = computer.clock()
    assert clock.now_ms() == 1_780_000_000_000
    computer.runs(90 * SECOND)
    assert clock.now_ms() == 1_780_000_090_000


@given(st.lists(st.tuples(st.integers(0, HOUR), st.integers(-HOUR, HOUR)), max_size=20))
def test_setting_the_clock_bends_no_duration(steps: list[tuple[int, int]]) -> None:
    computer = Computer()
    clock = computer.clock()
    passed = 0
    for runs, set_by in steps:
        computer.runs(runs)
        computer.wall_ns += set_by
        passed += runs
        assert clock.now_ms() == 1_780_000_000_000 + passed // MS


def test_a_clock_set_back_an_hour_is_told_once() -> None:
    computer = Computer()
    clock = computer.clock()
    computer.wall_ns -= HOUR
    assert clock.jumped_ms() == -3_600_000
    assert clock.jumped_ms() == 0
    computer.wall_ns += HOUR
    assert clock.jumped_ms() == 3_600_000


def test_a_clock_being_disciplined_is_no_jump_until_it_adds_up() -> None:
    computer = Computer()
    clock = computer.clock()
    computer.wall_ns += (JUMP_MS - 1) * MS
    assert clock.jumped_ms() == 0
    computer.wall_ns += MS
    assert clock.jumped_ms() == JUMP_MS


def test_the_steady_clock_never_goes_back() -> None:
    readings = [steady_ns() for _ in range(1_000)]
    assert readings == sorted(readings)


def test_a_played_time_runs_as_many_times_faster_and_never_jumps() -> None:
    computer = Computer()
    clock = PlayedClock(1_000_000, speed=60, steady=computer.steady)
    computer.runs(2 * SECOND)
    assert clock.now_ms() == 1_000_000 + 120_000
    computer.wall_ns += HOUR
    assert clock.jumped_ms() == 0


def test_a_set_time_stands_still_and_tells_a_jump_once() -> None:
    clock = SetClock(1_000)
    clock.ms += 5
    assert clock.now_ms() == 1_005
    clock.jump_ms = -60_000
    assert (clock.jumped_ms(), clock.jumped_ms()) == (-60_000, 0)
