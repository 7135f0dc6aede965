"""The dry run of revoking: whose badge would be taken back at an issuer's service, and why. Asks the ledger's lines.

Revoking itself is in ``sending``. What must be revoked in an issuer's own pages is said by ``preflight`` alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec

from facilitator_tui.issuing.award import Award, Awarding, Issued
from facilitator_tui.issuing.ledger_port import HELD
from facilitator_tui.issuing.preflight import Preflight, outstanding
from facilitator_tui.plain import plain


class Revocation(msgspec.Struct, frozen=True):
    """One person's badges at the issuer: ``lines`` are what would be revoked, none where the service cannot do it."""

    award: Award
    why: str
    lines: tuple[Issued, ...]

    def says(self) -> str:
        """The same in a sentence."""
        name = plain(self.award.recipient.name) or self.award.recipient.person
        if self.lines:
            return f"{name}: {self.why}"
        return (
            f"{name}: not from here, for the ledger lacks the issuer's number of this badge, or the address. "
            "Read back; if that does not bring it, revoke the badge in the issuer's own pages."
        )


def revocations(awarding: Awarding, found: Preflight, people: Collection[str] = ()) -> tuple[Revocation, ...]:
    """Whose badges would be revoked at the issuer of ``found``: the people with these ids, else its whole list.

    Of the list those are left out about whom somebody has to decide first; and always whoever has no badge there.
    """
    return tuple(_each(awarding, found, people))


def _each(awarding: Awarding, found: Preflight, people: Collection[str]) -> Iterator[Revocation]:
    reasons = {each.award.recipient.person: each.why for each in found.revoke}
    wanted = people or {each.award.recipient.person for each in found.revoke if not each.decide}
    for award in awarding.awards:
        person = award.recipient.person
        out = [line for line in outstanding(award.issued, found.issuer) if person in wanted]
        if out:
            lines = tuple(line for line in out if line.action in HELD and line.remote and line.email)
            yield Revocation(award, reasons.get(person, "You asked for it."), lines)
