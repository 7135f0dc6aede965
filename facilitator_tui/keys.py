"""What a key means now: a pure function of the key, the half-typed verb and the keymap.

Also the guard against a key that repeats by itself: a terminal never tells when a key is let go.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from facilitator_tui.actions import BY_ID, Action, Keymap
from facilitator_tui.layouts import LETTERS_BY_POSITION

ONE_PRESS_MS = 250
"""The same person key again within this time is the same press."""

FASTEST_HAND_MS = 80
"""No hand presses a key twice within this time; a keyboard repeats one about every 30 ms."""

FIRST_REPEAT_MS = 1_100
"""The longest that a keyboard waits before it begins to repeat a held key."""


class Means(msgspec.Struct, frozen=True):
    """The key completes something: do ``action`` (empty: give the floor) with the seat or the digit, if any."""

    action: str
    seat: int = 0
    digit: int = 0


class Waits(msgspec.Struct, frozen=True):
    """The key is a verb; the next one says about whom, or how much."""

    action: Action


class Dropped(msgspec.Struct, frozen=True):
    """A half-typed verb was dropped; ``reason`` is empty when Escape asked for it."""

    reason: str = ""


class Unbound(msgspec.Struct, frozen=True):
    """The key means nothing here."""


Route = Means | Waits | Dropped | Unbound


def name_of(key: str, character: str | None) -> str:
    """The name that keymaps use: the character that was typed, else the terminal's name of the key."""
    if character and len(character) == 1 and character.isprintable() and not character.isspace():
        return character
    return key


def route(name: str, waiting: Action | None, keymap: Keymap) -> Route:
    """What the key of this name means while ``waiting`` is half-typed (or nothing is)."""
    name = _bound(name, keymap)
    if name == "escape":
        return Dropped() if waiting is not None else Unbound()
    if waiting is None:
        return _first(name, keymap)
    if waiting.needs == "digit":
        digit = _digit(name, keymap)
        if digit:
            return Means(waiting.id, digit=digit)
        return Dropped(f"“{waiting.title}” needs a digit from 1 to 9; nothing was written.")
    seat = keymap.seats.get(name)
    if seat is not None:
        return Means(waiting.id, seat=seat)
    if waiting.needs == "person or group" and keymap.actions.get(name, "") == waiting.id:
        return Means(waiting.id)
    if waiting.id != "live.facilitator" and keymap.actions.get(name, "") == "live.facilitator":
        return Means(waiting.id, seat=-1)
    return Dropped(f"“{waiting.title}” needs a person key; nothing was written.")


def _first(name: str, keymap: Keymap) -> Route:
    seat = keymap.seats.get(name)
    if seat is not None:
        return Means("", seat=seat)
    action = BY_ID.get(keymap.actions.get(name, ""))
    if action is None:
        return Unbound()
    return Waits(action) if action.needs else Means(action.id)


def _bound(name: str, keymap: Keymap) -> str:
    """The name under which the key is bound: as it was typed, without Caps Lock, or by its place on the keyboard."""
    if len(name) > 1:
        return name
    small = name.lower()
    readings = (name, small, LETTERS_BY_POSITION.get(small, ""))
    return next((each for each in readings if each in keymap.seats or each in keymap.actions), name)


def _digit(name: str, keymap: Keymap) -> int:
    """The digit that the key is, from 1; else the one on the same key, as unshifted AZERTY has it; else 0."""
    if name.isdecimal():
        return int(name)
    seat = keymap.seats.get(name, 0)
    return seat if 1 <= seat <= 9 else 0


Press = Literal["new", "repeat", "held"]
"""A press; the keyboard repeating it; or the first repeat that gives away that the press before was a repeat too."""


class PressGuard:
    """Tells a press from a key that is held and repeats by itself.

    A keyboard waits up to a second before it begins to repeat, and a hand may well press twice within that time. So a
    key that comes again after a pause is taken for a press; when the next one follows faster than any hand, it was the
    keyboard: "held" asks to take back what the press before did.
    """

    def __init__(self) -> None:
        self._name, self._last_ms, self._again = "", 0, False

    def take(self, name: str, now_ms: int, one_press_ms: int = ONE_PRESS_MS) -> Press:
        """What this key is, now. The same key again within ``one_press_ms`` is the same press."""
        pause = now_ms - self._last_ms if name == self._name else FIRST_REPEAT_MS
        held = self._again and pause < FASTEST_HAND_MS
        repeat = pause < one_press_ms
        self._name, self._last_ms, self._again = name, now_ms, not repeat and pause < FIRST_REPEAT_MS
        return "held" if held else "repeat" if repeat else "new"
