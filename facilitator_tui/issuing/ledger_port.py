"""The issuance ledger as this room sees it: what a line says, what may follow what, and the port to where it is kept.

The ledger is append-only: what is known of a badge is the last line of each batch it was in. ``store.ledger``
implements the port.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from facilitator_tui.issuing.award import Action, Issued, NewLine

OPEN: Final = frozenset[Action]({"sending", "unclear"})
"""It is not known whether the person has the badge; only the issuer can say."""

HELD: Final = frozenset[Action]({"issued", "received"})
"""The person has the badge."""

_FOLLOWS: Final[dict[Action, frozenset[Action]]] = {
    "exported": frozenset({"issued", "received", "revoked"}),
    "sending": frozenset({"issued", "not issued", "unclear"}),
    "unclear": frozenset({"issued", "not issued"}),
    "not issued": frozenset({"issued"}),  # a service that was slower than anybody could expect
    "issued": frozenset({"received", "revoked"}),
    "received": frozenset({"revoked"}),
    "revoked": frozenset(),
}


class Ledger(Protocol):
    """Where the lines are kept. Every writing method is one durable commit: when it returns, the lines are on disk."""

    def history(self, course: str, badge: str | None = None, person: str | None = None) -> list[Issued]:
        """What happened to the badges of a course at every issuer, the oldest first."""

    def at_issuer(self, issuer: str, issuer_badge: str) -> list[Issued]:
        """What happened to one badge of an issuer, in whichever course, the oldest first."""

    def unclear(self, issuer: str) -> list[Issued]:
        """The last lines of all that is open at an issuer: on its way, or with an answer that never came."""

    def add(self, lines: Sequence[NewLine]) -> tuple[Issued, ...]:
        """Write the lines as they are."""

    def reserve(self, lines: Sequence[NewLine]) -> tuple[Issued, ...]:
        """Write those lines whose person and address neither have this badge of the issuer nor may be getting it."""

    def settle(self, lines: Sequence[NewLine]) -> tuple[Issued, ...]:
        """Write those lines that may follow the last one of their person and batch."""


Place = tuple[str, str, str, str, str]
"""Issuer, course, badge, person and batch: what a chain of lines is about."""


def place(line: Issued | NewLine) -> Place:
    return line.issuer, line.course, line.badge, line.person, line.batch


def last_lines(lines: Iterable[Issued]) -> dict[Place, Issued]:
    """What is known now: the last line for each person and batch. ``lines`` are in the order of writing."""
    return {place(line): line for line in lines}


def may_follow(last: Issued | None, action: Action) -> bool:
    """Whether a line with this action may come after ``last`` in the same batch."""
    return last is not None and action in _FOLLOWS[last.action]


def next_line(
    last: Issued, action: Action, at_ms: int, author: str, *, remote: str = "", issuer_badge: str = ""
) -> NewLine:
    """The line that says what happened to the badge of ``last`` afterwards; what is not given stays as it was."""
    return NewLine(
        course=last.course,
        badge=last.badge,
        person=last.person,
        issuer=last.issuer,
        issuer_badge=issuer_badge or last.issuer_badge,
        action=action,
        rule=last.rule,
        verdict=last.verdict,
        batch=last.batch,
        remote=remote or last.remote,
        at_ms=at_ms,
        author=author,
        email=last.email,
        name=last.name,
    )


def same_address(address: str) -> str:
    """The address in the form in which two of them are compared: capitals do not make another person."""
    from unicodedata import normalize

    return normalize("NFKC", address.strip()).casefold()


def standing(lines: Iterable[Issued]) -> list[Issued]:
    """What is out or on its way: the last line of each batch that was neither refused nor revoked."""
    return [line for line in last_lines(lines).values() if line.action not in ("not issued", "revoked")]


def taken(lines: Iterable[Issued]) -> tuple[frozenset[tuple[str, str, str]], frozenset[str]]:
    """Who has the badge or may be getting it: as course, badge and person, and as addresses made comparable."""
    busy = [line for line in standing(lines) if line.action in OPEN or line.action in HELD]
    people = frozenset((line.course, line.badge, line.person) for line in busy)
    return people, frozenset(same_address(line.email) for line in busy if line.email)
