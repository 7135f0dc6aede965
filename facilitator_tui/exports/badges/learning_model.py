"""European Learning Model, version 3: what one person did, as a ``LearningActivity`` in JSON-LD. Unsealed.

It is the part of a European Digital Credential that is about the person; pictures and the seal are added by whoever
issues it. Of personal data only name and address go out. Shape: the Commission's sample of a certificate of
participation and its application profile for European Digital Credentials (European-Learning-Model on GitHub).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from facilitator_tui.completion.credits import Credits
from facilitator_tui.exports.badges.facts import address_of, confirmed_at, counts_of, name_of
from facilitator_tui.exports.badges.options import Issuer
from facilitator_tui.issuing.award import Award, Awarding
from facilitator_tui.minutes import whole_minutes
from facilitator_tui.plain import plain
from facilitator_tui.zones import wall_clock

Payload = dict[str, object]

CONTEXT: Final = "http://data.europa.eu/snb/model/context/edc-ap"

ABOUT: Final = (
    "UNSEALED. These are drafts for European Digital Credentials: what each person did, for the organisation to check, "
    "complete and seal. Until they are sealed they are no credentials and prove nothing."
)

_AUTHORITY: Final = "http://publications.europa.eu/resource/authority"
_LANGUAGES: Final = {
    "ar": "ARA",
    "de": "DEU",
    "el": "ELL",
    "en": "ENG",
    "es": "SPA",
    "fr": "FRA",
    "he": "HEB",
    "it": "ITA",
    "nl": "NLD",
    "pl": "POL",
    "pt": "POR",
    "tr": "TUR",
}
_ACTIVITY: Final = frozenset(
    (
        *("id", "type", "title", "description", "awardedBy", "specifiedBy", "temporal", "workload"),
        *("additionalNote", "dcType", "directedBy", "hasPart", "identifier", "influences", "isPartOf"),
        *("learningOpportunity", "levelOfCompletion", "location", "supplementaryDocument"),
    )
)
_DURATION: Final = re.compile(r"PT(?=\d)(\d+H)?(\d+M)?")


def activity_of(awarding: Awarding, award: Award, issuer: Issuer, zone: ZoneInfo) -> Payload:
    """One person with the learning activity. Raises ``ExportProblem`` for an award that nobody has confirmed."""
    language = _language(awarding)
    return {
        "@context": CONTEXT,
        "id": "urn:epass:person:1",
        "type": "Person",
        "fullName": {language: name_of(award.recipient)},
        "contactPoint": {
            "id": "urn:epass:contactPoint:1",
            "type": "ContactPoint",
            "emailAddress": {"id": f"mailto:{address_of(award.recipient)}", "type": "Mailbox"},
        },
        "hasClaim": _activity(awarding, award, issuer, zone, language),
    }


def document(awarding: Awarding, people: Iterable[Payload]) -> bytes:
    """The file: the word that nothing in it is sealed, and the people."""
    wrapped = {
        "about": ABOUT,
        "sealed": False,
        "course": awarding.course.id,
        "badge": awarding.badge.id,
        "people": list(people),
    }
    return msgspec.json.format(msgspec.json.encode(wrapped), indent=1) + b"\n"


def duration(ms: int) -> str:
    """A length as an ISO 8601 duration in hours and minutes, such as PT25H30M, to the nearest minute."""
    hours, minutes = divmod(whole_minutes(ms), 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes or not hours else "")


def workload_of(found: Credits | None) -> tuple[int | None, str]:
    """The whole workload in milliseconds, and of what it consists.

    Live hours and own work that somebody handed in evidence for; or, where nothing says how much was done, what the
    course plans. Live hours alone are contact hours: then there is no workload to state.
    """
    if found is None:
        return None, "No workload is stated: nobody has said how many hours of own work belong to the course."
    hours = found.hours
    live = _hours(hours.live_ms)
    if hours.evidenced_own_ms:
        own = _hours(hours.evidenced_own_ms)
        return hours.live_ms + hours.evidenced_own_ms, (
            f"Workload: {live} in live sessions and {own} of own work for which something was handed in."
        )
    if hours.planned_own_ms:
        own = _hours(hours.planned_own_ms)
        return hours.live_ms + hours.planned_own_ms, (
            f"Workload: {live} in live sessions and {own} of own work as the course plans it; "
            "how much of that was done is not evidenced."
        )
    return None, f"Contact hours: {live} in live sessions. They are not a workload, and none is stated."


def problems(person: Mapping[str, object]) -> tuple[str, ...]:
    """What would be refused of one person's payload, as sentences; empty where nothing is."""
    return tuple(_problems(person))


