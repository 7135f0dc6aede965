"""What a person can ask of a running session. ``dialogue.decide`` turns each into entries, or refuses.

People are meant by their id, turns and spells by the entry that began them. Times are milliseconds since 1970.
"""

from __future__ import annotations

import msgspec

from facilitator_tui.dialogue.entries import Choice, Seat
from facilitator_tui.dialogue.presence import Status, Stretch


class Command(msgspec.Struct, frozen=True):
    """Something asked for."""


class Open(Command, frozen=True):
    """Begin the session with these seats and the plan of this digest."""

    seats: tuple[Seat, ...] = ()
    plan: str = ""
    planned_ms: int = 0


class Close(Command, frozen=True):
    """End the session."""


class Resume(Command, frozen=True):
    """Go on after the program had stopped; nothing is known since ``since_ms``."""

    since_ms: int


class NoticeJump(Command, frozen=True):
    """The computer's clock was moved by ``by_ms``."""

    by_ms: int


class TakeSeat(Command, frozen=True):
    """Give somebody a place on the board; seat number 0 asks for the next free one. ``here``: they are there."""

    seat: Seat
    here: bool = False


class Identify(Command, frozen=True):
    """The unnamed ``person`` is ``same_as``."""

    person: str
    same_as: str


class GiveFloor(Command, frozen=True):
    """The person's key: takes the floor; for whom has it already, the turn ends."""

    person: str


class Silence(Command, frozen=True):
    """Nobody speaks."""


class ToggleHere(Command, frozen=True):
    """Arrived, or left."""

    person: str


class MarkHere(Command, frozen=True):
    """Arrived (or left) at a time that may be past."""

    person: str
    here: bool
    at_ms: int


class ToggleTrouble(Command, frozen=True):
    person: str


class ToggleHand(Command, frozen=True):
    person: str


class Interject(Command, frozen=True):
    person: str


class Pass(Command, frozen=True):
    """The person passes; a second press within a go-round makes it final."""

    person: str


class AddNote(Command, frozen=True):
    """A note about ``person`` (empty: the group), at the time its key was pressed."""

    text: str
    person: str = ""
    at_ms: int | None = None


class RaiseFlag(Command, frozen=True):
    person: str = ""


class NextBlock(Command, frozen=True):
    """Go on to the next block; ``blocks`` is how many the plan has."""

    blocks: int


class PreviousBlock(Command, frozen=True):
    """Go back to the block before."""


class GoToBlock(Command, frozen=True):
    block: int


class Extend(Command, frozen=True):
    """Give the running block ``ms`` more, below zero less."""

    ms: int


class Replan(Command, frozen=True):
    """Give the blocks new lengths: milliseconds each from the first; 0 leaves a block out, -1 lets it be."""

    lengths: tuple[int, ...]


class TogglePause(Command, frozen=True):
    """Stop the agenda clock, or let it go on."""


class ToggleRound(Command, frozen=True):
    """Begin a go-round with everybody present, by seat; or end the one that runs."""


class OpenRooms(Command, frozen=True):
    """Open breakout rooms with these people in each; none: bring everybody back."""

    rooms: tuple[tuple[str, ...], ...] = ()


class Move(Command, frozen=True):
    person: str
    room: int


class Mark(Command, frozen=True):
    """Decide what the session was for the person, whatever was measured; ``None`` takes the mark back.

    Once attendance is confirmed every change needs a ``reason``; it is kept beside the journal.
    """

    person: str
    status: Status | None
    reason: str = ""


class Settle(Command, frozen=True):
    """Say whose stretches of presence count for the person; ``spells`` belong to the choice "edit"."""

    person: str
    choice: Choice | None
    spells: tuple[Stretch, ...] = ()
    reason: str = ""


class ConfirmAttendance(Command, frozen=True):
    """Confirm who was there; or (``on`` false) make it provisional again."""

    on: bool = True
    reason: str = ""


class Undo(Command, frozen=True):
    """Take back the last command of this author."""


class Redo(Command, frozen=True):
    """Bring back what was undone last."""


class Earlier(Command, frozen=True):
    """The last change happened ``seconds`` earlier than its key."""

    seconds: int


class ItWas(Command, frozen=True):
    """The last change of floor was to this person."""

    person: str


class Retime(Command, frozen=True):
    """The entry happened at another time."""

    entry: str
    at_ms: int


class Reassign(Command, frozen=True):
    """The turn was this person's."""

    entry: str
    person: str


class DeleteTurn(Command, frozen=True):
    """Nobody had the floor in this turn."""

    entry: str


class SplitTurn(Command, frozen=True):
    """From ``at_ms`` on the turn was ``person``'s; nobody's when that is empty."""

    entry: str
    at_ms: int
    person: str


class MergeTurn(Command, frozen=True):
    """The turn goes on to the end of the next turn."""

    entry: str


class RewriteNote(Command, frozen=True):
    """The note says this, at its time, about the same person. The words it had stay with the note it was."""

    entry: str
    text: str


class NoteAbout(Command, frozen=True):
    """The note or private flag is about this person; about the group when that is empty."""

    entry: str
    person: str


class TakeOutNote(Command, frozen=True):
    """The note or private flag does not count. Its words stay beside it, so that it can be brought back."""

    entry: str


class MissedBlock(Command, frozen=True):
    """A block that nobody began when it did began at this time, which is past."""

    block: int
    at_ms: int


class ForgetImport(Command, frozen=True):
    """Nothing that came from this source counts."""

    source: str
