"""Who sits where while the search goes on, and the exact step of it: a chain of moves that makes room for one more.

Once it is settled in which slot and language each subgroup meets, the hard constraints are a network: a person goes to
a pair of institution and subgroup (``per_institution`` at most), from there to the subgroup (``least`` to ``most``).
Augmenting paths find a place for everybody whenever there is one (Ahuja, Magnanti and Orlin, *Network Flows*, 1993,
chapters 6 and 7). Here such a path is a chain: somebody takes a place, who had it takes another, and so on.

Which subgroups there are and where they meet is decided in ``forming.opening``; countries play no part here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from facilitator_tui.forming.coded import UNKNOWN, Coded, bits
from facilitator_tui.forming.values import Wishes

NOWHERE = -1
"""The number of the subgroup of those who have no place, and of the cell of a subgroup that was closed."""


class Seating:
    """Subgroups by number, their cells and their members. Every change can be taken back (``mark``, ``back_to``).

    ``visits`` counts the people that searches have looked at: the measure of work, in place of a clock.
    """

    def __init__(self, coded: Coded, wishes: Wishes) -> None:
        self.coded = coded
        self.least, self.most, self.limit = wishes.least, wishes.most, wishes.per_institution
        self.enough = wishes.least
        """With how many people a new subgroup may begin; none gives anybody away that has no more than ``least``."""
        self.group_of = [NOWHERE] * len(coded.people)
        self.members: list[set[int]] = []
        self.cell_of: list[int] = []
        self.may_join = [0] * len(coded.people)
        """The subgroups that meet where the person can, as a set."""
        self.roomy = self.above_least = 0
        self._room = self._rooms()
        self._of: list[dict[int, int]] = []
        self._full = [0] * (max(coded.institution, default=UNKNOWN) + 2)
        self._changes: list[Callable[[], None]] = []
        self._reached: dict[int, int] = {}
        self.visits = 0

    def allow(self, enough: int, most: int, limit: int) -> None:
        """Other bounds from now on. What was changed before cannot be taken back any more."""
        self.enough, self.most, self.limit = enough, most, limit
        self._changes.clear()
        self._room = self._rooms()
        self._full = [0] * len(self._full)
        for group, counts in enumerate(self._of):
            self._size_changed(group)
            for institution, count in counts.items():
                if limit and count >= limit:
                    self._full[institution] |= 1 << group

    # --- changes, each of which can be taken back

    def mark(self) -> int:
        return len(self._changes)

    def back_to(self, mark: int) -> None:
        """Take back everything since ``mark``."""
        while len(self._changes) > mark:
            self._changes.pop()()

    def open(self, cell: int) -> int:
        """A new, empty subgroup that meets in this cell; gives its number."""
        group = next((at for at, each in enumerate(self.cell_of) if each == NOWHERE), len(self.cell_of))
        if group == len(self.cell_of):
            self.members.append(set())
            self.cell_of.append(NOWHERE)
            self._of.append({})
        self.meet(group, cell)
        return group

    def meet(self, group: int, cell: int) -> None:
        """Let the subgroup meet in this cell (``NOWHERE``: close it). Who is in it stays in it."""
        before, bit = self.cell_of[group], 1 << group
        for person in bits(self.coded.cells[before].people if before != NOWHERE else 0):
            self.may_join[person] &= ~bit
        for person in bits(self.coded.cells[cell].people if cell != NOWHERE else 0):
            self.may_join[person] |= bit
        self.cell_of[group] = cell
        self._size_changed(group)
        self._changes.append(lambda: self._meet_again(group, before))

    def _meet_again(self, group: int, cell: int) -> None:
        self.meet(group, cell)
        self._changes.pop()

    def seat(self, person: int, group: int) -> None:
        """Give the person this place, or none (``NOWHERE``)."""
        before = self.group_of[person]
        self._moved(person, before, group)
        self._changes.append(lambda: self._moved(person, group, before))

    def _moved(self, person: int, before: int, after: int) -> None:
        institution = self.coded.institution[person]
        if before != NOWHERE:
            self.members[before].discard(person)
            self._counted(institution, before, -1)
            self._size_changed(before)
        if after != NOWHERE:
            self.members[after].add(person)
            self._counted(institution, after, 1)
            self._size_changed(after)
        self.group_of[person] = after

    def _counted(self, institution: int, group: int, by: int) -> None:
        if institution == UNKNOWN:
            return
        count = self._of[group].get(institution, 0) + by
        self._of[group][institution] = count
        if self.limit and count >= self.limit:
            self._full[institution] |= 1 << group
        else:
            self._full[institution] &= ~(1 << group)

    def _size_changed(self, group: int) -> None:
        bit, size = 1 << group, len(self.members[group])
        there = self.cell_of[group] != NOWHERE
        self.roomy = self.roomy | bit if there and size < self.most else self.roomy & ~bit
        self.above_least = self.above_least | bit if size > self.least else self.above_least & ~bit

    def _rooms(self) -> list[int]:
        return [self.coded.largest(cell, self.limit) for cell in range(len(self.coded.cells))]

    # --- what there is

    def cells_for(self, person: int) -> list[int]:
        """The cells where the person could meet enough others for a subgroup."""
        return [cell for cell in self.coded.cells_of[person] if self._room[cell] >= self.enough]

    def open_groups(self) -> list[int]:
        return [group for group, cell in enumerate(self.cell_of) if cell != NOWHERE]

    def unplaced(self) -> list[int]:
        return [person for person, group in enumerate(self.group_of) if group == NOWHERE]

    def full_for(self, person: int) -> int:
        """The subgroups that have as many from the person's institution as they may."""
        return self._full[self.coded.institution[person]]

    def stays(self, person: int) -> bool:
        return self.coded.fixed[person] != UNKNOWN

    # --- chains

    def place(self, person: int) -> bool:
        """Find a place for the person, moving others if need be; false when there is none, and nothing changed."""
        return self._chain([person], 0, self.roomy)

    def instead(self, person: int, choose: Callable[[list[int]], int]) -> int:
        """Give the person, for whom there is no place, that of somebody else, who has none then; gives who it is.

        ``choose`` picks among all those whose place the person can come to have by a chain, the person included.
        """
        self._chain([person], 0, 0)
        other = choose(list(self._reached))
        if other != person:
            came, left = self._reached, self.group_of[other]
            self.seat(other, NOWHERE)
            self._shift(came[other], 1 << left, came)
        return other

    def place_all(self) -> None:
        """Find places for everybody who can have one while the subgroups meet where they do."""
        while self._chain(self.unplaced(), 0, self.roomy):
            pass

    def fill(self, group: int) -> bool:
        """Bring a new subgroup to ``enough`` people: without a place, or from subgroups that can spare one."""
        bit = 1 << group
        for person in self.unplaced():
            if len(self.members[group]) >= self.enough:
                break
            if self.may_join[person] & bit & ~self.full_for(person):
                self.seat(person, group)
        while len(self.members[group]) < self.enough:
            if not self._chain(self.unplaced(), self.above_least & ~bit, bit):
                return False
        return True

    def _chain(self, people: Iterable[int], spare: int, targets: int) -> bool:
        """The shortest chain from one of ``people``, or a member of one of ``spare``, to one of ``targets``."""
        came: dict[int, int] = dict.fromkeys(people, NOWHERE)
        queue = list(came)
        closed, closed_for = spare, [0] * len(self._full)
        for group in bits(spare):
            self._put_out(self.members[group], NOWHERE, came, queue)
        for person in queue:
            institution, full = self.coded.institution[person], self.full_for(person)
            free = self.may_join[person] & ~full
            if free & targets:
                self.visits += len(came)
                self._shift(person, free & targets, came)
                return True
            for group in bits(free & ~closed):
                self._put_out(self.members[group], person, came, queue)
            closed |= free
            # Where the limit of the institution is reached, only somebody from it can make room.
            taken = self.may_join[person] & full & ~closed
            for group in bits(taken & ~closed_for[institution]):
                same = [each for each in self.members[group] if self.coded.institution[each] == institution]
                self._put_out(same, person, came, queue)
            closed_for[institution] |= taken
        self.visits += len(came)
        self._reached = came
        return False

    def _put_out(self, members: Iterable[int], by: int, came: dict[int, int], queue: list[int]) -> None:
        for each in members:
            if each not in came and not self.stays(each):
                came[each] = by
                queue.append(each)

    def _shift(self, person: int, targets: int, came: dict[int, int]) -> None:
        """Everybody of the chain takes the place that the next one leaves."""
        target = min(bits(targets), key=lambda group: (len(self.members[group]), group))
        while person != NOWHERE:
            left = self.group_of[person]
            self.seat(person, target)
            person, target = came[person], left
