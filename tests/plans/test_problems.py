"""What is said about a module that is wrong: the line, what is wrong, and what to write instead."""

from __future__ import annotations

import pytest

from facilitator_tui.plans.blocks import Shared
from facilitator_tui.plans.module_file import read_plan
from facilitator_tui.plans.problems import MOST_PROBLEMS, Complaints, Problem, suggest
from tests.plans.sources import FRONT_LINES, documented, module, problems

TIME = 'write it like "## Welcome — 6 min" or "## Arrival — 10 min before the start"'


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ("## A — 6 min\nkind: go-rund", 2, 'unknown kind "go-rund" — write "go-round"'),
        ("## A — 6 min\nkind: opening · leed: producer", 2, 'unknown attribute "leed" — write "lead"'),
        ("## A — 6 min\nkind: opening\nlead: producr", 3, 'unknown lead "producr" — write "producer"'),
        ("## A — 6 min\nkind: opening · lead", 2, 'the attribute "lead" has no value — write "lead: …"'),
        ("## A — 6 min\nkind: opening · kind: break", 2, 'the attribute "kind" comes twice — keep one of the two'),
        ("## A — 6 min\nkind: opening · think: 12", 2, '"12" cannot be the value of "think" — '
         'write a length of time: "90 s", "2 min"'),
        ("## A — 6 min\nkind: opening · pass: maybe", 2, '"maybe" cannot be the value of "pass" — '
         'write "pass" alone, or "pass: no"'),
        ("## A — 6 min\n\n**Say:** x", 1, 'the block "A" has no kind — write "kind: …" directly under its heading'),
        ("## A\nkind: opening", 1, f"this heading has no time — {TIME}"),
        ("## A — 6 mn\nkind: opening", 1, f'the time "6 mn" cannot be read — {TIME}'),
        ("## — 6 min\nkind: opening", 1, 'this heading has no title — write it like "## Welcome — 6 min"'),
        ("## A — 6 min\nkind: opening\n\n**Sya:** x", 4, 'unknown label "Sya" — write "Say"'),
        ("## A — 6 min\nkind: opening\n\n**Say:**", 4, 'the label "Say" has no text — '
         "write it after the colon, or take the label away"),
        ("## A — 6 min\nkind: opening\n\nHello all.", 4, 'this text has no label: "Hello all." — '
         "begin it with a label: **Say:**, **Do:**, **Note:** …"),
        ("## A — 6 min\nSay hello to everybody who comes\nkind: opening", 2, 'this text has no label: '
         '"Say hello to everybody who comes" — '
         "begin it with a label (**Say:**, **Do:**, **Note:** …) after an empty line"),
        ("## A — 6 min\nkind: opening\n### Produser\n**Do:** x", 3, 'unknown role "Produser" — write "Producer"'),
        ("## A — 6 min\nkind: opening\n**Do:**\n- **Say:** x", 4, 'the label "Say" stands inside a list — '
         "put the label at the beginning of a line, outside the list"),
        ("# A\n## A — 6 min\nkind: opening", 1, 'this heading has no meaning here: "A" — a block begins with two '
         'hashes ("## Welcome — 6 min"), a lane with three ("### Producer")'),
        ("**Say:** x\n## A — 6 min\nkind: opening", 1, 'the label "Say" stands before the first block — '
         'begin a block first: "## Welcome — 6 min"'),
        ("## A — 6 min\nkind: opening\n\n---", 4, "a line of dashes or stars has no meaning here — "
         "take it away; blocks are set apart by their headings"),
        ("## A — 6 min\nkind: opening\n\n<div>x</div>", 4, "HTML is not read: <div>x</div> — "
         "write it as Markdown; what is not to be read stands between <!-- and -->"),
        ("## A — 6 min\nkind: opening\n\n<!-- x", 4, 'this comment has no end — write "-->" where it ends'),
        ("## A — 6 min\nkind: opening · protected · optional", 1, 'the block is protected and says "optional" — '
         "keep one of the two"),
        ("## A — 6 min\nkind: opening · minimum: 3 min", 1, "the block has a minimum but may not shrink — "
         'add "may shrink", or take it away'),
        ("## A — 6 min\nkind: opening · may shrink · minimum: 7 min", 1, "the minimum of 7 min is more than the "
         "block's 6 min — write a shorter minimum"),
        ("## A — 6 min\nkind: breakout", 1, "the block does not say how many people a breakout room has — "
         'add "breakout size: 3"'),
        ("## A — 6 min\nkind: opening\n\n**Half-way:** x", 1, "the block has a half-way message but no breakout "
         'rooms — add "breakout size: 3"'),
        ("## A — 6 min\nkind: opening\n\n**Evidence:**\n- a survy: x", 5, 'the evidence "a survy: x" does not say '
         'what it is — write "survey:"'),
        ("## A — 6 min\nkind: opening\n\n**Prompts:**\n- Why? (think: long)", 5, 'the think-time "long" cannot be '
         'read — write it as "(think: 1 min)"'),
        ("## A — 6 min\nkind: opening\n\n**Materials:**\n- [x](file:///etc/passwd)", 5, '"file:///etc/passwd" is not '
         'an address — write an address that begins with "https://"'),
        ("## A — 6 min\ninclude: agrements.md", 1, 'there is no shared block "agrements.md" — write "agreements.md"'),
        ("## A — 6 min\nkind: opening\ninclude: ../x.md", 3, '"../x.md" cannot be the include — '
         'write the name of a file in the folder shared: "agreements.md"'),
        ("## A — 6 min after the end\nkind: debrief\n## B — 60 min\nkind: opening", 3, 'the block "B" stands in the '
         "wrong place — blocks before the start come first in the file, blocks after the end come last"),
        ("## A — 60 min\nkind: opening\n## B — weight 1\nkind: closing", 3, "no minutes are left for the blocks with "
         "a weight — give the other blocks fewer minutes, or these blocks minutes of their own"),
        ("## A — 6 min\nkind: go-round", 1, "a go-round in which nobody may pass — "
         'add "pass" (or "pass: no" if this is meant): nobody should have to speak'),
        ("## A — 1 min\nkind: opening\n\n**Say:** " + "word " * 131, 1, "131 words to say take 1 min 1 s at 130 words "
         'a minute, "A" has 1 min — say less, or give the block more time'),
        ("## A — 9 min\nkind: check-in · per speaker: 1 min", 1, '1 min for each of 10 people take 10 min, "A" has '
         "9 min — the last people in the round would lose their turn: shorten the limit or lengthen the block"),
        ("## A — 11 min\nkind: go-round · pass · per speaker: 1 min · think: 2 min", 1, "1 min for each of 10 people "
         'and 2 min of silence take 12 min, "A" has 11 min — '
         "the last people in the round would lose their turn: shorten the limit or lengthen the block"),
    ],
)  # fmt: skip
def test_one_mistake_is_one_sentence(body: str, line: int, said: str) -> None:
    assert problems(module(body)) == [f"m.md:{FRONT_LINES + line}: {said}"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("## A — 6 min\nkind: opening", "m.md:1: the front matter is missing — "
         'begin the file with a line "---", the keys (module, title, aims …) and another line "---"'),
        ("---\nmodule: 1", 'm.md:1: the front matter has no end — write a line "---" after its last key'),
        ("", "m.md:1: the front matter is missing — "
         'begin the file with a line "---", the keys (module, title, aims …) and another line "---"'),
    ],
)  # fmt: skip
def test_a_front_matter_must_be_there(text: str, said: str) -> None:
    assert said in problems(text)


