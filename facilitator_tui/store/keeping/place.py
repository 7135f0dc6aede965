"""Where the store lies and who may read it: its files, their folder, the disk below. The content is in ``health``."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from facilitator_tui.store import sqlite
from facilitator_tui.store.keeping.findings import Finding, hint, many, ok, problem
from facilitator_tui.store.keeping.leases import held, lease_files

LITTLE = 50_000_000
ROOMY = 500_000_000
"""Bytes free: below the first a session may run into a full disk, above the second nobody need think of it."""

LARGE_WAL = 64_000_000

_SYNCED = (
    "onedrive", "dropbox", "google drive", "googledrive", "my drive", "iclouddrive", "mobile documents",
    "cloudstorage", "nextcloud", "owncloud", "pcloud", "mega", "seafile", "syncthing", "box sync", "yandex.disk",
)  # fmt: skip
_AWAY = {
    "nfs",
    "nfs4",
    "cifs",
    "smb",
    "smb3",
    "smbfs",
    "afpfs",
    "9p",
    "fuse.sshfs",
    "fuse.rclone",
    "davfs",
    "fuse.gvfsd-fuse",
}


def look_at_place(path: Path, mounts: str = "", *, own_folder: bool = False) -> list[Finding]:
    """The findings about the files of the store and their folder.

    ``mounts`` is the system's list of mounts. With ``own_folder`` the folder is the program's, so that nobody else
    need look into it.
    """
    return [
        *_permissions(path, own_folder=own_folder),
        _synced(path, mounts),
        _space(path),
        *_write_ahead(path),
        _leases(path),
        _library(sqlite.driver().sqlite_version_info),
    ]


def system_mounts() -> str:
    """The list of what is mounted where; empty where the system has no such file."""
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def loose(path: Path, *, own_folder: bool) -> list[tuple[Path, int]]:
    """The files (and the folder, if it is the program's own) that others may look into, with the right mode."""
    if os.name != "posix":
        return []
    wanted = [(path.parent, 0o700)] if own_folder else []
    wanted += [(path.with_name(path.name + end), 0o600) for end in ("", "-wal", "-shm")]
    return [
        (each, mode)
        for each, mode in wanted
        if each.exists() and stat.S_IMODE(each.stat().st_mode) & ~mode & 0o077
    ]


def _permissions(path: Path, *, own_folder: bool) -> Iterator[Finding]:
    found = loose(path, own_folder=own_folder)
    if not found:
        yield ok("permissions", "The store is readable for your own account alone.")
    for each, mode in found:
        kind, level = ("folder", hint) if each.is_dir() else ("file", problem)
        yield level(
            "permissions",
            f"Other accounts of this computer may look into the {kind} {each}.",
            f"facilitator-tui doctor --fix, or: chmod {mode:o} “{each}”.",
        )


def _synced(path: Path, mounts: str) -> Finding:
    place = path.resolve()
    for part in place.parts[:-1]:
        if any(part.casefold().startswith(name) for name in _SYNCED):
            return problem(
                "folder",
                f"The store lies in “{part}”, which is copied to a cloud while it is written; that can damage it.",
                "Move it, while the program is closed, to a folder that is not synchronised, and name it with --db. "
                "Backups may lie in the cloud if your organisation allows it.",
            )
    kind = _mounted_as(place, mounts)
    if kind in _AWAY:
        return problem(
            "folder",
            f"The store lies on a drive of the network ({kind}), whose locks cannot be relied on.",
            "Move it, while the program is closed, to a disk of this computer, and name it with --db.",
        )
    return ok(
        "folder", f"The store lies in {path.parent}, which is neither a cloud folder nor a network drive."
    )


def _mounted_as(place: Path, mounts: str) -> str:
    """The kind of file system at that place: of the longest mount above it."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        where = Path(fields[1].replace("\\040", " "))
        if place.is_relative_to(where) and len(where.parts) >= best:
            best, kind = len(where.parts), fields[2]
    return kind


def _space(path: Path) -> Finding:
    nearest = next(each for each in (path, *path.resolve().parents) if each.exists())
    free = shutil.disk_usage(nearest).free
    said = f"{free / 1_000_000:,.0f} MB are free on the disk of the store."
    if free < LITTLE:
        return problem(
            "space", said, "Delete something large before the session; a full disk cannot take entries."
        )
    if free < ROOMY:
        return hint("space", said, "That suffices for a session; make room before backups and exports.")
    return ok("space", said)


def _write_ahead(path: Path) -> Iterator[Finding]:
    wal, journal = (path.with_name(path.name + end) for end in ("-wal", "-journal"))
    size = wal.stat().st_size if wal.exists() else 0
    if size and not path.exists():
        yield problem(
            "wal",
            f"{wal} is there, but the store it belongs to is not. It may hold what was recorded last.",
            f"Put the store back to {path}; do not delete either file.",
        )
    elif size > LARGE_WAL:
        yield hint(
            "wal",
            f"{size / 1_000_000:,.0f} MB wait in {wal.name} to be put into the store.",
            "Close every program that has the store open; then facilitator-tui doctor --fix.",
        )
    elif size:
        yield ok("wal", f"{wal.name} is there: part of the store, taken in by itself. Never delete it.")
    if journal.exists() and journal.stat().st_size:
        yield hint(
            "wal", f"{journal.name} was left by an interrupted program.", "facilitator-tui doctor --fix."
        )


def _leases(path: Path) -> Finding:
    files = lease_files(path)
    running = [session for session, file in files.items() if held(file)]
    if running:
        return ok("leases", f"{many(len(running), 'session is', 'sessions are')} being recorded just now.")
    if files:
        return hint(
            "leases",
            f"{many(len(files), 'lock file was', 'lock files were')} left behind by a crash; they hold up nothing.",
            "facilitator-tui doctor --fix.",
        )
    return ok("leases", "No session is being recorded just now.")


def _library(version: Iterable[int]) -> Finding:
    numbers = tuple(version)
    said = f"SQLite {'.'.join(map(str, numbers))}"
    if numbers >= sqlite.MENDED:
        return ok("sqlite", f"{said}, without the fault of WAL files that 3.51.3 mended.")
    return hint(
        "sqlite",
        f"{said} can damage a file that two programs use at once, so the store is locked for one program.",
        "Install the package pysqlite3 beside the program; it brings a newer SQLite.",
    )
