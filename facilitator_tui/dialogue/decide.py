"""What a command means now: the facts to write, or a sentence why not. Pure; nothing is written here.

What takes back or corrects what was written stands in ``dialogue.corrections``, what judges attendance in
``dialogue.attendance_decisions``.
"""

from __future__ import annotations

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.attendance_decisions import ATTENDANCE
from facilitator_tui.dialogue.corrections import CORRECTIONS
from facilitator_tui.dialogue.decision import Decide, Decision, Draft, Refusal, one, seated
from facilitator_tui.dialogue.log import SessionLog
from facilitator_tui.dialogue.review_corrections import REVIEW
from facilitator_tui.dialogue.state import Person


def decide(log: SessionLog, author: str, command: c.Command, now_ms: int) -> Decision:
    """The facts that the command becomes now, in this session, for this author."""
    state = log.state
    if state.opened_ms is None and not isinstance(command, c.Open):
        return Refusal("The session has not begun yet.")
    if state.closed_ms is not None and isinstance(command, _LIVE):
        return Refusal("The session is closed. Undo the closing to go on, or correct it in the review.")
    if state.confirmation is not None and _moves_presence(log, command):
        return Refusal(_CONFIRMED)
    return _DECISIONS[type(command)](log, author, command, now_ms)


def _moves_presence(log: SessionLog, command: c.Command) -> bool:
    """Whether it would change who was there when, with no place for a reason."""
    if isinstance(command, c.Retime):
        entry = log.entries.get(command.entry)
        return entry is not None and isinstance(entry.fact, e.Presence | e.Stayed)
    return isinstance(command, c.MarkHere | c.ForgetImport)


_CONFIRMED = (
    "The attendance of this session is confirmed. Correct it on the attendance screen, where the reason is kept "
    "with it."
)


# --- beginning and end


def _open(log: SessionLog, author: str, command: c.Open, now: int) -> Decision:
    if log.state.opened_ms is not None:
        return Refusal("The session has begun already.")
    return one(e.Opened(command.plan, command.seats, command.planned_ms), now)


def _close(log: SessionLog, author: str, command: c.Close, now: int) -> Decision:
    if log.state.closed_ms is not None:
        return Refusal("The session is closed already.")
    return one(e.Closed(), now)


def _resume(log: SessionLog, author: str, command: c.Resume, now: int) -> Decision:
    return one(e.Resumed(command.since_ms), now)


def _jump(log: SessionLog, author: str, command: c.NoticeJump, now: int) -> Decision:
    return one(e.Jumped(command.by_ms), now)


# --- people


def _take_seat(log: SessionLog, author: str, command: c.TakeSeat, now: int) -> Decision:
    seat = command.seat
    if not seat.number and seat.role == "participant":
        taken = {person.number for person in log.state.people.values()}
        free = next((n for n in range(1, 21) if n not in taken), 0)
        seat = e.Seat(seat.person, free, seat.role)
    drafts = (Draft(e.Seated(seat), now),)
    return (*drafts, Draft(e.Presence(seat.person, True), now)) if command.here else drafts


def _identify(log: SessionLog, author: str, command: c.Identify, now: int) -> Decision:
    if command.person == command.same_as:
        return Refusal("That is the same person already.")
    return one(e.Same(command.person, command.same_as), now)


def _toggle_here(log: SessionLog, author: str, command: c.ToggleHere, now: int) -> Decision:
    person = seated(log.state, command.person)
    if isinstance(person, Refusal):
        return person
    return one(e.Presence(person.id, not person.here), now)


def _mark_here(log: SessionLog, author: str, command: c.MarkHere, now: int) -> Decision:
    if command.at_ms > now:
        return Refusal("That time is still to come.")
    if log.state.closed_ms is not None and command.at_ms > log.state.closed_ms:
        return Refusal("The session had ended by then.")
    person = log.state.people.get(command.person)
    if person is not None and person.here_at(command.at_ms) is command.here and not _by_role(person, command):
        return Refusal(
            f"The person was {'here at that time already' if command.here else 'not here at that time'}."
        )
    return one(e.Presence(command.person, command.here), command.at_ms)


def _by_role(person: Person, command: c.MarkHere) -> bool:
    """Whether the person was there only because nobody said otherwise: then a marked arrival is news."""
    first = person.spells[0] if person.spells else None
    if first is None:
        return command.here and not person.counted
    return command.here and first.inferred and not first.entry and command.at_ms < (first.to_ms or 0)


def _toggle_trouble(log: SessionLog, author: str, command: c.ToggleTrouble, now: int) -> Decision:
    person = seated(log.state, command.person)
    if isinstance(person, Refusal):
        return person
    return one(e.Trouble(person.id, person.trouble_ms is None), now)


# --- the floor


def _give_floor(log: SessionLog, author: str, command: c.GiveFloor, now: int) -> Decision:
    person = seated(log.state, command.person)
    if isinstance(person, Refusal):
        return person
    floor = log.state.floor
    speaking = floor is not None and floor.person == person.id
    return one(e.Floor("" if speaking else person.id), now)


def _silence(log: SessionLog, author: str, command: c.Silence, now: int) -> Decision:
    if log.state.floor is None:
        return Refusal("Nobody has the floor.")
    return one(e.Floor(), now)


