"""Open Badges 3.0: the payload, the official JSON Schema, and the checks that the schema misses."""

from __future__ import annotations

import copy
import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest

from facilitator_tui.completion.credits import Hours, credits_of
from facilitator_tui.completion.verdict import Override, confirm, decide
from facilitator_tui.exports.badges.open_badges import credential, document, identity_hash
from facilitator_tui.exports.badges.open_badges_check import problems
from facilitator_tui.exports.badges.options import Issuer
from facilitator_tui.exports.files import ExportProblem
from facilitator_tui.issuing.award import Award
from facilitator_tui.plans.course import Attend, Group, Handed, Minutes, Miss
from tests.completion.people import HOUR
from tests.exports.badges.people import (
    BADGE,
    CONFIRMED_MS,
    HOSTILE_NAMES,
    LISBON,
    award,
    awarding,
    earned,
    evidence,
    the_rule,
)

SCHEMA = Path(__file__).resolve().parents[4] / "shared/fixtures/ob3/ob_v3p0_achievementcredential_schema.json"
ISSUER = Issuer(id="https://example.org/issuer", name="Example Exchange", url="https://example.org")
UUID = "3f1c0f5e-6c1f-4a3d-9a5a-0a3f6f7b1c11"
SALT = "b7c1a0d2"

GIVEN: dict[str, Any] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": "urn:uuid:3f1c0f5e-6c1f-4a3d-9a5a-0a3f6f7b1c11",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Dialogue participant",
    "issuer": {"id": "https://example.org/issuer", "type": ["Profile"], "name": "X"},
    "validFrom": "2025-05-01T00:00:00Z",
    "awardedDate": "2025-05-01T00:00:00Z",
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "role": "Participant",
        "activityStartDate": "2025-03-01T00:00:00Z",
        "activityEndDate": "2025-04-20T00:00:00Z",
        "creditsEarned": 1.0,
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityType": "emailAddress",
                "salt": "Kosher",
                "identityHash": identity_hash("a@example.com", "Kosher"),
            }
        ],
        "achievement": {
            "id": "https://example.org/a/1",
            "type": ["Achievement"],
            "achievementType": "CertificateOfCompletion",
            "name": "n",
            "description": "d",
            "criteria": {"narrative": "..."},
            "alignment": [
                {
                    "type": ["Alignment"],
                    "targetName": "Active listening",
                    "targetUrl": "https://example.org/c",
                    "targetFramework": "EVE",
                }
            ],
            "resultDescription": [
                {
                    "id": "urn:x:att",
                    "type": ["ResultDescription"],
                    "name": "Sessions attended",
                    "resultType": "Percent",
                    "valueMin": "0",
                    "valueMax": "100",
                    "requiredValue": "80",
                },
                {"id": "urn:x:st", "type": ["ResultDescription"], "name": "Status", "resultType": "Status"},
            ],
        },
        "result": [
            {"type": ["Result"], "resultDescription": "urn:x:att", "value": "80"},
            {"type": ["Result"], "resultDescription": "urn:x:st", "status": "Completed"},
        ],
    },
    "evidence": [
        {
            "type": ["Evidence"],
            "name": "Attendance",
            "genre": "attendance record",
            "narrative": "4 of 5 sessions",
        }
    ],
}
"""A payload that somebody wrote by hand and that the official schema accepts."""


@pytest.fixture(scope="module")
def schema() -> Any:
    if not SCHEMA.exists():
        pytest.skip("the official JSON Schema is not here; the own checks are tested all the same")
    from jsonschema import Draft201909Validator

    return Draft201909Validator(
        json.loads(SCHEMA.read_text(encoding="utf-8")),
        format_checker=Draft201909Validator.FORMAT_CHECKER,
    )


def payload(of: Award | None = None, **more: Any) -> dict[str, Any]:
    """The payload as a program reads it from the file."""
    who = of or award("Amina Haddad", "Amina@example.org")
    made = credential(awarding(who, **more), who, ISSUER, LISBON, UUID, SALT)
    found: dict[str, Any] = json.loads(msgspec.json.encode(made))
    return found


def of_rule(*criteria: Any, at_least: int = 0) -> dict[str, Any]:
    """The payload of somebody by another rule."""
    badge = msgspec.structs.replace(BADGE, needs=Group(criteria, at_least))
    return payload(award(verdict=earned(badge)), badge=badge)


# --- whose it is


