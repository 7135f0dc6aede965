"""The whole program over a real store: from screen to screen, and what must survive leaving, quitting and crashing.

What each screen shows is tested with the screen; two hours of a session in ``test_two_hours``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content
from textual.pilot import Pilot
from textual.screen import Screen

from facilitator_tui.app import FacilitatorApp
from facilitator_tui.clock import SetClock
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.opening import begin, recorder_for
from facilitator_tui.plain import unmarked
from facilitator_tui.screens.help import HelpScreen
from facilitator_tui.screens.home import HomeScreen
from facilitator_tui.screens.keyboard import KeyboardScreen
from facilitator_tui.screens.live import LiveScreen
from facilitator_tui.screens.question import Question
from facilitator_tui.screens.review import ReviewScreen
from facilitator_tui.screens.subgroup import SubgroupScreen
from facilitator_tui.settings import Settings, config_path, load
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import Sessions
from tests.dialogue.fakes import T0, ms, turns
from tests.screen_text import picture
from tests.screens.desks import HOSTILE
from tests.store.stories import PLAN

NAMES = ("Amina Belkacem", "[/] Bruno [red]", HOSTILE)
"""As typed; the third is kept as ``Amina[/] [red]ليلى``."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "facilitator.db") as opened:
        yield opened


@pytest.fixture
def clock() -> SetClock:
    return SetClock(T0)


@pytest.fixture
def session(store: Store) -> str:
    """A session of three people and a facilitator, about to begin."""
    people, sessions = People(store), Sessions(store)
    subgroup = people.add_subgroup("Lisbon–Amman 3", "Dialogue", "Europe/Lisbon", T0)
    for name in NAMES:
        people.join(subgroup, people.add(name, T0), "participant", 0, T0)
    people.join(subgroup, people.add("Faiza", T0), "facilitator", 0, T0)
    return sessions.create(
        "Who belongs?", T0, subgroup, "Dialogue", 2, sessions.keep_plan(PLAN, T0), T0 + 60_000
    )


def app_on(
    store: Store, clock: SetClock, session: str | None, settings: Settings | None = None
) -> FacilitatorApp:
    return FacilitatorApp(store, settings or Settings("plain"), clock, session)


def live_of(app: FacilitatorApp) -> LiveScreen:
    assert isinstance(app.screen, LiveScreen)
    return app.screen


async def settled(pilot: Pilot[int]) -> None:
    for _ in range(3):
        await pilot.pause()


def shown(app: FacilitatorApp) -> type[Screen[Any]]:
    """What kind of screen is on top."""
    return type(app.screen)


def facts(store: Store, session: str) -> list[type[e.Fact]]:
    return [type(entry.fact) for entry in store.journal(session).read()]


