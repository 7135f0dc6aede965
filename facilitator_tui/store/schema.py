"""The tables, as the migrations that make them.

The journal (``entry``) takes rows and never changes one: triggers refuse. Everything that names a person or
holds free text lies in tables of its own, so that it can be corrected and erased. The derived tables are
conclusions for SQL and reports, filled by ``store.derived`` and by nobody else. Decisions about badges and what an
issuer was given (``decision``, ``issuance``) are append-only like the journal, and like it hold no name: reasons and
addresses lie beside them.

``user_version`` repeats the number of the last migration, so that opening an up-to-date file needs one pragma
and not sqlite-utils.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

VERSION = 3

_JOURNAL = """
CREATE TABLE plan (
    sha256 TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    canonical TEXT NOT NULL CHECK (json_valid(canonical)),
    stored_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE subgroup (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    course TEXT NOT NULL DEFAULT '',
    zone TEXT NOT NULL DEFAULT 'UTC',
    created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
    id TEXT PRIMARY KEY,
    subgroup TEXT REFERENCES subgroup (id),
    title TEXT NOT NULL,
    course TEXT NOT NULL DEFAULT '',
    module INTEGER,
    plan TEXT REFERENCES plan (sha256),
    planned_ms INTEGER,
    zone TEXT NOT NULL DEFAULT 'UTC',
    created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    session TEXT NOT NULL REFERENCES session (id),
    kind TEXT NOT NULL,
    v INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    logged_ms INTEGER NOT NULL,
    author TEXT NOT NULL,
    source TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload))
) STRICT;

CREATE INDEX entry_by_session ON entry (session, seq);

CREATE TRIGGER entry_is_not_updated BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER entry_is_not_deleted BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER entry_is_not_replaced BEFORE INSERT ON entry
WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.id OR seq = NEW.seq)
BEGIN SELECT RAISE(IGNORE); END;

