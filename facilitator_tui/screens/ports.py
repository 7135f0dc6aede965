"""What the screens around a session need from outside: the port ``Desk`` and the values it gives.

The app implements it over the store (``facilitator_tui.desks.around``); tests implement it over lists. All times are
milliseconds since 1970 in UTC; a zone is an IANA name such as "Europe/Lisbon".
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

import msgspec

from facilitator_tui.plans.model import SessionPlan

Standing = Literal["planned", "open", "held"]
"""Not begun yet; begun and not ended (running, or interrupted); ended."""


class SessionCard(msgspec.Struct, frozen=True):
    """One session in a list. ``begins_ms`` is when it began, else when it is planned to.

    ``module`` is None without a plan. ``last_ms`` and ``block`` (its title, or "") say of an open session when
    something was last written and where in the plan that was. ``zone`` is the one whose clocks the session goes by, ""
    where that is not known. ``empty``: it is known that nothing was logged in it but its opening and its end.
    ``confirmed``: its attendance is.
    """

    id: str
    title: str
    standing: Standing
    begins_ms: int
    ended_ms: int | None = None
    subgroup: str = ""
    subgroup_name: str = ""
    course: str = ""
    module: int | None = None
    last_ms: int = 0
    block: str = ""
    zone: str = ""
    empty: bool = False
    confirmed: bool = False


class SubgroupCard(msgspec.Struct, frozen=True):
    """One subgroup in a list; ``participants`` counts only those who are in it now as participants."""

    id: str
    name: str
    course: str = ""
    zone: str = "UTC"
    participants: int = 0


class MemberCard(msgspec.Struct, frozen=True):
    """Somebody in a subgroup. ``seat`` is the person key (1–20), 0 for none.

    ``course_role`` is what a participant is in the course (debater, leader, trainee, auditor), where that is something
    of its own; ``withdrew``: the person left the course.
    """

    person: str
    name: str
    role: str = "participant"
    seat: int = 0
    course_role: str = ""
    withdrew: bool = False


class PersonCard(msgspec.Struct, frozen=True):
    """What is kept about a person; every field but the display name may be empty.

    ``certificate_name`` is for badges, where it is not the name. ``languages`` are codes and ``availability`` slots,
    set apart by commas. ``age`` is "minor" or "adult", ``guardian_consent`` "yes".
    """

    id: str
    name: str
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    institution: str = ""
    country: str = ""
    language_level: str = ""
    consent: str = ""
    certificate_name: str = ""
    languages: str = ""
    availability: str = ""
    age: str = ""
    guardian_consent: str = ""


class Stay(msgspec.Struct, frozen=True):
    """A stretch of somebody's membership in a subgroup; ``to_ms`` None: still in it."""

    subgroup_name: str
    role: str
    from_ms: int
    to_ms: int | None = None
    subgroup: str = ""
    course: str = ""
    course_role: str = ""


class Withdrawn(msgspec.Struct, frozen=True):
    """Somebody left the course; the reason may be empty."""

    course: str
    at_ms: int
    reason: str = ""


class Attended(msgspec.Struct, frozen=True):
    """A session that somebody had a place in, and how long the person was there (None: not known)."""

    session: str
    title: str
    begins_ms: int
    present_ms: int | None = None


class ModuleCard(msgspec.Struct, frozen=True):
    """A session plan that can be chosen: module ``module`` of the course with this id."""

    course: str
    course_title: str
    module: int
    title: str
    minutes: int = 120


class SessionWish(msgspec.Struct, frozen=True):
    """A session to be created, or as it is planned. ``new_subgroup`` names one to be made; else ``subgroup`` (empty:
    none). ``planned_ms`` 0: nobody has said when. ``plan_title`` is that of the plan which it runs by so far.
    """

    title: str
    planned_ms: int
    zone: str
    subgroup: str = ""
    new_subgroup: str = ""
    course: str = ""
    module: int | None = None
    plan_title: str = ""


class Created(msgspec.Struct, frozen=True):
    """The session that was made or changed; ``at_once``: it was wished for now, so it is to be opened.

    ``said`` tells what was planned, for when.
    """

    session: str
    at_once: bool
    said: str = ""


