"""The brief: who was not heard, what was left open, what has to be ready; a suggestion and never a score."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.dialogue import commands as c
from facilitator_tui.exports import model as m
from facilitator_tui.exports.brief import Brief, Coming, Expected, Last, Overrun, Remark, Step, sheet_of
from facilitator_tui.exports.brief_build import (
    OPEN,
    PROMISED,
    TECHNICAL,
    last_of,
    missed_by,
    quiet,
    steps,
    to_prepare,
)
from facilitator_tui.exports.build import build
from facilitator_tui.exports.page import Sheet, sheet_html, sheet_markdown
from facilitator_tui.plans.model import Block, Breakout, Lane, Material, SessionPlan
from facilitator_tui.reporting import report_of
from facilitator_tui.store.file import Store
from tests.dialogue.fakes import Session, ms
from tests.docs.pages import page, rows, section
from tests.exports.pages import Page
from tests.store.stories import an_evening

MINUTE = 60_000
FOUR = ("amal", "bruno", "chiara", "deniz")


def evening(*more: c.Command, minutes: float = 60, **talk: float) -> m.Report:
    """An hour in which everybody is there and these people have the floor for so many minutes, one after the other."""
    session = Session().at(0, *(c.ToggleHere(person) for person in FOUR), *more)
    at = 60.0
    for person, each in talk.items():
        session.at(at, c.GiveFloor(person))
        at += each * 60
        session.at(at, c.Silence())
    return build(session.at(minutes * 60, c.Close()).recorder.log, m.About("s", "Evening"))


# --- who was not heard much


def test_who_talked_less_than_half_of_what_presence_would_give_is_suggested() -> None:
    report = evening(amal=20, bruno=12, chiara=7, deniz=1)
    assert quiet([report], FOUR) == ["deniz"]


def test_the_silent_are_among_them() -> None:
    assert quiet([evening(amal=10, bruno=10, chiara=10)], FOUR) == ["deniz"]


def test_one_quiet_evening_among_three_is_no_pattern() -> None:
    even = evening(amal=5, bruno=5, chiara=5, deniz=5)
    assert quiet([evening(amal=5, bruno=5, chiara=5), even, even], FOUR) == []


def test_who_passed_is_left_in_peace() -> None:
    passed = evening(c.Pass("deniz"), amal=10, bruno=10, chiara=10)
    assert quiet([passed], FOUR) == []
    heard = evening(amal=10, bruno=10, chiara=10)
    assert quiet([passed, heard], FOUR) == ["deniz"]


def test_technical_trouble_is_not_held_against_anybody() -> None:
    assert quiet([evening(c.ToggleTrouble("deniz"), amal=10, bruno=10, chiara=10)], FOUR) == []


def test_nothing_is_said_of_who_was_hardly_there_or_where_nobody_was_logged() -> None:
    assert quiet([evening(minutes=15, amal=4, bruno=4, chiara=4)], FOUR) == []
    assert quiet([evening()], FOUR) == []
    assert quiet([], FOUR) == []


def test_only_those_who_are_asked_about_are_named() -> None:
    report = evening(amal=20, bruno=0.5, chiara=7, deniz=0.5)
    assert quiet([report], FOUR) == ["bruno", "deniz"]
    assert quiet([report], ("deniz", "nobody")) == ["deniz"]


@given(st.lists(st.integers(0, 12), min_size=4, max_size=4))
def test_who_talked_most_is_never_called_quiet(talk: Sequence[int]) -> None:
    report = evening(**dict(zip(FOUR, talk, strict=True)))
    most = FOUR[talk.index(max(talk))]
    assert most not in quiet([report], FOUR)


# --- the last session


def test_what_the_last_session_left_behind(store: Store) -> None:
    told = an_evening(store)
    found = last_of(report_of(store, told.row), {told.bruno: "excused"})
    assert found == Last(
        title="Who belongs?",
        at_ms=ms(0),
        missed=(("Bruno Keller", "excused"),),
        trouble=(("Deniz Yıldız", 30_000),),
        skipped=("Closing",),
    )


@pytest.mark.parametrize(
    ("words", "lane"),
    [
        ("Ask about the exam #followup", "open"),
        ("How do others see it? #Question", "open"),
        ("I send the article #promise #followup", "promised"),
        ("No sound for ten minutes #tech", "technical"),
        ("Lively #insight", ""),
        ("No tag at all", ""),
    ],
)
def test_a_note_comes_where_its_tag_says_and_only_there(words: str, lane: str) -> None:
    session = Session().at(60, c.AddNote(words, "amal"), c.Close())
    entry = session.state.notes[0].entry
    about = m.About("s", "x")
    found = last_of(build(session.recorder.log, about, names={"amal": "Amal"}, note_texts={entry: words}), {})
    lanes = {"open": found.open, "promised": found.promised, "technical": found.technical}
    remark = Remark(ms(60), "Amal", words)
    assert {name: notes for name, notes in lanes.items() if notes} == ({lane: (remark,)} if lane else {})


def test_what_took_longer_and_how_late_it_ended() -> None:
    plan = SessionPlan(
        1, "x", blocks=(Block("Check-in", "check-in", 600), Block("Dialogue", "discussion", 1200))
    )
    session = Session(()).at(0, c.Open((), "", ms(0)))
    session.at(0, c.NextBlock(2)).at(900, c.NextBlock(2)).at(2130, c.Close())
    found = last_of(build(session.recorder.log, m.About("s", "x", planned_ms=ms(0)), plan), {})
    assert found.overran == (Overrun("Check-in", 600_000, 900_000),)
    assert found.late_ms == 330_000


def test_who_missed_it_is_who_was_absent_excused_or_kept_out_by_the_technique() -> None:
    statuses = {
        "a": "absent",
        "b": "excused",
        "c": "technical",
        "d": "late",
        "e": "not expected",
        "f": "absent",
    }
    assert missed_by(statuses, "abcde") == {"a": "absent", "b": "excused", "c": "technical"}


@pytest.mark.parametrize(
    ("part", "tags"),
    [("Promised", PROMISED), ("Still open", OPEN), ("Technical trouble last time", TECHNICAL)],
)
def test_the_page_on_the_brief_names_the_tags(part: str, tags: frozenset[str]) -> None:
    found = {cells[1]: cells[0] for cells in rows(section(page("reports"), "The brief"))}
    assert set(found[part].replace("`", "").split(", ")) == {f"#{tag}" for tag in tags}


# --- the next one

PLAN = SessionPlan(
    3,
    "Borders",
    preparation=("Bring a map",),
    blocks=(
        Block(
            "Arrival", "arrival", 600, "before", 600, lead="producer", lanes=(Lane("do", "Check the sound."),)
        ),
        Block("Check-in", "check-in", 720),
        Block(
            *("In threes", "breakout", 1500),
            breakout=Breakout(3, "balanced"),
            materials=(Material("The map", "https://example.org/map"), Material("Paper")),
        ),
        Block("Debrief", "debrief", 900, "after"),
    ),
)


def test_what_has_to_be_ready_stands_in_the_plan() -> None:
    start = datetime(2026, 10, 25, 0, 30, tzinfo=ZoneInfo("Europe/Lisbon"))
    assert to_prepare(PLAN, start) == (
        "00:20 Arrival: Check the sound.",
        "Breakout rooms of 3 (balanced) for “In threes”, 00:42",
        "For “In threes”: The map https://example.org/map",
        "For “In threes”: Paper",
        "Asked of participants: Bring a map",
    )


def test_the_run_leaves_out_what_comes_afterwards() -> None:
    assert steps(PLAN, None) == (
        Step("−0:10", "Arrival", 10, "producer"),
        Step("+0:00", "Check-in", 12, "facilitator"),
        Step("+0:12", "In threes", 25, "facilitator"),
    )


# --- the page

BRIEF = Brief(
    subgroup="Group 3",
    zone="Africa/Tunis",
    made_ms=ms(-600),
    coming=Coming("Borders", "Good neighbours", 3, ms(0), 120 * MINUTE),
    prepare=("Bring a map",),
    steps=(Step("21:26", "Check-in", 12, "facilitator"),),
    team=("Faiza Haddad (facilitator)",),
    expected=(
        Expected("Amina Ben Salah", "B1", "present", ("safe", "needs")),
        Expected("زينب الفهري", "", "absent", ("needs", "catch-up"), hangs=True),
        Expected("Bruno Keller", "B2", "", (), left=True),
    ),
    last=Last(
        title="Who belongs?",
        at_ms=ms(-604_800),
        missed=(("زينب الفهري", "absent"),),
        open=(Remark(ms(-600_000), "", "Why do we *never* speak of money? #question"),),
        promised=(Remark(ms(-600_060), "Amina Ben Salah", "The song #promise"),),
        trouble=(("Deniz Yıldız", 90_000),),
        overran=(Overrun("Check-in", 12 * MINUTE, 18 * MINUTE),),
        skipped=("Closing",),
        late_ms=5 * MINUTE,
    ),
    quiet=("Chiara Conti",),
    sessions=3,
)


def bare(sheet: Sheet) -> list[str]:
    return sheet_markdown(sheet).replace("\u2068", "").replace("\u2069", "").splitlines()


def test_the_brief_reads_in_this_order() -> None:
    assert [line for line in bare(sheet_of(BRIEF)) if line] == [
        "# Before the next session of Group 3",
        "- Next session: Borders",
        "- Course: Good neighbours, module 3",
        "- Begins: 2026-05-28 21:26 (Africa/Tunis), in 10 min",
        "- Planned for: 120 min",
        "- With: Faiza Haddad (facilitator)",
        "- Last session: Who belongs?, 2026-05-21 21:26",
        "## To prepare",
        "- Bring a map",
        "## Expected: 3",
        "- For زينب الفهري the badge hangs on this session.",
        "| Participant | Level | Last time | Badge |",
        "|---|--:|--:|--:|",
        "| Amina Ben Salah | B1 | present | safe, needs |",
        "| زينب الفهري |  | absent | needs, catch-up |",
        "| Bruno Keller | B2 |  | left |",
        "## Missed last time",
        "- زينب الفهري: absent",
        "## Perhaps give them room",
        "- Chiara Conti: not heard much in the last 3 sessions.",
        "- A suggestion, not a score. A go-round, a moment to think or talk in pairs may open a door; nobody has to go "
        "through it. Sessions in which somebody passed or had technical trouble do not count here.",
        "## Promised",
        "- 22:45 (Amina Ben Salah): The song #promise",
        "## Still open",
        r"- 22:46: Why do we \*never\* speak of money? #question",
        "## Technical trouble last time",
        "- Deniz Yıldız: 1:30 in all",
        "## Time last time",
        "- Check-in took 18 min instead of 12 (6 more).",
        "- Not come to: Closing.",
        "- It ended 5 min after its planned end.",
        "## The run of the session",
        "| Block | From | Length | Led by |",
        "|---|--:|--:|--:|",
        "| Check-in | 21:26 | 12 min | facilitator |",
    ]


def test_nobody_gets_a_number_for_how_little_they_spoke() -> None:
    quiet_lines = next(
        each.lines for each in sheet_of(BRIEF).sections if each.title == "Perhaps give them room"
    )
    assert not [word for line in quiet_lines for word in line.split() if "%" in word or ":" in word[:-1]]


def test_the_page_says_the_same() -> None:
    shown = Page(sheet_html(sheet_of(BRIEF)))
    assert "زينب الفهري: absent" in shown.text
    assert "Why do we *never* speak of money? #question" in shown.text
    assert "safe, needs" in shown.cells


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(-5, "5 min ago"), (0, "in 0 min"), (25, "in 25 min"), (180, "in 3 h"), (3 * 24 * 60, "in 3 days")],
)
def test_how_long_until_it_begins(minutes: int, said: str) -> None:
    brief = Brief(subgroup="x", zone="UTC", made_ms=ms(0), coming=Coming("y", planned_ms=ms(60 * minutes)))
    assert dict(sheet_of(brief).facts)["Begins"].endswith(f"(UTC), {said}")


def test_a_subgroup_of_which_nothing_is_known_yet() -> None:
    assert sheet_of(Brief(subgroup="Group 1", zone="UTC", made_ms=0)) == Sheet(
        "Before the next session of Group 1",
        (("Next session", "none is planned"), ("Last session", "none yet")),
        (),
    )


def test_columns_of_which_nothing_is_known_are_left_out() -> None:
    brief = Brief(subgroup="x", zone="UTC", made_ms=0, expected=(Expected("Ana"),), unknown="No rule.")
    (section,) = sheet_of(brief).sections
    assert (section.heads, section.rows, section.lines) == (("Participant",), (("Ana",),), ("No rule.",))
