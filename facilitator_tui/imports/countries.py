"""Countries by their ISO 3166 codes, in whatever language somebody wrote them, as languages are kept by theirs.

The names are those of the Unicode CLDR (Babel brings them); beside them stand only those that people write and the CLDR
does not use. Which zone a country has is in ``country_zones``.
"""

from __future__ import annotations

import re

from facilitator_tui.imports.labels import bare
from facilitator_tui.plain import plain

# The first that knows a name decides. English comes first, then the languages of the programmes, then the neighbours'.
_LANGUAGES = (
    *("en", "fr", "ar", "tr", "de", "it", "es", "pt", "pt_PT"),
    *(
        "nl",
        "pl",
        "cs",
        "sk",
        "hu",
        "ro",
        "bg",
        "el",
        "sv",
        "da",
        "nb",
        "fi",
        "et",
        "lv",
        "lt",
        "sl",
        "hr",
        "bs",
    ),
    *("sr", "sr_Latn", "mk", "sq", "uk", "ru", "ca", "he", "hy", "ka", "az", "ku"),
)
_ALSO: dict[str, str] = {
    "TR": "turkey | republic of turkey | türkiye cumhuriyeti",
    "GB": (
        "great britain | england | scotland | wales | northern ireland | grande bretagne | angleterre | "
        "großbritannien | gran bretagna | inghilterra | gran bretaña | inglaterra | grã-bretanha | büyük britanya | "
        "ingiltere | بريطانيا | إنجلترا"
    ),
    "PS": (
        "palestine | state of palestine | occupied palestinian territory | palestinian territory | palästina | "
        "palestina | filistin | فلسطين"
    ),
    "CZ": (
        "czech republic | république tchèque | tschechische republik | repubblica ceca | república checa | "
        "çek cumhuriyeti"
    ),
    "NL": "holland | the netherlands | hollande | olanda | holanda",
    "MK": "macedonia | fyrom | macédoine | mazedonien | makedonya",
    "BA": "bosnia | bosnie | bosnien | bosna | bosna hersek",
    "US": "united states of america | america | amerika | stati uniti d'america | estados unidos de américa",
    "RU": "russian federation",
    "MD": "republic of moldova",
    "IE": "republic of ireland",
    "SY": "syrian arab republic",
    "CI": "ivory coast | elfenbeinküste",
    "AE": "uae | emirates | الإمارات",
    "SA": "السعودية",
}
# Codes of the CLDR that are no country's: unions, groups of islands that belong to one, and what stands for nothing.
_NO_COUNTRIES = frozenset(
    ("EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "AC", "CP", "CQ", "DG", "EA", "IC", "TA")
)


class CountryNames:
    """The names of countries in many languages; each language is read when the ones before it do not know a name."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._unread = list(reversed(_LANGUAGES))

    def code(self, text: str) -> str:
        """The code of the country that a text names, by a name or a code of two or three letters; empty for none."""
        wanted = _key(re.sub(r"\([^)]*\)", " ", text))
        if not wanted:
            return ""
        while wanted not in self._known and self._unread:
            self._read(self._unread.pop())
        return self._known.get(wanted, "")

    def kept(self, text: str) -> str:
        """The code where the text names a country, else the text as it was written."""
        return self.code(text) or plain(text)

    def _read(self, language: str) -> None:
        from babel import Locale

        if not self._known:
            self._read_codes()
        for code, name in Locale.parse(language).territories.items():
            if _is_country(code):
                self._known.setdefault(_key(name), code)

    def _read_codes(self) -> None:
        from babel import Locale
        from babel.core import get_global

        codes = {str(code) for code in Locale.parse("en").territories if _is_country(str(code))}
        self._known |= {_key(code): code for code in codes}
        for other, meant in get_global("territory_aliases").items():
            if other.isalpha() and len(meant) == 1 and meant[0] in codes:
                self._known.setdefault(_key(other), meant[0])
        for code, names in _ALSO.items():
            for name in names.split("|"):
                self._known.setdefault(_key(name), code)


def country_name(code: str) -> str:
    """The English name of the country with this code; any other text as it is."""
    from babel import Locale

    wanted = code.strip().upper()
    name = Locale.parse("en").territories.get(wanted) if _is_country(wanted) else None
    return str(name) if name else code


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isascii() and code.isalpha() and code not in _NO_COUNTRIES


def _key(text: str) -> str:
    """The letters by which names are compared: “&” is “and”, and Turkish capitals make no difference."""
    return bare(text.replace("&", " and ")).replace("ı", "i")
