"""Which subgroups there are and where each meets: first the rarest people, then repair until everybody has a place.

Who sits where once that is settled is exact (``forming.seating``); what is searched for here is the rest: the cells.
Work is bounded by the number of people looked at, never by a clock, so that the same seed gives the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from facilitator_tui.forming.coded import UNKNOWN, Coded, bits, smallest
from facilitator_tui.forming.seating import NOWHERE, Seating
from facilitator_tui.forming.values import Wishes

VISITS = 4_000_000
"""How many people all searches together may look at: a few seconds' work."""

STARTS = 8
"""How often the search begins anew where some people are left without a place."""

_MANY = 50
"""Where more than one in so many is left without a place, another beginning would not help."""

_CELLS_TRIED = 6
"""How many cells are tried, the most promising first, to open a subgroup for one person."""

_FRUITLESS = 300
"""After so many disturbances without a person more placed, a start is given up."""

_BROKEN_UP = 3
"""How many subgroups may be broken up at once to let another meet."""

_OVER = 2
"""How many people more than the most a subgroup takes rather than leave somebody without a place."""


def seated(
    coded: Coded, wishes: Wishes, random: Random, stopped: Callable[[], bool], starts: int = STARTS
) -> Seating:
    """Subgroups that hold every hard constraint for as many people as the search can; the others as near as can be.

    ``starts`` is how often it begins anew, from other rarest people, before it is content with less than everybody.
    """
    best: Seating | None = None
    visits = 0
    for _ in range(max(1, starts)):
        seating = Seating(coded, wishes)
        seating.visits = visits
        _keep(seating)
        _construct(seating, _rarest_first(seating, random))
        _repair(seating, random, stopped)
        visits = seating.visits
        if best is None or len(seating.unplaced()) < len(best.unplaced()):
            best = seating
        left = len(_waiting(best))
        if not left or left * _MANY > len(coded.people) + 100 or visits >= VISITS or stopped():
            break
    assert best is not None
    _relax(best, wishes, random, stopped)
    return best


def _keep(seating: Seating) -> None:
    """Open the subgroups that are there already, where most of their members can meet."""
    coded = seating.coded
    for number in range(len(coded.kept)):
        inside = [person for person, fixed in enumerate(coded.fixed) if fixed == number]
        mask = sum(1 << person for person in inside)
        best = max(range(len(coded.cells)), key=lambda at: ((coded.cells[at].people & mask).bit_count(), -at))
        seating.open(best)
        for person in inside:
            seating.seat(person, number)


def _rarest_first(seating: Seating, random: Random) -> list[int]:
    """Those without a place, those with the fewest cells first; chance decides among equals."""
    order = seating.unplaced()
    random.shuffle(order)
    order.sort(key=lambda person: len(seating.cells_for(person)))
    return order


def _construct(seating: Seating, order: list[int]) -> None:
    """Open one subgroup after the other where the rarest person left can meet enough others, and fill it."""
    coded = seating.coded
    place = {person: at for at, person in enumerate(order)}
    worth = {person: 1 / (1 + len(seating.cells_for(person))) for person in order}
    left = sum(1 << person for person in order)
    for person in order:
        if not left >> person & 1:
            continue
        crews = []
        for cell in seating.cells_for(person):
            there = sorted(bits(coded.cells[cell].people & left), key=place.__getitem__)
            crew = _crew(seating, there, person)
            if len(crew) >= seating.least:
                crews.append((sum(worth[each] for each in crew), -cell, crew))
        if crews:
            _, cell, crew = max(crews)
            group = seating.open(-cell)
            for each in crew:
                seating.seat(each, group)
                left ^= 1 << each
    seating.place_all()


def _crew(seating: Seating, people: list[int], first: int) -> list[int]:
    """The first of these people that the limit of each institution allows, ``first`` among them: a middling group."""
    aim = (seating.least + seating.most + 1) // 2
    counts: dict[int, int] = {}
    crew: list[int] = []
    for person in (first, *(each for each in people if each != first)):
        institution = seating.coded.institution[person]
        if institution != UNKNOWN and seating.limit and counts.get(institution, 0) >= seating.limit:
            continue
        counts[institution] = counts.get(institution, 0) + 1
        crew.append(person)
        if len(crew) == aim:
            break
    return crew


# --- repair


def _waiting(seating: Seating) -> list[int]:
    """Those without a place who could have one: enough others share one of their cells."""
    return [p for p in seating.unplaced() if seating.cells_for(p)]


