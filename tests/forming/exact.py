"""What there is to compare with: every way to divide a few people. Hidden solutions: ``benchmarks.forming.planted``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random

from facilitator_tui.forming.check import broken_in
from facilitator_tui.forming.values import Candidate, Formed, Wishes


def divisions(people: Sequence[Candidate], wishes: Wishes) -> Iterator[tuple[Formed, ...]]:
    """Every way to divide these people into subgroups that break nothing hard. For up to ten people or so."""
    if not people:
        yield ()
        return
    first, others = people[0], people[1:]
    for size in range(wishes.least, wishes.most + 1):
        for mates in combinations(others, size - 1):
            group = Formed("g", "g", (first, *mates))
            if not any(each.hard for each in broken_in(group, wishes)):
                rest = [each for each in others if each not in mates]
                for division in divisions(rest, wishes):
                    yield (group, *division)


def soft_broken(division: Sequence[Formed], wishes: Wishes) -> int:
    return sum(1 for group in division for each in broken_in(group, wishes) if not each.hard)


def drawn(random: Random, count: int) -> list[Candidate]:
    """A few people by chance, some of whom do not say everything."""
    return [
        Candidate(
            f"p{number}",
            f"Person {number}",
            random.choice(("", "Lisbon", "Tunis", "Ankara")),
            random.choice(("", "Portugal", "Tunisia", "Türkiye")),
            frozenset(random.sample(("ar", "fr", "en"), random.randint(0, 2))),
            frozenset(random.sample(("Mon 18", "Tue 18", "Wed 18"), random.randint(0, 2))),
        )
        for number in range(count)
    ]
