"""The live screen over a journal in memory: a plan, ten people, a desk of plain values, a clock set by hand.

For tests of what the screen shows and what its keys do; the whole program over a real store is tested beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from textual.app import App
from textual.geometry import Offset
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen

import facilitator_tui.screens.live as live
from facilitator_tui.actions import Keymap, keymap
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.entries import Entry, Seat
from facilitator_tui.plans.model import Block, Breakout, Lane, Prompt, SessionPlan
from facilitator_tui.screens.live import LiveScreen
from tests.dialogue.fakes import T0, HandClock, MemoryJournal, ms, recorder_on
from tests.screen_text import picture

NAMES = (
    "Amina Belkacem", "Bruno Keller", "Chiara Conti", "Deniz Yıldız", "Elif Kaya", "Farah Mansour",
    "Gustav Lindholm", "Ναυσικά Μελά", "يوسف الحداد", "Joana Reis",
)  # fmt: skip
"""Participants at the seats 1 to 10; the facilitator is Karim Daoudi."""

FACILITATOR = "Karim Daoudi"

PLAN = SessionPlan(
    2,
    "Who belongs?",
    blocks=(
        Block(
            "Check-in round",
            "go-round",
            600,
            lanes=(
                Lane("say", "One word for how you arrive today, and why that word."),
                Lane("chat", "One word for how you arrive today, and why that word?"),
                Lane("do", "Put people into the waiting order of the gallery.", "producer"),
            ),
            prompts=(Prompt("What made you choose it?", ("Would another word fit as well?",), 30),),
            per_speaker_s=60,
            may_pass=True,
        ),
        Block(
            "In threes: where do I belong?",
            "breakout",
            1200,
            lanes=(Lane("say exactly", "Tell one another about a place that feels like home to you."),),
            breakout=Breakout(3, halfway="Half of the time is over."),
            observe=("Who asks, who answers?",),
            fallbacks=("Fewer than six people: stay together.",),
        ),
        Block("Closing", "closing", 300, lanes=(Lane("say", "A word to take home."),)),
    ),
)

BEGINS = T0
"""When the session is planned to begin; the clocks of these tests say 18:00 then."""


class LoneJournal(MemoryJournal):
    """No other program writes into this session, unless ``by_others`` has something for it."""

    def __init__(self) -> None:
        super().__init__()
        self.by_others: list[Entry] = []

    def fresh(self) -> list[Entry]:
        found, self.by_others = self.by_others, []
        return found


class PaperDesk:
    """What the live screen needs beside the journal, in plain values; implements ``LiveDesk``."""

    def __init__(self, plan: SessionPlan | None = PLAN, title: str = "Lisbon–Amman 3 · Who belongs?") -> None:
        self.title, self.plan = title, plan
        self.names: Mapping[str, str] = {}
        self.note_texts: dict[str, str] = {}
        self.tags = ["language", "quiet", "tension"]
        self.stall_ms = 20_000
        self.asked_rooms: list[tuple[tuple[str, ...], int]] = []

    def time_of_day(self, ms: int, *, seconds: bool = False) -> str:
        minutes, rest = divmod((ms - BEGINS) // 1000, 60)
        hours, minutes = divmod(18 * 60 + minutes, 60)
        return f"{hours:02}:{minutes:02}:{rest:02}" if seconds else f"{hours:02}:{minutes:02}"

    def add_guest(self, name: str) -> str:
        self.names = {**self.names, f"guest {name}": name}
        return f"guest {name}"

    def rename(self, person: str, name: str) -> None:
        self.names = {**self.names, person: name}

    def propose_rooms(self, people: list[str], size: int) -> tuple[tuple[str, ...], ...]:
        self.asked_rooms.append((tuple(people), size))
        return tuple(tuple(people[at : at + size]) for at in range(0, len(people), size))


class LiveRoom(App[None]):
    """Shows one live screen; ``asked`` keeps what it asked the program for."""

    CSS_PATH = str(Path(live.__file__).with_name("live.tcss"))

    def __init__(
        self,
        names: Iterable[str] = NAMES,
        plan: SessionPlan | None = PLAN,
        keys: Keymap | None = None,
        *,
        facilitator: str = FACILITATOR,
    ) -> None:
        super().__init__()
        self.journal, self.clock, self.desk = LoneJournal(), HandClock(), PaperDesk(plan)
        self.recorder = recorder_on(self.journal, self.clock)
        self.keys = keys or keymap()
        self.asked: list[Message] = []
        self.desk.names = {str(number): name for number, name in enumerate(names, start=1)}
        seats = [Seat(person, int(person)) for person in self.desk.names]
        if facilitator:
            self.desk.names = {**self.desk.names, "f": facilitator}
            seats.append(Seat("f", 0, "facilitator"))
        self.happens(-300, c.Open(tuple(seats), "the plan" if plan else "", BEGINS if plan else 0))

    def get_default_screen(self) -> Screen[None]:
        return LiveScreen(self.recorder, self.desk, self.keys)

    @property
    def live(self) -> LiveScreen:
        assert isinstance(self.screen, LiveScreen)
        return self.screen

    def happens(self, second: float, *commands: c.Command) -> LiveRoom:
        """At this second of the session, before the screen is there to be told by keys."""
        self.clock.ms = ms(second)
        for command in commands:
            self.recorder.do(command)
        return self

    def everybody_is_here(self, but: Iterable[int] = ()) -> LiveRoom:
        arrived = [person for person in self.desk.names if person != "f" and int(person) not in but]
        return self.happens(-120, *(c.ToggleHere(person) for person in arrived))

    def at(self, second: float, *keys: str) -> LiveRoom:
        """Press these keys at this second of the session; a word is one key, as keymaps name it."""
        self.clock.ms = ms(second)
        for key in keys:
            self.live.press(key)
        return self

    def passes(self, second: float) -> LiveRoom:
        """It is this second now, and the clock ticks."""
        self.clock.ms = ms(second)
        self.live.tick()
        return self

    def look(self) -> str:
        return picture(self)

    def line_with(self, words: str) -> str:
        """The one line of the screen that holds these words."""
        lines = [line for line in picture(self).splitlines() if words in line]
        assert len(lines) == 1, f"{words!r} is on {len(lines)} lines of\n{picture(self)}"
        return lines[0]

    def place_of(self, words: str) -> Offset:
        """Where these words stand, to click on them."""
        for y, line in enumerate(picture(self).splitlines()):
            if words in line:
                return Offset(line.index(words), y)
        raise AssertionError(f"{words!r} is not to be seen in\n{picture(self)}")

    def on_live_screen_left(self, message: LiveScreen.Left) -> None:
        self.asked.append(message)

    def on_live_screen_help_asked(self, message: LiveScreen.HelpAsked) -> None:
        self.asked.append(message)

    def on_live_screen_end_asked(self, message: LiveScreen.EndAsked) -> None:
        self.asked.append(message)

    def on_live_screen_replan_asked(self, message: LiveScreen.ReplanAsked) -> None:
        self.asked.append(message)

    def on_live_screen_text_asked(self, message: LiveScreen.TextAsked) -> None:
        self.asked.append(message)

    def on_live_screen_ended(self, message: LiveScreen.Ended) -> None:
        self.asked.append(message)


async def settled(pilot: Pilot[None]) -> None:
    """Wait until everything that was sent has arrived, was understood and is painted."""
    for _ in range(3):
        await pilot.pause()
