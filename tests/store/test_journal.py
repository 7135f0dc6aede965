"""The journal in the facilitator's file: append-only, one durable commit a key, and what it does in bad weather."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.fold import fold
from facilitator_tui.dialogue.journal import NotWritten
from facilitator_tui.recorder import Done, NotSaved
from facilitator_tui.store import schema, sqlite
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from tests.dialogue.fakes import AMAL, BRUNO, SEATS, T0, entries

from .test_kill import ROOT
from .writer import SESSION, prepared, recorder_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return prepared(tmp_path / "facilitator.db")


@pytest.fixture
def opened(path: Path) -> Iterator[Store]:
    with Store.open(path) as store:
        yield store


FLOOR = e.Entry("an entry", SESSION, T0, T0, "me", "key", e.Floor(AMAL))
NOTE = e.Entry("a note", SESSION, T0, T0, "me", "key", e.Note(AMAL))


# --- append-only


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET payload = '{}'",
        "UPDATE entry SET at_ms = at_ms + 1 WHERE id = 'an entry'",
        "DELETE FROM entry",
        "DELETE FROM entry WHERE id = 'an entry'",
    ],
)
def test_nobody_changes_an_entry_not_even_with_sql(opened: Store, statement: str) -> None:
    opened.journal(SESSION).append([FLOOR], {})
    with pytest.raises(sqlite.driver().IntegrityError, match="append-only"):
        opened.connection.execute(statement)
    assert opened.journal(SESSION).read() == [FLOOR]


def test_an_entry_of_a_session_that_is_not_there_is_refused(opened: Store) -> None:
    stray = e.Entry("stray", "no session", T0, T0, "me", "key", e.Floor())
    with pytest.raises(NotWritten):
        opened.journal("no session").append([stray], {})


@given(st.lists(st.one_of([st.from_type(kind) for kind in e.KINDS.values()]), max_size=8))
def test_entries_come_back_as_they_went_in_and_in_order(facts: list[e.Fact]) -> None:
    with tempfile.TemporaryDirectory() as folder, Store.open(prepared(Path(folder) / "f.db")) as store:
        written = entries(*((second, fact) for second, fact in enumerate(facts)))
        store.journal(SESSION).append(written, {})
        assert store.journal(SESSION).read() == written


# --- durable, one commit a key


def test_every_promise_of_the_connection_is_switched_on(opened: Store) -> None:
    def pragma(name: str) -> object:
        return opened.rows(f"PRAGMA {name}")[0][0]

    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2
    assert pragma("foreign_keys") == 1
    assert pragma("secure_delete") == 1
    assert pragma("busy_timeout") == sqlite.BUSY_MS <= 1_000


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    heard: list[str] = []
    said: list[str] = []

    def hear(sql: str) -> None:
        if said[-1:] != [sql]:  # a statement that fires a trigger is told twice
            heard.append(sql.split()[0])
        said.append(sql)

    store.connection.set_trace_callback(hear)
    yield heard
    store.connection.set_trace_callback(None)


def test_nothing_replaces_an_entry(opened: Store) -> None:
    opened.journal(SESSION).append([FLOOR], {})
    opened.connection.execute(
        "REPLACE INTO entry SELECT seq, id, session, kind, v, 0, 0, 'somebody else', source, payload FROM entry"
    )
    assert opened.journal(SESSION).read() == [FLOOR]


def test_one_key_is_one_commit(opened: Store) -> None:
    with statements(opened) as heard:
        opened.journal(SESSION).append([FLOOR], {})
    assert heard == ["PRAGMA", "INSERT"], "outside a transaction one statement is one commit"


def test_a_note_and_its_words_are_one_commit(opened: Store) -> None:
    journal = opened.journal(SESSION)
    with statements(opened) as heard:
        journal.append([NOTE], {"a note": "a brave question"})
    assert heard == ["BEGIN", "INSERT", "INSERT", "COMMIT"]


def test_of_a_command_that_fails_halfway_nothing_is_kept(opened: Store) -> None:
    stray = e.Entry("stray", "no session", T0, T0, "me", "key", e.Floor())
    with pytest.raises(NotWritten):
        opened.journal(SESSION).append([FLOOR, stray], {})
    assert opened.journal(SESSION).read() == []
    assert not opened.connection.in_transaction


def test_what_is_appended_is_there_for_others_at_once(opened: Store, path: Path) -> None:
    with Store.open(path) as other:
        opened.journal(SESSION).append([FLOOR], {})
        assert other.journal(SESSION).read() == [FLOOR]


def test_writing_an_entry_again_changes_nothing(opened: Store) -> None:
    journal = opened.journal(SESSION)
    journal.append([NOTE], {"a note": "a brave question"})
    journal.append([NOTE, FLOOR], {"a note": "something else"})
    assert journal.read() == [NOTE, FLOOR]
    assert opened.rows("SELECT text FROM note_text") == [("a brave question",)]


def test_two_sessions_in_one_file_do_not_see_each_other(opened: Store) -> None:
    opened.connection.execute("INSERT INTO session (id, title, created_ms) VALUES ('another', '', 0)")
    opened.journal(SESSION).append([FLOOR], {})
    assert opened.journal("another").read() == []


def test_the_file_and_what_lies_beside_it_are_for_their_owner_alone(opened: Store, path: Path) -> None:
    opened.journal(SESSION).append([FLOOR], {})
    beside = [path, *path.parent.glob("facilitator.db-*")]
    assert len(beside) == 3
    assert {file.stat().st_mode & 0o777 for file in beside} == {0o600}


# --- bad weather


@contextmanager
def program(how: str, path: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Another program at work on the file; it ends with the test."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.store.writer", how, str(path), *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield process
    finally:
        process.kill()
        process.stdin.close()
        process.stdout.close()
        process.wait()


def heard_from(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    return process.stdout.readline().strip().split(maxsplit=2)


@pytest.mark.faults
def test_a_file_held_by_another_program_is_said_and_nothing_is_lost(path: Path) -> None:
    with Store.open(path) as store:
        recorder = recorder_of(store)
        recorder.do(c.Open(SEATS))
        with program("holding", path) as other:
            assert heard_from(other) == ["held"]
            outcome = recorder.do(c.GiveFloor(AMAL))
            assert isinstance(outcome, NotSaved)
            assert "Another program holds the file" in outcome.reason
            assert not recorder.retry()
            assert store.journal(SESSION).read(), "reading goes on"
        assert recorder.retry()
        assert fold(store.journal(SESSION).read()) == recorder.state


@pytest.mark.faults
def test_a_store_that_cannot_be_made_because_another_program_holds_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.db"
    monkeypatch.setattr(sqlite, "OPENING_MS", 300)
    with program("holding", path) as other:
        assert heard_from(other) == ["held"]
        with pytest.raises(StoreProblem, match="Another program holds the file"):
            Store.open(path)
    with Store.open(path) as store:
        assert store.rows("PRAGMA user_version") == [(schema.VERSION,)]


@pytest.mark.faults
@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
def test_a_full_disk_is_said_counted_and_made_up_for(path: Path) -> None:
    with program("full", path, str(150_000)) as writer:
        heard = [heard_from(writer)]
        while heard[-1][0] == "saved":
            heard.append(heard_from(writer))
        refusals = [heard[-1], *(heard_from(writer) for _ in range(4))]
        called_saved = int(heard[-2][1])
        assert [refusal[:2] for refusal in refusals] == [["refused", str(n)] for n in range(1, 6)]
        assert any(words in refusals[0][2] for words in ("disk is full", "disk refused"))
        with Store.open(path, read_only=True) as reader:
            assert len(reader.journal(SESSION).read()) >= called_saved
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
        assert heard_from(writer) == ["retried", "True", str(called_saved + 5)]
    with Store.open(path) as store:
        assert store.rows("PRAGMA quick_check") == [("ok",)]
        assert len(store.journal(SESSION).read()) == called_saved + 5


OPENS = """
import sys
from pathlib import Path
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
try:
    with Store.open(Path(sys.argv[1])) as store:
        print("opened", "read-only" if store.read_only else "writable", store.rows("PRAGMA user_version"))
