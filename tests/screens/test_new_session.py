"""A new session with little typing: five lines, five times Enter."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion

from facilitator_tui.screens import messages
from facilitator_tui.screens.new_session import NewSessionScreen
from facilitator_tui.screens.ports import Created, ModuleCard, SessionCard, SessionWish, SubgroupCard
from facilitator_tui.screens.session_choices import next_module, subgroup_rows, usual_time
from tests.screen_text import picture
from tests.screens.desks import NOW, ZONE, ListDesk, OneScreen, at

BLUE = SubgroupCard("a", "Lisbon–Amman 3", "dialogue", "Asia/Amman", 9)
MODULES = [
    ModuleCard("dialogue", "Dialogue", number, title)
    for number, title in ((1, "Arriving"), (2, "Who belongs?"), (3, "Whose story? [/]"))
]
HELD = SessionCard(
    "s1", "Arriving", "held", at("2026-11-17 18:00"), at("2026-11-17 19:58"), "a", BLUE.name, "dialogue", 1
)


def form(subgroup: str = "") -> tuple[ListDesk, OneScreen]:
    desk = ListDesk()
    desk.subgroup_cards = [BLUE, SubgroupCard("b", "Tunis [/b]", "other", "Africa/Tunis", 8)]
    desk.module_cards, desk.session_cards = MODULES, [HELD]
    return desk, OneScreen(NewSessionScreen(desk, subgroup))


def test_the_next_module_and_the_usual_time_are_taken_for_likely() -> None:
    module = next_module(MODULES, [HELD], BLUE)
    assert module is not None
    assert module.module == 2
    assert usual_time([HELD], "a", ZONE) == "2026-11-24 18:00"
    assert usual_time([HELD], "", ZONE) == ""


def test_a_name_that_matches_can_still_be_made_new_unless_it_is_the_same() -> None:
    assert [row.key for row in subgroup_rows([BLUE], "lis")] == ["a", "new: lis"]
    assert [row.key for row in subgroup_rows([BLUE], "lisbon–amman 3")] == ["a"]


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (20, 5)])
async def test_the_form_at_several_sizes(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    _, app = form("a")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert picture(app) == snapshot


async def test_for_a_known_subgroup_everything_is_there_and_ctrl_s_creates_it() -> None:
    desk, app = form("a")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+s")
    assert desk.wishes == [SessionWish("Who belongs?", NOW, "Asia/Amman", "a", "", "dialogue", 2)]
    assert app.given == [Created("created", at_once=True)]
    (opened,) = app.asked
    assert isinstance(opened, messages.OpenSession)


async def test_a_few_letters_choose_the_subgroup_and_the_time_is_typed_freely() -> None:
    desk, app = form()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"lis", "enter", "enter", *"Old", "enter")
        await pilot.press("ctrl+u", *"tue 19:30", "enter", "enter")
    in_amman = at("2026-11-24 16:30")  # half past seven there is half past four in Lisbon
    assert desk.wishes == [SessionWish("Old", in_amman, "Asia/Amman", "a", "", "dialogue", 2)]
    assert app.given == [Created("created", False, "Planned: Old, Tue 24 Nov 19:30 (Asia/Amman).")]
    assert not app.asked


async def test_a_new_subgroup_without_a_plan_now() -> None:
    desk, app = form()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"[red]", "enter", "enter", "enter", "enter", "enter")
    assert desk.wishes == [SessionWish("Session", NOW, ZONE, "", "[red]", "", None)]


async def test_a_mistake_is_said_beside_its_field_and_nothing_is_created() -> None:
    desk, app = form()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", *"zz", "tab", "tab", "ctrl+u", *"25:00", "ctrl+s")
        assert "! No session plan is called “zz”." in picture(app)
        await pilot.press("ctrl+u", "ctrl+s")
        assert "! “25:00” is not a time of day" in picture(app)
        assert not desk.wishes
        await pilot.press("escape")
    assert app.given == [None]


async def test_the_choice_under_the_cursor_is_taken() -> None:
    desk, app = form("a")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "enter", "enter", "up", "enter", "enter")
    (wish,) = desk.wishes
    assert (wish.module, wish.title) == (3, "Whose story? [/]")
    assert wish.planned_ms == at("2026-11-24 18:00")


async def test_enter_takes_what_the_mark_shows_and_the_mark_shows_none_first() -> None:
    desk, app = form()
    async with app.run_test(size=(80, 24)) as pilot:
        assert "▸ none" in picture(app)
        await pilot.press("down", "enter", "ctrl+s")
        await pilot.pause()
    (wish,) = desk.wishes
    assert wish.subgroup == "a"


async def test_enter_alone_leaves_the_session_without_subgroup_and_plan() -> None:
    desk, app = form()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "enter", *"Alone", "ctrl+s")
    (wish,) = desk.wishes
    assert (wish.title, wish.subgroup, wish.new_subgroup, wish.module) == ("Alone", "", "", None)


async def test_a_plan_that_stands_there_can_be_taken_out() -> None:
    desk, app = form("a")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("home", "up", "up", "enter", *"Free talk", "ctrl+s")
    (wish,) = desk.wishes
    assert (wish.title, wish.subgroup, wish.module) == ("Free talk", "a", None)


PLANNED = SessionWish(
    "Our evening", at("2026-11-24 16:00"), "Asia/Amman", "a", "", "dialogue", 2, plan_title="Who belongs?"
)


def change(was: SessionWish = PLANNED) -> tuple[ListDesk, OneScreen]:
    desk, _ = form()
    desk.planned["s9"] = was
    return desk, OneScreen(NewSessionScreen(desk, session="s9"))


async def test_a_planned_session_is_changed_in_the_same_form() -> None:
    desk, app = change()
    async with app.run_test(size=(80, 24)) as pilot:
        shown = picture(app)
        assert "Change the session" in shown
        for there in (
            BLUE.name,
            "2 Who belongs? · Dialogue",
            "Our evening",
            "2026-11-24 19:00",
            "Asia/Amman",
        ):
            assert there in shown
        await pilot.press("end", "ctrl+u", *"fri 18:00", "ctrl+s")
    assert desk.changes == [("s9", replace(PLANNED, planned_ms=at("2026-11-27 15:00"), plan_title=""))]
    assert app.given == [Created("s9", False, "Planned: Our evening, Fri 27 Nov 18:00 (Asia/Amman).")]
    assert desk.wishes == []


async def test_a_plan_of_no_course_at_hand_and_no_time_stay_as_they_are() -> None:
    was = SessionWish("Ours", 0, "UTC", course="Elsewhere", module=7, plan_title="Bridges [/]")
    desk, app = change(was)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Bridges [/] · as planned so far" in picture(app)
        await pilot.press("ctrl+s")
    assert desk.changes == [("s9", replace(was, plan_title=""))]


async def test_escape_changes_nothing() -> None:
    desk, app = change()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+u", "escape")
    assert (desk.changes, app.given) == ([], [None])
