"""A terminal that a program cannot tell from a real one, and that knows when each byte came out.

``Terminal`` starts a command in a pseudo-terminal, answers what Textual asks a terminal, and keeps the screen
with pyte. Times are seconds of ``time.perf_counter``, taken when bytes arrive and before they are drawn, so that
the drawing here costs the program nothing. What is measured with it is decided elsewhere.
"""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte

# pyte prints what it does not know: private sequences with < = >, those with an intermediate byte, and strings.
_UNKNOWN = re.compile(
    rb"\x1b\[[<=>][0-?]*[ -/]*[@-~]|\x1b\[[0-?]*[ -/]+[@-~]|\x1b[PX^_][^\x1b\x07]*(?:\x1b\\|\x07)"
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[PX^_\]][^\x1b\x07]*)?\Z")
_ASKS_MODE = re.compile(rb"\x1b\[\?(\d+)\$p")
_ASKS_WHERE = re.compile(rb"\x1b\[6n")
_ASKS_WHO = re.compile(rb"\x1b\[0?c")

KNOWN_MODES = (b"2026",)
"""Modes that this terminal says it knows: synchronised output, as most terminals of today have it."""

_FRAME_BEGINS, _FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"

MODES_LEFT_ON = re.compile(rb"\x1b\[\?(1049|1000|1002|1003|1004|1006|1015|2004|25)([hl])")


class Died(Exception):
    """The program ended, or did not show in time what it should; the message holds its last screen."""


