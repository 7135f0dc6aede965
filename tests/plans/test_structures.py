"""Session structures that facilitators really use, retyped in our own words: the format holds each without loss.

They are those of the field notes: a one-page dialogue with timed silence, an opening with modelled answers, weighted
rounds among five people, a two-hour meeting with ground rules, a cohort call with two lessons, a study group, a
moderated video dialogue for schools, and a planner's block with goals and background. At the end three that are in
wide public use: 1-2-4-All and Troika Consulting (liberatingstructures.com) and a World Café (theworldcafe.com).
"""

from __future__ import annotations

import re

import pytest

from facilitator_tui.plans.hand_out import session_sheet
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.plans.module_file import read_plan
from facilitator_tui.plans.render import as_markdown

HEAD = "---\nmodule: 1\ntitle: {title}\nminutes: {minutes}\naims: [meet]\n---\n"


def clean(title: str, minutes: int, body: str, group_size: int = 8) -> SessionPlan:
    reading = read_plan(HEAD.format(title=title, minutes=minutes) + body, "m.md", group_size=group_size)
    assert [str(each) for each in reading.problems] == []
    assert reading.plan is not None
    return reading.plan


def test_a_dialogue_of_three_timed_rounds() -> None:
    """Silence, then two minutes each in order, with a pause between speakers; one may pass, or pass for now."""
    rounds = "".join(
        f"## Question {number} — 18 min\n"
        "kind: go-round · protected · pass · pass for now\nthink: 2 min · per speaker: 2 min\n\n"
        f"**Say exactly:** Question {number}. Two minutes of silence first.\n"
        "**Do:** The timer goes round with the turn. Leave a pause between two speakers.\n\n"
        for number in (1, 2, 3)
    )
    plan = clean(
        "A taste of dialogue",
        90,
        "## Agreements — 11 min\nkind: opening · protected\n\n**Do:** Read the agreements; ask for consent.\n\n"
        + rounds
        + "## Questions of curiosity — 15 min\nkind: discussion\n\n**Say:** Ask what you want to understand.\n\n"
        "## One sentence each — 10 min\nkind: closing · go-round · pass · per speaker: 1 min\n\n"
        "**Say:** One sentence.\n",
    )
    round_one = plan.blocks[1]
    assert (round_one.think_s, round_one.per_speaker_s) == (120, 120)
    assert round_one.go_round
    assert round_one.may_pass
    assert round_one.may_pass_for_now
    assert round_one.protected


def test_an_opening_with_modelled_answers() -> None:
    plan = clean(
        "Beginning",
        60,
        "## Introductions — 20 min\nkind: opening · go-round · pass · think: 1 min · per speaker: 2 min\n\n"
        "**Say:** I begin, so that you hear how long two minutes are.\n"
        "**Note:** A modelled answer: where you grew up, who taught you to argue, what you hope for today.\n"
        "**Prompts:**\n- What is in your name? (think: 1 min)\n  - Who gave it to you?\n\n"
        "## Opening questions — 40 min\nkind: closing\n\n"
        "**Prompts:**\n- What do you fear?\n- What do you hope for?\n- What formed how you see this?\n",
    )
    assert [prompt.think_s for prompt in plan.blocks[0].prompts] == [60]
    assert len(plan.blocks[1].prompts) == 3


def test_rounds_by_weight_with_a_participant_who_keeps_time() -> None:
    plan = clean(
        "A living room",
        100,
        "## Agreements, read in turn — 10 min\nkind: agreements · go-round · pass\n\n**Do:** Each reads one aloud.\n"
        "### Participant\n**Do:** One of you keeps the time.\n\n"
        "## Getting to know each other — weight 15\nkind: opening\n\n**Say:** Why are you here?\n\n"
        "## The conversation — weight 70\nkind: discussion\n\n**Say:** What divides your street?\n\n"
        "## Looking back — weight 15\nkind: closing\n\n**Say:** What was new?\n",
        group_size=6,
    )
    assert [block.seconds for block in plan.blocks] == [600, 810, 3780, 810]
    assert plan.blocks[0].lanes[1].role == "participant"


def test_a_meeting_with_ground_rules_that_stay_visible() -> None:
    plan = clean(
        "First of several meetings",
        120,
        "## Introductions, roles, intentions — 30 min\nkind: opening · go-round · pass · per speaker: 2 min\n\n"
        "**Say:** Who are you, and what do you want from this?\n\n"
        "## Ground rules — 20 min\nkind: agreements\n\n"
        "**Chat:**\n- One speaks at a time.\n- What is said stays here.\n- We can add a rule at any time.\n\n"
        "**Prompts:**\n- What do we do when there is conflict?\n- What may leave this room?\n\n"
        "## Dialogue — 60 min\nkind: discussion · may shrink · minimum: 40 min\n\n**Say:** Tell us of a time.\n\n"
        "## Until next time — 10 min\nkind: closing\n\n**Do:** Agree when to meet again.\n",
        group_size=15,
    )
    assert plan.blocks[1].chat.count("\n") == 2
    assert plan.blocks[2].minimum_s == 2400


