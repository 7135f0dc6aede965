"""What holds for every session, tried by a machine that presses keys at random.

One facilitator presses keys, corrects, undoes and restarts; now and then a colleague writes to the same file
and a file of turns comes in. After every step the promises of the journal are checked.
"""

from __future__ import annotations

from itertools import pairwise
from random import Random

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.fold import fold
from facilitator_tui.dialogue.log import History, SessionLog
from facilitator_tui.dialogue.state import SessionState
from facilitator_tui.recorder import Done, Recorder

from .fakes import AMAL, BRUNO, CHIARA, DENIZ, FAIZA, SEATS, HandClock, MemoryJournal, ms, recorder_on

PEOPLE = st.sampled_from((AMAL, BRUNO, CHIARA, DENIZ, FAIZA))
SECONDS_LATER = st.one_of(st.just(0), st.integers(1, 5), st.integers(1_000, 90_000))
"""How many milliseconds pass before the next key; often none."""

LIVE = st.one_of(
    st.builds(c.GiveFloor, PEOPLE),
    st.builds(c.GiveFloor, PEOPLE),
    st.just(c.Silence()),
    st.builds(c.ToggleHere, PEOPLE),
    st.builds(c.ToggleTrouble, PEOPLE),
    st.builds(c.ToggleHand, PEOPLE),
    st.builds(c.Interject, PEOPLE),
    st.builds(c.Pass, PEOPLE),
    st.builds(c.AddNote, st.just("words"), PEOPLE | st.just("")),
    st.builds(c.RaiseFlag, PEOPLE | st.just("")),
    st.builds(c.NextBlock, st.just(4)),
    st.just(c.PreviousBlock()),
    st.builds(c.GoToBlock, st.integers(0, 3)),
    st.builds(c.Extend, st.sampled_from((-60_000, 60_000))),
    st.just(c.TogglePause()),
    st.just(c.ToggleRound()),
    st.builds(c.OpenRooms, st.sampled_from((((AMAL, BRUNO), (CHIARA,)), ((DENIZ,),), ()))),
    st.builds(c.Move, PEOPLE, st.integers(0, 3)),
    st.builds(c.TakeSeat, st.builds(e.Seat, PEOPLE, st.integers(0, 6))),
    st.builds(c.Identify, PEOPLE, PEOPLE),
    st.just(c.Close()),
    st.builds(c.Mark, PEOPLE, st.sampled_from(("late", "excused", None)), st.sampled_from(("", "told me"))),
    st.builds(c.Settle, PEOPLE, st.sampled_from(("mine", "theirs", "union", None))),
    st.builds(c.ConfirmAttendance, st.booleans(), st.sampled_from(("", "counted wrong"))),
    st.builds(c.Earlier, st.integers(1, 9)),
    st.builds(c.ItWas, PEOPLE),
)

PER_CENT = st.integers(0, 99)


