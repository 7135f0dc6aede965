"""How long forming subgroups of 2,500 people takes, and how good the proposal is. All people are invented.

``planted`` makes a roster out of hidden subgroups that break nothing, so that a solution is known to exist. ``measure``
gives the seconds of processor time of one proposal, so that other programs do not count, and what it breaks; ``python
-m benchmarks.forming`` prints them for rosters from easy to hard, beside the most that is allowed.
"""

from __future__ import annotations

import sys
import time
from random import Random
from typing import TYPE_CHECKING

import msgspec

from facilitator_tui.forming.limits import missing_at_least
from facilitator_tui.forming.propose import propose
from facilitator_tui.forming.values import Candidate, Wishes

if TYPE_CHECKING:
    from benchmarks.measures import Figure, Size

TARGET_SECONDS = 10.0
"""What proposing subgroups for 2,500 people may take, with no broken hard constraint where a solution exists."""


class Kind(msgspec.Struct, frozen=True):
    """A kind of roster: how many slots and languages there are, and how many slots more than needed people offer."""

    name: str
    slots: int
    languages: int
    more: int


KINDS = (
    Kind("a dozen slots, everybody offers up to three", 12, 5, 2),
    Kind("two hours on every evening and weekend, up to four", 30, 8, 3),
    Kind("sixty slots, up to three", 60, 8, 2),
    Kind("three hundred slots, up to two: hardly two subgroups alike", 300, 8, 1),
    Kind("three hundred slots, up to six", 300, 8, 5),
    Kind("four hundred slots, up to five", 400, 8, 4),
)


class Measured(msgspec.Struct, frozen=True):
    """One proposal. ``missing`` countries beside ``missing_bound``, below which no proposal can come."""

    seconds: float
    people: int
    groups: int
    hard: int
    soft: int
    missing: int
    missing_bound: int


def measure(
    people: int = 2_500, seed: int = 1, kind: Kind = KINDS[2], wishes: Wishes | None = None
) -> Measured:
    """Propose subgroups of so many people in whose roster a solution is hidden."""
    wishes = wishes or Wishes()
    roster = planted(people, Random(seed), kind.slots, kind.languages, kind.more)
    started = time.process_time()
    proposal = propose(roster, wishes, seed)
    seconds = time.process_time() - started
    countries = [len({each.country for each in group.members}) for group in proposal.groups]
    return Measured(
        seconds,
        people,
        len(proposal.groups),
        proposal.hard,
        proposal.soft,
        sum(max(0, wishes.countries - count) for count in countries),
        missing_at_least(roster, len(proposal.groups), wishes),
    )


def planted(
    people: int, random: Random, slots: int = 60, languages: int = 8, more: int = 2
) -> list[Candidate]:
    """A roster of hidden subgroups of 8 to 10 that break nothing, shuffled; everybody offers up to ``more`` slots more.

    Languages and institutions are spread unevenly, as they are: a few are frequent, many rare.
    """
    sizes = [8] * (people // 9)
    while sum(sizes) < people:
        at = random.randrange(len(sizes))
        sizes[at] += sizes[at] < 10
    institutions = max(12, people // 25)
    found = [each for size in sizes for each in _group(size, random, slots, languages, more, institutions)]
    random.shuffle(found)
    return [
        msgspec.structs.replace(each, id=f"p{at:05}", name=f"Person {at}") for at, each in enumerate(found)
    ]


def _group(
    size: int, random: Random, slots: int, languages: int, more: int, institutions: int
) -> list[Candidate]:
    slot, language = random.randrange(slots), _uneven(random, languages)
    chosen: list[int] = []
    while len(chosen) < size:
        institution = _uneven(random, institutions)
        if chosen.count(institution) < 2:
            chosen.append(institution)
    return [
        Candidate(
            "",
            "",
            f"Institution {institution}",
            f"Country {institution % 20}",
            frozenset(f"l{each}" for each in (language, _uneven(random, languages))),
            frozenset(f"s{each}" for each in (slot, *random.sample(range(slots), random.randint(0, more)))),
        )
        for institution in chosen
    ]


def _uneven(random: Random, below: int) -> int:
    return int(random.random() ** 2 * below)


def figures(size: Size) -> list[Figure]:
    """The slowest of all kinds of roster, and what all their proposals together break."""
    from benchmarks.measures import Figure

    found = [measure(seed=seed, kind=kind) for kind in KINDS for seed in range(1, size.rosters + 1)]
    says = f"subgroups of {found[0].people} people, slowest of {len(found)} rosters"
    missing = sum(each.missing for each in found)
    wished = f"countries missing {missing}, bound {sum(each.missing_bound for each in found)}"
    broken = float(sum(each.hard for each in found))
    return [
        Figure("forming", says, "s", max(each.seconds for each in found), TARGET_SECONDS, detail=wished),
        Figure("hard broken", "in all of them, where a solution is hidden in each", "", broken, 0.0),
    ]


def main(seeds: int = 3) -> int:
    """Print the table; 1 when a hard constraint was broken or it took too long."""
    missed = 0
    for kind in KINDS:
        found = [measure(seed=seed, kind=kind) for seed in range(1, seeds + 1)]
        slowest, hard = max(each.seconds for each in found), sum(each.hard for each in found)
        passed = slowest <= TARGET_SECONDS and not hard
        missed += not passed
        print(
            f"{slowest:6.2f} s  ratio {slowest / TARGET_SECONDS:4.2f} (target ≤ 1)  hard broken {hard}  countries "
            f"missing {sum(each.missing for each in found)} (bound {sum(each.missing_bound for each in found)})  "
            f"{'reached' if passed else 'MISSED'}  {kind.name}",
            flush=True,
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
