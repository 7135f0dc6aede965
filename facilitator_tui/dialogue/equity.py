"""How evenly talk is spread over a group: measures with their definitions and sources. Pure arithmetic.

Give every function one value (milliseconds of talk, or numbers of turns) for **each person present, also for
those who said nothing**: left out, the silent would make the group look more even than it was. Where everybody
has 0 a measure is undefined and comes back as None. The measures describe; none of them says what is good.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise
from math import log, sqrt

import msgspec

FLOOR_MS = 5 * 60_000
"""Somebody who was there for less than this has no fair-share ratio: too short to expect anything of."""


class Equity(msgspec.Struct, frozen=True):
    """The measures of one group. None: undefined.

    ``gini_population`` and ``gini_sample`` are the same index by the two conventions in use; see ``gini``.
    """

    people: int
    gini_population: float | None
    gini_sample: float | None
    entropy: float | None
    entropy_normalised: float | None
    hhi: float | None
    effective_n: float | None
    hoover: float | None
    cv_talk: float | None
    cv_turns: float | None
    turn_taking: float | None


def measure(talk: Sequence[float], turns: Sequence[int], speakers: Sequence[Hashable] = ()) -> Equity:
    """Every measure of a group: of its talk, its numbers of turns, and its speakers in the order of turns."""
    return Equity(
        people=len(talk),
        gini_population=gini(talk),
        gini_sample=gini(talk, sample=True),
        entropy=entropy(talk),
        entropy_normalised=entropy_normalised(talk),
        hhi=hhi(talk),
        effective_n=effective_n(talk),
        hoover=hoover(talk),
        cv_talk=variation(talk),
        cv_turns=variation(turns),
        turn_taking=turn_taking(speakers),
    )


def _shares(values: Sequence[float]) -> list[float]:
    """Each value's share of the total; empty when the total is 0."""
    total = sum(values)
    return [value / total for value in values] if total else []


def gini(values: Sequence[float], *, sample: bool = False) -> float | None:
    """Gini index: Σ|xi − xj| / (2 n² μ), from 0 (everybody the same) to 1 − 1/n (one has all).

    ``sample`` multiplies by n/(n−1), so that one who has all gives 1; undefined for one person. Say which of
    the two is meant: R's ``ineq`` gives the first, many spreadsheets the second.
    """
    count, total = len(values), sum(values)
    if not total or (sample and count < 2):
        return None
    # The sum over all pairs, from the sorted values: xi stands above i others and below n − 1 − i.
    pairs = 2 * sum((2 * place - count + 1) * value for place, value in enumerate(sorted(values)))
    index = pairs / (2 * count * total)
    return index * count / (count - 1) if sample else index


def entropy(values: Sequence[float]) -> float | None:
    """Shannon entropy of the shares in nats: −Σ p ln p with 0 ln 0 = 0; ln n when everybody has the same."""
    shares = _shares(values)
    return -sum(share * log(share) for share in shares if share) + 0.0 if shares else None


def entropy_normalised(values: Sequence[float]) -> float | None:
    """Entropy over ln n (Pielou's evenness, silent people kept), 0 to 1; undefined for one person."""
    spread = entropy(values)
    return None if spread is None or len(values) < 2 else spread / log(len(values))


def hhi(values: Sequence[float]) -> float | None:
    """Herfindahl–Hirschman index: Σ p², from 1/n to 1; the chance that two moments are the same person's."""
    shares = _shares(values)
    return sum(share * share for share in shares) if shares else None


def effective_n(values: Sequence[float]) -> float | None:
    """1/HHI: how many equally talkative people would be as concentrated as this group."""
    concentration = hhi(values)
    return None if concentration is None else 1 / concentration


def hoover(values: Sequence[float]) -> float | None:
    """Hoover index: ½ Σ|p − 1/n|, the share of the talk that would have to change hands to be even."""
    shares = _shares(values)
    return sum(abs(share - 1 / len(shares)) for share in shares) / 2 if shares else None


def variation(values: Sequence[float]) -> float | None:
    """Coefficient of variation: population standard deviation over the mean.

    Of numbers of turns it is the measure that Woolley et al. (Science 330:686, 2010) relate to a group's
    results.
    """
    total = sum(values)
    if not total:
        return None
    mean = total / len(values)
    return sqrt(sum((value - mean) ** 2 for value in values) / len(values)) / mean


def turn_taking(speakers: Sequence[Hashable]) -> float | None:
    """Turn-taking index: (runs − 1) / (contributions − 1), where a run is contributions of one person in a row.

    1: the speaker changes after every contribution; near 0: few people hold long runs. Undefined for fewer
    than two contributions (definition: team_comm_tools).
    """
    if len(speakers) < 2:
        return None
    return sum(before != after for before, after in pairwise(speakers)) / (len(speakers) - 1)


def fair_shares(
    talk: Mapping[str, int], present: Mapping[str, int], floor_ms: int = FLOOR_MS
) -> dict[str, float | None]:
    """Each person's share of the talk over their share of the presence; 1 is fair, 2 twice as much.

    r = (talk / Σ talk) / (present / Σ present), both in milliseconds (own definition: with equal presence it is n
    times the share of talk). None for who was present less than ``floor_ms``, and for all while nobody spoke.
    """
    all_talk, all_present = sum(talk.values()), sum(present.values())
    return {
        person: None
        if not all_talk or ms < max(floor_ms, 1)
        else (talk.get(person, 0) / all_talk) / (ms / all_present)
        for person, ms in present.items()
    }
