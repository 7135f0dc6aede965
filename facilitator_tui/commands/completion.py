"""``facilitator-tui completion COURSE``: who has earned what, what can still be reached; and the decisions about it.

``completion confirm | override | hold | release`` write decisions. What they mean is in ``cohort``.
"""

from __future__ import annotations

import click
import msgspec

from facilitator_tui.commands.cohorts import author, cohort_of, deciding, now_ms, people_named
from facilitator_tui.commands.common import db_option, opened

subgroup_option = click.option(
    "--subgroup", default="", metavar="NAME", help="Only this subgroup: name or id."
)
badge_option = click.option(
    "--badge", default="", metavar="BADGE", help="The badge's id. Default: the only one."
)
why_option = click.option("--why", default="", metavar="TEXT", help="The reason; it can be erased later.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print the documented JSON shape.")


class WithDefault(click.Group):
    """A group where ``completion COURSE`` is short for ``completion show COURSE``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["show", *args]
        return super().parse_args(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; of any other name ``show``, which takes it for a course."""
        return super().get_command(ctx, cmd_name) or super().get_command(ctx, "show")


@click.group(cls=WithDefault)
def completion() -> None:
    """Show who has earned which badge of a course, and why; confirm, override, hold back.

    “completion COURSE” alone shows the verdicts.
    """


@completion.command()
@click.argument("course")
@subgroup_option
@click.option("--badge", default="", metavar="BADGE", help="Only this badge, by its id.")
@click.option(
    "--if", "changed", default="", metavar="CRITERION=NUMBER", help="Whom another threshold would move."
)
@click.option("--next", "next_", is_flag=True, help="Whose verdict hangs on their next session.")
@json_option
@db_option
def show(
    course: str, subgroup: str, badge: str, changed: str, next_: bool, as_json: bool, db: str | None
) -> None:
    """Show the verdicts about everybody in COURSE (id or title), who needs help first.

    With --if: whom another threshold would move, for example --if sessions=60; nothing is changed.
    """
    if changed and next_:
        raise click.UsageError("--if and --next are two questions: ask one at a time.")
    from facilitator_tui.commands import completion_words as words

    criterion, number = _threshold(changed) if changed else ("", 0)
    answer = words.Answer()
    with opened(db, read_only=True) as store, deciding():
        cohort = cohort_of(store, course, subgroup)
        badges = [cohort.badge(badge)] if badge or changed else list(cohort.course.badges) or [cohort.badge()]
        for each in badges:
            if changed:
                words.what_if(cohort, each.id, criterion, number, answer)
            elif next_:
                words.next_session(cohort, each.id, answer)
            else:
                words.verdicts(cohort, each.id, answer)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(answer.values), indent=2))
    else:
        click.echo("\n".join(answer.lines))


def _threshold(text: str) -> tuple[str, int]:
    criterion, _, number = text.rpartition("=")
    if not criterion.strip() or not (number.strip().isascii() and number.strip().isdecimal()):
        raise click.BadParameter(f"“{text}” is not like sessions=60.", param_hint="--if")
    return criterion.strip(), int(number)


# --- decisions


@completion.command()
@click.argument("course")
@click.argument("people", nargs=-1, metavar="[PERSON]...")
@badge_option
@subgroup_option
@click.option("--all-met", is_flag=True, help="Everybody whose verdict is provisional.")
@db_option
def confirm(
    course: str, people: tuple[str, ...], badge: str, subgroup: str, all_met: bool, db: str | None
) -> None:
    """Confirm that PERSON (name, e-mail address or id) has earned the badge of COURSE: all of them or none.

    Only what is confirmed goes to an issuer. A confirmation belongs to exactly what was confirmed.
    """
    if all_met == bool(people):
        raise click.UsageError("Name people, or give --all-met.")
    from facilitator_tui.commands import completion_words as words

    by = author()
    with opened(db) as store, deciding():
        cohort = cohort_of(store, course, subgroup)
        chosen = cohort.badge(badge).id
        found = people_named(cohort, chosen, people)
        if all_met:
            found = [each for each in cohort.verdicts(chosen) if each.verdict.state == "Provisional"]
        done = cohort.confirm(chosen, [each.person for each in found], by, now_ms()) if found else ()
    click.echo(words.heading(cohort, chosen))
    for each in done:
        click.echo(words.as_it_is(each))
    click.echo(f"Confirmed by {by}: {words.people_count(len(done))}.")


@completion.command()
@click.argument("course")
@click.argument("person")
@badge_option
@click.option("--earned/--not-earned", default=None, help="What holds instead of the rule's answer.")
@click.option("--rule-decides", is_flag=True, help="Take an override back.")
@why_option
@db_option
def override(
    course: str,
    person: str,
    badge: str,
    earned: bool | None,
    rule_decides: bool,
    why: str,
    db: str | None,
) -> None:
    """Decide about PERSON in COURSE otherwise than the rule, with a reason. It still has to be confirmed."""
    if rule_decides == (earned is not None):
        raise click.UsageError("Give one of --earned, --not-earned and --rule-decides.")
    _decide(
        course,
        person,
        badge,
        "rule decides" if rule_decides else "earned" if earned else "not earned",
        why,
        db,
    )


@completion.command()
@click.argument("course")
@click.argument("person")
@badge_option
@why_option
@db_option
def hold(course: str, person: str, badge: str, why: str, db: str | None) -> None:
    """Hold back the badge of PERSON in COURSE for the time being, with a reason."""
    _decide(course, person, badge, "held", why, db)


@completion.command()
@click.argument("course")
@click.argument("person")
@badge_option
@why_option
@db_option
def release(course: str, person: str, badge: str, why: str, db: str | None) -> None:
    """Hold back the badge of PERSON in COURSE no longer."""
    _decide(course, person, badge, "released", why, db)


def _decide(course: str, person: str, badge: str, kind: str, why: str, db: str | None) -> None:
    from facilitator_tui.commands import completion_words as words

    by = author()
    with opened(db) as store, deciding():
        cohort = cohort_of(store, course)
        chosen = cohort.badge(badge).id
        [found] = people_named(cohort, chosen, (person,))
        match kind:
            case "rule decides":
                done = cohort.rule_decides(chosen, found.person, by, now_ms(), why)
            case "held":
                done = cohort.hold(chosen, found.person, why, by, now_ms())
            case "released":
                done = cohort.release(chosen, found.person, by, now_ms(), why)
            case _:
                done = cohort.override(chosen, found.person, kind == "earned", why, by, now_ms())
    for each in done:
        click.echo(words.as_it_is(each))
