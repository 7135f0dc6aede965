"""The verdict about one badge for one participant: its state, why, and whose decision it rests on.

``decide`` applies a rule to evidence; ``confirm`` is the only way to Completed, and a person's. The states are the
words of Open Badges 3.0. What can still change is asked of ``reach``.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final, Literal

import msgspec

from facilitator_tui.completion.attendance import Standing
from facilitator_tui.completion.evaluation import Facts, finding
from facilitator_tui.completion.evidence import Evidence, Stage, Status
from facilitator_tui.completion.findings import Finding
from facilitator_tui.completion.futures import is_settled
from facilitator_tui.completion.problems import CompletionProblem
from facilitator_tui.completion.rules import Rule
from facilitator_tui.plans.course import Treatment

State = Literal["Enrolled", "InProgress", "Provisional", "OnHold", "Completed", "Failed", "Withdrew"]
"""Enrolled: never came and handed nothing in. Provisional: everything is met, nobody has confirmed it yet."""

SHOWN: Final[dict[State, str]] = {
    "Enrolled": "Enrolled",
    "InProgress": "In progress",
    "Provisional": "Provisional",
    "OnHold": "On hold",
    "Completed": "Completed",
    "Failed": "Failed",
    "Withdrew": "Withdrew",
}
"""The states as people read them; files keep to the words of Open Badges."""


class RuleName(msgspec.Struct, frozen=True):
    """Which rule decided: the badge's id, the version, and the SHA-256 of the rule's canonical form in hex."""

    id: str
    version: str
    sha256: str


class Override(msgspec.Struct, frozen=True):
    """A person decided otherwise than the rule: who, when, why, and that the badge is earned or is not."""

    by: str
    at_ms: int
    why: str
    earned: bool


class Hold(msgspec.Struct, frozen=True):
    """A badge that is met is held back for the time being: who, when and why."""

    by: str
    at_ms: int
    why: str


class Confirmation(msgspec.Struct, frozen=True):
    """A person confirmed a provisional verdict; ``of`` is the ``digest`` of exactly that verdict."""

    by: str
    at_ms: int
    of: str


class SessionVerdict(msgspec.Struct, frozen=True):
    """What one session counted for. ``counted_ms`` can be more than ``present_ms`` where something was made good."""

    module: int
    session: str
    stage: Stage
    status: Status
    counts: bool
    present_ms: int
    counted_ms: int
    treated: Treatment | None
    lacks: tuple[str, ...]
    confirmed: bool


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule says about one participant, and what people decided about that.

    ``met`` is what counts: the rule's answer, or that of an override. ``criteria`` are the findings of the rule's
    outermost list. ``confirmed_before`` says that somebody confirmed this badge on other facts or another rule.
    """

    participant: str
    course: str
    badge: str
    state: State
    met: bool
    why: str
    criteria: tuple[Finding, ...]
    sessions: tuple[SessionVerdict, ...]
    rule: RuleName
    override: Override | None = None
    hold: Hold | None = None
    confirmation: Confirmation | None = None
    confirmed_before: bool = False


def is_for(rule: Rule, evidence: Evidence) -> bool:
    """Whether somebody in this role can earn the badge at all. An auditor, say, gets no verdict."""
    return evidence.role in rule.roles


def decide(
    rule: Rule,
    evidence: Evidence,
    override: Override | None = None,
    hold: Hold | None = None,
    confirmation: Confirmation | None = None,
) -> Verdict:
    """The verdict of a rule on evidence. The same rule and the same evidence give the same verdict, to the byte.

    A confirmation holds only for the very verdict that was confirmed. Raises ``CompletionProblem`` where the badge is
    not for this role, or an override or hold does not say who decided and why.
    """
    if not is_for(rule, evidence):
        roles = ", ".join(rule.roles)
        raise CompletionProblem(
            f'The badge "{rule.id}" is for the roles {roles}, not for {evidence.role}: there is nothing to decide.'
        )
    for decision in (override, hold):
        if decision is not None and not (decision.by.strip() and decision.why.strip()):
            raise CompletionProblem(
                "An override or a hold needs who decided it and why: add what is missing."
            )
    facts = Facts(rule, evidence)
    found = finding(rule.needs, facts, words=True)
    met = found.met if override is None else override.earned
    state = _state(rule, evidence, met, override is not None, hold is not None)
    criteria = found.parts if found.kind == "group" and found.needed == len(found.parts) else (found,)
    verdict = Verdict(
        participant=evidence.participant,
        course=evidence.course,
        badge=rule.id,
        state=state,
        met=met,
        why=_why(criteria, state, override, hold),
        criteria=criteria,
        sessions=tuple(map(_session, facts.standings)),
        rule=RuleName(rule.id, rule.version, rule.sha256),
        override=override,
        hold=hold,
    )
    return verdict if confirmation is None else _confirmed(verdict, confirmation)


