"""The commands ``plan check``, ``plan show``, ``plan new`` and ``plan schema``."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from facilitator_tui.commands.plan import plan
from facilitator_tui.plans.forms import COURSE, FRONT_MATTER
from facilitator_tui.plans.forms_badge import BADGE, CRITERION, EXAMPLE, MAKE_UP, PRESENCE
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.plans.problems import Complaints
from facilitator_tui.plans.reader import check
from facilitator_tui.plans.shapes import Key
from facilitator_tui.plans.yaml_tree import Map, Text, read_tree
from tests.plans.sources import write_course


def run(*arguments: object) -> Result:
    return CliRunner().invoke(plan, [str(each) for each in arguments])


def test_check_gives_a_clean_course_one_line(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "course")
    result = run("check", folder)
    assert result.exit_code == 0
    assert result.output == f"{folder}: Who belongs? (2 modules, 1 live session, 1 question): no problems\n"


def test_check_prints_every_problem_and_ends_with_one(tmp_path: Path) -> None:
    folder = write_course(tmp_path, {"2-who-belongs.md": "x"})
    result = run("check", folder)
    assert result.exit_code == 1
    assert f"{folder / '2-who-belongs.md'}:1: the front matter is missing — begin the file" in result.stdout
    assert result.stderr == "2 errors, 0 pieces of advice\n"


def test_check_as_data(tmp_path: Path) -> None:
    folder = write_course(tmp_path, {"3-forgotten.md": ""})
    result = run("check", folder, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {
            "file": str(folder / "course.yaml"),
            "line": 0,
            "severity": "advice",
            "message": "the file 3-forgotten.md is not among the modules",
            "hint": 'add "- 3-forgotten.md" to the modules, or move the file away',
        }
    ]
    assert json.loads(run("check", write_course(tmp_path / "clean"), "--json").stdout) == []


def test_a_file_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "a\x1b[31mb")
    (folder / "course.yaml").unlink()
    result = run("check", folder)
    assert result.exit_code == 1
    assert "\x1b" not in result.output


def test_show_prints_the_run_sheet(tmp_path: Path) -> None:
    folder = write_course(tmp_path)
    result = run("show", folder, 1, "--start", "2026-03-02T18:00", "--zone", "Europe/Rome")
    assert result.exit_code == 0
    assert "18:14  18:32  18   An object from home  go-round    facilitator" in result.output


@pytest.mark.parametrize(
    ("form", "sign"), [("text", "===="), ("md", "# Who belongs?"), ("html", "<!doctype html>")]
)
def test_show_in_every_form(tmp_path: Path, form: str, sign: str) -> None:
    folder = write_course(tmp_path)
    assert sign in run("show", folder, "--to", form).output
    assert sign in run("show", folder, 2, "--to", form).output


def test_show_as_data(tmp_path: Path) -> None:
    folder = write_course(tmp_path)
    whole = json.loads(run("show", folder, "--to", "json").output)
    assert whole["course"]["id"] == "who-belongs"
    assert msgspec.convert(whole["modules"], list[SessionPlan])[0].title == "Names and places"
    one = json.loads(run("show", folder, 1, "--to", "json", "--for", "participants").output)
    assert one["blocks"][0]["title"] == "Welcome"


def test_show_says_what_it_cannot(tmp_path: Path) -> None:
    folder = write_course(tmp_path, {"2-who-belongs.md": "x"})
    assert "There is no module 7" in run("show", write_course(tmp_path / "clean"), 7).output
    assert "2-who-belongs.md:1: the front matter is missing" in run("show", folder, 2).output
    assert "There is no course nowhere. Give its folder, or one of:" in run("show", "nowhere").output
    wrong = run("show", folder, 1, "--start", "soon")
    assert wrong.exit_code == 2
    assert '"soon" is not a time' in wrong.output


def test_a_new_course_passes_the_check(tmp_path: Path) -> None:
    folder = tmp_path / "New Course!"
    result = run("new", folder)
    assert result.exit_code == 0
    assert "course.yaml" in result.output
    assert check([folder]) == ()
    assert "id: new-course\n" in (folder / "course.yaml").read_text(encoding="utf-8")


def test_a_new_course_never_writes_over_anything(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
    result = run("new", tmp_path)
    assert result.exit_code == 1
    assert "is in use already: give the name of a new folder" in result.output
    assert [each.name for each in tmp_path.iterdir()] == ["note.txt"]


def test_the_schema_knows_every_key(tmp_path: Path) -> None:
    schema = json.loads(run("schema").output)
    definitions = schema["$defs"]
    assert list(definitions["course"]["properties"]) == [key.spelling for key in COURSE.keys]
    assert list(definitions["module"]["properties"]) == [key.spelling for key in FRONT_MATTER.keys]
    assert definitions["module"]["required"] == ["module", "title", "aims"]
    assert len(definitions["criterion"]["anyOf"]) == len(CRITERION.tables)
    assert definitions["course"]["additionalProperties"] is False


def test_the_schema_allows_what_the_skeleton_says(tmp_path: Path) -> None:
    run("new", tmp_path / "course")
    schema = json.loads(run("schema").output)["$defs"]
    for name, file in (("course", "course.yaml"), ("module", "1-first-meeting.md")):
        text = (tmp_path / "course" / file).read_text(encoding="utf-8")
        tree = read_tree(text.removeprefix("---\n").partition("\n---\n")[0], Complaints(""))
        assert isinstance(tree, Map)
        written = {key.value: node for key, node in tree.items}
        assert set(written) <= set(schema[name]["properties"])
        assert set(schema[name]["required"]) <= set(written)
        for key, node in written.items():
            pattern = schema[name]["properties"][key].get("pattern")
            choices = schema[name]["properties"][key].get("enum")
            value = node.value if isinstance(node, Text) else ""
            assert pattern is None or re.search(pattern, value)
            assert choices is None or value in choices


def test_reading_the_model_costs_nothing_heavy() -> None:
    """The live screen imports the model before its first paint; the readers of YAML and Markdown come later."""
    script = (
        "import sys\n"
        "import facilitator_tui.plans.model, facilitator_tui.plans.course, facilitator_tui.plans.reader\n"
        "import facilitator_tui.plans.shelf, facilitator_tui.commands.plan\n"
        "heavy = {'yaml', 'markdown_it', 'rapidfuzz', 'pendulum', 'textual', 'sqlite_utils', 'zoneinfo'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def every_key() -> list[Key]:
    tables = (COURSE, FRONT_MATTER, BADGE, PRESENCE, MAKE_UP, EXAMPLE, *CRITERION.tables.values())
    return [key for table in tables for key in table.keys]


def test_every_key_has_an_explanation() -> None:
    assert all(key.about for key in every_key())
