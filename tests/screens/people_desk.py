"""The desk over lists, with what the screens of a person and of a subgroup ask for besides."""

from __future__ import annotations

from msgspec.structs import replace

from facilitator_tui.screens.ports import MemberCard, Stay, Withdrawn
from tests.screens.desks import NOW, ListDesk


class PeopleDesk(ListDesk):
    """``left`` are the courses that people left, by person; ``moves`` what was moved from where to where."""

    def __init__(self) -> None:
        super().__init__()
        self.left: dict[str, list[Withdrawn]] = {}
        self.moves: list[tuple[str, str, str]] = []

    def withdrawals(self, person: str) -> list[Withdrawn]:
        return self.left.get(person, [])

    def withdraw(self, person: str, course: str, reason: str) -> None:
        self._check()
        self.left.setdefault(person, []).append(Withdrawn(course, NOW, reason))

    def take_back_withdrawal(self, person: str, course: str) -> None:
        self._check()
        self.left[person] = [each for each in self.left[person] if each.course != course]

    def move(self, person: str, from_subgroup: str, to_subgroup: str) -> None:
        self._check()
        self.moves.append((person, from_subgroup, to_subgroup))
        going = next((m for m in self.in_subgroup.get(from_subgroup, []) if m.person == person), None)
        if going is not None:
            self.in_subgroup[from_subgroup].remove(going)
        self.in_subgroup.setdefault(to_subgroup, []).append(going or MemberCard(person, person))
        name = next(card.name for card in self.subgroup_cards if card.id == to_subgroup)
        ended = [
            replace(stay, to_ms=NOW) if stay.subgroup == from_subgroup else stay for stay in self.known_stays
        ]
        self.known_stays = [Stay(name, "participant", NOW, None, to_subgroup), *ended]

    def set_course_role(self, subgroup: str, person: str, course_role: str) -> None:
        self._check()
        self.known_stays = [
            replace(stay, course_role=course_role) if stay.subgroup == subgroup else stay
            for stay in self.known_stays
        ]
        if subgroup in self.in_subgroup:
            self._change(subgroup, person, course_role=course_role)
