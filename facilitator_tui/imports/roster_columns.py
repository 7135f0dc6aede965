"""Finds the columns of a roster by their labels, and tells which program made it.

A label counts when its letters and digits are in the table of ``roster_labels``; a question of a form counts by the
words in it. What the cells mean is read in ``roster_people``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from facilitator_tui.imports.labels import LONGEST_LABEL, MOST_COLUMNS, bare
from facilitator_tui.imports.roster_labels import LABELS

# Words that tell the field of a question on a form, tried in this order on labels that the table does not have.
_QUESTIONS: tuple[tuple[str, str], ...] = (
    (
        "certificate_name",
        r"\bname\b.*(certificate|badge)|certificate.*\bname\b|\bnom\b.*(certificat|attestation)",
    ),
    ("email", r"e-?mail|correo|courriel"),
    ("under_age", r"under (the age of )?18|younger than 18|menor de edad|mineure?\b|minderjährig|minorenne"),
    (
        "of_age",
        r"(over|older than|at least|are you) 18|18 (years )?(old )?(or|and) (over|older)|mayor de edad",
    ),
    ("of_age", r"of (legal )?age\b|majeure?\b|maggiorenne|volljährig|maior de idade|reşit|pełnoletni"),
    (
        "age",
        r"date of birth|birth ?da(te|y)|year of birth|how old|your age|geburts|naissance|nacimiento|nascita",
    ),
    ("age", r"nascimento|doğum|urodzenia"),
    ("consent", r"consent|i agree|privacy|gdpr|datenschutz|consenti|consenso"),
    ("language_level", r"level of|language level|cefr|level in english|nivel de|niveau|livello"),
    (
        "languages",
        r"languages?\b.*(speak|spoken|know)|speak.*languages?|idiomas|langues|lingue|sprachen|diller",
    ),
    (
        "availability",
        r"availab|when (can|could) you|times? (suits?|works?)|time slots?|disponib|verfügbar|müsait",
    ),
    ("institution", r"universit|institution|organi[sz]ation|school|établissement|hochschule|uczelni"),
    ("country", r"\bcountry\b|\bpaís\b|\bpays\b|\bpaese\b|\bülke\b"),
    ("given_name", r"first name|given name|prénom|vorname"),
    ("family_name", r"last name|family name|surname|nachname|apellido|cognome"),
    ("name", r"full name|your name|name and surname|nombre completo|nom complet|nome completo"),
)
_GUARDIANS = (
    r"(parent|guardian|genitor|eltern|rodzic|opiekun|veli|tutor legal).*(consent|permi|agree|accord|consens|zgod|izin)"
    r"|(consent|permission|autori[sz]a|einwilligung|einverständnis|consenso|zgoda).*"
    r"(parent|guardian|padres|pais|genitor|eltern|rodzic|opiekun)"
)
_ANOTHERS = r"emergency|parent|guardian|teacher|tutor|supervisor|nickname|father|mother"


_SHORT_NAMES = frozenset(
    (
        "name",
        "nom",
        "nombre",
        "nome",
        "naam",
        "nev",
        "namn",
        "navn",
        "nimi",
        "ad",
        "isim",
        "nume",
        "jmeno",
        "الاسم",
        "שם",
    )
)

# "Your country" and "Votre pays" ask for what "Country" and "Pays" do.
_YOURS = (
    r"(?:(?:please )?(?:enter|give|write|state) |what is )?"
    r"(?:your|votre|vos|tu|tus|su|sus|il tuo|la tua|il suo|la sua|o seu|a sua|seu|sua|ihre?|deine?|je|uw)\s+(.+)"
)

_YOUR = 500
_BY_ITS_WORDS = 1000
_NEVER = 1_000_000

KnownLabels = dict[str, tuple[str, int]]


class RosterColumns(msgspec.Struct, frozen=True):
    """Where the fields of a roster are, counted from 0; ``also`` are labels that stand for a field found already."""

    places: dict[str, int]
    also: tuple[tuple[str, str], ...] = ()


def known_labels() -> KnownLabels:
    """Turn the table of labels round, once for a file: the field by the bare label, and how sure that is."""
    known: KnownLabels = {}
    for field, labels in LABELS.items():
        for rank, label in enumerate(labels.split("|")):
            known.setdefault(bare(label), (field, rank))
    return known


def roster_columns(row: list[str], known: KnownLabels) -> RosterColumns | None:
    """Find the columns in a header; None when ``row`` says nowhere who somebody is, or is no header."""
    if not any(row) or any("@" in text for text in row):
        return None
    found: dict[str, int] = {}
    sureness: dict[str, int] = {}
    also: list[tuple[str, str]] = []
    for place, label in enumerate(row[:MOST_COLUMNS]):
        field, rank = _field(label, known)
        if not field:
            continue
        if field in found:
            worse = label if rank >= sureness[field] else row[found[field]]
            also.append((field, worse))
        if rank < sureness.get(field, _NEVER):
            found[field], sureness[field] = place, rank
    _tell_names_apart(found, row)
    return RosterColumns(found, tuple(also)) if _says_who(found) else None


def is_surely_a_roster(columns: RosterColumns) -> bool:
    """Tell a roster from any other table with names in it: it says something more of each person."""
    return len(columns.places.keys() - {"login", "status", "withdrawal_reason"}) >= 2


def _tell_names_apart(found: dict[str, int], row: list[str]) -> None:
    """Take "Name" beside "Vorname" for the surname, and "Nombre" beside "Apellidos" for the given name."""
    place = found.get("name")
    if place is None or bare(row[place]) not in _SHORT_NAMES:
        return
    if "given_name" in found and "family_name" not in found:
        found["family_name"] = found.pop("name")
    elif "family_name" in found and "given_name" not in found:
        found["given_name"] = found.pop("name")


def _says_who(found: Mapping[str, int]) -> bool:
    return bool({"name", "surname_first", "certificate_name", "email", "family_name"} & found.keys())


def _field(label: str, known: KnownLabels) -> tuple[str, int]:
    """Give the field a label stands for, and how sure that is: 0 is surest. No field is an empty text."""
    if not 0 < len(label.strip()) < 4 * LONGEST_LABEL:
        return "", _NEVER
    if exact := known.get(bare(label)):
        return exact
    question = label.casefold().strip()
    if yours := re.fullmatch(_YOURS, question):
        field, rank = known.get(bare(yours[1]), ("", 0))
        if field:
            return field, _YOUR + rank
    if len(label) > 12 and re.search(_GUARDIANS, question):
        return "guardian_consent", _BY_ITS_WORDS
    if len(label) > 12 and not re.search(_ANOTHERS, question):
        for field, words in _QUESTIONS:
            if re.search(words, question):
                return field, -1 if field == "email" and "badge" in question else _BY_ITS_WORDS
    return "", _NEVER


# What programs call columns that only they have; all of them have to be there. The first that fits counts.
_PLATFORMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Canvas", ("student", "sisloginid")),
    ("Canvas", ("student", "sisuserid")),
    ("Moodle", ("username", "firstname", "lastname")),
    ("Moodle", ("identifier", "fullname", "emailaddress")),
    ("Moodle", ("firstname", "lastname", "emailaddress", "groups")),
    ("Moodle", ("firstname", "lastname", "emailaddress", "roles")),
    ("Moodle", ("firstname", "surname", "emailaddress")),
    ("Moodle", ("lastdownloadedfromthiscourse",)),
    ("Zoom registration", ("registrationtime", "approvalstatus")),
    ("Teams registration", ("firstname", "lastname", "registrationstatus")),
    ("Teams registration", ("firstname", "lastname", "registrationtime")),
)
_FORM_TIMES = frozenset(
    [
        "timestamp",
        "horodateur",
        "zeitstempel",
        "marcatemporal",
        "carimbodedatahora",
        "informazionicronologiche",
        "tijdstempel",
        "sygnaturaczasowa",
        "casoverazitko",
        "idobelyeg",
        "tidsstampel",
        "tidsstempel",
        "zamandamgası",
        "marcadetimp",
        "χρονικησημανση",
        "отметкавремени",
        "позначкачасу",
    ]
)


def platform_of(row: list[str]) -> str:
    """Give the name of the program whose columns these are; empty for a sheet made by hand, or an unknown program."""
    labels = [bare(label[:LONGEST_LABEL]) for label in row[:MOST_COLUMNS]]
    for platform, wanted in _PLATFORMS:
        if all(any(label.startswith(each) for label in labels) for each in wanted):
            return platform
    return "Google Forms" if labels and labels[0] in _FORM_TIMES else ""
