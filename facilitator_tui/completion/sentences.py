"""The sentence behind each finding: the numbers, how they came about, and the sessions they rest on.

Words only; nothing is decided here. No sentence names a person, so that it can be shown and exported.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from facilitator_tui.completion import tasks
from facilitator_tui.completion.attendance import Standing
from facilitator_tui.completion.findings import Finding, Scope
from facilitator_tui.plans.course import Attend, Denominator, Handed, Minutes, Miss

_SESSIONS: Final[dict[Denominator, str]] = {
    "held": "held",
    "scheduled": "in the plan",
    "expected": "expected of this person",
}

_MARKED: Final = {"excused": "excused", "technical": "technical trouble"}


def attend(criterion: Attend, scope: Scope, needed: int, achieved: int, cost: int) -> str:
    """For example "attended 4 of the 5 sessions held, 4 needed (80 % of 5): attended 1, 2, 3, 5; absent 4"."""
    live = " live" if criterion.live else ""
    asked = _needed_sessions(criterion, scope.counted, needed)
    head = f"attended {achieved} of {_sessions(scope)}{live}{_dropped(scope, 'missed session')}, {asked}"
    return head + _lates(scope, _counted(cost, "session")) + _evidence(scope)


def minutes(criterion: Minutes, scope: Scope, time_ms: int, needed: int, achieved: int, cost_ms: int) -> str:
    """For example "present for 350 of the 480 min held, 360 min needed (75 %): attended 1, 2, 3 (110 of 120 min)"."""
    live = " live" if criterion.live else ""
    share = f" ({criterion.percent} %)" if criterion.percent else ""
    time = f"{_of(achieved, time_ms, 'the ')} {_SESSIONS[scope.of]}{live}"
    head = f"present for {time}{_dropped(scope, 'session')}, {clock(needed, up=True)} needed{share}"
    return head + _lates(scope, clock(cost_ms)) + _evidence(scope, with_minutes=True)


def miss(criterion: Miss, scope: Scope, allowed: int, missed: int, cost: int) -> str:
    """For example "missed 2 of the 5 sessions held, at most 1 allowed: attended 1, 3, 5; absent 2, 4"."""
    live = " live" if criterion.live else ""
    none = "" if scope.attended else ", and none was attended"
    if criterion.sessions is not None:
        head = f"missed {missed} of {_sessions(scope)}{live}, at most {allowed} allowed{none}"
        return head + _lates(scope, _counted(cost, "session")) + _evidence(scope)
    time = f"{clock(missed, up=True)} of the sessions {_SESSIONS[scope.of]}{live}"
    head = f"missed {time}, at most {clock(allowed)} allowed{none}"
    return head + _lates(scope, clock(cost)) + _evidence(scope, with_minutes=True)


def handed(criterion: Handed, needed: int, there: tasks.Handed) -> str:
    """For example "diary: 3 handed in, 4 needed; 1 came too late".

    Where more came than counts: "response: 5 handed in, 2 count (session 1 asks for 2), 4 needed".
    """
    in_time, too_late = there.in_time, there.too_late
    by = f" by day {criterion.by_day + 1}" if criterion.by_day is not None else ""
    if needed == 1 and in_time <= 1:
        text = f"{criterion.task}: {'handed in' if in_time else 'not handed in'}{by}"
    else:
        counts = (
            f", {in_time} {'counts' if in_time == 1 else 'count'} ({_full(there)})" if there.beyond else ""
        )
        text = f"{criterion.task}: {in_time + there.beyond} handed in{by}{counts}, {needed} needed"
    return text + (f"; {too_late} came too late" if too_late else "")


def _full(there: tasks.Handed) -> str:
    return ", ".join(f"session {module} asks for {most}" for module, most in there.full)


def group(parts: Sequence[Finding], needed: int, met: int) -> str:
    """For example "1 of 3 met (exhibit), 2 needed; not met: diary, interview"."""
    asked = "all needed" if needed == len(parts) else f"{needed} needed"
    there = ", ".join(part.id for part in parts if part.met)
    text = f"{met} of {len(parts)} met{f' ({there})' if there else ''}, {asked}"
    if met < needed:
        text += "; not met: " + ", ".join(part.id for part in parts if not part.met)
    return text


def clock(ms: int, up: bool = False) -> str:
    """A length in minutes, and seconds where it is not whole: "359 min 30 s". Rounded down to seconds, or up."""
    total = -(-ms // 1000) if up else ms // 1000
    whole, rest = divmod(total, 60)
    if not rest:
        return f"{whole} min"
    return f"{whole} min {rest} s" if whole else f"{rest} s"


def listed(modules: Iterable[int]) -> str:
    """Numbers of modules in a sentence: "1, 2 and 4"."""
    numbers = [str(module) for module in modules]
    return " and ".join([", ".join(numbers[:-1]), numbers[-1]]) if len(numbers) > 1 else "".join(numbers)


def _sessions(scope: Scope) -> str:
    return f"the {_counted(scope.counted, 'session')} {_SESSIONS[scope.of]}"


def _of(part_ms: int, whole_ms: int, article: str = "") -> str:
    """For example "110 of 120 min", or with seconds where they are not whole minutes."""
    if part_ms % 60_000 == 0 == whole_ms % 60_000:
        return f"{part_ms // 60_000} of {article}{clock(whole_ms)}"
    return f"{clock(part_ms)} of {article}{clock(whole_ms)}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _needed_sessions(criterion: Attend, counted: int, needed: int) -> str:
    percent = criterion.percent
    if not percent:
        return f"{needed} needed"
    if not counted:
        return f"{percent} % needed, and no session counts yet"
    if percent == 100:
        return "all needed"
    share = percent * counted / 100
    if percent * counted % 100 == 0:
        return f"{needed} needed ({percent} % of {counted})"
    rounded = f"rounded {criterion.round or 'up'}" if share >= 1 or needed > share else ""
    if criterion.round == "down" and needed > share:
        rounded = "and one is the least"
    return f"{needed} needed ({percent} % of {counted} is {share:g}, {rounded})"


def _lates(scope: Scope, cost: str) -> str:
    return f"; late {scope.lates} times, which costs {cost}" if scope.costs else ""


def _dropped(scope: Scope, what: str) -> str:
    return f", {_counted(len(scope.dropped), what)} left out" if scope.dropped else ""


def _evidence(scope: Scope, with_minutes: bool = False) -> str:
    """The sessions behind a number, by what they counted for, in the order in which that came up."""
    groups: dict[str, list[str]] = {}
    for each in scope.standings:
        module = each.session.module
        label, notes = _label(each, with_minutes)
        notes += ["left out"] if module in scope.dropped else []
        groups.setdefault(label, []).append(f"{module} ({', '.join(notes)})" if notes else f"{module}")
    text = "; ".join(f"{label} {', '.join(modules)}" for label, modules in groups.items())
    return f": {text}" if text else ""


def _label(each: Standing, with_minutes: bool) -> tuple[str, list[str]]:
    """What a session counted for, and notes beside its number."""
    session = each.session
    if session.stage != "held":
        return ("to come" if session.stage == "to come" else "did not take place"), []
    part = _of(each.counted_ms or session.present_ms, session.length_ms)
    treated = each.time_treated if with_minutes else each.treated
    if treated and not (with_minutes and each.out_ms and each.counted_ms):
        note = "counts" if treated == "attended" else "taken out"
        return _MARKED.get(session.marked or "", "excused"), [note]
    if each.lacks:
        return f"without {' and '.join(each.lacks)}", []
    if each.status == "made up":
        return "made good", []
    if each.attended:
        notes = [f"{clock(session.late_ms)} late"] if each.late and session.late_ms else []
        notes += [part] if with_minutes and each.missed_ms else []
        notes += ["the rest taken out"] if with_minutes and each.out_ms else []
        return "attended", notes
    if each.status == "partial":
        return "too short", [part]
    return _MARKED.get(each.status, each.status), []
