"""One person: corrected in place, with a history below."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from facilitator_tui.screens import messages
from facilitator_tui.screens.participant import ParticipantScreen
from facilitator_tui.screens.participant_rows import FIELDS, checked, subgroup_called
from facilitator_tui.screens.ports import Attended, PersonCard, PersonDesk, Stay, SubgroupCard, Withdrawn
from tests.screen_text import picture
from tests.screens.desks import HOSTILE, NOW, OneScreen, at
from tests.screens.people_desk import PeopleDesk


def with_person(name: str = HOSTILE) -> tuple[PeopleDesk, OneScreen]:
    desk = PeopleDesk()
    desk.people["p"] = PersonCard("p", name, email="amina@example.org", country="[/]")
    desk.known_stays = [
        Stay("Lisbon–Amman 3", "participant", at("2026-10-01 10:00"), None, "a", "Newcomers"),
        Stay("Waiting [red]", "observer", at("2026-09-01 10:00"), at("2026-10-01 10:00")),
    ]
    desk.known_attended = [
        Attended("s2", "Who belongs?", at("2026-11-17 18:00"), 95 * 60_000),
        Attended("s1", "Arriving [/x]", at("2026-11-10 18:00")),
    ]
    desk.subgroup_cards = [SubgroupCard("a", "Lisbon–Amman 3"), SubgroupCard("b", "Tunis [/] 4")]
    port: PersonDesk = desk
    return desk, OneScreen(ParticipantScreen(port, "p"))


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (20, 5)])
async def test_a_person_at_several_sizes(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    _, app = with_person()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert picture(app) == snapshot


@pytest.mark.parametrize("pages", [1, 2])
async def test_the_other_fields(pages: int, snapshot: SnapshotAssertion) -> None:
    desk, app = with_person("Amina")
    desk.left["p"] = [Withdrawn("Newcomers", at("2026-11-20 09:00"), "a new [job]")]
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*["f2"] * pages)
        assert picture(app) == snapshot


async def test_every_field_can_be_typed_one_after_the_other() -> None:
    desk, app = with_person("Amina")
    async with app.run_test(size=(80, 24)) as pilot:
        typed = {
            "certificate_name": "Amina B. Haddad",
            "languages": "Arabic, English",
            "availability": "Mon 18:00; Wed 18:00",
            "age": "17",
            "guardian_consent": "sí",
        }
        for number, (field, _, _) in enumerate(each for group in FIELDS.values() for each in group):
            assert app.screen.query_one(f"#{field}").has_focus_within, f"field {number}"
            await pilot.press(*typed.get(field, ""), "enter")
        kept = desk.people["p"]
        assert (kept.certificate_name, kept.languages) == ("Amina B. Haddad", "ar,en")
        assert (kept.availability, kept.age, kept.guardian_consent) == ("Mon 18:00,Wed 18:00", "minor", "yes")
        assert kept.email == "amina@example.org"


async def to_the_history(pilot: Pilot[None]) -> None:
    await pilot.press(*["tab"] * 5)
    assert pilot.app.screen.query_one("#history").has_focus


async def test_who_moves_to_another_subgroup_keeps_the_history() -> None:
    desk, app = with_person("Amina")
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_history(pilot)
        await pilot.press("m", *"nowhere", "enter")
        assert "There are: Lisbon–Amman 3, Tunis [/] 4." in picture(app)
        await pilot.press("ctrl+u", *"tunis", "enter")
        assert desk.moves == [("p", "a", "b")]
        shown = picture(app)
        assert "2026-11-22 to now         Tunis [/] 4" in shown
        assert "2026-10-01 to 2026-11-22  Lisbon–Amman 3" in shown


async def test_leaving_the_course_is_recorded_and_taken_back() -> None:
    desk, app = with_person("Amina")
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_history(pilot)
        await pilot.press("w", *"exams", "enter")
        assert desk.left["p"] == [Withdrawn("Newcomers", NOW, "exams")]
        assert picture(app).startswith(" Amina · left Newcomers")
        await pilot.press("w")
        assert desk.left["p"] == []
        assert "takes part in Newcomers after all" in picture(app)
        await pilot.press("w", "escape")
        assert desk.left["p"] == [], "Escape records nothing"


async def test_the_role_in_the_course_goes_round() -> None:
    desk, app = with_person("Amina")
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_history(pilot)
        await pilot.press("c", "c")
        assert desk.known_stays[0].course_role == "leader"
        assert "Lisbon–Amman 3 · leader" in picture(app)
        await pilot.press("c", "c", "c")
        assert desk.known_stays[0].course_role == ""


async def test_what_the_desk_refuses_changes_nothing() -> None:
    desk, app = with_person("Amina")
    desk.refuses = "Another program holds the file [/]. Close it there."
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_history(pilot)
        await pilot.press("w", "enter", "m", *"tunis", "enter", "c")
        assert "! Another program holds the file [/]." in picture(app)
    assert (desk.left, desk.moves, desk.known_stays[0].course_role) == ({}, [], "")


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
        ("languages", "English, Arabic and tamazight", "en,ar,ber", True),
        ("availability", "Mon 18:00; Mon 18:00; Tue", "Mon 18:00,Tue", True),
        ("age", "17", "minor", True),
        ("age", "Adult", "adult", True),
        ("age", "2009-03-04", "2009-03-04", False),
        ("guardian_consent", "ja", "yes", True),
        ("guardian_consent", "no", "", True),
        ("guardian_consent", "perhaps", "perhaps", False),
    ],
)
def test_what_is_kept_of_what_was_typed(field: str, typed: str, kept: str, fine: bool) -> None:
    value, wrong = checked(field, typed)
    assert value == kept
    assert (wrong == "") is fine


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("group 3", "3"), ("GROUP 30", "30"), ("Group", ""), ("", ""), ("Lisbon", "")],
)
def test_a_subgroup_is_meant_by_its_name_or_a_unique_beginning(typed: str, meant: str) -> None:
    cards = [SubgroupCard("3", "Group 3"), SubgroupCard("30", "Group 30")]
    card, wrong = subgroup_called(cards, typed)
    assert (card.id if card else "") == meant
    assert (wrong == "") is bool(meant)
