"""Restoring: a backup or a dump becomes a store, whole or not at all, and never in place of another."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from facilitator_tui.dialogue import commands as c
from facilitator_tui.store import schema
from facilitator_tui.store.backup import back_up
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.keeping.dump import lines
from facilitator_tui.store.keeping.restore import restore
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import Sessions
from tests.store.stories import Told, an_evening
from tests.store.test_merge import conclusions, content


def dumped(store: Store, path: Path, *, names: bool = True) -> Path:
    path.write_bytes(b"".join(lines(store, 0, names=names)))
    return path


@pytest.mark.parametrize("kind", ["backup", "dump", "store"])
def test_what_was_put_away_is_the_same_store_again(store: Store, tmp_path: Path, kind: str) -> None:
    told = an_evening(store)
    People(store).learn_alias(told.amina, "Amina's iPad")
    if kind == "backup":
        back_up(store, tmp_path / "file")
    file = dumped(store, tmp_path / "file") if kind == "dump" else tmp_path / "file"
    restored = restore(store.path if kind == "store" else file, tmp_path / "new" / "facilitator.db")
    assert restored.rows["entry"] == len(store.journal(told.id).read())
    with Store.open(tmp_path / "new" / "facilitator.db") as again:
        assert content(again) == content(store)
        assert again.journal(told.id).read() == store.journal(told.id).read()
        assert again.rows("SELECT turns FROM session_summary") == [(3,)]
        assert again.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_restored_store_can_be_recorded_into(store: Store, tmp_path: Path) -> None:
    told = Told(store)
    restore(dumped(store, tmp_path / "dump.jsonl"), tmp_path / "new.db")
    with Store.open(tmp_path / "new.db") as again:
        Told(again, seed=7).at(5, c.Close())
        assert len(Sessions(again).all()) == 2
        assert Sessions(again).get(told.id).opened_ms is not None
        with pytest.raises(again.errors, match="append-only"):
            again.connection.execute("DELETE FROM entry")


def test_a_restored_store_is_for_its_owner_alone(store: Store, tmp_path: Path) -> None:
    an_evening(store)
    restore(dumped(store, tmp_path / "dump.jsonl"), tmp_path / "deep" / "new.db")
    assert stat.S_IMODE((tmp_path / "deep" / "new.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "deep").stat().st_mode) == 0o700


def test_a_store_that_holds_nothing_can_be_restored_into(store: Store, tmp_path: Path) -> None:
    an_evening(store)
    with Store.open(tmp_path / "new.db") as empty:
        restore(dumped(store, tmp_path / "dump.jsonl"), tmp_path / "new.db")
        assert content(empty) == content(store)
        assert conclusions(empty)["session_summary"]


def test_a_store_that_holds_anything_is_left_alone(store: Store, tmp_path: Path) -> None:
    an_evening(store)
    with Store.open(tmp_path / "mine.db") as mine:
        People(mine).add("Deniz Yıldız", 1)
    before = (tmp_path / "mine.db").read_bytes()
    with pytest.raises(StoreProblem, match=r"holds something already.*merge.*--db"):
        restore(dumped(store, tmp_path / "dump.jsonl"), tmp_path / "mine.db")
    assert (tmp_path / "mine.db").read_bytes() == before


def test_a_file_of_another_kind_is_left_alone(store: Store, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"PK important")
    with pytest.raises(StoreProblem):
        restore(dumped(store, tmp_path / "dump.jsonl"), tmp_path / "thesis.docx")
    with pytest.raises(StoreProblem, match="is a folder"):
        restore(tmp_path / "dump.jsonl", tmp_path)
    assert (tmp_path / "thesis.docx").read_bytes() == b"PK important"


def test_what_a_lost_store_left_behind_is_not_mixed_into_another(store: Store, tmp_path: Path) -> None:
    (tmp_path / "new.db-wal").write_bytes(b"what was recorded last")
    with pytest.raises(StoreProblem, match="Move it to another folder"):
        restore(dumped(store, tmp_path / "dump.jsonl"), tmp_path / "new.db")
    assert (tmp_path / "new.db-wal").read_bytes() == b"what was recorded last"
    assert not (tmp_path / "new.db").exists()


def test_a_file_that_cannot_be_used_makes_no_store(store: Store, tmp_path: Path) -> None:
    dump = dumped(store, tmp_path / "dump.jsonl")
    dump.write_bytes(dump.read_bytes()[:-20])
    back_up(store, tmp_path / "newer.db")
    with Store.open(tmp_path / "newer.db") as newer:
        newer.connection.execute("PRAGMA user_version = 99")
    for bad in (dump, tmp_path / "newer.db", tmp_path / "nowhere"):
        with pytest.raises(StoreProblem):
            restore(bad, tmp_path / "new.db")
    assert not [each for each in tmp_path.iterdir() if "new.db" in each.name]


def test_a_restore_that_fails_on_the_disk_leaves_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dump = dumped(store, tmp_path / "dump.jsonl")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StoreProblem, match="No space left"):
            restore(dump, tmp_path / "new.db")
    assert not [each for each in tmp_path.iterdir() if "new.db" in each.name]
    restore(dump, tmp_path / "new.db")


def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    from sqlite_utils import Database

    with Store.open(tmp_path / "scratch.db") as scratch:
        older = Database(scratch.connection.__class__(str(tmp_path / "older.db")), execute_plugins=False)
        schema.migrations().apply(older, stop_before="0003_completion")
        older.execute("INSERT INTO person (id, name, created_ms) VALUES ('p', 'Amina Ben Salah', 1)")
        older.execute("PRAGMA user_version = 2")
        older.conn.commit()
        older.close()
    before = (tmp_path / "older.db").read_bytes()
    restore(tmp_path / "older.db", tmp_path / "new.db")
    with Store.open(tmp_path / "new.db") as again:
        assert [(each.name, each.languages) for each in People(again).all()] == [("Amina Ben Salah", "")]
    assert (tmp_path / "older.db").read_bytes() == before


# --- a damaged store


def _spoil_pages_with(path: Path, text: str) -> None:
    """Overwrite every page of the file that mentions the text, in tables and indexes."""
    pages = path.read_bytes()
    for place in range(0, len(pages), 4096):
        if text.encode() in pages[place : place + 4096]:
            pages = pages[:place] + bytes([0xA5]) * 4096 + pages[place + 4096 :]
    path.write_bytes(pages)


def test_around_the_damage_everything_is_saved(store: Store, tmp_path: Path) -> None:
    told = an_evening(store)
    for second in range(600, 1600):
        told.at(second, c.AddNote(f"note {second}"))
    back_up(store, tmp_path / "damaged.db")
    before = store.rows("SELECT id FROM entry")
    _spoil_pages_with(tmp_path / "damaged.db", before[600][0])

    with pytest.raises(StoreProblem):
        restore(tmp_path / "damaged.db", tmp_path / "new.db")
    restored = restore(tmp_path / "damaged.db", tmp_path / "new.db", damaged=True)
    assert restored.lost
    with Store.open(tmp_path / "new.db") as again:
        saved = again.rows("SELECT id FROM entry")
        assert {*saved} < {*before}
        assert len(before) - len(saved) < 60
        assert len(Sessions(again).note_texts(told.id)) > 900
        assert again.rows("PRAGMA foreign_key_check") == []
        assert People(again).get(told.amina).name == "Amina Ben Salah"


def test_entries_outlive_the_people_they_are_about(store: Store, tmp_path: Path) -> None:
    told = an_evening(store)
    group = People(store).add_subgroup("Blue", "Dialogue", "UTC", 1)
    People(store).join(group, told.amina, "participant", 1, 1)
    back_up(store, tmp_path / "damaged.db")
    with Store.open(tmp_path / "damaged.db") as damaged:
        damaged.connection.execute("PRAGMA foreign_keys = OFF")
        for table in ("person", "session", "plan"):
            damaged.connection.execute(f"DELETE FROM {table}")
    restored = restore(tmp_path / "damaged.db", tmp_path / "new.db", damaged=True)
    assert "1 person was gone, with what was known of them." in restored.lost
    with Store.open(tmp_path / "new.db") as again:
        assert again.journal(told.id).read() == store.journal(told.id).read()
        assert Sessions(again).get(told.id).title == "Recovered session"
        assert again.rows("PRAGMA foreign_key_check") == []


def test_of_an_intact_store_nothing_is_lost(store: Store, tmp_path: Path) -> None:
    an_evening(store)
    assert restore(store.path, tmp_path / "new.db", damaged=True).lost == ()
    with Store.open(tmp_path / "new.db") as again:
        assert content(again) == content(store)


def test_of_what_is_no_store_nothing_can_be_saved(tmp_path: Path) -> None:
    (tmp_path / "noise.db").write_bytes(os.urandom(20_000))
    for file in ("noise.db", "nowhere.db"):
        with pytest.raises(StoreProblem):
            restore(tmp_path / file, tmp_path / "new.db", damaged=True)
    assert not (tmp_path / "new.db").exists()
