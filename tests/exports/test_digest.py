"""The digest for participants: what we did and were as a group, and nobody on it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.dialogue import commands as c
from facilitator_tui.exports import model as m
from facilitator_tui.exports.build import build
from facilitator_tui.exports.digest import Digest, Following, digest, holds_a_name
from facilitator_tui.exports.page import sheet_html, sheet_markdown
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.reporting import report_of
from facilitator_tui.store.file import Store
from tests.dialogue.fakes import SEATS, Session
from tests.exports.pages import Page
from tests.store.stories import NAMES, PLAN, Told, an_evening

FOUR = ("amal", "bruno", "chiara", "deniz")


def told(*notes: str, talkers: tuple[str, ...] = FOUR, about: str = "", **names: str) -> m.Report:
    """A session in which these people had the floor for half a minute each, with these notes."""
    session = Session(SEATS).at(0, *(c.ToggleHere(person) for person in FOUR))
    for number, person in enumerate(talkers):
        session.at(30 * number, c.GiveFloor(person))
    session.at(30 * len(talkers), c.Silence(), *(c.AddNote(words, about) for words in notes), c.Close())
    texts = dict(zip((note.entry for note in session.state.notes), notes, strict=True))
    return build(session.recorder.log, m.About("s", "Evening"), names=names, note_texts=texts)


def lines(found: Digest, title: str) -> tuple[str, ...]:
    bare = {each.title: each.lines for each in found.sheet.sections}
    return tuple(line.replace("\u2068", "").replace("\u2069", "") for line in bare.get(title, ()))


def test_the_digest_says_what_we_did_block_by_block(store: Store) -> None:
    page = sheet_markdown(digest(report_of(store, an_evening(store).row)).sheet)
    for line in (
        "# \u2068Who belongs?\u2069",
        "- Course: \u2068Dialogue, module 2\u2069",
        "- When: \u20682026-05-28, 20:26–20:36 (UTC)\u2069",
        "- We were: \u20683 participants\u2069",
        "| Check-in | 5 min |",
        "| Dialogue | 5 min |",
        "- Left for another time: \u2068Closing\u2069",
        "- We went round once, so that everybody could speak or pass.",
        "- We also met in 2 small rooms.",
    ):
        assert line in page.splitlines()


def test_nobody_and_nothing_private_is_on_it(store: Store) -> None:
    evening = an_evening(store)
    report = report_of(store, evening.row, private=True)
    for page in (sheet_markdown(digest(report).sheet), sheet_html(digest(report).sheet)):
        for name in (*NAMES, "Faiza Haddad"):
            assert not any(part in page for part in name.split())
        for words in ("listens", "heavy moment", "Private", "absent", "85 %", "17 %", "2:00"):
            assert words not in page


def test_the_groups_figures_are_told_where_enough_people_spoke() -> None:
    found = lines(digest(told()), "Together")
    assert found[0] == "We took the floor 4 times and talked for 2:00 in all."
    assert found[1].startswith(
        "The talk was spread as among 4.0 people who all talk equally long; we were 4."
    )


@pytest.mark.parametrize("talkers", [(), FOUR[:1], FOUR[:3], ("amal", "bruno") * 3])
def test_no_figure_is_told_that_would_be_about_single_people(talkers: tuple[str, ...]) -> None:
    assert lines(digest(told(talkers=talkers)), "Together") == ()


def test_a_note_that_is_to_be_shared_stands_on_it_without_its_tag() -> None:
    found = digest(
        told("We want to meet again in spring #share #insight", "Tired today", "I felt safe #Share")
    )
    assert lines(found, "To keep in mind") == ("We want to meet again in spring #insight", "I felt safe")
    assert found.left_out == 0


def test_a_shared_note_about_somebody_or_with_a_name_is_left_out() -> None:
    assert lines(digest(told("Spoke of home #share", about="amal")), "To keep in mind") == ()
    found = digest(told("Thanks to amina #share", "Thanks to all #share", amal="Amina Haddad"))
    assert lines(found, "To keep in mind") == ("Thanks to all",)
    assert found.left_out == 1


@pytest.mark.parametrize(
    ("words", "name", "holds"),
    [
        ("Amina asked why", "Amina Ben Salah", True),
        ("AMINA!", "Amina Ben Salah", True),
        ("what the haddads said", "Amina Haddad", True),
        ("with Bruno's help", "Bruno Keller", True),
        ("Brunom się cieszy", "Bruno Keller", True),
        ("ipek spoke", "İpek Yıldız", True),
        ("Yildiz spoke", "İpek Yıldız", True),
        ("with Jose", "José Almeida", True),
        ("شكرا لأمينة", "أمينة", True),
        ("قالت زينب", "زينب الفهري", True),
        ("a benefit for all", "Amina Ben Salah", False),
        ("el de la casa", "Ana de la Cruz", False),
        ("the facilitator asked", "Facilitator", False),
        ("we sat down", "Seat 3", False),
        ("banana bread", "Ana Silva", False),
        ("", "Ana Silva", False),
        ("nobody is named", "", False),
    ],
)
def test_a_name_is_found_in_a_note(words: str, name: str, holds: bool) -> None:
    assert holds_a_name(words, [name]) is holds


@given(st.text(max_size=30), st.sampled_from(NAMES), st.text(max_size=30))
def test_a_name_that_stands_as_it_is_written_is_always_found(before: str, name: str, after: str) -> None:
    assert holds_a_name(f"{before} {name} {after}", [name])


def test_the_next_session_is_told_with_what_to_do_before_it() -> None:
    following = Following("Borders", 3, 1_780_000_000_000, "Africa/Tunis", ("Bring a map",))
    assert lines(digest(told(), following=following), "Next time") == (
        "Borders, module 3: 2026-05-28, 21:26 (Africa/Tunis)",
        "Before it: Bring a map",
    )
    assert lines(digest(told(), following=Following("Borders")), "Next time") == (
        "Borders: the day is still to be said",
    )


def test_what_the_plan_has_for_the_team_is_not_on_it(store: Store) -> None:
    plan: SessionPlan = msgspec.structs.replace(
        PLAN, about="Watch the quiet ones", follow_up=("Write a postcard",)
    )
    report = report_of(store, Told(store, plan).at(5, c.NextBlock(3)).at(60, c.Close()).row)
    page = digest(report, plan)
    assert lines(page, "Afterwards") == ("Write a postcard",)
    assert "quiet ones" not in Page(sheet_html(page.sheet)).text


def test_a_session_that_was_not_held_makes_a_page_too() -> None:
    page = digest(build(Session(()).recorder.log, m.About("s", "Planned")))
    assert [each.title for each in page.sheet.sections] == ["About this page"]
