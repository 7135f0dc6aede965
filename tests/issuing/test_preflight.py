"""Before an export: every planted fault is found, and whoever is held back is told why and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from facilitator_tui.completion.verdict import Hold, Override, confirm, decide
from facilitator_tui.issuing.award import Action, Award, Issued
from facilitator_tui.issuing.preflight import Preflight, check, outstanding
from facilitator_tui.issuing.reasons import Kind
from facilitator_tui.issuing.revoking import revocations
from facilitator_tui.plans.course import Attend
from tests.completion.people import coming, person, session
from tests.exports.badges.people import (
    BADGE,
    CONFIRMED_MS,
    award,
    awarding,
    earned,
    evidence,
    issued,
    the_rule,
)

GOOD = award("Leïla Mansour", "Leila@example.org")


def looked(*awards: Award, to: str = "lines", accepted: Sequence[Kind] = (), **more: Any) -> Preflight:
    return check(awarding(*awards, **more), to, accepted=accepted)


def with_history(of: Award, *lines: Issued) -> Award:
    return msgspec.structs.replace(of, issued=lines)


def without_verdict_of(state: str) -> Award:
    rule = the_rule()
    match state:
        case "Provisional":
            return award(verdict=decide(rule, evidence()))
        case "OnHold":
            hold = Hold("coordinator", 1, "the survey is missing")
            return award(verdict=decide(rule, evidence(), hold=hold))
        case "InProgress":
            sessions = *(session(each, 0 if each == 4 else 120) for each in range(1, 5)), coming(5)
            return award(verdict=decide(rule, person(*sessions, tasks=["diary"] * 3)))
        case "met so far":
            sessions = *(session(each) for each in range(1, 4)), coming(4), coming(5)
            return award(verdict=decide(rule, person(*sessions, tasks=["diary"] * 3)))
        case "Failed":
            return award(verdict=decide(rule, evidence(missed=(3, 4, 5))))
        case _:
            return award(verdict=decide(rule, evidence(missed=(1, 2, 3, 4, 5), tasks=())))


def overridden(why: str) -> Award:
    override = Override("coordinator", 1, "was in hospital", earned=True)
    verdict = confirm(
        decide(the_rule(), evidence(missed=(4, 5)), override=override), "coordinator", CONFIRMED_MS
    )
    erased = msgspec.structs.replace(override, why=why)
    return award(verdict=msgspec.structs.replace(verdict, override=erased))


# --- who goes out


def test_a_confirmed_award_with_name_and_address_is_ready() -> None:
    found = looked(GOOD)
    assert found.ready == (GOOD,)
    assert (found.held, found.look, found.already, found.revoke) == ((), (), (), ())
    assert found.notes == ("1 person: 1 file of at most 2,500 lines (pasted at once).",)


@pytest.mark.parametrize(
    ("faulty", "kind", "says"),
    [
        (award(email=""), "no address", "Ask for the one"),
        (award(email="  "), "no address", "Ask for the one"),
        (award(email="amina at example.org"), "odd address", "“amina at example.org” is no address"),
        (award(email="amina@example"), "odd address", "is no address"),
        (award(email="amina@example.org;b@example.org"), "odd address", "is no address"),
        (award(name="Amina <3 Haddad", email="amina@example.org"), "odd name", "“<” or “>”"),
        (award(name="Amina Haddad", certificate_name="Amina > Haddad"), "odd name", "“<” or “>”"),
        (award(name=" ", email="amina@example.org"), "no name", "There is no name"),
        (award(verdict=earned(confirmed=False)), "session not confirmed", "session 1, 2, 3, 4, 5"),
        (overridden(" "), "override without a reason", "Write why"),
        (award(absent_but_spoke=(5,)), "absent but spoke", "session 5"),
        (award(minor=True), "minor without consent", "guardian"),
    ],
)  # fmt: skip
def test_who_is_held_back_is_told_why_and_what_to_do(faulty: Award, kind: Kind, says: str) -> None:
    found = looked(faulty, GOOD)
    assert found.ready == (GOOD,)
    (held,) = found.held
    assert held.award == faulty
    assert [reason.kind for reason in held.reasons if reason.hard] == [kind]
    words = " ".join(reason.words for reason in held.reasons)
    assert says in words.replace("sessions", "session")


def test_everything_that_is_wrong_is_said_at_once() -> None:
    faulty = award(name="A <b>", email="", minor=True, verdict=earned(confirmed=False))
    (held,) = looked(faulty).held
    assert {reason.kind for reason in held.reasons} == {
        "session not confirmed",
        "no address",
        "odd name",
        "minor without consent",
    }


def test_an_override_with_its_reason_may_go() -> None:
    assert looked(overridden("was in hospital")).ready


def test_a_guardian_has_agreed() -> None:
    assert looked(award(minor=True, guardian_consent=True)).ready


def test_a_course_need_not_ask_guardians() -> None:
    assert looked(award(minor=True), asks_guardians=False).ready


@pytest.mark.parametrize(("state", "kind"), [("Provisional", "not confirmed"), ("OnHold", "on hold")])
def test_what_a_person_has_still_to_decide_is_held(state: str, kind: Kind) -> None:
    (held,) = looked(without_verdict_of(state)).held
    assert [reason.kind for reason in held.reasons] == [kind]


@pytest.mark.parametrize("state", ["Provisional", "OnHold"])
def test_what_is_wrong_with_a_person_is_said_before_anybody_confirms(state: str) -> None:
    verdict = without_verdict_of(state).verdict
    open_ = tuple(msgspec.structs.replace(each, confirmed=False) for each in verdict.sessions)
    verdict = msgspec.structs.replace(verdict, sessions=open_)
    (held,) = looked(award(email="", minor=True, verdict=verdict)).held
    kinds = {reason.kind for reason in held.reasons}
    assert kinds >= {"no address", "minor without consent", "session not confirmed"}


def test_the_sessions_to_confirm_are_named_as_they_stand_in_the_list() -> None:
    verdict = earned(confirmed=False)
    sessions = (msgspec.structs.replace(verdict.sessions[2], session="third"),)
    faulty = award(verdict=msgspec.structs.replace(verdict, sessions=sessions))
    (held,) = looked(faulty, session_names={"third": "Red, session 3 (19 Oct)"}).held
    assert held.reasons[0].words == (
        "The attendance of Red, session 3 (19 Oct) is not confirmed. Confirm it: a on it in the list of sessions."
    )


def test_a_confirmation_of_other_facts_is_asked_for_again() -> None:
    stale = earned(missed=()).confirmation
    verdict = decide(the_rule(), evidence(), confirmation=stale)
    (held,) = looked(award(verdict=verdict)).held
    assert "again" in held.reasons[0].words


def test_who_has_not_earned_it_is_in_no_file_and_only_counted() -> None:
    found = looked(without_verdict_of("Failed"), without_verdict_of("Enrolled"), GOOD)
    assert found.ready == (GOOD,)
    assert found.held == ()
    assert found.notes[-1] == "Not earned, and in no file: 1 not met, 1 never came."


def test_somebody_absent_who_spoke_is_looked_at_even_without_a_badge() -> None:
    failed = msgspec.structs.replace(without_verdict_of("Failed"), absent_but_spoke=(3,))
    (held,) = looked(failed).held
    assert held.reasons[0].kind == "absent but spoke"


# --- addresses of several people


def test_the_same_address_twice_holds_both_whatever_the_case() -> None:
    one, two = award("Amina Haddad", "Home@example.org"), award("Yusuf Haddad", "home@EXAMPLE.org")
    found = looked(one, two, GOOD)
    assert found.ready == (GOOD,)
    assert [held.reasons[0].kind for held in found.held] == ["duplicate address"] * 2
    assert "Yusuf Haddad" in found.held[0].reasons[0].words
    assert found.held[0].award.recipient.email == "Home@example.org"


def test_the_address_of_somebody_without_a_badge_is_a_warning() -> None:
    twin = msgspec.structs.replace(
        without_verdict_of("Enrolled"), recipient=award("A H", "x@example.org").recipient
    )
    found = looked(award(email="X@example.org"), twin)
    assert len(found.ready) == 1
    assert [(reason.kind, reason.hard) for reason in found.look[0].reasons] == [("duplicate address", False)]


def test_siblings_are_asked_for_addresses_before_either_is_confirmed() -> None:
    verdict = without_verdict_of("Provisional").verdict
    one, two = (award(name, "home@example.org", verdict=verdict) for name in ("Amina Haddad", "Yusuf Haddad"))
    for held in looked(one, two).held:
        assert [reason.kind for reason in held.reasons if reason.hard] == [
            "not confirmed",
            "duplicate address",
        ]


def test_a_person_who_has_looked_may_let_siblings_pass() -> None:
    one, two = award("Amina Haddad", "home@example.org"), award("Yusuf Haddad", "home@example.org")
    found = looked(one, two, accepted=["duplicate address"])
    assert found.ready == (one, two)
    assert len(found.look) == 2


def test_what_is_missing_cannot_be_let_pass() -> None:
    assert looked(award(email=""), accepted=["no address"]).held


def test_an_address_in_other_letters_goes_out_with_a_warning() -> None:
    (look,) = looked(award(email="زينب@example.org")).look
    assert [(reason.kind, reason.hard) for reason in look.reasons] == [("odd address", False)]


# --- by destination


@pytest.mark.parametrize("to", ["obf-csv", "canvas", "credly"])
@pytest.mark.parametrize(
    "faulty", [award(email="=amina@example.org"), award(name="=Amina Haddad", email="a@example.org")]
)
def test_what_a_spreadsheet_would_run_does_not_go_into_one(to: str, faulty: Award) -> None:
    assert looked(faulty, to=to).held
    assert not looked(faulty, to="lines").held


def test_credly_wants_two_names() -> None:
    assert looked(award("Suharto"), to="credly").held
    assert looked(award("Suharto"), to="lines").ready


def test_names_that_are_not_parted_are_looked_at() -> None:
    (look,) = looked(award("Amina Ben Haddad"), to="canvas").look
    assert look.reasons[0].kind == "name not parted"
    parted = award("Amina Ben Haddad", given_name="Amina", family_name="Ben Haddad")
    assert looked(parted, to="canvas").look == ()


@pytest.mark.parametrize("to", ["neutral-csv", "neutral-xlsx", "neutral-json", "sheets"])
def test_the_organisations_own_files_hold_everybody(to: str) -> None:
    everybody = (GOOD, without_verdict_of("Failed"), award(email=""), award(absent_but_spoke=(1,)))
    found = looked(*everybody, to=to)
    assert found.ready == everybody
    assert found.held == ()
    assert [held.reasons[0].kind for held in found.look] == ["absent but spoke"]


def test_an_example_rule_is_named_as_one() -> None:
    badge = msgspec.structs.replace(BADGE, standing="example")
    assert any("is an example" in note for note in looked(GOOD, badge=badge).notes)
    assert not any("is an example" in note for note in looked(GOOD).notes)


def test_a_large_batch_says_its_files_and_days() -> None:
    people = tuple(
        award(f"P{number} X", f"p{number}@example.org", verdict=GOOD.verdict) for number in range(2_001)
    )
    assert "so this takes 2 days." in looked(*people, to="obf-csv").notes[0]
    assert "1 file of at most 10,000 rows" in looked(*people, to="obf-csv").notes[0]


# --- exported before


@pytest.mark.parametrize("action", ["exported", "issued", "received"])
def test_a_second_run_exports_only_the_new(action: Action) -> None:
    before = with_history(GOOD, issued(GOOD, action))
    new = award("Yusuf Kaya")
    found = looked(before, new)
    assert found.ready == (new,)
    assert found.already == (before,)
    assert found.revoke == ()


@pytest.mark.parametrize("action", ["not issued", "revoked"])
def test_what_was_taken_back_is_awarded_again(action: Action) -> None:
    again = with_history(GOOD, issued(GOOD, "exported"), issued(GOOD, action))
    assert looked(again).ready == (again,)


@pytest.mark.parametrize("action", ["sending", "unclear"])
def test_an_answer_that_never_came_holds_back_until_somebody_has_looked(action: Action) -> None:
    open_end = with_history(GOOD, issued(GOOD, action))
    (held,) = looked(open_end).held
    assert held.reasons[0].kind == "nothing known"
    assert looked(open_end, accepted=["nothing known"]).ready == (open_end,)


def test_what_was_given_by_another_issuer_is_a_warning() -> None:
    elsewhere = with_history(GOOD, issued(GOOD, "issued", issuer="credly"))
    found = looked(elsewhere)
    assert found.ready == (elsewhere,)
    assert found.look[0].reasons[0].kind == "issued elsewhere"


@pytest.mark.parametrize(
    ("before", "says"),
    [
        ({"email": "old@example.org"}, "another address (old@example.org)"),
        ({"email": "leila@example.org"}, "another address (leila@example.org)"),
        ({"name": "Leila Mansur"}, "another name (Leila Mansur)"),
        ({"verdict": "0" * 64}, "The verdict has changed"),
    ],
)
def test_a_correction_is_to_be_revoked_and_awarded_again(before: dict[str, str], says: str) -> None:
    wrong = with_history(GOOD, issued(GOOD, "issued", **before))
    found = looked(wrong)
    assert (found.ready, found.already) == ((), ())
    (correction,) = found.revoke
    assert says in correction.why
    assert correction.again
    assert correction.before.action == "issued"


def test_after_the_revocation_the_correction_is_ready() -> None:
    wrong = issued(GOOD, "issued", email="old@example.org")
    fixed = with_history(GOOD, wrong, msgspec.structs.replace(wrong, id="x", action="revoked"))
    assert looked(fixed).ready == (fixed,)


def test_a_new_version_of_the_rule_is_a_correction_too() -> None:
    newer = msgspec.structs.replace(BADGE, version="3", needs=Attend(sessions=4))
    now = award("Leïla Mansour", verdict=earned(newer))
    found = looked(with_history(now, issued(GOOD, "issued")), badge=newer)
    assert "version of the rule" in found.revoke[0].why


def test_a_badge_that_is_no_longer_earned_is_revoked_and_not_awarded_again() -> None:
    lost = without_verdict_of("Failed")
    found = looked(with_history(lost, issued(lost, "issued")))
    assert found.revoke[0].again is False
    assert found.ready == ()


@pytest.mark.parametrize("action", ["exported", "issued", "received"])
@pytest.mark.parametrize(
    ("state", "again", "says"),
    [
        ("Failed", False, "is not earned"),
        ("InProgress", None, "not earned (yet): attended 3 of the 4 sessions held"),
        ("Enrolled", None, "not earned (yet): neither came"),
    ],
)
def test_whoever_has_a_badge_that_is_not_earned_is_on_the_list_whatever_the_verdict(
    action: Action, state: str, again: bool | None, says: str
) -> None:
    lost = without_verdict_of(state)
    there = with_history(lost, issued(lost, action))
    found = looked(there)
    (correction,) = found.revoke
    assert correction.again is again
    assert says in correction.why
    assert found.out == (there,)
    assert (found.ready, found.held, found.already) == ((), (), ())


@pytest.mark.parametrize(
    ("state", "says", "then"),
    [
        ("Provisional", "the facts or the rule have changed", "Confirm it again"),
        ("OnHold", "a person holds it back", "Release and confirm it again"),
        ("met so far", "what is still to come can change it", "Wait for that"),
    ],
)
def test_a_badge_that_is_out_and_unconfirmed_is_no_mere_candidate(state: str, says: str, then: str) -> None:
    open_ = without_verdict_of(state)
    there = with_history(open_, issued(open_, "issued", verdict="0" * 64))
    found = looked(there)
    (held,) = found.held
    reason = held.reasons[0]
    assert (reason.kind, reason.hard) == ("out and unconfirmed", True)
    assert f"The badge is out (issued, obf) and now unconfirmed: {says}" in reason.words
    assert f"{then}, or revoke it" in reason.words
    assert "nothing known" not in {each.kind for each in held.reasons}
    assert (found.out, found.revoke) == ((there,), ())


@pytest.mark.parametrize("state", ["Provisional", "OnHold", "met so far"])
@pytest.mark.parametrize(
    ("before", "says"),
    [({"email": "old@example.org"}, "old@example.org"), ({"name": "Leila Mansur"}, "Leila Mansur")],
)
def test_where_an_unconfirmed_badge_went_is_compared(state: str, before: dict[str, str], says: str) -> None:
    open_ = without_verdict_of(state)
    (held,) = looked(with_history(open_, issued(open_, "exported", **before))).held
    assert [each.kind for each in held.reasons][:2] == ["out and unconfirmed"] * 2
    assert says in held.reasons[1].words


@pytest.mark.parametrize("state", ["Provisional", "met so far"])
def test_an_answer_that_never_came_is_said_of_the_unconfirmed_as_well(state: str) -> None:
    open_ = without_verdict_of(state)
    found = looked(with_history(open_, issued(open_, "unclear")))
    (held,) = found.held
    assert "nothing known" in {each.kind for each in held.reasons}
    assert found.out == (), "nobody knows"


def test_what_may_be_out_and_is_not_earned_is_looked_up_before_it_is_revoked() -> None:
    lost = without_verdict_of("InProgress")
    (correction,) = looked(with_history(lost, issued(lost, "unclear"))).revoke
    assert correction.then.startswith("Look at the issuer first")


def test_the_service_would_revoke_what_is_on_the_list_and_say_why() -> None:
    lost, open_ = (
        without_verdict_of("InProgress"),
        award("Yusuf Kaya", verdict=without_verdict_of("OnHold").verdict),
    )
    batch = awarding(
        *(with_history(each, issued(each, "issued", remote="event-1")) for each in (lost, open_))
    )
    found = check(batch, "lines")
    assert revocations(batch, found) == (), "while the course runs, somebody has to decide"
    (planned,) = revocations(batch, found, [lost.recipient.person])
    assert planned.award.recipient == lost.recipient
    assert len(planned.lines) == 1
    assert "not earned (yet)" in planned.says()
    (named,) = revocations(batch, found, [open_.recipient.person])
    assert named.says() == "Yusuf Kaya: You asked for it."


def test_out_counts_the_right_and_the_wrong() -> None:
    right = with_history(GOOD, issued(GOOD))
    other = award("Yusuf Kaya")
    wrong = with_history(other, issued(other, email="old@example.org"))
    gone = with_history(award("Noor Said"), issued(award("Noor Said"), "revoked"))
    found = looked(right, wrong, gone)
    assert (found.out, found.already) == ((right, wrong), (right,))


def test_what_is_out_at_another_issuer_is_not_revoked_here() -> None:
    lost = without_verdict_of("InProgress")
    found = looked(with_history(lost, issued(lost, issuer="credly")))
    assert (found.out, found.revoke) == ((), ())


def test_what_was_erased_is_not_compared() -> None:
    erased = with_history(GOOD, issued(GOOD, "issued", email="", name=""))
    assert looked(erased).already == (erased,)


def test_of_several_batches_the_last_that_stands_counts() -> None:
    first = issued(GOOD, "exported", batch="1", email="old@example.org")
    revoked = msgspec.structs.replace(first, id="r", action="revoked", at_ms=first.at_ms + 1)
    second = issued(GOOD, "issued", batch="2", at_ms=first.at_ms + 2)
    assert outstanding((first, revoked, second), "obf") == (second,)
    assert outstanding((first,), "credly") == ()
