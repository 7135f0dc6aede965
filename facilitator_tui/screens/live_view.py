"""What the live screen shows, brought up to date part by part. Which key did it is none of its business."""

from __future__ import annotations

import msgspec

from facilitator_tui.actions import LIVE, Action, Keymap
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.agenda import agenda_view
from facilitator_tui.dialogue.views import board
from facilitator_tui.dialogue.words import describe
from facilitator_tui.plans.model import Block
from facilitator_tui.recorder import Recorder
from facilitator_tui.screens.live_port import LiveDesk
from facilitator_tui.widgets.lanes import roles_of
from facilitator_tui.widgets.live_canvas import LiveCanvas
from facilitator_tui.widgets.status import saved_sign


class Said(msgspec.Struct, frozen=True):
    """The sentence on the status line, how it looks, and the verb that waits for its second key."""

    text: str = ""
    look: str = "said"
    waiting: Action | None = None


class LiveView:
    """Draws a recorder's state on ``panel``; each part repaints only the lines that differ."""

    def __init__(self, recorder: Recorder, desk: LiveDesk, keymap: Keymap) -> None:
        self._recorder, self._desk, self._keymap = recorder, desk, keymap
        self.panel = LiveCanvas(with_lanes=desk.plan is not None, id="panel")
        self.bar = self._bar()
        self._bar_shown = tuple((key, title) for key, title, _ in self.bar)
        self._bar_kept = sum(bool(self._keymap.keys_of(action.id)) for action in LIVE if action.kept)
        self._lane = 0
        self._keys: dict[str, str] = {}
        self._shown, self._names_shown = recorder.state, desk.names

    def called(self, person: str) -> str:
        """The name to show for a person."""
        return self._desk.names.get(person) or "somebody"

    def described(self, fact: e.Fact) -> str:
        """What an entry says. Of a seat it names the key, for on this screen nothing is called 12."""
        known = self._recorder.log.entries
        match fact:
            case e.Seated(seat=seat) if seat.number:
                return f"{self.called(seat.person)} has key {self._keymap.key_of_seat(seat.number).upper()}"
            case e.Void(targets=(target, *_)) if target in known and isinstance(known[target].fact, e.Seated):
                return f"undone: {self.described(known[target].fact)}"
        return describe(fact, self.called, known)

    def show_all(self, said: Said) -> None:
        """Bring every part up to date; each repaints only the lines that differ."""
        state, now = self._recorder.state, self._recorder.now_ms()
        if len(self._keys) != len(state.people):
            self._keys = self._seat_keys()
        self.panel.board.show(board(state, now), self._desk.names, self._keys)
        self._show_agenda(now)
        self._show_notes()
        self._show_status(said)
        self._shown = state

    def show_change(self, said: Said) -> None:
        """Show what the last key changed, and only that: everything else waits for the next tick."""
        state, before, now = self._recorder.state, self._shown, self._recorder.now_ms()
        if len(state.people) != len(before.people) or self._desk.names is not self._names_shown:
            self._names_shown = self._desk.names
            self.show_all(said)
            return
        touched = {p.id for p in state.people.values() if p is not before.people.get(p.id)}
        if state.round is not before.round:
            touched.update(state.people)
        if touched:
            self.panel.board.show_only(board(state, now, touched))
        if state.agenda is not before.agenda or state.plan != before.plan:
            self._show_agenda(now)
        if state.notes is not before.notes:
            self._show_notes()
        self._show_status(said)
        self._shown = state

    def _show_status(self, said: Said) -> None:
        recorder = self._recorder
        saved_at = self._desk.time_of_day(recorder.saved_ms, seconds=True) if recorder.saved_ms else ""
        sign, safe = saved_sign(recorder.saved, recorder.unsaved, saved_at, recorder.problem)
        self.panel.status.show(sign, safe, said.text, said.look)
        if said.waiting is not None:
            self.panel.keys.show((("esc", f"drops “{said.waiting.title}”"),))
        else:
            self.panel.keys.show(self._bar_shown, self._bar_kept)

    def _show_agenda(self, now: int) -> None:
        view = agenda_view(self._recorder.state, self._desk.plan, now)
        clock = self._desk.time_of_day
        expected = clock(view.expected_end_ms) if view is not None else ""
        planned = clock(view.planned_end_ms) if view is not None else ""
        self.panel.agenda.show(view, self._desk.title, clock(now), expected, planned)
        block = self.block()
        roles = roles_of(block) if block is not None else []
        chosen = self._lane % (len(roles) + 1)
        self.panel.lanes.show(block, roles[chosen - 1] if chosen else None)

    def next_lane(self) -> None:
        """Show the lane of the next role, or all of them again."""
        self._lane += 1
        self._show_agenda(self._recorder.now_ms())

    def block(self) -> Block | None:
        """The running block, or the first one while none has begun."""
        plan, agenda = self._desk.plan, self._recorder.state.agenda
        blocks = plan.during() if plan is not None else ()
        first = agenda.following(len(blocks)) if not agenda.runs else None
        index = agenda.current.block if agenda.current is not None else first
        return blocks[index] if index is not None and index < len(blocks) else None

    def _show_notes(self) -> None:
        lines = [
            (
                self._desk.time_of_day(mark.at_ms),
                self.called(mark.person) if mark.person else "",
                "private flag" if mark.flag else self._desk.note_texts.get(mark.entry, "(erased)"),
            )
            for mark in self._recorder.state.notes[-12:]
        ]
        self.panel.notes.show(lines)

    def _seat_keys(self) -> dict[str, str]:
        facilitator = self._recorder.state.facilitator()
        keys = {
            p.id: self._keymap.key_of_seat(p.number) for p in self._recorder.state.people.values() if p.number
        }
        if facilitator is not None and not facilitator.number:
            keys[facilitator.id] = next(iter(self._keymap.keys_of("live.facilitator")), "")
        return keys

    def _bar(self) -> list[tuple[str, str, str]]:
        """Key as printed, title, and the key to press when it is clicked."""
        shown = sorted((action for action in LIVE if action.bar), key=lambda action: action.bar)
        bound = [(next(iter(self._keymap.keys_of(action.id)), ""), action) for action in shown]
        return [("1…0", "floor", ""), *((_PRINTED.get(k, k), a.title, k) for k, a in bound if k)]


_PRINTED = {"right": "→", "left": "←", "up": "↑", "down": "↓", "space": "␣", "ctrl+e": "^e"}
