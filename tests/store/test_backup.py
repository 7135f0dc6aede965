"""A backup is complete in itself, for its owner alone, and never takes the place of something else."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from facilitator_tui.dialogue import commands as c
from facilitator_tui.store.backup import back_up
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from tests.store.stories import Told, an_evening


def test_a_backup_holds_everything_in_one_file(store: Store, tmp_path: Path) -> None:
    told = an_evening(store)
    target = tmp_path / "backup.db"
    assert back_up(store, target) == target.stat().st_size
    assert not list(tmp_path.glob("backup.db-*"))
    with Store.open(target, read_only=True) as copy:
        assert copy.journal(told.id).read() == store.journal(told.id).read()
        assert People(copy).names() == People(store).names()


def test_a_backup_is_for_its_owner_alone(store: Store, tmp_path: Path) -> None:
    back_up(store, tmp_path / "backup.db")
    assert stat.S_IMODE((tmp_path / "backup.db").stat().st_mode) == 0o600


def test_a_backup_while_somebody_writes_holds_what_was_saved(store: Store, tmp_path: Path) -> None:
    told = Told(store)
    with Store.open(store.path) as other, other.transaction():
        other.connection.execute("INSERT INTO person (id, name, created_ms) VALUES ('x', 'Half', 1)")
        back_up(store, tmp_path / "backup.db")
    with Store.open(tmp_path / "backup.db", read_only=True) as copy:
        assert len(copy.journal(told.id).read()) == 1
        assert "x" not in People(copy).names()


def test_an_older_backup_is_replaced(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    told = Told(store)
    back_up(store, target)
    told.at(5, c.GiveFloor(told.amina))
    back_up(store, target)
    with Store.open(target, read_only=True) as copy:
        assert len(copy.journal(told.id).read()) == 2


def test_a_backup_never_takes_the_place_of_another_kind_of_file(store: Store, tmp_path: Path) -> None:
    thesis = tmp_path / "thesis.docx"
    thesis.write_bytes(b"PK important")
    with pytest.raises(StoreProblem, match="another kind"):
        back_up(store, thesis)
    assert thesis.read_bytes() == b"PK important"


def test_a_backup_is_not_made_onto_the_store(store: Store) -> None:
    with pytest.raises(StoreProblem, match="the store itself"):
        back_up(store, store.path)


def test_a_folder_is_not_a_backup(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="is a folder"):
        back_up(store, tmp_path)


def test_a_folder_that_is_not_there_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="not made"):
        back_up(store, tmp_path / "nowhere" / "backup.db")


def test_a_backup_that_fails_leaves_the_older_one_and_no_rest(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "backup.db"
    back_up(store, target)
    before = target.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreProblem, match="No space left"):
        back_up(store, target)
    assert target.read_bytes() == before
    assert not list(tmp_path.glob(".*.part*"))
