"""Which SQLite is used, and how a connection to the facilitator's file is made.

SQLite 3.7.0 to 3.51.2 can damage a file in WAL mode when two connections meet at a checkpoint
(https://sqlite.org/wal.html#walresetbug), and most Pythons bring such a version. So: the ``pysqlite3`` wheel,
which brings a mended SQLite (and which sqlite-utils picks up by itself), is used when it is there; else
Python's own if it is new enough; else Python's own with the file locked for one connection, which keeps the
bug away and costs reading the file from a second program meanwhile.
"""

from __future__ import annotations

import sqlite3
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

MENDED = (3, 51, 3)

BUSY_MS = 250
"""How long a key may wait for another program that holds the file."""

OPENING_MS = 5_000
"""How long opening may wait: another program may be making or migrating the file just now."""


def driver() -> Any:
    """The module to use in place of ``sqlite3``; its exceptions are its own."""
    try:
        return import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3


if TYPE_CHECKING:
    Connection = sqlite3.Connection


def _to_wal(connection: Connection, busy: type[Exception]) -> None:
    """Switch to WAL; of two programs that make the file at once SQLite tells one to come again, without waiting."""
    until = time.monotonic() + OPENING_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except busy as error:
            if time.monotonic() > until or getattr(error, "sqlite_errorname", "") != "SQLITE_BUSY":
                raise
            time.sleep(0.02)


def hurry(connection: Connection) -> None:
    """From now on wait for another program only as long as a key may."""
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS:d}")


def connect(path: Path, *, read_only: bool = False) -> Connection:
    """A connection in autocommit mode with every promise switched on.

    WAL and ``synchronous=FULL``: a commit survives a crash and a power cut. ``fullfsync`` makes macOS ask the
    medium itself. Raises the driver's ``Error``.
    """
    sqlite = driver()
    mode = "ro" if read_only else "rwc"
    connection: Connection = sqlite.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=OPENING_MS / 1000,
        check_same_thread=False,  # two threads use it, one at a time: see store.aside
    )
    try:
        if read_only:
            connection.execute("PRAGMA query_only = 1")
        else:
            if sqlite.sqlite_version_info < MENDED:
                connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            _to_wal(connection, sqlite.OperationalError)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA fullfsync = 1")
            connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
    except sqlite.Error:
        connection.close()
        raise
    return connection
