"""The live screen: the session's instrument panel.

It asks the views, shows what they say, and forwards keys to the recorder. What a key means is decided in
``keys``, what it does to the session in ``dialogue``; nothing about the session is remembered here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult, SystemCommand
from textual.message import Message
from textual.screen import Screen

from facilitator_tui.actions import LIVE, Action, Keymap
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.agenda import planned_end_ms
from facilitator_tui.keys import (
    FASTEST_HAND_MS,
    ONE_PRESS_MS,
    Dropped,
    Means,
    Press,
    PressGuard,
    Route,
    Waits,
    name_of,
    route,
)
from facilitator_tui.plain import is_text, plain, unmarked
from facilitator_tui.recorder import Done, NotSaved, Outcome, Recorder, Refused
from facilitator_tui.screens.live_keys import COMMANDS, REPEATABLE
from facilitator_tui.screens.live_port import LiveDesk
from facilitator_tui.screens.live_view import LiveView, Said
from facilitator_tui.screens.live_writing import Writing
from facilitator_tui.widgets.board import ParticipantBoard
from facilitator_tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from facilitator_tui.dialogue.replan import Proposal, Replan
    from facilitator_tui.widgets.line_entry import LineEntry


class LiveScreen(Screen[None]):
    """One session, live."""

    AUTO_FOCUS = ""

    class Left(Message):
        """The facilitator went back to the list of sessions; the session goes on."""

    class Ended(Message):
        """The session was closed."""

        def __init__(self, session: str) -> None:
            self.session = session
            super().__init__()

    class HelpAsked(Message):
        """Every key, please."""

    class TextAsked(Message):
        """This text alone, to be marked and copied by hand."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class EndAsked(Message):
        """End the session, after a question."""

    class ReplanAsked(Message):
        """The session is late: these are the ways to finish at ``end``, a time of day."""

        def __init__(self, found: Replan, end: str) -> None:
            self.found, self.end = found, end
            super().__init__()

    def __init__(self, recorder: Recorder, desk: LiveDesk, keymap: Keymap) -> None:
        super().__init__()
        self.recorder, self.desk, self.keymap = recorder, desk, keymap
        self._waiting: Action | None = None
        self._guard = PressGuard()
        self._wrote: str | None = None
        self._cued: set[str] = set()
        self._said, self._look = "", "said"
        self._ending = False
        self.view = LiveView(recorder, desk, keymap)
        self._writing = Writing(recorder, desk, keymap, self.view.called, self._say)

    def compose(self) -> ComposeResult:
        yield self.view.panel

    def on_mount(self) -> None:
        self._say(self._resumed(), "said")
        self.show_all()
        self.call_after_refresh(self._mount_entry)
        # The terminal tells the app alone that it lost the focus; a screen hears of it through the reactive.
        self.watch(self.app, "app_focus", self._keyboard_is_ours, init=False)

    def _mount_entry(self) -> None:
        self.mount(self._writing.entry)

    def _resumed(self) -> str:
        """After an interruption: from when to when nothing is known. Empty when there was none just now."""
        state, clock = self.recorder.state, self.desk.time_of_day
        if not state.gaps or state.gaps[-1].to_ms != state.last_ms:
            return ""
        gap = state.gaps[-1]
        return f"recording goes on; nothing is known from {clock(gap.from_ms)} to {clock(gap.to_ms)}"

    # --- keys

    def on_key(self, event: events.Key) -> None:
        # The line keeps its text to itself; text that comes here was typed before the line had the focus.
        if self.focused is not None and not is_text(event.character):
            return
        if self._writing.entry.open:
            event.stop()
            self._writing.entry.take(event)
        elif self.press(name_of(event.key, event.character)):
            event.stop()
            event.prevent_default()

    def press(self, name: str) -> bool:
        """Take one key; false when it means nothing here."""
        step = route(name, self._waiting, self.keymap)
        pressed = self._pressed(name, step)
        if pressed == "repeat":
            return True
        before = self._written
        match step:
            case _ if pressed == "held":
                self._take_back()
            case Waits(action=action):
                self._waiting = action
                self._say(f"{action.title}: {_WHO[action.needs].format(again=name)}", "waits")
            case Dropped(reason=reason):
                self._waiting = None
                self._say(reason, "refused" if reason else "said")
            case Means():
                self._waiting = None
                self._mean(step)
            case _:
                return False
        self._wrote = step.action if isinstance(step, Means) and before < self._written else None
        self.show_change()
        return True

    @property
    def _written(self) -> int:
        """How much was written so far: entries, and names, which are no entries."""
        return len(self.recorder.log.entries) + self._writing.names.count

    def _pressed(self, name: str, step: Route) -> Press:
        """Whether this is a press. A verb key pressed twice on purpose (x x) is one, however quick."""
        person = isinstance(step, Means) and step.seat != 0
        pressed = self._guard.take(name, self.recorder.now_ms(), ONE_PRESS_MS if person else FASTEST_HAND_MS)
        if not isinstance(step, Means | Waits):
            return "new"
        if isinstance(step, Means):
            doubled = self._waiting is not None and not (step.seat or step.digit)
            free = doubled or step.action in REPEATABLE
        else:
            free = step.action.id in REPEATABLE
        return "new" if free else pressed

    def _take_back(self) -> None:
        """The key is held: what its first repeat did was not meant."""
        self._waiting = None
        if self._wrote is not None:
            self.act("live.redo" if self._wrote == "live.undo" else "live.undo")
            self._say("The key was held: one press.", "said")

    def _mean(self, means: Means) -> None:
        person = self._person_at(means.seat)
        if means.seat and person is None:
            key = self.keymap.key_of_seat(means.seat).upper()
            self._say(f"Nobody sits at {key or 'the facilitator’s place'}.", "refused")
            return
        self.act(means.action, person or "", means.digit)

    def act(self, action: str, person: str = "", digit: int = 0) -> None:
        """Do an action of the registry; an empty one gives the person the floor."""
        if action in COMMANDS:
            self.do(COMMANDS[action](person, digit))
            return
        own = getattr(self, "_act_" + action.removeprefix("live."))
        own(person) if action == "live.name" else own()

    def _person_at(self, seat: int) -> str | None:
        state = self.recorder.state
        found = state.facilitator() if seat < 0 else state.at_number(seat) if seat else None
        return found.id if found is not None else None

    # --- the recorder

    def do(self, command: c.Command) -> None:
        """Ask the recorder, then say what came of it. The app shows it once it is on disk."""
        self._answer(self.recorder.do_soon(command))

    def _answer(self, outcome: Outcome) -> None:
        match outcome:
            case Refused(reason=reason):
                self._say(reason, "refused")
            case Done(entries=entries) | NotSaved(entries=entries):
                self._say("; ".join(self.view.described(entry.fact) for entry in entries), "said")
                if not any(isinstance(entry.fact, e.Void) for entry in entries):
                    self._writing.names.forget_taken_back()

    def _say(self, text: str, look: str) -> None:
        self._said, self._look = text, look

    # --- what is shown

    def tick(self) -> None:
        """Called once a second by the app: write what waits, take in what others wrote, move the clocks."""
        self.recorder.retry()
        if self.recorder.refresh():
            self._say("another program added to this session", "said")
        jump = self.recorder.notice_jump()
        if jump is not None:
            self._answer(jump)
        if self.is_current:
            self._cue()
            self.show_all()
        self._leave_when_saved()

    def _cue(self) -> None:
        """Mention on the status line what is due now, once; a half-typed verb is not written over."""
        from facilitator_tui.dialogue.cues import due

        if self._waiting is not None:
            return
        state, now = self.recorder.state, self.recorder.now_ms()
        cues = due(state, self.desk.plan, now, self.view.called, self._cued, self.desk.stall_ms)
        if cues:
            self._cued.update(key for cue in cues for key in cue.keys)
            self._say(" ".join(cue.text for cue in cues), "cue")

    def show_all(self) -> None:
        self.view.show_all(Said(self._said, self._look, self._waiting))

    def show_change(self) -> None:
        """Show what the last key changed, and only that: everything else waits for the next tick."""
        self.view.show_change(Said(self._said, self._look, self._waiting))

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        key = "escape" if self._waiting is not None else self.view.bar[event.index][2]
        if key:
            self.press(key)

    def on_participant_board_pressed(self, event: ParticipantBoard.Pressed) -> None:
        if self._guard.take(f"click on {event.person}", self.recorder.now_ms()) != "new":
            return
        waiting, self._waiting = self._waiting, None
        self.act(waiting.id if waiting is not None and "person" in waiting.needs else "", event.person)
        self.show_change()

    def _keyboard_is_ours(self, ours: bool) -> None:
        if ours:
            # Not at once: the click that brings the focus back must not press the key that stands below it.
            self.set_timer(0.5, self._announce_focus)
        else:
            self._announce_focus()

    def _announce_focus(self) -> None:
        elsewhere = "KEYS GO ELSEWHERE: another window has the keyboard. Click here to come back."
        self.view.panel.keys.announce("" if self.app.app_focus else elsewhere)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._say("The paste was ignored: press n first to paste into a note.", "refused")
        self.show_change()

    def palette(self) -> Iterator[SystemCommand]:
        """The actions that need no second key, and the floor to each person by name."""
        for action in LIVE:
            if not action.needs:
                yield SystemCommand(action.title, action.says, partial(self._act_and_show, action.id))
        for person in self.recorder.state.seated():
            name = unmarked(plain(self.view.called(person.id)))
            yield SystemCommand(
                f"Floor: {name}", f"Give the floor to {name}", partial(self._act_and_show, "", person.id)
            )

    def _act_and_show(self, action: str, person: str = "") -> None:
        self.act(action, person)
        self.show_change()

    # --- actions that are more than one command

    def on_line_entry_given(self, event: LineEntry.Given) -> None:
        outcome = self._writing.given(event.purpose, event.text)
        if outcome is not None:
            self._answer(outcome)
        self.show_change()

    def on_line_entry_dropped(self) -> None:
        self._say("", "said")
        self.show_change()

    def on_line_entry_too_long(self, event: LineEntry.TooLong) -> None:
        self._say(f"A note holds {event.limit:,} of these {event.length:,} characters.", "refused")
        self.show_change()

    def _act_note(self) -> None:
        self._writing.note()

    def _act_facilitator(self) -> None:
        person = self._person_at(-1)
        if person is None:
            self._say("No facilitator has a place in this session.", "refused")
        else:
            self.do(c.GiveFloor(person))

    def _act_guest(self) -> None:
        self._writing.guest()

    def _act_name(self, person: str) -> None:
        self._writing.name(person)

    def _act_undo(self) -> None:
        if not self._writing.undo_name():
            self.do(c.Undo())

    def _act_redo(self) -> None:
        if not self._writing.redo_name():
            self.do(c.Redo())

    def _act_next(self) -> None:
        self.do(c.NextBlock(len(self.desk.plan.during()) if self.desk.plan is not None else 0))

    def _act_replan(self) -> None:
        from facilitator_tui.dialogue.replan import replan

        state, plan = self.recorder.state, self.desk.plan
        found = replan(state, plan, self.recorder.now_ms())
        if plan is None or found.late_ms <= 0:
            self._say(found.sentence, "refused")
        else:
            self.post_message(self.ReplanAsked(found, self.desk.time_of_day(planned_end_ms(state, plan))))

    def replan(self, chosen: Proposal) -> None:
        """Give the blocks their new lengths, once a way was chosen."""
        self.do(c.Replan(chosen.lengths))
        self.show_change()

    def _act_copy(self) -> None:
        block = self.view.block()
        if block is None or not block.chat:
            self._say("This block has no chat text.", "refused")
            return
        self.app.copy_to_clipboard(block.chat)
        again = next(iter(self.keymap.keys_of("live.chat")), "")
        self._say(
            f"chat text copied; if nothing arrives when you paste, press {again} to mark it by hand", "said"
        )

    def _act_chat(self) -> None:
        block = self.view.block()
        if block is None or not block.chat:
            self._say("This block has no chat text.", "refused")
            return
        self.post_message(self.TextAsked(block.chat))

    def _act_rooms(self) -> None:
        state = self.recorder.state
        if state.rooms:
            self.do(c.OpenRooms())
            return
        block = self.view.block()
        size = block.breakout.size if block is not None and block.breakout is not None else 3
        here = [person.id for person in state.seated() if person.counted and person.here]
        if len(here) < 2:
            self._say("Breakout rooms need two people who are marked as here.", "refused")
            return
        self.do(c.OpenRooms(self.desk.propose_rooms(here, size)))

    def _act_lane(self) -> None:
        self.view.next_lane()

    def _act_scroll_down(self) -> None:
        self.view.panel.lanes.scroll(3)

    def _act_scroll_up(self) -> None:
        self.view.panel.lanes.scroll(-3)

    def _act_help(self) -> None:
        self.post_message(self.HelpAsked())

    def _act_leave(self) -> None:
        self.post_message(self.Left())

    def _act_end(self) -> None:
        self.post_message(self.EndAsked())

    def end(self) -> None:
        """Close the session, once the question was answered with yes."""
        self.do(c.Close())
        self.show_change()
        self._ending = self.recorder.state.closed_ms is not None
        self._leave_when_saved()

    def _leave_when_saved(self) -> None:
        """An end that the disk refused stays on this screen, with its red sign, until it is durable."""
        if self._ending and self.recorder.settle() and not self.recorder.unsaved:
            self._ending = False
            self.post_message(self.Ended(self.recorder.session))


_WHO = {
    "person": "whom? press a person key, or Esc",
    "person or group": "on whom? a person key, or {again} again for the group",
    "digit": "how many seconds? press 1 to 9",
}
