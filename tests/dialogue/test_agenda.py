"""The agenda clock: what is left of the block, when the session will end, and how far behind that is.

How an overrun is planned anew is told in ``test_replan``.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.agenda import AgendaView, agenda_view, block_times, running
from facilitator_tui.plans.model import Block, SessionPlan

from .fakes import SEATS, Session, ms, seconds

PLAN = SessionPlan(
    1,
    "An evening",
    blocks=(
        Block("Doors open", "arrival", 600, when="before", lead_s=600),
        Block("Check-in", "check-in", 600),
        Block("Dialogue", "discussion", 3600),
        Block("Closing", "closing", 300),
        Block("Debrief", "debrief", 900, when="after"),
    ),
)
"""75 minutes of the participants' time, planned to begin at second 0."""

MINUTE = 60
NEXT = c.NextBlock(3)


def planned() -> Session:
    session = Session(())
    return session.at(-600, c.Open(SEATS, "the plan", ms(0)))


def seen(session: Session, second: float, plan: SessionPlan | None = PLAN) -> AgendaView:
    view = agenda_view(session.state, plan, ms(second))
    assert view is not None
    return view


def behind(session: Session, second: float) -> float:
    return seen(session, second).behind_ms / 1000


# --- where the session stands


def test_before_the_first_block_the_clock_counts_down_to_the_planned_start() -> None:
    view = seen(planned(), -90)
    assert (view.block, view.following, view.count) == (None, "Check-in", 3)
    assert (view.starts_in_ms, view.behind_ms, view.level) == (90_000, 0, "calm")
    assert seconds(view.expected_end_ms) == seconds(view.planned_end_ms) == 75 * MINUTE


def test_a_session_that_has_not_begun_in_time_is_behind() -> None:
    view = seen(planned(), 120)
    assert (view.starts_in_ms, view.behind_ms) == (-120_000, 120_000)


def test_in_a_block_the_time_left_counts_down() -> None:
    session = planned().at(0, NEXT)
    view = seen(session, 100)
    assert (view.block, view.title, view.following) == (0, "Check-in", "Dialogue")
    assert (view.given_ms, view.left_ms, view.starts_in_ms) == (600_000, 500_000, None)
    assert running(session.state, PLAN) == PLAN.during()[0]


@pytest.mark.parametrize(
    ("second", "level"),
    [(0, "calm"), (479, "calm"), (480, "warning"), (569, "warning"), (570, "danger"), (599, "danger"), (600, "over")],
)  # fmt: skip
def test_the_last_fifth_warns_and_the_last_twentieth_more_so(second: int, level: str) -> None:
    assert seen(planned().at(0, NEXT), second).level == level


def test_the_last_block_has_nothing_after_it_and_after_the_closing_nothing_moves() -> None:
    session = planned().at(0, NEXT).at(10, NEXT).at(20, NEXT)
    assert (seen(session, 30).block, seen(session, 30).following) == (2, "")
    session.at(320, c.Close())
    for second in (320, 5000):
        view = seen(session, second)
        assert (view.block, view.following) == (None, "")
        assert seconds(view.expected_end_ms) == 320


def test_without_a_plan_there_is_nothing_to_show() -> None:
    session = planned()
    assert agenda_view(session.state, None, ms(0)) is None
    assert agenda_view(session.state, SessionPlan(1, "Questions only"), ms(0)) is None
    assert block_times(session.state, None, ms(0)) == []
    assert running(session.state, None) is None


def test_a_session_started_on_the_spot_is_planned_from_its_first_block() -> None:
    session = Session().at(500, NEXT)
    view = seen(session, 530)
    assert (seconds(view.planned_end_ms), view.behind_ms) == (500 + 75 * MINUTE, 0)
    assert seen(Session(), 100).starts_in_ms is None


# --- behind and ahead: every cause counts, and counts once


