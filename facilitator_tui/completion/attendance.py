"""What each session counts for under a rule: attended, made good, excused, late, or missed.

The order of things: what was measured or marked; then make-ups, in the order in which they came, up to their cap;
then excuses and technical trouble, each up to its cap, in the order of the sessions. An excuse works on two counts: on
sessions, where one was not attended, and on time, where some of it is missing. Its cap holds for each by itself, so
that ten lost minutes of a session that counts anyway do not use up the excuse for another one. Numbers over several
sessions are made in ``evaluation``.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from facilitator_tui.completion.evidence import Evidence, SessionEvidence, Status
from facilitator_tui.completion.presence import Measured, is_late, status, suffices
from facilitator_tui.completion.rules import Rule
from facilitator_tui.completion.tasks import handed_for
from facilitator_tui.plans.course import MakeUp, Treatment

_NOT_A_PARTICIPANT = ("observer", "not expected")
_THERE = ("present", "late", "left early")


class Standing(msgspec.Struct, frozen=True):
    """What one session counts for.

    ``counted_ms`` is the presence that counts. ``neutral`` takes the session out of every count of sessions, and
    ``out_ms`` of its time out of every count of time. ``lacks`` are tasks without which the session does not count.
    ``treated`` and ``time_treated`` say how an excuse or technical trouble was taken, for sessions and for time.
    """

    session: SessionEvidence
    status: Status
    attended: bool
    counted_ms: int
    late: bool = False
    neutral: bool = False
    out_ms: int = 0
    lacks: tuple[str, ...] = ()
    treated: Treatment | None = None
    time_treated: Treatment | None = None

    @property
    def missed_ms(self) -> int:
        """How much of the session is missing, in milliseconds, whatever becomes of it."""
        return max(0, self.session.length_ms - self.counted_ms)


def standings(rule: Rule, evidence: Evidence, live: bool = False) -> tuple[Standing, ...]:
    """What each session counts for, in the order of the modules; ``live`` leaves every make-up aside."""
    sessions = sorted(evidence.sessions, key=lambda session: session.module)
    found = [_by_itself(session, rule, evidence) for session in sessions]
    if not live and rule.presence.make_up is not None:
        _make_good(found, rule.presence.make_up, rule, evidence)
    presence = rule.presence
    _treat(found, "excused", presence.excused, presence.excused_at_most)
    _treat(found, "technical", presence.technical, presence.technical_at_most)
    return tuple(found)


def _by_itself(session: SessionEvidence, rule: Rule, evidence: Evidence) -> Standing:
    """What was measured or marked, before anything is made good or excused."""
    if session.stage != "held":
        return Standing(session, "absent", False, 0)
    present_ms = _present_ms(session)
    marked = session.marked
    visits = marked in _NOT_A_PARTICIPANT and evidence.role != "observer"
    enough = marked in _THERE or suffices(present_ms, session.length_ms, rule.presence)
    lacks = tuple(
        task
        for task in rule.presence.with_task
        if enough and handed_for(rule, evidence, task, session.module) is None
    )
    attended = enough and not lacks and not visits
    late = marked == "late" or (marked not in _THERE and is_late(session.late_ms, rule.presence))
    return Standing(
        session,
        _status(session, present_ms, attended, rule),
        attended,
        present_ms if attended else 0,
        attended and late,
        lacks=lacks,
    )


def _present_ms(session: SessionEvidence) -> int:
    """The presence that can count: as measured; of somebody marked present whom nothing measured, the rest of it."""
    if session.marked == "absent":
        return 0
    if session.marked in _THERE and not session.present_ms:
        return max(0, session.length_ms - session.late_ms - session.left_ms)
    return min(session.present_ms, session.length_ms)


def _status(session: SessionEvidence, present_ms: int, attended: bool, rule: Rule) -> Status:
    """What was marked, unless it is for the rule to say: whether a part suffices, or a make-up is taken."""
    marked = session.marked
    by_rule = ("partial", "made up", "excused", "technical") if attended else ("partial", "made up")
    if marked is not None and marked not in by_rule:
        return marked
    if not present_ms and not session.expected:
        return "not expected"
    measured = Measured(present_ms, session.late_ms, session.left_ms)
    return status(measured, session.length_ms, rule.presence)


def _make_good(found: list[Standing], make_up: MakeUp, rule: Rule, evidence: Evidence) -> None:
    came: list[tuple[int, bool, int]] = []
    for index, standing in enumerate(found):
        if standing.session.stage == "held" and standing.missed_ms and _covered(standing, make_up):
            at_ms = _made_good_at(standing.session, make_up, rule, evidence)
            if at_ms is not None:
                came.append((at_ms, standing.attended, index))
    came.sort()
    for _, _, index in came[: make_up.at_most or len(came)]:
        standing = found[index]
        found[index] = Standing(
            standing.session, "made up", True, standing.session.length_ms, late=standing.late
        )


def _covered(standing: Standing, make_up: MakeUp) -> bool:
    part = standing.session.present_ms > 0 and standing.session.marked != "absent"
    return make_up.covers in ("both", "part" if part else "absence")


def _made_good_at(session: SessionEvidence, make_up: MakeUp, rule: Rule, evidence: Evidence) -> int | None:
    """When the session was made good as the rule allows; -1 where that is not known, ``None`` if it was not."""
    if session.marked == "made up" and session.made_good is None:
        return -1
    last_ms = None
    if make_up.within_s and session.ends_ms is not None:
        last_ms = session.ends_ms + make_up.within_s * 1000
    times: list[int | None] = []
    if make_up.another_session and session.made_good and session.made_good.how == "another session":
        times.append(session.made_good.at_ms)
    if make_up.tasks:
        if session.made_good and session.made_good.how == "task":
            times.append(session.made_good.at_ms)
        deliveries = [handed_for(rule, evidence, task, session.module) for task in make_up.tasks]
        if all(deliveries):
            known = [each.at_ms for each in deliveries if each is not None and each.at_ms is not None]
            times.append(max(known) if known else None)
    valid = [-1 if at_ms is None else at_ms for at_ms in times if not last_ms or (at_ms or 0) <= last_ms]
    return min(valid) if valid else None


def _treat(found: list[Standing], mark: Status, treatment: Treatment, at_most: int | None) -> None:
    """Count sessions marked excused, or technical, as the rule says, as many as it allows."""
    if treatment == "absent":
        return
    replace = msgspec.structs.replace
    marked = [index for index, each in enumerate(found) if each.session.marked == mark and each.missed_ms]
    lost = [index for index in marked if not found[index].attended]
    for index in marked[:at_most]:
        each = found[index]
        if treatment == "attended":
            found[index] = replace(each, counted_ms=each.session.length_ms, time_treated=treatment)
        else:
            found[index] = replace(each, out_ms=each.missed_ms, time_treated=treatment)
    for index in lost[:at_most]:
        counts = treatment == "attended"
        found[index] = replace(found[index], attended=counts, neutral=not counts, treated=treatment)


def of_modules(found: Sequence[Standing], among: tuple[int, ...]) -> tuple[Standing, ...]:
    """Only the sessions of these modules; all of them where none is named."""
    return tuple(each for each in found if not among or each.session.module in among)
