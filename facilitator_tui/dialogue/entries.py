"""The kinds of entry a journal may hold: the closed list.

An entry says that something happened at a point in time. Durations and intervals are conclusions and live in
``dialogue.state``; what a key press turns into is decided in ``dialogue.decide``. A new kind of fact needs a
class here, a step in ``dialogue.fold`` and nothing else.

Names and free text never stand in an entry, only ids, so that a person can be forgotten while the journal
stands.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from facilitator_tui.dialogue.presence import Status
from facilitator_tui.plans.model import Role

Source = str
"""Where an entry came from: "key", "line", "review", or "import:<platform>:<hash of the file>"."""


class Fact(msgspec.Struct, frozen=True):
    """What an entry says."""


class Seat(msgspec.Struct, frozen=True):
    """A place on the board: ``number`` 1–20 for those who have a person key, 0 for those who have none."""

    person: str
    number: int
    role: Role = "participant"


# --- the session itself


class Opened(Fact, frozen=True):
    """The session began. ``plan`` is the digest of the plan it runs by, empty when there is none."""

    plan: str = ""
    seats: tuple[Seat, ...] = ()
    planned_ms: int = 0


class Closed(Fact, frozen=True):
    """The session ended."""


class Resumed(Fact, frozen=True):
    """Recording went on after an interruption; nothing is known between ``since_ms`` and this entry."""

    since_ms: int


class Jumped(Fact, frozen=True):
    """The computer's clock was moved by ``by_ms`` while we counted on undisturbed."""

    by_ms: int


# --- people


class Seated(Fact, frozen=True):
    """Somebody got a place on the board, or another place, or another role."""

    seat: Seat


class Same(Fact, frozen=True):
    """``person`` turned out to be ``same_as``: an unnamed seat or a guest got its name."""

    person: str
    same_as: str


class Presence(Fact, frozen=True):
    """Somebody arrived (``here``) or left. ``device`` tells apart several devices of one person."""

    person: str
    here: bool
    device: str = ""


class Stayed(Fact, frozen=True):
    """A platform's report says that the person was connected from this entry's time for ``ms``."""

    person: str
    ms: int
    device: str = ""


class Trouble(Fact, frozen=True):
    """Technical trouble began or ended: neither absence nor, silently, presence."""

    person: str
    on: bool


# --- the floor


class Floor(Fact, frozen=True):
    """Somebody has the floor from now on; ``person`` empty: nobody has."""

    person: str = ""


class Spoke(Fact, frozen=True):
    """A recording says that the person spoke from this entry's time for ``ms``. Such turns may overlap."""

    person: str
    ms: int


class Interjection(Fact, frozen=True):
    """A short contribution that did not take the floor."""

    person: str


class Passed(Fact, frozen=True):
    """Somebody passed; ``for_now``: and wants to be asked again at the end of the round."""

    person: str
    for_now: bool = False


class Hand(Fact, frozen=True):
    """A hand went up (joins the stack) or down."""

    person: str
    up: bool


class Round(Fact, frozen=True):
    """A go-round began in this order of persons; an empty order: the round was ended."""

    order: tuple[str, ...] = ()


# --- the agenda


class BlockBegan(Fact, frozen=True):
    """The block with this index (from 0, among the blocks of the participants' time) began."""

    block: int


class Paused(Fact, frozen=True):
    """The agenda clock was stopped or goes on."""

    on: bool


class Extended(Fact, frozen=True):
    """The block got ``ms`` more (or, below zero, less) time than planned."""

    block: int
    ms: int


class Replanned(Fact, frozen=True):
    """The blocks got new lengths: one for each block from the first, in milliseconds, in place of all before.

    0 leaves the block out, -1 lets it be.
    """

    lengths: tuple[int, ...]


class Rooms(Fact, frozen=True):
    """Breakout rooms opened with these persons in each; no rooms: everybody came back."""

    rooms: tuple[tuple[str, ...], ...] = ()


class Moved(Fact, frozen=True):
    """Somebody changed to breakout room ``room`` (from 1), or to the main room (0)."""

    person: str
    room: int


# --- what was noticed


class Note(Fact, frozen=True):
    """A note was written; its text lies beside the journal under this entry's id."""

    person: str = ""


