"""When each block of a plan happens, for whom the sheet is, and what stands on it.

Pure: the start comes in, times of day come out. How a sheet looks as text, Markdown or HTML is in ``hand_out``.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import msgspec

from facilitator_tui.plans.model import Block, SessionPlan
from facilitator_tui.plans.problems import PlanError, suggest

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Audience = Literal[
    "team", "participants", "facilitator", "producer", "observer", "coach", "coordinator", "participant"
]
"""Whose lanes a sheet shows: everybody's, nobody's (participants), or those of one role."""


class Row(msgspec.Struct, frozen=True):
    """A block on the sheet. ``offset_s`` counts from the start of the session; ``None``: in one's own time.

    ``starts`` and ``ends`` are times of day where the start is known, else the time since the start ("+0:12").
    """

    block: Block
    offset_s: int | None
    starts: str = ""
    ends: str = ""


def for_audience(plan: SessionPlan, audience: Audience) -> SessionPlan:
    """The plan with what this audience should see.

    A role gets its own lanes. Participants get the blocks of their time with chat texts and materials, and nothing
    that is meant for the team.
    """
    if audience == "team":
        return plan
    if audience != "participants":
        blocks = tuple(
            msgspec.structs.replace(block, lanes=tuple(lane for lane in block.lanes if lane.role == audience))
            for block in plan.blocks
        )
        return msgspec.structs.replace(plan, blocks=blocks)
    blocks = tuple(
        msgspec.structs.replace(
            block,
            lanes=tuple(lane for lane in block.lanes if lane.kind == "chat"),
            prompts=(),
            observe=(),
            fallbacks=(),
        )
        for block in plan.during()
    )
    questions = tuple(
        msgspec.structs.replace(question, lanes=(), prompts=(), watch_for=()) for question in plan.questions
    )
    return msgspec.structs.replace(plan, blocks=blocks, questions=questions, about="")


def rows(plan: SessionPlan, start: datetime | None = None) -> tuple[Row, ...]:
    """The blocks with the times at which they begin and end when the session starts at ``start``."""
    found = []
    at = 0
    for block in plan.blocks:
        offset = _offset(block, at, plan.seconds)
        if block.when == "session":
            at += block.seconds
        if offset is None:
            found.append(Row(block, None))
        else:
            starts, ends = _clock(offset, start), _clock(offset + block.seconds, start)
            found.append(Row(block, offset, starts, ends))
    return tuple(found)


def read_start(start: str | None, zone: str | None) -> datetime | None:
    """The start of a session as it was typed: ``2026-03-02T18:00`` and ``Europe/Rome``.

    Raises ``PlanError`` for what is no time or zone, and for a time that the clocks skip on that day.
    """
    if start is None:
        if zone is not None:
            raise PlanError("A zone alone says nothing: add --start 2026-03-02T18:00")
        return None
    try:
        moment = datetime.fromisoformat(start)
    except ValueError:
        raise PlanError(f'"{start[:40]}" is not a time: write it like 2026-03-02T18:00') from None
    if zone is None:
        return moment
    if moment.tzinfo is not None:
        raise PlanError("The start has a zone of its own: leave out its offset, or --zone")
    local = moment.replace(tzinfo=_zone(zone))
    if local.astimezone(UTC).astimezone(local.tzinfo).replace(tzinfo=None) != moment:
        raise PlanError(f"There is no {moment:%H:%M} in {zone} on that day: the clocks are put forward then")
    return local


def _zone(name: str) -> ZoneInfo:
    from zoneinfo import ZoneInfo, available_timezones

    known = available_timezones()
    if name not in known:
        raise PlanError(f'There is no time zone "{name[:40]}": {suggest(name, tuple(sorted(known)))[:60]}')
    return ZoneInfo(name)


def _offset(block: Block, at: int, session_s: int) -> int | None:
    if block.when == "session":
        return at
    if not block.seconds:
        return None
    return -block.lead_s if block.when == "before" else session_s + block.lead_s


def _clock(offset_s: int, start: datetime | None) -> str:
    if start is None:
        sign = "−" if offset_s < 0 else "+"
        hours, rest = divmod(abs(offset_s), 3600)
        text = f"{sign}{hours}:{rest // 60:02}"
        return text + (f":{rest % 60:02}" if rest % 60 else "")
    moment = _later(start, offset_s)
    text = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
    return text if moment.date() == start.date() else f"{moment:%Y-%m-%d} {text}"


def _later(start: datetime, offset_s: int) -> datetime:
    """The moment so many seconds after ``start``, also where the clocks change in between."""
    if start.tzinfo is None:
        return start + timedelta(seconds=offset_s)
    return (start.astimezone(UTC) + timedelta(seconds=offset_s)).astimezone(start.tzinfo)
