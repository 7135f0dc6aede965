"""The CSV files of issuers: their columns to the letter, and names that do not break them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator_tui.completion.verdict import Override, confirm, decide
from facilitator_tui.exports.badges.canvas import to_canvas
from facilitator_tui.exports.badges.credly import to_credly
from facilitator_tui.exports.badges.template import LABELS, read_template, to_template
from facilitator_tui.exports.files import ExportProblem
from facilitator_tui.exports.tables import guarded
from facilitator_tui.plain import plain
from tests.exports.badges.people import (
    CONFIRMED_MS,
    HOSTILE_NAMES,
    LISBON,
    TUNIS,
    award,
    earned,
    evidence,
    the_rule,
)

VERDICT = earned()

COUNTS = "4 of 5 sessions counted as attended; sessions: 4 counted, 4 needed; diary: 3 handed in, 3 needed"


def cells(text: str, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


# --- Canvas Credentials


def test_canvas_gets_its_columns() -> None:
    amina = award("Amina Haddad", "Amina@example.org", given_name="Amina", family_name="Haddad")
    assert cells(to_canvas([amina], "65f803ac53ae0b2639ac0eba", LISBON)) == [
        [
            "Badge Class ID",
            "Identifier",
            "First Name",
            "Last Name",
            "Narrative",
            "Evidence Narrative",
            "Evidence URL",
            "Issue Date",
            "Expiration Date",
        ],
        [
            "65f803ac53ae0b2639ac0eba",
            "Amina@example.org",
            "Amina",
            "Haddad",
            "",
            COUNTS,
            "",
            "2026-03-27",
            "",
        ],
    ]


def test_the_day_is_that_of_the_confirmation_in_the_zone() -> None:
    assert "2026-03-27" in to_canvas([award()], "x", LISBON)
    assert "2026-03-28" in to_canvas([award()], "x", TUNIS)


def test_what_nobody_has_confirmed_has_no_day_of_issue() -> None:
    provisional = award(verdict=decide(the_rule(), evidence()))
    with pytest.raises(ExportProblem, match="not confirmed"):
        to_canvas([provisional], "x", LISBON)


def test_counts_say_nothing_of_what_is_needed_where_a_person_decided_beside_the_rule() -> None:
    override = Override("coordinator", 1, "was in hospital", earned=True)
    verdict = confirm(
        decide(the_rule(), evidence(missed=(4, 5)), override=override), "coordinator", CONFIRMED_MS
    )
    written = to_canvas([award(verdict=verdict)], "x", LISBON)
    assert "3 of 5 sessions counted as attended; sessions: 3 counted; diary: 3 handed in" in written
    assert "hospital" not in written
    assert "needed" not in written


# --- Credly


def test_credly_gets_its_columns_and_its_dates() -> None:
    found = cells(to_credly([award("Amina Haddad", "Amina@example.org")], "template-1", LISBON))
    assert found[0] == [
        "Badge Template ID",
        "Recipient Email",
        "First Name",
        "Last Name",
        "Issued at",
        "Expiration Date",
        "Issuer Earner ID",
        "Country",
        "State or Province",
        "Evidence Name",
        "Evidence URL",
        "Text Evidence Name",
        "Text Evidence URL",
        "ID Evidence Title",
        "ID Evidence Description",
        "Locale",
    ]
    assert found[1] == ["template-1", "Amina@example.org", "Amina", "Haddad", "03/27/26", *[""] * 11]


def test_a_fresh_template_of_credly_keeps_its_own_heads() -> None:
    heads = "Badge Template ID,Recipient Email,Issued to First Name,Middle Name,Issued to Last Name,Issued at,Locale\n"
    template = read_template(heads.encode())
    assert template.complaints == ()
    assert template.left_empty == ("Middle Name", "Locale")
    found = cells(to_template(template, [award("Amina Haddad")], LISBON, "template-1", "%m/%d/%y"))
    assert found == [
        heads.strip().split(","),
        ["template-1", "amina@example.org", "Amina", "", "Haddad", "03/27/26", ""],
    ]


# --- names in two parts


@pytest.mark.parametrize(
    ("known", "names"),
    [
        ({"given_name": "Amina", "family_name": "Ben Haddad"}, ("Amina", "Ben Haddad")),
        ({}, ("Amina Ben", "Haddad")),
        ({"given_name": "Somebody", "family_name": "Else"}, ("Amina Ben", "Haddad")),
        ({"certificate_name": "Suharto"}, ("Suharto", "")),
    ],
)
def test_names_are_parted_as_they_were_written_or_at_the_last_word(
    known: dict[str, str], names: tuple[str, str]
) -> None:
    row = cells(to_canvas([award("Amina Ben Haddad", **known)], "x", LISBON))[1]
    assert tuple(row[2:4]) == names


# --- templates


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_template_keeps_its_heads_their_order_and_its_separator(separator: str, encoding: str) -> None:
    heads = ["Issued_on", "E-mail", "Name", "Criteria_add", "Colour"]
    content = f"{separator.join(heads)}\r\n{separator.join(['example'] * 5)}\r\n".encode(encoding)
    template = read_template(content)
    assert template.complaints == ()
    assert (template.separator, template.encoding) == (separator, encoding)
    assert template.left_empty == ("Colour",)
    amina = award("Amina Haddad", "Amina@example.org")
    assert cells(to_template(template, [amina], LISBON), separator) == [
        heads,
        ["2026-03-27", "Amina@example.org", "Amina Haddad", COUNTS, ""],
    ]


def test_the_template_may_do_without_the_optional_columns() -> None:
    template = read_template(b"email,first name,last name\n")
    assert cells(to_template(template, [award("Amina Haddad")], LISBON))[1] == [
        "amina@example.org",
        "Amina",
        "Haddad",
    ]


def test_an_old_template_that_is_not_unicode_is_read() -> None:
    template = read_template("E-mail;Name;Größe\n".encode("cp1252"))
    assert template.columns == ("E-mail", "Name", "Größe")
    assert template.encoding == "utf-8"


def test_what_cannot_be_found_is_asked_for() -> None:
    template = read_template(b"Correo;Nombre completo\n")
    assert template.complaints == (
        "No column for the e-mail address was found. Say which it is; there are: “Correo”, “Nombre completo”.",
        "No column for the name was found (one, or given and family name). Say which it is; there are: “Correo”, "
        "“Nombre completo”.",
    )
    said = read_template(b"Correo;Nombre completo\n", {"email": "correo", "name": "Nombre completo"})
    assert said.complaints == ()
    assert said.fields == ("email", "name")


def test_a_column_that_is_named_wins_over_one_that_is_guessed() -> None:
    template = read_template(b"Email,Private email,Name\n", {"email": "Private email"})
    assert template.fields == ("", "email", "name")


def test_a_wrong_name_is_refused_in_words() -> None:
    template = read_template(b"Email,Name\n", {"email": "Mail", "colour": "Name"})
    assert template.complaints == (
        "The template has no column “Mail” for email. Its columns are: “Email”, “Name”.",
        f"There is no field “colour”. Fields are: {', '.join(LABELS)}.",
    )


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_template_says_so(content: bytes) -> None:
    assert "empty" in read_template(content).complaints[0]


@given(st.binary(max_size=200))
def test_any_file_is_read_without_breaking(content: bytes) -> None:
    template = read_template(content)
    assert len(template.columns) == len(template.fields)


# --- hostile names


@settings(max_examples=60)
@given(st.lists(st.text(min_size=1, max_size=30) | st.sampled_from(HOSTILE_NAMES), max_size=5))
def test_every_name_comes_back_whole_from_every_table(names: list[str]) -> None:
    awards = [
        award("Amina Haddad", "a@example.org", certificate_name=name, verdict=VERDICT) for name in names
    ]
    template = read_template(b"Name;Email;Criteria_add\n")
    found = cells(to_template(template, awards, LISBON), ";")[1:]
    assert [row[0] for row in found] == [guarded(plain(name)) for name in names]
    assert all(row[1:] == ["a@example.org", COUNTS] for row in found)
    assert len(cells(to_canvas(awards, "x", LISBON))) == len(awards) + 1
    assert len(cells(to_credly(awards, "x", LISBON))) == len(awards) + 1


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_no_cell_would_run_in_a_spreadsheet(name: str) -> None:
    who = award("Amina Haddad", "=a@example.org", certificate_name=name, verdict=VERDICT)
    template = read_template(b"Name,Email\n")
    for written in (
        to_canvas([who], "=1", LISBON),
        to_credly([who], "@x", LISBON),
        to_template(template, [who], LISBON),
    ):
        for cell in cells(written)[1]:
            assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠"))
