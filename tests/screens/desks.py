"""A desk over plain lists, and an app that shows one screen and keeps what the screen asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from textual.app import App
from textual.message import Message
from textual.screen import Screen

from facilitator_tui.screens import messages
from facilitator_tui.screens.ports import (
    Attended,
    MemberCard,
    ModuleCard,
    PersonCard,
    ReportKind,
    SessionCard,
    SessionWish,
    Stay,
    SubgroupCard,
)
from facilitator_tui.screens.problems import DeskProblem

ZONE = "Europe/Lisbon"
HOSTILE = "Amina[/] [red]\x1b[31mليلى\u202e"
"""A name with markup, an escape sequence, Arabic and an override of direction."""


def at(text: str) -> int:
    """The milliseconds of ``2026-11-22 18:00`` on the clocks of Lisbon."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)).timestamp()) * 1000


NOW = at("2026-11-22 18:40")


class ListDesk:
    """Keeps everything in lists; ``refuses`` makes every change fail with that sentence.

    ``planned`` is how sessions are planned, ``changes`` what was changed of them; in ``empty`` ones nothing was logged.
    """

    def __init__(self) -> None:
        self.session_cards: list[SessionCard] = []
        self.subgroup_cards: list[SubgroupCard] = []
        self.module_cards: list[ModuleCard] = []
        self.in_subgroup: dict[str, list[MemberCard]] = {}
        self.people: dict[str, PersonCard] = {}
        self.known_stays: list[Stay] = []
        self.known_attended: list[Attended] = []
        self.wishes: list[SessionWish] = []
        self.reports: list[tuple[str, Path, tuple[ReportKind, ...]]] = []
        self.corrections: list[str] = []
        self.planned: dict[str, SessionWish] = {}
        self.changes: list[tuple[str, SessionWish]] = []
        self.empty: set[str] = set()
        self.refuses = ""

    def now_ms(self) -> int:
        return NOW

    def zone(self) -> str:
        return ZONE

    def clocks(self) -> str:
        return ZONE

    def sessions(self) -> list[SessionCard]:
        return self.session_cards

    def start_now(self) -> str:
        self._check()
        return "started"

    def create_session(self, wish: SessionWish) -> str:
        self._check()
        self.wishes.append(wish)
        return "created"

    def wish(self, session: str) -> SessionWish:
        return self.planned[session]

    def change_session(self, session: str, wish: SessionWish) -> None:
        self._check()
        self.changes.append((session, wish))

    def is_empty(self, session: str) -> bool:
        return session in self.empty

    def plan_again(self, session: str) -> None:
        self._check()
        self.session_cards = [
            replace(card, standing="planned") if card.id == session else card for card in self.session_cards
        ]

    def remove_session(self, session: str) -> None:
        self._check()
        self.session_cards = [card for card in self.session_cards if card.id != session]

    def modules(self) -> list[ModuleCard]:
        return self.module_cards

    def subgroups(self) -> list[SubgroupCard]:
        return self.subgroup_cards

    def add_subgroup(self, name: str) -> str:
        self._check()
        self.subgroup_cards.append(SubgroupCard(f"new {name}", name))
        return f"new {name}"

    def rename_subgroup(self, subgroup: str, name: str) -> None:
        self._check()
        self.subgroup_cards = [
            replace(card, name=name) if card.id == subgroup else card for card in self.subgroup_cards
        ]

    def set_course(self, subgroup: str, course: str) -> None:
        self._check()
        self.subgroup_cards = [
            replace(card, course=course) if card.id == subgroup else card for card in self.subgroup_cards
        ]

    def members(self, subgroup: str) -> list[MemberCard]:
        return sorted(self.in_subgroup.get(subgroup, []), key=lambda member: member.seat or 99)

    def add_member(self, subgroup: str, name: str, email: str = "") -> str:
        self._check()
        here = self.in_subgroup.setdefault(subgroup, [])
        person = f"p{len(self.people) + 1}"
        self.people[person] = PersonCard(person, name, email=email)
        here.append(MemberCard(person, name, seat=len(here) + 1))
        return person

    def set_role(self, subgroup: str, person: str, role: str) -> None:
        self._check()
        self._change(subgroup, person, role=role, seat=0 if role != "participant" else 1)

    def swap_seats(self, subgroup: str, person: str, other: str) -> None:
        self._check()
        seats = {member.person: member.seat for member in self.in_subgroup[subgroup]}
        self._change(subgroup, person, seat=seats[other])
        self._change(subgroup, other, seat=seats[person])

    def remove_member(self, subgroup: str, person: str) -> None:
        self._check()
        self.in_subgroup[subgroup] = [m for m in self.in_subgroup[subgroup] if m.person != person]

    def put_back(self, subgroup: str, member: MemberCard) -> None:
        self._check()
        self.in_subgroup[subgroup].append(member)

    def _change(self, subgroup: str, person: str, **changes: Any) -> None:
        self.in_subgroup[subgroup] = [
            replace(member, **changes) if member.person == person else member
            for member in self.in_subgroup[subgroup]
        ]

    def person(self, person: str) -> PersonCard:
        return self.people[person]

    def save_person(self, card: PersonCard) -> None:
        self._check()
        self.people[card.id] = card
        for subgroup in self.in_subgroup:
            self._change(subgroup, card.id, name=card.name)

    def stays(self, person: str) -> list[Stay]:
        return self.known_stays

    def attended(self, person: str) -> list[Attended]:
        return self.known_attended

    def report_folder(self) -> Path:
        return Path("reports")

    def write_report(self, session: str, folder: Path, kinds: Sequence[ReportKind]) -> list[Path]:
        self._check()
        self.reports.append((session, folder, tuple(kinds)))
        return [folder / f"report.{kind}" for kind in kinds]

    def corrected(self, session: str) -> None:
        self.corrections.append(session)

    def _check(self) -> None:
        if self.refuses:
            raise DeskProblem(self.refuses)


class OneScreen(App[None]):
    """Shows the screen; ``asked`` keeps the messages that the real app would act on, ``given`` its result."""

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self._shown = screen
        self.asked: list[Message] = []
        self.given: list[Any] = []

    def on_mount(self) -> None:
        self.push_screen(self._shown, self.given.append)

    def on_open_session(self, event: messages.OpenSession) -> None:
        self.asked.append(event)

    def on_review_session(self, event: messages.ReviewSession) -> None:
        self.asked.append(event)

    def on_new_session(self, event: messages.NewSession) -> None:
        self.asked.append(event)

    def on_open_subgroups(self, event: messages.OpenSubgroups) -> None:
        self.asked.append(event)

    def on_open_subgroup(self, event: messages.OpenSubgroup) -> None:
        self.asked.append(event)

    def on_open_participant(self, event: messages.OpenParticipant) -> None:
        self.asked.append(event)

    def on_show_keys(self, event: messages.ShowKeys) -> None:
        self.asked.append(event)
