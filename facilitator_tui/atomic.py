"""Writing a file so that it is either there whole or not there: temporary file, fsync, rename.

What goes into the file, and what its name may be, is decided by the caller.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a new, empty file beside ``path``, for its owner alone (0600), that becomes ``path`` in the end.

    A file that was there before stays as it was until the new one is complete and on disk. Raises ``OSError``;
    whatever goes wrong inside, no temporary file is left behind.
    """
    temporary = path.with_name(f".{path.name[:100]}.{os.urandom(6).hex()}.part")
    os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield temporary
        _sync(temporary)
        temporary.replace(path)
        sync_folder(path.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_whole(path: Path, content: bytes) -> None:
    """Put ``content`` into ``path``, all of it or nothing. Raises ``OSError``."""
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def _sync(path: Path) -> None:
    # Windows only syncs what is open for writing.
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make a new name in the folder durable, where the system can (Windows does it by itself)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
