"""What is wrong with a text, as values: the sentence, the place, and what to write instead.

The reader collects problems and never stops at the first one. Nothing here reads or prints.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from facilitator_tui.plans.words import normal

Severity = Literal["error", "advice"]
"""An error makes the text unusable; advice says that it should be looked at again, and why."""

MOST_PROBLEMS = 200
"""Where the list of one file ends: nobody corrects more at a time."""


class PlanError(Exception):
    """Something that this room was asked for and cannot do; the text says what to do instead."""


class Problem(msgspec.Struct, frozen=True):
    """One thing to correct. ``line`` counts from 1; 0 stands for the file or folder as a whole."""

    file: str
    line: int
    severity: Severity
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}" + (f" — {self.hint}" if self.hint else "")


class Complaints:
    """The problems of one file while it is being read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: dict[Problem, None] = {}
        self._left_out = 0
        self._places: dict[int, tuple[object, int]] = {}
        self._key_lines: dict[str, int] = {}

    def place(self, value: object, line: int) -> None:
        """Remember on which line ``value`` (this very object) was read, for advice about it later."""
        self._places[id(value)] = (value, line)

    def line_of(self, value: object) -> int:
        """The line on which ``value`` was read; 0 where that is not known."""
        return self._places.get(id(value), (None, 0))[1]

    def place_key(self, key: str, line: int) -> None:
        """Remember on which line a key of the file stands, for advice about its value later."""
        self._key_lines.setdefault(normal(key), line)

    def line_of_key(self, key: str) -> int:
        """The line on which a key of the file stands; 0 where it does not."""
        return self._key_lines.get(normal(key), 0)

    def error(self, line: int, message: str, hint: str = "") -> None:
        """Something that cannot be understood."""
        self._add(Problem(self.file, line, "error", message, hint))

    def advice(self, line: int, message: str, hint: str = "") -> None:
        """Something that can be used, but should be looked at again."""
        self._add(Problem(self.file, line, "advice", message, hint))

    def unknown(self, line: int, what: str, word: str, known: Iterable[str]) -> None:
        """A word that is not one of ``known``: names the nearest one, or all of them."""
        self.error(line, f'unknown {what} "{shorten(word)}"', suggest(word, tuple(known)))

    def take(self, problems: Iterable[Problem]) -> None:
        """Add the problems of another file."""
        for problem in problems:
            self._add(problem)

    @property
    def failed(self) -> bool:
        """Whether there was an error."""
        return any(problem.severity == "error" for problem in self._found)

    def all(self) -> tuple[Problem, ...]:
        """Every problem: those of this file first, each file in the order of its lines."""
        found = sorted(
            self._found, key=lambda problem: (problem.file != self.file, problem.file, problem.line)
        )
        if self._left_out:
            message = f"{self._left_out} more problems are not listed"
            found.append(Problem(self.file, 0, "error", message, "correct these first, then check again"))
        return tuple(found)

    def _add(self, problem: Problem) -> None:
        if problem in self._found:
            return
        if len(self._found) >= MOST_PROBLEMS:
            self._left_out += 1
            return
        self._found[problem] = None


def suggest(word: str, known: tuple[str, ...]) -> str:
    """What to write instead of ``word``: the nearest known word, or the list where none is near."""
    from difflib import get_close_matches

    by_normal = {normal(each): each for each in known}
    near = get_close_matches(normal(word), by_normal, n=1, cutoff=0.6)
    if near:
        return f'write "{by_normal[near[0]]}"'
    return "write one of: " + ", ".join(known)


def shorten(text: str, most: int = 60) -> str:
    """The text on one line, cut to ``most`` characters, for quoting in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
