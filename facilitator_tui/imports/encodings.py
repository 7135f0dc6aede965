"""Tells which Windows code page a text that is no UTF-8 was saved in, by the words that come out.

General detectors weigh long prose; a list of names has too little of it and comes out wrong. Here each word
with letters beyond ASCII votes for the code pages under which one single language explains all its letters.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

CODE_PAGES: dict[str, str] = {
    "cp1252": "Western European",
    "cp1250": "Central European",
    "cp1254": "Turkish",
    "cp1251": "Cyrillic",
    "cp1253": "Greek",
    "cp1256": "Arabic",
    "cp1255": "Hebrew",
    "cp1257": "Baltic",
}
"""The code pages that are told apart, likeliest first: the first wins where words leave it open."""

ENCODINGS: tuple[str, ...] = ("utf-8", "utf-16", *CODE_PAGES)
"""What can be named when the recognised encoding is wrong."""

# Letters beyond ASCII that names and labels in a language are written with; in lower case.
_LATIN: dict[str, tuple[str, ...]] = {
    "cp1252": (
        "áéíóúüñ",
        "áàâãçéêíóôõú",
        "àâçéèêëîïôœùûüÿ",
        "äöüß",
        "àèéìíîòóùú",
        "áéèëíïóöü",
        "åäöéü",
        "æøåéüä",
        "àçèéíïòóúü",
    ),
    "cp1250": (
        "ąćęłńóśźż",
        "áčďéěíňóřšťúůýž",
        "áäčďéíĺľňóôŕšťúýž",
        "áéíóöőúüű",
        "čćđšž",
        "ăâîşţ",
        "äöüß",
    ),
    "cp1254": ("çğıöşüâîû",),
    "cp1257": ("āčēģīķļņšūž", "ąčęėįšųūž", "äöõüšž"),
}
_CYRILLIC = r"[А-ЯЁЄІЇҐЂЈЉЊЋЏЎ][а-яёєіїґђјљњћџў'-]+|[А-ЯЁЄІЇҐЂЈЉЊЋЏЎ-]{3,}"
# Accents are what tells Greek from Cyrillic read as Greek, where almost every word would have the rare ΰ.
_GREEK = r"(?=.*[άέήίόύώΆΈΉΊΌΎΏ])[Α-ΩΆ-Ώ][α-ωά-ώ]+|[Α-Ω]{3,}"
_WHOLE_WORDS: dict[str, str] = {
    "cp1251": _CYRILLIC,
    "cp1253": _GREEK,
    "cp1256": "[\u0621-\u064a]{2,}",
    "cp1255": "[\u05d0-\u05ea]{2,}",
}


class UnknownEncoding(ValueError):
    """There is no such encoding among those that can be named."""


def encoding_called(name: str) -> str:
    """Give the encoding that somebody names, like "Windows-1250" or "UTF-8"; empty for an empty name.

    Raises UnknownEncoding with a sentence that says which there are.
    """
    wanted = name.strip().casefold().replace("_", "-").replace("windows-", "cp").replace("win-", "cp")
    wanted = {"utf8": "utf-8", "utf16": "utf-16", "latin-1": "cp1252", "iso-8859-1": "cp1252"}.get(
        wanted, wanted
    )
    if wanted and wanted not in ENCODINGS:
        raise UnknownEncoding(f'there is no encoding "{name}" here; name one of {", ".join(ENCODINGS)}.')
    return wanted


def legacy_encoding(text: bytes) -> str:
    """Give the code page that explains most words of ``text``, cp1252 where nothing tells."""
    votes = Counter({page: _explained(text, page) for page in CODE_PAGES})
    return max(CODE_PAGES, key=lambda page: votes[page])


def _explained(text: bytes, page: str) -> int:
    decoded = text.decode(page, errors="replace")
    words = re.findall(r"[^\W\d_]*[^\x00-\x7f][^\s;,]*", decoded)
    return sum(_explains(word, page) for word in words)


def _explains(word: str, page: str) -> int:
    """Say 1 for a word that can be one of the page's languages, −1 for one that cannot, 0 in between."""
    word = word.strip("\"'.:;,()[]|*«»“”„’")
    if page in _WHOLE_WORDS and re.fullmatch(_WHOLE_WORDS[page], word):
        return 1
    if not all(character.isalpha() or character in "'’-.()/@" for character in word):
        return -1
    if any(one.islower() and two.isupper() for one, two in pairwise(word)):
        return -1
    if page != "cp1257" and re.search("ñ[^aeiouáéíóú]|õ[^e]", word.casefold()):
        return 0
    beyond = {letter for letter in _lower(word) if letter.isalpha() and not letter.isascii()}
    return int(any(beyond <= set(letters) for letters in _LATIN.get(page, ())))


def _lower(word: str) -> str:
    return word.replace("İ", "i").lower()
