"""Makes text from outside safe to show: one line, no control characters, no invisible steering.

Every name, title and message that comes from a file or a key passes through ``plain`` before it is kept or
drawn. Whether a text makes sense as a name is not decided here.
"""

from __future__ import annotations

import re
import unicodedata

# A whole escape sequence goes, or its harmless-looking rest ("[31m") would stay in the name: CSI with its
# parameters, then the strings (DCS, SOS, OSC, PM, APC) up to their terminator, then every other ESC sequence.
# Each string stops at the next control character, so that hostile input cannot make the search quadratic.
_ESCAPES = (
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?"
    "|(?:\x1b[PX\\]^_]|[\x90\x98\x9d\x9e\x9f])[^\x00-\x1f\x7f-\x9f]*(?:\x07|\x9c|\x1b\\\\)"
    "|\x1b[ -/]*[0-~]?"
)

# Controls; soft hyphen; Arabic letter mark and other directional marks, embeddings, overrides and isolates;
# zero-width space and no-break space; invisible operators; interlinear annotation; tags; noncharacters.
# Zero-width joiner (emoji families, Indic scripts) and non-joiner (Persian) carry meaning and stay.
_INVISIBLE = (
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\U0001d173-\U0001d17a\U000e0000-\U000e007f]+"
)

_JOINERS = "\u200c\u200d"


def is_text(character: str | None) -> bool:
    """Whether a typed character belongs in a line of text.

    Joiners do, though Python does not call them printable; ``None`` (a key without a character) does not.
    """
    return character is not None and (character.isprintable() or character in tuple(_JOINERS))


def plain(text: str, limit: int = 200) -> str:
    """Give ``text`` as one clean line of at most ``limit`` characters.

    Escape sequences, control characters, directional overrides and other invisible steering are removed; line
    breaks, tabs and other blanks become single blanks; the rest is composed (Unicode NFC), trimmed, and cut
    between two visible characters where that costs little. A clean text comes back as it is, quickly:
    names are cleaned again whenever they are drawn.
    """
    if (
        len(text) <= limit
        and text.isprintable()
        and "  " not in text
        and text[:1] != " "
        and text[-1:] != " "
        and (text.isascii() or unicodedata.is_normalized("NFC", text))
    ):
        return text
    return _cleaned(text, limit)


def unmarked(text: str) -> str:
    """The text for places that can only take markup, so that it comes out as it is.

    A backslash becomes its look-alike: Textual's own ``escape`` loses some that stand before a bracket or at the
    end, and a name must not decide whether a menu opens.
    """
    return text.replace("\\", "\u29f5").replace("[", "\\[")


def _cleaned(text: str, limit: int) -> str:
    # Composing is slow on endless rows of combining marks: look only at what can end up inside the limit.
    text = text[: 16 * limit + 256]
    text = re.sub(_ESCAPES, "", text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(_INVISIBLE, "", text)
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    # A removed character may have stood between two blanks.
    text = re.sub(" {2,}", " ", text)
    text = _trimmed(unicodedata.normalize("NFC", text))
    if len(text) > limit:
        text = _trimmed(text[: _place_to_cut(text, limit)])
    return text


def _trimmed(text: str) -> str:
    return text.strip(" " + _JOINERS)


def _place_to_cut(text: str, limit: int) -> int:
    """Find the last place at or before ``limit`` that does not split a visible character."""
    place = limit
    while place > 0 and _belongs_together(text, place):
        place -= 1
    return place or limit


def _belongs_together(text: str, place: int) -> bool:
    following = text[place]
    if following in _JOINERS or text[place - 1] == "\u200d" or unicodedata.category(following)[0] == "M":
        return True
    if "\U0001f3fb" <= following <= "\U0001f3ff":
        return True
    return _is_flag_half(following) and _flag_halves_before(text, place) % 2 == 1


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_halves_before(text: str, place: int) -> int:
    count = 0
    while count < place and _is_flag_half(text[place - count - 1]):
        count += 1
    return count
