"""Which keys ``course.yaml`` and a module's front matter have: the tables that reader and JSON Schema share.

The reference for people is docs/plans.md; a test holds the two together.
"""

from __future__ import annotations

import re
from typing import get_args

from facilitator_tui.plans import words
from facilitator_tui.plans.course import (
    Competence,
    CourseKind,
    CourseRole,
    Due,
    Language,
    SubgroupSize,
    Task,
    TaskKind,
    Workload,
)
from facilitator_tui.plans.forms_badge import BADGE
from facilitator_tui.plans.model import PlanFormat
from facilitator_tui.plans.problems import Complaints
from facilitator_tui.plans.shapes import LENGTH, SLUG, Choice, Key, ListOf, Phrase, Prose, Table, Whole

_LANGUAGE = Prose("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", 'write the code of a language: "en", "fr", "ar"')
_TEXTS = ListOf(Prose())


def _language(text: str) -> Language | None:
    match = re.fullmatch(r"([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)(?:\s+([ABC][12]))?", text)
    return Language(match[1], match[2] or "") if match else None


def _size(text: str) -> SubgroupSize | None:
    match = re.fullmatch(r"(\d{1,3})(?:\s*[-–—]\s*(\d{1,3}))?", text)
    if match is None:
        return None
    least, most = int(match[1]), int(match[2] or match[1])
    return SubgroupSize(least, most) if 1 <= least <= most else None


def _due(text: str) -> Due | None:
    if (day := words.course_day(text)) is not None:
        return Due(day=day)
    within = words.seconds(text)
    return None if within is None else Due(within_s=within)


def _credit_needs_own_work(values: dict[str, object], line: int, complaints: Complaints) -> None:
    if "hours_per_credit" in values and "own_work_s" not in values:
        hint = 'add "own work: 15 h", a participant\'s hours outside the live sessions'
        complaints.error(
            line, "hours per credit without own work would pass contact hours off as workload", hint
        )


WORKLOAD = Table(
    "the workload",
    (
        Key(
            "own work",
            Phrase(words.seconds, 'write hours: "15 h"', LENGTH),
            "a participant's time outside the live sessions",
            field="own_work_s",
        ),
        Key(
            "hours per credit", Whole(1, 100), "hours of workload in one credit; 25 to 30 where ECTS is used"
        ),
    ),
    Workload,
    _credit_needs_own_work,
)

COMPETENCE = Table(
    "a competence",
    (
        Key("framework", Prose(), "the framework it is taken from"),
        Key("code", Prose(), "its code there"),
        Key("name", Prose(), "its name", must=True),
        Key(
            "url",
            Prose(r"https?://\S+", 'write an address that begins with "https://"'),
            "where it is described",
        ),
    ),
    Competence,
)

TASK = Table(
    "a task",
    (
        Key("id", SLUG, "its name for rules", must=True),
        Key("kind", Choice(get_args(TaskKind)), "what is handed in", must=True),
        Key("title", Prose(), "what participants read", must=True),
        Key("per", Choice(("course", "session", "question")), "how often it is handed in"),
        Key(
            "due",
            Phrase(
                _due,
                'write "day 16" (of the course) or "3 days" (after the session)',
                "^(day [0-9]+|[0-9].*)$",
            ),
            "its last day",
        ),
    ),
    Task,
)

COURSE = Table(
    "the course",
    (
        Key("plan format", Whole(1, 1), "the version of this format", must=True),
        Key("id", SLUG, "the course's name for machines", must=True),
        Key("version", Prose(), "your own version of the course", must=True),
        Key("language", _LANGUAGE, "the language this text is written in", must=True),
        Key("title", Prose(), "the title", must=True),
        Key("kind", Choice(get_args(CourseKind)), "what kind of programme it is", must=True),
        Key("format", Choice(get_args(PlanFormat)), "live sessions, questions, or both", must=True),
        Key("about", Prose(), "what a facilitator should know before choosing the course"),
        Key("weeks", Whole(1, 104), "how many weeks it lasts", must=True),
        Key(
            "subgroup size",
            Phrase(_size, 'write "8-10", or one number', "^[0-9]+( ?[-–—] ?[0-9]+)?$"),
            "people in one subgroup",
            must=True,
        ),
        Key("roles", ListOf(Choice(get_args(CourseRole))), "who runs it, and what participants can be"),
        Key(
            "languages",
            ListOf(Phrase(_language, 'write a code, and a level from A1 to C2: "en B1"', "^[a-z]{2,3}.*$")),
            "the languages spoken, with the level asked for",
            must=True,
        ),
        Key("aims", _TEXTS, "what participants gain", must=True),
        Key("competences", ListOf(COMPETENCE), "competences in the words of a framework"),
        Key("workload", WORKLOAD, "a participant's time"),
        Key(
            "modules",
            ListOf(
                Prose(r"[^\s./\\:][^/\\:]*\.md", 'write the name of a file in this folder: "1-welcome.md"')
            ),
            "the module files, in order",
            must=True,
        ),
        Key("tasks", ListOf(TASK), "what participants hand in"),
        Key("badges", ListOf(BADGE), "what can be earned, and how"),
    ),
)

FRONT_MATTER = Table(
    "the front matter",
    (
        Key("module", Whole(1, 200), "its number", must=True),
        Key("title", Prose(), "its title", must=True),
        Key("minutes", Whole(1, 1440), "the participants' time in the live session; 120 if left out"),
        Key("week", Whole(1, 104), "the week of the course"),
        Key("language", _LANGUAGE, "where it is another than the course's"),
        Key("unit", Prose(), "the unit of the online course that it belongs to"),
        Key("aims", _TEXTS, "what this module is for", must=True),
        Key("preparation", _TEXTS, "what participants do before"),
        Key("follow-up", _TEXTS, "what happens afterwards"),
    ),
)
