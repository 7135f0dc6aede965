"""One subgroup: type its roster in, one line a person, and change roles, seats and names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from facilitator_tui.actions import PERSON_KEYS
from facilitator_tui.plain import plain
from facilitator_tui.screens.frame import Frame
from facilitator_tui.screens.messages import ImportRoster, NewSession, OpenCompletion, OpenParticipant
from facilitator_tui.screens.participant_rows import COURSE_ROLES, subgroup_called
from facilitator_tui.screens.ports import MemberCard, PersonDesk
from facilitator_tui.widgets.bound import bound
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.roster_entry import RosterEntry
from facilitator_tui.widgets.row_list import Row, RowList

EMPTY = "Nobody yet. Type a name below and press Enter, or paste a list: one line a person."
ROLES = ("participant", "facilitator", "producer", "observer")
COLUMNS = (
    Column("key", 3, right=True),
    Column("name"),
    Column("role", 22, from_width=48),
    Column("", 15, from_width=72),
)


def member_row(member: MemberCard) -> Row:
    key = PERSON_KEYS[member.seat - 1].upper() if 1 <= member.seat <= len(PERSON_KEYS) else "–"
    role = f"{member.role}, {member.course_role}" if member.course_role else member.role
    left = "left the course" if member.withdrew else ""
    return Row(member.person, (key, member.name or "(no name yet)", role, left), faint=member.withdrew)


class SubgroupScreen(Frame[None]):
    """The roster of one subgroup. Letters are commands while the list has the focus, text while the line has."""

    CSS_PATH = ["around.tcss"]
    HELP = "Who is in the subgroup. The key before a name gives that person the floor in the live session."
    BINDINGS: ClassVar[list[BindingType]] = bound(
        "subgroup",
        [
            ("enter", "open", "open", "Show everything about the person."),
            ("a", "add", "add", "Type or paste names: one line a person."),
            ("e", "rename", "name", "Correct the person's name."),
            ("r", "role", "role", "Next role: participant, facilitator, producer, observer."),
            (
                "R",
                "course_role",
                "course role",
                "In the course: debater, leader, trainee, auditor, or none of these.",
            ),
            ("m", "move", "move", "To another subgroup; the history stays."),
            ("K,shift+up", "seat(-1)", "key up", "Change places with the person above."),
            ("J,shift+down", "seat(1)", "key down", "Change places with the person below."),
            ("d", "remove", "remove", "The person is no longer in the subgroup; past sessions stay."),
            ("u", "put_back", "put back", "Bring back who was removed last."),
            (
                "i",
                "import",
                "import",
                "Read a list of people from a file, with a look before anything is kept.",
            ),
            ("N", "rename_subgroup", "rename", "Give the subgroup another name."),
            ("n", "new_session", "session", "Plan a session of this subgroup."),
            ("c", "completion", "completion", "Who has earned which badge, and who still can."),
            ("escape", "back", "back", "From the line to the list; from the list back."),
        ],
    )

    def __init__(self, desk: PersonDesk, subgroup: str) -> None:
        super().__init__()
        self._desk, self._subgroup = desk, subgroup
        self._members: dict[str, MemberCard] = {}
        self._removed: list[MemberCard] = []

    def body(self) -> ComposeResult:
        yield RowList(COLUMNS, EMPTY, id="members")
        yield RosterEntry(id="add")

    @property
    def roster(self) -> RowList:
        return self.query_one("#members", RowList)

    @property
    def entry(self) -> RosterEntry:
        return self.query_one("#add", RosterEntry)

    def resting(self) -> Widget:
        return self.roster

    def on_mount(self) -> None:
        super().on_mount()
        self.load()
        (self.roster if self._members else self.entry.line).focus()

    def on_screen_resume(self) -> None:
        self.load()

    def load(self, current: str = "") -> None:
        members = self.tried(lambda: self._desk.members(self._subgroup)) or []
        names = {card.id: card.name for card in self.tried(self._desk.subgroups) or []}
        self._members = {member.person: member for member in members}
        self.roster.show([member_row(member) for member in members], current)
        self.entry.know(member.name for member in members)
        participants = sum(member.role == "participant" for member in members)
        self.head(f"{plain(names.get(self._subgroup, 'Subgroup'))} · {participants} participants")

    def _did(self, do: Callable[[], object], said: str, current: str = "") -> None:
        """Do it, show what there is now, and say so; or say why it was not done."""
        if self.did(do):
            self.load(current)
            self.say(said)

    # --- adding

    def on_roster_entry_told(self, event: RosterEntry.Told) -> None:
        event.stop()
        self.say(event.text, wrong=event.wrong)

    def on_roster_entry_adding(self, event: RosterEntry.Adding) -> None:
        event.stop()
        added = ""
        for person in event.people:
            new = self.tried(partial(self._desk.add_member, self._subgroup, person.name, person.email))
            if new is None:
                self.load(added)
                return
            added = new
        self.load(added)
        one = plain(event.people[0].name) if len(event.people) == 1 else f"{len(event.people)} people"
        self.say(f"{one} added.")

    # --- changing

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(OpenParticipant(event.key))

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        self.forget_said_of_another_row(event.row_list)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Commands about a person need one; while a name is typed only Escape is a command."""
        if action in ("open", "rename", "role", "course_role", "move", "seat", "remove"):
            return bool(self._members) and self.focused is self.roster
        if action == "put_back":
            return bool(self._removed)
        return True

    def _here(self) -> MemberCard | None:
        return self._members.get(self.roster.current)

    def action_open(self) -> None:
        self.roster.choose()

    def action_add(self) -> None:
        self.set_focus(self.entry.line)

    def action_rename(self) -> None:
        member = self._here()
        if member is not None:
            self.asks.ask("Name:", member.name, lambda typed: self._rename(member, plain(typed)))

    def _rename(self, member: MemberCard, name: str) -> str:
        if not name:
            return "A person needs a name to be shown on the board."

        def save() -> None:
            self._desk.save_person(replace(self._desk.person(member.person), name=name))

        self._did(save, f"{plain(member.name) or 'The unnamed seat'} is now {name}.")
        return ""

    def action_role(self) -> None:
        member = self._here()
        if member is None:
            return
        at = ROLES.index(member.role) + 1 if member.role in ROLES else 0
        role = ROLES[at % len(ROLES)]
        self._did(
            lambda: self._desk.set_role(self._subgroup, member.person, role),
            f"{plain(member.name)} is now {role}, from the next session on.",
            member.person,
        )

    def action_course_role(self) -> None:
        member = self._here()
        if member is None:
            return
        if member.role != "participant":
            self.say("Only a participant has a role in the course.", wrong=True)
            return
        role = COURSE_ROLES[(COURSE_ROLES.index(member.course_role) + 1) % len(COURSE_ROLES)]
        self._did(
            lambda: self._desk.set_course_role(self._subgroup, member.person, role),
            f"{plain(member.name)} is {role or 'a participant like all others'} in the course.",
            member.person,
        )

    def action_move(self) -> None:
        member = self._here()
        if member is not None:
            name = plain(member.name, 30) or "the unnamed seat"
            self.asks.ask(f"Move {name} to:", "", lambda typed: self._move(member, typed))

    def _move(self, member: MemberCard, typed: str) -> str:
        others = [card for card in self.tried(self._desk.subgroups) or [] if card.id != self._subgroup]
        target, wrong = subgroup_called(others, typed)
        if target is not None:
            self._did(
                lambda: self._desk.move(member.person, self._subgroup, target.id),
                f"{plain(member.name)} is in {plain(target.name)} now. What was stays in the history.",
            )
        return wrong

    def action_seat(self, by: int) -> None:
        member, keys = self._here(), self.roster.keys
        if member is None:
            return
        place = keys.index(member.person) + by
        other = self._members[keys[place]] if 0 <= place < len(keys) else None
        if other is None or not member.seat or not other.seat:
            self.say("Only two people who have keys can change places.", wrong=True)
            return
        self._did(
            lambda: self._desk.swap_seats(self._subgroup, member.person, other.person),
            f"{plain(member.name)} and {plain(other.name)} changed places.",
            member.person,
        )

    def action_remove(self) -> None:
        member = self._here()
        if member is None:
            return
        self._removed.append(member)
        self._did(
            lambda: self._desk.remove_member(self._subgroup, member.person),
            f"{plain(member.name)} is no longer in the subgroup; past sessions stay. u puts them back.",
        )

    def action_put_back(self) -> None:
        member = self._removed.pop()
        self._did(
            lambda: self._desk.put_back(self._subgroup, member),
            f"{plain(member.name)} is in the subgroup again.",
            member.person,
        )

    def action_rename_subgroup(self) -> None:
        card = next((c for c in self.tried(self._desk.subgroups) or [] if c.id == self._subgroup), None)
        self.asks.ask("Name of the subgroup:", card.name if card else "", self._rename_subgroup)

    def _rename_subgroup(self, typed: str) -> str:
        name = plain(typed)
        if not name:
            return "A subgroup needs a name."
        self._did(lambda: self._desk.rename_subgroup(self._subgroup, name), f"The subgroup is now {name}.")
        return ""

    def action_import(self) -> None:
        self.post_message(ImportRoster(self._subgroup))

    def action_completion(self) -> None:
        self.post_message(OpenCompletion(self._subgroup))

    def action_new_session(self) -> None:
        self.post_message(NewSession(self._subgroup))

    def action_back(self) -> None:
        if self.entry.drop_paste():
            self.say("Dropped what was pasted.")
        elif self.focused is self.entry.line and self._members:
            self.say("")
            self.roster.focus()
        else:
            self.dismiss()
