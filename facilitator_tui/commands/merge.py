"""``facilitator-tui merge FILE…``: takes the stores of other facilitators into this one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from facilitator_tui.commands.cohorts import now_ms
from facilitator_tui.commands.common import CouldNotBeDone, db_option, opened, store_file

if TYPE_CHECKING:
    from facilitator_tui.store.keeping.merge import Brought, Doubt, Merged

SHOWN = 20
"""So many differences and doubts are shown; --json has all of them."""

_WHAT_NOW = {
    "address": "Both stay. If they are one person, go on with one of them and empty the address of the other.",
    "subgroup": "Both stay. Rename one, and name it by its id meanwhile.",
    "seat": "Give one of them another seat.",
    "badge": "Ask the issuer which one holds.",
}


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would come in, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape.")
@db_option
def merge(files: tuple[Path, ...], dry_run: bool, as_json: bool, db: str | None) -> None:
    """Take everything that is new in FILE… (stores, backups or dumps) into the store.

    Nothing that is here is changed. All files come in or none; the same file twice adds nothing. It cannot be taken
    back, so make a backup first.
    """
    merged = _previewed(files, db) if dry_run else _merged(files, db)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(merged), indent=2))
        return
    for line in _lines(merged, dry_run):
        click.echo(line)


def _previewed(files: tuple[Path, ...], db: str | None) -> Merged:
    from facilitator_tui.store.errors import StoreProblem
    from facilitator_tui.store.keeping.merge import preview

    try:
        return preview(store_file(db), files)
    except StoreProblem as error:
        raise CouldNotBeDone(str(error)) from error


def _merged(files: tuple[Path, ...], db: str | None) -> Merged:
    from facilitator_tui.store.keeping.merge import merge as merged_with

    with opened(db) as store:
        return merged_with(store, files, now_ms())


def _lines(merged: Merged, dry_run: bool) -> Iterator[str]:
    from facilitator_tui.store.keeping.findings import many

    for file in merged.files:
        yield from _of_file(file)
    if merged.differences:
        rows = many(
            len(merged.differences), "row is here and there and differs", "rows are here and there and differ"
        )
        yield f"{rows}. What is here stays:"
        yield from _first(
            [f"  {each.table} {each.key}: {', '.join(each.columns)}" for each in merged.differences]
        )
    if merged.doubts:
        yield "Please look at these; nothing is lost meanwhile:"
        yield from _first([line for doubt in merged.doubts for line in _of_doubt(doubt)], 3 * SHOWN)
    yield from merged.not_rebuilt
    if merged.erased_again:
        yield "Words about people who were erased here came along, and were erased again."
    if dry_run:
        yield "Nothing was changed; without --dry-run it would be."
    else:
        grown = many(len(merged.sessions), "session has", "sessions have")
        yield f"Done: {grown} new entries."


def _of_file(file: Brought) -> Iterator[str]:
    from facilitator_tui.store.keeping.findings import many
    from facilitator_tui.store.keeping.tables import TABLES

    new = [many(file.new[table.name], table.one, table.says) for table in TABLES if file.new[table.name]]
    known = many(sum(file.known.values()), "row", "rows")
    yield f"{file.file}: {', '.join(new) if new else 'nothing'} new; {known} known."
    if not file.named:
        yield "  It was made without names: new people have none, and authors are numbered."
    if file.left_out:
        yield (
            f"  {many(file.left_out, 'text was', 'texts were')} left out: what they belong to is here without them, "
            "so that they may have been erased."
        )


def _of_doubt(doubt: Doubt) -> Iterator[str]:
    yield f"  {doubt.says[:1].upper()}{doubt.says[1:]}."
    yield f"    ids: {', '.join(doubt.ids)}"
    yield f"    → {_WHAT_NOW[doubt.what]}"


def _first(lines: list[str], limit: int = SHOWN) -> Iterator[str]:
    yield from lines[:limit]
    if len(lines) > limit:
        yield "  … and more; --json shows all of them."