def test_the_session_as_a_whole() -> None:
    reading = read_plan(module("## A — 30 min\nkind: activity\n## B — 20 min\nkind: discussion\n"), "m.md")
    assert [str(each) for each in reading.problems] == [
        "m.md:7: the blocks add up to 50 min, the session has 1 h: 10 min are left over — "
        "change a block's minutes; a session that is planned too long ends without its closing",
        "m.md:7: the session has no opening — "
        'people need to arrive: give the first block "kind: opening" (or "kind: check-in")',
        "m.md:9: the session has no closing — "
        'a dialogue that just stops stays with people: give the last block "kind: closing"',
    ]
    assert {each.severity for each in reading.problems} == {"advice"}
    assert reading.plan is not None


def test_a_question_that_says_too_little() -> None:
    text = "---\nmodule: 1\ntitle: A\naims: [a]\n---\n## Home — 2 min\nkind: question · closes: day 3\n"
    assert problems(text) == [
        'm.md:6: the question does not say when it opens — add "opens: day 8"',
        'm.md:6: the question is missing — write it under "**Ask:**"',
    ]


def test_a_question_that_closes_before_it_opens() -> None:
    text = (
        "---\nmodule: 1\ntitle: A\naims: [a]\n---\n## Home — 2 min\n"
        "kind: question · opens: day 9 · closes: day 8\n\n**Ask:** Where?\n"
    )
    assert problems(text) == [
        "m.md:6: the question closes on day 8, before it opens — "
        "write a later day, counted from the start of the course"
    ]


