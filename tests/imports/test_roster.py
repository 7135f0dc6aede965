"""Rosters of learning platforms, forms and hand-made sheets; what is wrong is said line by line."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator_tui.imports.column_map import ColumnMap
from facilitator_tui.imports.normal import RosterColumn, RosterFile, RosterPerson, shape
from facilitator_tui.imports.problems import Damaged, ImportProblem, NotRecognised
from facilitator_tui.imports.recognise import read_file, recognise
from facilitator_tui.imports.roster import look_at, read_roster
from facilitator_tui.imports.roster_ages import age_band
from facilitator_tui.imports.roster_header import RosterChoice, signature
from facilitator_tui.imports.roster_words import AGES, meanings
from tests.imports.conftest import WriteFile


def roster_of(file_of: WriteFile, text: str, encoding: str = "utf-8") -> RosterFile:
    path = file_of(text, encoding)
    form = read_file(path)
    assert recognise(path) == "roster"
    assert isinstance(form, RosterFile)
    return form


def names(form: RosterFile) -> list[str]:
    return [person.name for person in form.people]


def messages(form: RosterFile) -> list[str]:
    return [problem.message for problem in form.problems]


def test_users_of_moodle(file_of: WriteFile) -> None:
    form = roster_of(
        file_of,
        "username,password,email,firstname,lastname,institution,country,cohort1\n"
        "amal,x,Amal.Haddad@Example.org,Amal,Haddad,Université de Tunis,TN,Group 3\n",
    )

    assert form.people == (
        RosterPerson(
            "Amal Haddad",
            "Amal",
            "Haddad",
            "Amal.Haddad@Example.org",
            "Université de Tunis",
            "TN",
            subgroup="Group 3",
            row=2,
        ),
    )
    assert form.columns[:3] == (
        RosterColumn("username", "login"),
        RosterColumn("password"),
        RosterColumn("email", "email"),
    )
    assert (form.problems, form.warnings) == ((), ())


def test_a_moodle_grading_sheet_under_blind_marking_names_nobody(file_of: WriteFile) -> None:
    text = (
        "Identifier,Full name,Email address,Status,Grade\n"
        "Participant 123456,Participant 123456,,Submitted,\n"
        "Participant 123457,Amal Haddad,amal@example.org,Submitted,\n"
    )

    form = roster_of(file_of, text)

    assert names(form) == ["Amal Haddad"]
    assert messages(form) == [
        "Line 2: “Participant 123456” is a number in place of a name, as in blind marking (the line was left out)."
    ]


def test_a_grade_book_of_canvas(file_of: WriteFile) -> None:
    text = (
        "Student,ID,SIS User ID,SIS Login ID,Section,Essay (123)\n"
        "    Points Possible,,,,,10\n"
        '"Duarte, Inês",1,s1,ines@example.org,Section A,9\n'
        '"Demir, Yusuf",2,s2,yd2,"Section A and Section B",8\n'
        '"Student, Test",3,,,Section A,\n'
    )

    form = roster_of(file_of, text)

    assert [(each.name, each.given_name, each.family_name) for each in form.people] == [
        ("Inês Duarte", "Inês", "Duarte"),
        ("Yusuf Demir", "Yusuf", "Demir"),
    ]
    assert [(each.email, each.subgroup, each.row) for each in form.people] == [
        ("ines@example.org", "Section A", 3),
        ("", "Section A and Section B", 4),
    ]
    assert form.problems == ()


def test_answers_of_a_form_whose_columns_are_questions(file_of: WriteFile) -> None:
    text = (
        "Timestamp,Email Address,What is your full name?,Which university do you study at?,"
        "What is your level of English?,To which e-mail shall we send your badge?,"
        "I agree that my data are kept (see the privacy note),Name of an emergency contact\n"
        "2026/09/01 10:00:00,a.haddad@login.example,Amal Haddad,Tunis,B2 (upper intermediate),"
        "Amal@Badge.example,Yes,Rui\n"
    )

    form = roster_of(file_of, text)

    assert form.people == (
        RosterPerson(
            "Amal Haddad",
            email="Amal@Badge.example",
            institution="Tunis",
            language_level="B2",
            consent="Yes",
            row=2,
        ),
    )
    assert form.warnings == ("“Email Address” looks like another column of email; it was not taken.",)


def test_registrations_of_a_video_platform_with_lines_on_top(file_of: WriteFile) -> None:
    text = (
        "Registration Report\nTopic,Who belongs?\n\n"
        "First Name,Last Name,Email,Registration Time,Approval Status,Country/Region,Organization\n"
        'Inês,Duarte,ines@example.org,"Sep 1, 2026 10:00 AM",approved,Portugal,Porto\n'
    )

    [ines] = roster_of(file_of, text).people

    assert (ines.name, ines.country, ines.institution, ines.row) == ("Inês Duarte", "PT", "Porto", 5)


def test_registrants_for_a_video_platform(file_of: WriteFile) -> None:
    [ines] = roster_of(file_of, "email,first_name,last_name\nines@example.org,Inês,Duarte\n").people

    assert (ines.name, ines.email) == ("Inês Duarte", "ines@example.org")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1250"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_hand_made_sheet_with_the_surname_first(encoding: str, delimiter: str, file_of: WriteFile) -> None:
    text = "nr;nazwisko i imię;klasa\r\n1;Zielińska Joanna;3a\r\n2;Kowalska Nowak Łucja;3a\r\n"

    form = roster_of(file_of, text.replace(";", delimiter), encoding)

    assert form.people == (
        RosterPerson("Joanna Zielińska", "Joanna", "Zielińska", subgroup="3a", row=2),
        # Of three words nobody can tell which are the surname.
        RosterPerson("Kowalska Nowak Łucja", subgroup="3a", row=3),
    )


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Nom;Prénom;Courriel", "Moreau;Léa;lea@example.org"),
        ("Name;Vorname;E-Mail-Adresse", "Moreau;Léa;lea@example.org"),
        ("Nombre;Apellidos;Correo electrónico", "Léa;Moreau;lea@example.org"),
        ("Cognome;Nome;E-mail", "Moreau;Léa;lea@example.org"),
        ("Adı;Soyadı;E-posta", "Léa;Moreau;lea@example.org"),
        ("Όνομα;Επώνυμο;Email", "Léa;Moreau;lea@example.org"),
        ("Имя;Фамилия;Электронная почта", "Léa;Moreau;lea@example.org"),
        ("الاسم الأول;اسم العائلة;البريد الإلكتروني", "Léa;Moreau;lea@example.org"),
        ("First name;SURNAME;E-Mail:", "Léa;Moreau;lea@example.org"),
    ],
)
def test_headers_in_several_languages(header: str, row: str, file_of: WriteFile) -> None:
    assert roster_of(file_of, f"{header}\n{row}\n").people == (
        RosterPerson("Léa Moreau", "Léa", "Moreau", "lea@example.org", row=2),
    )


@pytest.mark.parametrize(
    ("written", "given", "family", "name"),
    [
        ("Smith, Jane", "Jane", "Smith", "Jane Smith"),
        ("SMITH Jane", "Jane", "SMITH", "Jane SMITH"),
        ("GARCÍA LÓPEZ María", "María", "GARCÍA LÓPEZ", "María GARCÍA LÓPEZ"),
        ("Jane Smith", "", "", "Jane Smith"),
        ("JANE SMITH", "", "", "JANE SMITH"),
        ("Smith, Jane, Dr", "", "", "Smith, Jane, Dr"),
        ("أمل حداد", "", "", "أمل حداد"),
    ],
)
def test_ways_to_write_a_name(written: str, given: str, family: str, name: str, file_of: WriteFile) -> None:
    [person] = roster_of(file_of, f'Name;E-mail\n"{written}";jane@example.org\n').people

    assert (person.given_name, person.family_name, person.name) == (given, family, name)


@pytest.mark.parametrize(
    ("written", "email", "problem"),
    [
        ("Jane@Example.ORG", "Jane@Example.ORG", ""),
        ("Jane Smith <jane@example.org>", "jane@example.org", ""),
        ("mailto:jane@example.org", "jane@example.org", ""),
        ("n/a", "", ""),
        ("jane(at)example.org", "", "“jane(at)example.org” is no e-mail address; it was left empty"),
        ("jane@@example.org", "", "is no e-mail address"),
        (
            "j@example.org / k@example.org",
            "j@example.org",
            "holds several e-mail addresses; the first was taken",
        ),
    ],
)
def test_addresses_stay_as_given_or_are_a_problem(
    written: str, email: str, problem: str, file_of: WriteFile
) -> None:
    form = roster_of(file_of, f"Name;E-mail\nJane Smith;{written}\n")

    assert form.people[0].email == email
    assert (problem in messages(form)[0]) if problem else not form.problems


def test_roles_and_levels_in_the_words_of_the_field(file_of: WriteFile) -> None:
    form = roster_of(
        file_of,
        "Name,Role,Level\nAmal,Student,b1\nRui,Teacher,C1/C2\nTove,Facilitatrice,good\nIlias,Wizard,CEFR B2+\n",
    )

    assert [(each.role, each.language_level) for each in form.people] == [
        ("participant", "B1"),
        ("facilitator", "C1/C2"),
        ("facilitator", "good"),
        ("", "B2"),
    ]
    assert messages(form) == ["Line 5: “Wizard” is no known role; it was left empty."]


def test_formulas_are_not_calculated(file_of: WriteFile) -> None:
    text = (
        "Name,E-mail,Institution\n"
        '=A3&" x",amal@example.org,Tunis\n'
        'Rui Costa,"=HYPERLINK(""http://evil.example"")","=""00123"""\n'
    )

    form = roster_of(file_of, text)

    assert form.people == (RosterPerson("Rui Costa", institution="00123", row=3),)
    assert messages(form)[0].startswith(
        'Line 2: the name is a formula (=A3&" x") and formulas are not calculated here'
    )
    assert messages(form)[1] == "Line 2: there is no name (the line was left out)."
    assert messages(form)[2].startswith("Line 3: the email is a formula (=HYPERLINK(")