def test_a_cohort_call_with_roles_and_a_digest_days_later() -> None:
    plan = clean(
        "Cohort call",
        90,
        "## Rooms — 10 min, 15 min before the start\nkind: arrival · lead: producer\n\n"
        "**Do:** Ask each: is your connection good?\n\n"
        "## Roll call — 10 min\nkind: check-in\n\n**Do:** All write into the shared notes.\n"
        "**Materials:**\n- [Shared notes](https://example.org/notes)\n\n"
        "## Lesson one — 15 min\nkind: input\n\n**Say:** A short lesson.\n\n"
        "## Think, then talk in pairs — 20 min\nkind: breakout · breakout size: 2 · think: 3 min\n\n"
        "**Half-way:** Change who speaks.\n\n"
        "## Lesson two — 15 min\nkind: input\n\n**Say:** Another.\n\n"
        "## Reflection — 20 min\nkind: reflection\n\n**Evidence:**\n- diary: three lines in the shared notes\n\n"
        "## Closing — 10 min\nkind: closing\n\n**Say:** Thank you.\n\n"
        "## Team debrief — 20 min after the end\nkind: debrief\n\n"
        "**Prompts:**\n- Top of mind?\n- How did it go?\n- A rose, a bud, a thorn?\n\n"
        "## Digest to participants — 30 min, 3 days after the end\nkind: follow-up · lead: coordinator\n\n"
        "**Do:** Send what was decided, without names.\n",
    )
    assert [(block.when, block.lead_s) for block in plan.blocks if block.when != "session"] == [
        ("before", 900),
        ("after", 0),
        ("after", 259200),
    ]


def test_a_study_group_with_homework_and_minute_cards() -> None:
    plan = clean(
        "Study group",
        60,
        "## Read chapter two — before the start\nkind: pre-work · lead: participant\n\n"
        "**Do:** Read it, mark one line.\n\n"
        "## Welcome and code of conduct — 5 min\nkind: opening\n\n**Say:** Welcome.\n\n"
        "## A game with names — 10 min\nkind: icebreaker · optional\n\n**Do:** Play.\n\n"
        "## Working through it — 30 min\nkind: activity\n\n**Do:** Work.\n\n"
        "## Homework — 10 min\nkind: follow-up\n\n**Say:** Until next week: chapter three.\n\n"
        "## Minute cards — 5 min\nkind: closing\n\n**Evidence:**\n- survey: one thing learned, one thing unclear\n",
    )
    assert plan.blocks[0].seconds == 0
    assert plan.blocks[2].optional
    assert plan.blocks[5].evidence == ("survey: one thing learned, one thing unclear",)


def test_a_moderated_dialogue_of_schools() -> None:
    plan = clean(
        "Two classrooms",
        60,
        "## Who is in the room — 10 min before the start\nkind: arrival · lead: producer\n\n"
        "**Do:** Compare names with the list; let nobody in who is not on it.\n"
        "**Handover:** Tell the facilitator who is missing.\n\n"
        "## Welcome — 10 min\nkind: opening · protected\n\n"
        "**Say exactly:** No pictures of the screen. No addresses or accounts.\n\n"
        "## Dialogue — 40 min\nkind: discussion\n\n**Observe:**\n- Who asks, who answers?\n"
        "### Observer\n**Do:** Call the coach at the first sign of distress.\n\n"
        "## Farewell — 10 min\nkind: closing\n\n**Say:** Goodbye.\n",
    )
    assert [lane.role for block in plan.blocks for lane in block.lanes] == [
        "producer",
        "producer",
        "facilitator",
        "observer",
        "facilitator",
    ]


def test_a_block_of_a_planner() -> None:
    """Duration, title, goals, description, background, materials, instructions."""
    plan = clean(
        "From a planner",
        40,
        "## Two truths — 30 min\nkind: opening · may shrink · minimum: 20 min\n\n"
        "**Note:** Goal: hear every voice once.\n\n"
        "**Note:** Background: works best where people do not know each other.\n\n"
        "**Do:**\n1. Explain.\n2. Give a minute.\n3. Go round.\n\n"
        "**Materials:**\n- A timer that all can see\n\n"
        "**Fallback:**\n- Bad connections: in the chat.\n\n"
        "## Thanks — 10 min\nkind: closing\n\n**Say:** Thank you.\n",
    )
    block = plan.blocks[0]
    assert [lane.kind for lane in block.lanes] == ["note", "note", "do"]
    assert block.lanes[2].text == "1. Explain.\n2. Give a minute.\n3. Go round."
    assert block.fallbacks == ("Bad connections: in the chat.",)


