"""One person: every field can be corrected in place; below, the subgroups and the sessions of this person.

What may stand in a field, and how subgroups and sessions are listed, is in ``participant_rows``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from msgspec.structs import asdict, replace
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from facilitator_tui.plain import plain
from facilitator_tui.screens.frame import Frame
from facilitator_tui.screens.messages import ReviewSession
from facilitator_tui.screens.participant_rows import (
    COLUMNS,
    COURSE_ROLES,
    FIELDS,
    checked,
    history_rows,
    subgroup_called,
)
from facilitator_tui.screens.ports import PersonCard, PersonDesk, Stay, Withdrawn
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.field import Field
from facilitator_tui.widgets.row_list import RowList
from facilitator_tui.widgets.tab_line import TabLine

GROUPS = tuple(FIELDS)


class ParticipantScreen(Frame[None]):
    """A field is saved when it is left or Enter is pressed in it; Escape brings back what was there."""

    CSS_PATH = ["around.tcss", "participant.tcss"]
    HELP = "Everything kept about one person. What is not needed can stay empty."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "person",
        [
            ("enter", "open", "save/open", "Save the field and go to the next; on a session: its review."),
            ("f2,pagedown", "group(1)", "more fields", "Name, background, consent: the next fields."),
            ("m", "move", "move", "To another subgroup; the history stays."),
            (
                "c",
                "course_role",
                "course role",
                "Participant, debater, leader, trainee, auditor in the course.",
            ),
            ("w", "withdraw", "left/back", "The person left the course, or takes part after all."),
            ("escape", "back", "back", "Bring back what was in the field; again: back."),
        ],
    ) + bound(
        "person",
        [
            *(
                (str(n), f"show({n - 1})", f"fields {n}", f"{name}.")
                for n, name in enumerate(GROUPS, start=1)
            ),
            ("pageup", "group(-1)", "fields before", "The fields before these."),
        ],
        shown=False,
    )

    def __init__(self, desk: PersonDesk, person: str) -> None:
        super().__init__()
        self._desk, self._person = desk, person
        self._card = PersonCard(person, "")
        self._group = 0
        self._known: dict[str, str] = {}
        self._stays: list[Stay] = []
        self._left: dict[str, Withdrawn] = {}

    def body(self) -> ComposeResult:
        yield TabLine(GROUPS, id="groups")
        with ContentSwitcher(initial="group0", id="form"):
            for number, fields in enumerate(FIELDS.values()):
                with Vertical(id=f"group{number}"):
                    for field, label, hint in fields:
                        yield Field(label, placeholder=hint, id=field)
        yield RowList(COLUMNS, "No subgroup and no session yet.", id="history")

    @property
    def history(self) -> RowList:
        return self.query_one("#history", RowList)

    def resting(self) -> Widget:
        return self.history

    def on_mount(self) -> None:
        super().on_mount()
        card = self.tried(lambda: self._desk.person(self._person))
        if card is None:
            return
        self._card = card
        for field in self.query(Field):
            field.value = self._saved(field)
        self._head()
        self._load()
        self.query_one("#name", Field).enter()

    def _head(self) -> None:
        left = " · left " + ", ".join(each or "the course" for each in self._left) if self._left else ""
        self.head(f"{self._card.name or 'Somebody without a name yet'}{left}")

    def _load(self) -> None:
        """Read subgroups, sessions and withdrawals anew."""
        self._stays = self.tried(lambda: self._desk.stays(self._person)) or []
        left = self.tried(lambda: self._desk.withdrawals(self._person)) or []
        self._left = {each.course: each for each in left}
        attended = self.tried(lambda: self._desk.attended(self._person)) or []
        self._known = {session.session: session.title for session in attended}
        rows = history_rows(self._stays, attended, self._desk.now_ms(), self._desk.clocks(), left)
        self.history.show(rows)
        self._head()

    def _saved(self, field: Field) -> str:
        return plain(str(asdict(self._card)[field.id or "name"]))

    # --- fields

    def action_group(self, by: int) -> None:
        self.action_show((self._group + by) % len(GROUPS))

    def on_tab_line_picked(self, event: TabLine.Picked) -> None:
        self.action_show(event.index)

    def action_show(self, at: int) -> None:
        self._group = at
        self.query_one("#form", ContentSwitcher).current = f"group{at}"
        self.query_one(TabLine).show(at)
        self.query_one(f"#{FIELDS[GROUPS[at]][0][0]}", Field).enter()

    def on_field_entered(self, event: Field.Entered) -> None:
        event.field.scroll_visible(animate=False)

    def on_field_answered(self, event: Field.Answered) -> None:
        if not self._save(event.field):
            return
        is_last = FIELDS[GROUPS[self._group]][-1][0] == event.field.id
        if is_last and self._group < len(GROUPS) - 1:
            self.action_group(1)
        else:
            self.focus_next()

    def on_field_leaving(self, event: Field.Leaving) -> None:
        self._save(event.field)

    def _save(self, field: Field) -> bool:
        """Keep what stands in the field; false when it cannot be kept."""
        value, wrong = checked(field.id or "", field.value)
        field.note(wrong, wrong=bool(wrong))
        if wrong:
            return False
        if value != self._saved(field):
            card = replace(self._card, **{field.id or "name": value})
            if not self.did(lambda: self._desk.save_person(card)):
                return False
            self._card = card
            self._head()
            self.say("Saved.")
        field.value = value
        return True

    # --- subgroups and the course

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The letters are commands while the list below has the focus, and text in a field."""
        if action in ("move", "course_role", "withdraw", "show"):
            return self.focused is self.history
        return True

    def _stay(self) -> Stay | None:
        """The stay under the cursor if it goes on, else the first that does, else the one under the cursor."""
        key = self.history.current
        here = next((x for n, x in enumerate(self._stays) if key == f"stay {n}"), None)
        going_on = [stay for stay in self._stays if stay.to_ms is None]
        return here if here in going_on else going_on[0] if going_on else here

    def _done(self, do: Callable[[], object], said: str) -> str:
        if self.did(do):
            self._load()
            self.say(said)
        return ""

    def action_move(self) -> None:
        stay = self._stay()
        going_on = stay is not None and stay.to_ms is None
        where = f"From {plain(stay.subgroup_name, 30)} to:" if stay and going_on else "Into the subgroup:"
        self.asks.ask(where, "", self._move)

    def _move(self, typed: str) -> str:
        stay = self._stay()
        source = stay.subgroup if stay and stay.to_ms is None else ""
        target, wrong = subgroup_called(self.tried(self._desk.subgroups) or [], typed)
        if target is None:
            return wrong
        said = f"{self._card.name} is in {target.name} now. What was stays in the history."
        return self._done(lambda: self._desk.move(self._person, source, target.id), said)

    def action_course_role(self) -> None:
        stay = self._stay()
        if stay is None or stay.to_ms is not None or stay.role != "participant":
            self.say("Only a participant of a subgroup has a role in its course.", wrong=True)
            return
        role = COURSE_ROLES[(COURSE_ROLES.index(stay.course_role) + 1) % len(COURSE_ROLES)]
        self._done(
            lambda: self._desk.set_course_role(stay.subgroup, self._person, role),
            f"{self._card.name} is {role or 'a participant like all others'} in the course.",
        )

    def action_withdraw(self) -> None:
        stay = self._stay()
        if stay is None:
            self.say("One leaves the course of a subgroup, and there is none yet.", wrong=True)
        elif stay.course in self._left:
            self._done(
                lambda: self._desk.take_back_withdrawal(self._person, stay.course),
                f"{self._card.name} takes part in {stay.course or 'the course'} after all.",
            )
        else:
            course = plain(stay.course, 30) or "the course"
            self.asks.ask(f"Left {course}. Reason (may stay empty):", "", self._withdraw)

    def _withdraw(self, reason: str) -> str:
        stay = self._stay()
        course = stay.course if stay else ""
        said = f"Recorded that {self._card.name} left {course or 'the course'}. w takes it back."
        return self._done(lambda: self._desk.withdraw(self._person, course, plain(reason, 1000)), said)

    # --- going

    def action_open(self) -> None:
        self.history.choose()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        if event.key in self._known:
            self.post_message(ReviewSession(event.key))

    def action_back(self) -> None:
        changed = [field for field in self.query(Field) if field.value != self._saved(field)]
        for field in changed:
            field.value = self._saved(field)
            field.note("")
        if changed:
            self.say("Brought back what was there.")
        else:
            self.dismiss()
