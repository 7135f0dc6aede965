"""Two hours with ten people and three crashes: by keys in the app and by lines through a pipe, one same report.

The clock is set by hand. A crash is what a power cut is: the next program finds what was on the disk at that
moment and nothing else.
"""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any, cast

import pytest
from click.testing import CliRunner
from textual import events
from textual.pilot import Pilot

from facilitator_tui.app import FacilitatorApp
from facilitator_tui.cli import front
from facilitator_tui.clock import SetClock
from facilitator_tui.opening import SessionDesk
from facilitator_tui.screens.live import LiveScreen
from facilitator_tui.screens.review import ReviewScreen
from facilitator_tui.settings import Settings
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import Sessions
from tests import two_hours as told
from tests.two_hours import BEGINS_MS, Moment

SLOWLY = 16 * 60
"""Until this second the app gets its keys as from a terminal; after it they go straight to the live screen."""

KEYS = {
    "floor": "", "join": "a", "left": "a", "hand": "h", "pass": "p", "say": "i", "trouble": "t", "was": "w",
    "earlier": "e", "flag": "x", "f": "f", "quiet": "space", "next": "right", "back": "left", "pause": ".",
    "round": "g", "rooms": "b", "undo": "u", "redo": "r", "note": "n", "guest": "k", "name": "y",
}  # fmt: skip
"""The key that begins what a word of the line mode says."""


# --- a store, and how a crash leaves it


def furnished(path: Path) -> str:
    """A store with the subgroup and the session that is about to begin; gives the session."""
    with Store.open(path) as store:
        people, sessions = People(store), Sessions(store)
        before = BEGINS_MS - 86_400_000
        subgroup = people.add_subgroup("Lisbon–Amman 3", "Dialogue", "Europe/Lisbon", before)
        for name in told.PEOPLE:
            people.join(subgroup, people.add(name, before), "participant", 0, before)
        people.join(subgroup, people.add(told.FACILITATOR, before), "facilitator", 0, before)
        plan = sessions.keep_plan(told.PLAN, before)
        planned = BEGINS_MS + 300_000
        return sessions.create(
            "Who belongs?", before, subgroup, "Dialogue", 2, plan, planned, "Europe/Lisbon"
        )


def left_by_a_crash(path: Path, into: Path) -> Path:
    """What is on the disk now, in a folder of its own; whatever is written to ``path`` later never was."""
    into.mkdir()
    for file in (path, path.with_name(f"{path.name}-wal")):
        if file.exists():
            shutil.copy(file, into / file.name)
    return into / path.name


def stretches() -> Iterable[list[Moment]]:
    """The story from one opening of the program to the crash or the end."""
    stretch: list[Moment] = []
    for moment in told.moments():
        stretch.append(moment)
        if moment.what == "crash":
            yield stretch
            stretch = []
    yield stretch


# --- with keys


def seat_key(seat: str) -> str:
    number = int(seat)
    return str(number % 10) if number <= 10 else f"f{number - 10}"


def keys_for(what: str) -> list[str]:
    """The keys that a facilitator presses for this line, without a text to be typed."""
    verb, _, rest = what.partition(" ")
    if verb == "extend":
        return ["+" if rest == "1" else "-"]
    if verb == "note":
        seat = rest.partition(" ")[0]
        return ["n"] if seat == "0" else ["n", seat_key(seat)]
    if verb == "flag":
        return ["x", seat_key(rest) if rest else "x"]
    if verb == "earlier":
        return ["e", rest]
    if verb in ("rooms", "guest"):
        return [KEYS[verb]]
    seat = rest.partition(" ")[0]
    return [key for key in (KEYS[verb], seat_key(seat) if seat else "") if key]


async def press(pilot: Pilot[int], moment: Moment) -> None:
    verb, _, rest = moment.what.partition(" ")
    screen = pilot.app.screen
    assert isinstance(screen, LiveScreen)
    if verb == "close":
        await pilot.press("ctrl+e", "y")
        return
    if verb in ("note", "guest", "name"):
        await pilot.press(*keys_for(moment.what))
        pilot.app.post_message(events.Paste(rest if verb == "guest" else rest.partition(" ")[2]))
        await pilot.press("enter")
        return
    if moment.second < SLOWLY:
        await pilot.press(*keys_for(moment.what))
        return
    for key in keys_for(moment.what):
        assert screen.press(key), f"{key} means nothing in {moment}"


