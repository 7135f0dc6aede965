"""A dump: the store as lines of JSON that can be read without this program, and put back by it.

The first line is a head (what this is, of which version, made when), each further line one row of one table, the last
one says how many rows there were and their SHA-256, so that a file that was cut off or damaged is noticed. Tables
come in an order in which every row stands after those that it refers to. Entries, plans, rules and verdicts stand in
it as the very bytes that the store holds. The shape is documented in docs/keeping.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from facilitator_tui.plain import plain
from facilitator_tui.store import schema
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.guard import reading
from facilitator_tui.store.keeping.tables import TABLES, Table, columns

if TYPE_CHECKING:
    from facilitator_tui.store.file import Store

FORMAT = "facilitator-tui dump"
VERSION = 1

_JSON = ("payload", "canonical")
"""Columns whose text is JSON; they stand in a dump as what they are."""


class Head(msgspec.Struct, frozen=True):
    """The first line. ``names`` is false for a dump without names; ``schema`` is the version of the tables."""

    format: str
    version: int
    schema: int
    made_ms: int
    names: bool = True


class _Line(msgspec.Struct, frozen=True):
    table: str = ""
    row: dict[str, msgspec.Raw] = {}
    end: bool = False
    rows: int = 0
    sha256: str = ""


# --- writing one


def lines(store: Store, made_ms: int, sessions: Sequence[str] = (), *, names: bool = True) -> Iterator[bytes]:
    """The lines of the dump, each with its line end; what was committed when the first one was asked for.

    With ``sessions`` (ids) only these, with their subgroups, plans and people; what belongs to a course and not to
    a session is left out then. Raises ``StoreProblem``.
    """
    digest, count = sha256(), 0
    head = Head(FORMAT, VERSION, schema.VERSION, made_ms, names)
    with reading(store):
        store.connection.execute("BEGIN")
        try:
            for line in _all(store, head, sessions, names):
                digest.update(line)
                count += 1
                yield line
        finally:
            store.connection.execute("ROLLBACK")
    yield _line({"end": True, "rows": count - 1, "sha256": digest.hexdigest()})


def _all(store: Store, head: Head, sessions: Sequence[str], names: bool) -> Iterator[bytes]:
    yield _line(head)
    scope = _scope(store, sessions) if sessions else None
    aliases: dict[str, str] = {}
    for table in TABLES:
        if not names and table.names_all:
            continue
        wanted = scope.get(table.name, "0") if scope is not None else "1"
        own = columns(store.connection, table)
        for values in store.connection.execute(
            f"SELECT {', '.join(own)} FROM {table.name} WHERE {wanted} ORDER BY {table.order}"
        ):
            row = dict(zip(own, values, strict=True))
            if not names:
                _take_names_out(row, table, aliases)
            yield _line({"table": table.name, "row": {name: _shown(name, row[name]) for name in row}})


def _take_names_out(row: dict[str, Any], table: Table, aliases: dict[str, str]) -> None:
    """Empty what names somebody; authors become "author 1", "author 2", …, for they tell apart who wrote what."""
    for name in table.nameless:
        if name == "author":
            row[name] = aliases.setdefault(row[name], f"author {len(aliases) + 1}")
        else:
            row[name] = ""


def _shown(column: str, value: Any) -> Any:
    if column in _JSON and isinstance(value, str) and value.startswith("{") and "\n" not in value:
        return msgspec.Raw(value.encode())
    return value


def _line(value: object) -> bytes:
    return msgspec.json.encode(value) + b"\n"


def _scope(store: Store, sessions: Sequence[str]) -> dict[str, str]:
    """For each table that is wanted, which rows belong to these sessions: a condition in SQL."""
    known = {session for (session,) in store.rows("SELECT id FROM session")}
    for session in sessions:
        if session not in known:
            raise StoreProblem(f"There is no session with the id {plain(session)}.")
    chosen = _listed(sessions)
    plans, groups, people = _around(store, chosen)
    return {
        "plan": f"sha256 IN {plans}",
        "subgroup": f"id IN {groups}",
        "session": f"id IN {chosen}",
        "person": f"id IN {people}",
        "alias": f"person IN {people}",
        "membership": f"subgroup IN {groups}",
        "entry": f"session IN {chosen}",
        "note_text": f"entry IN (SELECT id FROM entry WHERE session IN {chosen})",
    }


def _around(store: Store, chosen: str) -> tuple[str, str, str]:
    """The plans, subgroups and people of these sessions, as lists in SQL."""
    opened = (
        f"SELECT json_extract(payload, '$.plan') FROM entry WHERE kind = 'opened' AND session IN {chosen}"
    )
    plans = store.rows(f"SELECT plan FROM session WHERE id IN {chosen} UNION {opened}")
    groups = store.rows(
        f"SELECT DISTINCT subgroup FROM session WHERE id IN {chosen} AND subgroup IS NOT NULL"
    )
    in_groups = _listed(group for (group,) in groups)
    people = store.rows(
        f"SELECT person FROM membership WHERE subgroup IN {in_groups} UNION SELECT found.value FROM entry, "
        f"json_tree(entry.payload) AS found WHERE entry.session IN {chosen} AND found.type = 'text'"
    )
    return _listed(plan for (plan,) in plans if plan), in_groups, _listed(person for (person,) in people)


def _listed(values: Iterable[str]) -> str:
    quoted = ("'" + value.replace("'", "''") + "'" for value in sorted(set(values)))
    return f"({', '.join(quoted)})"


# --- reading one


def is_dump(path: Path) -> bool:
    """Whether the file begins as a dump does, also as one of a newer version."""
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.readline(4096), type=Head).format == FORMAT
    except (OSError, msgspec.DecodeError):
        return False


def load(path: Path, store: Store) -> bool:
    """Put the rows of the dump into ``store``, which is empty; gives whether it is a dump with names.

    One commit. Raises ``StoreProblem``, and nothing is in the store then.
    """
    try:
        with path.open("rb") as file, store.transaction():
            return _load(path, file, store)
    except OSError as error:
        raise StoreProblem(f"{path} cannot be read: {error.strerror or error}.") from error
    except store.errors as error:
        raise StoreProblem(
            f"{path} holds a row that fits into no store ({error}). It was changed."
        ) from error


def _load(path: Path, file: Iterable[bytes], store: Store) -> bool:
    numbered = enumerate(file, start=1)
    first = next(numbered, (1, b""))[1]
    head = _head(path, first)
    digest, count, ended = sha256(first), 0, False
    known = {table.name: columns(store.connection, table) for table in TABLES}
    waiting: list[tuple[Any, ...]] = []
    statement = ""
    decoder = msgspec.json.Decoder(_Line)
    for number, text in numbered:
        if ended:
            _changed(path, number, "stands after the end")
        try:
            line = decoder.decode(text)
            row = {name: _value(name, bytes(raw)) for name, raw in line.row.items()}
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            _changed(path, number, f"cannot be read ({error})")
        if line.end:
            ended = (line.rows, line.sha256) == (count, digest.hexdigest())
            if not ended:
                _changed(path, number, "does not agree with the lines before it")
            continue
        if line.table not in known or not {*row} <= {*known[line.table]}:
            _changed(path, number, f"is about something unknown (“{plain(line.table)}”)")
        digest.update(text)
        count += 1
        wanted = f"INSERT INTO {line.table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
        if wanted != statement or len(waiting) >= 1000:
            _write(store, statement, waiting)
            statement, waiting = wanted, []
        waiting.append(tuple(row.values()))
    if not ended:
        raise StoreProblem(f"{path} is cut off: its last line is missing. Get the whole file.")
    _write(store, statement, waiting)
    return head.names


def _head(path: Path, text: bytes) -> Head:
    try:
        head = msgspec.json.decode(text, type=Head)
    except msgspec.DecodeError:
        head = None
    if head is None or head.format != FORMAT:
        raise StoreProblem(f"{path} is no dump of this program. Choose another file.")
    if head.version > VERSION or head.schema > schema.VERSION:
        raise StoreProblem(
            f"{path} was written by a newer version of the program. Update the program to use it."
        )
    return head


def _value(column: str, raw: bytes) -> str | int | float | None:
    if column in _JSON and raw.startswith(b"{"):
        return raw.decode()
    return msgspec.json.decode(raw, type=str | int | float | None)


def _write(store: Store, statement: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        store.connection.executemany(statement, rows)


def _changed(path: Path, number: int, what: str) -> NoReturn:
    raise StoreProblem(
        f"{path}: line {number} {what}. The file was changed or damaged; take another copy of it."
    )
