"""Breakout groups: who goes into a room with whom, so that people meet whom they have not met.

No pair meets again before it must: of all ways to fill the rooms those with the fewest pairs that met before are
kept, and among these one that leaves the most such rounds for later. For up to ten people every way is looked at
(at most 6,300), for more the best of some random ones. How the search goes stands in ``dialogue.group_search``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

from facilitator_tui.dialogue.group_search import Meetings, Way, every_way, good_ways, lasting
from facilitator_tui.dialogue.state import RoomStay

Rooms = tuple[tuple[str, ...], ...]

Pair = frozenset[str]

EVERY_WAY_UP_TO = 10
"""The most people for whom every way to fill the rooms is looked at."""


def sizes(count: int, size: int) -> list[int]:
    """How many people each room gets: rooms of about ``size``, differing by one at most, nobody alone.

    Rather smaller than larger: ten in rooms of four are 4, 3 and 3. Too few people for two rooms of two give one.
    """
    wanted = max(2, size)
    return _even(count, (2 * count + wanted) // (2 * wanted))


def _even(count: int, rooms: int) -> list[int]:
    rooms = max(1, min(count // 2, rooms))
    return [count // rooms + (index < count % rooms) for index in range(rooms)]


def _splits(count: int, size: int) -> list[list[int]]:
    """The sizes to try: where people do not divide evenly, rooms may be one larger as well as one smaller."""
    wanted = max(2, size)
    splits = [sizes(count, size), _even(count, -(-count // wanted)), _even(count, count // wanted)]
    return [split for at, split in enumerate(splits) if split not in splits[:at]]


def pairs(room: Iterable[str]) -> set[Pair]:
    return {frozenset(pair) for pair in combinations(room, 2)}


def met(stays: Iterable[RoomStay]) -> dict[Pair, int]:
    """How often each pair was in one room together; once for each time that rooms were opened.

    Whoever came into a room later met those who were still there.
    """
    counts: dict[Pair, int] = {}
    for opening in _openings(stays):
        together = {
            frozenset((one.person, other.person))
            for one, other in combinations(opening, 2)
            if one.room == other.room and one.person != other.person and _overlap(one, other)
        }
        for pair in together:
            counts[pair] = counts.get(pair, 0) + 1
    return counts


def history(today: Iterable[RoomStay], before: Iterable[Iterable[RoomStay]] = ()) -> dict[Pair, int]:
    """How often pairs have met, for ``propose``: in the rooms of this session and in those of sessions before it.

    This session counts twice, so that of those who must meet again it is rather two who met some weeks ago.
    """
    counts = {pair: 2 * often for pair, often in met(today).items()}
    for stays in before:
        for pair, often in met(stays).items():
            counts[pair] = counts.get(pair, 0) + often
    return counts


def _openings(stays: Iterable[RoomStay]) -> list[list[RoomStay]]:
    """The stays of each time that rooms were open: a new one begins when every stay before has ended."""
    openings: list[list[RoomStay]] = []
    until: float = 0
    for stay in sorted(stays, key=lambda stay: stay.from_ms):
        if not openings or stay.from_ms >= until:
            openings.append([])
        openings[-1].append(stay)
        until = max(until, _end(stay))
    return openings


def _end(stay: RoomStay) -> float:
    return float("inf") if stay.to_ms is None else stay.to_ms


def _overlap(one: RoomStay, other: RoomStay) -> bool:
    return one.from_ms < _end(other) and other.from_ms < _end(one)


def propose(
    people: Sequence[str],
    size: int,
    history: Mapping[Pair, int],
    shuffle: Callable[[list[int]], None],
    balance: Mapping[str, float] | None = None,
) -> Rooms:
    """Rooms of about ``size`` in which as few pairs as possible meet again.

    ``history`` says how often pairs have met (see there), ``shuffle`` brings the chance in. With ``balance`` (a
    number for each person, as the time that person has spoken) rooms are preferred whose averages of it are alike.
    """
    if not people:
        return ()
    order = list(range(len(people)))
    shuffle(order)
    dealt = [people[index] for index in order]
    meetings = Meetings(
        [[history.get(frozenset((one, other)), 0) if one != other else 0 for other in dealt] for one in dealt]
    )
    whole = len(people) <= EVERY_WAY_UP_TO
    found: list[tuple[int, list[int], list[Way]]] = []
    for lengths in _splits(len(people), size):
        ways = every_way(meetings, lengths) if whole else good_ways(meetings, lengths, shuffle)
        found.append((meetings.again(ways[0]), lengths, ways))
        if not found[-1][0]:
            break
    _, lengths, ways = min(found, key=lambda each: each[0])
    ways = _preferred(ways, [balance.get(person, 0.0) for person in dealt] if balance else None, shuffle)
    best = lasting(meetings, lengths, ways) if whole else ways[0]
    return tuple(tuple(dealt[person] for person in room) for room in best)


def _preferred(
    ways: Sequence[Way], balance: Sequence[float] | None, shuffle: Callable[[list[int]], None]
) -> list[Way]:
    """The ways in the order in which they are to be tried: by chance, and the even ones first."""
    order = list(range(len(ways)))
    shuffle(order)
    if balance is not None:
        order.sort(key=lambda at: _unevenness(ways[at], balance))
    return [ways[at] for at in order]


def _unevenness(way: Way, balance: Sequence[float]) -> float:
    means = [sum(balance[person] for person in room) / len(room) for room in way]
    return max(means) - min(means)
