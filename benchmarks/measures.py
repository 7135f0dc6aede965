"""The measures: what each does, the floor it is compared with in the same run, and what must be reached.

A figure in milliseconds says more about the machine than about the program; what counts is the ratio to the
floor, the bare Textual app of ``benchmarks.bare``, measured in rounds that take turns with ours.

The measures of a running session are here. Those of other rooms stand in a file each, with ``figures`` for the table
and a ``main`` or a print-out of their own; they are imported when they are asked for.
"""

from __future__ import annotations

import asyncio
import gc
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import msgspec

from benchmarks import prepare
from benchmarks.pty import Terminal, cpu_seconds, resident_mib
from facilitator_tui.clock import SystemClock
from facilitator_tui.dialogue.entries import Floor
from facilitator_tui.dialogue.log import SessionLog
from facilitator_tui.opening import recorder_for
from facilitator_tui.settings import Settings
from facilitator_tui.store.file import Store

if TYPE_CHECKING:
    from facilitator_tui.app import FacilitatorApp

SAVED = re.compile(r"saved (?:\d\d:\d\d:\d\d )?· (\d+)")
"""The saved sign of the live screen; the number counts the session's durable entries."""

COUNTED = re.compile(r"n=(\d+)")
"""What the bare app shows."""

PERSON_KEYS = b"1234567890"


class Figure(msgspec.Struct, frozen=True):
    """One line of the table. ``ours`` and ``floor`` are in ``unit``; ``reached`` is what is held against ``target``.

    With a ``floor``, ``reached`` is the ratio ours / floor. Without a ``target`` the figure is only told.
    """

    name: str
    says: str
    unit: str
    ours: float
    target: float | None
    floor: float | None = None
    detail: str = ""

    @property
    def reached(self) -> float:
        return self.ours / self.floor if self.floor else self.ours

    @property
    def passed(self) -> bool:
        return self.target is None or self.reached <= self.target


class Size(msgspec.Struct, frozen=True):
    """How much is measured: the whole, or a quick look whose figures are only a hint."""

    rounds: int
    keys: int
    starts: int
    idle_s: float
    many_keys: int
    burst: int
    opens: int
    rosters: int
    screens: int


WHOLE = Size(
    rounds=8, keys=100, starts=25, idle_s=30, many_keys=20_000, burst=5_000, opens=25, rosters=3, screens=12
)
QUICK = Size(
    rounds=3, keys=30, starts=5, idle_s=8, many_keys=2_000, burst=1_000, opens=7, rosters=1, screens=4
)


class Target(msgspec.Struct, frozen=True):
    """A program to type into: how it is started, when it is readable, where it shows its number."""

    command: tuple[str, ...]
    env: Mapping[str, str]
    readable: tuple[re.Pattern[str], ...]
    number: re.Pattern[str]

    def start(self) -> Terminal:
        return Terminal(self.command, env=self.env)


BARE = Target((sys.executable, "-m", "benchmarks.bare"), prepare.compiled(), (COUNTED,), COUNTED)


