"""``facilitator-tui log``: the line mode on standard input and output. The words are in ``line_mode``."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

import click

from facilitator_tui.commands.common import CouldNotBeDone, db_option, opened

if TYPE_CHECKING:
    from facilitator_tui.line_mode import LineMode
    from facilitator_tui.store.file import Store
    from facilitator_tui.store.sessions import SessionRow

LONGEST_LINE = 64_000


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
        raise CouldNotBeDone(f"{unsaved} entries could not be saved.")


def _record(store: Store, wanted: str | None, author: str) -> int:
    """Record until the input ends; gives how many entries could not be saved."""
    from facilitator_tui.clock import SystemClock
    from facilitator_tui.line_mode import LineMode
    from facilitator_tui.opening import recorder_for
    from facilitator_tui.settings import folder
    from facilitator_tui.store.outbox import OutboxProblem, drain, outbox_path

    clock = SystemClock()
    row = _session(store, wanted, clock.now_ms())
    box = outbox_path(folder("config"), row.id)
    try:
        if brought := drain(box, store.journal(row.id)):
            click.echo(f"{brought} entries that had waited in {box} are in the store now.", err=True)
    except OutboxProblem as problem:
        click.echo(str(problem), err=True)
    recorder = recorder_for(store, row.id, clock, author, source="line")
    mode = LineMode(store, row, recorder, opens_itself=wanted is None, outbox_file=box)
    click.echo(f"{row.title}, session {row.id}. “help” lists the commands.", err=True)
    _say(mode.begin())
    for line in lines(sys.stdin.buffer):
        if line is None:
            click.echo(f"no The line is longer than {LONGEST_LINE} bytes; nothing was written.")
            continue
        if line.strip().lower() == "quit":
            break
        _say(mode.answer(line))
    _end(store, row, mode)
    return mode.unsaved


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

    _say(mode.finish())
    try:
        if Sessions(store).get(row.id).closed_ms is not None:
            rebuild(store, row.id)
    except StoreProblem as problem:
        click.echo(f"{problem} The tables for SQL were not brought up to date.", err=True)


def _say(answers: Iterable[str]) -> None:
    for line in answers:
        click.echo(line)
    sys.stdout.flush()


def lines(stream: BinaryIO) -> Iterator[str | None]:
    """The lines of the input as text, whatever bytes they hold; None for one that is too long to be a command."""
    while raw := stream.readline(LONGEST_LINE + 1):
        if len(raw) <= LONGEST_LINE or raw.endswith(b"\n"):
            yield raw.decode(errors="replace").removeprefix("\ufeff")
            continue
        while raw and not raw.endswith(b"\n"):
            raw = stream.readline(LONGEST_LINE)
        yield None