def test_the_identity_hash_is_that_of_the_specification() -> None:
    assert (
        identity_hash("a@example.com", "Kosher")
        == "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    )


def test_the_case_of_the_address_matters() -> None:
    assert identity_hash("Amina@example.org", SALT) != identity_hash("amina@example.org", SALT)
    (identity,) = payload()["credentialSubject"]["identifier"]
    assert identity["identityHash"] == "sha256$" + sha256(b"Amina@example.orgb7c1a0d2").hexdigest()


def test_neither_name_nor_address_stands_in_the_payload() -> None:
    text = json.dumps(payload(), ensure_ascii=False).casefold()
    assert "amina" not in text
    assert "haddad" not in text
    assert "@example" not in text


# --- what it says


def test_the_payload_of_an_award() -> None:
    made = payload()
    subject = made["credentialSubject"]
    assert made["id"] == f"urn:uuid:{UUID}"
    assert made["validFrom"] == made["awardedDate"] == "2026-03-27T23:30:00+00:00"
    assert subject["creditsEarned"] == 0.8
    assert subject["activityStartDate"].startswith("2026-02-25T")
    of = subject["achievement"]["id"]
    assert subject["result"] == [
        {"type": ["Result"], "resultDescription": f"{of}#sessions-attended", "value": "80"},
        {"type": ["Result"], "resultDescription": f"{of}#status", "status": "Completed"},
        {"type": ["Result"], "resultDescription": f"{of}#criterion-sessions", "value": "4"},
        {"type": ["Result"], "resultDescription": f"{of}#criterion-diary", "value": "3"},
    ]
    assert [each["targetName"] for each in subject["achievement"]["alignment"]] == ["Active listening"]
    (shown,) = made["evidence"]
    assert shown["narrative"].startswith("4 of 5 sessions counted as attended; sessions: 4 counted, 4 needed")
    assert shown["narrative"].endswith("The awarding institution decides.")


def test_what_everybody_must_reach_stands_in_the_description_of_the_result() -> None:
    described = of_rule(Attend(sessions=4), Minutes(seconds=90 * 60), Handed("diary", 2), Miss(sessions=1))
    results = described["credentialSubject"]["achievement"]["resultDescription"]
    assert [(each["resultType"], each.get("requiredValue")) for each in results[2:]] == [
        ("ext:SessionsAttended", "4"),
        ("ext:MinutesPresent", "90"),
        ("ext:TasksHandedIn", "2"),
        ("ext:SessionsMissed", None),
    ]


def test_credits_are_earned_only_where_own_work_is_evidenced() -> None:
    planned = payload(award(credits=credits_of(Hours(8 * HOUR, 15 * HOUR, 25))))
    assert "creditsEarned" not in planned["credentialSubject"]
    assert "creditsEarned" not in payload(award(credits=None))["credentialSubject"]


def test_the_criteria_say_whether_they_are_agreed_or_an_example() -> None:
    narrative = payload()["credentialSubject"]["achievement"]["criteria"]["narrative"]
    assert narrative.startswith("Rule participant, version 2, agreed on with the organisation")
    assert "attend at least 80 % of the sessions held, rounded up" in narrative
    badge = msgspec.structs.replace(BADGE, standing="example")
    of = award(verdict=earned(badge))
    narrative = payload(of, badge=badge)["credentialSubject"]["achievement"]["criteria"]["narrative"]
    assert narrative.startswith("Rule participant, version 2, an example.")


def test_no_reason_of_a_decision_is_in_it() -> None:
    override = Override("Sofia", 1, "was in hospital", earned=True)
    verdict = confirm(decide(the_rule(), evidence(missed=(4, 5)), override=override), "Sofia", CONFIRMED_MS)
    text = json.dumps(payload(award(verdict=verdict)))
    assert "hospital" not in text
    assert "Sofia" not in text


def test_nothing_is_made_of_what_nobody_confirmed() -> None:
    with pytest.raises(ExportProblem, match="not confirmed"):
        payload(award(verdict=decide(the_rule(), evidence())))


def test_the_file_says_that_nothing_in_it_is_signed() -> None:
    who = award()
    written = json.loads(document(awarding(who), [payload(who)]))
    assert written["about"].startswith("UNSIGNED.")
    assert written["signed"] is False
    assert "proof" not in written["credentials"][0]


# --- the official schema


def test_a_payload_written_by_hand_is_valid(schema: Any) -> None:
    assert list(schema.iter_errors(GIVEN)) == []
    assert problems(GIVEN) == ()


@pytest.mark.parametrize("name", ["Amina Haddad", *HOSTILE_NAMES])
def test_our_payloads_are_valid(schema: Any, name: str) -> None:
    made = payload(award("Amina Haddad", certificate_name=name, role="debater"))
    assert list(schema.iter_errors(made)) == []
    assert problems(made) == ()


@pytest.mark.parametrize(
    "criteria",
    [
        (Attend(sessions=1), Minutes(percent=75, of="held"), Miss(seconds=14_400), Handed("diary", 3)),
        (Attend(sessions=1, id="où & how"), Group((Handed("diary", 1), Miss(sessions=3)), 1)),
    ],
)
def test_payloads_by_every_kind_of_rule_are_valid(schema: Any, criteria: tuple[Any, ...]) -> None:
    made = of_rule(*criteria)
    assert list(schema.iter_errors(made)) == []
    assert problems(made) == ()


def test_a_badge_without_any_words_is_still_valid(schema: Any) -> None:
    made = payload(from_ms=None, to_ms=None, badge=msgspec.structs.replace(BADGE, about=""))
    assert list(schema.iter_errors(made)) == []
    assert problems(made) == ()


# --- what the schema misses


def changed(*path: str | int, to: Any) -> dict[str, Any]:
    """The payload with another value at this place; ``...`` takes it out."""
    made = copy.deepcopy(GIVEN)
    place: Any = made
    for step in path[:-1]:
        place = place[step]
    if to is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return made


SUBJECT = "credentialSubject"
IDENTITY = (SUBJECT, "identifier", 0)

MISSED = [
    (changed(SUBJECT, "identifier", to=...), "whose badge"),
    (changed(SUBJECT, "identifier", to=[]), "whose badge"),
    (changed(*IDENTITY, "salt", to=...), "no salt"),
    (changed(*IDENTITY, "identityHash", to="sha256$abc"), "64 hex digits"),
    (changed(*IDENTITY, "hashed", to=False), "not hashed"),
    (changed(*IDENTITY, "identityType", to="userName"), "emailAddress"),
    (changed("validFrom", to="2025-05-01T00:00:00"), "with a zone"),
    (changed(SUBJECT, "activityEndDate", to="2025-02-01T00:00:00Z"), "activityEndDate is before"),
    (changed("id", to="credential 7"), "The credential needs an id"),
    (changed("issuer", to="our office"), "The issuer needs an id"),
    (changed("colour", to="green"), "“colour”"),
    (changed(SUBJECT, "email", to="hidden"), "“email”"),
    (changed(SUBJECT, "achievement", "points", to=3), "“points”"),
    (changed(SUBJECT, "result", 0, "resultDescription", to="urn:x:other"), "urn:x:other"),
    (changed(SUBJECT, "result", 0, "value", to="eighty"), "0 to 100"),
    (changed(SUBJECT, "result", 0, "value", to="180"), "0 to 100"),
    (changed(SUBJECT, "result", 1, "status", to=...), "says nothing"),
    (changed(SUBJECT, "creditsEarned", to=-1), "creditsEarned"),
    (changed(SUBJECT, "creditsEarned", to=float("nan")), "creditsEarned"),
    (changed(SUBJECT, "achievement", "criteria", to={}), "criteria are empty"),
    (changed(SUBJECT, "achievement", "description", to=" "), "no description"),
    (changed(SUBJECT, "achievement", "alignment", 0, "targetUrl", to="listening"), "web address"),
    (changed("evidence", 0, "narrative", to=...), "says nothing"),
    (changed("evidence", 0, "narrative", to="write to amina@example.org"), "in the open"),
]


@pytest.mark.parametrize(("wrong", "says"), MISSED)
def test_the_own_checks_find_it(wrong: dict[str, Any], says: str) -> None:
    assert any(says in each for each in problems(wrong)), problems(wrong)


@pytest.mark.parametrize("wrong", [wrong for wrong, _ in MISSED[:3]])
def test_the_schema_really_misses_it(schema: Any, wrong: dict[str, Any]) -> None:
    assert list(schema.iter_errors(wrong)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        changed("validFrom", to="2025-05-01"),
        changed(SUBJECT, "result", 0, "value", to=80),
        changed(SUBJECT, "result", 1, "status", to="Done"),
        changed(*IDENTITY, "identityType", to="email"),
        changed(SUBJECT, "creditsEarned", to="1"),
    ],
)
def test_what_the_schema_may_find_the_own_checks_find_too(wrong: dict[str, Any]) -> None:
    assert problems(wrong)


@pytest.mark.parametrize("wrong", [{}, {"credentialSubject": []}, {"issuer": {}, "evidence": [3]}])
def test_a_payload_that_is_none_breaks_nothing(wrong: dict[str, Any]) -> None:
    assert problems(wrong)


def test_every_problem_is_a_sentence() -> None:
    for wrong, _ in MISSED:
        for each in problems(wrong):
            assert re.fullmatch(r"[A-Za-z].*\.", each), each
