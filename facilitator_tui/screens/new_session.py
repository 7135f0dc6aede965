"""A new session, or one that is planned to be changed: which subgroup, which plan, when.

Five lines, each with a sensible answer in it already. What the list below them offers stands in ``session_choices``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from facilitator_tui.plain import plain
from facilitator_tui.screens.frame import Frame
from facilitator_tui.screens.messages import OpenSession
from facilitator_tui.screens.ports import Created, Desk, ModuleCard, SessionCard, SessionWish, SubgroupCard
from facilitator_tui.screens.session_choices import (
    NEW,
    NONE,
    begins_rows,
    module_key,
    module_named,
    module_rows,
    next_module,
    subgroup_rows,
    usual_time,
    zone_rows,
)
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.field import Field
from facilitator_tui.widgets.row_list import Row, RowList
from facilitator_tui.widgets.times import (
    TypedProblem,
    in_full,
    local,
    when_and_zone,
    when_typed,
    zone_typed,
)

_COLUMNS = (Column(), Column("", from_width=40), Column("", 8, right=True, from_width=60))


class NewSessionScreen(Frame[Created | None]):
    """Enter takes the choice under the cursor and goes on; the last Enter, or ctrl+s anywhere, creates.

    With ``session`` that one is changed in the same form.
    """

    CSS_PATH = ["around.tcss", "new_session.tcss"]
    HELP = "Type a few letters of what is in the list below, or something new. Enter takes it and goes on."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "new",
        [
            ("ctrl+s", "create", "keep", "Keep the session as it stands here."),
            ("escape", "drop", "drop", "Back; nothing is created or changed."),
        ],
    )

    def __init__(self, desk: Desk, subgroup: str = "", session: str = "") -> None:
        super().__init__()
        self._desk, self._first, self._session = desk, subgroup, session
        self._was: SessionWish | None = None
        self._subgroups: list[SubgroupCard] = []
        self._modules: list[ModuleCard] = []
        self._sessions: list[SessionCard] = []

    def body(self) -> ComposeResult:
        with VerticalScroll(id="form", can_focus=False):
            yield Field("Subgroup", placeholder="none", id="subgroup")
            yield Field("Plan", placeholder="none", id="plan")
            yield Field("Title", id="session_title")
            yield Field("Begins", "now", id="begins")
            yield Field("Time zone", self._desk.zone(), id="zone")
        yield RowList(_COLUMNS, id="choices")

    def field(self, name: str) -> Field:
        return self.query_one(f"#{name}", Field)

    @property
    def choices(self) -> RowList:
        return self.query_one("#choices", RowList)

    def on_mount(self) -> None:
        super().on_mount()
        self.head("Change the session" if self._session else "New session")
        self.choices.can_focus = False
        self._subgroups = self.tried(self._desk.subgroups) or []
        self._modules = self.tried(self._desk.modules) or []
        self._sessions = self.tried(self._desk.sessions) or []
        if self._session:
            self._fill(self.tried(lambda: self._desk.wish(self._session)))
            return
        first = next((card for card in self._subgroups if card.id == self._first), None)
        if first is not None:
            self.field("subgroup").value = first.name
            self._know_subgroup(first)
        self._echo_time()
        self.field("plan" if first is not None else "subgroup").enter()

    def _fill(self, was: SessionWish | None) -> None:
        """Show how the session is planned so far."""
        self._was = was
        if was is not None:
            group = next((card for card in self._subgroups if card.id == was.subgroup), None)
            self.field("subgroup").value = group.name if group is not None else ""
            self.field("plan").value = self._planned_so_far()
            self.field("session_title").value = was.title
            begins = f"{local(was.planned_ms, was.zone):%Y-%m-%d %H:%M}" if was.planned_ms else ""
            self.field("begins").value, self.field("zone").value = begins, was.zone
        self._echo_time()
        self.field("begins").enter()

    def _planned_so_far(self) -> str:
        """The plan of a session that is changed, as it stands in the form; of a course at hand or not."""
        was = self._was
        if was is None or not was.plan_title:
            return ""
        named = (
            m for m in self._modules if m.module == was.module and was.course in (m.course, m.course_title)
        )
        module = next(named, None)
        return module_named(module) if module is not None else plain(f"{was.plan_title} · as planned so far")

    # --- what is meant by what was typed

    def subgroup(self) -> SubgroupCard | None:
        """The existing subgroup whose name was typed."""
        typed = self.field("subgroup").value.casefold()
        return next((card for card in self._subgroups if plain(card.name).casefold() == typed), None)

    def module(self) -> ModuleCard | None:
        """The session plan that was chosen; None for none. Raises ``TypedProblem``."""
        typed = self.field("plan").value
        found = next((module for module in self._modules if module_named(module) == typed), None)
        if typed and found is None and typed != self._planned_so_far():
            raise TypedProblem(f"No session plan is called “{typed}”. Choose one below, or leave this empty.")
        return found

    def begins(self) -> int:
        """Raises ``TypedProblem``."""
        return when_typed(self.field("begins").value, self._desk.now_ms(), self.field("zone").value)

    def _know_subgroup(self, card: SubgroupCard) -> None:
        """A subgroup was chosen: its zone, its usual time and its next module are what is most likely meant."""
        self.field("zone").value = card.zone
        module = next_module(self._modules, self._sessions, card)
        if module is not None and not self.field("plan").value:
            self._take_module(module)

    def _take_module(self, module: ModuleCard) -> None:
        self.field("plan").value = module_named(module)
        self.field("session_title").placeholder = module.title

    # --- choices

    def _rows(self, name: str, typed: str) -> list[Row]:
        if name == "subgroup":
            return subgroup_rows(self._subgroups, typed)
        if name == "plan":
            return module_rows(self._modules, typed, self.subgroup())
        if name == "begins":
            card = self.subgroup()
            usual = usual_time(self._sessions, card.id if card else "", self.field("zone").value)
            return begins_rows(usual, typed)
        return zone_rows(typed, self._desk.zone()) if name == "zone" else []

    def _show_choices(self, field: Field) -> None:
        """What stands in the field already is under the cursor, else the first choice: what Enter takes."""
        rows = self._rows(field.id or "", field.value)
        there = [row.key for row in rows if row.key == (field.value or "now")]
        if field.id == "plan":
            there = [module_key(m) for m in self._modules if module_named(m) == field.value]
        self.choices.show(rows, (there or [row.key for row in rows] or [""])[0])

    def on_field_entered(self, event: Field.Entered) -> None:
        self._show_choices(event.field)

    def on_field_edited(self, event: Field.Edited) -> None:
        field = event.field
        field.note("")
        if field.id in ("begins", "zone"):
            self._echo_time()
        if field.has_the_focus:
            self._show_choices(field)

    def _echo_time(self) -> None:
        begins = self.field("begins")
        try:
            begins.note(in_full(self.begins(), self.field("zone").value))
        except TypedProblem:
            begins.note("such as tomorrow 18:00, fri 18:00 or 24.11. 18:00")

    def on_field_stepped(self, event: Field.Stepped) -> None:
        self.choices.action_step(event.by)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        field = next((f for f in self.query(Field) if f.has_the_focus), None)
        if field is not None:
            self._take(field, event.key)

    # --- answers

    def on_field_answered(self, event: Field.Answered) -> None:
        field = event.field
        if self.choices.current:
            self._take(field, self.choices.current)
        try:
            self._check(field)
        except TypedProblem as problem:
            field.note(str(problem), wrong=True)
            return
        if field.id == "zone":
            self.action_create()
        else:
            self.focus_next()

    def _take(self, field: Field, key: str) -> None:
        if key == NONE:
            field.value = ""
            self.field("session_title").placeholder = ""
        elif field.id == "subgroup" and not key.startswith(NEW):
            card = next(card for card in self._subgroups if card.id == key)
            field.value = card.name
            self._know_subgroup(card)
        elif field.id == "plan":
            self._take_module(next(m for m in self._modules if module_key(m) == key))
        elif field.id in ("begins", "zone"):
            field.value = key

    def _check(self, field: Field) -> None:
        checks: dict[str, Callable[[], object]] = {
            "plan": self.module,
            "begins": self.begins,
            "zone": lambda: zone_typed(self.field("zone").value),
        }
        checks.get(field.id or "", lambda: None)()

    def action_create(self) -> None:
        for field in self.query(Field):
            try:
                self._check(field)
            except TypedProblem as problem:
                field.note(str(problem), wrong=True)
                field.enter()
                return
        wish = self._wish()
        if self._session:
            if self.did(lambda: self._desk.change_session(self._session, wish)):
                self.dismiss(Created(self._session, False, self._planned(wish)))
            return
        session = self.tried(lambda: self._desk.create_session(wish))
        if session is None:
            return
        at_once = self.field("begins").value.casefold() in ("", "now")
        app = self.app
        self.dismiss(Created(session, at_once, "" if at_once else self._planned(wish)))
        if at_once:
            app.post_message(OpenSession(session))

    def _planned(self, wish: SessionWish) -> str:
        if not wish.planned_ms:
            return f"Planned: {plain(wish.title)}."
        when = when_and_zone(wish.planned_ms, wish.zone, self._desk.now_ms(), self._desk.clocks())
        return f"Planned: {plain(wish.title)}, {when}."

    def _wish(self) -> SessionWish:
        card, module, begins = self.subgroup(), self.module(), self.begins()
        was = self._was
        if was is not None and not was.planned_ms and not self.field("begins").value:
            begins = 0
        if was is not None and self.field("plan").value == self._planned_so_far():
            course, number = was.course, was.module
        else:
            course = module.course if module else card.course if card else ""
            number = module.module if module else None
        return SessionWish(
            title=self.field("session_title").value or (module.title if module else "Session"),
            planned_ms=begins,
            zone=self.field("zone").value.strip(),
            subgroup=card.id if card else "",
            new_subgroup="" if card else self.field("subgroup").value,
            course=course,
            module=number,
        )

    def action_drop(self) -> None:
        self.dismiss(None)
