"""The sentences behind the grid of completion: of one cell, of one person, of a rule, of a question. Pure.

What they say comes from ``completion``; here it is put into lines below the grid and into pages to scroll.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from facilitator_tui.completion.findings import Finding
from facilitator_tui.completion.reach import Reach
from facilitator_tui.completion.verdict import SessionVerdict
from facilitator_tui.minutes import whole_minutes
from facilitator_tui.plans.render import Bullets, Heading, Part, Said, Table
from facilitator_tui.widgets.completion_seen import (
    BadgeSeen,
    Change,
    Decision,
    Earlier,
    Seen,
    SessionSeen,
    Threshold,
    counted,
    finding_of,
    reach_words,
    state_words,
)
from facilitator_tui.widgets.times import day_and_time

_TREATED = {"attended": "counts", "neutral": "taken out", "absent": "does not count"}

_DECIDED = {
    "confirmed": "Confirmed",
    "earned": "Decided beside the rule: earned",
    "not earned": "Decided beside the rule: not earned",
    "rule decides": "The rule decides again",
    "held": "Held back",
    "released": "Held back no longer",
}

_BACK = {
    "confirmed": "To take it back: h holds the badge back, o decides that it is not earned.",
    "earned": "To take it back: o, then r lets the rule decide again.",
    "not earned": "To take it back: o, then r lets the rule decide again.",
    "held": "To take it back: h releases the badge.",
    "rule decides": "To decide otherwise again: o.",
    "released": "To hold it back again: h.",
}

_MOST_NAMES = 12


class When(msgspec.Struct, frozen=True):
    """Whose clocks times are shown by, and what they show now."""

    zone: str
    now_ms: int

    def words(self, ms: int) -> str:
        return day_and_time(ms, self.zone, self.now_ms)


# --- the lines above and below the grid


def rule_line(badge: BadgeSeen, sessions: Sequence[SessionSeen]) -> str:
    """Which rule decides, whether it is agreed on, and how far the course is."""
    standing = "agreed" if badge.agreed else "example"
    return f"Rule {badge.id}, version {badge.version}, {standing} · {held_words(sessions)}"


def held_words(sessions: Sequence[SessionSeen]) -> str:
    """How many sessions were held, and whose attendance nobody has confirmed."""
    if not sessions:
        return "no session planned yet"
    held = [each for each in sessions if each.held]
    several = len({each.subgroup for each in sessions}) > 1
    open_ = [
        f"{each.module} ({each.subgroup})" if several else str(each.module)
        for each in held
        if not each.confirmed
    ]
    said = f"{len(held)} of {len(sessions)} sessions held"
    return said + (f" · not confirmed: session {', '.join(open_)}" if open_ else "")


def cell_lines(seen: Seen, criterion: str, at_reach: bool, when: When) -> list[str]:
    """What stands behind the cell under the cursor, a paragraph a line."""
    if at_reach:
        return [f"{seen.name} · {reach_words(seen)}", *_reach(seen)]
    found = finding_of(seen, criterion) if criterion else None
    if found is not None:
        return [f"{seen.name} · {found.id}", *_with_parts(found), sessions_line(seen)]
    lines = [f"{seen.name} · {state_words(seen.state)}", seen.verdict.why, sessions_line(seen)]
    lines += [decision_words(each, when) for each in reversed(seen.decisions)]
    lines += [earlier_words(each, when) for each in seen.earlier]
    return [line for line in [*lines, *_warned(seen)] if line]


def _reach(seen: Seen) -> Iterator[str]:
    if seen.decided:
        yield seen.verdict.why
        yield "By the rule alone it would be:"
    yield seen.reach.why if seen.reach is not None else "This is still being worked out."
    yield sessions_line(seen)


def _with_parts(found: Finding) -> Iterator[str]:
    yield f"{'Met' if found.met else 'Not met'}: {found.why}"
    for part in found.parts:
        yield f"{'✓' if part.met else '·'} {_about(part)}"


def _warned(seen: Seen) -> Iterator[str]:
    if seen.warned:
        yield f"Warning: {max(seen.warned)} % of the planned time has been missed."


def sessions_line(seen: Seen) -> str:
    """Every session in a few words: "1 present 118 min · 2 absent · 3 late 96 min · 4 to come"."""
    return " · ".join(_session(each) for each in seen.verdict.sessions)


def _session(each: SessionVerdict) -> str:
    if each.stage == "to come":
        return f"{each.module} to come"
    if each.stage == "cancelled":
        return f"{each.module} did not take place"
    minutes = f" {_minutes(each)} min" if each.present_ms else ""
    notes = [_TREATED[each.treated]] if each.treated is not None else []
    notes += [f"without {' and '.join(each.lacks)}"] if each.lacks else []
    notes += ["not confirmed"] if _is_open(each) else []
    return f"{each.module} {each.status}{minutes}" + (f" ({', '.join(notes)})" if notes else "")


def _minutes(each: SessionVerdict) -> int:
    too_short = each.status == "partial" and not each.counts
    return whole_minutes(each.present_ms, short=too_short)


def decision_words(decision: Decision, when: When) -> str:
    """Who decided what, when and why."""
    why = f", because {decision.why}" if decision.why else ""
    ended = "" if why.endswith((".", "!", "?")) else "."
    return f"{_DECIDED[decision.kind]} by {decision.author}, {when.words(decision.at_ms)}{why}{ended}"


def earlier_words(earlier: Earlier, when: When) -> str:
    """A verdict that was decided on before: "Under version 1: ✗ Failed (decided on 4 Apr 2026 18:00)."."""
    under = "On other facts" if earlier.same_rule else f"Under version {earlier.version}"
    return f"{under}: {state_words(earlier.state)} (decided on {when.words(earlier.at_ms)})."


def take_back(seen: Seen) -> str:
    """How the last decision can be taken back; every decision stays on record."""
    if not seen.decisions:
        return f"Nobody has decided anything about {seen.name} yet: there is nothing to take back."
    last = seen.decisions[-1].kind
    return f"{_BACK[last]} What was decided stays on record."


# --- pages


def person_page(seen: Seen, badge: BadgeSeen, when: When) -> list[Part]:
    """Everything behind one line of the grid."""
    verdict = seen.verdict
    parts: list[Part] = [
        Heading(1, seen.name),
        Said("", f"{badge.name} · {seen.subgroup} · {state_words(seen.state)}"),
        Said("Verdict", verdict.why),
        Said("What can still be reached", " ".join(_reach(seen)) if seen.decided else _why(seen.reach)),
        Heading(2, "Criteria"),
        Bullets(tuple(map(_criterion, verdict.criteria)), tuple(map(_inner, verdict.criteria))),
        Heading(2, "Sessions"),
        Table(("session", "status", "present", "counts"), tuple(map(_row, verdict.sessions))),
    ]
    parts += [Said("", line) for line in _warned(seen)]
    if seen.decisions:
        told = tuple(decision_words(each, when) for each in reversed(seen.decisions))
        parts += [Heading(2, "Decisions, the last one first"), Bullets(told)]
    if seen.earlier:
        told = tuple(earlier_words(each, when) for each in seen.earlier)
        parts += [Heading(2, "Earlier verdicts"), Bullets(told)]
    rule = verdict.rule
    parts.append(Said("Rule", f"{rule.id}, version {rule.version}, SHA-256 {rule.sha256[:12]}…"))
    return parts


def _why(reach: Reach | None) -> str:
    return reach.why if reach is not None else "This is still being worked out."


def _criterion(found: Finding) -> str:
    return f"{'✓ met' if found.met else '✗ not met'}, {_about(found)}"


def _about(found: Finding) -> str:
    """The criterion's sentence after its id, unless it begins with that already."""
    return found.why if found.why.startswith(f"{found.id}:") else f"{found.id}: {found.why}"


