"""Subgroups and proposals as the command prints them: lines to read, and the JSON shapes of docs/subgroups.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
import msgspec

from facilitator_tui.desks.forming import Kept, said_of
from facilitator_tui.forming.check import people
from facilitator_tui.forming.values import Broken, Candidate, Formed, Wishes
from facilitator_tui.intake.forming_sheet import Placed
from facilitator_tui.plain import plain
from facilitator_tui.screens.forming_port import ToForm
from facilitator_tui.store.completion import PlaceRow
from facilitator_tui.store.people import Member, Subgroup
from facilitator_tui.zones import wall_clock, zone_or_utc


class SubgroupLine(msgspec.Struct, frozen=True):
    """A subgroup in the list; ``participants`` counts those of now, ``facilitators`` are names."""

    id: str
    name: str
    course: str
    zone: str
    participants: int
    facilitators: tuple[str, ...]


class MemberLine(msgspec.Struct, frozen=True):
    """Somebody's place: ``seat`` is 0 for those without a key; ``to_ms`` None while it goes on."""

    id: str
    name: str
    role: str
    seat: int
    from_ms: int
    to_ms: int | None


class SubgroupSheet(msgspec.Struct, frozen=True):
    """A subgroup with everybody who is or was in it, those of now first.

    ``first_day`` is an ISO date, empty where it is the day of the first session; ``over_ms`` None while the course goes
    on.
    """

    id: str
    name: str
    course: str
    zone: str
    first_day: str
    over_ms: int | None
    members: tuple[MemberLine, ...]


class FormedShape(msgspec.Struct, frozen=True):
    """A proposed subgroup, and what it breaks."""

    id: str
    name: str
    new: bool
    slot: str
    language: str
    members: tuple[Candidate, ...]
    broken: tuple[Broken, ...]


class FormShape(msgspec.Struct, frozen=True):
    """What ``subgroup form`` proposes. ``applied`` is null where nothing was changed."""

    course: str
    wishes: Wishes
    seed: int
    hard: int
    soft: int
    groups: tuple[FormedShape, ...]
    unplaced: tuple[Candidate, ...]
    broken: tuple[Broken, ...]
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    problems: tuple[str, ...]
    applied: Kept | None


def print_json(value: object) -> None:
    """Print it so that the same value always gives the same text."""
    encoder = msgspec.json.Encoder(order="deterministic")
    click.echo(msgspec.json.format(encoder.encode(value), indent=2).decode())


def listed(groups: Sequence[Subgroup], places: Iterable[PlaceRow], now_ms: int) -> list[SubgroupLine]:
    inside: dict[str, list[PlaceRow]] = {}
    for place in places:
        if place.from_ms <= now_ms and (place.to_ms is None or place.to_ms > now_ms):
            inside.setdefault(place.subgroup, []).append(place)
    return [
        SubgroupLine(
            group.id,
            group.name,
            group.course,
            group.zone,
            sum(place.role == "participant" for place in inside.get(group.id, [])),
            tuple(place.person.name for place in inside.get(group.id, []) if place.role == "facilitator"),
        )
        for group in groups
    ]


def shown(group: Subgroup, places: Iterable[PlaceRow], now: Iterable[Member]) -> SubgroupSheet:
    seats = {(member.person.id, member.from_ms): member.seat for member in now}
    lines = [
        MemberLine(
            place.person.id,
            place.person.name,
            place.role,
            seats.get((place.person.id, place.from_ms), 0),
            place.from_ms,
            place.to_ms,
        )
        for place in places
    ]
    lines.sort(key=lambda each: (each.to_ms is not None, each.seat == 0, each.seat, each.from_ms, each.name))
    return SubgroupSheet(
        group.id, group.name, group.course, group.zone, group.first_day, group.over_ms, tuple(lines)
    )