class ReviewSheet(msgspec.Struct, frozen=True):
    """What the review shows beside the journal: names by person, texts of notes by entry, the plan if there is one.

    ``file_names`` are those of imported files, by the source of their entries, where they are known.
    """

    title: str
    subgroup_name: str = ""
    zone: str = "UTC"
    names: dict[str, str] = {}
    note_texts: dict[str, str] = {}
    plan: SessionPlan | None = None
    file_names: dict[str, str] = {}


ReportKind = Literal["md", "html", "json", "csv", "xlsx"]


class Desk(Protocol):
    """Sessions, subgroups and people, as the screens ask for them. Every method may raise ``DeskProblem``."""

    def now_ms(self) -> int: ...

    def zone(self) -> str:
        """The computer's zone."""

    def clocks(self) -> str:
        """The zone of the computer's clocks, by which everything is shown that has no zone; "" whatever its name is.

        A session is shown by its own zone, and names it where these show another time.
        """

    def sessions(self) -> list[SessionCard]: ...

    def start_now(self) -> str:
        """Make a session without plan and names, to be opened at once; its id."""

    def create_session(self, wish: SessionWish) -> str:
        """Make the session, and its subgroup if that is new; the session's id.

        A subgroup without a course gets that of the session.
        """

    def wish(self, session: str) -> SessionWish:
        """How the session is planned."""

    def change_session(self, session: str, wish: SessionWish) -> None:
        """Plan a session anew that has not begun."""

    def is_empty(self, session: str) -> bool:
        """Whether nothing was logged in the session but that it was opened, interrupted and ended."""

    def plan_again(self, session: str) -> None:
        """Take back the opening of an empty session: it is planned as before."""

    def remove_session(self, session: str) -> None:
        """An empty session stands in no list and no register any more."""

    def modules(self) -> list[ModuleCard]:
        """Every session plan of the courses at hand, by course and module."""

    def subgroups(self) -> list[SubgroupCard]: ...

    def add_subgroup(self, name: str) -> str: ...

    def rename_subgroup(self, subgroup: str, name: str) -> None: ...

    def set_course(self, subgroup: str, course: str) -> None:
        """Say which course the subgroup takes, by its title; empty: none."""

    def members(self, subgroup: str) -> list[MemberCard]:
        """Who is in the subgroup now, by seat; those without a key last."""

    def add_member(self, subgroup: str, name: str, email: str = "") -> str:
        """Make a participant with the next free seat; the person's id."""

    def set_role(self, subgroup: str, person: str, role: str) -> None:
        """Another role from now on. Only participants keep a seat."""

    def swap_seats(self, subgroup: str, person: str, other: str) -> None: ...

    def remove_member(self, subgroup: str, person: str) -> None:
        """The person is no longer in the subgroup; what was, stays known."""

    def put_back(self, subgroup: str, member: MemberCard) -> None:
        """Somebody who was removed is in the subgroup again, at the old seat if that is free."""

    def person(self, person: str) -> PersonCard: ...

    def save_person(self, card: PersonCard) -> None: ...

    def stays(self, person: str) -> list[Stay]:
        """In which subgroups the person was, the newest first."""

    def attended(self, person: str) -> list[Attended]:
        """In which sessions the person had a place, the newest first."""

    def report_folder(self) -> Path:
        """Where reports go unless somebody says otherwise."""

    def write_report(self, session: str, folder: Path, kinds: Sequence[ReportKind]) -> list[Path]:
        """Write the report in these kinds into the folder; the files written."""

    def corrected(self, session: str) -> None:
        """The session was corrected: whatever was concluded from it must be concluded again."""


class PersonDesk(Desk, Protocol):
    """What the screens of a person and of a subgroup ask for besides."""

    def withdrawals(self, person: str) -> list[Withdrawn]:
        """Which courses the person left."""

    def withdraw(self, person: str, course: str, reason: str) -> None:
        """The person leaves the course now. The subgroup and the history stay."""

    def take_back_withdrawal(self, person: str, course: str) -> None:
        """The person takes part after all."""

    def move(self, person: str, from_subgroup: str, to_subgroup: str) -> None:
        """From one subgroup to another, in the same roles; an empty first one: into the second as a participant.

        What was stays in the history.
        """

    def set_course_role(self, subgroup: str, person: str, course_role: str) -> None:
        """What a participant is in the course; empty: a participant like all others."""