class Facilitating(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.journal, self.clock = MemoryJournal(), HandClock()
        self.recorder = recorder_on(self.journal, self.clock)
        self.colleague = recorder_on(self.journal, self.clock, author="colleague", seed=1)
        self.snapshots: list[tuple[int, SessionState]] = []
        self.imports = 0

    @initialize()
    def begin(self) -> None:
        assert isinstance(self.recorder.do(c.Open(SEATS)), Done)

    @property
    def state(self) -> SessionState:
        return self.recorder.state

    def press(self, command: c.Command) -> bool:
        """Whether something was written; a refused key must not change anything."""
        before = len(self.journal.entries), self.state
        done = isinstance(self.recorder.do(command), Done)
        if not done:
            assert (len(self.journal.entries), self.state) == before
        self.remember()
        return done

    def remember(self) -> None:
        self.snapshots.append((self.recorder.log.last_logged_ms, self.state))

    def pick(self, per_cent: int) -> str:
        """One of the entries, or none we know."""
        known = sorted(self.recorder.log.entries)
        return known[per_cent * len(known) // 100] if known else ""

    # --- what can happen

    @rule(later=SECONDS_LATER)
    def time_passes(self, later: int) -> None:
        self.clock.ms += later

    @rule(command=LIVE, later=SECONDS_LATER)
    def a_key(self, command: c.Command, later: int) -> None:
        self.clock.ms += later
        self.press(command)

    @rule(command=LIVE, later=SECONDS_LATER)
    def a_key_taken_back(self, command: c.Command, later: int) -> None:
        self.clock.ms += later
        self.taken_back(command)

    def taken_back(self, command: c.Command) -> None:
        """Undo after do is as if nothing had been; redo after undo is as if it had not been undone."""
        before = self.state
        if not self.press(command):
            return
        after = self.state
        if needs_reason(command, before):
            assert not self.press(c.Undo()), "what needs a reason is not taken back without one"
            return
        assert self.press(c.Undo())
        assert self.state == before
        assert self.press(c.Redo())
        assert self.state == after

    @rule(where=PER_CENT, person=PEOPLE, back=st.integers(0, 120_000))
    def a_correction_taken_back(self, where: int, person: str, back: int) -> None:
        entry, at_ms = self.pick(where), self.clock.ms - back
        for command in (
            c.Reassign(entry, person),
            c.Retime(entry, at_ms),
            c.SplitTurn(entry, at_ms, person),
            c.MergeTurn(entry),
            c.DeleteTurn(entry),
            c.MarkHere(person, True, at_ms),
        ):
            self.clock.ms += 1
            self.taken_back(command)

    @rule(command=st.sampled_from((c.Undo(), c.Redo())))
    def undo_and_redo(self, command: c.Command) -> None:
        before = self.state.confirmation
        self.press(command)
        assert self.state.confirmation == before, "a confirmation ends with a reason only"

    @rule(back=st.integers(0, 60_000))
    def a_crash_and_a_restart(self, back: int) -> None:
        before = self.state, history(self.recorder)
        self.clock.ms += 1
        self.recorder = recorder_on(self.journal, self.clock, seed=len(self.snapshots))
        assert (self.state, history(self.recorder)) == before
        self.press(c.Resume(self.clock.ms - back))

    @rule(command=LIVE)
    def the_colleague_writes(self, command: c.Command) -> None:
        self.colleague.refresh()
        # In a millisecond of its own, or "what was known then" would not say which of the two came first.
        self.clock.ms = max(self.clock.ms, self.recorder.log.last_logged_ms) + 1
        self.colleague.do(command)
        self.clock.ms += 1
        self.recorder.refresh()
        assert self.state == self.colleague.state
        self.remember()

    @rule(
        spoken=st.lists(
            st.tuples(PEOPLE, st.integers(0, 600_000), st.integers(1, 60_000)), min_size=1, max_size=5
        )
    )
    def a_recording_comes_in(self, spoken: list[tuple[str, int, int]]) -> None:
        self.imports += 1
        source, logged = f"import:rttm:{self.imports}", self.recorder.logged_ms()
        rows = tuple(
            e.Entry(f"{source}-{row}", "a session", ms(0) + at, logged, "me", source, e.Spoke(person, length))
            for row, (person, at, length) in enumerate(spoken)
        )
        self.recorder.take(rows)
        self.remember()
        before = self.state
        self.recorder.take(rows)
        assert self.state == before, "importing again adds nothing"

    @rule(which=st.integers(1, 3))
    def an_import_forgotten(self, which: int) -> None:
        self.taken_back(c.ForgetImport(f"import:rttm:{which}"))

    # --- what always holds

    @invariant()
    def the_state_is_the_fold_of_the_entries_in_whatever_order(self) -> None:
        entries = self.journal.read()
        assert self.state == fold(entries)
        doubled = [*entries, *entries]
        Random(len(entries)).shuffle(doubled)
        assert self.state == fold(doubled)

    @invariant()
    def turns_by_key_never_overlap_and_sums_are_those_of_the_turns(self) -> None:
        keyed = [turn for turn in self.state.turns if not turn.recorded]
        assert all(turn.ms >= 0 for turn in keyed)
        assert all(before.to_ms <= after.from_ms for before, after in pairwise(keyed))
        if keyed and self.state.floor is not None:
            assert keyed[-1].to_ms <= self.state.floor.since_ms
        for person in self.state.people.values():
            for talk, recorded in ((person.talk, False), (person.recorded, True)):
                own = [t for t in self.state.turns if t.person == person.id and t.recorded is recorded]
                assert (talk.ms, talk.turns) == (sum(turn.ms for turn in own), len(own))
                assert talk.longest_ms == max((turn.ms for turn in own), default=0)

    @invariant()
    def somebody_speaks_or_it_is_silent_since_a_time(self) -> None:
        if self.state.opened_ms is not None:
            assert (self.state.floor is None) == (self.state.silent_since is not None)

    @invariant()
    def spells_and_stays_end_after_they_begin(self) -> None:
        for person in self.state.people.values():
            for span in (*person.spells, *person.troubles, *person.reported):
                assert span.to_ms is None or span.from_ms <= span.to_ms
        for span in (*self.state.room_stays, *self.state.agenda.runs):
            assert span.to_ms is None or span.from_ms <= span.to_ms

    @invariant()
    def no_two_people_have_the_same_key(self) -> None:
        numbers = [person.number for person in self.state.people.values() if person.number]
        assert len(numbers) == len(set(numbers))

    @invariant()
    def every_command_has_a_time_of_writing_of_its_own(self) -> None:
        for author in ("me", "colleague"):
            written = [x for x in self.journal.entries.values() if x.author == author]
            sources = {(x.logged_ms, x.source) for x in written}
            assert len(sources) == len({logged for logged, _ in sources})

    def teardown(self) -> None:
        """Replay: at every moment the screen showed what the entries written by then fold to."""
        for logged_ms, shown in self.snapshots:
            assert self.recorder.log.logged_until(logged_ms) == shown


def history(recorder: Recorder) -> tuple[list[list[str]], list[list[str]]]:
    found = History(recorder.log.entries.values(), recorder.author)
    return [[x.id for x in command] for command in found.undo], [[x.id for x in x_] for x_ in found.redo]


def needs_reason(command: c.Command, before: SessionState) -> bool:
    confirmed = before.confirmation is not None
    return isinstance(command, c.ConfirmAttendance) or (isinstance(command, c.Mark | c.Settle) and confirmed)


TestFacilitating = Facilitating.TestCase
TestFacilitating.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


# --- a merge is a union


def test_merging_two_files_in_either_order_gives_the_same_session() -> None:
    machine = Facilitating()
    machine.begin()
    for command in (c.GiveFloor(AMAL), c.Undo(), c.Redo(), c.ItWas(BRUNO), c.Identify(BRUNO, CHIARA)):
        machine.clock.ms += 1_000
        machine.the_colleague_writes(command)
        machine.a_key(command, 1_000)
    entries = machine.journal.read()
    mine = [x for x in entries if x.author == "me"]
    theirs = [x for x in entries if x.author == "colleague"]
    there, back = SessionLog(mine), SessionLog(theirs)
    there.merge(theirs)
    back.merge(reversed(mine))
    back.merge(mine)
    assert msgspec.json.encode(there.state, order="sorted") == msgspec.json.encode(back.state, order="sorted")
    assert there.state == machine.state
