"""What several layouts say about an award: names, the day of issue, and its counts.

The counts are for public files. They come from numbers alone: no note, no reason, no status that tells why somebody
was away.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from facilitator_tui.completion.findings import Finding
from facilitator_tui.completion.sentences import clock
from facilitator_tui.exports.files import ExportProblem
from facilitator_tui.issuing.award import Award, Recipient
from facilitator_tui.plain import plain
from facilitator_tui.zones import wall_clock

_LONGEST_ADDRESS = 320


def name_of(who: Recipient) -> str:
    """The name on the badge, as one clean line."""
    return plain(who.badge_name)


def address_of(who: Recipient) -> str:
    """The address in the case in which it was given."""
    return plain(who.email, _LONGEST_ADDRESS)


def names_of(who: Recipient) -> tuple[str, str]:
    """Given and family name; where they are not known apart, the last word counts as the family name."""
    given, family = who.names
    if given:
        return plain(given), plain(family)
    first, _, last = name_of(who).rpartition(" ")
    return (first, last) if first else (last, "")


def confirmed_at(award: Award, zone: ZoneInfo) -> datetime:
    """When a person confirmed the verdict.

    Raises ``ExportProblem`` where nobody has: then there is nothing to issue.
    """
    if award.completed_ms is None:
        raise ExportProblem(
            f"The verdict about {name_of(award.recipient) or award.recipient.person} is not confirmed, so there is no "
            "badge to issue. Confirm it first, or leave it out."
        )
    return wall_clock(award.completed_ms, zone).replace(microsecond=0)


def issue_day(award: Award, zone: ZoneInfo) -> date:
    """The day of the confirmation in this zone. Raises ``ExportProblem`` where nobody has confirmed."""
    return confirmed_at(award, zone).date()


def sessions_of(award: Award) -> tuple[int, int]:
    """How many sessions counted as attended, and how many were held while the person belonged to the subgroup."""
    concerned = [each for each in award.verdict.sessions if each.stage == "held"]
    concerned = [each for each in concerned if each.counts or each.status != "not expected"]
    return sum(1 for each in concerned if each.counts), len(concerned)


def leaves_of(award: Award) -> tuple[Finding, ...]:
    """The criteria of the rule, those inside groups among them."""
    return tuple(leaf for each in award.verdict.criteria for leaf in each.leaves())


def counts_of(award: Award) -> tuple[str, ...]:
    """What was reached, in counts. Where a person decided beside the rule, nothing is said of what it asks for."""
    return tuple(_counts(award))


def _counts(award: Award) -> Iterator[str]:
    attended, held = sessions_of(award)
    if held:
        yield f"{attended} of {held} {'session' if held == 1 else 'sessions'} counted as attended"
    decided = award.verdict.override is not None
    for leaf in leaves_of(award):
        yield _count(leaf, decided)


def _count(leaf: Finding, decided: bool) -> str:
    name = plain(leaf.id)
    needed = "" if decided else f", {leaf.needed} needed"
    allowed = "" if decided else f", at most {leaf.needed} allowed"
    match leaf.kind:
        case "sessions":
            return f"{name}: {leaf.achieved} counted{needed}"
        case "task":
            return f"{name}: {leaf.achieved} handed in{needed}"
        case "missed sessions":
            return f"{name}: {leaf.achieved} missed{allowed}"
        case "minutes":
            needed = "" if decided else f", {clock(leaf.needed, up=True)} needed"
            return f"{name}: present for {clock(leaf.achieved)}{needed}"
        case _:
            allowed = "" if decided else f", at most {clock(leaf.needed)} allowed"
            return f"{name}: {clock(leaf.achieved, up=True)} missed{allowed}"
