"""Rules for badges: each of the real rules in the field notes can be written, and a wrong one is explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator_tui.plans.course import (
    Attend,
    Badge,
    Cost,
    Criterion,
    Due,
    Group,
    Handed,
    MakeUp,
    Minutes,
    Miss,
    Presence,
    Task,
)
from facilitator_tui.plans.forms import COURSE, TASK
from facilitator_tui.plans.forms_badge import BADGE
from facilitator_tui.plans.lint_rules import asked_for
from facilitator_tui.plans.model import Block, Question, SessionPlan
from facilitator_tui.plans.problems import Complaints
from facilitator_tui.plans.reader import read_course
from facilitator_tui.plans.yaml_tree import read_tree
from tests.plans.sources import documented, write_course

SESSION = (
    "## Hello — 10 min\nkind: opening\n## Talk — 100 min\nkind: discussion\n## End — 10 min\nkind: closing\n"
)

TASKS = """\
tasks:
  - {id: post-survey, kind: survey, title: Afterwards}
  - {id: session-survey, kind: survey, title: At the door, per: session}
  - {id: reflection, kind: reflection, title: What I learned, per: session, due: 7 days}
  - {id: summary, kind: assignment, title: A summary of the recording, per: session}
  - {id: diary, kind: diary, title: A diary, per: session}
