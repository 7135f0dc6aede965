"""Texts that the tests of plans begin with: the examples of docs/plans.md, and small plans put together by hand."""

from __future__ import annotations

import re
from pathlib import Path

from facilitator_tui.plans.blocks import Shared
from facilitator_tui.plans.model import Block, Question, SessionPlan
from facilitator_tui.plans.module_file import read_plan

PAGE = Path(__file__).parents[2] / "docs" / "plans.md"

FRONT = "---\nmodule: 1\ntitle: A test\nminutes: {minutes}\naims: [try it]\n---\n"

FRONT_LINES = 6


def documented() -> dict[str, str]:
    """The files of the example course in docs/plans.md, by name."""
    found: list[tuple[str, str]] = re.findall(
        r'```\w+ title="(.*?)"\n(.*?)```', PAGE.read_text(encoding="utf-8"), re.S
    )
    return dict(found)


def write_course(folder: Path, files: dict[str, str] | None = None) -> Path:
    """The documented course, with ``files`` in place of its own or beside them."""
    for name, text in {**documented(), **(files or {})}.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder


def shared(name: str) -> Shared:
    """The documented shared blocks."""
    texts = {"agreements.md": documented()["shared/agreements.md"]}
    if name in texts:
        return Shared(f"shared/{name}", texts[name])
    return Shared(name, sentence=f'there is no shared block "{name}"', hint='write "agreements.md"')


def module(body: str, minutes: int = 60) -> str:
    """A module with these blocks; its first line of body is line 7 of the file."""
    return FRONT.format(minutes=minutes) + body


def problems(text: str) -> list[str]:
    """Everything that is said about a text, as it is printed, without the advice about the whole session."""
    reading = read_plan(text, "m.md", shared)
    whole = ("the blocks add up", "the session has no")
    return [str(each) for each in reading.problems if not each.message.startswith(whole)]


def plan_of(body: str, minutes: int = 60) -> SessionPlan:
    """The plan with these blocks; fails with the errors where there are any."""
    reading = read_plan(module(body, minutes), "m.md", shared)
    assert reading.plan is not None, "\n".join(map(str, reading.problems))
    return reading.plan


def block_of(body: str) -> Block:
    """The only block of a body."""
    (block,) = plan_of(body).blocks
    return block


def question_of(body: str) -> Question:
    """The only question of a body."""
    reading = read_plan("---\nmodule: 1\ntitle: A test\naims: [try it]\n---\n" + body, "m.md")
    assert reading.plan is not None, "\n".join(map(str, reading.problems))
    (question,) = reading.plan.questions
    return question
