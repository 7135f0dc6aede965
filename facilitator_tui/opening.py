"""A stored session made ready to be recorded: its recorder, its plan, its people's names; or its opening taken back.

Used by the app and by the line mode. Nothing here draws; nothing here needs sqlite-utils, so that the live
screen is there at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.agenda import running
from facilitator_tui.dialogue.ids import IdMaker
from facilitator_tui.dialogue.journal import Clock, Journal
from facilitator_tui.dialogue.log import SessionLog
from facilitator_tui.dialogue.resolve import resolve
from facilitator_tui.dialogue.state import RoomStay
from facilitator_tui.dialogue.views import talk_ms
from facilitator_tui.dialogue.words import shown_name
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.recorder import NotSaved, Recorder
from facilitator_tui.settings import Live, folder
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import random_bits
from facilitator_tui.store.lease import Lease
from facilitator_tui.store.outbox import SpillingJournal, outbox_path
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import SessionRow, Sessions

USUAL_TAGS = (
    "agreement", "breakthrough", "care", "conflict", "dominant", "follow-up", "insight", "language", "quiet",
    "question", "reframe", "resource", "silence", "tech", "tension",
)  # fmt: skip
"""Process tags offered when #… is typed: about the dialogue, not about what people are."""

_SOON_MS = 3_600_000
_LATE_MS = 3 * 3_600_000
_FRAME = (e.Opened, e.Resumed, e.Jumped, e.Closed)
"""What the program writes by itself, or by a key that is no observation."""


def recorder_for(
    store: Store,
    session: str,
    clock: Clock,
    author: str,
    source: str = "key",
    tell: Callable[[str], None] | None = None,
    journal: Journal | None = None,
) -> Recorder:
    """The recorder of a stored session. Raises ``StoreProblem``.

    What the store refuses goes to an outbox, and what an earlier run left there is taken in now; ``tell`` hears
    about that. ``journal`` in place of the store's own is for tests of hostile weather.
    """
    spilling = SpillingJournal(journal or store.journal(session), outbox_path(folder("config"), session))
    if not store.read_only:
        sentence = spilling.take_in()
        if sentence and tell is not None:
            tell(sentence)
    return Recorder(spilling, clock, random_bits, session, author, source, store.aside)


def begin(recorder: Recorder, store: Store, row: SessionRow) -> Lease | None:
    """Open the session if it was not, or write down that recording goes on after an interruption.

    Gives the lease on the session, to be closed when this program stops recording it: while another program has
    it, nothing was interrupted. None where no lock file can be made.
    """
    lease = take_lease(recorder, store)
    if recorder.state.opened_ms is None:
        seats = Sessions(store).seats_to_open(row, recorder.now_ms())
        recorder.do(c.Open(seats, row.plan, row.planned_ms or 0))
    elif was_interrupted(recorder, lease):
        recorder.do(c.Resume(recorder.log.last_logged_ms))
    return lease


def take_lease(recorder: Recorder, store: Store) -> Lease | None:
    try:
        return Lease(store.path, recorder.session, recorder.now_ms())
    except OSError:
        return None


def was_interrupted(recorder: Recorder, lease: Lease | None) -> bool:
    """Whether the session is running though no program was recording it."""
    return recorder.state.running and (lease is None or lease.other is None)


# --- a beginning by mistake


def is_due(row: SessionRow, now_ms: int) -> bool:
    """Whether somebody who opens the session can be taken to mean that it begins.

    It begins within the hour, or should have begun today or within the last three hours; or nobody has planned when.
    """
    if row.planned_ms is None:
        return True
    if row.planned_ms > now_ms:
        return row.planned_ms - now_ms <= _SOON_MS
    from facilitator_tui.zones import wall_clock, zone_or_utc

    where = zone_or_utc(row.zone)
    today = wall_clock(row.planned_ms, where).date() == wall_clock(now_ms, where).date()
    return today or now_ms - row.planned_ms <= _LATE_MS


def is_empty(log: SessionLog) -> bool:
    """Whether nothing counts in the journal but that the session was opened, interrupted and ended."""
    return all(isinstance(fact.fact, _FRAME) for fact in resolve(log.entries.values()))


def take_back_opening(recorder: Recorder) -> None:
    """An opening that nothing followed does not count: the session is planned again. Raises ``StoreProblem``."""
    _void(recorder, ())


def strike(recorder: Recorder) -> None:
    """The session does not count, and stands in no list any more. Raises ``StoreProblem`` unless it is empty.

    Nothing is deleted: the journal says that the session of this id is void.
    """
    _void(recorder, (recorder.session,))


