"""The attendance register in the shape that Moodle's attendance plug-in (mod_attendance) imports.

One file a session, for “Upload attendance by CSV” there: ``email``, ``status``, ``remarks``, ``sessiondate``. The
plug-in finds these columns by their names, the user by the e-mail address and the status by its acronym, exactly as
the status set of the activity writes it (its classes/import/marksessions.php and classes/form/import). Versions that
import several sessions at once (classes/import/bulkmarksessions.php) also take the remarks, and find the session by
its day and time; for them ``everything`` is one file of all. A column of scan times would win over the status, so
there is none.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

import msgspec

from facilitator_tui.dialogue.presence import Status
from facilitator_tui.exports import register as r
from facilitator_tui.exports.files import safe_name
from facilitator_tui.exports.tables import guarded
from facilitator_tui.exports.times import day
from facilitator_tui.zones import wall_clock, zone_or_utc

HEADS = ("email", "status", "remarks", "sessiondate")

ACRONYMS: dict[Status, str] = {
    "present": "P",
    "late": "L",
    "left early": "P",
    "partial": "A",
    "absent": "A",
    "excused": "E",
    "technical": "E",
    "made up": "P",
}
"""The acronyms of the plug-in's own status set: present, late, excused, absent. Other statuses are not exported."""

LONGEST_ACRONYM = 2


class StatusProblem(ValueError):
    """A status or an acronym that cannot be. The message says what is possible."""


class MoodleFile(msgspec.Struct, frozen=True):
    """A file to upload: its name, its content, and how many people are in it."""

    name: str
    content: bytes
    people: int


class MoodleExport(msgspec.Struct, frozen=True):
    """The files, one a session and the one of all, and sentences about whom Moodle will not get from them."""

    files: tuple[MoodleFile, ...]
    warnings: tuple[str, ...]


def acronyms(changes: Iterable[str]) -> dict[Status, str]:
    """The acronyms with changes like ``left early=L``. Raises ``StatusProblem``."""
    chosen = dict(ACRONYMS)
    known: tuple[Status, ...] = get_args(Status)
    for change in changes:
        name, _, acronym = (part.strip() for part in change.partition("="))
        status = next((each for each in known if each == name.casefold()), None)
        if status is None:
            raise StatusProblem(f"There is no status “{name}”. Statuses are: {', '.join(known)}.")
        if not 0 < len(acronym) <= LONGEST_ACRONYM:
            raise StatusProblem(
                f"“{change}” names no acronym of one or two letters. Write it like “{name}=L”."
            )
        chosen[status] = acronym
    return chosen


def to_moodle(register: r.Register, statuses: Mapping[Status, str] = ACRONYMS) -> MoodleExport:
    """The register for Moodle. Only participants who were expected or there are in it."""
    files: list[MoodleFile] = []
    everything: list[tuple[str, ...]] = []
    warnings: list[str] = []
    for session in register.sessions:
        of_session = [row for row in register.rows if row.session == session.id and row.counted]
        rows = [row for row in of_session if row.status in statuses]
        lines = [_line(session, row, statuses) for row in rows if row.named.email.strip()]
        warnings += _warnings(session, rows)
        if lines:
            files.append(MoodleFile(_name(session), _csv(lines), len(lines)))
            everything += lines
    if len(files) > 1:
        files.append(MoodleFile("moodle-all-sessions.csv", _csv(everything), len(everything)))
    return MoodleExport(tuple(files), tuple(warnings))


def _name(session: r.Session) -> str:
    at = session.opened_ms or session.planned_ms
    when = f"{day(at, zone_or_utc(session.zone))}-" if at else ""
    provisional = "-provisional" if session.record == "provisional" else ""
    title = safe_name(f"{session.subgroup} {session.title}")
    return f"moodle-{when}{title}-{safe_name(session.id[-6:])}{provisional}.csv"


def _line(session: r.Session, row: r.Attendance, statuses: Mapping[Status, str]) -> tuple[str, ...]:
    at = session.planned_ms or session.opened_ms or 0
    start = f"{wall_clock(at, zone_or_utc(session.zone)):%Y-%m-%d %H:%M}"
    return (row.named.email.strip(), statuses[row.status], "; ".join(_remarks(row)), start)


def _remarks(row: r.Attendance) -> Iterable[str]:
    """What the acronym alone does not say. Reasons are not among it: remarks are shown to the student."""
    yield row.status
    if row.present_ms:
        minutes, seconds = divmod(row.present_ms // 1000, 60)
        yield f"there for {minutes} min {seconds} s"
    if row.record == "provisional":
        yield "provisional"


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 without a byte order mark, as the plug-in reads it by default."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADS)
    writer.writerows([[guarded(cell) for cell in line] for line in lines])
    return out.getvalue().encode()


def _warnings(session: r.Session, rows: Sequence[r.Attendance]) -> Iterable[str]:
    """Who is not in the file, or will not be found: Moodle says nothing about people who are missing."""
    where = f"{session.subgroup} {session.title}".strip()
    seen: dict[str, str] = {}
    for row in rows:
        email, name = row.named.email.strip(), row.named.name
        if not email:
            yield f"{where}: {name} has no e-mail address and is left out; mark them in Moodle by hand."
        elif guarded(email) != email:
            yield f"{where}: a spreadsheet would run {name}'s address, so it is written as text; mark them yourself."
        elif email.casefold() in seen:
            yield f"{where}: {seen[email.casefold()]} and {name} have one address; Moodle takes the first line alone."
        seen.setdefault(email.casefold(), name)
