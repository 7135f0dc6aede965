"""Re-planning and quiet cues on the live screen: shown, chosen by a digit, never in the way."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from facilitator_tui.actions import keymap
from facilitator_tui.dialogue import commands as c
from facilitator_tui.plans.model import Block, Prompt, SessionPlan
from facilitator_tui.screens.live import LiveScreen
from facilitator_tui.screens.replan import ReplanScreen

from ..dialogue.fakes import AMAL, SEATS, Session, ms
from ..screen_text import picture
from .desks import OneScreen

MINUTE = 60
PLAN = SessionPlan(
    1,
    "Who belongs?",
    blocks=(
        Block("Check-in", "check-in", 15 * MINUTE, prompts=(Prompt("Who is missing?"),)),
        Block("Two [b]cities", "activity", 15 * MINUTE, minimum_s=300, may_shrink=True),
        Block("A poem", "activity", 6 * MINUTE, optional=True),
        Block("Closing", "closing", 15 * MINUTE, protected=True),
    ),
)


class Desk:
    """Knows the plan and nobody's name."""

    def __init__(self, plan: SessionPlan | None) -> None:
        self.title, self.plan = "A session", plan
        self.names: Mapping[str, str] = {AMAL: "Amal Haddad"}
        self.note_texts: dict[str, str] = {}
        self.tags: list[str] = []
        self.stall_ms = 20_000

    def time_of_day(self, ms: int, *, seconds: bool = False) -> str:
        return "20:00"

    def add_guest(self, name: str) -> str:
        return name

    def rename(self, person: str, name: str) -> None:
        self.names = {**self.names, person: name}

    def propose_rooms(self, people: list[str], size: int) -> tuple[tuple[str, ...], ...]:
        return (tuple(people),)


class Live(OneScreen):
    """The live screen, and what the app does when it asks for a re-plan."""

    def __init__(self, session: Session, plan: SessionPlan | None = PLAN) -> None:
        self.live = LiveScreen(session.recorder, Desk(plan), keymap("azerty"))
        super().__init__(self.live)

    def on_live_screen_replan_asked(self, message: LiveScreen.ReplanAsked) -> None:
        screen = ReplanScreen(message.found, message.end, self.live.keymap)
        self.push_screen(screen, lambda chosen: self.live.replan(chosen) if chosen is not None else None)


def late(minutes: float) -> Session:
    session = Session(SEATS).at(0, c.NextBlock(4))
    return session.at(15 * MINUTE + minutes * MINUTE)


async def test_a_way_to_finish_on_time_is_chosen_by_its_digit() -> None:
    session = late(5)
    app = Live(session)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("z")
        await pilot.pause()
        shown = picture(app)
        assert "5:00 late. The end stays at 20:00." in shown
        assert "1  Shorten one block by 5:00 in all." in shown
        assert "Two [b]cities: 15:00 → 10:00" in shown
        assert "2  Leave out “A poem”, 1:00 more for one block." in shown
        assert "A poem: 6:00 → left out" in shown
        await pilot.press("é")  # the 2 of this keyboard
        await pilot.pause()
        assert app.screen is app.live
        assert session.state.agenda.lengths == {1: 16 * MINUTE * 1000, 2: 0}
        assert "re-planned: new times for one block, one block left out" in picture(app)
        await pilot.press("u")
        assert session.state.agenda.lengths == {}


async def test_escape_changes_nothing_and_a_digit_without_a_proposal_neither() -> None:
    session = late(5)
    app = Live(session)
    async with app.run_test() as pilot:
        before = session.state
        await pilot.press("z", "9", "escape")
        await pilot.pause()
        assert app.screen is app.live
        assert session.state is before


async def test_when_nothing_fits_the_screen_says_what_is_missing() -> None:
    app = Live(late(20))
    async with app.run_test() as pilot:
        await pilot.press("z")
        await pilot.pause()
        assert "4:00" in picture(app)
        assert "Nothing fits" in picture(app)


async def test_on_time_there_is_nothing_to_re_plan() -> None:
    app = Live(late(-5))
    async with app.run_test(size=(160, 30)) as pilot:
        await pilot.press("z")
        await pilot.pause()
        assert app.screen is app.live
        assert "nothing to re-plan" in picture(app)


async def test_a_cue_is_said_once_and_never_over_a_half_typed_verb() -> None:
    session = Session(SEATS).at(0, c.NextBlock(4)).at(10, c.GiveFloor(AMAL)).at(20, c.Silence()).at(41)
    app = Live(session)
    async with app.run_test(size=(160, 30)) as pilot:
        await pilot.press("h")
        app.live.tick()
        await pilot.pause()
        assert "Quiet" not in picture(app)
        await pilot.press("escape")
        app.live.tick()
        await pilot.pause()
        assert "Quiet for 0:21. You could ask: Who is missing?" in picture(app)
        await pilot.press("a", "&")
        session.clock.ms = ms(60)
        app.live.tick()
        await pilot.pause()
        assert "Quiet" not in picture(app)


@pytest.mark.parametrize("stall_ms", [0, 60_000])
async def test_a_facilitator_who_waits_longer_is_not_cued_sooner(stall_ms: int) -> None:
    app = Live(Session(SEATS).at(0, c.NextBlock(4)).at(10, c.GiveFloor(AMAL)).at(20, c.Silence()).at(41))
    app.live.desk.stall_ms = stall_ms
    async with app.run_test(size=(160, 30)) as pilot:
        app.live.tick()
        await pilot.pause()
        assert "Quiet" not in picture(app)


async def test_a_person_gets_another_name() -> None:
    app = Live(Session(SEATS))
    async with app.run_test() as pilot:
        await pilot.press("y", "&", *"Noor", "enter")
        await pilot.pause()
        assert app.live.desk.names[AMAL] == "Noor"


async def test_before_the_first_block_the_lane_of_the_first_one_that_is_left_is_shown() -> None:
    session = Session(SEATS).at(0, c.Replan((0, -1, -1, -1)))
    app = Live(session)
    async with app.run_test() as pilot:
        await pilot.pause()
        block = app.live.view.block()
        assert block is not None
        assert block.title == "Two [b]cities"
