"""Thresholds and denominators: known answers, and what each criterion says about itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.completion.evaluation import evaluate, is_met, share_of
from facilitator_tui.completion.evidence import Delivery, Evidence
from facilitator_tui.completion.problems import CompletionProblem
from facilitator_tui.completion.rules import canonical, criteria, revive, rule_of, with_number
from facilitator_tui.plans.course import (
    Attend,
    Badge,
    Criterion,
    Denominator,
    Group,
    Handed,
    Minutes,
    Miss,
    Presence,
    Rounding,
)
from tests.completion.people import HOUR, MINUTE, coming, course, person, plans, present, rule, session


def why(needs: Criterion, evidence: Evidence, presence: Presence | None = None) -> str:
    return evaluate(rule(needs, presence), evidence).why


@pytest.mark.parametrize(
    ("sessions", "rounding", "needed"),
    [(5, "up", 4), (4, "up", 4), (3, "up", 3), (5, "down", 4), (4, "down", 3), (3, "down", 2)],
)
def test_eighty_percent(sessions: int, rounding: Rounding, needed: int) -> None:
    assert share_of(80, sessions, rounding) == needed
    asked = rule(Attend(percent=80, of="held", round=rounding), count=sessions)
    for attended in range(sessions + 1):
        evidence = present(*range(1, attended + 1), of=sessions)
        assert is_met(asked, evidence) == (attended >= needed)


@pytest.mark.parametrize(("sessions", "same"), [(3, False), (4, False), (5, True)])
def test_may_miss_one_is_eighty_percent_only_at_five_sessions(sessions: int, same: bool) -> None:
    strict = rule(Attend(percent=80, of="held", round="up"), count=sessions)
    may_miss_one = rule(Miss(sessions=1), count=sessions)
    people = [present(*range(1, attended + 1), of=sessions) for attended in range(sessions + 1)]
    assert (
        [is_met(strict, each) for each in people] == [is_met(may_miss_one, each) for each in people]
    ) is same


def test_a_share_without_a_rounding_is_rounded_up() -> None:
    assert share_of(80, 3, None) == 3


def test_a_share_is_at_least_one_session_and_never_met_by_none() -> None:
    asked = rule(Attend(percent=10, of="held", round="down"))
    assert not is_met(asked, present())
    assert is_met(asked, present(3))
    assert not is_met(rule(Attend(percent=80, of="held", round="down")), person(*map(coming, range(1, 6))))


def test_staying_away_is_never_enough_whatever_may_be_missed() -> None:
    found = evaluate(rule(Miss(sessions=2)), person(session(1, 0), session(2, 0)))
    assert not found.met
    assert (
        found.why == "missed 2 of the 2 sessions held, at most 2 allowed, and none was attended: absent 1, 2"
    )
    assert not is_met(rule(Miss(seconds=14_400)), person(session(1, 0), session(2, 0)))
    assert is_met(rule(Miss(sessions=2)), person(session(1), session(2, 0), session(3, 0)))


def test_held_scheduled_and_expected_are_different_denominators() -> None:
    """The second session was cancelled, the first was before this person joined, the fifth is to come."""
    evidence = person(
        session(1, 0, expected=False), session(2, 0, stage="cancelled"), session(3), session(4), coming(5)
    )

    def answer(of: Denominator) -> str:
        return why(Attend(percent=100, of=of), evidence)

    assert answer("held") == "attended 2 of the 3 sessions held, all needed: not expected 1; attended 3, 4"
    assert answer("scheduled") == (
        "attended 2 of the 5 sessions in the plan, all needed: not expected 1; did not take place 2; attended 3, 4; "
        "to come 5"
    )
    assert answer("expected") == (
        "attended 2 of the 2 sessions expected of this person, all needed: attended 3, 4"
    )


def test_who_visits_a_session_that_was_not_expected_has_attended_it() -> None:
    evidence = person(session(1, expected=False), session(2, 0), session(3, 60, expected=False))
    found = evaluate(rule(Attend(percent=75, of="expected", round="up")), evidence)
    assert (found.achieved, found.needed, found.met) == (2, 3, False)
    time = evaluate(rule(Minutes(percent=50, of="expected")), evidence)
    # The missed half of a visit is not held against anybody: 180 min of 120 + 120 + 60.
    assert (time.achieved, time.needed, time.met) == (3 * HOUR, 150 * MINUTE, True)


@pytest.mark.parametrize(
    ("needs", "minutes", "sentence"),
    [
        (Attend(sessions=4), (120, 120, 120, 120, 0),
         "attended 4 of the 5 sessions held, 4 needed: attended 1, 2, 3, 4; absent 5"),
        (Attend(percent=80, of="held", round="up"), (120, 120, 0, 120),
         "attended 3 of the 4 sessions held, 4 needed (80 % of 4 is 3.2, rounded up): attended 1, 2, 4; absent 3"),
        (Attend(percent=80, of="held", round="down"), (120, 120, 0, 120),
         "attended 3 of the 4 sessions held, 3 needed (80 % of 4 is 3.2, rounded down): attended 1, 2, 4; absent 3"),
        (Attend(percent=80, of="held"), (120,) * 5,
         "attended 5 of the 5 sessions held, 4 needed (80 % of 5): attended 1, 2, 3, 4, 5"),
        (Attend(percent=10, of="held", round="down"), (120,),
         "attended 1 of the 1 session held, 1 needed (10 % of 1 is 0.1, and one is the least): attended 1"),
        (Attend(percent=80, of="held"), (),
         "attended 0 of the 0 sessions held, 80 % needed, and no session counts yet"),
        (Attend(percent=100, of="held", among=(1, 3)), (120, 0, 120),
         "attended 2 of the 2 sessions held, all needed: attended 1, 3"),
        (Minutes(percent=75, of="held"), (120, 100, 119.99, 0),
         "present for 339 min 59 s of the 480 min held, 360 min needed (75 %): "
         "attended 1, 2 (100 of 120 min), 3 (119 min 59 s of 120 min); absent 4"),
        (Minutes(seconds=10_800), (120, 60), "present for 180 of the 240 min held, 180 min needed: "
         "attended 1, 2 (60 of 120 min)"),
        (Miss(sessions=1), (120, 0, 120, 0, 120),
         "missed 2 of the 5 sessions held, at most 1 allowed: attended 1, 3, 5; absent 2, 4"),
        (Miss(seconds=7200), (120, 90, 60), "missed 90 min of the sessions held, at most 120 min allowed: "
         "attended 1, 2 (90 of 120 min), 3 (60 of 120 min)"),
    ],
)  # fmt: skip
def test_every_number_says_where_it_comes_from(
    needs: Criterion, minutes: tuple[float, ...], sentence: str
) -> None:
    assert (
        why(needs, person(*(session(number, each) for number, each in enumerate(minutes, start=1))))
        == sentence
    )


def test_presence_too_short_to_count_is_shown() -> None:
    evidence = person(session(1), session(2, 80), session(3, 84))
    found = evaluate(rule(Attend(sessions=2), Presence(from_percent=70)), evidence)
    assert found.why == (
        "attended 2 of the 3 sessions held, 2 needed: attended 1, 3; too short 2 (80 of 120 min)"
    )


def test_minutes_of_a_session_that_does_not_count_do_not_count() -> None:
    evidence = person(session(1), session(2, 83))
    assert evaluate(rule(Minutes(seconds=7200), Presence(from_percent=70)), evidence).achieved == 2 * HOUR


def test_sessions_of_different_lengths_weigh_what_they_last() -> None:
    evidence = person(session(1, 60, of=60), session(2, 0, of=180), session(3, 120))
    assert why(Minutes(percent=50, of="held"), evidence).startswith(
        "present for 180 of the 360 min held, 180 min"
    )
    assert is_met(rule(Minutes(percent=50, of="held")), evidence)


def test_groups_ask_for_all_any_or_some() -> None:
    parts = (Handed("essay"), Handed("poster"), Handed("map"))
    evidence = person(tasks=["essay", "poster"])
    assert [is_met(rule(Group(parts, at_least=count)), evidence) for count in (0, 1, 2, 3)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert why(Group(parts, at_least=2), evidence) == "2 of 3 met (essay, poster), 2 needed"
    assert why(Group(parts), evidence) == "2 of 3 met (essay, poster), all needed; not met: map"


def test_every_criterion_gets_an_id_of_its_own() -> None:
    needs = Group(
        (Attend(sessions=1), Attend(sessions=2), Handed("diary"), Miss(sessions=1, id="sessions-2"),
         Group((Minutes(seconds=60), Handed("diary")), at_least=1)),
    )  # fmt: skip
    assert [each.id for each in criteria(rule(needs).needs)] == [
        "all", "sessions", "sessions-2", "diary", "sessions-2-2", "1-of", "minutes", "diary-2",
    ]  # fmt: skip


def test_the_same_rule_has_the_same_bytes_and_another_rule_another_hash() -> None:
    one, same = rule(Attend(sessions=4)), rule(Attend(sessions=4))
    assert canonical(one) == canonical(same)
    assert one.sha256 == same.sha256 != rule(Attend(sessions=3)).sha256
    assert revive(canonical(one)) == one
    assert b'"sha256":""' in canonical(one)


def test_what_does_not_decide_is_not_part_of_the_rule() -> None:
    plain = Badge("badge", "Badge", "1", "example", Handed("essay"))
    praised = Badge("badge", "The Badge", "1", "agreed", Handed("essay"), about="Praise", warn=(15,))
    hashes = {rule_of(badge, course(badge), plans()).sha256 for badge in (plain, praised)}
    assert len(hashes) == 1


def test_what_the_modules_ask_for_is_part_of_the_rule() -> None:
    badge = Badge("badge", "Badge", "1", "example", Handed("response"))
    assert rule_of(badge, course(badge), plans()).sha256 != rule_of(badge, course(badge), plans()[:1]).sha256


def test_bytes_that_are_no_rule() -> None:
    with pytest.raises(CompletionProblem, match="This is not a stored rule"):
        revive(b'{"id": "x"}')
    with pytest.raises(CompletionProblem, match="This is not a stored rule"):
        revive(b"{")


def test_a_task_that_the_course_does_not_have() -> None:
    with pytest.raises(
        CompletionProblem, match='asks for the task "song", which the course "belonging" does not'
    ):
        rule(Handed("song"))


@pytest.mark.parametrize(
    ("needs", "criterion", "number", "changed"),
    [
        (Attend(sessions=4), "sessions", 3, Attend(sessions=3, id="sessions")),
        (Attend(percent=80, of="held"), "sessions", 60, Attend(percent=60, of="held", id="sessions")),
        (Minutes(seconds=60), "minutes", 90, Minutes(seconds=90, id="minutes")),
        (Minutes(percent=75, of="held"), "minutes", 70, Minutes(percent=70, of="held", id="minutes")),
        (Miss(sessions=1), "missed", 2, Miss(sessions=2, id="missed")),
        (Miss(seconds=60), "missed", 90, Miss(seconds=90, id="missed")),
        (Handed("diary", 3), "diary", 4, Handed("diary", 4, id="diary")),
    ],
)
def test_a_threshold_can_be_changed_to_see_what_would_be(
    needs: Criterion, criterion: str, number: int, changed: Criterion
) -> None:
    before = rule(needs)
    after = with_number(before, criterion, number)
    assert after.needs == changed
    assert after.version == f"1, if {criterion} were {number}"
    assert after.sha256 != before.sha256


def test_a_threshold_in_a_group_and_that_of_presence() -> None:
    before = rule(Group((Attend(sessions=4), Handed("essay")), at_least=1))
    assert with_number(before, "1-of", 2).needs == Group(
        (Attend(sessions=4, id="sessions"), Handed("essay", id="essay")), 2, "1-of"
    )
    inner = with_number(before, "sessions", 1).needs
    assert isinstance(inner, Group)
    assert inner.parts[0] == Attend(sessions=1, id="sessions")
    assert with_number(before, "presence", 70).presence.from_percent == 70


def test_a_threshold_that_is_not_there() -> None:
    with pytest.raises(CompletionProblem, match=r'no criterion "minutes"\. It has: presence, sessions\.'):
        with_number(rule(Attend(sessions=4)), "minutes", 3)
    with pytest.raises(CompletionProblem, match="A threshold cannot be -1"):
        with_number(rule(Attend(sessions=4)), "sessions", -1)


@given(st.integers(1, 100), st.integers(0, 30), st.sampled_from(("up", "down")))
def test_a_share_is_never_more_than_there_is_and_never_nothing(
    percent: int, count: int, rounding: Rounding
) -> None:
    needed = share_of(percent, count, rounding)
    assert 1 <= needed <= max(1, count)
    assert share_of(percent, count, "down") <= share_of(percent, count, "up")


@given(st.lists(st.sampled_from((0, 1, 60, 119, 120)), min_size=1, max_size=6), st.integers(1, 100))
def test_with_and_without_sentences_the_decision_is_the_same(minutes: list[int], percent: int) -> None:
    evidence = person(
        *(session(number, each) for number, each in enumerate(minutes, start=1)), tasks=[Delivery("diary", 1)]
    )
    for needs in (Attend(percent=percent, of="held"), Minutes(percent=percent, of="held"), Handed("diary")):
        assert evaluate(rule(needs), evidence).met == is_met(rule(needs), evidence)
