"""What is known about a session at one moment: the value that the fold makes out of the journal.

Only values and questions that a value answers about itself. How entries change it stands in
``dialogue.fold``; what a screen shows of it in ``dialogue.views``.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from facilitator_tui.dialogue import presence
from facilitator_tui.dialogue.entries import Choice
from facilitator_tui.plans.model import Role


class Span(msgspec.Struct, frozen=True):
    """From ``from_ms`` to ``to_ms``; open (still going on) while ``to_ms`` is None."""

    from_ms: int
    to_ms: int | None = None

    def clipped(self, now_ms: int) -> tuple[int, int]:
        """The span as a closed pair, an open one ending now."""
        return (self.from_ms, now_ms if self.to_ms is None else self.to_ms)


class Spell(Span, frozen=True):
    """One stretch of presence. ``inferred``: nobody marked the arrival, but who acts is there.

    ``entry`` and ``ended_by`` name the entries that a correction of its ends amends. An inferred spell without an
    ``entry`` is that of a facilitator (or producer, observer, …) who was there from the beginning until the leaving
    that was marked.
    """

    entry: str = ""
    ended_by: str = ""
    device: str = ""
    inferred: bool = False


class Turn(msgspec.Struct, frozen=True):
    """One stretch of having the floor, in milliseconds since 1970.

    ``recorded`` turns come from a recording and may overlap; turns by key never do. ``uncertain_ms``: the turn
    was interrupted by a crash and may have lasted up to that much longer. ``asked``: it was the person's place
    in a go-round, so it is no sign of taking the floor by oneself.
    """

    entry: str
    person: str
    from_ms: int
    to_ms: int
    ended_by: str = ""
    recorded: bool = False
    uncertain_ms: int = 0
    asked: bool = False

    @property
    def ms(self) -> int:
        return self.to_ms - self.from_ms


class Mark(msgspec.Struct, frozen=True):
    """What somebody decided that the session was for a person, by which entry."""

    status: presence.Status
    entry: str


class Settlement(msgspec.Struct, frozen=True):
    """Which stretches of presence count for a person after the comparison with a platform's report."""

    choice: Choice
    spells: tuple[presence.Stretch, ...]
    entry: str


class Confirmation(msgspec.Struct, frozen=True):
    """Attendance was confirmed by this entry; ``corrected`` are the entries that changed it afterwards."""

    entry: str
    at_ms: int
    corrected: tuple[str, ...] = ()


class Talk(msgspec.Struct, frozen=True):
    """Sums over the finished turns of one person, of one kind (by key, or recorded)."""

    ms: int = 0
    turns: int = 0
    longest_ms: int = 0
    last_ms: int | None = None

    def plus(self, ms: int, ended_ms: int) -> Talk:
        last = ended_ms if self.last_ms is None else max(self.last_ms, ended_ms)
        return Talk(self.ms + ms, self.turns + 1, max(self.longest_ms, ms), last)


class Person(msgspec.Struct, frozen=True):
    """Somebody in this session. Names are not known here.

    ``number`` is the seat (1–20; 0 without a key). ``hand_ms`` and ``trouble_ms`` say since when a hand is up or
    trouble goes on. ``room`` is the breakout room, 0 the main room. ``role_ms`` is since when the person has had the
    role.
    """

    id: str
    number: int = 0
    role: Role = "participant"
    spells: tuple[Spell, ...] = ()
    reported: tuple[Span, ...] = ()
    talk: Talk = Talk()
    recorded: Talk = Talk()
    interjections: int = 0
    passes: int = 0
    heard_ms: int | None = None
    passed_ms: int | None = None
    hand_ms: int | None = None
    trouble_ms: int | None = None
    troubles: tuple[Span, ...] = ()
    notes: int = 0
    flags: int = 0
    room: int = 0
    mark: Mark | None = None
    settled: Settlement | None = None
    role_ms: int | None = None

    @property
    def here(self) -> bool:
        """Whether a spell of the own log is open; who is no participant is there until a leaving is marked."""
        if not self.spells:
            return not self.counted
        return any(spell.to_ms is None for spell in self.spells)

    def here_at(self, ms: int) -> bool:
        """Whether a spell of the own log, or the role where there is none, says that the person was there then."""
        if not self.spells:
            return not self.counted
        return any(spell.from_ms <= ms and (spell.to_ms is None or ms < spell.to_ms) for spell in self.spells)

    @property
    def counted(self) -> bool:
        """Whether the person counts as a participant in attendance and shares of talk."""
        return self.role == "participant"


class FloorNow(msgspec.Struct, frozen=True):
    """Who has the floor, since when, by which entry."""

    person: str
    since_ms: int
    entry: str
    asked: bool = False


class BlockRun(Span, frozen=True):
    """One stretch of a block being run; a block that was gone back to has several."""

    block: int = 0
    entry: str = ""
    paused_ms: int = 0


