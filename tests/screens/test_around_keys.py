"""The list of keys that every screen around a session can show."""

from __future__ import annotations

from syrupy.assertion import SnapshotAssertion

from facilitator_tui.screens.around_keys import KeysScreen
from tests.screen_text import picture
from tests.screens.desks import HOSTILE, OneScreen


async def test_every_key_with_its_sentence_and_escape_closes(snapshot: SnapshotAssertion) -> None:
    app = OneScreen(KeysScreen(HOSTILE, [("n", "Plan a session."), ("/", "Show only rows with a word.")]))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        assert picture(app) == snapshot
        await pilot.press("escape")
    assert app.given == [None]
