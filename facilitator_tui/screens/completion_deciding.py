"""Decisions about badges as they are asked for: one person, all who met everything, otherwise than the rule, hold back.

What a decision means and whether it can be made is the desk's; here it is asked for, with its reason, and said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from facilitator_tui.plain import plain
from facilitator_tui.screens.completion_port import CompletionDesk
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.widgets.completion_lines import take_back
from facilitator_tui.widgets.completion_seen import Seen, counted

_ANSWERS: dict[str, bool | None] = {"e": True, "n": False, "r": None}
_SAID: dict[bool | None, str] = {
    True: "is decided to have earned the badge; it still has to be confirmed (c)",
    False: "is decided not to have earned the badge",
    None: "is decided by the rule again",
}

Value = TypeVar("Value")


class Asker(Protocol):
    """What is asked of the screen."""

    def ask(self, question: str, value: str, answer: Callable[[str], str]) -> None:
        """Ask for a line; it is asked again while ``answer`` gives a sentence."""

    def say(self, text: str, *, wrong: bool = False) -> None: ...

    def did(self, do: Callable[[], object]) -> bool: ...

    def load(self, current: str = "") -> None: ...


class Deciding:
    """Asks, decides through the desk, has the screen look again, and says what was done."""

    def __init__(self, screen: Asker, desk: CompletionDesk) -> None:
        self._screen, self._desk = screen, desk

    def confirm(self, badge: str, people: Sequence[Seen]) -> None:
        """Confirm these, all or none; of one who is not provisional the desk says why it cannot be."""
        if self._screen.did(lambda: self._desk.confirm(badge, [each.person for each in people])):
            who = plain(people[0].name) if len(people) == 1 else counted(len(people))
            self._screen.load(people[0].person if len(people) == 1 else "")
            self._screen.say(f"{who} confirmed by {plain(self._desk.author())}. u says how to take it back.")

    def override(self, badge: str, seen: Seen) -> None:
        """Ask whether the badge is earned, whatever the rule says, and why."""

        def answered(typed: str) -> str:
            letter = typed.strip().lower()[:1]
            if letter not in _ANSWERS:
                return "Type e if it is earned, n if it is not, r if the rule shall decide. Esc leaves it."
            earned = _ANSWERS[letter]
            needed = "Why (a reason is needed):" if earned is not None else "Why (may stay empty):"
            self._screen.ask(needed, "", lambda why: self._overridden(badge, seen, earned, why))
            return ""

        self._screen.ask(
            f"{plain(seen.name, 40)}: earned (e), not earned (n), rule decides (r)?", "", answered
        )

    def _overridden(self, badge: str, seen: Seen, earned: bool | None, why: str) -> str:
        if earned is not None and not why.strip():
            return "Deciding otherwise than the rule needs a reason: it is what others will ask for."
        return self._done(
            seen,
            lambda: self._desk.override(badge, seen.person, earned, why.strip()),
            f"{plain(seen.name)} {_SAID[earned]}.",
        )

    def hold(self, badge: str, seen: Seen) -> None:
        """Hold the badge back, with a reason; one that is held back is released."""
        name = plain(seen.name, 40)
        if seen.verdict.hold is not None:
            self._screen.ask(
                f"Release the badge of {name}. Why (may stay empty):",
                "",
                lambda why: self._done(
                    seen,
                    lambda: self._desk.release(badge, seen.person, why.strip()),
                    f"{name}: the badge is not held back any more.",
                ),
            )
            return
        self._screen.ask(
            f"Hold back the badge of {name}, because:", "", lambda why: self._held(badge, seen, why)
        )

    def _held(self, badge: str, seen: Seen, why: str) -> str:
        if not why.strip():
            return "Holding a badge back needs a reason: somebody has to know when it can be released."
        return self._done(
            seen,
            lambda: self._desk.hold(badge, seen.person, why.strip()),
            f"{plain(seen.name)}: the badge is held back. h releases it.",
        )

    def _done(self, seen: Seen, do: Callable[[], None], said: str) -> str:
        """Decide; what stands in the way is said beside the question, which stays."""
        try:
            do()
        except DeskProblem as problem:
            return str(problem)
        self._screen.load(seen.person)
        self._screen.say(said)
        return ""

    def say_take_back(self, seen: Seen) -> None:
        self._screen.say(take_back(seen))
