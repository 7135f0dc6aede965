"""``merge`` as a person calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from tests.commands.conftest import Run
from tests.store.stories import Told, an_evening


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A colleague's store, with a session of its own."""
    path = tmp_path / "colleague.db"
    with Store.open(path) as other:
        an_evening(other)
        People(other).add("A. Ben Salah", 1, email="amina@example.org")
    return path


def test_a_colleagues_store_comes_in(run: Run, store: Store, theirs: Path) -> None:
    result = run("merge", theirs)
    assert result.exit_code == 0, result.output
    assert (
        "1 session plan, 1 session, 6 people, 24 entries, 2 texts of notes and reasons new" in result.stdout
    )
    assert "1 session has new entries" in result.stdout
    assert run("report", 1).stdout == run("--db", theirs, "report", 1).stdout
    assert "nothing new" in run("merge", theirs).stdout


def test_a_dry_run_says_what_would_come(run: Run, store: Store, theirs: Path) -> None:
    result = run("merge", "--dry-run", theirs)
    assert result.exit_code == 0
    assert "24 entries" in result.stdout
    assert "Nothing was changed" in result.stdout
    assert People(store).all() == []


def test_a_dry_run_before_there_is_a_store_makes_none(run: Run, theirs: Path, tmp_path: Path) -> None:
    result = run("merge", "--dry-run", theirs, "--db", tmp_path / "new.db")
    assert result.exit_code == 0, result.output
    assert "24 entries" in result.stdout
    assert not (tmp_path / "new.db").exists()


def test_what_is_doubtful_or_differs_is_told_with_what_to_do(run: Run, store: Store, theirs: Path) -> None:
    run("merge", theirs)
    mine = People(store).all()
    People(store).update(mine[0].id, name="Somebody Else")
    People(store).add("Amina Ben Salah", 1, email="Amina@example.org")
    result = run("merge", theirs)
    assert result.exit_code == 0
    assert f"person {mine[0].id}: name" in result.stdout
    assert "he address amina@example.org belongs to 2 people" in result.stdout
    assert "Both stay" in result.stdout


def test_the_json_shape(run: Run, store: Store, theirs: Path) -> None:
    shape = json.loads(run("merge", "--json", "--dry-run", theirs).stdout)
    assert set(shape) == {"files", "sessions", "differences", "doubts", "not_rebuilt", "erased_again"}
    assert set(shape["files"][0]) == {"file", "named", "new", "known", "left_out"}
    assert shape["files"][0]["new"]["entry"] == 24


def test_a_dump_without_names_is_told(run: Run, store: Store, theirs: Path, tmp_path: Path) -> None:
    run("--db", theirs, "dump", "--without-names", "--out", tmp_path / "bare.jsonl")
    assert "without names" in run("merge", tmp_path / "bare.jsonl").stdout


def test_what_cannot_be_merged_ends_in_a_sentence(run: Run, store: Store, theirs: Path) -> None:
    Told(store)
    for bad in (store.path, theirs.with_name("nowhere.db"), theirs.parent):
        result = run("merge", theirs, bad)
        assert result.exit_code == 3
        assert "Error: " in result.stderr
    assert len(People(store).all()) == 5
    assert run("merge").exit_code == 2
