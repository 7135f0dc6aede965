"""A course's folder becomes a course, and advice says whether it is a virtual exchange."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator_tui.plans.course import Course, SubgroupSize
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.plans.reader import check, check_each, read_course, read_module_file
from tests.plans.sources import documented, write_course

COURSE = documented()["course.yaml"]


def said(folder: Path) -> list[str]:
    """The problems of a course, with paths from its folder on."""
    return [str(problem).removeprefix(f"{folder}/") for problem in read_course(folder).problems]


def changed(folder: Path, *changes: tuple[str, str], files: dict[str, str] | None = None) -> Path:
    """The documented course with some words of course.yaml replaced."""
    text = COURSE
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return write_course(folder, {"course.yaml": text, **(files or {})})


def test_the_documented_course_is_clean(tmp_path: Path) -> None:
    reading = read_course(write_course(tmp_path / "who-belongs"))
    assert reading.problems == ()
    assert reading.course is not None
    assert (reading.course.id, reading.course.version) == ("who-belongs", "1.0")
    assert reading.course.subgroup_size == SubgroupSize(8, 10)
    assert reading.course.workload.own_work_s == 3 * 3600
    assert [plan.title for plan in reading.plans] == ["Names and places", "Who belongs?"]
    second = reading.plan(2)
    assert second is not None
    assert second.questions[0].reactions == 2
    assert reading.plan(3) is None


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("kind: ready-made exchange", "kind: ready-made exchang",
         'course.yaml:6: unknown kind "ready-made exchang" — write "ready-made exchange"'),
        ("language: en\n", "langauge: en\n",
         'course.yaml:1: the key "language" is missing in the course — add "language: …"'),
        ("subgroup size: 8-10", "subgroup size: 10-8",
         'course.yaml:11: "10-8" cannot be the value of "subgroup size" — write "8-10", or one number'),
        ("[en B1]", "[en B7]", 'course.yaml:13: "en B7" cannot be the value of "languages" — '
         'write a code, and a level from A1 to C2: "en B1"'),
        ("id: who-belongs", "id: Who belongs?", 'course.yaml:2: "Who belongs?" cannot be the id — '
         'write small letters, digits and hyphens: "who-belongs"'),
        ("- 2-who-belongs.md", "- 2-who-belong.md",
         'course.yaml:27: there is no file "2-who-belong.md" — write "2-who-belongs.md"'),
        ("- 2-who-belongs.md", "- ../2-who-belongs.md", 'course.yaml:27: "../2-who-belongs.md" cannot be the modules — '
         'write the name of a file in this folder: "1-welcome.md"'),
        ("plan format: 1", "plan format: 2",
         'course.yaml:1: "2" cannot be the value of "plan format" — write a whole number from 1 to 1'),
        ("  own work: 3 h\n", "", "course.yaml:23: hours per credit without own work would pass contact hours off as "
         'workload — add "own work: 15 h", a participant\'s hours outside the live sessions'),
        ("aims:\n", "aims: none\nzzz:\n", 'course.yaml:14: "aims" should be a list — '
         'write each on a line of its own, beginning with "- ", or [ … ] after "aims:"'),
    ],
)  # fmt: skip
def test_a_mistake_in_the_frame(tmp_path: Path, before: str, after: str, sentence: str) -> None:
    folder = changed(tmp_path, (before, after))
    assert sentence in said(folder)
    assert read_course(folder).course is None


def test_modules_are_checked_even_where_the_frame_is_broken(tmp_path: Path) -> None:
    broken = documented()["2-who-belongs.md"].replace("kind: question", "kind: questoin")
    folder = changed(tmp_path, ("modules:", "moduls:"), files={"2-who-belongs.md": broken})
    assert 'course.yaml:25: unknown key "moduls" in the course — write "modules"' in said(folder)
    assert '2-who-belongs.md:10: unknown kind "questoin" — write "question"' in said(folder)


def test_two_modules_with_one_number(tmp_path: Path) -> None:
    twice = documented()["2-who-belongs.md"].replace("module: 2", "module: 1")
    folder = write_course(tmp_path, {"2-who-belongs.md": twice})
    assert said(folder) == [
        "course.yaml:27: module 1 comes twice: 1-names-and-places.md and 2-who-belongs.md — "
        "give each module a number of its own"
    ]


def test_a_file_that_nobody_listed(tmp_path: Path) -> None:
    folder = write_course(tmp_path, {"3-forgotten.md": "x", "README.md": "x"})
    assert said(folder) == [
        "course.yaml: the file 3-forgotten.md is not among the modules — "
        'add "- 3-forgotten.md" to the modules, or move the file away'
    ]


ADVICE = [
    (
        (("format: blended", "format: synchronous"),),
        "the course says that it is synchronous, its modules are blended",
    ),
    ((("weeks: 2", "weeks: 1"),), "a module lies in week 2, the course lasts 1 weeks"),
    ((("[facilitator, producer]", "[facilitator]"),), "module 1 needs a producer, the course has none"),
    ((("subgroup size: 8-10", "subgroup size: 20"),), "subgroups of 20 are large for dialogue"),
]


@pytest.mark.parametrize(("changes", "message"), ADVICE)
def test_advice_about_the_course(tmp_path: Path, changes: tuple[tuple[str, str], ...], message: str) -> None:
    reading = read_course(changed(tmp_path, *changes))
    found = {problem.message: problem for problem in reading.problems}
    assert found[message].severity == "advice"
    assert found[message].hint
    assert found[message].line > 0
    assert reading.course is not None


def advice_about(course: Course, plans: tuple[SessionPlan, ...]) -> set[str]:
    from facilitator_tui.plans.lint_course import lint_course
    from facilitator_tui.plans.problems import Complaints

    complaints = Complaints("course.yaml")
    lint_course(course, plans, complaints)
    return {problem.message for problem in complaints.all()}


def test_what_makes_a_virtual_exchange(tmp_path: Path) -> None:
    import msgspec

    reading = read_course(write_course(tmp_path))
    course, (live, asked) = reading.course, reading.plans
    assert course is not None
    change = msgspec.structs.replace
    assert advice_about(course, (live, asked)) == set()
    assert "the participants meet only once" in advice_about(course, (live,))
    assert "the course names no competences" in advice_about(change(course, competences=()), (live, asked))
    blocks = tuple(change(block, lead="producer", lanes=()) for block in live.blocks)
    assert "nobody facilitates the session of module 1" in advice_about(
        course, (change(live, blocks=blocks), asked)
    )
    alone = change(asked, questions=(change(asked.questions[0], watch_for=()),))
    assert "nobody facilitates the exchange of module 2" in advice_about(course, (live, alone))
    late = change(asked, week=9, questions=(change(asked.questions[0], opens_day=22, closes_day=30),))
    assert "between day 7 and day 23 of the course there is no contact" in advice_about(
        change(course, weeks=9), (live, late)
    )


def test_check_takes_courses_folders_of_courses_and_single_files(tmp_path: Path) -> None:
    write_course(tmp_path / "a")
    write_course(tmp_path / "b", {"2-who-belongs.md": "x"})
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "bad.md").write_text("nothing", encoding="utf-8")
    checked = check_each([tmp_path])
    assert [Path(each.name).name for each in checked] == ["a", "b", "bad.md"]
    assert checked[0].content == "Who belongs? (2 modules, 1 live session, 1 question)"
    assert [len(each.problems) > 0 for each in checked] == [False, True, True]
    assert check([tmp_path / "a", tmp_path / "a" / "course.yaml"]) == ()
    assert (
        check([tmp_path / "a" / "1-names-and-places.md", tmp_path / "a" / "shared" / "agreements.md"]) == ()
    )
    assert check([tmp_path / "b" / "2-who-belongs.md"])


def test_check_says_what_is_not_there(tmp_path: Path) -> None:
    write_course(tmp_path / "belonging")
    (tmp_path / "empty").mkdir()
    found = [
        str(each).removeprefix(f"{tmp_path}/") for each in check([tmp_path / "belongin", tmp_path / "empty"])
    ]
    assert found == [
        'belongin: there is no such file or folder — write "belonging"',
        "empty: there is no course here — give a folder with a course.yaml, or a module's .md file",
    ]


def test_a_single_module_knows_its_course(tmp_path: Path) -> None:
    folder = changed(tmp_path, ("subgroup size: 8-10", "subgroup size: 12"), ("language: en", "language: fr"))
    reading = read_module_file(folder / "1-names-and-places.md")
    assert reading.plan is not None
    assert reading.plan.language == "fr"
    assert any("12 people" in problem.message for problem in reading.problems)


def test_shared_blocks_may_lie_beside_the_course(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "course")
    (folder / "shared").rename(tmp_path / "shared")
    assert check([folder]) == ()


def test_a_reading_names_the_file_of_each_plan_and_those_that_have_none(tmp_path: Path) -> None:
    whole = read_course(write_course(tmp_path / "a"))
    assert whole.files == ("1-names-and-places.md", "2-who-belongs.md")
    assert [plan.module for plan in whole.plans] == [1, 2]
    assert whole.modules == whole.files
    part = read_course(write_course(tmp_path / "b", {"1-names-and-places.md": "x"}))
    assert (part.files, part.modules) == (("2-who-belongs.md",), whole.modules)
