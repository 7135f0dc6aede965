"""What completion keeps: what was handed in, the rules and verdicts that were decided on, and people's decisions.

Rules and verdicts are kept as the canonical text that they were, by their hash; what they mean is in ``completion``.
Decisions are append-only like the journal; their reasons lie beside them. What an issuer was given is in ``ledger``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from facilitator_tui.dialogue.ids import IdMaker
from facilitator_tui.plain import plain
from facilitator_tui.plans.model import Role
from facilitator_tui.store.guard import IN_ORDER, random_bits, reading, writing
from facilitator_tui.store.people import PersonRow

if TYPE_CHECKING:
    from facilitator_tui.store.file import Store

LONGEST_REASON = 2_000

DecisionKind = Literal["confirmed", "earned", "not earned", "rule decides", "held", "released"]


class DeliveryRow(msgspec.Struct, frozen=True, kw_only=True):
    """Something handed in ``times`` times. ``module`` is 0 where it belongs to none.

    ``at_ms`` is None where nobody has dated it. ``to_person`` says to whom a reaction was; ``source`` is the import.
    """

    id: str
    person: str
    course: str
    task: str
    module: int = 0
    at_ms: int | None = None
    times: int = 1
    to_person: str = ""
    source: str
    logged_ms: int


class DeliverySource(msgspec.Struct, frozen=True):
    """An import of deliveries: how many there are from it, and when the first was written."""

    source: str
    deliveries: int
    logged_ms: int


class StoredRule(msgspec.Struct, frozen=True):
    """A rule under which somebody decided, as canonical text under its hash."""

    sha256: str
    course: str
    badge: str
    version: str
    canonical: str
    stored_ms: int


class StoredVerdict(msgspec.Struct, frozen=True):
    """A verdict that somebody decided on. ``sha256`` is its digest, ``rule`` the hash of the rule it was made by."""

    sha256: str
    course: str
    badge: str
    person: str
    state: str
    rule: str
    canonical: str
    stored_ms: int


class DecisionRow(msgspec.Struct, frozen=True):
    """One decision of a person. ``verdict`` is the digest of what they had before them, ``text`` their reason."""

    id: str
    course: str
    badge: str
    person: str
    kind: DecisionKind
    verdict: str
    at_ms: int
    author: str
    text: str = ""


class PlaceRow(msgspec.Struct, frozen=True):
    """Somebody's place in a subgroup from one moment to another; None: it goes on."""

    subgroup: str
    person: PersonRow
    role: Role
    course_role: str
    from_ms: int
    to_ms: int | None


_DELIVERY = ", ".join(DeliveryRow.__struct_fields__)
_RULE = ", ".join(StoredRule.__struct_fields__)
_VERDICT = ", ".join(StoredVerdict.__struct_fields__)
_DECISION = "id, course, badge, person, kind, verdict, at_ms, author"
_PERSON = ", ".join(f"person.{field}" for field in PersonRow.__struct_fields__)


class Deliveries:
    """What was handed in. An import can be taken back as a whole. Every method may raise ``StoreProblem``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, rows: Iterable[DeliveryRow]) -> int:
        """Keep these in one commit and give how many are new; those whose id is there stay as they are."""
        before = self._store.connection.total_changes
        with writing(self._store):
            self._store.connection.executemany(
                f"INSERT INTO delivery ({_DELIVERY}) VALUES ({_marks(DeliveryRow)}) ON CONFLICT (id) DO NOTHING",
                [_values(row) for row in rows],
            )
        return self._store.connection.total_changes - before

    def of_course(self, course: str) -> list[DeliveryRow]:
        """Everything handed in for a course, by person and time."""
        return self._rows("WHERE course = ? ORDER BY person, coalesce(at_ms, 0), id", course)

    def from_source(self, source: str) -> list[DeliveryRow]:
        return self._rows("WHERE source = ? ORDER BY person, coalesce(at_ms, 0), id", source)

    def sources(self, course: str = "") -> list[DeliverySource]:
        """The imports there are deliveries from (of this course, if one is given), the oldest first."""
        clause, parameters = ("WHERE course = ?", [course]) if course else ("", [])
        with reading(self._store):
            rows = self._store.rows(
                f"SELECT source, count(*), min(logged_ms) FROM delivery {clause} GROUP BY source "
                "ORDER BY min(logged_ms), source",
                *parameters,
            )
        return [DeliverySource(*row) for row in rows]

    def known(self, ids: Collection[str]) -> set[str]:
        """Which of these ids are there."""
        with reading(self._store):
            rows = self._store.rows(
                "SELECT id FROM delivery WHERE id IN (SELECT value FROM json_each(?))", _listed(ids)
            )
        return {id_ for (id_,) in rows}

    def forget(self, source: str) -> int:
        """Take an import back as a whole; gives how many deliveries that were."""
        with writing(self._store):
            return int(
                self._store.connection.execute("DELETE FROM delivery WHERE source = ?", (source,)).rowcount
            )

    def _rows(self, clause: str, *parameters: str) -> list[DeliveryRow]:
        with reading(self._store):
            rows = self._store.rows(f"SELECT {_DELIVERY} FROM delivery {clause}", *parameters)
        return [_row(DeliveryRow, row) for row in rows]


class Verdicts:
    """The rules and verdicts that were decided on; both stay as they were. Methods may raise ``StoreProblem``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep_rule(self, rule: StoredRule) -> None:
        self._keep("rule", _RULE, rule)

    def keep(self, verdict: StoredVerdict) -> None:
        """Keep a verdict whose rule is kept already."""
        self._keep("verdict", _VERDICT, verdict)

    def rules(self, course: str, badge: str) -> list[StoredRule]:
        """The rules of a badge under which somebody decided, the oldest first."""
        clause = "WHERE course = ? AND badge = ? ORDER BY stored_ms, sha256"
        with reading(self._store):
            rows = self._store.rows(f"SELECT {_RULE} FROM rule {clause}", course, badge)
        return [StoredRule(*row) for row in rows]

    def of_badge(self, course: str, badge: str) -> dict[str, list[StoredVerdict]]:
        """The verdicts of a badge that were decided on, by person, the oldest first."""
        clause = "WHERE course = ? AND badge = ? ORDER BY stored_ms, sha256"
        with reading(self._store):
            rows = self._store.rows(f"SELECT {_VERDICT} FROM verdict {clause}", course, badge)
        found: dict[str, list[StoredVerdict]] = {}
        for row in rows:
            verdict = StoredVerdict(*row)
            found.setdefault(verdict.person, []).append(verdict)
        return found

    def _keep(self, table: str, columns: str, row: msgspec.Struct) -> None:
        with writing(self._store):
            self._store.connection.execute(
                f"INSERT INTO {table} ({columns}) VALUES ({_marks(type(row))}) ON CONFLICT (sha256) DO NOTHING",
                _values(row),
            )


