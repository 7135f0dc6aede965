"""The status line: is it saved, what was just done, which verb waits."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from facilitator_tui.widgets.figures import fitted


class StatusLine(Widget):
    """One line: the saved sign (never by colour alone), then the last thing done or the verb that waits."""

    COMPONENT_CLASSES = {
        "status--saved",
        "status--unsaved",
        "status--said",
        "status--waits",
        "status--refused",
    }

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._parts: tuple[str, bool, str, str] = ("", True, "", "said")

    def show(self, sign: str, safe: bool, text: str, look: str) -> None:
        """``look`` is "said", "waits" or "refused"."""
        parts = (sign, safe, text, look)
        if parts != self._parts:
            self._parts = parts
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        sign, safe, text, look = self._parts
        sign = f" {sign} "
        sign_look = self.get_component_rich_style("status--saved" if safe else "status--unsaved")
        text_look = self.get_component_rich_style(f"status--{look}")
        return Strip(
            [
                Segment(fitted(sign, min(width, len(sign))), sign_look),
                Segment(fitted(f" {text}", width - len(sign)), text_look),
            ]
        ).crop(0, width)


def saved_sign(saved: int, unsaved: int, at: str, problem: str) -> tuple[str, bool]:
    """The sign and whether all is safe. ``at`` is the time of day of the last commit."""
    if unsaved:
        return f"NOT SAVED ({unsaved}) {problem}", False
    return (f"saved {at} · {saved}" if at else f"saved · {saved}"), True
