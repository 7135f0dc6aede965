"""The status line: is it saved, what was just done, which verb waits."""

from __future__ import annotations

from textual.strip import Strip

from facilitator_tui.plain import plain
from facilitator_tui.widgets.canvas import Painter

_LEAST = 20
"""Cells that must be left beside the saved sign for what is said."""


class StatusLine(Painter):
    """One line: the saved sign (never by colour alone), then the last thing done or the verb that waits."""

    PREFIX = "status"
    LOOKS = ("saved", "unsaved", "said", "waits", "refused", "cue")

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[str, bool, str, str] = ("", True, "", "said")

    def show(self, sign: str, safe: bool, text: str, look: str) -> None:
        """``look`` is "said", "waits", "refused" or "cue"."""
        parts = (sign, safe, text, look)
        if parts != self._parts:
            self._parts = parts
            self.repaint()

    def paint(self, y: int) -> Strip:
        sign, safe, text, look = self._parts
        sign, text = plain(sign), plain(text)
        if safe and text and self.width < len(sign) + _LEAST:
            # In a tiny terminal the time is left out first, and a question or a refusal matters more while all is well.
            if look in ("waits", "refused"):
                return self.filled((f" {text}", self.look(look)))
            sign = f"saved · {sign.rpartition('· ')[2]}"
        return self.filled(
            (f" {sign} ", self.look("saved" if safe else "unsaved")), (f" {text}", self.look(look))
        )


def saved_sign(saved: int, unsaved: int, at: str, problem: str) -> tuple[str, bool]:
    """The sign and whether all is safe. ``at`` is the time of day of the last commit."""
    if unsaved:
        return f"NOT SAVED ({unsaved}) {problem}", False
    return (f"saved {at} · {saved}" if at else f"saved · {saved}"), True
