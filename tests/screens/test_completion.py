"""The completion screen: who needs help first, the sentence behind a cell, and decisions that only a person makes."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from facilitator_tui.screens.completion import CompletionScreen
from facilitator_tui.screens.completion_choice import CompletionChoice
from facilitator_tui.screens.completion_port import GroupCard
from facilitator_tui.screens.messages import OpenCompletion
from facilitator_tui.widgets.criteria_grid import CriteriaGrid
from tests.screen_text import picture
from tests.screens.completion_room import PEOPLE, CompletionRoom, a_new_rule
from tests.screens.desks import HOSTILE, OneScreen

AMAL, BRUNO, CHIARA, DENIZ = "Amal Haddad", "Bruno Keller", "Chiara Conti", "Deniz Yıldız"


class Asked(OneScreen):
    """Keeps also what this screen asks of the app."""

    def on_open_completion(self, event: OpenCompletion) -> None:
        self.asked.append(event)

    def on_completion_screen_export_asked(self, event: CompletionScreen.ExportAsked) -> None:
        self.asked.append(event)


def shown(room: CompletionRoom) -> Asked:
    return Asked(CompletionScreen(room, "neighbours"))


def flowing(app: OneScreen) -> str:
    """What stands on the screen, without the breaks of lines."""
    return " ".join(picture(app).split())


def order(app: OneScreen) -> list[str]:
    """The names in the grid from above."""
    lines = [line[2:] for line in picture(app).splitlines()]
    there = [(line, name) for line in lines for name in PEOPLE if line.startswith(name[:12])]
    return [name for _, name in there]


def grid_lines(app: OneScreen) -> list[str]:
    """The lines of the grid and those above it."""
    lines = picture(app).splitlines()
    title = next(number for number, line in enumerate(lines) if "state" in line and "reach" in line)
    return lines[title : title + 1 + len(PEOPLE)]


def finished() -> CompletionRoom:
    """The course is over: three of eight met everything."""
    return CompletionRoom(held=5, over=True)


# --- what is shown


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (50, 16), (24, 6)])
async def test_who_needs_help_stands_first(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    app = shown(CompletionRoom())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert picture(app) == snapshot


async def test_after_the_course_those_who_met_everything_wait_for_a_person(
    snapshot: SnapshotAssertion,
) -> None:
    app = shown(finished())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "4 out of reach · 3 to confirm" in picture(app)
        assert "✓ Completed" not in picture(app)
        assert picture(app) == snapshot


async def test_reach_comes_after_the_first_grid_where_it_takes_long() -> None:
    room = CompletionRoom()
    room.slow = True
    app = shown(room)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        slow = grid_lines(app)
    other = shown(CompletionRoom())
    async with other.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert slow == grid_lines(other)
        assert "needs 2 of 2" in slow[3]


async def test_the_sentence_behind_a_cell_stands_below_it() -> None:
    app = shown(CompletionRoom([BRUNO]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right")
        assert "attended 2 of the 5 sessions in the plan, 4 needed (80 % of 5)" in flowing(app)
        assert "2 partial 40 min · 3 present 120 min (not confirmed)" in flowing(app)
        await pilot.press("right")
        assert "diary: 1 handed in, 2 needed" in flowing(app)
        await pilot.press("right", "right")
        assert "Needs all of the next 2 sessions and to hand in diary, survey." in flowing(app)


async def test_enter_shows_everything_behind_the_line(snapshot: SnapshotAssertion) -> None:
    room = CompletionRoom([AMAL], held=5, over=True)
    room.confirm("participant", [AMAL])
    a_new_rule(room, AMAL)
    app = shown(room)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("enter")
        assert "Confirmed by Miriam" in picture(app)
        assert "Under version 1: ✗ Failed" in picture(app)
        assert picture(app) == snapshot
        await pilot.press("escape")
        assert app.screen.query_one(CriteriaGrid).has_focus


async def test_several_badges_are_tabs() -> None:
    room = CompletionRoom(badges=2)
    app = shown(room)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "[1 Dialogue participant]" in picture(app)
        await pilot.press("2")
        assert "[2 Listener]" in picture(app)
        assert "Rule listener, version 1, agreed" in picture(app)
        await pilot.press("tab")
        assert "Rule participant, version 2, example" in picture(app)


async def test_with_another_badge_who_needs_help_there_is_under_the_cursor() -> None:
    app = shown(CompletionRoom([AMAL, DENIZ], badges=2))
    async with app.run_test(size=(80, 24)) as pilot:
        grid = app.screen.query_one(CriteriaGrid)
        assert grid.current == DENIZ
        await pilot.press("down", "2")
        assert grid.current == AMAL, "whoever was chosen stays chosen"


async def test_a_name_is_shown_and_never_obeyed() -> None:
    app = shown(CompletionRoom())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Amina[/] [red]ليلى" in picture(app)


async def test_what_the_desk_cannot_is_said() -> None:
    room = CompletionRoom()
    room.refuses = "The subgroup “Blue” belongs to no course."
    app = shown(room)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "c", "w", "right", "e")
        assert "! The subgroup “Blue” belongs to no course." in picture(app)
        assert app.asked == []


# --- only a person confirms


async def test_one_key_confirms_who_met_everything() -> None:
    room = finished()
    app = shown(room)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "down", "down", "c")
        assert room.decided == [(AMAL, "confirmed", "")]
        assert "Amal Haddad confirmed by Miriam." in picture(app)
        assert "✓ Completed" in picture(app)
        await pilot.press("u")
        assert "To take it back: h holds the badge back, o decides that it is not earned" in flowing(app)


async def test_who_is_not_provisional_cannot_be_confirmed() -> None:
    room = CompletionRoom([BRUNO])
    app = shown(room)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c")
        assert "! Bruno Keller: Only a provisional verdict can be confirmed" in flowing(app)
        await pilot.press("C")
        assert "Nobody is Provisional" in flowing(app)
        assert room.decided == []


async def test_all_are_confirmed_after_a_question_with_their_names(snapshot: SnapshotAssertion) -> None:
    room = finished()
    app = shown(room)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("C")
        assert picture(app) == snapshot
        await pilot.press("escape")
        assert room.decided == []
        await pilot.press("C", "y")
        assert {who for who, _, _ in room.decided} == {AMAL, HOSTILE, "Maria Silva"}
        assert "3 people confirmed by Miriam" in picture(app)


async def test_deciding_otherwise_needs_a_reason_and_still_a_confirmation() -> None:
    room = CompletionRoom([DENIZ])
    app = shown(room)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "x", "enter")
        assert "Type e if it is earned" in flowing(app)
        await pilot.press("backspace", "e", "enter", "enter")
        assert "needs a reason" in flowing(app)
        await pilot.press(*"took part by phone", "enter")
        assert room.decided == [(DENIZ, "earned", "took part by phone")]
        assert "? Provisional" in picture(app)
        assert "because took part by phone." in flowing(app)
        await pilot.press("u")
        assert "o, then r lets the rule decide again" in flowing(app)
        await pilot.press("o", "r", "enter", "enter")
        assert room.decided[-1] == (DENIZ, "rule decides", "")
        await pilot.press("o", "r", "enter", "enter")
        assert "the rule decides already" in flowing(app)
        await pilot.press("escape")
        assert len(room.decided) == 2


async def test_a_badge_is_held_back_and_released() -> None:
    room = CompletionRoom([AMAL], held=5, over=True)
    app = shown(room)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h", "enter")
        assert "Holding a badge back needs a reason" in flowing(app)
        await pilot.press(*"two accounts", "enter")
        assert "‖ On hold" in picture(app)
        assert "because two accounts" in flowing(app)
        await pilot.press("h", "enter")
        assert "? Provisional" in picture(app)
    assert [kind for _, kind, _ in room.decided] == ["held", "released"]


# --- questions


async def test_a_threshold_is_moved_and_nothing_is_written(snapshot: SnapshotAssertion) -> None:
    room = finished()
    app = shown(room)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("w")
        assert "If sessions were 80 %, as it is: nobody would move." in flowing(app)
        await pilot.press("right", "right", "right", "right", "right")
        assert "If sessions were 100 % (now 80 %): 2 people would move, 2 would lose it." in flowing(app)
        assert picture(app) == snapshot
        await pilot.press("down")
        assert "If diary were 2 times, as it is" in flowing(app)
        await pilot.press("right", "pagedown", "c", "escape")
        assert "Rule participant, version 2" in picture(app)
        assert room.decided == []


async def test_whose_verdict_hangs_on_the_next_session() -> None:
    app = shown(CompletionRoom())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        assert "On their next session hangs the verdict of" in flowing(app)
        assert "session 4. Missing it:" in flowing(app)
        await pilot.press("escape")
        assert order(app)


async def test_the_page_for_the_participant() -> None:
    app = shown(CompletionRoom([AMAL]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s")
        assert "Badge: Dialogue participant" in picture(app)


async def test_the_export_is_asked_of_the_app() -> None:
    app = shown(CompletionRoom(badges=2))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "e")
        [asked] = app.asked
        assert isinstance(asked, CompletionScreen.ExportAsked)
        assert (asked.course, asked.badge) == ("neighbours", "listener")


# --- which subgroup


async def test_where_there_are_several_one_chooses(snapshot: SnapshotAssertion) -> None:
    room = CompletionRoom()
    room.cards = [
        GroupCard(course="neighbours", course_title="Good neighbours", people=18),
        GroupCard(
            course="neighbours", course_title="Good neighbours", subgroup="b", name="Group 3", people=9
        ),
        GroupCard(
            course="neighbours", course_title="Good neighbours", subgroup="r", name="[red] زرقاء", people=9
        ),
    ]
    app = Asked(CompletionChoice(room))
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.pause()
        assert picture(app) == snapshot
        await pilot.press("down", "enter")
    [asked] = app.asked
    assert isinstance(asked, OpenCompletion)
    assert (asked.course, asked.subgroup) == ("neighbours", "b")
