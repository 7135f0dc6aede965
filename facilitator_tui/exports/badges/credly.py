"""The CSV of Credly for issuing in bulk.

Credly asks to begin each time from a fresh template, for its heads change and none may be missing; with such a
template the layout is that of ``template``. Without one it is this page's. Columns and formats: Credly, "How do I issue
badges in bulk to multiple earners". Dates are month, day and year there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from zoneinfo import ZoneInfo

from facilitator_tui.exports.badges.facts import address_of, issue_day, names_of
from facilitator_tui.exports.badges.rows import to_csv
from facilitator_tui.issuing.award import Award

COLUMNS: Final = (
    "Badge Template ID",
    "Recipient Email",
    "First Name",
    "Last Name",
    "Issued at",
    "Expiration Date",
    "Issuer Earner ID",
    "Country",
    "State or Province",
    "Evidence Name",
    "Evidence URL",
    "Text Evidence Name",
    "Text Evidence URL",
    "ID Evidence Title",
    "ID Evidence Description",
    "Locale",
)

DATE_FORMAT: Final = "%m/%d/%y"


def to_credly(awards: Iterable[Award], badge_template: str, zone: ZoneInfo) -> str:
    """The file for these awards. ``badge_template`` is the id of the badge template at Credly.

    Country, evidence and the like are optional there and stay empty: what is not needed is not handed on. Raises
    ``ExportProblem`` for an award that nobody has confirmed.
    """
    return to_csv(COLUMNS, _rows(awards, badge_template, zone))


def _rows(awards: Iterable[Award], badge_template: str, zone: ZoneInfo) -> Iterator[tuple[str, ...]]:
    for award in awards:
        day = issue_day(award, zone).strftime(DATE_FORMAT)
        names = names_of(award.recipient)
        optional = ("",) * (len(COLUMNS) - 5)
        yield (badge_template, address_of(award.recipient), *names, day, *optional)
