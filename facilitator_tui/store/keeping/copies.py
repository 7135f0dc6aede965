"""A file that came from elsewhere, as a store in memory: looked through before anything is taken out of it.

The file may be a store, a backup (also one of an older version) or a dump. It is only read, and nothing of it is
written to disk on the way. What is wrong with it is said in a sentence, all of it before a single row is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from facilitator_tui.store import schema, sqlite
from facilitator_tui.store.errors import StoreProblem, why
from facilitator_tui.store.file import Store
from facilitator_tui.store.keeping import checks

_SQLITE_HEAD = b"SQLite format 3\x00"
_DUMP_HEAD = b'{"format":"facil'


class Copy:
    """What a file holds, in memory and brought up to date. ``named`` is false for a dump without names."""

    def __init__(self, path: Path, store: Store, named: bool = True) -> None:
        self.path, self.store, self.named = path, store, named


@contextmanager
def copy_of(path: Path) -> Iterator[Copy]:
    """The file's content, checked. Raises ``StoreProblem`` for whatever keeps it from being used as a whole."""
    copy = _from_dump(path) if _head(path).startswith(b"{") else Copy(path, in_memory(path))
    try:
        bring_up_to_date(copy.store)
        for check in (checks.damage, checks.foreign, checks.unreadable):
            for problem in check(copy.store):
                raise StoreProblem(f"{path} cannot be used: {problem} Nothing was taken from it.")
        yield copy
    finally:
        copy.store.close()


def empty() -> Store:
    """A store in memory with all its tables and nothing in them."""
    store = Store(Path(":memory:"), _connection(), read_only=False)
    schema.migrate(store.tables())
    return store


def in_memory(path: Path) -> Store:
    """The store or backup at ``path`` as it is, in memory, not looked through. Raises ``StoreProblem``."""
    _check_kind(path)
    errors = sqlite.driver().Error
    memory = _connection()
    try:
        file = connect_to(path)
        try:
            # Reading first: where another program holds the file this fails, while the copying would wait for ever.
            file.execute("BEGIN")
            file.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            file.backup(memory)
        finally:
            file.close()
        version = memory.execute("PRAGMA user_version").fetchone()[0]
        ours = memory.execute("SELECT 1 FROM sqlite_schema WHERE name = 'entry'").fetchone()
    except errors as error:
        memory.close()
        raise StoreProblem(why(error, path)) from error
    problem = ""
    if version > schema.VERSION:
        problem = f"{path} was written by a newer version of the program. Update the program to use it."
    elif not version or not ours:
        problem = f"{path} is an SQLite file, but not a store of this program. Choose another file."
    if problem:
        memory.close()
        raise StoreProblem(problem)
    return Store(path, memory, read_only=False)


def twin(store: Store) -> Store:
    """What an open store holds, in memory. Raises the driver's ``Error``."""
    memory = _connection()
    store.connection.backup(memory)
    return Store(store.path, memory, read_only=False)


def _connection() -> sqlite.Connection:
    """A database in memory. It takes rows that refer to nothing, which ``checks`` then tells."""
    connection: sqlite.Connection = sqlite.driver().connect(
        ":memory:", isolation_level=None, check_same_thread=False
    )
    return connection


def connect_to(path: Path) -> sqlite.Connection:
    """A connection for reading, which leaves no trace beside the file unless some program has it open just now.

    Raises the driver's ``Error``.
    """
    in_use = any(path.with_name(path.name + end).exists() for end in ("-wal", "-journal"))
    connection: sqlite.Connection = sqlite.driver().connect(
        f"{path.resolve().as_uri()}?mode=ro{'' if in_use else '&immutable=1'}",
        uri=True,
        isolation_level=None,
        timeout=sqlite.OPENING_MS / 1000,
    )
    return connection


def bring_up_to_date(store: Store) -> None:
    """Migrate a copy in memory that came from an older version. Raises ``StoreProblem``."""
    version = store.rows("PRAGMA user_version")[0][0]
    try:
        if version < schema.VERSION:
            schema.migrate(store.tables())
    except store.errors as error:
        raise StoreProblem(why(error, store.path)) from error


def is_copy(path: Path) -> bool:
    """Whether the file looks like a store, a backup or a dump; it is not read through."""
    try:
        head = _head(path)
    except StoreProblem:
        return False
    return head == _SQLITE_HEAD or head.startswith(_DUMP_HEAD)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE_HEAD))
    except IsADirectoryError as error:
        raise StoreProblem(f"{path} is a folder; name a file in it.") from error
    except OSError as error:
        raise StoreProblem(f"{path} cannot be read: {error.strerror or error}.") from error


def _check_kind(path: Path) -> None:
    head = _head(path)
    if head != _SQLITE_HEAD:
        what = "is empty" if not head else "is neither a store or backup of this program nor a dump"
        raise StoreProblem(f"{path} {what}. Choose another file.")


def _from_dump(path: Path) -> Copy:
    from facilitator_tui.store.keeping.dump import load

    store = empty()
    try:
        named = load(path, store)
    except BaseException:
        store.close()
        raise
    return Copy(path, store, named)
