"""Dropping the lowest: the sessions that a share leaves out, and that staying longer never makes it worse."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.completion.evaluation import evaluate, is_met
from facilitator_tui.completion.evidence import Evidence
from facilitator_tui.completion.reach import reach
from facilitator_tui.completion.rules import Rule, canonical, revive, with_number
from facilitator_tui.completion.verdict import decide
from facilitator_tui.plans.course import Attend, Cost, Criterion, Group, Minutes, Presence
from tests.completion.people import HOUR, MINUTE, coming, person, present, rule, session, written

TWO_DROPPED = Attend(percent=60, of="held", round="up", drop=2)


def test_two_of_five_are_two_of_three_after_dropping_two() -> None:
    evidence = present(1, 4)
    without = evaluate(rule(Attend(percent=60, of="held", round="up")), evidence)
    assert (without.achieved, without.needed, without.met) == (2, 3, False)
    found = evaluate(rule(TWO_DROPPED), evidence)
    assert (found.achieved, found.needed, found.met) == (2, 2, True)
    assert found.why == (
        "attended 2 of the 3 sessions held, 2 missed sessions left out, 2 needed (60 % of 3 is 1.8, rounded up): "
        "attended 1, 4; absent 2 (left out), 3 (left out), 5"
    )


@pytest.mark.parametrize(
    ("attended", "counted"), [((), 3), ((1,), 3), ((1, 2, 3), 3), ((1, 2, 3, 4), 4), ((1, 2, 3, 4, 5), 5)]
)
def test_no_more_is_dropped_than_was_missed(attended: tuple[int, ...], counted: int) -> None:
    found = evaluate(rule(Attend(percent=100, of="held", drop=2)), present(*attended))
    assert (found.achieved, found.needed) == (len(attended), counted)


def test_staying_away_is_never_enough_whatever_is_dropped() -> None:
    away = person(session(1, 0), session(2, 0))
    found = evaluate(rule(TWO_DROPPED), away)
    assert (found.met, found.why) == (
        False,
        "attended 0 of the 0 sessions held, 2 missed sessions left out, 60 % needed, and no session counts yet: "
        "absent 1 (left out), 2 (left out)",
    )
    assert not is_met(rule(Minutes(percent=10, of="held", drop=2)), away)


def test_a_session_to_come_is_not_dropped_and_a_cancelled_one_can_be() -> None:
    evidence = person(session(1), session(2, 0, stage="cancelled"), coming(3), coming(4))
    found = evaluate(rule(Attend(percent=100, of="scheduled", drop=2)), evidence)
    assert found.needed == 3
    assert "did not take place 2 (left out); to come 3, 4" in found.why
    time = evaluate(rule(Minutes(percent=100, of="scheduled", drop=2)), evidence)
    assert time.needed == 6 * HOUR


def test_a_neutral_session_is_out_already_and_uses_up_no_drop() -> None:
    evidence = person(session(1), session(2, 0, marked="excused"), session(3, 0), session(4, 0), session(5))
    found = evaluate(rule(TWO_DROPPED, Presence(excused="neutral")), evidence)
    assert (found.achieved, found.needed) == (2, 2)
    assert "excused 2 (taken out); absent 3 (left out), 4 (left out)" in found.why


def test_only_among_the_sessions_of_the_criterion_and_live() -> None:
    evidence = person(session(1, 0), session(2), session(3, 0), session(4, 0, marked="made up"))
    among = evaluate(rule(Attend(percent=100, of="held", among=(2, 3), drop=1)), evidence)
    assert (among.achieved, among.needed) == (1, 1)
    live = evaluate(rule(Attend(percent=100, of="held", live=True, drop=3)), evidence)
    assert (live.achieved, live.needed) == (1, 1)


def test_a_session_that_was_too_short_is_missed_and_says_so() -> None:
    presence = Presence(from_percent=70)
    found = evaluate(
        rule(Attend(percent=100, of="held", drop=1), presence), person(session(1), session(2, 80))
    )
    assert found.why == (
        "attended 1 of the 1 session held, 1 missed session left out, all needed: "
        "attended 1; too short 2 (80 of 120 min, left out)"
    )


def test_of_time_the_session_with_the_least_presence_goes_with_its_presence() -> None:
    evidence = person(session(1), session(2, 100), session(3, 20), session(4, 60))
    found = evaluate(rule(Minutes(percent=75, of="held", drop=1)), evidence)
    assert (found.achieved, found.needed, found.met) == (280 * MINUTE, 270 * MINUTE, True)
    assert found.why == (
        "present for 280 of the 360 min held, 1 session left out, 270 min needed (75 %): "
        "attended 1, 2 (100 of 120 min), 3 (20 of 120 min, left out), 4 (60 of 120 min)"
    )


def test_of_time_nothing_is_dropped_that_reaches_the_share() -> None:
    found = evaluate(rule(Minutes(percent=75, of="held", drop=2)), person(session(1), session(2, 90)))
    assert (found.achieved, found.needed) == (210 * MINUTE, 180 * MINUTE)
    assert "left out" not in found.why


def test_of_a_long_and_a_short_session_the_one_goes_that_lacks_more() -> None:
    """A quarter of four hours lacks 90 minutes to five eighths; a short session missed altogether lacks 37½."""
    evidence = person(session(1, 60, 240), session(2, 0, 60), session(3, 120))
    found = evaluate(rule(Minutes(percent=62, of="held", drop=1)), evidence)
    assert (found.achieved, found.met) == (120 * MINUTE, True)


def test_a_late_arrival_costs_what_it_costs() -> None:
    presence = Presence(late_after_s=600, lates=1, cost=Cost(sessions=1))
    late = session(1, 100, late_ms=20 * MINUTE)
    found = evaluate(rule(TWO_DROPPED, presence), person(late, session(2), session(3, 0), session(4, 0)))
    assert (found.achieved, found.needed, found.met) == (1, 2, False)


MINUTES_THERE = st.integers(0, 120)
SHARES: st.SearchStrategy[Criterion] = st.builds(
    Attend, percent=st.integers(1, 100), of=st.just("held"), round=st.sampled_from(("up", "down")),
    drop=st.integers(0, 3),
) | st.builds(Minutes, percent=st.integers(1, 100), of=st.just("held"), drop=st.integers(0, 3))  # fmt: skip


@given(
    SHARES,
    st.lists(
        st.tuples(MINUTES_THERE, MINUTES_THERE, st.sampled_from((120, 180, 240))), min_size=1, max_size=6
    ),
)
def test_staying_longer_or_dropping_more_never_makes_it_worse(
    needs: Criterion, stays: list[tuple[int, int, int]]
) -> None:
    def held(longer: bool) -> Evidence:
        chosen = [(max(one, two) if longer else one, of) for one, two, of in stays]
        return person(*(session(n, there, of) for n, (there, of) in enumerate(chosen, start=1)))

    if is_met(rule(needs), held(longer=False)):
        assert is_met(rule(needs), held(longer=True))
        assert isinstance(needs, Attend | Minutes)
        assert is_met(rule(msgspec.structs.replace(needs, drop=needs.drop + 1)), held(longer=False))


@given(st.integers(1, 100), st.integers(0, 5), st.lists(MINUTES_THERE, min_size=1, max_size=5))
def test_no_other_choice_of_dropped_sessions_would_be_better(
    percent: int, drop: int, stays: list[int]
) -> None:
    """Against trying out every choice of so many sessions, or fewer."""
    found = is_met(
        rule(Minutes(percent=percent, of="held", drop=drop)),
        person(*(session(n, there) for n, there in enumerate(stays, start=1))),
    )
    by_presence = sorted(stays)
    kept = (by_presence[out:] for out in range(min(drop, len(stays)) + 1))
    assert found == any(sum(each) and 100 * sum(each) >= percent * 120 * len(each) for each in kept)


def test_what_can_still_be_reached_counts_on_the_drop() -> None:
    behind = person(session(1), session(2, 0), session(3, 0), coming(4), coming(5))
    strict = rule(Attend(percent=100, of="held"))
    assert reach(strict, behind).kind == "out of reach"
    lenient = reach(rule(Attend(percent=100, of="held", drop=2)), behind)
    assert (lenient.kind, lenient.sessions, lenient.of) == ("needs", 2, 2)
    assert reach(rule(Attend(percent=100, of="held", drop=4)), behind).kind == "safe"
    running = person(session(1), session(2, 0), coming(3))
    assert decide(rule(TWO_DROPPED), running).state == "Provisional"
    assert decide(rule(msgspec.structs.replace(TWO_DROPPED, drop=1)), running).state == "InProgress"


WITHOUT = rule(Group((Attend(percent=80, of="held"), Minutes(seconds=3600))))


def test_a_rule_that_drops_nothing_has_the_bytes_it_always_had() -> None:
    assert canonical(rule(Attend(sessions=4))).startswith(
        b'{"id":"badge","needs":{"among":[],"id":"sessions","live":false,"of":null,"percent":0,"round":null,'
        b'"sessions":4,"type":"attend"},"presence":'
    )
    assert b"drop" not in canonical(WITHOUT)
    assert revive(canonical(WITHOUT)) == WITHOUT


@pytest.mark.parametrize(
    "needs", [TWO_DROPPED, Group((WITHOUT.needs, Minutes(percent=75, of="held", drop=1)))]
)
def test_a_rule_that_drops_comes_back_from_its_bytes(needs: Criterion) -> None:
    asked: Rule = rule(needs)
    assert canonical(asked).count(b'"drop":') == 1
    assert revive(canonical(asked)) == asked
    assert asked.sha256 != rule(Attend(percent=60, of="held", round="up")).sha256


def test_another_threshold_keeps_what_is_dropped() -> None:
    assert with_number(rule(TWO_DROPPED), "sessions", 80).needs == msgspec.structs.replace(
        TWO_DROPPED, id="sessions", percent=80
    )


def test_it_is_written_in_a_badge() -> None:
    assert written("needs: {attend: 60 %, of: held, round: up, drop lowest: 2}") == msgspec.structs.replace(
        rule(TWO_DROPPED), version="1"
    )
    minutes = written("needs: {minutes: 75 %, of: held, drop lowest: 1}").needs
    assert minutes == Minutes(percent=75, of="held", id="minutes", drop=1)
