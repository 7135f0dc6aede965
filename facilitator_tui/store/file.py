"""The door of the store: opens the facilitator's file, keeps the one connection, hands out what lies in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facilitator_tui.store import schema, sqlite
from facilitator_tui.store.aside import Aside
from facilitator_tui.store.errors import OlderStore, StoreProblem, why
from facilitator_tui.store.journal import StoredJournal

if TYPE_CHECKING:
    from sqlite_utils import Database


class Store:
    """The facilitator's file, open. Use ``Store.open``; close it when done.

    ``read_only`` is set when it was asked for, or when a newer program wrote the file; ``notice`` then says so.
    A file of an older program cannot be opened for reading only: it must be brought up to date first.
    """

    def __init__(
        self, path: Path, connection: sqlite.Connection, *, read_only: bool, notice: str = ""
    ) -> None:
        self.path, self._connection = path, connection
        self.aside = Aside()
        self.read_only, self.notice = read_only, notice
        self.errors: tuple[type[Exception], ...] = (sqlite.driver().Error,)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Store:
        """Open the file, making or migrating it as needed. Raises ``StoreProblem``."""
        errors = sqlite.driver().Error
        old_mask = os.umask(0o077)  # the file, -wal and -shm: for their owner alone
        try:
            if not read_only:
                path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite.connect(path, read_only=read_only)
            try:
                store = cls._checked(path, connection, read_only)
                sqlite.hurry(connection)
                return store
            except BaseException:
                connection.close()
                raise
        except OSError as error:
            raise StoreProblem(f"The folder {path.parent} cannot be used: {error.strerror}.") from error
        except errors as error:
            raise StoreProblem(why(error, path)) from error
        finally:
            os.umask(old_mask)

    @classmethod
    def _checked(cls, path: Path, connection: sqlite.Connection, read_only: bool) -> Store:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > schema.VERSION:
            connection.execute("PRAGMA query_only = 1")
            notice = (
                f"{path} was written by a newer version of the program, so it is open for reading only. "
                "Update the program to write to it."
            )
            return cls(path, connection, read_only=True, notice=notice)
        store = cls(path, connection, read_only=read_only)
        if version < schema.VERSION:
            if not read_only:
                schema.migrate(store.tables())
            elif version == 0:
                raise StoreProblem(f"{path} holds no store of this program yet.")
            else:
                raise OlderStore(
                    f"{path} was written by an older version of the program and must be brought up to date before it "
                    "can be read. Open it once where it can be written to: facilitator-tui --db FILE."
                )
        return store

    @property
    def connection(self) -> sqlite.Connection:
        """The one connection, once nothing is being written aside."""
        self.aside.wait()
        return self._connection

    def close(self) -> None:
        self.aside.stop()
        self._connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def tables(self) -> Database:
        """The file through sqlite-utils, on the same connection; for everything but the path of a key."""
        from sqlite_utils import Database

        return Database(self.connection, execute_plugins=False)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One commit for everything inside; nothing of it happened if anything inside fails."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    def journal(self, session: str) -> StoredJournal:
        return StoredJournal(self, session)

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, parameters).fetchall()

    def data_version(self) -> int:
        """A number that changes when another program has written to the file."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def reopen_after(self, error: Exception) -> None:
        """After an I/O error the connection's view of the file is worth nothing: take a new one if possible."""
        if not (getattr(error, "sqlite_errorname", "") or "").startswith("SQLITE_IOERR"):
            return
        try:
            fresh = sqlite.connect(self.path, read_only=self.read_only)
            sqlite.hurry(fresh)
        except self.errors:
            return
        self._connection.close()
        self._connection = fresh
