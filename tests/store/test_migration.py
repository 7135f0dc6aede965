"""A file of an earlier version is brought up to date when it is opened, and keeps every row."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from facilitator_tui.store import schema, sqlite
from facilitator_tui.store.errors import OlderStore, StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from tests.store.stories import an_evening

KEPT = ("person", "subgroup", "membership", "plan", "session", "entry", "note_text", "turn", "spell")


@pytest.fixture
def of_version_1(tmp_path: Path) -> Path:
    """The evening of a store of today in a file that only the first migration has made."""
    path = tmp_path / "older.db"
    with Store.open(tmp_path / "today.db") as store:
        an_evening(store)
        People(store).add_subgroup("Group 3", "Dialogue", "Africa/Tunis", 0)
    with closing(sqlite.connect(path)) as connection:
        older = Database(connection, execute_plugins=False)
        schema.migrations().apply(older, stop_before="0002_aliases")
        connection.execute("PRAGMA user_version = 1")
        connection.execute("ATTACH ? AS today", (str(tmp_path / "today.db"),))
        for table in KEPT:
            columns = ", ".join(column.name for column in older[table].columns)
            connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM today.{table}")
    return path


def rows_of_version_1(path: Path) -> dict[str, list[dict[str, object]]]:
    with closing(sqlite.connect(path, read_only=True)) as connection:
        older = Database(connection, execute_plugins=False)
        return {table: list(older[table].rows) for table in KEPT}


def test_an_older_file_is_migrated_and_keeps_its_rows(of_version_1: Path) -> None:
    before = rows_of_version_1(of_version_1)
    with Store.open(of_version_1) as store:
        assert store.rows("PRAGMA user_version") == [(schema.VERSION,)]
        for table, kept in before.items():
            there = [{column: row[column] for column in kept[0]} for row in store.tables()[table].rows]
            assert there == kept
        person = People(store).all()[0].id
        People(store).learn_alias(person, "iPad Amina")
        assert People(store).aliases() == {person: ("iPad Amina",)}


def test_reading_an_older_file_does_not_change_it_and_says_what_to_do(of_version_1: Path) -> None:
    with pytest.raises(OlderStore, match="brought up to date before it can be read"):
        Store.open(of_version_1, read_only=True)
    with closing(sqlite.connect(of_version_1, read_only=True)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


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
