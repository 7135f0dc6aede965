"""Which command of the core each action of the live room is, where it is exactly one."""

from __future__ import annotations

from collections.abc import Callable

from facilitator_tui.dialogue import commands as c

COMMANDS: dict[str, Callable[[str, int], c.Command]] = {
    "": lambda person, digit: c.GiveFloor(person),
    "live.quiet": lambda person, digit: c.Silence(),
    "live.here": lambda person, digit: c.ToggleHere(person),
    "live.hand": lambda person, digit: c.ToggleHand(person),
    "live.interjection": lambda person, digit: c.Interject(person),
    "live.passed": lambda person, digit: c.Pass(person),
    "live.trouble": lambda person, digit: c.ToggleTrouble(person),
    "live.flag": lambda person, digit: c.RaiseFlag(person),
    "live.earlier": lambda person, digit: c.Earlier(digit),
    "live.was": lambda person, digit: c.ItWas(person),
    "live.back": lambda person, digit: c.PreviousBlock(),
    "live.more": lambda person, digit: c.Extend(60_000),
    "live.less": lambda person, digit: c.Extend(-60_000),
    "live.pause": lambda person, digit: c.TogglePause(),
    "live.round": lambda person, digit: c.ToggleRound(),
}
"""By action id, given the person and the digit of the second key; the empty action gives the floor."""

REPEATABLE = {"live.more", "live.less", "live.scroll_up", "live.scroll_down"}
"""Actions for which a repeated key means what it says."""
