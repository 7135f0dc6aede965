"""Sending badges to an issuer's service so that nobody is issued twice: reserve in the ledger, call, write down.

The order is the promise. Before a call everybody in it has a line ``sending`` on disk. A clear answer makes it
``issued`` or ``not issued``; where none came, it is ``unclear``, and nothing is sent to that person again until the
issuer's own list says what happened. A program that dies in between leaves ``sending``, which counts as ``unclear``.

A ``Sender`` belongs to one thread together with its ledger (and the store behind it). Who would be sent is in
``sending_plan``, what comes of it in ``sending_results``, what the lists say in ``read_back``, the calls in ``obf``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from secrets import randbits as system_randbits
from typing import Final

from facilitator_tui.completion.verdict import digest
from facilitator_tui.dialogue.ids import IdMaker
from facilitator_tui.dialogue.journal import Clock
from facilitator_tui.issuing.award import Action, Award, Issued, NewLine
from facilitator_tui.issuing.ledger_port import (
    HELD,
    OPEN,
    Ledger,
    last_lines,
    next_line,
    same_address,
    standing,
)
from facilitator_tui.issuing.limits import split
from facilitator_tui.issuing.obf import CONSUMER, ObfClient, silent
from facilitator_tui.issuing.problems import AnswerLost, IssuingProblem, NothingDone
from facilitator_tui.issuing.read_back import SETTLED_MS, Comparison, Seen, compare
from facilitator_tui.issuing.sending_plan import BATCH, Plan
from facilitator_tui.issuing.sending_results import ReadBack, Revoked, Sent


class Sender:
    """Sends, reads back and revokes at one issuer, in one thread.

    ``tell`` is called with a sentence about progress. ``StoreProblem`` of the ledger passes through: what was sent
    until then is in the ledger, at the least as ``sending``.
    """

    def __init__(
        self,
        ledger: Ledger,
        client: ObfClient,
        clock: Clock,
        author: str,
        *,
        tell: Callable[[str], None] = silent,
        randbits: Callable[[int], int] = system_randbits,
        per_call: int = BATCH,
    ) -> None:
        self._ledger, self._client, self._clock, self._author = ledger, client, clock, author
        self._tell, self._ids, self._per_call = tell, IdMaker(randbits), per_call
        self._issuer = client.issuer.name

    # --- sending

    def send(self, plan: Plan) -> Sent:
        """Send what the plan says, after looking up at the issuer who has the badge already.

        Raises ``IssuingProblem`` where nothing could be sent to anybody; what stops it later is in the answer.
        """
        if plan.issuer != self._issuer:
            raise IssuingProblem(
                f"The plan is for “{plan.issuer}”, and this is “{self._issuer}”. Plan again."
            )
        if not (plan.new or plan.unclear):
            return Sent()
        self._client.ping()
        limit = self._client.about().issuing_limit or self._per_call
        lines = self._lines(plan.course, plan.badge, plan.issuer_badge)
        seen = self._look(plan.issuer_badge, lines)
        self._write(compare(lines, seen, self._clock.now_ms()), plan.issuer_badge)
        ready, found = self._ready(plan, seen)
        problem, tried = "", 0
        before = len(ready)
        batches: list[str] = []
        for group in split(ready, max(1, min(self._per_call, limit))):
            self._tell(f"Sending: {tried:,} of {before:,} …")
            problem = self._call(plan, group, batches)
            tried += len(group)
            if problem:
                break
        return self._sum(plan, batches, found, before - tried, problem)

    def _ready(self, plan: Plan, seen: Seen) -> tuple[list[Award], int]:
        """Who is to be sent now, and how many turn out to have the badge; these are written down."""
        lines = self._ledger.history(plan.course, plan.badge)
        busy = {line.person for line in standing(lines) if line.issuer == self._issuer}
        holders = seen.holders()
        ready: list[Award] = []
        found: list[NewLine] = []
        batch = self._ids.next(self._clock.now_ms())
        for award in (*plan.new, *plan.unclear):
            rows = holders.get(same_address(award.recipient.email), ())
            if award.recipient.person in busy or not award.recipient.email:
                continue
            if rows:
                found.append(self._line(plan, award, "issued", batch, rows[0].event_id))
            else:
                ready.append(award)
        if found:
            self._ledger.add(found)
        return ready, len(found)

    def _call(self, plan: Plan, awards: Sequence[Award], batches: list[str]) -> str:
        """One call for these people. Gives why no further call should be made; empty where all is well."""
        batch = self._ids.next(self._clock.now_ms())
        reserved = self._ledger.reserve([self._line(plan, award, "sending", batch) for award in awards])
        if not reserved:
            return ""
        batches.append(batch)
        try:
            event = self._client.issue(
                plan.issuer_badge,
                [(line.email, line.name) for line in reserved],
                batch=batch,
                issued_ms=self._clock.now_ms(),
                log={"course": plan.course, "badge": plan.badge},
            )
        except NothingDone as problem:
            self._settle(reserved, "not issued")
            return str(problem)
        except AnswerLost as problem:
            self._settle(reserved, "unclear")
            # The issuer may say at once what it did. If it does not, the next sending asks again.
            with suppress(IssuingProblem):
                self.read_back(plan.course, plan.badge)
            return str(problem)
        self._settle(reserved, "issued", event)
        return ""

    def _line(self, plan: Plan, award: Award, action: Action, batch: str, remote: str = "") -> NewLine:
        return NewLine(
            course=plan.course,
            badge=plan.badge,
            person=award.recipient.person,
            issuer=plan.issuer,
            issuer_badge=plan.issuer_badge,
            action=action,
            rule=award.verdict.rule.sha256,
            verdict=digest(award.verdict),
            batch=batch,
            remote=remote,
            at_ms=self._clock.now_ms(),
            author=self._author,
            email=award.recipient.email,
            name=award.recipient.badge_name,
        )

    def _settle(self, lines: Iterable[Issued], action: Action, remote: str = "") -> None:
        now = self._clock.now_ms()
        self._ledger.settle([next_line(line, action, now, self._author, remote=remote) for line in lines])

    def _sum(self, plan: Plan, batches: list[str], found: int, left: int, problem: str) -> Sent:
        there = last_lines(self._ledger.at_issuer(self._issuer, plan.issuer_badge)).values()
        ours = [line for line in there if line.batch in batches]
        wanted = {award.recipient.person for award in (*plan.new, *plan.unclear)}
        hanging = [line for line in there if line.action in OPEN and line.person in wanted]
        return Sent(
            issued=sum(line.action in HELD for line in ours),
            found=found,
            not_issued=sum(line.action == "not issued" for line in ours),
            unclear=len(hanging),
            left=left,
            again_ms=max((line.at_ms + SETTLED_MS for line in hanging), default=None),
            problem=problem,
        )

    # --- reading back

    def read_back(self, course: str, badge: str) -> ReadBack:
        """Ask the issuer who has this badge, and write down what is new. Raises ``IssuingProblem``.

        What stands in a file for this issuer is looked up as well.
        """
        issuer_badge = self._client.issuer.badge_for(course, badge)
        lines = self._lines(course, badge, issuer_badge)
        found = compare(lines, self._look(issuer_badge, lines), self._clock.now_ms())
        written = self._write(found, issuer_badge)
        after = standing(self._lines(course, badge, issuer_badge))
        return ReadBack(
            **{action.replace(" ", "_"): written.count(action) for action in _REPORTED},
            unclear=sum(line.action in OPEN for line in after),
            missing=len(found.missing),
            twice=found.twice,
        )

    def _lines(self, course: str, badge: str, issuer_badge: str) -> list[Issued]:
        """What the ledger says of a badge of the issuer, and of ours in files for it."""
        there = self._ledger.at_issuer(self._issuer, issuer_badge)
        in_files = [
            line
            for line in self._ledger.history(course, badge)
            if line.issuer == self._issuer and line.action == "exported" and line.issuer_badge != issuer_badge
        ]
        return [*in_files, *there]

    def _look(self, issuer_badge: str, lines: Sequence[Issued]) -> Seen:
        """The issuer's lists of the badge. The events are read last: a recipient's event is then among them."""
        self._tell(f"Reading what “{self._issuer}” has issued …")
        rows = self._client.recipients(issuer_badge)
        events = {event.id: event for event in self._client.events(issuer_badge)}
        known = {line.remote for line in lines if line.remote}
        hanging = any(line.action in OPEN for line in last_lines(lines).values())
        asked = [
            event.id
            for event in events.values()
            if hanging and event.api_consumer_id == CONSUMER and event.id not in known
        ]
        return Seen(
            tuple(row for row in rows if row.event_id in events),
            {event: self._client.batch_of(event) for event in asked},
        )

    def _write(self, found: Comparison, issuer_badge: str) -> list[Action]:
        now = self._clock.now_ms()
        lines = [
            next_line(
                each.line, each.action, now, self._author, remote=each.remote, issuer_badge=issuer_badge
            )
            for each in found.news
        ]
        return [line.action for line in self._ledger.settle(lines)] if lines else []

    # --- revoking

    def revoke(self, lines: Iterable[Issued]) -> Revoked:
        """Revoke the badges of these lines at the issuer, and write it down.

        Revoking again what is revoked changes nothing there, so a lost answer is no danger: call it once more.
        """
        every = list(lines)
        events: dict[str, list[Issued]] = {}
        for line in every:
            if line.issuer == self._issuer and line.remote and line.email:
                events.setdefault(line.remote, []).append(line)
        done, problem = 0, ""
        for event, group in events.items():
            self._tell(f"Revoking: {done:,} of {len(every):,} …")
            try:
                self._client.revoke(event, [line.email for line in group])
            except (NothingDone, AnswerLost) as stopped:
                problem = str(stopped)
                break
            self._settle(group, "revoked")
            done += len(group)
        left = len(every) - done
        if left and not problem:
            problem = (
                "The ledger lacks the event or the address of some badges. Revoke those at the issuer itself."
            )
        return Revoked(revoked=done, left=left, problem=problem)


_REPORTED: Final[tuple[Action, ...]] = ("issued", "not issued", "received", "revoked")
