"""The register in CSV, JSON and as a workbook: the same cells, exact sums, and nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator_tui.dialogue import commands as c
from facilitator_tui.exports.register import Named, Register
from facilitator_tui.exports.register_build import build
from facilitator_tui.exports.register_columns import interval, minutes, seconds, stamp
from facilitator_tui.exports.register_files import write_tables
from facilitator_tui.exports.register_tables import TABLES, summary, table_csv, tables, to_json
from facilitator_tui.exports.register_workbook import to_xlsx
from tests.dialogue.fakes import AMAL, BRUNO, ms
from tests.exports.registers import HOUR, NAMES, an_hour, register, taken

ROOT = Path(__file__).resolve().parents[2]
ATTACK = '=HYPERLINK("http://example.org","x")'


def read(found: Register, table: str) -> list[dict[str, str]]:
    (content,) = [table_csv(each) for each in tables(found) if each.name == table]
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_ninety_seconds_twice_are_180_seconds_and_three_minutes() -> None:
    found = register(an_hour((AMAL, 0, 90)), an_hour((AMAL, 0, 90)))
    assert [line["minutes"] for line in read(found, "register") if line["person"] == AMAL] == ["1.5", "1.5"]
    (total,) = [line for line in read(found, "people") if line["person"] == AMAL]
    assert (total["seconds"], total["minutes"]) == ("180", "3.0")


def test_times_are_iso_8601_in_the_sessions_zone() -> None:
    line = read(register(an_hour((AMAL, 0, HOUR))), "register")[0]
    assert line["held_from"] == "2026-05-28T22:26:40+02:00"
    assert line["spells"] == "2026-05-28T22:26:40+02:00/2026-05-28T23:26:40+02:00"
    assert line["zone"] == "Europe/Rome"


def test_of_an_hour_that_comes_twice_the_offset_says_which() -> None:
    first = datetime.fromisoformat("2026-10-25T02:30:00+02:00").timestamp() * 1000
    assert interval((int(first), int(first) + 3_600_000), "Europe/Rome") == (
        "2026-10-25T02:30:00+02:00/2026-10-25T02:30:00+01:00"
    )


@given(st.integers(0, 4_000_000_000_000), st.sampled_from(["Europe/Rome", "Africa/Tunis", "America/Chicago"]))
def test_a_time_is_found_again_from_its_cell(at_ms: int, zone: str) -> None:
    assert round(datetime.fromisoformat(stamp(at_ms, zone)).timestamp() * 1000) == at_ms


def test_lengths_are_exact_in_seconds_and_rounded_in_minutes() -> None:
    assert (seconds(1500), seconds(2000), seconds(None)) == (1.5, 2, None)
    assert (minutes(89_000), minutes(None)) == (1.5, None)


def test_every_form_says_what_is_provisional() -> None:
    confirmed = an_hour((AMAL, 0, HOUR)).at(4000, c.ConfirmAttendance())
    found = register(confirmed, an_hour())
    assert [line["record"] for line in read(found, "sessions")] == ["confirmed", "provisional"]
    assert {line["record"] for line in read(found, "register")} == {"confirmed", "provisional"}
    assert json.loads(to_json(found))["provisional_sessions"] == 1
    assert "1 confirmed, 1 provisional" in summary(found)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(found)))
    assert "1 provisional" in str(book["read me"]["C3"].value)


def attacked() -> Register:
    session = an_hour().at(4000, c.ConfirmAttendance()).at(5000, c.Mark(AMAL, "excused", ATTACK))
    told = taken(session, title="@SUM(A1)")
    return build([told], {**NAMES, AMAL: Named(ATTACK, "", "+1", "\t=1")}, made_ms=0, private=True)


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_of_a_csv_file_is_run_as_a_formula(table: str) -> None:
    cells = [cell for line in read(attacked(), table) for cell in line.values()]
    assert cells
    assert not [cell for cell in cells if re.match(r"\s*[=+\-@]", cell)]


def test_no_cell_of_the_workbook_is_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(attacked())))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert f"'{ATTACK}" in texts
    assert not [text for text in texts if re.match(r"\s*[=+\-@]", text)]


def test_json_is_no_spreadsheet_and_keeps_the_text() -> None:
    told = json.loads(to_json(attacked()))
    assert told["register"][0]["name"] == ATTACK
    assert told["register"][0]["excuse"] == ATTACK


def test_without_private_no_reason_leaves_the_store() -> None:
    session = an_hour().at(4000, c.ConfirmAttendance()).at(5000, c.Mark(BRUNO, "excused", "a hospital stay"))
    found = register(session)
    forms = [to_json(found), *(table_csv(each) for each in tables(found))]
    assert not any(b"hospital" in form for form in forms)
    (line,) = [line for line in read(found, "register") if line["person"] == BRUNO]
    assert (line["excuse"], line["corrections"]) == ("on file", "1")
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(found)))
    assert not any(
        "hospital" in str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line
    )


def test_no_form_but_moodles_has_an_address() -> None:
    found = register(an_hour((AMAL, 0, HOUR)), private=True)
    assert not any(b"example.org" in form for form in (to_json(found), *map(table_csv, tables(found))))


def test_the_workbook_has_a_sheet_for_each_table_and_one_that_explains_them() -> None:
    found = register(an_hour((AMAL, 0, HOUR)))
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(found)))
    assert book.sheetnames == [*TABLES, "read me"]
    for table in tables(found):
        sheet = book[table.name]
        assert tuple(cell.value for cell in sheet[1]) == table.heads
        assert sheet.max_row == len(table.rows) + 1
        assert sheet.freeze_panes == "A2"
    explained = {line[1] for line in book["read me"].iter_rows(values_only=True)}
    assert {head for table in tables(found) for head in table.heads} <= explained
    minutes = next(cell for cell in book["register"][1] if cell.value == "seconds").column
    assert book["register"].cell(2, minutes).value == HOUR, "a number, so that it can be summed"


def test_characters_that_a_workbook_cannot_hold_are_left_out() -> None:
    found = build([taken(an_hour())], {AMAL: Named("Amal\x0bBen\x00 Youssef")}, made_ms=0)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(found)))
    assert "AmalBen Youssef" in [line[1] for line in book["people"].iter_rows(values_only=True)]


@settings(max_examples=25)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_name_makes_a_workbook_that_opens(name: str, institution: str) -> None:
    try:
        (name + institution).encode()
    except UnicodeEncodeError:
        return  # half of a pair: SQLite cannot hold it either
    found = build([taken(an_hour())], {AMAL: Named(name, "", institution)}, made_ms=0)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(found)))
    assert not [cell for line in book["people"].iter_rows() for cell in line if cell.data_type == "f"]


def test_an_empty_register_still_has_its_heads(tmp_path: Path) -> None:
    files = write_tables(build([], {}, made_ms=0), tmp_path)
    assert [file.name for file in files] == [f"register-{table}.csv" for table in TABLES]
    assert all(len(file.read_text("utf-8-sig").splitlines()) == 1 for file in files)


@pytest.mark.parametrize("table", TABLES)
def test_the_page_explains_every_column(table: str) -> None:
    page = (ROOT / "docs" / "register.md").read_text(encoding="utf-8")
    section = page.partition(f"\n### {table}\n")[2].partition("\n##")[0]
    (found,) = [each for each in tables(build([], {}, made_ms=0)) if each.name == table]
    missing = [head for head in found.heads if f"`{head}`" not in section]
    assert not missing, f"docs/register.md, {table}: {missing}"


def test_the_day_of_a_register_is_that_of_its_making() -> None:
    assert json.loads(to_json(build([], {}, made_ms=ms(0))))["made"] == "2026-05-28T20:26:40+00:00"
