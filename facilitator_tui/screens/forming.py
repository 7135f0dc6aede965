"""Forming subgroups: a proposal at the left, who is in it at the right, what it breaks below; people move by key.

The proposal is a value; each change by hand gives another, so undoing is going back. How one is made and checked is
in ``forming``; what becomes of it when it is kept, in the desk.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker, WorkerState, get_current_worker

from facilitator_tui.forming.check import called, people
from facilitator_tui.forming.moves import found, move, swap
from facilitator_tui.forming.propose import propose
from facilitator_tui.forming.values import FormingProblem, Proposal, Wishes, checked
from facilitator_tui.plain import plain
from facilitator_tui.screens.forming_port import FormingDesk, ToForm
from facilitator_tui.screens.forming_rows import (
    GROUPS,
    MEMBERS,
    WITHOUT,
    exchanges,
    group_rows,
    headline,
    meets,
    member_rows,
    members_of,
    partners,
    targets,
    told,
)
from facilitator_tui.screens.frame import Frame
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.person_pick import PersonPick
from facilitator_tui.widgets.row_list import RowList

EMPTY = "No subgroups are proposed yet."
_LONGEST = 400


class FormingScreen(Frame[str]):
    """Gives, when subgroups were made, a sentence that says so; nothing when it was left."""

    CSS_PATH = ["around.tcss", "forming.tcss"]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (64, "-wide")]
    HELP = "A proposal of subgroups. ! is a hard constraint that is broken, ~ a wish that is not met."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "forming",
        [
            ("enter", "keep", "keep", "Make these subgroups. Asks first."),
            ("m", "move", "move", "Move the person under the cursor to another subgroup."),
            ("x", "swap", "swap", "Let the person change places with somebody of another subgroup."),
            ("u", "undo", "undo", "Take back the last change, also another proposal."),
            ("p", "propose", "again", "Propose again: another division of the same people."),
            ("w", "wishes", "wishes", "Change the size, the limit for an institution, the countries."),
            ("tab,left,right", "change_side", "side", "From the subgroups to the people, and back."),
            ("escape,q", "back", "back", "From the people to the subgroups; from these back."),
        ],
    )

    def __init__(self, desk: FormingDesk, course: str = "") -> None:
        super().__init__()
        self._desk, self._course = desk, course
        self._to_form = ToForm(course, (), Wishes())
        self._proposal: Proposal | None = None
        self._before: list[Proposal] = []
        self._seed = 0

    def body(self) -> ComposeResult:
        with Container(id="forming"):
            yield RowList(GROUPS, EMPTY, id="groups")
            with Vertical(id="inside"):
                yield Static(id="meets", markup=False)
                yield RowList(MEMBERS, id="members")
        yield Static(id="broken", markup=False)
        yield PersonPick(id="pick")

    @property
    def groups(self) -> RowList:
        return self.query_one("#groups", RowList)

    @property
    def members(self) -> RowList:
        return self.query_one("#members", RowList)

    @property
    def picker(self) -> PersonPick:
        return self.query_one("#pick", PersonPick)

    @property
    def busy(self) -> bool:
        return super().busy or any(pick.picking for pick in self.query(PersonPick))

    def resting(self) -> Widget:
        return self.members if self.has_class("-members") else self.groups

    def on_mount(self) -> None:
        super().on_mount()
        self.head("Form subgroups")
        if self._course:
            self.groups.focus()
            self._begin(self._course)
        else:
            self.call_after_refresh(self._ask_course)

    def _ask_course(self) -> None:
        courses = self.tried(self._desk.courses) or []
        self.asks.ask("For which course:", next(iter(courses), ""), self._course_told)

    def _course_told(self, typed: str) -> str:
        if not plain(typed):
            return "Type the title or the id of a course, or drop this with Esc."
        self._begin(plain(typed))
        return ""

    def _begin(self, course: str) -> None:
        to_form = self.tried(lambda: self._desk.to_form(course))
        if to_form is None:
            return
        self._course, self._to_form = course, to_form
        self.head(f"Form subgroups · {to_form.course}")
        if to_form.people:
            self._propose(to_form.wishes)
        else:
            self.say(
                " ".join(["Nobody is left who is in no subgroup of this course.", *to_form.told]), wrong=True
            )

    # --- proposing, in a thread beside the screen

    def _propose(self, wishes: Wishes) -> None:
        """Begin to propose; the screen goes on meanwhile."""
        self._seed += 1
        to_form, seed = self._to_form, self._seed

        def work() -> Proposal:
            worker = get_current_worker()
            return propose(
                to_form.people, wishes, seed, names=to_form.names, stopped=lambda: worker.is_cancelled
            )

        self.say(f"Proposing subgroups for {people(len(to_form.people))}. This may take some seconds.")
        self.run_worker(work, group="propose", thread=True, exclusive=True)
        self.refresh_bindings()

    @property
    def _proposing(self) -> bool:
        return any(
            worker.node is self and worker.group == "propose" and not worker.is_finished
            for worker in self.workers
        )

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker.group == "propose" and event.state is WorkerState.SUCCESS:
            proposal = event.worker.result
            if isinstance(proposal, Proposal):
                self._show(proposal, f"This is proposal {proposal.seed}. {' '.join(self._to_form.told)}")
        self.refresh_bindings()

    # --- showing

    def _show(self, proposal: Proposal, said: str = "", group: str = "", person: str = "") -> None:
        if self._proposal is not None:
            self._before.append(self._proposal)
        self._display(proposal, said, group, person)

    def _display(self, proposal: Proposal, said: str, group: str = "", person: str = "") -> None:
        self._proposal = proposal
        self.head(headline(proposal, self._to_form.course))
        self.groups.show(group_rows(proposal), group)
        self._show_inside(person)
        self.say(said)
        self.refresh_bindings()

    def _show_inside(self, person: str = "") -> None:
        proposal, key = self._proposal, self.groups.current
        if proposal is None:
            return
        self.members.show(member_rows(members_of(proposal, key)), person)
        self.query_one("#meets", Static).update(Content(plain(meets(proposal, key), _LONGEST)))
        lines = "\n".join(plain(each, _LONGEST) for each in told(proposal, key))
        self.query_one("#broken", Static).update(Content(lines))

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        event.stop()
        if event.row_list is self.groups:
            self._show_inside()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()

    # --- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a question waits only its own keys count; while proposing, only leaving and looking."""
        if action in ("keys", "back"):
            return not self.busy or action == "keys"
        if action in ("keep", "move", "swap", "undo", "propose", "wishes"):
            if self.busy or self._proposal is None or self._proposing:
                return False
            return {"undo": bool(self._before), "move": bool(self.members.current)}.get(action, True)
        return not self.busy

    def action_change_side(self) -> None:
        self.toggle_class("-members")
        self.rest()

    def action_back(self) -> None:
        if self.has_class("-members"):
            self.action_change_side()
        elif self._before and self._proposal is not None:
            self.asks.ask("Leave, and keep nothing? Type yes:", "", self._leave)
        else:
            self.dismiss()

    def _leave(self, typed: str) -> str:
        if not _yes(typed):
            return "Type yes to leave, or stay with Esc."
        self.dismiss()
        return ""

    def action_propose(self) -> None:
        if self._proposal is not None:
            self._propose(self._proposal.wishes)

    def action_undo(self) -> None:
        if self._before:
            self._display(self._before.pop(), "Taken back.", self.groups.current, self.members.current)

    def action_move(self) -> None:
        proposal, person, here = self._proposal, self.members.current, self.groups.current
        if proposal is None or not person:
            return
        who, place = found(proposal, person), "" if here == WITHOUT else here

        def chosen(target: str) -> None:
            to = "" if target == WITHOUT else target
            self._change(lambda: move(proposal, person, to), f"{called(who)} moved.", here)

        self.picker.pick(f"Move {called(who)} to:", targets(proposal, who, place), chosen)

    def action_swap(self) -> None:
        proposal, person, here = self._proposal, self.members.current, self.groups.current
        if proposal is None or not person or here == WITHOUT:
            self.say("Only somebody who is in a subgroup can change places.", wrong=True)
            return
        who = found(proposal, person)

        def chosen(target: str) -> None:
            others = exchanges(proposal, who, proposal.group(here), proposal.group(target))
            self.picker.pick(f"{called(who)} changes places with:", others, with_whom)

        def with_whom(other: str) -> None:
            names = f"{called(who)} and {called(found(proposal, other))}"
            self._change(lambda: swap(proposal, person, other), f"{names} changed places.", here)

        subgroups = partners(proposal, who, proposal.group(here))
        self.picker.pick(f"{called(who)} changes places with somebody of:", subgroups, chosen)

    def _change(self, do: Callable[[], Proposal], said: str, group: str) -> None:
        before = self._proposal
        try:
            after = do()
        except FormingProblem as problem:
            self.say(str(problem), wrong=True)
            return
        worse = after.hard - before.hard if before is not None else 0
        more = f" Hard constraints broken: {after.hard} (before: {after.hard - worse})." if worse else ""
        self._show(after, said + more, group)

    def on_person_pick_done(self) -> None:
        self.rest()

    # --- wishes

    def action_wishes(self) -> None:
        if self._proposal is not None:
            wishes = self._proposal.wishes
            self.asks.ask("People in a subgroup:", f"{wishes.least}-{wishes.most}", self._size_told)

    def _size_told(self, typed: str) -> str:
        sizes = re.fullmatch(r"\s*(\d{1,4})\s*(?:[-–]\s*(\d{1,4})\s*)?", typed)
        if sizes is None or self._proposal is None:
            return "Write two numbers like 8-10, or drop this with Esc."
        try:
            wishes = checked(
                replace(self._proposal.wishes, least=int(sizes[1]), most=int(sizes[2] or sizes[1]))
            )
        except FormingProblem as problem:
            return str(problem)
        self.asks.ask(
            "At most from one institution (0: any):",
            str(wishes.per_institution),
            lambda answer: self._limit_told(answer, wishes),
        )
        return ""

    def _limit_told(self, typed: str, wishes: Wishes) -> str:
        if not re.fullmatch(r"\s*\d{1,3}\s*", typed):
            return "Write a number like 2; 0 sets no limit."
        wished = replace(wishes, per_institution=int(typed))
        self.asks.ask(
            "Countries at least:", str(wishes.countries), lambda answer: self._countries_told(answer, wished)
        )
        return ""

    def _countries_told(self, typed: str, wishes: Wishes) -> str:
        if not re.fullmatch(r"\s*\d{1,3}\s*", typed):
            return "Write a number like 3; 0 sets no wish."
        self._propose(replace(wishes, countries=int(typed)))
        return ""

    # --- keeping

    def action_keep(self) -> None:
        proposal = self._proposal
        if proposal is None:
            return
        inside = sum(len(group.members) for group in proposal.groups)
        broken = f" Hard constraints broken: {proposal.hard}." if proposal.hard else ""
        left = f" Without a place: {len(proposal.unplaced)}." if proposal.unplaced else ""
        self.say(
            f"{people(inside)} join them now; memberships in other subgroups of the course end.{left}{broken}"
        )
        self.asks.ask(f"Make {len(proposal.groups)} subgroups? Type yes:", "", self._keep)

    def _keep(self, typed: str) -> str:
        proposal = self._proposal
        if not _yes(typed) or proposal is None:
            return "Nothing is made yet. Type yes to make them, or go back with Esc."
        kept = self.tried(lambda: self._desk.keep(self._course, proposal))
        if kept is not None:
            self.dismiss(kept)
        return ""


def _yes(typed: str) -> bool:
    return typed.strip().casefold() in ("y", "yes")
