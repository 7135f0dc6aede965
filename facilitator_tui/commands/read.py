"""``facilitator-tui read FILE``: shows what a report, transcript, chat or roster says, in its normal form.

Touches no store. How files are recognised and read is in ``imports``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from facilitator_tui.imports.column_map import ColumnMap
    from facilitator_tui.imports.normal import AttendanceFile, ChatFile, NormalForm, RosterFile, TurnsFile
    from facilitator_tui.imports.options import Wanted

COULD_NOT_BE_DONE = 3


class CannotRead(click.ClickException):
    """The file could not be read: one sentence, exit code 3."""

    exit_code = COULD_NOT_BE_DONE


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape.")
@click.option(
    "--zone", default="", metavar="NAME", help="Zone of local times, like Europe/Lisbon. Default: UTC."
)
@click.option(
    "--day-first/--month-first",
    "day_first",
    default=None,
    help="How to read dates like 03/04/2026 when the file does not decide it.",
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day of a meeting whose report gives times of day alone.",
)
@click.option(
    "--as",
    "wanted",
    type=click.Choice(["attendance", "turns", "roster"]),
    help="What to read out of a file that says several things.",
)
@click.option(
    "--columns", type=click.Path(path_type=Path), metavar="MAP", help="A column map (TOML or JSON)."
)
@click.option("--encoding", default="", metavar="NAME", help="The encoding, when another was recognised.")
def read(
    file: Path,
    as_json: bool,
    zone: str,
    day_first: bool | None,
    day: datetime | None,
    wanted: Wanted | None,
    columns: Path | None,
    encoding: str,
) -> None:
    """Show what FILE says: an attendance report, a transcript or chat, speaking turns, a roster.

    The file is recognised by what it contains. Nothing is stored.
    """
    from facilitator_tui.imports.encodings import UnknownEncoding, encoding_called
    from facilitator_tui.imports.normal import shape
    from facilitator_tui.imports.options import ReadOptions, UnknownZone, zone_of
    from facilitator_tui.imports.problems import ImportProblem
    from facilitator_tui.imports.recognise import read_file

    try:
        shown_in = zone_of(ReadOptions(zone))
        form = read_file(
            file,
            zone=zone,
            day_first=day_first,
            date=day.date() if day else None,
            wanted=wanted or "",
            encoding=encoding_called(encoding),
            maps=_maps(columns),
        )
    except UnknownEncoding as error:
        raise click.BadParameter(str(error), param_hint="--encoding") from error
    except UnknownZone as error:
        raise click.BadParameter(str(error), param_hint="--zone") from error
    except ImportProblem as error:
        raise CannotRead(str(error)) from error
    if as_json:
        # Bytes, so that names come out whole whatever the terminal's encoding is.
        click.echo(json.dumps(shape(form), ensure_ascii=False, indent=2).encode())
    else:
        click.echo("\n".join(_summary(form, shown_in)))


def _maps(columns: Path | None) -> tuple[ColumnMap, ...]:
    from facilitator_tui.imports.column_map import read_column_map

    return (read_column_map(columns),) if columns else ()


def _summary(form: NormalForm, zone: tzinfo) -> Iterator[str]:
    from facilitator_tui.imports.normal import AttendanceFile, RosterFile, TurnsFile

    if isinstance(form, TurnsFile):
        yield from _turns_summary(form)
    elif isinstance(form, AttendanceFile):
        yield from _attendance_summary(form, zone)
    elif isinstance(form, RosterFile):
        yield from _roster_summary(form)
    else:
        yield from _chat_summary(form)
    for warning in form.warnings:
        yield f"Note: {warning}"


def _turns_summary(form: TurnsFile) -> Iterator[str]:
    from facilitator_tui.imports.normal import speakers

    everyone = speakers(form)
    yield f"Speaking turns ({form.platform}): {len(form.turns)} turns in {_clock(form.span_ms)}"
    yield f"{'talk':>8}  {'turns':>5}  name"
    for each in everyone:
        yield f"{_clock(each.talk_ms):>8}  {each.turns:>5}  {each.name or '(nobody named)'}"


def _attendance_summary(form: AttendanceFile, zone: tzinfo) -> Iterator[str]:
    yield f"Attendance ({form.platform}): {form.title or 'no title'}, {len(form.people)} names"
    if form.started_ms is not None and form.ended_ms is not None:
        yield f"From {_local(form.started_ms, zone)} to {_local(form.ended_ms, zone)} ({zone})"
    yield f"{'present':>8}  {'spells':>6}  name"
    for person in form.people:
        email = f" <{person.email}>" if person.email else ""
        yield f"{_clock(person.present_ms):>8}  {len(person.spells):>6}  {person.name}{email}"


def _roster_summary(form: RosterFile) -> Iterator[str]:
    from facilitator_tui.imports.normal import not_taken

    yield f"Roster: {len(form.people)} {'person' if len(form.people) == 1 else 'people'}"
    for column in form.columns:
        if column.field:
            yield f"  {column.field.replace('_', ' '):>15}  from the column “{column.label}”"
    if left := not_taken(form.columns):
        yield f"Not taken: {', '.join(f'“{label}”' for label in left)}"
    for person in form.people:
        email = f" <{person.email}>" if person.email else ""
        more = [person.subgroup, person.institution, person.country, person.language_level, person.role]
        told = ", ".join(text for text in more if text)
        yield f"{person.name}{email}{f': {told}' if told else ''}"
    for problem in form.problems:
        yield problem.message


def _chat_summary(form: ChatFile) -> Iterator[str]:
    yield f"Chat ({form.platform}): {len(form.messages)} messages to everyone"
    for message in form.messages:
        time = "" if message.at_ms is None else f"{_clock(message.at_ms):>8}  "
        yield f"{time}{message.name}: {message.text}"


def _clock(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def _local(milliseconds: int, zone: tzinfo) -> str:
    return f"{datetime.fromtimestamp(milliseconds / 1000, zone):%Y-%m-%d %H:%M}"
