"""``facilitator-tui log``: the line mode on standard input and output. The words are in ``line_mode``."""

from __future__ import annotations

import io
import select
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

import click

from facilitator_tui.commands.common import CouldNotBeDone, db_option, opened

if TYPE_CHECKING:
    from facilitator_tui.line_mode import LineMode
    from facilitator_tui.store.file import Store
    from facilitator_tui.store.sessions import SessionRow

LONGEST_LINE = 64_000
_CHUNK = 65_536


@click.command()
@click.argument("session", required=False)
@db_option
def log(session: str | None, db: str | None) -> None:
    """Record SESSION line by line: one command in, one line out for each entry once it is saved.

    Without SESSION a new one with ten unnamed seats is begun. The command "help" lists the commands. A running
    session goes on where it was.
    """
    from facilitator_tui import settings

    try:
        author = settings.load(settings.config_path()).author
    except settings.SettingsProblem as error:
        raise CouldNotBeDone(str(error)) from error
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A name that the terminal cannot write must not end the recording.
        sys.stdout.reconfigure(errors="replace")
    with opened(db) as store:
        unsaved = _record(store, session, author)
    if unsaved:
        raise CouldNotBeDone(unsaved)


def _record(store: Store, wanted: str | None, author: str) -> str:
    """Record until the input ends; gives a sentence on what could not be saved, empty when all was."""
    from facilitator_tui.clock import SystemClock
    from facilitator_tui.line_mode import LineMode
    from facilitator_tui.opening import recorder_for, take_lease, was_interrupted

    clock = SystemClock()
    row = _session(store, wanted, clock.now_ms())
    recorder = recorder_for(store, row.id, clock, author, source="line", tell=partial(click.echo, err=True))
    lease = take_lease(recorder, store)
    mode = LineMode(store, row, recorder, opens_itself=wanted is None)
    click.echo(f"{row.title}, session {row.id}. “help” lists the commands.", err=True)
    if was_interrupted(recorder, lease):
        _say(mode.resume())
    for line in lines(sys.stdin.buffer, lambda: mode.unsaved > 0):
        if line is None:
            click.echo(f"no The line is longer than {LONGEST_LINE} bytes; nothing was written.")
            continue
        if line.strip().lower() == "quit":
            break
        _say(mode.answer(line))
    _end(store, row, mode)
    if lease is not None:
        lease.close()
    return f"{mode.unsaved} entries could not be saved. {recorder.problem}" if mode.unsaved else ""


def _session(store: Store, wanted: str | None, now_ms: int) -> SessionRow:
    from facilitator_tui import zones
    from facilitator_tui.store.sessions import Sessions

    sessions = Sessions(store)
    if wanted is not None:
        return sessions.find(wanted)
    return sessions.get(sessions.create_unplanned(now_ms, zone=zones.here()))


def _end(store: Store, row: SessionRow, mode: LineMode) -> None:
    from facilitator_tui.store.derived import rebuild
    from facilitator_tui.store.errors import StoreProblem
    from facilitator_tui.store.sessions import Sessions

    _say(mode.retry())
    try:
        if Sessions(store).get(row.id).closed_ms is not None:
            rebuild(store, row.id)
    except StoreProblem as problem:
        click.echo(f"{problem} The tables for SQL were not brought up to date.", err=True)


def _say(answers: Iterable[str]) -> None:
    for line in answers:
        click.echo(line)
    sys.stdout.flush()


def lines(stream: BinaryIO, waits: Callable[[], bool]) -> Iterator[str | None]:
    """The lines of the input as text, whatever bytes they hold; None for one that is too long to be a command.

    While ``waits()``, an empty line comes about every second, so that what waits for the disk is tried again.
    """
    for raw in _raw_lines(stream, waits):
        yield None if len(raw) > LONGEST_LINE else raw.decode(errors="replace").removeprefix("\ufeff")


def _raw_lines(stream: BinaryIO, waits: Callable[[], bool]) -> Iterator[bytes]:
    held = b""
    while True:
        if waits() and not _something_comes(stream):
            yield b""
            continue
        chunk = stream.read1(_CHUNK) if isinstance(stream, io.BufferedIOBase) else stream.readline(_CHUNK)
        if not chunk:
            break
        *whole, held = (held + chunk).split(b"\n")
        yield from whole
        held = held[: LONGEST_LINE + 1]  # of a line that is too long only that is kept
    if held:
        yield held


def _something_comes(stream: BinaryIO) -> bool:
    """Whether there is input within a second; where the system cannot tell, that there is."""
    if sys.platform == "win32":
        return True
    try:
        return bool(select.select([stream.fileno()], [], [], 1.0)[0])
    except (OSError, ValueError):
        return True
