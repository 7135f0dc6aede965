"""Proposes subgroups: the way in. Who could meet where, then places for everybody, then the spread of countries.

No solver is used. What a solver would be good at is here a network that augmenting paths solve exactly
(``forming.seating``); OR-Tools, the usual choice, takes 240 MB installed (with NumPy and pandas, which it needs).
docs/subgroups.md says how good the proposals are, and how that was measured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

from facilitator_tui.forming.check import check, meeting, notes
from facilitator_tui.forming.coded import Coded, coded
from facilitator_tui.forming.limits import reasons
from facilitator_tui.forming.opening import STARTS, seated
from facilitator_tui.forming.seating import Seating
from facilitator_tui.forming.spread import Spread
from facilitator_tui.forming.values import Candidate, Formed, FormingProblem, Proposal, Wishes, checked

_ATTEMPTS = 20
"""How many proposals are made, to take the best, where wishes are not met in any."""

_ENOUGH = 300_000
"""After looking at so many people no other attempt is begun: in a large roster few wishes are left."""


def propose(
    candidates: Sequence[Candidate],
    wishes: Wishes,
    seed: int,
    *,
    names: Mapping[str, str] | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Proposal:
    """Subgroups of all these people, with everything that is broken. The same seed gives the same proposal.

    ``names`` are those of the subgroups that some people stay in, by id. ``stopped`` is asked now and then: once it
    says true, what there is by then is the proposal. Raises ``FormingProblem`` for wishes that cannot be meant.
    """
    checked(wishes)
    if len({each.id for each in candidates}) < len(candidates):
        raise FormingProblem("Somebody is on the list of people twice. Each id may come once.")
    random, why, problem = Random(seed), reasons(candidates, wishes), coded(candidates, wishes)
    best: Proposal | None = None
    visits = 0
    for _ in range(_ATTEMPTS):
        seating = seated(problem, wishes, random, stopped, 1 if why else STARTS)
        spread = Spread(seating, wishes, random)
        spread.improve(stopped)
        spread.even_out()
        groups = _groups(problem, seating, wishes, names or {})
        unplaced = tuple(problem.people[at] for at in seating.unplaced())
        broken = check(groups, wishes, unplaced)
        found = Proposal(groups, wishes, unplaced, broken, notes(candidates, wishes), why, seed)
        if best is None or (found.hard, found.soft) < (best.hard, best.soft):
            best = found
        visits += seating.visits
        if not broken or found.hard or visits > _ENOUGH or stopped():
            break
    assert best is not None
    return best


def _groups(problem: Coded, seating: Seating, wishes: Wishes, names: Mapping[str, str]) -> tuple[Formed, ...]:
    """The subgroups that are there already in the order of their names, then the new ones by slot and language."""
    kept, new = [], []
    for group in seating.open_groups():
        cell = problem.cells[seating.cell_of[group]]
        members = tuple(problem.people[at] for at in sorted(seating.members[group]))
        slot, language = meeting(members, wishes, cell.slot, cell.language)
        if group < len(problem.kept):
            known = problem.kept[group]
            kept.append(Formed(known, names.get(known, known), members, slot, language, new=False))
        else:
            new.append((slot, language, members[0].id, members))
    kept.sort(key=lambda each: (each.name, each.id))
    new.sort(key=lambda each: each[:3])
    numbered = (
        Formed(f"new {number}", f"Subgroup {number}", members, slot, language)
        for number, (slot, language, _, members) in enumerate(new, start=wishes.first_number)
    )
    return (*kept, *numbered)
