"""A stored session made ready to be recorded: its recorder, its plan, its people's names.

Used by the app and by the line mode. Nothing here draws; nothing here needs sqlite-utils, so that the live
screen is there at once.
"""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Mapping

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import groups
from facilitator_tui.dialogue.journal import Clock, Journal
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.recorder import Recorder
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import SessionRow, Sessions

USUAL_TAGS = (
    "agreement", "breakthrough", "care", "conflict", "dominant", "follow-up", "insight", "language", "quiet",
    "question", "reframe", "resource", "silence", "tech", "tension",
)  # fmt: skip
"""Process tags offered when #… is typed: about the dialogue, not about what people are."""


def begin(recorder: Recorder, store: Store, row: SessionRow) -> None:
    """Open the session if it was not, or write down that recording goes on after an interruption."""
    state = recorder.state
    now = recorder.now_ms()
    if state.opened_ms is None:
        seats = Sessions(store).seats_to_open(row, now)
        recorder.do(c.Open(seats, row.plan, row.planned_ms or 0))
    elif state.closed_ms is None:
        recorder.do(c.Resume(max(entry.logged_ms for entry in recorder.log.entries.values())))


def recorder_for(
    store: Store, session: str, clock: Clock, author: str, source: str = "key", journal: Journal | None = None
) -> Recorder:
    """The recorder of a stored session; ``journal`` in place of the store's own is for tests of hostile weather."""
    return Recorder(journal or store.journal(session), clock, secrets.randbits, session, author, source)


class SessionDesk:
    """What the live screen knows beyond the journal; implements ``screens.live.LiveDesk`` over the store."""

    def __init__(self, store: Store, row: SessionRow, recorder: Recorder) -> None:
        self._store, self._recorder = store, recorder
        self._people = People(store)
        self.title = plain_title(row)
        self.plan: SessionPlan | None = Sessions(store).plan(row.plan) if row.plan else None
        self.note_texts = Sessions(store).note_texts(row.id)
        self.tags = sorted({*USUAL_TAGS, *_used_tags(self.note_texts)})
        self.names: Mapping[str, str] = {}
        self._reread()

    def _reread(self) -> None:
        people = self._recorder.state.people
        known = self._people.names(people)
        self.names = {
            person.id: known.get(person.id) or _unnamed(person.number) for person in people.values()
        }

    def time_of_day(self, ms: int, *, seconds: bool = False) -> str:
        return time.strftime("%H:%M:%S" if seconds else "%H:%M", time.localtime(ms / 1000))

    def add_guest(self, name: str) -> str:
        person = self._people.add(name, self._recorder.now_ms())
        self.names = {**self.names, person: self._people.names([person])[person]}
        return person

    def rename(self, person: str, name: str) -> None:
        self._people.update(person, name=name)
        self._reread()

    def propose_rooms(self, people: list[str], size: int) -> tuple[tuple[str, ...], ...]:
        return groups.propose(people, size, groups.met(self._recorder.state.room_stays), random.shuffle)


def plain_title(row: SessionRow) -> str:
    return f"{row.subgroup_name} · {row.title}" if row.subgroup_name else row.title


def _unnamed(number: int) -> str:
    return f"Seat {number}" if number else "Facilitator"


def _used_tags(texts: Mapping[str, str]) -> set[str]:
    return {
        word[1:] for text in texts.values() for word in text.split() if word.startswith("#") and len(word) > 1
    }
