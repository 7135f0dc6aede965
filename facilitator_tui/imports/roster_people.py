"""Makes a person out of the cells of one line of a roster, and says what is wrong with the line.

Names in every order, addresses as they stand, levels and roles in the words of the field. Which column is
which was found before, in ``roster_columns``; whether two lines are one person is looked at in ``roster``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import msgspec

from facilitator_tui.imports import roster_words
from facilitator_tui.imports.countries import CountryNames
from facilitator_tui.imports.labels import bare
from facilitator_tui.imports.normal import RosterPerson
from facilitator_tui.imports.roster_ages import age_band
from facilitator_tui.plain import plain

_BLIND = r"(?:participant|teilnehmer/?-?(?:in)?|participante|étudiant|uczestnik)\s*\d{3,}"
_LONGEST_LIST = 2000
_LISTS = frozenset(("languages", "availability"))
_EMPTY = frozenset(("", "-", "--", "n/a", "na", "none", "null", "nan", "."))
_ADDRESS = r"[^\s@<>,;\"()]+@[^\s@<>,;\"()]+\.[^\s@<>,;\"().]{2,}"
_CLAUSE = " (the line was left out)"


NAME_FIELDS = frozenset(("name", "surname_first", "certificate_name", "given_name", "family_name"))
"""The fields that say what somebody is called."""


class ReadLine(msgspec.Struct, frozen=True):
    """What a line gives: a person, or None when it names nobody, and what is wrong with it."""

    person: RosterPerson | None
    problems: tuple[str, ...] = ()


class Words(msgspec.Struct, frozen=True):
    """What the words of cells mean, and the day on which ages are counted; made once for a file."""

    today: date
    roles: Mapping[str, str]
    course_roles: Mapping[str, str]
    statuses: Mapping[str, str]
    answers: Mapping[str, str]
    ages: Mapping[str, str]
    languages: Mapping[str, str]
    countries: CountryNames


def known_words(today: date) -> Words:
    """Turn the tables of words round."""
    return Words(
        today,
        roster_words.meanings(roster_words.ROLES),
        roster_words.meanings(roster_words.COURSE_ROLES),
        roster_words.meanings(roster_words.STATUSES),
        roster_words.meanings(roster_words.ANSWERS),
        roster_words.meanings(roster_words.AGES),
        roster_words.meanings(roster_words.LANGUAGES),
        CountryNames(),
    )


def person_of(cells: Mapping[str, str], line: int, words: Words) -> ReadLine:
    """Make a person of the cells of a line, by field. A cell that is a formula counts as empty."""
    problems: list[str] = []
    texts = {field: _text(field, text, problems) for field, text in cells.items()}
    email = _email(texts, problems)
    given, family, name = _names(texts)
    if re.fullmatch(_BLIND, name, re.IGNORECASE):
        problems.append(f"“{name}” is a number in place of a name, as in blind marking{_CLAUSE}")
        return ReadLine(None, tuple(problems))
    if not name and email and not (NAME_FIELDS & texts.keys()):
        name = email.partition("@")[0]
    if not name:
        if any(texts.values()) or problems:
            problems.append(f"there is no name{_CLAUSE}")
        return ReadLine(None, tuple(problems))
    role, course_role = _roles(texts, words, problems)
    status, reason = _status(texts, words, problems)
    person = RosterPerson(
        name,
        given,
        family,
        email,
        institution=texts.get("institution", ""),
        country=words.countries.kept(texts.get("country", "")),
        language_level=_level(texts.get("language_level", "")),
        role=role or ("participant" if status == "audit" else ""),
        subgroup=texts.get("subgroup", ""),
        consent=texts.get("consent", ""),
        certificate_name=texts.get("certificate_name", ""),
        languages=language_codes(texts.get("languages", ""), words.languages),
        availability=slots(texts.get("availability", "")),
        age=_age(texts, words, problems),
        guardian_consent=_answer(texts.get("guardian_consent", ""), "guardian consent", words, problems),
        course_role=course_role or ("auditor" if status == "audit" else ""),
        status="enrolled" if status == "audit" else status,
        withdrawal_reason=reason,
        row=line,
    )
    return ReadLine(person, tuple(problems))


def _text(field: str, cell: str, problems: list[str]) -> str:
    """Clean a cell. ``="00123"`` is how spreadsheets keep a text from being counted with, and no formula."""
    quoted = re.fullmatch(r'="([^"]*)"', cell.strip())
    written = quoted[1] if quoted else _one_line(cell) if field in _LISTS else cell
    text = plain(written, _LONGEST_LIST if field in _LISTS else 200)
    if text.startswith("=") and len(text) > 1:
        shown = "=…" if field == "age" else plain(text, 30)
        problems.append(
            f"the {field.replace('_', ' ')} is a formula ({shown}) and formulas are not calculated here; put its value "
            "in its place"
        )
        return ""
    return "" if text.casefold() in _EMPTY else text


def _one_line(cell: str) -> str:
    """What stands in a list one below the other, set apart by semicolons."""
    return "; ".join(line for line in cell.splitlines() if line.strip())


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
    return _in_usual_order(shown or texts.get("certificate_name", ""))


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


def _roles(texts: Mapping[str, str], words: Words, problems: list[str]) -> tuple[str, str]:
    """Give the role in a session and the one in the course; empty where the roster does not say.

    Either column may hold the words of the other. Whoever is something in the course is a participant.
    """
    role = course_role = ""
    for text in (texts.get("role", ""), texts.get("course_role", "")):
        wanted = bare(text)
        if wanted in words.course_roles:
            course_role = words.course_roles[wanted]
        elif wanted in words.roles:
            role = role or words.roles[wanted]
        elif wanted:
            problems.append(f"“{plain(text, 40)}” is no known role; it was left empty")
    return role or ("participant" if course_role else ""), course_role


def _status(texts: Mapping[str, str], words: Words, problems: list[str]) -> tuple[str, str]:
    """Give the status and the reason for a withdrawal, from a column of its own or after the word itself."""
    text = texts.get("status", "")
    status, reason = words.statuses.get(bare(text), ""), texts.get("withdrawal_reason", "")
    if text and not status:
        parts = re.fullmatch(r"([^:;,(–—]+?)\s*(?:[:;,(–—]|\s-\s)\s*(.*?)\)?", text)
        status = words.statuses.get(bare(parts[1]), "") if parts else ""
        if status and parts:
            reason = reason or parts[2]
        else:
            problems.append(f"“{plain(text, 40)}” is no known status; it was left empty")
    return status, reason if status == "withdrew" else ""


def _age(texts: Mapping[str, str], words: Words, problems: list[str]) -> str:
    """Give the band of the age. What stood there is not repeated: a birth date is nowhere kept or printed."""
    if text := texts.get("age", ""):
        band = age_band(text, words.today, words.ages)
        if not band:
            problems.append("the age or birth date does not tell who is under 18; it was left empty")
        return band
    adult = _answer(texts.get("of_age", ""), "question about the age", words, problems)
    minor = _answer(texts.get("under_age", ""), "question about the age", words, problems)
    if adult or minor:
        return "adult" if adult == "yes" or minor == "no" else "minor"
    return ""


def _answer(text: str, asked: str, words: Words, problems: list[str]) -> str:
    """Give "yes" or "no"; a sentence counts by its first word, as in "Yes, both parents"."""
    first = re.split(r"[\s,;:.(]+", text, maxsplit=1)[0]
    for wanted in (text, first):
        if found := words.answers.get(bare(wanted) or wanted, ""):
            return found
    if text:
        problems.append(f"“{plain(text, 40)}” is neither yes nor no ({asked}); it was left empty")
    return ""


def language_codes(text: str, languages: Mapping[str, str]) -> str:
    """Give the languages named as codes, set apart by commas, each once and in their order.

    ``languages`` are those of ``roster_words.LANGUAGES``, turned round. A language that is not among them stays in
    the words in which it was written; what stands in brackets and the level are left out.
    """
    known = set(languages.values())
    found = []
    text = re.sub(r"\([^)]*\)|\b[ABC][12]\b\+?", " ", text)
    for part in re.split(r"[,;/|&+•]|\s(?:and|und|et|y|e|i|en|és|och|og|ve|и|та|و)\s", text):
        word = plain(part).strip(" .:-–")
        code = word.casefold() if word.casefold() in known else languages.get(bare(word), "")
        first = bare(word.partition(" ")[0])
        code = code or languages.get(first, "") or word.casefold()
        if code and code not in found:
            found.append(code)
    return ",".join(found)


def slots(text: str) -> str:
    """Give the slots named, set apart by commas, each once and in their order: "Mon 18:00, Wed 18:00"."""
    parts = (plain(part).strip(" .") for part in re.split(r"[,;|]", text))
    return ",".join(dict.fromkeys(part for part in parts if part))