def test_who_is_on_the_list_twice(file_of: WriteFile) -> None:
    form = roster_of(
        file_of,
        "Name,E-mail\n"
        "Amal Haddad,amal@example.org\n"
        "amal haddad,AMAL@example.org\n"
        "Rui Costa,amal@example.org\n"
        "Ana Silva,ana1@example.org\n"
        "Ana Silva,ana2@example.org\n"
        "Ana Silva,\n",
    )

    assert names(form) == ["Amal Haddad", "Rui Costa", "Ana Silva", "Ana Silva", "Ana Silva"]
    assert messages(form) == [
        "Line 3: “amal haddad” is on line 2 already; this line was left out.",
        "Line 4: “amal@example.org” is also the address of Amal Haddad (line 2).",
        "Line 7: “Ana Silva” is on line 5 too, without two addresses to tell them apart.",
    ]


def test_addresses_without_names(file_of: WriteFile) -> None:
    form = roster_of(file_of, "E-mail;Group\namal@example.org;1\n")

    assert names(form) == ["amal"]
    assert form.warnings == (
        "The list has no names, only e-mail addresses; what stands before the @ was taken.",
    )


def test_a_list_without_a_header_is_guessed_aloud(file_of: WriteFile) -> None:
    path = file_of("Amal Haddad;amal@example.org\nRui Costa;rui@example.org\nTove Lind;tove@example.org\n")

    form = read_roster(path)

    assert form.people[0] == RosterPerson("Amal Haddad", email="amal@example.org", row=1)
    assert form.warnings == (
        "The list has no header; which column is which was guessed from what stands in them.",
    )
    with pytest.raises(NotRecognised):
        read_file(path)
    assert read_file(path, wanted="roster") == form


