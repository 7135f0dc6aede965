"""``facilitator-tui import turns | attendance``: takes what a file says into a session's journal.

How files are read is in ``imports``, what they become in ``imports.entries``.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
import msgspec

from facilitator_tui.commands.common import CouldNotBeDone, db_option, opened, store_file

if TYPE_CHECKING:
    from facilitator_tui.imports.entries import Target, Translation
    from facilitator_tui.imports.normal import AttendanceFile, NormalForm, TurnsFile
    from facilitator_tui.store.file import Store
    from facilitator_tui.store.sessions import SessionRow

Form = TypeVar("Form", "TurnsFile", "AttendanceFile")


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did, or would do; the JSON shape of ``--json``.

    ``new`` and ``known`` count journal entries. ``unknown`` names became guests; ``doubtful`` ones did because
    several people of the session have that name.
    """

    session: str
    title: str
    source: str
    dry_run: bool
    new: int
    known: int
    matched: tuple[str, ...]
    doubtful: tuple[str, ...]
    unknown: tuple[str, ...]
    warnings: tuple[str, ...]


@click.group()
def import_() -> None:
    """Take a transcript's turns, or a platform's attendance report, into a session."""


@import_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--session", help="The session it belongs to. Default: a new one, called after the file.")
@click.option("--start", metavar="TIME", help="When the recording began, like “2026-03-02 18:00”.")
@click.option("--zone", default="", metavar="ZONE", help="The zone of --start. Default: the session's.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape.")
@db_option
def turns(
    file: Path, session: str | None, start: str | None, zone: str, dry_run: bool, as_json: bool, db: str | None
) -> None:
    """Take the speaking turns of FILE (WebVTT transcript, RTTM) into a session.

    Speakers are matched to the session's people by name; others become guests. The same file adds nothing the
    second time.
    """
    from facilitator_tui.imports.entries import source_of
    from facilitator_tui.imports.entries import turns as translate
    from facilitator_tui.imports.normal import TurnsFile

    form = _read(file, zone="", day_first=None)
    if not isinstance(form, TurnsFile):
        raise CouldNotBeDone(_instead(file, form))
    source = source_of(form.platform, file)

    def translated(target: Target) -> Translation:
        return translate(form, source, target)

    _run(file, form.warnings, source, _Wish(session, start, zone, form.span_ms), translated, dry_run, as_json, db)
