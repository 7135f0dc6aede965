"""Which sessions are being recorded right now, and which lock files a crash left behind.

Locks are taken and let go in ``store.lease``; here somebody only looks.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def lease_files(store: Path) -> dict[str, Path]:
    """The lock files beside the store, by the id of their session."""
    try:
        found = sorted(each for each in store.parent.iterdir() if _session(store, each))
    except OSError:
        return {}
    return {_session(store, path): path for path in found}


def recorded_now(store: Path) -> list[str]:
    """The ids of the sessions that some program is recording into this store."""
    return [session for session, path in lease_files(store).items() if held(path)]


def held(path: Path) -> bool:
    """Whether some program holds this lock. On Windows, where there is none: whether some program has the file open."""
    if sys.platform == "win32":
        try:
            path.rename(path)  # refused while somebody has it open
        except OSError:
            return path.exists()
        return False
    import fcntl

    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return False


def _session(store: Path, path: Path) -> str:
    """The session of a lock file of this store; empty for every other file."""
    head = f"{store.name}."
    if not (path.name.startswith(head) and path.suffix == ".live"):
        return ""
    return path.name.removeprefix(head).removesuffix(".live")
