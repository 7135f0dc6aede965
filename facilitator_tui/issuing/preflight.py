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
    MET,
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
    """A badge that is out and no longer right: to be revoked, and awarded anew afterwards where ``again`` says so.

    ``again`` is None where that is open: the course still runs for the person. ``decide`` says that a person has to
    decide first whether it is revoked at all; nothing does that for a whole list.
    """

    award: Award
    before: Issued
    why: str
    then: str
    again: bool | None = True
    decide: bool = False

    @property
    def words(self) -> str:
        """What is wrong and what to do about it."""
        return f"{self.why} {self.then}"


class Preflight(msgspec.Struct, frozen=True, kw_only=True):
    """What may go where. ``ready`` goes out, ``held`` does not.

    ``look`` are those of ``ready`` with a warning. ``already`` were exported before, unchanged, and are not exported
    again. ``revoke`` is the "revoke and re-award" list: who has earned the badge and is on it becomes ready once the
    ledger says that the old one is revoked. ``out`` are all whose badge is out at this issuer, on whichever pile.
    ``notes`` are sentences about the whole batch.
    """

    destination: str
    issuer: str
    ready: tuple[Award, ...] = ()
    held: tuple[Held, ...] = ()
    look: tuple[Held, ...] = ()
    already: tuple[Award, ...] = ()
    revoke: tuple[Correction, ...] = ()
    out: tuple[Award, ...] = ()
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
        found.look = [Held(each, tuple(_own_doubts(each, awarding))) for each in awarding.awards]
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
        out=tuple(found.out),
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
        self.out: list[Award] = []


def _sort(
    award: Award,
    awarding: Awarding,
    destination: str,
    issuer: str,
    addresses: dict[str, tuple[Award, ...]],
    accepted: frozenset[Kind],
    found: _Sorted,
) -> None:
    """Put one award on its pile. What is out is looked at first: only of that can harm have been done already."""
    before = outstanding(award.issued, issuer)
    out = [line for line in before if line.action not in OPEN]
    if out:
        found.out.append(award)
    state = award.verdict.state
    if state == "Completed" and before and before[-1].action not in OPEN:
        why = _changed(award, before[-1])
        if why:
            found.revoke.append(Correction(award, before[-1], why, _REPLACE))
        else:
            found.already.append(award)
        return
    lost = _lost(award, before[-1]) if before else None
    if lost is not None:
        found.revoke.append(lost)
    reasons = list(_unconfirmed(award, out[-1])) if out and lost is None and state != "Completed" else []
    reasons += [*of_the_record(award), *of_the_state(award, awarding)]
    if state in MET:
        reasons += of_the_person(award, awarding, destination, addresses)
    if state in MET or (before and lost is None):
        reasons += _of_the_ledger(award, issuer, before)
    reasons = [
        msgspec.structs.replace(each, hard=False) if each.kind in accepted else each for each in reasons
    ]
    if any(each.hard for each in reasons):
        found.held.append(Held(award, tuple(reasons)))
    elif state == "Completed":
        found.ready.append(award)
        found.look.append(Held(award, tuple(reasons)))


_REPLACE: Final = "Revoke it at the issuer, enter that here, and export again."


def _lost(award: Award, before: Issued) -> Correction | None:
    """The badge is out, or may be, and by what is known now it is not earned; None where it is not lost.

    While a course runs and all that it asks for is met so far, the badge is unconfirmed and not lost.
    """
    verdict = award.verdict
    look = "Look at the issuer first: it is not known whether it is out. " if before.action in OPEN else ""
    match verdict.state:
        case "Failed":
            why = "By the verdict that holds now the badge is not earned."
            return Correction(
                award, before, why, f"{look}Revoke it at the issuer, then enter that here.", again=False
            )
        case "Withdrew":
            why = "The person has left the course since."
            then = f"{look}Decide whether the badge stays; if not, revoke it there."
            return Correction(award, before, why, then, again=False, decide=True)
        case "InProgress" | "Enrolled" if not verdict.met:
            missing = verdict.why.removeprefix("Not yet met: ")
            why = f"By what is known now it is not earned (yet): {missing[:1].lower()}{missing[1:]}"
            then = (
                f"{look}Revoke it at the issuer, then enter that here. Whether it is to be awarded again is open until "
                "the course is over."
            )
            return Correction(award, before, why, then, again=None, decide=True)
    return None


def _unconfirmed(award: Award, before: Issued) -> Iterator[Reason]:
    """The badge is out, nobody stands for it any more, and by what is known now it is not lost either."""
    match award.verdict.state:
        case "OnHold":
            why, then = "a person holds it back", "Release and confirm it again"
        case "Provisional":
            why, then = "the facts or the rule have changed since", "Confirm it again"
        case _:
            why, then = "what is still to come can change it", "Wait for that"
    yield Reason(
        "out and unconfirmed",
        True,
        f"The badge is out ({before.action}, {before.issuer}) and now unconfirmed: {why}. {then}, or revoke it at the "
        "issuer and enter that here.",
    )
    if differs := _differs(award, before):
        yield Reason(
            "out and unconfirmed",
            True,
            f"{differs} Once it is confirmed it comes onto the list to revoke and re-award.",
        )


def _changed(award: Award, before: Issued) -> str:
    """What makes the badge that is out wrong; empty where it is right. What was erased is not compared."""
    if before.verdict != digest(award.verdict):
        return "The verdict has changed since: it rests on other facts, or on another version of the rule."
    return _differs(award, before)


def _differs(award: Award, before: Issued) -> str:
    """Whether the badge that is out went to somebody by another address or name, in a sentence; empty where not."""
    if before.email and before.email.strip() != award.recipient.email.strip():
        return f"It went to another address ({before.email})."
    if before.name and plain(before.name) != plain(award.recipient.badge_name):
        return f"It stands under another name ({before.name})."
    return ""


def _of_the_ledger(award: Award, issuer: str, before: tuple[Issued, ...]) -> Iterator[Reason]:
    if before and before[-1].action in OPEN:
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


def _own_doubts(award: Award, awarding: Awarding) -> Iterator[Reason]:
    for reason in (*of_the_record(award), *of_the_state(award, awarding)):
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
