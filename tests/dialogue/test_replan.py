"""Re-planning after an overrun: what is offered adds up to the time left, and spares what must not be touched."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.agenda import agenda_view, block_times, given_ms, ran_ms
from facilitator_tui.dialogue.entries import Replanned
from facilitator_tui.dialogue.replan import SHORTEST_MS, Proposal, Replan, replan
from facilitator_tui.dialogue.words import describe
from facilitator_tui.plans.model import Block, SessionPlan
from facilitator_tui.recorder import Done

from .fakes import Session, ms

MINUTE = 60


def block(
    title: str,
    minutes: float,
    *,
    shrink_to: float | None = None,
    optional: bool = False,
    protected: bool = False,
    pause: bool = False,
) -> Block:
    return Block(
        title=title,
        kind="break" if pause else "activity",
        seconds=round(minutes * MINUTE),
        minimum_s=round((shrink_to or 0) * MINUTE),
        may_shrink=shrink_to is not None,
        optional=optional,
        protected=protected,
    )


def plan_of(*blocks: Block) -> SessionPlan:
    return SessionPlan(1, "An evening", seconds=sum(each.seconds for each in blocks), blocks=blocks)


def late_by(plan: SessionPlan, minutes: float) -> tuple[Session, int]:
    """The first block of the plan runs, and by now has run over by so many minutes."""
    over = plan.during()[0].seconds + minutes * MINUTE
    session = Session().at(0, c.NextBlock(len(plan.during())))
    session.at(over)
    return session, ms(over)


def offered(plan: SessionPlan, minutes: float) -> Replan:
    session, now = late_by(plan, minutes)
    return replan(session.state, plan, now)


def minutes(lengths: tuple[int, ...]) -> list[float]:
    return [length if length < 1 else length / 60_000 for length in lengths]


# --- known answers


def test_four_blocks_of_fifteen_minutes_of_which_the_first_runs_five_over_leave_13_20_each() -> None:
    plan = plan_of(block("A", 15), *(block(title, 15, shrink_to=5) for title in "BCD"))
    found = offered(plan, 5)
    assert (found.late_ms, found.left_ms) == (300_000, 2_400_000)
    assert [proposal.lengths for proposal in found.proposals] == [(-1, 800_000, 800_000, 800_000)]
    assert found.proposals[0].sentence == "Shorten 3 blocks by 5:00 in all."


def test_five_minutes_given_beforehand_cost_the_others_the_same() -> None:
    plan = plan_of(*(block(title, 15, shrink_to=5) for title in "ABCD"))
    session = Session().at(0, c.NextBlock(4)).at(600, c.Extend(300_000))
    found = replan(session.state, plan, ms(600))
    assert [proposal.lengths for proposal in found.proposals] == [(-1, 800_000, 800_000, 800_000)]


class Case(msgspec.Struct, frozen=True):
    """``ways`` are the new lengths in minutes, as ``Replan`` takes them: 0 left out, -1 as it was."""

    says: str
    over: float
    blocks: tuple[Block, ...]
    ways: tuple[list[float], ...]
    sentences: tuple[str, ...]


FIRST, END = block("First", 20, protected=True), block("Closing", 10, protected=True)

CASES = [
    Case(
        "longer blocks give more",
        3,
        (FIRST, block("Long", 20, shrink_to=10), block("Short", 10, shrink_to=5), END),
        ([-1, 18, 9, -1],),
        ("Shorten 2 blocks by 3:00 in all.",),
    ),
    Case(
        "a block at its minimum gives no more, and the others give for it",
        6,
        (FIRST, block("Tight", 20, shrink_to=19), block("Loose", 20, shrink_to=10), END),
        ([-1, 19, 15, -1],),
        ("Shorten 2 blocks by 6:00 in all.",),
    ),
    Case(
        "an optional block is left out, and what that does not cover is shrunk",
        10,
        (FIRST, block("Talk", 30, shrink_to=15), block("Poem", 8, optional=True), END),
        ([-1, 20, -1, -1], [-1, 28, 0, -1]),
        ("Shorten one block by 10:00 in all.", "Leave out “Poem”, shorten one block by 2:00 in all."),
    ),
    Case(
        "what leaving out wins beyond need goes to the flexible block",
        5,
        (FIRST, block("Talk", 30, shrink_to=29), block("Poem", 8, optional=True), END),
        ([-1, 33, 0, -1],),
        ("Leave out “Poem”, 3:00 more for one block.",),
    ),
    Case(
        "or, without one, to the block that runs",
        5,
        (FIRST, block("Poem", 8, optional=True), END),
        ([28, 0, -1],),
        ("Leave out “Poem”, 3:00 more for one block.",),
    ),
    Case(
        "the later one of two optional blocks is left out",
        5,
        (FIRST, block("Song", 5, optional=True), block("Poem", 5, optional=True), END),
        ([-1, -1, 0, -1],),
        ("Leave out “Poem”.",),
    ),
    Case(
        "one long optional block rather than two short ones",
        9,
        (FIRST, block("Film", 9, optional=True), block("Song", 5, optional=True), block("Poem", 5, optional=True)),
        ([-1, 0, -1, -1],),
        ("Leave out “Film”.",),
    ),
    Case(
        "the break begins later and ends when it was to end",
        3,
        (FIRST, block("Talk", 30, shrink_to=15), block("Break", 6, pause=True), block("More", 30)),
        ([-1, 27, -1, -1], [-1, -1, 3, -1]),
        ("Shorten one block by 3:00 in all.", "Let “Break” begin 3:00 later and last 3:00 instead of 6:00."),
    ),
    Case(
        "a break keeps half its time, or its own minimum; others give the rest",
        6,
        (
            FIRST,
            block("Break", 6, pause=True),
            block("Pause", 6, shrink_to=5, pause=True),
            block("Talk", 30, shrink_to=9),
        ),
        ([-1, -1, 5, 25], [-1, 3, 5, 28]),
        (
            "Let “Pause” begin 6:00 later and last 5:00 instead of 6:00, shorten one block by 5:00 in all.",
            "Let “Break” begin 6:00 later and last 3:00 instead of 6:00, "
            "let “Pause” begin 3:00 later and last 5:00 instead of 6:00, shorten one block by 2:00 in all.",
        ),
    ),
    Case(
        "everything at once, where no single way is enough",
        12,
        (FIRST, block("Break", 6, pause=True), block("Talk", 10, shrink_to=8), block("Poem", 8, optional=True), END),
        ([-1, 4, 8, 0, -1],),
        (
            "Leave out “Poem”, let “Break” begin 12:00 later and last 4:00 instead of 6:00, "
            "shorten one block by 2:00 in all.",
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_what_is_offered(case: Case) -> None:
    found = offered(plan_of(*case.blocks), case.over)
    assert [minutes(proposal.lengths) for proposal in found.proposals] == list(case.ways)
    assert tuple(proposal.sentence for proposal in found.proposals) == case.sentences


@pytest.mark.parametrize(
    ("blocks", "missing"),
    [
        ((FIRST, END), "7:00"),
        ((FIRST, block("Talk", 20, shrink_to=15), END), "2:00"),
        ((FIRST, block("Talk", 20, shrink_to=18), block("Poem", 3, optional=True), END), "2:00"),
        ((FIRST, block("Break", 4, pause=True), END), "5:00"),
        ((FIRST, block("Break", 4, pause=True, protected=True), END), "7:00"),
    ],
)
def test_when_nothing_fits_it_says_how_much_is_missing(blocks: tuple[Block, ...], missing: str) -> None:
    found = offered(plan_of(*blocks), 7)
    assert found.proposals == ()
    assert found.sentence.startswith("Nothing fits")
    assert f" {missing} are still missing" in found.sentence


def test_nothing_is_offered_where_there_is_nothing_to_do() -> None:
    plan = plan_of(block("A", 10), block("B", 10, shrink_to=5))
    session = Session()
    assert "no plan" in replan(session.state, None, ms(0)).sentence
    assert "on time" in replan(session.at(0, c.NextBlock(2)).state, plan, ms(60)).sentence
    assert "No block is left" in replan(session.at(90, c.Close()).state, plan, ms(90)).sentence


def test_a_late_beginning_is_made_up_for_by_every_flexible_block() -> None:
    plan = plan_of(block("A", 10, shrink_to=5), block("B", 10, shrink_to=5), block("C", 10, protected=True))
    session = Session(())
    session.recorder.do(c.Open(planned_ms=ms(0)))
    found = replan(session.state, plan, ms(120))
    assert [minutes(proposal.lengths) for proposal in found.proposals] == [[9, 9, -1]]


def test_a_flexible_block_is_never_shrunk_to_nothing() -> None:
    plan = plan_of(FIRST, block("Talk", 10, shrink_to=0), END)
    assert [proposal.lengths for proposal in offered(plan, 9).proposals] == [(-1, SHORTEST_MS, -1)]
    assert offered(plan, 9.5).proposals == ()


# --- choosing one


def test_a_chosen_proposal_is_one_entry_that_undo_takes_back() -> None:
    plan = plan_of(FIRST, block("Talk", 30, shrink_to=15), block("Poem", 8, optional=True), END)
    session, now = late_by(plan, 10)
    before = session.state
    proposal = replan(before, plan, now).proposals[1]
    outcome = session.recorder.do(c.Replan(proposal.lengths))
    assert isinstance(outcome, Done)
    assert [entry.fact for entry in outcome.entries] == [Replanned((-1, 28 * 60_000, 0, -1))]
    assert describe(outcome.entries[0].fact, str) == "re-planned: new times for one block, one block left out"
    view = agenda_view(session.state, plan, now)
    assert view is not None
    assert view.behind_ms == 0
    session.recorder.do(c.Undo())
    assert session.state == before


def test_the_next_block_is_the_one_after_what_was_left_out() -> None:
    plan = plan_of(FIRST, block("Poem", 8, optional=True), END)
    session, now = late_by(plan, 8)
    session.recorder.do(c.Replan(replan(session.state, plan, now).proposals[0].lengths))
    view = agenda_view(session.state, plan, now)
    assert view is not None
    assert view.following == "Closing"
    session.recorder.do(c.NextBlock(3))
    assert session.state.agenda.current is not None
    assert session.state.agenda.current.block == 2
    times = block_times(session.state, plan, now)
    assert [each.given_ms // 60_000 for each in times] == [20, 0, 10]


# --- what always holds

FLAGS = st.sampled_from(
    ("fixed", "protected", "flexible", "optional", "flexible and optional", "break", "flexible break")
)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    flag, seconds = draw(FLAGS), draw(st.integers(1, 3_600))
    flexible = "flexible" in flag
    return Block(
        title="A block",
        kind="break" if "break" in flag else "activity",
        seconds=seconds,
        minimum_s=draw(st.integers(0, seconds)) if flexible else 0,
        may_shrink=flexible,
        optional="optional" in flag,
        protected=flag == "protected",
    )


class Evening(msgspec.Struct, frozen=True):
    """A plan and what was done up to now."""

    plan: SessionPlan
    done: tuple[tuple[int, c.Command], ...]
    later_s: int


@st.composite
def evenings(draw: st.DrawFn) -> Evening:
    """Late by anything: a late begin, overruns, minutes given, going back, a pause, an earlier re-plan."""
    plan = plan_of(*draw(st.lists(blocks(), min_size=1, max_size=7)))
    count = len(plan.during())
    command = st.one_of(
        st.just(c.NextBlock(count)),
        st.just(c.NextBlock(count)),
        st.just(c.PreviousBlock()),
        st.builds(c.Extend, st.sampled_from((60_000, 300_000, -60_000))),
        st.just(c.TogglePause()),
    )
    done = draw(st.lists(st.tuples(st.integers(0, 1_200), command), max_size=6))
    return Evening(plan, tuple(done), draw(st.integers(0, 3_600)))


def held(evening: Evening) -> tuple[Session, int]:
    session = Session(())
    session.recorder.do(c.Open(planned_ms=ms(0)))
    at = 0
    for later, command in evening.done:
        at += later
        session.at(at, command)
    at += evening.later_s
    session.at(at)
    return session, ms(at)


@settings(max_examples=300)
@given(evenings(), st.booleans())
def test_what_always_holds(evening: Evening, again: bool) -> None:
    session, now = held(evening)
    plan = evening.plan
    if again:
        first = replan(session.state, plan, now).proposals
        assume(first)
        session.recorder.do(c.Replan(first[-1].lengths))
        now += 240_000
        session.clock.ms = now
    found = replan(session.state, plan, now)
    assert bool(found.proposals) != bool(found.sentence)
    assert len(found.proposals) <= 3
    assert len({proposal.lengths for proposal in found.proposals}) == len(found.proposals)
    for proposal in found.proposals:
        check(session, plan, now, found, proposal)


def check(session: Session, plan: SessionPlan, now: int, found: Replan, proposal: Proposal) -> None:
    before = session.state
    lengths = dict(enumerate(proposal.lengths))
    after = replace(
        before,
        agenda=replace(
            before.agenda,
            lengths={**before.agenda.lengths, **{i: length for i, length in lengths.items() if length >= 0}},
            extra={i: extra for i, extra in before.agenda.extra.items() if lengths[i] < 0},
        ),
    )
    current = before.agenda.current.block if before.agenda.current is not None else -1
    still = [
        max(0, given_ms(after, plan, index) - ran_ms(after, index, now))
        for index in range(max(0, current), len(plan.during()))
    ]
    assert sum(still) + proposal.spare_ms == found.left_ms, "the sum is the time left"
    assert proposal.spare_ms >= 0
    view_before, view = agenda_view(before, plan, now), agenda_view(after, plan, now)
    assert view is not None
    assert view_before is not None
    assert view.planned_end_ms == view_before.planned_end_ms, "the hard end stays"
    assert view.expected_end_ms == view.planned_end_ms - proposal.spare_ms
    flexible_left = False
    for index, each in enumerate(plan.during()):
        was, new = given_ms(before, plan, index), given_ms(after, plan, index)
        if index == current:
            assert new >= was
        elif (
            index < current
            or each.protected
            or not (each.may_shrink or each.optional or each.kind == "break")
        ):
            assert new == was, "what is not flexible is untouched"
        if index in proposal.left_out:
            assert each.optional
            assert index > current
        elif new < was:
            least = each.minimum_s * 1000 if each.may_shrink else each.seconds * 500
            assert new >= max(least, min(SHORTEST_MS, each.seconds * 1000)), "the minimum holds"
            assert new >= ran_ms(before, index, now)
        elif index > current and each.may_shrink and was > ran_ms(before, index, now):
            flexible_left = True
    assert not proposal.spare_ms or (current < 0 and not flexible_left), (
        "time is spare only where nobody can use it"
    )
    shown = {each.block: each.ms for each in proposal.blocks}
    assert shown == {i: given_ms(after, plan, i) for i in shown}


@given(evenings())
def test_no_smaller_number_of_optional_blocks_would_do(evening: Evening) -> None:
    """Of every proposal that leaves blocks out: with any one of them kept, shrinking the others is not enough."""
    session, now = held(evening)
    found = replan(session.state, evening.plan, now)
    for proposal in found.proposals:
        if len(proposal.left_out) < 2:
            continue
        for kept in proposal.left_out:
            fewer = [i for i in proposal.left_out if i != kept]
            most = 0
            current = session.state.agenda.current
            for index, each in enumerate(evening.plan.during()):
                if (current is not None and index <= current.block) or session.state.agenda.left_out(index):
                    continue
                rest = max(
                    0, given_ms(session.state, evening.plan, index) - ran_ms(session.state, index, now)
                )
                least = max(each.minimum_s * 1000, min(SHORTEST_MS, each.seconds * 1000))
                if index in fewer:
                    most += rest
                elif each.may_shrink and not each.protected:
                    most += max(0, rest - max(0, least - ran_ms(session.state, index, now)))
            assert most < found.late_ms
