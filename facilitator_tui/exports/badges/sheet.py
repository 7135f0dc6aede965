"""A page for one participant: what was asked, what was reached, every session, credits with their arithmetic.

As Markdown and as a page of HTML that prints on one A4 side. It is handed to the person, so it holds no note, no reason
of a decision or a withdrawal, and nobody else's name but those who led. Names of every script stand as they are: each
is isolated, so that a name from right to left does not turn the words around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from zoneinfo import ZoneInfo

from facilitator_tui.completion.findings import Finding
from facilitator_tui.completion.verdict import SessionVerdict, State
from facilitator_tui.exports.badges.facts import name_of, sessions_of
from facilitator_tui.exports.page import Section as Section
from facilitator_tui.exports.page import Sheet as Sheet
from facilitator_tui.exports.page import sheet_html, sheet_markdown
from facilitator_tui.exports.times import day
from facilitator_tui.issuing.award import Award, Awarding
from facilitator_tui.minutes import whole_minutes
from facilitator_tui.plain import plain
from facilitator_tui.plans.course import Badge, Criterion, Group
from facilitator_tui.plans.course_sheet import presence_in_words, rule_in_words

_LONGEST: Final = 1_000

_STANDS: Final[dict[State, str]] = {
    "Completed": "Earned, and confirmed by a person",
    "Provisional": "Everything is met; a person has still to confirm it",
    "OnHold": "Everything is met; it is being looked at before it is awarded",
    "InProgress": "The course is still running",
    "Enrolled": "Enrolled",
    "Failed": "Attended, no badge",
    "Withdrew": "Left the course",
}
"""The state of a verdict in words for the person it is about."""

_TREATED: Final = {
    "attended": "counts as attended",
    "neutral": "is left out of the count",
    "absent": "does not count",
}


def sheet_of(awarding: Awarding, award: Award, zone: ZoneInfo) -> Sheet:
    """Everything the page says. Days are those of the zone."""
    sections = [
        Section("What was asked", (_standing(awarding.badge), *_asked(awarding.badge))),
        Section("What was reached", tuple(_reached(award))),
        Section("Sessions", (), ("Session", "Status", "Present", "Counts"), tuple(_sessions(award))),
    ]
    if award.credits is not None:
        sections.append(Section("Hours and credits", award.credits.words))
    return Sheet(
        name_of(award.recipient) or award.recipient.person,
        tuple(_facts(awarding, award, zone)),
        tuple(each for each in sections if each.lines or each.rows),
    )


def to_markdown(awarding: Awarding, award: Award, zone: ZoneInfo) -> str:
    """The page as Markdown. Whatever a name holds is shown, never obeyed."""
    return sheet_markdown(sheet_of(awarding, award, zone))


def to_html(awarding: Awarding, award: Award, zone: ZoneInfo) -> str:
    """The page as HTML: self-contained, without scripts, with nothing to load."""
    return sheet_html(sheet_of(awarding, award, zone))


def _facts(awarding: Awarding, award: Award, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    course, badge = awarding.course, awarding.badge
    yield "Course", plain(course.title)
    if awarding.from_ms is not None and awarding.to_ms is not None:
        yield "From, to", f"{day(awarding.from_ms, zone)}, {day(awarding.to_ms, zone)}"
    if award.recipient.subgroup:
        yield "Subgroup", plain(award.recipient.subgroup)
    if award.recipient.institution:
        yield "Institution", plain(award.recipient.institution)
    yield "Took part as", award.recipient.role
    if awarding.facilitators:
        yield "Led by", ", ".join(map(plain, awarding.facilitators))
    yield "Badge", plain(badge.name)
    when = f" on {day(award.completed_ms, zone)}" if award.completed_ms is not None else ""
    decided = " A person decided beside the rule." if award.verdict.override is not None else ""
    yield "Where it stands", f"{_STANDS[award.verdict.state]}{when}.{decided}"
    yield "As of", day(awarding.made_ms, zone)


def _standing(badge: Badge) -> str:
    """Whose rule it is: nobody takes an example for the criteria of an issuer."""
    if badge.standing == "agreed":
        return f"Rule {badge.id}, version {badge.version}, agreed on with the organisation that awards the badge."
    return f"Rule {badge.id}, version {badge.version}: an example, not agreed on with any organisation."


def _asked(badge: Badge) -> Iterator[str]:
    yield from _criteria(badge.needs)
    if presence := presence_in_words(badge.presence):
        yield f"A session counts as attended when: {'; '.join(presence)}."


def _criteria(criterion: Criterion, within: str = "") -> Iterator[str]:
    if not isinstance(criterion, Group):
        yield within + rule_in_words(criterion)
        return
    whole = criterion.needed == len(criterion.parts)
    inner = within if whole else f"{within}{criterion.needed} of {len(criterion.parts)} needed: "
    for part in criterion.parts:
        yield from _criteria(part, inner)


def _reached(award: Award) -> Iterator[str]:
    attended, held = sessions_of(award)
    if held:
        yield f"{attended} of {held} {'session' if held == 1 else 'sessions'} counted as attended."
    for each in award.verdict.criteria:
        yield from _findings(each)


def _findings(found: Finding) -> Iterator[str]:
    yield f"{'Met' if found.met else 'Not met'}: {plain(found.why, _LONGEST) or plain(found.id)}."
    if found.kind == "group":
        for part in found.parts:
            yield from _findings(part)


def _sessions(award: Award) -> Iterator[tuple[str, ...]]:
    for each in award.verdict.sessions:
        there = each.stage == "held"
        yield (
            str(each.module),
            each.status if there else each.stage,
            f"{_minutes(each)} min" if there else "–",
            _counts(each),
        )


def _minutes(session: SessionVerdict) -> int:
    too_short = session.status == "partial" and not session.counts
    return whole_minutes(session.present_ms, short=too_short)


def _counts(session: SessionVerdict) -> str:
    if session.stage != "held":
        return "–"
    if session.treated is not None:
        return _TREATED[session.treated]
    lacking = f", without {', '.join(map(plain, session.lacks))}" if session.lacks else ""
    return ("yes" if session.counts else "no") + lacking
