"""Looking a store over, and putting right what can be made again from what is there."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from facilitator_tui.dialogue import commands as c
from facilitator_tui.store import schema
from facilitator_tui.store.backup import back_up
from facilitator_tui.store.derived import rebuild_all
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.keeping.findings import Finding
from facilitator_tui.store.keeping.health import DAY_MS, look_at_store
from facilitator_tui.store.keeping.place import look_at_place
from facilitator_tui.store.keeping.repair import repair
from facilitator_tui.store.lease import Lease
from tests.dialogue.fakes import ms
from tests.store.stories import NAMES, Told, an_evening
from tests.store.test_merge import conclusions, content

SOON = ms(3600)


def looked(store: Store, now_ms: int = SOON) -> dict[str, Finding]:
    """What is worth saying, by what was looked at."""
    return {each.check: each for each in look_at_store(store.path, now_ms) if each.level != "ok"}


def levels(findings: list[Finding]) -> dict[str, str]:
    return {each.check: each.level for each in findings}


def confirmed(store: Store) -> Told:
    told = an_evening(store)
    told.at(700, c.ConfirmAttendance())
    rebuild_all(store)
    return told


def test_a_store_in_order_is_in_order(store: Store) -> None:
    confirmed(store)
    assert looked(store) == {}


def files_in(folder: Path) -> dict[Path, bytes]:
    """Every file but the ``-shm``, in which SQLite notes who is reading just now."""
    return {each: each.read_bytes() for each in folder.iterdir() if not each.name.endswith("-shm")}


def test_looking_changes_nothing(store: Store) -> None:
    told = an_evening(store)
    store.connection.execute("DROP TRIGGER entry_is_not_updated")
    before = files_in(store.path.parent)
    looked(store)
    look_at_place(store.path)
    assert files_in(store.path.parent) == before
    assert told.row.closed_ms


def test_no_finding_names_anybody(store: Store) -> None:
    told = an_evening(store)
    told.store.connection.execute("UPDATE person SET email = 'amina@example.org'")
    with store.transaction():
        store.connection.execute("PRAGMA ignore_check_constraints = ON")
        store.connection.execute(
            "INSERT INTO entry (id, session, kind, v, at_ms, logged_ms, author, source, payload) "
            "VALUES ('x', ?, 'floor', 1, 0, 0, 'me', 'key', '{\"person\": 7}')",
            (told.id,),
        )
    said = " ".join(f"{each.says} {each.do}" for each in look_at_store(store.path, SOON + 9 * DAY_MS))
    for secret in (*(word for name in NAMES for word in name.split()), "example.org", "insight", "heavy"):
        assert secret not in said


def test_a_store_that_is_not_there_is_no_problem(tmp_path: Path) -> None:
    assert levels(look_at_store(tmp_path / "nowhere.db", SOON)) == {"store": "ok"}
    assert not list(tmp_path.iterdir())


def test_a_store_of_another_version_is_told(store: Store, tmp_path: Path) -> None:
    store.connection.execute("PRAGMA user_version = 99")
    assert "newer version" in looked(store)["store"].says
    store.connection.execute(f"PRAGMA user_version = {schema.VERSION - 1}")
    assert looked(store)["store"].level == "hint"


def test_a_damaged_store_is_told_and_left_alone(store: Store, tmp_path: Path) -> None:
    an_evening(store)
    damaged = tmp_path / "damaged.db"
    back_up(store, damaged)
    data = bytearray(damaged.read_bytes())
    data[4096 * 3 : 4096 * 5] = bytes([0xA5]) * 8192
    damaged.write_bytes(data)
    [finding] = [each for each in look_at_store(damaged, SOON) if each.level == "problem"]
    assert "damaged" in finding.says
    assert "restore" in finding.do
    repair(damaged)
    assert damaged.read_bytes() == data


def test_a_file_that_is_no_store_is_told(tmp_path: Path) -> None:
    for content_ in (b"PK thesis", b"", os.urandom(9000)):
        (tmp_path / "facilitator.db").write_bytes(content_)
        assert levels(look_at_store(tmp_path / "facilitator.db", SOON)) == {"store": "problem"}


def test_a_trigger_that_is_gone_is_told_and_made_again(store: Store) -> None:
    confirmed(store)
    store.connection.execute("DROP TRIGGER entry_is_not_deleted")
    store.connection.execute("DROP TRIGGER decision_is_not_updated")
    store.connection.execute(
        "CREATE TRIGGER decision_is_not_updated BEFORE UPDATE ON decision BEGIN SELECT 1; END"
    )
    store.connection.execute("DROP INDEX entry_by_session")
    said = looked(store)["schema"].says
    assert all(
        name in said for name in ("entry_is_not_deleted", "decision_is_not_updated", "entry_by_session")
    )
    assert len(repair(store.path)) == 1
    assert looked(store) == {}
    with pytest.raises(store.errors, match="append-only"):
        store.connection.execute("DELETE FROM entry")


def test_a_table_that_is_gone_is_told_and_not_made_again(store: Store) -> None:
    store.connection.execute("DROP TABLE alias")
    assert "alias" in looked(store)["schema"].says
    repair(store.path)
    assert "alias" in looked(store)["schema"].says


def test_rows_that_refer_to_nothing_are_told(store: Store) -> None:
    told = Told(store)
    store.connection.execute("PRAGMA foreign_keys = OFF")
    store.connection.execute("DELETE FROM session")
    assert "“entry”" in looked(store)["references"].says
    assert told.id


def test_an_entry_that_this_program_does_not_know_is_told_with_its_session(store: Store) -> None:
    told = an_evening(store)
    store.connection.execute(
        "INSERT INTO entry (id, session, kind, v, at_ms, logged_ms, author, source, payload) "
        "VALUES ('x', ?, 'dance', 1, 0, 0, 'me', 'key', '{}')",
        (told.id,),
    )
    finding = looked(store)["entries"]
    assert finding.level == "problem"
    assert told.id in finding.says


def test_tables_for_sql_that_say_something_else_are_told_and_made_again(store: Store) -> None:
    confirmed(store)
    right, journal = conclusions(store), content(store)
    store.connection.execute("UPDATE turn SET seconds = seconds + 1")
    assert looked(store)["derived"].level == "problem"
    assert repair(store.path) == ["The tables for SQL were made again for 1 session."]
    assert conclusions(store) == right
    assert content(store) == journal


def test_tables_for_sql_that_lack_the_newest_entries_are_a_hint(store: Store) -> None:
    told = confirmed(store)
    told.at(800, c.AddNote("afterwards"))
    assert looked(store)["derived"].level == "hint"
    repair(store.path)
    assert looked(store) == {}


def test_a_session_that_was_left_open_is_a_hint_after_a_day(store: Store) -> None:
    told = Told(store)
    told.at(5, c.GiveFloor(told.amina))
    assert "open sessions" not in looked(store, ms(5) + DAY_MS)
    assert told.id in looked(store, ms(6) + DAY_MS)["open sessions"].says
    lease = Lease(store.path, told.id, ms(0))
    assert "open sessions" not in looked(store, ms(6) + DAY_MS)
    lease.close()


def test_attendance_that_nobody_confirmed_is_a_hint(store: Store) -> None:
    told = an_evening(store)
    rebuild_all(store)
    assert told.id in looked(store)["attendance"].says


# --- where it lies

MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/export /srv/shared nfs4 rw 0 0
/dev/sdb1 /srv/shared/local ext4 rw 0 0
C: /mnt/c 9p rw 0 0
"""


