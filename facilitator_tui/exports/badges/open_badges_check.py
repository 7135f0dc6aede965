"""What the JSON Schema of Open Badges 3.0 lets pass and an issuer would not: own checks of a payload, as sentences.

The schema allows a subject whom nothing identifies, dates without a time or zone, properties that nobody knows, results
that point nowhere and numbers that are none; and it cannot know that no address may stand in the open.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

STATUSES: Final = frozenset(
    ("Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew")
)

_KNOWN: Final = {
    "credential": (
        "@context id type name description image awardedDate credentialSubject endorsement endorsementJwt evidence "
        "issuer validFrom validUntil proof credentialSchema credentialStatus refreshService termsOfUse"
    ),
    "credentialSubject": (
        "id type activityEndDate activityStartDate creditsEarned achievement identifier image licenseNumber narrative "
        "result role source term"
    ),
    "achievement": (
        "id type alignment achievementType creator creditsAvailable criteria description endorsement endorsementJwt "
        "fieldOfStudy humanCode image inLanguage name otherIdentifier related resultDescription specialization tag "
        "version"
    ),
    "identifier": "type hashed identityHash identityType salt",
    "evidence": "id type narrative name description genre audience",
    "result": "type achievedLevel alignment resultDescription status value",
    "resultDescription": (
        "id type alignment allowedValue name requiredLevel requiredValue resultType rubricCriterionLevel valueMax "
        "valueMin"
    ),
    "alignment": "type targetCode targetDescription targetName targetFramework targetType targetUrl",
    "criteria": "id narrative",
}
"""The properties of each class in the specification."""

_DATES: Final = ("validFrom", "validUntil", "awardedDate", "activityStartDate", "activityEndDate")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_HASH: Final = re.compile(r"sha256\$[0-9a-fA-F]{64}")
_URI: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+")
_ADDRESS: Final = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\".]{2,}")

Json = Mapping[str, object]


def problems(payload: Json) -> tuple[str, ...]:
    """Everything that is wrong with one credential and that the schema does not find; empty where nothing is."""
    subject = _inner(payload, "credentialSubject")
    achievement = _inner(subject, "achievement")
    return (
        *_unknown(payload),
        *_ids(payload, achievement),
        *_identity(subject),
        *_dates(payload, subject),
        *_results(subject, achievement),
        *_numbers(subject, achievement),
        *_texts(payload, achievement),
        *_open_addresses(payload, subject),
    )


def _unknown(payload: Json) -> Iterator[str]:
    subject = _inner(payload, "credentialSubject")
    achievement = _inner(subject, "achievement")
    places: list[tuple[str, Json]] = [
        ("credential", payload),
        ("credentialSubject", subject),
        ("achievement", achievement),
        ("criteria", _inner(achievement, "criteria")),
    ]
    for owner, name in (
        (subject, "identifier"),
        (subject, "result"),
        (achievement, "resultDescription"),
        (achievement, "alignment"),
        (payload, "evidence"),
    ):
        places += [(name, each) for each in _list(owner, name)]
    for name, found in places:
        known = _KNOWN[name].split()
        for key in found:
            if key not in known:
                yield f"{name} has the property “{key}”, which Open Badges 3.0 does not know: take it out."


def _ids(payload: Json, achievement: Json) -> Iterator[str]:
    issuer = payload.get("issuer")
    named = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    for what, found in (
        ("The credential", payload.get("id")),
        ("The issuer", named),
        ("The achievement", achievement.get("id")),
    ):
        if not isinstance(found, str) or not _URI.fullmatch(found):
            yield f"{what} needs an id that is a web address or another URI; “{found or ''}” is none."


def _identity(subject: Json) -> Iterator[str]:
    identifiers = _list(subject, "identifier")
    if not subject.get("id") and not identifiers:
        yield "Nothing says whose badge it is: the subject needs an identifier or an id."
    for each in identifiers:
        if each.get("identityType") != "emailAddress":
            yield f"The identity is a {each.get('identityType')}; issuers find an earner by emailAddress."
        if each.get("hashed") is not True:
            yield "The identity is not hashed: the address would stand in the open."
        elif not _HASH.fullmatch(str(each.get("identityHash"))):
            yield "The identity hash is not sha256$ and 64 hex digits."
        elif not each.get("salt"):
            yield "The identity hash has no salt, so that addresses can be tried out against it."


def _dates(payload: Json, subject: Json) -> Iterator[str]:
    moments: dict[str, datetime] = {}
    for owner in (payload, subject):
        for name in _DATES:
            if name not in owner:
                continue
            text = str(owner[name])
            moment = _moment(text)
            if moment is None:
                yield f"{name} is “{text}”; it must be a date and time with a zone, such as 2026-11-22T18:00:00+01:00."
            else:
                moments[name] = moment
    for first, last in (("activityStartDate", "activityEndDate"), ("validFrom", "validUntil")):
        if first in moments and last in moments and moments[last] < moments[first]:
            yield f"{last} is before {first}."


def _moment(text: str) -> datetime | None:
    if not _MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _results(subject: Json, achievement: Json) -> Iterator[str]:
    described = {each.get("id"): each for each in _list(achievement, "resultDescription")}
    if len(described) != len(_list(achievement, "resultDescription")):
        yield "Two result descriptions have the same id."
    for each in _list(subject, "result"):
        name = each.get("resultDescription")
        kind = described.get(name, {}).get("resultType")
        value, status = each.get("value"), each.get("status")
        if name not in described:
            yield f"A result refers to “{name}”, which no result description has as its id."
        if value is not None and not isinstance(value, str):
            yield f"The value of {name} is {value!r}; values are texts."
        if value is None and status is None and not each.get("achievedLevel"):
            yield f"The result {name} says nothing: it has neither value nor status."
        if status is not None and status not in STATUSES:
            yield f"The status of {name} is “{status}”, which is none of {', '.join(sorted(STATUSES))}."
        if kind == "Percent" and value is not None and not _is_percent(value):
            yield f"{name} is {value!r}; a percentage is a number from 0 to 100."


def _numbers(subject: Json, achievement: Json) -> Iterator[str]:
    for name, found in (
        ("creditsEarned", subject.get("creditsEarned", 0)),
        ("creditsAvailable", achievement.get("creditsAvailable", 0)),
    ):
        number = isinstance(found, int | float) and not isinstance(found, bool)
        if not number or not math.isfinite(float(str(found))) or float(str(found)) < 0:
            yield f"{name} is {found!r}; it must be a number, 0 or more."


def _texts(payload: Json, achievement: Json) -> Iterator[str]:
    criteria = _inner(achievement, "criteria")
    if not criteria.get("id") and not criteria.get("narrative"):
        yield "The criteria are empty: say in words what is asked for, or where it stands."
    for name in ("name", "description"):
        if not str(achievement.get(name, "")).strip():
            yield f"The achievement has no {name}."
    for each in _list(achievement, "alignment"):
        if not re.match(r"https?://", str(each.get("targetUrl", ""))):
            yield f"The alignment with “{each.get('targetName')}” needs a web address."
    for each in _list(payload, "evidence"):
        if not each.get("id") and not each.get("narrative"):
            yield "A piece of evidence says nothing: it has neither a narrative nor a web address."


def _open_addresses(payload: Json, subject: Json) -> Iterator[str]:
    """Addresses in the open in what is said of the person; issuer and achievement may name a contact."""
    about = [found for name, found in subject.items() if name not in ("achievement", "source")]
    texts = _all_texts([*about, payload.get("evidence"), payload.get("name"), payload.get("description")])
    if any(_ADDRESS.search(text) for text in texts):
        yield "An e-mail address stands in the open: it may only appear as a hash."


def _all_texts(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, Mapping):
        for each in found.values():
            yield from _all_texts(each)
    elif isinstance(found, list | tuple):
        for each in found:
            yield from _all_texts(each)


def _is_percent(value: object) -> bool:
    try:
        return 0 <= float(str(value)) <= 100
    except ValueError:
        return False


def _inner(owner: Json, name: str) -> Json:
    found = owner.get(name)
    return found if isinstance(found, Mapping) else {}


def _list(owner: Json, name: str) -> list[Json]:
    found = owner.get(name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
