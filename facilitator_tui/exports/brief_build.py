"""What a brief concludes from a plan and from the reports of the last sessions. Pure; the page is in ``brief``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from facilitator_tui.exports import model as m
from facilitator_tui.exports.brief import Last, Overrun, Remark, Step
from facilitator_tui.plans.model import Block, SessionPlan
from facilitator_tui.plans.run_sheet import Row, rows

OPEN: Final = frozenset({"followup", "follow-up", "follow_up", "open", "question"})
PROMISED: Final = frozenset({"promise", "promised", "todo"})
TECHNICAL: Final = frozenset({"tech", "technical", "sound", "camera", "connection"})
"""The tags of notes by which they come into the brief; capitals do not matter."""

RECENT: Final = 3
"""Over so many of the last sessions somebody is looked for who was not heard much."""

QUIET: Final = 0.5
"""Who talked less than this part of what presence alone would give is suggested."""

ENOUGH_MS: Final = 20 * 60_000
"""Presence over the counted sessions below which nothing is suggested about anybody."""

OVERRUN_MS: Final = 60_000
"""A block that ran this much longer than planned is named."""

_MISSED: Final = ("absent", "excused", "technical")


def quiet(reports: Sequence[m.Report], people: Collection[str]) -> list[str]:
    """Who of these people was not heard much in these sessions, as ids in the order of ``people``.

    Over the sessions that count for somebody, their talk is set against the participants' talk times their share of
    the presence. A session does not count where nobody's talk was logged, where they were not there, passed, or had
    technical trouble for half of their time: that was their choice, or not their doing.
    """
    talk, due, there = dict.fromkeys(people, 0), dict.fromkeys(people, 0.0), dict.fromkeys(people, 0)
    for report in reports:
        came = [person for person in report.participants if person.was_present]
        own = any(person.spells for person in came)
        present = {each.id: each.present_ms if own else each.reported_ms or 0 for each in came}
        all_talk, all_present = sum(each.talk_ms for each in came), sum(present.values())
        if not all_talk or not all_present:
            continue
        for each in came:
            ms = present[each.id]
            if each.id in talk and ms and not each.passes and each.trouble_ms < ms / 2:
                talk[each.id] += each.talk_ms
                due[each.id] += all_talk * ms / all_present
                there[each.id] += ms
    return [each for each in people if there[each] >= ENOUGH_MS and talk[each] < QUIET * due[each]]


def last_of(report: m.Report, missed: Mapping[str, str]) -> Last:
    """What a session left behind. ``missed`` is how each participant was missed, by person (see ``missed_by``)."""
    blocks, session = report.blocks, report.session
    began = any(block.from_ms is not None for block in blocks)
    return Last(
        title=session.title,
        at_ms=session.opened_ms or session.planned_ms or 0,
        closed=session.closed,
        missed=tuple((each.name, missed[each.id]) for each in report.participants if each.id in missed),
        promised=_tagged(report, PROMISED),
        open=_tagged(report, OPEN, but=PROMISED),
        trouble=tuple((p.name, p.trouble_ms) for p in (*report.participants, *report.others) if p.trouble_ms),
        technical=_tagged(report, TECHNICAL, but=OPEN | PROMISED),
        overran=tuple(
            Overrun(block.title, block.planned_ms, block.ran_ms)
            for block in blocks
            if block.ran_ms - block.planned_ms >= OVERRUN_MS
        ),
        late_ms=_late_ms(report),
        skipped=tuple(block.title for block in blocks if began and block.from_ms is None),
    )


def missed_by(statuses: Mapping[str, str], people: Collection[str]) -> dict[str, str]:
    """How these people were missed: their status in the session's attendance, where it is one of not being there."""
    return {person: status for person, status in statuses.items() if person in people and status in _MISSED}


def _tagged(
    report: m.Report, tags: Collection[str], *, but: Collection[str] = frozenset()
) -> tuple[Remark, ...]:
    """The notes with one of these tags, and none of those that bring them elsewhere."""
    found = ((note, set(map(str.casefold, note.tags))) for note in report.notes)
    return tuple(
        Remark(note.at_ms, note.name, note.text)
        for note, tagged in found
        if tagged & set(tags) and not tagged & set(but)
    )


def _late_ms(report: m.Report) -> int:
    """How long after its planned end the session was closed; 0 where that is not known, or it was not late."""
    session = report.session
    if not session.closed or session.planned_ms is None or session.ended_ms is None or not report.blocks:
        return 0
    planned_end = session.planned_ms + sum(block.planned_ms for block in report.blocks)
    return max(0, session.ended_ms - planned_end)


def steps(plan: SessionPlan, start: datetime | None) -> tuple[Step, ...]:
    """The run of the session, with what is done before it."""
    return tuple(
        Step(row.starts, row.block.title, row.block.seconds // 60, row.block.lead)
        for row in rows(plan, start)
        if row.block.when != "after" and row.offset_s is not None
    )


def to_prepare(plan: SessionPlan, start: datetime | None) -> tuple[str, ...]:
    """What has to be ready: what is done before the start, breakout rooms, materials, what participants were asked."""
    found = [row for row in rows(plan, start) if row.block.when != "after"]
    return (
        *_before(found),
        *_rooms(found),
        *_materials(row.block for row in found),
        *(f"Asked of participants: {each}" for each in plan.preparation),
    )


def _before(found: Iterable[Row]) -> Iterator[str]:
    for row in found:
        if row.block.when == "before":
            to_do = " ".join(lane.text for lane in row.block.lanes if lane.kind == "do")
            at = f"{row.starts} " if row.starts else ""
            yield f"{at}{row.block.title}" + (f": {to_do}" if to_do else "")


def _rooms(found: Iterable[Row]) -> Iterator[str]:
    for row in found:
        if row.block.breakout is not None:
            split = row.block.breakout
            yield f"Breakout rooms of {split.size} ({split.method}) for “{row.block.title}”, {row.starts}"


def _materials(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        for each in block.materials:
            yield f"For “{block.title}”: {each.label}" + (f" {each.url}" if each.url else "")
