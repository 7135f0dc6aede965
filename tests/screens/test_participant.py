"""One person: corrected in place, with a history below."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from facilitator_tui.screens import messages
from facilitator_tui.screens.participant import ParticipantScreen, checked
from facilitator_tui.screens.ports import Attended, PersonCard, Stay
from tests.screen_text import picture
from tests.screens.desks import HOSTILE, ListDesk, OneScreen, at


def with_person(name: str = HOSTILE) -> tuple[ListDesk, OneScreen]:
    desk = ListDesk()
    desk.people["p"] = PersonCard("p", name, email="amina@example.org", country="[/]")
    desk.known_stays = [
        Stay("Lisbon–Amman 3", "participant", at("2026-10-01 10:00"), None),
        Stay("Waiting [red]", "observer", at("2026-09-01 10:00"), at("2026-10-01 10:00")),
    ]
    desk.known_attended = [
        Attended("s2", "Who belongs?", at("2026-11-17 18:00"), 95 * 60_000),
        Attended("s1", "Arriving [/x]", at("2026-11-10 18:00")),
    ]
    return desk, OneScreen(ParticipantScreen(desk, "p"))


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (20, 5)])
async def test_a_person_at_several_sizes(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    _, app = with_person()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert picture(app) == snapshot


async def test_a_field_is_saved_when_it_is_left() -> None:
    desk, app = with_person("Amina")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end", *" H", "tab", *"Am", "enter")
        assert desk.people["p"] == PersonCard("p", "Amina H", "Am", email="amina@example.org", country="[/]")
        assert "Saved." in picture(app)


async def test_what_cannot_be_kept_is_said_beside_the_field_and_escape_brings_back() -> None:
    desk, app = with_person("Amina")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+u", "enter")
        assert "! A person needs a name" in picture(app)
        await pilot.press("escape")
        assert not app.given
        await pilot.press("escape")
    assert app.given == [None]
    assert desk.people["p"].name == "Amina"


async def test_a_session_of_the_history_opens_its_review() -> None:
    _, app = with_person()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("shift+tab", "enter", "end", "enter")
        (review,) = app.asked
        assert isinstance(review, messages.ReviewSession)
        assert review.session == "s1"


@pytest.mark.parametrize(
    ("field", "typed", "kept", "fine"),
    [
        ("email", "", "", True),
        ("email", "amina@example", "amina@example", False),
        ("email", " amina@example.org ", "amina@example.org", True),
        ("language_level", "b1", "B1", True),
        ("language_level", "good", "good", True),
        ("name", "\x1b[2J", "", False),
    ],
)
def test_what_is_kept_of_what_was_typed(field: str, typed: str, kept: str, fine: bool) -> None:
    value, wrong = checked(field, typed)
    assert value == kept
    assert (wrong == "") is fine
