"""The sessions of a course as far as completion asks: who was there for how long, who spoke, what was marked.

Each session is folded once and kept until something is written into it. Which of them concern whom is in
``cohort_evidence``.
"""

from __future__ import annotations

import msgspec

from facilitator_tui.completion.sheet import SheetRow, sheet
from facilitator_tui.dialogue.entries import UnknownEntry
from facilitator_tui.dialogue.fold import fold
from facilitator_tui.plans.course import Course, Presence
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.sessions import SessionRow


class CourseSession(msgspec.Struct, frozen=True, kw_only=True):
    """One session of a course. ``rows`` are those of its attendance sheet, by person.

    A session that was not closed yet has none; ``starts_ms`` is then when it is planned, None where nobody has said.
    ``length_ms`` is the time in which presence counts. ``led`` are the facilitators.
    """

    row: SessionRow
    module: int
    held: bool
    planned_ms: int
    starts_ms: int | None = None
    length_ms: int = 0
    confirmed: bool = False
    rows: dict[str, SheetRow] = {}
    led: tuple[str, ...] = ()

    @property
    def at_ms(self) -> int | None:
        """The moment by which it is decided who belonged to the subgroup: the opening, or the planned beginning."""
        return self.row.opened_ms if self.row.opened_ms is not None else self.row.planned_ms

    @property
    def ends_ms(self) -> int | None:
        """When it ended or is planned to end."""
        if self.starts_ms is None:
            return None
        return self.starts_ms + (self.length_ms if self.held else self.planned_ms)

    def present_ms(self, person: str) -> int:
        row = self.rows.get(person)
        return 0 if row is None else row.measured.present_ms


def is_of(text: str, course: Course) -> bool:
    """Whether a session or subgroup that names its course so belongs to this one: by its id or its title."""
    named = text.strip()
    return named == course.id or named.casefold() == course.title.strip().casefold()


class Sheets:
    """The sessions of a store, folded once each; a session is folded again when its journal has grown.

    Hand it from one cohort to the next, and only what changed is read.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, tuple[tuple[int, int], CourseSession]] = {}

    def session(self, row: SessionRow, module: int, planned_ms: int) -> CourseSession:
        """The session as it is now, by the planned length of its module. Raises ``StoreProblem``."""
        if row.opened_ms is None or row.closed_ms is None:
            return CourseSession(
                row=row, module=module, held=False, planned_ms=planned_ms, starts_ms=row.planned_ms
            )
        state_of = (row.entries, planned_ms)
        kept = self._kept.get(row.id)
        if kept is not None and kept[0] == state_of:
            return msgspec.structs.replace(kept[1], row=row, module=module)
        found = self._folded(row, module, planned_ms)
        self._kept[row.id] = state_of, found
        return found

    def _folded(self, row: SessionRow, module: int, planned_ms: int) -> CourseSession:
        try:
            state = fold(self._store.journal(row.id).read())
        except UnknownEntry as error:
            raise StoreProblem(str(error)) from error
        found = sheet(state, Presence(), planned_ms)  # the measures of a sheet do not depend on any rule
        return CourseSession(
            row=row,
            module=module,
            held=True,
            planned_ms=planned_ms,
            starts_ms=found.time[0] if found.time is not None else None,
            length_ms=found.length_ms,
            confirmed=found.confirmation is not None,
            rows={each.person: each for each in found.rows},
            led=tuple(person.id for person in state.seated() if person.role == "facilitator"),
        )
