"""A whole grant's worth of badge files: pre-flight and every export for 2,500 invented participants.

``measure`` gives the seconds of one run; ``python -m benchmarks.badges`` prints them. The bytes are made and counted,
not written to disk.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

import msgspec

from facilitator_tui.completion.credits import Hours, credits_of
from facilitator_tui.completion.evidence import Delivery, Evidence, SessionEvidence
from facilitator_tui.completion.rules import Rule, rule_of
from facilitator_tui.completion.verdict import confirm, decide
from facilitator_tui.exports.badges.destinations import DESTINATIONS, files
from facilitator_tui.exports.badges.options import Issuer, Options
from facilitator_tui.issuing.award import Award, Awarding, Recipient
from facilitator_tui.issuing.preflight import check
from facilitator_tui.plans.course import (
    Attend,
    Badge,
    Competence,
    Course,
    Group,
    Handed,
    Presence,
    SubgroupSize,
    Task,
)
from facilitator_tui.plans.model import Block, SessionPlan

if TYPE_CHECKING:
    from benchmarks.measures import Figure, Size

TARGET_SECONDS = 10.0
"""What pre-flight and all exports together may take."""

SESSIONS = 5
LENGTH_MS = 7_200_000
DAY_MS = 86_400_000
BEGAN_MS = 1_772_000_000_000

_TEMPLATE = b"Name;E-mail;Issued_on;Criteria_add\n"
_GIVEN = ("Amina", "Yusuf", "Zeynep", "زينب", "Tomás", "Noa", "Leïla", "Jakub", "Ioanna", "Ömer")
_FAMILY = ("Haddad", "Yılmaz", "الفهري", "Kowalska", "Silva", "Papadaki", "Ben Salah", "Rossi", "Mansour")


class Measured(msgspec.Struct, frozen=True):
    """Seconds and bytes by destination, and the seconds of pre-flight for each of them (``check``) together."""

    participants: int
    check_s: float
    seconds: dict[str, float]
    sizes: dict[str, int]
    files: dict[str, int]

    @property
    def all_s(self) -> float:
        return self.check_s + sum(self.seconds.values())


def measure(participants: int = 2_500) -> Measured:
    """Look through so many awards for every destination, and make all its files."""
    awarding = awarding_of(participants)
    options = Options(
        zone="Europe/Lisbon",
        issuer=Issuer(id="https://example.org/issuer", name="Example Exchange", country="PRT"),
        issuer_badge="https://example.org/badges/7",
        template=_TEMPLATE,
    )
    check_s = 0.0
    seconds, sizes, counts = {}, {}, {}
    for to in DESTINATIONS:
        began = time.perf_counter()
        ready = check(awarding, to).ready
        check_s += time.perf_counter() - began
        began = time.perf_counter()
        made = [len(content) for _, content in files(awarding, ready, to, _for(to, options))]
        seconds[to] = time.perf_counter() - began
        sizes[to], counts[to] = sum(made), len(made)
    return Measured(participants, check_s, seconds, sizes, counts)


def figures(size: Size) -> list[Figure]:
    """The whole of it at any size: it takes some seconds."""
    from benchmarks.measures import Figure

    found = measure()
    slowest = max(found.seconds, key=lambda to: found.seconds[to])
    says = f"pre-flight and all {len(found.files)} exports for {found.participants} people"
    detail = f"pre-flight {found.check_s:.2f} s, slowest {slowest} {found.seconds[slowest]:.2f} s"
    return [Figure("badges", says, "s", found.all_s, TARGET_SECONDS, detail=detail)]


def main() -> None:
    """Print seconds and bytes by destination."""
    found = measure()
    print(f"{found.participants} participants")
    print(f"{'pre-flight':14}{found.check_s:6.2f} s")
    for to, took in found.seconds.items():
        print(f"{to:14}{took:6.2f} s  {found.sizes[to] / 1_000_000:7.2f} MB in {found.files[to]} files")
    print(f"{'all':14}{found.all_s:6.2f} s  (at most {TARGET_SECONDS:g} s)")


def awarding_of(participants: int) -> Awarding:
    """So many awards with everything in them: verdicts with their sentences, credits, sessions; all confirmed."""
    badge, course, rule = _course()
    awards = tuple(_awards(participants, rule, course))
    return Awarding(
        course=course,
        badge=badge,
        awards=awards,
        made_ms=BEGAN_MS + 40 * DAY_MS,
        from_ms=BEGAN_MS,
        to_ms=BEGAN_MS + 28 * DAY_MS + LENGTH_MS,
        facilitators=("Noor", "Tomás"),
    )


def _for(to: str, options: Options) -> Options:
    """Credly without the template of Open Badge Factory."""
    return msgspec.structs.replace(options, template=b"") if to == "credly" else options


def _course() -> tuple[Badge, Course, Rule]:
    needs = Group((Attend(percent=60, of="held", round="up"), Handed("diary", 2)))
    badge = Badge(
        "participant", "Dialogue participant", "1", "agreed", needs, presence=Presence(from_percent=70)
    )
    course = Course(
        "course", "1", "en", "Course", "ready-made exchange", "synchronous", 6, SubgroupSize(8, 10), (), (), (),
        competences=(Competence("Listening", "Example", "L", "https://example.org/listening"),),
        tasks=(Task("diary", "diary", "A diary", "session"),), badges=(badge,),
    )  # fmt: skip
    plans = tuple(
        SessionPlan(module, "Module", blocks=(Block("Dialogue", "discussion", 7200),))
        for module in range(1, SESSIONS + 1)
    )
    return badge, course, rule_of(badge, course, plans)


def _awards(participants: int, rule: Rule, course: Course) -> Iterator[Award]:
    dice = Random(5)
    for number in range(participants):
        sessions = tuple(
            _session(module, module <= 3 or dice.random() < 0.8) for module in range(1, SESSIONS + 1)
        )
        person = f"01a204a0-be95-7000-b9f1-{number:012x}"
        evidence = Evidence(
            participant=person,
            course=course.id,
            sessions=sessions,
            deliveries=(Delivery("diary", times=3),),
            over=True,
        )
        live_ms = sum(each.present_ms for each in sessions)
        given, family = dice.choice(_GIVEN), f"{dice.choice(_FAMILY)} {number}"
        yield Award(
            recipient=Recipient(
                person=person,
                name=f"{given} {family}",
                given_name=given,
                family_name=family,
                email=f"Person.{number}@example.org",
                institution="Example University",
                country="Tunisia",
                subgroup=f"Group {number // 9 + 1}",
            ),
            verdict=confirm(decide(rule, evidence), "coordinator", BEGAN_MS + 35 * DAY_MS),
            credits=credits_of(Hours(live_ms, 15 * 3_600_000, 25, 9 * 3_600_000)),
        )


def _session(module: int, came: bool) -> SessionEvidence:
    starts_ms = BEGAN_MS + (module - 1) * 7 * DAY_MS
    return SessionEvidence(
        module=module,
        planned_ms=LENGTH_MS,
        length_ms=LENGTH_MS,
        present_ms=LENGTH_MS - 600_000 if came else 0,
        confirmed=True,
        starts_ms=starts_ms,
        ends_ms=starts_ms + LENGTH_MS,
        day=(module - 1) * 7,
    )


if __name__ == "__main__":
    main()