async def played_in_the_app(path: Path, session: str, clock: SetClock) -> Path:
    for number, (first, *rest) in enumerate(stretches()):
        assert first.what in ("open", "again")
        clock.ms = BEGINS_MS + first.second * 1000
        with Store.open(path) as store:
            app = FacilitatorApp(store, Settings("plain"), clock, session)
            async with app.run_test(size=(80, 24)) as pilot:
                await pilot.pause()
                for moment in rest:
                    clock.ms = BEGINS_MS + moment.second * 1000
                    if moment.what == "crash":
                        path = left_by_a_crash(path, path.parent / f"crash {number}")
                        break
                    await press(pilot, moment)
                else:
                    await pilot.pause()
                    assert isinstance(app.screen, ReviewScreen)
    return path


# --- with lines


class Pipe(io.BufferedIOBase):
    """Gives one line at a time, each at its second; ``at_end`` is called before the end is told."""

    def __init__(self, story: list[Moment], clock: SetClock, at_end: Callable[[], None]) -> None:
        self._story, self._clock, self._at_end = list(story), clock, at_end

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        return b"" if size == 0 else self.read1()

    def read1(self, size: int = -1, /) -> bytes:
        if not self._story:
            self._at_end()
            return b""
        moment = self._story.pop(0)
        self._clock.ms = BEGINS_MS + moment.second * 1000
        return f"{moment.what}\n".encode()


def played_through_a_pipe(path: Path, session: str, clock: SetClock) -> Path:
    for number, stretch in enumerate(stretches()):
        path = one_stretch(path, session, clock, stretch, path.parent / f"crash {number}")
    return path


def one_stretch(path: Path, session: str, clock: SetClock, stretch: list[Moment], after: Path) -> Path:
    """Play until the crash or the end; gives the store that is left."""
    left = [path]

    def at_end() -> None:
        if stretch[-1].what == "crash":
            left.append(left_by_a_crash(path, after))

    clock.ms = BEGINS_MS + stretch[0].second * 1000
    lines = [moment for moment in stretch if moment.what not in ("again", "crash")]
    pipe = cast(IO[bytes], Pipe(lines, clock, at_end))
    done = CliRunner().invoke(front, ["log", session, "--db", str(path)], input=pipe)
    assert done.exit_code == 0, done.output
    answers = done.stdout.splitlines()
    assert not [line for line in answers if not line.startswith(("ok ", "named "))]
    arriving = sum(moment.what.startswith("guest") for moment in lines)  # a seat, and that they are here
    assert len(answers) == len(lines) + (stretch[0].what == "again") + arriving
    return left[-1]


# --- and what comes of it


def report_of(path: Path, session: str) -> dict[str, Any]:
    words = ["report", session, "--to", "json", "--private", "--db", str(path)]
    done = CliRunner().invoke(front, words)
    assert done.exit_code == 0, done.output
    report = without_ids(json.loads(done.stdout))
    assert isinstance(report, dict)
    return report


def without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_ids(of) for name, of in value.items() if name not in ("id", "entry", "person")}
    return [without_ids(each) for each in value] if isinstance(value, list) else value


def at(clock: str) -> int:
    return BEGINS_MS + told.second(clock) * 1000


def name_of(seat: int) -> str:
    return (told.FACILITATOR, *told.PEOPLE, told.GUEST)[seat]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """The clock of both programs, set by the story."""
    clock = SetClock(BEGINS_MS)
    monkeypatch.setattr("facilitator_tui.clock.SystemClock", lambda: clock)
    return clock


