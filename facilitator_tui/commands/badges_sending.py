"""``badges send | read-back | revoke | secret``: an issuer's service. The sending itself is in ``issuing``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from facilitator_tui.commands.badges_options import (
    HELD_BACK,
    accept_option,
    awarding_of,
    badge_option,
    issuer_called,
    issuer_option,
    issuing,
)
from facilitator_tui.commands.cohorts import author, cohort_of, people_named
from facilitator_tui.commands.common import db_option, opened

if TYPE_CHECKING:
    from facilitator_tui.issuing.reasons import Kind
    from facilitator_tui.issuing.sending import Sender
    from facilitator_tui.settings import Issuer
    from facilitator_tui.store.file import Store


@click.command()
@click.argument("course")
@badge_option
@issuer_option
@accept_option
@click.option("--yes", is_flag=True, help="Really send. Without it only what would be sent is said.")
@db_option
def send(course: str, badge: str, issuer: str, accepted: tuple[Kind, ...], yes: bool, db: str | None) -> None:
    """Send the badges of COURSE to an issuer's service that is configured. Without --yes nothing is sent.

    Exit code 1 says that somebody was held back, or that not everything went through.
    """
    from facilitator_tui.commands import badges_words as words
    from facilitator_tui.issuing.preflight import check as look_through
    from facilitator_tui.issuing.sending_plan import plan
    from facilitator_tui.store.ledger import Ledger

    by = author()
    with opened(db, read_only=not yes) as store, issuing():
        to = issuer_called(issuer)
        awarding = awarding_of(store, course, badge)
        # Whoever hangs on an answer that never came is looked up at the issuer before anything is sent.
        found = look_through(awarding, "lines", issuer=to.name, accepted=(*accepted, "nothing known"))
        click.echo("\n".join(words.preflight_lines(awarding, found, files=False)))
        complete = not found.held
        if found.ready:
            planned = plan(Ledger(store), found.ready, to)
            click.echo("\n".join(planned.says()))
            if not yes:
                click.echo("Nothing was sent. The same with --yes sends it.")
            else:
                with _sender(store, to, by) as sender:
                    sent = sender.send(planned)
                click.echo("\n".join(sent.says()))
                complete = complete and not (sent.problem or sent.unclear or sent.left or sent.not_issued)
    if not complete:
        raise click.exceptions.Exit(HELD_BACK)


@click.command(name="read-back")
@click.argument("course")
@badge_option
@issuer_option
@db_option
def read_back(course: str, badge: str, issuer: str, db: str | None) -> None:
    """Ask the issuer's service who has a badge of COURSE, and enter what is new into the ledger."""
    by = author()
    with opened(db) as store, issuing():
        to = issuer_called(issuer)
        cohort = cohort_of(store, course)
        chosen = cohort.badge(badge).id
        with _sender(store, to, by) as sender:
            found = sender.read_back(cohort.course.id, chosen)
    click.echo("\n".join(found.says()))


@click.command()
@click.argument("course")
@click.argument("people", nargs=-1, metavar="[PERSON]...")
@badge_option
@issuer_option
@click.option("--yes", is_flag=True, help="Really revoke. Without it only what would be revoked is said.")
@db_option
def revoke(course: str, people: tuple[str, ...], badge: str, issuer: str, yes: bool, db: str | None) -> None:
    """Revoke badges of COURSE at the issuer's service: the “revoke and re-award” list, or those of each PERSON.

    A PERSON is a name, an e-mail address or an id. Without --yes nothing is revoked. Exit code 1 says that something
    is left to be revoked by hand, or again.
    """
    from facilitator_tui.issuing.preflight import check as look_through
    from facilitator_tui.issuing.revoking import revocations
    from facilitator_tui.issuing.sending_plan import people as counted
    from facilitator_tui.plain import plain

    by = author()
    with opened(db, read_only=not yes) as store, issuing():
        to = issuer_called(issuer)
        cohort = cohort_of(store, course)
        chosen = cohort.badge(badge).id
        named = [each.person for each in people_named(cohort, chosen, people)]
        awarding = cohort.awarding(chosen)
        found = look_through(awarding, "lines", issuer=to.name)
        planned = revocations(awarding, found, named)
        lines = [line for each in planned for line in each.lines]
        able = sum(bool(each.lines) for each in planned)
        click.echo(f"{counted(able) if able else 'Nobody'} would lose the badge at “{to.name}”.")
        for each in planned:
            click.echo(f"  {each.says()}")
        complete = able == len(planned)
        open_ = [] if people else [each for each in found.revoke if each.decide]
        if open_:
            click.echo(f"For you to decide, and revoked only by name: {counted(len(open_))}.")
        for correction in open_:
            click.echo(f"  {plain(correction.award.recipient.name)}: {correction.why}")
        if lines and not yes:
            click.echo("Nothing was revoked. The same with --yes revokes it.")
        elif lines:
            with _sender(store, to, by) as sender:
                done = sender.revoke(lines)
            click.echo("\n".join(done.says()))
            complete = complete and not (done.left or done.problem)
    if not complete:
        raise click.exceptions.Exit(HELD_BACK)


@click.command()
@click.argument("issuer")
@click.option("--forget", is_flag=True, help="Take the secret out of the keyring.")
def secret(issuer: str, forget: bool) -> None:
    """Keep the secret for ISSUER in this computer's keyring. It is asked for and not shown."""
    from facilitator_tui.issuing.credentials import forget_secret, keep_secret

    with issuing():
        name = issuer_called(issuer).name
        if forget:
            gone = forget_secret(name)
            click.echo(f"The secret for {name} is {'gone from' if gone else 'not in'} the keyring.")
            return
        keep_secret(name, click.prompt(f"Secret for {name}", hide_input=True))
    click.echo(f"The secret for {name} is in the keyring.")


@contextmanager
def _sender(store: Store, to: Issuer, by: str) -> Iterator[Sender]:
    from functools import partial

    from facilitator_tui.clock import SystemClock
    from facilitator_tui.issuing.obf import connect
    from facilitator_tui.issuing.sending import Sender
    from facilitator_tui.store.ledger import Ledger

    tell = partial(click.echo, err=True)
    with connect(to, tell=tell) as client:
        yield Sender(Ledger(store), client, SystemClock(), by, tell=tell)
