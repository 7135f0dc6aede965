"""The candidates as numbers, for the search: people from 0, sets of people as integers with one bit for each.

A *cell* is a slot with a language: a subgroup that has no broken hard constraint meets in one. With 2,500 people an
``&`` of two such sets takes a fraction of a microsecond, so that "who could still meet in this cell" costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from facilitator_tui.forming.values import Candidate, Wishes

UNKNOWN = -1
"""The number of what a person does not state: an institution, a country."""


class Cell(msgspec.Struct, frozen=True):
    """A slot and a language (empty where none is wished or stated), and the set of people who could meet there."""

    slot: str
    language: str
    people: int


class Coded(msgspec.Struct, frozen=True):
    """Everything the search looks at. ``cells`` are those where at least half a subgroup could meet.

    ``fixed`` tells for each person the number of the subgroup they stay in, or ``UNKNOWN``; ``kept`` the ids of these
    subgroups by number. ``cells_of`` are the numbers of the cells of each person, ``from_each`` the people of each
    institution as a set.
    """

    people: tuple[Candidate, ...]
    institution: list[int]
    country: list[int]
    fixed: list[int]
    kept: tuple[str, ...]
    cells: tuple[Cell, ...]
    cells_of: list[list[int]]
    from_each: list[int]

    def largest(self, cell: int, limit: int) -> int:
        """How many people could meet in the cell at most, with so many from one institution (0: any number)."""
        people = self.cells[cell].people
        beyond = ((people & those).bit_count() - limit for those in self.from_each)
        return people.bit_count() - (sum(each for each in beyond if each > 0) if limit else 0)


def smallest(wishes: Wishes) -> int:
    """The size below which no subgroup is proposed: half of the least."""
    return -(-wishes.least // 2)


def bits(mask: int) -> Iterator[int]:
    """The numbers in a set, from the smallest."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def coded(candidates: Iterable[Candidate], wishes: Wishes) -> Coded:
    """The candidates in the order of their ids, whatever order they came in: the same people, the same search."""
    people = tuple(sorted(candidates, key=lambda each: each.id))
    kept = tuple(sorted({each.subgroup for each in people if each.subgroup}))
    number = {subgroup: at for at, subgroup in enumerate(kept)}
    stay = sum(1 << at for at, each in enumerate(people) if each.subgroup)
    cells = cells_where(people, wishes, smallest(wishes), stay)
    cells_of: list[list[int]] = [[] for _ in people]
    for at, cell in enumerate(cells):
        for person in bits(cell.people):
            cells_of[person].append(at)
    institution = _numbers([each.institution for each in people])
    from_each = [0] * (max(institution, default=UNKNOWN) + 1)
    for at, number_of in enumerate(institution):
        if number_of != UNKNOWN:
            from_each[number_of] |= 1 << at
    return Coded(
        people,
        institution,
        _numbers([each.country for each in people]),
        [number.get(each.subgroup, UNKNOWN) for each in people],
        kept,
        cells,
        cells_of,
        from_each,
    )


def cells_where(people: Sequence[Candidate], wishes: Wishes, enough: int, also: int = 0) -> tuple[Cell, ...]:
    """The cells where at least ``enough`` of these people could meet, or anybody of the set ``also``."""
    everybody = (1 << len(people)) - 1
    slots = _who("slots", people) if wishes.common_slot else {}
    languages = _who("languages", people) if wishes.common_language else {}
    found = (
        Cell(slot, language, can & speak)
        for slot, can in (slots or {"": everybody}).items()
        for language, speak in (languages or {"": everybody}).items()
    )
    return tuple(cell for cell in found if cell.people.bit_count() >= enough or cell.people & also)


def _who(field: str, people: Sequence[Candidate]) -> dict[str, int]:
    """Who has each slot or language; those who state none have every one."""
    stated: dict[str, int] = {}
    silent = 0
    for at, each in enumerate(people):
        values: frozenset[str] = getattr(each, field)
        silent |= 0 if values else 1 << at
        for value in values:
            stated[value] = stated.get(value, 0) | 1 << at
    return {value: stated[value] | silent for value in sorted(stated)}


def _numbers(values: Sequence[str]) -> list[int]:
    """A number for each different value, ``UNKNOWN`` for an empty one."""
    known = {value: at for at, value in enumerate(sorted({value for value in values if value}))}
    return [known.get(value, UNKNOWN) for value in values]
