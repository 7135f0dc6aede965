"""What can go wrong with the file, as sentences for the person who can act."""

from __future__ import annotations

from pathlib import Path


class StoreProblem(Exception):
    """The facilitator's file cannot be used as asked. The message says why and what to do."""


class OlderStore(StoreProblem):
    """The file is of an older version and was to be opened for reading only, which would leave it as it is."""


_SENTENCES = {
    "SQLITE_BUSY": "Another program holds the file. Close it there; saving goes on by itself. ({path})",
    "SQLITE_LOCKED": "Another program holds the file. Close it there; saving goes on by itself. ({path})",
    "SQLITE_FULL": "The disk is full. Delete something large; saving goes on by itself.",
    "SQLITE_READONLY": "The file may not be written. Make it and its folder writable for you. ({path})",
    "SQLITE_CANTOPEN": "The file {path} cannot be opened. Check that its folder exists and is yours.",
    "SQLITE_IOERR": "The disk refused to write. Check the disk; saving is tried again every second. ({path})",
    "SQLITE_CORRUPT": "The file {path} is damaged. Do not write to it; restore the newest backup.",
    "SQLITE_NOTADB": "The file {path} is not a store of this program. Choose another file with --db.",
}


def why(error: Exception, path: Path) -> str:
    """The sentence for an error of SQLite."""
    name = getattr(error, "sqlite_errorname", "") or ""
    for prefix, sentence in _SENTENCES.items():
        if name.startswith(prefix):
            return sentence.format(path=path)
    return f"The file {path} could not be used: {error}."