def _problems(person: Mapping[str, object]) -> Iterator[str]:
    claim = person.get("hasClaim")
    if person.get("@context") != CONTEXT or not isinstance(claim, Mapping):
        yield "This is no person with a learning activity in the context of European Digital Credentials."
        return
    for name in sorted(claim.keys() - _ACTIVITY):
        yield f"A learning activity has no property “{name}”: take it out."
    for name in ("title", "awardedBy"):
        if not claim.get(name):
            yield f"A learning activity needs “{name}”."
    if "workload" in claim and not _DURATION.fullmatch(str(claim["workload"])):
        yield f"The workload “{claim['workload']}” is no ISO 8601 duration such as PT25H."
    body = claim.get("awardedBy")
    awarding_body = body.get("awardingBody") if isinstance(body, Mapping) else None
    if isinstance(awarding_body, Mapping) and not awarding_body.get("location"):
        yield "The awarding organisation needs its country, as three letters (ITA, TUN)."


def _activity(awarding: Awarding, award: Award, issuer: Issuer, zone: ZoneInfo, language: str) -> Payload:
    workload_ms, consists = workload_of(award.credits)
    counts = "; ".join(counts_of(award))
    title = {language: plain(awarding.course.title)}
    activity: Payload = {
        "id": "urn:epass:learningActivity:1",
        "type": "LearningActivity",
        "title": title,
        "description": {"en": f"{counts}. {consists}"},
        "awardedBy": {
            "id": "urn:epass:awardingProcess:1",
            "type": "AwardingProcess",
            "awardingBody": _organisation(issuer, language),
            "awardingDate": confirmed_at(award, zone).isoformat(),
        },
        "specifiedBy": _specification(title, language),
    }
    if workload_ms is not None:
        activity["workload"] = duration(workload_ms)
    if awarding.from_ms is not None and awarding.to_ms is not None:
        activity["temporal"] = {
            "id": "urn:epass:period:1",
            "type": "PeriodOfTime",
            "startDate": wall_clock(awarding.from_ms, zone).replace(microsecond=0).isoformat(),
            "endDate": wall_clock(awarding.to_ms, zone).replace(microsecond=0).isoformat(),
        }
    return activity


def _organisation(issuer: Issuer, language: str) -> Payload:
    found: Payload = {
        "id": issuer.id or "urn:epass:org:1",
        "type": "Organisation",
        "legalName": {language: plain(issuer.name)},
    }
    if issuer.country:
        found["location"] = {
            "id": "urn:epass:location:1",
            "type": "Location",
            "address": {
                "id": "urn:epass:address:1",
                "type": "Address",
                "countryCode": _concept(f"{_AUTHORITY}/country", issuer.country.upper()),
            },
        }
    return found


def _specification(title: Mapping[str, str], language: str) -> Payload:
    """The kind of activity, in the words of the Commission's lists: online; workshop, seminar or conference."""
    found: Payload = {
        "id": "urn:epass:learningActivitySpec:1",
        "type": "LearningActivitySpecification",
        "title": dict(title),
        "mode": {
            "id": "http://data.europa.eu/snb/learning-assessment/920fbb3cbe",
            "type": "Concept",
            "prefLabel": {"en": "Online"},
        },
        "dcType": {
            "id": "http://data.europa.eu/snb/learning-activity/efff75e10a",
            "type": "Concept",
            "prefLabel": {"en": "workshop, seminar or conference"},
        },
    }
    if language in _LANGUAGES:
        found["language"] = _concept(f"{_AUTHORITY}/language", _LANGUAGES[language])
    return found


def _concept(scheme: str, code: str) -> Payload:
    return {
        "id": f"{scheme}/{code}",
        "type": "Concept",
        "inScheme": {"id": scheme, "type": "ConceptScheme"},
    }


def _language(awarding: Awarding) -> str:
    """The course's language as a code of two letters."""
    code = awarding.course.language.casefold().split("-")[0]
    return code if len(code) == 2 and code.isalpha() else "en"


def _hours(ms: int) -> str:
    return f"{round(ms / 3_600_000, 2):g} h"
