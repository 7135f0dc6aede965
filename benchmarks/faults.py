"""Kill the program at random moments and look whether anything it called saved is missing.

``python -m benchmarks.faults [--rounds 500] [--strace] [--seed N]``. Each round starts the program on the same
file as the round before, types, and kills it with SIGKILL: half of the rounds on a disk that takes 20 ms for a
commit. What must hold: the highest number ever shown as saved is not more than the rows in the file, and the file
is whole. The last rounds use a program that says "saved" too early; if those lose nothing, the test is worth
nothing and fails. Exit codes: 0 nothing lost, 1 something lost or the test is blind.
"""

from __future__ import annotations

import argparse
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random

import msgspec

from benchmarks import prepare
from benchmarks.measures import PERSON_KEYS, SAVED
from benchmarks.pty import Terminal
from facilitator_tui.store.file import Store

ROUNDS_PER_FILE = 25
"""A file is used this often, so that it is opened after kills, and stays as long as a session of some hours."""

TRACE = ("strace", "-f", "-qq", "-e", "trace=fdatasync,fsync", "-o", os.devnull)
SLOW_DISK = (*TRACE, "-e", "inject=fdatasync,fsync:delay_enter=20000")


class Round(msgspec.Struct, frozen=True):
    """What one kill left: entries shown as saved, those found in the file, and whether the file is whole."""

    typed: int
    shown: int
    kept: int
    missing: int
    whole: bool


class Tally(msgspec.Struct):
    """The sum of many rounds."""

    rounds: int = 0
    typed: int = 0
    shown: int = 0
    lost: int = 0
    damaged: int = 0
    unseen: int = 0

    def add(self, one: Round) -> None:
        self.rounds += 1
        self.typed += one.typed
        self.shown += one.shown
        self.lost += one.missing > 0
        self.damaged += not one.whole
        self.unseen += one.kept > one.shown

    def __str__(self) -> str:
        return (
            f"{self.rounds} kills, {self.typed} keys typed, {self.shown} shown as saved; rounds that lost one "
            f"{self.lost}, damaged files {self.damaged}, saved but not yet shown {self.unseen}"
        )


class Place(msgspec.Struct, frozen=True):
    """A store in a folder of its own."""

    path: Path
    session: str
    env: Mapping[str, str]

    def command(self, how: str, where: str) -> list[str]:
        """``how`` is "plain", "slow", "early" or "traced" (a slow disk by strace); ``where`` "live" or "lines"."""
        words = ["open" if where == "live" else "log", self.session, "--db", str(self.path)]
        if how == "plain":
            return prepare.program(*words)
        if how == "traced":
            return [*SLOW_DISK, *prepare.program(*words)]
        return [sys.executable, "-m", "benchmarks.slow_app", how, *words]

    def rows(self) -> tuple[set[str], bool]:
        """The ids of the session's entries in the file, and whether the file is whole."""
        with Store.open(self.path) as store:
            whole = store.rows("PRAGMA quick_check") == [("ok",)]
            return {
                id_ for (id_,) in store.rows("SELECT id FROM entry WHERE session = ?", self.session)
            }, whole


@contextmanager
def place() -> Iterator[Place]:
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        folder = Path(name)
        path = folder / "facilitator.db"
        yield Place(path, prepare.running_session(path), prepare.home(folder))


def kill_live(where: Place, how: str, chance: Random) -> Round:
    """Type into the live screen and kill it at some moment."""
    with Terminal(where.command(how, "live"), env=where.env) as terminal:
        terminal.wait_for(SAVED)
        before = highest = terminal.number(SAVED) or 0
        typed, gap = 0, chance.choice((0.001, 0.01, 0.03))
        end = time.perf_counter() + chance.uniform(0.02, 0.5)
        while time.perf_counter() < end:
            terminal.send(PERSON_KEYS[typed % 10 : typed % 10 + 1])
            typed += 1
            terminal.pump(gap)
            highest = max(highest, _shown(terminal))
        _kill(terminal.pid)
        while terminal.pump(0.05) is not None:
            highest = max(highest, _shown(terminal))
    kept, whole = where.rows()
    return Round(typed, highest - before, len(kept) - before, max(0, highest - len(kept)), whole)


