"""A course of five sessions with a badge, and a store in which its subgroups meet: told in minutes and days.

Day 0 of the course is Monday, 2 March 2026; sessions begin at 18:00 in Lisbon, which is UTC then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from facilitator_tui.clock import SetClock
from facilitator_tui.cohorts.cohort import Cohort, Decided
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.presence import Status
from facilitator_tui.plans.model import Role
from facilitator_tui.recorder import Done, Recorder
from facilitator_tui.store.completion import Deliveries, DeliveryRow
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import Sessions

MINUTE = 60_000
DAY = 86_400_000
FIRST = int(datetime(2026, 3, 2, 18, tzinfo=UTC).timestamp() * 1000)
"""18:00 on day 0."""

COURSE = "neighbours"

BADGE = """
  - id: participant
    name: Dialogue participant
    version: 1
    standing: example
    presence:
      present from: 70 %
      late after: 10 min
      excused: neutral
      excused at most: 1
      make-up: {another session: yes, within: 10 days}
    needs:
      all:
        - attend: 80 %
          of: held
          round: up
        - task: diary
          count: 3
        - task: post-survey
    examples:
      - {who: Ana, attended: [1, 2, 3, 4], tasks: {diary: 3, post-survey: 1}, earns: yes, because: four of five}
"""

_FRAME = """plan format: 1
id: neighbours
version: 1
language: en
title: Good neighbours
kind: ready-made exchange
format: blended
about: Five evenings about living next to one another.
weeks: 5
subgroup size: 8-10
roles: [facilitator]
languages: [en B1]
aims: [Meet the neighbours]
workload: {own work: 15 h, hours per credit: 25}
modules: [1.md, 2.md, 3.md, 4.md, 5.md]
tasks:
  - {id: post-survey, kind: survey, title: The survey after the course, due: day 40}
  - {id: diary, kind: diary, title: Half a page after each session, per: session, due: 4 days}
  - {id: reaction, kind: reaction, title: A video to somebody else's}
badges:"""

_MODULE = """---
module: {number}
title: Evening {number}
minutes: 120
aims: [listen]
---

## Check-in — 10 min
kind: check-in

**Say:** Welcome.

## Dialogue — 100 min
kind: discussion

**Say:** What did you bring?

## Closing — 10 min
kind: closing

**Say:** Thank you.
"""


def write_course(home: Path, badges: str = BADGE) -> Path:
    """The course among the person's own; again with another rule."""
    folder = home / "plans" / COURSE
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "course.yaml").write_text(_FRAME + badges, encoding="utf-8")
    for number in range(1, 6):
        (folder / f"{number}.md").write_text(_MODULE.format(number=number), encoding="utf-8")
    return folder


def on_day(day: float, minutes: float = 0) -> int:
    """So many minutes after 18:00 on this day of the course."""
    return FIRST + round(day * DAY) + round(minutes * MINUTE)


