"""Open Badges 3.0: one AchievementCredential for each award, unsigned.

Without a signature it is a draft for the issuer and no badge, and the file says so. The person is named by a salted
hash of the address alone; results and evidence are counts. What a payload lacks is found by ``open_badges_check``.
Specification: 1EdTech Open Badges 3.0, AchievementCredential.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import msgspec

from facilitator_tui.completion.findings import Finding
from facilitator_tui.exports.badges.facts import (
    address_of,
    confirmed_at,
    counts_of,
    leaves_of,
    sessions_of,
)
from facilitator_tui.exports.badges.options import Issuer
from facilitator_tui.issuing.award import Award, Awarding
from facilitator_tui.minutes import whole_minutes
from facilitator_tui.plain import plain
from facilitator_tui.plans.course import Attend, Badge, Criterion, Group, Handed, Minutes
from facilitator_tui.plans.course_sheet import presence_in_words, rule_in_words
from facilitator_tui.zones import wall_clock

Payload = dict[str, object]

CONTEXT: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)

ABOUT: Final = (
    "UNSIGNED. These are drafts of Open Badges 3.0 credentials for the issuer to check, complete and sign. "
    "Until the issuer has signed them they are no badges and prove nothing."
)

_TYPES: Final = {
    "sessions": "ext:SessionsAttended",
    "minutes": "ext:MinutesPresent",
    "missed sessions": "ext:SessionsMissed",
    "missed minutes": "ext:MinutesMissed",
    "task": "ext:TasksHandedIn",
}
_LONGEST: Final = 2_000


def identity_hash(address: str, salt: str) -> str:
    """The hash by which a badge knows its earner: SHA-256 of address and salt, both as they are.

    The case of the address matters: ``Ana@`` and ``ana@`` give different hashes, and a wallet compares with the address
    that its owner uses.
    """
    return "sha256$" + sha256(f"{address}{salt}".encode()).hexdigest()


def credential(
    awarding: Awarding,
    award: Award,
    issuer: Issuer,
    zone: ZoneInfo,
    uuid: str,
    salt: str,
    achievement: str = "",
) -> Payload:
    """The payload of one award. ``achievement`` is the web address of the badge at the issuer, where it has one.

    Raises ``ExportProblem`` for an award that nobody has confirmed.
    """
    awarded = confirmed_at(award, zone).isoformat()
    of = achievement or achievement_id(awarding)
    return {
        "@context": list(CONTEXT),
        "id": f"urn:uuid:{uuid}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": plain(awarding.badge.name),
        "issuer": _profile(issuer),
        "validFrom": awarded,
        "awardedDate": awarded,
        "credentialSubject": _subject(awarding, award, zone, salt, of),
        "evidence": [_evidence(award)],
    }


def achievement_id(awarding: Awarding) -> str:
    """An identifier for the badge where the issuer has given none: the same for the same course, badge and version."""
    badge = awarding.badge
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{awarding.course.id}/{badge.id}/{badge.version}')}"


def document(awarding: Awarding, credentials: Iterable[Payload]) -> bytes:
    """The file: the word that nothing in it is signed, and the payloads."""
    wrapped = {
        "about": ABOUT,
        "signed": False,
        "course": awarding.course.id,
        "badge": awarding.badge.id,
        "credentials": list(credentials),
    }
    return msgspec.json.format(msgspec.json.encode(wrapped), indent=1) + b"\n"


def _profile(issuer: Issuer) -> Payload:
    profile: Payload = {"id": issuer.id, "type": ["Profile"], "name": plain(issuer.name)}
    return {**profile, "url": issuer.url} if issuer.url else profile


def _subject(awarding: Awarding, award: Award, zone: ZoneInfo, salt: str, of: str) -> Payload:
    subject: Payload = {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityType": "emailAddress",
                "salt": salt,
                "identityHash": identity_hash(address_of(award.recipient), salt),
            }
        ],
        "role": award.recipient.role,
        "achievement": _achievement(awarding, award, of),
        "result": list(_results(award, of)),
    }
    for name, at_ms in (("activityStartDate", awarding.from_ms), ("activityEndDate", awarding.to_ms)):
        if at_ms is not None:
            subject[name] = wall_clock(at_ms, zone).replace(microsecond=0).isoformat()
    if award.credits is not None and award.credits.evidenced is not None:
        subject["creditsEarned"] = award.credits.evidenced
    return subject


def _achievement(awarding: Awarding, award: Award, of: str) -> Payload:
    badge, course = awarding.badge, awarding.course
    about = plain(badge.about, _LONGEST) or f"{plain(badge.name)}, for taking part in {plain(course.title)}."
    achievement: Payload = {
        "id": of,
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": plain(badge.name),
        "description": about,
        "version": badge.version,
        "criteria": {"narrative": criteria_in_words(badge)},
        "resultDescription": list(_descriptions(badge, award, of)),
    }
    alignment = [
        {
            "type": ["Alignment"],
            "targetName": plain(each.name),
            "targetUrl": each.url,
            **({"targetFramework": plain(each.framework)} if each.framework else {}),
            **({"targetCode": plain(each.code)} if each.code else {}),
        }
        for each in course.competences
        if each.url
    ]
    return {**achievement, "alignment": alignment} if alignment else achievement


def criteria_in_words(badge: Badge) -> str:
    """What the rule asks for, as Markdown. It says whether the rule has been agreed on or is an example."""
    standing = (
        "agreed on with the organisation that awards the badge"
        if badge.standing == "agreed"
        else "an example"
    )
    lines = [f"Rule {badge.id}, version {badge.version}, {standing}.", "", *_asked(badge.needs, "")]
    if presence := presence_in_words(badge.presence):
        lines += ["", f"A session counts as attended: {'; '.join(presence)}."]
    return "\n".join(lines)


def _asked(criterion: Criterion, indent: str) -> Iterator[str]:
    yield f"{indent}- {rule_in_words(criterion)}"
    if isinstance(criterion, Group):
        for part in criterion.parts:
            yield from _asked(part, f"{indent}  ")


def _descriptions(badge: Badge, award: Award, of: str) -> Iterator[Payload]:
    percent: Payload = {"id": f"{of}#sessions-attended", "type": ["ResultDescription"]}
    percent |= {"name": "Sessions attended of those held", "resultType": "Percent"}
    yield {**percent, "valueMin": "0", "valueMax": "100"}
    yield {
        "id": f"{of}#status",
        "type": ["ResultDescription"],
        "name": "Status",
        "resultType": "Status",
    }
    required = tuple(map(_required, _leaves(badge.needs)))
    found = leaves_of(award)
    same = len(required) == len(found)  # a verdict by an older rule has other criteria
    for place, leaf in enumerate(found):
        described: Payload = {
            "id": f"{of}#{_fragment(leaf)}",
            "type": ["ResultDescription"],
            "name": plain(leaf.id),
            "resultType": _TYPES[leaf.kind],
        }
        value = required[place] if same else ""
        yield {**described, "requiredValue": value} if value else described


def _results(award: Award, of: str) -> Iterator[Payload]:
    attended, held = sessions_of(award)
    if held:
        yield _result(f"{of}#sessions-attended", str(round(100 * attended / held)))
    yield {"type": ["Result"], "resultDescription": f"{of}#status", "status": award.verdict.state}
    for leaf in leaves_of(award):
        yield _result(f"{of}#{_fragment(leaf)}", str(_achieved(leaf)))


def _achieved(leaf: Finding) -> int:
    match leaf.kind:
        case "minutes":
            return whole_minutes(leaf.achieved, least_ms=leaf.needed)
        case "missed minutes":
            return whole_minutes(leaf.achieved, most_ms=leaf.needed)
    return leaf.achieved


def _result(description: str, value: str) -> Payload:
    return {"type": ["Result"], "resultDescription": description, "value": value}


def _leaves(criterion: Criterion) -> Iterator[Criterion]:
    if not isinstance(criterion, Group):
        yield criterion
        return
    for part in criterion.parts:
        yield from _leaves(part)


def _required(criterion: Criterion) -> str:
    """What the rule asks of everybody alike, as a number; empty where it depends on the sessions that were held."""
    match criterion:
        case Attend(sessions=sessions) if sessions:
            return str(sessions)
        case Minutes(seconds=seconds) if seconds:
            return str(-(-seconds // 60))
        case Handed(count=count) if count:
            return str(count)
        case _:
            return ""


def _fragment(leaf: Finding) -> str:
    return f"criterion-{quote(plain(leaf.id), safe='')}"


def _evidence(award: Award) -> Payload:
    credit = award.credits.words if award.credits is not None else ()
    narrative = "; ".join(counts_of(award)) + "."
    if credit:
        narrative += " " + " ".join(credit)
    return {
        "type": ["Evidence"],
        "name": "Attendance",
        "genre": "attendance record",
        "narrative": narrative,
    }