def _inner(found: Finding) -> tuple[str, ...]:
    return tuple(map(_criterion, found.parts))


def _row(each: SessionVerdict) -> tuple[str, ...]:
    if each.stage != "held":
        return str(each.module), each.stage, "–", "–"
    counts = _TREATED[each.treated] if each.treated is not None else "yes" if each.counts else "no"
    if each.lacks:
        counts += f", without {' and '.join(each.lacks)}"
    if _is_open(each):
        counts += " (attendance not confirmed)"
    return str(each.module), each.status, f"{_minutes(each)} min", counts


def confirming_page(people: Sequence[Seen]) -> list[Part]:
    """The question before all that are met are confirmed: who, and who is left out."""
    met = [each for each in people if each.state == "Provisional"]
    again = "It was confirmed before on other facts or by another rule."
    named = tuple(f"{each.name}. {again}" if each.verdict.confirmed_before else each.name for each in met)
    states: dict[str, int] = {}
    for each in people:
        if each.state != "Provisional":
            states[state_words(each.state)] = states.get(state_words(each.state), 0) + 1
    rest = ", ".join(f"{count} {words}" for words, count in states.items())
    parts: list[Part] = [
        Heading(1, f"Confirm {counted(len(met))}?"),
        Said(
            "", "With this you say that they have earned the badge. Only who is confirmed goes to an issuer."
        ),
    ]
    if open_ := sorted({each.module for seen in met for each in seen.verdict.sessions if _is_open(each)}):
        waits = f"attendance of session {', '.join(map(str, open_))} is not confirmed"
        parts.append(Said("Attention", f"{waits}. Nothing goes to an issuer before it is."))
    parts.append(Said("", "y confirms them all. Esc confirms nobody."))
    return [*parts, Bullets(named), Said("Not among them", rest or "nobody")]


