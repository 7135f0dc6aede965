"""Which keys a badge and its rule have. What they mean is said in docs/plans.md and decided in ``completion``."""

from __future__ import annotations

from typing import get_args

from facilitator_tui.plans import words
from facilitator_tui.plans.course import (
    Attend,
    Badge,
    Cost,
    CourseRole,
    Denominator,
    Group,
    Handed,
    MakeUp,
    Minutes,
    Miss,
    Presence,
    Rounding,
    Treatment,
    WorkedExample,
)
from facilitator_tui.plans.problems import Complaints
from facilitator_tui.plans.shapes import (
    LENGTH,
    SLUG,
    Cases,
    Choice,
    Key,
    ListOf,
    MapOf,
    Phrase,
    Prose,
    Table,
    Whole,
    YesNo,
)

_SLUGS = ListOf(SLUG)
_SESSIONS = ListOf(Whole(1, 200), least=0)
_TIME = Phrase(words.seconds, 'write a length of time: "45 min", "7 days"', LENGTH)
_ROLES = ListOf(Choice(get_args(CourseRole)))
_ID = Key("id", SLUG, "a name for the criterion")
_AMONG = Key("among", ListOf(Whole(1, 200)), "only the sessions of these modules")
_LIVE = Key("live", YesNo(), "sessions that were only made good do not count here")
_DROP = Key("drop lowest", Whole(1, 50), "so many missed sessions are left out of a share", field="drop")
_OF = Key("of", Choice(get_args(Denominator)), "which sessions are counted")


def _sessions_or_share(text: str) -> dict[str, int] | None:
    if words.normal(text) == "all":
        return {"percent": 100}
    if (share := words.percent(text)) is not None:
        return {"percent": share}
    count = words.whole(text)
    return {"sessions": count} if count else None


def _minutes_or_share(text: str) -> dict[str, int] | None:
    if (share := words.percent(text)) is not None:
        return {"percent": share}
    count = words.whole(text)
    return {"seconds": count * 60} if count else None


def _sessions_or_time(text: str) -> dict[str, int] | None:
    if (count := words.whole(text)) is not None:
        return {"sessions": count}
    length = words.seconds(text)
    return None if length is None else {"seconds": length}


def _share_or_time(text: str) -> dict[str, int] | None:
    if (share := words.percent(text)) is not None:
        return {"from_percent": share}
    length = words.seconds(text)
    return None if length is None else {"from_s": length}


def _cost(text: str) -> Cost | None:
    if words.normal(text) in ("1 session", "one session"):
        return Cost(sessions=1)
    length = words.seconds(text)
    return Cost(seconds=length) if length else None


def _count(text: str) -> int | None:
    return 0 if words.normal(text) == "all" else words.whole(text) or None


def _share_is_whole(values: dict[str, object], line: int, complaints: Complaints) -> None:
    """A share says of what it is; only a share has sessions that can be left out."""
    if "percent" in values and "of" not in values:
        hint = 'add "of: held", "of: scheduled" or "of: expected"'
        complaints.error(line, "a share does not say of what", hint)
    if "drop" in values and "percent" not in values:
        hint = 'ask for a share, such as "80 %", or take "drop lowest" away'
        complaints.error(line, "sessions are dropped from a share, but a fixed number is asked for", hint)


def _one_is_enough(values: dict[str, object], _line: int, _complaints: Complaints) -> None:
    values["at_least"] = 1


def _lates_have_a_cost(values: dict[str, object], line: int, complaints: Complaints) -> None:
    if ("lates" in values) != ("cost" in values):
        missing = "cost: 1 session" if "lates" in values else "lates: 3"
        complaints.error(line, "lates and cost belong together", f'add "{missing}"')
    if "lates" in values and "late_after_s" not in values:
        complaints.error(line, "lates are counted, but nobody knows who is late", 'add "late after: 10 min"')
    if "cost_made_good_by" in values and "cost" not in values:
        complaints.error(
            line, "a cost is made good, but lates cost nothing", 'add "lates: 3" and "cost: 1 session"'
        )


def _make_up_has_a_way(values: dict[str, object], line: int, complaints: Complaints) -> None:
    if "tasks" not in values and not values.get("another_session"):
        hint = 'add "tasks: [summary]" or "another session: yes"'
        complaints.error(line, "the make-up does not say how a session is made good", hint)


MAKE_UP = Table(
    "the make-up",
    (
        Key("tasks", _SLUGS, "tasks that must all be handed in"),
        Key("another session", YesNo(), "being there when another subgroup held it"),
        Key("within", _TIME, "how long after the session", field="within_s"),
        Key("at most", Whole(1, 50), "how many sessions of the course"),
        Key("covers", Choice(("absence", "part", "both")), "whole sessions, parts of one, or both"),
    ),
    MakeUp,
    _make_up_has_a_way,
)

