"""What a session counts for: make-ups, excuses, technical trouble, lates, and what a person marked."""

from __future__ import annotations

from typing import Literal

import pytest

from facilitator_tui.completion.attendance import Standing, standings
from facilitator_tui.completion.evaluation import evaluate, is_met
from facilitator_tui.completion.evidence import Delivery, Evidence, MadeGood, SessionEvidence, Status
from facilitator_tui.plans.course import Attend, Cost, MakeUp, Minutes, Miss, Presence, Treatment
from tests.completion.people import DAY, HOUR, MINUTE, START, person, present, rule, session

ANY = Attend(sessions=1)
SUMMARY = MakeUp(("summary",))


def count(presence: Presence, *sessions: SessionEvidence, tasks: tuple[Delivery, ...] = ()) -> list[Standing]:
    """What each session counts for by this presence."""
    return list(standings(rule(ANY, presence), person(*sessions, tasks=tasks)))


def attended(presence: Presence, *sessions: SessionEvidence, tasks: tuple[Delivery, ...] = ()) -> list[int]:
    return [each.session.module for each in count(presence, *sessions, tasks=tasks) if each.attended]


def test_a_missed_session_is_made_good_by_all_its_tasks() -> None:
    presence = Presence(make_up=MakeUp(("summary", "reflection")))
    missed = session(2, 0)
    assert attended(presence, missed, tasks=(Delivery("summary", 2),)) == []
    assert attended(presence, missed, tasks=(Delivery("summary", 2), Delivery("reflection", 1))) == []
    assert attended(presence, missed, tasks=(Delivery("summary", 2), Delivery("reflection", 2))) == [2]


def test_a_make_up_has_its_time() -> None:
    presence = Presence(make_up=MakeUp(("summary",), within_s=7 * 86_400))
    ends = START + 2 * HOUR
    for at_ms, good in ((ends, True), (ends + 7 * DAY, True), (ends + 7 * DAY + 1, False), (None, True)):
        assert attended(presence, session(1, 0), tasks=(Delivery("summary", 1, at_ms),)) == (
            [1] if good else []
        )


def test_what_is_made_good_first_uses_up_the_cap() -> None:
    presence = Presence(make_up=MakeUp(("summary",), at_most=1))
    missed = (session(1, 0), session(2, 0))
    early, late = START + 20 * DAY, START + 21 * DAY
    assert attended(
        presence, *missed, tasks=(Delivery("summary", 1, late), Delivery("summary", 2, early))
    ) == [2]
    assert attended(presence, *missed, tasks=(Delivery("summary", 2), Delivery("summary", 1))) == [1]


@pytest.mark.parametrize(
    ("covers", "whole", "part"), [("absence", True, False), ("part", False, True), ("both", True, True)]
)
def test_a_make_up_covers_absences_or_parts(
    covers: Literal["absence", "part", "both"], whole: bool, part: bool
) -> None:
    presence = Presence(from_percent=70, make_up=MakeUp(("summary",), covers=covers))
    tasks = (Delivery("summary", 1),)
    assert bool(attended(presence, session(1, 0), tasks=tasks)) is whole
    assert bool(attended(presence, session(1, 60), tasks=tasks)) is part


def test_another_subgroups_session_makes_good_only_where_the_rule_says_so() -> None:
    visited = session(1, 0, made_good=MadeGood("another session"))
    assert attended(Presence(make_up=MakeUp(another_session=True)), visited) == [1]
    assert attended(Presence(make_up=SUMMARY), visited) == []
    assert attended(Presence(), visited) == []
    handed = session(1, 0, made_good=MadeGood("task"))
    assert attended(Presence(make_up=MakeUp(another_session=True)), handed) == []
    assert attended(Presence(make_up=SUMMARY), handed) == [1]


def test_a_session_marked_made_up_counts_where_there_is_a_make_up() -> None:
    marked = session(1, 0, marked="made up")
    assert [each.status for each in count(Presence(make_up=SUMMARY), marked)] == ["made up"]
    assert [(each.status, each.attended) for each in count(Presence(), marked)] == [("absent", False)]


def test_what_is_made_good_counts_in_full_but_not_live() -> None:
    presence = Presence(make_up=MakeUp(("summary",), covers="both"))
    evidence = person(session(1), session(2, 0), tasks=[Delivery("summary", 2)])
    assert evaluate(rule(Minutes(percent=75, of="held"), presence), evidence).achieved == 4 * HOUR
    live = evaluate(rule(Minutes(percent=75, of="held", live=True), presence), evidence)
    assert live.why == "present for 120 of the 240 min held live, 180 min needed (75 %): attended 1; absent 2"
    assert evaluate(rule(Miss(sessions=0, live=True), presence), evidence).achieved == 1
    assert evaluate(rule(Attend(sessions=2, live=True), presence), evidence).why == (
        "attended 1 of the 2 sessions held live, 2 needed: attended 1; absent 2"
    )


@pytest.mark.parametrize(
    ("treatment", "needed", "achieved", "note"),
    [
        ("attended", 3, 3, "excused 2 (counts)"),
        ("neutral", 2, 2, "excused 2 (taken out)"),
        ("absent", 3, 2, "excused 2"),
    ],
)
def test_an_excuse_counts_takes_out_or_changes_nothing(
    treatment: Treatment, needed: int, achieved: int, note: str
) -> None:
    presence = Presence(excused=treatment)
    evidence = person(session(1), session(2, 0, marked="excused"), session(3))
    found = evaluate(rule(Attend(percent=100, of="held"), presence), evidence)
    assert (found.needed, found.achieved) == (needed, achieved)
    assert found.why.endswith(f"attended 1, 3; {note}") or found.why.endswith(
        f"attended 1; {note}; attended 3"
    )


