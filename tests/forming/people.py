"""Invented people for the tests of the forming room, in few words."""

from __future__ import annotations

from facilitator_tui.forming.people import Spellings
from facilitator_tui.forming.values import Candidate, Formed

NAMES = (
    "Amal Haddad",
    "Bruno Keller",
    "Chiara Fontanelli",
    "Deniz Yıldız",
    "Elif Aydın",
    "Farid Mansour",
    "Greta Lindqvist",
    "Hana Nováková",
    "Ilias Markou",
    "Joana Ribeiro",
    "Karim Zeroual",
    "Léa Morvan",
)
PLACES = (
    ("Lisbon", "Portugal"),
    ("Tunis", "Tunisia"),
    ("Ankara", "Türkiye"),
    ("Bologna", "Italy"),
    ("Amman", "Jordan"),
    ("Lyon", "France"),
)


def somebody(
    number: int,
    *,
    institution: str | None = None,
    country: str | None = None,
    languages: str = "en",
    slots: str = "Mon 18-20",
    subgroup: str = "",
) -> Candidate:
    """Person ``number`` from 0: with a name, and from one of six universities in six countries, in turn."""
    at = PLACES[number % len(PLACES)]
    name = NAMES[number] if number < len(NAMES) else f"Person {number}"
    return Spellings().candidate(
        f"p{number:02}",
        name,
        institution=at[0] if institution is None else institution,
        country=at[1] if country is None else country,
        languages=languages,
        availability=slots,
        subgroup=subgroup,
    )


def subgroup(*members: Candidate, id: str = "g") -> Formed:
    return Formed(id, "Subgroup 1", members)