CREATE TABLE note_text (
    entry TEXT PRIMARY KEY REFERENCES entry (id),
    text TEXT NOT NULL
) STRICT;
"""

_PEOPLE = """
CREATE TABLE person (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    given_name TEXT NOT NULL DEFAULT '',
    family_name TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    institution TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '',
    language_level TEXT NOT NULL DEFAULT '',
    consent TEXT NOT NULL DEFAULT '',
    created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE membership (
    id INTEGER PRIMARY KEY,
    subgroup TEXT NOT NULL REFERENCES subgroup (id),
    person TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL DEFAULT 'participant',
    seat INTEGER NOT NULL DEFAULT 0,
    from_ms INTEGER NOT NULL,
    to_ms INTEGER
) STRICT;

CREATE INDEX membership_by_subgroup ON membership (subgroup, person);
"""

_DERIVED = """
CREATE TABLE turn (
    session TEXT NOT NULL, entry TEXT NOT NULL, person TEXT NOT NULL, from_ms INTEGER NOT NULL,
    to_ms INTEGER NOT NULL, seconds REAL NOT NULL, recorded INTEGER NOT NULL, uncertain_ms INTEGER NOT NULL,
    asked INTEGER NOT NULL, block INTEGER
) STRICT;
CREATE INDEX turn_by_session ON turn (session, person);

CREATE TABLE spell (
    session TEXT NOT NULL, person TEXT NOT NULL, from_ms INTEGER NOT NULL, to_ms INTEGER,
    kind TEXT NOT NULL, room INTEGER
) STRICT;
CREATE INDEX spell_by_session ON spell (session, person);

CREATE TABLE note (
    session TEXT NOT NULL, entry TEXT NOT NULL, person TEXT NOT NULL, at_ms INTEGER NOT NULL, flag INTEGER NOT NULL
) STRICT;

CREATE TABLE block_time (
    session TEXT NOT NULL, block INTEGER NOT NULL, title TEXT NOT NULL, planned_ms INTEGER NOT NULL,
    from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL, paused_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE session_summary (
    session TEXT PRIMARY KEY, opened_ms INTEGER, closed_ms INTEGER, entries INTEGER NOT NULL,
    participants_present INTEGER NOT NULL, turns INTEGER NOT NULL, talk_ms INTEGER NOT NULL
) STRICT;
"""


_ALIASES = """
CREATE TABLE alias (
    person TEXT NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    PRIMARY KEY (person, name)
) STRICT;
"""

_COMPLETION = """
ALTER TABLE person ADD COLUMN certificate_name TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN languages TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN availability TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN age TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN guardian_consent TEXT NOT NULL DEFAULT '';
ALTER TABLE membership ADD COLUMN course_role TEXT NOT NULL DEFAULT '';
ALTER TABLE subgroup ADD COLUMN first_day TEXT NOT NULL DEFAULT '';
ALTER TABLE subgroup ADD COLUMN over_ms INTEGER;

CREATE TABLE withdrawal (
    person TEXT NOT NULL REFERENCES person (id),
    course TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    author TEXT NOT NULL,
    PRIMARY KEY (person, course)
) STRICT;

CREATE TABLE delivery (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    course TEXT NOT NULL,
    task TEXT NOT NULL,
    module INTEGER NOT NULL DEFAULT 0,
    at_ms INTEGER,
    times INTEGER NOT NULL DEFAULT 1,
    to_person TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL,
    logged_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX delivery_by_course ON delivery (course, person);

CREATE TABLE rule (
    sha256 TEXT PRIMARY KEY,
    course TEXT NOT NULL,
    badge TEXT NOT NULL,
    version TEXT NOT NULL,
    canonical TEXT NOT NULL CHECK (json_valid(canonical)),
    stored_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE verdict (
    sha256 TEXT PRIMARY KEY,
    course TEXT NOT NULL,
    badge TEXT NOT NULL,
    person TEXT NOT NULL,
    state TEXT NOT NULL,
    rule TEXT NOT NULL REFERENCES rule (sha256),
    canonical TEXT NOT NULL CHECK (json_valid(canonical)),
    stored_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX verdict_by_course ON verdict (course, badge, person);

CREATE TABLE decision (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    course TEXT NOT NULL,
    badge TEXT NOT NULL,
    person TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('confirmed', 'earned', 'not earned', 'rule decides', 'held', 'released')),
    verdict TEXT NOT NULL DEFAULT '',
    at_ms INTEGER NOT NULL,
    author TEXT NOT NULL
) STRICT;
CREATE INDEX decision_by_course ON decision (course, badge, person);

CREATE TRIGGER decision_is_not_updated BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;

CREATE TRIGGER decision_is_not_deleted BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;

CREATE TABLE decision_text (
    decision TEXT PRIMARY KEY REFERENCES decision (id),
    text TEXT NOT NULL
) STRICT;

CREATE TABLE issuance (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    course TEXT NOT NULL,
    badge TEXT NOT NULL,
    person TEXT NOT NULL,
    issuer TEXT NOT NULL,
    issuer_badge TEXT NOT NULL DEFAULT '',
    action TEXT NOT NULL CHECK (action IN
        ('exported', 'sending', 'issued', 'not issued', 'unclear', 'received', 'revoked')),
    rule TEXT NOT NULL,
    verdict TEXT NOT NULL,
    batch TEXT NOT NULL,
    remote TEXT NOT NULL DEFAULT '',
    at_ms INTEGER NOT NULL,
    author TEXT NOT NULL
) STRICT;
CREATE INDEX issuance_by_badge ON issuance (course, badge, person);

CREATE TRIGGER issuance_is_not_updated BEFORE UPDATE ON issuance
BEGIN SELECT RAISE(ABORT, 'the issuance ledger is append-only'); END;

CREATE TRIGGER issuance_is_not_deleted BEFORE DELETE ON issuance
BEGIN SELECT RAISE(ABORT, 'the issuance ledger is append-only'); END;

CREATE TABLE issuance_address (
    issuance TEXT PRIMARY KEY REFERENCES issuance (id),
    email TEXT NOT NULL,
    name TEXT NOT NULL
) STRICT;
"""


def migrations() -> Migrations:
    from sqlite_utils import Migrations

    migrations = Migrations("facilitator_tui")

    @migrations(name="0001_journal_people_and_derived_tables")
    def first(db: Database) -> None:
        _run(db, _JOURNAL + _PEOPLE + _DERIVED)

    @migrations(name="0002_aliases")
    def second(db: Database) -> None:
        _run(db, _ALIASES)

    @migrations(name="0003_completion")
    def third(db: Database) -> None:
        _run(db, _COMPLETION)

    return migrations


def _run(db: Database, script: str) -> None:
    """Every statement of the script within the transaction that is open (``executescript`` would commit it)."""
    import sqlite3

    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""


def migrate(db: Database) -> None:
    """Bring the file to ``VERSION``, alone: of two programs starting at once the second finds it done."""
    db.execute("BEGIN IMMEDIATE")
    try:
        migrations().apply(db)
        db.execute(f"PRAGMA user_version = {VERSION:d}")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
