"""A dump: every row of the store as a line of JSON, readable without the program, and the same store again."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator_tui.store import schema
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.keeping.copies import copy_of, empty
from facilitator_tui.store.keeping.dump import lines, load
from facilitator_tui.store.keeping.tables import DERIVED, TABLES
from facilitator_tui.store.people import People
from tests.store.stories import NAMES, Told, an_evening

MADE_MS = 1_795_453_200_000


def dumped(store: Store, *sessions: str, names: bool = True) -> bytes:
    return b"".join(lines(store, MADE_MS, sessions, names=names))


def rows(dump: bytes, table: str) -> list[dict[str, object]]:
    every = [json.loads(line) for line in dump.splitlines()]
    return [line["row"] for line in every if line.get("table") == table]


def written(folder: Path, dump: bytes) -> Path:
    path = folder / "store.jsonl"
    path.write_bytes(dump)
    return path


def ended(body: list[bytes]) -> list[bytes]:
    """The lines with a last one that agrees with them, as somebody would make it on purpose."""
    end = {"end": True, "rows": len(body) - 1, "sha256": sha256(b"".join(body)).hexdigest()}
    return [*body, json.dumps(end).encode() + b"\n"]


def without(body: list[bytes], table: str) -> list[bytes]:
    return [line for line in body if f'{{"table":"{table}"'.encode() not in line]


def instead(body: list[bytes], old: str, new: str) -> list[bytes]:
    assert any(old.encode() in line for line in body)
    return [line.replace(old.encode(), new.encode()) for line in body]


def test_every_table_is_carried_or_made_anew(store: Store) -> None:
    tables = {name for (name,) in store.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    ours = {name for name in tables if not name.startswith(("sqlite_", "_sqlite_"))}
    assert ours == {table.name for table in TABLES} | set(DERIVED)


def test_a_row_stands_after_those_that_it_refers_to(store: Store) -> None:
    places = {table.name: place for place, table in enumerate(TABLES)}
    for table in places:
        for foreign in store.rows(f"PRAGMA foreign_key_list({table})"):
            assert places[foreign[2]] < places[table], f"{table} refers to {foreign[2]}"


def test_a_dump_can_be_read_with_nothing_but_json(store: Store) -> None:
    told = an_evening(store)
    head, *body, end = [json.loads(line) for line in dumped(store).splitlines()]
    assert head == {
        "format": "facilitator-tui dump", "version": 1, "schema": schema.VERSION, "made_ms": MADE_MS, "names": True,
    }  # fmt: skip
    assert end["rows"] == len(body)
    entries = rows(dumped(store), "entry")
    turns = [entry["payload"] for entry in entries if entry["kind"] == "floor"]
    assert turns[:2] == [{"person": told.faiza}, {"person": told.amina}]
    assert {person["name"] for person in rows(dumped(store), "person")} == {*NAMES, "Faiza Haddad"}


def test_a_dump_read_back_is_the_same_store(store: Store, tmp_path: Path) -> None:
    told = an_evening(store)
    dump = dumped(store)
    with copy_of(written(tmp_path, dump)) as copy:
        assert copy.store.journal(told.id).read() == store.journal(told.id).read()
        assert dumped(copy.store) == dump


def test_json_that_the_program_would_write_otherwise_comes_back_byte_for_byte(
    store: Store, tmp_path: Path
) -> None:
    told = Told(store)
    odd = '{ "person" : "a\\u00e9",\n "x":1.0}'
    store.connection.execute(
        "INSERT INTO entry (id, session, kind, v, at_ms, logged_ms, author, source, payload) "
        "VALUES ('odd', ?, 'floor', 1, 0, 0, 'me', 'key', ?)",
        (told.id, odd),
    )
    with copy_of(written(tmp_path, dumped(store))) as copy:
        assert copy.store.rows("SELECT payload FROM entry WHERE id = 'odd'") == [(odd,)]


@settings(max_examples=30)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)))
def test_whatever_stands_in_a_name_comes_back(names: list[str]) -> None:
    first, second = empty(), empty()
    try:
        first.connection.executemany(
            "INSERT INTO person (id, name, created_ms) VALUES (?, ?, ?)",
            [(f"p{number}", name, 2**53 + number) for number, name in enumerate(names)],
        )
        dump = dumped(first)
        assert dump.count(b"\n") == len(names) + 2
        with TemporaryDirectory() as folder:
            load(written(Path(folder), dump), second)
        assert second.rows("SELECT * FROM person ORDER BY id") == first.rows(
            "SELECT * FROM person ORDER BY id"
        )
    finally:
        first.close()
        second.close()


def test_a_dump_without_names_holds_none_and_no_words(store: Store) -> None:
    told = an_evening(store)
    store.connection.execute("UPDATE person SET email = 'amina@example.org', country = 'Tunisia'")
    People(store).learn_alias(told.amina, "amina's iPad")
    group = People(store).add_subgroup("Faiza's group", "Dialogue", "UTC", 1)
    People(store).join(group, told.amina, "participant", 1, 1)
    People(store).withdraw(told.deniz, "Dialogue", 1, "moved to Izmir", "Faiza Haddad")
    dump = dumped(store, names=False)
    secrets = [
        *(word for name in (*NAMES, "Faiza") for word in name.split()),
        "example.org",
        "Tunisia",
        "iPad",
    ]
    for secret in (*secrets, "insight", "heavy moment", "Izmir"):
        assert secret.encode() not in dump, secret
    assert len(rows(dump, "entry")) == len(store.journal(told.id).read())
    assert {entry["author"] for entry in rows(dump, "entry")} == {"author 2"}


def test_a_dump_of_one_session_holds_what_belongs_to_it_and_no_more(store: Store, tmp_path: Path) -> None:
    told = an_evening(store)
    other = Told(store, title="Another evening", seed=2)
    dump = dumped(store, told.id)
    assert [session["id"] for session in rows(dump, "session")] == [told.id]
    assert {person["id"] for person in rows(dump, "person")} == {*told.ids, told.faiza}
    assert not {other.id, other.amina} & {str(value) for row in rows(dump, "entry") for value in row.values()}
    assert len(rows(dump, "plan")) == 1
    assert len(rows(dump, "note_text")) == 2
    with copy_of(written(tmp_path, dump)) as copy:
        assert copy.store.journal(told.id).read() == store.journal(told.id).read()


def test_a_session_that_is_not_there_cannot_be_dumped(store: Store) -> None:
    with pytest.raises(StoreProblem, match="no session with the id nowhere"):
        dumped(store, "nowhere")


def test_a_dump_is_of_one_moment(store: Store) -> None:
    told = Told(store)
    made = lines(store, MADE_MS)
    begun = [next(made), next(made)]
    with Store.open(store.path) as other:
        People(other).update(told.amina, name="Somebody Else")
    rest = b"".join([*begun, *made])
    assert b"Somebody Else" not in rest
    assert b"Amina Ben Salah" in rest


SPOILT: dict[str, tuple[Callable[[list[bytes]], list[bytes]], str]] = {
    "cut off in a line": (lambda dump: [*dump[:8], dump[8][:20]], "line 9 cannot be read"),
    "its last line gone": (lambda dump: dump[:-1], "cut off"),
    "only its head": (lambda dump: dump[:1], "cut off"),
    "a row gone": (lambda dump: dump[:3] + dump[4:], "does not agree"),
    "a name changed": (lambda dump: instead(dump, "Amina", "Amino"), "does not agree"),
    "a line after the end": (lambda dump: [*dump, b"{}\n"], "after the end"),
    "no JSON in between": (
        lambda dump: instead(dump, '{"table":"person"', '{"table:"person"'),
        "cannot be read",
    ),
    "of a newer format": (lambda dump: instead(dump, '"version":1', '"version":2'), "newer version"),
    "of newer tables": (lambda dump: instead(dump, '"schema":', '"schema":9'), "newer version"),
    "another program's": (lambda dump: instead(dump, "facilitator-tui dump", "diary"), "no dump"),
}
"""What can happen to a dump on its way, as a change of its lines, and a word of the sentence that tells it."""

FORGED: dict[str, tuple[Callable[[list[bytes]], list[bytes]], str]] = {
    "a table that nobody knows": (
        lambda body: instead(body, '"person","row"', '"sqlite_schema","row"'),
        "unknown",
    ),
    "a column that nobody knows": (lambda body: instead(body, '"given_name"', '"nickname"'), "unknown"),
    "a row twice": (lambda body: body[:3] + body[2:], "fits into no store"),
    "entries of no session": (lambda body: without(body, "session"), "refer to something"),
    "entries of a kind that nobody knows": (
        lambda body: instead(body, '"kind":"floor"', '"kind":"dance"'),
        "dance",
    ),
    "entries without what they need": (lambda body: instead(body, '"here":true', '"hear":true'), "presence"),
    "a plan that is not its hash": (lambda body: instead(body, "Check-in", "Checkin"), "hash"),
    "text where a time belongs": (
        lambda body: instead(body, '"created_ms":', '"created_ms":"x",\'":'),
        "cannot be read",
    ),
}
"""The same where the last line was made to agree again."""


@pytest.mark.parametrize("damage", SPOILT)
def test_a_dump_that_is_not_as_it_was_made_is_refused(store: Store, tmp_path: Path, damage: str) -> None:
    an_evening(store)
    spoil, says = SPOILT[damage]
    path = written(tmp_path, b"".join(spoil(dumped(store).splitlines(keepends=True))))
    with pytest.raises(StoreProblem, match=says), copy_of(path):
        pytest.fail("it was taken for whole")


@pytest.mark.parametrize("forgery", FORGED)
def test_a_dump_that_fits_into_no_store_is_refused(store: Store, tmp_path: Path, forgery: str) -> None:
    an_evening(store)
    forge, says = FORGED[forgery]
    path = written(tmp_path, b"".join(ended(forge(dumped(store).splitlines(keepends=True)[:-1]))))
    with pytest.raises(StoreProblem, match=says), copy_of(path):
        pytest.fail("it was taken for whole")


@settings(max_examples=60)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_bit_that_flipped_is_noticed(place: float, bit: int) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "store.db") as store:
        Told(store)
        dump = bytearray(dumped(store)[:-1])
        dump[int(place * len(dump))] ^= 1 << bit
        with pytest.raises(StoreProblem), copy_of(written(Path(folder), bytes(dump))):
            pytest.fail("it was taken for whole")
