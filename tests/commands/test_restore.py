"""``restore`` as a person calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator_tui.store.file import Store
from tests.commands.conftest import Run
from tests.store.stories import an_evening


@pytest.mark.parametrize("made", [("backup",), ("dump", "--out")])
def test_what_was_put_away_comes_back(run: Run, store: Store, tmp_path: Path, made: tuple[str, ...]) -> None:
    an_evening(store)
    assert run(*made, tmp_path / "away").exit_code == 0
    result = run("restore", tmp_path / "away", "--db", tmp_path / "new.db")
    assert result.exit_code == 0, result.output
    assert "1 session, 5 people, 24 entries, 0 decisions, 0 lines of the ledger" in result.stdout
    assert run("--db", tmp_path / "new.db", "report", 1).stdout == run("report", 1).stdout


def test_a_store_in_use_is_never_replaced(run: Run, store: Store, tmp_path: Path) -> None:
    an_evening(store)
    run("backup", tmp_path / "away")
    result = run("restore", tmp_path / "away")
    assert result.exit_code == 3
    assert "--db" in result.stderr
    assert "merge" in result.stderr


def test_a_dump_without_names_says_so(run: Run, store: Store, tmp_path: Path) -> None:
    an_evening(store)
    run("dump", "--without-names", "--out", tmp_path / "bare.jsonl")
    assert "without names" in run("restore", tmp_path / "bare.jsonl", "--db", tmp_path / "new.db").stdout


def test_saving_from_a_damaged_store_says_what_was_lost(run: Run, store: Store, tmp_path: Path) -> None:
    an_evening(store)
    run("backup", tmp_path / "away.db")
    with Store.open(tmp_path / "away.db") as damaged:
        damaged.connection.execute("PRAGMA foreign_keys = OFF")
        damaged.connection.execute("DELETE FROM plan")
    assert run("restore", tmp_path / "away.db", "--db", tmp_path / "new.db").exit_code == 3
    result = run("restore", tmp_path / "away.db", "--from-damaged", "--db", tmp_path / "new.db")
    assert result.exit_code == 0, result.output
    assert "Lost: 1 row referred to something that is gone." in result.stdout


def test_a_file_of_another_kind_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"PK")
    for file in ("thesis.docx", "nowhere", "."):
        assert run("restore", tmp_path / file).exit_code == 3
    assert not (tmp_path / "facilitator.db").exists()
