"""One person: every field can be corrected in place; below, the subgroups and the sessions of this person."""

from __future__ import annotations

import re
from typing import ClassVar

from msgspec.structs import asdict, replace
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from facilitator_tui.plain import plain
from facilitator_tui.screens.frame import Frame
from facilitator_tui.screens.messages import ReviewSession
from facilitator_tui.screens.ports import Attended, Desk, PersonCard, Stay
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.field import Field
from facilitator_tui.widgets.row_list import Row, RowList
from facilitator_tui.widgets.times import day_and_time, local

FIELDS = (
    ("name", "Shown name", "as it stands on the board"),
    ("given_name", "Given name", ""),
    ("family_name", "Family name", ""),
    ("email", "E-mail", ""),
    ("institution", "Institution", ""),
    ("country", "Country", ""),
    ("language_level", "Language level", "A1 to C2"),
    ("consent", "Consent", "to what, and when, such as: recording, 1 Nov 2026"),
)
_LEVEL = re.compile(r"[abc][12]\+?", re.IGNORECASE)
_COLUMNS = (Column("", 24, from_width=50), Column(), Column("", 12, right=True, from_width=40))


def checked(field: str, typed: str) -> tuple[str, str]:
    """What to keep of what was typed, and what is wrong with it ("" when nothing is)."""
    typed = plain(typed)
    if field == "name" and not typed:
        return typed, "A person needs a name to be shown on the board."
    if field == "email" and typed and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", typed):
        return typed, f"“{typed}” is not an e-mail address. Write one like amina@example.org."
    if field == "language_level" and _LEVEL.fullmatch(typed):
        return typed.upper(), ""
    return typed, ""


def history_rows(stays: list[Stay], attended: list[Attended], now_ms: int, clocks: str) -> list[Row]:
    """Subgroups and sessions, each under its heading. Only the rows of sessions can be opened."""
    rows = [Row("subgroups", ("Subgroups",), heading=True)] if stays else []
    for number, stay in enumerate(stays):
        until = "now" if stay.to_ms is None else f"{local(stay.to_ms, clocks):%Y-%m-%d}"
        since = f"{local(stay.from_ms, clocks):%Y-%m-%d}"
        rows.append(Row(f"stay {number}", (f"{since} to {until}", stay.subgroup_name, stay.role)))
    rows += [Row("sessions", ("Sessions",), heading=True)] if attended else []
    for session in attended:
        minutes = "" if session.present_ms is None else f"{session.present_ms // 60_000} min here"
        when = day_and_time(session.begins_ms, clocks, now_ms)
        rows.append(Row(session.session, (when, session.title, minutes)))
    return rows


class ParticipantScreen(Frame[None]):
    """A field is saved when it is left or Enter is pressed in it; Escape brings back what was there."""

    CSS_PATH = ["around.tcss", "participant.tcss"]
    HELP = "Everything kept about one person. What is not needed can stay empty."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "person",
        [
            ("enter", "open", "save/open", "Save the field and go to the next; on a session: its review."),
            ("escape", "back", "back", "Bring back what was in the field; again: back."),
        ],
    )

    def __init__(self, desk: Desk, person: str) -> None:
        super().__init__()
        self._desk, self._person = desk, person
        self._card = PersonCard(person, "")
        self._known: dict[str, str] = {}

    def body(self) -> ComposeResult:
        with VerticalScroll(id="form", can_focus=False):
            for field, label, hint in FIELDS:
                yield Field(label, placeholder=hint, id=field)
        yield RowList(_COLUMNS, "No subgroup and no session yet.", id="history")

    def on_mount(self) -> None:
        super().on_mount()
        card = self.tried(lambda: self._desk.person(self._person))
        if card is None:
            return
        self._card = card
        for field in self.query(Field):
            field.value = self._saved(field)
        self.head(card.name or "Somebody without a name yet")
        stays = self.tried(lambda: self._desk.stays(self._person)) or []
        attended = self.tried(lambda: self._desk.attended(self._person)) or []
        self._known = {session.session: session.title for session in attended}
        rows = history_rows(stays, attended, self._desk.now_ms(), self._desk.clocks())
        self.query_one(RowList).show(rows)
        self.query_one("#name", Field).enter()

    def _saved(self, field: Field) -> str:
        return plain(str(asdict(self._card)[field.id or "name"]))

    def on_field_entered(self, event: Field.Entered) -> None:
        event.field.scroll_visible(animate=False)

    def on_field_answered(self, event: Field.Answered) -> None:
        if self._save(event.field):
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
            self.head(card.name)
            self.say("Saved.")
        field.value = value
        return True

    def action_open(self) -> None:
        self.query_one(RowList).choose()

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
