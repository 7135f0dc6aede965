"""Takes names apart as people write them into video calls: titles, pronouns, devices, brackets, other letters.

Gives forms of a name that can be compared. Who on a roster that may be is decided in ``matching``.
"""

from __future__ import annotations

import re
import unicodedata

import msgspec

_PRONOUNS = (
    "she her hers he him his they them theirs ze hir xe xem elle elles il iel lui ella ellas el ellos lei loro ele ela "
    "eles elas elu sie ihr er ihm zij haar hij hem hen hun ona jej jego oni any all pronouns"
)
_REMARKS = (
    "guest host cohost extern externe externo externa external ext invite invitee invitado invitada convidado ospite "
    "gast gosc misafir me moi yo ich unverified facilitator moderator presenter organizer organiser attendee "
    "participant zoom teams meet online phone mobile audio"
)
_TITLES = (
    "dr dra prof profa professor mr mrs ms mx miss sir madam ing mgr bc phd dphil msc mphil ma ba bsc mba md lic dott "
    "dottssa dottoressa sig sigra sr sra srta mme mlle monsieur madame herr frau dhr mevr pan pani bay bayan hoca eng "
    "ustadh ustaz dipl magister"
)
_DEVICES = (
    "iphone ipad ipod macbook imac mac galaxy samsung huawei honor xiaomi redmi poco oppo vivo realme oneplus pixel nokia "
    "motorola moto lenovo dell asus acer hp surface android smartphone phone telephone telefon telefono telefone telefonu "
    "handy mobile mobil movil cellulare portable tablet tablette laptop notebook desktop pc computer ordenador ordinateur "
    "komputer bilgisayar air pro max mini plus ultra lite note"
)
_OF_DEVICES = "de di da do von van der del dell el la le of the mein my mon ma mi s nin nun in un"
_NOBODY = "user zoom guest participant unknown anonymous unnamed test conference room meeting desktop"

_LEADING_NUMBER = r"^[\s.#(\[]*\d{1,4}\s*[._\-)\]:]*\s*"
_ORGANISATION = r"\s*(?:[|•·@]|\s[-–—]\s|\s/{2}\s).*$"
_TOGETHER = r"\s*(?:\+|&|,|\s/\s|\b(?:and|y|e|et|und|og|och|i|a|ve|en|و)\b)\s*"


class Spoken(msgspec.Struct, frozen=True):
    """A name taken apart, each form folded as ``fold`` does.

    ``whole`` is the name without titles and remarks; ``outer`` and ``inner`` are what stands before and in the
    brackets of "Name (Original Name)". ``owner`` is whose the device is when the name is one; ``is_nobody`` that
    nothing in it names a person.
    """

    whole: str
    outer: str = ""
    inner: tuple[str, ...] = ()
    owner: str = ""
    is_device: bool = False
    is_nobody: bool = False


def fold(name: str) -> str:
    """Give a name in small Latin letters, without accents and marks, its words in order and apart by one blank."""
    from anyascii import anyascii

    if not name.isascii():
        # Pictures have names of their own in Latin letters, which are nobody's.
        kept = "".join(
            character if unicodedata.category(character)[0] in "LMNPZ" else " " for character in name
        )
        name = anyascii(kept)
    return " ".join(re.sub("[^a-z0-9]+", " ", re.sub("['’`]", "", name.casefold())).split())


def spellings(name: str) -> tuple[str, ...]:
    """Give the folded forms of a name: as it is, and with ä, ö, ü, å, ø and æ written out."""
    plain_form = fold(name)
    if name.isascii():
        return (plain_form,)
    written_out = name.casefold()
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("å", "aa"), ("ø", "oe"), ("æ", "ae")):
        written_out = written_out.replace(letter, letters)
    return tuple(dict.fromkeys((plain_form, fold(written_out))))


def in_any_order(folded: str) -> str:
    """Give the words of a folded name in one order, whether the surname stood first or last."""
    return " ".join(sorted(folded.split()))


def skeleton(word: str) -> str:
    """Give the consonants of a folded word as they sound in several languages: "Mohammed" and "Muhamad" are one."""
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
    word = word.translate(str.maketrans({"c": "k", "q": "k", "z": "s", "v": "f"}))
    word = re.sub("[aeiouyw]|h$", "", word)
    return re.sub(r"(.)\1+", r"\1", word)


def taken_apart(name: str) -> Spoken:
    """Take a name apart as it stands in a report."""
    name = re.sub(_LEADING_NUMBER, "", name.replace("_", " ")) or name
    brackets = [text for text in re.findall(r"[(\[{]([^()\[\]{}]*)[)\]}]", name) if not _is_remark(text)]
    outside = re.sub(r"[(\[{][^()\[\]{}]*[)\]}]?", " ", name)
    outside = re.sub(_ORGANISATION, "", outside) or outside
    inner = tuple(folded for text in brackets if (folded := _without_titles(fold(text))))
    if re.fullmatch(
        r"[\s/,]*", re.sub(r"\w+", lambda word: "" if word[0].casefold() in _set(_PRONOUNS) else word[0], "")
    ):
        outside = _without_pronouns(outside)
    words = fold(outside).split()
    device = any(_is_device_word(word) for word in words) and not _set(_DEVICES).isdisjoint(words)
    owner = " ".join(word for word in _words_of_owner(outside)) if device else ""
    outer = "" if device else _without_titles(" ".join(words))
    whole = " ".join(part for part in (outer, *inner) if part)
    nobody = not inner and (not outer or set(outer.split()) <= _set(_NOBODY)) and not owner
    return Spoken(whole, outer, inner, owner, device, nobody)


def parts_together(name: str) -> tuple[str, ...]:
    """Give the names of "Amal + Rui" or "Amal and Rui"; fewer than two when it is one name."""
    name = re.sub(_ORGANISATION, "", name)
    parts = [part.strip() for part in re.split(_TOGETHER, name, flags=re.IGNORECASE) if part.strip()]
    return tuple(parts) if 2 <= len(parts) <= 4 else ()


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())
