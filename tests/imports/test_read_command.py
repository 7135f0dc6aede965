"""``facilitator-tui read``: the documented shape, a summary for people, and the exit codes."""

from __future__ import annotations

import json

from click.testing import CliRunner

from facilitator_tui.commands.read import read
from tests.imports.conftest import RealFile, WriteFile

HEADER = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n"
ROW = "Inês Duarte,ines@example.org,09/24/2026 06:00:00 PM,09/24/2026 07:30:05 PM,91\n"


def test_json_is_the_documented_shape(file_of: WriteFile) -> None:
    result = CliRunner().invoke(read, [str(file_of(HEADER + ROW)), "--json", "--zone", "Europe/Lisbon"])

    assert result.exit_code == 0
    said = json.loads(result.stdout_bytes)
    assert set(said) == {"kind", "platform", "title", "started_ms", "ended_ms", "people", "warnings"}
    assert said["people"][0] == {
        "name": "Inês Duarte",
        "email": "ines@example.org",
        "spells": [[1790269200000, 1790274605000]],
        "seconds": 5405,
    }
    assert said["warnings"] == []


def test_a_summary_for_people(file_of: WriteFile) -> None:
    result = CliRunner().invoke(read, [str(file_of(HEADER + ROW)), "--zone", "Europe/Lisbon"])

    assert result.exit_code == 0
    assert "From 2026-09-24 18:00 to 2026-09-24 19:30 (Europe/Lisbon)" in result.stdout
    assert " 1:30:05       1  Inês Duarte <ines@example.org>" in result.stdout


def test_the_summary_of_a_real_call(real_file: RealFile) -> None:
    result = CliRunner().invoke(read, [str(real_file("zoom/meeting001_transcript.vtt"))])

    assert result.exit_code == 0
    assert result.stdout.startswith("Speaking turns (zoom): 300 turns in 0:55:37\n")
    assert "Note: 2 cues name nobody" in result.stdout


def test_a_chat(file_of: WriteFile) -> None:
    chat = file_of("18:00:00 From  Ana  to  Everyone : hi\n18:00:01 From  Ana  to  Rui(Privately) : psst\n")

    result = CliRunner().invoke(read, [str(chat)])

    assert "18:00:00  Ana: hi" in result.stdout
    assert "psst" not in result.stdout
    assert "Note: 1 message is private" in result.stdout


def test_a_file_that_cannot_be_read_is_one_sentence_and_code_3(file_of: WriteFile) -> None:
    result = CliRunner().invoke(read, [str(file_of(b"%PDF-1.7", name="report.csv"))])

    assert result.exit_code == 3
    assert result.stdout == ""
    assert (
        result.stderr.strip()
        == "Error: report.csv: this is a PDF document; export the report as CSV or text instead."
    )


def test_an_unknown_zone_is_wrong_usage(file_of: WriteFile) -> None:
    result = CliRunner().invoke(read, [str(file_of(HEADER + ROW)), "--zone", "Mars/Olympus"])

    assert result.exit_code == 2
    assert "there is no time zone" in result.stderr


def test_the_order_of_day_and_month_can_be_said(file_of: WriteFile) -> None:
    path = str(file_of(HEADER + ROW.replace("09/24", "03/04")))

    undecided = CliRunner().invoke(read, [path, "--zone", "UTC"])
    said = CliRunner().invoke(read, [path, "--zone", "UTC", "--day-first"])

    assert "From 2026-03-04" in undecided.stdout
    assert "Note: The dates can be read two ways" in undecided.stdout
    assert "From 2026-04-03" in said.stdout
    assert "Note:" not in said.stdout
