"""What the terminal sends, with escape characters taken out of pasted text.

A terminal frames a paste in two marks. Textual's parser ends the paste at any escape sequence inside it and takes
the rest for keys, so that a copied coloured text would log arrivals and turns. Text between the marks is text.
"""

from __future__ import annotations

_BEGINS, _ENDS, _ESCAPE = "\x1b[200~", "\x1b[201~", "\x1b"


class PasteFilter:
    """Fed with the terminal's input piece by piece; gives it back with pastes made plain.

    Outside a paste nothing is held back: a lone Escape is a key, and must not wait for what follows.
    """

    def __init__(self) -> None:
        self._inside = False
        self._held = ""

    def feed(self, text: str) -> str:
        parts = []
        while text:
            part, text = self._in_paste(text) if self._inside else self._outside(text)
            parts.append(part)
        return "".join(parts)

    def _outside(self, text: str) -> tuple[str, str]:
        """Up to the end of a beginning mark, which may have begun in the piece before."""
        seen = self._held + text
        at = seen.find(_BEGINS)
        if at < 0:
            self._held = seen[-(len(_BEGINS) - 1) :]
            return text, ""
        passed = at + len(_BEGINS) - len(self._held)
        self._inside, self._held = True, ""
        return text[:passed], text[passed:]

    def _in_paste(self, text: str) -> tuple[str, str]:
        """Up to the end mark; the beginning of one at the very end waits for the next piece."""
        text, self._held = self._held + text, ""
        at = text.find(_ENDS)
        if at >= 0:
            self._inside = False
            return text[:at].replace(_ESCAPE, "") + _ENDS, text[at + len(_ENDS) :]
        for length in range(len(_ENDS) - 1, 0, -1):
            if text.endswith(_ENDS[:length]):
                text, self._held = text[:-length], text[-length:]
                break
        return text.replace(_ESCAPE, ""), ""
