"""A file of an earlier version is brought up to date when it is opened, and keeps every row."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from facilitator_tui.store import schema
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import Sessions
from tests.store.stories import an_evening

KEPT = ("person", "subgroup", "membership", "session", "plan", "entry", "note_text", "turn", "spell")


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    return {table: store.rows(f"SELECT * FROM {table}") for table in KEPT}


@pytest.fixture
def of_version_1(tmp_path: Path) -> Path:
    """An evening in a file that has no table of aliases, and whose list of migrations does not know of any."""
    path = tmp_path / "older.db"
    with Store.open(path) as store:
        an_evening(store)
        People(store).add_subgroup("Group 3", "Dialogue", "Africa/Tunis", 0)
        store.connection.execute("DROP TABLE alias")
        store.connection.execute(f"DELETE FROM {Migrations.migrations_table} WHERE name = '0002_aliases'")
        store.connection.execute("PRAGMA user_version = 1")
    return path


def test_an_older_file_is_migrated_and_keeps_its_rows(of_version_1: Path) -> None:
    with Store.open(of_version_1, read_only=True) as older:
        before = rows(older)
    with Store.open(of_version_1) as store:
        assert store.rows("PRAGMA user_version") == [(schema.VERSION,)]
        assert rows(store) == before
        assert before["entry"]
        person = People(store).all()[0].id
        People(store).learn_alias(person, "iPad Amina")
        assert People(store).aliases() == {person: ("iPad Amina",)}


def test_an_older_file_can_be_read_without_being_changed(of_version_1: Path) -> None:
    with Store.open(of_version_1, read_only=True) as older:
        assert len(Sessions(older).all()) == 1
        assert People(older).aliases() == {}
        assert older.rows("PRAGMA user_version") == [(1,)]


def test_migrating_twice_is_migrating_once(of_version_1: Path) -> None:
    for _ in range(2):
        with Store.open(of_version_1) as store:
            schema.migrate(store.tables())
            assert store.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_file_that_holds_no_store_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(Database(path).conn) as connection:
        connection.execute("CREATE TABLE something (x)")
    with pytest.raises(StoreProblem, match="holds no store"):
        Store.open(path, read_only=True)


def test_the_latest_word_on_an_alias_counts(of_version_1: Path) -> None:
    with Store.open(of_version_1) as store:
        people = People(store)
        first, second, third = (person.id for person in people.all()[:3])
        for person in (first, first, third):
            people.learn_alias(person, "Ana")
        people.learn_alias(second, "Ana", not_these=[first, second])
        assert people.aliases() == {second: ("Ana",), third: ("Ana",)}, "who was not named keeps theirs"
