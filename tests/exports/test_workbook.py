"""The report as an Excel workbook, read back: real times and lengths, and nothing that runs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from facilitator_tui.dialogue import commands as c
from facilitator_tui.exports import model as m
from facilitator_tui.exports.build import build
from facilitator_tui.exports.workbook import BLOCKS, NOTES, PEOPLE, SPELLS, SUMMARY, TURNS, to_xlsx
from facilitator_tui.exports.workbook_cells import LENGTH_FORMAT, TIME_FORMAT, storable
from facilitator_tui.reporting import report_of
from facilitator_tui.store.file import Store
from tests.dialogue.fakes import Session
from tests.docs.pages import page, section
from tests.exports.test_forms import HOSTILE, named
from tests.store.stories import an_evening

TABLES = {"people": PEOPLE, "spells": SPELLS, "turns": TURNS, "notes": NOTES, "blocks": BLOCKS}


def book(report: m.Report) -> Workbook:
    return load_workbook(io.BytesIO(to_xlsx(report)))


def table(found: Workbook, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet by their heads."""
    head, *rows = list(found[name].iter_rows(values_only=True))
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def summary(found: Workbook) -> dict[Any, Sequence[Any]]:
    return {row[0]: row[1:] for row in found[SUMMARY].iter_rows(values_only=True)}


@pytest.fixture
def evening(store: Store) -> Workbook:
    return book(report_of(store, an_evening(store).row))


def test_the_sheets_come_in_their_order_with_their_heads(evening: Workbook) -> None:
    assert evening.sheetnames == [SUMMARY, *TABLES]
    for name, heads in TABLES.items():
        assert tuple(cell.value for cell in evening[name][1]) == heads
        assert evening[name].freeze_panes == "A2"
        widths = [
            evening[name].column_dimensions[get_column_letter(n)].width for n in range(1, len(heads) + 1)
        ]
        assert min(widths) > 8


@pytest.mark.parametrize("name", TABLES)
def test_the_page_on_reports_names_the_columns(name: str) -> None:
    assert f"| {name} | {', '.join(TABLES[name])} |" in section(page("reports"), "The workbook")


def test_times_and_lengths_are_real_ones(evening: Workbook) -> None:
    first, second, *_ = table(evening, "turns")
    assert first["from"].isoformat() == "2026-05-28T20:26:45"
    assert (second["name"], second["length"]) == ("Amina Ben Salah", timedelta(minutes=2))
    assert (second["go-round"], second["uncertain"], second["block title"]) == ("no", None, "Check-in")
    formats = [cell.number_format for cell in evening["turns"][2][:3]]
    assert formats == [TIME_FORMAT, TIME_FORMAT, LENGTH_FORMAT]


def test_the_figures_are_those_of_the_evening(evening: Workbook) -> None:
    amina, bruno, _, deniz, faiza = table(evening, "people")
    assert (amina["came"], amina["talk"], amina["share"]) == ("yes", timedelta(minutes=2), 0.8451)
    assert (bruno["came"], bruno["present"], bruno["fair share"]) == ("no", timedelta(0), None)
    assert (deniz["present"], deniz["trouble"]) == (timedelta(minutes=8, seconds=20), timedelta(seconds=30))
    assert (faiza["role"], faiza["longest turn"]) == ("facilitator", timedelta(seconds=30))
    check_in, _, closing = table(evening, "blocks")
    assert (check_in["planned"], check_in["minutes over plan"]) == (timedelta(minutes=10), -5.08)
    assert (closing["minutes over plan"], closing["from"]) == (None, None)
    rooms = [row for row in table(evening, "spells") if row["kind"] == "room"]
    assert {(row["name"], row["room"]) for row in rooms} >= {("Deniz Yıldız", 2), ("Amina Ben Salah", 1)}


def test_the_summary_says_whose_times_they_are_and_how_exact(evening: Workbook) -> None:
    found = summary(evening)
    assert found["times are those of"][0] == "UTC"
    assert found["length"][0] == timedelta(minutes=10)
    assert (found["participants who came"][0], found["participants"][0]) == (3, 4)
    assert found["Gini index, population (÷ n)"][0] == 0.5634
    assert any("logged by hand" in str(row[2].value) for row in evening[SUMMARY].iter_rows(max_col=3))


def test_times_are_those_of_the_sessions_zone() -> None:
    session = Session().at(0, c.GiveFloor("amal")).at(5, c.Close())
    (turn,) = table(book(build(session.recorder.log, m.About("s", "x", zone="Africa/Tunis"))), "turns")
    assert turn["from"].isoformat() == "2026-05-28T21:26:40"


def test_private_flags_are_in_the_workbook_only_where_they_are_asked_for(store: Store) -> None:
    told = an_evening(store)
    kinds = [
        {row["kind"] for row in table(book(report_of(store, told.row, private=p)), "notes")}
        for p in (False, True)
    ]
    assert kinds == [{"note"}, {"note", "private flag"}]


def types(found: Workbook) -> set[str]:
    return {cell.data_type for sheet in found for row in sheet.iter_rows() for cell in row}


@pytest.mark.parametrize("name", [*HOSTILE, "=HYPERLINK(A1)", "{=SUM(A1)}", "\t=1", "\x00=1", "#REF!"])
def test_no_cell_is_a_formula(name: str) -> None:
    found = book(named(name, note=name))
    assert "f" not in types(found)
    for sheet in found:
        for row in sheet.iter_rows(values_only=True):
            assert not any(isinstance(cell, str) and cell.startswith(("=", "+", "@")) for cell in row)


@settings(max_examples=20)
@given(st.text(max_size=40))
def test_whatever_somebody_wrote_the_workbook_opens_and_nothing_runs(words: str) -> None:
    assert types(book(named(words, note=words))) <= {"s", "inlineStr", "n", "d", "e"}


@given(st.text())
def test_a_storable_text_does_not_run_and_fits_into_a_cell(words: str) -> None:
    found = storable(words)
    assert not found.lstrip().startswith(("=", "+", "-", "@"))
    found.encode()
    assert "\x00" not in found


def test_a_text_is_cut_where_the_cells_of_excel_end() -> None:
    assert len(storable("=" + "x" * 40_000)) == 32_767


def test_an_empty_session_makes_a_workbook_too() -> None:
    found = book(build(Session(()).recorder.log, m.About("s", "Planned")))
    assert summary(found)["opened"][0] is None
    assert table(found, "turns") == []
