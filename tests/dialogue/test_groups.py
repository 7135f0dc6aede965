"""Breakout groups: everybody has a room, and no pair meets again before it must.

The answers are compared with a search that shares nothing with the program's: all ways as sets of sets, one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.groups import Pair, Rooms, history, met, pairs, propose, sizes

from .fakes import AMAL, BRUNO, CHIARA, DENIZ, Session

History = dict[Pair, int]


def people(count: int) -> list[str]:
    return [f"p{number}" for number in range(count)]


def all_pairs(rooms: Iterable[Iterable[str]]) -> set[Pair]:
    return {pair for room in rooms for pair in pairs(room)}


def repeated(rooms: Rooms, history: History) -> int:
    return sum(history.get(pair, 0) > 0 for pair in all_pairs(rooms))


def series(count: int, size: int, seed: int) -> Iterator[Rooms]:
    """Rooms again and again for the same people."""
    chance, history = Random(seed), History()
    while True:
        rooms = propose(people(count), size, history, chance.shuffle)
        yield rooms
        for pair in all_pairs(rooms):
            history[pair] = history.get(pair, 0) + 1


def rounds_until_a_pair_repeats(count: int, size: int, seed: int) -> int:
    had: set[Pair] = set()
    for number, rooms in enumerate(series(count, size, seed)):
        if all_pairs(rooms) & had:
            return number
        had |= all_pairs(rooms)
    raise AssertionError


# --- by hand


@pytest.mark.parametrize(
    ("count", "size", "rooms"),
    [
        (0, 3, [0]), (1, 2, [1]), (2, 2, [2]), (3, 2, [3]), (4, 3, [4]), (5, 2, [3, 2]), (6, 3, [3, 3]), (7, 3, [4, 3]),
        (8, 3, [3, 3, 2]), (9, 2, [3, 2, 2, 2]), (9, 4, [5, 4]), (10, 3, [4, 3, 3]), (10, 4, [4, 3, 3]), 
        (10, 1, [2] * 5), (20, 3, [3, 3, 3, 3, 3, 3, 2]),
    ],
)  # fmt: skip
def test_how_many_people_each_room_gets(count: int, size: int, rooms: list[int]) -> None:
    assert sizes(count, size) == rooms


def test_nobody_needs_no_rooms_and_one_person_one() -> None:
    assert propose([], 3, {}, Random(0).shuffle) == ()
    assert propose(["p0"], 3, {}, Random(0).shuffle) == (("p0",),)


def test_who_met_is_read_from_who_was_in_a_room_together() -> None:
    session = Session().at(10, c.OpenRooms(((AMAL, BRUNO), (CHIARA, DENIZ)))).at(20, c.OpenRooms())
    session.at(30, c.OpenRooms(((AMAL, BRUNO, CHIARA), (DENIZ,)))).at(40, c.Move(CHIARA, 2))
    session.at(50, c.Move(CHIARA, 1)).at(60, c.OpenRooms())
    assert met(session.state.room_stays) == {
        frozenset((AMAL, BRUNO)): 2,
        frozenset((CHIARA, DENIZ)): 2,
        frozenset((AMAL, CHIARA)): 1,
        frozenset((BRUNO, CHIARA)): 1,
    }


def test_rooms_opened_anew_without_a_break_count_again_and_open_ones_already() -> None:
    session = Session().at(10, c.OpenRooms(((AMAL, BRUNO),))).at(20, c.OpenRooms(((AMAL, BRUNO),)))
    assert met(session.state.room_stays) == {frozenset((AMAL, BRUNO)): 2}


def test_who_had_left_before_the_other_came_was_not_met() -> None:
    session = (
        Session().at(10, c.OpenRooms(((AMAL,), (BRUNO,)))).at(20, c.Move(AMAL, 2)).at(30, c.Move(BRUNO, 1))
    )
    session.at(40, c.Move(CHIARA, 2)).at(50, c.OpenRooms())
    assert met(session.state.room_stays) == {frozenset((AMAL, BRUNO)): 1, frozenset((AMAL, CHIARA)): 1}


def test_who_must_meet_again_rather_met_in_an_earlier_session() -> None:
    before = Session().at(10, c.OpenRooms(((AMAL, BRUNO), (CHIARA, DENIZ)))).at(20, c.OpenRooms())
    today = Session().at(10, c.OpenRooms(((AMAL, CHIARA), (BRUNO, DENIZ)))).at(20, c.OpenRooms())
    today.at(30, c.OpenRooms(((AMAL, DENIZ), (BRUNO, CHIARA)))).at(40, c.OpenRooms())
    known = history(today.state.room_stays, [before.state.room_stays])
    assert known[frozenset((AMAL, BRUNO))] == 1
    assert known[frozenset((AMAL, CHIARA))] == 2
    rooms = propose([AMAL, BRUNO, CHIARA, DENIZ], 2, known, Random(3).shuffle)
    assert {frozenset(room) for room in rooms} == {frozenset((AMAL, BRUNO)), frozenset((CHIARA, DENIZ))}


# --- against a search that looks at everything


def every_way(left: frozenset[str], lengths: tuple[int, ...]) -> Iterator[frozenset[frozenset[str]]]:
    if not left:
        yield frozenset()
        return
    first = min(left)
    for length in set(lengths):
        others = list(lengths)
        others.remove(length)
        for mates in combinations(sorted(left - {first}), length - 1):
            room = frozenset((first, *mates))
            for rest in every_way(left - room, tuple(others)):
                yield rest | {room}


def allowed(count: int, size: int) -> set[tuple[int, ...]]:
    """The usual sizes; where people do not divide evenly, also rooms one larger or smaller. Nobody is alone."""
    numbers = {len(sizes(count, size)), count // size, -(-count // size)}
    return {
        tuple(count // rooms + (at < count % rooms) for at in range(rooms))
        for rooms in numbers
        if rooms and (count // rooms > 1 or count == 1)
    }


def histories(count: int) -> st.SearchStrategy[History]:
    pair = st.sampled_from([frozenset(two) for two in combinations(people(count), 2)])
    return st.dictionaries(pair, st.integers(1, 3), max_size=count * (count - 1) // 2)


@st.composite
def questions(draw: st.DrawFn, most: int) -> tuple[int, int, History]:
    count = draw(st.integers(2, most))
    return count, draw(st.integers(2, 5)), draw(histories(count))


@settings(max_examples=200)
@given(questions(8), st.integers(0, 99))
def test_as_few_pairs_as_possible_meet_again(question: tuple[int, int, History], seed: int) -> None:
    count, size, history = question
    fewest = min(history.get(frozenset(two), 0) for two in combinations(people(count), 2))
    left = {pair: times - fewest for pair, times in history.items()}
    rooms = propose(people(count), size, history, Random(seed).shuffle)
    ways = [way for lengths in allowed(count, size) for way in every_way(frozenset(people(count)), lengths)]
    assert frozenset(map(frozenset, rooms)) in ways
    assert repeated(rooms, left) == min(repeated(tuple(map(tuple, way)), left) for way in ways)


@pytest.mark.parametrize(
    ("count", "size"),
    [(n, size) for n in range(2, 9) for size in (2, 3, 4) if len(allowed(n, size)) == 1],
)
def test_a_series_is_as_long_as_any_up_to_eight_people(count: int, size: int) -> None:
    ways = [all_pairs(way) for way in every_way(frozenset(people(count)), tuple(sizes(count, size)))]
    longest = longest_series(ways, frozenset(combinations_of(count)))
    for seed in range(5):
        assert rounds_until_a_pair_repeats(count, size, seed) == longest


def combinations_of(count: int) -> Iterator[Pair]:
    return (frozenset(two) for two in combinations(people(count), 2))


def longest_series(ways: list[set[Pair]], unmet: frozenset[Pair]) -> int:
    """The most rounds with no pair twice: every way is tried as the next, the largest series counts."""
    best = 0

    def extend(length: int, candidates: list[set[Pair]], unmet: frozenset[Pair]) -> None:
        nonlocal best
        best = max(best, length)
        for at, way in enumerate(candidates):
            if length + len(unmet) // len(way) <= best:
                return
            extend(length + 1, [x for x in candidates[at + 1 :] if not x & way], unmet - way)

    extend(0, ways, unmet)
    return best


@pytest.mark.parametrize(
    ("count", "size", "rounds"),
    [
        (9, 3, 4),  # 36 pairs, 9 in each round: the lines of the affine plane of order 3
        (10, 2, 9),  # 45 pairs, 5 in each round: a round-robin tournament
        (9, 2, 6),  # one room of three and three of two: 36 pairs, 6 in each round
        (10, 5, 1),  # of five people from two rooms two were in the same one
    ],
)
def test_a_series_is_as_long_as_the_pairs_allow_for_nine_and_ten(count: int, size: int, rounds: int) -> None:
    for seed in range(5):
        assert rounds_until_a_pair_repeats(count, size, seed) == rounds


def test_ten_people_in_rooms_of_about_three_have_four_rounds_without_a_pair_that_repeats() -> None:
    assert min(rounds_until_a_pair_repeats(10, 3, seed) for seed in range(5)) == 4


@given(histories(9) | histories(10), st.integers(0, 99), st.integers(2, 5))
def test_nine_and_ten_are_never_worse_than_the_best_of_many_draws(
    history: History, seed: int, size: int
) -> None:
    count, chance = 10 if any("p9" in pair for pair in history) else 9, Random(seed)
    fewest = min(history.get(pair, 0) for pair in combinations_of(count))
    left = {pair: times - fewest for pair, times in history.items()}
    rooms = propose(people(count), size, history, chance.shuffle)
    lengths = sizes(count, size)
    for _ in range(100):
        drawn = iter(chance.sample(people(count), count))
        assert repeated(rooms, left) <= repeated(
            tuple(tuple(next(drawn) for _ in range(n)) for n in lengths), left
        )


def test_when_everybody_has_met_a_new_series_begins() -> None:
    again = series(10, 2, seed=3)
    times: History = {}
    for _ in range(18):
        for pair in all_pairs(next(again)):
            times[pair] = times.get(pair, 0) + 1
    assert set(times.values()) == {2}


# --- chance and balance


@given(st.integers(1, 24), st.integers(1, 6), st.integers(0, 99))
def test_everybody_is_in_one_room_and_nobody_alone(count: int, size: int, seed: int) -> None:
    rooms = propose(people(count), size, {}, Random(seed).shuffle)
    assert sorted(person for room in rooms for person in room) == sorted(people(count))
    assert count == 1 or all(len(room) > 1 for room in rooms)
    assert max(map(len, rooms)) - min(map(len, rooms)) <= 1


def test_chance_decides_where_nothing_else_does() -> None:
    ways = {frozenset(map(frozenset, propose(people(6), 2, {}, Random(seed).shuffle))) for seed in range(400)}
    assert len(ways) == 15


def test_balanced_rooms_are_as_even_as_rooms_can_be() -> None:
    talk = dict(zip(people(6), (600.0, 420.0, 300.0, 60.0, 30.0, 0.0), strict=True))

    def unevenness(way: Iterable[Iterable[str]]) -> float:
        means = [sum(talk[person] for person in room) / 3 for room in way]
        return max(means) - min(means)

    best = min(unevenness(way) for way in every_way(frozenset(talk), (3, 3)))
    for seed in range(5):
        assert unevenness(propose(people(6), 3, {}, Random(seed).shuffle, talk)) == best


def test_balance_never_makes_a_pair_meet_again() -> None:
    talk = {person: float(number) for number, person in enumerate(people(10))}
    history: History = {}
    for _ in range(9):
        rooms = propose(people(10), 2, history, Random(1).shuffle, talk)
        assert repeated(rooms, history) == 0
        history |= dict.fromkeys(all_pairs(rooms), 1)


def test_many_people_do_not_meet_again_while_there_are_enough_others() -> None:
    for seed in range(3):
        assert rounds_until_a_pair_repeats(20, 3, seed) >= 5
