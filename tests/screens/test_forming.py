"""Forming subgroups on the screen: a proposal, moves by key, what they break, and keeping it."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from facilitator_tui.forming.propose import propose
from facilitator_tui.forming.values import Candidate, Proposal, Wishes
from facilitator_tui.screens.forming import FormingScreen
from facilitator_tui.screens.forming_port import FormingDesk, ToForm
from facilitator_tui.screens.forming_rows import sign, targets, told
from facilitator_tui.screens.problems import DeskProblem
from tests.forming.people import somebody
from tests.screen_text import picture
from tests.screens.desks import HOSTILE, OneScreen

COURSE = "Being new"


class ListFormingDesk:
    """People in a list; ``kept`` are the proposals that were kept, ``refuses`` makes keeping fail."""

    def __init__(self, people: list[Candidate], told: tuple[str, ...] = ()) -> None:
        self.people, self.told = people, told
        self.kept: list[tuple[str, Proposal]] = []
        self.asked: list[str] = []
        self.refuses = ""

    def courses(self) -> list[str]:
        return [COURSE, "Another course"]

    def to_form(self, course: str) -> ToForm:
        self.asked.append(course)
        return ToForm(course, tuple(self.people), Wishes(), told=self.told)

    def keep(self, course: str, proposal: Proposal) -> str:
        if self.refuses:
            raise DeskProblem(self.refuses)
        self.kept.append((course, proposal))
        return "2 subgroups were made."


def a_course(*more: Candidate) -> ListFormingDesk:
    """18 people who can all meet, and whoever is given beside."""
    return ListFormingDesk([*[somebody(number) for number in range(18)], *more])


LONELY = somebody(30, institution=HOSTILE, slots="Sun 6-8", languages="ar")


async def proposed(pilot: Pilot[None]) -> None:
    """Wait until the proposal that is being made is there."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def shown(app: OneScreen) -> FormingScreen:
    assert isinstance(app.screen, FormingScreen)
    return app.screen


