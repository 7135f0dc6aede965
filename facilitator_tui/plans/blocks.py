"""A module's sections as blocks and questions: times, attributes, labels and included files put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import cast

import msgspec

from facilitator_tui.plans import times
from facilitator_tui.plans.attributes import Attributes, is_question, read_attributes
from facilitator_tui.plans.document import Section, read_document
from facilitator_tui.plans.labels import Parts, read_labels
from facilitator_tui.plans.model import Block, BlockKind, Breakout, Question, Role
from facilitator_tui.plans.problems import Complaints, Problem, shorten
from facilitator_tui.plans.times import Time
from facilitator_tui.plans.words import duration


class Shared(msgspec.Struct, frozen=True):
    """The text of a file of the folder ``shared``; ``sentence`` says why there is none."""

    file: str
    text: str = ""
    sentence: str = ""
    hint: str = ""


Library = Callable[[str], Shared]
"""Finds a file of shared blocks by its name."""


class Draft(msgspec.Struct, frozen=True):
    """A section whose parts are read and whose minutes are not shared out yet."""

    title: str
    line: int
    time: Time
    attributes: Attributes
    parts: Parts
    question: bool


def read_drafts(sections: Sequence[Section], library: Library, complaints: Complaints) -> tuple[Draft, ...]:
    """What the sections say. Those without a readable time or kind are left out after a complaint."""
    drafts = [_draft(section, library, complaints) for section in sections]
    return tuple(draft for draft in drafts if draft is not None)


def check_shared(text: str, complaints: Complaints) -> None:
    """Check a file of shared blocks for itself."""
    section = _shared_section(text, complaints)
    if section is not None:
        _draft(
            section, lambda name: Shared(name, sentence="a shared block cannot include another"), complaints
        )


def to_questions(drafts: Sequence[Draft], complaints: Complaints) -> tuple[Question, ...]:
    """The questions among the drafts."""
    found = []
    for draft in drafts:
        if draft.question:
            question = _question(draft, complaints)
            complaints.place(question, draft.line)
            found.append(question)
    return tuple(found)


def to_blocks(drafts: Sequence[Draft], seconds: int, complaints: Complaints) -> tuple[Block, ...]:
    """The live blocks among the drafts; those with a weight get their share of ``seconds``."""
    live = [draft for draft in drafts if not draft.question]
    weighted = [draft for draft in live if draft.time.weight]
    left = seconds - sum(draft.time.seconds for draft in live if draft.time.when == "session")
    shares: dict[int, int] = {}
    if weighted and left < len(weighted):
        hint = "give the other blocks fewer minutes, or these blocks minutes of their own"
        complaints.error(weighted[0].line, "no minutes are left for the blocks with a weight", hint)
    elif weighted:
        parts = times.shared_out(left, [draft.time.weight for draft in weighted])
        shares = {draft.line: part for draft, part in zip(weighted, parts, strict=True)}
    found = []
    for draft in live:
        block = _block(draft, shares.get(draft.line, draft.time.seconds), complaints)
        complaints.place(block, draft.line)
        found.append(block)
    _check_order(live, complaints)
    return tuple(found)


def _draft(section: Section, library: Library, complaints: Complaints) -> Draft | None:
    own = read_attributes(section, complaints)
    title, phrase = times.split_heading(section.heading)
    if not title:
        complaints.error(section.line, "this heading has no title", 'write it like "## Welcome — 6 min"')
    attributes, question, parts = own, is_question(section), Parts()
    if own.written("include"):
        base = _included(library(own.text("include")), section.line, complaints) if "include" in own else None
        if base is None:
            read_labels(section.labelled, _lead(own), question, complaints)
            return None
        question = is_question(base.section)
        attributes = own.over(base.attributes)
        parts = base.parts(_lead(attributes), complaints)
        phrase = phrase or times.split_heading(base.section.heading)[1]
    time = _time(phrase, section, complaints)
    if not attributes.written("kind"):
        message = f'the block "{shorten(title, 40)}" has no kind'
        complaints.error(section.line, message, 'write "kind: …" directly under its heading')
    parts = parts.then(read_labels(section.labelled, _lead(attributes), question, complaints))
    if time is None or not title or "kind" not in attributes:
        return None
    return Draft(title, section.line, time, attributes, parts, question)


def _lead(attributes: Attributes) -> Role:
    return cast(Role, attributes.text("lead", "facilitator"))


def _time(phrase: str, section: Section, complaints: Complaints) -> Time | None:
    time = times.read_time(phrase) if phrase else None
    if time is None:
        said = f'the time "{shorten(phrase, 40)}" cannot be read' if phrase else "this heading has no time"
        hint = 'write it like "## Welcome — 6 min" or "## Arrival — 10 min before the start"'
        complaints.error(section.line, said, hint)
    return time


class _Base(msgspec.Struct, frozen=True):
    """The block of a shared file, with its attributes."""

    file: str
    section: Section
    attributes: Attributes

    def parts(self, lead: Role, complaints: Complaints) -> Parts:
        """What stands under its labels when ``lead`` leads it."""
        inner = Complaints(self.file)
        found = read_labels(self.section.labelled, lead, is_question(self.section), inner)
        complaints.take(inner.all())
        return found


def _included(shared: Shared, line: int, complaints: Complaints) -> _Base | None:
    if shared.sentence:
        complaints.error(line, shared.sentence, shared.hint)
        return None
    base, problems = _parsed_shared(shared.file, shared.text)
    complaints.take(problems)
    return base


@lru_cache(maxsize=64)
def _parsed_shared(file: str, text: str) -> tuple[_Base | None, tuple[Problem, ...]]:
    """The block of a shared file, which every module of a course may include."""
    complaints = Complaints(file)
    section = _shared_section(text, complaints)
    base = None if section is None else _Base(file, section, read_attributes(section, complaints))
    return base, complaints.all()


def _shared_section(text: str, complaints: Complaints) -> Section | None:
    document = read_document(text, complaints)
    if len(document.sections) != 1:
        message = f"a file of the folder shared holds one block, this one has {len(document.sections)}"
        complaints.error(1, message, "write one file for each block")
        return None
    section = document.sections[0]
    if "include" in read_attributes(section, Complaints("")):
        hint = "write its text here, or include both blocks in the module"
        complaints.error(section.line, "a shared block cannot include another", hint)
        return None
    return section


def _block(draft: Draft, seconds: int, complaints: Complaints) -> Block:
    attributes, parts = draft.attributes, draft.parts
    kind = cast(BlockKind, attributes.text("kind"))
    block = Block(
        title=draft.title,
        kind=kind,
        seconds=seconds,
        when=draft.time.when,
        lead_s=draft.time.lead_s,
        weight=draft.time.weight,
        minimum_s=attributes.number("minimum", seconds // 2 if attributes.flag("may shrink") else 0),
        optional=attributes.flag("optional"),
        protected=attributes.flag("protected"),
        may_shrink=attributes.flag("may shrink"),
        lead=cast(Role, attributes.text("lead", "facilitator")),
        lanes=parts.lanes,
        prompts=parts.prompts,
        think_s=attributes.number("think"),
        per_speaker_s=attributes.number("per speaker"),
        go_round=attributes.flag("go-round") or (kind == "go-round" and "go-round" not in attributes),
        may_pass=attributes.flag("pass"),
        may_pass_for_now=attributes.flag("pass for now"),
        breakout=_breakout(attributes, parts),
        materials=parts.materials,
        observe=parts.observe,
        fallbacks=parts.fallbacks,
        evidence=parts.evidence,
    )
    _check_block(block, draft, complaints)
    return block


def _breakout(attributes: Attributes, parts: Parts) -> Breakout | None:
    size = attributes.number("breakout size")
    if not size:
        return None
    return msgspec.convert(
        {"size": size, "method": attributes.text("breakout method", "random"), "halfway": parts.halfway},
        Breakout,
    )


def _check_block(block: Block, draft: Draft, complaints: Complaints) -> None:
    line = draft.line
    if block.protected and (block.optional or block.may_shrink):
        other = "optional" if block.optional else "may shrink"
        complaints.error(line, f'the block is protected and says "{other}"', "keep one of the two")
    if "minimum" in draft.attributes and not block.may_shrink:
        complaints.error(
            line, "the block has a minimum but may not shrink", 'add "may shrink", or take it away'
        )
    if block.minimum_s > block.seconds:
        lengths = f"{duration(block.minimum_s)} is more than the block's {duration(block.seconds)}"
        complaints.error(line, f"the minimum of {lengths}", "write a shorter minimum")
    if block.breakout is None:
        _check_no_breakout(block, draft, complaints)
    if block.go_round and "pass" not in draft.attributes and "pass for now" not in draft.attributes:
        hint = 'add "pass" (or "pass: no" if this is meant): nobody should have to speak'
        complaints.advice(line, "a go-round in which nobody may pass", hint)


def _check_no_breakout(block: Block, draft: Draft, complaints: Complaints) -> None:
    if block.kind == "breakout":
        hint = 'add "breakout size: 3"'
        complaints.error(draft.line, "the block does not say how many people a breakout room has", hint)
    elif draft.parts.halfway or "breakout method" in draft.attributes:
        what = "a half-way message" if draft.parts.halfway else "a breakout method"
        complaints.error(draft.line, f"the block has {what} but no breakout rooms", 'add "breakout size: 3"')


def _check_order(live: Sequence[Draft], complaints: Complaints) -> None:
    rank = {"before": 0, "session": 1, "after": 2}
    for earlier, later in pairwise(live):
        if rank[later.time.when] < rank[earlier.time.when]:
            hint = "blocks before the start come first in the file, blocks after the end come last"
            complaints.error(
                later.line, f'the block "{shorten(later.title, 40)}" stands in the wrong place', hint
            )


def _question(draft: Draft, complaints: Complaints) -> Question:
    attributes, parts, line = draft.attributes, draft.parts, draft.line
    for name in ("opens", "closes"):
        if not attributes.written(name):
            complaints.error(line, f"the question does not say when it {name}", f'add "{name}: day 8"')
    if not parts.ask:
        complaints.error(line, "the question is missing", 'write it under "**Ask:**"')
    if draft.time.weight or draft.time.when != "session":
        complaints.error(line, "the time of a question is the longest video", 'write it like "— 2 min"')
    opens, closes = attributes.number("opens"), attributes.number("closes", attributes.number("opens"))
    if closes < opens:
        hint = "write a later day, counted from the start of the course"
        complaints.error(line, f"the question closes on day {closes + 1}, before it opens", hint)
    return Question(
        text=parts.ask,
        limit_s=draft.time.seconds,
        opens_day=opens,
        closes_day=closes,
        responses=attributes.number("responses", 1),
        reactions=attributes.number("reactions", 2),
        watch_for=parts.watch_for,
        title=draft.title,
        lanes=parts.lanes,
        prompts=parts.prompts,
        materials=parts.materials,
    )
