"""Rehearsal: a recorded session played into the live screen, to learn the keys before the first real session.

Everything happens in a throw-away store. What was recorded comes in by itself, at its own pace times the speed;
the person's own keys are written beside it, as in a real session.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from facilitator_tui.clock import PlayedClock
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.resolve import Effective, resolve
from facilitator_tui.recorder import Recorder

if TYPE_CHECKING:
    from facilitator_tui.dialogue.journal import Clock
    from facilitator_tui.store.file import Store

LEAD_MS = 3_000
"""How long before the first thing happens the rehearsal begins."""


class Player:
    """Feeds the facts of a recording to a recorder when their time has come."""

    def __init__(self, facts: Iterable[Effective], session: str) -> None:
        self._facts = sorted(playable(facts), key=lambda fact: fact.key)
        self._session, self._next = session, 0

    @property
    def begins_ms(self) -> int:
        return self._facts[0].at_ms if self._facts else 0

    @property
    def left(self) -> int:
        """How many facts are still to come."""
        return len(self._facts) - self._next

    def play(self, recorder: Recorder) -> None:
        """Write everything that has happened by the recorder's time."""
        now, due = recorder.now_ms(), []
        while self._next < len(self._facts) and self._facts[self._next].at_ms <= now:
            due.append(self._facts[self._next])
            self._next += 1
        if due:
            logged = recorder.logged_ms()
            recorder.take(
                tuple(
                    e.Entry(x.id, self._session, x.at_ms, logged, "recording", "rehearsal", x.fact)
                    for x in due
                )
            )


def playable(facts: Iterable[Effective]) -> list[Effective]:
    """The facts as they would have been keyed: recorded turns become changes of floor, endings are left out."""
    played: list[Effective] = []
    for fact in facts:
        match fact.fact:
            case e.Spoke(person=person, ms=ms):
                played.append(Effective(fact.at_ms, fact.id, e.Floor(person)))
                played.append(Effective(fact.at_ms + ms, fact.id + "+", e.Floor()))
            case e.Opened() | e.Closed() | e.Resumed() | e.Jumped() | e.Note() | e.Flag():
                continue
            case _:
                played.append(fact)
    return played


@contextmanager
def staged(session: str | None, speed: float, path: Path) -> Iterator[tuple[Store, Clock, str, Player]]:
    """A throw-away store with a session to play ``session`` of the store at ``path`` into, and its clock.

    Without ``session`` the demonstration's past session is played.
    """
    from facilitator_tui.demo import furnish
    from facilitator_tui.store.backup import back_up
    from facilitator_tui.store.file import Store

    with TemporaryDirectory(prefix="facilitator-tui-rehearsal-") as folder:
        copy = Path(folder) / "rehearsal.db"
        if session is None:
            furnish(copy)
        else:
            with Store.open(path, read_only=True) as store:
                back_up(store, copy)
        with Store.open(copy) as store:
            played, player = _stage(store, session)
            yield store, PlayedClock(player.begins_ms - LEAD_MS, speed), played, player


def _stage(store: Store, session: str | None) -> tuple[str, Player]:
    """A new session with the people and the plan of the recorded one, and the player that fills it."""
    from facilitator_tui.store.sessions import Sessions

    sessions = Sessions(store)
    held = [row for row in sessions.all() if row.opened_ms is not None]
    row = sessions.find(session) if session is not None else held[0]
    facts = resolve(store.journal(row.id).read())
    played = sessions.create(
        f"Rehearsal: {row.title}",
        row.at_ms,
        None,
        row.course,
        row.module,
        row.plan or None,
        row.planned_ms,
        row.zone,
    )
    player = Player(facts, played)
    began = player.begins_ms - LEAD_MS
    opened = next((fact for fact in facts if isinstance(fact.fact, e.Opened)), None)
    seats = opened.fact if opened is not None else e.Opened(seats=_seats(facts))
    store.journal(played).append(
        [e.Entry(f"rehearsal-{played}", played, began, began, "recording", "rehearsal", seats)], {}
    )
    return played, player


def _seats(facts: Iterable[Effective]) -> tuple[e.Seat, ...]:
    """Seats for the speakers of a session that was only imported, in the order in which they spoke."""
    speakers = dict.fromkeys(fact.fact.person for fact in facts if isinstance(fact.fact, e.Spoke))
    return tuple(
        e.Seat(person, number if number <= 20 else 0) for number, person in enumerate(speakers, start=1)
    )
