"""A second place for entries that the store would not take: a file of JSON lines until it does.

When the disk with the store is full or gone, what was recorded is appended here, elsewhere; when the session is
opened again it is drained into the journal. The entries' own ids make that safe to repeat.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from facilitator_tui.atomic import sync_folder
from facilitator_tui.dialogue.entries import VERSION, Entry, UnknownEntry, decode, encode
from facilitator_tui.dialogue.journal import Journal, NotWritten


class OutboxProblem(Exception):
    """The outbox could not be written or read. The message says why and what to do."""


class _Line(msgspec.Struct, frozen=True):
    """One entry, with the words of a note where it is one."""

    id: str
    session: str
    kind: str
    v: int
    at_ms: int
    logged_ms: int
    author: str
    source: str
    payload: msgspec.Raw
    text: str = ""


class SpillingJournal:
    """A journal that keeps in an outbox what the store refuses, and clears the outbox when the store has it all.

    Implements ``dialogue.journal.Journal``; a refusal still is ``NotWritten``, with the place added.
    """

    def __init__(self, journal: Journal, path: Path) -> None:
        self._journal, self._path = journal, path
        self._spilled: set[str] = set()

    def take_in(self) -> str:
        """Bring what an earlier run left in the outbox into the journal; gives a sentence if there was something."""
        try:
            brought = drain(self._path, self._journal)
        except (OutboxProblem, NotWritten) as problem:
            return str(problem)
        return f"{brought} entries that had waited in {self._path} are in the store now." if brought else ""

    def append(self, entries: Sequence[Entry], texts: Mapping[str, str]) -> None:
        try:
            self._journal.append(entries, texts)
        except NotWritten as error:
            raise NotWritten(f"{error} {self._spill(entries, texts)}") from error
        if self._spilled:
            self._spilled.difference_update(entry.id for entry in entries)
            if not self._spilled:
                self._path.unlink(missing_ok=True)

    def _spill(self, entries: Sequence[Entry], texts: Mapping[str, str]) -> str:
        fresh = [entry for entry in entries if entry.id not in self._spilled]
        try:
            if fresh:
                spill(self._path, fresh, texts)
        except OutboxProblem as problem:
            return str(problem)
        self._spilled.update(entry.id for entry in fresh)
        return f"Meanwhile it is kept in {self._path}."

    def read(self) -> list[Entry]:
        return self._journal.read()

    def fresh(self) -> list[Entry]:
        return self._journal.fresh()


def outbox_path(folder: Path, session: str) -> Path:
    """Where the outbox of a session lies, below ``folder`` (better not on the disk of the store)."""
    return folder / "outbox" / f"{session}.jsonl"


def spill(path: Path, entries: Sequence[Entry], texts: Mapping[str, str]) -> None:
    """Append the entries to the outbox; when this returns they are on disk. Raises ``OutboxProblem``.

    Spill what waits once: a second time would write it twice, which costs space and nothing else.
    """
    lines = b"".join(_encoded(entry, texts.get(entry.id, "")) for entry in entries)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = not path.exists()
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "r+b", buffering=0) as file:
            # A line cut off by a crash must not swallow the one that comes after it.
            file.write((b"\n" if _is_cut_off(file.fileno()) else b"") + lines)
            os.fsync(file.fileno())
        if new:
            sync_folder(path.parent)
    except OSError as error:
        raise OutboxProblem(f"{path} cannot be written either: {error.strerror or error}.") from error


def drain(path: Path, journal: Journal) -> int:
    """Put what lies in the outbox into the journal and remove it; gives how many entries it held.

    Lines that cannot be read are kept beside it in a file ending in ".unread". Raises ``NotWritten`` when the
    journal still refuses, and ``OutboxProblem`` when the outbox cannot be read; it stays as it is then.
    """
    try:
        if not path.exists():
            return 0
        content = path.read_bytes()
    except OSError as error:
        raise OutboxProblem(f"{path} cannot be read: {error.strerror or error}.") from error
    entries, texts, unread = _decoded(content.splitlines())
    if entries:
        journal.append(list(entries.values()), texts)
    try:
        if unread:
            with path.with_suffix(".unread").open("ab") as file:
                file.write(b"\n".join(unread) + b"\n")
        path.unlink()
    except OSError as error:
        raise OutboxProblem(
            f"{path} was taken in but cannot be removed: {error.strerror or error}."
        ) from error
    return len(entries)


def _encoded(entry: Entry, text: str) -> bytes:
    line = _Line(
        entry.id,
        entry.session,
        entry.kind,
        VERSION[entry.kind],
        entry.at_ms,
        entry.logged_ms,
        entry.author,
        entry.source,
        msgspec.Raw(encode(entry.fact).encode()),
        text,
    )
    return msgspec.json.encode(line) + b"\n"


def _is_cut_off(descriptor: int) -> bool:
    size = os.lseek(descriptor, 0, os.SEEK_END)
    if not size:
        return False
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1) != b"\n"


def _decoded(lines: Iterable[bytes]) -> tuple[dict[str, Entry], dict[str, str], list[bytes]]:
    entries: dict[str, Entry] = {}
    texts: dict[str, str] = {}
    unread: list[bytes] = []
    for line in lines:
        if not line.strip():
            continue
        try:
            x = msgspec.json.decode(line, type=_Line)
            fact = decode(x.kind, x.v, bytes(x.payload))
        except (msgspec.DecodeError, UnknownEntry):
            unread.append(line)
            continue
        entries[x.id] = Entry(x.id, x.session, x.at_ms, x.logged_ms, x.author, x.source, fact)
        if x.text:
            texts[x.id] = x.text
    return entries, texts, unread
