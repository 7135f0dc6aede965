"""A session plan as a sheet of headings, paragraphs and lists, ready to be written out by ``render``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from facilitator_tui.plans.model import Block, Lane, Question, SessionPlan
from facilitator_tui.plans.render import Bullets, Heading, Part, Said, Table
from facilitator_tui.plans.run_sheet import Row, rows
from facilitator_tui.plans.words import duration


def session_sheet(
    plan: SessionPlan, course_title: str = "", start: datetime | None = None
) -> tuple[Part, ...]:
    """The whole plan: what it is, the run of the session, every block in full, the questions."""
    sheet = rows(plan, start)
    parts: list[Part] = [Heading(1, f"{course_title}: {plan.title}" if course_title else plan.title)]
    parts += _about(plan, start)
    if sheet:
        parts += [Heading(2, "The run of the session"), _run(sheet)]
        for row in sheet:
            parts += _block(row)
    for question in plan.questions:
        parts += _question(question)
    if plan.follow_up:
        parts += [Heading(2, "Afterwards"), Bullets(plan.follow_up)]
    return tuple(parts)


def sheet_data(plan: SessionPlan, course_title: str = "", start: datetime | None = None) -> dict[str, object]:
    """The sheet for other programs: the plan with the times of its blocks. Lengths are seconds."""
    blocks = [
        {"starts": row.starts, "ends": row.ends, "offset_s": row.offset_s, **msgspec.to_builtins(row.block)}
        for row in rows(plan, start)
    ]
    begins = start.isoformat() if start else None
    zone = str(start.tzinfo) if start and start.tzinfo else None
    return {
        "course": course_title,
        "start": begins,
        "zone": zone,
        **msgspec.to_builtins(plan),
        "blocks": blocks,
    }


def _about(plan: SessionPlan, start: datetime | None) -> Iterator[Part]:
    facts = [f"Module {plan.module}"]
    facts += [f"week {plan.week}"] if plan.week else []
    facts += [duration(plan.seconds)] if plan.seconds else []
    facts += [plan.unit] if plan.unit else []
    yield Said("", " · ".join(facts))
    if start is not None and plan.seconds:
        zone = f" ({start.tzinfo})" if start.tzinfo else ""
        yield Said("Start", f"{start:%A}, {start:%Y-%m-%d %H:%M}{zone}")
    if plan.about:
        yield Said("", plan.about)
    if plan.aims:
        yield Said("Aims", "")
        yield Bullets(plan.aims)
    if plan.preparation:
        yield Said("Preparation", "")
        yield Bullets(plan.preparation)


def _run(sheet: Sequence[Row]) -> Table:
    return Table(
        ("from", "to", "min", "block", "kind", "lead"),
        tuple(
            (
                row.starts or ("before" if row.block.when == "before" else "after"),
                row.ends,
                _minutes(row.block.seconds),
                row.block.title,
                row.block.kind,
                row.block.lead,
            )
            for row in sheet
        ),
    )


def _block(row: Row) -> Iterator[Part]:
    block = row.block
    length = f" ({duration(block.seconds)})" if block.seconds else ""
    yield Heading(2, f"{row.starts} {block.title}{length}".strip())
    yield Said("", " · ".join(_facts(block)))
    yield from _lanes(block.lanes, block.lead)
    if block.prompts:
        yield Said("Prompts", "")
        for prompt in block.prompts:
            silence = f" (think: {duration(prompt.think_s)})" if prompt.think_s else ""
            yield Bullets((prompt.text + silence,), (prompt.follow_ups,))
    if block.breakout and block.breakout.halfway:
        yield Said("Half-way", block.breakout.halfway)
    if block.materials:
        yield Said("Materials", "")
        yield Bullets(
            tuple(f"{each.label}: {each.url}" if each.url else each.label for each in block.materials)
        )
    for label, entries in (
        ("Observe", block.observe),
        ("Fallback", block.fallbacks),
        ("Evidence", block.evidence),
    ):
        if entries:
            yield Said(label, "")
            yield Bullets(entries)


def _lanes(lanes: Sequence[Lane], lead: str) -> Iterator[Part]:
    for lane in lanes:
        who = "" if lane.role == lead else f" ({lane.role})"
        yield Said(lane.kind.capitalize() + who, lane.text)


def _facts(block: Block) -> Iterator[str]:
    yield block.kind
    yield f"lead: {block.lead}"
    for said, word in (
        (block.protected, "protected"),
        (block.optional, "optional"),
        (block.may_shrink, f"may shrink to {duration(block.minimum_s)}"),
        (bool(block.think_s), f"think: {duration(block.think_s)}"),
        (bool(block.per_speaker_s), f"per speaker: {duration(block.per_speaker_s)}"),
        (block.go_round and block.kind != "go-round", "go-round"),
        (block.may_pass, "pass"),
        (block.may_pass_for_now, "pass for now"),
    ):
        if said:
            yield word
    if block.breakout:
        yield f"rooms of {block.breakout.size}, {block.breakout.method}"


def _question(question: Question) -> Iterator[Part]:
    yield Heading(2, question.title or "Question")
    yield Said(
        "",
        f"open from day {question.opens_day + 1} to day {question.closes_day + 1} · "
        f"video of at most {duration(question.limit_s)} · "
        f"responses: {question.responses} · reactions: {question.reactions}",
    )
    yield Said("Ask", question.text)
    yield from _lanes(question.lanes, "facilitator")
    for label, entries in (
        ("Watch for", question.watch_for),
        ("Prompts", tuple(prompt.text for prompt in question.prompts)),
        ("Materials", tuple(f"{each.label} {each.url}".strip() for each in question.materials)),
    ):
        if entries:
            yield Said(label, "")
            yield Bullets(entries)


def _minutes(seconds: int) -> str:
    return f"{seconds / 60:g}" if seconds % 60 == 0 else f"{seconds / 60:.1f}"
