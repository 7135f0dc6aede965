"""What people wrote becomes values in which the same thing is spelled in one way."""

from __future__ import annotations

from facilitator_tui.forming.people import Spellings


def test_a_slot_written_differently_is_the_same_slot_as_first_written() -> None:
    spelled = Spellings()
    one = spelled.candidate("1", "Amal", availability="Mon 18-20,  Wed 18-20")
    two = spelled.candidate("2", "Bruno", availability="mon   18-20; WED 18-20,")
    assert one.slots == two.slots == {"Mon 18-20", "Wed 18-20"}


def test_institutions_countries_and_languages_too() -> None:
    spelled = Spellings()
    one = spelled.candidate(
        "1", "Amal", institution="Università di Roma", country="Italy", languages="IT, ar"
    )
    two = spelled.candidate(
        "2", "Bruno", institution="UNIVERSITÀ  di roma", country="italy", languages="it، AR"
    )
    assert (one.institution, one.country, one.languages) == (two.institution, two.country, two.languages)
    assert one.institution == "Università di Roma"


def test_nothing_written_is_nothing_known() -> None:
    blank = Spellings().candidate("1", "Amal", institution="  ", languages=" , ", availability="")
    assert (blank.institution, blank.languages, blank.slots) == ("", frozenset(), frozenset())
