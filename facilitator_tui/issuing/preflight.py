"""What is looked at before anything goes to an issuer: who may go, who is held back and why, who must be revoked.

Pure. A badge that is out can only be revoked, so doubts hold somebody back rather than let them pass; each reason says
what to do. Nothing here writes a file or the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from facilitator_tui.completion.verdict import State, digest
from facilitator_tui.issuing.award import Action, Award, Awarding, Issued
from facilitator_tui.issuing.ledger_port import OPEN, last_lines, same_address
from facilitator_tui.issuing.limits import in_words, limit_of
from facilitator_tui.issuing.reasons import (
    ACCEPTABLE,
    Kind,
    Reason,
    of_the_person,
    of_the_record,
    of_the_state,
)
from facilitator_tui.plain import plain

OWN: Final = frozenset(("neutral-csv", "neutral-xlsx", "neutral-json", "sheets"))
"""Destinations that stay with the organisation or go to the participants: they take everybody, whatever the verdict."""

ISSUERS: Final = {
    "lines": "obf",
    "obf-csv": "obf",
    "canvas": "canvas",
    "credly": "credly",
    "open-badges": "open-badges",
    "elm": "europass",
}
"""The issuer that a destination leads to, as the ledger names it, where nobody says another."""


class Held(msgspec.Struct, frozen=True):
    """An award with everything there is to say about it."""

    award: Award
    reasons: tuple[Reason, ...]


class Correction(msgspec.Struct, frozen=True):
    """A badge that is out and no longer right: to be revoked, and awarded anew afterwards where ``again`` says so."""

    award: Award
    before: Issued
    why: str
    then: str
    again: bool = True

    @property
    def words(self) -> str:
        """What is wrong and what to do about it."""
        return f"{self.why} {self.then}"


class Preflight(msgspec.Struct, frozen=True, kw_only=True):
    """What may go where. ``ready`` goes out, ``held`` does not.

    ``look`` are those of ``ready`` with a warning. ``already`` were exported before, unchanged, and are not exported
    again. ``revoke`` is the "revoke and re-award" list: whoever is on it becomes ready once the ledger says that the
    old badge is revoked. ``notes`` are sentences about the whole batch.
    """

    destination: str
    issuer: str
    ready: tuple[Award, ...] = ()
    held: tuple[Held, ...] = ()
    look: tuple[Held, ...] = ()
    already: tuple[Award, ...] = ()
    revoke: tuple[Correction, ...] = ()
    notes: tuple[str, ...] = ()


def check(
    awarding: Awarding,
    destination: str,
    *,
    issuer: str = "",
    accepted: Iterable[Kind] = (),
    per_file: int = 0,
) -> Preflight:
    """Look through the awards before they are exported to ``destination`` (an id of ``exports.badges``).

    ``issuer`` is the name under which the ledger knows the issuer, ``accepted`` the kinds of reasons (of
    ``ACCEPTABLE``) that a person has looked at and lets through, ``per_file`` another limit than the published one.
    """
    to = issuer or ISSUERS.get(destination, "")
    found = _Sorted()
    if destination in OWN:
        found.ready = list(awarding.awards)
        found.look = [Held(each, tuple(_own_doubts(each))) for each in awarding.awards]
    else:
        passed = frozenset(accepted) & ACCEPTABLE
        addresses = _addresses(awarding)
        for award in awarding.awards:
            _sort(award, awarding, destination, to, addresses, passed, found)
    return Preflight(
        destination=destination,
        issuer=to,
        ready=tuple(found.ready),
        held=tuple(found.held),
        look=tuple(each for each in found.look if each.reasons),
        already=tuple(found.already),
        revoke=tuple(found.revoke),
        notes=tuple(_notes(awarding, destination, found, per_file)),
    )


def outstanding(history: Iterable[Issued], issuer: str) -> tuple[Issued, ...]:
    """Of the ledger's lines for one badge and person, what stands at this issuer now, the latest last.

    That is the last line of each batch, unless it says that the badge was not issued or was revoked.
    """
    standing = (line for line in last_lines(history).values() if line.issuer == issuer)
    return tuple(sorted((line for line in standing if line.action not in _GONE), key=lambda line: line.at_ms))


_GONE: Final[frozenset[Action]] = frozenset(("not issued", "revoked"))


class _Sorted:
    """The piles while the awards are gone through."""

    def __init__(self) -> None:
        self.ready: list[Award] = []
        self.held: list[Held] = []
        self.look: list[Held] = []
        self.already: list[Award] = []
        self.revoke: list[Correction] = []


def _sort(
    award: Award,
    awarding: Awarding,
    destination: str,
    issuer: str,
    addresses: dict[str, tuple[Award, ...]],
    accepted: frozenset[Kind],
    found: _Sorted,
) -> None:
    """Put one award on its pile."""
    before = outstanding(award.issued, issuer)
    state = award.verdict.state
    if before and state in ("Failed", "Withdrew"):
        found.revoke.append(Correction(award, before[-1], *_LOST[state], again=False))
    if state == "Completed" and before and before[-1].action not in OPEN:
        why = _changed(award, before[-1])
        if why:
            found.revoke.append(Correction(award, before[-1], why, _REPLACE))
        else:
            found.already.append(award)
        return
    reasons = [*of_the_record(award), *of_the_state(award)]
    if state == "Completed":
        reasons += of_the_person(award, awarding, destination, addresses)
        reasons += _of_the_ledger(award, issuer, before)
    reasons = [
        msgspec.structs.replace(each, hard=False) if each.kind in accepted else each for each in reasons
    ]
    if any(each.hard for each in reasons):
        found.held.append(Held(award, tuple(reasons)))
    elif state == "Completed":
        found.ready.append(award)
        found.look.append(Held(award, tuple(reasons)))


_LOST: Final[dict[State, tuple[str, str]]] = {
    "Failed": (
        "By the verdict that holds now the badge is not earned.",
        "Revoke it at the issuer, then enter that here.",
    ),
    "Withdrew": (
        "The person has left the course since.",
        "Decide whether the badge stays; if not, revoke it there.",
    ),
}
_REPLACE: Final = "Revoke it at the issuer, enter that here, and export again."


def _changed(award: Award, before: Issued) -> str:
    """What makes the badge that is out wrong; empty where it is right. What was erased is not compared."""
    if before.verdict != digest(award.verdict):
        return "The verdict has changed since: it rests on other facts, or on another version of the rule."
    if before.email and before.email.strip() != award.recipient.email.strip():
        return f"It went to another address ({before.email})."
    if before.name and plain(before.name) != plain(award.recipient.badge_name):
        return f"It stands under another name ({before.name})."
    return ""


def _of_the_ledger(award: Award, issuer: str, before: tuple[Issued, ...]) -> Iterator[Reason]:
    if before:
        yield Reason(
            "nothing known",
            True,
            f"An earlier export to {issuer} was never answered, so the badge may be out. Look there, and enter what "
            "you find.",
        )
    for other in sorted({each.issuer for each in award.issued} - {issuer}):
        if outstanding(award.issued, other):
            yield Reason(
                "issued elsewhere", False, f"Was exported to {other} before: this is a second badge."
            )


def _own_doubts(award: Award) -> Iterator[Reason]:
    for reason in (*of_the_record(award), *of_the_state(award)):
        yield msgspec.structs.replace(reason, hard=False)


def _addresses(awarding: Awarding) -> dict[str, tuple[Award, ...]]:
    """Everybody by address, capitals and small letters alike."""
    found: dict[str, list[Award]] = {}
    for award in awarding.awards:
        if award.recipient.email.strip():
            found.setdefault(same_address(award.recipient.email), []).append(award)
    return {address: tuple(awards) for address, awards in found.items()}


def _notes(awarding: Awarding, destination: str, found: _Sorted, per_file: int) -> Iterator[str]:
    if found.ready:
        yield in_words(len(found.ready), limit_of(destination, per_file))
    if awarding.badge.standing == "example" and destination not in OWN:
        yield (
            f"The rule of “{awarding.badge.name}” is an example. Agree on it with the organisation that awards the "
            "badge before anything goes out."
        )
    if destination in OWN:
        return
    states = Counter(each.verdict.state for each in awarding.awards)
    rest = ", ".join(f"{states[state]} {words}" for state, words in _NOT_OUT.items() if states[state])
    if rest:
        yield f"Not earned, and in no file: {rest}."


_NOT_OUT: Final[dict[State, str]] = {
    "Failed": "not met",
    "InProgress": "still running",
    "Enrolled": "never came",
    "Withdrew": "left",
}
