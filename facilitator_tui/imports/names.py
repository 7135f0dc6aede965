"""Takes names apart as people write them into video calls: titles, pronouns, devices, brackets, other letters.

Gives forms of a name that can be compared. Who on a roster that may be is decided in ``matching``.
"""

from __future__ import annotations

import re
import unicodedata

import msgspec

_PRONOUN = (
    "she|her|hers|he|him|his|they|them|theirs|ze|hir|xe|xem|any|all|elle|il|iel|lui|ella|él|lei|loro|ela|ele|elu|sie|"
    "ihr|er|ihm|zij|haar|hij|hem|hen|hun|hon|hän|ona|on|jej|jego"
)
_PRONOUNS = rf"\b(?:{_PRONOUN})(?:\s*/\s*(?:{_PRONOUN}))+\b"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_REMARKS = _words(
    "guest host co cohost me ext extern external externe externo externa invite invitee invitado invitada convidado "
    "convidada ospite gast gosc misafir moi yo unverified facilitator moderator presenter organizer organiser "
    "attendee participant producer observer phone mobile audio pronouns"
)
_TITLES_BEFORE = _words(
    "dr dra prof profa professor mr mrs ms mx miss ing mgr bc lic dott dottssa dottoressa sig sigra sra srta mme mlle "
    "monsieur madame herr frau dhr mevr pani bay bayan eng ustadh ustaz dipl sr m"
)
_TITLES_AFTER = _words("phd dphil msc mphil ma ba bsc mba md hoca jr")
_DEVICES = _words(
    "iphone ipad ipod macbook imac galaxy samsung huawei xiaomi redmi oppo realme oneplus android smartphone phone "
    "telephone telefon telefono telefone telefonu cellulare tablet tablette laptop notebook desktop pc computer "
    "ordenador ordinateur komputer bilgisayar"
)
# Words that stand with a device and are names of people otherwise.
_WITH_DEVICES = _words(
    "air pro max mini plus ultra lite note mac honor poco vivo pixel nokia motorola moto lenovo dell asus acer hp "
    "surface portable handy user new de di da do von van der del el la le of the mein my mon ma mi s u i"
)
_NOBODY = _words("user zoom guest participant unknown anonymous unnamed test room me")
_SPECIAL = _DEVICES | _TITLES_BEFORE | _TITLES_AFTER | _NOBODY

_PICTURES = "[\u2190-\u2bff\ufe0f\U0001f000-\U0001fbff]"
_FIRST_OTHER = "\u0370"
# Beyond the Latin blocks; the general punctuation among them is no letter.
_OTHER_LETTERS = r"(?:(?![\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff])[\u0370-\uffff](?<=\w))+"
_GREEK_OR_CYRILLIC = "[\u0370-\u052f\u1f00-\u1fff]+"
# Hebrew and Arabic names are written with and without them.
_VOWEL_POINTS = "[\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670]"
_LEADING_NUMBER = r"^[\s.#(\[]*\d{1,4}\s*[._)\]:-]*\s*(?=\S)"
_BRACKETS = r"[(\[{]([^()\[\]{}]*)[)\]}]?"
_TOGETHER = r"\s*(?:[+&]|\s/\s|\s(?:and|y|e|et|und|og|och|i|a|ve|en|و)\s)\s*"
# What English and Turkish put behind an apostrophe: "Amal's", "Yusuf’un", "iPhone’u".
_SUFFIX = r"['’]\w{1,4}\b"
_MOST_TOGETHER = 4
_LONGEST_NAME = 200


class Spoken(msgspec.Struct, frozen=True):
    """A name taken apart, each form folded as ``fold`` does.

    ``outer`` and ``inner`` are what stands before and in the brackets of "Name (Original Name)", without titles
    and remarks, and ``whole`` all of it. ``owner`` is whose device it is when the name is a device's;
    ``is_nobody`` tells that nothing in it names a person.
    """

    whole: str
    outer: str = ""
    inner: tuple[str, ...] = ()
    owner: str = ""
    is_device: bool = False
    is_nobody: bool = False


def fold(name: str) -> str:
    """Give a name in small Latin letters, without accents and marks, its words in order and apart by one blank."""
    if not name.isascii():
        from anyascii import anyascii

        # Pictures have names of their own in Latin letters, which are nobody's.
        name = anyascii(re.sub(_PICTURES, " ", re.sub(_VOWEL_POINTS, "", name)))
    return " ".join(re.sub("[^a-z0-9]+", " ", re.sub("['’`]", "", name.casefold())).split())


