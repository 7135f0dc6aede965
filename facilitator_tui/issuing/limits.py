"""How many people an issuer takes in one file and in one day, and what that means for a batch.

Numbers and arithmetic only. Which files there are, and who writes them, is in ``exports.badges.destinations``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

import msgspec

Item = TypeVar("Item")


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """What one destination takes. 0 is no limit that is known of.

    ``unit`` is what a person is in the file: a line, a row, an award. ``condition`` says when the numbers hold, and
    ``source`` is where they are published.
    """

    per_file: int = 0
    per_day: int = 0
    unit: str = "people"
    condition: str = ""
    source: str = ""


_OBF_PASTE: Final = "https://knowledge.realideas.org/how-can-i-issue-a-badge-using-obf"
_OBF_CSV: Final = (
    "https://support.openbadgefactory.com/en/support/solutions/articles/"
    "80001174835-can-i-issue-badges-by-uploading-a-csv-file-"
)
_CANVAS: Final = (
    "https://community.canvaslms.com/t5/Canvas-Badges-Badgr/"
    "Awarding-badges-to-a-group-of-recipients-in-bulk/ta-p/528741"
)
_CREDLY: Final = (
    "https://credlyissuer.zendesk.com/hc/en-us/articles/360027660752-"
    "How-do-I-issue-badges-in-bulk-to-multiple-earners"
)

LIMITS: Final[dict[str, Limit]] = {
    "lines": Limit(per_file=2_500, unit="lines", condition="pasted at once", source=_OBF_PASTE),
    "obf-csv": Limit(
        per_file=10_000,
        per_day=2_000,
        unit="rows",
        condition="with the PRO level; sending through an own mail server has no limit a day",
        source=_OBF_CSV,
    ),
    "canvas": Limit(per_file=50, unit="awards", condition="on the free level", source=_CANVAS),
    "credly": Limit(per_file=5_000, unit="rows", source=_CREDLY),
}
"""What the issuers say, by the destination's id. Whatever is not listed has no limit."""


def limit_of(destination: str, per_file: int = 0) -> Limit:
    """The limit of a destination; ``per_file`` replaces the published number where somebody's contract says another."""
    limit = LIMITS.get(destination, Limit())
    return msgspec.structs.replace(limit, per_file=per_file) if per_file else limit


def split(items: Sequence[Item], per_file: int) -> tuple[tuple[Item, ...], ...]:
    """The items in their order, as many to a piece as fit; 0 sets no limit. Nothing gives no piece."""
    size = per_file or len(items)
    return tuple(tuple(items[start : start + size]) for start in range(0, len(items), size or 1))


def days(count: int, per_day: int) -> int:
    """On how many days so many people are taken; one day where there is no limit, none for nobody."""
    if not count:
        return 0
    return -(-count // per_day) if per_day else 1


def in_words(count: int, limit: Limit) -> str:
    """How many files and how many days, in a sentence or two for the person who carries them to the issuer."""
    files = len(split(range(count), limit.per_file))
    people = f"{count:,} {'person' if count == 1 else 'people'}"
    said = f"{people}: {files} {'file' if files == 1 else 'files'}"
    if limit.per_file:
        condition = f" ({limit.condition})" if limit.condition and not limit.per_day else ""
        said += f" of at most {limit.per_file:,} {limit.unit}{condition}"
    if not limit.per_day:
        return f"{said}."
    needed = days(count, limit.per_day)
    condition = f" ({limit.condition})" if limit.condition else ""
    taken = f"The issuer takes {limit.per_day:,} a day{condition}"
    return f"{said}. {taken}, so this takes {needed} {'day' if needed == 1 else 'days'}."
