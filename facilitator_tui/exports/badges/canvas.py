"""The CSV of Canvas Credentials (Badgr) for awarding in bulk.

Only the identifier is required there. An awarded badge cannot be changed: a wrong name means to revoke and to award
again. Narratives are public, so they hold counts. Columns: Canvas community, "How do I bulk award badges to learners".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from zoneinfo import ZoneInfo

from facilitator_tui.exports.badges.facts import address_of, counts_of, issue_day, names_of
from facilitator_tui.exports.badges.rows import to_csv
from facilitator_tui.issuing.award import Award

COLUMNS: Final = (
    "Badge Class ID",
    "Identifier",
    "First Name",
    "Last Name",
    "Narrative",
    "Evidence Narrative",
    "Evidence URL",
    "Issue Date",
    "Expiration Date",
)


def to_canvas(awards: Iterable[Award], badge_class: str, zone: ZoneInfo) -> str:
    """The file for these awards. ``badge_class`` is the id that stands in the badge's web address at Canvas.

    Raises ``ExportProblem`` for an award that nobody has confirmed.
    """
    return to_csv(COLUMNS, _rows(awards, badge_class, zone))


def _rows(awards: Iterable[Award], badge_class: str, zone: ZoneInfo) -> Iterator[tuple[str, ...]]:
    for award in awards:
        evidence = "; ".join(counts_of(award))
        day = issue_day(award, zone).isoformat()
        names = names_of(award.recipient)
        yield (badge_class, address_of(award.recipient), *names, "", evidence, "", day, "")