@pytest.mark.parametrize("size", [(120, 30), (80, 24), (60, 18), (20, 5)])
async def test_a_proposal_at_several_sizes(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    app = OneScreen(FormingScreen(a_course(LONELY), COURSE))
    async with app.run_test(size=size) as pilot:
        await proposed(pilot)
        await pilot.press("down")
        await pilot.pause()
        assert picture(app) == snapshot


async def test_without_a_course_it_is_asked_for() -> None:
    desk = a_course()
    app = OneScreen(FormingScreen(desk))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "For which course:" in picture(app)
        await pilot.press("end", "ctrl+u", "enter")
        await pilot.pause()
        assert "Type the title or the id of a course" in picture(app)
        await pilot.press(*"Ours", "enter")
        await proposed(pilot)
        assert desk.asked == ["Ours"]
        assert "Ours · 18 people in 2 subgroups" in picture(app)


async def test_where_nobody_is_left_it_says_so() -> None:
    app = OneScreen(FormingScreen(ListFormingDesk([], ("Left the course and passed over: 3.",)), COURSE))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "! Nobody is left who is in no subgroup of this course. Left the course" in picture(app)
        await pilot.press("enter", "m", "escape")
        assert app.given == [None]


async def test_somebody_moves_and_what_it_breaks_is_seen_and_taken_back(snapshot: SnapshotAssertion) -> None:
    app = OneScreen(FormingScreen(a_course(), COURSE))
    async with app.run_test(size=(80, 24)) as pilot:
        await proposed(pilot)
        await pilot.press("tab", "m")
        await pilot.pause()
        assert picture(app) == snapshot(name="where to")
        await pilot.press("enter")
        await pilot.pause()
        assert shown(app).members.keys
        await pilot.press("m", "enter")
        await pilot.pause()
        assert picture(app) == snapshot(name="two have moved")
        await pilot.press("u", "u")
        await pilot.pause()
        assert "hard broken: 0" in picture(app)
        assert "Taken back." in picture(app)


async def test_two_people_change_places() -> None:
    desk = a_course()
    app = OneScreen(FormingScreen(desk, COURSE))
    async with app.run_test(size=(80, 24)) as pilot:
        await proposed(pilot)
        screen = shown(app)
        before = screen.members.keys
        await pilot.press("tab", "x")
        await pilot.pause()
        assert "changes places with somebody of:" in picture(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "changes places with:" in picture(app)
        assert "fits" in picture(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "changed places." in picture(app)
        assert len(screen.members.keys) == len(before)
        assert set(screen.members.keys) != set(before)


async def test_somebody_without_a_place_is_put_into_a_subgroup_all_the_same() -> None:
    app = OneScreen(FormingScreen(a_course(LONELY), COURSE))
    async with app.run_test(size=(80, 24)) as pilot:
        await proposed(pilot)
        text = picture(app)
        assert "▸ !   no place" in text
        assert "Why: Person 30 can meet only at Sun 6-8 and in ar" in text
        await pilot.press("m")
        await pilot.pause()
        assert "! breaks slot, language" in picture(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "no place" not in picture(app)
        assert "has no slot in common: Mon 18-20 suits 9 of the 10 who state any" in " ".join(
            picture(app).split()
        )


async def test_another_proposal_can_be_asked_for_and_taken_back() -> None:
    app = OneScreen(FormingScreen(a_course(), COURSE))
    async with app.run_test(size=(80, 24)) as pilot:
        await proposed(pilot)
        first = shown(app).members.keys
        await pilot.press("p")
        await proposed(pilot)
        assert "This is proposal 2." in picture(app)
        assert shown(app).members.keys != first
        await pilot.press("u")
        await pilot.pause()
        assert shown(app).members.keys == first


async def test_wishes_are_asked_one_after_the_other() -> None:
    app = OneScreen(FormingScreen(a_course(), COURSE))
    async with app.run_test(size=(80, 24)) as pilot:
        await proposed(pilot)
        await pilot.press("w", "end", "ctrl+u", *"9-6", "enter")
        await pilot.pause()
        assert "give two numbers from 1 on" in picture(app)
        await pilot.press("end", "ctrl+u", *"six", "enter")
        await pilot.pause()
        assert "Write two numbers like 8-10" in picture(app)
        await pilot.press("end", "ctrl+u", *"6", "enter")
        await pilot.press("end", "ctrl+u", *"1", "enter")
        await pilot.press("end", "ctrl+u", *"7", "enter")
        await proposed(pilot)
        text = picture(app)
        assert "18 people in 3 subgroups" in text
        assert "wishes not met: 3" in text


async def test_it_is_kept_only_when_somebody_says_yes() -> None:
    desk = a_course()
    app = OneScreen(FormingScreen(desk, COURSE))
    async with app.run_test(size=(80, 24)) as pilot:
        await proposed(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "Make 2 subgroups? Type yes:" in picture(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "Nothing is made yet." in picture(app)
        assert desk.kept == []
        await pilot.press(*"yes", "enter")
        await pilot.pause()
        ((course, proposal),) = desk.kept
        assert (course, len(proposal.groups)) == (COURSE, 2)
        assert app.given == ["2 subgroups were made."]


async def test_what_the_desk_refuses_is_said_and_nothing_is_lost() -> None:
    desk = a_course()
    desk.refuses = "Elif Aydın has joined “Tunis” since this was proposed [/]."
    app = OneScreen(FormingScreen(desk, COURSE))
    async with app.run_test(size=(80, 24)) as pilot:
        await proposed(pilot)
        await pilot.press("enter", *"yes", "enter")
        await pilot.pause()
        assert "! Elif Aydın has joined “Tunis” since this was proposed [/]." in picture(app)
        assert app.given == []


async def test_leaving_asks_when_something_was_changed() -> None:
    app = OneScreen(FormingScreen(a_course(), COURSE))
    async with app.run_test(size=(80, 24)) as pilot:
        await proposed(pilot)
        await pilot.press("tab", "m", "enter", "escape", "escape")
        await pilot.pause()
        assert "Leave, and keep nothing? Type yes:" in picture(app)
        await pilot.press("escape", "q", *"yes", "enter")
        await pilot.pause()
        assert app.given == [None]


async def test_while_it_proposes_the_screen_says_so_and_can_be_left() -> None:
    app = OneScreen(FormingScreen(a_course(), COURSE))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("escape")
        await pilot.pause()
        assert app.given == [None]


def test_a_sign_means_something_without_colour() -> None:
    proposal = propose([*a_course().people, LONELY], Wishes(per_institution=1, countries=9), 1)
    assert sign(proposal.broken)[0] == "!"
    assert sign([each for each in proposal.broken if not each.hard])[0] == "~"
    assert sign([]) == ""


def test_the_subgroups_that_fit_come_first_among_the_targets() -> None:
    proposal = propose(a_course(LONELY).people, Wishes(), 1)
    here = proposal.groups[0]
    names = [each.name for each in targets(proposal, here.members[0], here.id)]
    assert names[0].startswith("Subgroup 2 · Mon 18-20 · en · 9 people · ")
    assert names[-2:] == ["a new subgroup", "without a place"]


def test_what_is_not_known_is_told_where_nothing_is_broken() -> None:
    people = [somebody(number, slots="" if number < 3 else "Mon 18-20") for number in range(9)]
    lines = told(propose(people, Wishes(), 1), "new 1")
    assert lines == [
        "Nothing is broken in this subgroup.",
        "Note: 3 people give no availability: taken to fit everywhere.",
    ]


def test_the_desk_of_these_tests_is_a_desk() -> None:
    port: FormingDesk = a_course()
    assert port.courses()[0] == COURSE
