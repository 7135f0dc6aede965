"""``facilitator-tui subgroup list | show | set | form``: the subgroups of the store, and forming them out of people.

How subgroups are proposed is in ``forming``, how a proposal is kept in ``forming_desk``, and how it is printed in
``commands.subgroup_shapes``.
"""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facilitator_tui.commands.common import CouldNotBeDone, db_option, opened

if TYPE_CHECKING:
    from facilitator_tui.forming.values import Proposal, Wishes
    from facilitator_tui.intake.forming_sheet import Placed
    from facilitator_tui.screens.forming_port import ToForm
    from facilitator_tui.store.file import Store

PROBLEMS_FOUND = 1


@click.group()
def subgroup() -> None:
    """List, show, change and form subgroups."""


@subgroup.command(name="list")
@click.option("--course", default="", metavar="NAME", help="Only those of this course: its title or id.")
@click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape.")
@db_option
def list_(course: str, as_json: bool, db: str | None) -> None:
    """List the subgroups, with how many participants each has now."""
    from facilitator_tui.commands.subgroup_shapes import listed, print_json
    from facilitator_tui.desks.forming import of_course
    from facilitator_tui.store.completion import places
    from facilitator_tui.store.people import People

    with opened(db, read_only=True) as store:
        groups = of_course(People(store).subgroups(), course)
        rows = listed(groups, places(store, [group.id for group in groups]), _now_ms())
    if as_json:
        print_json(rows)
        return
    for row in rows:
        led = f"  with {', '.join(row.facilitators)}" if row.facilitators else ""
        click.echo(f"{row.participants:>3}  {row.name}  {row.course or '–'}{led}  {row.id}")
    if not rows:
        click.echo("There are no subgroups here yet. “facilitator-tui subgroup form” proposes some.")


@subgroup.command()
@click.argument("subgroup")
@click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape.")
@db_option
def show(subgroup: str, as_json: bool, db: str | None) -> None:
    """Show SUBGROUP (its name, its id, or the beginning of its id) and who is or was in it, from when to when."""
    from facilitator_tui.commands.subgroup_shapes import print_json, shown, shown_lines
    from facilitator_tui.store.completion import places
    from facilitator_tui.store.people import People

    with opened(db, read_only=True) as store:
        group = People(store).subgroup(subgroup)
        sheet = shown(group, places(store, [group.id]), People(store).members(group.id, _now_ms()))
    if as_json:
        print_json(sheet)
    else:
        click.echo("\n".join(shown_lines(sheet)))


@subgroup.command(name="set")
@click.argument("subgroup")
@click.option("--name", default="", metavar="NAME", help="Another name for it.")
@click.option("--zone", default="", metavar="ZONE", help="The zone by which they meet, like Europe/Rome.")
@click.option("--course", default="", metavar="COURSE", help="The course they take: its title or id.")
@click.option(
    "--first-day",
    metavar="DAY",
    help="The first day of their course, like 2026-03-02; “session”: that of the first session.",
)
@click.option("--over/--goes-on", default=None, help="Their course is over: what was not held will not be.")
@db_option
def set_(
    subgroup: str,
    name: str,
    zone: str,
    course: str,
    first_day: str | None,
    over: bool | None,
    db: str | None,
) -> None:
    """Change what is known of SUBGROUP (its name, its id, or the beginning of its id).

    The zone holds for days of the course, and for sessions that are planned from now on; others keep theirs.
    """
    from facilitator_tui.commands.subgroup_shapes import standing_line
    from facilitator_tui.plain import plain
    from facilitator_tui.store.guard import writing
    from facilitator_tui.store.people import People

    if not (zone or plain(name) or plain(course)) and first_day is None and over is None:
        raise click.UsageError("Say what is to be changed: --name, --zone, --course, --first-day or --over.")
    where = _zone(zone) if zone else ""
    with opened(db) as store, writing(store):
        people = People(store)
        group = people.subgroup(subgroup)
        if where:
            people.set_zone(group.id, where)
        if plain(name):
            people.rename_subgroup(group.id, name)
        if plain(course):
            people.set_course(group.id, _spelled(store, course))
        if first_day is not None:
            people.set_first_day(group.id, "" if first_day == "session" else first_day)
        if over is not None:
            people.set_over(group.id, _now_ms() if over else None)
        now = people.subgroup(group.id)
    click.echo(standing_line(now))


def _spelled(store: Store, course: str) -> str:
    """The course's title. One that is not there is refused: its name would be a course of its own."""
    from facilitator_tui.intake.course_names import courses_known

    known = courses_known(store)
    if unknown := known.unknown(course):
        raise click.BadParameter(unknown, param_hint="--course")
    return known.spelled(course)


