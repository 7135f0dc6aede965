"""What a decision is: facts about to be written, or a refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.log import SessionLog
from facilitator_tui.dialogue.state import Person, SessionState


class Draft(msgspec.Struct, frozen=True):
    """A fact about to be written, with the words that belong beside it (of a note, or a reason)."""

    fact: e.Fact
    at_ms: int
    text: str = ""


class Refusal(msgspec.Struct, frozen=True):
    """Nothing is written; ``reason`` says why and what to do, for the person who asked."""

    reason: str


Decision = tuple[Draft, ...] | Refusal

Decide = Callable[[SessionLog, str, Any, int], Decision]
"""Decides one kind of command: for this session, for this author, this command, now."""


def one(fact: e.Fact, at_ms: int) -> Decision:
    """The decision to write a single fact."""
    return (Draft(fact, at_ms),)


def seated(state: SessionState, person_id: str) -> Person | Refusal:
    """The person, or the refusal because nobody of this id is in the session."""
    person = state.people.get(person_id)
    return person if person is not None else Refusal("Nobody sits at that key.")
