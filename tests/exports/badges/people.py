"""Invented people and what they have earned, made in a few words for the tests of badge files and pre-flight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from facilitator_tui.completion.credits import Hours, credits_of
from facilitator_tui.completion.evidence import Evidence
from facilitator_tui.completion.rules import Rule, rule_of
from facilitator_tui.completion.verdict import Verdict, confirm, decide, digest
from facilitator_tui.issuing.award import Award, Awarding, Issued, Recipient
from facilitator_tui.plans.course import Attend, Badge, Competence, Course, Group, Handed, Presence
from facilitator_tui.zones import moment
from tests.completion.people import DAY, HOUR, START, course, person, plans, session

LISBON = ZoneInfo("Europe/Lisbon")
TUNIS = ZoneInfo("Africa/Tunis")

CONFIRMED_MS = moment("2026-03-27 23:30", LISBON)
"""Half an hour before midnight in Lisbon: the next day in Tunis."""

NEEDS = Group((Attend(percent=80, of="held", round="up"), Handed("diary", 3)))

BADGE = Badge(
    "participant",
    "Dialogue participant",
    "2",
    "agreed",
    NEEDS,
    about="Took part in five dialogues on belonging.",
    presence=Presence(from_percent=70),
)

HOSTILE_NAMES = (
    'Zeynep "Zey" Yılmaz',
    "O'Brien, Aoife",
    "=HYPERLINK(1)",
    "زينب الفهري",
    "נועה לוי",
    "Line\r\nBreak",
    "semi;colon\ttab",
    "<b>Bold</b> & Co.",
    "＝1+1",
)


def the_course(badge: Badge = BADGE, **more: Any) -> Course:
    competences = (
        Competence(
            "Active listening", "Example framework", "AL", "https://example.org/competences/listening"
        ),
        Competence("Curiosity"),
    )
    return msgspec.structs.replace(course(badge), **{"competences": competences, **more})


def the_rule(badge: Badge = BADGE) -> Rule:
    return rule_of(badge, the_course(badge), plans())


def evidence(missed: Sequence[int] = (5,), confirmed: bool = True, **more: Any) -> Evidence:
    """Somebody who was there for two hours of each session but the missed ones, and handed in three diaries."""
    sessions = (
        session(module, 0 if module in missed else 120, confirmed=confirmed) for module in range(1, 6)
    )
    known: dict[str, Any] = {"tasks": ["diary"] * 3, "over": True}
    return person(*sessions, **{**known, **more})


def earned(badge: Badge = BADGE, at_ms: int = CONFIRMED_MS, **more: Any) -> Verdict:
    """A confirmed verdict."""
    return confirm(decide(the_rule(badge), evidence(**more)), "coordinator", at_ms)


def recipient(name: str = "Amina Haddad", email: str = "Amina@example.org", **more: Any) -> Recipient:
    return Recipient(person=more.pop("person", name.casefold()), name=name, email=email, **more)


def award(name: str = "Amina Haddad", email: str | None = None, **more: Any) -> Award:
    """An award of somebody with this name; ``verdict``, ``credits`` and so on may be given, else it is earned."""
    address = f"{name.split()[0].casefold()}@example.org" if email is None else email
    known = {key: more.pop(key) for key in tuple(more) if key in Award.__struct_fields__}
    known.setdefault("verdict", earned())
    known.setdefault("credits", credits_of(Hours(8 * HOUR, 15 * HOUR, 25, 12 * HOUR)))
    return Award(recipient=recipient(name, address, **more), **known)


def awarding(*awards: Award, badge: Badge = BADGE, **more: Any) -> Awarding:
    known: dict[str, Any] = {
        "course": the_course(badge),
        "made_ms": CONFIRMED_MS + DAY,
        "from_ms": START,
        "to_ms": START + 28 * DAY + 2 * HOUR,
        "facilitators": ("Noor", "Tomás"),
    }
    return Awarding(badge=badge, awards=awards, **{**known, **more})


def issued(of: Award, action: Any = "exported", issuer: str = "obf", **more: Any) -> Issued:
    """A line of the ledger that says that this award went out as it is."""
    known: dict[str, Any] = {
        "id": f"{of.recipient.person}-{action}",
        "course": of.verdict.course,
        "badge": of.verdict.badge,
        "person": of.recipient.person,
        "rule": of.verdict.rule.sha256,
        "verdict": digest(of.verdict),
        "batch": "batch 1",
        "at_ms": CONFIRMED_MS + HOUR,
        "author": "coordinator",
        "email": of.recipient.email,
        "name": of.recipient.badge_name,
    }
    return Issued(action=action, issuer=issuer, **{**known, **more})
