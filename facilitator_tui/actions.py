"""The one registry of actions. Key bar, help, palette, bindings and the check of a person's keymap come from it.

An action is named ``room.verb``. A *verb* action waits for a second key: whom it is about, or a digit. What a
key means at a moment is decided in ``keys``; what an action does, in the screen of its room.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from facilitator_tui.layouts import DIGIT_ROWS, MOVED

Room = Literal["live", "home", "subgroup", "review", "everywhere"]

Needs = Literal["", "person", "person or group", "digit"]


class Action(msgspec.Struct, frozen=True):
    """One thing a person can do by key.

    ``keys`` are the default keys: a character as typed, or the terminal's name of a key ("left", "f1").
    ``title`` stands in the key bar, ``says`` in the help. ``bar`` orders the key bar; 0 leaves it out. One that is
    ``kept`` stands there however little room there is; they are the last in order.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    says: str
    needs: Needs = ""
    bar: int = 0
    kept: bool = False

    @property
    def room(self) -> str:
        return self.id.partition(".")[0]


LIVE: tuple[Action, ...] = (
    Action("live.quiet", ("space",), "nobody", "Nobody speaks: ends the running turn.", bar=1),
    Action("live.facilitator", ("f",), "me", "The facilitator speaks; again: ends the turn.", bar=2),
    Action("live.here", ("a",), "here/left", "Somebody arrived or left.", "person", bar=3),
    Action("live.hand", ("h",), "hand", "A hand goes up or down: the stack.", "person", bar=4),
    Action(
        "live.interjection",
        ("i",),
        "interject",
        "A short remark that does not take the floor.",
        "person",
        bar=11,
    ),
    Action(
        "live.passed",
        ("p",),
        "pass",
        "Somebody passes; in a go-round for now, a second time for good.",
        "person",
        bar=9,
    ),
    Action("live.trouble", ("t",), "trouble", "Technical trouble begins or ends.", "person", bar=10),
    Action(
        "live.note",
        ("n",),
        "note",
        "Write a note; a person key first makes it about that person. #tags complete.",
        bar=5,
    ),
    Action(
        "live.flag",
        ("x",),
        "flag",
        "A private flag, on a person or (x again) on the group. It stays out of reports.",
        "person or group",
        bar=14,
    ),
    Action("live.undo", ("u",), "undo", "Take back the last thing; again: the one before.", bar=6),
    Action("live.redo", ("r",), "redo", "Bring back what was undone.", bar=20),
    Action(
        "live.earlier",
        ("e",),
        "earlier",
        "The last change happened 1–9 seconds earlier than its key.",
        "digit",
        bar=13,
    ),
    Action("live.was", ("w",), "it was", "The last turn was somebody else's.", "person", bar=12),
    Action("live.next", ("right",), "next", "The next block begins.", bar=7),
    Action("live.back", ("left",), "back", "Back to the block before.", bar=16),
    Action("live.more", ("+", "="), "+1 min", "A minute more for this block."),
    Action("live.less", ("-",), "−1 min", "A minute less for this block."),
    Action("live.pause", (".",), "pause", "Stop the agenda clock, or let it go on.", bar=15),
    Action("live.replan", ("z",), "re-plan", "When late: ways to finish on time all the same.", bar=24),
    Action("live.copy", ("c",), "copy chat", "Copy this block's chat text to the clipboard.", bar=19),
    Action(
        "live.chat", ("C",), "chat text", "Show this block's chat text alone, to mark and copy it by hand."
    ),
    Action("live.rooms", ("b",), "rooms", "Open breakout rooms, or bring everybody back.", bar=18),
    Action("live.round", ("g",), "round", "Begin or end a go-round with everybody who is here.", bar=17),
    Action("live.lane", ("v",), "lane", "Show the lane of another role.", bar=21),
    Action("live.scroll_down", ("down",), "scroll", "Scroll the text of the block down."),
    Action("live.scroll_up", ("up",), "scroll", "Scroll the text of the block up."),
    Action("live.guest", ("k",), "guest", "Somebody new takes a place: type the name.", bar=22),
    Action("live.name", ("y",), "name", "Give the person at a key another name.", "person", bar=23),
    Action("live.end", ("ctrl+e",), "end", "End the session and review it (asks first).", bar=25, kept=True),
    Action(
        "live.leave",
        ("q",),
        "leave",
        "Leave to the list of sessions; the session goes on and can be resumed.",
        bar=26,
        kept=True,
    ),
    Action("live.help", ("?",), "help", "Every key.", bar=8),
)

