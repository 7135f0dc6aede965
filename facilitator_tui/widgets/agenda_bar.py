"""The agenda bar: where the session stands, in two lines."""

from __future__ import annotations

from textual.strip import Strip

from facilitator_tui.dialogue.agenda import AgendaView
from facilitator_tui.plain import plain
from facilitator_tui.widgets.canvas import Painter
from facilitator_tui.widgets.figures import bar, clock, sized


class AgendaBar(Painter):
    """Shows an ``AgendaView``; the times of day come ready-made from the screen."""

    PREFIX = "agenda"
    LOOKS = ("title", "calm", "warning", "danger", "over")

    def __init__(self) -> None:
        super().__init__()
        self._view: AgendaView | None = None
        self._words = ("", "", "", "")
        self._first: tuple[str, str, str] = ("", "", "calm")
        self._second = ""

    def show(self, view: AgendaView | None, title: str, now: str, expected: str, planned: str) -> None:
        """``now``, ``expected`` and ``planned`` are times of day: now, the expected and the planned end."""
        self._view, self._words = view, (plain(title), now, expected, planned)
        self._write()

    def resized(self) -> None:
        self._write()

    def _write(self) -> None:
        first, second = _lines(self._view, *self._words, self.width)
        if first != self._first:
            self._first = first
            self.repaint(0, 1)
        if second != self._second:
            self._second = second
            self.repaint(1, 1)

    def paint(self, y: int) -> Strip:
        width = self.width
        left, right, level = self._first
        if y == 0:
            right = right[:width]
            title = sized(left, width - len(right))
            return self.filled((title, self.look("title")), (right, self.look(level)))
        return self.filled((self._second if y == 1 else "", self.look("calm")))


def _lines(
    view: AgendaView | None, title: str, now: str, expected: str, planned: str, width: int
) -> tuple[tuple[str, str, str], str]:
    if view is None:
        return (f" {title}", f" {now} ", "calm"), " no session plan: ← → do nothing, everything else works"
    if view.block is None:
        return _outside(view, title, now, planned)
    left = f" {view.block + 1}/{view.count} {plain(view.title)}"
    right = f" {clock(-view.left_ms)} OVER " if view.level == "over" else f" {clock(view.left_ms)} left "
    right = (" ‖ PAUSED" if view.paused else "") + right
    share = 1 - view.left_ms / view.given_ms if view.given_ms else 1.0
    progress = bar(share, 16 if width < 100 else 32)
    parts = [
        _drift(view.behind_ms),
        f"ends {expected}" + (f" (plan {planned})" if planned != expected else ""),
        now,
    ]
    if width >= 90 and view.following:
        parts.insert(2, f"next: {plain(view.following)}")
    return (left, right, view.level), f" {progress}▏" + " · ".join(parts)


def _outside(view: AgendaView, title: str, now: str, planned: str) -> tuple[tuple[str, str, str], str]:
    if not view.following:
        return (f" {title}", f" {now} ", "calm"), f" every block has been run · planned end {planned}"
    if view.starts_in_ms is None:
        wait = "→ begins the first block"
    elif -60_000 < view.starts_in_ms < 1_000:
        wait = "should start now · → begins"
    elif view.starts_in_ms > 0:
        wait = f"starts in {clock(view.starts_in_ms)} · → begins"
    else:
        wait = f"should have started {clock(-view.starts_in_ms)} ago · → begins"
    return (f" {title}", f" {now} ", "calm"), f" {wait}: {plain(view.following)}"


def _drift(behind_ms: int) -> str:
    if abs(behind_ms) < 30_000:
        return "on time"
    return f"{clock(abs(behind_ms))} " + ("behind" if behind_ms > 0 else "ahead")
