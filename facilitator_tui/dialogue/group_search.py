"""The search behind breakout groups: all ways to fill rooms, their repeated pairs, and which way lasts longest.

People are numbers from 0 here. A set of pairs is an integer with one bit for each pair, so that "these two rounds
have no pair in common" is one ``&``. The search is bounded by counted steps, not by a clock: a key must answer
at once, and the same question must have the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

Way = tuple[tuple[int, ...], ...]
"""One way to fill the rooms: the people of each."""

Cost = tuple[int, int]
"""How many pairs meet again, and how often they have met: less is better."""

_LOOKS = 150_000
"""How many rounds are compared with another before a search for a longer series is given up."""

_DRAWS = 24
"""How many random ways are improved where there are too many to look at every one."""


class Meetings:
    """How often each pair has met: ``counts[i][j]``, symmetrical, beyond what every pair has met already.

    When everybody has met everybody, a new series begins, in which again no pair repeats before it must.
    """

    def __init__(self, counts: Sequence[Sequence[int]]) -> None:
        self.people = len(counts)
        fewest = min((counts[i][j] for i, j in combinations(range(self.people), 2)), default=0)
        self.counts = [[count - fewest for count in row] for row in counts]
        self.bit = [[0] * self.people for _ in counts]
        for number, (i, j) in enumerate(combinations(range(self.people), 2)):
            self.bit[i][j] = self.bit[j][i] = 1 << number
        self.had = self.mask((i, j) for i, j in combinations(range(self.people), 2) if self.counts[i][j])

    def mask(self, pairs: Iterator[tuple[int, int]]) -> int:
        return sum(self.bit[i][j] for i, j in pairs)

    def pairs_of(self, way: Way) -> int:
        """The pairs that meet in this round, as a set of bits."""
        return self.mask(pair for room in way for pair in combinations(room, 2))

    def cost(self, room: Sequence[int]) -> Cost:
        again = [self.counts[i][j] for i, j in combinations(room, 2) if self.counts[i][j]]
        return len(again), sum(again)

    def again(self, way: Way) -> int:
        """How many pairs meet again."""
        return sum(self.cost(room)[0] for room in way)


def every_way(meetings: Meetings, lengths: Sequence[int]) -> list[Way]:
    """Every way to fill rooms of these lengths at the least cost."""
    best: Cost | None = None
    ways: list[Way] = []
    costs: dict[tuple[int, ...], Cost] = {}

    def fill(free: tuple[int, ...], still: tuple[int, ...], rooms: Way, cost: Cost) -> None:
        nonlocal best
        if not free:
            if best is None or cost < best:
                best = cost
                ways.clear()
            ways.append(rooms)
            return
        for length in sorted(set(still), reverse=True):
            later = list(still)
            later.remove(length)
            for mates in combinations(free[1:], length - 1):
                room = (free[0], *mates)
                if room not in costs:
                    costs[room] = meetings.cost(room)
                total = (cost[0] + costs[room][0], cost[1] + costs[room][1])
                if best is None or total <= best:
                    fill(tuple(p for p in free if p not in room), tuple(later), (*rooms, room), total)

    fill(tuple(range(meetings.people)), tuple(lengths), (), (0, 0))
    return ways


def good_ways(meetings: Meetings, lengths: Sequence[int], shuffle: Callable[[list[int]], None]) -> list[Way]:
    """The best of some random ways, each improved by exchanging two people while that helps."""
    found: list[tuple[Cost, Way]] = []
    for _ in range(_DRAWS):
        order = list(range(meetings.people))
        shuffle(order)
        rooms, start = [], 0
        for length in lengths:
            rooms.append(order[start : start + length])
            start += length
        _improve(meetings, rooms)
        costs = [meetings.cost(room) for room in rooms]
        total = (sum(cost[0] for cost in costs), sum(cost[1] for cost in costs))
        found.append((total, tuple(tuple(room) for room in rooms)))
    best = min(cost for cost, _ in found)
    return [way for cost, way in found if cost == best]


def _improve(meetings: Meetings, rooms: list[list[int]]) -> None:
    better = True
    while better:
        better = False
        for first, second in combinations(rooms, 2):
            for i, j in ((i, j) for i in range(len(first)) for j in range(len(second))):
                before = _sum(meetings.cost(first), meetings.cost(second))
                if not before[0]:
                    break
                first[i], second[j] = second[j], first[i]
                if _sum(meetings.cost(first), meetings.cost(second)) < before:
                    better = True
                else:
                    first[i], second[j] = second[j], first[i]


def _sum(one: Cost, other: Cost) -> Cost:
    return one[0] + other[0], one[1] + other[1]


def lasting(meetings: Meetings, lengths: Sequence[int], ways: Sequence[Way]) -> Way:
    """Of ways that cost the same, one that begins the longest series of rounds without a pair that meets again.

    The first of such, in the order given. Where pairs must meet again already, simply the first.
    """
    masks = [meetings.pairs_of(way) for way in ways]
    if masks[0] & meetings.had:
        return ways[0]
    series = _longest(masks, _most_rounds(meetings, lengths))
    return ways[masks.index(series[0])]


def _most_rounds(meetings: Meetings, lengths: Sequence[int]) -> int:
    """No more rounds than this can be without a pair that meets again.

    Everybody needs new people in each, as many as the smallest room gives at least; and each uses up its pairs.
    """
    unmet = [
        sum(i != j and not count for j, count in enumerate(row)) for i, row in enumerate(meetings.counts)
    ]
    each_round = sum(length * (length - 1) // 2 for length in lengths)
    if not each_round or min(lengths) < 2:
        return 1
    return max(1, min(*(left // (min(lengths) - 1) for left in unmet), sum(unmet) // 2 // each_round))


def _longest(masks: Sequence[int], most: int) -> list[int]:
    """The longest series of rounds without a common pair that the allowed number of looks finds."""
    best: list[int] = list(masks[:1])
    looks = _LOOKS

    def extend(series: list[int], candidates: Sequence[int]) -> None:
        nonlocal best, looks
        if len(series) > len(best):
            best = list(series)
        for at, mask in enumerate(candidates):
            if len(best) >= most or looks <= 0 or len(series) + len(candidates) - at <= len(best):
                return
            looks -= len(candidates) - at
            extend([*series, mask], [other for other in candidates[at + 1 :] if not other & mask])

    extend([], masks)
    return best
