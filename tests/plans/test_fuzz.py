"""Whatever the text says, reading it ends in a plan or in problems, never in a traceback."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator_tui.plans.forms import COURSE, FRONT_MATTER
from facilitator_tui.plans.hand_out import session_sheet
from facilitator_tui.plans.model import canonical, revive
from facilitator_tui.plans.module_file import read_plan
from facilitator_tui.plans.problems import Complaints
from facilitator_tui.plans.reader import read_course
from facilitator_tui.plans.render import as_html, as_markdown, as_text
from facilitator_tui.plans.yaml_tree import List, Map, Node, Text, read_tree
from tests.plans.sources import FRONT, PAGE, documented, shared

LINES = [f"{line}\n" for line in PAGE.read_text(encoding="utf-8").split("\n")]

SHARDS = (
    "---\n", "- ", "\t", "&a ", "*a ", "!!x ", "{", "}", "[", "]", '"', "'", "|\n", "> ", "? ", " : ", "\x1b[31m",
    "\x00", "\ud800", "```\n", "<!-- ", "-->", "<div>\n", "\\U0011ffff", "\\e", "\u202e", "\u2028", "\r", "# ", "1. ",
    "    ", "**", "**Say:**", "**Prompts:**\n", "- a\n  - b\n    - c\n", "%TAG ! a\n", "...\n", "## A — 3 min\n",
    "kind: opening · ", "kind: question\n", "include: agreements.md\n", "weight 3", "(think: 1 min)", "%YAML 1.1\n",
)  # fmt: skip

TEXTS = st.lists(st.sampled_from(LINES) | st.sampled_from(SHARDS) | st.text(max_size=6), max_size=25).map(
    "".join
)

SCALARS = st.text(max_size=12) | st.sampled_from(
    [
        "all",
        "80 %",
        "day 3",
        "2 h",
        "yes",
        "no",
        "8-10",
        "en B1",
        "1",
        "0",
        "999999",
        "attend",
        "example",
        "1.md",
    ]
)

KEYS = st.sampled_from(
    [key.spelling for table in (COURSE, FRONT_MATTER) for key in table.keys]
    + ["needs", "attend", "of", "any", "all", "at least", "from", "task", "presence", "make-up", "examples", "who"]
) | st.text(max_size=6)  # fmt: skip

untimed = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])


def node_of(value: object, line: int = 1) -> Node:
    """A tree of plain values as the reader of YAML would have made it."""
    if isinstance(value, dict):
        return Map(tuple((Text(str(key), line), node_of(each, line)) for key, each in value.items()), line)
    if isinstance(value, list):
        return List(tuple(node_of(each, line) for each in value), line)
    return Text(str(value), line)


TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=30,
)


@untimed
@given(TEXTS, st.booleans())
def test_any_text_is_a_plan_or_has_problems(text: str, with_front: bool) -> None:
    whole = FRONT.format(minutes=60) + text if with_front else text
    reading = read_plan(whole, "m.md", shared)
    assert reading.plan is not None or reading.problems
    lines = len(whole.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for problem in reading.problems:
        assert 0 <= problem.line <= max(lines, 7)
        assert problem.message
        assert "\x1b" not in str(problem)


@untimed
@given(TEXTS)
def test_any_front_matter_is_read_or_has_problems(text: str) -> None:
    complaints = Complaints("c.yaml")
    tree = read_tree(text, complaints)
    assert tree is not None or complaints.failed
    if tree is not None:
        COURSE.sift(tree, complaints)


@untimed
@given(st.dictionaries(KEYS, TREES, max_size=8))
def test_any_tree_is_a_course_or_has_problems(tree: dict[str, object]) -> None:
    for table in (COURSE, FRONT_MATTER):
        complaints = Complaints("c.yaml")
        _, complete = table.sift(node_of(tree), complaints)
        assert complete != complaints.failed


@untimed
@given(st.data())
def test_any_change_to_a_good_course_is_survived(data: st.DataObject) -> None:
    files = documented()
    name = data.draw(st.sampled_from(sorted(files)))
    text = files[name]
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, min(len(text), begin + 40)))
    files[name] = text[:begin] + data.draw(TEXTS) + text[end:]
    with TemporaryDirectory() as folder:
        for each, content in files.items():
            place = Path(folder) / each
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(content.encode("utf-8", errors="surrogatepass"))
        reading = read_course(Path(folder))
    assert reading.course is not None or reading.problems
    for plan in reading.plans:
        assert revive(canonical(plan)) == plan
        sheet = session_sheet(plan)
        assert as_text(sheet)
        assert as_markdown(sheet)
        assert "<script" not in as_html(sheet, plan.title)
