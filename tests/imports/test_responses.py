"""Tables of who handed in what: long and wide, in several languages, and what is wrong in them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator_tui.imports.options import UnknownZone
from facilitator_tui.imports.problems import BadColumnMap, Damaged, ImportProblem, NotRecognised
from facilitator_tui.imports.response_columns import CourseWords, TaskName
from facilitator_tui.imports.responses import (
    Response,
    ResponseMap,
    ResponsesFile,
    read_date,
    read_response_map,
    read_responses,
)

COURSE = CourseWords(
    (
        TaskName("post-survey", "The survey after the course"),
        TaskName("diary", "Half a page after each session"),
        TaskName("reaction", "A video to somebody else's"),
    ),
    {1: "Where we live", 2: "Who belongs?", 3: "What now?"},
)


def read(
    folder: Path,
    text: str,
    task: str = "",
    said: ResponseMap | None = None,
    zone: str = "UTC",
    day_first: bool | None = None,
) -> ResponsesFile:
    path = folder / "responses.csv"
    path.write_text(text, encoding="utf-8")
    return read_responses(path, COURSE, task=task, said=said, zone=zone, day_first=day_first)


def told(form: ResponsesFile) -> list[tuple[str, str, int, str, int]]:
    """Who, what, for which module, when (UTC), how often."""
    return [
        (each.name or each.email, each.task, each.module, when(each), each.times) for each in form.responses
    ]


def when(response: Response) -> str:
    if response.at_ms is None:
        return ""
    return f"{datetime.fromtimestamp(response.at_ms / 1000, UTC):%Y-%m-%d %H:%M}"


def test_a_row_for_each_time(tmp_path: Path) -> None:
    form = read(
        tmp_path,
        "Name,E-mail,Task,Session,Date,Times,To\n"
        "Amal Haddad,amal@example.org,diary,2,2026-03-09 21:30,,\n"
        "Bruno Keller,,The survey after the course,,2026-04-11,,\n"
        "Bruno Keller,,reaction,,2026-03-12 08:00,2,Amal Haddad\n",
    )
    assert told(form) == [
        ("Amal Haddad", "diary", 2, "2026-03-09 21:30", 1),
        ("Bruno Keller", "post-survey", 0, "2026-04-11 00:00", 1),
        ("Bruno Keller", "reaction", 0, "2026-03-12 08:00", 2),
    ]
    assert form.responses[2].to == "Amal Haddad"
    assert form.problems == ()


def test_a_row_a_person_with_a_column_for_each_task(tmp_path: Path) -> None:
    form = read(
        tmp_path,
        "Full name;diary 1;Diary – session 2;Module 3: diary;post-survey;reaction;Remarks\n"
        "Amal Haddad;2026-03-02 21:00;yes;-;✓;3;early bird\n"
        "Bruno Keller;no;;x;Not completed;0;\n",
    )
    assert told(form) == [
        ("Amal Haddad", "diary", 1, "2026-03-02 21:00", 1),
        ("Amal Haddad", "diary", 2, "", 1),
        ("Amal Haddad", "post-survey", 0, "", 1),
        ("Amal Haddad", "reaction", 0, "", 3),
        ("Bruno Keller", "diary", 3, "", 1),
    ]
    assert dict(form.columns)["Remarks"] == ""


@pytest.mark.parametrize(
    ("header", "done"),
    [
        ("Nombre,Tarea,Sesión,Fecha", "Amal Haddad,diary,Sesión 2,09/03/2026 21:30"),
        ("Name;Aufgabe;Sitzung;Abgabedatum", "Amal Haddad;diary;2;09.03.2026 21:30"),
        ("Nom,Activité,Séance,Horodateur", "Amal Haddad,diary,2,09/03/2026 21:30"),
        ("Ad Soyad,Görev,Oturum,Zaman damgası", "Amal Haddad,diary,2,09.03.2026 21:30"),
        ("الاسم,المهمة,الجلسة,التاريخ", "Amal Haddad,diary,2,2026-03-09 21:30"),
        ("Имя и фамилия,Задание,Модуль,Дата", "Amal Haddad,diary,2,09.03.2026 21:30"),
    ],
)
def test_labels_in_several_languages(tmp_path: Path, header: str, done: str) -> None:
    form = read(tmp_path, f"{header}\n{done}\n", day_first=True)
    assert told(form) == [("Amal Haddad", "diary", 2, "2026-03-09 21:30", 1)]


def test_a_form_of_one_task_says_it_from_outside(tmp_path: Path) -> None:
    text = "Timestamp,Email Address,How was it?\n2026-03-09 21:30:05,amal@example.org,Good\n"
    with pytest.raises(
        NotRecognised, match=r"which task.*--task \(the course has post-survey, diary, reaction\)"
    ):
        read(tmp_path, text)
    assert told(read(tmp_path, text, task="post-survey")) == [
        ("amal@example.org", "post-survey", 0, "2026-03-09 21:30", 1)
    ]


def test_completion_of_activities_has_its_date_beside_it(tmp_path: Path) -> None:
    form = read(
        tmp_path,
        'First name,Surname,Email address,The survey after the course,,"A video to somebody else\'s",\n'
        'Amal,Haddad,amal@example.org,Completed,"Saturday, 11 April 2026, 6:10 PM",Not completed,\n'
        'Bruno,Keller,bruno@example.org,Completed (achieved pass grade),"Sunday, 12 April 2026, 9:00 AM",Completed,\n',
    )
    assert told(form) == [
        ("Amal Haddad", "post-survey", 0, "2026-04-11 18:10", 1),
        ("Bruno Keller", "post-survey", 0, "2026-04-12 09:00", 1),
        ("Bruno Keller", "reaction", 0, "", 1),
    ]


def test_what_was_not_submitted_is_not_counted(tmp_path: Path) -> None:
    form = read(
        tmp_path,
        "Full name,Status,Last modified (submission)\nAmal Haddad,Submitted for grading,2026-03-03 10:00\n"
        "Bruno Keller,No submission,-\n",
        task="diary",
    )
    assert [each.name for each in form.responses] == ["Amal Haddad"]


def test_times_are_those_of_the_zone_unless_they_say_their_own(tmp_path: Path) -> None:
    text = (
        "Name,Task,Date\nAmal Haddad,diary,2026-03-31 23:30\nBruno Keller,diary,2026-03-31T23:30:00+02:00\n"
    )
    assert [when(each) for each in read(tmp_path, text, zone="Africa/Tunis").responses] == [
        "2026-03-31 22:30",
        "2026-03-31 21:30",
    ]
    with pytest.raises(UnknownZone):
        read(tmp_path, text, zone="Atlantis")


def test_the_order_of_day_and_month_is_proven_asked_or_assumed(tmp_path: Path) -> None:
    proven = "Name,Task,Date\nAmal Haddad,diary,03/04/2026\nBruno Keller,diary,25/04/2026\n"
    assert when(read(tmp_path, proven).responses[0]) == "2026-04-03 00:00"
    open_ = "Name,Task,Date\nAmal Haddad,diary,03/04/2026 10:00\n"
    assert when(read(tmp_path, open_, day_first=False).responses[0]) == "2026-03-04 10:00"
    assert "can be read two ways" in read(tmp_path, open_).warnings[0]


def test_what_is_wrong_is_said_with_its_lines_and_a_way_out(tmp_path: Path) -> None:
    form = read(
        tmp_path,
        "Name,Task,Module,Date,Times\n"
        "Amal Haddad,dairy,1,,\n"
        "Bruno Keller,diary,9,soon,\n"
        ",diary,1,,\n"
        "Chiara Conti,dairy,2,,\n"
        "Deniz Aksoy,diary,1,31/02/2026,\n"
        "Eda Su,diary,1,,many\n",
    )
    assert [problem.message for problem in form.problems] == [
        'Lines 2, 5: left out: the course has no task “dairy”; write "diary".',
        "Line 3: “9” is no module of the course, which has 1, 2, 3; taken without one.",
        "Line 3: the date “soon” cannot be read; taken without a date.",
        "Line 4: left out: nobody is named.",
        "Line 6: the date “31/02/2026” cannot be read; taken without a date.",
        "Line 7: “many” is no date, no number of times and no yes or no, so it does not count.",
    ]
    assert told(form) == [("Bruno Keller", "diary", 0, "", 1), ("Deniz Aksoy", "diary", 1, "", 1)]


def test_a_grade_is_no_number_of_times(tmp_path: Path) -> None:
    form = read(tmp_path, "Name,diary 1,diary 2\nAmal Haddad,0.85,yes\nBruno Keller,9000,1.0\n")
    assert told(form) == [("Amal Haddad", "diary", 2, "", 1), ("Bruno Keller", "diary", 2, "", 1)]
    assert [problem.lines for problem in form.problems] == [(2,), (3,)]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("Task,Date\ndiary,2026-03-03\n", NotRecognised),
        ("just a letter to somebody\n", NotRecognised),
        ("Name,Task\nAmal Haddad,dairy\n", Damaged),
        ("Name,diary\nAmal Haddad,no\n", Damaged),
        ("", ImportProblem),
    ],
)
def test_tables_that_say_nothing_end_in_a_sentence(tmp_path: Path, text: str, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"responses\.csv.*;"):
        read(tmp_path, text)


def test_a_map_names_columns_once(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(
        'kind = "responses"\nday_first = false\n[columns]\nname = "Wer"\ndate = "Wann"\n'
        '[tasks]\n"Ende" = "post-survey"\n"E2" = "diary 2"\n',
        encoding="utf-8",
    )
    form = read(tmp_path, "Wer,Ende,E2,Wann\nAmal Haddad,ja,03/04/2026,x\n", said=read_response_map(path))
    assert told(form) == [
        ("Amal Haddad", "post-survey", 0, "", 1),
        ("Amal Haddad", "diary", 2, "2026-03-04 00:00", 1),
    ]


@pytest.mark.parametrize(
    "text", ['[columns]\nshoe = "Size"\n', "columns = 3\n", "{", '{"columns": {}, "colour": 1}', "\x00"]
)
def test_a_map_that_is_not_as_it_should_be_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadColumnMap):
        read_response_map(path)


def test_a_map_that_does_not_fit_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotRecognised):
        read(tmp_path, "Name,diary\nAmal Haddad,yes\n", said=ResponseMap(columns={"name": "Wer"}))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-09", "2026-03-09 00:00"),
        ("2026-03-09T21:30:00.123Z", "2026-03-09 21:30"),
        ("Mar 9, 2026", "2026-03-09 00:00"),
        ("9 March 2026, 9:30 PM", "2026-03-09 21:30"),
        ("Monday, 9 March 2026 at 21:30", "2026-03-09 21:30"),
    ],
)
def test_dates_as_programs_write_them(text: str, day: str) -> None:
    from facilitator_tui.imports.local_times import moment

    stamp = read_date(text, 1)
    assert stamp is not None
    found = moment(stamp, True)
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == day


@pytest.mark.parametrize("text", ["", "soon", "42", "9 Brumaire 2026", "2026-13-45", "yes"])
def test_what_is_no_date(text: str) -> None:
    assert read_date(text, 1) is None


CELLS = st.sampled_from(
    [
        "Amal Haddad",
        "diary",
        "diary 2",
        "2026-03-09",
        "yes",
        "no",
        "3",
        "-",
        "",
        "Session 2",
        "=1+1",
        '"',
        "\x1b[31m",
    ]
) | st.text(max_size=12)


@settings(max_examples=60)
@given(st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=4))
def test_whatever_stands_in_the_cells_a_table_is_read_or_refused_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]
) -> None:
    lines = ["Name,Task,Session,Date,diary 1", *(",".join(row) for row in table)]
    try:
        form = read(tmp_path_factory.mktemp("cells"), "\n".join(lines))
    except ImportProblem:
        return
    assert all(each.task in ("diary", "post-survey", "reaction") for each in form.responses)
    assert all(each.times > 0 and each.module in (0, 1, 2, 3) for each in form.responses)
