"""A desk in memory for the completion screen: invented people, two rules, real verdicts, decisions that are kept.

Three of five sessions were held. Nothing is stored; ``decided`` says what was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from facilitator_tui.completion import what_if
from facilitator_tui.completion.evidence import (
    Delivery,
    Evidence,
    Moment,
    SessionEvidence,
    Status,
    Withdrawal,
)
from facilitator_tui.completion.problems import CompletionProblem
from facilitator_tui.completion.reach import reach
from facilitator_tui.completion.rules import Rule, rule_of, with_number
from facilitator_tui.completion.verdict import Confirmation, Hold, Override, confirm, decide
from facilitator_tui.plans.course import (
    Attend,
    Badge,
    Course,
    Due,
    Group,
    Handed,
    MakeUp,
    Presence,
    SubgroupSize,
    Task,
)
from facilitator_tui.plans.model import Block, SessionPlan
from facilitator_tui.plans.render import Heading, Part, Said
from facilitator_tui.screens.completion_port import CohortSeen, GroupCard
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.widgets.completion_lines import Stakes
from facilitator_tui.widgets.completion_seen import (
    BadgeSeen,
    Change,
    Decision,
    DecisionKind,
    Earlier,
    Seen,
    SessionSeen,
    Threshold,
)
from tests.screens.desks import HOSTILE, ZONE, at

MINUTE = 60_000
DAY = 86_400_000
NOW = at("2026-11-18 12:00")
FIRST = at("2026-11-03 18:00")
MODULES = 5

_TASKS = (
    Task("diary", "diary", "Half a page", "session"),
    Task("survey", "survey", "The survey", due=Due(day=40)),
    Task("summary", "assignment", "A summary", "session"),
)
_MAKE_UP = MakeUp(("summary",), within_s=7 * 86_400, at_most=1)
_SESSIONS = Attend(percent=80, of="scheduled", round="up")
_BADGES = (
    Badge(
        "participant",
        "Dialogue participant",
        "2",
        "example",
        Group((_SESSIONS, Handed("diary", 2), Handed("survey"))),
        presence=Presence(from_percent=70, make_up=_MAKE_UP),
        warn=(25,),
    ),
    Badge("listener", "Listener", "1", "agreed", Attend(sessions=2)),
)
_COURSE = Course(
    "neighbours", "1", "en", "Good neighbours", "ready-made exchange", "synchronous", 5, SubgroupSize(8, 10),
    (), (), (), tasks=_TASKS, badges=_BADGES,
)  # fmt: skip
_PLANS = tuple(
    SessionPlan(module, f"Evening {module}", blocks=(Block("Dialogue", "discussion", 7200),))
    for module in range(1, MODULES + 1)
)

ALL_THERE, LATE_STARTER, ONE_MISSED = (120, 120, 120), (0, 120, 120), (120, 40, 120)
PEOPLE: dict[str, tuple[tuple[int, ...], int, bool]] = {
    "Amal Haddad": (ALL_THERE, 3, True),
    "Bruno Keller": (ONE_MISSED, 1, False),
    "Chiara Conti": ((0, 0, 120), 1, False),
    "Deniz Yıldız": ((0, 0, 0), 0, False),
    "ليلى بن يوسف": (ALL_THERE, 2, False),
    HOSTILE: (LATE_STARTER, 2, True),
    "Jakub Nowak": ((120, 0, 0), 1, False),
    "Maria Silva": ((120, 120, 0), 2, True),
}
"""Minutes in the sessions held, how often the diary came, and whether the survey did."""


def evidence(name: str, held: int = 3, over: bool = False) -> Evidence:
    """What is known of one of them; with ``held`` more than three they were there for the later sessions."""
    minutes, diaries, survey = PEOPLE[name]
    minutes = (*minutes, *[120] * MODULES)[:held]
    handed = [Delivery("diary", module + 1, FIRST + module * 7 * DAY) for module in range(diaries)]
    handed += [Delivery("survey", 0, FIRST + 15 * DAY, 15)] if survey else []
    return Evidence(
        participant=name,
        course="neighbours",
        sessions=tuple(
            _session(module, minutes[module - 1] if module <= held else None)
            for module in range(1, MODULES + 1)
        ),
        deliveries=tuple(handed),
        withdrawal=Withdrawal(NOW) if name == "Jakub Nowak" else None,
        now=Moment(NOW, 15),
        over=over,
    )


def _session(module: int, minutes: int | None) -> SessionEvidence:
    starts = FIRST + (module - 1) * 7 * DAY
    held = minutes is not None
    marked: Status | None = "excused" if minutes == 0 else None
    return SessionEvidence(
        module=module,
        stage="held" if held else "to come",
        planned_ms=120 * MINUTE,
        length_ms=120 * MINUTE if held else 0,
        present_ms=(minutes or 0) * MINUTE,
        left_ms=max(0, 120 - (minutes or 0)) * MINUTE if minutes else 0,
        marked=marked,
        confirmed=module < 3,
        starts_ms=starts,
        ends_ms=starts + 120 * MINUTE,
        day=(module - 1) * 7,
        session=f"s{module}",
    )


class CompletionRoom:
    """Implements ``screens.completion_port.CompletionDesk``. ``slow`` leaves reach for later; ``refuses`` says why."""

    def __init__(
        self, names: Iterable[str] = PEOPLE, held: int = 3, over: bool = False, badges: int = 1
    ) -> None:
        self.evidence = {name: evidence(name, held, over) for name in names}
        self.rules: dict[str, Rule] = {
            badge.id: rule_of(badge, _COURSE, _PLANS) for badge in _BADGES[:badges]
        }
        self.held = held
        self.cards: list[GroupCard] = []
        self.opened: list[tuple[str, str]] = []
        self.decided: list[tuple[str, str, str]] = []
        self.rulings: dict[str, dict[str, Override | Hold | Confirmation]] = {}
        self.lines: dict[str, list[Decision]] = {}
        self.before: dict[str, tuple[Earlier, ...]] = {}
        self.refuses = ""
        self.slow = False
        self.now = NOW

    def now_ms(self) -> int:
        return self.now

    def author(self) -> str:
        return "Miriam"

    def groups(self) -> Sequence[GroupCard]:
        self._check()
        return self.cards

    def need_help(self, card: GroupCard) -> str:
        return f"{card.people} people · 2 need help"

    def open(self, course: str, subgroup: str) -> CohortSeen:
        self._check()
        self.opened.append((course, subgroup))
        return CohortSeen(
            course="neighbours",
            course_title="Good neighbours",
            subgroup_name="Lisbon–Amman 3",
            zone=ZONE,
            badges=tuple(
                BadgeSeen(
                    id=badge.id,
                    name=badge.name,
                    version=badge.version,
                    agreed=badge.standing == "agreed",
                    criteria=tuple(
                        part.id for part in getattr(self.rules[badge.id].needs, "parts", ())
                    ) or (self.rules[badge.id].needs.id,),
                )
                for badge in _BADGES
                if badge.id in self.rules
            ),
            sessions=tuple(
                SessionSeen(module, "Lisbon–Amman 3", module <= self.held, module < 3)
                for module in range(1, MODULES + 1)
            ),
        )  # fmt: skip

    # --- verdicts

    def people(self, badge: str) -> Sequence[Seen]:
        return [self._seen(badge, person, not self.slow) for person in self.evidence]

    def with_reach(self, badge: str, person: str) -> Seen:
        return self._seen(badge, person, True)

    def _seen(self, badge: str, person: str, with_reach: bool) -> Seen:
        rule, found = self.rules[badge], self.rulings.get(person, {})
        override, hold, confirmed = (found.get(kind) for kind in ("override", "hold", "confirmed"))
        assert override is None or isinstance(override, Override)
        assert hold is None or isinstance(hold, Hold)
        assert confirmed is None or isinstance(confirmed, Confirmation)
        known = self.evidence[person]
        return Seen(
            person=person,
            name=person,
            subgroup="Lisbon–Amman 3",
            verdict=decide(rule, known, override, hold, confirmed),
            reach=reach(rule, known) if with_reach else None,
            warned=what_if.warnings(_BADGES[0].warn, rule, known),
            decisions=tuple(self.lines.get(person, ())),
            earlier=self.before.get(person, ()),
        )

    # --- decisions

    def confirm(self, badge: str, people: Iterable[str]) -> None:
        self._check()
        given: dict[str, Confirmation] = {}
        for person in people:
            try:
                done = confirm(self._seen(badge, person, False).verdict, self.author(), self.now)
            except CompletionProblem as problem:
                raise DeskProblem(f"{person}: {problem}") from problem
            assert done.confirmation is not None
            given[person] = done.confirmation
        for person, confirmation in given.items():
            self.rulings.setdefault(person, {})["confirmed"] = confirmation
            self._wrote(person, "confirmed", "")

    def override(self, badge: str, person: str, earned: bool | None, why: str) -> None:
        self._check()
        rulings = self.rulings.setdefault(person, {})
        if earned is None:
            if "override" not in rulings:
                raise DeskProblem(f"{person}: the rule decides already; there is no override to take back.")
            del rulings["override"]
            self._wrote(person, "rule decides", why)
        else:
            rulings["override"] = Override(self.author(), self.now, why, earned)
            self._wrote(person, "earned" if earned else "not earned", why)

    def hold(self, badge: str, person: str, why: str) -> None:
        self._check()
        self.rulings.setdefault(person, {})["hold"] = Hold(self.author(), self.now, why)
        self._wrote(person, "held", why)

    def release(self, badge: str, person: str, why: str) -> None:
        self._check()
        del self.rulings[person]["hold"]
        self._wrote(person, "released", why)

    def _wrote(self, person: str, kind: DecisionKind, why: str) -> None:
        self.decided.append((person, kind, why))
        self.lines.setdefault(person, []).append(Decision(kind, self.now, self.author(), why))

    def _check(self) -> None:
        if self.refuses:
            raise DeskProblem(self.refuses)

    # --- questions

    def thresholds(self, badge: str) -> Sequence[Threshold]:
        return (
            Threshold(
                criterion="sessions", asks="attend at least 80 % of the sessions scheduled, rounded up",
                number=80, least=5, most=100, unit="%", step=5,
            ),
            Threshold(
                criterion="diary", asks="hand in diary 2 times", number=2, least=1, most=5, unit="times"
            ),
        )  # fmt: skip

    def moved(self, badge: str, criterion: str, number: int) -> Sequence[Change]:
        rule = self.rules[badge]
        found = what_if.moved(rule, with_number(rule, criterion, number), self.evidence.values())
        return [
            Change(
                each.participant,
                each.before.state,
                each.after.state,
                each.after.met and not each.before.met,
                each.before.met and not each.after.met,
            )
            for each in found
        ]

    def stakes(self, badge: str) -> Sequence[Stakes]:
        found = what_if.who_depends(self.rules[badge], self.evidence.values())
        return [Stakes(each.participant, each.module, each.away.why) for each in found]

    def sheet(self, badge: str, person: str) -> Sequence[Part]:
        return (Heading(1, person), Said("Badge", "Dialogue participant"))


def a_new_rule(room: CompletionRoom, person: str) -> None:
    """The rule has changed since somebody decided about this person."""
    room.before[person] = (Earlier("1", "Failed", NOW - 3 * DAY),)
    room.rules = {badge: replace(rule, version="2") for badge, rule in room.rules.items()}