class Decisions:
    """What people decided about badges, one line after another. Methods may raise ``StoreProblem``."""

    def __init__(self, store: Store, randbits: Callable[[int], int] = random_bits) -> None:
        self._store = store
        self._ids = IdMaker(randbits)

    def add(
        self,
        course: str,
        badge: str,
        person: str,
        kind: DecisionKind,
        at_ms: int,
        author: str,
        verdict: str = "",
        text: str = "",
    ) -> str:
        """Write one decision and give its id. The reason lies beside it, where it can be erased."""
        chosen = self._ids.next(at_ms)
        with writing(self._store):
            self._store.connection.execute(
                f"INSERT INTO decision ({_DECISION}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (chosen, course, badge, person, kind, verdict, at_ms, plain(author)),
            )
            if text.strip():
                self._store.connection.execute(
                    "INSERT INTO decision_text (decision, text) VALUES (?, ?)",
                    (chosen, plain(text, LONGEST_REASON)),
                )
        return chosen

    def of_badge(self, course: str, badge: str) -> dict[str, list[DecisionRow]]:
        """What was decided about a badge, by person, in its order."""
        columns = ", ".join(f"decision.{column}" for column in _DECISION.split(", "))
        with reading(self._store):
            rows = self._store.rows(
                f"SELECT {columns}, coalesce(decision_text.text, '') FROM decision "
                "LEFT JOIN decision_text ON decision_text.decision = decision.id "
                f"WHERE course = ? AND badge = ? ORDER BY {IN_ORDER}",
                course,
                badge,
            )
        found: dict[str, list[DecisionRow]] = {}
        for row in rows:
            decision = DecisionRow(*row)
            found.setdefault(decision.person, []).append(decision)
        return found


def places(store: Store, subgroups: Collection[str]) -> list[PlaceRow]:
    """Every place that anybody has or had in these subgroups, in the order in which they were taken."""
    width = len(PersonRow.__struct_fields__)
    with reading(store):
        rows = store.rows(
            f"SELECT {_PERSON}, subgroup, role, course_role, from_ms, to_ms FROM membership "
            "JOIN person ON person.id = membership.person "
            "WHERE subgroup IN (SELECT value FROM json_each(?)) ORDER BY from_ms, membership.id",
            _listed(subgroups),
        )
    return [PlaceRow(row[width], PersonRow(*row[:width]), *row[width + 1 :]) for row in rows]


def sessions_with(store: Store, people: Collection[str]) -> set[str]:
    """The sessions where any of these people was given a place, or turned out to be one of the guests."""
    with reading(store):
        rows = store.rows(
            "SELECT DISTINCT entry.session FROM entry, json_tree(entry.payload) AS found "
            "WHERE entry.kind IN ('opened', 'seated', 'same') AND found.type = 'text' "
            "AND found.value IN (SELECT value FROM json_each(?))",
            _listed(people),
        )
    return {session for (session,) in rows}


def _listed(values: Iterable[str]) -> str:
    return msgspec.json.encode(sorted(set(values))).decode()


def _marks(kind: type[msgspec.Struct]) -> str:
    return ", ".join("?" * len(kind.__struct_fields__))


def _values(row: msgspec.Struct) -> tuple[Any, ...]:
    return msgspec.structs.astuple(row)


def _row(kind: type[DeliveryRow], row: tuple[Any, ...]) -> DeliveryRow:
    return kind(**dict(zip(kind.__struct_fields__, row, strict=True)))