def test_one_column_of_names(file_of: WriteFile) -> None:
    assert names(read_roster(file_of("Name\nAmal Haddad\nRui Costa\n"))) == ["Amal Haddad", "Rui Costa"]
    assert names(read_roster(file_of("Amal Haddad\nRui Costa\n"))) == ["Amal Haddad", "Rui Costa"]


def test_columns_can_be_corrected(file_of: WriteFile) -> None:
    path = file_of("Name;Group;Team\nAmal Haddad;1;blue\n")
    corrected = ColumnMap({"name": "Name", "subgroup": "Team"}, kind="roster")

    assert read_roster(path).people[0].subgroup == "1"
    assert read_roster(path, corrected).people[0].subgroup == "blue"
    with pytest.raises(NotRecognised, match="no row of it has the columns of the column map"):
        read_roster(path, ColumnMap({"name": "Nobody"}, kind="roster"))


def test_a_report_in_an_unknown_language_is_no_roster(file_of: WriteFile) -> None:
    text = "Name,E-mail,Ankunft im Raum,Abgang\nAmal,a@example.org,24/09/2026 18:00,24/09/2026 19:00\n"

    with pytest.raises(NotRecognised):
        read_file(file_of(text))


@pytest.mark.parametrize("text", ["Name,E-mail\n", "Name,E-mail\n,\n", "Name;E-mail\n;amal@example.org\n"])
def test_a_roster_of_nobody_is_refused(text: str, file_of: WriteFile) -> None:
    with pytest.raises(Damaged, match="nobody whose name can be read; check its columns"):
        read_file(file_of(text))


