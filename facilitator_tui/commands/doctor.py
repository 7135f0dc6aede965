"""``facilitator-tui doctor``: looks over everything that could go wrong before a session."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click
import msgspec

from facilitator_tui.commands.common import CouldNotBeDone, db_option, store_file

if TYPE_CHECKING:
    from facilitator_tui.store.keeping.findings import Finding

_MARKS = {"ok": "ok      ", "hint": "hint    ", "problem": "PROBLEM "}


@click.command()
@click.option(
    "--fix", "wanted", is_flag=True, help="Put right what can be made again; nothing is lost by it."
)
@click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape.")
@db_option
def doctor(wanted: bool, as_json: bool, db: str | None) -> None:
    """Look over the store, the settings, the courses and the terminal, and say what to do about what is wrong.

    Changes nothing without --fix, and shows no name and no note. Exit code 1: there are problems.
    """
    from facilitator_tui.doctor import examine, fix, this_terminal
    from facilitator_tui.store.errors import StoreProblem

    path = store_file(db)
    if wanted:
        try:
            for sentence in fix(path):
                click.echo(sentence, err=as_json)
        except StoreProblem as error:
            raise CouldNotBeDone(str(error)) from error
    try:
        findings = examine(path, time.time_ns() // 1_000_000, this_terminal())
    except OSError as error:
        raise CouldNotBeDone(f"{path} cannot be looked at: {error.strerror or error}.") from error
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(findings), indent=2))
    else:
        _show(findings)
    if any(each.level == "problem" for each in findings):
        click.get_current_context().exit(1)


def _show(findings: list[Finding]) -> None:
    from facilitator_tui.store.keeping.findings import many

    for each in findings:
        click.echo(f"{_MARKS[each.level]}{each.check}: {each.says}")
        if each.do:
            click.echo(f"        → {each.do}")
    counts = {level: sum(each.level == level for each in findings) for level in _MARKS}
    said = f"{many(counts['problem'], 'problem', 'problems')}, {many(counts['hint'], 'hint', 'hints')}"
    click.echo(f"{said}, {counts['ok']} ok.")