def test_all_problems_come_at_once() -> None:
    text = (
        "---\nmodule: two\ntitel: Who?\nminutes: 12:30\naims: Understand: how\n---\n"
        "## Welcome\nknd: opening\n**Sya:** x\n"
    )
    assert problems(text) == [
        'm.md:2: "two" cannot be the value of "module" — write a whole number from 1 to 200',
        'm.md:2: the key "title" is missing in the front matter — add "title: …"',
        'm.md:3: unknown key "titel" in the front matter — write "title"',
        'm.md:4: "12:30" cannot be the value of "minutes" — write a whole number from 1 to 1440',
        'm.md:5: this is not valid YAML — put a text that holds ": " in quotation marks',
        f"m.md:7: this heading has no time — {TIME}",
        'm.md:7: the block "Welcome" has no kind — write "kind: …" directly under its heading',
        'm.md:8: unknown attribute "knd" — write "kind"',
        'm.md:9: unknown label "Sya" — write "Say"',
    ]


def test_a_problem_in_a_shared_block_names_its_file() -> None:
    text = documented()["shared/agreements.md"].replace("**Say:**", "**Sya:**")

    def library(name: str) -> Shared:
        return Shared(f"shared/{name}", text)

    reading = read_plan(module("## Agreements — 60 min\ninclude: agreements.md\n"), "m.md", library)
    assert 'shared/agreements.md:4: unknown label "Sya" — write "Say"' in map(str, reading.problems)


def test_an_error_leaves_no_plan_and_advice_does() -> None:
    assert read_plan(module("## A — 6 min\nkind: go-rund\n"), "m.md").plan is None
    assert read_plan(module("## A — 6 min\nkind: opening\n"), "m.md").plan is not None


def test_nobody_reads_a_thousand_problems() -> None:
    reading = read_plan(module("## A — 6 min\nkind: opening\n" + "**Sya:** x\n" * 1000), "m.md")
    assert len(reading.problems) == MOST_PROBLEMS + 1
    assert str(reading.problems[-1]).startswith("m.md: 800 more problems are not listed")


def test_the_nearest_word_or_all_of_them() -> None:
    assert suggest("closin", ("opening", "closing")) == 'write "closing"'
    assert suggest("xyz", ("opening", "closing")) == "write one of: opening, closing"


def test_a_problem_of_a_whole_file_has_no_line() -> None:
    complaints = Complaints("course.yaml")
    complaints.advice(0, "the participants meet only once", "add a session")
    assert complaints.all() == (
        Problem("course.yaml", 0, "advice", "the participants meet only once", "add a session"),
    )
    assert str(complaints.all()[0]) == "course.yaml: the participants meet only once — add a session"
