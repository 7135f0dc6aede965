"""What the commands about completion and badges share: the cohort, its people by name, the author, failing well."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from facilitator_tui.commands.common import CouldNotBeDone

if TYPE_CHECKING:
    from facilitator_tui.cohorts.cohort import Cohort, Decided
    from facilitator_tui.plans.course import Course
    from facilitator_tui.store.file import Store


@contextmanager
def deciding() -> Iterator[None]:
    """What cannot be found or decided becomes a sentence and exit code 3."""
    from facilitator_tui.cohorts.problem import CohortProblem
    from facilitator_tui.completion.problems import CompletionProblem

    try:
        yield
    except (CohortProblem, CompletionProblem) as problem:
        raise CouldNotBeDone(str(problem)) from problem


def author() -> str:
    """The name under which decisions are written."""
    from facilitator_tui import settings

    try:
        return settings.load(settings.config_path()).author
    except settings.SettingsProblem as error:
        raise CouldNotBeDone(str(error)) from error


def now_ms() -> int:
    from facilitator_tui.clock import SystemClock

    return SystemClock().now_ms()


def cohort_of(store: Store, course: str, subgroup: str = "") -> Cohort:
    """The cohort as it is now; call it within ``deciding``."""
    from facilitator_tui.cohorts.cohort import Cohort

    return Cohort.open(store, course, now_ms(), subgroup)


def zone_of(store: Store, course: Course) -> str:
    """The zone of the course's subgroups, where they have one in common; else this computer's."""
    from facilitator_tui import zones
    from facilitator_tui.cohorts.sessions import is_of
    from facilitator_tui.store.people import People

    theirs = {group.zone for group in People(store).subgroups() if is_of(group.course, course)}
    return theirs.pop() if len(theirs) == 1 else zones.here()


def people_named(cohort: Cohort, badge: str, texts: tuple[str, ...]) -> list[Decided]:
    """The candidates of a badge with these ids, e-mail addresses or whole names; within ``deciding``."""
    from facilitator_tui.cohorts.problem import CohortProblem
    from facilitator_tui.plain import plain

    found = []
    for text in texts:
        wanted = plain(text).casefold()
        mine = [
            each
            for each in cohort.verdicts(badge)
            if text == each.person
            or wanted in (each.name.casefold(), each.participant.person.email.casefold())
        ]
        if len(mine) != 1:
            count = "nobody" if not mine else f"{len(mine)} people"
            way_out = (
                "write the whole name as “completion” shows it"
                if not mine
                else "give the e-mail address or id"
            )
            raise CohortProblem(f"The badge “{badge}” is for {count} called “{plain(text)}”: {way_out}.")
        found += mine
    return found
