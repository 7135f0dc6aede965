"""What somebody can still reach, in words. That it is exact is in ``test_reach_exact``."""

from __future__ import annotations

import msgspec

from facilitator_tui.completion.evidence import Delivery, Evidence, MadeGood, Moment, Withdrawal
from facilitator_tui.completion.reach import Reach, Todo, reach
from facilitator_tui.plans.course import (
    Attend,
    Cost,
    Criterion,
    Group,
    Handed,
    MakeUp,
    Minutes,
    Miss,
    Presence,
)
from tests.completion.people import DAY, START, coming, person, present, rule, session


def told(needs: Criterion, evidence: Evidence, presence: Presence | None = None) -> str:
    return reach(rule(needs, presence), evidence).why


AFTER_TWO = (session(1), session(2, 0), coming(3), coming(4), coming(5))
AFTER_TWO_MISSED = (session(1, 0), session(2, 0), coming(3), coming(4), coming(5))


def test_four_of_five_after_one_was_missed() -> None:
    found = reach(rule(Attend(sessions=4)), person(*AFTER_TWO))
    assert found == Reach("needs", "Needs all of the next 3 sessions.", 3, 3)
    assert reach(rule(Attend(sessions=3)), person(*AFTER_TWO)) == Reach(
        "needs", "Needs 2 of the next 3 sessions.", 2, 3
    )


def test_safe_whatever_comes() -> None:
    found = reach(rule(Attend(sessions=1)), person(*AFTER_TWO))
    assert found == Reach("safe", "Safe: everything is met whatever comes.", of=3)
    assert told(Attend(sessions=1), present(1)) == "Everything is met."


def test_out_of_reach_says_what_it_would_come_to_at_best() -> None:
    found = reach(rule(Attend(sessions=4)), person(*AFTER_TWO_MISSED))
    assert found.kind == "out of reach"
    assert found.why == (
        "Out of reach, even with everything that can still come: "
        "attended 3 of the 5 sessions held, 4 needed: absent 1, 2; attended 3, 4, 5."
    )


def test_out_of_reach_when_nothing_is_left() -> None:
    assert told(Attend(sessions=4), present(1, 2, over=True)).startswith("Out of reach: attended 2 of the 5")


def test_a_catch_up_is_asked_for_only_where_coming_is_not_enough() -> None:
    presence = Presence(make_up=MakeUp(("summary",), at_most=1))
    found = reach(rule(Attend(sessions=4), presence), person(*AFTER_TWO_MISSED))
    assert found == Reach(
        "catch-up", "Needs all of the next 3 sessions and a catch-up for session 1.", 3, 3, catch_ups=(1,)
    )
    assert reach(rule(Attend(sessions=4), presence), person(*AFTER_TWO)).kind == "needs"
    assert reach(rule(Attend(sessions=5), presence), person(*AFTER_TWO_MISSED)).kind == "out of reach"


def test_a_catch_up_that_is_overdue_does_not_help() -> None:
    presence = Presence(make_up=MakeUp(("summary",), within_s=7 * 86_400))
    evidence = person(*AFTER_TWO_MISSED, now=Moment(START + 9 * DAY, 9))
    found = reach(rule(Attend(sessions=4), presence), evidence)
    assert found.catch_ups == (2,)
    assert reach(rule(Attend(sessions=5), presence), evidence).kind == "out of reach"


def test_another_subgroups_session_is_a_catch_up_as_well() -> None:
    presence = Presence(make_up=MakeUp(another_session=True))
    found = reach(rule(Attend(percent=100, of="held"), presence), person(*AFTER_TWO))
    assert (found.kind, found.catch_ups, found.tasks) == ("catch-up", (2,), ())
    done = msgspec.structs.replace(AFTER_TWO[1], made_good=MadeGood("another session"))
    assert reach(rule(Attend(percent=100, of="held"), presence), person(session(1), done)).kind == "safe"


def test_which_sessions_where_not_just_any_will_do() -> None:
    evidence = person(session(1), coming(2, of=60), coming(3, of=180), coming(4, of=60))
    found = reach(rule(Minutes(seconds=300 * 60)), evidence)
    assert (found.sessions, found.which) == (1, (3,))
    assert found.why == "Needs 1 of the next 3 sessions (session 3, for example)."
    last = reach(rule(Attend(percent=100, of="held", among=(5,))), person(*AFTER_TWO))
    assert (last.sessions, last.which) == (1, (5,))


