"""An award: one verdict about one person, with everything that a file or an issuer's service asks for.

Values only. ``awards`` (outside this room) makes them from the store; ``preflight`` says which may go out;
``exports.badges`` writes them into files; ``sending`` gives them to an issuer's service.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from facilitator_tui.completion.credits import Credits
from facilitator_tui.completion.verdict import Verdict
from facilitator_tui.plans.course import Badge, Course, CourseRole

Action = Literal["exported", "sending", "issued", "not issued", "unclear", "received", "revoked"]
"""What happened to an award at an issuer.

Exported: it stands in a file that a person carries there. Sending: it is on its way, and nothing is known yet.
Unclear: the issuer's answer never came or was cut off, so it may have been issued. Received: the person has it.
"""


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to be awarded. ``email`` is in the case in which it was given, which matters to identity hashes.

    ``certificate_name`` is empty where the name shown on screens is also the one for a badge.
    """

    person: str
    name: str
    certificate_name: str = ""
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    institution: str = ""
    country: str = ""
    role: CourseRole = "participant"
    subgroup: str = ""
    minor: bool = False
    guardian_consent: bool = False

    @property
    def badge_name(self) -> str:
        """The name that stands on the badge."""
        return self.certificate_name or self.name

    @property
    def names(self) -> tuple[str, str]:
        """Given name and family name, as far as they are known: both, or two empty texts.

        They are only known where they were written apart and together make the name that stands on the badge.
        """
        given, family = self.given_name.strip(), self.family_name.strip()
        apart = sorted(f"{given} {family}".casefold().split())
        known = given and family and apart == sorted(self.badge_name.casefold().split())
        return (given, family) if known else ("", "")


class NewLine(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be written down: what happened to somebody's badge at an issuer, under which rule and verdict.

    ``verdict`` is the ``digest`` of the verdict. ``batch`` names the file or call it was part of, ``remote`` what the
    issuer calls it; ``email`` and ``name`` are as they went out.
    """

    course: str
    badge: str
    person: str
    issuer: str
    issuer_badge: str = ""
    action: Action
    rule: str
    verdict: str
    batch: str
    remote: str = ""
    at_ms: int
    author: str
    email: str = ""
    name: str = ""


class Issued(NewLine, frozen=True, kw_only=True):
    """A line of the issuance ledger; ``email`` and ``name`` are empty once erased."""

    id: str


class Award(msgspec.Struct, frozen=True, kw_only=True):
    """One person's verdict with what is known around it.

    ``absent_but_spoke`` are the modules where somebody counts as absent and yet has turns. ``issued`` is the ledger's
    history of this badge and person at every issuer, the oldest first. ``completed_ms`` is when a person confirmed.
    """

    recipient: Recipient
    verdict: Verdict
    credits: Credits | None = None
    absent_but_spoke: tuple[int, ...] = ()
    issued: tuple[Issued, ...] = ()

    @property
    def completed_ms(self) -> int | None:
        confirmation = self.verdict.confirmation
        return None if confirmation is None else confirmation.at_ms


class Awarding(msgspec.Struct, frozen=True, kw_only=True):
    """The awards of one badge of one course, as they stand at ``made_ms``.

    ``from_ms`` and ``to_ms`` are the beginning of the first session and the end of the last one that was held.
    ``facilitators`` are the names of those who led, as participants know them. ``asks_guardians`` says that a minor is
    only awarded with a guardian's consent.
    ``session_names`` say which session an id means, as people find it in the list: "Red, session 3 (19 Oct)".
    """

    course: Course
    badge: Badge
    awards: tuple[Award, ...]
    made_ms: int
    from_ms: int | None = None
    to_ms: int | None = None
    facilitators: tuple[str, ...] = ()
    asks_guardians: bool = True
    session_names: dict[str, str] = {}

    def completed(self) -> tuple[Award, ...]:
        """Those that a person confirmed: the only ones that may go out."""
        return tuple(award for award in self.awards if award.verdict.state == "Completed")
