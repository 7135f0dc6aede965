"""Which entries of a journal count, and when they happened: voids, amendments and names given later.

What the facts that remain amount to is the business of ``dialogue.fold``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from msgspec.structs import replace

from facilitator_tui.dialogue import entries as e


class Effective(msgspec.Struct, frozen=True):
    """A fact that counts, at the time that counts."""

    at_ms: int
    id: str
    fact: e.Fact

    @property
    def key(self) -> tuple[int, str]:
        return (self.at_ms, self.id)


def resolve(entries: Iterable[e.Entry]) -> list[Effective]:
    """The facts that count, with amendments and later names applied, in order of (time, id)."""
    known = {entry.id: entry for entry in entries}
    return resolve_by(reading(known), known.values())


def resolve_by(read: Reading, entries: Iterable[e.Entry]) -> list[Effective]:
    """The facts that count by this reading, in order of (time, id)."""
    facts = [fact for fact in map(read.effective, entries) if fact is not None]
    facts.sort(key=lambda effective: (effective.at_ms, effective.id))
    return facts


class Reading(msgspec.Struct, frozen=True):
    """How the entries are to be read: which do not count, what was amended, who got a name later.

    It also holds for entries that are yet to come: one of a forgotten import, or about a person named since.
    """

    void: set[str]
    void_sources: set[str]
    amends: dict[str, list[e.Amend]]
    alias: dict[str, str]

    def effective(self, entry: e.Entry) -> Effective | None:
        """What the entry says by this reading; None when it does not count or only speaks about others."""
        if entry.id in self.void or entry.source in self.void_sources or isinstance(entry.fact, e.Meta):
            return None
        fact, at_ms = entry.fact, entry.at_ms
        if entry.id in self.amends:
            if _taken_out(fact, self.amends[entry.id]):
                return None
            fact, at_ms = _amended(fact, at_ms, self.amends[entry.id])
        return Effective(at_ms, entry.id, _renamed(fact, self.alias) if self.alias else fact)


def reading(known: Mapping[str, e.Entry]) -> Reading:
    void = voided(known)
    sources = {
        entry.fact.of_source
        for entry in known.values()
        if isinstance(entry.fact, e.Void) and entry.fact.of_source and entry.id not in void
    }
    return Reading(void, sources, _amendments(known, void), _aliases(known, void))


def voided(known: Mapping[str, e.Entry]) -> set[str]:
    """The ids that do not count, of entries known or yet to come. A void that is itself void voids nothing."""
    voiders: dict[str, list[str]] = {}
    by_source: dict[str, list[str]] = {}
    # Sorted, so that even a ring of voids is broken at the same place whatever order the entries came in.
    for void_id, fact in sorted((x.id, x.fact) for x in known.values() if isinstance(x.fact, e.Void)):
        for target in fact.targets:
            voiders.setdefault(target, []).append(void_id)
        if fact.of_source:
            by_source.setdefault(fact.of_source, []).append(void_id)
    if not voiders and not by_source:
        return set()
    decided: dict[str, bool] = {}

    def is_void(entry_id: str) -> bool:
        # An undo and redo chain can be long, so no recursion; a ring (only a forged file has one) ends too.
        path = [entry_id]
        while path:
            current = path[-1]
            entry = known.get(current)
            voids = voiders.get(current, []) + (by_source.get(entry.source, []) if entry else [])
            open_ones = [v for v in voids if v not in decided and v not in path]
            if open_ones:
                path.append(open_ones[0])
                continue
            decided[current] = any(not decided.get(v, True) for v in voids)
            path.pop()
        return decided[entry_id]

    candidates = set(voiders) | {x.id for x in known.values() if x.source in by_source}
    return {entry_id for entry_id in sorted(candidates) if is_void(entry_id)}


def _amendments(known: Mapping[str, e.Entry], void: set[str]) -> dict[str, list[e.Amend]]:
    found: dict[str, list[tuple[int, str, e.Amend]]] = {}
    for entry in known.values():
        if isinstance(entry.fact, e.Amend) and entry.id not in void:
            found.setdefault(entry.fact.target, []).append((entry.logged_ms, entry.id, entry.fact))
    return {target: [amend for *_, amend in sorted(rows)] for target, rows in found.items()}


def _taken_out(fact: e.Fact, amends: Iterable[e.Amend]) -> bool:
    return isinstance(fact, e.Note | e.Flag) and any(amend.nobody for amend in amends)


def _amended(fact: e.Fact, at_ms: int, amends: list[e.Amend]) -> tuple[e.Fact, int]:
    for amend in amends:
        at_ms = at_ms if amend.at_ms is None else amend.at_ms
        if amend.person is not None and hasattr(fact, "person"):
            fact = replace(fact, person=amend.person)
        if amend.nobody and isinstance(fact, e.Floor):
            fact = e.Floor()
        if amend.ms is not None and hasattr(fact, "ms"):
            fact = replace(fact, ms=amend.ms)
    return fact, at_ms


def _aliases(known: Mapping[str, e.Entry], void: set[str]) -> dict[str, str]:
    rows = sorted(
        (entry.logged_ms, entry.id, entry.fact)
        for entry in known.values()
        if isinstance(entry.fact, e.Same) and entry.id not in void
    )
    alias = {fact.person: fact.same_as for *_, fact in rows}
    for person in alias:
        seen, target = {person}, alias[person]
        while target in alias and target not in seen:
            seen.add(target)
            target = alias[target]
        alias[person] = target
    return alias


def _renamed(fact: e.Fact, alias: Mapping[str, str]) -> e.Fact:
    match fact:
        case e.Opened(seats=seats):
            return replace(fact, seats=tuple(replace(s, person=alias.get(s.person, s.person)) for s in seats))
        case e.Seated(seat=seat):
            return e.Seated(replace(seat, person=alias.get(seat.person, seat.person)))
        case e.Round(order=order):
            return e.Round(tuple(alias.get(p, p) for p in order))
        case e.Rooms(rooms=rooms):
            return e.Rooms(tuple(tuple(alias.get(p, p) for p in room) for room in rooms))
    person: str = getattr(fact, "person", "")
    return replace(fact, person=alias[person]) if person in alias else fact
