"""Merging: the stores of several facilitators become one, in one commit.

What a union of rows is, is in ``union``. Here the files are opened and checked, all of them are taken in or none,
what follows from new entries is worked out anew, and what a person should look at is found: the same address with
two ids, two subgroups of one name, two people on one seat, a badge issued twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from facilitator_tui.store.derived import rebuild
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.guard import writing
from facilitator_tui.store.keeping.copies import bring_up_to_date, copy_of, empty, in_memory
from facilitator_tui.store.keeping.leases import recorded_now
from facilitator_tui.store.keeping.union import Difference, unite
from facilitator_tui.store.privacy.erasing import stay_erased
from facilitator_tui.store.privacy.remains import write_anew

if TYPE_CHECKING:
    from facilitator_tui.store.file import Store


class Brought(msgspec.Struct, frozen=True):
    """What came out of one file: rows by table, and how many texts were left out (see ``union``)."""

    file: str
    named: bool
    new: dict[str, int]
    known: dict[str, int]
    left_out: int


class Doubt(msgspec.Struct, frozen=True, order=True):
    """Something that the merge did not decide. ``what``: "address", "subgroup", "seat" or "badge"; whose ``ids``."""

    what: str
    says: str
    ids: tuple[str, ...]


class Merged(msgspec.Struct, frozen=True):
    """The whole merge: the ``sessions`` whose journals grew, and why one of them could not be summed up anew.

    ``erased_again`` says that words about people who were erased here came along, and were erased again.
    """

    files: tuple[Brought, ...]
    sessions: tuple[str, ...]
    differences: tuple[Difference, ...]
    doubts: tuple[Doubt, ...]
    not_rebuilt: tuple[str, ...] = ()
    erased_again: bool = False

    @property
    def new(self) -> dict[str, int]:
        """New rows by table, over all files."""
        total: Counter[str] = Counter()
        for file in self.files:
            total.update(file.new)
        return dict(total)


def merge(store: Store, files: Sequence[Path], now_ms: int) -> Merged:
    """Take the files into the store, all in one commit or none. Raises ``StoreProblem``.

    Whoever was erased here stays erased, whatever the files say about them.
    """
    if running := recorded_now(store.path):
        raise StoreProblem(
            f"Session {running[0]} is being recorded, and a merge would hold up its keys. Merge afterwards."
        )
    with writing(store):
        merged = _merged(store, files)
        erased = bool(stay_erased(store, now_ms))
    if erased:
        write_anew(store)
    return msgspec.structs.replace(merged, erased_again=erased)


def preview(path: Path, files: Sequence[Path]) -> Merged:
    """What ``merge`` into the store at ``path`` would do, tried on a copy in memory. Raises ``StoreProblem``.

    Where there is no store yet, an empty one is meant; none is made.
    """
    trial = in_memory(path) if path.exists() else empty()
    try:
        bring_up_to_date(trial)
        with writing(trial):
            return _merged(trial, files)
    finally:
        trial.close()


def _merged(store: Store, files: Sequence[Path]) -> Merged:
    brought: list[Brought] = []
    grown: set[str] = set()
    people: set[str] = set()
    differences: set[Difference] = set()
    for file in files:
        if file.exists() and store.path.exists() and file.samefile(store.path):
            raise StoreProblem(f"{file} is the store itself; name another file.")
        with copy_of(file) as copy:
            union = unite(store.connection, copy)
        brought.append(Brought(str(file), copy.named, union.new, union.known, union.left_out))
        grown.update(union.sessions)
        people.update(union.people)
        differences.update(union.differences)
    not_rebuilt: list[str] = []
    for session in sorted(grown):
        try:
            rebuild(store, session)
        except StoreProblem as problem:  # an entry that was here already and that a newer program wrote
            not_rebuilt.append(f"Session {session}: {problem}")
    return Merged(
        tuple(brought),
        tuple(sorted(grown)),
        tuple(sorted(differences)),
        doubts(store, people),
        tuple(not_rebuilt),
    )


def doubts(store: Store, people: set[str]) -> tuple[Doubt, ...]:
    """What a person should look at, as far as one of these people is concerned; subgroups are looked at all."""
    return tuple(
        sorted(
            [*_addresses(store, people), *_subgroups(store), *_seats(store, people), *_badges(store, people)]
        )
    )


def _addresses(store: Store, people: set[str]) -> list[Doubt]:
    by_address: dict[str, list[tuple[str, str]]] = {}
    for person, name, email in store.rows("SELECT id, name, email FROM person WHERE email <> '' ORDER BY id"):
        by_address.setdefault(email.strip().casefold(), []).append((person, name))
    return [
        Doubt(
            "address",
            f"the address {address} belongs to {len(found)} people: "
            + ", ".join(name or "no name" for _, name in found),
            tuple(person for person, _ in found),
        )
        for address, found in by_address.items()
        if len(found) > 1 and any(person in people for person, _ in found)
    ]


def _subgroups(store: Store) -> list[Doubt]:
    by_name: dict[tuple[str, str], list[str]] = {}
    for group, name, course in store.rows(
        "SELECT id, name, course FROM subgroup WHERE name <> '' ORDER BY id"
    ):
        by_name.setdefault((course.casefold(), name.casefold()), []).append(group)
        by_name[course.casefold(), name.casefold()].sort()
    names = dict(store.rows("SELECT id, name FROM subgroup"))
    return [
        Doubt("subgroup", f"{len(ids)} subgroups are called “{names[ids[0]]}”", tuple(ids))
        for ids in by_name.values()
        if len(ids) > 1
    ]


def _seats(store: Store, people: set[str]) -> list[Doubt]:
    rows = store.rows(
        "SELECT subgroup.name, seat, json_group_array(person) FROM (SELECT * FROM membership ORDER BY person) AS place "
        "JOIN subgroup ON subgroup.id = place.subgroup WHERE to_ms IS NULL AND seat > 0 "
        "GROUP BY subgroup.id, seat HAVING count(DISTINCT person) > 1"
    )
    found = [(name, seat, msgspec.json.decode(ids, type=tuple[str, ...])) for name, seat, ids in rows]
    return [
        Doubt("seat", f"seat {seat} of “{name}” has {len(ids)} people", ids)
        for name, seat, ids in found
        if people.intersection(ids)
    ]


def _badges(store: Store, people: set[str]) -> list[Doubt]:
    rows = store.rows(
        "SELECT badge, course, issuer, person, count(DISTINCT batch) FROM issuance WHERE action = 'issued' "
        "GROUP BY course, badge, issuer, person HAVING count(DISTINCT batch) > 1"
    )
    return [
        Doubt("badge", f"the badge “{badge}” of “{course}” was issued {times} times at {issuer}", (person,))
        for badge, course, issuer, person, times in rows
        if person in people
    ]
