"""Stores to measure on: a session of ten people that is running, and long ones. All people are invented."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from random import Random

from facilitator_tui.clock import SetClock, SystemClock
from facilitator_tui.dialogue import commands as c
from facilitator_tui.opening import begin, recorder_for
from facilitator_tui.plans.model import Block, BlockKind, Lane, Prompt, SessionPlan
from facilitator_tui.recorder import Recorder
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import Sessions

PEOPLE = (
    "Amal Haddad", "Bruno Keller", "Chiara Conti", "Deniz Yıldız", "Elif Kaya", "Farid Mansour", "Greta Novak",
    "Hana Dvořáková", "Ilias Petrou", "Joanna Zielińska",
)  # fmt: skip

_BLOCKS: tuple[tuple[str, BlockKind, int], ...] = (
    ("Check-in round", "check-in", 12),
    ("Stories in threes", "breakout", 30),
    ("Dialogue", "discussion", 60),
    ("Closing round", "closing", 18),
)

PLAN = SessionPlan(
    2,
    "Who belongs?",
    blocks=tuple(
        Block(
            title,
            kind,
            minutes * 60,
            lanes=(
                Lane(
                    "say", "Welcome back. Today we listen to where each of us feels at home, and where not."
                ),
                Lane("do", "Mute the room’s music and share the slide with the agreements.", "producer"),
                Lane("chat", "Where did you last feel that you belonged?"),
            ),
            prompts=(Prompt("What made it so?", ("Who else was there?",), 30),),
        )
        for title, kind, minutes in _BLOCKS
    ),
)


def program(*words: str) -> list[str]:
    """The command of a person who types ``facilitator-tui`` and these words."""
    script = Path(sys.executable).with_name("facilitator-tui")
    return [str(script), *words]


def compiled() -> Mapping[str, str]:
    """An environment in which Python keeps compiled modules, as installing does; also where that is switched off."""
    kept = Path(tempfile.gettempdir()) / "facilitator-tui-bytecode"
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(kept)}


def home(folder: Path) -> Mapping[str, str]:
    """An environment in which the program uses this folder and asks no question at the first start."""
    (folder / "config.toml").write_text('keyboard = "plain"\n', encoding="utf-8")
    return {**compiled(), "FACILITATOR_TUI_HOME": str(folder), "FACILITATOR_TUI_DB": ""}


def running_session(path: Path) -> str:
    """Make a store at ``path`` with a session of ten people that runs now; gives its id."""
    with Store.open(path) as store:
        recorder, session = _begun(store, SystemClock())
        _arrive(recorder)
        recorder.do(c.NextBlock(len(PLAN.blocks)))
    return session


def long_session(path: Path, entries: int) -> str:
    """Make a store at ``path`` with a session of two hours and this many entries; gives its id."""
    clock = SetClock(SystemClock().now_ms() - 7_200_000)
    chance = Random(1)
    with Store.open(path) as store:
        recorder, session = _begun(store, clock)
        _arrive(recorder)
        people = [person.id for person in recorder.state.seated() if person.counted]
        while recorder.saved < entries:
            clock.ms += 7_200_000 // entries
            recorder.do(_something(chance, people))
    return session


def _something(chance: Random, people: list[str]) -> c.Command:
    """What is pressed in a session: mostly changes of floor."""
    person = chance.choice(people)
    others: tuple[c.Command, ...] = (
        c.Interject(person), c.ToggleHand(person), c.AddNote("a word to remember #trust", person), c.Silence(),
        c.NextBlock(len(PLAN.blocks)), c.Pass(person), c.Undo(), c.Earlier(2),
    )  # fmt: skip
    return c.GiveFloor(person) if chance.random() < 0.7 else chance.choice(others)


def _begun(store: Store, clock: SetClock | SystemClock) -> tuple[Recorder, str]:
    now = clock.now_ms()
    people, sessions = People(store), Sessions(store)
    subgroup = people.add_subgroup("Blue subgroup", "Newcomers", "Europe/Rome", now)
    for seat, name in enumerate(PEOPLE, start=1):
        people.join(subgroup, people.add(name, now), "participant", seat, now)
    people.join(subgroup, people.add("Miriam Oduya", now), "facilitator", 0, now)
    plan = sessions.keep_plan(PLAN, now)
    session = sessions.create(PLAN.title, now, subgroup, "Newcomers", 2, plan, now, "Europe/Rome")
    recorder = recorder_for(store, session, clock, "me")
    lease = begin(recorder, store, sessions.get(session))
    if lease is not None:
        lease.close()
    return recorder, session


def _arrive(recorder: Recorder) -> None:
    for person in recorder.state.seated():
        if person.counted:
            recorder.do(c.ToggleHere(person.id))
