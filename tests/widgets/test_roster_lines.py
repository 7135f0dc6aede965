"""What counts as a person in a line that somebody typed or pasted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.plain import plain
from facilitator_tui.widgets.roster_lines import RosterLine, roster_line, roster_lines


@pytest.mark.parametrize(
    ("line", "name", "email"),
    [
        ("Amina Haddad", "Amina Haddad", ""),
        ("  3. Amina Haddad <amina@example.org>", "Amina Haddad", "amina@example.org"),
        ("- Béla\tbela@example.org\t", "Béla", "bela@example.org"),
        ("سلمى الحسن;salma@example.org", "سلمى الحسن", "salma@example.org"),
        ('"Haddad, Amina" (amina@example.org)', "Haddad, Amina", "amina@example.org"),
        ("amina.haddad@example.org", "amina haddad", "amina.haddad@example.org"),
        ("Amina[/] \x1b[31mred", "Amina[/] red", ""),
        ("Zoë @ home", "Zoë @ home", ""),
    ],
)
def test_a_line_is_a_name_and_perhaps_an_address(line: str, name: str, email: str) -> None:
    assert roster_line(line) == RosterLine(name, email)


@pytest.mark.parametrize("line", ["", "   ", "\x00\x1b[0m", ",;,", "\u202e"])
def test_a_line_without_a_name_is_nobody(line: str) -> None:
    assert roster_line(line) is None


def test_known_people_and_doubles_are_passed_over() -> None:
    fresh, passed_over = roster_lines(["Amal", "Léa", "LÉA", "amal", ""], known=["Amal"])
    assert [person.name for person in fresh] == ["Léa"]
    assert passed_over == ["Amal", "LÉA", "amal"]


@given(st.text())
def test_every_name_is_clean_and_not_empty(line: str) -> None:
    person = roster_line(line)
    if person is not None:
        assert person.name
        assert (person.name, person.email) == (plain(person.name), plain(person.email))
