"""A session told to a real store, second by second: ``Told(store).at(12, GiveFloor(AMAL))``."""

from __future__ import annotations

from random import Random

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.plans.model import Block, SessionPlan
from facilitator_tui.recorder import Outcome, Recorder
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import SessionRow, Sessions
from tests.dialogue.fakes import T0, ms

NAMES = ("Amina Ben Salah", "Bruno Keller", "Chiara Conti", "Deniz Yıldız")
"""Participants at the seats 1 to 4; the facilitator is Faiza."""

PLAN = SessionPlan(
    2,
    "Who belongs?",
    blocks=(
        Block("Check-in", "check-in", 600),
        Block("Dialogue", "discussion", 3600),
        Block("Closing", "closing", 300),
    ),
)


class HandClock:
    """A clock that stands until it is moved; ``jump`` is told once, as a computer's clock set by somebody."""

    def __init__(self) -> None:
        self.ms, self.jump = T0, 0

    def now_ms(self) -> int:
        return self.ms

    def jumped_ms(self) -> int:
        jump, self.jump = self.jump, 0
        return jump


class Told:
    """A session of four participants and a facilitator, opened at second 0, with a clock set by hand."""

    def __init__(
        self, store: Store, plan: SessionPlan | None = PLAN, title: str = "Who belongs?", seed: int = 1
    ) -> None:
        self.store, self.clock = store, HandClock()
        chance = Random(seed).getrandbits
        people, self.sessions = People(store, chance), Sessions(store, chance)
        digest = self.sessions.keep_plan(plan, ms(-60)) if plan else None
        self.ids = [people.add(name, ms(-60)) for name in NAMES]
        self.amina, self.bruno, self.chiara, self.deniz = self.ids
        self.faiza = people.add("Faiza Haddad", ms(-60))
        self.id = self.sessions.create(title, ms(-60), course="Dialogue", module=2, plan=digest)
        self.recorder = Recorder(store.journal(self.id), self.clock, chance, self.id, "me")
        seats = tuple(e.Seat(person, number) for number, person in enumerate(self.ids, start=1))
        self.at(0, c.Open((*seats, e.Seat(self.faiza, 0, "facilitator")), digest or ""))

    def at(self, second: float, *commands: c.Command) -> Told:
        self.clock.ms = ms(second)
        for command in commands:
            self.outcome: Outcome = self.recorder.do(command)
        return self

    @property
    def row(self) -> SessionRow:
        return self.sessions.get(self.id)


def an_evening(store: Store) -> Told:
    """Ten minutes in which Amina says much, Chiara little and Deniz nothing; Bruno never comes."""
    told = Told(store)
    told.at(0, *(c.ToggleHere(person) for person in (told.amina, told.chiara, told.deniz)))
    told.at(5, c.NextBlock(3), c.GiveFloor(told.faiza)).at(35, c.GiveFloor(told.amina))
    told.at(155, c.GiveFloor(told.chiara)).at(157, c.Silence())
    told.at(160, c.Interject(told.deniz), c.AddNote("Amina listens #insight #care", told.amina))
    told.at(170, c.ToggleTrouble(told.deniz)).at(200, c.ToggleTrouble(told.deniz))
    told.at(240, c.ToggleRound(), c.GiveFloor(told.chiara)).at(260, c.Silence(), c.Pass(told.amina))
    told.at(300, c.NextBlock(3), c.RaiseFlag(told.deniz), c.AddNote("=1+1 heavy moment"))
    told.at(310, c.OpenRooms(((told.amina, told.chiara), (told.deniz,)))).at(400, c.OpenRooms())
    told.at(500, c.ToggleHere(told.deniz))
    return told.at(600, c.Close())
