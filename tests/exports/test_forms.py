"""The forms of a report: Markdown that nobody's name can break, CSV that no spreadsheet runs, JSON as promised."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from facilitator_tui.dialogue import commands as c
from facilitator_tui.exports import model as m
from facilitator_tui.exports.build import build
from facilitator_tui.exports.json import to_json
from facilitator_tui.exports.markdown import text, to_markdown
from facilitator_tui.exports.tables import TABLES, guarded, to_csv
from facilitator_tui.exports.times import length
from facilitator_tui.plain import plain
from facilitator_tui.reporting import report_of
from facilitator_tui.store.file import Store
from tests.dialogue.fakes import Session, ms
from tests.store.stories import an_evening

HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "＝1+1",
    "[/] [bold]x[/bold]",
    "| a | b |",
    "![x](http://example.org/x.png)",
    "<script>alert(1)</script>",
    "&lt;b&gt; `code` *x* _y_ ~~z~~",
    "\x1b[31mred\x1b[0m\x07",
    "\u202eevil\u2066",
    'زينب, "x"; y',
    "a\r\nb\tc",
    "# heading",
)


def named(name: str, note: str = "") -> m.Report:
    """The report of a session with one person of this name, who said something, and this note."""
    session = Session().at(10, c.GiveFloor("amal")).at(20, c.AddNote("x", "amal"), c.Close())
    entry = session.recorder.state.notes[0].entry
    return build(
        session.recorder.log,
        m.About("s", name),
        names={"amal": plain(name) or "x"},
        note_texts={entry: note or name},
    )


def cells(content: bytes) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))


# --- CSV


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("table", sorted(TABLES))
def test_no_cell_would_run_in_a_spreadsheet(name: str, table: str) -> None:
    for row in cells(to_csv(named(name), table)):
        for cell in row:
            assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠"))
            assert not cell.startswith(("\t", "\r", "\n"))


@given(st.text())
def test_a_guarded_cell_holds_the_text_and_at_most_an_apostrophe(cell: str) -> None:
    found = guarded(cell)
    assert found in (cell, f"'{cell}")
    assert not str(found).lstrip().startswith(tuple("=+-@"))


def test_numbers_stay_numbers() -> None:
    assert guarded(-5) == -5
    assert guarded(None) is None


def test_a_table_reads_back_with_its_heads(store: Store) -> None:
    content = to_csv(report_of(store, an_evening(store).row), "turns")
    assert content.startswith(b"\xef\xbb\xbf")
    head, first, *rest = list(cells(content))
    row = dict(zip(head, first, strict=True))
    assert (row["name"], row["role"], row["seconds"], row["source"]) == (
        "Faiza Haddad",
        "facilitator",
        "30.0",
        "key",
    )
    assert (row["block"], row["block_title"]) == ("1", "Check-in")
    assert len(rest) == 3


@pytest.mark.parametrize(
    ("table", "rows"), [("people", 5), ("turns", 4), ("spells", 6), ("notes", 2), ("blocks", 3)]
)
def test_every_table_has_as_many_cells_as_heads(store: Store, table: str, rows: int) -> None:
    head, *body = list(cells(to_csv(report_of(store, an_evening(store).row), table)))
    assert len(body) == rows
    assert {len(row) for row in body} == {len(head)}
    assert len(set(head)) == len(head)


def test_private_flags_are_in_no_table_unless_asked_for(store: Store) -> None:
    told = an_evening(store)
    assert b"private" not in to_csv(report_of(store, told.row), "notes")
    assert b"private flag" in to_csv(report_of(store, told.row, private=True), "notes")


def test_times_are_those_of_the_sessions_zone() -> None:
    session = Session().at(0, c.GiveFloor("amal")).at(5, c.Close())
    tunis = build(session.recorder.log, m.About("s", "x", zone="Africa/Tunis"))
    utc = build(session.recorder.log, m.About("s", "x", zone="Nowhere/Land"))
    [_, there], [_, here] = list(cells(to_csv(tunis, "turns"))), list(cells(to_csv(utc, "turns")))
    assert (there[0], there[2]) == ("2026-05-28 21:26:40", "Africa/Tunis")
    assert (here[0], here[2]) == ("2026-05-28 20:26:40", "UTC")
    assert there[-4] == here[-4] == str(ms(0))


# --- Markdown


def shown(markdown: str) -> str:
    """What a reader of the rendered page sees, as text; fails on anything that is no text of ours."""
    parts: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(markdown):
        for child in token.children or ():
            assert child.type in ("text", "softbreak", "text_special"), child
            parts.append(child.content)
    return "".join(parts)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_shown_as_it_was_written_and_does_nothing(name: str) -> None:
    markdown = to_markdown(named(name, note=name))
    assert plain(name) in shown(markdown)
    assert not any(ord(character) < 32 and character != "\n" for character in markdown)
    assert "\u202e" not in markdown


@given(st.text(max_size=60))
def test_whatever_was_written_the_table_keeps_its_columns(words: str) -> None:
    markdown = to_markdown(named(words, note=words))
    rows = [line for line in markdown.splitlines() if line.startswith("|")]
    heads = [row.replace("\\|", "").count("|") for row in rows]
    assert heads[0] == heads[1] == heads[2]
    assert plain(words) in shown("x " + text(words))


def test_the_report_reads_as_a_page(store: Store) -> None:
    page = to_markdown(report_of(store, an_evening(store).row))
    for line in (
        "# Who belongs?",
        "- Course: Dialogue, module 2",
        "- Held: 2026-05-28, 20:26 to 20:36 (UTC), 10:00",
        "- Participants: 3 of 4 came",
        "| Amina Ben Salah | 10:00 | 2:00 | 85 % | 2.39 | 1 | 0 | 2:00 | 0 | 1 | – |",
        "| Bruno Keller | absent | – | – | – | – | – | – | – | – | – |",
        "| Deniz Yıldız | 8:20 | 0:00 | 0 % | 0.00 | 0 | 0 | 0:00 | 1 | 0 | 0:30 |",
        "The facilitators had 17 % of all talk.",
        "| Gini index, population (÷ n) | 0.563 |",
        "| Gini index, sample (÷ n − 1) | 0.845 |",
        "| 1. Check-in | 10:00 | 10:00 | 4:55 | -5:05 | 20:26 |",
        "| 3. Closing | 5:00 | 5:00 | – | – | skipped |",
        "- 20:30: Chiara Conti; not heard: Deniz Yıldız, Amina Ben Salah",
        "- Room 2: Deniz Yıldız, 20:31–20:33",
        "- 20:29 (Amina Ben Salah): Amina listens #insight #care",
        "- Deniz Yıldız: 20:26–20:35",
    ):
        assert line in page.splitlines()
    assert "Private" not in page


def test_an_empty_session_makes_a_page_too() -> None:
    page = to_markdown(build(Session(()).recorder.log, m.About("s", "Planned")))
    assert "- Not held yet" in page


@pytest.mark.parametrize(
    ("ms", "shown"),
    [
        (0, "0:00"),
        (499, "0:00"),
        (500, "0:00"),
        (501, "0:01"),
        (59_600, "1:00"),
        (3_723_000, "1:02:03"),
        (-61_000, "-1:01"),
        (-200, "0:00"),
        (None, "–"),
    ],
)
def test_lengths(ms: int | None, shown: str) -> None:
    assert length(ms) == shown


# --- JSON


def test_json_comes_back_as_the_same_report(store: Store) -> None:
    report = report_of(store, an_evening(store).row, private=True)
    assert msgspec.json.decode(to_json(report), type=m.Report) == report


def test_json_counts_talk_in_whole_milliseconds(store: Store) -> None:
    found: dict[str, Any] = json.loads(to_json(report_of(store, an_evening(store).row)))
    assert found["kind"] == "session-report"
    talk = {person["name"]: person["talk_ms"] for person in found["participants"]}
    assert talk["Chiara Conti"] == 22_000
    assert all(isinstance(ms, int) for ms in talk.values())
    assert found["flags"] is None
