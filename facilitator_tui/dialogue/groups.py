"""Breakout groups: who goes into a room with whom, so that people meet whom they have not met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from facilitator_tui.dialogue.state import RoomStay

Rooms = tuple[tuple[str, ...], ...]

_TRIES = 400


def sizes(count: int, size: int) -> list[int]:
    """How many people each room gets: rooms of about ``size``, differing by one at most, nobody alone.

    Too few people for two rooms of two give one room.
    """
    rooms = max(1, min(count // 2, round(count / max(2, size))))
    return [count // rooms + (index < count % rooms) for index in range(rooms)]


def pairs(room: Iterable[str]) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in combinations(room, 2)}


def met(stays: Iterable[RoomStay]) -> dict[frozenset[str], int]:
    """How often each pair has been in one room together, by the stays in rooms that began at the same time."""
    together: dict[tuple[int, int], list[str]] = {}
    for stay in stays:
        together.setdefault((stay.from_ms, stay.room), []).append(stay.person)
    counts: dict[frozenset[str], int] = {}
    for room in together.values():
        for pair in pairs(room):
            counts[pair] = counts.get(pair, 0) + 1
    return counts


def propose(
    people: Sequence[str], size: int, history: dict[frozenset[str], int], shuffle: Callable[[list[str]], None]
) -> Rooms:
    """Rooms of about ``size`` in which as few pairs as possible meet again; ``shuffle`` brings the chance in.

    The best of many random draws, each improved by swapping two people while that helps.
    """
    best: Rooms = ()
    best_cost: int | None = None
    for _ in range(_TRIES):
        order = list(people)
        shuffle(order)
        rooms = _improved(_cut(order, sizes(len(order), size)), history)
        cost = _cost(rooms, history)
        if best_cost is None or cost < best_cost:
            best, best_cost = tuple(tuple(room) for room in rooms), cost
        if best_cost == 0:
            break
    return best


def _cut(order: list[str], lengths: list[int]) -> list[list[str]]:
    rooms, start = [], 0
    for length in lengths:
        rooms.append(order[start : start + length])
        start += length
    return rooms


def _cost(rooms: Iterable[Sequence[str]], history: dict[frozenset[str], int]) -> int:
    return sum(history.get(pair, 0) for room in rooms for pair in pairs(room))


def _improved(rooms: list[list[str]], history: dict[frozenset[str], int]) -> list[list[str]]:
    cost = _cost(rooms, history)
    better = cost > 0
    while better:
        better = False
        for first, second in combinations(rooms, 2):
            for i in range(len(first)):
                for j in range(len(second)):
                    first[i], second[j] = second[j], first[i]
                    changed = _cost(rooms, history)
                    if changed < cost:
                        cost, better = changed, True
                    else:
                        first[i], second[j] = second[j], first[i]
    return rooms
