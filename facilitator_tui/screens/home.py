"""The first screen: what was interrupted, what is coming, what was held. Opening any of it is one key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from facilitator_tui.plain import plain
from facilitator_tui.screens.frame import Frame
from facilitator_tui.screens.messages import (
    NewSession,
    OpenAttendance,
    OpenCompletion,
    OpenPlans,
    OpenSession,
    OpenSubgroups,
    ReviewSession,
)
from facilitator_tui.screens.ports import Desk, SessionCard
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.row_list import Row, RowList
from facilitator_tui.widgets.times import day_and_time, local

EMPTY = "No sessions yet. n plans one, s starts one now."

COLUMNS = (
    Column("when", 16, from_width=38),
    Column("", 2, right=True, from_width=56),
    Column("session"),
    Column("", from_width=46),
)


def standing(card: SessionCard, now_ms: int, zone: str) -> str:
    """Where the session stands, in a word and a sign."""
    if card.standing == "open":
        block = f", {plain(card.block, 60)}" if card.block else ""
        return f"▶ interrupted {local(card.last_ms, zone):%H:%M}{block}"
    if card.standing == "held":
        minutes = ((card.ended_ms or card.begins_ms) - card.begins_ms) // 60_000
        return f"✓ held, {minutes} min"
    return "○ planned" if card.begins_ms >= now_ms else "○ planned, not begun"


def session_rows(cards: Sequence[SessionCard], now_ms: int, zone: str) -> list[Row]:
    """Interrupted sessions first; then by subgroup, what comes next above what was held last.

    The subgroup whose next session comes soonest stands first; those with nothing ahead follow, the latest first.
    """
    rows = _section("To resume", [card for card in cards if card.standing == "open"], now_ms, zone)
    by_subgroup: dict[str, list[SessionCard]] = {}
    for card in cards:
        if card.standing != "open":
            by_subgroup.setdefault(card.subgroup, []).append(card)
    for group in sorted(by_subgroup.values(), key=_soonest):
        rows += _section(group[0].subgroup_name or "Without a subgroup", group, now_ms, zone)
    return rows


def _soonest(group: Sequence[SessionCard]) -> tuple[bool, int]:
    ahead = [card.begins_ms for card in group if card.standing == "planned"]
    return (not ahead, min(ahead) if ahead else -max(card.begins_ms for card in group))


def _section(title: str, cards: Sequence[SessionCard], now_ms: int, zone: str) -> list[Row]:
    planned = sorted((c for c in cards if c.standing == "planned"), key=lambda c: c.begins_ms)
    others = sorted((c for c in cards if c.standing != "planned"), key=lambda c: -c.begins_ms)
    rows = [
        Row(
            card.id,
            (
                day_and_time(card.begins_ms, zone, now_ms),
                "" if card.module is None else str(card.module),
                card.title or "Session without a title",
                standing(card, now_ms, zone),
            ),
            faint=card.standing == "held",
        )
        for card in [*planned, *others]
    ]
    return [Row(f"heading {title}", (title,), heading=True), *rows] if rows else []


class HomeScreen(Frame[None]):
    """Sessions by subgroup. Reads the desk again whenever it comes to the front."""

    CSS_PATH = ["around.tcss"]
    HELP = "Sessions by subgroup. Enter opens the one under the cursor: live, or its review when it was held."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "home",
        [
            ("enter", "open", "open", "Open the session: live, or its review when it was held."),
            ("n", "new", "new", "Plan a session."),
            ("s", "start_now", "start now", "Start a session now; names and plan later."),
            ("a", "attendance", "attendance", "Who was there in a session that was held; confirm it."),
            ("c", "completion", "completion", "Who has earned which badge, and who still can."),
            ("g", "subgroups", "subgroups", "Subgroups and who is in them."),
            ("p", "plans", "plans", "Courses and their session plans."),
            ("/", "find", "find", "Show only sessions with a word; Esc shows all."),
            ("q", "app.quit", "quit", "Quit. Nothing needs saving."),
        ],
    ) + bound(
        "home",
        [
            ("escape", "all", "all", "Show all sessions again."),
        ],
        shown=False,
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._cards: dict[str, SessionCard] = {}
        self._offered = ""

    def body(self) -> ComposeResult:
        yield RowList(COLUMNS, EMPTY, id="sessions")

    @property
    def sessions(self) -> RowList:
        return self.query_one("#sessions", RowList)

    def resting(self) -> Widget:
        return self.sessions

    def on_mount(self) -> None:
        super().on_mount()
        self.sessions.focus()

    def on_screen_resume(self) -> None:
        self.load()

    def load(self) -> None:
        """Read the sessions again. The cursor goes to what is new: interrupted since, or just created."""
        cards = self.tried(self._desk.sessions)
        self.sessions.empty = (
            EMPTY if cards is not None else "The sessions could not be read; the reason stands below."
        )
        if cards is None:
            return
        known, self._cards = self._cards, {card.id: card for card in cards}
        created = [card.id for card in cards if known and card.id not in known]
        rows = session_rows(cards, self._desk.now_ms(), self._desk.clocks())
        self.sessions.show(rows, created[0] if created else "")
        self.head(f"Sessions · {len(cards)}" if cards else "Sessions")
        self._offer([card for card in cards if card.standing == "open"])

    def _offer(self, interrupted: list[SessionCard]) -> None:
        """Put the newest interrupted session under the cursor, once, and say that Enter resumes it."""
        first = max(interrupted, key=lambda card: card.begins_ms, default=None)
        offered, self._offered = self._offered, first.id if first is not None else ""
        if first is None or first.id == offered:
            return
        self.sessions.go_to(first.id)
        where = f", {first.block}" if first.block else ""
        at = f"{local(first.last_ms, self._desk.clocks()):%H:%M}"
        self.say(f"Enter resumes “{plain(first.title)}”: interrupted {at}{where}.")

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        card = self._cards[event.key]
        self.post_message(ReviewSession(card.id) if card.standing == "held" else OpenSession(card.id))

    def action_open(self) -> None:
        self.sessions.choose()

    def action_new(self) -> None:
        card = self._cards.get(self.sessions.current)
        self.post_message(NewSession(card.subgroup if card else ""))

    def action_start_now(self) -> None:
        session = self.tried(self._desk.start_now)
        if session is not None:
            self.post_message(OpenSession(session))

    def action_attendance(self) -> None:
        card = self._cards.get(self.sessions.current)
        if card is None or card.standing != "held":
            self.say("Choose a session that was held: attendance is looked at afterwards.", wrong=True)
        else:
            self.post_message(OpenAttendance(card.id))

    def action_completion(self) -> None:
        card = self._cards.get(self.sessions.current)
        self.post_message(OpenCompletion(card.subgroup if card else ""))

    def action_subgroups(self) -> None:
        self.post_message(OpenSubgroups())

    def action_plans(self) -> None:
        self.post_message(OpenPlans())

    def action_find(self) -> None:
        self.asks.ask("Find:", self.sessions.word, lambda word: "", self.sessions.narrow)

    def action_all(self) -> None:
        self.sessions.narrow("")