def test_late_start_pause_overrun_and_extra_minutes_add_up() -> None:
    session = planned()
    session.at(60, NEXT)
    assert behind(session, 60) == 60  # began a minute late
    session.at(120, c.TogglePause()).at(210, c.TogglePause())
    assert behind(session, 210) == 60 + 90  # and stood still for a minute and a half
    session.at(300, c.Extend(120_000))
    assert behind(session, 300) == 150 + 120  # was given two minutes more
    assert seen(session, 300).left_ms == (60 + 90 + 600 + 120 - 300) * 1000
    session.at(60 + 90 + 720 + 45, NEXT)
    assert behind(session, 915) == 270 + 45  # and took 45 seconds beyond that


def test_a_block_that_ends_early_brings_the_session_ahead() -> None:
    session = planned().at(0, NEXT).at(7 * MINUTE, NEXT)
    assert behind(session, 7 * MINUTE) == -180


def test_an_overrun_counts_up_and_the_end_moves_with_it() -> None:
    session = planned().at(0, NEXT)
    view = seen(session, 640)
    assert (view.left_ms, view.level, view.behind_ms) == (-40_000, "over", 40_000)


def test_a_pause_stops_what_is_left_and_moves_the_end() -> None:
    session = planned().at(0, NEXT).at(100, c.TogglePause())
    for second in (100, 400):
        view = seen(session, second)
        assert (view.paused, view.left_ms, view.behind_ms) == (True, 500_000, (second - 100) * 1000)


def test_a_block_that_was_gone_back_to_goes_on_where_it_was() -> None:
    session = planned().at(0, NEXT).at(400, NEXT).at(430, c.PreviousBlock())
    view = seen(session, 500)
    assert (view.title, view.left_ms) == ("Check-in", (600 - 400 - 70) * 1000)
    assert behind(session, 500) == 0  # what went to the dialogue is not lost: it has that much less left


def test_time_taken_away_below_nothing_leaves_nothing() -> None:
    session = planned().at(0, NEXT).at(5, *[c.Extend(-60_000)] * 12)
    view = seen(session, 10)
    assert (view.given_ms, view.level) == (0, "over")


STEPS = st.lists(
    st.tuples(
        st.integers(1, 900),
        st.sampled_from([NEXT, c.PreviousBlock(), c.TogglePause(), c.Extend(60_000), c.Extend(-60_000)]),
    ),
    max_size=12,
)


@given(STEPS, st.integers(0, 600))
def test_the_end_moves_only_while_time_is_lost(steps: list[tuple[int, c.Command]], later: int) -> None:
    session, second = planned().at(0, NEXT), 0
    for wait, command in steps:
        second += wait
        session.at(second, command)
    before, after = seen(session, second), seen(session, second + later)
    over = max(0, later * 1000 - max(0, before.left_ms))
    assert after.behind_ms - before.behind_ms == (later * 1000 if before.paused else over)


@given(STEPS)
def test_the_blocks_and_the_pauses_fill_the_time_since_the_first_block(
    steps: list[tuple[int, c.Command]],
) -> None:
    session, second, paused, since = planned().at(0, NEXT), 0, 0, None
    for wait, command in steps:
        second += wait
        session.at(second, command)
        stands = session.state.agenda.paused_since is not None
        if since is not None and (not stands or isinstance(command, c.NextBlock | c.PreviousBlock)):
            paused, since = paused + second - since, None
        if stands and since is None:
            since = second
    paused += 0 if since is None else second - since
    times = block_times(session.state, PLAN, ms(second))
    assert sum(time.ran_ms for time in times) == (second - paused) * 1000


# --- planned against actual


def test_what_every_block_was_given_and_took() -> None:
    session = (
        planned().at(30, NEXT).at(60, c.Extend(60_000)).at(100, c.TogglePause()).at(160, c.TogglePause())
    )
    session.at(630, NEXT).at(700, c.PreviousBlock()).at(720, NEXT).at(4000, c.Close())
    check_in, dialogue, closing = block_times(session.state, PLAN, ms(9999))
    assert (check_in.planned_ms, check_in.given_ms, check_in.ran_ms) == (600_000, 660_000, 560_000)
    assert (seconds(check_in.from_ms), seconds(check_in.to_ms)) == (30, 720)
    assert (dialogue.ran_ms, seconds(dialogue.to_ms)) == ((70 + 3280) * 1000, 4000)
    assert (closing.title, closing.ran_ms, closing.from_ms, closing.to_ms) == ("Closing", 0, None, None)
