"""docs/plans.md is what course designers write from: its examples pass, and it names every word of the format."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from facilitator_tui.plans.attributes import BLOCK_ATTRIBUTES, KINDS, QUESTION_ATTRIBUTES
from facilitator_tui.plans.course import CourseKind, CourseRole, TaskKind
from facilitator_tui.plans.forms import COMPETENCE, COURSE, FRONT_MATTER, TASK, WORKLOAD
from facilitator_tui.plans.forms_badge import BADGE, CRITERION, EXAMPLE, MAKE_UP, PRESENCE
from facilitator_tui.plans.labels import BLOCK_LABELS, EVIDENCE, LANE_LABELS, QUESTION_LABELS
from facilitator_tui.plans.problems import Complaints
from facilitator_tui.plans.reader import check
from facilitator_tui.plans.run_sheet import Audience
from facilitator_tui.plans.shapes import Table
from facilitator_tui.plans.times import read_time
from facilitator_tui.plans.yaml_tree import read_tree
from tests.plans.sources import PAGE, write_course

TEXT = PAGE.read_text(encoding="utf-8")

QUOTED = set(re.findall(r"`([^`\n]+)`", TEXT))


def mentioned(word: str) -> bool:
    """Whether the page writes the word as code, alone or at the beginning of something."""
    return any(re.match(rf"(\*\*)?{re.escape(word)}\b", quoted, re.IGNORECASE) for quoted in QUOTED)


def test_the_example_course_passes_the_check(tmp_path: Path) -> None:
    assert check([write_course(tmp_path)]) == ()


@pytest.mark.parametrize(
    "table",
    [
        COURSE,
        FRONT_MATTER,
        WORKLOAD,
        COMPETENCE,
        TASK,
        BADGE,
        PRESENCE,
        MAKE_UP,
        EXAMPLE,
        *CRITERION.tables.values(),
    ],
    ids=lambda table: table.title,
)
def test_every_key_is_explained(table: Table) -> None:
    assert [key.spelling for key in table.keys if not mentioned(key.spelling)] == []


@pytest.mark.parametrize(
    "word",
    [
        *(key.spelling for key in (*BLOCK_ATTRIBUTES, *QUESTION_ATTRIBUTES)),
        *KINDS,
        *LANE_LABELS,
        *BLOCK_LABELS,
        *QUESTION_LABELS,
        *EVIDENCE,
        *get_args(CourseKind),
        *get_args(CourseRole),
        *get_args(TaskKind),
    ],
)
def test_every_word_is_explained(word: str) -> None:
    assert mentioned(word)


def test_every_audience_is_explained() -> None:
    assert {"participants", "producer"} <= set(get_args(Audience))
    assert "`--for participants`" in TEXT


def test_every_heading_of_the_table_can_be_read() -> None:
    headings = re.findall(r"^\| `— (.*?)` \|", TEXT, re.MULTILINE)
    assert len(headings) == 8
    assert all(read_time(each) for each in headings)


def test_the_example_of_needs_can_be_read() -> None:
    (example,) = re.findall(r"```yaml\n(needs:.*?)```", TEXT, re.DOTALL)
    complaints = Complaints("docs/plans.md")
    tree = read_tree(example, complaints)
    assert tree is not None
    CRITERION.read(tree.items[0][1], complaints, "needs")
    assert complaints.all() == ()


def test_every_command_is_explained() -> None:
    from facilitator_tui.commands.plan import plan

    for name, command in plan.commands.items():
        assert f"plan {name}" in TEXT
        for parameter in command.params:
            for option in parameter.opts:
                assert not option.startswith("--") or option in TEXT
