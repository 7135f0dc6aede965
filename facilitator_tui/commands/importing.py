"""``facilitator-tui import turns | attendance``: takes what a file says into a session's journal.

How files are read is in ``imports``, how they are taken in is in ``intake``. ``import people`` has its own file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
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
    instead,
    reading,
)
from facilitator_tui.commands.import_people import people
from facilitator_tui.commands.import_responses import responses

if TYPE_CHECKING:
    from facilitator_tui.imports.normal import AttendanceFile, TurnsFile
    from facilitator_tui.intake.reports import Intake, Question, Wish
    from facilitator_tui.store.file import Store
    from facilitator_tui.store.sessions import SessionRow


def _pairs(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    pairs = []
    for value in values:
        name, sign, whom = value.rpartition("=")
        if not (name.strip() and sign and whom.strip()):
            raise click.BadParameter(
                f"“{value}” is not like “Name in the file=Seat or person”.", context, option
            )
        pairs.append((name.strip(), whom.strip()))
    return tuple(pairs)


same_option = click.option(
    "--same",
    multiple=True,
    callback=_pairs,
    metavar="NAME=WHO",
    help="Who a name in the file is: a seat's number or a person's name. It is remembered.",
)


@click.group()
def import_() -> None:
    """Take a roster into subgroups; a transcript's turns or a platform's attendance report into a session."""


import_.add_command(people)
import_.add_command(responses)


@import_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--session", help="The session it belongs to. Default: a new one, called after the file.")
@click.option("--start", metavar="TIME", help="When the recording began, like “2026-03-02 18:00”.")
@click.option(
    "--zone", metavar="ZONE", help="The zone of --start, like Europe/Lisbon. Default: the session's."
)
@encoding_option
@same_option
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape.")
@db_option
def turns(
    file: Path,
    session: str | None,
    start: str | None,
    zone: str | None,
    encoding: str,
    same: tuple[tuple[str, str], ...],
    dry_run: bool,
    as_json: bool,
    db: str | None,
) -> None:
    """Take the speaking turns of FILE (WebVTT transcript, RTTM, BigBlueButton's events) into a session.

    Speakers are matched to the session's people by name; the doubtful and the others become guests. The same file
    adds nothing the second time.
    """
    from facilitator_tui.imports.normal import TurnsFile
    from facilitator_tui.imports.recognise import read_file

    with import_store(db, dry_run) as store:
        row = _session(store, session)
        with reading():
            form = read_file(file, wanted="turns", encoding=encoding_named(encoding))
        if not isinstance(form, TurnsFile):
            raise instead(file, form)
        wish = _wish(file, form, row, zone, start, same)
        _say(_taken(store, wish, dry_run), wish, dry_run, as_json)


@import_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--session", required=True, help="The session it belongs to.")
@click.option("--zone", metavar="ZONE", help="The zone of the report's times. Default: the session's.")
@click.option("--day-first/--month-first", default=None, help="How to read dates like 03/04/2026.")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day of a meeting whose report gives times of day alone.",
)
@columns_option
@encoding_option
@same_option
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape.")
@db_option
def attendance(
    file: Path,
    session: str,
    zone: str | None,
    day_first: bool | None,
    day: datetime | None,
    columns: Path | None,
    encoding: str,
    same: tuple[tuple[str, str], ...],
    dry_run: bool,
    as_json: bool,
    db: str | None,
) -> None:
    """Take a platform's attendance report FILE into a session, beside what was logged there.

    People are matched by e-mail or name; the others become guests. The same file adds nothing the second time.
    """
    from facilitator_tui.imports.normal import AttendanceFile
    from facilitator_tui.imports.recognise import read_file

    with import_store(db, dry_run) as store:
        row = _session(store, session)
        with reading():
            mapped = column_map(columns)
            form = read_file(
                file,
                zone=zone or (row.zone if row and not (mapped and mapped.zone) else ""),
                day_first=day_first,
                date=day.date() if day else None,
                wanted="attendance",
                encoding=encoding_named(encoding),
                maps=(mapped,) if mapped else (),
            )
        if not isinstance(form, AttendanceFile):
            raise instead(file, form)
        wish = _wish(file, form, row, zone, None, same)
        _say(_taken(store, wish, dry_run), wish, dry_run, as_json)


def _session(store: Store, session: str | None) -> SessionRow | None:
    from facilitator_tui.store.sessions import Sessions

    return None if session is None else Sessions(store).find(session)


def _wish(
    file: Path,
    form: TurnsFile | AttendanceFile,
    row: SessionRow | None,
    zone: str | None,
    start: str | None,
    same: tuple[tuple[str, str], ...],
) -> Wish:
    from facilitator_tui import settings, zones
    from facilitator_tui.intake.reports import Wish, source_of
    from facilitator_tui.plain import plain

    try:
        where = zones.zone(zone or (row.zone if row else zones.here()))
        return Wish(
            form=form,
            source=source_of(form, file),
            title=plain(file.stem) or "Imported session",
            author=settings.load(settings.config_path()).author,
            guess_ms=file.stat().st_mtime_ns // 1_000_000,
            zone=where.key,
            session=row.id if row else None,
            start_ms=zones.moment(start, where) if start else None,
            same=same,
            file=plain(file.name),
        )
    except zones.ZoneProblem as error:
        raise click.UsageError(str(error)) from error
    except settings.SettingsProblem as error:
        raise CouldNotBeDone(str(error)) from error
    except OSError as error:
        raise CouldNotBeDone(f"{plain(file.name)} cannot be read: {error.strerror or error}.") from error


def _taken(store: Store, wish: Wish, dry_run: bool) -> Intake:
    from facilitator_tui.clock import SystemClock
    from facilitator_tui.intake.reports import preview, take_in

    return (preview if dry_run else take_in)(store, wish, SystemClock())


def _say(taken: Intake, wish: Wish, dry_run: bool, as_json: bool) -> None:
    if as_json:
        shape = {**msgspec.structs.asdict(taken), "dry_run": dry_run}
        click.echo(msgspec.json.format(msgspec.json.encode(shape), indent=2))
        return
    click.echo("\n".join(_summary(taken, wish, dry_run)))


def _summary(taken: Intake, wish: Wish, dry_run: bool) -> Iterator[str]:
    from facilitator_tui.zones import wall_clock, zone_or_utc

    made = "new session" if taken.created else "session"
    yield f"{'Would go' if dry_run else 'Went'} to the {made} “{taken.title}”, {taken.session}"
    yield f"New: {taken.new} entries. There already: {taken.known}."
    if taken.matched:
        yield f"Matched: {', '.join(taken.matched)}"
    if taken.identified:
        yield f"Guests of an earlier import who are known now: {', '.join(taken.identified)}"
    for question in taken.questions:
        yield from _question(question)
    if taken.unknown:
        yield f"Unknown, entered as guests: {', '.join(taken.unknown)}"
    if taken.created and wish.start_ms is None and taken.zero_ms == wish.guess_ms:
        began = f"{wall_clock(taken.zero_ms, zone_or_utc(wish.zone)):%Y-%m-%d %H:%M}"
        yield (
            f"Note: The file does not say when the recording began; {began} ({wish.zone}), when the file was last "
            "changed, was taken. --start gives it."
        )
    for warning in taken.warnings:
        yield f"Note: {warning}"


def _question(question: Question) -> Iterator[str]:
    yield f"Doubtful, entered as a guest: {question.name} ({question.why})"
    for each in question.candidates:
        who = str(each.seat) if each.seat else each.name
        yield f"  {each.name}, {each.why}: --same “{question.name}={who}”"
