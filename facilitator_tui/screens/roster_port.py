"""What the roster preview needs from outside: the port ``RosterDesk`` and the values it takes and gives.

The app implements it over the store (``facilitator_tui.desks.rosters``); tests implement it over lists.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec

from facilitator_tui.imports.roster import RosterSight
from facilitator_tui.imports.roster_header import RosterChoice
from facilitator_tui.imports.roster_outcome import Answer, RosterIntake


class RosterAsk(msgspec.Struct, frozen=True):
    """What is to be looked at, and taken in.

    ``file`` is a path as it was typed, pasted or dropped. ``choice`` is how the file is to be read; None: as lists with
    these columns were corrected before, else as recognised. ``subgroup`` (an id, or the name of one that is there or
    is to be made) is for the lines that name none; ``course`` tells subgroups of one name apart. ``zone`` is that of
    subgroups that are made, empty: this computer's. With ``sight`` the
    file was read already, and nothing but the rest of this has changed since.
    """

    file: str
    choice: RosterChoice | None = None
    subgroup: str = ""
    course: str = ""
    zone: str = ""
    answers: tuple[Answer, ...] = ()
    sight: RosterSight | None = None


class RosterLook(msgspec.Struct, frozen=True):
    """A list as it was read, and what would become of it.

    ``name`` is the file's. ``choice`` is how it was read, by what was asked for or, if ``remembered``, by what was
    corrected before. ``note`` is something to be told about that, or empty.
    """

    name: str
    sight: RosterSight
    choice: RosterChoice
    intake: RosterIntake
    remembered: bool = False
    note: str = ""


class RosterDesk(Protocol):
    """Reads lists and takes them in. Every method, and what ``looking`` gives, may raise ``DeskProblem``."""

    def subgroup_name(self, subgroup: str) -> str:
        """The name of the subgroup with this id; a name stays as it is."""

    def course_of(self, subgroup: str) -> str:
        """The course of the subgroup with this id; empty for none."""

    def course_called(self, text: str) -> tuple[str, str]:
        """The title of the course with this id or title, and empty; else the text, and why it means no course."""

    def looking(self, ask: RosterAsk) -> Callable[[], RosterLook]:
        """The work of looking. This is called where the store lives; the work itself may run in another thread.

        It writes nothing.
        """

    def take_in(self, ask: RosterAsk, look: RosterLook) -> RosterLook:
        """Write the list that was looked at, in one commit, and keep how it was corrected; what was written."""

    def forget(self, look: RosterLook) -> None:
        """Forget how lists with these columns were corrected."""
