"""Which entries answer one another, so that none of them may be moved past the other. Pure.

An arrival is answered by a leaving, a pause by its end, rooms by everybody's coming back. Moved past its answer an
entry would say the opposite: who came back would be away. That changes of floor may not pass one another is decided
in ``dialogue.corrections``, which knows the turns.
"""

from __future__ import annotations

from collections.abc import Iterable

from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.resolve import Effective
from facilitator_tui.dialogue.words import span


def passing(facts: Iterable[Effective], entry: str, at_ms: int) -> str:
    """Why the entry cannot be moved to that time, among the facts that count; empty when it can."""
    known = list(facts)
    moved = next((fact for fact in known if fact.id == entry), None)
    if moved is None:
        return "That entry does not count any more; bring it back first."
    later = (at_ms, entry) > moved.key
    first, last = sorted((moved.key, (at_ms, entry)))
    passed = [x for x in known if first < x.key < last and _holds(moved.fact, x.fact, later)]
    if not passed:
        return ""
    nearest = min(passed, key=lambda x: abs(x.at_ms - moved.at_ms))
    if isinstance(nearest.fact, e.Opened):
        return "The session had not begun then."
    if isinstance(nearest.fact, e.Closed):
        return "The session had ended by then."
    return too_far(_noun(nearest.fact), nearest.at_ms - moved.at_ms)


def too_far(what: str, by_ms: int) -> str:
    """The refusal that names what would be passed, ``by_ms`` after (below zero: before) the entry itself."""
    if by_ms < 0:
        return f"The {what} before it was only {span(-by_ms)} earlier; undo that one first."
    return f"The {what} after it was only {span(by_ms)} later; correct that one first."


def _holds(moved: e.Fact, other: e.Fact, later: bool) -> bool:
    """Whether the one may not pass the other. Who was heard was there: an arrival is not after that."""
    if later and isinstance(moved, e.Presence) and moved.here and _acts(other, moved.person):
        return True
    return _tied(moved, other) or _tied(other, moved)


def _tied(one: e.Fact, other: e.Fact) -> bool:
    match one:
        case e.Opened() | e.Closed():
            return isinstance(other, _HAPPENS)
        case e.Resumed():
            return isinstance(other, e.Floor)
        case e.Seated(seat=seat):
            # Somebody may have come before they were given a place.
            came = isinstance(other, e.Presence) and other.here
            return isinstance(other, e.Seated) or (seat.person == getattr(other, "person", "") and not came)
        case e.Paused() | e.BlockBegan():
            return isinstance(other, e.Paused | e.BlockBegan)
        case e.Replanned():
            return isinstance(other, e.Replanned | e.Extended)
        case e.Round():
            return isinstance(other, e.Round)
        case e.Rooms(rooms=rooms):
            return isinstance(other, e.Rooms | e.Moved) or (bool(rooms) and isinstance(other, e.Floor))
    return _tied_by_person(one, other)


def _tied_by_person(one: e.Fact, other: e.Fact) -> bool:
    person: str = getattr(one, "person", "")
    if not person or person != getattr(other, "person", ""):
        return False
    match one:
        case e.Presence(here=False) if _acts(other, person) or (isinstance(other, e.Trouble) and other.on):
            return True
        case e.Hand(up=True) if isinstance(other, e.Floor | e.Passed):
            return True
        case e.Presence() | e.Trouble() | e.Hand() | e.Moved():
            return isinstance(other, type(one))
    return False


def _acts(fact: e.Fact, person: str) -> bool:
    """Whether the person did something that only somebody who is there can do."""
    match fact:
        case (
            e.Floor(person=who)
            | e.Interjection(person=who)
            | e.Passed(person=who)
            | e.Hand(person=who, up=True)
        ):
            return who == person
    return False


_HAPPENS = (
    e.Resumed, e.Seated, e.Presence, e.Trouble, e.Floor, e.Interjection, e.Passed, e.Hand, e.Round, e.BlockBegan,
    e.Paused, e.Extended, e.Replanned, e.Rooms, e.Moved, e.Closed,
)  # fmt: skip
"""What happens within a session, and neither before it nor after it."""


def _noun(fact: e.Fact) -> str:
    """What the fact is called in a refusal."""
    match fact:
        case e.Presence(here=here):
            return "arrival" if here else "leaving"
        case e.Trouble(on=on):
            return "technical trouble" if on else "end of the technical trouble"
        case e.Hand(up=up):
            return "raised hand" if up else "lowered hand"
        case e.Paused(on=on):
            return "pause" if on else "end of the pause"
        case e.Rooms(rooms=rooms):
            return "opening of the rooms" if rooms else "return from the rooms"
        case e.Round(order=order):
            return "go-round" if order else "end of the go-round"
    return _NOUNS.get(type(fact), "change")


_NOUNS: dict[type[e.Fact], str] = {
    e.Resumed: "interruption",
    e.Floor: "turn",
    e.Interjection: "interjection",
    e.Passed: "pass",
    e.BlockBegan: "block",
    e.Moved: "change of room",
}