PERSON_KEYS: tuple[str, ...] = (*"1234567890", *(f"f{n}" for n in range(1, 11)))
"""The default key of each seat, from seat 1 to seat 20. Their action ids are ``person.1`` … ``person.20``."""


class Keymap(msgspec.Struct, frozen=True):
    """Which key means what: ``actions`` by key for the live room, ``seats`` by person key."""

    actions: dict[str, str]
    seats: dict[str, int]

    def keys_of(self, action: str) -> list[str]:
        return [key for key, bound in self.actions.items() if bound == action]

    def key_of_seat(self, number: int) -> str:
        """The key to print beside the seat: the one that a person sees on the keyboard first."""
        keys = [key for key, seat in self.seats.items() if seat == number]
        return keys[0] if keys else ""


class KeymapProblem(Exception):
    """The configured keys cannot be used. The message names both sides of a clash, or the unknown action."""


BY_ID: dict[str, Action] = {action.id: action for action in LIVE}


def keymap(keyboard: str = "plain", own: dict[str, str] | None = None) -> Keymap:
    """The keymap for this keyboard with a person's own keys. Raises ``KeymapProblem``.

    ``own`` maps action ids to one key, or several set apart by blanks. It replaces the default keys.
    """
    own = own or {}
    _known(own)
    moved = MOVED.get(keyboard, {})
    bound: dict[str, str] = {}
    seats: dict[str, int] = {}
    for number, default in enumerate(PERSON_KEYS, start=1):
        row = DIGIT_ROWS.get(keyboard, "")
        extra = (row[number - 1],) if number <= len(row) else ()
        for key in _own_keys(f"person.{number}", own, (default, *extra)):
            _claim(bound, key, f"person.{number}")
            seats[key] = number
    actions: dict[str, str] = {}
    for action in LIVE:
        for key in _own_keys(action.id, own, moved.get(action.id, action.keys)):
            _claim(bound, key, action.id)
            actions[key] = action.id
    return Keymap(actions, seats)


def _known(own: dict[str, str]) -> None:
    from difflib import get_close_matches

    names = [*BY_ID, *(f"person.{n}" for n in range(1, 21))]
    for name in own:
        if name not in names:
            near = get_close_matches(name, names, 1)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            raise KeymapProblem(f"There is no action “{name}” to give a key to.{hint}")


def _own_keys(action: str, own: dict[str, str], default: tuple[str, ...]) -> tuple[str, ...]:
    """The keys that a person gave to the action, each once; the default ones where none were given."""
    if action not in own:
        return default
    keys = tuple(dict.fromkeys(own[action].split()))
    for key in keys:
        if not _can_arrive(key):
            raise KeymapProblem(
                f"“{key}” of “{action}” is no key. Write one character as it is typed, or the name of a key "
                "in small letters: space, left, f1, ctrl+e."
            )
    return keys


def _can_arrive(key: str) -> bool:
    """Whether a terminal can ever send a key of this name."""
    if len(key) == 1:
        return key.isprintable()
    from textual.keys import Keys

    *held, name = key.split("+")
    letter = bool(held) and len(name) == 1 and name.isalnum()
    named = letter or name in {known.value for known in Keys}
    return named and key == key.lower() and set(held) <= {"ctrl", "shift", "alt", "super"}


def _claim(bound: dict[str, str], key: str, action: str) -> None:
    if key in RESERVED:
        raise KeymapProblem(
            f"The key “{key}” of “{action}” is needed by the program itself ({RESERVED[key]})."
        )
    if key in bound:
        raise KeymapProblem(
            f"The key “{key}” is given to “{bound[key]}” and to “{action}”. Change one of them."
        )
    bound[key] = action


RESERVED: dict[str, str] = {
    "escape": "drops a half-typed verb",
    "ctrl+q": "quits",
    "ctrl+p": "opens the command palette",
    "ctrl+c": "copies or quits",
}
