"""Google Meet: the sheet Google sends, lists made by hand, lists of add-ons; times of day with and without a date."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from facilitator_tui.imports.normal import AttendanceFile, ReportedPerson
from facilitator_tui.imports.problems import Damaged, SecondMeeting
from facilitator_tui.imports.recognise import read_file, recognise
from tests.imports.conftest import WriteFile

DAY = datetime.date(2026, 9, 24)
NATIVE = (
    "First name,Last name,Email,Duration,Time joined,Time exited\n"
    "Inês,Duarte,ines@example.org,1 hr 58 min,6:01 PM,7:59 PM\n"
    "Yusuf,Demir,,30 min,6:05 PM,7:35 PM\n"
)


def ms(hour: int, minute: int, day: int = 24) -> int:
    return int(datetime.datetime(2026, 9, day, hour, minute, tzinfo=datetime.UTC).timestamp()) * 1000


def report_of(path: Path, date: datetime.date | None = DAY) -> AttendanceFile:
    assert recognise(path) == "google_meet"
    form = read_file(path, zone="UTC", date=date)
    assert isinstance(form, AttendanceFile)
    return form


def test_the_native_sheet_on_a_day_that_is_named(file_of: WriteFile) -> None:
    form = report_of(file_of(NATIVE))

    assert form.people == (
        ReportedPerson("Inês Duarte", "ines@example.org", ((ms(18, 1), ms(19, 59)),), 118 * 60_000),
        ReportedPerson("Yusuf Demir", "", ((ms(18, 5), ms(19, 35)),), 30 * 60_000),
    )
    assert form.warnings[0].startswith("Line 3: away in between")


def test_without_a_day_only_the_time_in_total_is_known(file_of: WriteFile) -> None:
    form = report_of(file_of(NATIVE), date=None)

    assert [(person.spells, person.present_ms) for person in form.people] == [
        ((), 118 * 60_000),
        ((), 30 * 60_000),
    ]
    assert (form.started_ms, form.ended_ms) == (None, None)
    assert any("Name the day of the meeting (--date)" in warning for warning in form.warnings)


@pytest.mark.parametrize(
    "header",
    [
        "Name,Email,Duration,Time joined,Time exited",
        "Full name,Email,Time in call,First seen at,Last seen at",
        "Participant,E-mail,Duration,Joined,Left",
        "Nom,Adresse e-mail,Durée,Heure d’arrivée,Heure de départ",
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_native_and_hand_made_headers(header: str, delimiter: str, file_of: WriteFile) -> None:
    text = f"{header}\nAmal Haddad,amal@example.org,58 min,18:00,18:58\n".replace(",", delimiter)

    [amal] = report_of(file_of(text)).people

    assert amal == ReportedPerson("Amal Haddad", "amal@example.org", ((ms(18, 0), ms(18, 58)),), 58 * 60_000)


def test_times_with_a_date_need_no_day(file_of: WriteFile) -> None:
    text = (
        "Name,Email,Duration,Time joined,Time exited\nAmal,,58 min,2026-09-24 18:00:00,2026-09-24 18:58:00\n"
    )

    assert report_of(file_of(text), date=None).people[0].spells == ((ms(18, 0), ms(18, 58)),)


def test_a_day_and_a_title_above_the_table(file_of: WriteFile) -> None:
    form = report_of(file_of("Who belongs? 2026-09-24\n\n" + NATIVE), date=None)

    assert form.title == "Who belongs? 2026-09-24"
    assert form.people[0].spells == ((ms(18, 1), ms(19, 59)),)


def test_a_stay_over_midnight(file_of: WriteFile) -> None:
    text = "Name,Duration,Time joined,Time exited\nAmal,40 min,23:50,0:30\n"

    assert report_of(file_of(text)).people[0].spells == ((ms(23, 50), ms(0, 30, day=25)),)
    assert report_of(file_of(text), date=None).people[0].present_ms == 40 * 60_000


def test_when_somebody_was_first_seen_and_for_how_long(file_of: WriteFile) -> None:
    text = "Full name,First seen,Time in call\nAmal Haddad,18:00,00:40:00\n"

    assert report_of(file_of(text)).people[0].spells == ((ms(18, 0), ms(18, 40)),)


def test_an_add_on_that_puts_tabs_into_one_quoted_cell(file_of: WriteFile) -> None:
    amal = '"Amal Haddad\t18:01 (6min) [18:06]\t18:30 (30min) [19:00]"\n'
    text = f'Who belongs?\n\n{amal}"Rui Costa\t18:00 (60min) [19:00]"\n'

    form = report_of(file_of(text))

    assert form.title == "Who belongs?"
    assert form.people == (
        ReportedPerson("Amal Haddad", "", ((ms(18, 1), ms(18, 6)), (ms(18, 30), ms(19, 0))), 35 * 60_000),
        ReportedPerson("Rui Costa", "", ((ms(18, 0), ms(19, 0)),), 60 * 60_000),
    )


def test_two_lists_in_one_file_are_refused(file_of: WriteFile) -> None:
    with pytest.raises(SecondMeeting, match="line 4: a second meeting"):
        read_file(file_of(NATIVE + NATIVE))


def test_nobody_with_a_time_is_refused(file_of: WriteFile) -> None:
    with pytest.raises(Damaged, match="line 2: the list has nobody whose times can be read"):
        read_file(file_of("Name,Email,Duration,Time joined,Time exited\nAmal,,,,\n"))
