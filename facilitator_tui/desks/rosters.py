"""The desk of the roster preview over the facilitator's file: reads lists, compares them, takes them in.

Implements ``screens.roster_port.RosterDesk``. Lists are read in ``imports``, compared in ``roster_compare``, written in
``roster_intake``; how they were corrected is kept in ``roster_memory``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from facilitator_tui import zones
from facilitator_tui.dialogue.journal import Clock
from facilitator_tui.imports.problems import ImportProblem
from facilitator_tui.imports.roster import RosterSight, labels_of, look_at
from facilitator_tui.imports.roster_header import RosterChoice
from facilitator_tui.intake.course_names import courses_known
from facilitator_tui.intake.roster_compare import Comparison
from facilitator_tui.intake.roster_memory import MemoryProblem, RosterMemory, own_memory
from facilitator_tui.intake.roster_standing import RosterWish
from facilitator_tui.intake.rosters import standing, take_in
from facilitator_tui.plain import plain
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.screens.roster_port import RosterAsk, RosterLook
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People, Subgroup


class RosterDeskProblem(DeskProblem, StoreProblem):
    """What could not be read or written, for the screen and for the app."""


@contextmanager
def _asking() -> Iterator[None]:
    try:
        yield
    except (StoreProblem, ImportProblem) as problem:
        raise RosterDeskProblem(str(problem)) from problem


class StoreRosterDesk:
    """One facilitator's lists."""

    def __init__(self, store: Store, clock: Clock, memory: RosterMemory | None = None) -> None:
        self._store, self._clock = store, clock
        self._memory = memory or own_memory()

    def subgroup_name(self, subgroup: str) -> str:
        group = self._group(subgroup)
        return group.name if group else subgroup

    def course_of(self, subgroup: str) -> str:
        group = self._group(subgroup)
        return group.course if group else ""

    def _group(self, subgroup: str) -> Subgroup | None:
        with _asking():
            return next((group for group in People(self._store).subgroups() if group.id == subgroup), None)

    def course_called(self, text: str) -> tuple[str, str]:
        with _asking():
            known = courses_known(self._store)
        return known.spelled(text), known.unknown(text)

    def looking(self, ask: RosterAsk) -> Callable[[], RosterLook]:
        with _asking():
            known = standing(self._store, self._clock.now_ms())

        def look() -> RosterLook:
            with _asking():
                path, note, before = path_typed(ask.file), "", None
                if ask.choice is None:
                    before, note = self._recalled(path)
                choice = ask.choice or before or RosterChoice()
                sight = ask.sight or look_at(path, choice)
                intake = Comparison(known, self._wish(ask, sight)).result()
            return RosterLook(plain(path.name, 60), sight, choice, intake, before is not None, note)

        return look

    def _recalled(self, path: Path) -> tuple[RosterChoice | None, str]:
        """How a list with these columns was corrected before, and what is to be told if that cannot be known."""
        try:
            return self._memory.recall(labels_of(path)), ""
        except MemoryProblem as problem:
            return None, str(problem)

    def _wish(self, ask: RosterAsk, sight: RosterSight) -> RosterWish:
        return RosterWish(sight.form, ask.subgroup, ask.course, ask.zone or zones.here(), ask.answers)

    def take_in(self, ask: RosterAsk, look: RosterLook) -> RosterLook:
        with _asking():
            intake = take_in(self._store, self._wish(ask, look.sight), self._clock.now_ms())
        note = ""
        try:
            if not look.remembered and self._memory.keep(look.sight.labels, look.sight.form, look.choice):
                note = "The next list with these columns is read as you corrected this one."
        except MemoryProblem as problem:
            note = f"How you corrected the list could not be kept: {problem}"
        return msgspec.structs.replace(look, intake=intake, note=note)

    def forget(self, look: RosterLook) -> None:
        try:
            self._memory.forget(look.sight.labels)
        except MemoryProblem as problem:
            raise RosterDeskProblem(str(problem)) from problem


def path_typed(text: str) -> Path:
    """The file meant by a path as it is typed, pasted, or dropped on a terminal.

    Terminals put a dropped path into quotation marks, write it as ``file://…``, or put a backslash before every blank.
    """
    readings = list(_readings(text.strip()))
    return next((path for path in readings if _is_there(path)), None) or _spelled_otherwise(readings[-1])


def _readings(text: str) -> Iterator[Path]:
    """What the text can mean, from the literal to the likeliest of a text that is no path as it stands."""
    yield Path(text)
    if text.startswith("~"):
        yield Path(text).expanduser()
    if text[:1] == text[-1:] and text[:1] in ("'", '"'):
        text = text[1:-1]
        yield Path(text)
    if text.casefold().startswith("file:"):
        text = unquote(urlsplit(text).path)
        yield Path(text.lstrip("/") if os.name == "nt" else text)
    elif "\\" in text and os.name != "nt":
        yield Path(re.sub(r"\\(.)", r"\1", text))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _spelled_otherwise(path: Path) -> Path:
    """The file whose name looks the same: a line that is typed into shortens blanks and composes accents."""
    wanted = plain(path.name)
    try:
        return next((each for each in path.parent.iterdir() if plain(each.name) == wanted), path)
    except (OSError, ValueError):
        return path
