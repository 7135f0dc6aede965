"""What the attendance screen shows, out of the journal and what the desk knows; and what undo takes back there.

Pure; what keys do stands in ``attendance``, how a row looks in ``widgets.attendance_rows``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from facilitator_tui.completion.sheet import Sheet, covered_by_reports, sheet
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.log import History, SessionLog
from facilitator_tui.dialogue.state import Person, SessionState
from facilitator_tui.dialogue.words import shown_name
from facilitator_tui.screens.attendance_port import AttendanceBasis, Doubt
from facilitator_tui.widgets.attendance_seen import AttendanceSeen, reports_of


def sheet_of(log: SessionLog, basis: AttendanceBasis) -> Sheet:
    """The attendance sheet. The time between two reports, when the meeting was begun anew, is no disagreement."""
    covered = covered_by_reports(log.entries)
    return sheet(log.state, basis.presence, basis.planned_ms, basis.expected, covered)


def guests_of(state: SessionState, basis: AttendanceBasis, names: Mapping[str, str]) -> frozenset[str]:
    """Who takes part and is nobody of the subgroup; without a subgroup, who has neither seat nor name."""

    def is_guest(person: Person) -> bool:
        if not names.get(person.id):
            return True
        return person.number == 0 if basis.expected is None else person.id not in basis.expected

    return frozenset(person.id for person in state.participants() if is_guest(person))


def seen_of(
    log: SessionLog,
    basis: AttendanceBasis,
    names: Mapping[str, str],
    doubts: Mapping[str, Doubt],
    reasons: Mapping[str, str],
    files: Mapping[str, str],
    now_ms: int,
) -> AttendanceSeen:
    """The session's attendance as it is now. ``names`` are empty for those whom nobody has named; ``files`` are by
    source."""
    state = log.state
    done = state.confirmation
    return AttendanceSeen(
        sheet=sheet_of(log, basis),
        title=basis.title,
        subgroup_name=basis.subgroup_name,
        presence=basis.presence,
        ruled=basis.ruled,
        names={p.id: shown_name(names.get(p.id, ""), p.number, p.role) for p in state.people.values()},
        nameless=frozenset(person for person in state.people if not names.get(person)),
        guests=guests_of(state, basis, names),
        hints={guest: _hint(doubt) for guest, doubt in doubts.items()},
        reasons=reasons,
        reports=reports_of(log.entries, files),
        zone=basis.zone,
        now_ms=now_ms,
        confirmed_by=log.entries[done.entry].author if done is not None else "",
    )


def _hint(doubt: Doubt) -> str:
    first, *others = doubt.candidates
    more = f", or {len(others)} more" if others else ""
    return f"May be {first.name} ({first.why}){more}: g says who it is."


# --- undo


def undoable(log: SessionLog, author: str, source: str, *, redo: bool) -> tuple[str, int] | None:
    """The command that undo (or redo) would take back here; None where there is none, or it was done elsewhere."""
    history = History(log.entries.values(), author)
    done = history.redo if redo else history.undo
    last = done[-1] if done else None
    if last is None or last[0].source != source or not any(_is_ours(each, log) for each in last):
        return None
    return last[0].command


def is_attendance(command: Iterable[e.Entry], log: SessionLog) -> bool:
    """Whether the command decided something about attendance that the attendance screen alone decides."""
    return any(_is_ours(each, log) and not isinstance(each.fact, e.Void) for each in command)


def report_since(log: SessionLog, author: str) -> str:
    """The source of the report that was taken in after everything else of this author that can be undone; or ""."""
    taken = {
        entry.source: entry.logged_ms
        for entry in log.entries.values()
        if entry.author == author and entry.source.startswith("import:") and isinstance(entry.fact, e.Stayed)
    }
    newest = max(taken, key=lambda source: taken[source], default="")
    undo = History(log.entries.values(), author).undo
    return "" if newest and undo and undo[-1][0].logged_ms > taken[newest] else newest


def _is_ours(entry: e.Entry, log: SessionLog) -> bool:
    """Whether the entry is one that the attendance screen writes."""
    fact = entry.fact
    if isinstance(fact, e.Amend):
        target = log.entries.get(fact.target)
        return target is not None and isinstance(target.fact, e.Stayed)
    if isinstance(fact, e.Void):
        return bool(fact.of_source)
    return isinstance(fact, e.Marked | e.Settled | e.Confirmed | e.Same | e.Seated)


def moved_names(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The guests who are somebody else now: the guest, who it was (or ""), who it is (or "")."""
    for guest in {**before, **after}:
        was, now = before.get(guest, ""), after.get(guest, "")
        if was != now:
            yield guest, was, now
