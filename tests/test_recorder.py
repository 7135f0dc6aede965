"""The one way in: durable before visible, nothing lost when the disk refuses, time that never runs backwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.fold import fold
from facilitator_tui.recorder import Done, NotSaved, Recorder, Refused
from facilitator_tui.store.file import Store

from .dialogue.fakes import AMAL, BRUNO, SEATS, T0, HandClock, MemoryJournal, recorder_on, turns


class HandAside:
    """Does a job when it is landed, so that a test can look around meanwhile."""

    def __init__(self) -> None:
        self.job: Callable[[], None] | None = None

    def start(self, job: Callable[[], None]) -> HandAside:
        assert self.job is None, "one job at a time"
        self.job = job
        return self

    def take_off(self) -> None:
        assert self.job is not None

    def land(self) -> None:
        job, self.job = self.job, None
        assert job is not None
        job()


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def recorder(journal: MemoryJournal, clock: HandClock) -> Recorder:
    recorder = recorder_on(journal, clock)
    recorder.do(c.Open(SEATS))
    return recorder


def facts(journal: MemoryJournal) -> list[e.Fact]:
    return [entry.fact for entry in journal.read()]


@pytest.fixture
def swift(journal: MemoryJournal, clock: HandClock) -> Recorder:
    """A recorder that writes aside, of a session that is open."""
    recorder = Recorder(journal, clock, Random(0).getrandbits, "a session", "me", aside=HandAside())
    recorder.do(c.Open(SEATS))
    return recorder


# --- durable, then visible


def test_an_entry_is_on_disk_before_anything_shows_it() -> None:
    shown: list[bool] = []

    class Watching(MemoryJournal):
        def append(self, entries: Sequence[e.Entry], texts: Mapping[str, str]) -> None:
            shown.append(watched.state.floor is not None)
            super().append(entries, texts)

    watched = recorder_on(Watching(), HandClock())
    watched.do(c.Open(SEATS))
    watched.do(c.GiveFloor(AMAL))
    assert shown == [False, False]
    assert watched.state.floor is not None


def test_one_key_is_one_commit(recorder: Recorder, journal: MemoryJournal) -> None:
    for command in (c.GiveFloor(AMAL), c.GiveFloor(BRUNO), c.AddNote("words"), c.Undo()):
        before = journal.commits
        recorder.do(command)
        assert journal.commits == before + 1


def test_a_journal_that_breaks_in_another_way_leaves_the_screen_as_it_was(clock: HandClock) -> None:
    class Broken(MemoryJournal):
        def append(self, entries: Sequence[e.Entry], texts: Mapping[str, str]) -> None:
            raise RuntimeError("a bug")

    recorder = recorder_on(Broken(), clock)
    with pytest.raises(RuntimeError):
        recorder.do(c.Open(SEATS))
    assert not recorder.state.running


# --- a disk that refuses


def test_a_refusing_disk_is_said_counted_and_the_board_goes_on(
    recorder: Recorder, journal: MemoryJournal
) -> None:
    journal.refusals = 2
    outcome = recorder.do(c.GiveFloor(AMAL))
    assert isinstance(outcome, NotSaved)
    assert "disk is full" in outcome.reason
    recorder.do(c.GiveFloor(BRUNO))
    assert (recorder.saved, recorder.unsaved, recorder.problem) == (1, 2, outcome.reason)
    assert recorder.state.floor is not None
    assert recorder.state.floor.person == BRUNO


def test_retrying_writes_everything_once_and_in_order(recorder: Recorder, journal: MemoryJournal) -> None:
    journal.refusals = 4
    for command in (c.GiveFloor(AMAL), c.GiveFloor(BRUNO), c.AddNote("words")):
        recorder.do(command)
    assert not recorder.retry()
    assert recorder.retry()
    assert recorder.retry(), "with nothing waiting there is nothing to do"
    assert facts(journal)[1:] == [e.Floor(AMAL), e.Floor(BRUNO), e.Note()]
    assert list(journal.texts.values()) == ["words"]
    assert (recorder.saved, recorder.unsaved, recorder.problem) == (4, 0, "")


def test_the_next_key_writes_what_waits_first(recorder: Recorder, journal: MemoryJournal) -> None:
    journal.refusals = 1
    recorder.do(c.GiveFloor(AMAL))
    assert isinstance(recorder.do(c.GiveFloor(BRUNO)), Done)
    assert facts(journal)[1:] == [e.Floor(AMAL), e.Floor(BRUNO)]


def test_a_refusal_that_was_written_all_the_same_is_not_doubled(
    recorder: Recorder, journal: MemoryJournal
) -> None:
    journal.refusals, journal.written_though_refused = 1, True
    recorder.do(c.GiveFloor(AMAL))
    assert recorder.retry()
    assert facts(journal)[1:] == [e.Floor(AMAL)]


def test_what_waits_can_be_undone_before_it_is_saved(recorder: Recorder, journal: MemoryJournal) -> None:
    before = recorder.state
    journal.refusals = 2
    recorder.do(c.GiveFloor(AMAL))
    recorder.do(c.Undo())
    assert recorder.state == before
    assert recorder.retry()
    assert fold(journal.read()) == before


KEYS = st.lists(st.sampled_from((c.GiveFloor(AMAL), c.GiveFloor(BRUNO), c.Undo(), c.Redo(), c.AddNote("x"))))


@given(KEYS, st.integers())
def test_whenever_the_disk_refuses_nothing_is_lost_doubled_or_out_of_order(
    keys: list[c.Command], seed: int
) -> None:
    journal, clock, chance = MemoryJournal(), HandClock(), Random(seed)
    recorder = recorder_on(journal, clock)
    recorder.do(c.Open(SEATS))
    promised: list[str] = [entry.id for entry in journal.read()]
    for key in keys:
        clock.ms += chance.randrange(3)
        journal.refusals = chance.randrange(3)
        journal.written_though_refused = chance.random() < 0.5
        outcome = recorder.do(key)
        promised += [] if isinstance(outcome, Refused) else [entry.id for entry in outcome.entries]
        assert recorder.saved + recorder.unsaved == len(promised)
    journal.refusals = 0
    assert recorder.retry()
    assert list(journal.entries) == promised
    assert fold(journal.read()) == recorder.state


# --- time


def test_keys_in_one_millisecond_are_still_separate_commands(
    recorder: Recorder, journal: MemoryJournal
) -> None:
    recorder.do(c.GiveFloor(AMAL))
    recorder.do(c.GiveFloor(BRUNO))
    written = [entry.logged_ms for entry in journal.read()]
    assert written == sorted(set(written))
    recorder.do(c.Undo())
    assert recorder.state.floor is not None
    assert recorder.state.floor.person == AMAL


def test_after_a_clock_set_back_between_two_runs_nothing_is_written_into_the_past(
    recorder: Recorder, journal: MemoryJournal, clock: HandClock
) -> None:
    clock.ms = T0 + 60_000
    recorder.do(c.GiveFloor(AMAL))
    clock.ms = T0 - 3_600_000
    again = recorder_on(journal, clock, seed=1)
    clock.ms += 10_000
    again.do(c.Silence())
    assert turns(again.state) == [(AMAL, 60, 70.001)]
    assert [entry.at_ms for entry in journal.read()] == sorted(entry.at_ms for entry in journal.read())


def test_a_moved_clock_is_written_down_while_a_session_runs(recorder: Recorder, clock: HandClock) -> None:
    clock.jump_ms = -3_600_000
    assert isinstance(recorder.notice_jump(), Done)
    assert recorder.notice_jump() is None
    assert recorder.state.jumps == (-3_600_000,)
    recorder.do(c.Close())
    clock.jump_ms = 3_600_000
    assert recorder.notice_jump() is None


# --- entries from elsewhere


def test_taking_the_same_entries_twice_adds_nothing(recorder: Recorder, journal: MemoryJournal) -> None:
    row = e.Entry("row 1", "a session", T0, recorder.logged_ms(), "me", "import:rttm:1", e.Spoke(AMAL, 5_000))
    recorder.take((row,))
    before = journal.commits, recorder.state
    assert recorder.take((row,)) == Done(())
    assert (journal.commits, recorder.state) == before


def test_an_import_is_not_what_undo_takes_back(recorder: Recorder) -> None:
    recorder.do(c.GiveFloor(AMAL))
    logged = recorder.logged_ms()
    recorder.take((e.Entry("row 1", "a session", T0, logged, "me", "import:rttm:1", e.Spoke(BRUNO, 5_000)),))
    recorder.do(c.Undo())
    assert recorder.state.floor is None
    assert len(recorder.state.turns) == 1


# --- two programs on one file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "facilitator.db"
    with Store.open(path) as store, store.transaction():
        store.connection.execute(
            "INSERT INTO session (id, title, created_ms) VALUES ('a session', 'Who belongs?', 0)"
        )
    return path


def opened(path: Path, clock: HandClock, author: str) -> Recorder:
    store = Store.open(path)
    return Recorder(store.journal("a session"), clock, Random(author).getrandbits, "a session", author)


def test_two_programs_see_what_the_other_wrote(path: Path, clock: HandClock) -> None:
    mine, theirs = opened(path, clock, "me"), opened(path, clock, "colleague")
    mine.do(c.Open(SEATS))
    assert theirs.refresh()
    clock.ms += 1_000
    theirs.do(c.GiveFloor(AMAL))
    assert mine.refresh()
    clock.ms += 5_000
    mine.do(c.GiveFloor(BRUNO))
    theirs.refresh()
    assert mine.state == theirs.state
    assert turns(mine.state) == [(AMAL, 1, 6)]
    assert mine.saved == theirs.saved == 3


def test_with_nobody_else_writing_there_is_nothing_fresh(path: Path, clock: HandClock) -> None:
    mine = opened(path, clock, "me")
    mine.do(c.Open(SEATS))
    assert not mine.refresh()


def test_undo_takes_back_ones_own_last_key_not_the_colleagues(path: Path, clock: HandClock) -> None:
    mine, theirs = opened(path, clock, "me"), opened(path, clock, "colleague")
    mine.do(c.Open(SEATS))
    clock.ms += 1_000
    mine.do(c.ToggleHand(AMAL))
    theirs.refresh()
    clock.ms += 1_000
    theirs.do(c.GiveFloor(BRUNO))
    mine.refresh()
    mine.do(c.Undo())
    assert mine.state.people[AMAL].hand_ms is None
    assert mine.state.floor is not None


def test_a_store_that_refuses_says_why_and_forgets_nothing(path: Path, clock: HandClock) -> None:
    recorder = opened(path, clock, "me")
    recorder.do(c.Open(SEATS))
    with Store.open(path) as other:
        other.connection.execute("BEGIN IMMEDIATE")
        outcome = recorder.do(c.GiveFloor(AMAL))
        assert isinstance(outcome, NotSaved)
        assert "Another program holds the file" in outcome.reason
        assert str(path) in outcome.reason
        other.connection.execute("ROLLBACK")
    assert recorder.retry()
    with Store.open(path) as store:
        assert fold(store.journal("a session").read()) == recorder.state


# --- written aside


def test_what_is_written_aside_is_durable_once_it_is_settled(
    swift: Recorder, journal: MemoryJournal, clock: HandClock
) -> None:
    clock.ms += 1_000
    assert isinstance(swift.do_soon(c.GiveFloor(AMAL)), Done)
    assert swift.state.floor is not None, "the picture can be prepared"
    assert (len(facts(journal)), swift.unsaved, swift.saved_ms) == (1, 0, clock.ms)
    assert swift.settle()
    assert facts(journal)[-1] == e.Floor(AMAL)
    assert swift.settle(), "there is nothing more to wait for"


def test_a_refusal_of_what_was_written_aside_is_known_before_anything_is_shown(
    swift: Recorder, journal: MemoryJournal, clock: HandClock
) -> None:
    saved_ms, journal.refusals = swift.saved_ms, 1
    clock.ms += 1_000
    swift.do_soon(c.GiveFloor(AMAL))
    assert not swift.settle()
    assert (swift.unsaved, swift.saved_ms) == (1, saved_ms)
    assert "disk is full" in swift.problem
    assert swift.retry()
    assert (facts(journal)[-1], swift.unsaved, swift.problem) == (e.Floor(AMAL), 0, "")


def test_the_next_key_waits_for_the_one_before_and_brings_what_was_refused(
    swift: Recorder, journal: MemoryJournal
) -> None:
    journal.refusals = 1
    for person in (AMAL, BRUNO):
        swift.do_soon(c.GiveFloor(person))
    assert swift.settle()
    assert facts(journal)[1:] == [e.Floor(AMAL), e.Floor(BRUNO)]
    assert journal.commits == 2, "the opening, and both keys together"


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from((AMAL, BRUNO))), max_size=12))
def test_soon_or_at_once_whatever_the_disk_refuses_the_same_is_written_in_the_same_order(
    keys: list[tuple[bool, bool, str]],
) -> None:
    journal, clock = MemoryJournal(), HandClock()
    recorder = Recorder(journal, clock, Random(0).getrandbits, "a session", "me", aside=HandAside())
    recorder.do(c.Open(SEATS))
    for soon, refused, person in keys:
        clock.ms += 100
        journal.refusals += refused
        (recorder.do_soon if soon else recorder.do)(c.GiveFloor(person))
    journal.refusals = 0
    assert recorder.retry()
    assert [entry.id for entry in journal.read()] == list(recorder.log.entries)
    assert recorder.unsaved == 0
