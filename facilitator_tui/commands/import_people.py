"""``facilitator-tui import people``: takes a roster into the people and subgroups of the store.

How rosters are read is in ``imports``, how they are taken in is in ``roster_intake``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from facilitator_tui.commands.common import CouldNotBeDone, db_option
from facilitator_tui.commands.import_files import (
    column_map,
    columns_option,
    encoding_named,
    encoding_option,
    import_store,
    reading,
)

if TYPE_CHECKING:
    from facilitator_tui.imports.normal import RosterFile
    from facilitator_tui.roster_intake import Change, RosterIntake, RosterLine

PROBLEMS_FOUND = 1


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--subgroup", default="", metavar="NAME", help="The subgroup of those whose line names none.")
@click.option("--course", default="", metavar="TEXT", help="The course that the subgroups belong to.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape.")
@columns_option
@encoding_option
@db_option
def people(
    file: Path,
    subgroup: str,
    course: str,
    dry_run: bool,
    as_json: bool,
    columns: Path | None,
    encoding: str,
    db: str | None,
) -> None:
    """Take the people of the roster FILE into subgroups.

    Who is known already, by e-mail address or name, is brought up to date and never doubled. Lines that are
    doubtful are left out and named. Exit code 1 says that lines had problems; the others were taken in.
    """
    from facilitator_tui import zones
    from facilitator_tui.clock import SystemClock
    from facilitator_tui.roster_intake import RosterWish, preview, take_in

    form = _roster(file, columns, encoding)
    wish = RosterWish(form, subgroup, course, zones.here())
    with import_store(db, dry_run) as store:
        taken = (preview if dry_run else take_in)(store, wish, SystemClock().now_ms())
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(_shape(taken, dry_run)), indent=2))
    else:
        click.echo("\n".join(_summary(taken, dry_run)))
    if taken.problems or taken.count("doubtful"):
        raise click.exceptions.Exit(PROBLEMS_FOUND)


def _roster(file: Path, columns: Path | None, encoding: str) -> RosterFile:
    from facilitator_tui.imports.roster import read_roster

    with reading():
        mapped = column_map(columns)
        if mapped and mapped.kind != "roster":
            raise CouldNotBeDone(f'The column map is for attendance; write kind = "roster" in {columns}.')
        return read_roster(file, mapped, encoding=encoding_named(encoding))


def _shape(taken: RosterIntake, dry_run: bool) -> dict[str, object]:
    counts = {
        "new": taken.count("new"),
        "updated": taken.count("updated"),
        "unchanged": taken.count("unchanged"),
        "doubtful": taken.count("doubtful"),
    }
    return {**counts, **msgspec.structs.asdict(taken), "dry_run": dry_run}


def _summary(taken: RosterIntake, dry_run: bool) -> Iterator[str]:
    yield "This would be done:" if dry_run else "Done:"
    yield (
        f"New: {taken.count('new')}. Updated: {taken.count('updated')}. Unchanged: {taken.count('unchanged')}. "
        f"Doubtful, left out: {taken.count('doubtful')}. Problems: {len(taken.problems)}."
    )
    used = [f"{each.field.replace('_', ' ')} from “{each.label}”" for each in taken.columns if each.field]
    yield f"Columns: {', '.join(used)}"
    if taken.subgroups:
        yield f"New subgroups: {', '.join(taken.subgroups)}"
    for line in taken.people:
        if line.outcome == "doubtful":
            yield from _doubt(line)
        elif line.outcome != "unchanged":
            email = f" <{line.email}>" if line.email else ""
            told = "; ".join(_change(change) for change in line.changes)
            yield f"{line.outcome:>8}  {line.name}{email}{f': {told}' if told else ''}"
    if taken.count("doubtful"):
        yield (
            "If a doubtful line is somebody known, give both the same e-mail address; if not, give each an address "
            "of their own. Then take the list in again."
        )
    for problem in taken.problems:
        yield problem.message
    for warning in taken.warnings:
        yield f"Note: {warning}"


def _doubt(line: RosterLine) -> Iterator[str]:
    yield f"doubtful  Line {line.line}: {line.name} is left out: {line.why}. It may be:"
    for each in line.candidates:
        email = f" <{each.email}>" if each.email else ""
        yield f"          {each.name}{email} ({each.why})"


def _change(change: Change) -> str:
    field = {"email": "e-mail"}.get(change.field, change.field.replace("_", " "))
    return f"{field} {change.before} → {change.after}" if change.before else f"{field} {change.after}"