def confirm(verdict: Verdict, by: str, at_ms: int) -> Verdict:
    """The provisional verdict, completed by the person who confirms it.

    Raises ``CompletionProblem`` for any other verdict: what is not met, held back or withdrawn cannot be confirmed.
    """
    if not by.strip():
        raise CompletionProblem("Only a person can confirm a badge: say who does.")
    if verdict.state != "Provisional":
        raise CompletionProblem(
            f"Only a provisional verdict can be confirmed; this one is {verdict.state}. {verdict.why}"
        )
    return _confirmed(verdict, Confirmation(by, at_ms, digest(verdict)))


def canonical(verdict: Verdict) -> bytes:
    """The verdict as canonical JSON."""
    return msgspec.json.encode(verdict, order="sorted")


def digest(verdict: Verdict) -> str:
    """The SHA-256, in hex, of what a person confirms: everything about the verdict that was there before.

    The summing-up in ``why`` is left out; what it sums up is in. So are the words of somebody's reason: they may be
    erased, and what was confirmed stands.
    """
    state: State = "Provisional" if verdict.state == "Completed" else verdict.state
    override = verdict.override and msgspec.structs.replace(verdict.override, why="")
    bare = msgspec.structs.replace(
        verdict, state=state, why="", override=override, confirmation=None, confirmed_before=False
    )
    return sha256(canonical(bare)).hexdigest()


def _confirmed(verdict: Verdict, confirmation: Confirmation) -> Verdict:
    if verdict.state != "Provisional":
        return msgspec.structs.replace(verdict, confirmed_before=True)
    if confirmation.of != digest(verdict):
        why = f"{verdict.why} It was confirmed before on other facts or by another rule: confirm it again."
        return msgspec.structs.replace(verdict, why=why, confirmed_before=True)
    return msgspec.structs.replace(verdict, state="Completed", confirmation=confirmation)


def _state(rule: Rule, evidence: Evidence, met: bool, overridden: bool, held: bool) -> State:
    if evidence.withdrawal is not None:
        return "Withdrew"
    if not overridden and _never_came(evidence):
        return "Enrolled"
    if overridden or evidence.over or is_settled(rule, evidence, met):
        if met:
            return "OnHold" if held else "Provisional"
        return "Failed"
    return "InProgress"


def _never_came(evidence: Evidence) -> bool:
    there = ("present", "late", "left early", "partial", "made up")
    return not evidence.deliveries and not any(
        session.present_ms or session.made_good or session.marked in there for session in evidence.sessions
    )


def _why(criteria: tuple[Finding, ...], state: State, override: Override | None, hold: Hold | None) -> str:
    """One or two sentences: what decided."""
    if override is not None:
        decided = "earned" if override.earned else "not earned"
        return f"Decided by a person, whatever the rule says: {decided}, because {_ended(override.why)}"
    if state == "Withdrew":
        return "Left the course."
    if state == "Enrolled":
        return "Neither came to a session nor handed anything in."
    unmet = "; ".join(each.why for each in criteria if not each.met)
    if unmet:
        return f"{'Not yet' if state == 'InProgress' else 'Not'} met: {_ended(unmet)}"
    if hold is not None and state == "OnHold":
        return f"Everything is met. Held back, because {_ended(hold.why)}"
    if state == "InProgress":
        return "Everything is met so far, and what is still to come can change it."
    return "Everything is met."


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _session(standing: Standing) -> SessionVerdict:
    session = standing.session
    return SessionVerdict(
        session.module,
        session.session,
        session.stage,
        standing.status,
        standing.attended,
        session.present_ms,
        standing.counted_ms,
        standing.treated,
        standing.lacks,
        session.confirmed,
    )
