"""``facilitator-tui privacy access | erase | retain``: what is held about somebody, and taking it away.

What that is, is decided in the store; how it is said, in ``privacy_words`` and ``privacy_answer``.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facilitator_tui.commands.cohorts import author, now_ms
from facilitator_tui.commands.common import CouldNotBeDone, db_option, opened

if TYPE_CHECKING:
    from facilitator_tui.settings import Privacy
    from facilitator_tui.store.file import Store
    from facilitator_tui.store.privacy.erasing import Outlook, Taken
    from facilitator_tui.store.privacy.identity import Identity

yes_option = click.option("--yes", is_flag=True, help="Do not ask; it has been looked at already.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Only say what would be done.")


@click.group()
def privacy() -> None:
    """Show what is held about a person, erase it, and keep the lifetimes of notes and registers."""


# --- what is held


@privacy.command()
@click.argument("person")
@click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape.")
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this new file, for you alone.")
@db_option
def access(person: str, as_json: bool, out: Path | None, db: str | None) -> None:
    """Show everything that is stored about PERSON (id, whole name or e-mail address), private notes too.

    Read it before you hand it out: notes may name other people.
    """
    from facilitator_tui.store.privacy.held import held_about
    from facilitator_tui.store.privacy.identity import Identities

    with opened(db, read_only=True) as store:
        found = held_about(store, Identities(store).find(person), _outbox())
    if as_json:
        from facilitator_tui.commands.privacy_answer import shape

        answer = shape(found)
    else:
        from facilitator_tui.commands.privacy_answer import markdown

        answer = markdown(found, now_ms())
    if out is None:
        click.echo(answer)
    else:
        _write_new(out, answer + "\n")
        click.echo(f"Everything that is held about {found.person.id} was written to {out}.")


# --- erasing


@privacy.command()
@click.argument("person")
@dry_run_option
@yes_option
@click.option(
    "--notes-too", is_flag=True, help="Also erase other notes and reasons in which the name stands."
)
@click.option(
    "--backup",
    "backups",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Also erase in this backup; can be given several times.",
)
@click.option(
    "--receipt", type=click.Path(path_type=Path), help="Write the receipt to this new file as well."
)
@db_option
def erase(
    person: str,
    dry_run: bool,
    yes: bool,
    notes_too: bool,
    backups: tuple[Path, ...],
    receipt: Path | None,
    db: str | None,
) -> None:
    """Erase who PERSON (id, whole name or e-mail address) is: names, addresses, and the words about them.

    Shows first what goes and what stays, and asks. Lines with bare ids stay: what happened, in nobody's name.
    """
    from facilitator_tui.commands import privacy_words as words
    from facilitator_tui.store.privacy.identity import Identities

    by = author()
    with opened(db, read_only=dry_run) as store:
        who = Identities(store).find(person)
        before = _looked(store, who, backups, notes_too)
        click.echo("\n".join(words.outlook_lines(before, notes_too=notes_too)))
        if dry_run:
            click.echo("Nothing was changed.")
            return
        _refuse_to_begin(store, receipt)
        if not yes:
            click.confirm("Erase this? It cannot be taken back", abort=True)
        done = _erased(store, who, backups, notes_too)
        told = "\n".join(words.receipt_lines(who.person, by, now_ms(), before[0][1], done, notes_too))
    click.echo(told)
    if receipt is not None:
        _write_new(receipt, told + "\n")


def _looked(
    store: Store, who: Identity, backups: tuple[Path, ...], notes_too: bool
) -> list[tuple[Path, Outlook | None]]:
    """What would go, file by file, the store first; None for a backup that is to be brought up to date first."""
    from facilitator_tui.store.errors import OlderStore
    from facilitator_tui.store.privacy.erasing import outlook
    from facilitator_tui.store.privacy.identity import Names
    from facilitator_tui.store.privacy.remains import copy_opened

    course_id = _course_ids()
    names = Names.of(store, who.ids)
    found: list[tuple[Path, Outlook | None]] = [
        (store.path, outlook(store, who, _outbox(), names, notes_too=notes_too, course_id=course_id))
    ]
    for path in backups:
        try:
            with copy_opened(path, store, read_only=True) as copy:
                there = _there(copy, who)
                theirs = Names.of_all((store, copy), there.ids)
                found.append((path, outlook(copy, there, None, theirs, notes_too=notes_too)))
        except OlderStore:
            found.append((path, None))
    return found


def _erased(
    store: Store, who: Identity, backups: tuple[Path, ...], notes_too: bool
) -> list[tuple[Path, Taken]]:
    """Erase in every file. All names are gathered before, for afterwards nobody knows any."""
    from facilitator_tui.store.privacy.erasing import erase
    from facilitator_tui.store.privacy.identity import Names
    from facilitator_tui.store.privacy.remains import copy_opened, refuse_while_recording

    with ExitStack() as stack:
        copies = [stack.enter_context(copy_opened(path, store)) for path in backups]
        files = [(each, _there(each, who)) for each in (*copies, store)]
        names = Names.of_all((each for each, _ in files), {id_ for _, there in files for id_ in there.ids})
        for each, _ in files:
            refuse_while_recording(each.path)
        done = [
            (
                each.path,
                erase(
                    each, there, _outbox() if each is store else None, now_ms(), names, notes_too=notes_too
                ),
            )
            for each, there in files
        ]
    return done[::-1]


def _there(store: Store, who: Identity) -> Identity:
    """The person in another file, where they may have had other seats."""
    from facilitator_tui.store.privacy.identity import Identities, Identity

    return Identity(who.person, tuple(dict.fromkeys((*who.ids, *Identities(store).of(who.person).ids))))


def _refuse_to_begin(store: Store, receipt: Path | None = None) -> None:
    from facilitator_tui.store.privacy.remains import refuse_while_recording

    if store.read_only:
        raise CouldNotBeDone(store.notice or f"{store.path} is open for reading only; nothing was changed.")
    if receipt is not None:
        _refuse_to_replace(receipt)
    refuse_while_recording(store.path)


# --- lifetimes


@privacy.command()
@dry_run_option
@yes_option
@click.option(
    "--turns-after",
    "notes_days",
    type=click.IntRange(min=1),
    metavar="DAYS",
    help="Erase the words of notes so long after the decision about the course.",
)
@click.option(
    "--register-after",
    "register_days",
    type=click.IntRange(min=1),
    metavar="DAYS",
    help="Erase who people are so long after their last trace.",
)
@db_option
def retain(
    dry_run: bool, yes: bool, notes_days: int | None, register_days: int | None, db: str | None
) -> None:
    """Take away what has had its time: the words of notes, then who people are. Shows it first, and asks.

    How long things live is said here or in the configuration, under [privacy]. Nothing has a lifetime by itself.
    """
    from facilitator_tui.commands import privacy_words as words
    from facilitator_tui.store.privacy.retaining import Lifetimes, due
    from facilitator_tui.store.privacy.retaining import retain as take_away

    by, said = author(), _configured()
    lifetimes = Lifetimes(
        said.notes_days if notes_days is None else notes_days,
        said.register_days if register_days is None else register_days,
    )
    if not (lifetimes.notes_days or lifetimes.register_days):
        click.echo(words.NO_LIFETIMES)
        return
    with opened(db, read_only=dry_run) as store:
        found = due(store, lifetimes, now_ms(), _course_ids())
        click.echo("\n".join(words.due_lines(found, lifetimes)))
        if dry_run or not found:
            click.echo("Nothing was changed.")
            return
        _refuse_to_begin(store)
        if not yes:
            click.confirm("Erase this? It cannot be taken back", abort=True)
        done = take_away(store, found, _outbox(), now_ms())
    click.echo("\n".join(words.retained_lines(done, by, now_ms())))


def _configured() -> Privacy:
    from facilitator_tui import settings

    try:
        return settings.load(settings.config_path()).privacy
    except settings.SettingsProblem as problem:
        raise CouldNotBeDone(str(problem)) from problem


# --- shared


def _outbox() -> Path:
    from facilitator_tui.settings import folder
    from facilitator_tui.store.outbox import outbox_path

    return outbox_path(folder("config"), "any").parent


def _course_ids() -> Callable[[str], str]:
    """Gives the id of a course by its id or title; a course that is not there any more keeps the name it has."""
    from functools import cache

    from facilitator_tui.course_rules import courses, find_course

    known = courses()

    @cache
    def course_id(text: str) -> str:
        reading = find_course(text, known) if text else None
        return reading.course.id if reading is not None and reading.course is not None else text

    return course_id


def _refuse_to_replace(path: Path) -> None:
    if path.exists():
        raise CouldNotBeDone(f"{path} is there already and was left alone; name a new file.")


def _write_new(path: Path, text: str) -> None:
    from facilitator_tui.atomic import write_whole

    _refuse_to_replace(path)
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise CouldNotBeDone(f"{path} cannot be written: {error.strerror}. Choose another place.") from error
