"""What the columns of rosters are called, language by language and system by system: data, and how to find them.

A label counts when its letters and digits are in the table; a question of a form counts by the words in it.
What the cells mean is read in ``roster_people``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from facilitator_tui.imports.labels import LONGEST_LABEL, MOST_COLUMNS, bare

# For each field the labels, the surest first. "surname_first" is a whole name that begins with the surname.
LABELS: dict[str, tuple[str, ...]] = {
    "email": (
        "badge email",
        "email for the badge",
        "email",
        "e-mail",
        "mail",
        "email address",
        "e-mail address",
        "mail address",
        "user email",
        "correo electrónico",
        "correo",
        "dirección de correo",
        "dirección de correo electrónico",
        "adresse e-mail",
        "adresse de courriel",
        "adresse mail",
        "adresse électronique",
        "courriel",
        "endereço de email",
        "endereço de e-mail",
        "correio eletrónico",
        "correio eletrônico",
        "indirizzo email",
        "indirizzo e-mail",
        "posta elettronica",
        "e-mail-adresse",
        "mailadresse",
        "e-mailadres",
        "adres e-mail",
        "emailová adresa",
        "e-mailová adresa",
        "email cím",
        "e-mail-cím",
        "e-postadress",
        "e-post",
        "e-posta",
        "e-posta adresi",
        "adresa de email",
        "ηλεκτρονικό ταχυδρομείο",
        "διεύθυνση email",
        "эл. почта",
        "электронная почта",
        "електронна пошта",
        "البريد الإلكتروني",
        "البريد الالكتروني",
        "דואר אלקטרוני",
    ),
    "given_name": (
        "given name",
        "given names",
        "first name",
        "firstname",
        "forename",
        "nombre(s)",
        "prénom",
        "prénoms",
        "nome próprio",
        "vorname",
        "voornaam",
        "imię",
        "imiona",
        "jméno",
        "křestní jméno",
        "keresztnév",
        "utónév",
        "förnamn",
        "fornavn",
        "etunimi",
        "adı",
        "ad",
        "prenume",
        "όνομα",
        "имя",
        "ім'я",
        "الاسم الأول",
        "الاسم الشخصي",
        "שם פרטי",
    ),
    "family_name": (
        "family name",
        "last name",
        "lastname",
        "surname",
        "second name",
        "apellido",
        "apellidos",
        "apellido(s)",
        "nom de famille",
        "sobrenome",
        "apelido",
        "apelidos",
        "cognome",
        "nachname",
        "familienname",
        "zuname",
        "achternaam",
        "nazwisko",
        "příjmení",
        "priezvisko",
        "vezetéknév",
        "családnév",
        "efternamn",
        "etternavn",
        "sukunimi",
        "soyadı",
        "soyad",
        "soyisim",
        "nume de familie",
        "επώνυμο",
        "фамилия",
        "прізвище",
        "اسم العائلة",
        "اللقب",
        "שם משפחה",
    ),
    "surname_first": (
        "surname and name",
        "surname, name",
        "last name, first name",
        "surname and first name",
        "nom et prénom",
        "nom et prénoms",
        "nom prénom",
        "apellidos y nombre",
        "apellidos, nombre",
        "cognome e nome",
        "cognome nome",
        "nachname, vorname",
        "name, vorname",
        "nazwisko i imię",
        "příjmení a jméno",
        "soyadı adı",
        "фамилия имя",
        "прізвище та ім'я",
    ),
    "name": (
        "preferred name",
        "display name",
        "name",
        "full name",
        "fullname",
        "name and surname",
        "first and last name",
        "first name and last name",
        "first name / last name",
        "student",
        "student name",
        "participant",
        "participant name",
        "certificate name",
        "nombre completo",
        "nombre y apellidos",
        "nombre y apellido",
        "nombre",
        "nom complet",
        "prénom et nom",
        "prénom nom",
        "nom",
        "nome completo",
        "nome e cognome",
        "nome e sobrenome",
        "nome",
        "vollständiger name",
        "vor- und nachname",
        "vorname nachname",
        "teilnehmer",
        "teilnehmerin",
        "teilnehmer/in",
        "naam",
        "volledige naam",
        "imię i nazwisko",
        "jméno a příjmení",
        "celé jméno",
        "név",
        "teljes név",
        "namn",
        "navn",
        "nimi",
        "ad soyad",
        "adı soyadı",
        "isim",
        "nume",
        "nume și prenume",
        "ονοματεπώνυμο",
        "фио",
        "піб",
        "имя и фамилия",
        "الاسم",
        "الاسم الكامل",
        "الاسم واللقب",
        "שם",
        "שם מלא",
    ),
    "institution": (
        "institution",
        "university",
        "school",
        "organisation",
        "organization",
        "organisation/institution",
        "home institution",
        "home university",
        "affiliation",
        "college",
        "employer",
        "institución",
        "universidad",
        "organización",
        "centro",
        "institut",
        "établissement",
        "université",
        "organisme",
        "instituição",
        "universidade",
        "organização",
        "escola",
        "istituzione",
        "università",
        "istituto",
        "scuola",
        "organizzazione",
        "einrichtung",
        "universität",
        "hochschule",
        "schule",
        "organisatie",
        "universiteit",
        "uczelnia",
        "instytucja",
        "uniwersytet",
        "szkoła",
        "univerzita",
        "škola",
        "intézmény",
        "egyetem",
        "universitet",
        "kurum",
        "üniversite",
        "okul",
        "ίδρυμα",
        "πανεπιστήμιο",
        "университет",
        "університет",
        "الجامعة",
        "المؤسسة",
        "מוסד",
    ),
    "country": (
        "country",
        "country/region",
        "country of residence",
        "país",
        "pays",
        "paese",
        "land",
        "kraj",
        "země",
        "krajina",
        "ország",
        "ülke",
        "țara",
        "χώρα",
        "страна",
        "країна",
        "البلد",
        "الدولة",
        "מדינה",
    ),
    "language_level": (
        "language level",
        "level of english",
        "english level",
        "level",
        "cefr",
        "cefr level",
        "nivel de inglés",
        "nivel",
        "niveau d'anglais",
        "niveau de langue",
        "niveau",
        "nível de inglês",
        "nível",
        "livello di inglese",
        "livello",
        "sprachniveau",
        "englischniveau",
        "taalniveau",
        "poziom języka",
        "úroveň jazyka",
        "dil seviyesi",
        "ingilizce seviyesi",
        "επίπεδο γλώσσας",
        "مستوى اللغة",
    ),
    "role": (
        "role",
        "roles",
        "role 1",
        "course role",
        "rol",
        "roles en el curso",
        "rôle",
        "rôles",
        "função",
        "papel",
        "papéis",
        "ruolo",
        "ruoli",
        "rolle",
        "rollen",
        "rola",
        "role v kurzu",
        "szerep",
        "roll",
        "ρόλος",
        "роль",
        "الدور",
    ),
    "subgroup": (
        "subgroup",
        "sub-group",
        "group",
        "groups",
        "group 1",
        "group name",
        "section",
        "class",
        "cohort",
        "cohort 1",
        "team",
        "grupo",
        "grupos",
        "clase",
        "groupe",
        "groupes",
        "classe",
        "turma",
        "gruppo",
        "gruppi",
        "gruppe",
        "gruppen",
        "klasse",
        "groep",
        "klas",
        "grupa",
        "klasa",
        "skupina",
        "třída",
        "csoport",
        "grupp",
        "grup",
        "sınıf",
        "ομάδα",
        "группа",
        "група",
        "المجموعة",
        "קבוצה",
    ),
    "consent": (
        "consent",
        "consent level",
        "consents",
        "gdpr consent",
        "consentimiento",
        "consentement",
        "consentimento",
        "consenso",
        "einwilligung",
        "zustimmung",
        "toestemming",
        "zgoda",
        "souhlas",
        "hozzájárulás",
        "samtycke",
        "samtykke",
        "onay",
        "rıza",
        "συγκατάθεση",
        "согласие",
        "згода",
        "الموافقة",
    ),
    "login": (
        "sis login id",
        "login",
        "login id",
        "username",
        "user name",
        "benutzername",
        "nom d'utilisateur",
    ),
}

# Words that tell the field of a question on a form, tried in this order on labels that the table does not have.
_QUESTIONS: tuple[tuple[str, str], ...] = (
    ("email", r"e-?mail|correo|courriel"),
    ("consent", r"consent|i agree|privacy|gdpr|datenschutz|consenti|consenso"),
    ("language_level", r"level of|language level|cefr|level in english|nivel de|niveau|livello"),
    ("institution", r"universit|institution|organi[sz]ation|school|établissement|hochschule|uczelni"),
    ("country", r"\bcountry\b|\bpaís\b|\bpays\b|\bpaese\b|\bülke\b"),
    ("given_name", r"first name|given name|prénom|vorname"),
    ("family_name", r"last name|family name|surname|nachname|apellido|cognome"),
    ("name", r"full name|your name|name and surname|nombre completo|nom complet|nome completo"),
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
        for rank, label in enumerate(labels):
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
    return len(columns.places.keys() - {"login"}) >= 2


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
    return bool({"name", "surname_first", "email", "family_name"} & found.keys())


def _field(label: str, known: KnownLabels) -> tuple[str, int]:
    """Give the field a label stands for, and how sure that is: 0 is surest. No field is an empty text."""
    if not 0 < len(label.strip()) < 4 * LONGEST_LABEL:
        return "", _NEVER
    if exact := known.get(bare(label)):
        return exact
    question = label.casefold()
    if len(label) > 12 and not re.search(_ANOTHERS, question):
        for field, words in _QUESTIONS:
            if re.search(words, question):
                return field, -1 if field == "email" and "badge" in question else _BY_ITS_WORDS
    return "", _NEVER
