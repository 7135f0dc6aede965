"""A merge is a union: nothing is lost or doubled, whatever the order, and nothing that is here changes."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator_tui.clock import SetClock
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.fold import fold
from facilitator_tui.recorder import Done, Recorder
from facilitator_tui.store import sqlite
from facilitator_tui.store.backup import back_up
from facilitator_tui.store.completion import Decisions
from facilitator_tui.store.derived import rebuild_all
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import writing
from facilitator_tui.store.keeping.copies import Copy, empty
from facilitator_tui.store.keeping.dump import lines
from facilitator_tui.store.keeping.merge import merge, preview
from facilitator_tui.store.keeping.tables import DERIVED, TABLES, columns
from facilitator_tui.store.keeping.union import unite
from facilitator_tui.store.lease import Lease
from facilitator_tui.store.people import People
from facilitator_tui.store.privacy.erasing import erase
from facilitator_tui.store.privacy.identity import ERASED, Identities, Names
from facilitator_tui.store.sessions import Sessions
from tests.dialogue.fakes import ms
from tests.store.stories import Told, an_evening

ROOT = Path(__file__).parents[2]
NOW = ms(9_000)

Content = dict[str, list[tuple[object, ...]]]


def content(store: Store) -> Content:
    """Every row of every table that is carried, without the row numbers of this file."""
    return {
        table.name: sorted(
            store.rows(f"SELECT {', '.join(columns(store.connection, table))} FROM {table.name}"), key=repr
        )
        for table in TABLES
    }


def conclusions(store: Store) -> Content:
    return {table: sorted(store.rows(f"SELECT * FROM {table}"), key=repr) for table in DERIVED}


def copy_to(store: Store, path: Path) -> Path:
    back_up(store, path)
    return path


def colleague(path: Path, session: str, second: float, *commands: c.Command) -> None:
    """Another facilitator records into their own store, with their own name."""
    with Store.open(path) as store:
        clock = SetClock(ms(second))
        recorder = Recorder(store.journal(session), clock, Random(99).getrandbits, session, "Deniz")
        for command in commands:
            assert isinstance(recorder.do(command), Done)


# --- what comes in


def test_two_facilitators_who_logged_the_same_session(store: Store, tmp_path: Path) -> None:
    told = Told(store)
    theirs = copy_to(store, tmp_path / "colleague.db")
    told.at(10, c.GiveFloor(told.amina)).at(20, c.Silence()).at(40, c.Close())
    colleague(theirs, told.id, 30, c.AddNote("Chiara hesitated #care", told.chiara))
    merged = merge(store, [theirs], NOW)
    assert {name: count for name, count in merged.new.items() if count} == {"entry": 1, "note_text": 1}
    assert merged.sessions == (told.id,)
    state = fold(store.journal(told.id).read())
    assert [turn.ms for turn in state.turns] == [10_000]
    assert state.people[told.chiara].notes == 1
    assert list(Sessions(store).note_texts(told.id).values()) == ["Chiara hesitated #care"]
    assert {author for (author,) in store.rows("SELECT DISTINCT author FROM entry")} == {"me", "Deniz"}


def test_what_follows_from_new_entries_is_worked_out_anew(store: Store, tmp_path: Path) -> None:
    told = an_evening(store)
    rebuild_all(store)
    theirs = copy_to(store, tmp_path / "colleague.db")
    colleague(theirs, told.id, 601, c.AddNote("seen from beside", told.amina))
    merge(store, [theirs], NOW)
    merged = conclusions(store)
    rebuild_all(store)
    assert conclusions(store) == merged
    assert store.rows("SELECT entries FROM session_summary") == store.rows("SELECT count(*) FROM entry")


def test_the_same_file_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    with Store.open(tmp_path / "colleague.db") as other:
        an_evening(other)
    first = merge(store, [tmp_path / "colleague.db"], NOW)
    assert first.new["session"] == 1
    before = content(store), conclusions(store)
    again = merge(store, [tmp_path / "colleague.db", tmp_path / "colleague.db"], NOW)
    assert not any(again.new.values())
    assert (again.sessions, again.differences, again.doubts) == ((), (), ())
    assert (content(store), conclusions(store)) == before


def test_a_store_and_its_dump_are_the_same_to_a_merge(store: Store, tmp_path: Path) -> None:
    told = an_evening(store)
    (tmp_path / "dump.jsonl").write_bytes(b"".join(lines(store, 0)))
    with Store.open(tmp_path / "coordinator.db") as coordinator:
        merge(coordinator, [store.path], NOW)
        assert not any(merge(coordinator, [tmp_path / "dump.jsonl"], NOW).new.values())
        assert coordinator.journal(told.id).read() == store.journal(told.id).read()
        assert content(coordinator) == content(store)


def test_a_store_that_somebody_has_open_can_be_merged_and_stays_as_it_is(
    store: Store, tmp_path: Path
) -> None:
    an_evening(store)
    before = store.path.read_bytes()
    with Store.open(tmp_path / "coordinator.db") as coordinator:
        merge(coordinator, [store.path], NOW)
        assert content(coordinator) == content(store)
    assert store.path.read_bytes() == before


def test_reading_a_backup_leaves_no_trace_beside_it(store: Store, tmp_path: Path) -> None:
    an_evening(store)
    folder = tmp_path / "stick"
    folder.mkdir()
    backup = copy_to(store, folder / "backup.db")
    before = backup.read_bytes()
    with Store.open(tmp_path / "coordinator.db") as coordinator:
        merge(coordinator, [backup], NOW)
    assert [(each, each.read_bytes()) for each in folder.iterdir()] == [(backup, before)]


def test_a_dry_run_says_the_same_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    an_evening(store)
    with Store.open(tmp_path / "colleague.db") as other:
        Told(other, title="Elsewhere", seed=5).at(3, c.Close())
    before = content(store)
    planned = preview(store.path, [tmp_path / "colleague.db"])
    assert content(store) == before
    assert planned == merge(store, [tmp_path / "colleague.db"], NOW)
    assert content(store) != before


# --- what is here stays


def test_a_name_that_differs_stays_as_it_is_here_and_is_told(store: Store, tmp_path: Path) -> None:
    told = Told(store)
    theirs = copy_to(store, tmp_path / "colleague.db")
    with Store.open(theirs) as other:
        People(other).update(told.amina, name="Amina B.", email="amina@example.org")
    [difference] = merge(store, [theirs], NOW).differences
    assert (difference.table, difference.key, difference.columns) == ("person", told.amina, ("name", "email"))
    assert People(store).get(told.amina).name == "Amina Ben Salah"


def test_what_was_erased_here_does_not_come_back(store: Store, tmp_path: Path) -> None:
    told = an_evening(store)
    People(store).learn_alias(told.amina, "Amina's iPad")
    theirs = copy_to(store, tmp_path / "before.db")
    People(store).update(told.amina, name="Erased person")
    store.connection.execute("DELETE FROM alias")
    store.connection.execute("DELETE FROM note_text")
    [file] = merge(store, [theirs], NOW).files
    assert file.left_out == 2
    assert People(store).aliases() == {}
    assert Sessions(store).note_texts(told.id) == {}
    assert People(store).get(told.amina).name == "Erased person"


def test_a_colleagues_dump_without_names_takes_no_name_away(store: Store, tmp_path: Path) -> None:
    told = an_evening(store)
    (tmp_path / "bare.jsonl").write_bytes(b"".join(lines(store, 0, names=False)))
    merged = merge(store, [tmp_path / "bare.jsonl"], NOW)
    assert merged.differences == ()
    assert People(store).get(told.amina).name == "Amina Ben Salah"


def test_nobody_is_in_a_subgroup_twice(store: Store, tmp_path: Path) -> None:
    people = People(store)
    group, amina = people.add_subgroup("Blue", "Dialogue", "UTC", 1), people.add("Amina Ben Salah", 1)
    theirs = copy_to(store, tmp_path / "colleague.db")
    people.join(group, amina, "participant", 1, 10)
    with Store.open(theirs) as other:
        People(other).join(group, amina, "participant", 2, 20)
    merged = merge(store, [theirs], NOW)
    assert [member.seat for member in people.members(group, 30)] == [1]
    assert [(each.table, each.columns) for each in merged.differences] == [("membership", ("from_ms",))]


# --- what a person should look at


def test_an_address_with_two_ids_is_told_and_not_joined(store: Store, tmp_path: Path) -> None:
    mine = People(store).add("Amina Ben Salah", 1, email="amina@example.org")
    with Store.open(tmp_path / "colleague.db") as other:
        theirs = People(other).add("A. Ben Salah", 2, email="Amina@Example.org")
    [doubt] = merge(store, [tmp_path / "colleague.db"], NOW).doubts
    assert (doubt.what, set(doubt.ids)) == ("address", {mine, theirs})
    assert {person.id for person in People(store).all()} == {mine, theirs}


def test_two_subgroups_of_one_name_are_told(store: Store, tmp_path: Path) -> None:
    mine = People(store).add_subgroup("Blue", "Dialogue", "UTC", 1)
    with Store.open(tmp_path / "colleague.db") as other:
        theirs = People(other).add_subgroup("blue", "Dialogue", "UTC", 2)
        People(other).add_subgroup("Blue", "Another course", "UTC", 3)
    [doubt] = merge(store, [tmp_path / "colleague.db"], NOW).doubts
    assert (doubt.what, set(doubt.ids)) == ("subgroup", {mine, theirs})


def test_a_seat_that_two_people_were_given_is_told(store: Store, tmp_path: Path) -> None:
    people = People(store)
    group = people.add_subgroup("Blue", "Dialogue", "UTC", 1)
    theirs = copy_to(store, tmp_path / "colleague.db")
    people.join(group, people.add("Bruno Keller", 1), "participant", 3, 10)
    with Store.open(theirs) as other:
        People(other).join(group, People(other).add("Chiara Conti", 1), "participant", 3, 10)
    [doubt] = merge(store, [theirs], NOW).doubts
    assert (doubt.what, doubt.says) == ("seat", "seat 3 of “Blue” has 2 people")


def test_decisions_of_both_are_kept(store: Store, tmp_path: Path) -> None:
    amina = People(store).add("Amina Ben Salah", 1)
    theirs = copy_to(store, tmp_path / "colleague.db")
    Decisions(store).add("course", "badge", amina, "held", 10, "me", text="asked for a week")
    with Store.open(theirs) as other:
        Decisions(other).add("course", "badge", amina, "released", 20, "Deniz", text="the week is over")
    merge(store, [theirs], NOW)
    decided = Decisions(store).of_badge("course", "badge")[amina]
    assert [(each.kind, each.text) for each in decided] == [
        ("held", "asked for a week"),
        ("released", "the week is over"),
    ]


# --- what cannot be merged


def test_a_file_that_cannot_be_used_keeps_all_others_out(store: Store, tmp_path: Path) -> None:
    with Store.open(tmp_path / "good.db") as other:
        an_evening(other)
    (tmp_path / "bad.db").write_bytes((tmp_path / "good.db").read_bytes()[:8192] + bytes(8192))
    (tmp_path / "thesis.docx").write_bytes(b"PK thesis")
    before = content(store)
    for bad in ("bad.db", "thesis.docx", "nowhere.db", "."):
        with pytest.raises(StoreProblem):
            merge(store, [tmp_path / "good.db", tmp_path / bad], NOW)
    assert content(store) == before


def test_a_store_of_a_newer_program_is_left_alone(store: Store, tmp_path: Path) -> None:
    with Store.open(tmp_path / "newer.db") as other:
        other.connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreProblem, match="newer version"):
        merge(store, [tmp_path / "newer.db"], NOW)


def test_entries_that_only_a_newer_program_knows_are_told_with_their_session(
    store: Store, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "newer.db") as other:
        told = Told(other)
        other.connection.execute(
            "INSERT INTO entry (id, session, kind, v, at_ms, logged_ms, author, source, payload) "
            "VALUES ('x', ?, 'dance', 1, 0, 0, 'me', 'key', '{}')",
            (told.id,),
        )
    with pytest.raises(StoreProblem, match=f"{told.id}.*dance"):
        merge(store, [tmp_path / "newer.db"], NOW)


def test_the_store_itself_cannot_be_merged_into_itself(store: Store) -> None:
    with pytest.raises(StoreProblem, match="the store itself"):
        merge(store, [store.path], NOW)


def test_nothing_is_merged_while_a_session_is_being_recorded(store: Store, tmp_path: Path) -> None:
    told = Told(store)
    theirs = copy_to(store, tmp_path / "colleague.db")
    lease = Lease(store.path, told.id, ms(0))
    with pytest.raises(StoreProblem, match=f"{told.id} is being recorded"):
        merge(store, [theirs], NOW)
    lease.close()
    merge(store, [theirs], NOW)


def test_a_file_that_another_program_holds_is_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a program with an SQLite that is not mended does: nobody else can even read it."""
    monkeypatch.setattr(sqlite, "OPENING_MS", 20)
    with Store.open(tmp_path / "colleague.db") as other:
        an_evening(other)
    holder = store.connection.__class__(str(tmp_path / "colleague.db"), isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN IMMEDIATE")
    holder.execute("UPDATE person SET country = 'x'")
    holder.execute("COMMIT")
    try:
        with pytest.raises(StoreProblem, match="Another program holds the file"):
            merge(store, [tmp_path / "colleague.db"], NOW)
    finally:
        holder.close()


DYING = """
import os, signal, sys
from pathlib import Path
from facilitator_tui.store.file import Store
from facilitator_tui.store.keeping import merge

def die(store, session):
    assert store.rows("SELECT count(*) FROM entry") != [(0,)]
    os.kill(os.getpid(), signal.SIGKILL)

merge.rebuild = die
merge.merge(Store.open(Path(sys.argv[1])), [Path(sys.argv[2])], 0)
"""


@pytest.mark.faults
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_merge_that_is_killed_has_not_happened(tmp_path: Path) -> None:
    with Store.open(tmp_path / "colleague.db") as other:
        an_evening(other)
    Store.open(tmp_path / "mine.db").close()
    killed = subprocess.run(
        [sys.executable, "-c", DYING, tmp_path / "mine.db", tmp_path / "colleague.db"], cwd=ROOT
    )
    assert killed.returncode == -signal.SIGKILL
    with Store.open(tmp_path / "mine.db") as store:
        assert not any(content(store).values())
        assert merge(store, [tmp_path / "colleague.db"], NOW).new["session"] == 1


# --- any stores in any order

SESSIONS, PEOPLE, GROUPS = 3, 5, 2

Part = frozenset[tuple[str, int]]
"""Which rows a store of the property tests has: by table and number."""

parts = st.frozensets(
    st.tuples(
        st.sampled_from(["entry", "membership", "alias", "withdrawal", "delivery", "decision", "issuance"]),
        st.integers(0, 11),
    ),
    max_size=25,
)


def holding(part: Part, names: str = "") -> Store:
    """A store in memory with these rows and what they need; ``names`` makes what can be changed differ."""
    store = empty()
    with writing(store):
        for table, number in sorted(part):
            _add(store, table, number, names)
    return store


def _insert(store: Store, table: str, **values: object) -> None:
    store.connection.execute(
        f"INSERT OR IGNORE INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
        tuple(values.values()),
    )


def _add(store: Store, table: str, n: int, names: str) -> None:
    """Row ``n`` of the table: in every store the same but for ``names``."""
    p, g, s = n % PEOPLE, n % GROUPS, n % SESSIONS
    person, group, session = f"p{p}", f"g{g}", f"s{s}"
    _insert(store, "person", id=person, name=f"{names}{p}", email=f"{p % 2}@example.org", created_ms=1)
    _insert(store, "subgroup", id=group, name=f"{names}{g}", created_ms=1)
    _insert(store, "session", id=session, title=names, created_ms=1)
    badge = {"course": "c", "badge": "b", "person": person, "at_ms": n, "author": "me"}
    match table:
        case "entry":
            kind, payload = (
                ("presence", f'{{"person":"{person}","here":true}}'),
                ("floor", f'{{"person":"{person}"}}'),
                ("note", "{}"),
                ("void", f'{{"targets":["entry {n - 2}"]}}'),
            )[n % 4]
            what = {"id": f"entry {n}", "session": session, "kind": kind, "v": 1, "payload": payload}
            _insert(store, "entry", **what, at_ms=n, logged_ms=n, author="me", source="key")
            if kind == "note":
                _insert(store, "note_text", entry=f"entry {n}", text="words")
        case "membership":
            _insert(store, "membership", subgroup=group, person=person, seat=n, from_ms=n, to_ms=n + 1)
        case "alias":
            _insert(store, "alias", person=person, name=f"called {n}")
        case "withdrawal":
            _insert(store, "withdrawal", person=person, course="c", at_ms=1, reason=names, author="me")
        case "delivery":
            what = {"id": f"d{n}", "person": person, "course": "c", "task": "t", "source": "s"}
            _insert(store, "delivery", **what, logged_ms=1)
        case "decision":
            _insert(store, "decision", id=f"decision {n}", kind="held", **badge)
            _insert(store, "decision_text", decision=f"decision {n}", text="why")
        case "issuance":
            kept = {"issuer": "i", "action": "issued", "rule": "", "verdict": "", "batch": f"batch {n}"}
            _insert(store, "issuance", id=f"i{n}", **kept, **badge)
            _insert(store, "issuance_address", issuance=f"i{n}", email="a@example.org", name="A")


def union(*stores: Store) -> Store:
    """All of these in a store of its own, one after the other."""
    together = empty()
    for store in stores:
        with writing(together):
            unite(together.connection, Copy(Path(), store))
    rebuild_all(together)
    return together


def keys(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Which rows there are, whatever stands in those that can be changed; entries and the like wholly."""
    whole = content(store)
    wanted = [table for table in TABLES if table.name != "alias"]
    return {
        table.name: whole[table.name]
        if table.append_only or table.beside
        else sorted(store.rows(f"SELECT {', '.join(table.key)} FROM {table.name}"), key=repr)
        for table in wanted
    }


@settings(max_examples=20)
@given(first=parts, second=parts)
def test_the_order_of_two_files_does_not_matter(first: Part, second: Part) -> None:
    a, b = holding(first), holding(second)
    ab, ba = union(a, b), union(b, a)
    assert content(ab) == content(ba) == content(holding(first | second))
    assert conclusions(ab) == conclusions(ba)


@settings(max_examples=12)
@given(first=parts, second=parts, third=parts)
def test_how_files_are_put_together_does_not_matter(first: Part, second: Part, third: Part) -> None:
    a, b, c_ = holding(first), holding(second), holding(third)
    assert content(union(union(a, b), c_)) == content(union(a, union(b, c_))) == content(union(c_, b, a))


@settings(max_examples=12)
@given(first=parts, second=parts)
def test_a_file_twice_is_a_file_once(first: Part, second: Part) -> None:
    a, b = holding(first), holding(second)
    once = union(a, b)
    assert content(union(a, b, a, b, b)) == content(once) == content(union(once, once))
    with writing(once):
        again = unite(once.connection, Copy(Path(), a))
    assert not any(again.new.values())
    assert not again.differences


@settings(max_examples=12)
@given(first=parts, second=parts)
def test_where_two_files_differ_nothing_is_lost_and_the_first_one_stays(first: Part, second: Part) -> None:
    a, b = holding(first, "ours "), holding(second, "theirs ")
    ab, ba = union(a, b), union(b, a)
    assert keys(ab) == keys(ba)
    for table in ("person", "subgroup", "session"):
        assert {*content(a)[table]} <= {*content(ab)[table]}
    assert conclusions(ab) == conclusions(ba)


def test_who_was_erased_here_stays_erased_whatever_a_colleague_wrote_since(
    store: Store, tmp_path: Path
) -> None:
    told = an_evening(store)
    theirs = copy_to(store, tmp_path / "colleague.db")
    with Store.open(theirs) as other:
        recorder = Recorder(
            other.journal(told.id), SetClock(ms(5_000)), Random(5).getrandbits, told.id, "them"
        )
        recorder.do(c.AddNote("canary-note about her", told.amina))
    who = Identities(store).of(told.amina)
    erase(store, who, None, ms(6_000), Names(()))
    merged = merge(store, [theirs], NOW)
    assert (merged.new["entry"], merged.erased_again) == (1, True)
    assert People(store).get(told.amina).name == ERASED
    assert not any(b"canary" in file.read_bytes() for file in tmp_path.glob(f"{store.path.name}*"))
