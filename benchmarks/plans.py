"""How long it takes to read all shipped courses in a fresh Python, and how much of that is loading libraries.

A start reads what was kept (``facilitator_tui/plans/shelf.py``); texts are read where a course is new or was changed.
``python -m benchmarks.plans`` prints milliseconds (the best of several rounds) and each as a ratio to a Python that
only loads the two parsers. Nothing is measured inside a running program: a second reading says little about the first.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from benchmarks.measures import Figure, Size

TARGET_MS = 150.0
"""What all courses may take from kept readings. From their texts no target is set: it happens once after a change."""

FLOOR = "import yaml, markdown_it"

FROM_TEXT = (
    "from facilitator_tui.plans.files import course_folders; "
    "from facilitator_tui.plans.reader import read_course; "
    "from facilitator_tui.plans.shelf import shipped_courses; "
    "assert [read_course(each) for each in course_folders(shipped_courses())]"
)
FROM_KEPT = (
    "from pathlib import Path; "
    "from facilitator_tui.plans.shelf import read_courses, shipped_courses; "
    "assert read_courses(shipped_courses(), Path({kept!r}))"
)


def best_ms(code: str, rounds: int) -> float:
    """The shortest time of a whole Python that runs this code, in milliseconds."""
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[1])
        found.append(time.perf_counter() - began)
    return min(found) * 1000


class Measured(msgspec.Struct, frozen=True):
    """Milliseconds of a whole Python, the best of several rounds."""

    parsers: float
    from_text: float
    from_kept: float


def measure(rounds: int = 9) -> Measured:
    """Read every shipped course in fresh Pythons, from the texts and from what was kept."""
    with TemporaryDirectory() as folder:
        kept = FROM_KEPT.format(kept=folder)
        best_ms(kept, 1)  # the first reading writes what the others find
        return Measured(best_ms(FLOOR, rounds), best_ms(FROM_TEXT, rounds), best_ms(kept, rounds))


def figures(size: Size) -> list[Figure]:
    """As many rounds as programs are opened."""
    from benchmarks.measures import Figure

    found = measure(size.opens)
    parsers = f"loading the two parsers takes {found.parsers:.0f} ms of it"
    return [
        Figure("plans", "a Python that reads all courses, kept readings", "ms", found.from_kept, TARGET_MS),
        Figure("plans text", "the same from their texts, once after a change", "ms", found.from_text, None,
               detail=parsers),
    ]  # fmt: skip


def main() -> None:
    """Print the milliseconds, and each as a ratio to the parsers alone."""
    found = measure()
    for what, took in (
        ("the two parsers alone", found.parsers),
        ("all courses from their texts", found.from_text),
        ("all courses from kept readings", found.from_kept),
    ):
        print(f"{what:32}{took:7.0f} ms  {took / found.parsers:5.2f} ×")


if __name__ == "__main__":
    main()