def placed(path: str) -> Finding:
    [finding] = [each for each in look_at_place(Path(path), MOUNTS) if each.check == "folder"]
    return finding


@pytest.mark.parametrize(
    ("path", "level"),
    [
        ("/home/x/.local/share/facilitator_tui/facilitator.db", "ok"),
        ("/Users/x/OneDrive - Example University/facilitator.db", "problem"),
        ("/Users/x/Library/Mobile Documents/facilitator.db", "problem"),
        ("/Users/x/Dropbox (Private)/a/facilitator.db", "problem"),
        ("/home/x/Nextcloud/facilitator.db", "problem"),
        ("/home/x/papers about dropbox/facilitator.db", "ok"),
        ("/srv/shared/facilitator.db", "problem"),
        ("/srv/shared/local/facilitator.db", "ok"),
        ("/srv/sharedness/facilitator.db", "ok"),
        ("/mnt/c/facilitator.db", "problem"),
    ],
)
def test_a_folder_that_is_copied_or_far_away_is_told(path: str, level: str) -> None:
    assert placed(path).level == level


@pytest.mark.skipif(os.name != "posix", reason="other systems have other permissions")
def test_what_others_may_read_is_told_and_closed(store: Store) -> None:
    store.path.chmod(0o644)
    store.path.parent.chmod(0o755)
    assert levels(look_at_place(store.path))["permissions"] == "problem"
    repair(store.path)
    assert levels(look_at_place(store.path))["permissions"] == "ok"
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o755, "a folder that is not ours stays as it is"
    assert levels(look_at_place(store.path, own_folder=True))["permissions"] == "hint"
    repair(store.path, own_folder=True)
    assert levels(look_at_place(store.path, own_folder=True))["permissions"] == "ok"
    assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700


def test_a_rest_of_a_lost_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "facilitator.db-wal").write_bytes(b"x")
    assert levels(look_at_place(tmp_path / "facilitator.db"))["wal"] == "problem"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such lock")
def test_lock_files_that_a_crash_left_are_told_and_removed(store: Store) -> None:
    told = Told(store)
    left = store.path.with_name(f"{store.path.name}.{told.id}.live")
    left.write_bytes(b"")
    assert levels(look_at_place(store.path))["leases"] == "hint"
    repair(store.path)
    assert not left.exists()


def test_nothing_is_put_right_while_somebody_records(store: Store) -> None:
    told = Told(store)
    lease = Lease(store.path, told.id, ms(0))
    assert levels(look_at_place(store.path))["leases"] == "ok"
    with pytest.raises(StoreProblem, match="being recorded"):
        repair(store.path)
    lease.close()
