"""The European Learning Model: what somebody did, with the whole workload and nothing that is not needed."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from facilitator_tui.completion.credits import Hours, credits_of
from facilitator_tui.exports.badges.learning_model import (
    activity_of,
    document,
    duration,
    problems,
    workload_of,
)
from facilitator_tui.exports.badges.options import Issuer
from facilitator_tui.issuing.award import Award
from tests.completion.people import HOUR, MINUTE
from tests.exports.badges.people import HOSTILE_NAMES, LISBON, award, awarding, the_course

ISSUER = Issuer(id="https://example.org/issuer", name="Example Exchange", country="PRT")


def person(of: Award | None = None, issuer: Issuer = ISSUER, **more: Any) -> dict[str, Any]:
    who = of or award("Amina Haddad", "Amina@example.org")
    made = activity_of(awarding(who, **more), who, issuer, LISBON)
    found: dict[str, Any] = json.loads(msgspec.json.encode(made))
    return found


@pytest.mark.parametrize(
    ("ms", "written"),
    [
        (0, "PT0M"),
        (29_999, "PT0M"),
        (59_999, "PT1M"),
        (23 * HOUR - 20, "PT23H"),
        (30 * MINUTE, "PT30M"),
        (2 * HOUR, "PT2H"),
        (25 * HOUR + 30 * MINUTE, "PT25H30M"),
        (160 * HOUR, "PT160H"),
    ],
)
def test_lengths_in_the_form_of_iso_8601(ms: int, written: str) -> None:
    assert duration(ms) == written


def test_the_workload_is_live_time_and_the_own_work_that_is_evidenced() -> None:
    claim = person()["hasClaim"]
    assert claim["type"] == "LearningActivity"
    assert claim["workload"] == "PT20H"
    assert (
        "8 h in live sessions and 12 h of own work for which something was handed in"
        in (claim["description"]["en"])
    )


def test_without_evidence_it_is_the_plan_and_says_so() -> None:
    claim = person(award(credits=credits_of(Hours(8 * HOUR, 15 * HOUR, 25))))["hasClaim"]
    assert claim["workload"] == "PT23H"
    assert "as the course plans it" in claim["description"]["en"]
    assert "not evidenced" in claim["description"]["en"]


@pytest.mark.parametrize("known", [credits_of(Hours(10 * HOUR, 0, 25)), None])
def test_contact_hours_alone_are_no_workload(known: Any) -> None:
    claim = person(award(credits=known))["hasClaim"]
    assert "workload" not in claim
    assert workload_of(known)[0] is None
    assert "workload" in claim["description"]["en"]


def test_of_personal_data_only_name_and_address_go_out() -> None:
    who = award(
        "Amina Haddad",
        "Amina@example.org",
        institution="University of Somewhere",
        country="Tunisia",
        subgroup="Group 3",
        person="person-17",
    )
    made = person(who)
    assert made["fullName"] == {"en": "Amina Haddad"}
    assert made["contactPoint"]["emailAddress"]["id"] == "mailto:Amina@example.org"
    text = json.dumps(made)
    for hidden in ("Somewhere", "Tunisia", "Group 3", "person-17"):
        assert hidden not in text
    assert set(made) == {"@context", "id", "type", "fullName", "contactPoint", "hasClaim"}


def test_the_activity_has_its_times_its_organisation_and_its_language() -> None:
    claim = person(course=the_course(language="fr"))["hasClaim"]
    assert claim["title"] == {"fr": "Belonging"}
    assert claim["temporal"]["startDate"].startswith("2026-02-25T06:13:20")
    body = claim["awardedBy"]["awardingBody"]
    assert body["legalName"] == {"fr": "Example Exchange"}
    assert body["location"]["address"]["countryCode"]["id"].endswith("/country/PRT")
    assert claim["specifiedBy"]["language"]["id"].endswith("/language/FRA")
    assert claim["specifiedBy"]["mode"]["prefLabel"] == {"en": "Online"}


@pytest.mark.parametrize("name", ["Amina Haddad", *HOSTILE_NAMES])
def test_our_payloads_have_no_problem(name: str) -> None:
    assert problems(person(award("Amina Haddad", certificate_name=name))) == ()
    assert problems(person(from_ms=None, to_ms=None, course=the_course(language="tlh"))) == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"hasClaim": {"colour": "green"}}, "“colour”"),
        ({"hasClaim": {"title": {}}}, "needs “title”"),
        ({"hasClaim": {"workload": "25 h"}}, "ISO 8601"),
        ({"hasClaim": {"workload": "PT"}}, "ISO 8601"),
        ({"@context": "https://example.org"}, "no person with a learning activity"),
    ],
)
def test_what_would_be_refused_is_said(change: dict[str, Any], says: str) -> None:
    made = person()
    changed = {**made, **change}
    if "hasClaim" in change:
        changed["hasClaim"] = {**made["hasClaim"], **change["hasClaim"]}
    assert any(says in each for each in problems(changed))


def test_an_organisation_without_a_country_is_refused() -> None:
    assert any("country" in each for each in problems(person(issuer=Issuer(name="Example Exchange"))))


def test_the_file_says_that_nothing_in_it_is_sealed() -> None:
    who = award()
    written = json.loads(document(awarding(who), [activity_of(awarding(who), who, ISSUER, LISBON)]))
    assert written["about"].startswith("UNSEALED.")
    assert written["sealed"] is False
    assert len(written["people"]) == 1
