"""A module's text becomes a session plan."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.plans.model import Breakout, Lane, Material, Prompt, canonical, digest, revive
from facilitator_tui.plans.module_file import read_plan
from facilitator_tui.plans.times import Time, read_time, shared_out, split_heading
from facilitator_tui.plans.words import course_day, duration, normal, percent, seconds, yes_or_no
from tests.plans.sources import block_of, documented, plan_of, question_of, shared


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90 s", 90),
        ("12 min", 720),
        ("12min", 720),
        ("12 Minutes", 720),
        ("1 minute", 60),
        ("2 h", 7200),
        ("1 h 30 min", 5400),
        ("1.5 h", 5400),
        ("1,5 h", 5400),
        ("3 days", 259200),
        ("12", None),
        ("min", None),
        ("12 parsecs", None),
        ("12 min or so", None),
        ("-5 min", None),
        ("12:30", None),
        ("", None),
    ],
)
def test_lengths_of_time_carry_their_unit(text: str, expected: int | None) -> None:
    assert seconds(text) == expected


@given(st.integers(0, 40 * 86400))
def test_a_length_that_was_written_is_read_again(length: int) -> None:
    assert seconds(duration(length)) == length


def test_small_words() -> None:
    assert [percent(each) for each in ("70 %", "70%", "0 %", "101 %", "70")] == [70, 70, None, None, None]
    assert [course_day(each) for each in ("day 1", "Day 8", "day 0", "8", "day one")] == [
        0,
        7,
        None,
        None,
        None,
    ]
    assert [yes_or_no(each) for each in ("yes", "No", "true", "")] == [True, False, None, None]
    assert normal(" Go–Round ") == normal("go_round") == normal("GO ROUND") == "go round"


@pytest.mark.parametrize(
    ("heading", "title", "time"),
    [
        ("Welcome — 6 min", "Welcome", Time(360)),
        ("Welcome - 6 minutes", "Welcome", Time(360)),
        ("Welcome–6 min", "Welcome", Time(360)),
        ("Hopes – and fears — 1 h 30 min", "Hopes – and fears", Time(5400)),
        ("Check-in", "Check-in", None),
        ("Dialogue — weight 70", "Dialogue", Time(0, weight=70)),
        ("Arrival — 10 min before the start", "Arrival", Time(600, "before", 600)),
        ("Pre-flight — 15 min, 30 min before the start", "Pre-flight", Time(900, "before", 1800)),
        ("Reading — before the start", "Reading", Time(0, "before")),
        ("Debrief — 20 min after the end", "Debrief", Time(1200, "after", 0)),
        ("Digest — 30 min, 2 days after the end", "Digest", Time(1800, "after", 172800)),
        ("Diary — After the end", "Diary", Time(0, "after")),
        ("Nothing — 0 min", "Nothing", None),
        ("Weightless — weight 0", "Weightless", None),
        ("Early — 10 parsecs before the start", "Early", None),
    ],
)
def test_a_heading_ends_with_its_time(heading: str, title: str, time: Time | None) -> None:
    found, phrase = split_heading(heading)
    assert found == title
    assert (read_time(phrase) if phrase else None) == time


@given(st.integers(1, 20000), st.lists(st.floats(0.01, 9999), min_size=1, max_size=12))
def test_shared_out_minutes_add_up(total: int, weights: list[float]) -> None:
    parts = shared_out(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / sum(weights)) <= 1


def test_weights_share_what_minutes_leave() -> None:
    plan = plan_of(
        "## Hello — 10 min\nkind: opening\n"
        "## A — weight 15\nkind: discussion\n"
        "## B — weight 70\nkind: discussion\n"
        "## C — weight 15\nkind: closing\n",
        minutes=110,
    )
    assert [block.seconds / 60 for block in plan.blocks] == [10, 15, 70, 15]
    assert [block.weight for block in plan.blocks] == [0, 15, 70, 15]


def test_blocks_around_the_session_do_not_count() -> None:
    plan = plan_of(
        "## Reading — before the start\nkind: pre-work\n"
        "## Arrival — 10 min before the start\nkind: arrival\n"
        "## All — 60 min\nkind: opening\n"
        "## Debrief — 20 min after the end\nkind: debrief\n"
    )
    assert [block.title for block in plan.during()] == ["All"]
    assert [block.when for block in plan.blocks] == ["before", "before", "session", "after"]


def test_every_attribute_has_its_place() -> None:
    block = block_of(
        "## In threes — 20 min\n"
        "Kind: Breakout · LEAD: producer · may shrink · minimum: 12 min\n"
        "per speaker: 90 s · think: 2 min · go round · pass: yes\n"
        "pass-for-now\n"
        "breakout size: 3 · breakout method: balanced\n\n"
        "**Half-way:** Change who asks.\n"
    )
    assert (block.kind, block.lead) == ("breakout", "producer")
    assert (block.may_shrink, block.minimum_s, block.optional, block.protected) == (True, 720, False, False)
    assert (block.per_speaker_s, block.think_s) == (90, 120)
    assert (block.go_round, block.may_pass, block.may_pass_for_now) == (True, True, True)
    assert block.breakout == Breakout(3, "balanced", "Change who asks.")


def test_a_block_that_may_shrink_goes_down_to_half_its_time() -> None:
    assert block_of("## A — 15 min\nkind: activity · may shrink\n").minimum_s == 450
    assert block_of("## A — 15 min\nkind: activity\n").minimum_s == 0


def test_a_go_round_is_one_by_its_kind() -> None:
    assert block_of("## A — 15 min\nkind: go-round · pass\n").go_round
    assert not block_of("## A — 15 min\nkind: closing\n").go_round


def test_lanes_keep_their_order_and_their_roles() -> None:
    block = block_of(
        "## A — 15 min\nkind: activity\n\n"
        "**Say:** One,\nand the same line.\n\nA second paragraph.\n"
        "**Do:** Two.\n**Say exactly:** Three.\n"
        "### Producer\n**Chat:** Four.\n- a\n- b\n  continued\n\n**Handover:** Five.\n"
        "### Facilitator\n**Note:** Six.\n"
    )
    assert block.lanes == (
        Lane("say", "One, and the same line.\n\nA second paragraph."),
        Lane("do", "Two."),
        Lane("say exactly", "Three."),
        Lane("chat", "Four.\n\n- a\n- b continued", "producer"),
        Lane("handover", "Five.", "producer"),
        Lane("note", "Six."),
    )
    assert block.chat == "Four.\n\n- a\n- b continued"


def test_the_lane_without_a_heading_belongs_to_the_lead() -> None:
    assert block_of("## A — 15 min\nkind: activity · lead: coach\n\n**Do:** x\n").lanes == (
        Lane("do", "x", "coach"),
    )


def test_a_line_break_that_is_meant_stays() -> None:
    block = block_of("## A — 15 min\nkind: activity\n\n**Chat:** one  \ntwo\\\nthree\nfour\n")
    assert block.chat == "one\ntwo\nthree four"


def test_text_in_a_fence_stays_as_it_is() -> None:
    block = block_of("## A — 15 min\nkind: activity\n\n**Chat:**\n```\na   b\n  c\n```\n")
    assert block.chat == "a   b\n  c"


def test_lists_of_a_block() -> None:
    block = block_of(
        "## A — 15 min\nkind: activity\n\n"
        "**Prompts:**\n- Why? (think: 1 min)\n  - Since when?\n  - Who else?\n- How?\n\n"
        "**Materials:**\n- [A map](https://example.org/map) to print\n- Pens\n- https://example.org/x\n\n"
        "**Observe:** Who is silent?\n"
        "**Fallback:**\n1. Low turnout: together.\n2. Lost time: one prompt.\n"
        "**Evidence:**\n- Diary: three lines\n"
    )
    assert block.prompts == (Prompt("Why?", ("Since when?", "Who else?"), 60), Prompt("How?"))
    assert block.materials == (
        Material("A map to print", "https://example.org/map"),
        Material("Pens"),
        Material("https://example.org/x", "https://example.org/x"),
    )
    assert block.observe == ("Who is silent?",)
    assert block.fallbacks == ("Low turnout: together.", "Lost time: one prompt.")
    assert block.evidence == ("diary: three lines",)


def test_a_label_ends_a_list_even_without_an_empty_line() -> None:
    block = block_of(
        "## A — 15 min\nkind: activity\n**Do:**\n- one\n- two\n**Say:** three\n   **Chat:** four\n"
    )
    assert [(lane.kind, lane.text) for lane in block.lanes] == [
        ("do", "- one\n- two"),
        ("say", "three"),
        ("chat", "four"),
    ]


def test_comments_are_not_read() -> None:
    block = block_of("<!-- a\nb -->\n## A — 15 min\n<!-- c -->\nkind: activity\n\n**Do:** x\n<!-- d -->\n")
    assert block.lanes == (Lane("do", "x"),)


def test_words_before_the_first_block_are_about_the_module() -> None:
    plan = plan_of("Be slow.\n\nBe kind:\n- to all\n\n## A — 15 min\nkind: activity\n")
    assert plan.about == "Be slow.\n\nBe kind:\n\n- to all"


def test_an_included_block_gives_what_the_module_does_not_say() -> None:
    block = block_of("## Agreements\ninclude: agreements.md · protected\n\n**Note:** Here as well.\n")
    assert (block.title, block.seconds, block.kind, block.protected) == (
        "Agreements",
        480,
        "agreements",
        True,
    )
    assert [lane.kind for lane in block.lanes] == ["say", "chat", "do", "note"]
    other = block_of("## Ours — 9 min\ninclude: agreements.md · kind: opening · lead: producer\n")
    assert (other.title, other.seconds, other.kind) == ("Ours", 540, "opening")
    assert {lane.role for lane in other.lanes} == {"producer"}


def test_a_question() -> None:
    question = question_of(
        "## Home — 90 s\nkind: question · opens: day 8 · closes: day 12 · responses: 2 · reactions: 3\n\n"
        "**Ask:** Where is home?\n**Watch for:**\n- silence\n**Do:** React first.\n**Prompts:**\n- Since when?\n"
    )
    assert (question.title, question.text, question.limit_s) == ("Home", "Where is home?", 90)
    assert (question.opens_day, question.closes_day, question.responses, question.reactions) == (7, 11, 2, 3)
    assert question.watch_for == ("silence",)
    assert question.lanes == (Lane("do", "React first."),)
    assert question.prompts == (Prompt("Since when?"),)


def test_a_module_without_a_session_has_no_seconds() -> None:
    reading = read_plan(documented()["2-who-belongs.md"], "2.md")
    assert reading.problems == ()
    assert reading.plan is not None
    assert (reading.plan.seconds, reading.plan.blocks, reading.plan.week) == (0, (), 2)


def test_two_hours_where_nothing_else_is_said() -> None:
    text = "---\nmodule: 1\ntitle: A\naims: [a]\n---\n## A — weight 1\nkind: opening\n"
    reading = read_plan(text, "m.md")
    assert reading.plan is not None
    assert reading.plan.seconds == reading.plan.blocks[0].seconds == 7200


def test_text_means_what_it_says() -> None:
    text = "---\nmodule: 1\ntitle: 12:30\nunit: no\naims: [0123, yes, ~, 1e3]\n---\n## A — 120 min\nkind: opening\n"
    reading = read_plan(text, "m.md")
    assert reading.plan is not None
    assert (reading.plan.title, reading.plan.unit) == ("12:30", "no")
    assert reading.plan.aims == ("0123", "yes", "~", "1e3")


def test_line_ends_of_every_system_are_the_same() -> None:
    text = documented()["1-names-and-places.md"]
    readings = [read_plan(text.replace("\n", end), "m.md", shared) for end in ("\n", "\r\n", "\r")]
    assert readings[0] == readings[1] == readings[2]


def test_the_canonical_form_brings_the_plan_back() -> None:
    plan = read_plan(documented()["1-names-and-places.md"], "m.md", shared).plan
    assert plan is not None
    assert revive(canonical(plan)) == plan
    assert digest(plan) == digest(revive(canonical(plan)))
    assert digest(plan) != digest(plan_of("## A — 60 min\nkind: opening\n"))


def test_words_in_capitals_and_with_other_dashes_are_the_same_plan() -> None:
    calm = plan_of(
        "## A — 60 min\nkind: go-round · pass for now · may shrink\n\n"
        "**Say exactly:** x\n### Producer\n**Do:** y\n"
    )
    shouted = plan_of(
        "## A - 60 MINUTES\nKIND: Go–Round · Pass-For-Now\nMAY_SHRINK\n"
        "**SAY EXACTLY**: x\n### PRODUCER\n**do:** y\n"
    )
    assert calm == shouted
