"""``import responses``: a table goes in once, a longer one only with what is new, and can be taken back as a whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from facilitator_tui.commands.import_responses import responses
from facilitator_tui.store.completion import Deliveries
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from tests.cohort_story import COURSE, CourseStory

AMAL, BRUNO, CHIARA = "Amal Haddad", "Bruno Keller", "Chiara Conti"

TABLE = """Name,E-mail,Task,Session,Date,To
Amal Haddad,,diary,1,2026-03-02 21:30,
Bruno Keller,,diary,1,2026-03-03 08:00,
,chiara@example.org,post-survey,,2026-04-11,
Amal Haddad,,reaction,,2026-03-12 08:00,Bruno Keller
"""

Write = Callable[[str], Path]


@pytest.fixture
def story(store: Store, home: Path) -> CourseStory:
    story = CourseStory(store, home)
    story.group("Blue", AMAL, BRUNO, CHIARA)
    return story


@pytest.fixture
def table(tmp_path: Path) -> Write:
    def write(text: str) -> Path:
        path = tmp_path / "responses.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def run(*words: object) -> Result:
    return CliRunner().invoke(responses, [str(word) for word in words])


def taken(*words: object, code: int = 0) -> dict[str, Any]:
    result = run(*words, "--json")
    assert result.exit_code == code, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def handed(story: CourseStory, who: str) -> list[tuple[str, int, int]]:
    """What somebody handed in: task, module, times."""
    rows = Deliveries(story.store).of_course(COURSE)
    return sorted((row.task, row.module, row.times) for row in rows if row.person == story.ids[who])


def test_a_table_becomes_deliveries_of_the_course(story: CourseStory, table: Write) -> None:
    found = taken(table(TABLE), "--course", "neighbours")
    assert (found["new"], found["known"], found["people"]) == (4, 0, 3)
    assert handed(story, AMAL) == [("diary", 1, 1), ("reaction", 0, 1)]
    assert handed(story, CHIARA) == [("post-survey", 0, 1)]
    [reaction] = [row for row in Deliveries(story.store).of_course(COURSE) if row.task == "reaction"]
    assert reaction.to_person == story.ids[BRUNO]
    assert found["source"].startswith("import:responses:")


def test_the_same_table_adds_nothing_and_a_longer_one_what_is_new(story: CourseStory, table: Write) -> None:
    taken(table(TABLE))
    assert (taken(table(TABLE))["new"], taken(table(TABLE))["known"]) == (0, 4)
    longer = taken(table(TABLE + "Bruno Keller,,diary,2,2026-03-09 22:00,\n"))
    assert (longer["new"], longer["known"]) == (1, 4)
    assert handed(story, BRUNO) == [("diary", 1, 1), ("diary", 2, 1)]


def test_numbers_without_dates_are_taken_as_sums(story: CourseStory, table: Write) -> None:
    taken(table("Name,reaction\nAmal Haddad,3\n"))
    assert taken(table("Name,reaction\nAmal Haddad,3\n"))["new"] == 0
    assert taken(table("Name,reaction\nAmal Haddad,5\nBruno Keller,1\n"))["new"] == 3
    assert sum(times for _, _, times in handed(story, AMAL)) == 5
    fewer = taken(table("Name,reaction\nAmal Haddad,2\n"))
    assert (fewer["new"], fewer["known"]) == (0, 2)
    assert sum(times for _, _, times in handed(story, AMAL)) == 5


def test_two_of_the_same_day_are_two(story: CourseStory, table: Write) -> None:
    text = "Name,Task,Date\nAmal Haddad,reaction,2026-03-12\nAmal Haddad,reaction,2026-03-12\n"
    assert taken(table(text))["new"] == 2
    assert taken(table(text))["new"] == 0


def test_a_dry_run_says_the_same_and_does_nothing(story: CourseStory, table: Write) -> None:
    told = taken(table(TABLE), "--dry-run")
    assert (told["new"], told["dry_run"]) == (4, True)
    assert Deliveries(story.store).of_course(COURSE) == []


def test_the_doubtful_are_asked_about_and_the_unknown_named(story: CourseStory, table: Write) -> None:
    path = table("Name,diary 1\nAmal H.,yes\nWilhelmina Zygmunt,yes\n")
    result = run(path)
    assert result.exit_code == 1
    assert "Doubtful, left out: Amal H." in result.output
    assert "--same “Amal H.=Amal Haddad”" in result.output
    assert "Unknown in this course, left out: Wilhelmina Zygmunt" in result.output
    assert Deliveries(story.store).of_course(COURSE) == []
    answered = taken(path, "--same", "Amal H.=Amal Haddad", code=1)
    assert (answered["new"], answered["questions"], answered["unknown"]) == (1, [], ["Wilhelmina Zygmunt"])
    assert People(story.store).aliases() == {story.ids[AMAL]: ("Amal H.",)}
    assert taken(path, code=1)["known"] == 1, "it is remembered"


def test_a_table_of_one_task_says_which(story: CourseStory, table: Write) -> None:
    path = table("Timestamp,Email Address,How was it?\n2026-04-11 10:00,amal@example.org,Good\n")
    assert run(path).exit_code == 3
    wrong = run(path, "--task", "post-servey")
    assert wrong.exit_code == 2
    assert 'write "post-survey"' in wrong.output
    assert taken(path, "--task", "post-survey")["new"] == 1


def test_times_are_read_in_the_zone_of_the_subgroups(story: CourseStory, table: Write) -> None:
    story.store.connection.execute("UPDATE subgroup SET zone = 'Africa/Tunis'")
    result = run(table(TABLE))
    assert "Times are those of Africa/Tunis." in result.output
    [first, *_] = Deliveries(story.store).of_course(COURSE)
    assert first.at_ms is not None
    assert first.at_ms % 3_600_000 == 1_800_000


def test_an_import_is_taken_back_by_its_file_or_source(story: CourseStory, table: Write) -> None:
    path = table(TABLE)
    source = taken(path)["source"]
    assert "Would be taken back: 4 deliveries" in run(path, "--forget", "--dry-run").output
    assert "Taken back: 4 deliveries" in run(path, "--forget").output
    assert handed(story, AMAL) == []
    assert taken(path)["new"] == 4, "and can come again"
    assert "Taken back: 4" in run(source, "--forget").output
    gone = run(path, "--forget")
    assert gone.exit_code == 3
    assert "Imports are: none." in gone.output


def test_what_cannot_be_taken_in_is_a_sentence(story: CourseStory, table: Write, tmp_path: Path) -> None:
    assert "no task “dairy”" in run(table("Name,Task\nAmal Haddad,dairy\nBruno Keller,diary\n")).output
    for words, code, says in (
        ((tmp_path / "nowhere.csv",), 3, "there is no such file"),
        ((table(TABLE), "--course", "elsewhere"), 3, "There is no course “elsewhere”"),
        ((table(TABLE), "--same", "Amal"), 2, "is not like"),
        ((table(TABLE), "--same", "Nobody=Amal Haddad"), 3, "Nobody in the table is called “Nobody”"),
        ((table(TABLE), "--same", "Amal Haddad=Nobody"), 3, "There is nobody “Nobody”"),
        ((table(TABLE), "--zone", "Atlantis"), 2, "no time zone"),
    ):
        result = run(*words)
        assert (result.exit_code, says in result.output) == (code, True), result.output


def test_without_a_course_the_only_one_is_meant(story: CourseStory, table: Write) -> None:
    assert taken(table(TABLE))["course"] == COURSE
    story.people.add_subgroup("Other", "cities-in-motion", "UTC", 0)
    result = run(table(TABLE))
    assert result.exit_code == 3
    assert "--course" in result.output


def test_a_course_without_people_says_what_to_do_first(store: Store, home: Path, table: Write) -> None:
    CourseStory(store, home)
    result = run(table(TABLE), "--course", COURSE)
    assert result.exit_code == 3
    assert "import people" in result.output


def test_what_somebody_sends_to_themselves_is_left_out_and_named(story: CourseStory, table: Write) -> None:
    """Reactions are to other people's videos."""
    to_two = f"Name,Task,Times,To\n{AMAL},reaction,8,{AMAL}\n{AMAL},reaction,2,{BRUNO}\n"
    found = taken(table(to_two), "--course", "neighbours", code=1)
    assert handed(story, AMAL) == [("reaction", 0, 2)]
    assert [each["message"] for each in found["problems"]] == [
        "Line 2: left out: reaction of Amal Haddad is to nobody else than Amal Haddad."
    ]


def test_a_date_that_has_not_come_yet_is_left_out_and_named(story: CourseStory, table: Write) -> None:
    ahead = f"Name,Task,Date\n{AMAL},post-survey,2099-01-01\n{BRUNO},post-survey,2026-04-11\n"
    found = taken(table(ahead), "--course", "neighbours", code=1)
    assert (found["new"], handed(story, AMAL), handed(story, BRUNO)) == (1, [], [("post-survey", 0, 1)])
    assert [each["message"] for each in found["problems"]] == [
        "Line 2: left out: post-survey of Amal Haddad has a date that has not come yet."
    ]
