"""What the attendance screen shows, as one value: the sheet, names, guests, reasons and the platform's reports. Pure.

How it is written in lines stands in ``attendance_rows``.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from facilitator_tui.completion.sheet import Sheet, SheetRow
from facilitator_tui.dialogue.entries import Entry, Stayed
from facilitator_tui.dialogue.platforms import platform_of
from facilitator_tui.dialogue.resolve import voided
from facilitator_tui.plans.course import Presence


class ReportSeen(msgspec.Struct, frozen=True):
    """A platform's report in the journal: when it has people there, and whether it counts or was taken back.

    ``file`` is what it was called, empty where that is not known.
    """

    source: str
    platform: str
    from_ms: int
    to_ms: int
    counts: bool = True
    file: str = ""


class AttendanceSeen(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the attendance screen shows.

    ``names`` are by person, those without a name are ``nameless``. ``guests`` do not belong to the subgroup; ``hints``
    say who they may be. ``reasons`` are by the entry of the mark or the choice. ``ruled``: the course says when a
    session counts. ``confirmed_by`` is the author of the confirmation.
    """

    sheet: Sheet
    title: str
    subgroup_name: str = ""
    presence: Presence = Presence()
    ruled: bool = False
    names: Mapping[str, str] = {}
    nameless: frozenset[str] = frozenset()
    guests: frozenset[str] = frozenset()
    hints: Mapping[str, str] = {}
    reasons: Mapping[str, str] = {}
    reports: tuple[ReportSeen, ...] = ()
    zone: str = "UTC"
    now_ms: int = 0
    confirmed_by: str = ""

    def name(self, person: str) -> str:
        return self.names.get(person) or "somebody"

    def rows(self) -> list[SheetRow]:
        """Everybody but the empty seats that nobody ever took."""
        return [row for row in self.sheet.rows if row.person not in self.nameless or _there(row) or row.mark]

    def guest_rows(self) -> list[SheetRow]:
        """The guests who were there."""
        return [row for row in self.rows() if row.person in self.guests and _there(row)]

    def disagreements(self) -> list[SheetRow]:
        """Those of the subgroup whose log and report are apart; of guests it is asked first who they are."""
        guests = {row.person for row in self.guest_rows()}
        return [row for row in self.rows() if row.disagrees and row.person not in guests]

    def agreements(self) -> list[SheetRow]:
        """Those of whom nothing is to be decided, and nothing was; without a report everybody but guests."""
        guests = self.guest_rows()
        return [row for row in self.rows() if not row.disagrees and row.choice is None and row not in guests]


def _there(row: SheetRow) -> bool:
    return bool(row.own or row.reported or row.choice)


def reports_of(entries: Mapping[str, Entry], files: Mapping[str, str]) -> tuple[ReportSeen, ...]:
    """The platform's reports in a journal, in the order of time; ``files`` are what they are called, by source."""
    by_source: dict[str, list[tuple[int, int, bool]]] = {}
    void = voided(entries)
    for entry in entries.values():
        if isinstance(entry.fact, Stayed) and entry.source.startswith("import:"):
            stay = (entry.at_ms, entry.at_ms + entry.fact.ms, entry.id not in void)
            by_source.setdefault(entry.source, []).append(stay)
    found = [
        ReportSeen(
            source,
            platform_of(source),
            min(start for start, _, _ in stays),
            max(end for _, end, _ in stays),
            any(counts for _, _, counts in stays),
            files.get(source, ""),
        )
        for source, stays in by_source.items()
    ]
    return tuple(sorted(found, key=lambda report: (report.from_ms, report.source)))