def _is_open(session: SessionVerdict) -> bool:
    """Whether it was held, concerns the person, and nobody has confirmed who was there."""
    return session.stage == "held" and not session.confirmed and session.status != "not expected"


class Stakes(msgspec.Struct, frozen=True):
    """On somebody's next session hangs the verdict: what is left without it."""

    name: str
    module: int
    away: str


def stakes_page(stakes: Iterable[Stakes]) -> list[Part]:
    """Whose verdict hangs on the next session."""
    found = list(stakes)
    title = f"On their next session hangs the verdict of {counted(len(found)) if found else 'nobody'}"
    lines = tuple(f"{each.name}, session {each.module}. Missing it: {each.away}" for each in found)
    nobody = "Whoever misses the next session can still reach the badge, or has lost or earned it already."
    return [Heading(1, title), Bullets(lines) if lines else Said("", nobody)]


# --- what if


def slider_line(threshold: Threshold, number: int, changes: Sequence[Change]) -> str:
    """The heading of a what-if: "If sessions were 60 % (now 80 %): 2 people would move, 2 would get it."."""
    now = f" (now {threshold.words(threshold.number)})" if number != threshold.number else ", as it is"
    gets = sum(change.gets for change in changes)
    moves = f"{counted(len(changes))} would move" if changes else "nobody would move"
    loses = sum(change.loses for change in changes)
    ends = [f"{gets} would get it" if gets else "", f"{loses} would lose it" if loses else ""]
    said = ", ".join([moves, *(each for each in ends if each)])
    return f"If {threshold.criterion} were {threshold.words(number)}{now}: {said}."


def slider_lines(
    threshold: Threshold, number: int, changes: Sequence[Change], people: Sequence[Seen]
) -> list[str]:
    """Below the grid: where the number stands, who moves, and that nothing is written."""
    names = {each.person: each.name for each in people}
    lines = [f"{threshold.criterion}: {threshold.asks}", _scale(threshold, number)]
    moves = [
        f"{names.get(each.person, '')} {state_words(each.before)} → {state_words(each.after)}"
        for each in changes
    ]
    more = f" and {len(moves) - _MOST_NAMES} more" if len(moves) > _MOST_NAMES else ""
    if moves:
        lines.append("; ".join(moves[:_MOST_NAMES]) + more)
    lines.append("Nothing is written. By the rule alone: what people decided is left out.")
    return lines


def _scale(threshold: Threshold, number: int) -> str:
    """The slider itself: "0 ────●── 100"."""
    width, span = 24, max(1, threshold.most - threshold.least)
    at = round((number - threshold.least) * (width - 1) / span)
    line = "─" * at + "●" + "─" * (width - 1 - at)
    return f"{threshold.words(threshold.least)} {line} {threshold.words(threshold.most)}"
