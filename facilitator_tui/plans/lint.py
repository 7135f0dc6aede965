"""Advice about a session plan that can be read: does the time suffice, do people arrive and leave?

Each piece of advice gives its reason. Advice about the course as a whole is in ``lint_course``, about rules in
``lint_rules``.
"""

from __future__ import annotations

import math

from facilitator_tui.plans.model import Block, SessionPlan
from facilitator_tui.plans.problems import Complaints, shorten
from facilitator_tui.plans.words import duration, spoken_words

WORDS_PER_MINUTE = 130
"""How fast somebody speaks whom people follow in their second language."""

USUAL_GROUP = 10
"""The most people in a subgroup, where no course says otherwise."""

_OPENINGS = ("opening", "check-in")
_NOT_EVERYBODY = ("discussion", "activity", "input", "debrief", "break")
"""Kinds in which a limit per speaker does not mean that everybody speaks."""


def lint_plan(plan: SessionPlan, group_size: int, complaints: Complaints) -> None:
    """Advise about every block; and, where nothing was left out by an error, about the session as a whole."""
    for block in plan.blocks:
        _say_fits(block, complaints)
        if block.when == "session":
            _round_fits(block, group_size, complaints)
    if plan.during() and not complaints.failed:
        _minutes_add_up(plan, complaints)
        _has_opening_and_closing(plan, complaints)


def _say_fits(block: Block, complaints: Complaints) -> None:
    said = sum(spoken_words(lane.text) for lane in block.lanes if lane.kind in ("say", "say exactly"))
    needed_s = math.ceil(said * 60 / WORDS_PER_MINUTE)
    if block.seconds and needed_s > block.seconds:
        message = (
            f"{said} words to say take {duration(needed_s)} at {WORDS_PER_MINUTE} words a minute, "
            f'"{shorten(block.title, 40)}" has {duration(block.seconds)}'
        )
        complaints.advice(complaints.line_of(block), message, "say less, or give the block more time")


def _round_fits(block: Block, group_size: int, complaints: Complaints) -> None:
    if not block.per_speaker_s or (block.kind in _NOT_EVERYBODY and not block.go_round):
        return
    people = block.breakout.size if block.breakout else group_size
    needed_s = people * block.per_speaker_s + block.think_s
    if needed_s > block.seconds:
        think = f" and {duration(block.think_s)} of silence" if block.think_s else ""
        message = (
            f"{duration(block.per_speaker_s)} for each of {people} people{think} take {duration(needed_s)}, "
            f'"{shorten(block.title, 40)}" has {duration(block.seconds)}'
        )
        hint = "the last people in the round would lose their turn: shorten the limit or lengthen the block"
        complaints.advice(complaints.line_of(block), message, hint)


def _minutes_add_up(plan: SessionPlan, complaints: Complaints) -> None:
    total = sum(block.seconds for block in plan.during())
    if total == plan.seconds:
        return
    apart = duration(abs(plan.seconds - total))
    verdict = f"{apart} are left over" if total < plan.seconds else f"{apart} too many"
    message = f"the blocks add up to {duration(total)}, the session has {duration(plan.seconds)}: {verdict}"
    hint = "change a block's minutes; a session that is planned too long ends without its closing"
    complaints.advice(complaints.line_of(plan.during()[0]), message, hint)


def _has_opening_and_closing(plan: SessionPlan, complaints: Complaints) -> None:
    blocks = plan.during()
    if not any(block.kind in _OPENINGS for block in blocks):
        hint = 'people need to arrive: give the first block "kind: opening" (or "kind: check-in")'
        complaints.advice(complaints.line_of(blocks[0]), "the session has no opening", hint)
    if not any(block.kind == "closing" for block in blocks):
        hint = 'a dialogue that just stops stays with people: give the last block "kind: closing"'
        complaints.advice(complaints.line_of(blocks[-1]), "the session has no closing", hint)