def _void(recorder: Recorder, more: tuple[str, ...]) -> None:
    recorder.refresh()
    if not is_empty(recorder.log):
        raise StoreProblem(
            "Something was logged in this session, so it stays. u in it takes back what was logged."
        )
    targets = tuple(fact.id for fact in resolve(recorder.log.entries.values()))
    now, logged = recorder.now_ms(), recorder.logged_ms()
    entry = e.Entry(
        *(IdMaker(random_bits).next(now), recorder.session, now, logged, recorder.author, recorder.source),
        e.Void((*targets, *more)),
    )
    outcome = recorder.take((entry,))
    if isinstance(outcome, NotSaved):
        raise StoreProblem(outcome.reason)


class SessionDesk:
    """What the live screen knows beyond the journal; implements ``screens.live_port.LiveDesk`` over the store."""

    def __init__(
        self, store: Store, row: SessionRow, recorder: Recorder, settings: Live | None = None
    ) -> None:
        self._store, self._recorder = store, recorder
        self._subgroup = row.subgroup
        self._stays_before: tuple[tuple[RoomStay, ...], ...] | None = None
        self.stall_ms = (settings or Live()).stall_seconds * 1000
        self._people = People(store)
        from facilitator_tui.zones import elsewhere, zone_or_utc

        self._where = zone_or_utc(row.zone)
        zone = elsewhere(recorder.now_ms(), row.zone)
        self.title = f"{plain_title(row)} ({zone})" if zone else plain_title(row)
        self.plan: SessionPlan | None = Sessions(store).plan(row.plan) if row.plan else None
        self.note_texts = Sessions(store).note_texts(row.id)
        self.tags = sorted({*USUAL_TAGS, *_used_tags(self.note_texts)})
        self.names: Mapping[str, str] = {}
        self._reread()

    def _reread(self) -> None:
        people = self._recorder.state.people
        known = self._people.names(people)
        self.names = {
            person.id: known.get(person.id) or shown_name("", person.number, person.role)
            for person in people.values()
        }

    def time_of_day(self, ms: int, *, seconds: bool = False) -> str:
        """By the clocks of the session's zone; the title names it where this computer's clock shows another time."""
        from facilitator_tui.zones import wall_clock

        return f"{wall_clock(ms, self._where):{'%H:%M:%S' if seconds else '%H:%M'}}"

    def add_guest(self, name: str) -> str:
        with _asking():
            person = self._people.add(name, self._recorder.now_ms())
            self.names = {**self.names, person: self._people.names([person])[person]}
        return person

    def rename(self, person: str, name: str) -> None:
        with _asking():
            self._people.update(person, name=name)
            self._reread()

    def propose_rooms(self, people: list[str], size: int) -> tuple[tuple[str, ...], ...]:
        """Who met in rooms before, also in the subgroup's earlier sessions, meets again only where that must be.

        The people of a balanced block are mixed by how long they have spoken.
        """
        from facilitator_tui.dialogue import groups

        state, now = self._recorder.state, self._recorder.now_ms()
        block = running(state, self.plan)
        talk: dict[str, float] = {}
        if block is not None and block.breakout is not None and block.breakout.method == "balanced":
            talk = {person.id: talk_ms(state, person, now) for person in state.participants()}
        from random import shuffle

        met = groups.history(state.room_stays, self._rooms_before())
        return groups.propose(people, size, met, shuffle, talk)

    def _rooms_before(self) -> tuple[tuple[RoomStay, ...], ...]:
        """The room stays of the subgroup's other sessions, read when rooms are first proposed."""
        if self._stays_before is None:
            sessions = self._sessions_before() if self._subgroup else []
            self._stays_before = tuple(_rooms_of(self._store, session) for session in sessions)
        return self._stays_before

    def _sessions_before(self) -> list[str]:
        try:
            rows = Sessions(self._store).all()
        except StoreProblem:  # rooms are needed now; the store's trouble is said elsewhere
            return []
        own = self._recorder.session
        return [row.id for row in rows if row.subgroup == self._subgroup and row.id != own]


@contextmanager
def _asking() -> Iterator[None]:
    """The store's problems as the desk's, which the live screen says."""
    try:
        yield
    except StoreProblem as problem:
        from facilitator_tui.desks.around import StoreDeskProblem

        raise StoreDeskProblem(str(problem)) from problem


def _rooms_of(store: Store, session: str) -> tuple[RoomStay, ...]:
    """The room stays of a session; none where a newer program wrote something into it, for rooms are needed now."""
    from facilitator_tui.dialogue.fold import fold

    try:
        return fold(store.journal(session).read()).room_stays
    except StoreProblem:
        return ()


def plain_title(row: SessionRow) -> str:
    return f"{row.subgroup_name} · {row.title}" if row.subgroup_name else row.title


def _used_tags(texts: Mapping[str, str]) -> set[str]:
    return {tag for text in texts.values() for tag in re.findall(r"(?<!\w)#(\w[\w-]*)", text)}
