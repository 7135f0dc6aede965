"""Reachability is exact: it says what trying out every future says, for every shape of rule up to five sessions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain, combinations, product

import msgspec
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

from facilitator_tui.completion.attendance import standings
from facilitator_tui.completion.evaluation import is_met
from facilitator_tui.completion.evidence import Delivery, Evidence, MadeGood, Moment, SessionEvidence
from facilitator_tui.completion.reach import Reach, reach
from facilitator_tui.completion.rules import Rule
from facilitator_tui.plans.course import (
    Attend,
    Cost,
    Criterion,
    Denominator,
    Group,
    Handed,
    MakeUp,
    Minutes,
    Miss,
    Presence,
    Rounding,
    Treatment,
)
from tests.completion.people import DAY, MINUTE, START, coming, person, rule, session

MOST_FUTURES = 4_000

OF: st.SearchStrategy[Denominator] = st.sampled_from(("held", "scheduled", "expected"))
ROUND: st.SearchStrategy[Rounding] = st.sampled_from(("up", "down"))
TREATMENT: st.SearchStrategy[Treatment] = st.sampled_from(("attended", "neutral", "absent"))
AMONG = st.sampled_from(((), (), (), (1,), (2, 3), (1, 4, 5)))
PERCENT = st.sampled_from((20, 50, 60, 75, 80, 100))
DROP = st.sampled_from((0, 0, 1, 2))

LEAVES: st.SearchStrategy[Criterion] = st.one_of(
    st.builds(Attend, sessions=st.integers(1, 5), among=AMONG, live=st.booleans()),
    st.builds(Attend, percent=PERCENT, of=OF, round=ROUND, among=AMONG, live=st.booleans(), drop=DROP),
    st.builds(Minutes, seconds=st.sampled_from((3600, 12_600, 24_000)), among=AMONG, live=st.booleans()),
    st.builds(Minutes, percent=PERCENT, of=OF, among=AMONG, live=st.booleans(), drop=DROP),
    st.builds(Miss, sessions=st.integers(0, 2), of=OF, among=AMONG, live=st.booleans()),
    st.builds(Miss, seconds=st.sampled_from((0, 3600, 9000)), of=OF, among=AMONG, live=st.booleans()),
    st.builds(Handed, task=st.sampled_from(("post-survey", "essay"))),
    st.builds(Handed, task=st.just("summary"), count=st.integers(1, 2)),
)

NEEDS = st.one_of(
    LEAVES,
    st.builds(
        Group,
        parts=st.lists(
            LEAVES
            | st.builds(
                Group, parts=st.lists(LEAVES, min_size=2, max_size=2).map(tuple), at_least=st.just(1)
            ),
            min_size=2,
            max_size=3,
        ).map(tuple),
        at_least=st.sampled_from((0, 1, 2)),
    ),
)

MAKE_UP = st.builds(
    MakeUp,
    tasks=st.just(("summary",)),
    another_session=st.booleans(),
    within_s=st.sampled_from((0, 0, 7 * 86_400)),
    at_most=st.sampled_from((0, 1, 2)),
    covers=st.sampled_from(("absence", "part", "both")),
)


@st.composite
def presences(draw: st.DrawFn) -> Presence:
    lates = draw(st.sampled_from((0, 1, 2)))
    cost = (
        draw(st.sampled_from((Cost(sessions=1), Cost(seconds=3600), Cost(seconds=6000)))) if lates else None
    )
    return Presence(
        from_percent=draw(st.sampled_from((0, 0, 70))),
        late_after_s=600 if lates else None,
        lates=lates,
        cost=cost,
        cost_made_good_by=draw(st.sampled_from(("", "extra-hour"))) if cost else "",
        with_task=draw(st.sampled_from(((), (), ("session-survey",)))),
        excused=draw(TREATMENT),
        technical=draw(TREATMENT),
        excused_at_most=draw(st.sampled_from((None, 1))),
        technical_at_most=draw(st.sampled_from((None, 1))),
        make_up=draw(st.none() | MAKE_UP),
    )


@st.composite
def past(draw: st.DrawFn, module: int) -> SessionEvidence:
    of = draw(st.sampled_from((60, 120)))
    minutes = draw(st.sampled_from((0, 0, of // 2, of - 15, of)))
    marked = draw(st.sampled_from((None, None, None, "excused", "technical")))
    late_ms = draw(st.sampled_from((0, 15 * MINUTE))) if 0 < minutes < of else 0
    expected = draw(st.sampled_from((True, True, True, False)))
    return session(module, minutes, of, marked=marked, late_ms=late_ms, expected=expected)


@st.composite
def people(draw: st.DrawFn) -> Evidence:
    count = draw(st.integers(1, 5))
    held = draw(st.integers(0, count))
    sessions = [draw(past(module)) for module in range(1, held + 1)]
    for module in range(held + 1, count + 1):
        marked = draw(st.sampled_from((None, None, None, "excused")))
        sessions.append(coming(module, draw(st.sampled_from((60, 120, 120))), marked=marked))
    tasks = [Delivery("session-survey", each.module) for each in sessions[:held] if draw(st.booleans())]
    tasks += [Delivery("summary", each.module) for each in sessions[:held] if draw(st.integers(0, 3)) == 0]
    if draw(st.booleans()):
        tasks.append(Delivery("essay"))
    day = draw(st.sampled_from((0, 3, 9)))
    known = draw(st.booleans())
    now = (
        Moment(START + day * DAY + max(0, held - 1) * 7 * DAY, day + max(0, held - 1) * 7) if known else None
    )
    return person(*sessions, tasks=tasks, now=now)


class Future(msgspec.Struct, frozen=True):
    """One way in which everything can go on."""

    evidence: Evidence
    came: int
    caught: int


def outcomes(session: SessionEvidence, presence: Presence) -> Iterator[SessionEvidence]:
    """Away, there for all of it, there for a moment, and late: for as long or as short as can be."""
    held = msgspec.structs.replace(session, stage="held", length_ms=session.planned_ms)
    yield held
    yield msgspec.structs.replace(held, present_ms=session.planned_ms)
    yield msgspec.structs.replace(held, present_ms=1)
    if presence.lates:
        for present in (
            session.planned_ms * presence.from_percent // 100 or 1,
            session.planned_ms - 10 * MINUTE - 1,
        ):
            yield msgspec.structs.replace(held, present_ms=present, late_ms=10 * MINUTE + 1)


def subsets(things: Sequence[Delivery]) -> list[tuple[Delivery, ...]]:
    return list(chain.from_iterable(combinations(things, count) for count in range(len(things) + 1)))


def every_future(rule: Rule, evidence: Evidence) -> Iterator[Future]:
    """All of them, one by one."""
    presence = rule.presence
    to_come = {each.module for each in evidence.to_come()}
    ways: list[list[tuple[SessionEvidence, tuple[Delivery, ...], int, int]]] = []
    for standing in standings(rule, evidence):
        one = standing.session
        if one.module in to_come:
            ways.append([])
            for way in outcomes(one, presence):
                survey = [later(task, one, evidence) for task in presence.with_task]
                for handed in subsets(survey) if way.present_ms else [()]:
                    ways[-1].append((way, handed, int(way.present_ms > 0), 0))
            continue
        ways.append([(one, (), 0, 0)])
        if can_be_made_good(rule, evidence, one):
            ways[-1].append((made_good(rule, one, evidence), (later("summary", one, evidence),), 0, 1))
        if standing.lacks:
            surveys = tuple(later(task, one, evidence) for task in standing.lacks)
            ways[-1] += [(way, (*handed, *surveys), came, caught) for way, handed, came, caught in ways[-1]]
    handed_later = tasks_to_come(rule, evidence)
    total = 1
    for each in ways:
        total *= len(each)
    assume(total * 2 ** len(handed_later) <= MOST_FUTURES)
    for chosen in product(*ways):
        sessions = tuple(way for way, *_ in chosen)
        handed = tuple(chain.from_iterable(each for _, each, _, _ in chosen))
        for tasks in subsets(handed_later):
            whole = msgspec.structs.replace(
                evidence, sessions=sessions, deliveries=(*evidence.deliveries, *handed, *tasks)
            )
            yield Future(whole, sum(came for *_, came, _ in chosen), sum(caught for *_, caught in chosen))


def later(task: str, session: SessionEvidence, evidence: Evidence) -> Delivery:
    """Handed in from now on; where no time is known, at the beginning of time, which is after what has no time."""
    if evidence.now is None:
        return Delivery(task, session.module, 0)
    assert session.ends_ms is not None
    assert session.day is not None
    at_ms, day = max(evidence.now.at_ms, session.ends_ms), max(evidence.now.day, session.day)
    return Delivery(task, session.module, at_ms, day)


def made_good(rule: Rule, session: SessionEvidence, evidence: Evidence) -> SessionEvidence:
    if rule.presence.make_up is None or not rule.presence.make_up.another_session:
        return session
    at_ms = later("", session, evidence).at_ms
    return msgspec.structs.replace(session, made_good=MadeGood("another session", at_ms))


def can_be_made_good(rule: Rule, evidence: Evidence, session: SessionEvidence) -> bool:
    """Whether a make-up of this session, which was held, would be taken and change something."""
    before = next(each for each in standings(rule, evidence) if each.session.module == session.module)
    sessions = tuple(
        made_good(rule, each, evidence) if each == session else each for each in evidence.sessions
    )
    handed = (*evidence.deliveries, later("summary", session, evidence))
    after = standings(rule, msgspec.structs.replace(evidence, sessions=sessions, deliveries=handed))
    now = next(each for each in after if each.session.module == session.module)
    return before.missed_ms > 0 and now.status == "made up"


def tasks_to_come(rule: Rule, evidence: Evidence) -> list[Delivery]:
    """What can be handed in beside: a summary of a session that could be made good with it is a make-up."""
    asked = {each.task for each in all_of(rule.needs) if isinstance(each, Handed)}
    found = [Delivery(task) for task in ("post-survey", "essay") if task in asked]
    found += [Delivery("extra-hour", times=5)] if rule.presence.cost_made_good_by else []
    coming = {each.module for each in evidence.to_come()}
    for each in evidence.sessions if "summary" in asked else ():
        if each.module in coming or not can_be_made_good(rule, evidence, each):
            found.append(later("summary", each, evidence))
    return found


def all_of(criterion: Criterion) -> Iterator[Criterion]:
    yield criterion
    for part in criterion.parts if isinstance(criterion, Group) else ():
        yield from all_of(part)


@settings(max_examples=300, deadline=None)
@given(NEEDS, presences(), people())
def test_reach_is_what_trying_every_future_says(
    needs: Criterion, presence: Presence, evidence: Evidence
) -> None:
    asked = rule(needs, presence)
    found = reach(asked, evidence)
    note(f"{found}")
    least: tuple[int, int] | None = None
    safe = True
    for future in every_future(asked, evidence):
        if is_met(asked, future.evidence):
            effort = (future.caught, future.came)
            least = effort if least is None else min(least, effort)
        else:
            safe = False
    if safe:
        assert found.kind == "safe"
    elif least is None:
        assert found.kind == "out of reach"
    else:
        assert found.kind == ("catch-up" if least[0] else "needs")
        assert (len(found.catch_ups), found.sessions) == least


@settings(max_examples=300, deadline=None)
@given(NEEDS, presences(), people())
def test_doing_what_is_needed_is_enough(needs: Criterion, presence: Presence, evidence: Evidence) -> None:
    asked = rule(needs, presence)
    found = reach(asked, evidence)
    note(f"{found}")
    if found.kind in ("needs", "catch-up"):
        coming = [each.module for each in evidence.to_come()]
        for there in [found.which] if found.which else combinations(coming, found.sessions):
            assert is_met(asked, done(asked, evidence, found, there))


def done(rule: Rule, evidence: Evidence, found: Reach, there: Collection[int]) -> Evidence:
    """The future in which somebody does what is said to be needed, comes to these sessions, and to no other."""
    sessions: list[SessionEvidence] = []
    handed: list[Delivery] = []
    for each in evidence.sessions:
        if each.stage == "to come":
            present_ms = each.planned_ms if each.module in there else 0
            each = msgspec.structs.replace(
                each, stage="held", length_ms=each.planned_ms, present_ms=present_ms
            )
            handed += [later(task, each, evidence) for task in rule.presence.with_task if present_ms]
        if each.module in found.catch_ups:
            each = made_good(rule, each, evidence)
            handed.append(later("summary", each, evidence))
        sessions.append(each)
    for todo in found.tasks:
        if todo.task == "summary" and not todo.module:
            free = [each for each in tasks_to_come(rule, evidence) if each.task == "summary"]
            missing = [each for each in free if each not in handed and not is_there(each, evidence)]
            handed += missing[: todo.times]
        else:
            one = next((each for each in sessions if each.module == todo.module), None)
            handed.append(later(todo.task, one, evidence) if one else Delivery(todo.task, times=todo.times))
    return msgspec.structs.replace(
        evidence, sessions=tuple(sessions), deliveries=(*evidence.deliveries, *handed)
    )


def is_there(delivery: Delivery, evidence: Evidence) -> bool:
    return any((each.task, each.module) == (delivery.task, delivery.module) for each in evidence.deliveries)
