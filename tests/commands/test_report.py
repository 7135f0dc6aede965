"""``report``: the right form at the right place, and nothing where nothing is asked for."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from facilitator_tui.dialogue import commands as c
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import Sessions
from tests.commands.conftest import Run
from tests.dialogue.fakes import ms
from tests.exports.pages import Page
from tests.store.stories import NAMES, Told, an_evening


def test_the_report_is_printed_as_markdown(run: Run, store: Store) -> None:
    told = an_evening(store)
    result = run("report", told.id)
    assert result.exit_code == 0
    assert result.stdout.startswith("# Who belongs?\n")
    assert "Deniz Yıldız" in result.stdout
    assert "Private" not in result.stdout


def test_a_report_with_private_flags_is_asked_for(run: Run, store: Store) -> None:
    an_evening(store)
    assert "## Private flags" in run("report", 1, "--private").stdout
    assert (
        json.loads(run("report", 1, "--to", "json", "--private").stdout)["flags"][0]["name"] == "Deniz Yıldız"
    )


def test_one_table_is_printed_as_csv(run: Run, store: Store) -> None:
    an_evening(store)
    result = run("report", 1, "--to", "csv", "--table", "people")
    rows = list(csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"), newline="")))
    assert rows[0]["name"] == "Amina Ben Salah"
    assert rows[0]["talk_seconds"] == "120.0"


def test_every_table_goes_into_a_folder(run: Run, store: Store, tmp_path: Path) -> None:
    an_evening(store)
    result = run("report", 1, "--to", "csv", "-o", tmp_path / "out")
    files = sorted(file.name.rpartition("-")[2] for file in (tmp_path / "out").iterdir())
    assert files == ["blocks.csv", "notes.csv", "people.csv", "spells.csv", "turns.csv"]
    assert len(result.stdout.splitlines()) == 5


def test_a_file_or_a_folder_may_be_named(run: Run, store: Store, tmp_path: Path) -> None:
    told = an_evening(store)
    (tmp_path / "out").mkdir()
    run("report", 1, "--to", "json", "-o", tmp_path / "evening.json")
    run("report", 1, "-o", tmp_path / "out")
    assert json.loads((tmp_path / "evening.json").read_bytes())["session"]["id"] == told.id
    assert [file.suffix for file in (tmp_path / "out").iterdir()] == [".md"]


def test_the_report_is_a_page_that_stands_alone(run: Run, store: Store, tmp_path: Path) -> None:
    an_evening(store)
    (tmp_path / "out").mkdir()
    assert "Deniz Yıldız" in Page(run("report", 1, "--to", "html").stdout).text
    run("report", 1, "--to", "html", "-o", tmp_path / "out")
    (file,) = (tmp_path / "out").iterdir()
    assert file.suffix == ".html"
    assert Page(file.read_text(encoding="utf-8")).text.strip().startswith("Who belongs?")


def test_the_report_is_a_workbook_that_opens(run: Run, store: Store, tmp_path: Path) -> None:
    an_evening(store)
    file = tmp_path / "evening.xlsx"
    assert run("report", 1, "--to", "xlsx", "-o", file).stdout == f"Written: {file}\n"
    assert load_workbook(file)["people"]["B2"].value == "Amina Ben Salah"


@pytest.mark.parametrize("form", ["md", "html"])
def test_participants_get_a_page_without_names(run: Run, store: Store, form: str) -> None:
    an_evening(store)
    result = run("report", 1, "--for", "participants", "--to", form)
    assert "What we did" in result.stdout
    assert not [name for name in NAMES if name.split()[0] in result.stdout]


def test_the_participants_page_is_a_file_beside_the_report(run: Run, store: Store, tmp_path: Path) -> None:
    an_evening(store)
    (tmp_path / "out").mkdir()
    run("report", 1, "-o", tmp_path / "out")
    run("report", 1, "--for", "participants", "-o", tmp_path / "out")
    one, other = sorted(file.stem for file in (tmp_path / "out").iterdir())
    assert other == f"{one}-participants"


def test_a_shared_note_with_a_name_is_left_out_and_that_is_told(run: Run, store: Store) -> None:
    Told(store).at(5, c.AddNote("Thanks to Amina #share"), c.AddNote("We sang #share")).at(60, c.Close())
    result = run("report", 1, "--for", "participants")
    assert "We sang" in result.stdout
    assert "Thanks" not in result.stdout
    assert "1 note tagged #share left out" in result.stderr


def test_the_participants_page_tells_the_next_session_of_the_subgroup(run: Run, store: Store) -> None:
    sessions = Sessions(store)
    group = People(store).add_subgroup("Group 3", "Dialogue", "Africa/Tunis", ms(-60))
    told = Told(store)
    store.connection.execute("UPDATE session SET subgroup = ? WHERE id = ?", (group, told.id))
    sessions.create("Later", ms(0), group, planned_ms=ms(14 * 86_400), zone="Africa/Tunis")
    sessions.create("Borders", ms(0), group, module=3, planned_ms=ms(7 * 86_400), zone="Africa/Tunis")
    sessions.create("Elsewhere", ms(0), planned_ms=ms(86_400))
    told.at(60, c.Close())
    page = run("report", told.id, "--for", "participants").stdout
    assert "\u2068Borders\u2069, module 3: 2026-06-04, 21:26 (Africa/Tunis)" in page
    assert "Later" not in page


@pytest.mark.parametrize(
    "words",
    [
        *(
            ("--to", "csv"),
            ("--table", "turns"),
            ("--to", "docx"),
            ("--table", "x"),
            ("--to", "xlsx"),
            ("--to", "pdf"),
        ),
        ("--for", "participants", "--to", "json"),
        ("--for", "participants", "--private"),
        ("--for", "everybody"),
    ],
)
def test_wrong_usage_is_told(run: Run, store: Store, words: tuple[str, ...]) -> None:
    an_evening(store)
    result = run("report", 1, *words)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_session_that_is_not_there_is_told(run: Run, store: Store) -> None:
    result = run("report", 9)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "There is no session “9”" in result.stderr


def test_without_a_store_none_is_made(run: Run, tmp_path: Path) -> None:
    result = run("report", 1, "--db", tmp_path / "none.db")
    assert result.exit_code == 3
    assert "There is no store" in result.stderr
    assert not (tmp_path / "none.db").exists()


def test_a_report_reads_while_another_program_writes(run: Run, store: Store) -> None:
    an_evening(store)
    with store.transaction():
        store.connection.execute("DELETE FROM turn")
        assert run("report", 1).exit_code == 0


def test_where_nothing_can_be_written_is_told(run: Run, store: Store, tmp_path: Path) -> None:
    an_evening(store)
    (tmp_path / "taken").write_text("a file")
    result = run("report", 1, "-o", tmp_path / "taken" / "x.md")
    assert result.exit_code == 3
    assert "could not be written" in result.stderr
