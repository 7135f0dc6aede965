"""Zoom participants reports: shapes, languages, second devices, and rows that are not presence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from facilitator_tui.imports.normal import AttendanceFile, ReportedPerson, shape
from facilitator_tui.imports.options import UnknownZone
from facilitator_tui.imports.problems import Damaged, SecondMeeting, TooLarge
from facilitator_tui.imports.recognise import read_file, recognise
from tests.imports.conftest import RealFile, WriteFile

HEADER = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
BLOCK = (
    "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants\n"
    "00123456789,Who belongs?,09/24/2026 06:00:00 PM,09/24/2026 08:00:00 PM,ines@example.org,120,2\n"
)
TWO_PEOPLE = (
    "Inês Duarte,ines@example.org,09/24/2026 05:55:10 PM,09/24/2026 08:01:00 PM,126,No\n"
    "Yusuf Demir (Yusuf),,09/24/2026 06:01:00 PM,09/24/2026 07:58:30 PM,118,Yes\n"
)
ZONE_ASSUMED = "The report gives local times without a zone: UTC was assumed. Name the zone (--zone)."


def ms(year: int, month: int, day: int, hour: int, minute: int, second: int) -> int:
    return int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp()) * 1000


def report_of(path: Path, zone: str = "UTC", day_first: bool | None = None) -> AttendanceFile:
    form = read_file(path, zone=zone, day_first=day_first)
    assert isinstance(form, AttendanceFile)
    return form


def by_name(form: AttendanceFile) -> dict[str, ReportedPerson]:
    return {person.name: person for person in form.people}


def test_the_real_report_of_unique_users(real_file: RealFile) -> None:
    form = report_of(real_file("zoom/meeting001_participants.csv"))

    assert form.title == "Meeting about Reunion"
    assert form.started_ms == ms(2020, 9, 24, 11, 35, 16)
    assert form.ended_ms == ms(2020, 9, 24, 12, 49, 20)
    assert len(form.people) == 10
    assert by_name(form)["Eric's iPad (Clapton)"] == ReportedPerson(
        "Eric's iPad (Clapton)", "", (), 57 * 60_000
    )
    assert any("only minutes in total, rounded up" in warning for warning in form.warnings)
    assert "The report states 170 participants and lists 10 names." in form.warnings


@pytest.mark.parametrize("name", ["participants_heroes.csv", "participants_heroes_full.csv"])
def test_the_real_report_with_rejoins(name: str, real_file: RealFile) -> None:
    path = real_file(f"zoom/{name}")

    form = report_of(path)
    people = by_name(form)

    assert recognise(path) == "zoom_participants"
    assert len(form.people) == 27
    # A second device inside the first spell, one that overlaps by 14 s, and a real gap.
    assert people["003_Power Girl (Kara Zor-L)"].spells == (
        (ms(2021, 11, 19, 10, 8, 26), ms(2021, 11, 19, 12, 1, 58)),
    )
    assert people["017_Swarm"].present_ms == ms(2021, 11, 19, 12, 1, 58) - ms(2021, 11, 19, 10, 14, 30)
    assert [left - joined for joined, left in people["022_Dazzler"].spells] == [93_000, 1_612_000]
    assert form.warnings == ()


def test_the_real_meeting_block_gives_the_meetings_own_times(real_file: RealFile) -> None:
    without = report_of(real_file("zoom/participants_heroes.csv"))
    full = report_of(real_file("zoom/participants_heroes_full.csv"))

    assert full.people == without.people
    assert (full.title, full.started_ms) == ("Heroes meeting", ms(2021, 11, 19, 10, 0, 0))
    assert (without.title, without.started_ms) == ("", ms(2021, 11, 19, 9, 54, 15))


@pytest.mark.parametrize("separator", ["\n", ",,,,,,\n", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_report_with_meeting_block(separator: str, encoding: str, file_of: WriteFile) -> None:
    text = (BLOCK + separator + HEADER + TWO_PEOPLE).replace("\n", "\r\n")

    form = report_of(file_of(text, encoding))

    assert shape(form) == {
        "kind": "attendance",
        "platform": "zoom",
        "title": "Who belongs?",
        "started_ms": ms(2026, 9, 24, 18, 0, 0),
        "ended_ms": ms(2026, 9, 24, 20, 0, 0),
        "people": [
            {
                "name": "Inês Duarte",
                "email": "ines@example.org",
                "spells": [[ms(2026, 9, 24, 17, 55, 10), ms(2026, 9, 24, 20, 1, 0)]],
                "seconds": 7550,
            },
            {
                "name": "Yusuf Demir (Yusuf)",
                "email": "",
                "spells": [[ms(2026, 9, 24, 18, 1, 0), ms(2026, 9, 24, 19, 58, 30)]],
                "seconds": 7050,
            },
        ],
        "warnings": [],
    }


def test_without_a_zone_utc_is_assumed_and_said(file_of: WriteFile) -> None:
    assert report_of(file_of(HEADER + TWO_PEOPLE), zone="").warnings == (ZONE_ASSUMED,)


def test_times_are_those_of_the_zone_that_was_named(file_of: WriteFile) -> None:
    form = report_of(file_of(HEADER + TWO_PEOPLE), zone="Africa/Tunis")

    assert form.started_ms == ms(2026, 9, 24, 16, 55, 10)


def test_an_unknown_zone_is_refused(file_of: WriteFile) -> None:
    for zone in ("Mars/Olympus", "../../etc/passwd", "Europe"):
        with pytest.raises(UnknownZone, match="there is no time zone"):
            report_of(file_of(HEADER + TWO_PEOPLE), zone=zone)


def test_the_night_the_clocks_go_back(file_of: WriteFile) -> None:
    row = "Amal Haddad,,10/25/2026 02:50:00 AM,10/25/2026 02:10:00 AM,20,No\n"

    form = report_of(file_of(HEADER + row), zone="Europe/Berlin")

    assert form.people[0].present_ms == 20 * 60_000


@pytest.mark.parametrize(
    "header",
    [
        "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,Recording disclaimer response",
        "Nombre (nombre original),E-mail del usuario,Hora para unirse,Hora para salir,Duración (minutos),Invitado",
        "Nombre (nombre original),Correo electrónico,Hora de entrada,Hora de salida,Duración (minutos),Invitado",
        "Nom (nom original),Adresse e-mail de l’utilisateur,Heure d’arrivée,Heure de départ,Durée (minutes),Invité",
        "Nom (nom original),Adresse e-mail de l'utilisateur,Heure d'arrivée,Heure de départ,Durée (minutes),Invité",
        "Nome (nome original),E-mail,Ingressar na hora,Hora de saída,Duração (minutos),Convidado",
        "Nome (nome originale),E-mail,Ora di ingresso,Ora di uscita,Durata (minuti),Guest",
        "이름(원래 이름),사용자 이메일,참가 시간,나간 시간,기간(분),게스트",
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_headers_in_several_languages(header: str, delimiter: str, file_of: WriteFile) -> None:
    text = (header + "\n" + TWO_PEOPLE).replace(",", delimiter)

    form = report_of(file_of(text))

    assert [(person.email, person.present_ms) for person in form.people] == [
        ("ines@example.org", 7_550_000),
        ("", 7_050_000),
    ]


def test_a_report_that_repeats_the_meeting_in_every_row(file_of: WriteFile) -> None:
    text = (
        "Topic,Type,ID,Host name,Host email,Start time,End time,Participants,Duration (minutes),"
        "Name (original name),Email,Join time,Leave time,Duration (minutes),In waiting room\n"
        "Who belongs?,Meeting,123,Inês,ines@example.org,24/09/2026 18:00,24/09/2026 20:00,2,120,"
        "Amal Haddad,amal@example.org,24/09/2026 18:00,24/09/2026 18:02,2,Yes\n"
        "Who belongs?,Meeting,123,Inês,ines@example.org,24/09/2026 18:00,24/09/2026 20:00,2,120,"
        "Amal Haddad,amal@example.org,24/09/2026 18:02,24/09/2026 20:00,118,No\n"
    )

    form = report_of(file_of(text))

    assert form.title == "Who belongs?"
    assert form.people == (
        ReportedPerson(
            "Amal Haddad",
            "amal@example.org",
            ((ms(2026, 9, 24, 18, 2, 0), ms(2026, 9, 24, 20, 0, 0)),),
            118 * 60_000,
        ),
    )
    assert "1 row is about the waiting room, which is not presence; left out." in form.warnings


def test_a_webinar_report_with_its_sections(file_of: WriteFile) -> None:
    columns = (
        "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest"
    )
    text = (
        "Attendee Report,\n"
        "Topic,Webinar ID,Actual Start Time,Actual Duration (minutes)\n"
        'Open evening,"900 000 000",09/24/2026 06:00:00 PM,60\n'
        "Panelist Details,\n"
        f"{columns}\n"
        "Yes,Inês Duarte,ines@example.org,09/24/2026 06:00:00 PM,09/24/2026 07:00:00 PM,60,No\n"
        "Attendee Details\n"
        f"{columns}\n"
        "Yes,Yu\x00suf Demir,yusuf@example.org,09/24/2026 06:10:00 PM,09/24/2026 06:40:00 PM,30,Yes,,,\n"
        "No,Tove Lind,tove@example.org,--,--,--,--\n"
    )

    form = report_of(file_of(text))

    assert [(person.name, person.present_ms) for person in form.people] == [
        ("Inês Duarte", 3_600_000),
        ("Yusuf Demir", 1_800_000),
    ]
    assert form.title == "Open evening"
    assert form.warnings == ("1 person registered but did not come; left out.",)


def test_two_meetings_in_one_file_are_refused(file_of: WriteFile) -> None:
    second = BLOCK.replace("09/24", "10/01").replace("00123456789", "00987654321")

    with pytest.raises(
        SecondMeeting, match=r"^report.csv, line 7: a second meeting begins here.*a file of its own\.$"
    ):
        report_of(file_of(BLOCK + HEADER + TWO_PEOPLE + second + HEADER + TWO_PEOPLE, name="report.csv"))


def test_minutes_are_never_rounded_and_spells_are_added_in_seconds(file_of: WriteFile) -> None:
    rows = (
        "Amal Haddad,,09/24/2026 06:00:00 PM,09/24/2026 06:04:50 PM,5,No\n"
        "Rui Costa,,09/24/2026 06:00:00 PM,09/24/2026 06:01:30 PM,2,No\n"
        "Rui Costa,,09/24/2026 06:03:00 PM,09/24/2026 06:04:30 PM,2,No\n"
    )

    amal, rui = report_of(file_of(HEADER + rows)).people

    # Of a meeting of 7 minutes with a bar of 60 % (252 s), 4 min 50 s is present.
    assert amal.present_ms == 290_000 > 0.6 * 7 * 60_000
    assert rui.present_ms == 180_000


def test_one_person_is_a_name_with_an_email(file_of: WriteFile) -> None:
    time = "09/24/2026 06:00:00 PM,09/24/2026 07:00:00 PM,60,No\n"
    rows = f"Ana,ana1@example.org,{time}Ana,ana2@example.org,{time}Ana,NA,{time}Anna,ana1@example.org,{time}"

    form = report_of(file_of(HEADER + rows))

    assert [(person.name, person.email) for person in form.people] == [
        ("Ana", "ana1@example.org"),
        ("Ana", "ana2@example.org"),
        ("Ana", ""),
        ("Anna", "ana1@example.org"),
    ]


def test_somebody_whom_nobody_saw_leave_stays_until_the_end(file_of: WriteFile) -> None:
    row = "Rui Costa,,09/24/2026 07:00:00 PM,,0,No\n"

    with_end = report_of(file_of(BLOCK + HEADER + TWO_PEOPLE + row))
    without = report_of(file_of(HEADER + TWO_PEOPLE + row))

    assert by_name(with_end)["Rui Costa"].present_ms == 3_600_000
    assert "Rui Costa" not in by_name(without)
    assert with_end.warnings[0].startswith("Line 6: no time of leaving")
    assert without.warnings[0].startswith("Line 4: no time of leaving")


@pytest.mark.parametrize(
    "row",
    [
        "Rui Costa,,09/24/2026 07:00:00 PM,09/24/2026 06:00:00 PM,60,No",
        "Rui Costa,,soon,later,60,No",
        "Rui Costa,,09/24/2026 25:00:00,09/24/2026 26:00:00,60,No",
        "Rui Costa,,02/30/2026 06:00:00 PM,02/30/2026 07:00:00 PM,60,No",
        "Rui Costa,,09/24/1026 06:00:00 PM,09/24/1026 07:00:00 PM,60,No",
        "Rui Costa,,09/20/2026 06:00:00 PM,09/24/2026 07:00:00 PM,60,No",
        "Rui Costa,,09/24/2026 06:00:00 PM,09/24",
        "Rui Costa,",
        "Rui Costa",
        ",,09/24/2026 06:00:00 PM,09/24/2026 07:00:00 PM,60,No",
    ],
)
def test_rows_that_cannot_be_read_are_named(row: str, file_of: WriteFile) -> None:
    form = report_of(file_of(HEADER + TWO_PEOPLE + row + "\n"))

    assert len(form.people) == 2
    assert form.warnings[0].startswith("Line 4: ")


def test_names_and_titles_are_made_safe(file_of: WriteFile) -> None:
    text = (
        BLOCK.replace("Who belongs?", "Who\x1b]0;x\x07 belongs?")
        + HEADER
        + TWO_PEOPLE.replace("Inês", "I\u202enês")
    )

    form = report_of(file_of(text))

    assert (form.title, form.people[0].name) == ("Who belongs?", "Inês Duarte")


def test_a_line_break_inside_a_name_is_a_blank(file_of: WriteFile) -> None:
    form = report_of(file_of(HEADER + TWO_PEOPLE.replace("Inês Duarte", '"Inês\nDuarte"')))

    assert form.people[0].name == "Inês Duarte"


def test_a_lost_quotation_mark_does_not_swallow_people(file_of: WriteFile) -> None:
    with pytest.raises(Damaged, match="line 2: a quotation mark in this row does not close"):
        report_of(file_of(HEADER + TWO_PEOPLE.replace("Inês", '"Inês')))


def test_a_report_of_nobody_is_refused(file_of: WriteFile) -> None:
    with pytest.raises(Damaged, match="the report lists nobody"):
        report_of(file_of(HEADER))


def test_an_endless_report_is_refused_while_reading(file_of: WriteFile) -> None:
    row = "Amal,,09/24/2026 06:00:00 PM,09/24/2026 07:00:00 PM,60,No\n"

    with pytest.raises(TooLarge, match="more than 100 000 rows"):
        report_of(file_of(HEADER + row * 100_001))


def test_an_endless_line_is_refused_without_loading_it(file_of: WriteFile) -> None:
    path = file_of(HEADER + TWO_PEOPLE + "x" * 70_000)
    with path.open("r+b") as file:
        file.truncate(500_000_000)

    with pytest.raises(Damaged, match="line 4: this line has more than a million characters"):
        report_of(path)
