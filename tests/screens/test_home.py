"""Home: what to do next stands first, and one key does it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion
from textual.screen import Screen

from facilitator_tui.screens import messages
from facilitator_tui.screens.home import HomeScreen, session_rows, standing
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


class Asked(OneScreen):
    """Keeps what Home asks of the app, too."""

    def on_home_screen_edit_asked(self, event: HomeScreen.EditAsked) -> None:
        self.asked.append(event)

    def on_home_screen_sure_asked(self, event: HomeScreen.SureAsked) -> None:
        self.asked.append(event)


def with_empty(*cards: SessionCard) -> tuple[ListDesk, Asked]:
    """Sessions in which nothing was logged."""
    desk = ListDesk()
    desk.session_cards = list(cards)
    desk.empty = {card.id for card in cards}
    return desk, Asked(HomeScreen(desk))


def test_a_session_goes_by_its_own_clocks_and_names_its_zone_where_they_differ() -> None:
    rome = SessionCard("r", "Roma", "planned", at("2026-11-23 18:00"), zone="Europe/Rome")
    london = SessionCard("l", "London", "planned", at("2026-11-24 18:00"), zone="Europe/London")
    _, first, second = session_rows([rome, london], NOW, ZONE)
    assert (first.cells[0], first.cells[3]) == ("tomorrow 19:00", "○ planned · Rome")
    assert (second.cells[0], second.cells[3]) == ("Tue 24 Nov 18:00", "○ planned")


def test_an_interruption_is_told_by_the_clocks_of_the_session() -> None:
    card = replace(INTERRUPTED, zone="Asia/Amman")
    assert standing(card, NOW, ZONE) == "▶ interrupted 21:32 · Amman, Check-in round"


def test_minutes_are_rounded_to_the_nearest() -> None:
    begins = at("2026-11-17 18:00")
    held = SessionCard("s", "Held", "held", begins, begins + 119 * 60_000 + 40_000)
    assert standing(held, NOW, ZONE) == "✓ held, 120 min"
    assert standing(replace(held, confirmed=True), NOW, ZONE) == "✓ held, 120 min · confirmed"


async def test_a_planned_session_can_be_changed_and_one_that_began_cannot() -> None:
    desk = ListDesk()
    desk.session_cards = CARDS
    app = Asked(HomeScreen(desk))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "e change" in picture(app)
        await pilot.press("e", "end")
        assert "e change" not in picture(app)
        await pilot.press("e")
        assert "! This session has begun; only one that is planned can be changed." in picture(app)
    (asked,) = app.asked
    assert isinstance(asked, HomeScreen.EditAsked)
    assert asked.session == "s3"


async def test_an_empty_session_is_removed_after_a_question() -> None:
    card = SessionCard("s", HOSTILE, "planned", at("2026-11-23 17:00"), zone="Europe/Rome", empty=True)
    desk, app = with_empty(card)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d")
        (asked,) = app.asked
        assert isinstance(asked, HomeScreen.SureAsked)
        assert "tomorrow 18:00 (Europe/Rome)?" in asked.question
        assert desk.session_cards == [card]
        asked.do()
        await pilot.pause()
        assert desk.session_cards == []
        assert "is removed." in picture(app)


async def test_an_opening_by_mistake_is_taken_back_after_a_question() -> None:
    desk, app = with_empty(replace(INTERRUPTED, block="", empty=True))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "u not begun" in picture(app)
        await pilot.press("u")
        (asked,) = app.asked
        assert isinstance(asked, HomeScreen.SureAsked)
        asked.do()
        await pilot.pause()
        assert desk.session_cards[0].standing == "planned"
        assert "“Whose story?” is planned again." in picture(app)
        await pilot.press("u")
        assert "! This session has not begun." in picture(app)


@pytest.mark.parametrize("key", ["d", "u"])
async def test_a_session_in_which_something_was_logged_stays(key: str) -> None:
    desk = ListDesk()
    desk.session_cards = [INTERRUPTED]
    app = Asked(HomeScreen(desk))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        assert "! Something was logged in this session, so it stays." in picture(app)
    assert app.asked == []


async def test_what_was_said_goes_with_the_row_and_with_the_screen() -> None:
    desk, app = with_sessions(*CARDS, INTERRUPTED)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        assert "! Choose a session that was held" in picture(app)
        await pilot.press("down")
        assert "Choose a session" not in picture(app)
        await pilot.press("a")
        await app.push_screen(Screen())
        desk.session_cards = CARDS
        app.pop_screen()
        await pilot.pause()
        assert "Choose a session" not in picture(app)
        assert "Enter resumes" not in picture(app)


async def test_escape_shows_everything_again_wherever_a_list_was_narrowed() -> None:
    _, app = with_sessions(*CARDS)
    async with app.run_test(size=(80, 24)) as pilot:
        home = app.screen
        assert isinstance(home, HomeScreen)
        home.sessions.narrow("tunis")
        await pilot.press("escape")
        assert len(home.sessions.keys) == 4