def _shown(terminal: Terminal) -> int:
    return 0 if terminal.drawing else terminal.number(SAVED) or 0


def kill_lines(where: Place, how: str, chance: Random) -> Round:
    """Give commands to the line mode and kill it at some moment; an ``ok`` is a promise about one entry."""
    before = len(where.rows()[0])
    process = subprocess.Popen(
        where.command(how, "lines"),
        env={**os.environ, **where.env},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    typed = chance.randrange(1, 60 if how in ("slow", "traced") else 400)
    process.stdin.write(b"".join(b"floor %d\n" % (1 + n % 10) for n in range(typed)))
    process.stdin.flush()
    # At least one, so that it is killed at work and not on its way there.
    said, enough = b"", chance.randrange(1, typed + 1)
    while said.count(b"\n") < enough and select.select([process.stdout], [], [], 10)[0]:
        if not (piece := os.read(process.stdout.fileno(), 256)):
            break
        said += piece
    time.sleep(chance.uniform(0, 0.003))
    _kill(process.pid)
    said += process.stdout.read()
    process.stdin.close()
    process.stdout.close()
    process.wait()
    promised = {line.split()[1].decode() for line in said.splitlines(keepends=True) if _is_ok(line)}
    kept, whole = where.rows()
    return Round(typed, len(promised), len(kept) - before, len(promised - kept), whole)


def _is_ok(line: bytes) -> bool:
    return line.startswith(b"ok ") and line.endswith(b"\n")


def _kill(pid: int) -> None:
    """Kill the process and, before it, those that it started (strace holds the program)."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    for child in children.read_text().split() if children.exists() else ():
        os.kill(int(child), signal.SIGKILL)
    os.kill(pid, signal.SIGKILL)


Kill = Callable[[Place, str, Random], Round]


def rounds(kill: Kill, how: tuple[str, ...], count: int, seed: int, tell: bool = False) -> Tally:
    """Kill ``count`` times, taking turns with the ways in ``how``."""
    tally, chance, done = Tally(), Random(seed), 0
    while done < count:
        with place() as where:
            for _ in range(min(ROUNDS_PER_FILE, count - done)):
                tally.add(kill(where, how[done % len(how)], chance))
                done += 1
        if tell and sys.stderr.isatty():
            print(f"  {done} of {count}, lost {tally.lost}", end="\r", file=sys.stderr, flush=True)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description="Kill the program.")
    parser.add_argument("--rounds", type=int, default=500, help="kills of the live screen (default 500)")
    parser.add_argument("--lines", type=int, default=500, help="kills of the line mode (default 500)")
    parser.add_argument("--strace", action="store_true", help="slow the disk by strace too, below SQLite")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="to repeat a run")
    asked = parser.parse_args()
    honest: tuple[str, ...] = ("plain", "slow")
    if asked.strace:
        if shutil.which("strace") is None:
            parser.error("strace is not installed")
        honest = ("plain", "slow", "traced")
    print(f"seed {asked.seed}")
    kills: tuple[tuple[str, Kill, int], ...] = (
        ("live screen", kill_live, asked.rounds),
        ("line mode", kill_lines, asked.lines),
    )
    good = True
    for name, kill, count in kills:
        tally = rounds(kill, honest, count, asked.seed, tell=True)
        print(f"{name}, {' and '.join(honest)}: {tally}", flush=True)
        control = rounds(kill, ("early",), max(5, count // 20), asked.seed)
        print(f"{name}, the wrong order on purpose: {control}", flush=True)
        good = good and not tally.lost and not tally.damaged and (control.lost > 0 or not count)
    print("Nothing shown as saved was lost, and the wrong order was caught." if good else "FAILED")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
