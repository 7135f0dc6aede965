"""A question with yes and no: both answers are to be seen in every terminal."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from facilitator_tui.screens.question import Question
from tests.screen_text import picture
from tests.screens.desks import OneScreen

LONG = (
    "This session is planned for Thursday 26 November, 18:00. Open it now? It begins with the first opening."
)


@pytest.mark.parametrize("size", [(80, 24), (60, 12), (20, 5)])
@pytest.mark.parametrize("asked", ["End this session?", LONG], ids=["short", "long"])
async def test_both_answers_are_shown_at_every_size(
    size: tuple[int, int], asked: str, snapshot: SnapshotAssertion
) -> None:
    app = OneScreen(Question(asked, "end it and review it", "go on"))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert picture(app) == snapshot
        lines = [line.strip(" │╮╯") for line in picture(app).splitlines()]
        assert any(line.startswith("y  end it") for line in lines)
        assert any(line.startswith("n  go on") for line in lines)


@pytest.mark.parametrize(("key", "answer"), [("y", True), ("enter", True), ("n", False), ("escape", False)])
async def test_a_key_is_the_answer(key: str, answer: bool) -> None:
    app = OneScreen(Question("End this session?", "end it and review it", "go on"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        assert app.given == [answer]
