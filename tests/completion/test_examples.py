"""The worked examples of courses are tests: those that ship, and those that people write."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from facilitator_tui.commands.plan import plan
from facilitator_tui.completion.examples import check_examples, decides, evidence_of, lint_examples
from facilitator_tui.completion.rules import rule_of
from facilitator_tui.plans.course import Attend, Badge, Course, Group, Handed, MakeUp, Presence, WorkedExample
from facilitator_tui.plans.problems import Complaints
from facilitator_tui.plans.readings import CourseReading
from facilitator_tui.plans.shelf import read_courses, shipped_courses
from tests.completion.people import MINUTE, course, plans
from tests.plans.sources import write_course

SHIPPED = read_courses(shipped_courses())


@pytest.mark.parametrize("reading", SHIPPED, ids=lambda reading: Path(reading.folder).name)
def test_the_examples_of_every_shipped_course_hold(reading: CourseReading) -> None:
    assert reading.course is not None
    assert reading.course.badges
    assert check_examples(reading.course, reading.plans) == ()


@pytest.mark.parametrize("reading", SHIPPED, ids=lambda reading: Path(reading.folder).name)
def test_every_shipped_badge_has_three_examples_that_show_where_the_line_is(reading: CourseReading) -> None:
    assert reading.course is not None
    for badge in reading.course.badges:
        assert badge.standing == "example"
        assert len(badge.examples) >= 3
        assert {each.earns for each in badge.examples} == {True, False}


def with_example(example: WorkedExample, presence: Presence | None = None) -> Course:
    needs = Group((Attend(sessions=4), Handed("diary", 2)))
    return course(
        Badge("badge", "Badge", "1", "example", needs, presence=presence or Presence(), examples=(example,))
    )


def test_amina_made_one_up_and_earns() -> None:
    amina = WorkedExample(
        "Amina", True, "4 of 5, one made up", attended=(1, 2, 5), made_up=(4,), tasks={"diary": 2}
    )
    made_up = Presence(make_up=MakeUp(("summary",), at_most=1))
    assert check_examples(with_example(amina, made_up), plans()) == ()
    (problem,) = check_examples(with_example(amina), plans())
    assert (problem.badge, problem.example) == ("badge", amina)
    assert problem.message == (
        'the example "Amina" ends with "earns: yes", the rule says no: attended 3 of the 5 sessions held, 4 needed: '
        "attended 1, 2, 5; absent 3, 4"
    )


def test_an_example_that_should_not_earn_and_does() -> None:
    luca = WorkedExample("Luca", False, "too few", attended=(1, 2, 3, 4), tasks={"diary": 2})
    (problem,) = check_examples(with_example(luca), plans())
    assert problem.message.startswith(
        'the example "Luca" ends with "earns: no", the rule says yes: attended 4 of'
    )


def test_somebody_in_another_role_earns_nothing() -> None:
    nour = WorkedExample(
        "Nour", False, "she audits", role="auditor", attended=(1, 2, 3, 4, 5), tasks={"diary": 5}
    )
    checked = with_example(nour)
    assert check_examples(checked, plans()) == ()
    asked = rule_of(checked.badges[0], checked, plans())
    assert decides(nour, asked, plans()) == (False, "the badge is for participant, not for auditor")


def test_an_example_becomes_evidence() -> None:
    example = WorkedExample(
        "Deniz", True, "x", attended=(1, 2, 3), late=(2,), excused=(4,), technical=(5,), minutes={3: 85},
        tasks={"diary": 4, "essay": 2},
    )  # fmt: skip
    badge = Badge(
        "badge", "Badge", "1", "example", Group((Handed("diary"), Handed("essay"))),
        presence=Presence(late_after_s=600),
    )  # fmt: skip
    asked = rule_of(badge, course(badge), plans())
    found = evidence_of(example, asked, plans())
    assert [(each.present_ms // MINUTE, each.late_ms // MINUTE, each.marked) for each in found.sessions] == [
        (120, 0, None), (120, 11, None), (85, 0, None), (0, 0, "excused"), (0, 0, "technical"),
    ]  # fmt: skip
    assert [(each.task, each.module, each.times) for each in found.deliveries] == [
        ("diary", 1, 1), ("diary", 2, 1), ("diary", 3, 1), ("diary", 4, 1), ("essay", 0, 2),
    ]  # fmt: skip


def test_a_make_up_task_was_for_the_sessions_that_were_made_good() -> None:
    example = WorkedExample("Elif", True, "x", attended=(1,), made_up=(3,), tasks={"summary": 2})
    badge = Badge(
        "badge", "Badge", "1", "example", Attend(sessions=2), presence=Presence(make_up=MakeUp(("summary",)))
    )
    found = evidence_of(example, rule_of(badge, course(badge), plans()), plans())
    assert [(each.task, each.module) for each in found.deliveries] == [("summary", 3), ("summary", 1)]


def test_a_rule_without_its_task_is_left_to_the_complaint_about_the_task() -> None:
    broken = course(Badge("badge", "Badge", "1", "example", Handed("song")))
    complaints = Complaints("course.yaml")
    lint_examples(broken, plans(), complaints)
    assert complaints.all() == ()


def test_plan_check_runs_the_examples_and_names_the_line(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "course")
    text = (folder / "course.yaml").read_text(encoding="utf-8")
    assert CliRunner().invoke(plan, ["check", str(folder)]).exit_code == 0
    turned = (
        text.replace("earns: yes", "earns: maybe").replace("earns: no", "earns: yes").replace("maybe", "no")
    )
    (folder / "course.yaml").write_text(turned, encoding="utf-8")
    result = CliRunner().invoke(plan, ["check", "--json", str(folder)])
    assert result.exit_code == 1
    amina, luca = msgspec.json.decode(result.stdout)
    lines = turned.splitlines()
    assert lines[amina["line"] - 1].strip() == "- who: Amina"
    assert lines[luca["line"] - 1].strip() == "- who: Luca"
    assert (amina["severity"], amina["hint"]) == (
        "error",
        "correct the rule or the example: one of them is not meant so",
    )
    assert (
        luca["message"]
        == 'the example "Luca" ends with "earns: yes", the rule says no: post-survey: not handed in'
    )
