"""What ``privacy access`` prints: everything that is held about somebody, to be read by them, or as a JSON shape."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from facilitator_tui import zones
from facilitator_tui.commands.privacy_words import when
from facilitator_tui.plain import plain
from facilitator_tui.store.people import PersonRow
from facilitator_tui.store.privacy.held import HeldNote, HeldSession, Holding

_PURPOSE = (
    "This is everything that this program holds about you in this store. It is held to run the sessions of your "
    "course, to show afterwards who took part (the register), and to decide about badges and issue them. Notes and "
    "private flags are kept by facilitators for their own preparation; they are data about you all the same."
)

_REACH = (
    "Not in here: what the platform of the video call, the issuer of badges and other facilitators hold, exported "
    "files, and backups made at other times. Ask the coordinator about them."
)

_LABELS = {
    "name": "Name",
    "given_name": "Given name",
    "family_name": "Family name",
    "email": "E-mail address",
    "institution": "Institution",
    "country": "Country",
    "language_level": "Level of language",
    "consent": "Consent",
    "certificate_name": "Name on certificates",
    "languages": "Languages",
    "availability": "Times available",
    "age": "Minor or adult",
    "guardian_consent": "Consent of a guardian",
}


def shape(held: Holding) -> str:
    """The JSON shape: docs/privacy.md."""
    return msgspec.json.format(msgspec.json.encode(held), indent=2).decode()


def markdown(held: Holding, at_ms: int) -> str:
    """The same to be read. Times are by the clock of each session's subgroup."""
    lines = [f"# What is held about {_text(held.person.name) or 'somebody without a name'}", ""]
    lines += [f"As of {when(at_ms)}. Id: {held.person.id}.", "", _PURPOSE, "", _REACH]
    parts = {
        "Who you are, to address you and to form subgroups": _person(held),
        "Subgroups you belong or belonged to": _memberships(held),
        "Sessions, for the register and the facilitators' report": _sessions(held),
        "What you handed in, for the decision about badges": _deliveries(held),
        "What rules and people said about badges": _badges(held),
        "What an issuer was given": _ledger(held),
        "Words that wait to be taken into the store": (_note(note, _UTC) for note in held.waiting),
    }
    for title, found in parts.items():
        lines += ["", f"## {title}", "", *(list(found) or ["Nothing."])]
    return "\n".join(lines)


_UTC = ZoneInfo("UTC")


def _person(held: Holding) -> Iterator[str]:
    yield from _row(held.person)
    for row in held.also:
        yield f"* Also known by the id {row.id}, as a seat or a guest: {_text(row.name) or 'without a name'}"
        yield from (f"  {line}" for line in _row(row) if not line.startswith("* Name:"))
    for alias in held.aliases:
        yield f"* Platforms of video calls say: {_text(alias)}"


def _row(row: PersonRow) -> Iterator[str]:
    fields = msgspec.structs.asdict(row)
    for field, label in _LABELS.items():
        if fields[field]:
            yield f"* {label}: {_text(fields[field])}"
    yield f"* Held since: {when(row.created_ms)}"


def _memberships(held: Holding) -> Iterator[str]:
    for each in held.memberships:
        until = when(each.to_ms) if each.to_ms is not None else "now"
        role = f"{each.role}, {each.course_role}" if each.course_role else each.role
        course = f" ({_text(each.subgroup.course)})" if each.subgroup.course else ""
        yield f"* {_text(each.subgroup.name)}{course}, as {role}, from {when(each.from_ms)} to {until}"
    for left in held.withdrawals:
        why = f": {_text(left.reason)}" if left.reason else ""
        yield f"* Left {_text(left.course)} on {when(left.at_ms)}, written by {_text(left.author)}{why}"


def _sessions(held: Holding) -> Iterator[str]:
    for number, session in enumerate(held.sessions):
        if number:
            yield ""
        yield from _session(session)


