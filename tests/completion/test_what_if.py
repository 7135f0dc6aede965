"""Whose verdict hangs on the next session, and whom another threshold would move."""

from __future__ import annotations

import msgspec

from facilitator_tui.completion.evidence import Delivery
from facilitator_tui.completion.rules import with_number
from facilitator_tui.completion.what_if import moved, stake, warnings, who_depends
from facilitator_tui.plans.course import Attend, Group, Handed, MakeUp, Minutes, Presence
from tests.completion.people import coming, person, present, rule, session

BEFORE_THE_LAST = {
    "safe": person(*(session(each) for each in (1, 2, 3, 4)), coming(5), participant="safe"),
    "must come": person(
        session(1), session(2), session(3), session(4, 0), coming(5), participant="must come"
    ),
    "lost": person(session(1), session(2, 0), session(3, 0), session(4), coming(5), participant="lost"),
}


def test_before_the_last_session_the_list_of_those_who_must_come() -> None:
    (only,) = who_depends(rule(Attend(sessions=4)), BEFORE_THE_LAST.values())
    assert (only.participant, only.module) == ("must come", 5)
    assert (only.there.kind, only.away.kind) == ("safe", "out of reach")


def test_with_a_make_up_missing_it_means_a_catch_up() -> None:
    presence = Presence(make_up=MakeUp(("summary",), at_most=1))
    found = who_depends(rule(Attend(sessions=4), presence), BEFORE_THE_LAST.values())
    assert [(each.participant, each.there.kind, each.away.kind) for each in found] == [
        ("lost", "catch-up", "out of reach"),
        ("must come", "safe", "catch-up"),
    ]


def test_two_sessions_before_the_end_nothing_hangs_on_the_next_one_yet() -> None:
    evidence = person(session(1), session(2), coming(3), coming(4))
    asked = rule(Attend(sessions=3))
    found = stake(asked, evidence)
    assert found is not None
    assert (found.module, found.there.kind, found.away.kind, found.depends) == (3, "safe", "needs", False)


def test_nobody_without_a_session_to_come_or_in_another_role_is_listed() -> None:
    asked = rule(Attend(sessions=4))
    assert stake(asked, present(1, 2, 3)) is None
    assert stake(asked, msgspec.structs.replace(BEFORE_THE_LAST["must come"], role="auditor")) is None


def test_the_session_survey_belongs_to_coming() -> None:
    presence = Presence(with_task=("session-survey",))
    surveys = [Delivery("session-survey", each) for each in (1, 2, 3)]
    evidence = person(session(1), session(2), session(3), session(4, 0), coming(5), tasks=surveys)
    found = stake(rule(Attend(sessions=4), presence), evidence)
    assert found is not None
    assert (found.there.kind, found.away.kind) == ("safe", "out of reach")


def test_a_changed_threshold_moves_exactly_those_between_the_old_and_the_new() -> None:
    asked = rule(Group((Attend(sessions=4), Handed("post-survey"))))
    cohort = [
        present(*range(1, count + 1), participant=f"person-{count}", tasks=["post-survey"], over=True)
        for count in range(6)
    ]
    found = moved(asked, with_number(asked, "sessions", 3), cohort)
    assert [(each.participant, each.before.state, each.after.state) for each in found] == [
        ("person-3", "Failed", "Provisional")
    ]
    found = moved(asked, with_number(asked, "sessions", 5), cohort)
    assert [(each.participant, each.before.state, each.after.state) for each in found] == [
        ("person-4", "Provisional", "Failed")
    ]
    assert moved(asked, with_number(asked, "sessions", 4), cohort) == ()


def test_what_share_of_presence_would_move() -> None:
    asked = rule(Attend(sessions=2), Presence(from_percent=70))
    evidence = person(session(1), session(2, 80), over=True)
    (found,) = moved(asked, with_number(asked, "presence", 60), [evidence])
    assert found.after.rule.version == "1, if presence were 60"
    assert found.before.rule.sha256 != found.after.rule.sha256


def test_warnings_come_with_missed_time_of_the_whole_plan() -> None:
    asked = rule(Minutes(percent=75, of="scheduled"))
    first_missed = person(session(1, 0), *(coming(each) for each in (2, 3, 4, 5)))
    assert warnings((25, 15, 20), asked, first_missed) == (15, 20)
    excused = person(session(1, 0, marked="excused"), *(coming(each) for each in (2, 3, 4, 5)))
    neutral = rule(Minutes(percent=75, of="scheduled"), Presence(excused="neutral"))
    assert warnings((15, 20), neutral, excused) == ()
    assert warnings((15,), asked, person()) == ()