class Terminal:
    """A running program and the screen it drew. Use it in a ``with``; the program is killed at the end."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        env: Mapping[str, str] | None = None,
        ignore_hangup: bool = False,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._lines = [""] * rows
        self._rest = b""
        self.output = bytearray()
        self.ended = False
        self.drawing = False
        self.status: int | None = None
        self.started = time.perf_counter()
        self.pid, self._master = pty.fork()
        if not self.pid:
            _become(command, env or {}, columns, rows, ignore_hangup)
        os.set_blocking(self._master, False)
        self.resize(columns, rows)

    # --- the keyboard

    def send(self, data: bytes) -> float:
        """Type these bytes; gives the moment at which the first was handed over. Draws while the pty is full."""
        at = time.perf_counter()
        while data and not self.ended:
            try:
                data = data[os.write(self._master, data) :]
            except BlockingIOError:
                self.pump(0.01)
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                self.ended = True
        return at

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if (columns, rows) != (self.screen.columns, self.screen.lines):
            self.screen.resize(rows, columns)
            self._lines = [""] * rows
            self.screen.dirty.update(range(rows))

    # --- the screen

    def pump(self, timeout: float) -> float | None:
        """Draw the next piece of output, waiting at most ``timeout`` seconds; gives when it arrived."""
        if self.ended:
            return None
        ready, _, _ = select.select([self._master], [], [], max(0.0, timeout))
        if not ready:
            return None
        try:
            data = os.read(self._master, 65536)
        except BlockingIOError:
            return None
        except OSError:
            data = b""
        at = time.perf_counter()
        if not data:
            self.ended = True
            return at
        self.output += data
        self._follow_frames(len(data))
        self._answer(data)
        self._draw(data)
        return at

    def _follow_frames(self, fresh: int) -> None:
        """Know whether the program is in the middle of a picture, whose screen means nothing yet."""
        tail = bytes(self.output[-fresh - len(_FRAME_BEGINS) :])
        begins, ends = tail.rfind(_FRAME_BEGINS), tail.rfind(_FRAME_ENDS)
        if max(begins, ends) >= 0:
            self.drawing = begins > ends

    def _answer(self, data: bytes) -> None:
        for mode in _ASKS_MODE.findall(data):
            self.send(b"\x1b[?%s;%d$y" % (mode, 2 if mode in KNOWN_MODES else 0))
        for _ in _ASKS_WHERE.findall(data):
            self.send(b"\x1b[%d;%dR" % (self.screen.cursor.y + 1, self.screen.cursor.x + 1))
        for _ in _ASKS_WHO.findall(data):
            self.send(b"\x1b[?62;22c")

    def _draw(self, data: bytes) -> None:
        data = self._rest + data
        unfinished = _UNFINISHED.search(data[-4096:])
        cut = len(data) - len(unfinished[0]) if unfinished else len(data)
        self._rest = data[cut:]
        self._stream.feed(_UNKNOWN.sub(b"", data[:cut]))

    def text(self) -> str:
        """The screen as lines of text."""
        columns = range(self.screen.columns)
        for row in self.screen.dirty:
            if row < len(self._lines):
                line = self.screen.buffer[row]
                self._lines[row] = "".join(line[column].data for column in columns)
        self.screen.dirty.clear()
        return "\n".join(self._lines)

    def number(self, pattern: re.Pattern[str]) -> int | None:
        """The number in the pattern's group, where the pattern stands on the screen."""
        found = pattern.search(self.text())
        return int(found[1]) if found else None

    def wait_for(self, pattern: re.Pattern[str], timeout: float = 20) -> float:
        """Wait until the pattern stands on the screen; gives when its last byte arrived. Raises ``Died``."""
        return self._wait(lambda: pattern.search(self.text()) is not None, pattern.pattern, timeout)

    def wait_for_number(self, pattern: re.Pattern[str], least: int, timeout: float = 20) -> float:
        """Wait until the number in the pattern's group is at least this. Raises ``Died``."""
        return self._wait(
            lambda: (self.number(pattern) or 0) >= least, f"{pattern.pattern} ≥ {least}", timeout
        )

    def _wait(self, met: object, what: str, timeout: float) -> float:
        assert callable(met)
        deadline, at = time.perf_counter() + timeout, time.perf_counter()
        while not met():
            left = deadline - time.perf_counter()
            if left <= 0 or self.ended:
                raise Died(f"{what} did not come{' before the end' if self.ended else ''}:\n{self.shown()}")
            at = self.pump(left) or at
        return at

    def settle(self, quiet: float, timeout: float = 10) -> None:
        """Draw until nothing has come for ``quiet`` seconds."""
        deadline = time.perf_counter() + timeout
        while time.perf_counter() < deadline and not self.ended and self.pump(quiet) is not None:
            pass

    def shown(self) -> str:
        """The screen without empty ends, for messages."""
        return "\n".join(line.rstrip() for line in self.text().splitlines()).rstrip()

    def modes_left_on(self) -> set[bytes]:
        """Terminal modes that were switched on in the output and not off again; a hidden cursor counts as "25"."""
        state: dict[bytes, bool] = {}
        for mode, switched in MODES_LEFT_ON.findall(bytes(self.output)):
            state[mode] = (switched == b"h") != (mode == b"25")
        return {mode for mode, on in state.items() if on}

    # --- the program

    @property
    def alive(self) -> bool:
        if self.status is None:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is None

    def kill(self, number: int = signal.SIGKILL) -> None:
        if self.alive:
            os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the terminal's window."""
        if not self.ended or self._master >= 0:
            os.close(self._master)
        self.ended, self._master = True, -1

    def wait_end(self, timeout: float = 10) -> int:
        """Draw what still comes and wait for the end; gives the exit code (below zero: the signal). Raises ``Died``."""
        deadline = time.perf_counter() + timeout
        while self.alive:
            if time.perf_counter() > deadline:
                raise Died(f"The program did not end:\n{self.shown()}")
            if self.ended or self.pump(0.02) is None:
                select.select([], [], [], 0.005)
        while not self.ended and self.pump(0.05) is not None:
            pass
        assert self.status is not None
        return self.status

    def close(self) -> None:
        self.kill()
        self.wait_end()
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _become(
    command: Sequence[str], env: Mapping[str, str], columns: int, rows: int, ignore_hangup: bool
) -> None:
    """In the child: be the command, on this terminal."""
    try:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if ignore_hangup:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        ours = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        foreign = ("COLUMNS", "LINES", "NO_COLOR", "TERM_PROGRAM")
        kept = {name: value for name, value in os.environ.items() if name not in foreign}
        os.execvpe(command[0], list(command), {**kept, **ours, **env})
    finally:
        os._exit(127)


# --- what a process uses (Linux)


def cpu_seconds(pid: int) -> float:
    """The time that all threads of the process have spent on a core so far."""
    spent = 0.0
    for task in Path(f"/proc/{pid}/task").iterdir():
        spent += int((task / "schedstat").read_text().split()[0]) / 1e9
    return spent


def resident_mib(pid: int) -> float:
    """The memory of the process that lies in RAM."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0