def test_control_characters_do_not_get_in(file_of: WriteFile) -> None:
    others = "Rui Costa,Porto\n" * 20
    [amal] = roster_of(
        file_of, f"Name,Institution\nA\x00mal\x1b[31m Had\u202edad,Tu\x07nis\n{others}"
    ).people[:1]

    assert (amal.name, amal.institution) == ("Amal Haddad", "Tunis")


def test_the_documented_shape(file_of: WriteFile) -> None:
    form = roster_of(file_of, "Name,E-mail\nAmal Haddad,amal(at)example.org\n")

    assert shape(form) == {
        "kind": "roster",
        "platform": "",
        "separator": ",",
        "encoding": "utf-8",
        "people": [
            {
                "name": "Amal Haddad",
                "given_name": "",
                "family_name": "",
                "email": "",
                "institution": "",
                "country": "",
                "language_level": "",
                "role": "",
                "subgroup": "",
                "consent": "",
                "certificate_name": "",
                "languages": "",
                "availability": "",
                "age": "",
                "guardian_consent": "",
                "course_role": "",
                "status": "",
                "withdrawal_reason": "",
                "row": 2,
            }
        ],
        "problems": [
            {"line": 2, "message": "Line 2: “amal(at)example.org” is no e-mail address; it was left empty."}
        ],
        "columns": [{"label": "Name", "field": "name"}, {"label": "E-mail", "field": "email"}],
        "not_taken": [],
        "warnings": [],
    }


