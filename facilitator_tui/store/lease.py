"""Who is recording a session right now: a lock file beside the store, which the system lets go of by itself.

Two programs may write to one session (the journal is a union), but only the first knows whether recording was
interrupted; the second must not write that down. A lock of the operating system tells them apart: unlike a
process number in a file it cannot be left behind by a crash.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec


class Holder(msgspec.Struct, frozen=True):
    """The program that records the session, since when (milliseconds since 1970)."""

    pid: int
    since_ms: int


class Lease:
    """Held as long as this object is open; ``other`` says who has it when it is not ours."""

    def __init__(self, store: Path, session: str, now_ms: int) -> None:
        self._path = store.with_name(f"{store.name}.{session}.live")
        self.other: Holder | None = None
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if _locked(self._file):
            os.truncate(self._file, 0)
            os.write(self._file, msgspec.json.encode(Holder(os.getpid(), now_ms)))
            return
        try:
            self.other = msgspec.json.decode(os.read(self._file, 200), type=Holder)
        except msgspec.DecodeError:
            self.other = Holder(0, now_ms)

    def close(self) -> None:
        if self.other is None:
            self._path.unlink(missing_ok=True)
        os.close(self._file)


def _locked(file: int) -> bool:
    """Take the lock without waiting; false when somebody else has it. Where there are no locks, it is ours."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
