"""The live screen in a real terminal when the terminal, the signals or the input turn hostile.

Every test ends with the same question: is what was shown as saved in the file?
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from re import compile as pattern
from typing import Any

import pytest

from benchmarks.faults import Place
from benchmarks.measures import SAVED
from benchmarks.prepare import home, running_session
from benchmarks.pty import Terminal
from facilitator_tui.store import sqlite

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there"),
]

Start = Callable[..., Terminal]


@pytest.fixture
def where(tmp_path: Path) -> Place:
    path = tmp_path / "facilitator.db"
    return Place(path, running_session(path), home(tmp_path))


@pytest.fixture
def start(where: Place) -> Iterator[Start]:
    """Starts the live screen and types two turns into it; at the end everything shown must be in the file."""
    started: list[Terminal] = []
    shown: list[int] = []

    def starting(**options: Any) -> Terminal:
        terminal = Terminal(where.command("plain", "live"), env=where.env, **options)
        started.append(terminal)
        terminal.wait_for(SAVED)
        terminal.settle(0.3)
        shown.append(type_keys(terminal, b"12"))
        return terminal

    yield starting
    for terminal in started:
        shown.append(terminal.number(SAVED) or 0)
        terminal.close()
    kept, whole = where.rows()
    assert whole
    assert len(kept) >= max(shown)


def type_keys(terminal: Terminal, keys: bytes) -> int:
    """Type keys of persons one by one, each seen as saved; gives the number then shown."""
    number = terminal.number(SAVED) or 0
    for key in keys:
        number += 1
        terminal.send(bytes([key]))
        terminal.wait_for_number(SAVED, number, 10)
    return number


# --- the end comes from outside


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_cleanly_with_the_terminal_as_it_was(start: Start, number: signal.Signals) -> None:
    terminal = start()
    terminal.kill(number)
    assert terminal.wait_end() == 128 + number
    assert terminal.modes_left_on() == set()


@pytest.mark.parametrize("ignore_hangup", [False, True])
def test_a_closed_terminal_leaves_no_orphan(start: Start, ignore_hangup: bool) -> None:
    terminal = start(ignore_hangup=ignore_hangup)
    terminal.hang_up()
    terminal.wait_end()
    assert not terminal.alive


def test_quitting_leaves_the_terminal_as_it_was(start: Start) -> None:
    terminal = start()
    terminal.send(b"\x11")
    assert terminal.wait_end() == 0
    assert terminal.modes_left_on() == set()


def test_stopped_and_continued_no_key_is_lost(start: Start) -> None:
    terminal = start()
    number = terminal.number(SAVED) or 0
    terminal.kill(signal.SIGSTOP)
    terminal.send(b"345")
    terminal.kill(signal.SIGCONT)
    terminal.wait_for_number(SAVED, number + 3)
    assert terminal.number(SAVED) == number + 3


# --- bytes that are no keys


NOISE = (
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\x00" * 64,
    b"\x9b\x90\x9c\x80",
    b"\x1b[200~",
    b"\x1b[999;999;999M",
    b"\x1b[<0;999;999M\x1b[<0;999;999m",
)


def test_noise_on_the_line_ends_nothing_and_writes_nothing(start: Start) -> None:
    terminal = start()
    before = terminal.number(SAVED) or 0
    for noise in NOISE:
        # A sequence cut short takes the next bytes with it, so the end of a paste and Escape end whatever it was.
        terminal.send(noise + b"\x1b[201~")
        terminal.settle(0.2)
        terminal.send(b"\x1b")
        terminal.settle(0.2)
        assert terminal.alive, noise
        assert terminal.number(SAVED) == before, noise
    type_keys(terminal, b"3")


def test_a_paste_of_a_megabyte_outside_a_note_is_not_taken_for_keys(start: Start) -> None:
    terminal = start()
    before = terminal.number(SAVED)
    terminal.send(b"\x1b[200~" + b"1234567890" * 100_000 + b"\x1b[201~")
    terminal.wait_for(pattern("ignored"))
    assert terminal.number(SAVED) == before
    type_keys(terminal, b"3")


def test_a_paste_of_a_megabyte_into_a_note_becomes_one_note(start: Start) -> None:
    terminal = start()
    number = terminal.number(SAVED) or 0
    terminal.send(b"n")
    terminal.wait_for(pattern("Note"))
    terminal.send(b"\x1b[200~" + "a long story – حكاية طويلة\r\n\t".encode() * 25_000 + b"\x1b[201~\r")
    terminal.wait_for_number(SAVED, number + 1, 60)
    terminal.settle(0.5)
    assert terminal.number(SAVED) == number + 1
    type_keys(terminal, b"3")


def test_a_paste_of_coloured_text_is_not_taken_for_keys(start: Start) -> None:
    terminal = start()
    before = terminal.number(SAVED)
    terminal.send(b"\x1b[200~12\x1b[31m34\x1b[201~")
    terminal.settle(0.5)
    assert terminal.number(SAVED) == before


# --- windows of every size


def test_a_storm_of_sizes_loses_no_key(start: Start) -> None:
    terminal = start()
    number = terminal.number(SAVED) or 0
    for step in range(120):
        terminal.resize(1 + step * 37 % 160, 1 + step * 17 % 50)
        if step % 10 == 0:
            terminal.send(b"1234567890"[step // 10 % 10 :][:1])
        terminal.pump(0.005)
    terminal.resize(120, 40)
    terminal.wait_for_number(SAVED, number + 12)
    assert terminal.number(SAVED) == number + 12


def test_a_window_of_any_size_takes_keys(start: Start) -> None:
    terminal = start()
    number = terminal.number(SAVED) or 0
    for columns, rows in ((1, 1), (2, 1), (20, 5), (80, 2), (10, 40), (400, 100), (120, 40)):
        terminal.resize(columns, rows)
        terminal.settle(0.1)
        terminal.send(b"34")
        number += 2
    terminal.wait_for_number(SAVED, number)
    assert terminal.number(SAVED) == number


def test_the_smallest_window_still_says_whether_it_is_saved(start: Start) -> None:
    terminal = start(columns=20, rows=5)
    assert "saved" in terminal.text()


# --- the file


def test_a_held_file_is_said_in_red_counted_and_made_up_for_by_itself(start: Start, where: Place) -> None:
    terminal = start()
    number = terminal.number(SAVED) or 0
    holder = sqlite.connect(where.path)
    holder.execute("BEGIN IMMEDIATE")
    terminal.send(b"3")
    terminal.wait_for(pattern(r"NOT SAVED \(1\) Another program holds the file"))
    terminal.send(b"4")
    terminal.wait_for(pattern(r"NOT SAVED \(2\)"))
    holder.execute("ROLLBACK")
    holder.close()
    terminal.wait_for_number(SAVED, number + 2)
    assert "NOT SAVED" not in terminal.text()
