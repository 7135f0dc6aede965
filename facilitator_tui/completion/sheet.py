"""The attendance sheet of one session: for everybody what was logged, what was reported, and what it comes to.

Three things stay apart: the raw spells of each source, the status that the course's rule derives from those that
count, and the mark that a person set. Pure; the review, the register and the evidence for badges all take this one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec

from facilitator_tui.completion.presence import Measured, counting_time, measure, status
from facilitator_tui.dialogue import attendance
from facilitator_tui.dialogue.conclusions import as_ended
from facilitator_tui.dialogue.entries import Choice, Entry, Stayed
from facilitator_tui.dialogue.presence import Status, Stretch, present_ms, union
from facilitator_tui.dialogue.resolve import reading
from facilitator_tui.dialogue.state import Confirmation, Person, SessionState
from facilitator_tui.plans.course import Presence
from facilitator_tui.plans.model import Role

TOLERANCE_MS = 120_000
"""How far the own log and a platform's report may be apart before somebody is asked: a key is pressed late."""


class SheetRow(msgspec.Struct, frozen=True, kw_only=True):
    """One person in one session.

    ``own`` and ``reported`` are the stretches of presence of each source, ``counting`` those that count. ``derived`` is
    what the rule says, ``mark`` what a person said, ``status`` the one that holds. ``apart_ms`` is how long only one of
    the two sources has the person there, leaving aside the time between two reports; None where there is no report to
    compare with, or it was settled by ``choice``. ``entry`` is the entry of the mark, ``settled_by`` that of the
    choice.
    """

    person: str
    role: Role
    own: tuple[Stretch, ...] = ()
    reported: tuple[Stretch, ...] = ()
    counting: tuple[Stretch, ...] = ()
    measured: Measured = Measured()
    derived: Status = "absent"
    mark: Status | None = None
    entry: str = ""
    choice: Choice | None = None
    settled_by: str = ""
    apart_ms: int | None = None
    trouble_ms: int = 0
    turns: int = 0

    @property
    def status(self) -> Status:
        return self.mark or self.derived

    @property
    def disagrees(self) -> bool:
        """Whether the own log and the report are so far apart that a person should decide."""
        return self.apart_ms is not None and self.apart_ms > TOLERANCE_MS


class Sheet(msgspec.Struct, frozen=True):
    """A session's attendance. ``time`` is the stretch in which presence counts; None before the session was opened.

    ``confirmation`` is None while everything is provisional. ``compared`` says that there is a platform's report.
    """

    time: Stretch | None
    rows: tuple[SheetRow, ...]
    confirmation: Confirmation | None = None
    compared: bool = False

    @property
    def length_ms(self) -> int:
        return self.time[1] - self.time[0] if self.time is not None else 0

    def row(self, person: str) -> SheetRow | None:
        return next((row for row in self.rows if row.person == person), None)

    def disagreements(self) -> tuple[SheetRow, ...]:
        return tuple(row for row in self.rows if row.disagrees)


def sheet(
    state: SessionState,
    presence: Presence,
    planned_ms: int | None = None,
    expected: Collection[str] | None = None,
    covered: Iterable[Stretch] = (),
) -> Sheet:
    """The attendance sheet of a session, by seat.

    ``planned_ms`` is the planned length of the participants' time (None: as long as the session was). ``expected`` are
    the people who belonged to the subgroup then (None: everybody with a place); of others nothing was expected.
    ``covered`` is what each of the platform's reports covers (``covered_by_reports``): the time between two of them,
    when the meeting was begun anew, is no disagreement, since they say nothing about it.
    """
    if state.opened_ms is None:
        return Sheet(None, ())
    ended = as_ended(state)
    closed_ms = ended.end_ms(ended.last_ms)
    time = counting_time(
        state.opened_ms, closed_ms - state.opened_ms if planned_ms is None else planned_ms, closed_ms
    )
    told = _without_gaps(time, covered) if any(each.reported for each in ended.people.values()) else None
    rows = (
        _row(person, ended, time, presence, told, expected is None or person.id in expected)
        for person in ended.seated()
        if person.counted or person.role == "observer"
    )
    return Sheet(time, tuple(rows), state.confirmation, told is not None)


def covered_by_reports(entries: Mapping[str, Entry]) -> tuple[Stretch, ...]:
    """What the platform's reports in a journal cover: each from its first joining to its last leaving of anybody.

    In order of time, one stretch for each report that was not taken back; two reports may overlap.
    """
    read = reading(entries)
    stays: dict[str, list[Stretch]] = {}
    for entry in entries.values():
        effective = read.effective(entry)
        if effective is not None and isinstance(effective.fact, Stayed):
            stay = (effective.at_ms, effective.at_ms + effective.fact.ms)
            stays.setdefault(entry.source, []).append(stay)
    return tuple(
        sorted((min(start for start, _ in each), max(end for _, end in each)) for each in stays.values())
    )


def _row(
    person: Person,
    state: SessionState,
    time: Stretch,
    presence: Presence,
    told: tuple[Stretch, ...] | None,
    expected: bool,
) -> SheetRow:
    """``told`` is the time for which reports can be compared with the log; None where there is no report."""
    own = attendance.own(person, time[1])
    reported = attendance.reported(person)
    counting = attendance.counting(person, time[1])
    measured = measure(counting, time)
    settled, mark = person.settled, person.mark
    return SheetRow(
        person=person.id,
        role=person.role,
        own=own,
        reported=reported,
        counting=counting,
        measured=measured,
        derived=_derived(person, measured, time, presence, expected),
        mark=None if mark is None else mark.status,
        entry="" if mark is None else mark.entry,
        choice=None if settled is None else settled.choice,
        settled_by="" if settled is None else settled.entry,
        apart_ms=None if told is None or settled is not None else _apart(own, reported, told),
        trouble_ms=present_ms(span.clipped(time[1]) for span in person.troubles),
        turns=sum(turn.person == person.id for turn in state.turns),
    )


def _derived(person: Person, measured: Measured, time: Stretch, presence: Presence, expected: bool) -> Status:
    if person.role == "observer":
        return "observer"
    if not expected and not measured.present_ms:
        return "not expected"
    return status(measured, time[1] - time[0], presence)


def _without_gaps(time: Stretch, covered: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The time that counts without what lies between the reports; before the first and after the last it stays."""
    spans = union(covered)
    starts = (time[0], *(start for start, _ in spans[1:]))
    ends = (*(end for _, end in spans[:-1]), time[1])
    return _within(zip(starts, ends, strict=True), (time,))


def _apart(own: Iterable[Stretch], reported: Iterable[Stretch], told: tuple[Stretch, ...]) -> int:
    """How long exactly one of the two has the person there, within the time that both can tell of."""
    mine, theirs = _within(own, told), _within(reported, told)
    return 2 * present_ms((*mine, *theirs)) - present_ms(mine) - present_ms(theirs)


def _within(stretches: Iterable[Stretch], times: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    return union(
        (max(start, from_ms), min(end, to_ms)) for start, end in stretches for from_ms, to_ms in times
    )