@contextmanager
def ours() -> Iterator[tuple[Target, Path, str]]:
    """Our program on a running session of ten people, its store and the session's id."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as place:
        folder = Path(place)
        path = folder / "facilitator.db"
        session = prepare.running_session(path)
        command = tuple(prepare.program("open", session, "--db", str(path)))
        names = (re.compile(re.escape(name.split()[0])) for name in prepare.PEOPLE)
        yield Target(command, prepare.home(folder), (*names, SAVED), SAVED), path, session


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that this share of them does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-round(share * 1000) * len(ordered) // 1000) - 1)]


# --- keys


def keys(size: Size) -> list[Figure]:
    """From a key's byte in to its changed bytes out; ours commits, repaints the board and runs its clock.

    The bare app that also commits is no floor, but says how much of the ratio is the disk's.
    """
    took: dict[str, list[float]] = {"ours": [], "bare": [], "committing": []}
    chance = Random(1)
    with ours() as (target, path, _):
        committing = Target((*BARE.command, str(path.with_name("keys.db"))), BARE.env, (COUNTED,), COUNTED)
        for _ in range(size.rounds):
            for name, each in (("ours", target), ("bare", BARE), ("committing", committing)):
                took[name] += _typed(each, size.keys, chance)
    says = f"key to paint, {len(took['ours'])} keys in {size.rounds} rounds"
    figures = []
    for name, share, target_ratio in (("key p50", 0.5, 1.25), ("key p99", 0.99, 1.5)):
        mine, floor, disk = (quantile(seconds, share) * 1000 for seconds in took.values())
        detail = f"bare with a commit: {disk:.2f} ms, {disk / floor:.2f}"
        figures.append(Figure(name, says, "ms", mine, target_ratio, floor, detail))
    return figures


def _typed(target: Target, count: int, chance: Random, warm_up: int = 20) -> list[float]:
    """How long each key took, after some that are not counted; the gaps vary, not to march with the frames."""
    took = []
    with target.start() as terminal:
        for pattern in target.readable:
            terminal.wait_for(pattern)
        terminal.settle(0.5)
        first = terminal.number(target.number) or 0
        for pressed in range(1, warm_up + count + 1):
            at = terminal.send(PERSON_KEYS[pressed % 10 : pressed % 10 + 1])
            shown = terminal.wait_for_number(target.number, first + pressed, 5)
            took.append(shown - at)
            rest = time.perf_counter() + chance.uniform(0.02, 0.06)
            while (left := rest - time.perf_counter()) > 0:
                terminal.pump(left)
    return took[warm_up:]


def burst(size: Size) -> list[Figure]:
    """Thousands of keys at once: each durable by itself, in order, and shown."""
    with ours() as (target, path, session):
        with target.start() as terminal:
            for pattern in target.readable:
                terminal.wait_for(pattern)
            terminal.settle(0.5)
            first = terminal.number(SAVED) or 0
            at = terminal.send((PERSON_KEYS * (size.burst // 10 + 1))[: size.burst])
            took = terminal.wait_for_number(SAVED, first + size.burst, 60) - at
        kept = _floors(path, session)
    wanted = [int(chr(PERSON_KEYS[n % 10])) or 10 for n in range(size.burst)]
    in_order = kept == wanted
    says = f"{size.burst} keys in one write, until shown"
    return [
        Figure("burst", says, "s", took, 3.0 * size.burst / 5_000),
        Figure("burst lost", "of these, not durable one by one and in order", "keys", 0.0 if in_order else 1.0, 0.0),
    ]  # fmt: skip


def _floors(path: Path, session: str) -> list[int]:
    """The seats that got the floor, in the order of writing, each by a command of its own."""
    with Store.open(path, read_only=True) as store:
        written = [x for x in store.journal(session).read() if isinstance(x.fact, Floor)]
        people = SessionLog(store.journal(session).read()).state.people
    assert len({entry.logged_ms for entry in written}) == len(written)
    return [people[x.fact.person].number for x in written if isinstance(x.fact, Floor) and x.fact.person]


# --- starting


def start(size: Size) -> list[Figure]:
    """From starting the process until the board can be read: every name and the saved sign are there."""
    took: dict[str, list[float]] = {"ours": [], "bare": []}
    with ours() as (target, _, _):
        for _ in range(size.starts + 1):
            for name, each in (("ours", target), ("bare", BARE)):
                with each.start() as terminal:
                    readable = max(terminal.wait_for(pattern) for pattern in each.readable)
                    took[name].append((readable - terminal.started) * 1000)
    took = {name: times[1:] for name, times in took.items()}  # the first one compiled the modules
    mine, floor = statistics.median(took["ours"]), statistics.median(took["bare"])
    spread = " ".join(f"{n} [{min(t):.0f}..{max(t):.0f}]" for n, t in took.items())
    says = f"start until the board is readable, median of {size.starts}"
    return [Figure("start", says, "ms", mine, 1.3, floor, spread)]


def opening(size: Size) -> list[Figure]:
    """Open the store and fold a session of two hours."""
    took = []
    with tempfile.TemporaryDirectory(prefix="benchmark-") as place:
        path = Path(place) / "facilitator.db"
        session = prepare.long_session(path, 1_500)
        for _ in range(size.opens):
            at = time.perf_counter()
            with Store.open(path) as store:
                recorder = recorder_for(store, session, SystemClock(), "me")
                took.append((time.perf_counter() - at) * 1000)
            assert recorder.saved >= 1_500
    return [Figure("open 1500", "open and fold 1,500 entries, median", "ms", statistics.median(took), 20.0)]


# --- standing still, and for long


def idle(size: Size) -> list[Figure]:
    """What the live screen with its clock takes while nobody types."""
    if not sys.platform.startswith("linux"):
        return []
    with ours() as (target, _, _), target.start() as terminal:
        for pattern in target.readable:
            terminal.wait_for(pattern)
        _pass_time(terminal, 2)
        before, at = cpu_seconds(terminal.pid), time.perf_counter()
        _pass_time(terminal, size.idle_s)
        share = 100 * (cpu_seconds(terminal.pid) - before) / (time.perf_counter() - at)
    return [Figure("idle", f"of one core, over {size.idle_s:.0f} s with the clock running", "%", share, 0.5)]


def _pass_time(terminal: Terminal, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        terminal.pump(left)


def memory(size: Size) -> list[Figure]:
    """What lies in memory after a very long evening."""
    if not sys.platform.startswith("linux"):
        return []
    with ours() as (target, _, _), target.start() as terminal:
        for pattern in target.readable:
            terminal.wait_for(pattern)
        terminal.settle(0.5)
        begun, shown = resident_mib(terminal.pid), terminal.number(SAVED) or 0
        for _ in range(size.many_keys // 200):
            terminal.send(PERSON_KEYS * 20)
            shown += 200
            terminal.wait_for_number(SAVED, shown, 60)
        terminal.settle(0.5)
        after = resident_mib(terminal.pid)
    says = f"in RAM after {size.many_keys} keys"
    return [Figure("memory", says, "MiB", after, 60.0, detail=f"{begun:.0f} MiB before")]


def widgets(size: Size) -> list[Figure]:
    """Live widgets after 200 refreshes of the bindings and 50 losses of the focus, beyond those before."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as place:
        path = Path(place) / "facilitator.db"
        session = prepare.running_session(path)
        grown = asyncio.run(_widgets_grown(path, session))
    return [
        Figure("widgets", "live widgets more, after 200 refreshes and 50 losses of focus", "", grown, 0.0)
    ]


