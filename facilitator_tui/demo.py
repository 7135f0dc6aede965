"""The demonstration: a subgroup of nine invented people, a session they held, and one that is about to begin."""

from __future__ import annotations

import random
import time
from pathlib import Path

from facilitator_tui.clock import SetClock
from facilitator_tui.dialogue import commands as c
from facilitator_tui.opening import begin, recorder_for
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.recorder import Recorder
from facilitator_tui.store.derived import rebuild
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import Sessions

PEOPLE = (
    "Amal Haddad", "Chiara Fontanelli", "Yusuf Demirtaş", "Léa Morvan", "سلمى الحسن", "Jonas Petrauskis",
    "Ναυσικά Μελά", "Nour Ben Salah", "Oksana Verbytska",
)  # fmt: skip
FACILITATOR = "Miriam Oduya"

NOTES = (
    ("", "The group found its pace after the second question #breakthrough"),
    ("سلمى الحسن", "Asked for slower English; we agreed on a sign #language"),
    ("Jonas Petrauskis", "Quiet since the break, listens closely #quiet"),
    ("", "Disagreement about the word “home” stayed curious #tension #reframe"),
)


def furnish(path: Path, now_ms: int | None = None, seed: int = 7) -> None:
    """Make the demonstration's store at ``path``: the past session lies a week before ``now_ms``."""
    now = int(time.time() * 1000) if now_ms is None else now_ms
    with Store.open(path) as store:
        people, sessions = People(store), Sessions(store)
        before = now - 30 * 86_400_000
        subgroup = people.add_subgroup("Blue subgroup", "Newcomers and Nationalism", "Europe/Rome", before)
        ids = {}
        for name in PEOPLE:
            ids[name] = people.add(name, before)
            people.join(subgroup, ids[name], "participant", 0, before)
        people.join(subgroup, people.add(FACILITATOR, before), "facilitator", 0, before)
        plans = demo_plans()
        keep = [sessions.keep_plan(plan, before) for plan in plans]
        held = now - 7 * 86_400_000
        past = sessions.create(
            plans[0].title if plans else "Names and places", before, subgroup, "Newcomers and Nationalism", 1,
            keep[0] if keep else None, held, "Europe/Rome",
        )  # fmt: skip
        sessions.create(
            plans[1].title if len(plans) > 1 else "Who belongs?", before, subgroup, "Newcomers and Nationalism", 2,
            keep[1] if len(keep) > 1 else None, now + 5 * 60_000, "Europe/Rome",
        )  # fmt: skip
        _hold(store, past, held, ids, plans[0] if plans else None, random.Random(seed))
        rebuild(store, past)


def demo_plans() -> list[SessionPlan]:
    """The first two session plans of the demonstration's course; none when it is not at hand."""
    from facilitator_tui.plans.reader import read_course
    from facilitator_tui.plans.shelf import shipped_courses

    folder = shipped_courses() / "newcomers-and-nationalism"
    if not folder.is_dir():
        return []
    return list(read_course(folder).plans[:2])


def _hold(
    store: Store,
    session: str,
    began: int,
    ids: dict[str, str],
    plan: SessionPlan | None,
    chance: random.Random,
) -> None:
    """Hold a session of two hours in an instant: arrivals, blocks, turns, a drop-out, notes."""
    clock = SetClock(began - 8 * 60_000)
    recorder = recorder_for(store, session, clock, "demo")
    lease = begin(recorder, store, Sessions(store).get(session))
    if lease is not None:
        lease.close()
    people = list(ids.values())
    for person in people[:-1]:
        clock.ms += chance.randrange(10_000, 60_000)
        recorder.do(c.ToggleHere(person))
    blocks = plan.during() if plan is not None else ()
    lengths = [block.seconds for block in blocks] or [1200] * 6
    clock.ms = began + 90_000
    for index, seconds in enumerate(lengths):
        if blocks:
            recorder.do(c.NextBlock(len(blocks)))
        _talk(recorder, clock, people, seconds, chance)
        if index == 1:
            recorder.do(c.ToggleHere(people[-1]))
        if index < len(NOTES):
            name, text = NOTES[index]
            recorder.do(c.AddNote(text, ids.get(name, "")))
    recorder.do(c.Close())


def _talk(
    recorder: Recorder, clock: SetClock, people: list[str], seconds: int, chance: random.Random
) -> None:
    weights = [3, 5, 2, 4, 1, 1, 3, 2, 2]
    facilitator = recorder.state.facilitator()
    end = clock.ms + seconds * 1000
    while clock.ms < end:
        here = [person for person in people if recorder.state.people[person].here]
        if facilitator is not None and chance.random() < 0.25:
            recorder.do(c.GiveFloor(facilitator.id))
        else:
            recorder.do(c.GiveFloor(chance.choices(here, [weights[people.index(p)] for p in here])[0]))
        clock.ms += min(int(chance.lognormvariate(3.4, 0.8) * 1000) + 1500, max(1000, end - clock.ms))
        if chance.random() < 0.08:
            recorder.do(c.Interject(chance.choice(here)))
        if chance.random() < 0.15:
            recorder.do(c.Silence())
            clock.ms += chance.randrange(2_000, 12_000)
