"""How long the completion screen takes to open: 30 invented people, 15 sessions of five modules, three badges.

From pressing the key until the first grid can be read, in a pseudo-terminal, each time in a fresh process (nothing of
the screen is loaded yet, no session folded), and opened once more in the same one. ``python -m
benchmarks.completion_screen`` prints the medians in milliseconds and exits with 1 where one is over the target.
``show`` is the program that is measured.
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from textual.binding import Binding

import facilitator_tui
from benchmarks import prepare
from benchmarks.pty import Terminal
from facilitator_tui.app import FacilitatorApp
from facilitator_tui.clock import SetClock
from facilitator_tui.screens.messages import OpenCompletion
from facilitator_tui.settings import Settings
from facilitator_tui.store.file import Store
from tests.cohort_story import BADGE, COURSE, CourseStory, on_day, write_course

if TYPE_CHECKING:
    from benchmarks.measures import Figure, Size

TARGET_MS = 200.0
ROUNDS = 12

GROUPS, MEMBERS, HELD = ("Blue", "Red", "Green"), 10, 4
"""Four of five sessions were held, so that something is left to reach."""

TURNS_EACH = 20

_KEY, _ESCAPE = b"\x1b[20~", b"\x1b"
_HOME = re.compile("Sessions")
_GRID = re.compile(r"▸ .*(needs \d of \d|out of reach|catch-up|hand in|safe|met)")

_MORE_BADGES = """
  - id: listener
    name: Listener
    version: 1
    standing: example
    presence: {present from: 45 min}
    needs: {minutes: 75 %, of: held}
    examples:
      - {who: Ana, attended: [1, 2, 3, 4], earns: yes, because: four of five}
  - id: writer
    name: Writer
    version: 1
    standing: example
    needs:
      at least: 1
      from:
        - attend: 5
        - task: diary
          count: 4
    examples:
      - {who: Ana, attended: [1, 2, 3, 4, 5], earns: yes, because: five of five}
"""


class Measured(msgspec.Struct, frozen=True):
    """Milliseconds of each round: the first opening in a process, and the second."""

    first: list[float]
    again: list[float]


class Shown(FacilitatorApp):
    """The program, with a key that opens the screen from anywhere."""

    CSS_PATH = str(Path(facilitator_tui.__file__).with_name("screens") / "live.tcss")
    BINDINGS = [Binding("f9", "completion", priority=True)]

    def action_completion(self) -> None:
        self.post_message(OpenCompletion(course=COURSE))


def made(folder: Path) -> Path:
    """A store with the people, two hours of talk for each session, and what was handed in."""
    path = folder / "facilitator.db"
    with Store.open(path) as store:
        story = CourseStory(store, folder)
        write_course(folder, BADGE + _MORE_BADGES)
        for group in GROUPS:
            members = [f"{name} of {group}" for name in prepare.PEOPLE[:MEMBERS]]
            story.group(group, *members)
            for module in range(1, HELD + 1):
                there = [who for n, who in enumerate(members) if (n + module) % 4]
                story.holds(group, module, (module - 1) * 7, there, speaks=there * TURNS_EACH)
            story.plans(group, HELD + 1, HELD * 7)
            story.hands_in_everything(*members[:7])
    return path


def show(path: Path) -> None:
    """The program on this store, three days after the last session."""
    with Store.open(path) as store:
        Shown(store, Settings(keyboard="plain"), SetClock(on_day(HELD * 7 - 4))).run()


def measure(rounds: int = ROUNDS) -> Measured:
    """Open the screen so many times, each in a process of its own, and once more in the same process."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as place:
        folder = Path(place)
        path = made(folder)
        env = prepare.home(folder)
        command = (sys.executable, "-m", "benchmarks.completion_screen", "show", str(path))
        found = Measured([], [])
        for _ in range(rounds + 1):
            with Terminal(command, env=env) as terminal:
                terminal.wait_for(_HOME)
                terminal.settle(0.3)
                found.first.append(_opened(terminal))
                terminal.send(_ESCAPE)
                terminal.wait_for(_HOME)
                terminal.settle(0.3)
                found.again.append(_opened(terminal))
    return Measured(found.first[1:], found.again[1:])  # the first round compiled the modules


def figures(size: Size) -> list[Figure]:
    """The first opening in a process, and the second."""
    from benchmarks.measures import Figure

    found = measure(size.screens)
    return [
        Figure(name, says, "ms", statistics.median(times), TARGET_MS, detail=_spread(times))
        for name, says, times in (
            ("screen first", f"open completion for 30 people, median of {len(found.first)}", found.first),
            ("screen again", "the same once more in the same program", found.again),
        )
    ]


def _spread(times: list[float]) -> str:
    return f"[{min(times):.0f}..{max(times):.0f}]"


def _opened(terminal: Terminal) -> float:
    at = terminal.send(_KEY)
    shown = terminal.wait_for(_GRID)
    terminal.settle(0.2)
    return (shown - at) * 1000


def main() -> int:
    if sys.argv[1:2] == ["show"]:
        show(Path(sys.argv[2]))
        return 0
    found = measure()
    for name, times in (("first", found.first), ("again", found.again)):
        print(f"{name}  {statistics.median(times):6.1f} ms  {_spread(times)}  (at most {TARGET_MS:g} ms)")
    return int(max(map(statistics.median, (found.first, found.again))) > TARGET_MS)


if __name__ == "__main__":
    sys.exit(main())
