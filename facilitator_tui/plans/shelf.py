"""Where the shipped courses are, and readings of courses that are kept so that a start does not read them again.

A kept reading is found by a fingerprint of everything it came from: the texts, and the files of this room. Whoever
keeps them gives the folder; a reading that is missing, old or damaged is made anew from the texts.
"""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path

import msgspec

from facilitator_tui.plans.readings import COURSE_FILE, CourseReading

_LARGEST = 1024 * 1024


def shipped_courses() -> Path:
    """The folder of the courses that come with the program: package data, or the checkout's own."""
    package = Path(__file__).parent.parent
    inside = package / "session_plans"
    return inside if inside.is_dir() else package.parent / "session_plans"


def read_courses(folder: Path, kept: Path | None = None) -> tuple[CourseReading, ...]:
    """Every course in ``folder``, by the names of their folders; quickly where a reading was kept in ``kept``.

    Never raises for what the files say; where ``kept`` cannot be written, nothing is kept.
    """
    try:
        courses = sorted(each for each in folder.iterdir() if (each / COURSE_FILE).is_file())
    except OSError:
        return ()
    return tuple(_reading(each, kept) for each in courses)


def _reading(course: Path, kept: Path | None) -> CourseReading:
    place = None if kept is None else kept / f"{course.name}-{_fingerprint(course)}.json"
    if place is not None and (found := _kept_reading(place)) is not None:
        return found
    from facilitator_tui.plans.reader import read_course

    reading = read_course(course)
    if place is not None:
        _keep(place, course.name, reading)
    return reading


def _kept_reading(place: Path) -> CourseReading | None:
    try:
        return msgspec.json.decode(place.read_bytes(), type=CourseReading)
    except (OSError, msgspec.DecodeError):
        return None


def _keep(place: Path, name: str, reading: CourseReading) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        for old in place.parent.glob(f"{name}-*.json"):
            if len(old.name) == len(place.name):
                old.unlink(missing_ok=True)
        beside = place.with_suffix(f".{os.getpid()}")
        beside.write_bytes(msgspec.json.encode(reading))
        beside.replace(place)
    except OSError:  # a full or read-only disk costs a little time at the next start, nothing else
        return


def _fingerprint(course: Path) -> str:
    """Changes whenever a text of the course, a shared block or a file of this room does."""
    found = sha256(str(course).encode(errors="surrogateescape"))
    for source in sorted(Path(__file__).parent.glob("*.py")):
        status = source.stat()
        found.update(f"{source.name} {status.st_size} {status.st_mtime_ns}\n".encode())
    for folder in (course, course / "shared", course.parent / "shared"):
        for path in sorted(folder.glob("*")):
            found.update(path.name.encode(errors="surrogateescape") + b"\n" + _content(path) + b"\n")
    return found.hexdigest()[:24]


def _content(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return b"folder"
        if status.st_size > _LARGEST:  # refused by the reader whatever it says
            return str(status.st_size).encode()
        return sha256(path.read_bytes()).digest()
    except OSError as error:
        return type(error).__name__.encode()
