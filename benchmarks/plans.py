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


def measure(rounds: int = 9) -> dict[str, float]:
    """Milliseconds by what was measured; printed as well."""
    with TemporaryDirectory() as folder:
        kept = FROM_KEPT.format(kept=folder)
        best_ms(kept, 1)  # the first reading writes what the others find
        found = {
            "the two parsers alone": best_ms(FLOOR, rounds),
            "all courses from their texts": best_ms(FROM_TEXT, rounds),
            "all courses from kept readings": best_ms(kept, rounds),
        }
    floor = found["the two parsers alone"]
    for what, took in found.items():
        print(f"{what:32}{took:7.0f} ms  {took / floor:5.2f} ×")
    return found


if __name__ == "__main__":
    measure()