def spellings(name: str) -> tuple[str, ...]:
    """Give the folded forms of a name: as it is, and with ä, ö, ü, å, ø and æ written out."""
    if name.isascii():
        return (fold(name),)
    folded = fold(name)
    composed = written_out = unicodedata.normalize("NFC", name).casefold()
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("å", "aa"), ("ø", "oe"), ("æ", "ae")):
        written_out = written_out.replace(letter, letters)
    return (folded,) if written_out == composed else tuple(dict.fromkeys((folded, fold(written_out))))


def other_letters(name: str) -> frozenset[str]:
    """Give the words of a name that are written in other than Latin letters, without marks."""
    if not name or max(name) < _FIRST_OTHER:
        return frozenset()
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(character for character in decomposed if unicodedata.category(character) != "Mn")
    return frozenset(re.findall(_OTHER_LETTERS, bare))


def keeps_every_letter(words: frozenset[str]) -> bool:
    """Tell Greek and Cyrillic, whose letters all come through into Latin, from scripts without vowels and the like."""
    return all(re.fullmatch(_GREEK_OR_CYRILLIC, word) for word in words)


def in_any_order(folded: str) -> str:
    """Give the words of a folded name in one order, whether the surname stood first or last."""
    return " ".join(sorted(folded.split()))


def skeleton(word: str) -> str:
    """Give the consonants of a folded word as they sound in several languages: "mohammed" and "muhamad" are one."""
    for written, sound in (
        ("sch", "s"),
        ("sh", "s"),
        ("ch", "s"),
        ("ck", "k"),
        ("ph", "f"),
        ("kh", "h"),
        ("th", "t"),
    ):
        word = word.replace(written, sound)
    word = word.translate(str.maketrans("cqzv", "kksf"))
    return re.sub(r"(.)\1+", r"\1", re.sub("[aeiouyw]|h$", "", word))


def taken_apart(name: str) -> Spoken:
    """Take a name apart as it stands in a report."""
    name = name[:_LONGEST_NAME]
    if re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+)+", name):
        words = fold(name).split()
        if words and _SPECIAL.isdisjoint(words):
            whole = " ".join(words)
            return Spoken(whole, whole)
    name = name.replace("_", " ")
    name = re.sub(_PRONOUNS, " ", re.sub(_LEADING_NUMBER, "", name), flags=re.IGNORECASE)
    outside = _without_organisation(re.sub(_BRACKETS, " ", name))
    inner = tuple(
        folded
        for text in re.findall(_BRACKETS, name)
        if (folded := _without_titles(fold(text))) and _names(folded)
    )
    words = fold(outside).split()
    if not _DEVICES.isdisjoint(fold(re.sub(_SUFFIX, " ", outside)).split()):
        owner = _owner(outside)
        return Spoken(" ".join((owner, *inner)).strip(), "", inner, owner, True, not owner and not inner)
    outer = _without_titles(" ".join(words))
    whole = " ".join(part for part in (outer, *inner) if part)
    return Spoken(whole, outer, inner, is_nobody=not whole or set(whole.split()) <= _NOBODY)


def parts_together(name: str) -> tuple[str, ...]:
    """Give the names of "Amal + Rui", "Amal and Rui" or "Amal Haddad, Rui Costa"; none when it is one name."""
    outside = _without_organisation(name[:_LONGEST_NAME])
    parts = [part.strip() for part in re.split(_TOGETHER, outside, flags=re.IGNORECASE) if part.strip()]
    if len(parts) < 2:
        # A comma stands between surname and given name too: only whole names between commas are people.
        between = [part.strip() for part in outside.split(",")]
        parts = between if all(len(part.split()) > 1 for part in between) else []
    return tuple(parts) if 2 <= len(parts) <= _MOST_TOGETHER else ()


def _without_organisation(name: str) -> str:
    """Leave out what stands behind a bar or a dash: "Amal Haddad | Tunis", "Amal Haddad - Tunis"."""
    before = re.split(r"\s*[|•·@]", name, maxsplit=1)[0]
    before = before if before.strip() else name
    dashed = re.split(r"\s[-–—]\s", before, maxsplit=1)[0]
    return dashed if len(dashed.split()) > 1 else before


def _names(folded: str) -> bool:
    """Tell the name in a bracket from a remark like "Guest"."""
    return bool(set(folded.split()) - _REMARKS)


def _without_titles(folded: str) -> str:
    words = folded.split()
    while len(words) > 1 and words[0] in _TITLES_BEFORE:
        words = words[1:]
    while len(words) > 1 and words[-1] in _TITLES_AFTER:
        words = words[:-1]
    return " ".join(words)


def _owner(name: str) -> str:
    """Give whose device it is: "Amal's iPhone", "iPhone de Amal", "Amal’ın iPhone’u"; empty for "Galaxy S21"."""
    words = fold(re.sub(_SUFFIX, " ", name)).split()
    return " ".join(
        word
        for word in words
        if word not in _DEVICES and word not in _WITH_DEVICES and word.isalpha() and len(word) > 1
    )
