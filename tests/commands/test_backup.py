"""``backup`` as a person calls it."""

from __future__ import annotations

from pathlib import Path

from facilitator_tui.store.file import Store
from facilitator_tui.store.sessions import Sessions
from tests.commands.conftest import Run
from tests.store.stories import an_evening


def test_a_backup_can_be_opened_in_place_of_the_store(run: Run, store: Store, tmp_path: Path) -> None:
    an_evening(store)
    result = run("backup", tmp_path / "backup.db")
    assert result.exit_code == 0
    assert str(tmp_path / "backup.db") in result.stdout
    assert run("--db", tmp_path / "backup.db", "report", 1).stdout == run("report", 1).stdout


def test_nothing_is_overwritten_that_is_no_backup(run: Run, store: Store, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert run("backup", tmp_path / "notes.txt").exit_code == 3
    assert run("backup", store.path).exit_code == 3
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert Sessions(store).all() == []


def test_without_a_store_there_is_nothing_to_back_up(run: Run, tmp_path: Path) -> None:
    assert run("backup", tmp_path / "backup.db").exit_code == 3
    assert not list(tmp_path.iterdir())
