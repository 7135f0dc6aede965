"""``facilitator-tui calendar SUBGROUP``: the subgroup's sessions for everybody's calendar."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facilitator_tui.commands.common import CouldNotBeDone, db_option, opened

if TYPE_CHECKING:
    from facilitator_tui.exports.calendar import Meeting
    from facilitator_tui.store.file import Store
    from facilitator_tui.store.people import Subgroup
    from facilitator_tui.store.sessions import SessionRow, Sessions

_TWO_HOURS_MS = 7_200_000


@click.command()
@click.argument("subgroup")
@click.option(
    "--zones",
    metavar="ZONES",
    help="The zones to tell the hour in, like “Europe/Rome,Africa/Tunis”. "
    "Default: the subgroup's, and those of its members' countries.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="The file to write, or a folder. Without it the calendar is printed.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape instead.")
@db_option
def calendar(subgroup: str, zones: str | None, out: Path | None, as_json: bool, db: str | None) -> None:
    """Write the sessions of SUBGROUP (its name or id) as an iCalendar file.

    It says when each session begins in each zone, and where a change of clocks moves the hour between two sessions.
    """
    from facilitator_tui.exports.calendar import in_order, to_ical
    from facilitator_tui.exports.files import ExportProblem, safe_name, write_file
    from facilitator_tui.store.people import People

    made_ms = time.time_ns() // 1_000_000
    with opened(db, read_only=True) as store:
        group = People(store).subgroup(subgroup)
        names = _named_zones(zones) if zones is not None else _zones_of(store, group, made_ms)
        meetings = in_order(list(_meetings(store, group)))
    if as_json:
        click.echo(_json(group, meetings, names))
        return
    if not meetings:
        raise CouldNotBeDone(f"“{group.name}” has no session with a time. “session new … --start” plans one.")
    content = to_ical(group.name, group.id, meetings, names, made_ms=made_ms)
    for sentence in _warnings(meetings, names):
        click.echo(sentence, err=True)
    if out is None:
        click.echo(content, nl=False)
        return
    try:
        file = write_file(out / f"{safe_name(group.name)}.ics" if out.is_dir() else out, content)
    except ExportProblem as error:
        raise CouldNotBeDone(str(error)) from error
    click.echo(f"Written: {file} ({len(meetings)} {'session' if len(meetings) == 1 else 'sessions'})")


def _named_zones(text: str) -> tuple[str, ...]:
    from facilitator_tui.zones import ZoneProblem, zone

    try:
        return tuple(zone(name.strip()).key for name in text.split(",") if name.strip())
    except ZoneProblem as error:
        raise click.UsageError(str(error)) from error


def _zones_of(store: Store, group: Subgroup, now_ms: int) -> tuple[str, ...]:
    """The subgroup's zone and those of its members' countries; a country whose zone is not clear is named."""
    from facilitator_tui.country_zones import zone_of
    from facilitator_tui.store.people import People

    members = People(store).members(group.id, now_ms)
    countries = sorted({member.person.country for member in members} - {""})
    found = {country: zone_of(country) for country in countries}
    unclear = [country for country, zone in found.items() if zone is None]
    if unclear:
        click.echo(f"The zone of {', '.join(unclear)} is not clear; name zones with --zones.", err=True)
    return tuple(dict.fromkeys((group.zone, *(zone for zone in found.values() if zone is not None))))


def _meetings(store: Store, group: Subgroup) -> list[Meeting]:
    from facilitator_tui.store.sessions import Sessions

    sessions = Sessions(store)
    rows = [row for row in sessions.all() if row.subgroup == group.id]
    return [_meeting(row, _length_ms(sessions, row)) for row in rows if row.planned_ms or row.opened_ms]


def _meeting(row: SessionRow, length_ms: int) -> Meeting:
    """The session as planned; one that was never planned, as it was held."""
    from facilitator_tui.exports.calendar import Meeting

    begins_ms = row.planned_ms or row.opened_ms or 0
    ends_ms = begins_ms + length_ms
    if not row.planned_ms and row.closed_ms:
        ends_ms = max(row.closed_ms, begins_ms)
    return Meeting(
        id=row.id,
        title=row.title,
        begins_ms=begins_ms,
        ends_ms=ends_ms,
        zone=row.zone,
        course=row.course,
        module=row.module,
        held=row.opened_ms is not None,
    )


def _length_ms(sessions: Sessions, row: SessionRow) -> int:
    plan = sessions.plan(row.plan) if row.plan else None
    return plan.seconds * 1000 if plan is not None and plan.seconds else _TWO_HOURS_MS


def _warnings(meetings: list[Meeting], zones: tuple[str, ...]) -> list[str]:
    from facilitator_tui.exports.calendar import shifts, start_in

    return [
        f"{meeting.title} ({start_in(meeting, meeting.zone)}): {shift}"
        for before, meeting in pairwise(meetings)
        for shift in shifts(before, meeting, zones)
    ]


def _json(group: Subgroup, meetings: list[Meeting], zones: tuple[str, ...]) -> str:
    """The JSON shape of a calendar: docs/register.md."""
    import msgspec

    from facilitator_tui.exports.calendar import shifts, zones_of
    from facilitator_tui.exports.register_columns import stamp

    before = [None, *meetings][: len(meetings)]
    shape = [
        {
            "session": meeting.id,
            "title": meeting.title,
            "subgroup": group.name,
            "course": meeting.course,
            "module": meeting.module,
            "zone": meeting.zone,
            "held": meeting.held,
            "begins": {zone: stamp(meeting.begins_ms, zone) for zone in zones_of(meeting, zones)},
            "ends": {zone: stamp(meeting.ends_ms, zone) for zone in zones_of(meeting, zones)},
            "shifts": [str(shift) for shift in shifts(last, meeting, zones)] if last is not None else [],
        }
        for last, meeting in zip(before, meetings, strict=True)
    ]
    return msgspec.json.format(msgspec.json.encode(shape), indent=2).decode()