def test_what_a_form_asks_for_a_certificate_and_for_forming_groups(file_of: WriteFile) -> None:
    text = (
        "Timestamp,Email Address,Your name,Name on the certificate,Which languages do you speak?,"
        "When are you available?,Date of birth,Do you have the permission of a parent or guardian?\n"
        "2026/09/01 10:00:00,Amal@Example.org,Amal,Amal B. HADDAD,"
        '"English, Arabic (native) and French B2","Mon 18:00, Wed 18:00, Mon 18:00",2009-03-04,Yes\n'
        "2026/09/01 10:05:00,rui@example.org,Rui Costa,,deutsch; Tamazight / Ladin,,4 May 1998,no\n"
    )

    form = read_roster(file_of(text), today=TODAY)

    amal, rui = form.people
    assert (amal.name, amal.certificate_name, amal.email) == ("Amal", "Amal B. HADDAD", "Amal@Example.org")
    assert (amal.languages, amal.availability) == ("en,ar,fr", "Mon 18:00,Wed 18:00")
    assert (amal.age, amal.guardian_consent) == ("minor", "yes")
    assert (rui.languages, rui.age, rui.guardian_consent) == ("de,ber,ladin", "adult", "no")
    assert (form.platform, form.separator, form.problems) == ("Google Forms", ",", ())


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Nom;Prénom;Nom sur le certificat;Langues;Disponibilités;Âge;Autorisation parentale", "oui"),
        (
            "Apellidos;Nombre;Nombre en el certificado;Idiomas;Disponibilidad;Edad;Consentimiento parental",
            "sí",
        ),
        (
            "Nachname;Vorname;Name auf dem Zertifikat;Sprachen;Verfügbarkeit;Alter;Einwilligung der Eltern",
            "ja",
        ),
        ("Cognome;Nome;Nome sul certificato;Lingue;Disponibilità;Età;Autorizzazione dei genitori", "sì"),
        ("Nazwisko;Imię;Nazwisko na certyfikacie;Języki;Dostępność;Wiek;Zgoda rodziców", "tak"),
        ("Soyadı;Adı;Sertifikadaki ad;Diller;Müsaitlik;Yaş;Veli onayı", "evet"),
    ],
)
def test_the_same_in_several_languages(header: str, row: str, file_of: WriteFile) -> None:
    [person] = roster_of(file_of, f"{header}\nHaddad;Amal;Amal B. Haddad;ar, fr;Mon 18:00;16;{row}\n").people

    assert person == RosterPerson(
        "Amal Haddad",
        "Amal",
        "Haddad",
        certificate_name="Amal B. Haddad",
        languages="ar,fr",
        availability="Mon 18:00",
        age="minor",
        guardian_consent="yes",
        row=2,
    )


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("written", "band"),
    [
        ("17", "minor"), ("18", "adult"), ("17 years", "minor"), ("18+", "adult"), ("under 18", "minor"),
        ("over 21", "adult"), ("15–17", "minor"), ("18-25", "adult"), ("16-20", ""), ("Majeure", "adult"),
        ("2008-11-22", "adult"), ("2008-11-23", "minor"), ("2008-11-22 00:00:00", "adult"),
        ("22.11.2008", "adult"), ("23/11/2008", "minor"), ("11/23/2008", "minor"), ("4.5.98", "adult"),
        ("12/04/2008", "minor"), ("2008", "minor"), ("2007", "adult"), ("4 May 2007", "adult"),
        ("2031-01-01", ""), ("31.31.2008", ""), ("1820", ""), ("tall", ""), ("0", ""), ("", ""),
    ],
)  # fmt: skip
def test_of_an_age_or_birth_date_only_the_band_is_kept(written: str, band: str) -> None:
    assert age_band(written, TODAY, meanings(AGES)) == band


def test_a_birth_date_that_cannot_be_read_is_not_repeated(file_of: WriteFile) -> None:
    form = read_roster(file_of("Name,Date of birth\nAmal Haddad,31.31.2008\nRui Costa,=DATE(2008;1;2)\n"))

    assert "2008" not in str(shape(form))
    assert messages(form)[0] == (
        "Line 2: the age or birth date does not tell who is under 18; it was left empty."
    )


@pytest.mark.parametrize(
    ("label", "written", "band"),
    [
        ("Are you 18 or older?", "Yes", "adult"),
        ("Are you 18 or older?", "no", "minor"),
        ("Under 18", "x", "minor"),
        ("Volljährig", "nein", "minor"),
        ("Over 18", "perhaps", ""),
    ],
)
def test_a_question_about_the_age_is_answered_with_yes_or_no(
    label: str, written: str, band: str, file_of: WriteFile
) -> None:
    form = roster_of(file_of, f"Name,{label}\nAmal Haddad,{written}\n")

    assert form.people[0].age == band
    assert bool(form.problems) is not bool(band)


def test_statuses_and_roles_in_the_course(file_of: WriteFile) -> None:
    form = roster_of(
        file_of,
        "Name,Role,Course role,Status,Reason for leaving\n"
        "Amal Haddad,Student,Debater,active,\n"
        "Rui Costa,,,withdrew (a new job),\n"
        "Tove Lind,,Trainee,Dropped out,too much work\n"
        "Ilias Petrou,,,audit,\n"
        "Zoë Peeters,Leader,,gone,\n"
        "Jan Novák,Facilitator,,enrolled,\n",
    )

    assert [(x.role, x.course_role, x.status, x.withdrawal_reason) for x in form.people] == [
        ("participant", "debater", "enrolled", ""),
        ("", "", "withdrew", "a new job"),
        ("participant", "trainee", "withdrew", "too much work"),
        ("participant", "auditor", "enrolled", ""),
        ("participant", "leader", "", ""),
        ("facilitator", "", "enrolled", ""),
    ]
    assert messages(form) == ["Line 6: “gone” is no known status; it was left empty."]