async def _widgets_grown(path: Path, session: str) -> float:
    from textual import events

    from facilitator_tui.app import FacilitatorApp

    with Store.open(path) as store:
        app = FacilitatorApp(store, Settings(keyboard="plain"), SystemClock(), session)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()

            async def refresh(times: int) -> None:
                for _ in range(times):
                    app.screen.refresh_bindings()
                    await pilot.pause()

            async def lose_focus(times: int) -> None:
                for event in (events.AppBlur, events.AppFocus) * times:
                    app.post_message(event())
                    await pilot.pause()

            # Once without counting: what is made at the first time stays.
            await refresh(1)
            await lose_focus(1)
            on_screen, anywhere = _live_widgets(app)
            await refresh(200)
            await lose_focus(50)
            on_screen_after, anywhere_after = _live_widgets(app)
    return float(max(on_screen_after - on_screen, anywhere_after - anywhere))


def _live_widgets(app: FacilitatorApp) -> tuple[int, int]:
    """On the screen, and anywhere in memory."""
    from textual.widget import Widget

    gc.unfreeze()
    gc.collect()
    anywhere = sum(isinstance(thing, Widget) for thing in gc.get_objects())
    return len(list(app.screen.walk_children())), anywhere


# --- measures in files of their own


def _of(module: str) -> Callable[[Size], list[Figure]]:
    """The figures of a module of this folder, which is imported when it is measured."""

    def figures(size: Size) -> list[Figure]:
        gc.collect()  # what the measure before left behind is not this one's to clear away
        found: list[Figure] = import_module(f"benchmarks.{module}").figures(size)
        return found

    return figures


ELSEWHERE = ("plans", "matching", "forming", "completion", "cohort", "badges", "completion_screen")

MEASURES: dict[str, Callable[[Size], list[Figure]]] = {
    "keys": keys,
    "start": start,
    "idle": idle,
    "memory": memory,
    "burst": burst,
    "widgets": widgets,
    "opening": opening,
    **{name: _of(name) for name in ELSEWHERE},
}


def machine() -> str:
    """The kind of machine, as far as it can be said in a line."""
    done = subprocess.run(["uname", "-srm"], capture_output=True, text=True, check=False)
    return f"{os.cpu_count()} cores, {done.stdout.strip()}, Python {sys.version.split()[0]}"
