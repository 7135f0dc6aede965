"""Any table through a column map that a person set once."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from facilitator_tui.imports.column_map import (
    ATTENDANCE_FIELDS,
    ROSTER_FIELDS,
    ColumnMap,
    column_map_of,
    read_column_map,
)
from facilitator_tui.imports.normal import AttendanceFile, ReportedPerson, RosterFile
from facilitator_tui.imports.problems import BadColumnMap, Damaged, NotRecognised, SecondMeeting
from facilitator_tui.imports.recognise import read_file
from tests.imports.conftest import WriteFile

TOML = """
platform = "hallo"
zone = "Europe/Berlin"
day_first = true

[columns]
name = "Wer"
email = "Post"
joined = "Kommt"
left = "Geht"
"""
TABLE = (
    "Liste vom Server\n\nNr;Wer;Post;Kommt;Geht\n"
    "1;Amal Haddad;amal@example.org;03/04/2026 18:00;03/04/2026 19:00\n"
    "2;Rui Costa;;03/04/2026 18:30;03/04/2026 19:30\n"
)


def ms(month: int, day: int, hour: int, minute: int) -> int:
    return int(datetime.datetime(2026, month, day, hour, minute, tzinfo=datetime.UTC).timestamp()) * 1000


def report_of(path: Path, column_map: ColumnMap) -> AttendanceFile:
    form = read_file(path, maps=[column_map])
    assert isinstance(form, AttendanceFile)
    return form


def test_a_map_in_toml_and_the_same_in_json(file_of: WriteFile) -> None:
    json = (
        '{"platform": "hallo", "zone": "Europe/Berlin", "day_first": true, "columns": '
        '{"name": "Wer", "email": "Post", "joined": "Kommt", "left": "Geht"}}'
    )

    assert column_map_of(TOML, "map") == column_map_of(json, "map")
    assert read_column_map(file_of(TOML)) == column_map_of(json, "map")


def test_a_table_with_columns_of_its_own(file_of: WriteFile) -> None:
    form = report_of(file_of(TABLE), column_map_of(TOML, "map"))

    assert form.platform == "hallo"
    assert form.people == (
        ReportedPerson("Amal Haddad", "amal@example.org", ((ms(4, 3, 16, 0), ms(4, 3, 17, 0)),), 3600_000),
        ReportedPerson("Rui Costa", "", ((ms(4, 3, 16, 30), ms(4, 3, 17, 30)),), 3600_000),
    )
    assert form.warnings == ()


def test_without_its_columns_a_map_is_passed_over(file_of: WriteFile) -> None:
    with pytest.raises(NotRecognised):
        read_file(file_of(TABLE.replace("Kommt", "Kam")), maps=[column_map_of(TOML, "map")])


def test_times_with_an_offset_and_a_column_of_dates(file_of: WriteFile) -> None:
    whole = ColumnMap({"name": "who", "joined": "in", "left": "out"})
    apart = ColumnMap(
        {"name": "who", "date": "day", "joined": "in", "left": "out"}, zone="UTC", day_first=True
    )

    offset = report_of(file_of("who,in,out\nAmal,2026-09-24T18:00:00+02:00,2026-09-24T17:00:00Z\n"), whole)
    dated = report_of(file_of("who,day,in,out\nAmal,24/09/2026,18:00,19:00\n"), apart)

    assert offset.people[0].spells == ((ms(9, 24, 16, 0), ms(9, 24, 17, 0)),)
    assert offset.warnings == ()
    assert dated.people[0].spells == ((ms(9, 24, 18, 0), ms(9, 24, 19, 0)),)


def test_a_duration_alone_in_the_unit_of_the_map(file_of: WriteFile) -> None:
    seconds = ColumnMap({"name": "who", "duration": "s"}, duration_in="seconds")

    form = report_of(file_of("who,s\nAmal,90\nAmal,90\nRui,\n"), seconds)

    assert form.people == (ReportedPerson("Amal", "", (), 180_000),)
    assert form.warnings == (
        "The table gives only how long people were there, and not when they came and went.",
        "Line 4: no name, or times that cannot be read; left out.",
    )


def test_a_map_of_a_roster(file_of: WriteFile) -> None:
    roster = ColumnMap({"name": "Wer", "institution": "Woher"}, kind="roster")

    form = read_file(file_of("Wer;Woher\nAmal Haddad;Tunis\n"), maps=[roster])

    assert isinstance(form, RosterFile)
    assert [(person.name, person.institution) for person in form.people] == [("Amal Haddad", "Tunis")]


def test_a_table_that_the_map_cannot_read(file_of: WriteFile) -> None:
    column_map = column_map_of(TOML, "map")

    with pytest.raises(Damaged, match=r"line 4: no row has a name and a time.*mend the column map"):
        read_file(file_of(TABLE.replace("03/04/2026", "?")), maps=[column_map])
    with pytest.raises(SecondMeeting):
        read_file(file_of(TABLE + TABLE), maps=[column_map])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("columns = 3", "the column map is not as it should be"),
        ("[columns]\nname = ", "the column map is not as it should be"),
        ('{"columns": {"name": "x"', "the column map is not as it should be"),
        ('color = "red"\n[columns]\nname = "x"', "unknown field"),
        ('[columns]\nnick = "x"', "“nick” is no field; fields are name, given_name"),
        ('[columns]\nname = " "', "the label of “name” is empty"),
        ('[columns]\njoined = "x"', "no column says who somebody is"),
        ('[columns]\nname = "x"', "no column says when or how long"),
    ],
)
def test_a_map_that_is_wrong_says_what_to_mend(text: str, says: str) -> None:
    with pytest.raises(BadColumnMap, match=says):
        column_map_of(text, "map.toml")


def test_a_map_that_is_not_there(tmp_path: Path, file_of: WriteFile) -> None:
    with pytest.raises(
        BadColumnMap, match=r"^map\.toml: the column map cannot be read: the file cannot be opened"
    ):
        read_column_map(tmp_path / "map.toml")
    with pytest.raises(BadColumnMap, match="it is no UTF-8 text"):
        read_column_map(file_of(b"\xff\xfe\xff"))


def test_the_examples_of_the_page_on_imports_are_maps() -> None:
    page = (Path(__file__).parents[2] / "docs" / "imports.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```(?:toml|json)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)

    maps = [column_map_of(example, "the page") for example in examples]

    assert [each.columns["name"] for each in maps] == ["Wer", "Wer"]
    described = re.findall(
        r"`(\w+)`", page[page.index("Fields of attendance") : page.index("written as JSON")]
    )
    assert {*ATTENDANCE_FIELDS, *ROSTER_FIELDS} <= set(described)
