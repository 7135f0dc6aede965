"""What the screen that forms subgroups needs from outside: the port ``FormingDesk`` and the value it gives.

The app implements it over the store (``facilitator_tui.desks.forming``). How subgroups are proposed is in ``forming``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from facilitator_tui.forming.values import Candidate, Proposal, Wishes


class ToForm(msgspec.Struct, frozen=True):
    """The people of a course for whom there are to be subgroups, and what the course says of these.

    ``names`` are those of the subgroups that some stay in, by id; ``told`` says who was passed over, and why.
    """

    course: str
    people: tuple[Candidate, ...]
    wishes: Wishes
    names: dict[str, str] = {}
    told: tuple[str, ...] = ()


class FormingDesk(Protocol):
    """Subgroups to be formed, as the screen asks for them. Every method may raise ``problems.DeskProblem``."""

    def courses(self) -> Sequence[str]:
        """The courses that there are, the likeliest first."""

    def to_form(self, course: str) -> ToForm:
        """Everybody who can take part and is in no subgroup of this course yet."""

    def keep(self, course: str, proposal: Proposal) -> str:
        """Make the subgroups and the memberships, all or nothing; gives a sentence that says what was done."""
