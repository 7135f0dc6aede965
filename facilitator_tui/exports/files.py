"""Reports on disk: names that every system accepts, files that are whole or not there, for their owner alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from facilitator_tui.atomic import write_whole
from facilitator_tui.exports import model as m
from facilitator_tui.exports.times import day
from facilitator_tui.zones import zone_or_utc

ReportKind = Literal["md", "html", "json", "csv", "xlsx"]

_LONGEST_BYTES = 120
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


class ExportProblem(Exception):
    """A report could not be written. The message says why and what to do."""


def safe_name(title: str) -> str:
    """The title as the stem of a file name: letters and digits of any script, parted by "-", never empty.

    Nothing in it can lead to another folder, hide the file or mean a device.
    """
    words = "-".join(re.findall(r"\w+", unicodedata.normalize("NFC", title)))
    name = words.encode()[:_LONGEST_BYTES].decode(errors="ignore").strip("-_")
    return f"{name or 'session'}-" if (name or "session").lower() in _RESERVED else name or "session"


def stem(report: m.Report) -> str:
    """What a report's files are called: the day, the title, and the end of the id, for there may be two such."""
    session = report.session
    at = session.opened_ms or session.planned_ms
    title = f"{safe_name(f'{session.subgroup} {session.title}')}-{safe_name(session.id[-6:])}"
    return f"{day(at, zone_or_utc(session.zone))}-{title}" if at else title


def write_report(report: m.Report, folder: Path, kinds: Sequence[ReportKind]) -> list[Path]:
    """Write the report into the folder in these forms (CSV as one file a table); gives the files.

    Files of the same name, an earlier report of the session, are replaced. Raises ``ExportProblem``.
    """
    from facilitator_tui.exports.forms import rendered

    written: list[Path] = []
    for kind in kinds:
        if kind == "csv":
            written += write_tables(report, folder)
        else:
            written.append(write_file(folder / f"{stem(report)}.{kind}", rendered(report, kind)))
    return written


def write_tables(report: m.Report, folder: Path) -> list[Path]:
    """Every table as a CSV file of its own in the folder; gives the files. Raises ``ExportProblem``."""
    from facilitator_tui.exports.tables import TABLES, to_csv

    return [write_file(folder / f"{stem(report)}-{table}.csv", to_csv(report, table)) for table in TABLES]


def write_file(path: Path, content: bytes) -> Path:
    """Write one file, whole or not at all, making its folder if needed. Raises ``ExportProblem``."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        raise ExportProblem(
            f"{path} could not be written: {error.strerror or error}. Choose another place."
        ) from error
    return path
