"""Verdicts as the completion screen sees them: one person with everything behind the cells, and who needs help first.

Values, their order and the words of a cell. How cells stand in lines is in ``criteria_grid``, the sentences behind
them in ``completion_lines``. Moments are milliseconds since 1970 in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

import msgspec

from facilitator_tui.completion.findings import Finding
from facilitator_tui.completion.reach import Reach
from facilitator_tui.completion.verdict import SHOWN, State, Verdict
from facilitator_tui.minutes import whole_minutes

DecisionKind = Literal["confirmed", "earned", "not earned", "rule decides", "held", "released"]

_MINUTE_MS: Final = 60_000

_SIGNS: Final[dict[State, str]] = {
    "Enrolled": "○",
    "InProgress": "▶",
    "Provisional": "?",
    "OnHold": "‖",
    "Completed": "✓",
    "Failed": "✗",
    "Withdrew": "–",
}
_STATES: Final[dict[State, str]] = {state: f"{sign} {SHOWN[state]}" for state, sign in _SIGNS.items()}

STATE_WIDTH: Final = max(map(len, _STATES.values()))
REACH_WIDTH: Final = len("needs 2 of 10")


class Decision(msgspec.Struct, frozen=True):
    """What somebody decided about a badge; ``why`` is empty where no reason was given."""

    kind: DecisionKind
    at_ms: int
    author: str
    why: str = ""


class Earlier(msgspec.Struct, frozen=True):
    """A verdict that somebody decided on and that is not the one of now. ``same_rule``: only the facts differ."""

    version: str
    state: State
    at_ms: int
    same_rule: bool = False


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One person and one badge. ``reach`` is None as long as it has not been worked out.

    ``warned`` are the shares of missed time, in percent, that have been reached. ``decisions`` are all, oldest first.
    """

    person: str
    name: str
    subgroup: str
    verdict: Verdict
    reach: Reach | None = None
    warned: tuple[int, ...] = ()
    decisions: tuple[Decision, ...] = ()
    earlier: tuple[Earlier, ...] = ()

    @property
    def state(self) -> State:
        return self.verdict.state

    @property
    def decided(self) -> bool:
        """Whether a person decided beside the rule."""
        return self.verdict.override is not None

    @property
    def needs_help(self) -> bool:
        """Whether the next absence costs the badge, or only a catch-up saves it."""
        return self.state in ("Enrolled", "InProgress") and need(self) in (_CATCH_UP, _ALL_OF_THE_NEXT)

    @property
    def never_came(self) -> bool:
        """Whether somebody is only on the list, and it is too late to begin."""
        return self.state == "Enrolled" and need(self) == _OUT_OF_REACH

    @property
    def out_of_reach(self) -> bool:
        return need(self) == _OUT_OF_REACH and not self.never_came


class Change(msgspec.Struct, frozen=True):
    """What another threshold would make of somebody: who ``gets`` the badge or ``loses`` it, and what is in between."""

    person: str
    before: State
    after: State
    gets: bool = False
    loses: bool = False
    why: str = ""


class SessionSeen(msgspec.Struct, frozen=True):
    """A session of the course; ``confirmed`` says that a person has confirmed its attendance."""

    module: int
    subgroup: str
    held: bool
    confirmed: bool


class BadgeSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A badge and its rule. ``rule`` and ``version`` name it; ``agreed``: not an example."""

    id: str
    name: str
    version: str
    agreed: bool
    criteria: tuple[str, ...] = ()


class Threshold(msgspec.Struct, frozen=True, kw_only=True):
    """A number in a rule that one can think differently, between ``least`` and ``most``.

    ``unit`` is what it counts: "%", "sessions", "times", "parts" or "seconds". ``asks`` is the criterion in words.
    """

    criterion: str
    asks: str
    number: int
    least: int
    most: int
    unit: str
    step: int = 1

    def words(self, number: int) -> str:
        """The number as people say it: "80 %", "480 min", "4 sessions"."""
        if self.unit == "%":
            return f"{number} %"
        if self.unit == "seconds":
            return f"{number // 60} min"
        return f"{number} {self.unit[:-1] if number == 1 else self.unit}"

    def moved(self, number: int, steps: int) -> int:
        """The number so many steps further, within what makes sense."""
        return max(self.least, min(self.most, number + steps * self.step))


# --- who needs help first

_OUT_OF_REACH, _CATCH_UP, _ALL_OF_THE_NEXT, _SOME, _UNKNOWN, _MET, _DECIDED, _COMPLETED, _LEFT = range(9)


def need(seen: Seen) -> int:
    """Who needs help: the smaller, the sooner. Whoever can do nothing more, and needs nothing more, stands last."""
    if seen.state == "Withdrew":
        return _LEFT
    if seen.state == "Completed":
        return _COMPLETED
    if seen.verdict.met and seen.state != "InProgress":
        return _MET
    if seen.decided:
        return _DECIDED
    if seen.reach is None:
        return _OUT_OF_REACH if seen.state == "Failed" else _UNKNOWN
    match seen.reach.kind:
        case "out of reach":
            return _OUT_OF_REACH
        case "catch-up":
            return _CATCH_UP
        case "needs":
            return _ALL_OF_THE_NEXT if 0 < seen.reach.of == seen.reach.sessions else _SOME
    return _MET


def in_order(people: Iterable[Seen]) -> list[Seen]:
    """Who needs help first, then by name."""
    return sorted(people, key=lambda each: (need(each), each.name.casefold(), each.person))


def summed_up(people: Iterable[Seen]) -> str:
    """How many there are, how many need help, and how many wait for a person: "9 people · 2 need help"."""
    found = list(people)
    helped = sum(each.needs_help for each in found)
    out = sum(each.out_of_reach for each in found)
    never = sum(each.never_came for each in found)
    waiting = sum(each.state == "Provisional" for each in found)
    parts = [
        counted(len(found)),
        f"{helped} {'needs' if helped == 1 else 'need'} help" if helped else "",
        f"{out} out of reach" if out else "",
        f"{never} never came" if never else "",
        f"{waiting} to confirm" if waiting else "",
    ]
    return " · ".join(part for part in parts if part)


def counted(people: int) -> str:
    return "1 person" if people == 1 else f"{people} people"


# --- the words of a cell


def state_words(state: State) -> str:
    """A sign and the word."""
    return _STATES[state]


def reach_words(seen: Seen) -> str:
    """What can still be reached, in a column: "safe", "needs 2 of 3", "hand in", "catch-up", "out of reach".

    Of somebody who never came, and for whom it is too late to begin, just that is said.
    """
    if seen.state == "Withdrew":
        return "–"
    if seen.decided:
        return "decided"
    if seen.verdict.met and seen.state != "InProgress":
        return "met"
    if seen.reach is None:
        return "…"
    if seen.never_came:
        return "never came"
    if seen.reach.kind != "needs":
        return seen.reach.kind
    if seen.reach.sessions:
        return f"needs {seen.reach.sessions} of {seen.reach.of}"
    return "hand in" if seen.reach.tasks else "be in time"


def finding_words(found: Finding, settled: bool) -> str:
    """A criterion in a column: what was achieved of what is needed, and a sign. Of what is missed, the most allowed.

    ``settled`` says that nothing can change it any more; what is not met yet has a dot.
    """
    sign = "✓" if found.met else "✗" if settled else "·"
    match found.kind:
        case "minutes":
            least_ms = found.needed if found.met else max(found.needed, found.achieved + 1)
            there = whole_minutes(found.achieved, least_ms=least_ms)
            return f"{there}/{-(-found.needed // _MINUTE_MS)}m {sign}"
        case "missed minutes":
            missed = whole_minutes(found.achieved, most_ms=found.needed)
            return f"{missed}/≤{found.needed // _MINUTE_MS}m {sign}"
        case "missed sessions":
            return f"{found.achieved}/≤{found.needed} {sign}"
    return f"{found.achieved}/{found.needed} {sign}"


def is_settled(seen: Seen) -> bool:
    """Whether what is not met stays so."""
    return seen.state in ("Failed", "Withdrew")


def finding_of(seen: Seen, criterion: str) -> Finding | None:
    """What was found about this criterion of the rule's outermost list."""
    return next((each for each in seen.verdict.criteria if each.id == criterion), None)


def cells(seen: Seen, criteria: Iterable[str], changes: Mapping[str, Change] | None = None) -> list[str]:
    """The cells beside the name: state, every criterion, and reach; or, of a what-if, what would become of it."""
    settled = is_settled(seen)
    found = [finding_of(seen, each) for each in criteria]
    words = [finding_words(each, settled) if each is not None else "" for each in found]
    if changes is None:
        last = reach_words(seen)
    else:
        change = changes.get(seen.person)
        last = f"→ {state_words(change.after)}" if change is not None else "="
    return [state_words(seen.state), *words, last]
