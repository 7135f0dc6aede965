"""Draws ``live.svg``, the picture of the README, from the running program and its demonstration.

Run by hand after a change to the live screen: ``.venv/bin/python docs/pictures/make.py``. Time is set and chance has
a seed, so the same program draws the same picture. Everybody in it is invented.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from facilitator_tui.app import FacilitatorApp
from facilitator_tui.clock import SetClock
from facilitator_tui.demo import furnish
from facilitator_tui.settings import Settings
from facilitator_tui.store.file import Store
from facilitator_tui.store.sessions import Sessions

PICTURE = Path(__file__).with_name("live.svg")
SIZE = (136, 30)
BEGINS = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
ZONE = "Europe/Rome"

READY = (3, 5, 2, 4, 1, 1, 3, 2, 2)
"""How readily each of the nine takes the floor."""

WHOLE_BLOCKS = 7
"""How many blocks are over when the picture is taken."""


class Evening:
    """A session keyed into the program: time passes, keys are pressed."""

    def __init__(self, pilot: Pilot[int], clock: SetClock, seed: int = 11) -> None:
        self._pilot, self._clock, self._chance = pilot, clock, Random(seed)

    async def press(self, *keys: str, after: float = 1.0) -> None:
        """The keys, ``after`` so many seconds."""
        self._clock.ms += int(after * 1000)
        await self._pilot.press(*keys)

    async def arrive(self) -> None:
        for seat in "12345678":
            await self.press("a", seat, after=self._chance.uniform(8, 25))

    async def talk(self, seconds: float) -> None:
        """Turns of the people who are here, for this long."""
        end, last = self._clock.ms + int(seconds * 1000), ""
        while self._clock.ms < end:
            seat = self._chance.choices("f12345678", (4, *READY[:8]))[0]
            if seat != last:
                await self.press(seat, after=0.4)
                last = seat
            self._clock.ms += min(int(self._chance.lognormvariate(3.4, 0.7) * 1000), end - self._clock.ms)
        await self.press("space", after=0)


async def draw(folder: Path) -> None:
    """Key a session up to the middle of its eighth block and save what the screen shows then."""
    begins = int(BEGINS.timestamp() * 1000)
    path = folder / "demo.db"
    furnish(path, now_ms=begins - 5 * 60_000)
    with Store.open(path) as store:
        sessions = Sessions(store)
        planned = next(row for row in sessions.all() if row.opened_ms is None)
        plan = sessions.plan(planned.plan)
        assert plan is not None, "the demonstration has a plan"
        clock = SetClock(begins - 4 * 60_000)
        app = FacilitatorApp(store, Settings(keyboard="plain"), clock, planned.id)
        async with app.run_test(size=SIZE) as pilot:
            evening = Evening(pilot, clock)
            await evening.arrive()
            clock.ms = begins + 40_000
            for block in plan.during()[:WHOLE_BLOCKS]:
                await evening.press("right")
                await evening.talk(block.seconds + 9)
            await evening.press("right")
            await evening.talk(150)
            await note(pilot, "n", "5", "Finds the word with help from Nour #language")
            await evening.talk(120)
            await note(pilot, "n", "", "Laughs about the bread: the room is warm now #care")
            await evening.press("4", after=15)
            for keys in ("h2", "h7", "i1", "t8"):
                await evening.press(*keys, after=6)
            clock.ms += 21_000
            await pilot.pause(1.2)  # until the program's own clock has ticked once more
            PICTURE.write_text(for_browsers(app.export_screenshot(title="facilitator-tui")), encoding="utf-8")


async def note(pilot: Pilot[int], key: str, seat: str, text: str) -> None:
    """Write a note, about the person at ``seat`` if one is given."""
    await pilot.press(key)
    await pilot.pause()
    if seat:
        await pilot.press(seat)
    await pilot.press(*text, "enter")
    await pilot.pause()


def for_browsers(svg: str) -> str:
    """The drawing without fonts from elsewhere, and with cells that stay in their place.

    A terminal puts cell after cell; a browser would turn the numbers after an Arabic name around, were it not for
    the mark that says that they run from left to right.
    """
    svg = re.sub(r"@font-face\s*{.*?}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, monospace", _FONTS).replace("Fira Code", "monospace")
    return re.sub("((?:[\u0590-\u08ff]+(?:&#160;)?)*[\u0590-\u08ff])", "\\1\u200e", svg)


_FONTS = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"


def main() -> None:
    os.environ["TZ"] = ZONE
    time.tzset()
    with TemporaryDirectory(prefix="facilitator-tui-picture-") as folder:
        os.environ["FACILITATOR_TUI_HOME"] = folder
        asyncio.run(draw(Path(folder)))


if __name__ == "__main__":
    main()
