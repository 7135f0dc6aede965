"""What a course, a session plan and a block are.

Values only: nothing here reads a file, knows the time or draws. The reader (``plans.reader``) makes these
values out of text; the live screen, the agenda clock, the hand-out and the report use them.

All durations are whole seconds. A plan is kept with a session in its canonical form (``canonical``), found
again by the SHA-256 of that form, so that editing a course never changes a session that was held.
"""

from __future__ import annotations

from typing import Literal

import msgspec

PlanFormat = Literal["synchronous", "asynchronous", "blended"]

Role = Literal["facilitator", "producer", "observer", "coach", "coordinator", "participant"]

BlockKind = Literal[
    "pre-work",
    "arrival",
    "opening",
    "agreements",
    "icebreaker",
    "check-in",
    "go-round",
    "input",
    "activity",
    "breakout",
    "discussion",
    "think-time",
    "break",
    "reflection",
    "closing",
    "debrief",
    "follow-up",
]

LaneKind = Literal["say", "say exactly", "do", "chat", "handover", "note"]

When = Literal["before", "session", "after"]
"""Whether a block lies before the participants' time, in it, or after it."""


class Lane(msgspec.Struct, frozen=True):
    """One instruction of a block: what ``role`` says, does, pastes or hands over.

    Lanes of a block keep the order of the text; a label may come again (say, do, say).
    """

    kind: LaneKind
    text: str
    role: Role = "facilitator"


class Prompt(msgspec.Struct, frozen=True):
    """A question put to the group, with what may follow it.

    ``think_s`` is the silence promised after the question, in seconds; silence inside it is not a stall.
    """

    text: str
    follow_ups: tuple[str, ...] = ()
    think_s: int = 0


class Breakout(msgspec.Struct, frozen=True):
    """How a block splits the group. ``size`` is people per room; ``halfway`` is sent to the rooms at half-time."""

    size: int
    method: Literal["random", "balanced", "chosen"] = "random"
    halfway: str = ""


class Material(msgspec.Struct, frozen=True):
    """A thing or link that a block needs."""

    label: str
    url: str = ""


class Block(msgspec.Struct, frozen=True):
    """One block of a session plan.

    ``seconds`` is the planned length. A block given by weight (``weight`` > 0) gets its seconds from the
    session's length when the plan is read, so ``seconds`` is always set. ``minimum_s`` is the shortest the
    block may become when time runs out. Blocks with ``when`` other than "session" do not count in the
    participants' minutes; ``lead_s`` of a block before the start is how long before the start it begins,
    of one after the end how long after the end it begins.
    """

    title: str
    kind: BlockKind
    seconds: int
    when: When = "session"
    lead_s: int = 0
    weight: float = 0.0
    minimum_s: int = 0
    optional: bool = False
    protected: bool = False
    may_shrink: bool = False
    lead: Role = "facilitator"
    lanes: tuple[Lane, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    think_s: int = 0
    per_speaker_s: int = 0
    go_round: bool = False
    may_pass: bool = False
    may_pass_for_now: bool = False
    breakout: Breakout | None = None
    materials: tuple[Material, ...] = ()
    observe: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def chat(self) -> str:
        """The text of the chat lanes, ready for the clipboard; empty when the block has none."""
        return "\n".join(lane.text for lane in self.lanes if lane.kind == "chat")


class Question(msgspec.Struct, frozen=True):
    """A question of an asynchronous exchange, answered by short videos.

    Days count from the first day of the course (0); the question is open from the beginning of ``opens_day`` to the
    end of ``closes_day``. ``limit_s`` is the longest video asked for. ``prompts`` can be put under a video.
    """

    text: str
    limit_s: int = 120
    opens_day: int = 0
    closes_day: int = 7
    responses: int = 1
    reactions: int = 2
    watch_for: tuple[str, ...] = ()
    title: str = ""
    lanes: tuple[Lane, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    materials: tuple[Material, ...] = ()


class SessionPlan(msgspec.Struct, frozen=True):
    """One module of a course: a live session, an asynchronous exchange, or both.

    ``seconds`` is the participants' time in the live session (7,200 unless the plan says otherwise; 0 when
    the module has no live session). ``week`` is the week of the course, from 1 (0: not said); ``about`` is a word
    to the facilitator about the whole module.
    """

    module: int
    title: str
    language: str = "en"
    seconds: int = 7200
    unit: str = ""
    aims: tuple[str, ...] = ()
    preparation: tuple[str, ...] = ()
    follow_up: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    questions: tuple[Question, ...] = ()
    week: int = 0
    about: str = ""

    def during(self) -> tuple[Block, ...]:
        """The blocks of the participants' time, in order."""
        return tuple(block for block in self.blocks if block.when == "session")


def canonical(plan: SessionPlan) -> bytes:
    """The plan as canonical JSON: the same plan always gives the same bytes."""
    return msgspec.json.encode(plan, order="sorted")


def digest(plan: SessionPlan) -> str:
    """The SHA-256 of the canonical form, in hex: the plan's name in the store."""
    from hashlib import sha256

    return sha256(canonical(plan)).hexdigest()


def revive(stored: bytes | str) -> SessionPlan:
    """The plan back from its canonical form. Raises ``msgspec.ValidationError`` when it is not one."""
    return msgspec.json.decode(stored, type=SessionPlan)