def test_what_is_to_be_handed_in_is_said_with_its_number() -> None:
    needs = Group((Attend(sessions=3), Handed("diary", 4), Handed("post-survey")))
    evidence = person(*AFTER_TWO, tasks=[Delivery("diary", 1)])
    found = reach(rule(needs), evidence)
    assert found.tasks == (Todo("diary", 3), Todo("post-survey"))
    assert found.why == "Needs 2 of the next 3 sessions and to hand in diary (3 more), post-survey."


def test_of_a_choice_nothing_superfluous_is_asked() -> None:
    choice = Group((Handed("essay"), Handed("poster"), Handed("map")), at_least=2)
    found = reach(rule(choice), person(tasks=["poster"]))
    assert found.tasks == (Todo("map"),)
    stricter = Group((Handed("diary", 2), Group((Handed("essay"), Handed("diary", 3)), at_least=1)))
    assert reach(rule(stricter), person(*AFTER_TWO)).tasks == (Todo("diary", 2), Todo("essay"))


def test_what_is_to_be_handed_in_is_enough_with_whichever_sessions_are_chosen() -> None:
    """The long session alone would do; with a short one the survey of the first session is needed as well."""
    presence = Presence(with_task=("session-survey",))
    evidence = person(session(1, 30, of=60), *(coming(each, of=60) for each in (2, 3, 4)), coming(5))
    found = reach(rule(Minutes(percent=20, of="held"), presence), evidence)
    assert (found.sessions, found.which, found.tasks) == (1, (), (Todo("session-survey", 1, 1),))


def test_a_session_that_lacks_its_survey_can_still_count() -> None:
    presence = Presence(with_task=("session-survey",))
    now = session(2).ends_ms
    assert now is not None
    evidence = person(session(1), session(2), coming(3), now=Moment(now, 7))
    found = reach(rule(Attend(sessions=2), presence), evidence)
    # The survey of session 1 is overdue by a week, that of session 2 is not.
    assert (found.kind, found.sessions, found.tasks) == ("needs", 1, (Todo("session-survey", 1, 2),))
    assert found.why == "Needs the next session and to hand in session-survey for session 2."


def test_a_session_that_cannot_count_any_more_is_not_asked_for() -> None:
    """Its survey was due before it takes place: only a make-up helps, which the criterion asks for anyway."""
    presence = Presence(with_task=("post-survey",), make_up=MakeUp(("summary",)))
    evidence = person(session(1, 0), coming(2), now=Moment(START + 41 * DAY, 41))
    found = reach(rule(Group((Attend(sessions=1), Handed("summary", 1))), presence), evidence)
    assert (found.kind, found.sessions) == ("needs", 0)


def test_a_task_whose_day_is_over_is_out_of_reach() -> None:
    evidence = present(1, now=Moment(START + 41 * DAY, 41))
    assert told(Handed("post-survey"), evidence) == "Out of reach: post-survey: not handed in."
    reacts = person(now=Moment(START + 13 * DAY, 13))
    assert reach(rule(Handed("response")), reacts).kind == "needs"
    assert reach(rule(Handed("response")), person(now=Moment(START + 15 * DAY, 15))).kind == "out of reach"


def test_coming_late_can_cost_what_seemed_safe() -> None:
    presence = Presence(late_after_s=300, lates=1, cost=Cost(seconds=3 * 3600))
    evidence = person(session(1), session(2), coming(3))
    assert told(Minutes(seconds=3 * 3600), evidence, presence) == "Needs only to avoid being late."
    assert told(Minutes(seconds=3600), evidence, presence) == "Safe: everything is met whatever comes."


def test_missing_no_more_is_as_good_as_coming() -> None:
    assert told(Miss(sessions=1), person(*AFTER_TWO)) == "Needs all of the next 3 sessions."
    assert told(Miss(sessions=2), person(*AFTER_TWO)) == "Needs 2 of the next 3 sessions."


def test_a_closed_course_has_no_future() -> None:
    found = reach(rule(Attend(sessions=4)), person(*AFTER_TWO, over=True))
    assert (found.kind, found.of) == ("out of reach", 0)


def test_who_left_has_no_future() -> None:
    evidence = msgspec.structs.replace(present(1, 2, 3, 4, 5), withdrawal=Withdrawal(START))
    assert told(Attend(sessions=1), evidence) == "Out of reach: left the course."


def test_a_long_course_is_answered_as_exactly() -> None:
    evidence = person(
        *(session(number, 0) for number in range(1, 5)), *(coming(number) for number in range(5, 31))
    )
    found = reach(rule(Attend(percent=80, of="held", round="up"), count=30), evidence)
    assert (found.kind, found.sessions, found.of, found.which) == ("needs", 24, 26, ())
