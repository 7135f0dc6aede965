"""Hours and credits: known answers, and words that never pass contact hours off as workload."""

from __future__ import annotations

import msgspec
import pytest

from facilitator_tui.completion.credits import Hours, credits_of, hours_of, live_ms, planned_live_ms
from facilitator_tui.completion.evidence import Delivery
from facilitator_tui.completion.problems import CompletionProblem
from facilitator_tui.plans.course import Attend, MakeUp, Presence, Workload
from tests.completion.people import HOUR, MINUTE, course, person, plans, rule, session


def test_five_sessions_of_two_hours_alone_are_contact_hours_and_no_credits() -> None:
    found = credits_of(Hours(planned_live_ms(plans(5)), 0, 25))
    assert found.contact_only == 0.4
    assert (found.planned, found.evidenced) == (None, None)
    assert found.words == (
        "Live sessions: 10 h. 10 h ÷ 25 h = 0.4. These are contact hours, not workload: without hours of own work "
        "no credits can be stated.",
        "The awarding institution decides.",
    )


def test_a_course_of_three_credits_is_mostly_own_work() -> None:
    found = credits_of(Hours(16 * HOUR, 59 * HOUR, 25, 30 * HOUR))
    assert (found.contact_only, found.planned, found.evidenced) == (0.64, 3.0, 1.84)
    assert found.words == (
        "Planned workload: 16 h live + 59 h own work = 75 h. 75 h ÷ 25 h = 3 credits.",
        "With evidence: 16 h live + 30 h own work handed in = 46 h. 46 h ÷ 25 h = 1.84 credits.",
        "The awarding institution decides.",
    )


def test_160_hours_are_6_credits_at_less_than_27_hours_each() -> None:
    found = credits_of(Hours(18 * HOUR, 142 * HOUR, 27))
    assert found.planned == 5.93
    assert "160 h ÷ 27 h = 5.93 credits (rounded)." in found.words[0]
    assert (
        found.words[1] == "Nobody has said how much of the own work was done: the number rests on the plan."
    )


def test_own_work_of_which_nothing_came() -> None:
    found = credits_of(Hours(10 * HOUR, 15 * HOUR, 25, 0))
    assert (found.planned, found.evidenced) == (1.0, None)
    assert found.words[1].startswith("There is nothing handed in that says how much")


def test_another_number_of_hours_than_that_of_ects_is_said() -> None:
    said = "20 h a credit lies outside the 25 to 30 h of ECTS."
    assert said in credits_of(Hours(10 * HOUR, 10 * HOUR, 20)).words
    for hours in (25, 30):
        assert not any("outside" in each for each in credits_of(Hours(10 * HOUR, 10 * HOUR, hours)).words)


def test_hours_are_shown_as_people_write_them() -> None:
    assert "7.5 h live + 0.33 h own work" in credits_of(Hours(450 * MINUTE, 20 * MINUTE, 25)).words[0]


@pytest.mark.parametrize("hours", [Hours(0, 0, 0), Hours(0, 0, -25)])
def test_a_credit_needs_hours(hours: Hours) -> None:
    with pytest.raises(CompletionProblem, match="A credit needs hours"):
        credits_of(hours)


@pytest.mark.parametrize("hours", [Hours(-1, 0, 25), Hours(0, -1, 25), Hours(0, 0, 25, -1)])
def test_hours_are_not_below_zero(hours: Hours) -> None:
    with pytest.raises(CompletionProblem, match="Hours cannot be below zero"):
        credits_of(hours)


def test_a_course_says_how_much_own_work_and_how_many_hours_make_a_credit() -> None:
    told = msgspec.structs.replace(course(), workload=Workload(own_work_s=15 * 3600, hours_per_credit=25))
    assert hours_of(told, 10 * HOUR) == Hours(10 * HOUR, 15 * HOUR, 25)
    assert hours_of(told, 10 * HOUR, 5 * HOUR, per_credit=30) == Hours(10 * HOUR, 15 * HOUR, 30, 5 * HOUR)
    with pytest.raises(CompletionProblem, match="does not say how many hours make a credit"):
        hours_of(course(), 10 * HOUR)


def test_live_time_is_time_that_somebody_was_there() -> None:
    """Made good and excused sessions count for the badge, but they were not live."""
    presence = Presence(
        from_percent=50, excused="attended", technical="attended", make_up=MakeUp(("summary",), covers="both")
    )
    evidence = person(
        session(1),
        session(2, 90),
        session(3, 0, marked="excused"),
        session(4, 30, marked="technical"),
        session(5, 0),
        tasks=[Delivery("summary", 5), Delivery("summary", 2)],
    )
    assert live_ms(rule(Attend(sessions=1), presence), evidence) == (120 + 90 + 30) * MINUTE
    by_hand = person(session(1, 0, marked="present"))
    assert live_ms(rule(Attend(sessions=1), presence), by_hand) == 2 * HOUR
