"""What the attendance screen needs from outside: the port ``AttendanceDesk`` and the values it gives.

``desks.attendance`` implements it over the store. What was logged and decided is not here: the screen has it from the
recorder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from facilitator_tui.dialogue.entries import Entry
from facilitator_tui.imports.normal import AttendanceFile
from facilitator_tui.plans.course import Presence


class AttendanceBasis(msgspec.Struct, frozen=True, kw_only=True):
    """What the attendance of a session is judged by, beside its journal.

    ``presence`` is the rule of the course; ``ruled`` is false where no course is known, so that any presence counts.
    ``planned_ms`` is the planned length, None where nobody planned one. ``expected`` are those who belonged to the
    subgroup then, None where there is none. ``reasons`` are those of marks and choices, by their entry. ``file_names``
    are those of the reports, by their source, where they are known.
    """

    title: str
    subgroup_name: str = ""
    zone: str = "UTC"
    presence: Presence = Presence()
    ruled: bool = False
    planned_ms: int | None = None
    expected: frozenset[str] | None = None
    reasons: Mapping[str, str] = {}
    file_names: Mapping[str, str] = {}


class Likely(msgspec.Struct, frozen=True):
    """Somebody who may be meant, and why."""

    person: str
    name: str
    why: str


class Doubt(msgspec.Struct, frozen=True):
    """A name that may be somebody known; the likeliest stand first. ``guest`` is who it is until somebody says."""

    guest: str
    name: str
    why: str
    email: str = ""
    candidates: tuple[Likely, ...] = ()


class ReportFile(msgspec.Struct, frozen=True):
    """A platform's report as it was read. ``source`` is that of the entries which it becomes.

    ``day_first`` is the order of its dates that puts it near the session, where it does not tell the order itself.
    """

    name: str
    source: str
    form: AttendanceFile
    day_first: bool | None = None


class ReportPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What a report would bring into the session.

    ``from_ms`` and ``to_ms`` are None of a report without times. ``new`` counts stretches of presence that are not in
    the journal yet. ``unknown`` become guests, and so do the ``doubts`` that nobody answers. ``elsewhere``: it lies so
    far from the session that it is probably of another meeting.
    """

    report: ReportFile
    platform: str
    from_ms: int | None
    to_ms: int | None
    new: int
    matched: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unknown: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    elsewhere: bool = False


class Somebody(msgspec.Struct, frozen=True):
    """A person who can be chosen."""

    person: str
    name: str


class AttendanceDesk(Protocol):
    """What is known about a session's people, and the reports of platforms.

    Every method may raise ``problems.DeskProblem``. ``read_report`` is called beside the screen, in a thread; all
    others are not.
    """

    def now_ms(self) -> int: ...

    def basis(self, session: str) -> AttendanceBasis: ...

    def names(self, people: Iterable[str]) -> Mapping[str, str]:
        """The names by person; empty for somebody whom nobody has named yet."""

    def doubts(self, session: str, guests: Sequence[str], others: Sequence[str]) -> Mapping[str, Doubt]:
        """Which of the guests may be one of the others, or somebody of the subgroup; those who are like nobody are
        left out."""

    def members(self, session: str) -> Sequence[Somebody]:
        """Who is in the session's subgroup, then or now."""

    def called(self, name: str) -> str:
        """The one person of this name, whole and in any case."""

    def add_guest(self, name: str) -> str:
        """Somebody new, in no subgroup; the person's id."""

    def learn(self, guest: str, person: str, among: Iterable[str]) -> None:
        """Platforms call the person as the guest is called, and nobody else ``among`` these."""

    def unlearn(self, guest: str, person: str) -> None:
        """They do not: that was a mistake."""

    def read_report(self, path: Path, zone: str, at_ms: int, day_first: bool | None = None) -> ReportFile:
        """Read a file as the report of a session that began at ``at_ms``, its local times as those of ``zone``.

        ``day_first`` settles dates like 03/04/2026.
        """

    def preview(self, session: str, report: ReportFile) -> ReportPreview: ...

    def take_in(self, session: str, report: ReportFile) -> Sequence[Entry]:
        """Put the report into the session's journal; the entries that are there now.

        Whoever is doubtful becomes a guest.
        """

    def corrected(self, session: str) -> None:
        """The session was corrected: whatever was concluded from it must be concluded again."""
