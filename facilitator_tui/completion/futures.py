"""Everything that can still happen to one person under one rule, and whether the rule is met then.

A future says of each session to come whether the person is there for all of it, comes late and stays no longer than it
takes to count, or stays away; which missed sessions are made good; and what is handed in. Sessions to come are taken as
taking place, and nobody is excused who is not excused already. Nothing is guessed: every answer is that of
``evaluation`` on the evidence of that future.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, combinations, product

import msgspec

from facilitator_tui.completion.attendance import standings
from facilitator_tui.completion.evaluation import is_met
from facilitator_tui.completion.evidence import Delivery, Evidence, MadeGood, SessionEvidence
from facilitator_tui.completion.presence import is_late
from facilitator_tui.completion.rules import Rule, RuleTask, criteria
from facilitator_tui.completion.tasks import asked, handed_for, in_time
from facilitator_tui.plans.course import Attend, Handed, Minutes, Miss


class ToHandIn(msgspec.Struct, frozen=True):
    """A task that can still be handed in; ``module`` where a session does not count without it, else 0."""

    task: str
    module: int = 0


class Found(msgspec.Struct, frozen=True):
    """The least that is needed, as numbers of modules.

    ``caught`` are the sessions to make good. Beside them each of ``choices`` suffices, all of the same size: sessions
    to be there for. ``any_will_do``: so many of the sessions to come suffice whichever they are; ``choices`` then holds
    one of each that differ for the rule.
    """

    caught: tuple[int, ...]
    choices: tuple[tuple[int, ...], ...]
    any_will_do: bool

    @property
    def there(self) -> tuple[int, ...]:
        """Sessions that suffice."""
        return self.choices[0]


class Futures:
    """The futures of one person under one rule; works them out once and answers questions about them."""

    def __init__(self, rule: Rule, evidence: Evidence) -> None:
        self.rule = rule
        self.evidence = evidence
        self.coming = evidence.to_come()

    @cached_property
    def catchable(self) -> tuple[int, ...]:
        """The sessions that were missed and can still be made good, as numbers of modules."""
        if self.evidence.over or self.rule.presence.make_up is None:
            return ()
        missed = [
            each.session.module
            for each in standings(self.rule, self.evidence)
            if each.session.stage == "held" and each.missed_ms
        ]
        return tuple(module for module in missed if self._would_be_made_good(module))

    @cached_property
    def useful(self) -> tuple[int, ...]:
        """The sessions to come that count for somebody who is there: all, unless what they need is overdue."""
        coming = [session.module for session in self.coming]
        found = standings(self.rule, self.if_so(there=coming))
        return tuple(each.session.module for each in found if each.attended and each.session.module in coming)

    @cached_property
    def hand_ins(self) -> dict[ToHandIn, tuple[Delivery, ...]]:
        """What can still be handed in by the last moment of its task."""
        return {} if self.evidence.over else self._hand_ins()

    def if_so(
        self,
        there: Collection[int] = (),
        late: Collection[int] = (),
        caught: Collection[int] = (),
        hand_ins: Collection[ToHandIn] = (),
        at_most: Mapping[ToHandIn, int] | None = None,
    ) -> Evidence:
        """The evidence in one future. Who is there for a session also hands in what it does not count without.

        ``at_most`` limits how often something is handed in; what is not named there comes as often as it can.
        """
        coming = {session.module: session for session in self.coming}
        sessions: list[SessionEvidence] = []
        new: list[Delivery] = []
        for key in hand_ins:
            new += _first(self.hand_ins[key], at_most.get(key, 0) if at_most else 0)
        for session in self.evidence.sessions:
            if session.module in coming:
                session = self._held(session, session.module in there, session.module in late)
                if session.present_ms:
                    new += [self._delivery(task, session) for task in self.rule.presence.with_task]
            elif session.module in caught:
                new += self._catch_up(session)
                session = self._made_good(session)
            sessions.append(session)
        return msgspec.structs.replace(
            self.evidence, sessions=tuple(sessions), deliveries=(*self.evidence.deliveries, *new)
        )

    def always_met(self) -> bool:
        """Whether the rule is met whatever comes: also if nobody comes again and nothing more is handed in."""
        if self.rule.presence.cost is None:
            return is_met(self.rule, self.if_so())
        return all(
            is_met(self.rule, self.if_so(late=late, hand_ins=risky))
            for late in self._selections(range(len(self.coming) + 1))
            for risky in self._risky()
        )

    def can_be_met(self, there: Collection[int], caught: Collection[int] = ()) -> bool:
        """Whether the rule is met if the person is there for these sessions, makes these good, and hands all in."""
        safe = [key for key in self.hand_ins if not self._is_risky(key)]
        return any(
            is_met(self.rule, self.if_so(there=there, caught=caught, hand_ins=(*safe, *risky)))
            for risky in self._risky()
        )

    def least(self) -> Found | None:
        """The least that is needed: as few make-ups as can be, then as few sessions; ``None`` if nothing will do."""
        make_up = self.rule.presence.make_up
        if not (make_up and make_up.at_most) and not self.can_be_met(self.useful, self.catchable):
            return None
        for count in range(len(self.catchable) + 1):
            found = [
                each
                for caught in combinations(self.catchable, count)
                if self.can_be_met(self.useful, caught) and (each := self._fewest(caught)) is not None
            ]
            if found:
                return min(found, key=lambda each: len(each.there))
        return None

    def _fewest(self, caught: tuple[int, ...]) -> Found | None:
        """The fewest sessions to come that suffice with these made good."""
        for count in range(len(self.coming) + 1):
            choices = [tuple(each) for each in self._selections([count])]
            enough = [there for there in choices if self.can_be_met(there, caught)]
            if enough:
                every = len(enough) == len(choices)
                return Found(caught, tuple(enough if every else enough[:1]), every)
        return None

    def _selections(self, sizes: Collection[int]) -> Iterator[list[int]]:
        """Selections of sessions to come; of those that are alike for the rule, only how many are taken differs."""
        alike: dict[tuple[object, ...], list[int]] = {}
        for session, signature in zip(self.coming, self._signatures(), strict=True):
            alike.setdefault(signature, []).append(session.module)
        for counts in product(*(range(len(modules) + 1) for modules in alike.values())):
            if sum(counts) in sizes:
                taken = (modules[:count] for modules, count in zip(alike.values(), counts, strict=True))
                yield sorted(chain.from_iterable(taken))

    def _signatures(self) -> list[tuple[object, ...]]:
        """For each session to come, everything in which it can differ from another one for this rule."""
        limited = [
            each.among
            for each in criteria(self.rule.needs)
            if isinstance(each, Attend | Minutes | Miss) and each.among
        ]
        return [
            (
                session.planned_ms,
                session.expected,
                session.module if session.marked else 0,  # caps of excuses go by the order of the sessions
                session.module in self.useful,
                *(session.module in among for among in limited),
            )
            for session in self.coming
        ]

    def _risky(self) -> Iterator[tuple[ToHandIn, ...]]:
        """Every choice among what can be handed in to somebody's harm: it makes a session count that was late."""
        risky = [key for key in self.hand_ins if self._is_risky(key)]
        return chain.from_iterable(combinations(risky, count) for count in range(len(risky) + 1))

    def _is_risky(self, key: ToHandIn) -> bool:
        if not key.module or self.rule.presence.cost is None:
            return False
        late_ms = next(each.late_ms for each in self.evidence.sessions if each.module == key.module)
        marked = any(each.module == key.module and each.marked for each in self.evidence.sessions)
        return marked or is_late(late_ms, self.rule.presence)

    def _held(self, session: SessionEvidence, there: bool, late: bool) -> SessionEvidence:
        """A session to come as it will have been."""
        late_ms = (self.rule.presence.late_after_s or 0) * 1000 + 1 if late else 0
        present_ms = session.planned_ms if there else 0
        if late:
            present_ms = min(self._least_presence(session), max(0, session.planned_ms - late_ms))
        return msgspec.structs.replace(
            session,
            stage="held",
            length_ms=session.planned_ms,
            present_ms=present_ms,
            late_ms=late_ms,
        )

    def _least_presence(self, session: SessionEvidence) -> int:
        """The least presence with which a session counts: of somebody late the worst that can come."""
        presence = self.rule.presence
        return max(1, presence.from_s * 1000, -(-presence.from_percent * session.planned_ms // 100))

    def _would_be_made_good(self, module: int) -> bool:
        found = standings(self.rule, self.if_so(caught=[module]))
        return any(each.session.module == module and each.status == "made up" for each in found)

    def _catch_up(self, session: SessionEvidence) -> list[Delivery]:
        make_up = self.rule.presence.make_up
        return [self._delivery(task, session) for task in make_up.tasks] if make_up else []

    def _made_good(self, session: SessionEvidence) -> SessionEvidence:
        make_up = self.rule.presence.make_up
        if make_up is None or not make_up.another_session:
            return session
        at_ms = self._delivery("", session).at_ms
        return msgspec.structs.replace(session, made_good=MadeGood("another session", at_ms))

    def _delivery(self, task: str, session: SessionEvidence) -> Delivery:
        """Handed in as soon as can be: now, or at the end of a session to come."""
        now = self.evidence.now
        if now is None:
            return Delivery(task, session.module, self._latest_ms())
        at_ms = max(now.at_ms, session.ends_ms or now.at_ms)
        return Delivery(task, session.module, at_ms, max(now.day, session.day or now.day))

    def _latest_ms(self) -> int:
        """The latest moment that is known of: without a "now", nothing can come before it. 0 where none is known."""
        known = [each.at_ms for each in self.evidence.deliveries]
        known += [each.made_good.at_ms for each in self.evidence.sessions if each.made_good is not None]
        return max((at_ms for at_ms in known if at_ms is not None), default=0)

    def _hand_ins(self) -> dict[ToHandIn, tuple[Delivery, ...]]:
        found: dict[ToHandIn, tuple[Delivery, ...]] = {}
        for standing in standings(self.rule, self.evidence):
            for lacking in standing.lacks:
                delivery = self._delivery(lacking, standing.session)
                if in_time(self.rule.task(lacking), delivery, self.evidence):
                    found[ToHandIn(lacking, standing.session.module)] = (delivery,)
        for name, times in self._wanted().items():
            task = self.rule.task(name)
            deliveries = [
                each
                for each in self._deliveries(task, times)
                if in_time(task, each, self.evidence)
                and ToHandIn(name, each.module) not in found
                and not self._makes_good(each)
            ]
            if deliveries:
                found[ToHandIn(name)] = tuple(deliveries)
        return found

    def _wanted(self) -> dict[str, int]:
        """The tasks that criteria or costs ask for, and the most that any of them asks."""
        wanted: dict[str, int] = {}
        sessions = [each for each in self.evidence.sessions if each.stage != "cancelled"]
        for criterion in criteria(self.rule.needs):
            if isinstance(criterion, Handed):
                times = criterion.count or asked(self.rule.task(criterion.task), self.evidence, sessions)
                wanted[criterion.task] = max(times, wanted.get(criterion.task, 0))
        if self.rule.presence.cost_made_good_by:
            cancels = self.rule.presence.cost_made_good_by
            wanted[cancels] = max(len(sessions), wanted.get(cancels, 0))
        return wanted

    def _deliveries(self, task: RuleTask, times: int) -> Iterator[Delivery]:
        now = self.evidence.now
        at_ms, day = (None, None) if now is None else (now.at_ms, now.day)
        if task.per == "session":
            for session in self.evidence.sessions:
                there = handed_for(self.rule, self.evidence, task.id, session.module)
                if session.stage != "cancelled" and there is None:
                    yield self._delivery(task.id, session)
        elif task.per == "question":
            for asked_for in task.questions:
                opens = None if day is None else max(day, asked_for.opens_day)
                most = asked_for.times if task.kind == "response" else times
                yield Delivery(task.id, asked_for.module, at_ms, opens, most)
        else:
            yield Delivery(task.id, 0, at_ms, day, times)

    def _makes_good(self, delivery: Delivery) -> bool:
        """Whether handing this in is a make-up: those are counted by themselves."""
        make_up = self.rule.presence.make_up
        return make_up is not None and delivery.task in make_up.tasks and delivery.module in self.catchable


def _first(deliveries: Sequence[Delivery], count: int) -> Iterator[Delivery]:
    """So many of the deliveries, from the first; all of them for 0."""
    left = count or sum(each.times for each in deliveries)
    for each in deliveries:
        if left > 0:
            yield msgspec.structs.replace(each, times=min(left, each.times))
        left -= each.times


def is_settled(rule: Rule, evidence: Evidence, met: bool) -> bool:
    """Whether nothing that can still happen changes the answer ``met`` of the rule on this evidence."""
    if met and not evidence.to_come() and rule.presence.cost is None:
        return True  # nothing that is handed in later takes anything away
    if met:
        return Futures(rule, evidence).always_met()
    return not evidence.to_come() and Futures(rule, evidence).least() is None
