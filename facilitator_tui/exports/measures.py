"""The measures of how evenly talk was spread, each with its value and what it means, for pages and workbooks.

How they are reckoned is in ``dialogue.equity``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from facilitator_tui.exports.model import EquityReport

NOTHING: Final = "Nobody's talk was logged, so there is nothing to measure."
CAUTION: Final = "Silent participants are counted. An uneven session is not by itself a bad one."


class Measure(msgspec.Struct, frozen=True):
    """One measure. ``value`` is None where it is not defined; ``digits`` are worth showing."""

    label: str
    value: float | None
    digits: int
    means: str

    @property
    def shown(self) -> str:
        return "–" if self.value is None else f"{self.value:.{self.digits}f}"


_MEASURES: Final = (
    (
        *("gini_population", "Gini index, population (÷ n)", 3),
        "0 when all talked equally long, 1 − 1/n when one person had all the talk",
    ),
    (
        *("gini_n_minus_1", "Gini index, sample (÷ n − 1)", 3),
        "the same, stretched so that one person with all the talk gives 1",
    ),
    ("entropy_nats", "Entropy, in nats", 3, "0 when one person had all the talk, ln n when even"),
    ("entropy_normalised", "Entropy, normalised", 3, "the same between 0 and 1; 1 is even"),
    (
        *("hhi", "Herfindahl–Hirschman index", 3),
        "the chance that two moments of talk, taken at random, are the same person's",
    ),
    (
        *("effective_n", "Effective number of speakers", 1),
        "so many people talking equally long would be as concentrated",
    ),
    ("hoover", "Hoover index", 3, "the part of the talk that would have to change hands to be even"),
    ("cv_talk", "Coefficient of variation, talk", 2, "0 when all talked equally long"),
    ("cv_turns", "Coefficient of variation, turns", 2, "0 when all had equally many turns"),
    (
        *("turn_taking_index", "Turn-taking index", 2),
        "1 when the speaker changes after every turn, near 0 when few people hold long runs",
    ),
)
"""Of each the field of the report, what it is called, how many digits are worth showing, and what it means."""


def measures(found: EquityReport) -> Iterator[Measure]:
    """Every measure, in the order of docs/reports.md; none where nobody's talk was logged."""
    if found.hhi is None:
        return
    values = msgspec.structs.asdict(found)
    for field, label, digits, means in _MEASURES:
        yield Measure(label, values[field], digits, means)