class CourseStory:
    """Subgroups of the course in a real store, their sessions held by a clock set by hand."""

    def __init__(self, store: Store, home: Path, seed: int = 3) -> None:
        write_course(home)
        self.store, self.chance = store, Random(seed).getrandbits
        self.people, self.sessions = People(store, self.chance), Sessions(store, self.chance)
        self.ids: dict[str, str] = {}
        self.groups: dict[str, str] = {}
        self.held: dict[tuple[str, int], str] = {}

    def group(self, name: str, *members: str, day: float = -7, first_day: str = "2026-03-02") -> str:
        """A subgroup with these participants and a facilitator, since a week before the course."""
        group = self.people.add_subgroup(name, COURSE, "Europe/Lisbon", on_day(day))
        self.store.connection.execute("UPDATE subgroup SET first_day = ? WHERE id = ?", (first_day, group))
        self.groups[name] = group
        for member in members:
            self.joins(member, name, day)
        self.joins(f"Facilitator of {name}", name, day, "facilitator")
        return group

    def joins(self, who: str, group: str, day: float, role: Role = "participant") -> str:
        if who not in self.ids:
            email = f"{who.split()[0].casefold()}@example.org"
            self.ids[who] = self.people.add(who, on_day(day), email=email)
        self.people.join(self.groups[group], self.ids[who], role, 0, on_day(day))
        return self.ids[who]

    def moves(self, who: str, before: str, after: str, day: float) -> None:
        self.people.leave(self.groups[before], self.ids[who], on_day(day))
        self.joins(who, after, day)

    def withdraws(self, who: str, day: float, reason: str = "") -> None:
        self.people.withdraw(self.ids[who], COURSE, on_day(day), reason, "me")

    def plans(self, group: str, module: int, day: float) -> str:
        """A session that is planned and not held yet."""
        session = self.sessions.create(
            f"Evening {module}", on_day(-7), self.groups[group], COURSE, module, None, on_day(day)
        )
        self.held[group, module] = session
        return session

    def holds(
        self,
        group: str,
        module: int,
        day: float,
        there: Mapping[str, tuple[float, float]] | Sequence[str],
        *,
        marks: Mapping[str, Status] | None = None,
        guests: Sequence[str] = (),
        speaks: Sequence[str] = (),
        confirmed: bool = True,
    ) -> str:
        """A session of two hours: who was there from which minute to which (all of it where only named)."""
        session = self.plans(group, module, day)
        times = dict(there) if isinstance(there, Mapping) else dict.fromkeys(there, (0.0, 120.0))
        recorder, clock = self.recorder(session, day)
        recorder.do(c.Open(self.sessions.seats_to_open(self.sessions.get(session), clock.ms), "", clock.ms))
        for guest in guests:
            self.must(recorder, c.TakeSeat(e.Seat(self.ids[guest], 0)))
        moments = [(start, who) for who, (start, _) in times.items()]
        moments += [(end, who) for who, (_, end) in times.items() if end < 120]
        for minute, who in sorted(moments, key=lambda moment: moment[0]):
            clock.ms = on_day(day, minute)
            self.must(recorder, c.ToggleHere(self.ids[who]))
        for who in speaks:
            clock.ms = max(clock.ms, on_day(day, 30)) + 1000
            self.must(recorder, c.GiveFloor(self.ids[who]))
        clock.ms = on_day(day, 120)
        self.must(recorder, c.Close())
        for who, status in (marks or {}).items():
            self.must(recorder, c.Mark(self.ids[who], status))
        if confirmed:
            self.must(recorder, c.ConfirmAttendance())
        return session

    def recorder(self, session: str, day: float, minutes: float = 0) -> tuple[Recorder, SetClock]:
        """A recorder for this session, by a clock that stands at this time."""
        clock = SetClock(on_day(day, minutes))
        return Recorder(self.store.journal(session), clock, self.chance, session, "me"), clock

    @staticmethod
    def must(recorder: Recorder, command: c.Command) -> None:
        outcome = recorder.do(command)
        assert isinstance(outcome, Done), outcome

    def hands_in(self, who: str, task: str, *modules: int, day: float | None = None, times: int = 1) -> None:
        """Of a task per session one for each module, on the day of that session; else one for the course."""
        rows = [
            DeliveryRow(
                id=f"{who} {task} {module} {day}",
                person=self.ids[who],
                course=COURSE,
                task=task,
                module=module,
                at_ms=on_day((module - 1) * 7 if day is None and module else day or 0, 180),
                times=times,
                source="story",
                logged_ms=on_day(50),
            )
            for module in modules or (0,)
        ]
        Deliveries(self.store).add(rows)

    def hands_in_everything(self, *people: str) -> None:
        for who in people:
            self.hands_in(who, "diary", 1, 2, 3, 4, 5)
            self.hands_in(who, "post-survey", day=35)

    def over(self, day: float) -> None:
        """The course is over for every subgroup."""
        self.store.connection.execute("UPDATE subgroup SET over_ms = ?", (on_day(day),))

    def cohort(self, day: float, subgroup: str = "") -> Cohort:
        return Cohort.open(self.store, COURSE, on_day(day), subgroup)


def by_name(found: Sequence[Decided]) -> dict[str, Decided]:
    return {each.name: each for each in found}


def states(found: Sequence[Decided]) -> dict[str, str]:
    """The state of everybody's verdict, by first name."""
    return {each.name.split()[0]: each.verdict.state for each in found}