def _session(held: HeldSession) -> Iterator[str]:
    where = zones.zone_or_utc(held.zone)
    began = _at(held.opened_ms, where) if held.opened_ms is not None else "not opened"
    yield f"### {_text(held.title) or 'A session'}, {began} ({held.zone})"
    yield ""
    yield f"Session {held.session}, as {held.role}."
    yield ""
    for label, spans in (
        ("Present, by the facilitator's log", held.spells),
        ("Present, by the platform's report", held.reported),
        ("Technical trouble", held.troubles),
        ("Presence that counts, as somebody decided", held.settled or ()),
    ):
        if spans:
            yield f"* {label}: {', '.join(_span(span, where) for span in spans)}"
    if held.status is not None:
        yield f"* Marked as: {held.status}"
    for turn in held.turns:
        kind = "recorded" if turn.recorded else "in a go-round" if turn.asked else "logged"
        yield f"* Had the floor: {_span((turn.from_ms, turn.to_ms), where)} ({kind})"
    for room, from_ms, to_ms in held.rooms:
        yield f"* In breakout room {room}: {_span((from_ms, to_ms), where)}"
    yield f"* Interjections: {held.interjections}. Passed: {held.passes}."
    yield from (_note(note, where) for note in held.notes)
    counts = ", ".join(f"{kind} {count}" for kind, count in held.entries.items())
    yield f"* Journal entries that name you by id: {counts or 'none'}."


def _note(note: HeldNote, where: ZoneInfo) -> str:
    kind = {
        "note": "Note",
        "flag": "Private flag",
        "marked": "Reason of a mark",
        "settled": "Reason of a decision about presence",
    }.get(note.kind, note.kind)
    back = "" if note.counts else ", taken back since"
    words = _text(note.text) if note.text else "(without words)"
    return f"* {kind}, {_at(note.at_ms, where)}, by {_text(note.author)}{back}: {words}"


def _deliveries(held: Holding) -> Iterator[str]:
    for each in held.deliveries:
        what = f"{each.task}, module {each.module}" if each.module else each.task
        whose = "a reaction of somebody to yours, " if each.received else ""
        times = f", {each.times} times" if each.times > 1 else ""
        yield f"* {whose}{_text(what)} ({_text(each.course)}), {when(each.at_ms)}{times}"


def _badges(held: Holding) -> Iterator[str]:
    yield from _decisions(held)
    yield from _verdicts(held)


def _decisions(held: Holding) -> Iterator[str]:
    for each in held.decisions:
        why = f": {_text(each.reason)}" if each.reason else ""
        badge = f"{_text(each.badge)} ({_text(each.course)})"
        yield f"* Decision about {badge}: {each.kind}, {when(each.at_ms)}, by {_text(each.author)}{why}"


def _verdicts(held: Holding) -> Iterator[str]:
    for each in held.verdicts:
        badge = f"{_text(each.badge)} ({_text(each.course)})"
        yield f"* Verdict about {badge}, {when(each.stored_ms)}: {each.state}. {_text(each.verdict.get('why', ''))}"
        for criterion in each.verdict.get("criteria", ()):
            yield f"  * {_text(criterion.get('why', ''))}"


def _ledger(held: Holding) -> Iterator[str]:
    for each in held.ledger:
        given = (
            ", ".join(_text(text) for text in (each.name, each.email) if text) or "name and address erased"
        )
        badge = f"{_text(each.badge)} ({_text(each.course)})"
        yield f"* {badge}: {each.action} at {_text(each.issuer)}, {when(each.at_ms)}, by {_text(each.author)}: {given}"


def _span(span: tuple[int, int | None], where: ZoneInfo) -> str:
    begins, ends = span
    return f"{_clock(begins, where)}–{_clock(ends, where) if ends is not None else 'the end'}"


def _clock(ms: int, where: ZoneInfo) -> str:
    return zones.wall_clock(ms, where).strftime("%H:%M:%S")


def _at(ms: int, where: ZoneInfo) -> str:
    found: datetime = zones.wall_clock(ms, where)
    return found.strftime("%Y-%m-%d %H:%M")


def _text(text: object) -> str:
    """A text in one line that Markdown takes for no markup."""
    words = plain(str(text), 4000)
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in words)
