"""Entries in words: what the message line, the line mode and the undo message say."""

from __future__ import annotations

from typing import get_args

import pytest

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.words import blocks, clock, describe, shown_name, span
from facilitator_tui.plans.model import Role
from facilitator_tui.recorder import Done

from .fakes import AMAL, BRUNO, Session

NAMES = {"amal": "Amal", "bruno": "Bruno", "chiara": "Chiara", "guest": "Guest"}


def called(person: str) -> str:
    return NAMES.get(person, "somebody")


IN_WORDS: list[tuple[e.Fact, str]] = [
    (e.Opened(), "the session began"),
    (e.Closed(), "the session ended"),
    (e.Resumed(5), "recording goes on"),
    (e.Jumped(-3600_000), "the computer's clock was moved by -3600 s; times here are not affected"),
    (e.Seated(e.Seat("guest", 11)), "Guest sits at 11"),
    (e.Seated(e.Seat("guest", 0)), "Guest has a place"),
    (e.Same("guest", "amal"), "that was Amal"),
    (e.Presence("amal", True), "Amal is here"),
    (e.Presence("amal", False), "Amal left"),
    (e.Stayed("amal", 150_000), "Amal was connected for 2 min"),
    (e.Trouble("amal", True), "technical trouble for Amal"),
    (e.Trouble("amal", False), "Amal is back from trouble"),
    (e.Floor("amal"), "Amal has the floor"),
    (e.Floor(), "nobody has the floor"),
    (e.Spoke("amal", 4_250), "Amal spoke for 4.2 s"),
    (e.Interjection("amal"), "interjection by Amal"),
    (e.Passed("amal", for_now=True), "Amal passed for now"),
    (e.Passed("amal", for_now=False), "Amal passed"),
    (e.Hand("amal", True), "Amal raised a hand"),
    (e.Hand("amal", False), "Amal took the hand down"),
    (e.Round(("amal",)), "go-round begins"),
    (e.Round(), "go-round ended"),
    (e.BlockBegan(0), "block 1 begins"),
    (e.Paused(True), "the agenda clock is stopped"),
    (e.Paused(False), "the agenda clock goes on"),
    (e.Extended(0, 60_000), "+1 min for this block"),
    (e.Extended(0, -90_000), "-1.5 min for this block"),
    (e.Replanned((600_000, 0, -1)), "re-planned: new times for one block, one block left out"),
    (e.Rooms((("amal",), ("bruno",))), "2 breakout rooms"),
    (e.Rooms(), "everybody is back from the rooms"),
    (e.Moved("amal", 2), "Amal went to room 2"),
    (e.Moved("amal", 0), "Amal went to the main room"),
    (e.Note("amal"), "note about Amal"),
    (e.Note(), "note about the group"),
    (e.Flag("amal"), "private flag on Amal"),
    (e.Flag(), "private flag on the group"),
    (e.Marked("amal", "late"), "Amal: late"),
    (e.Marked("amal"), "Amal: no mark any more"),
    (e.Settled("amal", "theirs", ((1, 2),)), "presence of Amal: as the platform says"),
    (e.Settled("amal"), "presence of Amal open"),
    (e.Confirmed(), "attendance confirmed"),
    (e.Confirmed(False), "attendance provisional again"),
    (e.Void(("gone",)), "taken back"),
    (e.Void(of_source="import:zoom:1"), "the report from Zoom does not count any more"),
    (e.Amend("gone", at_ms=1), "corrected: an entry"),
]


@pytest.mark.parametrize(("fact", "words"), IN_WORDS)
def test_every_fact_in_words(fact: e.Fact, words: str) -> None:
    assert describe(fact, called) == words


def test_no_kind_of_fact_is_without_words() -> None:
    assert {type(fact) for fact, _ in IN_WORDS} == set(e.Fact.__subclasses__())


def said(session: Session, command: c.Command) -> list[str]:
    outcome = session.recorder.do(command)
    assert isinstance(outcome, Done)
    return [describe(entry.fact, called, session.recorder.log.entries) for entry in outcome.entries]


def test_taking_back_says_what_was_taken_back() -> None:
    session = Session().at(10, c.GiveFloor(AMAL))
    assert said(session, c.Undo()) == ["undone: Amal has the floor"]
    assert said(session, c.Redo()) == ["redone: Amal has the floor"]


def test_corrections_say_what_they_change() -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(20)
    assert said(session, c.Earlier(4)) == ["4 s earlier: Amal has the floor"]
    assert said(session, c.ItWas(BRUNO)) == ["it was Bruno (not: Amal has the floor)"]
    turn = next(entry.id for entry in session.journal.entries.values() if isinstance(entry.fact, e.Floor))
    assert said(session, c.Retime(turn, session.clock.ms - 8_000)) == ["2 s later: Amal has the floor"]
    assert said(session, c.DeleteTurn(turn)) == ["taken out: Amal has the floor"]


@pytest.mark.parametrize(
    ("name", "number", "role", "shown"),
    [
        ("Amal", 3, "participant", "Amal"),
        ("", 3, "participant", "Seat 3"),
        ("", 0, "participant", "Guest"),
        ("", 0, "facilitator", "Facilitator"),
        ("", 0, "observer", "Observer"),
    ],
)
def test_somebody_without_a_name_is_called_by_the_seat_or_the_role(
    name: str, number: int, role: Role, shown: str
) -> None:
    assert role in get_args(Role)
    assert shown_name(name, number, role) == shown


@pytest.mark.parametrize(
    ("ms", "shown"),
    [(0, "0:00"), (1, "0:01"), (59_001, "1:00"), (800_000, "13:20"), (3_720_000, "1:02:00"), (-5, "0:00")],
)
def test_a_length_in_a_sentence(ms: int, shown: str) -> None:
    assert clock(ms) == shown


@pytest.mark.parametrize(
    ("ms", "shown"), [(0, "0 s"), (5_000, "5 s"), (59_499, "59 s"), (59_500, "1:00"), (783_000, "13:03")]
)
def test_a_difference_of_times_in_a_sentence(ms: int, shown: str) -> None:
    assert span(ms) == shown


def test_blocks_are_counted_in_words() -> None:
    assert [blocks(count) for count in (0, 1, 2)] == ["0 blocks", "one block", "2 blocks"]
