"""What ``doctor --fix`` puts right: only what can be made again from what is there. No entry is changed or lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from facilitator_tui.store.derived import rebuild
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import reading, writing
from facilitator_tui.store.keeping import checks
from facilitator_tui.store.keeping.copies import empty, in_memory, twin
from facilitator_tui.store.keeping.findings import many
from facilitator_tui.store.keeping.health import disagreeing, missing_objects
from facilitator_tui.store.keeping.leases import held, lease_files
from facilitator_tui.store.keeping.place import loose

if TYPE_CHECKING:
    from collections.abc import Iterator


def repair(path: Path, *, own_folder: bool = False) -> list[str]:
    """Put right what can be, and give a sentence for each thing done. Raises ``StoreProblem``.

    Refuses while a session is being recorded, and leaves a damaged store alone. The folder is closed to others only
    where it is the program's (``own_folder``).
    """
    if not path.exists():
        return []
    leases = lease_files(path)
    if running := [session for session, file in leases.items() if held(file)]:
        raise StoreProblem(f"Session {running[0]} is being recorded. Put things right afterwards.")
    return [*_closed_to_others(path, own_folder), *_without_leases(leases), *_inside(path)]


def _closed_to_others(path: Path, own_folder: bool) -> Iterator[str]:
    for each, mode in loose(path, own_folder=own_folder):
        try:
            each.chmod(mode)
        except OSError as error:
            raise StoreProblem(
                f"{each} cannot be closed to others: {error.strerror}. It may not be yours."
            ) from error
        yield f"{each} is for your own account alone now."


def _without_leases(leases: dict[str, Path]) -> Iterator[str]:
    for file in leases.values():
        file.unlink(missing_ok=True)
    if leases:
        yield f"{many(len(leases), 'lock file', 'lock files')} of a crashed program removed."


def _inside(path: Path) -> Iterator[str]:
    copy = in_memory(path)
    try:
        if checks.damage(copy):
            return
    finally:
        copy.close()
    with Store.open(path) as store:  # brings it up to date and takes in what waits beside it
        if store.read_only:
            return
        if made := _objects(store):
            yield f"Made again: {', '.join(made)}."
        if again := _rebuilt(store):
            yield f"The tables for SQL were made again for {many(again, 'session', 'sessions')}."


def _objects(store: Store) -> list[str]:
    """Make missing triggers and indexes again; a missing table is not made, for what was in it is gone."""
    missing = [name for name, kind in missing_objects(store).items() if kind in ("trigger", "index")]
    fresh = empty()
    try:
        with writing(store), reading(store):
            for name in missing:
                kind, sql = fresh.rows("SELECT type, sql FROM sqlite_schema WHERE name = ?", name)[0]
                store.connection.execute(f"DROP {kind} IF EXISTS {name}")
                store.connection.execute(sql)
    finally:
        fresh.close()
    return missing


def _rebuilt(store: Store) -> int:
    ended = [session for (session,) in store.rows("SELECT DISTINCT session FROM entry WHERE kind = 'closed'")]
    copy = twin(store)
    try:
        stale, wrong = disagreeing(copy, ended)
    finally:
        copy.close()
    done = 0
    for session in (*stale, *wrong):
        try:
            rebuild(store, session)
        except StoreProblem:  # a newer program wrote into it; told by the findings
            continue
        done += 1
    return done
