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


ROSTER = "Name;E-mail;Role\nAmal Haddad;amal@example.org;Student\n;rui@example.org;\n"


def test_a_roster(file_of: WriteFile) -> None:
    path = str(file_of(ROSTER))

    summary = CliRunner().invoke(read, [path])
    said = json.loads(CliRunner().invoke(read, [path, "--json"]).stdout_bytes)

    assert summary.exit_code == 0
    assert "Roster: 1 person" in summary.stdout
    assert "Amal Haddad <amal@example.org>: participant" in summary.stdout
    assert "Line 3: there is no name (the line was left out)." in summary.stdout
    assert said["kind"] == "roster"
    assert said["people"][0]["email"] == "amal@example.org"
    assert said["problems"] == [{"line": 3, "message": "Line 3: there is no name (the line was left out)."}]


def test_a_table_through_a_column_map(file_of: WriteFile) -> None:
    table = file_of("wer;kommt;geht\nAmal;2026-09-24 18:00;2026-09-24 19:00\n", name="register.csv")
    columns = file_of('[columns]\nname = "wer"\njoined = "kommt"\nleft = "geht"\n', name="register.toml")

    result = CliRunner().invoke(read, [str(table), "--columns", str(columns), "--zone", "UTC"])
    wrong = CliRunner().invoke(read, [str(table), "--columns", str(table)])

    assert " 1:00:00       1  Amal" in result.stdout
    assert wrong.exit_code == 3
    assert "the column map is not as it should be" in wrong.stderr


def test_the_day_of_times_without_a_date(file_of: WriteFile) -> None:
    path = str(file_of("Name,Email,Duration,Time joined,Time exited\nAmal,,58 min,18:00,18:58\n"))

    result = CliRunner().invoke(read, [path, "--date", "2026-09-24", "--zone", "UTC"])

    assert "From 2026-09-24 18:00 to 2026-09-24 18:58" in result.stdout
    assert CliRunner().invoke(read, [path, "--date", "soon"]).exit_code == 2


def test_turns_out_of_a_recordings_events(file_of: WriteFile) -> None:
    events = (
        '<recording meeting_id="x-1790272800000"><event timestamp="0" eventname="ParticipantJoinEvent">'
        "<userId>w</userId><name>Amal</name></event>"
        '<event timestamp="1000" eventname="ParticipantTalkingEvent"><participant>w</participant>'
        '<talking>true</talking></event><event timestamp="61000" eventname="EndAndKickAllEvent"/></recording>'
    )

    result = CliRunner().invoke(read, [str(file_of(events)), "--as", "turns"])

    assert result.stdout.startswith("Speaking turns (bigbluebutton): 1 turns in 0:01:00\n")


def test_an_unknown_encoding_is_wrong_usage(file_of: WriteFile) -> None:
    result = CliRunner().invoke(read, [str(file_of(ROSTER)), "--encoding", "ebcdic"])

    assert result.exit_code == 2
    assert "name one of utf-8" in result.stderr
