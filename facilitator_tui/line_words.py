"""The words of the line mode and how a line is taken apart; what they do is in ``line_mode``."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from facilitator_tui.dialogue.replan import Replan
from facilitator_tui.dialogue.words import clock
from facilitator_tui.plain import plain


class NotUnderstood(Exception):
    """The line means nothing here; the message says why and what to write."""


class Verb(msgspec.Struct, frozen=True):
    """A word of the line mode: what may follow it, and what it does."""

    word: str
    follows: str
    says: str


VERBS = (
    Verb("open", "", "the session begins"),
    Verb("close", "", "the session ends"),
    Verb("join", "3", "somebody arrives"),
    Verb("left", "3", "somebody leaves"),
    Verb("floor", "3", "somebody has the floor from now on"),
    Verb("f", "", "the facilitator has the floor"),
    Verb("quiet", "", "nobody has the floor"),
    Verb("hand", "3", "a hand goes up, or down again"),
    Verb("pass", "3", "somebody passes"),
    Verb("say", "3", "a short interjection that does not take the floor"),
    Verb("trouble", "3", "technical trouble begins, or is over"),
    Verb("flag", "[3]", "a private flag, on somebody or on the group"),
    Verb("note", "[3] text #tag", "a note, about somebody or (note 0 text) about the group"),
    Verb("next", "", "the next block begins"),
    Verb("back", "", "the block before begins again"),
    Verb("extend", "2", "two minutes more for this block; -2 for less"),
    Verb("pause", "", "the agenda clock stops, or goes on"),
    Verb("replan", "[2]", "ways to finish on time; with a number: takes the way that was listed with it"),
    Verb("round", "", "a go-round begins, or ends"),
    Verb("rooms", "1,2,3 / 4,5", "breakout rooms; without people: everybody is back"),
    Verb("move", "3 2", "somebody goes to room 2; 0 is the main room"),
    Verb("undo", "", "takes back your last command"),
    Verb("redo", "", "brings it back"),
    Verb("earlier", "5", "the last change happened five seconds earlier"),
    Verb("was", "3", "it was somebody else who took the floor"),
    Verb("name", "3 Amina", "gives a seat its name, or corrects a name"),
    Verb("guest", "Amina", "somebody new gets the next free seat, and is here"),
    Verb("who", "", "who is here, who has the floor, how long people spoke; writes nothing"),
    Verb("help", "", "this list"),
    Verb("quit", "", "ends the line mode; the session stays as it is"),
)


def explain() -> Iterator[str]:
    """The list of all words, two blanks before each line."""
    for verb in VERBS:
        yield f"  {f'{verb.word} {verb.follows}'.strip()}: {verb.says}"


def ways(found: Replan) -> Iterator[str]:
    """How late it is, then each way with its number and what it changes, two blanks before each line."""
    yield f"  {clock(found.late_ms)} late; the end stays. “replan 1” takes the first of these:"
    for number, proposal in enumerate(found.proposals, start=1):
        changed = [
            f"{plain(block.title)} {clock(block.ms)} instead of {clock(block.was_ms)}"
            for block in proposal.blocks
            if block.ms not in (0, block.was_ms)
        ]
        yield f"  {number} {plain(proposal.sentence)} {'; '.join(changed)}".rstrip()


def split(text: str) -> tuple[str, str]:
    """The first word in small letters, and the rest."""
    first, _, rest = text.strip().partition(" ")
    return first.lower(), rest.strip()


def whole(text: str, example: str, least: int, most: int) -> int:
    """The whole number that is written there. Raises ``NotUnderstood`` with the example."""
    if not re.fullmatch(r"[+-]?\d{1,9}", text) or not least <= int(text) <= most:
        raise NotUnderstood(f"Write a whole number from {least} to {most}: {example}.")
    return int(text)