"""


def badge(rule: str) -> Badge:
    """The badge with this rule; fails with the problems where there are any."""
    complaints = Complaints("b.yaml")
    tree = read_tree("id: b\nname: B\nversion: 1\nstanding: example\n" + rule, complaints)
    assert tree is not None
    read = BADGE.read(tree, complaints, "badge")
    assert complaints.all() == ()
    assert isinstance(read, Badge)
    return read


def course_with(folder: Path, rule: str, sessions: int = 5) -> Path:
    """A course of so many sessions in as many weeks, with one badge."""
    names = [f"{number}.md" for number in range(1, sessions + 1)]
    frame = documented()["course.yaml"].partition("modules:")[0]
    frame = frame.replace("format: blended", "format: synchronous").replace("weeks: 2", f"weeks: {sessions}")
    modules = "modules: [" + ", ".join(names) + "]\n"
    indented = "".join(f"    {line}\n" for line in rule.splitlines())
    badges = f"badges:\n  - id: b\n    name: B\n    version: 1\n    standing: example\n{indented}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "course.yaml").write_text(frame + modules + TASKS + badges, encoding="utf-8")
    for number, name in enumerate(names, start=1):
        front = f"---\nmodule: {number}\ntitle: T{number}\nweek: {number}\naims: [a]\n---\n"
        (folder / name).write_text(front + SESSION, encoding="utf-8")
    return folder


def said(folder: Path) -> list[str]:
    """What is said about a course, without the place."""
    return [f"{each.message} — {each.hint}" for each in read_course(folder).problems]


REAL_RULES = {
    "five webinars, one may be missed or made up with a summary, a reflection for each": (
        "presence:\n  make-up: {tasks: [summary], covers: both}\n"
        "needs:\n  all:\n    - miss at most: 1\n    - task: reflection\n",
        Presence(make_up=MakeUp(("summary",), covers="both")),
        Group((Miss(sessions=1), Handed("reflection"))),
    ),
    "seven of eight": ("needs: {attend: 7}\n", Presence(), Attend(sessions=7)),
    "all, one absence must be made up, a second ends it": (
        "presence:\n  make-up: {tasks: [summary], at most: 1}\nneeds: {attend: all, of: scheduled}\n",
        Presence(make_up=MakeUp(("summary",), at_most=1)),
        Attend(percent=100, of="scheduled"),
    ),
    "hours that may be missed depend on the length": (
        "presence:\n  make-up: {tasks: [summary]}\nneeds: {miss at most: 4 h, of: scheduled}\n",
        Presence(make_up=MakeUp(("summary",))),
        Miss(seconds=4 * 3600, of="scheduled"),
    ),
    "three quarters of the hours; a session of which more than 30 % is missed is absent": (
        "presence: {present from: 70 %}\nneeds: {minutes: 75 %, of: scheduled}\n",
        Presence(from_percent=70),
        Minutes(percent=75, of="scheduled"),
    ),
    "80 % with warnings; two announced absences do not count": (
        "presence: {excused: neutral, excused at most: 2}\nwarn: [15 %, 20 %]\n"
        "needs: {attend: 80 %, of: held, round: up}\n",
        Presence(excused="neutral", excused_at_most=2),
        Attend(percent=80, of="held", round="up"),
    ),
    "85 % of the minutes over all spells; technical failure is neutral": (
        "presence: {technical: neutral}\nneeds: {minutes: 85 %, of: held}\n",
        Presence(technical="neutral"),
        Minutes(percent=85, of="held"),
    ),
    "the fifth late costs an hour": (
        "presence: {late after: 1 min, lates: 5, cost: 60 min}\nneeds: {minutes: 600}\n",
        Presence(late_after_s=60, lates=5, cost=Cost(seconds=3600)),
        Minutes(seconds=36000),
    ),
    "more than five minutes late does not count": (
        "presence: {late after: 5 min, lates: 1, cost: 1 session}\nneeds: {attend: 4}\n",
        Presence(late_after_s=300, lates=1, cost=Cost(sessions=1)),
        Attend(sessions=4),
    ),
    "the fifth late costs an hour, which can be made good": (
        "presence: {late after: 1 min, lates: 5, cost: 60 min, cost made good by: summary}\nneeds: {minutes: 600}\n",
        Presence(late_after_s=60, lates=5, cost=Cost(seconds=3600), cost_made_good_by="summary"),
        Minutes(seconds=36000),
    ),
    "four of five live, and the fifth made good; the last one must be attended": (
        "presence: {make-up: {tasks: [summary], covers: both}}\nneeds:\n  all:\n"
        "    - {attend: all, of: held}\n    - {attend: 4, live: yes}\n    - {miss at most: 0, among: [5], live: yes}\n",
        Presence(make_up=MakeUp(("summary",), covers="both")),
        Group(
            (
                Attend(percent=100, of="held"),
                Attend(sessions=4, live=True),
                Miss(sessions=0, among=(5,), live=True),
            )
        ),
    ),
    "a session counts from 45 minutes; all are needed": (
        "presence: {present from: 45 min}\nneeds: {attend: all, of: held}\n",
        Presence(from_s=2700),
        Attend(percent=100, of="held"),
    ),
    "four fifths of the tasks and no attendance": (
        "needs:\n  at least: 4\n  from:\n    - task: a\n    - task: b\n    - task: c\n    - task: d\n    - task: e\n",
        Presence(),
        Group(tuple(map(Handed, "abcde")), at_least=4),
    ),
    "a session counts only with its survey": (
        "presence: {with task: [session-survey]}\nneeds: {attend: 4}\n",
        Presence(with_task=("session-survey",)),
        Attend(sessions=4),
    ),
    "measured against the scheduled length, not the most attentive person": (
        "presence: {present from: 70 %}\nneeds: {minutes: 80 %, of: scheduled}\n",
        Presence(from_percent=70),
        Minutes(percent=80, of="scheduled"),
    ),
    "live, or caught up within ten days in another subgroup; for trainees": (
        "roles: [trainee]\npresence:\n  make-up: {another session: yes, within: 10 days}\nneeds:\n  any:\n"
        "    - {attend: 4, id: often}\n    - {task: diary, count: 4, by: day 30}\n",
        Presence(make_up=MakeUp(another_session=True, within_s=10 * 86400)),
        Group((Attend(sessions=4, id="often"), Handed("diary", count=4, by_day=29)), at_least=1),
    ),
}


@pytest.mark.parametrize("name", REAL_RULES)
def test_every_real_rule_can_be_written(name: str) -> None:
    rule, presence, needs = REAL_RULES[name]
    read = badge(rule)
    assert read.presence == presence
    assert read.needs == needs


def test_the_rest_of_a_badge() -> None:
    read = badge("level: B\nroles: [debater, leader]\nwarn: [15 %]\nabout: x\nneeds: {attend: 1}\n")
    assert (read.level, read.roles, read.warn, read.about) == ("B", ("debater", "leader"), (15,), "x")
    assert (read.version, read.standing, read.examples) == ("1", "example", ())


def test_an_example_says_who_did_what() -> None:
    read = badge(
        "needs: {attend: 1}\nexamples:\n  - who: Nour\n    attended: [1, 2]\n    late: [2]\n    made up: [3]\n"
        "    minutes: {2: 85}\n    tasks: {diary: 4}\n    earns: no\n    because: too late\n"
    )
    example = read.examples[0]
    assert (example.attended, example.late, example.made_up) == ((1, 2), (2,), (3,))
    assert (example.minutes, example.tasks, example.earns) == ({2: 85}, {"diary": 4}, False)


@pytest.mark.parametrize(
    ("due", "expected"),
    [("day 16", Due(day=15)), ("3 days", Due(within_s=259200)), ("48 h", Due(within_s=172800))],
)
def test_a_task_is_due_on_a_day_or_after_something(due: str, expected: Due) -> None:
    complaints = Complaints("t.yaml")
    tree = read_tree(f"id: t\nkind: survey\ntitle: T\ndue: {due}\n", complaints)
    assert tree is not None
    assert TASK.read(tree, complaints, "task") == Task("t", "survey", "T", due=expected)


def test_how_often_a_task_is_asked_for() -> None:
    live = SessionPlan(1, "A", blocks=(Block("x", "opening", 60),))
    asked = SessionPlan(
        2, "B", seconds=0, questions=(Question("?", responses=1), Question("?", responses=2, reactions=3))
    )
    plans = (live, asked)
    assert asked_for(Task("t", "survey", "T"), plans) == 1
    assert asked_for(Task("t", "diary", "T", "session"), plans) == 1
    assert asked_for(Task("t", "response", "T", "question"), plans) == 3
    assert asked_for(Task("t", "reaction", "T", "question"), plans) == 5
    assert asked_for(Task("t", "diary", "T", "question"), plans) == 2


@pytest.mark.parametrize(
    ("rule", "sessions", "sentence"),
    [
        ("needs: {attend: 80 %, of: held}", 3, "80 % of 3 sessions is 2.4 — "
         'add "round: up" (3) or "round: down" (2): two readings decide differently'),
        ("needs: {attend: 80 %, of: held}", 4, "80 % of 4 sessions is 3.2 — "
         'add "round: up" (4) or "round: down" (3): two readings decide differently'),
        ("needs: {attend: 80 %, of: held, round: up}", 3, "80 % of 3 sessions is 2.4, rounded up all 3: nobody may "
         'miss one — write "attend: all" if that is meant, or "round: down"'),
        ("needs: {attend: 10 %, of: held, round: down}", 5, "10 % of 5 sessions is 0.5, rounded down none: one is "
         'asked for all the same — write "attend: 1" if that is meant, or ask for more'),
        ("needs: {attend: 6}", 5, "6 sessions are asked for, the course has 5 — the rule cannot be met: ask for fewer"),
        ("needs: {minutes: 601}", 5, "601 minutes are asked for, the sessions have 600 — "
         "the rule cannot be met: ask for fewer"),
        ("needs: {miss at most: 5}", 5, "as much may be missed as the course has (5 sessions, 10 h) — "
         "being there once would do: allow less"),
        ("needs: {miss at most: 10 h}", 5, "as much may be missed as the course has (5 sessions, 10 h) — "
         "being there once would do: allow less"),
        ("needs: {task: diary, count: 6}", 5, 'the task "diary" is asked for 6 times, the course gives 5 — '
         'the rule cannot be met: ask for fewer, or look at the task\'s "per"'),
        ("needs: {task: post-survy}", 5, 'there is no task "post-survy" — write "post-survey"'),
        ("needs: {at least: 3, from: [{attend: 1}, {task: diary}]}", 5, "at least 3 of a list of 2 cannot be met — "
         "ask for fewer, or add to the list"),
        ("roles: [debater]\nneeds: {attend: 1}", 5, 'the badge is for the role "debater", the course has none — '
         'add "debater" to its roles'),
        ("presence: {present from: 3 h}\nneeds: {attend: 1}", 5, "presence of 3 h is asked for, a session has 2 h — "
         "no presence can count: ask for less"),
        ("presence: {with task: [x]}\nneeds: {attend: 1}", 5, 'there is no task "x" — '
         "write one of: post-survey, session-survey, reflection, summary, diary"),
        ("needs: {attend: 1}\nexamples: [{who: A, attended: [1], earns: yes, because: x}]", 5,
         'all examples end the same way — add one that ends with "earns: no": it shows where the line is'),
        ("needs: {attend: 1}\nexamples: [{who: A, attended: [7], earns: yes, because: x}]", 5,
         "module 7 has no live session — modules with one: 1, 2, 3, 4, 5"),
        ("needs: {attend: 1}\nexamples: [{who: A, late: [1], earns: yes, because: x}]", 5,
         'session 1 is late but not attended — add 1 to "attended" as well'),
        ("needs: {attend: 1}\nexamples: [{who: A, attended: [1], excused: [1], earns: yes, because: x}]", 5,
         "session 1 is both attended and missed — keep one of the two"),
        ("needs: {attend: 80 %}", 5, "a share does not say of what — "
         'add "of: held", "of: scheduled" or "of: expected"'),
        ("needs: {attnd: 4}", 5, 'a criterion does not say what it asks for — write "attend"'),
        ("needs: {attend: 4, minutes: 5}", 5, 'a criterion says both "attend" and "minutes" — '
         "keep one of them; several belong in a list under all or any"),
        ("presence: {lates: 3, late after: 5 min}\nneeds: {attend: 4}", 5, "lates and cost belong together — "
         'add "cost: 1 session"'),
        ("presence: {late after: 5 min, lates: 3, cost: 1 session}\nneeds: {minutes: 480}", 5,
         'lates cost a session, but no criterion counts sessions — write a length of time: "cost: 60 min"'),
        ("presence: {late after: 5 min, lates: 3, cost: 60 min}\nneeds: {attend: 4}", 5,
         'lates cost time, but no criterion counts time — write "cost: 1 session"'),
        ("presence: {late after: 5 min, cost made good by: diary}\nneeds: {attend: 4}", 5,
         'a cost is made good, but lates cost nothing — add "lates: 3" and "cost: 1 session"'),
        ("presence: {late after: 5 min, lates: 3, cost: 1 session, cost made good by: x}\nneeds: {attend: 4}", 5,
         'there is no task "x" — write one of: post-survey, session-survey, reflection, summary, diary'),
        ("presence: {excused: neutral}\nneeds: {attend: 4}", 5, "a neutral session is taken out of the count, but the "
         'rule asks for fixed numbers only — ask for a share ("attend: 80 %"), or write "attended" for "neutral"'),
        ("needs: {attend: all, of: held, among: [1, 7]}", 5,
         "module 7 has no live session — modules with one: 1, 2, 3, 4, 5"),
        ("needs: {attend: 3, among: [1, 2]}", 5, "3 sessions are asked for, the course has 2 — "
         "the rule cannot be met: ask for fewer"),
        ("needs: {attend: 4, drop lowest: 1}", 5, "sessions are dropped from a share, but a fixed number is asked for "
         '— ask for a share, such as "80 %", or take "drop lowest" away'),
        ("needs: {minutes: 480, drop lowest: 1}", 5, "sessions are dropped from a share, but a fixed number is asked "
         'for — ask for a share, such as "80 %", or take "drop lowest" away'),
        ("needs: {attend: 80 %, of: held, drop lowst: 1}", 5,
         'unknown key "drop lowst" in a criterion of sessions — write "drop lowest"'),
        ("needs: {attend: 80 %, of: held, drop lowest: 0}", 5,
         '"0" cannot be the value of "drop lowest" — write a whole number from 1 to 50'),
        ("needs: {attend: 80 %, of: held, drop lowest: 5}", 5,
         '"drop lowest: 5" leaves 0 of 5 sessions — being there once would do: drop fewer'),
        ("needs: {minutes: 80 %, of: held, among: [1, 2, 3], drop lowest: 2}", 5,
         '"drop lowest: 2" leaves 1 of 3 sessions — being there once would do: drop fewer'),
        ("needs: {attend: 60 %, of: held, drop lowest: 2}", 5, "60 % of 3 sessions is 1.8 — "
         'add "round: up" (2) or "round: down" (1): two readings decide differently'),
        ("needs: {attend: 80 %, of: held, round: up, drop lowest: 2}", 5, "80 % of 3 sessions is 2.4, rounded up all "
         '3: nobody may miss more than the 2 dropped — write "attend: all" if that is meant, or "round: down"'),
        ("presence: {make-up: {at most: 1}}\nneeds: {attend: 4}", 5, "the make-up does not say how a session is made "
         'good — add "tasks: [summary]" or "another session: yes"'),
    ],
)  # fmt: skip
def test_a_rule_that_decides_nothing_or_two_things(
    tmp_path: Path, rule: str, sessions: int, sentence: str
) -> None:
    assert sentence in said(course_with(tmp_path, rule, sessions))


@pytest.mark.parametrize(
    ("rule", "sessions"),
    [
        ("needs: {attend: 80 %, of: held}", 5),
        ("needs: {attend: 80 %, of: held, round: down}", 3),
        ("needs: {attend: all, of: expected}", 3),
        ("needs: {miss at most: 1}", 3),
        ("needs: {attend: 60 %, of: held, round: up, drop lowest: 2}", 5),
        ("needs: {attend: all, of: held, drop lowest: 1}", 3),
        ("needs: {minutes: 75 %, of: held, drop lowest: 1}", 3),
    ],
)
def test_a_rule_that_everybody_reads_alike(tmp_path: Path, rule: str, sessions: int) -> None:
    assert said(course_with(tmp_path, rule, sessions)) == []


def test_advice_names_the_line_of_the_criterion(tmp_path: Path) -> None:
    folder = course_with(tmp_path, "needs:\n  all:\n    - task: diary\n    - attend: 9\n")
    (problem,) = read_course(folder).problems
    lines = (folder / "course.yaml").read_text(encoding="utf-8").splitlines()
    assert "attend: 9" in lines[problem.line - 1]


def test_two_tasks_with_one_id(tmp_path: Path) -> None:
    folder = course_with(tmp_path, "needs: {attend: 1}")
    path = folder / "course.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: diary", "id: summary"), encoding="utf-8")
    assert 'two tasks have the id "summary" — give one of them another id' in said(folder)


def test_a_course_without_a_live_session_cannot_ask_for_one(tmp_path: Path) -> None:
    frame = documented()["course.yaml"].replace("  - 1-names-and-places.md\n", "")
    folder = write_course(tmp_path, {"course.yaml": frame.replace("format: blended", "format: asynchronous")})
    assert "the rule asks for sessions, the course has none — ask for a task instead" in said(folder)


def test_criteria_can_be_nested_and_are_read_as_deep_as_they_go() -> None:
    read = badge("needs:\n  all:\n    - any:\n        - all:\n            - attend: 1\n        - attend: 2\n")
    inner: Criterion = Group((Group((Attend(sessions=1),)), Attend(sessions=2)), at_least=1)
    assert read.needs == Group((inner,))


def test_the_course_form_has_no_key_without_an_explanation() -> None:
    assert all(key.about for key in (*COURSE.keys, *BADGE.keys))