except StoreProblem as problem:
    print(problem)
"""


def as_nobody(do: Callable[[], str]) -> str:
    """What this says when done by somebody whom the modes of files bind (root they do not)."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            os.write(writing, do().encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, encoding="utf-8") as said:
        return said.read()


def what_comes_of_opening_a_session(path: Path) -> str:
    try:
        with Store.open(path) as store:
            return repr(recorder_of(store).do(c.Open(SEATS)))
    except StoreProblem as problem:
        return str(problem)


@pytest.mark.faults
@pytest.mark.skipif(sys.platform == "win32", reason="modes of files mean little there")
@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o777), (0o444, 0o555), (0o666, 0o555)])
def test_a_file_or_folder_that_may_not_be_written_is_a_sentence(file: int, folder: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = prepared(Path(place) / "there" / "facilitator.db")
        Path(place).chmod(0o755)
        path.chmod(file)
        path.parent.chmod(folder)
        said = as_nobody(lambda: what_comes_of_opening_a_session(path))
        assert "Done" not in said
        assert str(path) in said
        assert "writ" in said


@pytest.mark.faults
def test_two_programs_that_make_the_file_at_the_same_time_both_get_it(tmp_path: Path) -> None:
    path = tmp_path / "facilitator.db"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", OPENS, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [process.communicate()[0].strip() for process in started]
    assert said == [f"opened writable [({schema.VERSION},)]"] * 2
    with Store.open(path) as store:
        assert store.rows("SELECT count(*) FROM _sqlite_migrations") == [(schema.VERSION,)]


# --- files of other programs


def test_a_file_of_a_newer_program_is_read_and_never_written(path: Path) -> None:
    with Store.open(path) as store:
        store.journal(SESSION).append([FLOOR], {})
        store.connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    before = path.read_bytes()
    with Store.open(path) as store:
        assert store.read_only
        assert "newer version" in store.notice
        assert "Update the program" in store.notice
        assert store.journal(SESSION).read() == [FLOOR]
        outcome = recorder_of(store).do(c.Open(SEATS))
        assert isinstance(outcome, NotSaved)
    assert path.read_bytes() == before


def test_an_entry_of_a_kind_we_do_not_know_is_refused_by_name_and_left_alone(opened: Store) -> None:
    opened.connection.execute(
        "INSERT INTO entry (id, session, kind, v, at_ms, logged_ms, author, source, payload) "
        "VALUES ('new', ?, 'telepathy', 1, 0, 0, 'me', 'key', '{}')",
        (SESSION,),
    )
    with pytest.raises(StoreProblem, match="telepathy"):
        opened.journal(SESSION).read()
    assert opened.rows("SELECT count(*) FROM entry") == [(1,)]


@pytest.mark.parametrize(
    "content", [b"not a database at all, but a letter of 80 characters " * 40, b"\0" * 5000]
)
def test_a_file_that_is_something_else_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    with pytest.raises(StoreProblem, match="not a store of this program"):
        Store.open(path)
    assert path.read_bytes() == content


def test_a_folder_in_place_of_the_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="cannot be opened"):
        Store.open(tmp_path)


def test_a_store_to_be_read_is_never_made(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem):
        Store.open(tmp_path / "nothing.db", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_entries_another_program_wrote_are_fresh_once(opened: Store, path: Path) -> None:
    journal = opened.journal(SESSION)
    journal.read()
    with Store.open(path) as other:
        other.journal(SESSION).append([FLOOR], {})
    assert journal.fresh() == [FLOOR]
    assert journal.fresh() == []


def test_recording_through_the_store_is_recording(opened: Store) -> None:
    recorder = recorder_of(opened)
    for command in (c.Open(SEATS), c.GiveFloor(AMAL), c.GiveFloor(BRUNO), c.AddNote("words"), c.Undo()):
        assert isinstance(recorder.do(command), Done)
    again = recorder_of(opened)
    assert again.state == recorder.state
    assert again.saved == recorder.saved == 5
