"""What the ``badges`` commands print: pre-flight, what was written, the ledger; as lines and as JSON shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from facilitator_tui.cohorts.export import Exported
from facilitator_tui.issuing.award import Award, Awarding, Issued
from facilitator_tui.issuing.limits import in_words, limit_of
from facilitator_tui.issuing.preflight import Correction, Held, Preflight
from facilitator_tui.issuing.reasons import Reason

_MOST_FILES = 20
"""How many files are named one by one."""


def preflight_lines(awarding: Awarding, found: Preflight, *, files: bool = True) -> Iterator[str]:
    """Who goes, who is held back and why, what must be revoked. ``files`` False leaves out how many files it is."""
    to = (
        f"{found.destination}, issuer {found.issuer}"
        if found.issuer and files
        else found.issuer or found.destination
    )
    yield f"{awarding.course.title}: {awarding.badge.name} ({awarding.badge.id}), to {to}."
    yield f"Ready: {len(found.ready)}. Held back: {len(found.held)}. Out already: {len(found.out)}."
    yield from _held("Held back", found.held)
    yield from _held("Goes, but look", found.look)
    if found.revoke:
        yield f"Revoke{' and re-award' if any(each.again for each in found.revoke) else ''}: {len(found.revoke)}."
    for one in found.revoke:
        yield f"  {_name(one.award)}: {one.words}"
    sizes = in_words(len(found.ready), limit_of(found.destination))
    yield from (note for note in found.notes if files or note != sizes)


def _held(title: str, held: Iterable[Held]) -> Iterator[str]:
    """Whoever has the very same reasons stands in one paragraph, so that many of them do not hide the others."""
    alike: dict[tuple[Reason, ...], list[str]] = {}
    for each in held:
        alike.setdefault(each.reasons, []).append(_name(each.award))
    for reasons, names in alike.items():
        several = f" {len(names)} people" if len(names) > 1 else ""
        yield f"{title}{several}: {', '.join(names)}"
        for reason in reasons:
            yield f"  {reason.kind}: {reason.words}"


def _name(award: Award) -> str:
    who = award.recipient
    return f"{who.name or who.person} ({who.subgroup})" if who.subgroup else who.name or who.person


def preflight_shape(awarding: Awarding, found: Preflight) -> dict[str, object]:
    """The JSON shape of a pre-flight: docs/deciding.md."""
    return {
        "course": awarding.course.id,
        "badge": awarding.badge.id,
        "destination": found.destination,
        "issuer": found.issuer,
        "ready": [_person(each) for each in found.ready],
        "held": [_with_reasons(each) for each in found.held],
        "look": [_with_reasons(each) for each in found.look],
        "already": [_person(each) for each in found.already],
        "out": [_person(each) for each in found.out],
        "revoke": [_correction(each) for each in found.revoke],
        "notes": list(found.notes),
    }


def _person(award: Award) -> dict[str, object]:
    who = award.recipient
    return {"participant": who.person, "name": who.badge_name, "email": who.email}


def _with_reasons(held: Held) -> dict[str, object]:
    return {**_person(held.award), "reasons": [msgspec.structs.asdict(each) for each in held.reasons]}


def _correction(each: Correction) -> dict[str, object]:
    return {**_person(each.award), "before": each.before, "why": each.words, "again": each.again}


def would_be_written(made: Iterable[tuple[str, int]], folder: Path) -> Iterator[str]:
    """The files of a dry run."""
    named = list(made)
    for name, count in named[:_MOST_FILES]:
        yield f"Would be written: {folder / name} ({_people(count)})"
    if len(named) > _MOST_FILES:
        yield f"Would be written: {len(named) - _MOST_FILES} more files beside them."
    yield "Nothing was written."


def written_lines(written: Exported) -> Iterator[str]:
    """The files that there are now."""
    for path, count in written.files[:_MOST_FILES]:
        yield f"Written: {path} ({_people(count)})"
    if len(written.files) > _MOST_FILES:
        yield f"Written: {len(written.files) - _MOST_FILES} more files beside them."
    if written.revoke is not None:
        yield f"Written: {written.revoke} (to be revoked)"
    if not written.files:
        yield "Nobody new: no file for the issuer was written."
    if written.lines:
        yield f"Entered into the ledger: {_people(written.lines)}."


def ledger_lines(lines: Iterable[Issued], names: Mapping[str, str], zone: str) -> Iterator[str]:
    """The ledger of a course, the oldest first, in the zone of this name."""
    from facilitator_tui.zones import wall_clock, zone_or_utc

    where, count = zone_or_utc(zone), 0
    for line in lines:
        count += 1
        who = line.name or names.get(line.person) or line.person
        batch = f" in {line.batch}" if line.batch else ""
        yield (
            f"{wall_clock(line.at_ms, where):%Y-%m-%d %H:%M}  {line.action:<10}  {who}  {line.badge} at {line.issuer}"
            f"{batch}, rule {line.rule[:8]}, verdict {line.verdict[:8]}, by {line.author}"
        )
    if not count:
        yield "Nothing was given to an issuer yet."


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"
