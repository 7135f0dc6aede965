"""Plain lines: what Open Badge Factory takes on every level of service."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.exports.badges.lines import line, to_lines
from tests.exports.badges.people import HOSTILE_NAMES, award, earned

VERDICT = earned()


def test_one_line_for_each_person_with_the_address_as_it_was_given() -> None:
    awards = [award("Amina Haddad", "Amina@Example.org"), award("زينب الفهري", "zaynab@example.org")]
    assert to_lines(awards) == (
        "Amina Haddad <Amina@Example.org>\n"
        "زينب الفهري <zaynab@example.org>\n"
    )  # fmt: skip


def test_nobody_gives_no_line() -> None:
    assert to_lines([]) == ""


def test_the_certificate_name_stands_on_the_badge() -> None:
    assert (
        line(award("Mina", "m@example.org", certificate_name="Amina Haddad"))
        == "Amina Haddad <m@example.org>"
    )


def test_a_name_that_would_break_the_line_stays_away() -> None:
    assert line(award("Amina <3", "amina@example.org")) == "amina@example.org"
    assert line(award(" ", "amina@example.org")) == "amina@example.org"


def test_a_line_break_in_a_name_makes_no_second_line() -> None:
    assert line(award("Line\r\nBreak", "l@example.org")) == "Line Break <l@example.org>"


@given(st.text() | st.sampled_from(HOSTILE_NAMES))
def test_a_line_has_one_address_in_brackets_or_is_the_address(name: str) -> None:
    who = award("Amina Haddad", "amina@example.org", certificate_name=name or " ", verdict=VERDICT)
    written = to_lines([who])
    assert written.count("\n") == 1
    assert written.splitlines() == [written.rstrip("\n")]
    if written != "amina@example.org\n":
        shown, bracket, rest = written.rstrip("\n").rpartition(" <")
        assert (bracket, rest) == (" <", "amina@example.org>")
        assert not {"<", ">"} & set(shown)
        assert shown
