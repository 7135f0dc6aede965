"""What the completion screen and the export dialog need from outside: two ports, and the values they give.

The app implements them over the store (``facilitator_tui.desks.completion``, ``facilitator_tui.desks.badge_export``).
What a person's line holds is in ``widgets.completion_seen``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from facilitator_tui.plans.render import Part
from facilitator_tui.widgets.completion_lines import Stakes
from facilitator_tui.widgets.completion_seen import BadgeSeen, Change, Seen, SessionSeen, Threshold

if TYPE_CHECKING:  # what an export is made of is not loaded before somebody exports
    from facilitator_tui.exports.badges.options import Options
    from facilitator_tui.issuing.award import Award, Awarding
    from facilitator_tui.issuing.preflight import Preflight


class GroupCard(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be looked at: a subgroup, or with ``subgroup`` empty a whole course of several."""

    course: str
    course_title: str
    subgroup: str = ""
    name: str = ""
    people: int = 0

    @property
    def key(self) -> str:
        return f"{self.course}\n{self.subgroup}"


class CohortSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around the grid. ``grouped``: people of several subgroups are in it."""

    course: str
    course_title: str
    subgroup_name: str = ""
    grouped: bool = False
    zone: str = "UTC"
    badges: tuple[BadgeSeen, ...] = ()
    sessions: tuple[SessionSeen, ...] = ()


class CompletionDesk(Protocol):
    """The verdicts of one course at a time, and decisions about them. Every method may raise ``problems.DeskProblem``.

    ``open`` comes before all that ask about a badge; it looks at everything anew.
    """

    def now_ms(self) -> int: ...

    def author(self) -> str:
        """The name under which decisions are written."""

    def groups(self) -> Sequence[GroupCard]:
        """Everything that can be looked at, by course; subgroups whose course has no badge are left out."""

    def need_help(self, card: GroupCard) -> str:
        """In a few words how they stand for the course's first badge: "9 people · 2 need help"."""

    def open(self, course: str, subgroup: str) -> CohortSeen:
        """The course with this id or title (empty: that of the subgroup), or one of its subgroups by its id."""

    def people(self, badge: str) -> Sequence[Seen]:
        """Everybody for whom the badge is; reach is left open where it would take too long at once."""

    def with_reach(self, badge: str, person: str) -> Seen:
        """One of them, with what can still be reached."""

    def confirm(self, badge: str, people: Iterable[str]) -> None:
        """Confirm these verdicts, all of them or none."""

    def override(self, badge: str, person: str, earned: bool | None, why: str) -> None:
        """Decide otherwise than the rule; None lets the rule decide again."""

    def hold(self, badge: str, person: str, why: str) -> None: ...

    def release(self, badge: str, person: str, why: str) -> None: ...

    def thresholds(self, badge: str) -> Sequence[Threshold]:
        """The numbers of the rule that one can think differently."""

    def moved(self, badge: str, criterion: str, number: int) -> Sequence[Change]:
        """Whom another number would move. Nothing is written."""

    def stakes(self, badge: str) -> Sequence[Stakes]:
        """Whose verdict hangs on their next session."""

    def sheet(self, badge: str, person: str) -> Sequence[Part]:
        """The page for the participant."""


# --- export


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Somewhere awards can go. ``limit`` says how many fit; ``then`` what to do with the files.

    ``public``: an issuer reads it, so only confirmed awards go there, and the ledger is kept.
    """

    id: str
    title: str
    about: str
    limit: str = ""
    then: str = ""
    public: bool = True


class Ask(msgspec.Struct, frozen=True):
    """Something to be said before an export: the option, the question, and what is said now. ``needed`` or not."""

    option: str
    question: str
    value: str = ""
    needed: bool = True


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """An export before it is written: who may go, who is held back, and everything that the files are made of."""

    target: Target
    awarding: Awarding
    found: Preflight
    options: Options


class Written(msgspec.Struct, frozen=True):
    """What an export wrote: each file with whose awards are in it, and the list of what is to be revoked, if any."""

    files: tuple[tuple[Path, tuple[Award, ...]], ...]
    revoke: Path | None = None

    @property
    def people(self) -> int:
        return len({award.recipient.person for _, awards in self.files for award in awards})


Progress = Callable[[int, int], None]


class ExportDesk(Protocol):
    """Badge files. Every method may raise ``problems.DeskProblem``.

    ``write`` is called beside the screen, in a thread; all others are not.
    """

    def targets(self) -> Sequence[Target]: ...

    def badge_name(self, badge: str) -> str: ...

    def asks(self, badge: str, target: str) -> Sequence[Ask]:
        """What can be said about an export there, with what was said before in this run of the program."""

    def lacks(self, badge: str, target: str) -> Sequence[str]:
        """Why nothing can be written there yet, as sentences."""

    def answer(self, badge: str, target: str, option: str, text: str) -> None:
        """Remember this for this run of the program."""

    def look(self, badge: str, target: str, accepted: Iterable[str]) -> Look:
        """Look through everybody. ``accepted`` are the kinds of reasons that a person lets through."""

    def folder(self) -> Path:
        """Where files go if nobody says otherwise."""

    def write(self, look: Look, folder: Path, progress: Progress) -> Written:
        """Write the files, each whole or not at all; reads nothing of the store."""

    def keep(self, look: Look, written: Written) -> int:
        """Write into the ledger what went out, in one commit, and give how many lines; else take the files away."""
