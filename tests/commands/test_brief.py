"""``brief``: what is known of a subgroup just before it meets, gathered from its sessions, its course and its plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator_tui.briefing import brief_of, next_session
from facilitator_tui.dialogue import commands as c
from facilitator_tui.exports.brief import Brief
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import SessionRow, Sessions
from tests.cohort_story import MINUTE, CourseStory, on_day, write_course
from tests.commands.conftest import Run
from tests.exports.pages import Page

MEMBERS = ("Ana Silva", "Zeynep Kaya", "Bruno Keller", "زينب الفهري")
FAR = 27_000
"""A day of the course that is still to come, whenever these tests are run."""


@pytest.fixture
def story(store: Store, home: Path) -> CourseStory:
    """Two evenings; Zeynep came to one, said nothing, and the third is planned."""
    told = CourseStory(store, home)
    told.group("Group 1", *MEMBERS)
    told.holds("Group 1", 1, 0, MEMBERS)
    session = told.holds(
        "Group 1", 2, 7, ("Ana Silva", "Bruno Keller", "زينب الفهري"), marks={"Zeynep Kaya": "excused"}
    )
    recorder, _ = told.recorder(session, 7, 121)
    told.must(recorder, c.AddNote("The song from Izmir #promise", told.ids["Ana Silva"]))
    told.must(recorder, c.AddNote("Money came up and went #followup"))
    told.must(recorder, c.RaiseFlag(told.ids["Bruno Keller"]))
    told.plans("Group 1", 3, 14)
    return told


def before(story: CourseStory, day: float = 14, minutes: float = -10) -> Brief:
    return brief_of(story.store, "group 1", on_day(day, minutes))


def test_the_next_session_is_told_in_the_subgroups_zone_with_its_plan(story: CourseStory) -> None:
    brief = before(story)
    assert brief.coming is not None
    assert (brief.coming.title, brief.coming.course, brief.coming.module) == (
        "Evening 3",
        "Good neighbours",
        3,
    )
    assert (brief.coming.planned_ms, brief.zone) == (on_day(14), "Europe/Lisbon")
    assert [(step.starts, step.title) for step in brief.steps] == [
        ("18:00", "Check-in"),
        ("18:10", "Dialogue"),
        ("19:50", "Closing"),
    ]


def test_who_is_expected_with_last_time_and_what_can_be_reached(story: CourseStory) -> None:
    story.people.update(story.ids["Ana Silva"], language_level="B1")
    brief = before(story)
    assert [(each.name, each.level, each.last, each.word) for each in brief.expected] == [
        ("Ana Silva", "B1", "present", "needs"),
        ("Zeynep Kaya", "", "excused", "needs"),
        ("Bruno Keller", "", "present", "needs"),
        ("زينب الفهري", "", "present", "needs"),
    ]
    assert brief.team == ("Facilitator of Group 1 (facilitator)",)
    assert brief.last is not None
    assert brief.last.missed == (("Zeynep Kaya", "excused"),)


def test_for_whom_the_badge_hangs_on_this_session(story: CourseStory) -> None:
    story.group("Group 2", "Davit Gelashvili", "Marta Nowak")
    story.holds("Group 2", 1, 0, ("Davit Gelashvili", "Marta Nowak"))
    story.holds("Group 2", 2, 7, ("Marta Nowak",))
    story.plans("Group 2", 3, 14)
    brief = brief_of(story.store, "Group 2", on_day(14, -10))
    assert [each.name for each in brief.expected if each.hangs] == ["Davit Gelashvili"]


def test_promises_and_what_was_left_open_come_with_names_and_flags_do_not(story: CourseStory) -> None:
    last = before(story).last
    assert last is not None
    assert [(each.name, each.text) for each in last.promised] == [
        ("Ana Silva", "The song from Izmir #promise")
    ]
    assert [(each.name, each.text) for each in last.open] == [("", "Money came up and went #followup")]


def test_who_was_not_heard_is_suggested_and_who_left_is_not(story: CourseStory) -> None:
    session = story.plans("Group 1", 4, 9)
    recorder, clock = story.recorder(session, 9)
    recorder.do(c.Open(story.sessions.seats_to_open(story.sessions.get(session), clock.ms), "", clock.ms))
    for who in MEMBERS:
        story.must(recorder, c.ToggleHere(story.ids[who]))
    for who in ("Ana Silva", "Bruno Keller"):
        story.must(recorder, c.GiveFloor(story.ids[who]))
        clock.ms += 20 * MINUTE
    story.must(recorder, c.Close())
    assert before(story).quiet == ("Zeynep Kaya", "زينب الفهري")
    story.withdraws("زينب الفهري", 10)
    brief = before(story)
    assert brief.quiet == ("Zeynep Kaya",)
    assert [each.word for each in brief.expected if each.left] == ["left"]


def test_who_moved_away_is_not_expected_and_who_came_is_new(story: CourseStory) -> None:
    story.group("Group 2")
    story.moves("Bruno Keller", "Group 1", "Group 2", 10)
    story.joins("Davit Gelashvili", "Group 1", 10)
    brief = before(story)
    assert [(each.name, each.last) for each in brief.expected] == [
        ("Ana Silva", "present"),
        ("Zeynep Kaya", "excused"),
        ("Davit Gelashvili", ""),
        ("زينب الفهري", "present"),
    ]


@pytest.mark.parametrize(("file", "line"), [("course.yaml", "title: Good"), ("4.md", "kind: check-in")])
def test_a_course_with_errors_leaves_only_the_badges_open(
    story: CourseStory, home: Path, file: str, line: str
) -> None:
    broken = write_course(home) / file
    broken.write_text(broken.read_text(encoding="utf-8").replace(line, "x: [y"), encoding="utf-8")
    brief = before(story)
    assert brief.unknown.startswith("What can still be reached is not known: ")
    assert "plan check" in brief.unknown
    assert [each.word for each in brief.expected] == ["", "", "", ""]
    assert brief.last is not None


def test_a_subgroup_without_course_and_sessions_makes_a_brief_too(store: Store) -> None:
    People(store).add_subgroup("Group 9", "", "Europe/Athens", on_day(0))
    brief = brief_of(store, "Group 9", on_day(1))
    assert (brief.coming, brief.last, brief.expected, brief.unknown) == (None, None, (), "")


def test_a_subgroup_that_is_not_there_is_told(store: Store) -> None:
    with pytest.raises(StoreProblem, match="There is no subgroup"):
        brief_of(store, "Group 7", on_day(1))


def row(name: str, planned_ms: int | None, opened_ms: int | None = None) -> SessionRow:
    return SessionRow(name, "g", "Group 1", name, "", None, "", planned_ms, "UTC", 0, opened_ms)


def test_the_next_session_is_the_earliest_that_is_still_waited_for() -> None:
    now = on_day(14)
    held, missed = row("held", on_day(7), on_day(7)), row("missed", on_day(13))
    late, soon, undated = row("late", on_day(14, -30)), row("soon", on_day(21)), row("undated", None)
    assert next_session([held, missed, soon, late, undated], now) == late
    assert next_session([held, missed, soon, undated], now) == soon
    assert next_session([held, missed, undated], now) == undated
    assert next_session([held, missed], now) is None


# --- the command


def test_the_brief_is_printed(story: CourseStory, run: Run) -> None:
    story.plans("Group 1", 5, FAR)
    result = run("brief", "Group 1")
    assert result.exit_code == 0
    assert result.stdout.startswith("# \u2068Before the next session of Group 1\u2069\n")
    assert "- Next session: \u2068Evening 5\u2069" in result.stdout
    assert "- \u2068Zeynep Kaya\u2069: excused" in result.stdout


def test_the_brief_is_a_page_in_a_file(story: CourseStory, run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    result = run("brief", "Group 1", "--to", "html", "--out", tmp_path / "out")
    file = tmp_path / "out" / "brief-Group-1.html"
    assert result.stdout == f"Written: {file}\n"
    assert "زينب الفهري" in Page(file.read_text(encoding="utf-8")).cells


def test_what_cannot_be_done_is_told(story: CourseStory, run: Run, tmp_path: Path) -> None:
    assert (run("brief", "Group 7").exit_code, run("brief").exit_code) == (3, 2)
    assert run("brief", "Group 1", "--to", "pdf").exit_code == 2
    (tmp_path / "taken").write_text("a file")
    result = run("brief", "Group 1", "-o", tmp_path / "taken" / "x.md")
    assert result.exit_code == 3
    assert "could not be written" in result.stderr


def test_the_brief_changes_nothing(story: CourseStory, run: Run) -> None:
    entries = [(each.id, each.entries) for each in Sessions(story.store).all()]
    run("brief", "Group 1")
    assert [(each.id, each.entries) for each in Sessions(story.store).all()] == entries
