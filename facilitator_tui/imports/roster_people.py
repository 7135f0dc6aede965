"""Makes a person out of the cells of one line of a roster, and says what is wrong with the line.

Names in every order, addresses as they stand, levels and roles in the words of the field. Which column is
which was found before, in ``roster_columns``; whether two lines are one person is looked at in ``roster``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from facilitator_tui.imports.labels import bare
from facilitator_tui.imports.normal import RosterPerson
from facilitator_tui.plain import plain

# What rosters call the roles of DESIGN's words; each is compared by its letters alone.
ROLE_WORDS: dict[str, tuple[str, ...]] = {
    "participant": (
        "participant",
        "student",
        "learner",
        "attendee",
        "estudiante",
        "alumno",
        "alumna",
        "participante",
        "étudiant",
        "étudiante",
        "estudante",
        "aluno",
        "studente",
        "studentessa",
        "partecipante",
        "teilnehmer",
        "teilnehmerin",
        "teilnehmer/in",
        "studierende",
        "deelnemer",
        "uczestnik",
        "student/ka",
        "účastník",
        "öğrenci",
        "katılımcı",
        "طالب",
        "مشارك",
    ),
    "facilitator": (
        "facilitator",
        "dialogue facilitator",
        "moderator",
        "teacher",
        "non-editing teacher",
        "profesor",
        "facilitador",
        "facilitadora",
        "animateur",
        "animatrice",
        "facilitateur",
        "facilitatrice",
        "enseignant",
        "facilitatore",
        "facilitatrice",
        "docente",
        "moderatorin",
        "prowadzący",
        "kolaylaştırıcı",
        "ميسر",
    ),
    "producer": ("producer", "technical host", "tech host", "co-host", "host", "productor", "producteur"),
    "observer": ("observer", "guest", "auditor", "observador", "observateur", "beobachter", "gözlemci"),
    "coach": ("coach", "mentor", "tutor"),
    "coordinator": ("coordinator", "manager", "coordinador", "coordinateur", "koordinator", "coordenador"),
}

_BLIND = r"(?:participant|teilnehmer/?-?(?:in)?|participante|étudiant|uczestnik)\s*\d{3,}"
_EMPTY = frozenset(("", "-", "--", "n/a", "na", "none", "null", "nan", "."))
_ADDRESS = r"[^\s@<>,;\"()]+@[^\s@<>,;\"()]+\.[^\s@<>,;\"().]{2,}"
_CLAUSE = " (the line was left out)"


class ReadLine(msgspec.Struct, frozen=True):
    """What a line gives: a person, or None when it names nobody, and what is wrong with it."""

    person: RosterPerson | None
    problems: tuple[str, ...] = ()


def known_roles() -> dict[str, str]:
    """Turn the table of roles round, once for a file: the role by the bare word."""
    return {bare(word): role for role, words in ROLE_WORDS.items() for word in words}


def person_of(cells: Mapping[str, str], line: int, roles: Mapping[str, str]) -> ReadLine:
    """Make a person of the cells of a line, by field. A cell that is a formula counts as empty.

    ``roles`` are those of ``known_roles``.
    """
    problems: list[str] = []
    texts = {field: _text(field, text, problems) for field, text in cells.items()}
    email = _email(texts, problems)
    given, family, name = _names(texts)
    if re.fullmatch(_BLIND, name, re.IGNORECASE):
        problems.append(f"“{name}” is a number in place of a name, as in blind marking{_CLAUSE}")
        return ReadLine(None, tuple(problems))
    if not name and email and not ({"name", "surname_first", "given_name", "family_name"} & texts.keys()):
        name = email.partition("@")[0]
    if not name:
        if any(texts.values()) or problems:
            problems.append(f"there is no name{_CLAUSE}")
        return ReadLine(None, tuple(problems))
    person = RosterPerson(
        name,
        given,
        family,
        email,
        institution=texts.get("institution", ""),
        country=texts.get("country", ""),
        language_level=_level(texts.get("language_level", "")),
        role=_role(texts.get("role", ""), roles, problems),
        subgroup=texts.get("subgroup", ""),
        consent=texts.get("consent", ""),
        row=line,
    )
    return ReadLine(person, tuple(problems))


def _text(field: str, cell: str, problems: list[str]) -> str:
    """Clean a cell. ``="00123"`` is how spreadsheets keep a text from being counted with, and no formula."""
    quoted = re.fullmatch(r'="([^"]*)"', cell.strip())
    text = plain(quoted[1] if quoted else cell)
    if text.startswith("=") and len(text) > 1:
        shown = plain(text, 30)
        problems.append(
            f"the {field.replace('_', ' ')} is a formula ({shown}) and formulas are not calculated here; put its value "
            "in its place"
        )
        return ""
    return "" if text.casefold() in _EMPTY else text


def _email(texts: Mapping[str, str], problems: list[str]) -> str:
    """Take the address as it stands; "Ana <ana@example.org>" gives what stands in the brackets."""
    written = texts.get("email", "")
    login = texts.get("login", "")
    if not written:
        return login if re.fullmatch(_ADDRESS, login) else ""
    text = written.removeprefix("mailto:").strip(" ;,")
    inside = re.fullmatch(r".*<([^<>]+)>", text)
    text = inside[1].strip() if inside else text
    if re.fullmatch(_ADDRESS, text):
        return text
    several = re.findall(_ADDRESS, text)
    if len(several) > 1:
        problems.append(f"“{plain(written, 60)}” holds several e-mail addresses; the first was taken")
        return str(several[0])
    problems.append(f"“{plain(written, 60)}” is no e-mail address; it was left empty")
    return ""


def _names(texts: Mapping[str, str]) -> tuple[str, str, str]:
    """Give given name, family name and the name to show; the first two are empty where nothing tells them apart."""
    given, family = texts.get("given_name", ""), texts.get("family_name", "")
    shown = texts.get("name", "")
    if given or family:
        return given, family, _in_usual_order(shown)[2] or f"{given} {family}".strip()
    if surname_first := texts.get("surname_first", ""):
        return _surname_first(surname_first)
    return _in_usual_order(shown)


def _in_usual_order(name: str) -> tuple[str, str, str]:
    """Turn "Smith, Jane" and "SMITH Jane" round; other names stay as they are."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and family and given and "," not in given:
        return given, family, f"{given} {family}"
    words = name.split()
    capitals = [_is_in_capitals(word) for word in words]
    count = capitals.index(False) if False in capitals else 0
    if count and not any(capitals[count:]):
        return " ".join(words[count:]), " ".join(words[:count]), " ".join(words[count:] + words[:count])
    return "", "", name


def _surname_first(name: str) -> tuple[str, str, str]:
    """Read a name from a column that has the surname first; of three words or more nobody can tell which are it."""
    turned = _in_usual_order(name)
    words = name.split()
    if turned[0] or len(words) != 2:
        return turned
    return words[1], words[0], f"{words[1]} {words[0]}"


def _is_in_capitals(word: str) -> bool:
    letters = [character for character in word if character.isalpha()]
    return len(letters) > 1 and all(character.isupper() for character in letters)


def _level(text: str) -> str:
    """Give the level of the Common European Framework where the text names one, and else the text."""
    levels = re.findall(r"(?<![A-Za-z0-9])([ABC][12])(?![0-9A-Za-z])", text.upper())
    return str(levels[0]) if len(set(levels)) == 1 else text


def _role(text: str, roles: Mapping[str, str], problems: list[str]) -> str:
    """Give the role in the words of the field; empty when the roster does not say, or says something unknown."""
    wanted = bare(text)
    if wanted and wanted not in roles:
        problems.append(f"“{plain(text, 40)}” is no known role; it was left empty")
    return roles.get(wanted, "")
