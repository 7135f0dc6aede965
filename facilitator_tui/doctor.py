"""Looks over everything that could go wrong before a session: the store, and what stands around it.

The store itself is looked at in ``store.keeping``; here are the settings, the keys, the courses, the outbox, the
terminal, the keyring, the clock and the backups, and all of it put together. Nothing is changed but by ``fix``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from facilitator_tui import settings
from facilitator_tui.actions import KeymapProblem, keymap
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.keeping.findings import Finding, hint, many, ok, problem, some
from facilitator_tui.store.keeping.health import DAY_MS, look_at_store
from facilitator_tui.store.keeping.place import look_at_place, system_mounts

SMALLEST = (80, 24)
"""Columns and lines below which the live screen leaves things out."""

BACKUP_DAYS = 7

_EARLIEST_MS = 1_767_225_600_000
"""The beginning of 2026: no session was recorded before, so a clock that says so is wrong."""


class Terminal(msgspec.Struct, frozen=True):
    """The terminal that the program would run in; ``size`` is None where there is none."""

    size: tuple[int, int] | None
    encoding: str
    kind: str
    colours: bool


def this_terminal(environment: Mapping[str, str] | None = None) -> Terminal:
    """The terminal that this command was called in."""
    known = os.environ if environment is None else environment
    size = None
    for stream in (sys.__stdout__, sys.__stdin__, sys.__stderr__):
        try:
            if stream is not None and stream.isatty():
                found = os.get_terminal_size(stream.fileno())
                size = (found.columns, found.lines)
                break
        except (OSError, ValueError):
            continue
    encoding = getattr(sys.__stdout__, "encoding", None) or "unknown"
    kind = known.get("TERM", "")
    return Terminal(size, encoding, kind, colours=not known.get("NO_COLOR") and kind not in ("dumb", "vt100"))


def examine(path: Path, now_ms: int, terminal: Terminal) -> list[Finding]:
    """Everything that was looked at, the store first. Reads only."""
    glance = _glance(path)
    return [
        *look_at_store(path, now_ms),
        *look_at_place(path, system_mounts(), own_folder=_in_own_folder(path)),
        _outbox(glance.sessions),
        _backups(path, now_ms),
        *_settings(),
        _courses(),
        *_terminal(terminal),
        *_clock(glance.newest_ms, now_ms),
    ]


def fix(path: Path) -> list[str]:
    """Put right what can be made again, and bring what waits in the outbox into the store. Raises ``StoreProblem``."""
    from facilitator_tui.store.keeping.repair import repair

    done = repair(path, own_folder=_in_own_folder(path))
    known = _glance(path).sessions
    waiting = [file for file in outboxes() if file.suffix == ".jsonl" and file.stem in known]
    if waiting:
        done += _drained(path, waiting)
    return done


def _in_own_folder(path: Path) -> bool:
    return path.resolve().parent == settings.folder("data").resolve()


# --- what stands around the store


def outboxes() -> list[Path]:
    """The files of entries that a store once would not take."""
    folder = settings.folder("config") / "outbox"
    try:
        return sorted(each for each in folder.iterdir() if each.suffix in (".jsonl", ".unread"))
    except OSError:
        return []


def _outbox(known: frozenset[str]) -> Finding:
    files = outboxes()
    here = [file for file in files if file.stem in known and file.suffix == ".jsonl"]
    unread = [file for file in files if file.suffix == ".unread"]
    if here:
        return problem(
            "outbox",
            f"Entries of {many(len(here), 'session', 'sessions')} wait outside the store, in {here[0].parent}.",
            f"facilitator-tui doctor --fix, or open the session: facilitator-tui open {here[0].stem}.",
        )
    if unread:
        return hint(
            "outbox",
            f"{unread[0]} holds lines that could not be read when they were brought into the store.",
            "Keep the file, and ask whoever looks after the program to look at it.",
        )
    if files:
        return hint(
            "outbox",
            f"Entries wait in {files[0].parent} for a session that is not in this store.",
            "Look with --db at the store that the session belongs to.",
        )
    return ok("outbox", "No entry waits outside the store.")


def _drained(path: Path, waiting: list[Path]) -> list[str]:
    from facilitator_tui.dialogue.journal import NotWritten
    from facilitator_tui.store.file import Store
    from facilitator_tui.store.outbox import OutboxProblem, drain

    said: list[str] = []
    with Store.open(path) as store:
        for file in waiting:
            try:
                brought = drain(file, store.journal(file.stem))
            except (OutboxProblem, NotWritten) as error:
                raise StoreProblem(str(error)) from error
            said.append(f"{many(brought, 'entry', 'entries')} of session {file.stem} brought into the store.")
    return said


class _Glance(msgspec.Struct, frozen=True):
    """What the rest needs to know of the store: its sessions, and when the newest entry was written (0: none)."""

    sessions: frozenset[str] = frozenset()
    newest_ms: int = 0


def _glance(path: Path) -> _Glance:
    """Nothing where there is no store, or one that cannot be read, which is told as a finding of the store."""
    from facilitator_tui.store.keeping.copies import in_memory

    if not path.exists():
        return _Glance()
    try:
        copy = in_memory(path)
    except StoreProblem:
        return _Glance()
    try:
        sessions = frozenset(session for (session,) in copy.rows("SELECT id FROM session"))
        return _Glance(sessions, int(copy.rows("SELECT coalesce(max(logged_ms), 0) FROM entry")[0][0]))
    except copy.errors:
        return _Glance()
    finally:
        copy.close()


def _backups(path: Path, now_ms: int) -> Finding:
    """Of the backups the program can only know those that lie beside the store."""
    from facilitator_tui.store.keeping.copies import is_copy

    if not path.exists():
        return ok("backup", "There is nothing to back up yet.")
    try:
        beside = [
            each for each in path.parent.iterdir() if each.is_file() and not each.name.startswith(path.name)
        ]
        found = [each.stat().st_mtime for each in beside if is_copy(each)]
    except OSError:
        found = []
    do = "Make one, best on another disk: facilitator-tui backup FILE."
    if not found:
        return hint("backup", "No backup lies beside the store; of others the program cannot know.", do)
    days = int((now_ms - max(found) * 1000) // DAY_MS)
    if days > BACKUP_DAYS:
        return hint("backup", f"The newest backup beside the store is {days} days old.", do)
    return ok("backup", f"The newest backup beside the store is {many(max(days, 0), 'day', 'days')} old.")


def _settings() -> Iterator[Finding]:
    place = settings.config_path()
    try:
        known = settings.load(place)
    except settings.SettingsProblem as error:
        yield problem("config", str(error), "Correct the file; until then the program does not start.")
        return
    yield ok(
        "config", f"{place} can be read." if place.exists() else f"There is no {place}; defaults are used."
    )
    try:
        keymap(known.keyboard or "plain", known.keys)
        yield ok("keys", "No two keys clash.")
    except KeymapProblem as error:
        yield problem("keys", str(error), f"Change [keys] in {place}; until then the default keys are used.")
    yield from _issuers(known)


def _issuers(known: settings.Settings) -> Iterator[Finding]:
    """The keyring is only asked when somebody has configured an issuer."""
    if not known.issuers:
        return
    from facilitator_tui.issuing.credentials import secret_of
    from facilitator_tui.issuing.problems import SecretProblem

    for name in sorted(known.issuers):
        try:
            settings.issuer(known, name)
            secret_of(name)
        except settings.SettingsProblem as error:
            yield problem("issuers", str(error), "Correct the section; sessions do not need it.")
        except SecretProblem as error:
            yield hint(
                "issuers", str(error), f"facilitator-tui badges secret {name}, before badges are sent."
            )
        else:
            yield ok("issuers", f"The issuer “{name}” is configured and its secret is there.")


def _courses() -> Finding:
    from facilitator_tui.plans.shelf import read_courses, shipped_courses

    own = settings.folder("data") / "plans"
    readings = (*read_courses(own), *read_courses(shipped_courses()))
    errors = [
        reading.folder for reading in readings if any(each.severity == "error" for each in reading.problems)
    ]
    if not readings:
        return problem(
            "courses", "No course can be found.", "Install the program anew; its courses are missing."
        )
    if errors:
        return problem(
            "courses",
            f"{many(len(errors), 'course has', 'courses have')} errors: {some(errors)}.",
            f"facilitator-tui plan check “{errors[0]}” says which.",
        )
    return ok("courses", f"{many(len(readings), 'course', 'courses')} can be read.")


def _terminal(terminal: Terminal) -> Iterator[Finding]:
    if terminal.size is None:
        yield ok("terminal", "Not called in a terminal, so none was looked at.")
        return
    columns, lines = terminal.size
    found = list(_terminal_faults(terminal))
    if found:
        yield from found
    else:
        yield ok(
            "terminal",
            f"{columns} × {lines}, {terminal.encoding}, {terminal.kind or 'no TERM'}, with colours.",
        )


def _terminal_faults(terminal: Terminal) -> Iterator[Finding]:
    columns, lines = terminal.size or SMALLEST
    if columns < SMALLEST[0] or lines < SMALLEST[1]:
        yield hint(
            "terminal",
            f"The terminal has {columns} columns and {lines} lines.",
            f"Make it at least {SMALLEST[0]} × {SMALLEST[1]}: a larger window or a smaller font.",
        )
    if terminal.encoding.lower().replace("-", "") != "utf8":
        yield problem(
            "terminal",
            f"The terminal's text is {terminal.encoding}, so many names come out wrong.",
            "Choose UTF-8: set LANG to one like en_GB.UTF-8; on Windows use Windows Terminal.",
        )
    if terminal.kind in ("dumb", ""):
        yield problem(
            "terminal",
            f"TERM is “{terminal.kind}”, which cannot draw a screen.",
            "Use another terminal, or record line by line: facilitator-tui log.",
        )
    elif not terminal.colours:
        yield hint(
            "terminal", "Colours are switched off.", "Unset NO_COLOR if you want them; nothing needs them."
        )


def _clock(newest: int, now_ms: int) -> Iterator[Finding]:
    from facilitator_tui import zones

    if now_ms < _EARLIEST_MS:
        yield problem("clock", "This computer's clock is years behind.", "Set it, best by the network.")
    elif newest > now_ms + 60_000:
        yield problem(
            "clock",
            f"The newest entry is {many((newest - now_ms) // 60_000, 'minute', 'minutes')} later than this "
            "computer's clock: it is wrong now, or was when that session was recorded.",
            "Compare it with another clock, and let the network set it.",
        )
    else:
        yield ok("clock", "The clock is later than every entry.")
    here = zones.here()
    if here in ("UTC", "Etc/UTC"):
        yield hint(
            "zone",
            "This computer's time zone is UTC, or it does not tell.",
            "If you do not live by UTC, choose your zone in the system's settings.",
        )
    else:
        yield ok("zone", f"The time zone is {here}.")
