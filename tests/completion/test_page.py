"""docs/completion.md is what course designers write from: every rule on it is checked, and decides as it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from facilitator_tui.completion.credits import credits_of, hours_of, planned_live_ms
from facilitator_tui.completion.evaluation import evaluate
from facilitator_tui.completion.evidence import Stage
from facilitator_tui.completion.examples import check_examples, decides, evidence_of, lint_examples
from facilitator_tui.completion.rules import rule_of
from facilitator_tui.completion.verdict import State
from facilitator_tui.plans.course import Denominator, Rounding, Treatment
from facilitator_tui.plans.forms_badge import BADGE, CRITERION, EXAMPLE, MAKE_UP, PRESENCE
from facilitator_tui.plans.reader import read_course
from facilitator_tui.plans.readings import CourseReading
from facilitator_tui.plans.shapes import Table

PAGE = Path(__file__).parents[2] / "docs" / "completion.md"

TEXT = PAGE.read_text(encoding="utf-8")

BLOCKS: list[tuple[str, str]] = re.findall(r'```\w+ title="(.*?)"\n(.*?)```', TEXT, re.DOTALL)

NAMED = dict(BLOCKS)

BADGES = [
    (int(number), text) for title, text in BLOCKS for number in re.findall(r"badge, (\d+) sessions", title)
]

FRAME = """\
plan format: 1
id: a-course
version: 1.0
language: en
title: A course
kind: facilitator training
format: synchronous
weeks: {weeks}
subgroup size: 8-10
roles: [facilitator, auditor]
languages: [en B1]
aims: [try a rule]
competences: [{{name: Listening}}]
"""

MODULE = """\
---
module: {number}
title: Session {number}
week: {number}
aims: [try a rule]
---

## Welcome — 20 min
kind: opening

## Dialogue — 80 min
kind: discussion

## Closing — 20 min
kind: closing
"""


def written(folder: Path, sessions: int, badge: str) -> CourseReading:
    """A course of so many sessions of two hours, with the tasks of the page and this badge, as it is checked."""
    names = [f"{number}.md" for number in range(1, sessions + 1)]
    for number, name in enumerate(names, start=1):
        (folder / name).write_text(MODULE.format(number=number), encoding="utf-8")
    indented = "".join(f"  {line}\n" for line in badge.splitlines())
    modules = f"modules: [{', '.join(names)}]\n"
    text = (
        FRAME.format(weeks=max(6, sessions))
        + NAMED["workload"]
        + modules
        + NAMED["tasks"]
        + "badges:\n"
        + indented
    )
    (folder / "course.yaml").write_text(text, encoding="utf-8")
    return read_course(folder, also=lint_examples)


def test_the_page_has_the_thirteen_rules_and_more() -> None:
    assert len(BADGES) >= 14


@pytest.mark.parametrize(("sessions", "badge"), BADGES, ids=lambda each: str(each).partition("\n")[0])
def test_every_rule_on_the_page_is_in_order_and_decides_as_its_examples_say(
    tmp_path: Path, sessions: int, badge: str
) -> None:
    reading = written(tmp_path, sessions, badge)
    assert [str(each) for each in reading.problems] == []
    assert reading.course is not None
    assert check_examples(reading.course, reading.plans) == ()
    assert {each.earns for each in reading.course.badges[0].examples} == {True, False}


def test_the_first_rule_says_what_the_page_says(tmp_path: Path) -> None:
    reading = written(tmp_path, *BADGES[0])
    assert reading.course is not None
    (badge,) = reading.course.badges
    rule = rule_of(badge, reading.course, reading.plans)
    lines = []
    for example in badge.examples:
        earns, _ = decides(example, rule, reading.plans)
        lines.append(f"{example.who}: {'yes' if earns else 'no'}")
        found = evaluate(rule, evidence_of(example, rule, reading.plans))
        lines += [f"  {part.why}" for part in found.parts]
    assert "\n".join(lines) + "\n" == NAMED["says"]


def test_a_wrong_example_is_shown_as_the_page_shows_it(tmp_path: Path) -> None:
    wrong = """\
- id: b
  name: B
  version: 1
  standing: example
  needs: {task: post-survey}
  examples:
    - {who: Amina, tasks: {post-survey: 1}, earns: no, because: x}
    - {who: Luca, attended: [1], earns: yes, because: x}
"""
    problems = [str(each) for each in written(tmp_path, 3, wrong).problems]
    shown = NAMED["check"].partition(":")[2].partition(":")[2].strip()
    assert [each.partition("course.yaml:")[2].partition(": ")[2] for each in problems][1] == shown


def test_the_credits_are_reckoned_as_the_page_shows(tmp_path: Path) -> None:
    reading = written(tmp_path, *BADGES[0])
    assert reading.course is not None
    hours = hours_of(reading.course, planned_live_ms(reading.plans))
    assert "".join(f"{each}\n" for each in credits_of(hours).words) == NAMED["credits"]
    alone = type(hours)(hours.live_ms, 0, hours.per_credit)
    assert "".join(f"{each}\n" for each in credits_of(alone).words) == NAMED["contact hours"]


@pytest.mark.parametrize(
    "table", [BADGE, PRESENCE, MAKE_UP, EXAMPLE, *CRITERION.tables.values()], ids=lambda table: table.title
)
def test_every_key_is_on_the_page(table: Table) -> None:
    code = " ".join(re.findall(r"`([^`\n]+)`", TEXT)) + " ".join(text for _, text in BLOCKS)
    missing = [key.spelling for key in table.keys if not re.search(rf"\b{re.escape(key.spelling)}\b", code)]
    assert missing == []


@pytest.mark.parametrize("word", [*get_args(State), *get_args(Treatment), *get_args(Rounding)])
def test_every_word_is_explained(word: str) -> None:
    assert f"`{word}`" in TEXT or f"`round: {word}`" in TEXT


def test_every_denominator_is_explained() -> None:
    assert all(f"`of: {word}`" in TEXT for word in get_args(Denominator))
    assert len(get_args(Stage)) == 3


def test_the_table_of_eighty_percent_is_right() -> None:
    rows = re.findall(r"^\| (\d) \| ([\d.]+) \| (\d) \| (\d) \| (\d) \|$", TEXT, re.MULTILINE)
    assert len(rows) == 3
    for sessions, share, up, down, left in rows:
        exact = int(sessions) * 80 / 100
        assert (float(share), int(up), int(down)) == (exact, -(-int(sessions) * 80 // 100), int(exact))
        assert int(left) == int(sessions) - 1
