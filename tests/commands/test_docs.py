"""The pages on line mode and reports are true: their examples are run, their lists are complete."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random
from typing import get_type_hints

import msgspec
import pytest

from facilitator_tui.exports import model as m
from facilitator_tui.exports.tables import TABLES
from facilitator_tui.intake.reports import Intake
from facilitator_tui.line_mode import LineMode
from facilitator_tui.line_words import VERBS
from facilitator_tui.recorder import Recorder
from facilitator_tui.store.file import Store
from facilitator_tui.store.sessions import SessionRow, Sessions
from tests.dialogue.fakes import ms
from tests.store.stories import HandClock

DOCS = Path(__file__).resolve().parents[2] / "docs"
LINE_MODE = (DOCS / "line-mode.md").read_text(encoding="utf-8")
REPORTS = (DOCS / "reports.md").read_text(encoding="utf-8")

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


def examples(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", examples(LINE_MODE, "line-mode"))
def test_the_examples_of_the_line_mode(store: Store, example: str) -> None:
    clock, sessions = HandClock(), Sessions(store)
    row = sessions.get(sessions.create_unplanned(ms(0)))
    recorder = Recorder(store.journal(row.id), clock, Random(1).getrandbits, row.id, "me", "line")
    mode = LineMode(store, row, recorder)
    said: list[str] = []
    for line in example.splitlines():
        if line.startswith("> "):
            clock.ms += 10_000
            said += [line, *(ID.sub("…", answer) for answer in mode.answer(line[2:]))]
    assert "\n".join(said) == example.rstrip("\n")


def test_there_are_examples() -> None:
    assert len(examples(LINE_MODE, "line-mode")) == 2


@pytest.mark.parametrize("word", [verb.word for verb in VERBS])
def test_every_command_is_described(word: str) -> None:
    described = re.findall(r"^\| (`.*?) \|", LINE_MODE, re.MULTILINE)
    assert any(f"`{word}" in cell for cell in described)


def test_the_example_report_has_the_shape() -> None:
    [example] = examples(REPORTS, "json")
    report = msgspec.json.decode(example, type=m.Report)
    assert set(json.loads(example)) == set(m.Report.__struct_fields__)
    assert report.participants[0].name == "Amina Ben Salah"


STRUCTS = [
    each
    for each in vars(m).values()
    if isinstance(each, type) and issubclass(each, msgspec.Struct) and each != m.About
]


@pytest.mark.parametrize("struct", [each for each in STRUCTS if each.__module__ == m.__name__])
def test_every_field_of_a_report_is_named(struct: type[msgspec.Struct]) -> None:
    for field in get_type_hints(struct):
        if not field.startswith("__"):
            assert re.search(rf"[\"`]{field}[\"`]", REPORTS), f"{struct.__name__}.{field}"


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_column_is_named_in_its_order(table: str) -> None:
    head, _ = TABLES[table]
    assert f"| {table} | {', '.join(str(column) for column in head)} |" in REPORTS


@pytest.mark.parametrize("struct", [SessionRow, Intake])
def test_the_other_shapes_are_named(struct: type[msgspec.Struct]) -> None:
    for field in struct.__struct_fields__:
        assert f"`{field}`" in REPORTS, field
