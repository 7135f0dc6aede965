"""A roster typed in: one line a person, a paste of many, and names that try to break the screen."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion
from textual import events
from textual.pilot import Pilot

from facilitator_tui.screens import messages
from facilitator_tui.screens.ports import MemberCard, ModuleCard, PersonCard, SubgroupCard
from facilitator_tui.screens.subgroup import SubgroupScreen
from facilitator_tui.screens.subgroups import SubgroupsScreen, course_called
from tests.screen_text import picture
from tests.screens.desks import HOSTILE, ListDesk, OneScreen
from tests.screens.people_desk import PeopleDesk

NAMES = ("Amal Haddad", HOSTILE, "Chiara Fontanelli", "سلمى الحسن")


def with_members(*names: str) -> tuple[PeopleDesk, OneScreen]:
    desk = PeopleDesk()
    desk.subgroup_cards = [SubgroupCard("a", "Lisbon–Amman 3")]
    for name in names:
        desk.add_member("a", name)
    return desk, OneScreen(SubgroupScreen(desk, "a"))


async def paste(pilot: Pilot[None], text: str) -> None:
    focused = pilot.app.screen.focused
    assert focused is not None
    focused.post_message(events.Paste(text))
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (20, 5)])
async def test_the_roster_at_several_sizes(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    _, app = with_members(*NAMES)
    async with app.run_test(size=size):
        assert picture(app) == snapshot


async def test_typing_names_one_after_the_other_keeps_the_focus_in_the_line() -> None:
    desk, app = with_members()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Nour", "enter", *"[red]", "enter")
        assert [member.name for member in desk.members("a")] == ["Nour", "[red]"]
        assert "2    [red]" in picture(app) or "2  [red]" in picture(app)
        await pilot.press(*"Nour", "enter")
        assert "Nour is here already" in picture(app)
        await pilot.press("enter")
        assert [member.name for member in desk.members("a")] == ["Nour", "[red]", "Nour"]


async def test_a_paste_of_many_lines_is_shown_before_it_is_added() -> None:
    desk, app = with_members("Amal Haddad")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        await paste(pilot, "1. Léa Morvan\tlea@example.org\n\n2. amal haddad\nOksana \x1b[2JVerbytska[/]\n")
        shown = picture(app)
        assert "2 people: Léa Morvan, Oksana Verbytska[/]. 1 are here already" in shown
        assert len(desk.members("a")) == 1
        await pilot.press("enter")
        assert [member.name for member in desk.members("a")][1:] == ["Léa Morvan", "Oksana Verbytska[/]"]
        assert desk.people["p2"].email == "lea@example.org"


async def test_a_paste_can_be_dropped_with_escape() -> None:
    desk, app = with_members("Amal Haddad")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        await paste(pilot, "Léa\nNour")
        await pilot.press("escape", "enter")
        assert len(desk.members("a")) == 1


async def test_roles_seats_names_and_removal_by_one_key_each() -> None:
    desk, app = with_members(*NAMES)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("J", "down", "down", "r")
        assert [(m.name, m.seat) for m in desk.members("a")][:2] == [(NAMES[1], 1), (NAMES[0], 2)]
        assert {m.name: m.role for m in desk.members("a")}[NAMES[3]] == "facilitator"
        await pilot.press("home", "d")
        assert NAMES[1] not in [m.name for m in desk.members("a")]
        await pilot.press("u", "e", "end", "ctrl+u", *"Amina", "enter")
        assert "Amina" in [m.name for m in desk.members("a")]
        assert desk.people["p2"] == PersonCard("p2", "Amina")
        await pilot.press("enter", "n")
        person, session = app.asked
        assert isinstance(person, messages.OpenParticipant)
        assert person.person == "p2"
        assert isinstance(session, messages.NewSession)
        assert session.subgroup == "a"


async def test_a_role_in_the_course_and_who_left_it_stand_in_the_list() -> None:
    desk, app = with_members("Amal Haddad", "Rui Tavares")
    desk.in_subgroup["a"][1] = MemberCard("p2", "Rui Tavares", seat=2, withdrew=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("R")
        assert desk.members("a")[0].course_role == "debater"
        amal, rui = picture(app).splitlines()[2:4]
        assert amal.split() == ["▸", "1", "Amal", "Haddad", "participant,", "debater"]
        assert rui.endswith("left the course")
        await pilot.press("r", "R")
        assert "Only a participant has a role in the course." in picture(app)


async def test_a_member_is_moved_to_another_subgroup() -> None:
    desk, app = with_members("Amal Haddad", "Rui Tavares")
    desk.subgroup_cards.append(SubgroupCard("b", "Tunis [/] 4"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m", *"Lisbon", "enter")
        assert "There are: Tunis [/] 4." in picture(app)
        await pilot.press("ctrl+u", *"Tunis", "enter")
        assert desk.moves == [("p1", "a", "b")]
        assert [member.name for member in desk.members("a")] == ["Rui Tavares"]
        assert "Amal Haddad is in Tunis [/] 4 now." in picture(app)


async def test_a_list_is_read_into_this_subgroup_or_into_any() -> None:
    class Asked(OneScreen):
        def on_import_roster(self, event: messages.ImportRoster) -> None:
            self.asked.append(event)

    desk, _ = with_members("Amal Haddad")
    for screen, subgroup in ((SubgroupScreen(desk, "a"), "a"), (SubgroupsScreen(desk), "")):
        app = Asked(screen)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("i")
            (asked,) = app.asked
            assert isinstance(asked, messages.ImportRoster)
            assert asked.subgroup == subgroup


async def test_what_the_desk_refuses_is_said_and_the_screen_goes_on() -> None:
    desk, app = with_members(*NAMES)
    desk.refuses = "Another program holds the file [/]. Close it there."
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d", "r")
        assert "! Another program holds the file [/]." in picture(app)
        assert len(desk.members("a")) == 4


async def test_a_new_subgroup_needs_a_name_and_opens_at_once() -> None:
    desk = ListDesk()
    app = OneScreen(SubgroupsScreen(desk))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "enter")
        assert "A subgroup needs a name" in picture(app)
        await pilot.press(*"Tunis [/]", "enter")
        (opened,) = app.asked
        assert isinstance(opened, messages.OpenSubgroup)
        assert [card.name for card in desk.subgroups()] == ["Tunis [/]"]


def test_a_member_without_a_seat_has_no_key() -> None:
    from facilitator_tui.screens.subgroup import member_row

    assert member_row(MemberCard("p", "Miriam", "facilitator", 0)).cells[0] == "–"
    assert member_row(MemberCard("p", "Béla", seat=10)).cells[0] == "0"
    assert member_row(MemberCard("p", "Zoë", seat=11)).cells[0] == "F1"


async def test_completion_is_the_same_letter_as_elsewhere() -> None:
    class Asked(OneScreen):
        def on_open_completion(self, event: messages.OpenCompletion) -> None:
            self.asked.append(event)

    desk, _ = with_members("Amal Haddad")
    for screen in (SubgroupScreen(desk, "a"), SubgroupsScreen(desk)):
        app = Asked(screen)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("c")
        (asked,) = app.asked
        assert isinstance(asked, messages.OpenCompletion)
        assert asked.subgroup == "a"


async def test_a_subgroup_gets_its_course_by_the_beginning_of_the_title() -> None:
    desk = ListDesk()
    desk.subgroup_cards = [SubgroupCard("a", "Lisbon–Amman 3")]
    desk.module_cards = [
        ModuleCard("n", "Newcomers and [nationalism]", 1, "Being new"),
        ModuleCard("d", "Dialogue", 1, "Arriving"),
    ]
    app = OneScreen(SubgroupsScreen(desk))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", *"new", "enter")
        assert desk.subgroup_cards[0].course == "Newcomers and [nationalism]"
        assert "Lisbon–Amman 3 takes “Newcomers and [nationalism]” now." in picture(app)
        await pilot.press("o", "ctrl+u", *"zz", "enter")
        assert "No course is called “zz”. There are: Dialogue, Newcomers" in picture(app)
        await pilot.press("ctrl+u", "enter")
        assert desk.subgroup_cards[0].course == ""


def test_a_course_is_known_by_its_id_its_title_or_an_unmistakable_beginning() -> None:
    titles = {"n": "Newcomers", "nm": "News and media"}
    assert course_called(titles, " NEWCOMERS ") == ("Newcomers", "")
    assert course_called(titles, "nm") == ("News and media", "")
    assert course_called(titles, "newc") == ("Newcomers", "")
    assert course_called(titles, "new")[1].startswith("2 courses could be meant")
    assert course_called({}, "new")[1] == "No course is called “new”. There are: none yet."


async def test_leaving_the_line_takes_what_was_said_of_it_along() -> None:
    _, app = with_members("Nour")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", *"Nour", "enter")
        assert "Nour is here already" in picture(app)
        await pilot.press("escape")
        assert "Nour is here already" not in picture(app)
