"""``register``: the sessions that were asked for, in the form that was asked for."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from facilitator_tui.commands.register import TABLES, register
from facilitator_tui.dialogue import commands as c
from facilitator_tui.exports import register_tables
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from tests.cohort_story import CourseStory
from tests.dialogue.fakes import ms
from tests.store.stories import Told, an_evening

Ask = Callable[..., Result]


@pytest.fixture
def ask() -> Ask:
    return lambda *words: CliRunner().invoke(register, [str(word) for word in words])


@pytest.fixture
def evening(store: Store) -> Told:
    """An evening that was confirmed; Bruno was excused afterwards. Amina has an address."""
    told = an_evening(store)
    People(store).update(told.amina, email="amina@example.org", country="Tunisia")
    told.at(700, c.ConfirmAttendance())
    return told.at(800, c.Mark(told.bruno, "excused", "a letter came"))


def test_without_a_form_it_is_summed_up(ask: Ask, evening: Told) -> None:
    lines = ask().stdout.splitlines()
    assert lines[0].startswith("2026-05-28T20:26:40+00:00  confirmed    Who belongs?")
    assert "  Amina Ben Salah: 1 present; 10:00" in lines
    assert lines[-1] == "1 session, 1 of them held: 1 confirmed, 0 provisional; 4 participants."


def test_json_has_every_table(ask: Ask, evening: Told) -> None:
    told = json.loads(ask("--json").stdout)
    assert set(TABLES) <= set(told)
    bruno = next(line for line in told["register"] if line["name"] == "Bruno Keller")
    assert (bruno["status"], bruno["status_confirmed"], bruno["excuse"]) == ("excused", "absent", "on file")
    assert told["corrections"][-1]["reason"] == "on file"
    private = json.loads(ask("--json", "--private").stdout)
    assert private["corrections"][-1]["reason"] == "a letter came"


def test_csv_is_one_file_for_each_table(ask: Ask, evening: Told, tmp_path: Path) -> None:
    done = ask("--to", "csv", "--out", tmp_path / "out")
    assert done.exit_code == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == sorted(
        f"register-{table}.csv" for table in TABLES
    )
    assert "1 confirmed" in done.stderr


def test_one_table_is_printed_or_written(ask: Ask, evening: Told, tmp_path: Path) -> None:
    printed = ask("--to", "csv", "--table", "people").stdout_bytes
    lines = list(csv.DictReader(io.StringIO(printed.decode("utf-8-sig"), newline="")))
    assert {line["name"]: line["country"] for line in lines}["Amina Ben Salah"] == "Tunisia"
    ask("--to", "csv", "--table", "people", "--out", tmp_path / "people.csv")
    assert (tmp_path / "people.csv").read_bytes() == printed


def test_a_workbook_is_written_for_one_session(ask: Ask, evening: Told, tmp_path: Path) -> None:
    done = ask("--session", 1, "--to", "xlsx", "--out", tmp_path)
    assert done.exit_code == 0
    (file,) = tmp_path.glob("register-*.xlsx")
    assert evening.id[-6:] in file.name
    assert openpyxl.load_workbook(file)["register"].max_row == 5


def test_files_for_moodle_name_who_has_no_address(ask: Ask, evening: Told, tmp_path: Path) -> None:
    done = ask("--to", "moodle", "--status", "present=OK", "--out", tmp_path / "out")
    assert done.exit_code == 0
    (file,) = (tmp_path / "out").iterdir()
    assert "amina@example.org,OK," in file.read_text("utf-8")
    assert "Bruno Keller has no e-mail address" in done.stderr


def test_nobody_for_moodle_is_told(ask: Ask, store: Store, tmp_path: Path) -> None:
    an_evening(store)
    done = ask("--to", "moodle", "--out", tmp_path / "out")
    assert done.exit_code == 3
    assert "no participant has an e-mail address" in done.stderr


def test_a_register_without_names_is_written_and_checked(ask: Ask, evening: Told, tmp_path: Path) -> None:
    done = ask("--to", "csv", "--pseudonymous", "--out", tmp_path / "audit.csv")
    assert done.exit_code == 0
    written = (tmp_path / "audit.csv").read_bytes()
    assert b"Amina" not in written
    checked = ask("--check", tmp_path / "audit.csv")
    assert (checked.exit_code, checked.stdout.splitlines()[-1]) == (0, done.stdout.splitlines()[-1])
    (tmp_path / "audit.csv").write_bytes(written.replace(b"excused", b"present"))
    changed = ask("--check", tmp_path / "audit.csv")
    assert changed.exit_code == 1
    assert "is not as it was written" in changed.stdout


def test_a_subgroup_and_a_course_narrow_it(ask: Ask, evening: Told, store: Store) -> None:
    people = People(store)
    group = people.add_subgroup("Group B", "Other course", "Africa/Tunis", ms(0))
    evening.sessions.create("Next time", ms(0), subgroup=group, course="Other course", planned_ms=ms(90_000))
    titles = [line["title"] for line in json.loads(ask("--subgroup", "group b", "--json").stdout)["sessions"]]
    assert titles == ["Next time"]
    told = json.loads(ask("--course", "dialogue", "--json").stdout)
    assert [line["title"] for line in told["sessions"]] == ["Who belongs?"]
    assert "There is no subgroup" in ask("--subgroup", "Group C").stderr
    assert ask("--course", "Nothing").exit_code == 3


def test_who_joined_the_subgroup_later_was_not_expected_before(ask: Ask, store: Store) -> None:
    told = Told(store)
    people = People(store)
    group = people.add_subgroup("Group A", "", "UTC", ms(-60))
    people.join(group, told.amina, "participant", 0, ms(-60))
    people.join(group, told.bruno, "participant", 0, ms(900))
    store.connection.execute("UPDATE session SET subgroup = ?", (group,))
    told.at(600, c.Close())
    lines = json.loads(ask("--json").stdout)["register"]
    status = {line["name"]: line["status"] for line in lines}
    assert (status["Amina Ben Salah"], status["Bruno Keller"]) == ("absent", "not expected")


def test_a_course_that_is_known_gives_its_rule_of_presence(ask: Ask, store: Store) -> None:
    told = Told(store, plan=None)
    store.connection.execute("UPDATE session SET course = 'cities-in-motion', module = 1")
    told.at(0, c.ToggleHere(told.amina)).at(60, c.ToggleHere(told.amina)).at(600, c.Close())
    found = json.loads(ask("--json").stdout)
    assert "present for at least 45 min" in found["sessions"][0]["rule"]
    assert found["sessions"][0]["course"] == "Cities in Motion"
    assert found["register"][0]["status"] == "partial"


@pytest.mark.parametrize(
    "words",
    [
        ("--to", "csv"),
        ("--to", "xlsx"),
        ("--to", "moodle"),
        ("--table", "people"),
        ("--json", "--to", "csv"),
        ("--out", "x.csv"),
        ("--status", "late=L"),
        ("--pseudonymous",),
        ("--pseudonymous", "--to", "xlsx", "--out", "x"),
        ("--to", "moodle", "--out", "x", "--status", "sleepy=S"),
    ],
)
def test_wrong_usage_is_told(ask: Ask, evening: Told, words: tuple[str, ...]) -> None:
    done = ask(*words)
    assert (done.exit_code, done.stdout) == (2, "")


def test_the_tables_of_the_option_are_those_of_the_register() -> None:
    assert TABLES == register_tables.TABLES


def test_who_had_left_the_course_was_not_expected(ask: Ask, store: Store, home: Path) -> None:
    story = CourseStory(store, home)
    story.group("Blue", "Amal Haddad", "Salma Idrissi")
    story.holds("Blue", 1, 0, ["Amal Haddad", "Salma Idrissi"])
    story.holds("Blue", 2, 7, ["Amal Haddad"])
    story.withdraws("Salma Idrissi", 3)  # which was heard of only afterwards
    story.holds("Blue", 3, 14, ["Amal Haddad"])
    lines = json.loads(ask("--json").stdout)["register"]
    salma = {line["module"]: line["status"] for line in lines if line["name"] == "Salma Idrissi"}
    assert salma == {1: "present", 2: "not expected"}
