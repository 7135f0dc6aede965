"""Home: what to do next stands first, and one key does it."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from facilitator_tui.screens import messages
from facilitator_tui.screens.home import HomeScreen, session_rows
from facilitator_tui.screens.ports import SessionCard
from tests.screen_text import picture
from tests.screens.desks import HOSTILE, NOW, ZONE, ListDesk, OneScreen, at

CARDS = [
    SessionCard("s4", "Who belongs?", "planned", at("2026-11-24 18:00"), None, "a", "Lisbon–Amman 3", "dialogue", 2),
    SessionCard(
        "s1", "Arriving", "held", at("2026-11-17 18:00"), at("2026-11-17 19:58"), "a", "Lisbon–Amman 3", "dialogue", 1
    ),
    SessionCard("s3", HOSTILE, "planned", at("2026-11-23 17:00"), None, "b", "Tunis–Łódź [/b]", "dialogue", 1),
    SessionCard("s2", "A try", "held", at("2025-03-02 09:30"), at("2025-03-02 10:00")),
]  # fmt: skip

INTERRUPTED = SessionCard(
    "s5", "Whose story?", "open", at("2026-11-22 18:00"), None, "a", "Lisbon–Amman 3", "dialogue", 3,
    at("2026-11-22 18:32"), "Check-in round",
)  # fmt: skip


def with_sessions(*cards: SessionCard) -> tuple[ListDesk, OneScreen]:
    desk = ListDesk()
    desk.session_cards = list(cards)
    return desk, OneScreen(HomeScreen(desk))


def test_the_interrupted_session_stands_first_then_the_subgroup_that_meets_next() -> None:
    rows = session_rows([*CARDS, INTERRUPTED], NOW, ZONE)
    assert [row.key for row in rows if not row.heading] == ["s5", "s3", "s4", "s1", "s2"]
    assert [row.cells[0] for row in rows if row.heading] == [
        "To resume", "Tunis–Łódź [/b]", "Lisbon–Amman 3", "Without a subgroup",
    ]  # fmt: skip


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (20, 5)])
async def test_home_at_several_sizes(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    _, app = with_sessions(*CARDS, INTERRUPTED)
    async with app.run_test(size=size):
        assert picture(app) == snapshot


async def test_an_empty_store_says_what_to_do_first(snapshot: SnapshotAssertion) -> None:
    _, app = with_sessions()
    async with app.run_test(size=(80, 10)):
        assert picture(app) == snapshot


async def test_enter_resumes_what_was_interrupted_and_reviews_what_was_held() -> None:
    _, app = with_sessions(*CARDS, INTERRUPTED)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "end", "enter")
        opened, reviewed = app.asked
        assert isinstance(opened, messages.OpenSession)
        assert opened.session == "s5"
        assert isinstance(reviewed, messages.ReviewSession)
        assert reviewed.session == "s2"


async def test_start_now_opens_the_new_session_and_a_refusal_is_said() -> None:
    desk, app = with_sessions()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("s")
        desk.refuses = "The disk is full. Delete something large [/]."
        await pilot.press("s")
        assert [type(message) for message in app.asked] == [messages.OpenSession]
        assert "! The disk is full. Delete something large [/]." in picture(app)


async def test_finding_narrows_the_list_while_typing_and_escape_shows_all() -> None:
    _, app = with_sessions(*CARDS)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("/", *"tunis")
        home = app.screen
        assert isinstance(home, HomeScreen)
        assert home.sessions.keys == ["s3"]
        await pilot.press("enter", "n")
        (new,) = app.asked
        assert isinstance(new, messages.NewSession)
        assert new.subgroup == "b"
        await pilot.press("escape")
        assert len(home.sessions.keys) == 4


async def test_every_key_of_the_bar_is_explained() -> None:
    _, app = with_sessions()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("question_mark")
        (help_,) = app.asked
        assert isinstance(help_, messages.ShowKeys)
        assert ("n", "Plan a session.") in help_.keys


async def test_a_letter_of_another_script_counts_by_its_place_on_the_keyboard() -> None:
    _, app = with_sessions(*CARDS)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ل")  # where g is on an Arabic keyboard
        await pilot.pause()
        assert [type(message) for message in app.asked] == [messages.OpenSubgroups]
        await pilot.press("/", "ل")
        assert len(app.asked) == 1


async def test_the_mouse_does_what_keys_do() -> None:
    _, app = with_sessions(*CARDS, INTERRUPTED)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click("#sessions", offset=(10, 6), times=2)
        await pilot.click("#keys", offset=(10, 0))
        await pilot.pause()
        reviewed, new = app.asked
        assert isinstance(reviewed, messages.OpenSession)
        assert reviewed.session == "s4"
        assert isinstance(new, messages.NewSession)
        assert new.subgroup == "a"


async def test_a_session_that_was_just_created_is_under_the_cursor() -> None:
    desk, app = with_sessions(*CARDS, INTERRUPTED)
    async with app.run_test(size=(80, 24)) as pilot:
        home = app.screen
        assert isinstance(home, HomeScreen)
        await pilot.press("end")
        home.load()
        assert home.sessions.current == "s2"
        desk.session_cards.append(SessionCard("s9", "New", "planned", at("2026-12-01 18:00")))
        home.load()
        assert home.sessions.current == "s9"
