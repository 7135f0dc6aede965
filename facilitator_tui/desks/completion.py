"""The desk of the completion screen: cohorts into lines of the grid, and decisions into the store.

Implements ``screens.completion_port.CompletionDesk``. Only translation happens here: who has earned what is worked out
in ``cohort`` and ``completion``. Files for issuers are written by ``badge_export_desk``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

from facilitator_tui.cohorts.cohort import Cohort
from facilitator_tui.cohorts.problem import CohortProblem
from facilitator_tui.cohorts.sessions import Sheets, is_of
from facilitator_tui.completion.problems import CompletionProblem
from facilitator_tui.course_rules import courses, find_course
from facilitator_tui.desks.around import StoreDeskProblem
from facilitator_tui.desks.completion_cards import badge_of, seen_of, sheet_parts, thresholds_of
from facilitator_tui.dialogue.journal import Clock
from facilitator_tui.plain import plain
from facilitator_tui.plans.course import Course
from facilitator_tui.screens.completion_port import CohortSeen, GroupCard
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People, Subgroup
from facilitator_tui.widgets.completion_lines import Stakes
from facilitator_tui.widgets.completion_seen import (
    Change,
    Seen,
    SessionSeen,
    Threshold,
    summed_up,
)
from facilitator_tui.zones import here

if TYPE_CHECKING:
    from facilitator_tui.desks.badge_export import StoreBadgeExportDesk
    from facilitator_tui.plans.render import Part

AT_ONCE_S = 0.06
"""So long reach is worked out before the grid is shown; what is left is asked for afterwards."""


@contextmanager
def asking() -> Iterator[None]:
    """Say what cannot be found or decided as a problem of the desk."""
    try:
        yield
    except (CohortProblem, CompletionProblem, StoreProblem) as problem:
        raise StoreDeskProblem(str(problem)) from problem


class StoreCompletionDesk:
    """``author`` is the name under which decisions are written. Keep it: what it has folded is not folded again."""

    def __init__(self, store: Store, clock: Clock, author: str) -> None:
        self._store, self._clock, self._author = store, clock, author
        self._sheets = Sheets(store)
        self._cohort: Cohort | None = None
        self._answers: dict[tuple[str, str], str] = {}

    def exporting(self, course: str) -> StoreBadgeExportDesk:
        """The desk of the export dialog for this course; what is said there is remembered as long as this one is."""
        from facilitator_tui.desks.badge_export import StoreBadgeExportDesk

        return StoreBadgeExportDesk(
            self._store, self._clock, self._author, course, self._sheets, self._answers
        )

    def now_ms(self) -> int:
        return self._clock.now_ms()

    def author(self) -> str:
        return self._author

    @property
    def cohort(self) -> Cohort:
        """The one that was opened last."""
        if self._cohort is None:
            raise StoreDeskProblem("No course is open.")
        return self._cohort

    # --- what there is

    def groups(self) -> list[GroupCard]:
        with asking():
            known = courses()
            subgroups = People(self._store).subgroups()
            found = [
                (course, [group for group in subgroups if is_of(group.course, course)])
                for course in (reading.course for reading in known)
                if course is not None and course.badges
            ]
            return [card for course, mine in found if mine for card in self._cards(course, mine)]

    def _cards(self, course: Course, mine: Sequence[Subgroup]) -> Iterator[GroupCard]:
        people = People(self._store)
        counts = {
            group.id: sum(each.role == "participant" for each in people.members(group.id, self.now_ms()))
            for group in mine
        }
        if len(mine) > 1:
            yield GroupCard(course=course.id, course_title=course.title, people=sum(counts.values()))
        for group in mine:
            yield GroupCard(
                course=course.id,
                course_title=course.title,
                subgroup=group.id,
                name=group.name,
                people=counts[group.id],
            )

    def only(self) -> GroupCard | None:
        """The one subgroup where there is only one: nobody need be asked which is meant."""
        found = self.groups()
        return found[0] if len(found) == 1 else None

    def need_help(self, card: GroupCard) -> str:
        with asking():
            cohort = Cohort.open(self._store, card.course, self.now_ms(), card.subgroup, self._sheets)
            first = cohort.course.badges[0].id
            return summed_up(seen_of(cohort, each, with_reach=True) for each in cohort.verdicts(first))

    def open(self, course: str, subgroup: str) -> CohortSeen:
        with asking():
            if not course:
                course = self._course_of(subgroup)
            self._cohort = Cohort.open(self._store, course, self.now_ms(), subgroup, self._sheets)
            return self._cohort_seen(self._cohort)

    def _course_of(self, subgroup: str) -> str:
        group = People(self._store).subgroup(subgroup)
        if find_course(group.course) is None:
            named = f"the course “{plain(group.course)}”, which is not there" if group.course else "no course"
            raise StoreDeskProblem(
                f"The subgroup “{plain(group.name)}” belongs to {named}, so no rule decides about badges. A subgroup "
                "gets its course from the first session that is planned for it from a course."
            )
        return group.course

    def _cohort_seen(self, cohort: Cohort) -> CohortSeen:
        homes = {each.subgroup.id: each.subgroup for each in cohort.participants}
        zones = {group.zone for group in homes.values()}
        names = {group.id: group.name for group in homes.values()}
        return CohortSeen(
            course=cohort.course.id,
            course_title=cohort.course.title,
            subgroup_name=cohort.subgroup.name if cohort.subgroup is not None else "",
            grouped=len(homes) > 1,
            zone=zones.pop() if len(zones) == 1 else here(),
            badges=tuple(badge_of(badge, cohort.rule(badge.id)) for badge in cohort.course.badges),
            sessions=tuple(
                SessionSeen(
                    each.module, names.get(each.row.subgroup, each.row.title), each.held, each.confirmed
                )
                for each in cohort.sessions
            ),
        )

    # --- verdicts

    def people(self, badge: str) -> list[Seen]:
        with asking():
            until = perf_counter() + AT_ONCE_S
            return [
                seen_of(self.cohort, each, with_reach=perf_counter() < until)
                for each in self.cohort.verdicts(badge)
            ]

    def with_reach(self, badge: str, person: str) -> Seen:
        with asking():
            return seen_of(self.cohort, self.cohort.verdict(badge, person), with_reach=True)

    def confirm(self, badge: str, people: Iterable[str]) -> None:
        with asking():
            self.cohort.confirm(badge, people, self._author, self.now_ms())

    def override(self, badge: str, person: str, earned: bool | None, why: str) -> None:
        with asking():
            if earned is None:
                self.cohort.rule_decides(badge, person, self._author, self.now_ms(), why)
            else:
                self.cohort.override(badge, person, earned, why, self._author, self.now_ms())

    def hold(self, badge: str, person: str, why: str) -> None:
        with asking():
            self.cohort.hold(badge, person, why, self._author, self.now_ms())

    def release(self, badge: str, person: str, why: str) -> None:
        with asking():
            self.cohort.release(badge, person, self._author, self.now_ms(), why)

    # --- questions

    def thresholds(self, badge: str) -> list[Threshold]:
        with asking():
            return list(thresholds_of(self.cohort.rule(badge), self.cohort.reading))

    def moved(self, badge: str, criterion: str, number: int) -> list[Change]:
        with asking():
            return [
                Change(
                    each.participant,
                    each.before.state,
                    each.after.state,
                    gets=each.after.met and not each.before.met,
                    loses=each.before.met and not each.after.met,
                    why=each.after.why,
                )
                for each in self.cohort.moved(badge, criterion, number)
            ]

    def stakes(self, badge: str) -> list[Stakes]:
        with asking():
            return [
                Stakes(self.cohort.participant(each.participant).person.name, each.module, each.away.why)
                for each in self.cohort.stakes(badge)
            ]

    def sheet(self, badge: str, person: str) -> tuple[Part, ...]:
        from facilitator_tui.exports.badges.sheet import sheet_of
        from facilitator_tui.zones import zone_or_utc

        with asking():
            awarding = self.cohort.awarding(badge)
            [award] = [each for each in awarding.awards if each.recipient.person == person]
            zone = zone_or_utc(self.cohort.participant(person).subgroup.zone)
        return tuple(sheet_parts(sheet_of(awarding, award, zone)))