@pytest.fixture
def notices(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the program told in a corner of the screen."""
    told: list[str] = []

    def notify(app: FacilitatorApp, message: str, **how: object) -> None:
        assert how["markup"] is False, "a name in it could be taken for markup"
        told.append(message)

    monkeypatch.setattr(FacilitatorApp, "notify", notify)
    return told


# --- a session begins, is left, goes on, ends


async def test_leaving_to_the_list_and_coming_back_interrupts_nothing(
    store: Store, clock: SetClock, session: str
) -> None:
    app = app_on(store, clock, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "q")
        await settled(pilot)
        assert shown(app) is HomeScreen
        assert "Who belongs?" in picture(app)
        clock.ms = ms(40)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("1")
        assert turns(live_of(app).recorder.state) == [(live_of(app).recorder.state.seated()[0].id, 0, 40)]
    assert facts(store, session) == [e.Opened, e.Floor, e.Floor]


async def test_an_end_is_asked_about_and_leads_to_the_review(
    store: Store, clock: SetClock, session: str
) -> None:
    app = app_on(store, clock, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "ctrl+e")
        await settled(pilot)
        assert shown(app) is Question
        await pilot.press("n")
        assert facts(store, session)[-1] is e.Floor
        clock.ms = ms(40)
        await pilot.press("ctrl+e", "y")
        await settled(pilot)
        assert shown(app) is ReviewScreen
        assert store.rows("SELECT count(*) FROM turn") == [(1,)]  # the tables for SQL are up to date
        await pilot.press("escape")
        await settled(pilot)
        assert shown(app) is HomeScreen
    assert facts(store, session) == [e.Opened, e.Floor, e.Closed]
    assert list(store.path.parent.glob("*.live")) == []


async def test_quitting_in_the_middle_of_a_note_keeps_everything_that_was_shown(
    store: Store, clock: SetClock, session: str
) -> None:
    app = app_on(store, clock, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "n", "a", "ctrl+q")
    assert app.return_code == 0
    assert app.unsaved == 0
    assert facts(store, session) == [e.Opened, e.Floor]
    assert list(store.path.parent.glob("*.live")) == []


async def test_an_interrupted_session_goes_on_and_says_so(
    store: Store, clock: SetClock, session: str
) -> None:
    row = Sessions(store).get(session)
    before = recorder_for(store, session, clock, "me")
    lease = begin(before, store, row)
    assert lease is not None
    clock.ms = ms(100)
    before.do(c.NextBlock(3))
    clock.ms = ms(200)
    before.do(c.GiveFloor(before.state.seated()[1].id))
    lease.close()  # the system lets go of the lock of a program that is gone
    clock.ms = ms(300)
    app = app_on(store, clock, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "1/3 Check-in" in picture(app)
        assert live_of(app).recorder.state.floor is None
        (turn,) = live_of(app).recorder.state.turns
        assert (turn.ms, turn.uncertain_ms) == (0, 100_000)
    assert facts(store, session)[-1] is e.Resumed


async def test_a_second_program_on_the_same_session_is_told_and_interrupts_nothing(
    store: Store, clock: SetClock, session: str, notices: list[str]
) -> None:
    first = begin(recorder_for(store, session, clock, "colleague"), store, Sessions(store).get(session))
    app = app_on(store, clock, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert any("is recording this session too" in notice for notice in notices)
    assert facts(store, session) == [e.Opened]
    assert first is not None
    first.close()


# --- what cannot be


async def test_a_session_that_is_not_there_leads_home_with_a_sentence(
    store: Store, clock: SetClock, notices: list[str]
) -> None:
    app = app_on(store, clock, "nonsense")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert shown(app) is HomeScreen
        assert notices == ["There is no session with the id nonsense."]


async def test_keys_that_clash_are_named_and_the_default_ones_used(
    store: Store, clock: SetClock, session: str, notices: list[str]
) -> None:
    app = app_on(store, clock, session, Settings("plain", keys={"live.copy": "h"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        (notice,) = notices
        assert notice == (
            f"{config_path()}: The key “h” is given to “live.hand” and to “live.copy”. Change one of them. "
            "Default keys are used."
        )
        await pilot.press("h", "1")
        assert [person.number for person in live_of(app).recorder.state.stack()] == [1]


async def test_a_guest_is_refused_in_a_sentence_when_the_file_is_locked(
    store: Store, clock: SetClock, session: str
) -> None:
    app = app_on(store, clock, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        with Store.open(store.path) as other, other.transaction():
            await pilot.press("k", "L", "u", "enter")
            await settled(pilot)
        assert shown(app) is LiveScreen
        assert "Another program holds the file" in picture(app)
        clock.ms += 1000
        await pilot.press("k", "L", "u", "enter")
        await settled(pilot)
        assert "Lu has key 4; Lu is here" in picture(app)


# --- first run, help, palette


async def test_the_first_run_asks_for_the_keyboard_once(store: Store, clock: SetClock, session: str) -> None:
    app = app_on(store, clock, None, Settings())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert shown(app) is KeyboardScreen
        await pilot.press("&")
        await settled(pilot)
        assert shown(app) is HomeScreen
        assert load(config_path()).keyboard == "azerty"
        app.open_session(session)
        await settled(pilot)
        await pilot.press("é")
        floor = live_of(app).recorder.state.floor
        assert floor is not None
        assert live_of(app).recorder.state.people[floor.person].number == 2


async def test_the_help_lies_over_the_session_and_any_of_three_keys_closes_it(
    store: Store, clock: SetClock, session: str
) -> None:
    app = app_on(store, clock, session)
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("escape", "q", "?"):
            clock.ms += 1000
            await pilot.press("?")
            await settled(pilot)
            assert shown(app) is HelpScreen
            assert "Verb, then person." in picture(app)
            await pilot.press(key)
            await settled(pilot)
            assert shown(app) is LiveScreen


async def test_the_palette_gives_the_floor_by_name_whatever_the_name_is(
    store: Store, clock: SetClock, session: str
) -> None:
    app = app_on(store, clock, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for name, seat in (("Bruno", 2), ("Amina B", 1)):
            await pilot.press("ctrl+p", *name)
            await pilot.app.workers.wait_for_complete()
            await settled(pilot)
            assert f"Floor: {NAMES[seat - 1]}" in picture(app)
            await pilot.press("enter", "enter")
            await settled(pilot)
            floor = live_of(app).recorder.state.floor
            assert floor is not None
            assert live_of(app).recorder.state.people[floor.person].number == seat
            assert f"{NAMES[seat - 1]} has the floor" in picture(app)


@given(st.text("[]/\\a#@='\"$ é", max_size=12))
def test_a_name_comes_out_of_a_menu_as_it_is(name: str) -> None:
    shown_name = Content.from_markup(f"Floor: {unmarked(name)}").plain
    assert shown_name.replace("\u29f5", "\\") == f"Floor: {name}"


def test_the_palette_offers_no_picture_of_the_screen(store: Store, clock: SetClock, session: str) -> None:
    app = app_on(store, clock, session)
    offered = [command.title for command in app.get_system_commands(app.get_default_screen())]
    assert "Floor: Amina Belkacem" in offered
    assert "undo" in offered
    assert not [title for title in offered if "creenshot" in title]


# --- every second


async def test_every_second_what_waits_is_tried_again_and_what_others_wrote_is_read(
    store: Store, clock: SetClock, session: str
) -> None:
    app = app_on(store, clock, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        with Store.open(store.path) as other, other.transaction():
            await pilot.press("1")
            assert "NOT SAVED (1)" in picture(app)
            assert app.unsaved == 1
        live_of(app).tick()
        await settled(pilot)
        assert "NOT SAVED" not in picture(app)
        with Store.open(store.path) as other:
            colleague = recorder_for(other, session, clock, "colleague")
            clock.ms += 1000
            colleague.do(c.GiveFloor(colleague.state.seated()[1].id))
        live_of(app).tick()
        await settled(pilot)
        assert "2 ▶ [/] Bruno [red]" in picture(app)
    assert facts(store, session) == [e.Opened, e.Floor, e.Floor]


async def test_a_moved_computer_clock_is_written_down(store: Store, clock: SetClock, session: str) -> None:
    app = app_on(store, clock, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        clock.jump_ms = 3_600_000
        live_of(app).tick()
        await settled(pilot)
        assert "the computer's clock was moved by +3600 s" in picture(app)
    assert facts(store, session) == [e.Opened, e.Jumped]


# --- sessions planned, begun by mistake, taken out


@pytest.fixture
def tomorrow(store: Store, session: str) -> str:
    """A session of the same subgroup, planned for the next day."""
    group = Sessions(store).get(session).subgroup
    return Sessions(store).create("Tomorrow [/]", T0, group, planned_ms=T0 + 86_400_000, zone="UTC")


async def test_a_session_that_is_not_due_begins_only_when_somebody_says_so(
    store: Store, clock: SetClock, tomorrow: str
) -> None:
    app = app_on(store, clock, None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert shown(app) is Question
        assert "Tomorrow [/]” is planned for tomorrow 20:26" in picture(app)
        await pilot.press("n")
        await settled(pilot)
        assert shown(app) is HomeScreen
        assert facts(store, tomorrow) == []
        await pilot.press("enter", "y")
        await settled(pilot)
        assert shown(app) is LiveScreen
        assert facts(store, tomorrow) == [e.Opened]


async def test_an_opening_is_taken_back_from_the_list_and_the_session_begins_anew(
    store: Store, clock: SetClock, session: str
) -> None:
    app = app_on(store, clock, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q")
        await settled(pilot)
        await pilot.press("u", "y")
        await settled(pilot)
        assert "“Who belongs?” is planned again." in picture(app)
        assert list(store.path.parent.glob("*.live")) == []
        clock.ms = ms(40)
        await pilot.press("enter")
        await settled(pilot)
        assert live_of(app).recorder.state.opened_ms == ms(40)
    assert facts(store, session) == [e.Opened, e.Void, e.Opened]


async def test_a_session_without_entries_is_removed_after_a_question(
    store: Store, clock: SetClock, session: str
) -> None:
    app = app_on(store, clock, None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("d", "n")
        await settled(pilot)
        assert len(Sessions(store).all()) == 1
        await pilot.press("d", "y")
        await settled(pilot)
        assert "“Who belongs?” is removed." in picture(app)
    assert Sessions(store).every() == []


async def test_planning_is_confirmed_where_it_was_asked_for(
    store: Store, clock: SetClock, session: str
) -> None:
    app = app_on(store, clock, None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("e", "ctrl+u", *"tomorrow 18:00", "ctrl+s")
        await settled(pilot)
        assert shown(app) is HomeScreen
        assert "Planned: Who belongs?, tomorrow 18:00." in picture(app)
        await pilot.press("g", "enter", "n", "tab", *"Free talk", "tab", "ctrl+u", *"fri 18:00", "ctrl+s")
        await settled(pilot)
        assert shown(app) is SubgroupScreen
        assert "Planned: Free talk, " in picture(app)
        assert "18:00 (Europe/Lisbon)." in picture(app) or "18:00." in picture(app)


async def test_the_keyboard_is_asked_once_also_when_the_question_is_skipped(
    store: Store, clock: SetClock
) -> None:
    app = app_on(store, clock, None, Settings())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert shown(app) is HomeScreen
    assert load(config_path()).keyboard == "plain"
