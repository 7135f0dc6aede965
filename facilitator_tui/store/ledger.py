"""The issuance ledger: who was given which badge at which issuer, when, under which rule and verdict.

Lines are only added. Addresses and names lie beside them and can be erased. What follows from the lines, and the
sending itself, are in ``issuing``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from facilitator_tui.dialogue.ids import IdMaker
from facilitator_tui.issuing.award import Issued, NewLine
from facilitator_tui.issuing.ledger_port import (
    OPEN,
    last_lines,
    may_follow,
    place,
    same_address,
    standing,
    taken,
)
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.guard import IN_ORDER, random_bits, reading, writing

if TYPE_CHECKING:
    from facilitator_tui.store.file import Store

_BESIDE = ("email", "name")
_OWN = tuple(field for field in Issued.__struct_fields__ if field not in _BESIDE)
_COLUMNS = ", ".join([*(f"issuance.{field}" for field in _OWN), "coalesce(email, '')", "coalesce(name, '')"])
_FIELDS = (*_OWN, *_BESIDE)


class Ledger:
    """Reads and adds lines. Every method may raise ``StoreProblem``; belongs to the thread of its store.

    The writing methods commit by themselves and refuse to be part of a larger transaction: a badge goes out as soon as
    they return.
    """

    def __init__(self, store: Store, randbits: Callable[[int], int] = random_bits) -> None:
        self._store = store
        self._ids = IdMaker(randbits)

    def history(self, course: str, badge: str | None = None, person: str | None = None) -> list[Issued]:
        """What happened to the badges of a course at every issuer, the oldest first."""
        return self._lines(
            "WHERE course = ? AND badge = coalesce(?, badge) AND person = coalesce(?, person)",
            course,
            badge,
            person,
        )

    def at_issuer(self, issuer: str, issuer_badge: str) -> list[Issued]:
        """What happened to one badge of an issuer, in whichever course, the oldest first."""
        return self._lines("WHERE issuer = ? AND issuer_badge = ?", issuer, issuer_badge)

    def unclear(self, issuer: str) -> list[Issued]:
        """The last lines of all that is open at an issuer: on its way, or with an answer that never came."""
        return [line for line in standing(self._lines("WHERE issuer = ?", issuer)) if line.action in OPEN]

    def add(self, lines: Sequence[NewLine]) -> tuple[Issued, ...]:
        """Write the lines as they are, in one commit."""
        self._alone()
        with writing(self._store):
            return self._written(lines)

    def reserve(self, lines: Sequence[NewLine]) -> tuple[Issued, ...]:
        """Write those lines whose person and address neither have this badge of the issuer nor may be getting it.

        Looking and writing are one transaction, so that two programs cannot both take the same person.
        """
        self._alone()
        with writing(self._store):
            busy = {
                key: taken(self.at_issuer(*key))
                for key in {(line.issuer, line.issuer_badge) for line in lines}
            }
            free: dict[tuple[str, str, str], NewLine] = {}
            for line in lines:
                people, addresses = busy[line.issuer, line.issuer_badge]
                who = (line.course, line.badge, line.person)
                address = same_address(line.email)
                if (
                    who not in people
                    and (line.issuer, line.issuer_badge, address) not in free
                    and address not in addresses
                ):
                    free[line.issuer, line.issuer_badge, address] = line
            return self._written(list(free.values()))

    def settle(self, lines: Sequence[NewLine]) -> tuple[Issued, ...]:
        """Write those lines that may follow the last one of their person and batch; one batch may have several."""
        self._alone()
        with writing(self._store):
            wanted = msgspec.json.encode(sorted({line.batch for line in lines})).decode()
            last = last_lines(self._lines("WHERE batch IN (SELECT value FROM json_each(?))", wanted))
            written: list[Issued] = []
            for line in lines:
                if may_follow(last.get(place(line)), line.action):
                    [kept] = self._written([line])
                    last[place(line)] = kept
                    written.append(kept)
            return tuple(written)

    def erase_addresses(self, person: str) -> int:
        """Erase the person's addresses and names from every line and give how many; the lines themselves stay.

        What is open for the person can then no longer be looked up at the issuer.
        """
        with writing(self._store):
            return self._store.connection.execute(
                "DELETE FROM issuance_address WHERE issuance IN (SELECT id FROM issuance WHERE person = ?)",
                (person,),
            ).rowcount

    def _alone(self) -> None:
        if self._store.connection.in_transaction:
            raise StoreProblem(
                "A badge must be written down by itself before it is sent. Please report this."
            )

    def _lines(self, clause: str, *parameters: str | None) -> list[Issued]:
        with reading(self._store):
            rows = self._store.rows(
                f"SELECT {_COLUMNS} FROM issuance "
                f"LEFT JOIN issuance_address ON issuance_address.issuance = issuance.id {clause} "
                f"ORDER BY {IN_ORDER}",
                *parameters,
            )
        return [Issued(**dict(zip(_FIELDS, row, strict=True))) for row in rows]

    def _written(self, lines: Sequence[NewLine]) -> tuple[Issued, ...]:
        kept = tuple(Issued(id=self._ids.next(line.at_ms), **msgspec.structs.asdict(line)) for line in lines)
        marks = ", ".join("?" * len(_OWN))
        self._store.connection.executemany(
            f"INSERT INTO issuance ({', '.join(_OWN)}) VALUES ({marks})",
            [tuple(getattr(line, field) for field in _OWN) for line in kept],
        )
        self._store.connection.executemany(
            "INSERT INTO issuance_address (issuance, email, name) VALUES (?, ?, ?)",
            [(line.id, line.email, line.name) for line in kept if line.email or line.name],
        )
        return kept
