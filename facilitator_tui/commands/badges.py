"""``facilitator-tui badges``: from verdicts to an issuer, by file or by a service, and the ledger of what went.

Who may go out is decided in ``issuing.preflight``; files are written by ``cohorts.export``. The commands that talk to
an issuer's service are in ``badges_sending``, and what is printed is in ``badges_words``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from facilitator_tui.commands.badges_options import (
    HELD_BACK,
    accept_option,
    awarding_of,
    badge_option,
    export_options,
    issuer_option,
    issuing,
    json_option,
)
from facilitator_tui.commands.badges_sending import read_back, revoke, secret, send
from facilitator_tui.commands.cohorts import author, cohort_of, people_named, zone_of
from facilitator_tui.commands.common import CouldNotBeDone, db_option, opened

if TYPE_CHECKING:
    from facilitator_tui.exports.badges.options import Options
    from facilitator_tui.issuing.award import Action, Awarding
    from facilitator_tui.issuing.reasons import Kind
    from facilitator_tui.store.file import Store


@click.group()
def badges() -> None:
    """Check, export and send badges that a person has confirmed, and keep the ledger of what was given."""


badges.add_command(send)
badges.add_command(read_back)
badges.add_command(revoke)
badges.add_command(secret)


@badges.command()
@click.argument("course")
@badge_option
@click.option(
    "--to", "destination", default="lines", show_default=True, metavar="KIND", help="Where they would go."
)
@issuer_option
@accept_option
@json_option
@db_option
def check(
    course: str,
    badge: str,
    destination: str,
    issuer: str,
    accepted: tuple[Kind, ...],
    as_json: bool,
    db: str | None,
) -> None:
    """Look through the badges of COURSE before they go out. Exit code 1 says that somebody is held back."""
    from facilitator_tui.commands import badges_words as words
    from facilitator_tui.issuing.preflight import check as look_through

    with opened(db, read_only=True) as store, issuing():
        awarding = awarding_of(store, course, badge)
        _known(destination)
        found = look_through(awarding, destination, issuer=issuer, accepted=accepted)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(words.preflight_shape(awarding, found)), indent=2))
    else:
        click.echo("\n".join(words.preflight_lines(awarding, found)))
    if found.held:
        raise click.exceptions.Exit(HELD_BACK)


@badges.command()
@click.argument("course")
@badge_option
@click.option("--to", "destination", required=True, metavar="KIND", help="lines, obf-csv, canvas, credly, …")
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder to write into.",
)
@issuer_option
@accept_option
@export_options
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@db_option
def export(
    course: str,
    badge: str,
    destination: str,
    folder: Path,
    issuer: str,
    accepted: tuple[Kind, ...],
    dry_run: bool,
    db: str | None,
    **said: Any,
) -> None:
    """Write the badges of COURSE into files for an issuer, and into the ledger that they were.

    Pre-flight comes first; who is held back is in no file. A second export holds only the new. Badges that must be
    revoked get a list of their own. Exit code 1 says that somebody was held back.
    """
    from facilitator_tui.cohorts.export import export as write
    from facilitator_tui.cohorts.export import rendered
    from facilitator_tui.commands import badges_words as words
    from facilitator_tui.issuing.preflight import check as look_through

    by = author()
    with opened(db, read_only=dry_run) as store, issuing():
        _known(destination)
        awarding = awarding_of(store, course, badge)
        options = _options(store, awarding, issuer, said)
        found = look_through(
            awarding, destination, issuer=issuer, accepted=accepted, per_file=options.per_file
        )
        if dry_run:
            made = [(name, len(awards)) for (name, _), awards in rendered(awarding, found, options)]
            click.echo("\n".join(words.preflight_lines(awarding, found)))
            click.echo("\n".join(words.would_be_written(made, folder)))
        else:
            written = write(store, awarding, found, options, folder, by)
            click.echo("\n".join([*words.preflight_lines(awarding, found), *words.written_lines(written)]))
    if found.held:
        raise click.exceptions.Exit(HELD_BACK)


def _known(destination: str) -> None:
    from facilitator_tui.exports.badges.destinations import destination as named

    named(destination)


def _options(store: Store, awarding: Awarding, issuer: str, said: dict[str, Any]) -> Options:
    from facilitator_tui.exports.badges.options import Issuer, Options

    return Options(
        zone=said["zone"] or zone_of(store, awarding.course),
        issuer=Issuer(
            id=said["issuer_id"],
            name=said["issuer_name"],
            url=said["issuer_id"],
            country=said["issuer_country"].upper(),
        ),
        issuer_badge=said["issuer_badge"] or _configured_badge(awarding, issuer),
        template=_content(said["template"]) if said["template"] else b"",
        columns=dict(said["columns"]),
        date_format=said["date_format"],
        per_file=said["per_file"],
    )


def _configured_badge(awarding: Awarding, issuer: str) -> str:
    """The badge's id at an issuer that is configured; empty where it is not."""
    from facilitator_tui import settings

    found = settings.load(settings.config_path())
    if issuer not in found.issuers:
        return ""
    return settings.issuer(found, issuer).badge_for(awarding.course.id, awarding.badge.id)


def _content(template: Path) -> bytes:
    from facilitator_tui.plain import plain

    try:
        return template.read_bytes()
    except OSError as error:
        raise CouldNotBeDone(
            f"The template {plain(template.name)} cannot be read: {error.strerror or error}."
        ) from error


# --- the ledger


@badges.command()
@click.argument("course")
@click.argument("people", nargs=-1, required=True, metavar="PERSON...")
@badge_option
@issuer_option
@click.option(
    "--as",
    "action",
    type=click.Choice(["issued", "not issued", "received", "revoked"]),
    required=True,
    help="What happened at the issuer.",
)
@db_option
def enter(
    course: str, people: tuple[str, ...], badge: str, issuer: str, action: Action, db: str | None
) -> None:
    """Enter by hand what happened to the badge of PERSON (name, e-mail address or id) at the issuer."""
    from facilitator_tui.cohorts.export import enter as write

    by = author()
    with opened(db) as store, issuing():
        cohort = cohort_of(store, course)
        chosen = cohort.badge(badge).id
        found = people_named(cohort, chosen, people)
        lines = write(cohort, chosen, [each.person for each in found], issuer, action, by)
    for line in lines:
        click.echo(f"{line.name or line.person}: {line.action} at {line.issuer}, written by {line.author}.")


@badges.command()
@click.argument("course")
@badge_option
@json_option
@db_option
def ledger(course: str, badge: str, as_json: bool, db: str | None) -> None:
    """Show what issuers were given of the badges of COURSE: who, when, under which rule and verdict."""
    from facilitator_tui.cohorts.finding import badge_of, checked, course_of
    from facilitator_tui.commands import badges_words as words
    from facilitator_tui.store.ledger import Ledger
    from facilitator_tui.store.people import People

    with opened(db, read_only=True) as store, issuing():
        chosen = checked(course_of(course))
        wanted = badge_of(chosen, badge).id if badge else None
        lines = Ledger(store).history(chosen.id, wanted)
        names = People(store).names({line.person for line in lines})
        zone = zone_of(store, chosen)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(lines), indent=2))
    else:
        click.echo("\n".join(words.ledger_lines(lines, names, zone)))
