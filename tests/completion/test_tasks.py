"""What was handed in: in time, for the right session, as often as it is asked for."""

from __future__ import annotations

from facilitator_tui.completion.evaluation import evaluate, is_met
from facilitator_tui.completion.evidence import Delivery
from facilitator_tui.plans.course import Handed, Presence
from tests.completion.people import DAY, START, coming, person, present, rule, session


def why(needs: Handed, *deliveries: Delivery) -> str:
    return evaluate(rule(needs), present(1, 2, 3, 4, 5, tasks=deliveries)).why


def test_a_task_that_is_due_on_a_day_counts_until_the_end_of_that_day() -> None:
    assert why(Handed("post-survey"), Delivery("post-survey", day=40)) == "post-survey: handed in"
    late = why(Handed("post-survey"), Delivery("post-survey", day=41))
    assert late == "post-survey: not handed in; 1 came too late"


def test_a_task_whose_day_nobody_knows_is_in_time() -> None:
    assert why(Handed("post-survey"), Delivery("post-survey")) == "post-survey: handed in"


def test_a_criterion_can_ask_for_an_earlier_day_than_the_task() -> None:
    early = Handed("post-survey", by_day=2)
    assert why(early, Delivery("post-survey", day=2)) == "post-survey: handed in by day 3"
    assert (
        why(early, Delivery("post-survey", day=3)) == "post-survey: not handed in by day 3; 1 came too late"
    )


def test_a_diary_is_due_so_long_after_its_own_session() -> None:
    ends = session(2).ends_ms
    assert ends is not None
    assert why(Handed("diary", 1), Delivery("diary", 2, ends + 4 * DAY)) == "diary: handed in"
    assert why(Handed("diary", 1), Delivery("diary", 2, ends + 4 * DAY + 1)).startswith(
        "diary: not handed in"
    )
    assert why(Handed("diary", 1), Delivery("diary", 0, ends + 4 * DAY + 1)) == "diary: handed in"


def test_two_diaries_on_one_session_are_one() -> None:
    twice = (Delivery("diary", 1, times=2), Delivery("diary", 1), Delivery("diary", 2))
    said = "diary: 4 handed in, 2 count (session 1 asks for 1), 3 needed"
    assert why(Handed("diary", 3), *twice) == said


def test_a_task_for_each_session_is_asked_for_once_for_each_that_concerns_the_person() -> None:
    """Five sessions: one before they joined, one cancelled, one excused, one held, one to come."""
    evidence = person(
        session(1, 0, expected=False),
        session(2, 0, stage="cancelled"),
        session(3, 0, marked="excused"),
        session(4),
        coming(5),
        tasks=[Delivery("reflection", 4)],
    )
    assert evaluate(rule(Handed("reflection"), Presence(excused="neutral")), evidence).needed == 2
    assert evaluate(rule(Handed("reflection")), evidence).needed == 3


def test_as_many_responses_and_reactions_as_the_questions_ask_for() -> None:
    """One question, open from day 9 to day 13, asks for one response and two reactions."""
    assert why(Handed("response"), Delivery("response", 2, day=12)) == "response: handed in"
    assert why(Handed("reaction"), Delivery("reaction", 2)) == "reaction: 1 handed in, 2 needed"
    said = "response: 3 handed in, 1 counts (session 2 asks for 1), 2 needed"
    assert why(Handed("response", 2), Delivery("response", 2, times=3)) == said


def test_a_response_is_due_after_the_closing_of_its_question() -> None:
    assert is_met(rule(Handed("response")), person(tasks=[Delivery("response", 2, day=14)]))
    assert not is_met(rule(Handed("response")), person(tasks=[Delivery("response", 2, day=15)]))
    assert not is_met(rule(Handed("response")), person(tasks=[Delivery("response", day=15)]))


def test_questions_that_closed_before_somebody_joined_are_not_asked_of_them() -> None:
    joined = person(joined_day=13)
    assert evaluate(rule(Handed("reaction")), joined).needed == 1
    assert evaluate(rule(Handed("reaction")), person(joined_day=12)).needed == 2


def test_deliveries_without_a_session_count_each_for_itself() -> None:
    assert why(Handed("diary", 3), Delivery("diary", times=3, at_ms=START)) == "diary: 3 handed in, 3 needed"