def _interject(log: SessionLog, author: str, command: c.Interject, now: int) -> Decision:
    person = seated(log.state, command.person)
    return person if isinstance(person, Refusal) else one(e.Interjection(person.id), now)


def _toggle_hand(log: SessionLog, author: str, command: c.ToggleHand, now: int) -> Decision:
    person = seated(log.state, command.person)
    if isinstance(person, Refusal):
        return person
    return one(e.Hand(person.id, person.hand_ms is None), now)


def _pass(log: SessionLog, author: str, command: c.Pass, now: int) -> Decision:
    person = seated(log.state, command.person)
    if isinstance(person, Refusal):
        return person
    go_round = log.state.round
    waits = go_round is not None and person.id in go_round.left and person.id not in go_round.later
    return one(e.Passed(person.id, for_now=waits), now)


def _toggle_round(log: SessionLog, author: str, command: c.ToggleRound, now: int) -> Decision:
    if log.state.round is not None:
        return one(e.Round(), now)
    order = tuple(p.id for p in log.state.seated() if p.counted and p.here)
    if not order:
        return Refusal(
            "Nobody is marked as present. Mark who is here (a, then the key) and begin the round again."
        )
    return one(e.Round(order), now)


# --- the agenda


def _next_block(log: SessionLog, author: str, command: c.NextBlock, now: int) -> Decision:
    following = log.state.agenda.following(command.blocks)
    if following is None:
        return Refusal("This is the last block." if command.blocks else "This session has no plan.")
    return one(e.BlockBegan(following), now)


def _previous_block(log: SessionLog, author: str, command: c.PreviousBlock, now: int) -> Decision:
    before = log.state.agenda.before()
    if before is None:
        return Refusal("There is no block before this one.")
    return one(e.BlockBegan(before), now)


def _go_to_block(log: SessionLog, author: str, command: c.GoToBlock, now: int) -> Decision:
    return one(e.BlockBegan(command.block), now)


def _extend(log: SessionLog, author: str, command: c.Extend, now: int) -> Decision:
    current = log.state.agenda.current
    if current is None:
        return Refusal("No block is running.")
    return one(e.Extended(current.block, command.ms), now)


def _replan(log: SessionLog, author: str, command: c.Replan, now: int) -> Decision:
    if all(ms < 0 for ms in command.lengths):
        return Refusal("That plan changes no block; nothing was written.")
    return one(e.Replanned(command.lengths), now)


def _toggle_pause(log: SessionLog, author: str, command: c.TogglePause, now: int) -> Decision:
    if log.state.agenda.current is None:
        return Refusal("No block is running.")
    return one(e.Paused(log.state.agenda.paused_since is None), now)


def _open_rooms(log: SessionLog, author: str, command: c.OpenRooms, now: int) -> Decision:
    if not command.rooms and not log.state.rooms:
        return Refusal("No breakout rooms are open.")
    return one(e.Rooms(command.rooms), now)


def _move(log: SessionLog, author: str, command: c.Move, now: int) -> Decision:
    person = seated(log.state, command.person)
    if isinstance(person, Refusal):
        return person
    if command.room > log.state.rooms:
        return Refusal(f"There is no breakout room {command.room}.")
    return one(e.Moved(person.id, command.room), now)


# --- notes


def _add_note(log: SessionLog, author: str, command: c.AddNote, now: int) -> Decision:
    if not command.text.strip():
        return Refusal("The note is empty; nothing was written.")
    at = now if command.at_ms is None else command.at_ms
    return (Draft(e.Note(command.person), at, command.text),)


def _raise_flag(log: SessionLog, author: str, command: c.RaiseFlag, now: int) -> Decision:
    return one(e.Flag(command.person), now)


_LIVE = (
    c.GiveFloor, c.Silence, c.ToggleHere, c.ToggleTrouble, c.ToggleHand, c.Interject, c.Pass, c.NextBlock,
    c.PreviousBlock, c.GoToBlock, c.Extend, c.Replan, c.TogglePause, c.ToggleRound, c.OpenRooms, c.Move, c.Earlier,
    c.ItWas,
)  # fmt: skip

_DECISIONS: dict[type[c.Command], Decide] = {
    c.Open: _open,
    c.Close: _close,
    c.Resume: _resume,
    c.NoticeJump: _jump,
    c.TakeSeat: _take_seat,
    c.Identify: _identify,
    c.ToggleHere: _toggle_here,
    c.MarkHere: _mark_here,
    c.ToggleTrouble: _toggle_trouble,
    c.GiveFloor: _give_floor,
    c.Silence: _silence,
    c.Interject: _interject,
    c.ToggleHand: _toggle_hand,
    c.Pass: _pass,
    c.ToggleRound: _toggle_round,
    c.NextBlock: _next_block,
    c.PreviousBlock: _previous_block,
    c.GoToBlock: _go_to_block,
    c.Extend: _extend,
    c.Replan: _replan,
    c.TogglePause: _toggle_pause,
    c.OpenRooms: _open_rooms,
    c.Move: _move,
    c.AddNote: _add_note,
    c.RaiseFlag: _raise_flag,
    **ATTENDANCE,
    **CORRECTIONS,
    **REVIEW,
}
