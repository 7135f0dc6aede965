"""What the pages say about the command line is true: commands and options exist, and the examples work."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from facilitator_tui.cli import COMMANDS, front
from facilitator_tui.store.file import Store
from tests.docs.pages import PAGES, ROOT, command_lines, examples, page
from tests.store.stories import an_evening

LINES = sorted({(path.name, line) for path in PAGES for line in command_lines(path.read_text("utf-8"))})
INTERACTIVE = {"", "open", "demo", "rehearse", "log"}

REPORT = """Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Amina Ben Salah,amina@example.org,11/22/2026 18:00:00,11/22/2026 19:00:00,60,Yes
"""
TRANSCRIPT = """WEBVTT

00:00:01.000 --> 00:00:04.000
Amina Ben Salah: Good evening, everybody.
"""


def found(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that these words call, and the words after it."""
    command: click.Command = front
    context = click.Context(front)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        inner = command.get_command(context, words[0])
        assert inner is not None, f"there is no command “{words[0]}”"
        command, words = inner, words[1:]
    return command, words


@pytest.mark.parametrize(("where", "line"), LINES)
def test_a_command_that_is_named_exists_with_its_options(where: str, line: str) -> None:
    command, rest = found(shlex.split(line, comments=True)[1:])
    options = {name for each in (command, front) for option in each.params for name in option.opts}
    for word in rest:
        if re.match("--?[a-z]", word) and word not in ("--help", "--version", "--debug"):
            assert word.partition("=")[0] in options, f"{where}: {line}"


@pytest.mark.parametrize("line", sorted({line for _, line in LINES}))
def test_a_command_that_is_named_explains_itself(line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    _, rest = found(words)
    names = words[: len(words) - len(rest)]
    done = CliRunner().invoke(front, [*names, "--help"])
    assert done.exit_code == 0
    assert "Usage:" in done.output


def test_the_pages_name_commands_at_all() -> None:
    assert len(LINES) > 25


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`facilitator-tui {command}" in page("README")


@pytest.fixture
def place(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a store that holds a session, the courses, and what a platform gave."""
    with Store.open(home / "facilitator.db") as store:
        an_evening(store)
    (home / "session_plans").symlink_to(ROOT / "session_plans")
    (home / "participants.csv").write_text(REPORT, encoding="utf-8")
    (home / "transcript.vtt").write_text(TRANSCRIPT, encoding="utf-8")
    (home / "reports").mkdir()
    monkeypatch.chdir(home)
    return home


@pytest.mark.parametrize("name", ["README", "facilitators", "coordinators"])
def test_the_examples_of_a_page_work_one_after_the_other(place: Path, name: str) -> None:
    shown = [line for block in examples(page(name), "console") for line in block.splitlines()]
    ours = [shlex.split(line)[2:] for line in shown if line.startswith("$ facilitator-tui")]
    for words in ours:
        if (words or [""])[0] in INTERACTIVE:
            continue
        done = CliRunner().invoke(front, words)
        assert done.exit_code == 0, f"facilitator-tui {shlex.join(words)}: {done.output}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_make_knows_what_the_pages_ask_of_it(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    asked = re.findall(r"(?:`|\$ )make ([a-z]+)", path.read_text("utf-8"))
    assert set(asked) <= targets


def test_the_readme_begins_with_two_commands_and_a_picture() -> None:
    readme = page("README")
    first, *_ = examples(readme, "console")
    assert first == "$ make run\n$ make test\n"
    assert "docs/pictures/live.svg" in readme[: readme.index(first)]
