"""The Textual app: the live screens and their recorders, the keymap, the one timer, the end.

The screens around a session are opened in ``doors``. The one timer of the program lives here; a tick is passed to the
screen that is on top.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec
from textual.app import SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from facilitator_tui import settings as config
from facilitator_tui.actions import Keymap, KeymapProblem, keymap
from facilitator_tui.dialogue.journal import Clock
from facilitator_tui.doors import Doors
from facilitator_tui.opening import SessionDesk, begin, is_due, plain_title, recorder_for
from facilitator_tui.recorder import Recorder
from facilitator_tui.screens.live import LiveScreen
from facilitator_tui.settings import Settings
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.lease import Lease
from facilitator_tui.store.sessions import Sessions

if TYPE_CHECKING:
    from facilitator_tui.rehearsal import Player
    from facilitator_tui.screens import messages as ask
    from facilitator_tui.screens.home import HomeScreen


class FacilitatorApp(Doors):
    """``session`` goes straight to that session's live screen; without it the list of sessions opens."""

    TITLE = "facilitator_tui"
    CSS_PATH = "screens/live.tcss"  # of the app: Textual does not load the CSS of a default screen
    BINDINGS = [Binding("ctrl+q", "quit", "Quit", priority=True, show=False)]
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        store: Store,
        settings: Settings,
        clock: Clock,
        session: str | None = None,
        player: Player | None = None,
    ) -> None:
        super().__init__(store, settings, clock)
        self._first, self._player = session, player
        self._live: dict[str, tuple[Recorder, SessionDesk]] = {}
        self._leases: dict[str, Lease | None] = {}
        self.keys, problem = self._own_keys()
        self._problems = [sentence for sentence in (store.notice, problem) if sentence]

    def _own_keys(self) -> tuple[Keymap, str]:
        try:
            return keymap(self.settings.keyboard or "plain", self.settings.keys), ""
        except KeymapProblem as problem:
            return keymap(
                self.settings.keyboard or "plain"
            ), f"{config.config_path()}: {problem} Default keys are used."

    def on_mount(self) -> None:
        self.end_on_signals()
        if not isinstance(self.screen, LiveScreen):
            self._open_home()
        self.set_interval(1.0, self._tick)
        self.call_after_refresh(self._painted)
        for problem in self._problems:
            self.notify(problem, severity="warning", timeout=20, markup=False)

    def _painted(self) -> None:
        """After the first paint: what was loaded stays for ever, so the collector need not look at it again.

        A key makes some thousand short-lived objects. By Python's own threshold the collector would run several times
        within it, and now and then for ten milliseconds; rings are few here, so it may wait for more of them.
        """
        gc.freeze()
        gc.set_threshold(5_000, 20, 50)
        gc.enable()

    def get_default_screen(self) -> Screen[Any]:
        """The live screen itself where a session was asked for: one screen less before the first paint."""
        if self._first is None:
            return super().get_default_screen()
        try:
            return self._live_screen(self._first)
        except StoreProblem as problem:
            self._problems.append(str(problem))
            return super().get_default_screen()

    def _tick(self) -> None:
        if self.terminal_is_gone():
            self.leave_without_terminal()
        if self._player is not None and isinstance(self.screen, LiveScreen):
            self._player.play(self.screen.recorder)
        ticked = getattr(self.screen, "tick", None)
        if ticked is not None:
            ticked()
        if not isinstance(self.screen, LiveScreen):
            for recorder, _ in self._live.values():
                recorder.retry()

    def may_show(self) -> bool:
        """Nothing that a key changed is shown before it is on disk. What the disk refused is shown as not saved."""
        saved = [recorder.settle() for recorder, _ in self._live.values()]
        if not all(saved):
            self.call_later(self._show_refusal)
        return all(saved)

    def _show_refusal(self) -> None:
        if isinstance(self.screen, LiveScreen):
            self.screen.show_all()
        self.screen.refresh()

    @property
    def unsaved(self) -> int:
        """Entries that never reached the disk."""
        recorders = [recorder for recorder, _ in self._live.values()]
        for recorder in recorders:
            recorder.settle()
        return sum(recorder.unsaved for recorder in recorders)

    @property
    def problem(self) -> str:
        """Why, in the words of the recorder that could not save."""
        return next((recorder.problem for recorder, _ in self._live.values() if recorder.problem), "")

    # --- from screen to screen

    def _open_home(self) -> None:
        from facilitator_tui.screens.home import HomeScreen

        self.push_screen(HomeScreen(self.desk()))
        self.call_after_refresh(self._catch_up)
        if self.settings.keyboard is None:
            self._ask_keyboard()

    def _catch_up(self) -> None:
        """Conclude what a run before this one could not: it ended between a closing and the review."""
        from facilitator_tui.store.derived import rebuild_stale

        if self.store.read_only:
            return
        try:
            rebuild_stale(self.store)
        except StoreProblem as problem:
            self.tell(problem)

    def _ask_keyboard(self) -> None:
        from facilitator_tui.screens.keyboard import KeyboardScreen

        def chosen(keyboard: config.Keyboard | None) -> None:
            if keyboard is None:
                return
            self.settings = msgspec.structs.replace(self.settings, keyboard=keyboard)
            self.keys, problem = self._own_keys()
            if problem:
                self.notify(problem, severity="warning", timeout=20, markup=False)
            try:
                config.save(config.config_path(), keyboard=keyboard)
            except config.SettingsProblem as problem:
                self.notify(str(problem), severity="warning", markup=False)

        self.push_screen(KeyboardScreen(), chosen)

    def open_session(self, session: str) -> None:
        """Go to the session's live screen; begin it, or resume it."""
        try:
            self.push_screen(self._live_screen(session))
        except StoreProblem as problem:
            self.tell(problem)

    def _live_screen(self, session: str) -> LiveScreen:
        if self.store.read_only:
            raise StoreProblem(self.store.notice)
        if session not in self._live:
            row = Sessions(self.store).get(session)
            author = self.settings.author
            recorder = recorder_for(self.store, session, self.clock, author, tell=self._tell_later)
            lease = begin(recorder, self.store, row)
            if lease is not None and lease.other is not None:
                self._tell_later(_RECORDED_ELSEWHERE.format(pid=lease.other.pid))
            self._live[session] = (recorder, SessionDesk(self.store, row, recorder, self.settings.live))
            self._leases[session] = lease
        return LiveScreen(*self._live[session], self.keys)

    def _tell_later(self, sentence: str) -> None:
        """Say it once there is a screen to say it on."""
        self.call_later(self.notify, sentence, severity="warning", timeout=20, markup=False)

    def on_open_session(self, message: ask.OpenSession) -> None:
        """One that is planned for another time begins only when somebody says so."""
        try:
            row = Sessions(self.store).get(message.session)
        except StoreProblem as problem:
            self.tell(problem)
            return
        if row.opened_ms is not None or is_due(row, self.clock.now_ms()):
            self.open_session(row.id)
            return
        from facilitator_tui.screens.question import Question
        from facilitator_tui.widgets.times import when_and_zone

        def answered(yes: bool | None) -> None:
            if yes:
                self.open_session(row.id)

        when = when_and_zone(row.at_ms, row.zone, self.clock.now_ms())
        asked = f"“{plain_title(row)}” is planned for {when}.\nBegin it now?"
        self.push_screen(Question(asked, "begin it now", "leave it planned"), answered)

    def on_home_screen_sure_asked(self, message: HomeScreen.SureAsked) -> None:
        from facilitator_tui.screens.question import Question

        def answered(yes: bool | None) -> None:
            if yes:
                self._live.pop(message.session, None)
                self._let_go(message.session)
                message.do()

        self.push_screen(Question(message.question, message.yes, message.no), answered)

    def on_live_screen_left(self) -> None:
        if len(self.screen_stack) > 1:
            self.pop_screen()
        if len(self.screen_stack) == 1:
            self._open_home()

    def on_live_screen_help_asked(self) -> None:
        from facilitator_tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.keys))

    def on_live_screen_text_asked(self, message: LiveScreen.TextAsked) -> None:
        from facilitator_tui.screens.plain_text import PlainText

        hint = "Mark the text with the mouse (in many terminals with Shift held) and copy it. Esc goes back."
        self.push_screen(PlainText(message.text, hint))

    def on_live_screen_end_asked(self) -> None:
        from facilitator_tui.screens.question import Question

        live = self.screen

        def answered(yes: bool | None) -> None:
            if yes and isinstance(live, LiveScreen):
                live.end()

        self.push_screen(Question("End this session?", "end it and review it", "go on"), answered)

    def on_live_screen_replan_asked(self, message: LiveScreen.ReplanAsked) -> None:
        from facilitator_tui.dialogue.replan import Proposal
        from facilitator_tui.screens.replan import ReplanScreen

        live = self.screen

        def chosen(proposal: Proposal | None) -> None:
            if proposal is not None and isinstance(live, LiveScreen):
                live.replan(proposal)

        self.push_screen(ReplanScreen(message.found, message.end, self.keys), chosen)

    def on_live_screen_ended(self, message: LiveScreen.Ended) -> None:
        self._live.pop(message.session, None)
        self._let_go(message.session)
        self.on_live_screen_left()
        self.review(message.session)

    # --- the command palette

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every action of the live room, and the floor to everybody by name. No screenshot: it would hold names."""
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)
        yield SystemCommand("Quit", "Leave the program; everything saved is safe", self.action_quit)
        if isinstance(screen, LiveScreen):
            yield from screen.palette()

    async def action_quit(self) -> None:
        """Quit at any time; what waits for the disk gets one more try."""
        for session, (recorder, _) in self._live.items():
            recorder.retry()
            self._let_go(session)
        self.exit(0)

    def _let_go(self, session: str) -> None:
        lease = self._leases.pop(session, None)
        if lease is not None:
            lease.close()


_RECORDED_ELSEWHERE = (
    "Another program (process {pid}) is recording this session too. What either of you logs stands in the one "
    "journal; you will see each other's entries within a second."
)
