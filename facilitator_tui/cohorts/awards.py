"""The awards of a badge: each verdict with the person, the credits and what issuers were given before.

Which of them may go out is said by ``issuing.preflight``; files are written by ``exports.badges``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator_tui.cohorts.evidence import Participant
from facilitator_tui.cohorts.sessions import CourseSession
from facilitator_tui.completion.credits import Credits, credits_of, hours_of, live_ms
from facilitator_tui.completion.rules import Rule
from facilitator_tui.completion.verdict import Verdict
from facilitator_tui.issuing.award import Award, Awarding, Issued, Recipient
from facilitator_tui.plain import plain
from facilitator_tui.plans.course import Course
from facilitator_tui.store.ledger import Ledger
from facilitator_tui.store.people import People
from facilitator_tui.zones import wall_clock, zone_or_utc

if TYPE_CHECKING:
    from facilitator_tui.cohorts.cohort import Cohort


def awarding(cohort: Cohort, badge: str) -> Awarding:
    """The awards of a badge as they stand now. Raises ``CohortProblem`` and ``StoreProblem``."""
    chosen, rule = cohort.badge(badge), cohort.rule(badge)
    issued: dict[str, list[Issued]] = {}
    for line in Ledger(cohort.store).history(cohort.course.id, badge):
        issued.setdefault(line.person, []).append(line)
    awards = tuple(
        Award(
            recipient=recipient(each.participant),
            verdict=each.verdict,
            credits=_credits(cohort.course, rule, each.participant),
            absent_but_spoke=absent_but_spoke(each.participant, each.verdict),
            issued=tuple(issued.get(each.person, ())),
        )
        for each in cohort.verdicts(badge)
    )
    held = [session for session in cohort.sessions if session.held]
    begun = [session.starts_ms for session in held if session.starts_ms is not None]
    ended = [session.ends_ms for session in held if session.ends_ms is not None]
    names = People(cohort.store).names({person for session in held for person in session.led})
    return Awarding(
        course=cohort.course,
        badge=chosen,
        awards=awards,
        made_ms=cohort.now_ms,
        from_ms=min(begun, default=None),
        to_ms=max(ended, default=None),
        facilitators=tuple(sorted(filter(None, set(names.values())), key=str.casefold)),
        session_names={session.row.id: session_name(session) for session in held},
    )


def session_name(session: CourseSession) -> str:
    """How people find a session in the list: "Red, session 3 (19 Oct)", by the day of its own zone."""
    name = ", ".join(filter(None, (plain(session.row.subgroup_name), f"session {session.module}")))
    if session.starts_ms is None:
        return name
    begun = wall_clock(session.starts_ms, zone_or_utc(session.row.zone))
    return f"{name} ({begun.day} {begun:%b})"


def recipient(participant: Participant) -> Recipient:
    """Who would be awarded."""
    person = participant.person
    return Recipient(
        person=person.id,
        name=person.name,
        certificate_name=person.certificate_name,
        given_name=person.given_name,
        family_name=person.family_name,
        email=person.email,
        institution=person.institution,
        country=person.country,
        role=participant.role,
        subgroup=participant.subgroup.name,
        minor=person.age == "minor",
        guardian_consent=person.guardian_consent == "yes",
    )


def absent_but_spoke(participant: Participant, verdict: Verdict) -> tuple[int, ...]:
    """The modules where somebody counts as absent and yet has turns: one of the two is wrong."""
    return tuple(
        each.module
        for each in verdict.sessions
        if each.status == "absent" and participant.turns.get(each.module)
    )


def _credits(course: Course, rule: Rule, participant: Participant) -> Credits | None:
    """None where the course does not say how many hours make a credit: then there is nothing to reckon."""
    if not course.workload.hours_per_credit:
        return None
    evidence = participant.evidence(rule.presence)
    return credits_of(hours_of(course, live_ms(rule, evidence)))