# --- structures in public use


ONE_TWO_FOUR_ALL = """\
## The invitation — 3 min
kind: opening

**Say:** Which chance do you see for the next step of our group?
**Note:** Groups may have any size. Everybody has an equal chance to contribute.

## Alone — 1 min
kind: think-time · protected

**Say:** One minute in silence: write down what comes.

## In pairs — 2 min
kind: breakout · breakout size: 2

**Say:** Build on what each of you wrote.

## In fours — 4 min
kind: breakout · breakout size: 4

**Say:** What do your ideas have in common, and where do they differ?
**Half-way:** Two minutes are left.

## All — 5 min
kind: closing · per speaker: 30 s

**Say:** What is one idea that stood out in your talk?
**Prompts:**
- Each group says one thing, nobody repeats what was said.
"""

TROIKA = """\
## Three chairs — 4 min
kind: opening

**Say:** In threes, each is the client once and a consultant twice.
**Prompts:**
- What is your challenge? (think: 1 min)
- What kind of help do you need?

## First client — 10 min
kind: breakout · breakout size: 3

**Do:**
1. The client says the question: one to two minutes.
2. The consultants ask what they did not understand: one to two minutes.
3. The client turns around, camera off.
4. The consultants think aloud together: four to five minutes.
5. The client turns back and says what was most valuable: one to two minutes.

## Second client — 10 min
kind: breakout · breakout size: 3

**Do:** As before.

## Third client — 10 min
kind: breakout · breakout size: 3

**Do:** As before.

## What helped? — 6 min
kind: closing

**Observe:**
- Do the consultants ask, or do they sell?
"""

WORLD_CAFE = """\
## Setting the tables — 20 min before the start
kind: arrival · lead: producer

**Do:** Rooms of four to five, each with a shared drawing board.
**Materials:**
- [A shared drawing board](https://example.org/board)

## Welcome — 10 min
kind: opening

**Say exactly:** Focus on what matters. Listen together for patterns. Draw, doodle, write.

## First round — 20 min
kind: breakout · breakout size: 4 · breakout method: chosen

**Prompts:**
- What has brought us here?

### Participant
**Do:** One of you stays as host of the table and tells the next ones what was said.

## Second round — 20 min
kind: breakout · breakout size: 4 · breakout method: random · may shrink · minimum: 15 min

**Prompts:**
- What do we not see yet?

## Third round — 20 min
kind: breakout · breakout size: 4 · breakout method: random · optional

**Prompts:**
- What would it take to go on?

## Harvest — 20 min
kind: closing

**Do:** Each table gives one insight; the producer draws what is said.
**Evidence:**
- response: a photograph of every board
"""


@pytest.mark.parametrize(
    ("title", "body", "timings"),
    [
        ("1-2-4-All", ONE_TWO_FOUR_ALL, [3, 1, 2, 4, 5]),
        ("Troika Consulting", TROIKA, [4, 10, 10, 10, 6]),
        ("World Café", WORLD_CAFE, [10, 20, 20, 20, 20]),
    ],
)
def test_a_structure_in_public_use_fits_without_loss(title: str, body: str, timings: list[int]) -> None:
    plan = clean(title, sum(timings), body)
    assert [block.seconds // 60 for block in plan.during()] == timings
    sheet = as_markdown(session_sheet(plan))
    kept = set(re.findall(r"[\w:/.]+", sheet))
    written = [line for line in body.splitlines() if not re.match(r"kind:|###? ", line)]
    lost = [
        word for word in re.findall(r"[\w:/.]+", "\n".join(written).replace("**", "")) if word not in kept
    ]
    assert lost == []
    assert [block.title for block in plan.blocks] == re.findall(r"^## (.*) — ", body, re.MULTILINE)


def test_what_their_attributes_say_is_kept() -> None:
    alone, pairs, fours = clean("1-2-4-All", 15, ONE_TWO_FOUR_ALL).blocks[1:4]
    assert (alone.kind, alone.protected) == ("think-time", True)
    assert [block.breakout.size for block in (pairs, fours) if block.breakout] == [2, 4]
    _, _, first, second, third, _ = clean("World Café", 90, WORLD_CAFE).blocks
    assert [block.breakout.method for block in (first, second, third) if block.breakout] == [
        "chosen",
        "random",
        "random",
    ]
    assert (second.minimum_s, third.optional) == (900, True)
