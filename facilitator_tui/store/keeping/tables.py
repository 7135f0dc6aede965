"""Which tables a store is carried by: their order, what makes a row the same row, and what in them names somebody.

The columns themselves are asked of the file, so that one that a migration adds is carried along. Derived tables are
not here: they are made anew wherever a store arrives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from facilitator_tui.store.sqlite import Connection


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table that is carried.

    Rows with the same ``key`` are the same row. ``own`` are columns that only count within one file. A row whose key
    is there already is compared in ``compared``. Rows of a table ``beside`` another come along only with a new row
    there: what is missing beside an old one may have been erased. ``nameless`` says what a dump without names puts
    into a column that names somebody or holds their words; a table with ``names_all`` is left out of it.
    """

    name: str
    one: str
    says: str
    """What one of its rows, and several, are called where somebody reads their number."""
    key: tuple[str, ...]
    order: str
    compared: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    beside: str = ""
    nameless: tuple[str, ...] = ()
    names_all: bool = False

    @property
    def append_only(self) -> bool:
        """Whether two files can only disagree about a row because one of them was tampered with or damaged."""
        return self.name in ("plan", "entry", "rule", "verdict", "decision", "issuance")


_PERSON = (
    "name", "given_name", "family_name", "email", "institution", "country", "language_level", "consent",
    "certificate_name", "languages", "availability", "age", "guardian_consent",
)  # fmt: skip

TABLES: tuple[Table, ...] = (
    Table(
        name="plan",
        one="session plan",
        says="session plans",
        key=("sha256",),
        order="stored_ms, sha256",
        compared=("canonical",),
    ),
    Table(
        name="subgroup",
        one="subgroup",
        says="subgroups",
        key=("id",),
        order="id",
        compared=("name", "course", "zone", "first_day", "over_ms"),
        nameless=("name",),
    ),
    Table(
        name="session",
        one="session",
        says="sessions",
        key=("id",),
        order="id",
        compared=("subgroup", "title", "course", "module", "plan", "planned_ms", "zone"),
        nameless=("title",),
    ),
    Table(
        name="person",
        one="person",
        says="people",
        key=("id",),
        order="id",
        compared=_PERSON,
        nameless=_PERSON,
    ),
    Table(
        name="alias",
        one="name on a platform",
        says="names on platforms",
        key=("person", "name"),
        order="person, name",
        names_all=True,
    ),
    Table(
        name="membership",
        one="place in a subgroup",
        says="places in subgroups",
        key=("subgroup", "person", "role", "seat", "from_ms"),
        order="from_ms, id",
        compared=("to_ms", "course_role"),
        own=("id",),
    ),
    Table(
        name="withdrawal",
        one="withdrawal",
        says="withdrawals",
        key=("person", "course"),
        order="person, course",
        compared=("at_ms", "reason"),
        nameless=("reason", "author"),
    ),
    Table(
        name="delivery",
        one="thing handed in",
        says="things handed in",
        key=("id",),
        order="id",
        compared=("person", "course", "task", "module", "at_ms", "times", "to_person"),
    ),
    Table(
        name="rule",
        one="rule",
        says="rules",
        key=("sha256",),
        order="stored_ms, sha256",
        compared=("canonical",),
    ),
    Table(
        name="verdict",
        one="verdict",
        says="verdicts",
        key=("sha256",),
        order="stored_ms, sha256",
        compared=("course", "badge", "person", "rule"),
    ),
    Table(
        name="entry",
        one="entry",
        says="entries",
        key=("id",),
        order="seq",
        compared=("session", "kind", "v", "at_ms", "source", "payload"),
        own=("seq",),
        nameless=("author",),
    ),
    Table(
        name="note_text",
        one="text of a note or a reason",
        says="texts of notes and reasons",
        key=("entry",),
        order="entry",
        compared=("text",),
        beside="entry",
        names_all=True,
    ),
    Table(
        name="decision",
        one="decision",
        says="decisions",
        key=("id",),
        order="seq",
        compared=("course", "badge", "person", "kind", "verdict", "at_ms"),
        own=("seq",),
        nameless=("author",),
    ),
    Table(
        name="decision_text",
        one="reason of a decision",
        says="reasons of decisions",
        key=("decision",),
        order="decision",
        compared=("text",),
        beside="decision",
        names_all=True,
    ),
    Table(
        name="issuance",
        one="line of the ledger",
        says="lines of the ledger",
        key=("id",),
        order="seq",
        compared=("course", "badge", "person", "issuer", "issuer_badge", "action", "batch", "at_ms"),
        own=("seq",),
        nameless=("author",),
    ),
    Table(
        name="issuance_address",
        one="address in the ledger",
        says="addresses in the ledger",
        key=("issuance",),
        order="issuance",
        compared=("email", "name"),
        beside="issuance",
        names_all=True,
    ),
)
"""In an order in which every row comes after those that it refers to."""

DERIVED: tuple[str, ...] = ("turn", "spell", "note", "block_time", "session_summary")
"""Conclusions, filled by ``store.derived`` alone."""


def columns(connection: Connection, table: Table) -> list[str]:
    """The columns of the table that are carried, as this file has them."""
    rows = connection.execute("SELECT name FROM pragma_table_info(?)", (table.name,))
    return [name for (name,) in rows if name not in table.own]