@pytest.fixture
def rooms_of_the_story(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the app chance decides who goes into a room with whom; here the story does."""

    def chosen(desk: SessionDesk, people: list[str], size: int) -> tuple[tuple[str, ...], ...]:
        assert (len(people), size) == (10, 3)
        return tuple(tuple(people[seat - 1] for seat in room) for room in told.ROOMS)

    monkeypatch.setattr(SessionDesk, "propose_rooms", chosen)


@pytest.mark.usefixtures("rooms_of_the_story")
async def test_keys_and_lines_tell_the_same_session(tmp_path: Path, clock: SetClock) -> None:
    session = furnished(tmp_path / "session.db")
    left_by_a_crash(tmp_path / "session.db", tmp_path / "keys")
    left_by_a_crash(tmp_path / "session.db", tmp_path / "lines")
    by_keys = report_of(await played_in_the_app(tmp_path / "keys" / "session.db", session, clock), session)
    by_lines = report_of(played_through_a_pipe(tmp_path / "lines" / "session.db", session, clock), session)
    assert by_keys == by_lines
    the_report_says_what_happened(by_keys)


def the_report_says_what_happened(report: dict[str, Any]) -> None:
    session = report["session"]
    assert (session["opened_ms"], session["ended_ms"], session["closed"]) == (at("00:00"), at("123:00"), True)
    assert session["title"] == "Who belongs?"
    everybody = report["participants"] + report["others"]
    seats = {person["name"]: person["seat"] for person in everybody}
    assert seats == {name_of(seat): seat for seat in told.TALK}
    of = {person["seat"]: person for person in everybody}
    said: dict[int, list[float]] = {seat: [] for seat in of}
    for turn in report["turns"]:
        said[seats[turn["name"]]].append(turn["ms"] / 1000)
    assert {seat: tuple(turns) for seat, turns in said.items()} == told.TALK
    assert {seat: person["talk_ms"] / 1000 for seat, person in of.items()} == {
        seat: sum(turns) for seat, turns in told.TALK.items()
    }
    assert report["talk_ms"] == 2_023_000
    assert {seat: of[seat]["share"] for seat in told.PRESENT} == {
        seat: pytest.approx(sum(told.TALK[seat]) / 1605) for seat in told.PRESENT
    }
    assert {seat: of[seat]["present_ms"] // 1000 for seat in told.PRESENT} == {
        seat: told.second(clock) for seat, clock in told.PRESENT.items()
    }
    for field, expected in (
        ("trouble_ms", {seat: seconds * 1000 for seat, seconds in told.TROUBLE.items()}),
        ("interjections", told.INTERJECTIONS),
        ("passes", told.PASSES),
    ):
        assert {seat: person[field] for seat, person in of.items() if person[field]} == expected
    the_run_of_the_session(report, seats)


def the_run_of_the_session(report: dict[str, Any], seats: dict[str, int]) -> None:
    uncertain = [(seats[t["name"]], t["uncertain_ms"] // 1000) for t in report["turns"] if t["uncertain_ms"]]
    assert uncertain == told.UNCERTAIN
    assert [(gap["from_ms"], gap["to_ms"]) for gap in report["gaps"]] == [
        (at(since), at(until)) for since, until in told.GAPS
    ]
    assert {b["title"]: (b["given_ms"] // 1000, b["ran_ms"] // 1000) for b in report["blocks"]} == {
        title: (told.second(given), told.second(ran)) for title, (given, ran) in told.BLOCKS.items()
    }
    assert [tuple(seats[name] for name in r["heard"]) for r in report["rounds"]] == told.ROUNDS
    assert [r["not_heard"] for r in report["rounds"]] == [[], []]
    assert {(stay["room"], seats[stay["name"]]) for stay in report["rooms"]} == {
        (number, seat) for number, room in enumerate(told.ROOMS, start=1) for seat in room
    }
    assert {(stay["from_ms"], stay["to_ms"]) for stay in report["rooms"]} == {(at("33:00"), at("45:00"))}
    assert [(note["at_ms"], note["name"], note["tags"]) for note in report["notes"]] == [
        (at("22:00"), name_of(3), ["breakthrough"]),
        (at("22:30"), "", ["care"]),
        (at("75:00"), name_of(5), ["tech", "follow-up"]),
        (at("105:00"), "", []),
    ]
    assert [(flag["at_ms"], flag["name"]) for flag in report["flags"]] == [
        (at("35:00"), name_of(4)),
        (at("35:30"), ""),
    ]
    assert report["corrections"] == {"taken_back": told.TAKEN_BACK, "amended": told.AMENDED}