class Flag(Fact, frozen=True):
    """A private flag: something to come back to, about a person or the group. Never leaves this file."""

    person: str = ""


# --- what people decided about attendance; a reason lies beside the journal under the entry's id


Choice = Literal["mine", "theirs", "union", "edit"]
"""Whose stretches of presence count: the own log's, the platform's, either's, or those that somebody wrote."""


class Marked(Fact, frozen=True):
    """Somebody decided what the session was for the person; ``None`` takes that back."""

    person: str
    status: Status | None = None


class Settled(Fact, frozen=True):
    """The own log and the platform's report were compared: these stretches of presence count for the person.

    A ``choice`` of ``None`` takes that back.
    """

    person: str
    choice: Choice | None = None
    spells: tuple[tuple[int, int], ...] = ()


class Confirmed(Fact, frozen=True):
    """The attendance of the session was confirmed, or (``on`` false) is provisional again."""

    on: bool = True


# --- about other entries


class Void(Fact, frozen=True):
    """These entries do not count; or every entry of ``of_source`` does not. Voiding a void brings back."""

    targets: tuple[str, ...] = ()
    of_source: Source = ""


class Amend(Fact, frozen=True):
    """The target happened at another time, for another length, or to another person.

    Only what is given changes. ``nobody`` makes a change of floor one to silence, and takes out a note or a flag.
    """

    target: str
    at_ms: int | None = None
    ms: int | None = None
    person: str | None = None
    nobody: bool = False


KINDS: dict[str, type[Fact]] = {
    "opened": Opened,
    "closed": Closed,
    "resumed": Resumed,
    "jumped": Jumped,
    "seated": Seated,
    "same": Same,
    "presence": Presence,
    "stayed": Stayed,
    "trouble": Trouble,
    "floor": Floor,
    "spoke": Spoke,
    "interjection": Interjection,
    "passed": Passed,
    "hand": Hand,
    "round": Round,
    "block": BlockBegan,
    "paused": Paused,
    "extended": Extended,
    "replanned": Replanned,
    "rooms": Rooms,
    "moved": Moved,
    "note": Note,
    "flag": Flag,
    "marked": Marked,
    "settled": Settled,
    "confirmed": Confirmed,
    "void": Void,
    "amend": Amend,
}

KIND_OF: dict[type[Fact], str] = {kind: name for name, kind in KINDS.items()}

VERSION: dict[str, int] = dict.fromkeys(KINDS, 1)
"""The current version of each kind's payload; the store refuses a later one instead of guessing."""

Meta = (Void, Amend, Same)
"""Kinds that change the meaning of other entries, wherever these stand."""


About = (Marked, Settled, Confirmed)
"""Kinds that judge the session from outside: when they were written is no time of the session."""


class Entry(msgspec.Struct, frozen=True):
    """One line of the journal.

    ``at_ms`` is when it happened, ``logged_ms`` when it was written. Entries that one command produced share
    author and ``logged_ms``, and no other entry of that author has the same: the pair names the command.
    """

    id: str
    session: str
    at_ms: int
    logged_ms: int
    author: str
    source: Source
    fact: Fact

    @property
    def kind(self) -> str:
        return KIND_OF[type(self.fact)]

    @property
    def command(self) -> tuple[str, int]:
        """What undo takes back at once: all entries with this pair."""
        return (self.author, self.logged_ms)


class UnknownEntry(ValueError):
    """An entry of a kind or version that this program does not know; a newer program wrote it."""


_DECODERS = {name: msgspec.json.Decoder(kind) for name, kind in KINDS.items()}


def encode(fact: Fact) -> str:
    """The fact as the JSON that the store keeps."""
    return msgspec.json.encode(fact).decode()


def decode(kind: str, version: int, payload: str | bytes) -> Fact:
    """The fact back from the store. Raises ``UnknownEntry`` when a newer program wrote it."""
    decoder = _DECODERS.get(kind)
    if decoder is None or version > VERSION[kind]:
        raise UnknownEntry(
            f"The journal holds an entry of kind “{kind}” (version {version}), which this version of the "
            "program does not know. Update the program to open this session."
        )
    try:
        return decoder.decode(payload)
    except msgspec.DecodeError as error:
        raise UnknownEntry(f"An entry of kind “{kind}” cannot be read: {error}.") from error
