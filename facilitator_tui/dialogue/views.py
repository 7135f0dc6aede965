"""What the live screen shows of a state at a moment: plain values, row by row. Names are added by the screen."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import msgspec

from facilitator_tui.dialogue.state import Person, SessionState

Attendance = Literal["expected", "here", "left"]


class BoardRow(msgspec.Struct, frozen=True):
    """One person on the board. Lengths in milliseconds, ``share`` from 0 to 1 of the participants' talk.

    ``floor_ms`` is how long the person has had the floor, None when somebody else has. ``quiet_ms`` is how long
    nothing was heard of somebody who is here. ``hand`` is the place in the stack, from 1; 0 without a hand up.
    """

    person: str
    number: int
    role: str
    attendance: Attendance
    floor_ms: int | None
    talk_ms: int
    share: float | None
    turns: int
    quiet_ms: int | None
    hand: int
    trouble_ms: int | None
    to_ask: bool
    passed: bool
    interjections: int
    notes: int
    flags: int
    room: int


class Cue(msgspec.Struct, frozen=True):
    """A quiet hint for the status line. Whoever shows it remembers its ``keys``, so that it is shown once."""

    text: str
    keys: tuple[str, ...]


def talk_ms(state: SessionState, person: Person, now_ms: int) -> int:
    """The person's talk so far, the running turn included; of a recording where nothing was logged by hand."""
    if not state.keyed:
        return person.recorded.ms
    floor = state.floor
    running = now_ms - floor.since_ms if floor is not None and floor.person == person.id else 0
    return person.talk.ms + max(0, running)


def shares(state: SessionState, now_ms: int) -> dict[str, float | None]:
    """Each participant's share of the participants' talk; None while nobody has spoken."""
    talk = {person.id: talk_ms(state, person, now_ms) for person in state.participants()}
    total = sum(talk.values())
    return {person: ms / total if total else None for person, ms in talk.items()}


def board(state: SessionState, now_ms: int, only: Collection[str] | None = None) -> list[BoardRow]:
    """Everybody by seat, the facilitators and other roles after the participants; or ``only`` these, in any order."""
    now_ms = min(now_ms, state.end_ms(now_ms))
    share = shares(state, now_ms)
    stack = [person.id for person in state.stack()]
    left = state.round.left if state.round is not None else ()
    if only is None:
        people = sorted(state.seated(), key=lambda person: not person.counted)
    else:
        people = [person for person in state.people.values() if person.id in only]
    return [
        BoardRow(
            person=person.id,
            number=person.number,
            role=person.role,
            attendance=_attendance(person),
            floor_ms=_floor_ms(state, person, now_ms),
            talk_ms=talk_ms(state, person, now_ms),
            share=share.get(person.id),
            turns=_turns(state, person),
            quiet_ms=_quiet_ms(state, person, now_ms),
            hand=stack.index(person.id) + 1 if person.id in stack else 0,
            trouble_ms=None if person.trouble_ms is None else now_ms - person.trouble_ms,
            to_ask=person.id in left,
            passed=_passed(state, person),
            interjections=person.interjections,
            notes=person.notes,
            flags=person.flags,
            room=person.room,
        )
        for person in people
    ]


def _attendance(person: Person) -> Attendance:
    if person.here:
        return "here"
    return "left" if person.spells else "expected"


def _floor_ms(state: SessionState, person: Person, now_ms: int) -> int | None:
    floor = state.floor
    return max(0, now_ms - floor.since_ms) if floor is not None and floor.person == person.id else None


def _turns(state: SessionState, person: Person) -> int:
    if not state.keyed:
        return person.recorded.turns
    return person.talk.turns + (state.floor is not None and state.floor.person == person.id)


def _quiet_ms(state: SessionState, person: Person, now_ms: int) -> int | None:
    waiting = bool(state.plan) and not state.agenda.runs  # before the start nobody is expected to speak
    if not person.counted or not person.here or waiting:
        return None
    if state.floor is not None and state.floor.person == person.id:
        return 0
    arrived = max(spell.from_ms for spell in person.spells if spell.to_ms is None)
    began = state.agenda.runs[0].from_ms if state.agenda.runs else arrived
    since = max(arrived, began) if person.heard_ms is None else person.heard_ms
    return max(0, now_ms - since)


def _passed(state: SessionState, person: Person) -> bool:
    """Passed within the go-round that runs."""
    return (
        state.round is not None and person.passed_ms is not None and person.passed_ms >= state.round.began_ms
    )
