"""``facilitator-tui session list | show | new | edit | remove``: the sessions of the store, and planning them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from facilitator_tui.commands.common import CouldNotBeDone, db_option, opened

if TYPE_CHECKING:
    from facilitator_tui.plans.model import SessionPlan
    from facilitator_tui.store.file import Store
    from facilitator_tui.store.sessions import SessionRow


@click.group()
def session() -> None:
    """List, show, create, change and remove sessions."""


@session.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape.")
@db_option
def list_(as_json: bool, db: str | None) -> None:
    """List every session, the newest first; a planned one counts by its planned time.

    The numbers can be used wherever a SESSION is asked for. Times are those of the session's zone, which is named where
    this computer's clock shows another time.
    """
    from facilitator_tui.store.sessions import Sessions

    with opened(db, read_only=True) as store:
        rows = Sessions(store).all()
    if as_json:
        _print_json([_shape(row) for row in rows])
        return
    times = [_when_and_zone(row) for row in rows]
    width = max(map(len, times), default=0)
    for number, (row, when) in enumerate(zip(rows, times, strict=True), start=1):
        click.echo(f"{number:>3}  {when:<{width}}  {_standing(row):<10}  {_title(row)}  {row.id}")
    if not rows:
        click.echo("There are no sessions yet. “facilitator-tui session new” creates one.")


@session.command()
@click.argument("session")
@click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape.")
@db_option
def show(session: str, as_json: bool, db: str | None) -> None:
    """Show SESSION (its number in the list, its id, or the beginning of its id) and who belongs to it."""
    from facilitator_tui.store.sessions import Sessions

    with opened(db, read_only=True) as store:
        row = Sessions(store).find(session)
        people = list(_people(store, row))
        plan = Sessions(store).plan(row.plan) if row.plan else None
    if as_json:
        _print_json({**_shape(row), "plan_title": plan.title if plan else "", "people": people})
        return
    click.echo(_title(row))
    click.echo(f"{_standing(row)}, {_when(row)} ({row.zone}), {row.entries} entries, id {row.id}")
    if row.course:
        click.echo(f"Course: {row.course}" + (f", module {row.module}" if row.module is not None else ""))
    if plan is not None:
        click.echo(f"Plan: {plan.title}, {plan.seconds // 60} min, {len(plan.during())} blocks")
    for person in people:
        click.echo(f"{person['seat'] or '–':>3}  {person['name']} ({person['role']})")


@session.command()
@click.option("--title", help="What the session is called. Default: the plan's title, or the day.")
@click.option("--subgroup", metavar="NAME", help="The subgroup that meets: its name or id.")
@click.option("--course", default="", help="The course it belongs to.")
@click.option("--module", type=int, help="The number of the module.")
@click.option(
    "--plan", "plan_file", type=click.Path(path_type=Path), help="The session plan, a Markdown file."
)
@click.option("--start", metavar="TIME", help="When it is planned, like “2026-03-02 18:00”.")
@click.option(
    "--zone", metavar="ZONE", help="The zone of its times, like Europe/Lisbon. Default: this computer's."
)
@db_option
def new(
    title: str | None,
    subgroup: str | None,
    course: str,
    module: int | None,
    plan_file: Path | None,
    start: str | None,
    zone: str | None,
    db: str | None,
) -> None:
    """Create a session. Prints its id alone on the first line."""
    from facilitator_tui import zones
    from facilitator_tui.store.people import People
    from facilitator_tui.store.sessions import Sessions

    now_ms = time.time_ns() // 1_000_000
    plan = _plan(plan_file) if plan_file is not None else None
    with opened(db) as store:
        sessions = Sessions(store)
        group = People(store).subgroup(subgroup) if subgroup else None
        try:
            where = zones.zone(zone or (group.zone if group else zones.here()))
            planned_ms = zones.moment(start, where) if start else None
        except zones.ZoneProblem as error:
            raise click.UsageError(str(error)) from error
        course = course or (group.course if group else "")
        if group is not None and course and not group.course:
            People(store).set_course(group.id, course)
        created = sessions.create(
            title
            or (
                plan.title if plan else f"Session of {zones.wall_clock(planned_ms or now_ms, where):%Y-%m-%d}"
            ),
            now_ms,
            subgroup=group.id if group else None,
            course=course,
            module=module if module is not None else (plan.module if plan else None),
            plan=sessions.keep_plan(plan, now_ms) if plan else None,
            planned_ms=planned_ms,
            zone=where.key,
        )
        row = sessions.get(created)
    click.echo(created)
    click.echo(f"Created: {_title(row)}, {_when(row)} ({row.zone}).")


@session.command()
@click.argument("session")
@click.option("--title", help="What the session is called.")
@click.option("--subgroup", metavar="NAME", help="The subgroup that meets: its name or id; “none” for none.")
@click.option(
    "--plan", "plan_file", type=click.Path(path_type=Path), help="The session plan, a Markdown file."
)
@click.option("--start", metavar="TIME", help="When it is planned, like “2026-03-02 18:00”, in its zone.")
@click.option("--zone", metavar="ZONE", help="The zone of its times, like Europe/Lisbon.")
@db_option
def edit(
    session: str,
    title: str | None,
    subgroup: str | None,
    plan_file: Path | None,
    start: str | None,
    zone: str | None,
    db: str | None,
) -> None:
    """Change SESSION, which has not begun. What is not named stays as it is; with another zone the moment does too,
    unless --start says another."""
    from facilitator_tui import zones
    from facilitator_tui.store.people import People
    from facilitator_tui.store.sessions import Sessions

    plan = _plan(plan_file) if plan_file is not None else None
    with opened(db) as store:
        sessions = Sessions(store)
        row = sessions.find(session)
        group = row.subgroup
        if subgroup is not None:
            group = "" if subgroup.casefold() == "none" else People(store).subgroup(subgroup).id
        try:
            where = zones.zone(zone or row.zone)
            planned_ms = zones.moment(start, where) if start else row.planned_ms
        except zones.ZoneProblem as error:
            raise click.UsageError(str(error)) from error
        kept = sessions.keep_plan(plan, time.time_ns() // 1_000_000) if plan else row.plan
        module = plan.module if plan else row.module
        sessions.change(
            row.id,
            *(row.title if title is None else title, group or None, row.course, module),
            *(kept or None, planned_ms, where.key),
        )
        row = sessions.get(row.id)
    click.echo(f"Changed: {_title(row)}, {_when(row)} ({row.zone}).")


@session.command()
@click.argument("session")
@db_option
def remove(session: str, db: str | None) -> None:
    """Take SESSION out of the lists and the register, if nothing was logged in it. It cannot be taken back."""
    from facilitator_tui.clock import SystemClock
    from facilitator_tui.commands.cohorts import author
    from facilitator_tui.desks.around import StoreDesk
    from facilitator_tui.store.sessions import Sessions

    with opened(db) as store:
        row = Sessions(store).find(session)
        StoreDesk(store, SystemClock(), author()).remove_session(row.id)
    click.echo(f"Removed: {_title(row)}, {_when(row)} ({row.zone}).")


def _plan(file: Path) -> SessionPlan:
    """The plan that the file holds; what is wrong with it ends the command."""
    from facilitator_tui.plans.reader import read_module_file

    reading = read_module_file(file)
    if reading.plan is None:
        for problem in reading.problems:
            if problem.severity == "error":
                click.echo(str(problem), err=True)
        raise CouldNotBeDone(f"{file} cannot be used as a plan; nothing was created or changed.")
    return reading.plan


def _people(store: Store, row: SessionRow) -> Iterator[dict[str, object]]:
    """Who has a place: by the journal once the session was opened, by the subgroup before."""
    from facilitator_tui.dialogue.entries import Seat
    from facilitator_tui.dialogue.log import SessionLog
    from facilitator_tui.dialogue.words import shown_name
    from facilitator_tui.store.people import People
    from facilitator_tui.store.sessions import Sessions

    if row.opened_ms is not None:
        state = SessionLog(store.journal(row.id).read()).state
        seats = [Seat(person.id, person.number, person.role) for person in state.seated()]
    else:
        seats = list(Sessions(store).seats_for(row.subgroup, row.at_ms)) if row.subgroup else []
    names = People(store).names([seat.person for seat in seats])
    for seat in seats:
        name = shown_name(names.get(seat.person, ""), seat.number, seat.role)
        yield {"id": seat.person, "name": name, "role": seat.role, "seat": seat.number}


def _shape(row: SessionRow) -> dict[str, object]:
    """The JSON shape of a session: docs/reports.md."""
    return {**msgspec.structs.asdict(row), "standing": _standing(row)}


def _print_json(value: object) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))


def _standing(row: SessionRow) -> str:
    if row.opened_ms is None:
        return "planned"
    return "held" if row.closed_ms is not None else "open"


def _when(row: SessionRow) -> str:
    from facilitator_tui.zones import wall_clock, zone_or_utc

    return f"{wall_clock(row.at_ms, zone_or_utc(row.zone)):%Y-%m-%d %H:%M}"


def _when_and_zone(row: SessionRow) -> str:
    from facilitator_tui.zones import elsewhere

    return f"{_when(row)} {elsewhere(row.at_ms, row.zone)}".rstrip()


def _title(row: SessionRow) -> str:
    return f"{row.subgroup_name} · {row.title}" if row.subgroup_name else row.title
