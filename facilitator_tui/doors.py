"""The screens around a session: which one answers what is asked for, over which desk.

Each is loaded when it is first asked for. What belongs to a session that is being recorded is in ``app``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from facilitator_tui.actions import Keymap
from facilitator_tui.dialogue.journal import Clock
from facilitator_tui.opening import recorder_for
from facilitator_tui.recorder import Recorder
from facilitator_tui.settings import Settings
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.terminal import SafeApp

if TYPE_CHECKING:
    from facilitator_tui.desks.around import StoreDesk
    from facilitator_tui.desks.completion import StoreCompletionDesk
    from facilitator_tui.screens import messages as ask
    from facilitator_tui.screens.completion import CompletionScreen
    from facilitator_tui.screens.home import HomeScreen
    from facilitator_tui.screens.plan import PlanScreen
    from facilitator_tui.screens.ports import Created


class Doors(SafeApp):
    """Turns what a screen asks for into another screen; no screen knows another one."""

    keys: Keymap

    def __init__(self, store: Store, settings: Settings, clock: Clock) -> None:
        super().__init__()
        self.store, self.settings, self.clock = store, settings, clock
        self._completion: StoreCompletionDesk | None = None

    def desk(self) -> StoreDesk:
        """What the screens around a session ask for, answered by the store."""
        from facilitator_tui.desks.around import StoreDesk

        return StoreDesk(self.store, self.clock, self.settings.author)

    def tell(self, problem: Exception) -> None:
        self.notify(str(problem), title="This could not be done", severity="error", timeout=15, markup=False)

    # --- sessions

    def on_review_session(self, message: ask.ReviewSession) -> None:
        self.review(message.session)

    def review(self, session: str) -> None:
        """Look at a session that was held, with everything concluded from it brought up to date."""
        from facilitator_tui.screens.review import ReviewScreen

        try:
            desk = self.desk()
            desk.corrected(session)
            self.push_screen(
                ReviewScreen(self._reviewing(session), partial(desk.sheet, session), desk, self.keys)
            )
        except StoreProblem as problem:
            self.tell(problem)

    def on_open_attendance(self, message: ask.OpenAttendance) -> None:
        """Over the review its recorder is shared: one does not see what another of the same program has written."""
        from facilitator_tui.desks.attendance import StoreAttendanceDesk
        from facilitator_tui.screens.attendance import AttendanceScreen
        from facilitator_tui.screens.review import ReviewScreen

        below = self.screen
        try:
            recorder = below.recorder if isinstance(below, ReviewScreen) else self._reviewing(message.session)
            desk = StoreAttendanceDesk(self.store, self.clock, self.settings.author)
            self.push_screen(AttendanceScreen(recorder, desk, self.keys))
        except StoreProblem as problem:
            self.tell(problem)

    def _reviewing(self, session: str) -> Recorder:
        return recorder_for(self.store, session, self.clock, self.settings.author, "review")

    def on_new_session(self, message: ask.NewSession) -> None:
        from facilitator_tui.screens.new_session import NewSessionScreen

        self.push_screen(NewSessionScreen(self.desk(), message.subgroup), self._say_planned)

    def on_home_screen_edit_asked(self, message: HomeScreen.EditAsked) -> None:
        from facilitator_tui.screens.new_session import NewSessionScreen

        self.push_screen(NewSessionScreen(self.desk(), session=message.session), self._say_planned)

    def _say_planned(self, made: Created | None) -> None:
        """On the screen from which the session was planned: that it was, and for when."""
        from facilitator_tui.screens.frame import Frame

        below = self.screen
        if made is not None and made.said and isinstance(below, Frame):
            self.call_after_refresh(below.say, made.said)

    def on_open_subgroups(self, message: ask.OpenSubgroups) -> None:
        from facilitator_tui.screens.subgroups import SubgroupsScreen

        self.push_screen(SubgroupsScreen(self.desk()))

    def on_open_subgroup(self, message: ask.OpenSubgroup) -> None:
        from facilitator_tui.screens.subgroup import SubgroupScreen

        self.push_screen(SubgroupScreen(self.desk(), message.subgroup))

    def on_import_roster(self, message: ask.ImportRoster) -> None:
        from facilitator_tui.desks.rosters import StoreRosterDesk
        from facilitator_tui.screens.roster_preview import RosterPreviewScreen

        desk = StoreRosterDesk(self.store, self.clock)
        self.push_screen(RosterPreviewScreen(desk, message.subgroup))

    def on_form_subgroups(self, message: ask.FormSubgroups) -> None:
        from facilitator_tui.desks.forming import StoreFormingDesk
        from facilitator_tui.screens.forming import FormingScreen

        def formed(sentence: str | None) -> None:
            if sentence:
                self.notify(sentence, markup=False)

        self.push_screen(FormingScreen(StoreFormingDesk(self.store, self.clock)), formed)

    def on_open_participant(self, message: ask.OpenParticipant) -> None:
        from facilitator_tui.screens.participant import ParticipantScreen

        self.push_screen(ParticipantScreen(self.desk(), message.person))

    # --- completion

    def completing(self) -> StoreCompletionDesk:
        """Kept as long as the program runs: what it has folded, and what was said about exports, stays."""
        if self._completion is None:
            from facilitator_tui.desks.completion import StoreCompletionDesk

            self._completion = StoreCompletionDesk(self.store, self.clock, self.settings.author)
        return self._completion

    def on_open_completion(self, message: ask.OpenCompletion) -> None:
        """One course or subgroup; where nobody has said which, the only one there is, else a choice."""
        from facilitator_tui.screens.completion import CompletionScreen
        from facilitator_tui.screens.completion_choice import CompletionChoice

        desk, course, subgroup = self.completing(), message.course, message.subgroup
        try:
            only = None if course or subgroup else desk.only()
        except StoreProblem as problem:
            self.tell(problem)
            return
        if only is not None:
            course, subgroup = only.course, only.subgroup
        chosen = CompletionScreen(desk, course, subgroup) if course or subgroup else CompletionChoice(desk)
        self.push_screen(chosen)

    def on_completion_screen_export_asked(self, message: CompletionScreen.ExportAsked) -> None:
        from facilitator_tui.screens.badge_export import BadgeExportScreen

        self.push_screen(BadgeExportScreen(self.completing().exporting(message.course), message.badge))

    # --- keys and courses

    def on_show_keys(self, message: ask.ShowKeys) -> None:
        from facilitator_tui.screens.around_keys import KeysScreen

        self.push_screen(KeysScreen(message.title, message.keys))

    def on_open_plans(self, message: ask.OpenPlans) -> None:
        from facilitator_tui.desks.courses import own_desk
        from facilitator_tui.screens.courses import CoursesScreen

        self.push_screen(CoursesScreen(own_desk(self.clock)))

    def on_open_course(self, message: ask.OpenCourse) -> None:
        from facilitator_tui.desks.courses import own_desk
        from facilitator_tui.screens.plan import PlanScreen

        self.push_screen(PlanScreen(own_desk(self.clock), message.folder))

    def on_plan_screen_copy_asked(self, message: PlanScreen.CopyAsked) -> None:
        from facilitator_tui.screens.question import Question

        def answered(yes: bool | None) -> None:
            if yes:
                message.screen.copy()

        asked = f"This course came with the program and stays as it is.\nWork on a copy in {message.folder}?"
        self.push_screen(Question(asked, "copy it and open the editor", "leave it"), answered)
