"""What can be wrong with one award, each as a sentence that says what to do about it.

Pure. Who is held back by it, and what was given before, is decided in ``preflight``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal

import msgspec

from facilitator_tui.completion.verdict import SessionVerdict, State
from facilitator_tui.issuing.addresses import address_problem, is_ascii
from facilitator_tui.issuing.award import Award, Awarding
from facilitator_tui.issuing.ledger_port import same_address

Kind = Literal[
    "no address",
    "odd address",
    "duplicate address",
    "no name",
    "odd name",
    "name not parted",
    "session not confirmed",
    "not confirmed",
    "on hold",
    "override without a reason",
    "absent but spoke",
    "minor without consent",
    "out and unconfirmed",
    "nothing known",
    "issued elsewhere",
]
"""What can be wrong with an award. Nothing known: an issuer's answer to an earlier export never came."""

MET: Final[frozenset[State]] = frozenset(("Completed", "Provisional", "OnHold"))
"""Whoever has the badge before them: everything about the person is looked at, so that there is time to mend it."""

ACCEPTABLE: Final[frozenset[Kind]] = frozenset(("absent but spoke", "duplicate address", "nothing known"))
"""Reasons that hold somebody back until a person has looked; after that they may be let through."""

_SPREADSHEETS: Final = frozenset(("obf-csv", "canvas", "credly"))
_FORMULA_STARTS: Final = tuple("=+-@＝＋－＠")
_PARTED: Final = frozenset(("canvas", "credly"))


class Reason(msgspec.Struct, frozen=True):
    """One thing about one award. ``hard`` holds it back; the others go out, but somebody should look."""

    kind: Kind
    hard: bool
    words: str


def of_the_record(award: Award) -> Iterator[Reason]:
    """What contradicts itself, and so concerns also those who have not completed."""
    if award.absent_but_spoke:
        yield Reason(
            "absent but spoke",
            True,
            f"Counts as absent in {_sessions(award.absent_but_spoke)}, and has turns there. Look who spoke: correct "
            "the mark, or give the turns to the right person.",
        )


def of_the_state(award: Award, awarding: Awarding) -> Iterator[Reason]:
    verdict = award.verdict
    if verdict.state == "Provisional":
        again = (
            " again: it was confirmed before on other facts or by another rule"
            if verdict.confirmed_before
            else ""
        )
        yield Reason(
            "not confirmed", True, f"Everything is met, and nobody has confirmed it. Confirm it{again}."
        )
    if verdict.state == "OnHold":
        why = f", because {verdict.hold.why}" if verdict.hold and verdict.hold.why.strip() else ""
        yield Reason("on hold", True, f"Held back by a person{why}. Take the hold off when it is settled.")
    if verdict.override is not None and not verdict.override.why.strip():
        yield Reason(
            "override without a reason",
            True,
            "A person decided otherwise than the rule, and no reason is written. Write why, then confirm again.",
        )
    open_sessions = tuple(
        each
        for each in verdict.sessions
        if each.stage == "held" and not each.confirmed and each.status != "not expected"
    )
    if open_sessions and verdict.state in MET:
        them = "it" if len(open_sessions) == 1 else "each"
        yield Reason(
            "session not confirmed",
            True,
            f"The attendance of {_named(open_sessions, awarding)} is not confirmed. Confirm it: a on {them} in the "
            "list of sessions.",
        )


def of_the_person(
    award: Award, awarding: Awarding, destination: str, addresses: Mapping[str, tuple[Award, ...]]
) -> Iterator[Reason]:
    who = award.recipient
    yield from _address(award, destination, addresses)
    yield from _name(award, destination)
    if awarding.asks_guardians and who.minor and not who.guardian_consent:
        yield Reason(
            "minor without consent",
            True,
            "Is a minor, and no guardian's consent is entered. Ask for it and enter it on the person's page.",
        )


def _address(award: Award, destination: str, addresses: Mapping[str, tuple[Award, ...]]) -> Iterator[Reason]:
    email = award.recipient.email
    if not email.strip():
        yield Reason(
            "no address", True, "There is no e-mail address. Ask for the one that the badge should go to."
        )
        return
    if problem := address_problem(email):
        yield Reason("odd address", True, f"“{email}” is no address that mail reaches: {problem} Correct it.")
    elif destination in _SPREADSHEETS and email.startswith(_FORMULA_STARTS):
        yield Reason(
            "odd address",
            True,
            f"“{email}” would be run as a formula by a spreadsheet. Award this one by hand.",
        )
    elif not is_ascii(email):
        yield Reason(
            "odd address",
            False,
            f"“{email}” has letters outside ASCII; not every issuer can send mail there.",
        )
    others = [each for each in addresses[same_address(email)] if each is not award]
    if others:
        # While somebody is not confirmed there is time to ask, so the doubt is said about others like them as well.
        states = frozenset[State](("Completed",)) if award.verdict.state == "Completed" else MET
        going = [each for each in others if each.verdict.state in states]
        names = ", ".join(sorted({each.recipient.name or each.recipient.person for each in going or others}))
        what = (
            "one of them would get the other's badge" if going else "it may be the same person, entered twice"
        )
        yield Reason(
            "duplicate address",
            bool(going),
            f"“{email}” is also the address of {names}: {what}. Ask each for an address, or join the two entries.",
        )


def _name(award: Award, destination: str) -> Iterator[Reason]:
    who = award.recipient
    name = who.badge_name.strip()
    if not name:
        yield Reason("no name", True, "There is no name. Enter the one that should stand on the badge.")
        return
    if "<" in name or ">" in name:
        yield Reason(
            "odd name", True, f"The name {name} holds “<” or “>”, which parts name and address. Correct it."
        )
    elif destination in _SPREADSHEETS and name.startswith(_FORMULA_STARTS):
        yield Reason(
            "odd name", True, f"The name {name} would be run as a formula by a spreadsheet. Correct it."
        )
    if destination in _PARTED and not who.names[0]:
        hard = destination == "credly" and len(name.split()) < 2
        where = "Credly asks for both" if hard else "the last word goes out as the family name"
        yield Reason(
            "name not parted",
            hard,
            f"Given and family name of {name} are not known apart: {where}. Enter the two on the person's page.",
        )


def _named(sessions: tuple[SessionVerdict, ...], awarding: Awarding) -> str:
    """The sessions as they are found in the list; by their numbers where that is not known."""
    names = tuple(awarding.session_names.get(each.session, "") for each in sessions)
    return "; ".join(names) if all(names) else _sessions(tuple(each.module for each in sessions))


def _sessions(modules: tuple[int, ...]) -> str:
    return f"session{'' if len(modules) == 1 else 's'} {', '.join(map(str, modules))}"
