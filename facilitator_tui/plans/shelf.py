"""Where the shipped courses are, and readings of courses that are kept so that a start does not read them again.

A kept reading is found by a fingerprint of everything it came from: the texts, and the files of this room. One that
is missing, old or damaged is made anew from the texts. Only readings without a problem are kept: they hold no path,
so that they can be made when the program is built and carried to another machine.
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
    """Every course in ``folder``, by the names of their folders; quickly where its reading was kept.

    Readings are looked for in ``kept``, where new ones are written too, and among those that came with the program.
    Never raises for what the files say; where ``kept`` cannot be written, nothing is kept.
    """
    try:
        courses = sorted(each for each in folder.iterdir() if (each / COURSE_FILE).is_file())
    except OSError:
        return ()
    room = _room()
    return tuple(_reading(each, kept, room) for each in courses)


def built_readings() -> Path:
    """Where readings lie that were made when the program was built; the folder need not be there."""
    return Path(__file__).parent.parent / "session_plans_read"


def make_readings() -> None:
    """Keep readings of the shipped courses with the program: run when it is built (``hatch_build.py``)."""
    read_courses(shipped_courses(), built_readings())


def _reading(course: Path, kept: Path | None, room: bytes) -> CourseReading:
    name = f"{course.name}-{_fingerprint(course, room)}.json"
    for shelf in (kept, built_readings()):
        if shelf is not None and (found := _kept_reading(shelf / name)) is not None:
            return msgspec.structs.replace(found, folder=str(course))
    from facilitator_tui.plans.reader import read_course

    reading = read_course(course)
    if kept is not None and not reading.problems:
        _keep(kept / name, course.name, msgspec.structs.replace(reading, folder=""))
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


def _room() -> bytes:
    """Changes with every change to the files of this room: a better reader reads anew."""
    found = sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        found.update(source.name.encode() + b"\n" + _content(source))
    return found.digest()


def _fingerprint(course: Path, room: bytes) -> str:
    """Changes whenever a text of the course or a shared block does."""
    found = sha256(room)
    for folder in (course, course / "shared", course.parent / "shared"):
        found.update(b"folder\n")
        for path in sorted(folder.glob("*")):
            found.update(path.name.encode(errors="surrogateescape") + b"\n" + _content(path))
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
