"""The text of one module as a session plan, with every problem in it.

Takes text, never a path: files are opened by ``files``, courses put together by ``reader``.
"""

from __future__ import annotations

from facilitator_tui.plans.blocks import Draft, Library, Shared, read_drafts, to_blocks, to_questions
from facilitator_tui.plans.document import read_document
from facilitator_tui.plans.files import cleaned
from facilitator_tui.plans.forms import FRONT_MATTER
from facilitator_tui.plans.lint import USUAL_GROUP, lint_plan
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.plans.problems import Complaints
from facilitator_tui.plans.readings import PlanReading
from facilitator_tui.plans.yaml_tree import read_tree

USUAL_MINUTES = 120
"""The length of a live session that does not say otherwise."""


def read_plan(
    text: str,
    name: str,
    library: Library | None = None,
    language: str = "en",
    group_size: int = USUAL_GROUP,
) -> PlanReading:
    """The plan in a module's ``text``; ``name`` stands for the file in problems. Never raises for what the text says.

    ``library`` finds shared blocks, ``language`` is that of the course, ``group_size`` the most people in a subgroup.
    """
    complaints = Complaints(name)
    plan = read_module(text, complaints, library or _no_library, language, group_size)
    return PlanReading(None if complaints.failed else plan, complaints.all())


def read_module(
    text: str, complaints: Complaints, library: Library, language: str, group_size: int
) -> SessionPlan:
    """What can be read of a module, complaining about the rest."""
    front, body, body_line = _parted(cleaned(text, complaints), complaints)
    values = _front_matter(front, complaints)
    document = read_document(body, complaints, body_line)
    drafts = read_drafts(document.sections, library, complaints)
    if not document.sections:
        hint = 'write a block ("## Welcome — 6 min") or a question'
        complaints.error(body_line, "the module has neither blocks nor questions", hint)
    seconds = _seconds(values, drafts, complaints)
    plan = SessionPlan(
        module=_number(values, "module", 0),
        title=str(values.get("title", "")),
        language=str(values.get("language", language)),
        seconds=seconds,
        unit=str(values.get("unit", "")),
        aims=_texts(values, "aims"),
        preparation=_texts(values, "preparation"),
        follow_up=_texts(values, "follow_up"),
        blocks=to_blocks(drafts, seconds, complaints),
        questions=to_questions(drafts, complaints),
        week=_number(values, "week", 0),
        about=document.about,
    )
    lint_plan(plan, group_size, complaints)
    return plan


def _parted(text: str, complaints: Complaints) -> tuple[str, str, int]:
    """Front matter, body, and the line on which the body begins."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        hint = 'begin the file with a line "---", the keys (module, title, aims …) and another line "---"'
        complaints.error(1, "the front matter is missing", hint)
        return "", text, 1
    for at, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:at]), "\n".join(lines[at + 1 :]), at + 2
    complaints.error(1, "the front matter has no end", 'write a line "---" after its last key')
    return "", "", len(lines)


def _front_matter(front: str, complaints: Complaints) -> dict[str, object]:
    if not front.strip():
        if not complaints.failed:
            complaints.error(1, "the front matter is empty", "write at least module, title and aims")
        return {}
    tree = read_tree(front, complaints, first_line=2)
    return {} if tree is None else FRONT_MATTER.sift(tree, complaints)[0]


def _seconds(values: dict[str, object], drafts: tuple[Draft, ...], complaints: Complaints) -> int:
    live = any(not draft.question and draft.time.when == "session" for draft in drafts)
    if live:
        return _number(values, "minutes", USUAL_MINUTES) * 60
    if "minutes" in values and not complaints.failed:
        hint = 'take "minutes" away, or write the blocks of the session'
        complaints.error(1, "the module gives minutes but has no live session", hint)
    return 0


def _number(values: dict[str, object], name: str, default: int) -> int:
    value = values.get(name)
    return value if isinstance(value, int) else default


def _texts(values: dict[str, object], name: str) -> tuple[str, ...]:
    value = values.get(name)
    return tuple(str(each) for each in value) if isinstance(value, tuple) else ()


def _no_library(name: str) -> Shared:
    hint = "check the course's folder instead of this text alone"
    return Shared(name, sentence=f'the shared block "{name}" cannot be found from here', hint=hint)
