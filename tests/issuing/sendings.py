"""What the tests of sending share: people with confirmed verdicts, a time that tests turn, and a desk with a ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from facilitator_tui.completion.verdict import Confirmation, RuleName, State, Verdict
from facilitator_tui.issuing.award import Award, Issued, Recipient
from facilitator_tui.issuing.obf import ObfClient
from facilitator_tui.issuing.sending import Sender
from facilitator_tui.issuing.sending_plan import Plan, plan
from facilitator_tui.issuing.sending_results import ReadBack, Sent
from facilitator_tui.settings import Issuer
from facilitator_tui.store.file import Store
from facilitator_tui.store.ledger import Ledger
from tests.issuing.obf_server import BADGE, CLIENT, SECRET, Factory, InProcess

NAMES = ("Amina Ben Salah", "Bruno Keller", "Chiara Rossi", "Deniz Yılmaz", "Elif Aydın", "Farid Haddad")
COURSE, OURS = "newcomers", "participant"
OBF = Issuer(name="obf", client=CLIENT, badges={OURS: BADGE})
MINUTE = 60_000


def award(
    number: int,
    *,
    email: str | None = None,
    name: str | None = None,
    state: State = "Completed",
    badge: str = OURS,
    course: str = COURSE,
) -> Award:
    """Somebody with a verdict; their number gives name and address."""
    confirmation = Confirmation("miriam", 1, "f" * 64) if state == "Completed" else None
    verdict = Verdict(
        participant=f"p{number}",
        course=course,
        badge=badge,
        state=state,
        met=True,
        why="Everything is met.",
        criteria=(),
        sessions=(),
        rule=RuleName(badge, "2", "ab" * 32),
        confirmation=confirmation,
    )
    who = NAMES[number % len(NAMES)] if name is None else name
    address = f"{who.split()[0]}.{number}@example.org" if email is None else email
    return Award(recipient=Recipient(person=f"p{number}", name=who, email=address), verdict=verdict)


def awards(count: int) -> tuple[Award, ...]:
    return tuple(award(number) for number in range(count))


class Time:
    """One time for everybody, which only waiting moves on."""

    def __init__(self, now_ms: int = 1_795_000_000_000) -> None:
        self.ms = now_ms
        self.waited: list[float] = []

    def now_ms(self) -> int:
        return self.ms

    def jumped_ms(self) -> int:
        return 0

    def seconds(self) -> float:
        return self.ms / 1000

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.ms += round(seconds * 1000)


class Place:
    """A computer with a store, and the issuer's service somewhere else. Each use starts the program anew."""

    def __init__(self, path: Path, per_call: int = 2) -> None:
        self.path, self.per_call = path, per_call
        self.time = Time()
        self.factory = Factory(self.time.seconds)
        self.told: list[str] = []

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        with Store.open(self.path) as store:
            yield Ledger(store)

    @contextmanager
    def sender(
        self, http: httpx.Client | None = None, issuer: Issuer = OBF
    ) -> Iterator[tuple[Ledger, Sender]]:
        calls = http or httpx.Client(transport=InProcess(self.factory))
        client = ObfClient(
            issuer, SECRET, http=calls, tell=self.told.append, steady=self.time.seconds, sleep=self.time.sleep
        )
        with self.ledger() as ledger, client:
            yield (
                ledger,
                Sender(ledger, client, self.time, "miriam", tell=self.told.append, per_call=self.per_call),
            )

    def plan(self, everybody: tuple[Award, ...]) -> Plan:
        with self.ledger() as ledger:
            return plan(ledger, everybody, OBF)

    def send(
        self, everybody: tuple[Award, ...], http: httpx.Client | None = None, issuer: Issuer = OBF
    ) -> Sent:
        with self.sender(http, issuer) as (ledger, sender):
            return sender.send(plan(ledger, everybody, issuer))

    def read_back(self) -> ReadBack:
        with self.sender() as (_, sender):
            return sender.read_back(COURSE, OURS)

    def history(self, person: str | None = None) -> list[Issued]:
        with self.ledger() as ledger:
            return ledger.history(COURSE, OURS, person)

    def actions(self, person: str) -> list[str]:
        return [line.action for line in self.history(person)]