@subgroup.command()
@click.option("--course", required=True, metavar="NAME", help="The course they are for: its title or id.")
@click.option(
    "--from",
    "pool",
    default="",
    metavar="SUBGROUP",
    help="Divide the participants of this subgroup, not all.",
)
@click.option("--size", metavar="8-10", help="How many people, at least and at most. Default: the course's.")
@click.option("--per-institution", type=click.IntRange(0), default=2, show_default=True, metavar="N")
@click.option("--countries", type=click.IntRange(0), default=3, show_default=True, metavar="N")
@click.option("--no-common-language", is_flag=True, help="They need no language in common.")
@click.option("--no-common-slot", is_flag=True, help="They need no slot in common.")
@click.option("--fill", is_flag=True, help="Fill the course's subgroups too; who is in one stays.")
@click.option(
    "--seed", type=int, default=1, show_default=True, metavar="N", help="Another gives another proposal."
)
@click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the proposal as CSV, to edit."
)
@click.option(
    "--in", "edited", type=click.Path(path_type=Path), metavar="FILE", help="Take the edited table instead."
)
@click.option(
    "--zone", default="", metavar="ZONE", help="The zone of new subgroups. Default: this computer's."
)
@click.option("--apply", "apply_", is_flag=True, help="Make these subgroups; without it nothing is changed.")
@click.option("--anyway", is_flag=True, help="With --apply: also where a hard constraint is broken.")
@db_option
def form(
    course: str,
    pool: str,
    size: str | None,
    per_institution: int,
    countries: int,
    no_common_language: bool,
    no_common_slot: bool,
    fill: bool,
    seed: int,
    as_json: bool,
    out: Path | None,
    edited: Path | None,
    zone: str,
    apply_: bool,
    anyway: bool,
    db: str | None,
) -> None:
    """Propose subgroups of everybody who is in none of the course, and say which constraint each breaks.

    Hard: the size, at most N people from one institution, a language and a slot in common. Soft: so many countries.
    Without --apply nothing is changed. Exit code 1: a hard constraint is broken, or the table has problems.
    """
    from msgspec.structs import replace

    from facilitator_tui.commands.subgroup_shapes import form_lines, form_shape, print_json
    from facilitator_tui.desks.forming import Kept, gather, keep

    with opened(db, read_only=not apply_) as store:
        to_form = gather(store, course, _now_ms(), pool=pool, with_members=fill or edited is not None)
        least, most = _size(size) if size else (to_form.wishes.least, to_form.wishes.most)
        wishes = replace(
            to_form.wishes,
            least=least,
            most=most,
            per_institution=per_institution,
            countries=countries,
            common_language=not no_common_language,
            common_slot=not no_common_slot,
        )
        found = _read(edited, to_form, wishes) if edited else _proposed(to_form, wishes, seed)
        kept: Kept | None = None
        if apply_ and not found.problems and (anyway or not found.proposal.hard):
            kept = keep(store, course, found.proposal, _now_ms(), pool=pool, zone=_zone(zone))
    if out is not None:
        _write(out, found.proposal)
    if as_json:
        print_json(form_shape(to_form, found, kept))
    else:
        click.echo("\n".join(form_lines(to_form, found, kept, refused=apply_ and kept is None, out=out)))
    if found.problems or (found.proposal.hard and kept is None):
        raise click.exceptions.Exit(PROBLEMS_FOUND)


def _proposed(to_form: ToForm, wishes: Wishes, seed: int) -> Placed:
    from facilitator_tui.forming.propose import propose
    from facilitator_tui.forming.values import FormingProblem
    from facilitator_tui.intake.forming_sheet import Placed

    if not any(not each.subgroup for each in to_form.people):
        told = " ".join(to_form.told)
        raise CouldNotBeDone(
            f"There is nobody to form subgroups of for “{to_form.course}”: take in a roster with “import people”, "
            f"or name another course.{' ' if told else ''}{told}"
        )
    try:
        return Placed(propose(to_form.people, wishes, seed, names=to_form.names))
    except FormingProblem as problem:
        raise click.UsageError(str(problem)) from problem


def _read(file: Path, to_form: ToForm, wishes: Wishes) -> Placed:
    from facilitator_tui.commands.import_files import reading
    from facilitator_tui.forming.values import FormingProblem, checked
    from facilitator_tui.intake.forming_sheet import placed, read_sheet

    try:
        checked(wishes)
    except FormingProblem as problem:
        raise click.UsageError(str(problem)) from problem
    with reading():
        return placed(read_sheet(file), to_form.people, wishes, to_form.names)


def _write(file: Path, proposal: Proposal) -> None:
    from facilitator_tui.atomic import write_whole
    from facilitator_tui.intake.forming_sheet import as_csv

    try:
        write_whole(file, as_csv(proposal))
    except OSError as error:
        raise CouldNotBeDone(f"{file} cannot be written: {error.strerror}. Choose another place.") from error


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"\s*(\d{1,4})\s*(?:[-–]\s*(\d{1,4})\s*)?", text)
    if found is None:
        raise click.BadParameter(f"“{text}” is no size. Write it like 8-10.", param_hint="--size")
    return int(found[1]), int(found[2] or found[1])


def _zone(name: str) -> str:
    from facilitator_tui import zones

    try:
        return zones.zone(name).key if name else zones.here()
    except zones.ZoneProblem as error:
        raise click.BadParameter(str(error), param_hint="--zone") from error


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
