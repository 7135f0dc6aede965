"""A grant's worth of a course out of the store: 280 subgroups, five evenings each, every verdict with its sentences.

``measure`` gives the seconds; ``python -m benchmarks.cohort [SUBGROUPS]`` prints them. What the verdicts alone cost is
in ``benchmarks.completion``.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest.mock import patch

import msgspec

from facilitator_tui.cohorts.cohort import Cohort
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.ids import IdMaker
from facilitator_tui.store.completion import Deliveries, DeliveryRow
from facilitator_tui.store.derived import rebuild_stale
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import writing
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import Sessions

if TYPE_CHECKING:
    from benchmarks.measures import Figure, Size

SESSIONS = 5
PEOPLE = 9
TURNS = 60
"""Turns, notes and hands of an evening: what a facilitator logs in two hours."""

COURSE = "european-culture-and-politics"
DAY_MS = 86_400_000
HOUR_MS = 3_600_000
T0 = 1_772_000_000_000


class Measured(msgspec.Struct, frozen=True):
    """Seconds for one look at the whole cohort, for another one after that, and for one subgroup alone."""

    participants: int
    sessions: int
    entries: int
    gathered_s: float
    verdicts_s: float
    again_s: float
    subgroup_s: float


def measure(subgroups: int = 280) -> Measured:
    """Make the store, then look at the cohort as the completion screen does."""
    with (
        TemporaryDirectory() as folder,
        patch.dict(os.environ, FACILITATOR_TUI_HOME=folder),
        Store.open(Path(folder) / "facilitator.db") as store,
    ):
        entries = _furnish(store, subgroups)
        return _measured(store, entries)


def figures(size: Size) -> list[Figure]:
    """The whole of it at any size; told without a target, for the two seconds of ``benchmarks.completion`` are it."""
    from benchmarks.measures import Figure

    found = measure()
    says = f"{found.participants} people, {found.sessions} sessions from the store, with every verdict"
    detail = f"verdicts {found.verdicts_s:.2f} s, again {found.again_s:.2f} s, one subgroup {found.subgroup_s:.2f} s"
    return [Figure("cohort", says, "s", found.gathered_s + found.verdicts_s, None, detail=detail)]


def main(subgroups: int = 280) -> None:
    """Print the seconds of one run."""
    found = measure(subgroups)
    print(f"{found.participants} participants, {found.sessions} sessions, {found.entries} entries")
    print(f"everything known  {found.gathered_s:6.2f} s")
    print(f"all verdicts      {found.verdicts_s:6.2f} s")
    print(f"looking again     {found.again_s:6.2f} s")
    print(f"one subgroup      {found.subgroup_s:6.2f} s")


def _measured(store: Store, entries: int) -> Measured:
    now = T0 + 60 * DAY_MS
    began = time.perf_counter()
    cohort = Cohort.open(store, COURSE, now)
    people = len(cohort.participants)
    gathered = time.perf_counter()
    for badge in cohort.course.badges:
        cohort.verdicts(badge.id)
    decided = time.perf_counter()
    cohort.refresh(now + 1)
    for badge in cohort.course.badges:
        cohort.verdicts(badge.id)
    again = time.perf_counter()
    one = Cohort.open(store, COURSE, now, subgroup="Subgroup 1")
    one.verdicts(cohort.course.badges[0].id)
    ended = time.perf_counter()
    return Measured(
        people,
        len(cohort.sessions),
        entries,
        gathered - began,
        decided - gathered,
        again - decided,
        ended - again,
    )


def _furnish(store: Store, subgroups: int) -> int:
    dice = Random(7)
    people, sessions, ids = (
        People(store, dice.getrandbits),
        Sessions(store, dice.getrandbits),
        IdMaker(dice.getrandbits),
    )
    count = 0
    for number in range(1, subgroups + 1):
        with writing(store):
            group = people.add_subgroup(f"Subgroup {number}", COURSE, "Europe/Lisbon", T0 - DAY_MS)
            members = [people.add(f"Person {number} {each}", T0 - DAY_MS) for each in range(PEOPLE)]
            for member in members:
                people.join(group, member, "participant", 0, T0 - DAY_MS)
            held = [
                sessions.create(
                    f"Evening {module}", T0, group, COURSE, module, None, T0 + module * 7 * DAY_MS
                )
                for module in range(1, SESSIONS + 1)
            ]
            Deliveries(store).add(_deliveries(members, number))
        for module, session in enumerate(held, start=1):
            evening = list(_evening(session, members, T0 + module * 7 * DAY_MS, dice, ids))
            store.journal(session).append(evening, {})
            count += len(evening)
    rebuild_stale(store)
    return count


def _deliveries(members: list[str], number: int) -> Iterator[DeliveryRow]:
    for member in members:
        for module in range(1, SESSIONS + 1):
            yield DeliveryRow(
                id=f"{member} {module}",
                person=member,
                course=COURSE,
                task="diary",
                module=module,
                at_ms=T0 + module * 7 * DAY_MS,
                source=f"benchmark {number}",
                logged_ms=T0,
            )


def _evening(
    session: str, members: list[str], opened_ms: int, dice: Random, ids: IdMaker
) -> Iterator[e.Entry]:
    """Who comes, comes late or not at all; sixty turns; the end after two hours."""

    def entry(at_ms: int, fact: e.Fact) -> e.Entry:
        return e.Entry(ids.next(at_ms), session, at_ms, at_ms, "me", "key", fact)

    seats = tuple(e.Seat(member, number) for number, member in enumerate(members, start=1))
    yield entry(opened_ms, e.Opened(seats=seats))
    there = [member for member in members if dice.random() < 0.85]
    for member in there:
        yield entry(opened_ms + dice.choice((0, 0, 0, 900_000)), e.Presence(member, True))
    for turn in range(TURNS):
        yield entry(opened_ms + 900_001 + turn * 90_000, e.Floor(dice.choice(there or members)))
    yield entry(opened_ms + 2 * HOUR_MS, e.Closed())
    yield entry(opened_ms + 3 * HOUR_MS, e.Confirmed())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 280)
