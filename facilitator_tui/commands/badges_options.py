"""What the ``badges`` commands share: their options, how they fail, the awards, the configured issuer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from facilitator_tui.commands.cohorts import cohort_of, deciding
from facilitator_tui.commands.common import CouldNotBeDone

if TYPE_CHECKING:
    from facilitator_tui.issuing.award import Awarding
    from facilitator_tui.settings import Issuer
    from facilitator_tui.store.file import Store

F = TypeVar("F", bound=Callable[..., Any])

HELD_BACK = 1

badge_option = click.option(
    "--badge", default="", metavar="BADGE", help="The badge's id. Default: the only one."
)
issuer_option = click.option(
    "--issuer", default="", metavar="NAME", help="The issuer's name in the ledger and the configuration."
)
accept_option = click.option(
    "--accept",
    "accepted",
    multiple=True,
    type=click.Choice(["absent but spoke", "duplicate address", "nothing known"]),
    help="Let this reason through, after somebody has looked. Can be given several times.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape.")


@contextmanager
def issuing() -> Iterator[None]:
    """What cannot be exported, sent or read becomes a sentence and exit code 3."""
    from facilitator_tui.exports.files import ExportProblem
    from facilitator_tui.issuing.problems import IssuingProblem
    from facilitator_tui.settings import SettingsProblem
    from facilitator_tui.zones import ZoneProblem

    try:
        with deciding():
            yield
    except (ExportProblem, IssuingProblem, SettingsProblem, ZoneProblem) as problem:
        raise CouldNotBeDone(str(problem)) from problem


def _pairs(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    pairs = []
    for value in values:
        field, sign, head = value.partition("=")
        if not (field.strip() and sign and head.strip()):
            raise click.BadParameter(f"“{value}” is not like “email=Correo”.", context, option)
        pairs.append((field.strip(), head.strip()))
    return tuple(pairs)


def export_options(command: F) -> F:
    """What can be said about an export; each destination says what it needs."""
    said = (
        click.option("--template", type=click.Path(path_type=Path), metavar="FILE", help="The issuer's own template."),
        click.option("--column", "columns", multiple=True, callback=_pairs, metavar="FIELD=HEAD",
                     help="What the template calls a column, like “email=Correo”."),
        click.option("--issuer-badge", default="", metavar="ID", help="The badge's id at the issuer."),
        click.option("--issuer-id", default="", metavar="URI", help="The web address of the awarding organisation."),
        click.option("--issuer-name", default="", metavar="TEXT", help="The name of the awarding organisation."),
        click.option("--issuer-country", default="", metavar="XXX", help="Its country in three letters, like ITA."),
        click.option("--date-format", default="%Y-%m-%d", show_default=True, help="How the template wants days."),
        click.option("--per-file", type=click.IntRange(0), default=0, help="How many people a file may have."),
        click.option("--zone", default="", metavar="ZONE", help="Whose days are meant. Default: the subgroups'."),
    )  # fmt: skip
    for each in reversed(said):
        command = each(command)
    return command


def awarding_of(store: Store, course: str, badge: str) -> Awarding:
    """The awards as they stand now; call it within ``issuing``."""
    cohort = cohort_of(store, course)
    return cohort.awarding(cohort.badge(badge).id)


def issuer_called(name: str) -> Issuer:
    """The configured issuer of this name, or the only one; call it within ``issuing``."""
    from facilitator_tui import settings

    return settings.issuer(settings.load(settings.config_path()), name)