def test_technical_trouble_is_neither_absence_nor_presence() -> None:
    presence = Presence(technical="neutral", technical_at_most=1)
    evidence = person(session(1), session(2, 0, marked="technical"), session(3, 0, marked="technical"))
    found = evaluate(rule(Attend(percent=100, of="held"), presence), evidence)
    assert found.why == (
        "attended 1 of the 2 sessions held, all needed: attended 1; technical trouble 2 (taken out), 3"
    )


def test_an_excuse_that_is_not_needed_for_sessions_is_left_for_another() -> None:
    """Ten lost minutes of a session that counts do not use up the one session that may be lost."""
    presence = Presence(from_percent=70, technical="attended", technical_at_most=1)
    sessions = (session(1, 110, marked="technical"), session(2, 0, marked="technical"))
    assert attended(presence, *sessions) == [1, 2]
    # Counted as time the first one comes first: its ten minutes are credited, the second session is missed.
    assert evaluate(rule(Minutes(seconds=60), presence), person(*sessions)).achieved == 2 * HOUR


def test_lost_time_of_a_session_that_counts_is_taken_out_of_the_time() -> None:
    evidence = person(session(1), session(2, 50, marked="technical"))
    found = evaluate(rule(Minutes(percent=100, of="held"), Presence(technical="neutral")), evidence)
    assert found.why == (
        "present for 170 of the 170 min held, 170 min needed (100 %): attended 1, 2 (50 of 120 min, the rest taken out)"
    )
    assert found.met


def test_every_session_excused_is_no_session_attended() -> None:
    presence = Presence(excused="neutral")
    evidence = person(session(1, 0, marked="excused"), session(2, 0, marked="excused"))
    for needs in (Attend(percent=80, of="held"), Minutes(percent=80, of="held"), Miss(sessions=1)):
        assert not is_met(rule(needs, presence), evidence)


def test_lates_cost_sessions_among_those_that_are_counted() -> None:
    presence = Presence(late_after_s=300, lates=2, cost=Cost(sessions=1))
    late = [session(number, 110, late_ms=10 * MINUTE) for number in (1, 2, 3)]
    found = evaluate(rule(Attend(sessions=4), presence), person(*late, session(4), session(5)))
    assert found.why == (
        "attended 4 of the 5 sessions held, 4 needed; late 3 times, which costs 1 session: "
        "attended 1 (10 min late), 2 (10 min late), 3 (10 min late), 4, 5"
    )
    alone = evaluate(rule(Attend(sessions=1, among=(1, 4)), presence), person(*late, session(4)))
    assert alone.achieved == 2
    assert evaluate(rule(Miss(sessions=0), presence), person(*late, session(4))).achieved == 1


def test_somebody_too_late_for_the_session_to_count_is_not_late_as_well() -> None:
    presence = Presence(from_percent=70, late_after_s=300, lates=1, cost=Cost(sessions=1))
    evidence = person(session(1), session(2, 60, late_ms=60 * MINUTE))
    assert evaluate(rule(Attend(sessions=1), presence), evidence).achieved == 1


def test_a_session_without_its_task_does_not_count_and_is_not_late() -> None:
    presence = Presence(with_task=("session-survey",), late_after_s=300, lates=1, cost=Cost(seconds=3600))
    (found,) = count(presence, session(1, 110, late_ms=10 * MINUTE))
    assert (found.attended, found.counted_ms, found.late, found.lacks) == (
        False,
        0,
        False,
        ("session-survey",),
    )
    (found,) = count(presence, session(1, 110, late_ms=10 * MINUTE), tasks=(Delivery("session-survey", 1),))
    assert (found.attended, found.counted_ms, found.late, found.lacks) == (True, 110 * MINUTE, True, ())


@pytest.mark.parametrize(
    ("marked", "minutes", "status", "counted"),
    [
        ("present", 0, "present", 120),  # nothing measured: a list of names taken by hand
        ("present", 40, "present", 40),  # what was measured stays
        ("late", 0, "late", 110),
        ("left early", 0, "left early", 110),
        ("absent", 120, "absent", 0),  # a device that was left on
        ("partial", 0, "absent", 0),
        ("partial", 100, "present", 100),
        ("excused", 0, "excused", 0),
        ("excused", 100, "present", 100),
        ("technical", 60, "technical", 0),
        ("observer", 120, "observer", 0),
        ("not expected", 120, "not expected", 0),
        (None, 60, "partial", 0),
    ],
)
def test_what_a_person_marked_comes_before_what_was_measured(
    marked: Status | None, minutes: int, status: Status, counted: int
) -> None:
    late_ms = 10 * MINUTE if marked == "late" else 0
    left_ms = 10 * MINUTE if marked == "left early" else 0
    one = session(1, minutes, marked=marked, late_ms=late_ms, left_ms=left_ms)
    (found,) = count(Presence(from_percent=70), one)
    assert (found.status, found.counted_ms // MINUTE) == (status, counted)
    assert found.attended is (counted > 0)


def test_an_observer_attends_as_an_observer() -> None:
    evidence = Evidence(participant="amal", role="observer", sessions=(session(1, 120, marked="observer"),))
    (found,) = standings(rule(ANY, roles=("observer",)), evidence)
    assert found.attended


def test_sessions_count_in_the_order_of_the_modules_however_they_are_listed() -> None:
    evidence = present(1, 3)
    turned = person(*reversed(evidence.sessions))
    asked = rule(Attend(sessions=3))
    assert evaluate(asked, evidence) == evaluate(asked, turned)
