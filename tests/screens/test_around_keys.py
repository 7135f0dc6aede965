"""The list of keys that every screen around a session can show."""

from __future__ import annotations

from syrupy.assertion import SnapshotAssertion

from facilitator_tui.screens.around_keys import KeysScreen
from tests.screen_text import picture
from tests.screens.desks import HOSTILE, OneScreen


async def test_a_long_sentence_goes_on_in_the_next_line_and_a_long_list_scrolls(
    snapshot: SnapshotAssertion,
) -> None:
    says = "Who in the subgroup has earned which badge, and who still can, with a reason for each of them."
    app = OneScreen(KeysScreen("Subgroup", [(key, says) for key in "abcdefghi"]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "…" not in picture(app)
        assert picture(app) == snapshot
        await pilot.resize_terminal(60, 12)
        await pilot.press("end")
        await pilot.pause()
        assert "Quit at any time." in picture(app)


async def test_every_key_with_its_sentence_and_escape_closes(snapshot: SnapshotAssertion) -> None:
    app = OneScreen(KeysScreen(HOSTILE, [("n", "Plan a session."), ("/", "Show only rows with a word.")]))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        assert picture(app) == snapshot
        await pilot.press("escape")
    assert app.given == [None]
