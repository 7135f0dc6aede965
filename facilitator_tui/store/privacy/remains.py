"""What is left of erased words outside the tables: free places of the file, what waits beside it, copies.

While somebody is recording nothing may be erased. What is erased is in ``erasing``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from facilitator_tui.atomic import write_whole
from facilitator_tui.store import sqlite
from facilitator_tui.store.errors import StoreProblem, why
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import reading
from facilitator_tui.store.keeping.leases import recorded_now
from facilitator_tui.store.privacy.identity import Names, outbox_lines, waiting_line


def refuse_while_recording(path: Path) -> None:
    """Raises ``StoreProblem`` while a session of this store is being recorded."""
    if recorded_now(path):
        raise StoreProblem(
            "A session is being recorded just now, so nothing was erased. End it and close the program there, then do "
            "this again."
        )


def write_anew(store: Store) -> None:
    """Write the whole file anew and empty the file beside it, so that nothing erased is left in either.

    ``secure_delete`` overwrites what is deleted from now on; this also reaches what was deleted before, without it.
    Raises ``StoreProblem`` when another program holds the file.
    """
    try:
        store.connection.execute(f"PRAGMA busy_timeout = {sqlite.OPENING_MS:d}")
        store.connection.execute("VACUUM")
        busy = store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        sqlite.hurry(store.connection)
    except store.errors as error:
        raise StoreProblem(_unfinished(store.path, why(error, store.path))) from error
    if busy:
        raise StoreProblem(_unfinished(store.path, "Another program is reading it."))


def _unfinished(path: Path, reason: str) -> str:
    return (
        f"It was erased, but {path} could not be written anew, so remains may still be in the file or in the one "
        f"beside it: {reason} Close the other programs, see that the disk has room, and do the same again."
    )


@contextmanager
def copy_opened(path: Path, store: Store, *, read_only: bool = False) -> Iterator[Store]:
    """A backup of the store, open. Afterwards it is one file again, complete in itself. Raises ``StoreProblem``.

    A backup of an older version is brought up to date, unless it is opened for reading alone, which is refused then.
    """
    if not path.is_file():
        raise StoreProblem(f"There is no backup {path}.")
    if path.samefile(store.path):
        raise StoreProblem(f"{path} is the store itself, not a backup of it.")
    _refuse_other_kinds(path)
    with Store.open(path, read_only=read_only) as copy:
        yield copy
        if not copy.read_only:
            with reading(copy):
                copy.connection.execute("PRAGMA journal_mode = DELETE")


def _refuse_other_kinds(path: Path) -> None:
    """Opening a file to write to it would make a store of it."""
    errors = sqlite.driver().Error
    try:
        connection = sqlite.connect(path, read_only=True)
        try:
            [found] = connection.execute(
                "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('entry', 'person', 'session')"
            ).fetchone()
        finally:
            connection.close()
    except errors as error:
        raise StoreProblem(why(error, path)) from error
    if found != 3:
        raise StoreProblem(f"{path} is no store of this program and was left alone.")


def waiting_words(folder: Path, ids: Collection[str], names: Names, *, notes_too: bool) -> int:
    """How many lines of the outbox say something about the person."""
    return sum(count for _, count, _ in _cleaned(folder, ids, names, notes_too))


def erase_waiting_words(folder: Path, ids: Collection[str], names: Names, *, notes_too: bool) -> int:
    """Take the words from these lines; gives how many. What happened stays, without them.

    Lines that nobody can read any more go as a whole where they name the person. Raises ``StoreProblem``.
    """
    total = 0
    for path, count, lines in _cleaned(folder, ids, names, notes_too):
        total += count
        if count:
            try:
                write_whole(path, b"".join(line + b"\n" for line in lines))
            except OSError as error:
                raise StoreProblem(
                    f"{path} still holds words about the person: it cannot be written ({error.strerror}). Make it "
                    "writable and do the same again."
                ) from error
    return total


def _cleaned(
    folder: Path, ids: Collection[str], names: Names, notes_too: bool
) -> Iterator[tuple[Path, int, list[bytes]]]:
    for path, lines in outbox_lines(folder):
        kept = [_cleaned_line(line, ids, names, notes_too) for line in lines if line.strip()]
        changed = sum(
            new != old for new, old in zip(kept, (line for line in lines if line.strip()), strict=True)
        )
        yield path, changed, [line for line in kept if line is not None]


def _cleaned_line(line: bytes, ids: Collection[str], names: Names, notes_too: bool) -> bytes | None:
    """The line without words about the person; None when it has to go as a whole."""
    about = any(id_.encode() in line for id_ in ids)
    found = waiting_line(line)
    if found is None:
        return None if about or names.stands_in(line.decode(errors="replace")) else line
    text = found.get("text", "")
    if text and (about or (notes_too and names.stands_in(str(text)))):
        return msgspec.json.encode({**found, "text": ""})
    return line
