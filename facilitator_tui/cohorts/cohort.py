"""A cohort: everybody in a course, with the verdicts of its badges, what can still be reached, and what was decided.

Puts ``completion`` and the store together; the screen, the command line and the badge files ask here. What is known of
each person is gathered in ``cohort_evidence``, decisions are kept by ``cohort_decisions``, awards are made in
``cohort_awards``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from facilitator_tui.cohorts.decisions import DecisionBook, Ruling
from facilitator_tui.cohorts.evidence import Gathered, Participant, gather
from facilitator_tui.cohorts.finding import badge_of, checked, course_of, find_subgroup, in_this_room
from facilitator_tui.cohorts.problem import CohortProblem
from facilitator_tui.cohorts.sessions import CourseSession, Sheets
from facilitator_tui.completion import what_if
from facilitator_tui.completion.evidence import Evidence
from facilitator_tui.completion.reach import Reach, reach
from facilitator_tui.completion.rules import Rule, rule_of, with_number
from facilitator_tui.completion.verdict import Verdict, confirm, decide, digest
from facilitator_tui.completion.what_if import Moved, Stake
from facilitator_tui.course_rules import planned_ms
from facilitator_tui.issuing.award import Awarding
from facilitator_tui.plain import plain
from facilitator_tui.plans.course import Badge
from facilitator_tui.plans.readings import CourseReading
from facilitator_tui.store.completion import DecisionKind, StoredVerdict
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import Subgroup


class Decided(msgspec.Struct, frozen=True):
    """One participant and the verdict about one badge as it is now.

    ``ruling`` is what people have decided so far. ``stored`` are the verdicts on which somebody decided before and
    which are not this one: made by another rule, or on other facts.
    """

    participant: Participant
    verdict: Verdict
    ruling: Ruling = Ruling()
    stored: tuple[StoredVerdict, ...] = ()

    @property
    def person(self) -> str:
        return self.participant.person.id

    @property
    def name(self) -> str:
        return self.participant.person.name or "somebody unnamed"


class Cohort:
    """A course as the store knows it at ``now_ms``; ``refresh`` looks again. Methods may raise ``StoreProblem``.

    ``subgroup`` is set where only its people were asked for. ``sheets`` may be handed from one cohort to the next.
    """

    def __init__(
        self,
        store: Store,
        reading: CourseReading,
        now_ms: int,
        subgroup: Subgroup | None = None,
        sheets: Sheets | None = None,
    ) -> None:
        self.store, self.reading, self.now_ms, self.subgroup = store, reading, now_ms, subgroup
        self.course = checked(reading)
        self.sheets = sheets or Sheets(store)
        self._book = DecisionBook(store, self.course.id)
        self._modules = {
            plan.module: planned_ms(reading, plan.module) or plan.seconds * 1000
            for plan in reading.plans
            if plan.during()
        }
        self._rules: dict[str, Rule] = {}
        self._decided: dict[str, dict[str, Decided]] = {}
        self._reach: dict[tuple[str, str], Reach] = {}
        self._gathered: Gathered | None = None

    @classmethod
    def open(
        cls, store: Store, course: str, now_ms: int, subgroup: str = "", sheets: Sheets | None = None
    ) -> Cohort:
        """The cohort of the course with this id or title, or only of one of its subgroups (by name or id).

        Raises ``CohortProblem`` where there is no such course, it has errors, or the subgroup is not of it.
        """
        reading = course_of(course)
        return cls(store, reading, now_ms, find_subgroup(store, checked(reading), subgroup), sheets)

    def refresh(self, now_ms: int) -> None:
        """Look at the store again; sessions into which nothing was written are not read again."""
        self.now_ms = now_ms
        self._gathered = None
        self._decided.clear()
        self._reach.clear()

    # --- who and what

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Everybody who takes part, by subgroup and name."""
        return self._all().participants

    @property
    def sessions(self) -> tuple[CourseSession, ...]:
        """The sessions of their subgroups, the earliest first."""
        return self._all().sessions

    def participant(self, person: str) -> Participant:
        """The participant with this id. Raises ``CohortProblem``."""
        for each in self.participants:
            if each.person.id == person:
                return each
        raise CohortProblem(
            f"There is nobody with the id {plain(person)} in the course “{self.course.title}”."
        )

    @property
    def undated(self) -> tuple[str, ...]:
        """Subgroups in which nobody can say which day of the course it is: no first day, and no session with a time."""
        dated = {each.row.subgroup for each in self.sessions if each.at_ms is not None}
        groups = {each.subgroup.id: each.subgroup for each in self.participants}
        return tuple(group.name for group in groups.values() if not group.first_day and group.id not in dated)

    def badge(self, badge: str = "") -> Badge:
        """The badge with this id; without one the only one of the course. Raises ``CohortProblem``."""
        return badge_of(self.course, badge)

    def rule(self, badge: str) -> Rule:
        """The rule of a badge as the course has it now. Raises ``CohortProblem``."""
        if badge not in self._rules:
            with in_this_room():
                self._rules[badge] = rule_of(self.badge(badge), self.course, self.reading.plans)
        return self._rules[badge]

    def candidates(self, badge: str) -> tuple[Participant, ...]:
        """Those whose role can earn the badge; nobody else gets a verdict."""
        roles = self.rule(badge).roles
        return tuple(each for each in self.participants if each.role in roles)

    def evidence(self, badge: str) -> tuple[Evidence, ...]:
        """What the badge's rule is applied to, for all candidates."""
        presence = self.rule(badge).presence
        return tuple(each.evidence(presence) for each in self.candidates(badge))

    def _all(self) -> Gathered:
        if self._gathered is None:
            only = self.subgroup.id if self.subgroup else ""
            self._gathered = gather(self.store, self.course, self._modules, self.now_ms, self.sheets, only)
        return self._gathered

    # --- verdicts

    def verdicts(self, badge: str) -> tuple[Decided, ...]:
        """The verdict about everybody for whom the badge is, by subgroup and name."""
        if badge not in self._decided:
            rule, rulings = self.rule(badge), self._book.rulings(badge)
            stored = self._book.stored(badge)
            found = (
                _decided(each, rule, rulings.get(each.person.id, Ruling()), stored.get(each.person.id, ()))
                for each in self.candidates(badge)
            )
            self._decided[badge] = {each.person: each for each in found}
        return tuple(self._decided[badge].values())

    def verdict(self, badge: str, person: str) -> Decided:
        """The verdict about one person. Raises ``CohortProblem`` where the badge is not for them."""
        self.verdicts(badge)
        if person not in self._decided[badge]:
            someone = self.participant(person)
            raise CohortProblem(
                f"The badge “{badge}” is not for {someone.person.name}, who is {someone.role} in this course."
            )
        return self._decided[badge][person]

    def verdicts_under(self, rule: Rule) -> tuple[Verdict, ...]:
        """What another rule says on the same facts (an old one, or one that is thought about); no decisions."""
        return tuple(
            decide(rule, each.evidence(rule.presence))
            for each in self.participants
            if each.role in rule.roles
        )

    def earlier_rules(self, badge: str) -> tuple[Rule, ...]:
        """The rules under which somebody decided about a badge, the oldest first; the one of now may be among them."""
        return self._book.rules(badge)

    # --- what can still be

    def reach(self, badge: str, person: str) -> Reach:
        """What somebody can still reach under the rule."""
        key = badge, person
        if key not in self._reach:
            rule = self.rule(badge)
            self._reach[key] = reach(rule, self.participant(person).evidence(rule.presence))
        return self._reach[key]

    def stakes(self, badge: str) -> tuple[Stake, ...]:
        """Everybody whose verdict hangs on their next session."""
        return what_if.who_depends(self.rule(badge), self.evidence(badge))

    def moved(self, badge: str, criterion: str, number: int) -> tuple[Moved, ...]:
        """Whom another threshold would move. Raises ``CohortProblem`` where the rule has no such criterion."""
        rule = self.rule(badge)
        with in_this_room():
            other = with_number(rule, criterion, number)
        return what_if.moved(rule, other, self.evidence(badge))

    def warned(self, badge: str, person: str) -> tuple[int, ...]:
        """Which of the badge's shares of missed time somebody has reached, in percent."""
        rule = self.rule(badge)
        return what_if.warnings(
            self.badge(badge).warn, rule, self.participant(person).evidence(rule.presence)
        )

    # --- decisions

    def confirm(self, badge: str, people: Iterable[str], by: str, at_ms: int) -> tuple[Decided, ...]:
        """Confirm the provisional verdicts of these people, all of them or, where one is not provisional, none.

        Raises ``CohortProblem`` with the name of the one who stands in the way.
        """
        found = [self.verdict(badge, person) for person in dict.fromkeys(people)]
        for each in found:
            with in_this_room(each.name):
                confirm(each.verdict, by, at_ms)
        return self._write("confirmed", badge, found, by, at_ms)

    def override(
        self, badge: str, person: str, earned: bool, why: str, by: str, at_ms: int
    ) -> tuple[Decided, ...]:
        """Decide otherwise than the rule, with a reason; what is decided to be earned must still be confirmed."""
        return self._reasoned("earned" if earned else "not earned", badge, person, why, by, at_ms)

    def rule_decides(
        self, badge: str, person: str, by: str, at_ms: int, why: str = ""
    ) -> tuple[Decided, ...]:
        """Take an override back."""
        found = self.verdict(badge, person)
        if found.ruling.override is None:
            raise CohortProblem(f"{found.name}: the rule decides already; there is no override to take back.")
        return self._write("rule decides", badge, [found], by, at_ms, why)

    def hold(self, badge: str, person: str, why: str, by: str, at_ms: int) -> tuple[Decided, ...]:
        """Hold a badge back for the time being, with a reason."""
        return self._reasoned("held", badge, person, why, by, at_ms)

    def release(self, badge: str, person: str, by: str, at_ms: int, why: str = "") -> tuple[Decided, ...]:
        """Hold a badge back no longer."""
        found = self.verdict(badge, person)
        if found.ruling.hold is None:
            raise CohortProblem(f"{found.name}: this badge is not held back.")
        return self._write("released", badge, [found], by, at_ms, why)

    def _reasoned(
        self, kind: DecisionKind, badge: str, person: str, why: str, by: str, at_ms: int
    ) -> tuple[Decided, ...]:
        found = self.verdict(badge, person)
        if not why.strip() or not by.strip():
            raise CohortProblem(f"{found.name}: this needs who decides it and why; say both.")
        if found.verdict.state == "Withdrew":
            raise CohortProblem(f"{found.name} left the course: there is nothing to decide.")
        return self._write(kind, badge, [found], by, at_ms, why)

    def _write(
        self, kind: DecisionKind, badge: str, found: Sequence[Decided], by: str, at_ms: int, why: str = ""
    ) -> tuple[Decided, ...]:
        self._book.write(kind, self.rule(badge), [each.verdict for each in found], by, at_ms, why)
        self._decided.pop(badge, None)
        return tuple(self.verdict(badge, each.person) for each in found)

    # --- awards

    def awarding(self, badge: str) -> Awarding:
        """The awards of a badge as they stand now, for pre-flight, files and issuing."""
        from facilitator_tui.cohorts.awards import awarding

        return awarding(self, badge)


def _decided(
    participant: Participant, rule: Rule, ruling: Ruling, stored: Iterable[StoredVerdict]
) -> Decided:
    evidence = participant.evidence(rule.presence)
    verdict = decide(rule, evidence, ruling.override, ruling.hold, ruling.confirmation)
    before = tuple(stored)
    if before:
        now = digest(verdict)
        before = tuple(each for each in before if each.sha256 != now)
    return Decided(participant, verdict, ruling, before)
