"""The dry run: who would be sent to an issuer's service, and who not, and why. Asks the ledger and nobody else.

What is wrong with an award by itself (an odd address, no consent …) is ``preflight``'s to say, and so is which badges
must be revoked; give the awards here that it lets through. Sending is in ``sending``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

import msgspec

from facilitator_tui.issuing.award import Award
from facilitator_tui.issuing.ledger_port import OPEN, Ledger, same_address, standing, taken
from facilitator_tui.issuing.problems import IssuingProblem
from facilitator_tui.settings import Issuer

BATCH: Final = 500
"""The most people that go out in one call: what goes wrong with a call goes wrong for all of it."""

PER_DAY: Final = 2_000
"""How many mails a day the issuer's own mail server sends; more people get theirs on the following days."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Who goes out. ``new`` are sent, and those of ``unclear`` whom the issuer turns out not to have issued to.

    ``already`` have the badge from this issuer (or somebody with their address has), ``exported`` stand in a file for
    it, ``without_address`` cannot be reached, ``same_address`` are several with one address, and ``not_completed`` have
    no confirmed verdict. None of these is sent.
    """

    issuer: str
    issuer_badge: str
    course: str
    badge: str
    new: tuple[Award, ...] = ()
    unclear: tuple[Award, ...] = ()
    already: tuple[Award, ...] = ()
    exported: tuple[Award, ...] = ()
    without_address: tuple[Award, ...] = ()
    same_address: tuple[Award, ...] = ()
    not_completed: tuple[Award, ...] = ()

    def says(self) -> tuple[str, ...]:
        """The plan in sentences, with numbers in place of names."""
        calls, days = -(-len(self.new) // BATCH), -(-len(self.new) // PER_DAY)
        told = [
            f"{people(len(self.new))} would get the badge from “{self.issuer}”, in {calls} "
            f"{'call' if calls == 1 else 'calls'}."
            if self.new
            else f"Nobody new would get the badge from “{self.issuer}”."
        ]
        if days > 1:
            told.append(
                f"The issuer sends {PER_DAY:,} mails a day, so the last of them arrives on day {days}."
            )
        told += [f"{people(len(group))}: {words}" for group, words in self._others() if group]
        return tuple(told)

    def _others(self) -> Iterable[tuple[tuple[Award, ...], str]]:
        return (
            (self.unclear, "an earlier answer never came. The issuer is asked first."),
            (self.already, "nothing to send, the badge is there already."),
            (
                self.exported,
                "on a file for this issuer already. Read back whether it was issued.",
            ),
            (self.without_address, "without an address. Ask for the one that the badge should go to."),
            (self.same_address, "with the address of somebody else on the list. Ask each for one."),
            (self.not_completed, "without a confirmed verdict."),
        )


def plan(ledger: Ledger, awards: Iterable[Award], issuer: Issuer) -> Plan:
    """Sort the awards of one badge by what the ledger says. Nothing is sent and nothing is written.

    Raises ``IssuingProblem`` where the awards are of several badges, or the badge has no id at this issuer.
    """
    every = tuple(awards)
    course, badge = _the_badge(every)
    issuer_badge = issuer.badge_for(course, badge)
    if not issuer_badge:
        raise IssuingProblem(
            f"The configuration does not say which badge “{badge}” of the course “{course}” is at “{issuer.name}”. Add "
            f'badges = {{"{badge}" = "…"}} to [issuers.{issuer.name}], with the id that the issuer shows.'
        )
    piles: dict[str, list[Award]] = {}
    sort = _Sort(ledger, every, issuer.name, issuer_badge)
    for award in every:
        piles.setdefault(sort.pile(award), []).append(award)
    return Plan(
        issuer=issuer.name,
        issuer_badge=issuer_badge,
        course=course,
        badge=badge,
        **{pile: tuple(group) for pile, group in piles.items()},
    )


class _Sort:
    """What is known for the whole list while its awards are sorted one by one."""

    def __init__(self, ledger: Ledger, awards: tuple[Award, ...], issuer: str, issuer_badge: str) -> None:
        course, badge = _the_badge(awards)
        own = [line for line in standing(ledger.history(course, badge)) if line.issuer == issuer]
        there = ledger.at_issuer(issuer, issuer_badge)
        self._open = {line.person for line in own if line.action in OPEN}
        self._exported = {line.person for line in own if line.action == "exported"}
        self._held = {line.person for line in own} - self._open - self._exported
        self._addresses = taken(there)[1]
        self._shared = Counter(
            same_address(award.recipient.email) for award in awards if award.verdict.state == "Completed"
        )

    def pile(self, award: Award) -> str:
        """The field of ``Plan`` that the award belongs to."""
        who, address = award.recipient.person, same_address(award.recipient.email)
        if award.verdict.state != "Completed":
            return "not_completed"
        if who in self._held:
            return "already"
        if who in self._open:
            return "unclear"
        if who in self._exported:
            return "exported"
        if not address:
            return "without_address"
        if address in self._addresses:
            return "already"
        return "same_address" if self._shared[address] > 1 else "new"


def _the_badge(awards: tuple[Award, ...]) -> tuple[str, str]:
    found = {(award.verdict.course, award.verdict.badge) for award in awards}
    if len(found) != 1:
        raise IssuingProblem(
            "Badges are sent one kind at a time: choose one badge of one course."
            if found
            else "There is nobody to send a badge to."
        )
    [both] = found
    return both


def people(count: int) -> str:
    """How many people, in words."""
    return f"{count:,} {'person' if count == 1 else 'people'}"