PRESENCE = Table(
    "the presence",
    (
        Key(
            "present from",
            Phrase(_share_or_time, 'write a share or a length of time: "70 %", "45 min"', "^[0-9].*$"),
            "the least presence with which a session counts",
            spread=True,
        ),
        Key("late after", _TIME, "when arriving is late", field="late_after_s"),
        Key("lates", Whole(1, 50), "every how many-th late costs something"),
        Key("cost", Phrase(_cost, 'write "1 session" or a length of time', "^[0-9].*$"), "what it costs"),
        Key("cost made good by", SLUG, "a task that cancels one cost each time it is handed in"),
        Key("with task", _SLUGS, "tasks without which a session does not count"),
        Key("excused", Choice(get_args(Treatment)), "how a session missed with an excuse counts"),
        Key("technical", Choice(get_args(Treatment)), "how a session missed by technical trouble counts"),
        Key("excused at most", Whole(0, 50), "how many sessions can be excused"),
        Key("technical at most", Whole(0, 50), "how many sessions can be missed by technical trouble"),
        Key("make-up", MAKE_UP, "how a missed session is made good"),
    ),
    Presence,
    _lates_have_a_cost,
)


def _criteria() -> Cases:
    """The criteria, which can hold criteria themselves."""
    tables: dict[str, Table] = {}
    criterion = Cases("a criterion", tables, "criterion")
    parts = ListOf(criterion)
    sessions = Phrase(_sessions_or_share, 'write "4", "all" or "80 %"', "^([0-9]+|all|[0-9]+ ?%)$")
    minutes = Phrase(_minutes_or_share, 'write minutes or a share: "480", "85 %"', "^[0-9]+ ?%?$")
    missed = Phrase(_sessions_or_time, 'write sessions or a length of time: "1", "2 h"', "^[0-9].*$")
    day = Phrase(words.course_day, 'write a day of the course: "day 3"', "^day [0-9]+$")
    count = Phrase(_count, 'write a number, or "all"', "^([0-9]+|all)$")
    rounding = Key("round", Choice(get_args(Rounding)), "where a share is not a whole number of sessions")
    tables["attend"] = Table(
        "a criterion of sessions",
        (Key("attend", sessions, "sessions attended", spread=True), _OF, rounding, _DROP, _AMONG, _LIVE, _ID),
        Attend,
        _share_is_whole,
    )
    tables["minutes"] = Table(
        "a criterion of minutes",
        (Key("minutes", minutes, "minutes of presence", spread=True), _OF, _DROP, _AMONG, _LIVE, _ID),
        Minutes,
        _share_is_whole,
    )
    tables["miss at most"] = Table(
        "a criterion of misses",
        (Key("miss at most", missed, "sessions or time missed", spread=True), _OF, _AMONG, _LIVE, _ID),
        Miss,
    )
    tables["task"] = Table(
        "a criterion of a task",
        (
            Key("task", SLUG, "the task's id"),
            Key("count", count, "how often it is handed in"),
            Key("by", day, "the last day", field="by_day"),
            _ID,
        ),
        Handed,
    )
    tables["all"] = Table("a group", (Key("all", parts, "every one", field="parts"), _ID), Group)
    tables["any"] = Table(
        "a group", (Key("any", parts, "one of them", field="parts"), _ID), Group, _one_is_enough
    )
    tables["at least"] = Table(
        "a group",
        (
            Key("at least", Whole(1, 50), "how many of the list"),
            Key("from", parts, "the list", must=True, field="parts"),
            _ID,
        ),
        Group,
    )
    return criterion


CRITERION = _criteria()

EXAMPLE = Table(
    "an example",
    (
        Key("who", Prose(), "an invented name", must=True),
        Key("role", Choice(get_args(CourseRole)), "participant if left out"),
        Key("attended", _SESSIONS, "sessions attended"),
        Key("late", _SESSIONS, "attended sessions that began late for this person"),
        Key("excused", _SESSIONS, "sessions missed with an excuse"),
        Key("technical", _SESSIONS, "sessions missed by technical trouble"),
        Key("made up", _SESSIONS, "missed sessions that were made good"),
        Key(
            "minutes",
            MapOf(Whole(1, 200), Whole(0, 1440)),
            "minutes present where it was not the whole session",
        ),
        Key("tasks", MapOf(SLUG, Whole(0, 1000)), "what was handed in, and how often"),
        Key("earns", YesNo(), "what the rule should decide", must=True),
        Key("because", Prose(), "why, as a person would say it", must=True),
    ),
    WorkedExample,
)

BADGE = Table(
    "a badge",
    (
        Key("id", SLUG, "its name for machines", must=True),
        Key("name", Prose(), "its name", must=True),
        Key("about", Prose(), "what it stands for"),
        Key("level", Choice(("A", "B", "C")), "developed here, transferred, autonomous"),
        Key("version", Prose(), "the version of the rule", must=True),
        Key(
            "standing",
            Choice(("example", "agreed")),
            "agreed with the organisation that awards it?",
            must=True,
        ),
        Key("roles", _ROLES, "who can earn it"),
        Key("presence", PRESENCE, "when a session counts as attended"),
        Key("needs", CRITERION, "what has to be met", must=True),
        Key(
            "warn",
            ListOf(Phrase(words.percent, 'write shares: "[15 %, 20 %]"', "^[0-9]+ ?%$")),
            "shares of missed time at which to warn",
        ),
        Key("examples", ListOf(EXAMPLE), "worked examples, run as tests"),
    ),
    Badge,
)
