"""Microsoft Teams reports: sections in any language and encoding, the second listing, the older log of actions."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from facilitator_tui.imports.normal import AttendanceFile, ReportedPerson
from facilitator_tui.imports.problems import Damaged, SecondMeeting
from facilitator_tui.imports.recognise import read_file, recognise
from tests.imports.conftest import WriteFile

SUMMARY = (
    "1. Summary\n"
    "Meeting title\tWho belongs?\n"
    "Attended participants\t2\n"
    "Start time\t9/24/26, 6:00:00 PM\n"
    "End time\t9/24/26, 8:00:00 PM\n"
    "Meeting duration\t2h\n"
    "Average attendance time\t1h 30m 4s\n\n"
)
PEOPLE = (
    "2. Participants\n"
    "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n"
    "Inês Duarte\t9/24/26, 5:55:10 PM\t9/24/26, 8:01:00 PM\t2h 5m 50s\tines@example.org\tid@tenant.example\tOrganizer\n"
    "Demir, Yusuf\t9/24/26, 6:01:00 PM\t9/24/26, 7:58:30 PM\t1h 27m 30s\t\tyd@tenant.example\tAttendee\n\n"
)
STAYS = (
    "3. In-Meeting Activities\n"
    "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\n"
    "Inês Duarte\t9/24/26, 5:55:10 PM\t9/24/26, 8:01:00 PM\t2h 5m 50s\tines@example.org\tOrganizer\n"
    "Demir, Yusuf\t9/24/26, 6:01:00 PM\t9/24/26, 6:31:00 PM\t30m\t\tAttendee\n"
    "Demir, Yusuf\t9/24/26, 7:01:00 PM\t9/24/26, 7:58:30 PM\t57m 30s\t\tAttendee\n"
)
WHOLE = SUMMARY + PEOPLE + STAYS


def ms(hour: int, minute: int, second: int = 0, day: int = 24, month: int = 9) -> int:
    return int(datetime(2026, month, day, hour, minute, second, tzinfo=UTC).timestamp()) * 1000


def report_of(path: Path, zone: str = "UTC", day_first: bool | None = None) -> AttendanceFile:
    assert recognise(path) == "teams"
    form = read_file(path, zone=zone, day_first=day_first)
    assert isinstance(form, AttendanceFile)
    return form


THE_TWO = (
    ReportedPerson("Inês Duarte", "ines@example.org", ((ms(17, 55, 10), ms(20, 1)),), 7550_000),
    ReportedPerson(
        "Demir, Yusuf",
        "",
        ((ms(18, 1), ms(18, 31)), (ms(19, 1), ms(19, 58, 30))),
        (30 * 60 + 57 * 60 + 30) * 1000,
    ),
)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_people_count_once_though_they_are_listed_twice(
    encoding: str, line_end: str, file_of: WriteFile
) -> None:
    form = report_of(file_of(WHOLE.replace("\n", line_end), encoding))

    assert form.people == THE_TWO
    assert (form.platform, form.title) == ("teams", "Who belongs?")
    assert (form.started_ms, form.ended_ms) == (ms(18, 0), ms(20, 0))
    assert form.warnings == ()


@pytest.mark.parametrize("byte_order", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_its_mark_in_either_byte_order(byte_order: str, file_of: WriteFile) -> None:
    assert report_of(file_of(("\ufeff" + WHOLE).encode(byte_order))).people == THE_TWO


def test_rows_padded_to_equal_width(file_of: WriteFile) -> None:
    padded = "\n".join(line + "\t" * (6 - line.count("\t")) for line in WHOLE.splitlines()) + "\n"

    assert report_of(file_of(padded, "utf-16")).people == THE_TWO


def test_a_list_of_people_alone_counts_what_the_report_says_of_absence(file_of: WriteFile) -> None:
    form = report_of(file_of(SUMMARY + PEOPLE, "utf-16"))

    [ines, yusuf] = form.people
    assert ines == THE_TWO[0]
    assert yusuf.spells == ((ms(18, 1), ms(19, 58, 30)),)
    assert yusuf.present_ms == (87 * 60 + 30) * 1000
    assert form.warnings == (
        "Line 12: away in between, and the report does not say when; the time there is the report's own.",
    )


def test_a_stated_duration_that_is_a_second_off_changes_nothing(file_of: WriteFile) -> None:
    text = SUMMARY + PEOPLE.replace("2h 5m 50s", "2h 5m 49s").replace("1h 27m 30s", "1 h 57 m")

    assert [person.present_ms for person in report_of(file_of(text)).people] == [7550_000, 7050_000]


@pytest.mark.parametrize(
    ("sections", "header", "stays_header", "encoding", "separator"),
    [
        (
            ("1. Podsumowanie", "2. Uczestnicy", "3. Działania podczas spotkania"),
            "Imię i nazwisko\tPierwsze dołączenie\tOstatnie wyjście\tCzas udziału w spotkaniu\tAdres e-mail\t"
            "Identyfikator uczestnika (UPN)\tRola",
            "Imię i nazwisko\tGodzina dołączenia\tGodzina opuszczenia\tCzas trwania\tAdres e-mail\tRola",
            "cp1250",
            ";",
        ),
        (
            ("1. Zusammenfassung", "2. Teilnehmer", "3. Aktivitäten in der Besprechung"),
            "Name\tErster Beitritt\tLetztes Verlassen\tDauer der Besprechung\tE-Mail\tTeilnehmer-ID (UPN)\tRolle",
            "Name\tBeitreten\tVerlassen\tDauer\tE-Mail\tRolle",
            "cp1252",
            ";",
        ),
        (
            ("1. Resumen", "2. Participantes", "3. Actividades de la reunión"),
            "Nombre\tPrimera entrada\tÚltima salida\tDuración de la reunión\tCorreo electrónico\t"
            "Id. de participante (UPN)\tRol",
            "Nombre\tHora de entrada\tHora de salida\tDuración\tCorreo electrónico\tRol",
            "utf-16",
            "\t",
        ),
        (
            # A language without any known label: the columns are known by their place.
            ("1. Yhteenveto", "2. Osallistujat", "3. Kokouksen toiminnot"),
            "Nimi\tEnsimmäinen liittyminen\tViimeinen poistuminen\tKesto kokouksessa\tSähköposti\tTunnus (UPN)\tRooli",
            "Nimi\tLiittymisaika\tPoistumisaika\tKesto\tSähköposti\tRooli",
            "utf-16",
            "\t",
        ),
    ],
)
def test_labels_of_other_languages(
    sections: tuple[str, str, str],
    header: str,
    stays_header: str,
    encoding: str,
    separator: str,
    file_of: WriteFile,
) -> None:
    text = WHOLE.replace("Inês", "Tomaš" if encoding == "cp1250" else "Inês")
    for english, other in zip(
        ("1. Summary", "2. Participants", "3. In-Meeting Activities"), sections, strict=True
    ):
        text = text.replace(english, other)
    text = text.replace(PEOPLE.splitlines()[1], header).replace(STAYS.splitlines()[1], stays_header)

    form = report_of(file_of(text.replace("\t", separator), encoding))

    assert [person.present_ms for person in form.people] == [7550_000, 5250_000]
    assert (form.title, form.started_ms) == ("Who belongs?", ms(18, 0))
    assert form.people[0].name == ("Tomaš Duarte" if encoding == "cp1250" else "Inês Duarte")


def test_a_re_saved_report_says_which_code_page_it_was_taken_for(file_of: WriteFile) -> None:
    text = WHOLE.replace("Inês Duarte", "Joanna Zielińska").replace("Demir, Yusuf", "Hana Dvořáková")

    form = report_of(file_of(text.replace("\t", ";"), "cp1250"))

    assert [person.name for person in form.people] == ["Joanna Zielińska", "Hana Dvořáková"]
    assert form.warnings[0].startswith(
        "The file is not in UTF-8; it was read as Windows-1250 (Central European)."
    )


def test_labels_that_say_utc_need_no_zone(file_of: WriteFile) -> None:
    text = WHOLE.replace("First Join", "First Join (UTC)").replace("Join Time", "Join Time (UTC)")

    form = report_of(file_of(text), zone="Europe/Lisbon")

    assert form.people == THE_TWO
    assert report_of(file_of(text), zone="").warnings == ()


def test_us_dates_under_other_labels_are_settled_by_the_rows(file_of: WriteFile) -> None:
    form = report_of(file_of(WHOLE.replace("9/24/26", "11/12/2026")))
    proved = report_of(
        file_of(
            WHOLE.replace("9/24/26", "11/12/2026") + STAYS.splitlines()[2].replace("9/24/26", "13/12/2026")
        )
    )

    assert form.day_order_is_open
    assert any("can be read two ways" in warning for warning in form.warnings)
    assert not proved.day_order_is_open
    assert proved.started_ms == ms(18, 0, day=11, month=12)


def test_names_that_the_two_lists_spell_differently_are_one_person(file_of: WriteFile) -> None:
    text = (
        SUMMARY
        + PEOPLE
        + STAYS.replace("Inês Duarte\t", "DUARTE Inês (EXT)\t").replace(
            "30m\t\tAttendee", "30m\tyusuf@example.org\tAttendee"
        )
    )

    form = report_of(file_of(text))

    assert form.people == THE_TWO


def test_a_shared_address_makes_nobody_one_person(file_of: WriteFile) -> None:
    rows = "".join(
        f"{name}\t9/24/26, 6:00:00 PM\t9/24/26, 7:00:00 PM\t1h\tschool@example.org\tupn\tAttendee\n"
        for name in ("Amal Haddad", "Rui Costa")
    )
    stays = "".join(
        f"{name}\t9/24/26, 6:00:00 PM\t9/24/26, 7:00:00 PM\t1h\tschool@example.org\tAttendee\n"
        for name in ("A. Haddad", "Rui Costa")
    )
    text = (
        SUMMARY + "\n".join(PEOPLE.splitlines()[:2]) + "\n" + rows + "\n" + "\n".join(STAYS.splitlines()[:2])
    )

    form = report_of(file_of(text + "\n" + stays))

    assert [person.name for person in form.people] == ["A. Haddad", "Rui Costa", "Amal Haddad"]


def test_the_same_name_twice_in_the_list_of_people_is_said(file_of: WriteFile) -> None:
    row = PEOPLE.splitlines()[3]

    form = report_of(file_of(SUMMARY + PEOPLE.rstrip("\n") + "\n" + row + "\n\n" + STAYS))

    assert any("Lines 12, 13: the list of people has the same name" in warning for warning in form.warnings)
    assert any("states 2 participants and lists 3" in warning for warning in form.warnings)


def test_two_reports_in_one_file_are_refused(file_of: WriteFile) -> None:
    with pytest.raises(SecondMeeting, match=r"line 19: a second meeting begins here.*file of its own"):
        read_file(file_of(WHOLE + WHOLE, "utf-16"))


def test_a_report_of_nobody_is_refused(file_of: WriteFile) -> None:
    with pytest.raises(Damaged, match="lists nobody whose times can be read"):
        read_file(file_of(SUMMARY + "\n".join(PEOPLE.splitlines()[:2]) + "\n"))


def test_rows_that_cannot_be_read_are_named(file_of: WriteFile) -> None:
    form = report_of(
        file_of(WHOLE + "Rui Costa\tsoon\tlater\t1h\t\tAttendee\n\t9/24/26, 6:00:00 PM\t\t\t\t\n")
    )

    assert len(form.people) == 2
    assert "Lines 19, 20: no name, or times that cannot be read; left out." in form.warnings


def test_a_file_cut_off_inside_a_character_says_so(file_of: WriteFile) -> None:
    form = report_of(file_of(WHOLE.encode("utf-16")[:-1]))

    assert "The file ends in the middle of a character: its end is missing." in form.warnings


LOG = (
    "Full Name\tUser Action\tTimestamp\n"
    "Inês Duarte\tJoined\t9/24/2026, 6:00:00 PM\n"
    "Yusuf Demir\tJoined before\t9/24/2026, 6:00:30 PM\n"
    "Yusuf Demir\tLeft\t9/24/2026, 6:30:00 PM\n"
    "Yusuf Demir\tJoined\t9/24/2026, 7:00:00 PM\n"
    "Inês Duarte\tLeft\t9/24/2026, 7:30:00 PM\n"
)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8"])
@pytest.mark.parametrize("separator", ["\t", ",", ";"])
def test_the_older_log_of_actions(encoding: str, separator: str, file_of: WriteFile) -> None:
    rows = [line.split("\t") for line in LOG.splitlines()]
    text = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)

    form = report_of(file_of(text, encoding))

    assert form.people == (
        ReportedPerson("Inês Duarte", "", ((ms(18, 0), ms(19, 30)),), 5400_000),
        ReportedPerson("Yusuf Demir", "", ((ms(18, 0, 30), ms(18, 30)), (ms(19, 0), ms(19, 30))), 3570_000),
    )
    assert form.warnings == ("Line 5: no time of leaving; counted until the last time in the report.",)


@pytest.mark.parametrize(
    ("header", "joined", "left"),
    [
        ("Nom complet\tAction de l’utilisateur\tHorodatage", "A rejoint", "A quitté"),
        ("Nombre completo\tAcción del usuario\tMarca de tiempo", "Se unió", "Salió"),
        ("Nome Completo\tAtividade\tCarimbo de data/hora", "Ingressou", "Saiu"),
        ("Vollständiger Name\tBenutzeraktion\tZeitstempel", "Beigetreten", "Verlassen"),
    ],
)
def test_the_log_in_other_languages(header: str, joined: str, left: str, file_of: WriteFile) -> None:
    text = (
        f"*Résumé de la réunion\nTitre de la réunion\tnull\n\n{header}\n"
        f"Léa Moreau\t{joined}\t13/04/2026 à 09:01:31\n"
        f"Léa Moreau\t{left}\t13/04/2026 à 09:31:31\n"
    )

    form = report_of(file_of(text, "utf-16"))

    assert form.title == ""
    assert form.people[0].present_ms == 1800_000
    assert form.people[0].spells[0][0] == ms(9, 1, 31, day=13, month=4)


def test_an_ambiguous_log_is_settled_by_its_other_rows_or_asked(file_of: WriteFile) -> None:
    row = "Amal Haddad\tJoined\t11/12/2020, 12:27:24\nAmal Haddad\tLeft\t11/12/2020, 12:47:24\n"
    proof = "Rui Costa\tJoined\t13/12/2020, 12:00:00\nRui Costa\tLeft\t13/12/2020, 12:10:00\n"
    header = LOG.splitlines()[0] + "\n"

    open_question = report_of(file_of(header + row))
    proved = report_of(file_of(header + row + proof))
    answered = report_of(file_of(header + row), day_first=False)

    eleventh_of_december = int(datetime(2020, 12, 11, 12, 27, 24, tzinfo=UTC).timestamp()) * 1000
    assert open_question.day_order_is_open
    assert open_question.warnings[0].startswith("The dates can be read two ways")
    assert not proved.day_order_is_open
    assert proved.people[0].spells[0][0] == eleventh_of_december
    assert datetime.fromtimestamp((answered.started_ms or 0) / 1000, UTC).month == 11


def test_a_log_pasted_twice_is_refused(file_of: WriteFile) -> None:
    with pytest.raises(SecondMeeting, match="line 7"):
        read_file(file_of(LOG + LOG))


def test_who_only_leaves_is_named(file_of: WriteFile) -> None:
    form = report_of(
        file_of(LOG + "Rui Costa\tLeft\t9/24/2026, 7:30:00 PM\nRui Costa\tWaved\t9/24/2026, 7:30:00 PM\n")
    )

    assert "Line 7: somebody leaves who never joined; left out." in form.warnings
    assert "Line 8: no name, no time, or an unknown action; left out." in form.warnings