def _repair(seating: Seating, random: Random, stopped: Callable[[], bool]) -> None:
    """Until everybody has a place: open subgroups for those without, or let others meet elsewhere."""
    fruitless = 0
    waiting = _waiting(seating)
    while waiting and fruitless < _FRUITLESS and seating.visits < VISITS and not stopped():
        person = random.choice(waiting)
        if not _accommodated(seating, person, random):
            mark, before = seating.mark(), len(seating.unplaced())
            person = seating.instead(person, random.choice)
            if not _opened_for(seating, person, random):
                _disturb(seating, person, random)
            if len(seating.unplaced()) > before:
                seating.back_to(mark)
        now = _waiting(seating)
        fruitless = 0 if len(now) < len(waiting) else fruitless + 1
        waiting = now


def _accommodated(seating: Seating, person: int, random: Random) -> bool:
    return seating.place(person) or _opened_for(seating, person, random)


def _opened_for(seating: Seating, person: int, random: Random) -> bool:
    """Open a subgroup where the person can meet, with people who are left or can be spared elsewhere."""
    coded = seating.coded
    spare = sum(1 << each for each in seating.unplaced())
    for group in bits(seating.above_least):
        spare |= sum(1 << each for each in seating.members[group])
    cells = sorted(
        seating.cells_for(person),
        key=lambda cell: ((coded.cells[cell].people & spare).bit_count(), random.random()),
        reverse=True,
    )
    for cell in cells[:_CELLS_TRIED]:
        mark = seating.mark()
        group = seating.open(cell)
        seating.seat(person, group)
        if seating.fill(group):
            return True
        seating.back_to(mark)
    return False


def _disturb(seating: Seating, person: int, random: Random) -> None:
    """Let a subgroup meet where the person can, broken out of those that are nearest to it; the rest go elsewhere."""
    cell = random.choice(seating.cells_for(person))
    group, out = seating.open(cell), [person]
    seating.place(person)
    for other in _nearest(seating, cell, random):
        if seating.fill(group):
            break
        out += _closed(seating, other)
    if not seating.fill(group):
        out += _closed(seating, group)
    for member in out:
        if seating.group_of[member] == NOWHERE:
            _accommodated(seating, member, random)


def _closed(seating: Seating, group: int) -> list[int]:
    """Close the subgroup; gives those who were in it."""
    members = sorted(seating.members[group])
    for member in members:
        seating.seat(member, NOWHERE)
    seating.meet(group, NOWHERE)
    return members


def _nearest(seating: Seating, cell: int, random: Random) -> list[int]:
    """Some of the subgroups with most people who could meet in this cell, in which nobody has to stay."""
    inside: dict[int, float] = {}
    for person in bits(seating.coded.cells[cell].people):
        group = seating.group_of[person]
        inside[group] = inside.get(group, random.expovariate(1.0)) + 1
    free = [
        group
        for group in inside
        if group != NOWHERE
        and seating.cell_of[group] != cell
        and not any(seating.stays(each) for each in seating.members[group])
    ]
    free.sort(key=inside.__getitem__, reverse=True)
    return free[:_BROKEN_UP]


# --- where not everything can hold


def _relax(seating: Seating, wishes: Wishes, random: Random, stopped: Callable[[], bool]) -> None:
    """Find places for those who are left by breaking as little as can be: institutions first, then sizes.

    The slot and the language are never given up: a place where somebody cannot come or speak is none.
    """
    least, most, limit = wishes.least, wishes.most, wishes.per_institution
    for more in range(_next_limit(seating, wishes), most + 1) if limit else ():
        before = len(seating.unplaced())
        if not before or stopped():
            break
        seating.allow(least, most, more)
        _settle(seating, random)
        limit = more if len(seating.unplaced()) < before else limit
    for by in range(1, max(_OVER, least - smallest(wishes)) + 1):
        if not seating.unplaced() or stopped():
            break
        seating.allow(least, most + min(by, _OVER), limit)
        seating.place_all()
        seating.allow(max(smallest(wishes), least - by), most + min(by, _OVER), limit)
        _settle(seating, random)
    seating.allow(least, most, limit)


def _next_limit(seating: Seating, wishes: Wishes) -> int:
    """The smallest larger limit with which those from the largest institution could all have places."""
    groups = max(1, len(seating.group_of) // wishes.least)
    largest = max((those.bit_count() for those in seating.coded.from_each), default=0)
    return max(wishes.per_institution + 1, -(-largest // groups))


def _settle(seating: Seating, random: Random) -> None:
    """Open subgroups for those without a place; people who are alike are not tried for twice in vain."""
    coded, until = seating.coded, seating.visits + VISITS // 16
    seating.place_all()
    in_vain: set[tuple[int, tuple[int, ...]]] = set()
    for person in seating.unplaced():
        alike = (coded.institution[person], tuple(coded.cells_of[person]))
        if seating.visits > until:
            return
        if seating.group_of[person] != NOWHERE or alike in in_vain:
            continue
        if _opened_for(seating, person, random):
            seating.place_all()
        else:
            in_vain.add(alike)
