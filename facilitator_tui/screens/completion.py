"""Completion: who has earned which badge of a course, at a glance, and the decisions about it.

Verdicts come from the desk; the grid and its words are in ``widgets``. A decision is only ever added; nothing here
changes a rule. The choice of a course stands in ``completion_choice``, the export dialog in ``badge_export``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from facilitator_tui.plain import plain
from facilitator_tui.plans.render import Part
from facilitator_tui.screens.completion_deciding import Deciding
from facilitator_tui.screens.completion_port import CohortSeen, CompletionDesk
from facilitator_tui.screens.frame import Frame
from facilitator_tui.screens.messages import OpenParticipant
from facilitator_tui.screens.what_if import WhatIf
from facilitator_tui.widgets import completion_lines as lines
from facilitator_tui.widgets.ask_line import AskLine
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.completion_seen import BadgeSeen, Seen, in_order, summed_up
from facilitator_tui.widgets.criteria_grid import CriteriaGrid
from facilitator_tui.widgets.page import Page
from facilitator_tui.widgets.tab_line import TabLine

EMPTY = "Nobody in this course can earn the badge yet: put people into its subgroups first."
_SLICE = 10
"""How many people's reach is worked out between two paints."""


class CompletionScreen(Frame[None]):
    """The grid, the sentences of the cell below it, and pages that take its place: a person, a sheet, a question."""

    CSS_PATH = ["around.tcss", "completion.tcss"]
    HELP = "Who has earned which badge. Arrows go over the cells; the sentence behind each stands below."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "completion",
        [
            ("enter", "details", "details", "Everything behind the person's line: criteria, sessions, decisions."),
            ("c", "confirm", "confirm", "Confirm the badge of this person, who met everything."),
            ("C", "confirm_all", "all met", "Confirm all who met everything; asks with their names."),
            ("o", "override", "override", "Decide otherwise than the rule, with a reason."),
            ("h", "hold", "hold", "Hold this badge back, with a reason; again: release it."),
            ("u", "take_back", "take back", "How the last decision about this person is taken back."),
            ("w", "what_if", "what if", "Move a threshold and see whom it would move; nothing is written."),
            ("n", "stakes", "next", "Whose verdict hangs on the next session."),
            ("s", "sheet", "sheet", "The page for this participant."),
            ("p", "person", "person", "Everything known about this person: name, address, subgroups."),
            ("e", "export", "export", "Write the confirmed badges into files for an issuer."),
            ("y", "yes", "yes", "Confirm them all."),
            ("space", "turn(1)", "turn", "Turn the page."),
            ("left", "slide(-1)", "less", "A lower threshold."),
            ("right", "slide(1)", "more", "A higher threshold."),
            ("down", "other(1)", "other", "The next threshold of the rule; up goes back."),
            ("escape,q", "back", "back", "Back to the grid; from the grid to where you came from."),
        ],
    ) + bound(
        "completion",
        [
            ("tab", "turn_over(1)", "next badge", "The next badge of the course."),
            ("shift+tab", "turn_over(-1)", "badge before", "The badge before."),
            ("up", "other(-1)", "threshold before", "The threshold before."),
            ("pagedown", "page(1)", "further down", "Further down in the grid."),
            ("pageup", "page(-1)", "further up", "Further up in the grid."),
            *((str(n), f"badge({n - 1})", f"badge {n}", f"Badge {n} of the course.") for n in range(1, 10)),
        ],
        shown=False,
    )  # fmt: skip

    class ExportAsked(Message):
        """The badge is to be exported, of everybody in the course. The screen looks again when it is back."""

        def __init__(self, course: str, badge: str) -> None:
            super().__init__()
            self.course, self.badge = course, badge

    def __init__(self, desk: CompletionDesk, course: str = "", subgroup: str = "") -> None:
        super().__init__()
        self._desk, self._course, self._subgroup = desk, course, subgroup
        self._cohort = CohortSeen(course=course, course_title="Completion")
        self._people: list[Seen] = []
        self._shown = 0
        self._what_if: WhatIf | None = None
        self._asked: list[Seen] = []
        self._decide = Deciding(self, desk)
        self._line: AskLine | None = None

    def body(self) -> ComposeResult:
        yield Vertical(id="badges")
        yield Static(id="rule", markup=False)
        with ContentSwitcher(initial="looking", id="places"):
            with Vertical(id="looking"):
                yield CriteriaGrid(EMPTY, id="grid")
                with VerticalScroll(id="behind", can_focus=False):
                    yield Static(id="details", markup=False)
            yield Page(id="page")

    @property
    def grid(self) -> CriteriaGrid:
        return self.query_one(CriteriaGrid)

    @property
    def page(self) -> Page:
        return self.query_one(Page)

    @property
    def paging(self) -> bool:
        return self.query_one("#places", ContentSwitcher).current == "page"

    def resting(self) -> Widget | None:
        """While a threshold is moved the arrows belong to it and not to the grid."""
        if self._what_if is not None:
            return None
        return self.page if self.paging else self.grid

    def ask(self, question: str, value: str, answer: Callable[[str], str]) -> None:
        self.asks.ask(question, value, answer)

    @property
    def busy(self) -> bool:
        """Asked for every key whenever the keys are shown, so the line is not looked for each time."""
        return self._line is not None and self._line.asking

    def on_mount(self) -> None:
        self._line = self.asks
        super().on_mount()
        self.grid.focus()

    def on_screen_resume(self) -> None:
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only keys that do something here and now."""
        if not self.is_mounted or self.busy:
            return action == "keys"
        if action in ("keys", "back"):
            return True
        if action in ("slide", "other", "page"):
            return self._what_if is not None
        if self._what_if is not None:
            return False
        if action in ("yes", "turn"):
            return self.paging and (action == "turn" or bool(self._asked))
        if self.paging:
            return False
        if action in ("badge", "turn_over"):
            return len(self._cohort.badges) > 1
        return bool(self._cohort.badges) if action == "export" else bool(self._people)

    # --- what is shown

    def load(self, current: str = "") -> None:
        """Look at the store again; the cursor stays with its person."""
        cohort = self.tried(lambda: self._desk.open(self._course, self._subgroup))
        if cohort is None:
            self.head(self._cohort.course_title)
            return
        titles = tuple(badge.name for badge in cohort.badges)
        if titles != tuple(badge.name for badge in self._cohort.badges):
            self._tabs(titles)
        self._cohort, self._shown = cohort, min(self._shown, max(0, len(titles) - 1))
        self._load_badge(current)

    def _tabs(self, titles: Sequence[str]) -> None:
        place = self.query_one("#badges", Vertical)
        place.remove_children()
        if len(titles) > 1:
            place.mount(TabLine(titles))
        place.set_class(len(titles) > 1, "-several")

    @property
    def badge(self) -> BadgeSeen:
        """The badge that shows."""
        return self._cohort.badges[self._shown]

    def _load_badge(self, current: str = "") -> None:
        people = self.tried(lambda: self._desk.people(self.badge.id)) if self._cohort.badges else []
        self._people = in_order(people or [])
        self.show_all(current or self._first())
        if any(each.reach is None for each in self._people):
            self.call_after_refresh(self._fill, self._shown)

    def _first(self) -> str:
        """Who stands first now, where the cursor has not been moved from there; else nobody: it stays."""
        return self._people[0].person if self._people and self.grid.at_top else ""

    def _fill(self, shown: int) -> None:
        """Work out what is left of reach, some people at a time, so that no key waits long."""
        left = [each.person for each in self._people if each.reach is None][:_SLICE]
        if shown != self._shown or not left or not self.is_attached:
            return
        found = {}
        for person in left:
            seen = self.tried(partial(self._desk.with_reach, self.badge.id, person))
            if seen is None:
                return
            found[person] = seen
        self._people = in_order(found.get(each.person, each) for each in self._people)
        self.show_all(self._first())
        self.call_after_refresh(self._fill, shown)

    def show_all(self, current: str = "") -> None:
        """Show the grid as it is now."""
        cohort = self._cohort
        where = [cohort.course_title, cohort.subgroup_name]
        if cohort.badges:
            where.append(self.badge.name if len(cohort.badges) == 1 else "")
        self.head(" · ".join(plain(part) for part in where if part))
        wondering = self._what_if
        changes = {each.person: each for each in wondering.changes} if wondering is not None else None
        criteria = self.badge.criteria if cohort.badges else ()
        self.grid.show(self._people, criteria, changes, cohort.grouped, current)
        self._show_rule()
        self._show_details()
        self.refresh_bindings()

    def _show_rule(self) -> None:
        what = self._what_if
        line = ""
        if what is not None:
            line = lines.slider_line(what.threshold, what.number, what.changes)
        elif self._cohort.badges:
            line = lines.rule_line(self.badge, self._cohort.sessions)
        self.query_one("#rule", Static).update(Content(f"{summed_up(self._people)}\n{plain(line, 400)}"))

    def _show_details(self) -> None:
        told: list[str] = []
        seen, what = self._here(), self._what_if
        if what is not None:
            told = lines.slider_lines(what.threshold, what.number, what.changes, self._people)
        elif seen is not None:
            told = lines.cell_lines(seen, self.grid.criterion, self.grid.at_reach, self._when())
        self.query_one("#details", Static).update(Content("\n".join(plain(line, 1_000) for line in told)))
        self.query_one("#behind", VerticalScroll).scroll_home(animate=False)

    def _when(self) -> lines.When:
        return lines.When(self._cohort.zone, self._desk.now_ms())

    def _here(self) -> Seen | None:
        return next((each for each in self._people if each.person == self.grid.current), None)

    def on_criteria_grid_moved(self, event: CriteriaGrid.Moved) -> None:
        event.stop()
        self._show_details()

    def on_criteria_grid_chosen(self, event: CriteriaGrid.Chosen) -> None:
        event.stop()
        self.action_details()

    # --- pages

    def _turn_to(self, parts: Sequence[Part]) -> None:
        self.say("")
        self.query_one("#places", ContentSwitcher).current = "page"
        self.page.show(parts)
        self.rest()
        self.refresh_bindings()

    def _turn_back(self) -> None:
        self._asked = []
        self.query_one("#places", ContentSwitcher).current = "looking"
        self.rest()
        self.refresh_bindings()

    def action_turn(self, pages: int) -> None:
        self.page.turn(pages)

    def action_details(self) -> None:
        seen = self._here()
        if seen is not None:
            self._turn_to(lines.person_page(seen, self.badge, self._when()))

    def action_sheet(self) -> None:
        seen = self._here()
        if seen is not None:
            parts = self.tried(lambda: self._desk.sheet(self.badge.id, seen.person))
            if parts is not None:
                self._turn_to(parts)

    def action_stakes(self) -> None:
        stakes = self.tried(lambda: self._desk.stakes(self.badge.id))
        if stakes is not None:
            self._turn_to(lines.stakes_page(stakes))

    def action_person(self) -> None:
        self.post_message(OpenParticipant(self.grid.current))

    def action_export(self) -> None:
        self.post_message(self.ExportAsked(self._cohort.course, self.badge.id))

    def action_back(self) -> None:
        if self._what_if is not None:
            self._what_if = None
            self.rest()
            self.show_all()
        elif self.paging:
            self._turn_back()
        else:
            self.dismiss()

    # --- badges

    def action_badge(self, index: int) -> None:
        if index < len(self._cohort.badges) and index != self._shown:
            self._shown = index
            self.query_one(TabLine).show(index)
            self.say("")
            self._load_badge()

    def action_turn_over(self, by: int) -> None:
        self.action_badge((self._shown + by) % len(self._cohort.badges))

    def on_tab_line_picked(self, event: TabLine.Picked) -> None:
        event.stop()
        if self.check_action("badge", ()):
            self.action_badge(event.index)

    # --- deciding

    def action_confirm(self) -> None:
        seen = self._here()
        if seen is not None:
            self._decide.confirm(self.badge.id, [seen])

    def action_confirm_all(self) -> None:
        self._asked = [each for each in self._people if each.state == "Provisional"]
        if self._asked:
            self._turn_to(lines.confirming_page(self._people))
        else:
            self.say("Nobody is Provisional, so there is nobody to confirm.", wrong=True)

    def action_yes(self) -> None:
        asked = self._asked
        self._turn_back()
        self._decide.confirm(self.badge.id, asked)

    def action_override(self) -> None:
        seen = self._here()
        if seen is not None:
            self._decide.override(self.badge.id, seen)

    def action_hold(self) -> None:
        seen = self._here()
        if seen is not None:
            self._decide.hold(self.badge.id, seen)

    def action_take_back(self) -> None:
        seen = self._here()
        if seen is not None:
            self._decide.say_take_back(seen)

    # --- what if

    def action_what_if(self) -> None:
        thresholds = self.tried(lambda: self._desk.thresholds(self.badge.id))
        if thresholds:
            self.say("")
            self._what_if = WhatIf(self._desk, self.badge.id, thresholds, self.grid.criterion)
            self.rest()
            self.show_all()
        elif thresholds is not None:
            self.say("This rule has no number that could be another one.", wrong=True)

    def action_slide(self, steps: int) -> None:
        what = self._what_if
        if what is not None and self.did(lambda: what.slide(steps)):
            self.show_all()

    def action_other(self, by: int) -> None:
        what = self._what_if
        if what is not None and self.did(lambda: what.other(by)):
            self.show_all()

    def action_page(self, by: int) -> None:
        self.grid.action_page(by)
