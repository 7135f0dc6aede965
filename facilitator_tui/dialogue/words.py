"""Entries in words: the message line, the line mode and the undo message all say it the same way."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.platforms import platform_of
from facilitator_tui.plans.model import Role

Names = Callable[[str], str]
"""Gives the name to show for a person's id."""


def shown_name(name: str, number: int, role: Role) -> str:
    """The name; of somebody without one the seat or the role."""
    if name:
        return name
    if number:
        return f"Seat {number}"
    return "Guest" if role == "participant" else role.capitalize()


def describe(fact: e.Fact, name: Names, known: Mapping[str, e.Entry] | None = None) -> str:
    """What the entry says, in a few words. ``known`` are the entries that a void or an amendment may mean."""
    match fact:
        case e.Void() | e.Amend():
            return _about(fact, name, known or {})
        case e.Floor(person=person):
            return f"{name(person)} has the floor" if person else "nobody has the floor"
        case e.Presence(person=person, here=here):
            return f"{name(person)} is here" if here else f"{name(person)} left"
        case e.Trouble(person=person, on=on):
            return f"technical trouble for {name(person)}" if on else f"{name(person)} is back from trouble"
        case e.Hand(person=person, up=up):
            return f"{name(person)} raised a hand" if up else f"{name(person)} took the hand down"
        case e.Interjection(person=person):
            return f"interjection by {name(person)}"
        case e.Passed(person=person, for_now=for_now):
            return f"{name(person)} passed" + (" for now" if for_now else "")
        case e.Note(person=person):
            return f"note about {name(person)}" if person else "note about the group"
        case e.Flag(person=person):
            return f"private flag on {name(person)}" if person else "private flag on the group"
        case e.Seated(seat=seat):
            return (
                f"{name(seat.person)} sits at {seat.number}"
                if seat.number
                else f"{name(seat.person)} has a place"
            )
        case e.Same(same_as=same_as):
            return f"that was {name(same_as)}"
        case e.Moved(person=person, room=room):
            return f"{name(person)} went to " + (f"room {room}" if room else "the main room")
        case e.Spoke(person=person, ms=ms):
            return f"{name(person)} spoke for {ms / 1000:.1f} s"
        case e.Stayed(person=person, ms=ms):
            return f"{name(person)} was connected for {ms // 60_000} min"
        case e.Marked(person=person, status=status):
            return f"{name(person)}: {status}" if status else f"{name(person)}: no mark any more"
        case e.Settled(person=person, choice=choice):
            return (
                f"presence of {name(person)}: {_CHOICES[choice]}"
                if choice
                else f"presence of {name(person)} open"
            )
    return _of_the_session(fact)


_CHOICES = {
    "mine": "as logged here",
    "theirs": "as the platform says",
    "union": "here or there",
    "edit": "as written by hand",
}


def _of_the_session(fact: e.Fact) -> str:
    match fact:
        case e.Opened():
            return "the session began"
        case e.Closed():
            return "the session ended"
        case e.Resumed():
            return "recording goes on"
        case e.Jumped(by_ms=by_ms):
            return f"the computer's clock was moved by {by_ms / 1000:+.0f} s; times here are not affected"
        case e.Round(order=order):
            return "go-round begins" if order else "go-round ended"
        case e.BlockBegan(block=block):
            return f"block {block + 1} begins"
        case e.Paused(on=on):
            return "the agenda clock is stopped" if on else "the agenda clock goes on"
        case e.Extended(ms=ms):
            return f"{ms / 60_000:+g} min for this block"
        case e.Replanned(lengths=lengths):
            return _replanned(lengths)
        case e.Confirmed(on=on):
            return "attendance confirmed" if on else "attendance provisional again"
        case e.Rooms(rooms=rooms):
            return f"{len(rooms)} breakout rooms" if rooms else "everybody is back from the rooms"
    return type(fact).__name__.lower()


def _replanned(lengths: tuple[int, ...]) -> str:
    changed, left_out = sum(ms > 0 for ms in lengths), lengths.count(0)
    parts = [f"new times for {blocks(changed)}"] if changed else []
    parts += [f"{blocks(left_out)} left out"] if left_out else []
    return "re-planned: " + ", ".join(parts)


def blocks(count: int) -> str:
    """So many blocks, in words."""
    return "one block" if count == 1 else f"{count} blocks"


def clock(ms: int) -> str:
    """A length of time in a sentence: ``13:20``, ``1:02:00``; a part of a second counts as one."""
    minutes, seconds = divmod(-(-max(0, ms) // 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def span(ms: int) -> str:
    """A difference of times in a sentence: ``5 s``, from a minute on ``13:03``."""
    return f"{round(ms / 1000)} s" if ms < 59_500 else clock(ms)


def _about(fact: e.Void | e.Amend, name: Names, known: Mapping[str, e.Entry]) -> str:
    if isinstance(fact, e.Amend):
        target = known.get(fact.target)
        what = describe(target.fact, name, known) if target is not None else "an entry"
        if fact.nobody:
            return f"taken out: {what}"
        if fact.person is not None and target is not None and isinstance(target.fact, e.Note | e.Flag):
            return f"about {name(fact.person) if fact.person else 'the group'} (not: {what})"
        if fact.person is not None:
            return f"it was {name(fact.person)} (not: {what})"
        if fact.at_ms is not None and target is not None:
            return f"{span(abs(fact.at_ms - target.at_ms))} {_way(fact.at_ms, target.at_ms)}: {what}"
        return f"corrected: {what}"
    if fact.of_source:
        return f"the report from {platform_of(fact.of_source)} does not count any more"
    targets = [known[target] for target in fact.targets if target in known]
    if not targets:
        return "taken back"
    if isinstance(targets[0].fact, e.Void):
        inner = targets[0].fact
        if inner.of_source:
            return f"the report from {platform_of(inner.of_source)} counts again"
        first = known.get(inner.targets[0]) if inner.targets else None
        return "redone: " + (describe(first.fact, name, known) if first is not None else "what was undone")
    return "undone: " + describe(targets[0].fact, name, known)


def _way(at_ms: int, was_ms: int) -> str:
    return "earlier" if at_ms <= was_ms else "later"
