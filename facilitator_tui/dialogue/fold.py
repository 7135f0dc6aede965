"""The fold: entries in, ``SessionState`` out. The only place where "who is speaking" is computed.

Which entries count, and when they happened, is decided in ``dialogue.resolve``; ``step`` applies one such fact to
a state, ``fold`` does both for a whole journal. Facts are applied in the order of (time, id), so the order in which
files were merged cannot matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from facilitator_tui.dialogue import attendance
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.resolve import Effective, resolve
from facilitator_tui.dialogue.state import (
    Agenda,
    BlockRun,
    FloorNow,
    Gap,
    GoRound,
    NoteMark,
    Person,
    RoomStay,
    SessionState,
    Span,
    Spell,
    Turn,
)


def fold(entries: Iterable[e.Entry]) -> SessionState:
    """The state after all entries, whatever order they come in; doubles count once."""
    return fold_facts(resolve(entries))


def fold_facts(facts: Iterable[Effective]) -> SessionState:
    state = SessionState()
    for fact in facts:
        state = step(state, fact)
    return state


# --- what one fact does


def step(state: SessionState, effective: Effective) -> SessionState:
    """The state after one more fact, which must not be earlier than those before it."""
    fact = effective.fact
    state = _STEPS[type(fact)](state, effective.at_ms, effective.id, fact)
    if isinstance(fact, e.About):
        return state
    return replace(state, last_ms=effective.at_ms)


def _with(state: SessionState, person: Person, **changes: Any) -> SessionState:
    return replace(state, people={**state.people, person.id: person}, **changes)


def _person(state: SessionState, person_id: str) -> Person:
    return state.people.get(person_id) or Person(person_id)


def _appear(state: SessionState, at: int, entry: str, person_id: str) -> SessionState:
    """Who acts is there, whether or not anybody marked the arrival."""
    person = _person(state, person_id)
    if person.here:
        return state if person_id in state.people else _with(state, person)
    return _with(state, replace(person, spells=(*person.spells, Spell(at, entry=entry, inferred=True))))


def _opened(state: SessionState, at: int, entry: str, fact: e.Opened) -> SessionState:
    for seat in fact.seats:
        state = _seat(state, at, seat)
    opened = at if state.opened_ms is None else state.opened_ms
    # A colleague's journal of the same session brings a second beginning, while somebody may be speaking.
    silent = state.silent_since if state.opened_ms is not None or state.floor is not None else at
    return replace(state, opened_ms=opened, plan=fact.plan, planned_ms=fact.planned_ms, silent_since=silent)


def _seat(state: SessionState, at: int, seat: e.Seat) -> SessionState:
    holder = state.at_number(seat.number) if seat.number else None
    if holder is not None and holder.id != seat.person:
        state = _with(state, replace(holder, number=0))
    person = _person(state, seat.person)
    since = at if person.role_ms is None or person.role != seat.role else person.role_ms
    return _with(state, replace(person, number=seat.number, role=seat.role, role_ms=since))


def _seated(state: SessionState, at: int, entry: str, fact: e.Seated) -> SessionState:
    return _seat(state, at, fact.seat)


def _closed(state: SessionState, at: int, entry: str, fact: e.Closed) -> SessionState:
    state = _end_rooms(_end_block(_end_turn(state, at, entry), at), at)
    people = {
        person.id: replace(
            _end_trouble(person, at),
            hand_ms=None,
            spells=tuple(
                s if s.to_ms is not None else replace(s, to_ms=at, ended_by=entry) for s in person.spells
            ),
        )
        for person in state.people.values()
    }
    rounds = state.rounds if state.round is None else (*state.rounds, state.round)
    return replace(state, people=people, closed_ms=at, round=None, rounds=rounds)


def _resumed(state: SessionState, at: int, entry: str, fact: e.Resumed) -> SessionState:
    since = min(fact.since_ms, at)
    if state.floor is not None:
        since_known = max(since, state.floor.since_ms)
        state = _end_turn(state, since_known, entry, uncertain_ms=at - since_known)
    return replace(state, gaps=(*state.gaps, Gap(since, at)), silent_since=at)


def _jumped(state: SessionState, at: int, entry: str, fact: e.Jumped) -> SessionState:
    return replace(state, jumps=(*state.jumps, fact.by_ms))


def _presence(state: SessionState, at: int, entry: str, fact: e.Presence) -> SessionState:
    person = _person(state, fact.person)
    running = [s for s in person.spells if s.to_ms is None and s.device == fact.device]
    if fact.here:
        if running:
            return state
        spell = Spell(at, entry=entry, device=fact.device)
        return _with(state, replace(person, spells=(*person.spells, spell)))
    ended = tuple(replace(s, to_ms=at, ended_by=entry) if s in running else s for s in person.spells)
    if person.here and not person.spells:
        # Nobody marks the arrival of a facilitator; that they leave says that they were there until then.
        since = at if person.role_ms is None else person.role_ms
        ended = (Spell(since, at, ended_by=entry, inferred=True),)
    person = replace(person, spells=ended)
    if person.here:
        return _with(state, person)
    state = _with(state, replace(_end_trouble(person, at), hand_ms=None))
    if state.floor is not None and state.floor.person == person.id:
        state = _end_turn(state, at, entry)
    return state


def _stayed(state: SessionState, at: int, entry: str, fact: e.Stayed) -> SessionState:
    person = _person(state, fact.person)
    return _with(state, replace(person, reported=(*person.reported, Span(at, at + fact.ms))))


def _end_trouble(person: Person, at: int) -> Person:
    if person.trouble_ms is None:
        return person
    return replace(person, trouble_ms=None, troubles=(*person.troubles, Span(person.trouble_ms, at)))


def _trouble(state: SessionState, at: int, entry: str, fact: e.Trouble) -> SessionState:
    person = _person(state, fact.person)
    if not fact.on:
        return _with(state, _end_trouble(person, at))
    return _with(state, person if person.trouble_ms is not None else replace(person, trouble_ms=at))


def _end_turn(state: SessionState, at: int, entry: str, uncertain_ms: int = 0) -> SessionState:
    floor = state.floor
    if floor is None:
        return state
    turn = Turn(
        entry=floor.entry,
        person=floor.person,
        from_ms=floor.since_ms,
        to_ms=at,
        ended_by=entry,
        uncertain_ms=uncertain_ms,
        asked=floor.asked,
    )
    person = _person(state, floor.person)
    if turn.ms or uncertain_ms:
        person = replace(person, talk=person.talk.plus(turn.ms, at), heard_ms=at)
        state = replace(state, turns=(*state.turns, turn))
    return _with(state, person, floor=None, silent_since=at)


def _floor(state: SessionState, at: int, entry: str, fact: e.Floor) -> SessionState:
    if state.floor is not None and state.floor.person == fact.person:
        return state
    state = _end_turn(state, at, entry)
    if not fact.person:
        return state
    state = _appear(state, at, entry, fact.person)
    asked = state.round is not None and fact.person in state.round.left
    state = _asked(state, fact.person)
    person = replace(_person(state, fact.person), heard_ms=at, hand_ms=None)
    return _with(state, person, floor=FloorNow(fact.person, at, entry, asked), silent_since=None)


def _spoke(state: SessionState, at: int, entry: str, fact: e.Spoke) -> SessionState:
    person = _person(state, fact.person)
    turn = Turn(entry=entry, person=fact.person, from_ms=at, to_ms=at + fact.ms, recorded=True)
    person = replace(person, recorded=person.recorded.plus(fact.ms, turn.to_ms))
    return _with(state, person, turns=(*state.turns, turn))


def _interjection(state: SessionState, at: int, entry: str, fact: e.Interjection) -> SessionState:
    state = _appear(state, at, entry, fact.person)
    person = _person(state, fact.person)
    return _with(state, replace(person, interjections=person.interjections + 1, heard_ms=at))


def _passed(state: SessionState, at: int, entry: str, fact: e.Passed) -> SessionState:
    state = _appear(state, at, entry, fact.person)
    person = _person(state, fact.person)
    state = _with(state, replace(person, passes=person.passes + 1, passed_ms=at, hand_ms=None))
    if fact.for_now and state.round is not None and fact.person in state.round.left:
        later = tuple(p for p in state.round.later if p != fact.person)
        return replace(state, round=replace(state.round, later=(*later, fact.person)))
    return _asked(state, fact.person)


def _asked(state: SessionState, person_id: str) -> SessionState:
    go_round = state.round
    if go_round is None or person_id not in go_round.left:
        return state
    return replace(state, round=replace(go_round, asked=(*go_round.asked, person_id)))


def _hand(state: SessionState, at: int, entry: str, fact: e.Hand) -> SessionState:
    if fact.up:
        state = _appear(state, at, entry, fact.person)
    person = _person(state, fact.person)
    if fact.up == (person.hand_ms is not None):
        return state
    return _with(state, replace(person, hand_ms=at if fact.up else None))


def _round(state: SessionState, at: int, entry: str, fact: e.Round) -> SessionState:
    rounds = state.rounds if state.round is None else (*state.rounds, state.round)
    began = GoRound(entry, at, fact.order) if fact.order else None
    return replace(state, round=began, rounds=rounds)


def _paused_ms(agenda: Agenda, at: int) -> int:
    return 0 if agenda.paused_since is None else at - agenda.paused_since


def _end_block(state: SessionState, at: int) -> SessionState:
    agenda, run = state.agenda, state.agenda.current
    if run is None:
        return state
    ended = replace(run, to_ms=at, paused_ms=run.paused_ms + _paused_ms(agenda, at))
    return replace(state, agenda=replace(agenda, runs=(*agenda.runs[:-1], ended), paused_since=None))


def _block(state: SessionState, at: int, entry: str, fact: e.BlockBegan) -> SessionState:
    current = state.agenda.current
    if current is not None and current.block == fact.block:
        return state
    state = _end_block(state, at)
    agenda = state.agenda
    lengths = agenda.lengths
    if agenda.left_out(fact.block):
        lengths = {block: ms for block, ms in lengths.items() if block != fact.block}
    runs = (*agenda.runs, BlockRun(at, block=fact.block, entry=entry))
    return replace(state, agenda=replace(agenda, runs=runs, lengths=lengths))


def _paused(state: SessionState, at: int, entry: str, fact: e.Paused) -> SessionState:
    agenda, run = state.agenda, state.agenda.current
    if run is None or fact.on == (agenda.paused_since is not None):
        return state
    if fact.on:
        return replace(state, agenda=replace(agenda, paused_since=at))
    resumed = replace(run, paused_ms=run.paused_ms + _paused_ms(agenda, at))
    return replace(state, agenda=replace(agenda, runs=(*agenda.runs[:-1], resumed), paused_since=None))


def _extended(state: SessionState, at: int, entry: str, fact: e.Extended) -> SessionState:
    extra = {**state.agenda.extra, fact.block: state.agenda.extra.get(fact.block, 0) + fact.ms}
    return replace(state, agenda=replace(state.agenda, extra=extra))


def _replanned(state: SessionState, at: int, entry: str, fact: e.Replanned) -> SessionState:
    given = {block: ms for block, ms in enumerate(fact.lengths) if ms >= 0}
    lengths = {**state.agenda.lengths, **given}
    extra = {block: ms for block, ms in state.agenda.extra.items() if block not in given}
    return replace(state, agenda=replace(state.agenda, lengths=lengths, extra=extra))


def _end_rooms(state: SessionState, at: int, person_id: str = "") -> SessionState:
    stays = tuple(
        replace(stay, to_ms=at) if stay.to_ms is None and person_id in ("", stay.person) else stay
        for stay in state.room_stays
    )
    return replace(state, room_stays=stays)


def _rooms(state: SessionState, at: int, entry: str, fact: e.Rooms) -> SessionState:
    state = _end_rooms(state, at)
    if fact.rooms:  # nobody speaks to everybody any more
        state = _end_turn(state, at, entry)
    people = {p.id: replace(p, room=0) if p.room else p for p in state.people.values()}
    state = replace(state, people=people, rooms=len(fact.rooms))
    for number, members in enumerate(fact.rooms, start=1):
        for member in members:
            state = _enter(state, at, member, number)
    return state


def _enter(state: SessionState, at: int, person_id: str, room: int) -> SessionState:
    person = replace(_person(state, person_id), room=room)
    if not room:
        return _with(state, person)
    stay = RoomStay(at, person=person_id, room=room)
    return _with(state, person, room_stays=(*state.room_stays, stay), rooms=max(state.rooms, room))


def _moved(state: SessionState, at: int, entry: str, fact: e.Moved) -> SessionState:
    return _enter(_end_rooms(state, at, fact.person), at, fact.person, fact.room)


def _note(state: SessionState, at: int, entry: str, fact: e.Note) -> SessionState:
    state = replace(state, notes=(*state.notes, NoteMark(entry, at, fact.person)))
    if not fact.person:
        return state
    person = _person(state, fact.person)
    return _with(state, replace(person, notes=person.notes + 1))


def _flag(state: SessionState, at: int, entry: str, fact: e.Flag) -> SessionState:
    state = replace(state, notes=(*state.notes, NoteMark(entry, at, fact.person, flag=True)))
    if not fact.person:
        return state
    person = _person(state, fact.person)
    return _with(state, replace(person, flags=person.flags + 1))


_STEPS: dict[type[e.Fact], Callable[[SessionState, int, str, Any], SessionState]] = {
    e.Opened: _opened,
    e.Closed: _closed,
    e.Resumed: _resumed,
    e.Jumped: _jumped,
    e.Seated: _seated,
    e.Presence: _presence,
    e.Stayed: _stayed,
    e.Trouble: _trouble,
    e.Floor: _floor,
    e.Spoke: _spoke,
    e.Interjection: _interjection,
    e.Passed: _passed,
    e.Hand: _hand,
    e.Round: _round,
    e.BlockBegan: _block,
    e.Paused: _paused,
    e.Extended: _extended,
    e.Replanned: _replanned,
    e.Rooms: _rooms,
    e.Moved: _moved,
    e.Note: _note,
    e.Flag: _flag,
    **attendance.STEPS,
}