class Agenda(msgspec.Struct, frozen=True):
    """The blocks run so far; the last one is running while its ``to_ms`` is None.

    ``paused_since`` is set while the agenda clock stands still. ``lengths`` are the lengths that a re-plan gave to
    blocks in place of the planned ones, 0 where it left the block out; ``extra`` is what each block was given
    beyond that, below zero where it was shortened. Both are in milliseconds.
    """

    runs: tuple[BlockRun, ...] = ()
    paused_since: int | None = None
    extra: dict[int, int] = {}
    lengths: dict[int, int] = {}

    @property
    def current(self) -> BlockRun | None:
        return self.runs[-1] if self.runs and self.runs[-1].to_ms is None else None

    def left_out(self, block: int) -> bool:
        """Whether a re-plan left the block out."""
        return self.lengths.get(block) == 0

    def following(self, blocks: int) -> int | None:
        """The block that comes next, of so many in the plan; None after the last one."""
        first = self.runs[-1].block + 1 if self.runs else 0
        return next((block for block in range(first, blocks) if not self.left_out(block)), None)

    def before(self) -> int | None:
        """The block before the running one; None when there is none."""
        at = self.current.block if self.current is not None else 0
        return next((block for block in reversed(range(at)) if not self.left_out(block)), None)


class GoRound(msgspec.Struct, frozen=True):
    """Everyone in turn. ``later`` passed for now and come again when the others were asked."""

    entry: str
    began_ms: int
    order: tuple[str, ...]
    asked: tuple[str, ...] = ()
    later: tuple[str, ...] = ()

    @property
    def left(self) -> tuple[str, ...]:
        """Who is still to be asked, in the order in which they come."""
        first = tuple(p for p in self.order if p not in self.asked and p not in self.later)
        return first + tuple(p for p in self.later if p not in self.asked)


class RoomStay(Span, frozen=True):
    """Somebody was in breakout room ``room`` (from 1)."""

    person: str = ""
    room: int = 0


class NoteMark(msgspec.Struct, frozen=True):
    """A note or a private flag; the words of a note lie beside the journal under ``entry``."""

    entry: str
    at_ms: int
    person: str
    flag: bool = False


class Gap(msgspec.Struct, frozen=True):
    """Nothing was recorded in between: the program had stopped."""

    from_ms: int
    to_ms: int


class SessionState(msgspec.Struct, frozen=True):
    """Everything that follows from the entries so far."""

    opened_ms: int | None = None
    closed_ms: int | None = None
    planned_ms: int = 0
    plan: str = ""
    people: dict[str, Person] = {}
    floor: FloorNow | None = None
    turns: tuple[Turn, ...] = ()
    silent_since: int | None = None
    agenda: Agenda = Agenda()
    round: GoRound | None = None
    rounds: tuple[GoRound, ...] = ()
    room_stays: tuple[RoomStay, ...] = ()
    rooms: int = 0
    notes: tuple[NoteMark, ...] = ()
    gaps: tuple[Gap, ...] = ()
    jumps: tuple[int, ...] = ()
    confirmation: Confirmation | None = None
    last_ms: int = 0

    @property
    def running(self) -> bool:
        return self.opened_ms is not None and self.closed_ms is None

    def end_ms(self, now_ms: int) -> int:
        """When the session ended, or now."""
        return now_ms if self.closed_ms is None else self.closed_ms

    def seated(self) -> list[Person]:
        """Everybody, by seat; those without a key last."""
        return sorted(self.people.values(), key=lambda person: (person.number or 99, person.id))

    def participants(self) -> Iterator[Person]:
        return (person for person in self.people.values() if person.counted)

    def facilitator(self) -> Person | None:
        """The first facilitator: the one whom the key of the facilitator means."""
        return next((person for person in self.seated() if person.role == "facilitator"), None)

    def at_number(self, number: int) -> Person | None:
        return next((person for person in self.people.values() if person.number == number), None)

    @property
    def keyed(self) -> bool:
        """Whether turns were logged by hand; else the turns of a recording are what there is."""
        return self.floor is not None or any(not turn.recorded for turn in self.turns)

    def stack(self) -> list[Person]:
        """The raised hands, the longest waiting first."""
        up = [person for person in self.people.values() if person.hand_ms is not None]
        return sorted(up, key=lambda person: (person.hand_ms or 0, person.id))


def present_ms(person: Person, now_ms: int) -> int:
    """How long the person was there by the own log, over all spells and devices, up to now."""
    return presence.present_ms(spell.clipped(now_ms) for spell in person.spells)


def reported_ms(person: Person) -> int:
    """How long the person was connected according to platform reports."""
    return presence.present_ms((span.from_ms, span.to_ms or span.from_ms) for span in person.reported)
