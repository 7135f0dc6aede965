"""Verdicts: their states, the decisions of people, and that the same facts always give the same bytes."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given

from facilitator_tui.completion.evidence import Delivery, Evidence, Moment, Withdrawal
from facilitator_tui.completion.problems import CompletionProblem
from facilitator_tui.completion.rules import canonical as canonical_rule
from facilitator_tui.completion.rules import revive
from facilitator_tui.completion.verdict import (
    Confirmation,
    Hold,
    Override,
    State,
    canonical,
    confirm,
    decide,
    digest,
    is_for,
)
from facilitator_tui.plans.course import Attend, Criterion, Group, Handed, MakeUp, Presence
from tests.completion.people import DAY, START, coming, person, present, rule, session
from tests.completion.test_reach_exact import NEEDS, people, presences

BADGE = Group((Attend(percent=80, of="held", round="up"), Handed("post-survey")))
RULE = rule(BADGE)
MET = present(1, 2, 3, 4, tasks=["post-survey"], over=True)
UNMET = present(1, 2, 3, tasks=["post-survey"], over=True)


def state(evidence: Evidence, needs: Criterion = BADGE, presence: Presence | None = None) -> State:
    return decide(rule(needs, presence), evidence).state


def test_who_enrolled_and_never_came_has_not_failed() -> None:
    verdict = decide(RULE, present(over=True))
    assert (verdict.state, verdict.met) == ("Enrolled", False)
    assert verdict.why == "Neither came to a session nor handed anything in."


def test_an_excuse_is_not_coming_but_a_survey_is_taking_part() -> None:
    excused = person(session(1, 0, marked="excused"), over=True)
    assert state(excused) == "Enrolled"
    assert state(msgspec.structs.replace(excused, deliveries=(Delivery("post-survey"),))) == "Failed"


def test_a_verdict_is_open_as_long_as_something_can_change_it() -> None:
    running = person(session(1), session(2), coming(3), tasks=["post-survey"])
    verdict = decide(RULE, running)
    assert (verdict.state, verdict.met) == ("InProgress", True)
    assert verdict.why == "Everything is met so far, and what is still to come can change it."
    behind = decide(RULE, person(session(1), session(2, 0), coming(3)))
    assert behind.why == (
        "Not yet met: attended 1 of the 2 sessions held, 2 needed (80 % of 2 is 1.6, rounded up): "
        "attended 1; absent 2; post-survey: not handed in."
    )


def test_what_is_safe_is_provisional_before_the_end() -> None:
    early = person(session(1), session(2), coming(3), tasks=["post-survey"])
    assert state(early, Group((Attend(sessions=2), Handed("post-survey")))) == "Provisional"


def test_out_of_reach_is_failed_only_when_nothing_is_left_to_come() -> None:
    lost = person(session(1), session(2, 0), session(3, 0), coming(4))
    assert state(lost, Attend(sessions=4)) == "InProgress"
    assert state(person(session(1), session(2, 0)), Attend(sessions=2)) == "Failed"


def test_a_missing_survey_is_open_until_its_day_is_over() -> None:
    asked = Handed("post-survey")
    assert state(present(1, now=Moment(START + 40 * DAY, 40)), asked) == "InProgress"
    assert state(present(1, now=Moment(START + 41 * DAY, 41)), asked) == "Failed"
    assert state(present(1), asked) == "InProgress"
    assert state(present(1, over=True), asked) == "Failed"


def test_a_make_up_is_open_within_its_time() -> None:
    presence = Presence(make_up=MakeUp(("summary",), within_s=7 * 86_400))
    missed = person(session(1), session(2, 0))
    all_of_it = Attend(percent=100, of="held")
    for day, expected in ((14, "InProgress"), (15, "Failed")):
        evidence = msgspec.structs.replace(missed, now=Moment(START + day * DAY, day))
        assert state(evidence, all_of_it, presence) == expected


def test_who_left_has_withdrawn() -> None:
    verdict = decide(RULE, msgspec.structs.replace(MET, withdrawal=Withdrawal(START, "a new job")))
    assert (verdict.state, verdict.why) == ("Withdrew", "Left the course.")
    assert b"a new job" not in canonical(verdict)


def test_only_a_person_completes() -> None:
    provisional = decide(RULE, MET)
    assert (provisional.state, provisional.met, provisional.why) == (
        "Provisional",
        True,
        "Everything is met.",
    )
    completed = confirm(provisional, "coordinator-1", START)
    assert completed.state == "Completed"
    assert completed.confirmation == Confirmation("coordinator-1", START, digest(provisional))
    assert decide(RULE, MET, confirmation=completed.confirmation) == completed
    assert digest(completed) == digest(provisional)


def test_nobody_cannot_confirm() -> None:
    with pytest.raises(CompletionProblem, match="Only a person can confirm a badge"):
        confirm(decide(RULE, MET), "  ", START)


@pytest.mark.parametrize(
    "evidence", [UNMET, present(over=True), person(session(1), coming(2), tasks=["post-survey"])]
)
def test_what_is_not_provisional_cannot_be_confirmed(evidence: Evidence) -> None:
    verdict = decide(RULE, evidence)
    with pytest.raises(CompletionProblem, match=f"this one is {verdict.state}"):
        confirm(verdict, "coordinator-1", START)
    pretended = Confirmation("coordinator-1", START, digest(verdict))
    assert decide(RULE, evidence, confirmation=pretended).state == verdict.state


def test_a_confirmation_does_not_outlive_the_facts_it_was_given_on() -> None:
    confirmation = confirm(decide(RULE, MET), "coordinator-1", START).confirmation
    corrected = present(1, 2, 3, 5, tasks=["post-survey"], over=True)
    again = decide(RULE, corrected, confirmation=confirmation)
    assert (again.state, again.confirmation, again.confirmed_before) == ("Provisional", None, True)
    assert again.why.endswith("It was confirmed before on other facts or by another rule: confirm it again.")
    lost = decide(RULE, UNMET, confirmation=confirmation)
    assert (lost.state, lost.confirmed_before) == ("Failed", True)
    completed = confirm(again, "coordinator-1", START + DAY)
    assert decide(RULE, corrected, confirmation=completed.confirmation).state == "Completed"


def test_a_confirmation_does_not_hold_under_another_rule() -> None:
    confirmation = confirm(decide(RULE, MET), "coordinator-1", START).confirmation
    changed = rule(Group((Attend(sessions=3), Handed("post-survey"))))
    assert decide(changed, MET, confirmation=confirmation).state == "Provisional"


def test_held_back_is_on_hold_and_still_met() -> None:
    hold = Hold("coordinator-1", START, "the name has to be corrected first")
    verdict = decide(RULE, MET, hold=hold)
    assert (verdict.state, verdict.met, verdict.hold) == ("OnHold", True, hold)
    assert verdict.why == "Everything is met. Held back, because the name has to be corrected first."
    assert decide(RULE, UNMET, hold=hold).state == "Failed"
    with pytest.raises(CompletionProblem, match="this one is OnHold"):
        confirm(verdict, "coordinator-1", START)


def test_an_override_decides_and_says_why_but_does_not_complete() -> None:
    given = Override("coordinator-1", START, "ill in week 4, and led the last session", earned=True)
    verdict = decide(RULE, UNMET, override=given)
    assert (verdict.state, verdict.met, verdict.override) == ("Provisional", True, given)
    assert verdict.why == (
        "Decided by a person, whatever the rule says: earned, because ill in week 4, and led the last session."
    )
    assert not verdict.criteria[0].met
    assert confirm(verdict, "coordinator-2", START).state == "Completed"
    taken = Override("coordinator-1", START, "signed in for somebody else", earned=False)
    assert decide(RULE, MET, override=taken).state == "Failed"


@pytest.mark.parametrize("decision", [Override("", 0, "x", True), Override("me", 0, " ", True)])
def test_an_override_needs_a_person_and_a_reason(decision: Override) -> None:
    with pytest.raises(CompletionProblem, match="needs who decided it and why"):
        decide(RULE, MET, override=decision)


def test_what_was_confirmed_stands_when_the_words_of_a_reason_are_erased() -> None:
    given = Override("coordinator-1", START, "her sister was ill", earned=True)
    confirmed = confirm(decide(RULE, UNMET, override=given), "coordinator-2", START)
    erased = msgspec.structs.replace(given, why="(erased)")
    again = decide(RULE, UNMET, override=erased, confirmation=confirmed.confirmation)
    assert (again.state, digest(again)) == ("Completed", digest(confirmed))
    later = msgspec.structs.replace(given, at_ms=START + 1)
    assert decide(RULE, UNMET, override=later, confirmation=confirmed.confirmation).state == "Provisional"


def test_a_hold_needs_a_reason() -> None:
    with pytest.raises(CompletionProblem, match="needs who decided it and why"):
        decide(RULE, MET, hold=Hold("coordinator-1", 0, ""))


def test_an_auditor_has_no_verdict() -> None:
    auditor = msgspec.structs.replace(MET, role="auditor")
    assert not is_for(RULE, auditor)
    with pytest.raises(CompletionProblem, match="for the roles participant, not for auditor"):
        decide(RULE, auditor)


def test_a_verdict_names_the_rule_that_decided() -> None:
    name = decide(RULE, MET).rule
    assert (name.id, name.version, name.sha256) == ("badge", "1", RULE.sha256)
    assert len(name.sha256) == 64


def test_a_verdict_shows_every_session() -> None:
    evidence = person(
        session(1, session="s1", confirmed=True),
        session(2, 0, made_good=None, marked="excused"),
        session(3, 0),
        coming(4),
        tasks=[Delivery("summary", 3)],
    )
    presence = Presence(excused="neutral", make_up=MakeUp(("summary",)))
    found = decide(rule(Attend(sessions=2), presence), evidence).sessions
    assert [(each.module, each.status, each.counts, each.treated) for each in found] == [
        (1, "present", True, None),
        (2, "excused", False, "neutral"),
        (3, "made up", True, None),
        (4, "absent", False, None),
    ]
    assert [each.stage for each in found] == ["held", "held", "held", "to come"]
    assert (found[0].session, found[0].confirmed, found[2].present_ms, found[2].counted_ms) == (
        "s1", True, 0, 7_200_000,
    )  # fmt: skip


def test_the_criteria_of_the_outermost_list_stand_one_by_one() -> None:
    assert [each.id for each in decide(RULE, MET).criteria] == ["sessions", "post-survey"]
    one_of = rule(Group((Attend(sessions=5), Handed("essay")), at_least=1))
    (whole,) = decide(one_of, MET).criteria
    assert (whole.id, whole.kind, [each.id for each in whole.parts]) == (
        "1-of",
        "group",
        ["sessions", "essay"],
    )


@given(NEEDS, presences(), people())
def test_the_old_rule_on_the_old_facts_gives_the_same_bytes(
    needs: Criterion, presence: Presence, evidence: Evidence
) -> None:
    asked = rule(needs, presence)
    stored_rule, stored = canonical_rule(asked), msgspec.json.encode(evidence)
    first = canonical(decide(asked, evidence))
    again = canonical(decide(revive(stored_rule), msgspec.json.decode(stored, type=Evidence)))
    assert first == again