def standing_line(group: Subgroup | SubgroupSheet) -> str:
    """What is known of the subgroup itself, in a line."""
    begins = group.first_day or "with the first session"
    ended = (
        f"; over since {wall_clock(group.over_ms, zone_or_utc(group.zone)):%Y-%m-%d}" if group.over_ms else ""
    )
    return f"{group.name}. Course: {group.course or '–'}, begins {begins}{ended}. Zone: {group.zone}. Id: {group.id}"


def shown_lines(sheet: SubgroupSheet) -> Iterator[str]:
    zone = zone_or_utc(sheet.zone)
    yield standing_line(sheet)
    for each in sheet.members:
        until = f"{wall_clock(each.to_ms, zone):%Y-%m-%d}" if each.to_ms is not None else "now"
        seat = str(each.seat) if each.seat else "–"
        since = f"{wall_clock(each.from_ms, zone):%Y-%m-%d}"
        yield f"{seat:>3}  {each.name or '(no name yet)'} ({each.role}), {since} to {until}"
    if not sheet.members:
        yield "Nobody has been in it yet."


def form_shape(to_form: ToForm, found: Placed, kept: Kept | None) -> FormShape:
    proposal = found.proposal
    return FormShape(
        to_form.course,
        proposal.wishes,
        proposal.seed,
        proposal.hard,
        proposal.soft,
        tuple(
            FormedShape(
                group.id, group.name, group.new, group.slot, group.language, group.members, _of(group, found)
            )
            for group in proposal.groups
        ),
        proposal.unplaced,
        proposal.broken,
        proposal.reasons,
        (*to_form.told, *proposal.notes),
        found.problems,
        kept,
    )


def form_lines(
    to_form: ToForm, found: Placed, kept: Kept | None, *, refused: bool, out: Path | None
) -> Iterator[str]:
    """The proposal to read: the subgroups, those without a place, what cannot hold and why, and what to do now."""
    proposal, wishes = found.proposal, found.proposal.wishes
    inside = sum(len(group.members) for group in proposal.groups)
    yield f"{to_form.course}: {people(inside)} in {len(proposal.groups)} subgroups of {wishes.least} to {wishes.most}."
    for group in proposal.groups:
        yield ""
        yield " · ".join(
            each for each in (group.name, people(len(group.members)), group.slot, group.language) if each
        )
        for member in group.members:
            yield f"    {_told(member)}"
        for broken in _of(group, found):
            yield f"  {_sign(broken)} {plain(broken.says, 400)}"
    if proposal.unplaced:
        yield ""
        yield f"Without a place: {people(len(proposal.unplaced))}"
        yield from (f"  ! {_told(each)}" for each in proposal.unplaced)
    yield ""
    yield f"Hard constraints broken (!): {proposal.hard}. Wishes not met (~): {proposal.soft}."
    yield from (f"Why: {plain(each, 400)}" for each in proposal.reasons)
    yield from (f"Note: {plain(each, 400)}" for each in (*to_form.told, *proposal.notes))
    yield from (f"Problem: {plain(each, 400)}" for each in found.problems)
    yield from _ending(found, kept, refused, out)


def _ending(found: Placed, kept: Kept | None, refused: bool, out: Path | None) -> Iterator[str]:
    if out is not None:
        yield f"Written to {out}. Move people by changing the first column, then read it with --in."
    if kept is not None:
        yield f"Done: {said_of(kept)}"
    elif refused and found.problems:
        yield "Nothing was changed: correct the lines that have problems first."
    elif refused:
        yield "Nothing was changed, for a hard constraint is broken. --anyway makes these subgroups all the same."
    else:
        yield "Nothing was changed. --apply makes these subgroups."


def _of(group: Formed, found: Placed) -> tuple[Broken, ...]:
    return tuple(each for each in found.proposal.broken if each.group == group.id)


def _sign(broken: Broken) -> str:
    return "!" if broken.hard else "~"


def _told(person: Candidate) -> str:
    about = [person.country, person.institution, ", ".join(sorted(person.languages))]
    told = "; ".join(each for each in about if each)
    return f"{person.name or person.id}{f' ({told})' if told else ''}"
