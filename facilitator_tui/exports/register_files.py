"""The attendance register on disk: what its files are called, and writing them whole or not at all."""

from __future__ import annotations

from pathlib import Path

from facilitator_tui.exports import register as r
from facilitator_tui.exports.files import safe_name, write_file
from facilitator_tui.exports.moodle import MoodleExport
from facilitator_tui.exports.register_tables import table_csv, tables, to_json


def stem(register: r.Register) -> str:
    """What the register's files are called: what it was asked for."""
    scope = register.scope
    parts = [part for part in (scope.course, scope.subgroup, scope.session[-6:]) if part]
    return "-".join(["register", *map(safe_name, parts)])


def write_tables(register: r.Register, folder: Path) -> list[Path]:
    """Every table as a CSV file of its own in the folder; gives the files. Raises ``ExportProblem``."""
    return [
        write_file(folder / f"{stem(register)}-{table.name}.csv", table_csv(table))
        for table in tables(register)
    ]


def write_table(register: r.Register, name: str, place: Path) -> list[Path]:
    """One table as CSV, into a file of this name or into this folder. Raises ``ExportProblem``."""
    table = next(each for each in tables(register) if each.name == name)
    file = place / f"{stem(register)}-{name}.csv" if place.is_dir() else place
    return [write_file(file, table_csv(table))]


def write_workbook(register: r.Register, place: Path) -> list[Path]:
    """The workbook, into a file of this name or into this folder. Raises ``ExportProblem``."""
    from facilitator_tui.exports.register_workbook import to_xlsx

    return [write_file(_file(register, place, "xlsx"), to_xlsx(register))]


def write_json(register: r.Register, place: Path) -> list[Path]:
    """The JSON, into a file of this name or into this folder. Raises ``ExportProblem``."""
    return [write_file(_file(register, place, "json"), to_json(register))]


def write_chain(register: r.Register, place: Path) -> list[Path]:
    """The chained register without names, into a file of this name or into this folder. Raises ``ExportProblem``."""
    from facilitator_tui.exports.register_chain import to_chain

    file = place / f"{stem(register)}-pseudonymous.csv" if place.is_dir() else place
    return [write_file(file, to_chain(register))]


def write_moodle(export: MoodleExport, folder: Path) -> list[Path]:
    """The files for Moodle into the folder. Raises ``ExportProblem``."""
    return [write_file(folder / file.name, file.content) for file in export.files]


def _file(register: r.Register, place: Path, ending: str) -> Path:
    return place / f"{stem(register)}.{ending}" if place.is_dir() else place
