"""The values of the forming room: who is to be formed, what is wished, what is proposed, what it breaks.

No search and no checking lives here. Whoever brings candidates in writes them through ``forming.people``, so that one
slot, language or institution is spelled in one way.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["place", "size", "slot", "language", "institution", "countries"]
"""What can be broken: somebody without a place, a size, a common slot or language, a limit, the spread of countries."""

KINDS: tuple[Kind, ...] = ("place", "size", "slot", "language", "institution", "countries")
"""Every kind, the gravest first."""


class FormingProblem(Exception):
    """Something asked for cannot be. The message says why and what to do."""


class Candidate(msgspec.Struct, frozen=True):
    """Somebody who is to meet in a subgroup. What is empty is not known, and binds nobody.

    ``subgroup`` is the id of the subgroup that the person is in already and stays in; empty for everybody else.
    """

    id: str
    name: str = ""
    institution: str = ""
    country: str = ""
    languages: frozenset[str] = frozenset()
    slots: frozenset[str] = frozenset()
    subgroup: str = ""


class Wishes(msgspec.Struct, frozen=True):
    """What a subgroup should be like.

    Hard: from ``least`` to ``most`` people; at most ``per_institution`` from one institution (0: as many as come);
    with ``common_slot`` a slot, and with ``common_language`` a language, that everybody has who states any. Soft: at
    least ``countries`` countries (0 or 1: any). New subgroups are numbered from ``first_number`` on.
    """

    least: int = 8
    most: int = 10
    per_institution: int = 2
    common_slot: bool = True
    common_language: bool = True
    countries: int = 3
    first_number: int = 1


class Formed(msgspec.Struct, frozen=True):
    """A subgroup as it is proposed, and the slot and the language it meets by (empty where none is common).

    ``id`` is that of the store for a subgroup that is there already, else one within the proposal (``new 3``).
    """

    id: str
    name: str
    members: tuple[Candidate, ...] = ()
    slot: str = ""
    language: str = ""
    new: bool = True


class Broken(msgspec.Struct, frozen=True):
    """A constraint that does not hold: in which subgroup (empty: in none), and a sentence with the numbers.

    ``people`` are the ids of those whom it is about, where it is not about all.
    """

    kind: Kind
    hard: bool
    group: str
    says: str
    people: tuple[str, ...] = ()


class Proposal(msgspec.Struct, frozen=True):
    """Subgroups, those left without a place, and everything that is broken.

    ``notes`` say what is not known of people; ``reasons`` why no proposal at all could hold every hard constraint.
    """

    groups: tuple[Formed, ...]
    wishes: Wishes
    unplaced: tuple[Candidate, ...] = ()
    broken: tuple[Broken, ...] = ()
    notes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    seed: int = 0

    @property
    def hard(self) -> int:
        """How many hard constraints are broken."""
        return sum(each.hard for each in self.broken)

    @property
    def soft(self) -> int:
        """How many soft ones are."""
        return len(self.broken) - self.hard

    def group(self, id: str) -> Formed:
        """The subgroup with this id. Raises ``FormingProblem``."""
        for each in self.groups:
            if each.id == id:
                return each
        raise FormingProblem(f"There is no subgroup “{id}” in this proposal.")

    def place_of(self, person: str) -> str:
        """The id of the subgroup that the person is in; empty for none. Raises ``FormingProblem``."""
        for group in self.groups:
            if any(member.id == person for member in group.members):
                return group.id
        if any(each.id == person for each in self.unplaced):
            return ""
        raise FormingProblem(f"There is nobody with the id “{person}” in this proposal.")


def checked(wishes: Wishes) -> Wishes:
    """The wishes, if they can be meant. Raises ``FormingProblem``."""
    if not 1 <= wishes.least <= wishes.most:
        raise FormingProblem(
            f"A subgroup of {wishes.least} to {wishes.most} people cannot be: "
            "give two numbers from 1 on, the smaller one first."
        )
    if wishes.per_institution < 0 or wishes.countries < 0:
        raise FormingProblem("How many people or countries are wanted cannot be less than 0.")
    return wishes