def test_where_something_was_handed_in_is_no_status_of_a_person(file_of: WriteFile) -> None:
    form = roster_of(file_of, "Full name,Email address,Status\nAmal Haddad,a@example.org,Submitted\n")

    assert [column.field for column in form.columns] == ["name", "email", ""]
    assert form.problems == ()


@pytest.mark.parametrize(
    ("header", "platform"),
    [
        ("username,firstname,lastname,email", "Moodle"),
        ("First name,Last name,Email address,Groups", "Moodle"),
        ("Student,ID,SIS User ID,SIS Login ID,Section", "Canvas"),
        ("Zeitstempel,E-Mail-Adresse,Name", "Google Forms"),
        ("First Name,Last Name,Email,Registration Time,Approval Status", "Zoom registration"),
        ("Name,E-mail", ""),
    ],
)
def test_the_program_that_made_the_list_is_told(header: str, platform: str, file_of: WriteFile) -> None:
    cells = ",".join(f"Amal {n} x" for n, _ in enumerate(header.split(",")))
    assert read_roster(file_of(f"{header}\n{cells}\n")).platform == platform


def test_a_table_of_which_nothing_is_understood_can_be_looked_at_and_corrected(file_of: WriteFile) -> None:
    path = file_of("Wer;Post;Wer\nAmal Haddad;amal@example.org;Amal H.\nRui Costa;;\n")

    seen = look_at(path)
    assert (seen.form.people, seen.labels) == ((), ("Wer", "Post", "Wer"))
    assert seen.samples == ("Amal Haddad", "amal@example.org", "Amal H.")
    with pytest.raises(NotRecognised):
        read_roster(path)

    choice = RosterChoice(signature(("wer", "POST", "Wer ")), ("name", "email", "certificate_name"), ";")
    amal, rui = look_at(path, choice).form.people
    assert (amal.name, amal.email, amal.certificate_name) == ("Amal Haddad", "amal@example.org", "Amal H.")
    assert (rui.name, rui.row) == ("Rui Costa", 3)
    assert read_roster(path, choice=choice).people == (amal, rui)


def test_a_first_line_that_was_taken_for_a_header_can_be_somebody(file_of: WriteFile) -> None:
    path = file_of("amal;1\nrui;2\n")

    assert look_at(path).labels == ("amal", "1")
    seen = look_at(path, RosterChoice("", ("name", "subgroup"), ";"))
    assert [(x.name, x.subgroup, x.row) for x in seen.form.people] == [("amal", "1", 1), ("rui", "2", 2)]
    assert not seen.form.has_header


def test_a_correction_for_another_list_is_not_used(file_of: WriteFile) -> None:
    path = file_of("Name;E-mail\nAmal Haddad;amal@example.org\n")
    other = RosterChoice(signature(("Wer", "Post")), ("email", "name"))

    assert read_roster(path, choice=other) == read_roster(path)


@pytest.mark.parametrize("content", ["", "\x00\x01\x02" * 50, "%PDF-1.4"])
def test_what_is_no_table_cannot_be_looked_at(content: str, file_of: WriteFile) -> None:
    with pytest.raises(ImportProblem):
        look_at(file_of(content))


CELLS = st.text(st.sampled_from('aÀ@.,;="\n\t<>1 é'), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=5))
def test_any_table_is_read_or_refused_with_a_sentence(rows: list[list[str]], file_of: WriteFile) -> None:
    text = "Name;E-mail;Role;Date of birth\n" + "\n".join(";".join(row) for row in rows)
    try:
        form = read_roster(file_of(text))
    except ImportProblem:
        return
    assert all(person.name and person.row > 1 for person in form.people)
    assert all(problem.message.startswith(f"Line {problem.line}: ") for problem in form.problems)
