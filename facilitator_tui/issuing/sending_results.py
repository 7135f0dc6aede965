"""How sending, reading back and revoking ended: numbers of people, and the same in sentences. Nobody is named here."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from facilitator_tui.issuing.sending_plan import people


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """How a sending ended; who is who stands in the ledger.

    ``issued`` by this sending; ``found`` had the badge at the issuer already, without our having known; ``not_issued``
    were refused; ``unclear`` may have it: send again from ``again_ms`` on, and the issuer is asked first. ``left`` were
    not tried. ``problem`` is why it stopped, empty where it did not.
    """

    issued: int = 0
    found: int = 0
    not_issued: int = 0
    unclear: int = 0
    left: int = 0
    again_ms: int | None = None
    problem: str = ""

    def says(self) -> tuple[str, ...]:
        """The same in sentences."""
        return _told(
            self.problem,
            (
                (self.issued, "got the badge."),
                (self.found, "had it at the issuer already; that is written down now, and nothing was sent."),
                (self.not_issued, "did not get it."),
                (
                    self.unclear,
                    "may have got it, for the answer never came. Send again in a quarter of an hour: the issuer is "
                    "asked first, and nobody gets it twice.",
                ),
                (self.left, "not tried. Send again for them."),
            ),
        )


class ReadBack(msgspec.Struct, frozen=True, kw_only=True):
    """What reading back has changed in the ledger, in numbers of badges, and what it found.

    ``unclear`` is still open. ``missing`` should be out by the ledger, and the issuer does not list them; ``twice`` is
    how many addresses have the badge more than once there.
    """

    issued: int = 0
    not_issued: int = 0
    received: int = 0
    revoked: int = 0
    unclear: int = 0
    missing: int = 0
    twice: int = 0

    def says(self) -> tuple[str, ...]:
        """The same in sentences."""
        told = _told(
            "",
            (
                (self.issued, "got the badge, which was not known here."),
                (self.not_issued, "did not get it. It can be sent again."),
                (self.received, "received it."),
                (self.revoked, "had it revoked at the issuer."),
                (
                    self.unclear,
                    "still unclear. The issuer does not list them yet; read back again in a quarter of an hour.",
                ),
                (self.missing, "not listed by the issuer, though the badge went out. Ask the issuer."),
                (self.twice, "listed more than once by the issuer. Revoke one there."),
            ),
        )
        return told or ("Nothing new at the issuer.",)


class Revoked(msgspec.Struct, frozen=True, kw_only=True):
    """How revoking ended. ``left`` were not revoked, or it is not known; revoking them again does no harm."""

    revoked: int = 0
    left: int = 0
    problem: str = ""

    def says(self) -> tuple[str, ...]:
        """The same in sentences."""
        return _told(
            self.problem,
            (
                (
                    self.revoked,
                    "no longer have the badge." if self.revoked > 1 else "no longer has the badge.",
                ),
                (self.left, "not revoked for certain. Revoke again; that does no harm."),
            ),
        )


def _told(problem: str, counts: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    numbers = tuple(f"{people(count)}: {words}" for count, words in counts if count)
    return (problem, *numbers) if problem else numbers
