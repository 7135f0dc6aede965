"""``facilitator-tui import people``: takes a roster into the people and subgroups of the store.

How rosters are read is in ``imports``, how they are taken in is in ``roster_intake``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

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
    from facilitator_tui.imports.roster_header import RosterChoice
    from facilitator_tui.imports.roster_outcome import Answer, Change, RosterIntake, RosterLine
    from facilitator_tui.intake.course_names import CourseNames
    from facilitator_tui.intake.roster_standing import Standing

PROBLEMS_FOUND = 1

Value = TypeVar("Value")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--subgroup", default="", metavar="NAME", help="The subgroup of those whose line names none.")
@click.option(
    "--course", default="", metavar="COURSE", help="The course that the subgroups belong to, by id or title."
)
@click.option("--new-course", is_flag=True, help="The course is one that the program does not know yet.")
@click.option(
    "--zone",
    default="",
    metavar="ZONE",
    help="The zone by which new subgroups meet, like Europe/Rome. Default: this computer's.",
)
@click.option(
    "--same",
    multiple=True,
    metavar="LINE=PERSON",
    help="The line is this person, named by name, e-mail address or id. May be given several times.",
)
@click.option(
    "--new", multiple=True, type=int, metavar="LINE", help="The line is somebody new. Several times, too."
)
@click.option(
    "--forget", is_flag=True, help="Forget how lists with these columns were corrected, and recognise them."
)
@click.option(
    "--from",
    "since",
    default="",
    metavar="DAY",
    help="Since when who is new in a subgroup belongs to it, like 2026-03-02. Default: now.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape.")
@columns_option
@encoding_option
@db_option
def people(
    file: Path,
    subgroup: str,
    course: str,
    new_course: bool,
    zone: str,
    same: tuple[str, ...],
    new: tuple[int, ...],
    forget: bool,
    since: str,
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
    from facilitator_tui.clock import SystemClock
    from facilitator_tui.intake.roster_standing import RosterWish
    from facilitator_tui.intake.rosters import preview, standing, take_in

    lines = _lines_said(same)
    read = _Roster(file, columns, encoding, forget)
    now = SystemClock().now_ms()
    from_ms, where = _since(since, now), _zone(zone)
    with import_store(db, dry_run) as store:
        known = standing(store, now)
        _refuse_unknown(course, new_course, known.courses)
        answers = _answers(known, lines, new)
        wish = RosterWish(read.form, subgroup, course, where, answers, from_ms)
        taken = (preview if dry_run else take_in)(store, wish, now)
    if not dry_run:
        read.remember()
    taken = msgspec.structs.replace(taken, warnings=(*read.notes, *taken.warnings))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(_shape(taken, dry_run)), indent=2))
    else:
        click.echo("\n".join(_summary(taken, dry_run)))
    if taken.problems or taken.count("doubtful"):
        raise click.exceptions.Exit(PROBLEMS_FOUND)


def _since(day: str, now: int) -> int | None:
    """The beginning of that day here; it cannot lie ahead, for nobody belongs to a subgroup before it is so."""
    from facilitator_tui import zones

    if not day:
        return None
    try:
        since = zones.moment(day, zones.zone(zones.here()))
    except zones.ZoneProblem as problem:
        raise click.BadParameter(str(problem), param_hint="--from") from problem
    if since > now:
        raise click.BadParameter(
            f"{day} has not come yet; leave it out for “from now on”.", param_hint="--from"
        )
    return since


def _zone(name: str) -> str:
    from facilitator_tui import zones

    try:
        return zones.zone(name).key if name else zones.here()
    except zones.ZoneProblem as problem:
        raise click.BadParameter(str(problem), param_hint="--zone") from problem


def _refuse_unknown(course: str, new_course: bool, known: CourseNames) -> None:
    if not new_course and (unknown := known.unknown(course)):
        message = f"{unknown} For one that the program does not know yet, add --new-course."
        raise click.BadParameter(message, param_hint="--course")


def _lines_said(same: tuple[str, ...]) -> list[tuple[int, str]]:
    said = []
    for each in same:
        line, sign, person = each.partition("=")
        if not sign or not line.strip().isdecimal() or not person.strip():
            message = f"write the line and the person, like 5=amal@example.org, and not “{each}”."
            raise click.BadParameter(message, param_hint="--same")
        said.append((int(line), person.strip()))
    return said


def _answers(known: Standing, same: list[tuple[int, str]], new: tuple[int, ...]) -> tuple[Answer, ...]:
    from facilitator_tui.imports.roster_outcome import NEW, Answer
    from facilitator_tui.intake.roster_standing import person_called

    both = {line for line, _ in same} & set(new)
    if both:
        message = f"line {min(both)} cannot be somebody known and somebody new."
        raise click.BadParameter(message, param_hint="--new")
    return (
        *(Answer(line, person_called(known, person)) for line, person in same),
        *(Answer(line, NEW) for line in new),
    )


class _Roster:
    """The file as it is read: as the options say, else as such lists were corrected before, else as recognised."""

    def __init__(self, file: Path, columns: Path | None, encoding: str, forget: bool) -> None:
        from facilitator_tui.imports.roster import labels_of, read_roster
        from facilitator_tui.imports.roster_header import RosterChoice
        from facilitator_tui.intake.roster_memory import own_memory

        self._memory, self._forget = own_memory(), forget
        self.notes: list[str] = []
        with reading():
            mapped = column_map(columns)
            if mapped and mapped.kind != "roster":
                raise CouldNotBeDone(f'The column map is for attendance; write kind = "roster" in {columns}.')
            named = encoding_named(encoding)
            self._labels = labels_of(file)
            ignored = mapped is not None or forget
            before = None if ignored else self._tried(lambda: self._memory.recall(self._labels))
            self.form: RosterFile = read_roster(file, mapped, encoding=named, choice=before or RosterChoice())
        if before:
            self.notes.append(
                "The list was read as one with these columns was corrected before; --forget ends that."
            )
        fields = tuple(column.field for column in self.form.columns) if mapped else None
        self._said: RosterChoice | None = None
        if mapped or named:
            kept = before or RosterChoice()
            self._said = msgspec.structs.replace(
                kept, fields=fields or kept.fields, encoding=named or kept.encoding
            )

    def remember(self) -> None:
        """Keep what the options said, for the next list with these columns; or forget what was kept."""
        if self._forget and self._tried(lambda: self._memory.forget(self._labels)):
            self.notes.append("It is forgotten how lists with these columns were corrected.")
        said = self._said
        if said and self._tried(lambda: self._memory.keep(self._labels, self.form, said)):
            self.notes.append("The next list with these columns is read in the same way; --forget ends that.")

    def _tried(self, do: Callable[[], Value]) -> Value | None:
        """What ``do`` gives; a memory that cannot be used is a note, for the list can be read without it."""
        from facilitator_tui.intake.roster_memory import MemoryProblem

        try:
            return do()
        except MemoryProblem as problem:
            self.notes.append(str(problem))
            return None


def _shape(taken: RosterIntake, dry_run: bool) -> dict[str, object]:
    from facilitator_tui.imports.normal import not_taken

    counts = {
        "new": taken.count("new"),
        "updated": taken.count("updated"),
        "unchanged": taken.count("unchanged"),
        "doubtful": taken.count("doubtful"),
    }
    left = not_taken(taken.columns)
    return {**counts, **msgspec.structs.asdict(taken), "not_taken": left, "dry_run": dry_run}


def _summary(taken: RosterIntake, dry_run: bool) -> Iterator[str]:
    from facilitator_tui.imports.normal import not_taken

    yield "This would be done:" if dry_run else "Done:"
    yield (
        f"New: {taken.count('new')}. Updated: {taken.count('updated')}. Unchanged: {taken.count('unchanged')}. "
        f"Doubtful, left out: {taken.count('doubtful')}. Problems: {len(taken.problems)}."
    )
    used = [f"{each.field.replace('_', ' ')} from “{each.label}”" for each in taken.columns if each.field]
    yield f"Columns: {', '.join(used)}"
    if left := not_taken(taken.columns):
        yield f"Not taken: {', '.join(f'“{label}”' for label in left)}"
    if taken.subgroups:
        yield f"New subgroups: {', '.join(taken.subgroups)} ({taken.zone})"
    for line in taken.people:
        if line.outcome == "doubtful":
            yield from _doubt(line)
        elif line.outcome != "unchanged" or line.kept:
            email = f" <{line.email}>" if line.email else ""
            told = "; ".join((*map(_change, line.changes), *map(_stays, line.kept)))
            outcome = "known" if line.outcome == "unchanged" else line.outcome
            yield f"{outcome:>8}  {line.name}{email}{f': {told}' if told else ''}"
    if taken.count("doubtful"):
        yield (
            "Take the list in again and say who a doubtful line is: --same LINE=PERSON for somebody known, --new LINE "
            "for somebody new."
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


def _field(change: Change) -> str:
    return {"email": "e-mail"}.get(change.field, change.field.replace("_", " "))


def _stays(change: Change) -> str:
    return f"{_field(change)} stays {change.before} (the list says {change.after})"


def _change(change: Change) -> str:
    field = _field(change)
    return f"{field} {change.before} → {change.after}" if change.before else f"{field} {change.after}"
