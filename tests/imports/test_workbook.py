"""Excel workbooks: read as tables, never calculated, and refused when they would unpack to something huge."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from facilitator_tui.imports.normal import AttendanceFile, RosterFile
from facilitator_tui.imports.problems import Damaged, NotText, TooLarge
from facilitator_tui.imports.recognise import read_file, recognise

HEADER = ("Name", "E-mail", "Institution")


def workbook(path: Path, *rows: Sequence[object], title: str = "People") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def put_into(path: Path, member: str, content: bytes) -> None:
    """Put a part into the archive in the place of the one of that name."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (parts | {member: content}).items():
            archive.writestr(name, data)


def roster_of(path: Path) -> RosterFile:
    form = read_file(path)
    assert isinstance(form, RosterFile)
    return form


@pytest.mark.parametrize("name", ["people.xlsx", "people.csv", "people"])
def test_a_roster_in_a_workbook_whatever_its_name(name: str, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / name, HEADER, (), ("İpek Çelik", "ipek@example.org", 42.0), ("أمل\nحداد", None, "Tunis")
    )

    form = roster_of(path)

    assert recognise(path) == "roster"
    assert [(each.name, each.institution, each.row) for each in form.people] == [
        ("İpek Çelik", "42", 3),
        ("أمل حداد", "Tunis", 4),
    ]


def test_a_report_that_was_saved_as_a_workbook(tmp_path: Path) -> None:
    joined, left = (datetime.fromisoformat(f"2026-09-24 {clock}") for clock in ("18:00", "19:58:30"))
    path = workbook(
        tmp_path / "report.xlsx",
        ("Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)"),
        ("Amal Haddad", None, joined, left, 119),
    )

    form = read_file(path, zone="UTC")

    assert isinstance(form, AttendanceFile)
    assert form.people[0].present_ms == (118 * 60 + 30) * 1000


def test_the_first_sheet_with_content_counts_and_the_others_are_named(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("Class A").append(HEADER)
    book["Class A"].append(("Amal Haddad", "amal@example.org", "Tunis"))
    book.create_sheet("Class B").append(("Rui Costa",))
    book.save(tmp_path / "people.xlsx")

    form = roster_of(tmp_path / "people.xlsx")

    assert [person.name for person in form.people] == ["Amal Haddad"]
    assert form.warnings == ("Only the sheet “Class A” was read, not “Class B”.",)


def test_a_formula_that_was_never_calculated_is_a_problem_of_its_line(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "p.xlsx",
        HEADER,
        ("=B2", "amal@example.org", "Tunis"),
        ("Rui Costa", None, '=WEBSERVICE("x")'),
    )

    form = roster_of(path)

    assert [person.name for person in form.people] == ["Rui Costa"]
    assert form.problems[0].message.startswith(
        "Line 2: the name is a formula (=B2) and formulas are not calculated"
    )
    assert form.problems[-1].line == 3


def test_a_formula_counts_with_the_value_that_was_saved_with_it(tmp_path: Path) -> None:
    path = workbook(tmp_path / "p.xlsx", HEADER, ("=B2", "amal@example.org", "Tunis"))
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    saved = sheet.replace('<c r="A2"><f>B2</f><v /></c>', '<c r="A2" t="str"><f>B2</f><v>Amal Haddad</v></c>')
    assert saved != sheet
    put_into(path, "xl/worksheets/sheet1.xml", saved.encode())

    assert [person.name for person in roster_of(path).people] == ["Amal Haddad"]


def test_a_part_that_swells_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path / "p.xlsx", HEADER, ("Amal Haddad", None, None))
    put_into(path, "xl/sharedStrings.xml", b"<sst>" + b" " * 40_000_000 + b"</sst>")

    with pytest.raises(
        TooLarge, match=r"^p\.xlsx: this workbook would unpack to 40 MB.*copy the list into a new sheet"
    ):
        read_file(path)


def test_many_parts_that_are_large_together_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "p.xlsx", HEADER, ("Amal Haddad", None, None))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        for number in range(60):
            archive.writestr(f"xl/media/{number}.bin", b"x" * 900_000)

    with pytest.raises(TooLarge, match="would unpack to 54 MB"):
        read_file(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_part_that_declares_entities_is_refused(encoding: str, tmp_path: Path) -> None:
    path = workbook(tmp_path / "p.xlsx", HEADER, ("Amal Haddad", None, None))
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "aaaa">]><sst>&a;</sst>'
    put_into(path, "xl/sharedStrings.xml", bomb.encode(encoding))

    with pytest.raises(Damaged, match="declares XML entities, which no spreadsheet program writes"):
        read_file(path)


def test_a_sheet_formatted_to_its_end_costs_nothing(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    sheet.append(("Amal Haddad", None, "Tunis"))
    sheet["A1048576"].number_format = "0.00"
    book.save(tmp_path / "p.xlsx")

    assert len(roster_of(tmp_path / "p.xlsx").people) == 1


@pytest.mark.parametrize("keep", [200, 2000])
def test_a_workbook_that_is_cut_off(keep: int, tmp_path: Path) -> None:
    path = workbook(tmp_path / "p.xlsx", HEADER, ("Amal Haddad", None, None))
    path.write_bytes(path.read_bytes()[:keep])

    with pytest.raises(
        Damaged, match=r"^p\.xlsx: the workbook or archive is cut off or damaged; get it again\.$"
    ):
        read_file(path)


def test_an_empty_workbook(tmp_path: Path) -> None:
    with pytest.raises(NotText, match="the workbook is empty; choose the workbook that has the list"):
        read_file(workbook(tmp_path / "p.xlsx"))


def test_a_workbook_whose_sheet_is_missing(tmp_path: Path) -> None:
    path = workbook(tmp_path / "p.xlsx", HEADER, ("Amal Haddad", None, None))
    put_into(path, "xl/workbook.xml", b"<workbook/>")

    with pytest.raises((Damaged, NotText)):
        read_file(path)
