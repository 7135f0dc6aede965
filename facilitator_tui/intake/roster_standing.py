"""What a roster is held beside: what somebody wants taken in, and what the store knows at one moment.

Values alone; ``roster_compare`` compares them, ``rosters`` fetches and writes.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from facilitator_tui.imports.normal import RosterFile
from facilitator_tui.imports.roster_outcome import Answer
from facilitator_tui.intake.course_names import CourseNames
from facilitator_tui.plain import plain
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.people import Member, PersonRow, Subgroup, Withdrawal


class RosterWish(msgspec.Struct, frozen=True):
    """What somebody wants taken in.

    ``subgroup`` is for the lines that name none. ``course`` tells subgroups of one name apart, and is given, with
    ``zone``, to those that are made. ``answers`` decide what the list leaves open. ``from_ms`` is since when the list
    is true of who belongs where: the sessions since then expect these people; None is now.
    """

    form: RosterFile
    subgroup: str = ""
    course: str = ""
    zone: str = "UTC"
    answers: tuple[Answer, ...] = ()
    from_ms: int | None = None


class Standing(msgspec.Struct, frozen=True):
    """What the store knows at one moment: people, subgroups, withdrawals, the names of the courses, and who is in which
    subgroup (by person, then subgroup)."""

    people: Mapping[str, PersonRow]
    groups: Mapping[str, Subgroup]
    places: Mapping[str, Mapping[str, Member]]
    withdrawals: tuple[Withdrawal, ...]
    courses: CourseNames


def person_called(known: Standing, text: str) -> str:
    """The id of the person with this id, e-mail address or name. Raises ``StoreProblem`` unless it is exactly one."""
    wanted = plain(text).casefold()
    found = [
        row.id
        for row in known.people.values()
        if wanted and wanted in (row.id, row.email.casefold(), row.name.casefold())
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise StoreProblem(
            f"{len(found)} people are called “{plain(text)}”; name one by the id: {', '.join(found)}."
        )
    raise StoreProblem(f"There is nobody called “{plain(text)}”: give the name, the address or the id.")
