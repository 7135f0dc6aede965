"""Every session plan that ships, run once at speed through the live screen: no block may be undrawable."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator_tui.app import FacilitatorApp
from facilitator_tui.clock import SetClock
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.agenda import agenda_view
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.plans.shelf import built_readings, read_courses, shipped_courses
from facilitator_tui.screens.live import LiveScreen
from facilitator_tui.settings import Settings
from facilitator_tui.store.file import Store
from facilitator_tui.store.sessions import Sessions

from .screen_text import picture

BEGAN = 1_790_000_000_000

COURSES = [
    pytest.param(reading.plans, id=reading.course.id)
    for reading in read_courses(shipped_courses(), built_readings())
    if reading.course is not None and any(plan.during() for plan in reading.plans)
]


def test_ten_courses_ship() -> None:
    readings = read_courses(shipped_courses())
    assert len(readings) == 10
    assert not [problem for reading in readings for problem in reading.problems]


@pytest.mark.parametrize("plans", COURSES)
async def test_a_course_runs_from_the_first_block_to_the_last(
    plans: list[SessionPlan], tmp_path: Path
) -> None:
    for plan in plans:
        if plan.during():
            assert await run(plan, tmp_path / f"{plan.module}.db") == plan.seconds * 1000


async def run(plan: SessionPlan, path: Path) -> int:
    """Press through every block at its planned length; gives how long the session was, in milliseconds."""
    clock = SetClock(BEGAN - 60_000)
    with Store.open(path) as store:
        sessions = Sessions(store)
        kept = sessions.keep_plan(plan, BEGAN)
        session = sessions.create(plan.title, BEGAN, plan=kept, planned_ms=BEGAN)
        app = FacilitatorApp(store, Settings(keyboard="plain"), clock, session)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            live = app.screen
            assert isinstance(live, LiveScreen)
            clock.ms = BEGAN
            for number, block in enumerate(plan.during(), start=1):
                live.press("right")
                await pilot.pause()
                assert f"{number}/{len(plan.during())} {block.title}"[:40] in picture(app)
                clock.ms += block.seconds * 1000
            view = agenda_view(live.recorder.state, plan, clock.ms)
            assert view is not None
            assert view.behind_ms == 0
            live.do(c.Close())
            closed_ms = live.recorder.state.closed_ms
            assert closed_ms is not None
    return closed_ms - BEGAN
