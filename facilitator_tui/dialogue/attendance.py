"""What people decided about attendance: marks, settled presence, the confirmation; and which presence counts.

The steps that ``dialogue.fold`` takes for these facts. Which of them may be written is decided in
``dialogue.attendance_decisions``; what a status is worth, in ``completion``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.presence import Stretch, union
from facilitator_tui.dialogue.state import Confirmation, Mark, Person, SessionState, Settlement


def own(person: Person, end_ms: int) -> tuple[Stretch, ...]:
    """When the person was there by the own log, on any device; a spell that still goes on is counted to ``end_ms``."""
    return union(spell.clipped(end_ms) for spell in person.spells)


def reported(person: Person) -> tuple[Stretch, ...]:
    """When the person was connected by any of the platform's reports."""
    return union(span.clipped(span.from_ms) for span in person.reported)


def counting(person: Person, end_ms: int) -> tuple[Stretch, ...]:
    """The stretches of presence that count: as somebody settled them, else the own log's, else the platform's."""
    if person.settled is not None:
        return union(person.settled.spells)
    return own(person, end_ms) or reported(person)


def _person(state: SessionState, entry: str, person: Person) -> SessionState:
    return _corrected(replace(state, people={**state.people, person.id: person}), entry)


def _corrected(state: SessionState, entry: str) -> SessionState:
    """Once attendance is confirmed, whatever is decided about it is a correction."""
    done = state.confirmation
    if done is None:
        return state
    return replace(state, confirmation=replace(done, corrected=(*done.corrected, entry)))


def _marked(state: SessionState, at: int, entry: str, fact: e.Marked) -> SessionState:
    person = state.people.get(fact.person) or Person(fact.person)
    mark = None if fact.status is None else Mark(fact.status, entry)
    return _person(state, entry, replace(person, mark=mark))


def _settled(state: SessionState, at: int, entry: str, fact: e.Settled) -> SessionState:
    person = state.people.get(fact.person) or Person(fact.person)
    settled = None if fact.choice is None else Settlement(fact.choice, fact.spells, entry)
    return _person(state, entry, replace(person, settled=settled))


def _confirmed(state: SessionState, at: int, entry: str, fact: e.Confirmed) -> SessionState:
    return replace(state, confirmation=Confirmation(entry, at) if fact.on else None)


STEPS: dict[type[e.Fact], Callable[[SessionState, int, str, Any], SessionState]] = {
    e.Marked: _marked,
    e.Settled: _settled,
    e.Confirmed: _confirmed,
}
