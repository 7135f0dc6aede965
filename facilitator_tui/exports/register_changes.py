"""What changed about a session's attendance once it had been confirmed, and what stood there before. Pure.

Read from the journal as it was written: also what was undone again is told, and who wrote it when.
"""

from __future__ import annotations

from collections.abc import Mapping

from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.log import SessionLog
from facilitator_tui.dialogue.resolve import reading
from facilitator_tui.dialogue.state import SessionState
from facilitator_tui.dialogue.words import Names, describe
from facilitator_tui.exports.register import Change, ChangeKind

_OF_THE_SESSION = (e.Opened, e.Closed, e.Confirmed)
_OF_A_PERSON = (e.Presence, e.Stayed, e.Trouble, e.Marked, e.Settled)


def shown_reason(reasons: Mapping[str, str], entry: str, private: bool) -> str | None:
    """The reason of the entry: None where none was given, empty where it is not to be shown."""
    text = reasons.get(entry, "").strip()
    return None if not text else text if private else ""


def changes(log: SessionLog, name: Names, reasons: Mapping[str, str], private: bool) -> tuple[Change, ...]:
    """Everything written about attendance from the first confirmation on, in the order of writing."""
    known = log.entries
    ordered = sorted(known.values(), key=lambda entry: (entry.logged_ms, entry.id))
    first = next((at for at, entry in enumerate(ordered) if _confirms(entry)), len(ordered))
    read = reading(known)
    found = []
    for entry in ordered[first:]:
        people = concerned(entry.fact, known)
        if people is None:
            continue
        found.append(
            Change(
                at_ms=entry.logged_ms,
                author=entry.author,
                kind=_kind(entry.fact),
                what=describe(entry.fact, name, known),
                people=tuple(sorted({read.alias.get(person, person) for person in people})),
                reason=shown_reason(reasons, entry.id, private),
                taken_back=entry.id in read.void or entry.source in read.void_sources,
            )
        )
    return tuple(found)


def when_confirmed(log: SessionLog) -> SessionState | None:
    """The session as it was when its attendance was confirmed; None where it is not confirmed."""
    done = log.state.confirmation
    entry = log.entries.get(done.entry) if done is not None else None
    return log.logged_until(entry.logged_ms) if entry is not None else None


def concerned(
    fact: e.Fact, known: Mapping[str, e.Entry], beneath: frozenset[str] = frozenset()
) -> frozenset[str] | None:
    """Whose attendance the fact is about: nobody's in particular is the whole session's; None: it is not about that.

    ``beneath`` are the entries that are being looked at already: a forged file may hold a ring of voids.
    """
    if isinstance(fact, _OF_THE_SESSION):
        return frozenset()
    if isinstance(fact, _OF_A_PERSON):
        return frozenset([fact.person])
    match fact:
        case e.Seated(seat=seat):
            return frozenset([seat.person])
        case e.Same(person=person, same_as=same_as):
            return frozenset([person, same_as])
        case e.Amend(target=target, person=person):
            found = _together([target], known, beneath)
            return found if found is None or person is None else found | {person}
        case e.Void(targets=targets, of_source=source):
            of_source = [entry.id for entry in known.values() if source and entry.source == source]
            return _together([*targets, *of_source], known, beneath)
    return None


def _together(
    targets: list[str], known: Mapping[str, e.Entry], beneath: frozenset[str]
) -> frozenset[str] | None:
    found: frozenset[str] | None = None
    for target in targets:
        if target in known and target not in beneath:
            people = concerned(known[target].fact, known, beneath | {target})
            found = found if people is None else (found or frozenset()) | people
    return found


def _confirms(entry: e.Entry) -> bool:
    return isinstance(entry.fact, e.Confirmed) and entry.fact.on


def _kind(fact: e.Fact) -> ChangeKind:
    if isinstance(fact, e.Confirmed):
        return "confirmed" if fact.on else "provisional again"
    return "correction"
