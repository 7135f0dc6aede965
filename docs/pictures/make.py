"""Draws ``live.svg``, the picture of the README, from the running program and its demonstration.

Run by hand after a change to the live screen: ``.venv/bin/python docs/pictures/make.py``. Time is set and chance has
a seed, so the same program draws the same picture. Everybody in it is invented.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from facilitator_tui.app import FacilitatorApp
from facilitator_tui.clock import SetClock
from facilitator_tui.demo import furnish
from facilitator_tui.settings import Settings
from facilitator_tui.store.file import Store
from facilitator_tui.store.sessions import Sessions

PICTURE = Path(__file__).with_name("live.svg")
SIZE = (120, 30)
BEGINS = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)

LOUD = (3, 5, 2, 4, 1, 1, 3, 2, 2)
"""How readily each of the nine takes the floor."""


async def draw(folder: Path) -> None:
    """Key a session up to its fourth block and save what the screen shows then."""
    begins = int(BEGINS.timestamp() * 1000)
    path = folder / "demo.db"
    furnish(path, now_ms=begins - 5 * 60_000)
    with Store.open(path) as store:
        planned = next(row for row in Sessions(store).all() if row.opened_ms is None)
        clock = SetClock(begins - 4 * 60_000)
        app = FacilitatorApp(store, Settings(keyboard="plain"), clock, planned.id)
        async with app.run_test(size=SIZE) as pilot:

            async def keys(seconds: float, *names: str) -> None:
                clock.ms += int(seconds * 1000)
                await pilot.press(*names)

            await _meet(keys)
            await pilot.press(*"n5", *"Finds the English word with Nour’s help #language", "enter")
            await keys(9, "2", "h", "4", "h", "7", "t", "9")
            clock.ms += 47_000
            app.screen.tick()  # type: ignore[attr-defined]
            await pilot.pause()
            app.save_screenshot(str(PICTURE))


async def _meet(keys) -> None:
    ...


if __name__ == "__main__":
    os.environ["TZ"] = "Europe/Rome"
    time.tzset()
    with TemporaryDirectory(prefix="facilitator-tui-picture-") as folder:
        os.environ["FACILITATOR_TUI_HOME"] = folder
        asyncio.run(draw(Path(folder)))
