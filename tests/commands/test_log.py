"""The program ``log`` as a process: what it has said "ok" to is on disk, whatever happens to it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import IO

import pytest

from facilitator_tui.commands.log import LONGEST_LINE
from facilitator_tui.store.derived import rebuild
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import Sessions
from tests.commands.conftest import Run
from tests.store.stories import Told, an_evening


class Program:
    """``facilitator-tui log`` in a process of its own: ``tell`` writes a line, ``hear`` reads one."""

    def __init__(self, db: Path, *words: str, before: Callable[[], None] | None = None) -> None:
        # A test run that was started in the background hands down that an interrupt is to be ignored.
        heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
        front = f"{heard}; from facilitator_tui.cli import main; main()"
        command = [sys.executable, "-c", front, "log", "--db", str(db), *words]
        self.process = Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, preexec_fn=before)

    @property
    def _in(self) -> IO[bytes]:
        assert self.process.stdin is not None
        return self.process.stdin

    @property
    def _out(self) -> IO[bytes]:
        assert self.process.stdout is not None
        return self.process.stdout

    def tell(self, line: str) -> None:
        self._in.write(f"{line}\n".encode())
        self._in.flush()

    def hear(self) -> str:
        return self._out.readline().decode().rstrip("\n")

    def end(self) -> tuple[int, list[str]]:
        """Close the input; gives the exit code and what was still said."""
        self._in.close()
        rest = self._out.read().decode().splitlines()
        return self.process.wait(), rest


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "facilitator.db"


@pytest.fixture
def start(db: Path) -> Iterator[Callable[..., Program]]:
    started: list[Program] = []

    def begin(*words: str, before: Callable[[], None] | None = None) -> Program:
        started.append(Program(db, *words, before=before))
        return started[-1]

    yield begin
    for program in started:
        program.process.kill()
        program.process.wait()
        for stream in (program.process.stdin, program.process.stdout):
            if stream is not None:
                stream.close()


def saved(db: Path) -> list[str]:
    with Store.open(db, read_only=True) as store:
        return [entry for (entry,) in store.rows("SELECT id FROM entry ORDER BY seq")]


def entry_of(line: str) -> str:
    first, entry, *_ = line.split()
    assert first == "ok"
    return entry


def test_each_answer_comes_at_once_and_is_saved_by_then(start: Callable[..., Program], db: Path) -> None:
    program = start()
    for number, line in enumerate(["open", "join 3", "floor 3", "quiet"], start=1):
        program.tell(line)
        entry = entry_of(program.hear())
        assert saved(db)[number - 1 :] == [entry]
    assert program.end() == (0, [])


def test_killed_at_any_moment_it_has_kept_what_it_said(start: Callable[..., Program], db: Path) -> None:
    program = start()
    heard: list[str] = []
    program.tell("open")
    heard.append(entry_of(program.hear()))
    for number in range(200):
        program.tell(f"floor {number % 10 + 1}")
        if number >= 20:  # twenty lines are always on their way
            heard.append(entry_of(program.hear()))
    program.process.kill()
    program.process.wait()
    assert set(heard) <= set(saved(db))


def test_a_session_goes_on_after_a_kill(start: Callable[..., Program], db: Path) -> None:
    program = start()
    program.tell("floor 3")
    program.hear(), program.hear()
    program.process.kill()
    program.process.wait()
    again = start("1")
    assert again.hear().endswith("recording goes on")
    again.tell("floor 4")
    assert again.hear().endswith("Seat 4 has the floor")
    assert again.end() == (0, [])


def test_while_another_program_holds_the_file_ok_waits(start: Callable[..., Program], db: Path) -> None:
    program = start()
    program.tell("open")
    program.hear()
    with Store.open(db) as other:
        with other.transaction():
            program.tell("floor 3")
            assert program.hear().startswith("no not saved yet: Another program holds the file")
        # Nobody says anything now: it is tried again all the same.
        assert program.hear().endswith("Seat 3 has the floor")
    assert program.end() == (0, [])


def test_input_that_ends_while_nothing_can_be_saved(start: Callable[..., Program], db: Path) -> None:
    program = start()
    program.tell("open")
    program.hear()
    with Store.open(db) as other:
        with other.transaction():
            program.tell("note 3 do not lose this")
            assert program.hear().startswith("no not saved yet")
            assert program.end() == (3, [])
        assert len(saved(db)) == 1
    with Store.open(db) as store:
        session = Sessions(store).find("1").id
    again = start("1")
    assert again.hear().endswith("recording goes on")
    assert again.end() == (0, [])
    with Store.open(db) as store:
        assert list(Sessions(store).note_texts(session).values()) == ["do not lose this"]


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are a POSIX thing")
def test_a_full_disk_loses_nothing_that_was_said(start: Callable[..., Program], db: Path) -> None:
    def at_most_300_kilobytes() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    program = start(before=at_most_300_kilobytes)
    heard = []
    program.tell("open")
    heard.append(program.hear())
    for number in range(80):
        program.tell(f"note 0 {number} {'x' * 900}")
        heard.append(program.hear())
    code, rest = program.end()
    refused = [line for line in heard if line.startswith("no not saved yet")]
    said = [entry_of(line) for line in heard + rest if line.startswith("ok")]
    assert code == 3
    assert refused
    assert said == saved(db)
    again = start("1")
    assert again.hear().endswith("recording goes on")
    assert again.end() == (0, [])
    with Store.open(db) as store:
        texts = Sessions(store).note_texts(Sessions(store).find("1").id).values()
    assert sorted(int(text.split()[0]) for text in texts) == list(range(80))


def test_a_reader_that_goes_away_ends_it_quietly(start: Callable[..., Program], db: Path) -> None:
    program = start()
    program.tell("open")
    program.hear()
    assert program.process.stdout is not None
    program.process.stdout.close()
    program.tell("floor 3")
    assert program.process.wait() != 0
    assert len(saved(db)) == 2


def test_an_interrupt_ends_it_and_keeps_everything(start: Callable[..., Program], db: Path) -> None:
    program = start()
    program.tell("open")
    entry = entry_of(program.hear())
    program.process.send_signal(signal.SIGINT)
    assert program.process.wait(30) == 3
    assert saved(db) == [entry]


# --- without a process of its own


def test_a_place_where_no_file_can_be_is_told(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.write_text("no folder")
    result = run("log", "--db", folder / "x.db", stdin="open\n")
    assert (result.exit_code, result.stdout) == (3, "")
    assert str(folder) in result.stderr


def test_a_file_of_another_kind_is_left_alone(run: Run, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Amina,\n" * 100)
    result = run("log", "--db", letter, stdin="open\n")
    assert result.exit_code == 3
    assert "is not a store of this program" in result.stderr
    assert letter.read_text().startswith("Dear Amina")


def test_input_may_hold_anything(run: Run, store: Store) -> None:
    stdin = (
        b"\xef\xbb\xbfopen\r\n\xff\xfe\x00\nname 3 Am\x00ina\n"
        + b"note 3 "
        + b"y" * 2 * LONGEST_LINE
        + b"\nfloor 3"
    )
    result = run("log", stdin=stdin)
    first, unknown, named, long, floor = result.stdout.splitlines()
    assert first.endswith("the session began")
    assert unknown.startswith("no There is no command")
    assert named.endswith("seat 3 is Amina")
    assert long == f"no The line is longer than {LONGEST_LINE} bytes; nothing was written."
    assert floor.endswith("Amina has the floor")
    assert result.exit_code == 0


def test_quit_ends_it_and_leaves_the_session_open(run: Run, store: Store) -> None:
    result = run("log", stdin="open\nQUIT\nfloor 3\n")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)
    assert Sessions(store).find("1").running


def test_a_closed_session_has_its_tables_for_sql(run: Run, store: Store) -> None:
    run("log", stdin="open\nfloor 3\nquiet\nclose\n")
    session = Sessions(store).find("1").id
    before = store.rows("SELECT * FROM session_summary")
    rebuild(store, session)
    assert before == store.rows("SELECT * FROM session_summary")
    assert len(before) == 1


def test_a_session_by_a_plan_shows_its_blocks(run: Run, store: Store) -> None:
    told = Told(store)
    result = run("log", told.id[:13], stdin="next\nnext\n")
    resumed, first, second = result.stdout.splitlines()
    assert resumed.endswith("recording goes on")
    assert first.endswith("block 1 begins: Check-in")
    assert second.endswith("block 2 begins: Dialogue")


def test_a_session_that_is_not_there_is_told(run: Run, store: Store) -> None:
    result = run("log", "nosuch", stdin="open\n")
    assert result.exit_code == 3
    assert "There is no session “nosuch”" in result.stderr


def test_a_subgroup_sits_down_with_its_names(run: Run, store: Store) -> None:
    people = People(store)
    group = people.add_subgroup("Group 3", "", "UTC", 0)
    people.join(group, people.add("زينب", 0), "participant", 4, 0)
    session = Sessions(store).create("Evening", 5, subgroup=group)
    result = run("log", session, stdin="open\nfloor 4\nf\n")
    assert [line.split(" ", 2)[2] for line in result.stdout.splitlines()] == [
        "the session began",
        "زينب has the floor",
        "Facilitator has the floor",
    ]


def test_a_store_of_a_newer_program_is_only_read(run: Run, store: Store) -> None:
    an_evening(store)
    store.connection.execute("PRAGMA user_version = 99")
    result = run("log", stdin="open\n")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "Update the program" in result.stderr
    assert run("report", 1).stdout.startswith("# Who belongs?")
