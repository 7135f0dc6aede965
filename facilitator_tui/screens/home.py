"""The first screen: what was interrupted, what is coming, what was held. Opening any of it is one key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
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
from facilitator_tui.widgets.times import day_and_time, local, when_and_zone
from facilitator_tui.zones import elsewhere

EMPTY = "No sessions yet. n plans one, s starts one now."

COLUMNS = (
    Column("when", 16, from_width=38),
    Column("", 2, right=True, from_width=56),
    Column("session"),
    Column("", from_width=46),
)


def standing(card: SessionCard, now_ms: int, clocks: str) -> str:
    """Where the session stands, in a word and a sign; and the place of its zone, where that shows another time than
    ``clocks``."""
    zone = elsewhere(card.begins_ms, card.zone, clocks) if card.zone else ""
    named = f" · {zone.rpartition('/')[2].replace('_', ' ')}" if zone else ""
    if card.standing == "open":
        block = f", {plain(card.block, 60)}" if card.block else ""
        return f"▶ interrupted {local(card.last_ms, card.zone or clocks):%H:%M}{named}{block}"
    if card.standing == "held":
        minutes = ((card.ended_ms or card.begins_ms) - card.begins_ms + 30_000) // 60_000
        return f"✓ held, {minutes} min{' · confirmed' if card.confirmed else ''}{named}"
    return ("○ planned" if card.begins_ms >= now_ms else "○ planned, not begun") + named


def session_rows(cards: Sequence[SessionCard], now_ms: int, clocks: str) -> list[Row]:
    """Interrupted sessions first; then by subgroup, what comes next above what was held last.

    Each by the clocks of its own zone; ``clocks`` is the zone of the computer's, "" whatever its name is.
    The subgroup whose next session comes soonest stands first; those with nothing ahead follow, the latest first.
    """
    rows = _section("To resume", [card for card in cards if card.standing == "open"], now_ms, clocks)
    by_subgroup: dict[str, list[SessionCard]] = {}
    for card in cards:
        if card.standing != "open":
            by_subgroup.setdefault(card.subgroup, []).append(card)
    for group in sorted(by_subgroup.values(), key=_soonest):
        rows += _section(group[0].subgroup_name or "Without a subgroup", group, now_ms, clocks)
    return rows


def _soonest(group: Sequence[SessionCard]) -> tuple[bool, int]:
    ahead = [card.begins_ms for card in group if card.standing == "planned"]
    return (not ahead, min(ahead) if ahead else -max(card.begins_ms for card in group))


def _section(title: str, cards: Sequence[SessionCard], now_ms: int, clocks: str) -> list[Row]:
    planned = sorted((c for c in cards if c.standing == "planned"), key=lambda c: c.begins_ms)
    others = sorted((c for c in cards if c.standing != "planned"), key=lambda c: -c.begins_ms)
    rows = [
        Row(
            card.id,
            (
                day_and_time(card.begins_ms, card.zone or clocks, now_ms),
                "" if card.module is None else str(card.module),
                card.title or "Session without a title",
                standing(card, now_ms, clocks),
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
            ("e", "edit", "change", "Change a planned session: subgroup, plan, title, time."),
            (
                "d",
                "remove",
                "remove",
                "Take a session out of the list in which nothing was logged; asks first.",
            ),
            (
                "u",
                "plan_again",
                "not begun",
                "It was opened by mistake and nothing was logged: planned again.",
            ),
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

    class EditAsked(Message):
        """Show how this session is planned, to be changed."""

        def __init__(self, session: str) -> None:
            super().__init__()
            self.session = session

    class SureAsked(Message):
        """Ask a question about a session; ``do`` it when the answer is yes, and nobody records the session then."""

        def __init__(self, session: str, question: str, yes: str, no: str, do: Callable[[], None]) -> None:
            super().__init__()
            self.session, self.do = session, do
            self.question, self.yes, self.no = question, yes, no

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
        self.show_keys()
        self._offer([card for card in cards if card.standing == "open"])

    def _offer(self, interrupted: list[SessionCard]) -> None:
        """Put the newest interrupted session under the cursor, once, and say that Enter resumes it."""
        first = max(interrupted, key=lambda card: card.begins_ms, default=None)
        offered, self._offered = self._offered, first.id if first is not None else ""
        if first is None or first.id == offered:
            if offered and first is None:
                self.say("")
            return
        self.sessions.go_to(first.id)
        where = f", {first.block}" if first.block else ""
        clocks = self._desk.clocks()
        zone = elsewhere(first.last_ms, first.zone, clocks) if first.zone else ""
        at = f"{local(first.last_ms, first.zone or clocks):%H:%M}" + (f" ({zone})" if zone else "")
        self.say(f"Enter resumes “{plain(first.title)}”: interrupted {at}{where}.")

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        card = self._cards[event.key]
        self.post_message(ReviewSession(card.id) if card.standing == "held" else OpenSession(card.id))

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        self.forget_said_of_another_row(event.row_list)
        self.show_keys()

    def beside_the_point(self) -> frozenset[str]:
        """What cannot be done with the session under the cursor."""
        card = self._cards.get(self.sessions.current)
        if card is None:
            return frozenset({"change", "remove", "not begun", "attendance"})
        begun = card.standing != "planned"
        possible = {
            "change": not begun,
            "remove": card.empty,
            "not begun": card.empty and begun,
            "attendance": card.standing == "held",
        }
        return frozenset(word for word, can in possible.items() if not can)

    def action_open(self) -> None:
        self.sessions.choose()

    def action_new(self) -> None:
        card = self._cards.get(self.sessions.current)
        self.post_message(NewSession(card.subgroup if card else ""))

    def action_start_now(self) -> None:
        session = self.tried(self._desk.start_now)
        if session is not None:
            self.post_message(OpenSession(session))

    def action_edit(self) -> None:
        card = self._cards.get(self.sessions.current)
        if card is not None and card.standing != "planned":
            self.say("This session has begun; only one that is planned can be changed.", wrong=True)
        elif card is not None:
            self.post_message(self.EditAsked(card.id))

    def action_remove(self) -> None:
        card = self._without_entries()
        if card is not None:
            named = f"“{plain(card.title, 60)}”"
            self.post_message(
                self.SureAsked(
                    card.id,
                    f"Remove {named}, {self._when(card)}?\nNothing was logged in it. This cannot be taken back.",
                    "remove it",
                    "leave it",
                    lambda: self._do(lambda: self._desk.remove_session(card.id), f"{named} is removed."),
                )
            )

    def action_plan_again(self) -> None:
        card = self._without_entries()
        if card is not None and card.standing == "planned":
            self.say("This session has not begun.", wrong=True)
        elif card is not None:
            named = f"“{plain(card.title, 60)}”"
            self.post_message(
                self.SureAsked(
                    card.id,
                    f"{named} was opened {self._when(card)}, and nothing was logged in it.\nTake the opening back?",
                    "it is planned, as before",
                    "leave it",
                    lambda: self._do(lambda: self._desk.plan_again(card.id), f"{named} is planned again."),
                )
            )

    def _when(self, card: SessionCard) -> str:
        clocks = self._desk.clocks()
        return when_and_zone(card.begins_ms, card.zone or clocks, self._desk.now_ms(), clocks)

    def _without_entries(self) -> SessionCard | None:
        """The session under the cursor; None, and the reason said, where something was logged in it."""
        card = self._cards.get(self.sessions.current)
        if card is None:
            return None
        empty = self.tried(lambda: self._desk.is_empty(card.id))
        if empty is False:
            self.say("Something was logged in this session, so it stays.", wrong=True)
        return card if empty else None

    def _do(self, do: Callable[[], None], said: str) -> None:
        if self.did(do):
            self.load()
            self.say(said)

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
