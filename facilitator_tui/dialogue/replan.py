"""Re-planning after an overrun: up to three ways to finish at the hard end all the same.

Pure; what the facilitator chooses becomes a ``Replan`` command. Three promises hold for every way: the planned end
never moves, a protected block keeps its time, no block gets less than its minimum. What a way takes from blocks it
takes in proportion to their planned time (as OnlyT does; four blocks of 15 minutes of which the first runs 5 over
leave 13:20 for each of the others).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from facilitator_tui.dialogue.agenda import agenda_view, given_ms, ran_ms
from facilitator_tui.dialogue.state import SessionState
from facilitator_tui.dialogue.words import blocks, clock
from facilitator_tui.plans.model import Block, SessionPlan

SHORTEST_MS = 60_000
"""No block is shortened to less than this, whatever its minimum: one without time would be left out."""


class NewLength(msgspec.Struct, frozen=True):
    """What a proposal makes of a block that is running or still to come. ``ms`` 0: it is left out."""

    block: int
    title: str
    was_ms: int
    ms: int


class Proposal(msgspec.Struct, frozen=True):
    """One way to finish at the planned end.

    ``lengths`` is ready for ``commands.Replan``; ``blocks`` says the same of every block from the running one on.
    ``spare_ms`` is time won that no block can take: the session would end so much earlier.
    """

    sentence: str
    lengths: tuple[int, ...]
    blocks: tuple[NewLength, ...]
    spare_ms: int = 0

    @property
    def left_out(self) -> tuple[int, ...]:
        return tuple(block for block, ms in enumerate(self.lengths) if ms == 0)


class Replan(msgspec.Struct, frozen=True):
    """How late the session would end, how long it is to the planned end, and what can be done about it.

    ``sentence`` says why there are no proposals; it is empty where there are some.
    """

    late_ms: int
    left_ms: int
    proposals: tuple[Proposal, ...] = ()
    sentence: str = ""


class _Rest(msgspec.Struct, frozen=True):
    """A block from the running one on: what it may still take, and how much of that could be taken away.

    ``room_ms`` is what may go when flexible blocks shrink, ``break_ms`` what may go of a break.
    """

    index: int
    block: Block
    given_ms: int
    ran_ms: int
    running: bool

    @property
    def rest_ms(self) -> int:
        return max(0, self.given_ms - self.ran_ms)

    @property
    def free(self) -> bool:
        return not self.running and not self.block.protected

    @property
    def optional(self) -> bool:
        return self.free and self.block.optional and self.rest_ms > 0

    @property
    def room_ms(self) -> int:
        return self._above(self.block.minimum_s * 1000) if self.free and self.block.may_shrink else 0

    @property
    def break_ms(self) -> int:
        """A break that does not say how far it may shrink keeps half its time."""
        if not self.free or self.block.kind != "break":
            return 0
        return self.room_ms if self.block.may_shrink else self._above(self.block.seconds * 500)

    def _above(self, minimum_ms: int) -> int:
        least = max(minimum_ms, min(SHORTEST_MS, self.block.seconds * 1000))
        return max(0, self.rest_ms - max(0, least - self.ran_ms))


def replan(state: SessionState, plan: SessionPlan | None, now_ms: int) -> Replan:
    """The ways to finish at the planned end, the gentlest first; none when the session is not late, or nothing fits."""
    view = agenda_view(state, plan, now_ms)
    if plan is None or view is None:
        return Replan(0, 0, sentence="This session has no plan.")
    rests = _rests(state, plan, now_ms)
    late, left = view.behind_ms, sum(rest.rest_ms for rest in rests) - view.behind_ms
    if not rests:
        return Replan(late, left, sentence="No block is left to re-plan.")
    if late <= 0:
        return Replan(late, left, sentence="The session will end on time; there is nothing to re-plan.")
    proposals: dict[tuple[int, ...], Proposal] = {}
    for way in _ways(rests, late):
        proposal = _proposal(plan, rests, way, left)
        proposals.setdefault(proposal.lengths, proposal)
    if not proposals:
        return Replan(late, left, sentence=_nothing_fits(rests, late))
    return Replan(late, left, tuple(proposals.values()))


def _rests(state: SessionState, plan: SessionPlan, now_ms: int) -> list[_Rest]:
    count, agenda = len(plan.during()), state.agenda
    current = agenda.current.block if agenda.current is not None else None
    if current is None and agenda.runs:
        return []
    return [
        _Rest(index, block, given_ms(state, plan, index), ran_ms(state, index, now_ms), index == current)
        for index, block in enumerate(plan.during())
        if (current or 0) <= index < count and not agenda.left_out(index)
    ]


# --- the three ways


class _Way(msgspec.Struct, frozen=True):
    """What is taken from (below zero: given to) each block, and which blocks are left out."""

    cuts: dict[int, int]
    out: tuple[_Rest, ...] = ()


def _ways(rests: Sequence[_Rest], late: int) -> Iterator[_Way]:
    rooms = {rest.index: rest.room_ms for rest in rests}
    found = [
        _shrinking(rests, late, rooms),
        _leaving_out(rests, late, rooms),
        _shorter_break(rests, late, rooms),
    ]
    if not any(found):
        every = {rest.index: max(rest.room_ms, rest.break_ms) for rest in rests}
        found = [_leaving_out(rests, late, every)]
    yield from (way for way in found if way is not None)


def _shrinking(rests: Sequence[_Rest], late: int, rooms: Mapping[int, int]) -> _Way | None:
    if late > sum(rooms.values()):
        return None
    return _Way(_shared(late, [rest for rest in rests if rooms[rest.index]], rooms))


def _leaving_out(rests: Sequence[_Rest], late: int, rooms: Mapping[int, int]) -> _Way | None:
    """Leaves out the fewest optional blocks that will do, later ones first; then shrinks what that does not cover.

    What leaving out wins beyond need goes to the flexible blocks, or to the running one.
    """
    out = _fewest(rests, late, rooms)
    if not out:
        return None
    kept = [rest for rest in rests if rest not in out]
    over = late - sum(rest.rest_ms for rest in out)
    if over >= 0:
        cuts = _shared(over, [rest for rest in kept if rooms[rest.index]], rooms)
    else:
        flexible = [rest for rest in kept if rest.free and rest.block.may_shrink and rest.rest_ms]
        takers = flexible or [rest for rest in kept if rest.running]
        cuts = {index: -ms for index, ms in _shared(-over, takers, {}).items()}
    return _Way(cuts | {rest.index: rest.rest_ms for rest in out}, tuple(out))


def _shorter_break(rests: Sequence[_Rest], late: int, rooms: Mapping[int, int]) -> _Way | None:
    """Takes from the breaks first, the next one before later ones, so that what follows keeps its time."""
    taken: dict[int, int] = {}
    for rest in rests:
        if ms := min(rest.break_ms, late - sum(taken.values())):
            taken[rest.index] = ms
    others = {index: max(0, ms - taken.get(index, 0)) for index, ms in rooms.items()}
    rest_of_it = _shrinking(rests, late - sum(taken.values()), others)
    if not taken or rest_of_it is None:
        return None
    return _Way({i: taken.get(i, 0) + rest_of_it.cuts.get(i, 0) for i in {**taken, **rest_of_it.cuts}})


def _fewest(rests: Sequence[_Rest], late: int, rooms: Mapping[int, int]) -> list[_Rest]:
    """The fewest optional blocks, one at least, without which shrinking the others is enough; none: impossible."""
    optional = [rest for rest in reversed(rests) if rest.optional]
    wanted = late - sum(rooms.values())

    def gain(among: Iterable[_Rest], count: int) -> int:
        return sum(sorted((rest.rest_ms - rooms[rest.index] for rest in among), reverse=True)[:count])

    count = next((n for n in range(1, len(optional) + 1) if gain(optional, n) >= wanted), 0)
    out: list[_Rest] = []
    for at, rest in enumerate(optional):
        places = count - len(out) - 1
        if places >= 0 and gain([*out, rest], count) + gain(optional[at + 1 :], places) >= wanted:
            out.append(rest)
    return out


def _shared(ms: int, among: Sequence[_Rest], most: Mapping[int, int]) -> dict[int, int]:
    """``ms`` in parts proportional to planned time, no part above ``most``; the parts add up exactly."""
    parts: dict[int, int] = {}
    still = list(among)
    while still:
        weight = sum(max(1, rest.block.seconds) for rest in still)
        share = {rest.index: ms * max(1, rest.block.seconds) // weight for rest in still}
        full = [rest for rest in still if rest.index in most and share[rest.index] >= most[rest.index]]
        if not full:
            for rest in still[: ms - sum(share.values())]:
                share[rest.index] += 1
            return parts | share
        for rest in full:
            parts[rest.index] = most[rest.index]
            ms -= most[rest.index]
        still = [rest for rest in still if rest not in full]
    return parts


# --- saying it


def _proposal(plan: SessionPlan, rests: Sequence[_Rest], way: _Way, left: int) -> Proposal:
    lengths = [-1] * len(plan.during())
    new = []
    for rest in rests:
        cut = way.cuts.get(rest.index, 0)
        ms = 0 if rest in way.out else rest.ran_ms + rest.rest_ms - cut if cut else rest.given_ms
        if cut:
            lengths[rest.index] = ms
        new.append(NewLength(rest.index, rest.block.title, rest.given_ms, ms))
    spare = left - sum(rest.rest_ms - way.cuts.get(rest.index, 0) for rest in rests)
    return Proposal(_sentence(plan, rests, way, spare), tuple(lengths), tuple(new), spare)


def _sentence(plan: SessionPlan, rests: Sequence[_Rest], way: _Way, spare: int) -> str:
    cut = {rest: ms for rest in rests if (ms := way.cuts.get(rest.index, 0)) and rest not in way.out}
    shorter = [ms for rest, ms in cut.items() if ms > 0 and not rest.break_ms]
    longer = [-ms for ms in cut.values() if ms < 0]
    parts = [f"leave out {' and '.join(f'“{rest.block.title}”' for rest in way.out)}"] if way.out else []
    parts += [
        _of_break(plan, rests, rest, way, spare) for rest, ms in cut.items() if ms > 0 and rest.break_ms
    ]
    if shorter:
        parts.append(f"shorten {blocks(len(shorter))} by {clock(sum(shorter))} in all")
    if longer:
        parts.append(f"{clock(sum(longer))} more for {blocks(len(longer))}")
    if spare:
        parts.append(f"end {clock(spare)} early")
    sentence = ", ".join(parts)
    return sentence[:1].upper() + sentence[1:] + "."


def _of_break(plan: SessionPlan, rests: Sequence[_Rest], pause: _Rest, way: _Way, spare: int) -> str:
    """How long the break is now, and how far its beginning moves away from the plan."""
    to_end = sum(rest.rest_ms - way.cuts.get(rest.index, 0) for rest in rests if rest.index >= pause.index)
    planned = sum(block.seconds for block in plan.during()[pause.index :]) * 1000
    later = planned - to_end - spare
    lasts = clock(pause.ran_ms + pause.rest_ms - way.cuts[pause.index])
    was = clock(pause.given_ms)
    if later < 1000:
        return f"shorten “{pause.block.title}” from {was} to {lasts}"
    return f"let “{pause.block.title}” begin {clock(later)} later and last {lasts} instead of {was}"


def _nothing_fits(rests: Sequence[_Rest], late: int) -> str:
    most = sum(rest.rest_ms if rest.optional else max(rest.room_ms, rest.break_ms) for rest in rests)
    return (
        f"Nothing fits: with every optional block left out and every other at its shortest, {clock(late - most)} "
        "are still missing, and the end does not move. Choose with the group what can wait until next time."
    )
