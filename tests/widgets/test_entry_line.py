"""The line that every form and question is made of: what is typed into it stays, whatever script it is in."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult

from facilitator_tui.widgets.entry_line import EntryLine
from facilitator_tui.widgets.field import Field


class OneField(App[None]):
    def compose(self) -> ComposeResult:
        yield Field("Name", id="name")


@pytest.mark.parametrize("text", ["نیک\u200cفرجام", "👩\u200d👩\u200d👧", "Zoë O’Neill", "नमस्ते"])
async def test_what_is_typed_stays(text: str) -> None:
    app = OneField()
    async with app.run_test() as pilot:
        app.query_one(Field).enter()
        for character in text:
            app.post_message(events.Key(character, character))
        await pilot.pause()
        assert app.query_one(Field).value == text


@pytest.mark.parametrize("character", ["\u202e", "\u200b", "\x00", "\x1b"])
async def test_what_steers_a_terminal_is_not_typed(character: str) -> None:
    app = OneField()
    async with app.run_test() as pilot:
        app.query_one(Field).enter()
        app.post_message(events.Key("unknown", character))
        await pilot.pause()
        assert app.query_one(Field).value == ""


async def test_a_joiner_takes_the_place_of_what_is_selected() -> None:
    app = OneField()
    async with app.run_test() as pilot:
        app.query_one(Field).enter()
        await pilot.press(*"abc", "shift+left", "shift+left")
        app.post_message(events.Key("zero_width_non_joiner", "\u200c"))
        await pilot.pause()
        assert app.query_one(EntryLine).value == "a\u200c"
