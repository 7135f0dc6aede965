"""Makes a seating better without breaking what holds: more countries in a subgroup, fewer from one institution.

Two people change places, or one moves, when both can meet there and nothing hard gets worse. Only the two subgroups
are counted anew. Exchanges that change nothing are made too, within bounds: they carry a want to where it can be met.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from facilitator_tui.forming.check import missing_countries
from facilitator_tui.forming.coded import UNKNOWN, bits
from facilitator_tui.forming.seating import NOWHERE, Seating
from facilitator_tui.forming.values import Wishes

_GRAVE = 1000
"""What one person too many from an institution weighs against one country too few."""

_TRIES = 60
"""How often in a row one subgroup is tried to be made better before its turn ends."""

_ROUNDS = 100
"""How often all subgroups that want something have their turn, at most."""

_PATIENCE = 15
"""After so many rounds without anything better the spread stays as it is."""


class Spread:
    """Counts of countries and institutions by subgroup, kept with every exchange."""

    def __init__(self, seating: Seating, wishes: Wishes, random: Random) -> None:
        self._seating, self._wishes, self._random = seating, wishes, random
        self._coded = seating.coded
        self._countries: list[dict[int, int]] = [{} for _ in seating.members]
        self._institutions: list[dict[int, int]] = [{} for _ in seating.members]
        self._from: dict[int, int] = {}
        for person, group in enumerate(seating.group_of):
            country = self._coded.country[person]
            self._from[country] = self._from.get(country, 0) | 1 << person
            if group != NOWHERE:
                self._count(person, group, 1)

    def improve(self, stopped: Callable[[], bool]) -> None:
        """Exchange people while that helps."""
        costs: list[int] = []
        for _ in range(_ROUNDS):
            wanting = [group for group in self._seating.open_groups() if self._cost(group)]
            costs.append(sum(map(self._cost, wanting)))
            if not wanting or costs[-_PATIENCE : -_PATIENCE + 1] == costs[-1:]:
                return
            self._random.shuffle(wanting)
            for group in wanting:
                if stopped():
                    return
                if self._cost(group):
                    self._help(group)

    def even_out(self) -> None:
        """Let people move from larger subgroups to smaller ones where that makes nothing worse."""
        seating = self._seating
        for group in sorted(seating.open_groups(), key=lambda each: (-len(seating.members[each]), each)):
            moved = True
            while moved and len(seating.members[group]) > seating.least:
                moved = any(
                    self._moves_to_smaller(person, group) for person in sorted(seating.members[group])
                )

    def _moves_to_smaller(self, person: int, group: int) -> bool:
        seating = self._seating
        if seating.stays(person):
            return False
        for other in bits(seating.may_join[person] & seating.roomy & ~(1 << group)):
            if len(seating.members[other]) + 1 < len(seating.members[group]):
                before = self._cost(group) + self._cost(other)
                self._swap_count(person, group, other)
                if self._cost(group) + self._cost(other) <= before:
                    seating.seat(person, other)
                    return True
                self._swap_count(person, other, group)
        return False

    def _help(self, group: int) -> None:
        """Look for somebody who brings what the subgroup wants, and for whom there is a place to give in return."""
        better = True
        while better and self._cost(group):
            before, better = self._cost(group), False
            coming = list(bits(self._wanted(group)))
            self._seating.visits += len(coming)
            for person in self._random.sample(coming, min(_TRIES, len(coming))):
                self._exchange(person, group)
                if self._cost(group) < before:
                    better = True
                    break

    def _wanted(self, group: int) -> int:
        """Those who could meet there and bring another country, or are of an institution with fewer people there."""
        countries, institutions = self._countries[group], self._institutions[group]
        same = sum(
            self._from[country] for country, count in countries.items() if count and country != UNKNOWN
        )
        wanted = ~same if self._cost(group) % _GRAVE else 0
        if self._cost(group) >= _GRAVE:
            most = max(count for each, count in institutions.items() if each != UNKNOWN)
            crowd = max(self._wishes.per_institution, most - 1)
            many = [each for each, count in institutions.items() if each != UNKNOWN and count >= crowd]
            wanted |= ~sum(self._coded.from_each[each] for each in many)
        there = sum(1 << each for each in self._seating.members[group])
        return self._coded.cells[self._seating.cell_of[group]].people & wanted & ~there

    def _exchange(self, person: int, group: int) -> None:
        """Let the person come, and send the best member in return, if the two subgroups are no worse for it."""
        seating, other = self._seating, self._seating.group_of[person]
        if other == NOWHERE or seating.stays(person):
            return
        seating.visits += len(seating.members[group])
        bit, before = 1 << other, self._cost(group) + self._cost(other)
        self._count(person, other, -1)
        self._count(person, group, 1)
        best, chosen = before + 1, None
        moves = seating.roomy >> group & 1 and seating.above_least >> other & 1
        for member in [UNKNOWN] * moves + sorted(seating.members[group]):
            if member != UNKNOWN and (seating.stays(member) or not seating.may_join[member] & bit):
                continue
            self._swap_count(member, group, other)
            cost = self._cost(group) + self._cost(other)
            self._swap_count(member, other, group)
            if cost < best:
                best, chosen = cost, member
        if chosen is None:
            self._count(person, group, -1)
            self._count(person, other, 1)
            return
        seating.seat(person, group)
        if chosen != UNKNOWN:
            self._swap_count(chosen, group, other)
            seating.seat(chosen, other)

    def _swap_count(self, member: int, before: int, after: int) -> None:
        if member != UNKNOWN:
            self._count(member, before, -1)
            self._count(member, after, 1)

    def _count(self, person: int, group: int, by: int) -> None:
        for counts, value in (
            (self._countries[group], self._coded.country[person]),
            (self._institutions[group], self._coded.institution[person]),
        ):
            counts[value] = counts.get(value, 0) + by

    def _cost(self, group: int) -> int:
        """How far the subgroup is from what is wished; people beyond the limit weigh by their square."""
        countries, limit = self._countries[group], self._wishes.per_institution
        known = sum(1 for country, count in countries.items() if count and country != UNKNOWN)
        cost = missing_countries(known, countries.get(UNKNOWN, 0), self._wishes)
        if limit:
            for institution, count in self._institutions[group].items():
                if count > limit and institution != UNKNOWN:
                    cost += _GRAVE * (count - limit) ** 2
        return cost
