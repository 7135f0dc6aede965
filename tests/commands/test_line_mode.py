"""The line mode, line by line: what is written, what is refused, and when "ok" may be said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator_tui.dialogue.commands import ConfirmAttendance
from facilitator_tui.dialogue.entries import Entry
from facilitator_tui.dialogue.fold import fold
from facilitator_tui.dialogue.journal import NotWritten
from facilitator_tui.line_mode import LineMode
from facilitator_tui.line_words import VERBS
from facilitator_tui.plans.model import Block, SessionPlan
from facilitator_tui.recorder import Done, Recorder
from facilitator_tui.store.file import Store
from facilitator_tui.store.journal import StoredJournal
from facilitator_tui.store.outbox import SpillingJournal, drain
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import Sessions
from tests.dialogue.fakes import ms
from tests.store.stories import PLAN, HandClock

FULL = "The disk is full. Delete something large; saving goes on by itself."


class FickleJournal:
    """The store's journal, which refuses while ``full`` is set."""

    def __init__(self, journal: StoredJournal) -> None:
        self._journal, self.full = journal, False

    def append(self, entries: Sequence[Entry], texts: Mapping[str, str]) -> None:
        if self.full:
            raise NotWritten(FULL)
        self._journal.append(entries, texts)

    def read(self) -> list[Entry]:
        return self._journal.read()

    def fresh(self) -> list[Entry]:
        return self._journal.fresh()


class Table:
    """A session in line mode: ``table("floor 3")`` gives the answer's lines, ids left out."""

    def __init__(
        self, store: Store, box: Path | None = None, *, opens_itself: bool = False, plan: SessionPlan = PLAN
    ) -> None:
        self.store, self.clock, self.sessions = store, HandClock(), Sessions(store, Random(1).getrandbits)
        kept = self.sessions.keep_plan(plan, ms(0))
        self.session = self.sessions.create("Evening", ms(0), plan=kept)
        self.box, self._opens_itself = box, opens_itself
        self.begin()

    def begin(self) -> list[str]:
        """Start the program (again) on the session; gives what it says first."""
        self.journal = FickleJournal(self.store.journal(self.session))
        journal = SpillingJournal(self.journal, self.box) if self.box is not None else self.journal
        recorder = Recorder(journal, self.clock, Random(2).getrandbits, self.session, "me", "line")
        row = self.sessions.get(self.session)
        self.mode = LineMode(self.store, row, recorder, opens_itself=self._opens_itself)
        return self._heard(self.mode.resume()) if recorder.state.running else []

    def __call__(self, line: str, at: float | None = None) -> list[str]:
        self.clock.ms = self.clock.ms + 1000 if at is None else ms(at)
        return self._heard(self.mode.answer(line))

    def _heard(self, answers: Iterable[str]) -> list[str]:
        heard = []
        for answer in answers:
            first, _, rest = answer.partition(" ")
            if first == "ok":
                entry, _, rest = rest.partition(" ")
                assert entry in self.durable, "ok was said before the entry was durable"
            heard.append(f"{first} {rest}".rstrip())
        return heard

    @property
    def durable(self) -> list[str]:
        return [entry.id for entry in self.store.journal(self.session).read()]


@pytest.fixture
def table(store: Store) -> Table:
    table = Table(store)
    assert table("open") == ["ok the session began"]
    return table


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("join 3", "ok Seat 3 is here"),
        ("JOIN  3 ", "ok Seat 3 is here"),
        ("floor 10", "ok Seat 10 has the floor"),
        ("f", "ok Facilitator has the floor"),
        ("hand 3", "ok Seat 3 raised a hand"),
        ("pass 3", "ok Seat 3 passed"),
        ("say 3", "ok interjection by Seat 3"),
        ("trouble 3", "ok technical trouble for Seat 3"),
        ("flag", "ok private flag on the group"),
        ("flag 3", "ok private flag on Seat 3"),
        ("note 3 listens #care", "ok note about Seat 3"),
        ("note the group is tired", "ok note about the group"),
        ("note 0 3 of us agree", "ok note about the group"),
        ("next", "ok block 1 begins: Check-in"),
        ("rooms 1,2,3 / 4,5", "ok 2 breakout rooms"),
        ("close", "ok the session ended"),
    ],
)
def test_a_line_that_is_understood_is_one_entry(table: Table, line: str, answer: str) -> None:
    before = len(table.durable)
    assert table(line) == [answer]
    assert len(table.durable) == before + 1


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("dance", "There is no command “dance”"),
        ("floor", "Write who is meant"),
        ("floor 33", "Nobody sits at 33."),
        ("floor -1", "Nobody here is called"),
        ("floor ٣", "has the floor"),
        ("quiet", "Nobody has the floor."),
        ("left 3", "Seat 3 is not here."),
        ("quiet 3", "“quiet” stands alone"),
        ("open", "The session has begun already."),
        ("note", "The note is empty"),
        ("note 3", "The note is empty"),
        ("next 7", ""),
        ("back", "There is no block before this one."),
        ("extend", "Write a whole number"),
        ("extend 2", "No block is running."),
        ("extend 9999999", "Write a whole number"),
        ("earlier 0", "Write a whole number"),
        ("earlier x", "Write a whole number"),
        ("undo it", "“undo” stands alone"),
        ("redo", "There is nothing to redo."),
        ("rooms", "No breakout rooms are open."),
        ("rooms 1,2 / 2", "Somebody is named twice"),
        ("rooms 1,99", "Nobody sits at 99."),
        ("move 3", "Write who is meant"),
        ("move 3 9", "There is no breakout room 9."),
        ("name 3", "Write the seat, then the name"),
        ("guest", "Write the name"),
        ("was 3", "Nobody has had the floor yet."),
        ("replan 1", "“replan” alone lists the ways"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(table: Table, line: str, why: str) -> None:
    before = table.durable
    [answer] = table(line)
    if why in ("", "has the floor"):
        assert answer.startswith("ok")
        return
    assert answer.startswith(f"no {why}")
    assert table.durable == before


@pytest.mark.parametrize("line", ["", "   ", "# a remark", "\x1b[2J"])
def test_blank_lines_and_remarks_are_passed_over(table: Table, line: str) -> None:
    assert table(line) == []


LINES = st.lists(
    st.tuples(
        st.sampled_from([verb.word for verb in VERBS if verb.word != "quit"]),
        st.one_of(
            st.integers(-3, 13).map(str),
            st.text(max_size=12),
            st.sampled_from(
                ["3 2", "+-5", "9" * 5000, "1,2 / 3", "/", ",", "f", "f x", "0 x", "seat", "²", "٣"]
            ),
        ),
    ).map(" ".join),
    max_size=25,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES)
def test_whatever_is_written_there_is_an_answer_and_no_crash(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    with Store.open(tmp_path_factory.mktemp("store") / "x.db") as store:
        table = Table(store, opens_itself=True)
        for line in lines:
            answers = table(line)
            assert all(answer.startswith(("ok ", "no ", "named ", "  ")) for answer in answers)
            assert not any(set(answer) & set("\x1b\n\r\x00") for answer in answers)
        told = fold(store.journal(table.session).read())
        assert table.begin() == ([] if not told.running else ["ok recording goes on"])


def test_before_the_session_begins_nothing_is_written(store: Store) -> None:
    table = Table(store)
    assert table("floor 3") == ["no The session has not begun yet; “open” begins it."]
    assert table("undo") == ["no The session has not begun yet."]
    assert table("who") == ["  The session has not begun yet; “open” begins it."]
    assert table.durable == []


def test_a_session_on_the_spot_begins_with_the_first_thing_that_happens(store: Store) -> None:
    table = Table(store, opens_itself=True)
    assert table("who") == ["  The session has not begun yet; “open” begins it."]
    assert table("dance")[0].startswith("no There is no command")
    assert table("floor 3") == ["ok the session began", "ok Seat 3 has the floor"]
    assert len(People(store).names()) == 11


def test_a_seat_gets_its_name_later(table: Table) -> None:
    table("floor 3")
    [answer] = table("name 3 Amina \x1b[31mBen Salah")
    assert answer.startswith("named")
    assert answer.endswith("seat 3 is Amina Ben Salah")
    assert table("quiet") == ["ok nobody has the floor"]
    assert table("floor amina") == ["ok Amina Ben Salah has the floor"]
    assert table("floor Amina Ben Salah")[0].startswith("no Amina Ben Salah has the floor already")


def test_a_beginning_that_two_names_share_is_not_guessed(table: Table) -> None:
    table("name 1 Amina")
    table("name 2 Amin")
    assert table("floor ami") == ["no “ami” can mean 2 people; use the number of the seat."]
    assert table("floor amin") == ["ok Amin has the floor"]


@pytest.mark.parametrize("name", ["=1+1", "[/]", "[bold]x[/bold]", "زينب", "'); DROP TABLE person; --"])
def test_unusual_names_are_names(table: Table, name: str) -> None:
    assert table(f"name 3 {name}")[0].endswith(f"seat 3 is {name}")
    assert table("floor 3") == [f"ok {name} has the floor"]


def test_a_guest_takes_the_next_free_seat(table: Table) -> None:
    assert table("guest Zoë") == ["ok Zoë sits at 11", "ok Zoë is here"]
    assert table("floor 11") == ["ok Zoë has the floor"]


def test_undo_redo_and_corrections(table: Table) -> None:
    table("floor 1", at=10)
    table("floor 2", at=70)
    assert table("undo", at=71) == ["ok undone: Seat 2 has the floor"]
    assert table("redo", at=72) == ["ok redone: Seat 2 has the floor"]
    assert table("earlier 5", at=73) == ["ok 5 s earlier: Seat 2 has the floor"]
    assert table("was 4", at=74) == ["ok it was Seat 4 (not: Seat 2 has the floor)"]
    table("quiet", at=80)
    assert [row.strip() for row in table("who", at=81) if "turn" in row and "0:00" not in row] == [
        "1 Seat 1, here, 0:55 in 1 turn",
        "4 Seat 4, here, 0:15 in 1 turn",
    ]


def test_a_facilitator_is_there_until_a_leaving_is_told(table: Table) -> None:
    assert table("join f") == ["no Facilitator is here already."]
    assert table("left f") == ["ok Facilitator left"]
    assert "  f Facilitator, left, 0:00 in 0 turns" in table("who")
    assert table("left f") == ["no Facilitator is not here."]
    assert table("join f") == ["ok Facilitator is here"]


def test_rooms_end_the_turn(table: Table) -> None:
    table("floor 1", at=10)
    assert table("rooms 1,2 / 3,4", at=40) == ["ok 2 breakout rooms"]
    rows = table("who", at=90)
    assert rows[0].endswith("nobody has the floor.")
    assert "  1 Seat 1, here, 0:30 in 1 turn" in rows


def test_undo_does_not_take_back_a_confirmed_attendance(table: Table) -> None:
    table("join 1")
    table("close")
    recorder = Recorder(
        table.store.journal(table.session), table.clock, Random(3).getrandbits, table.session, "me"
    )
    assert isinstance(recorder.do(ConfirmAttendance()), Done)
    table.begin()
    before = table.durable
    [answer] = table("undo")
    assert answer.startswith("no The attendance was confirmed; taking that back needs a reason: ")
    assert table.durable == before


LATE = SessionPlan(
    2,
    "Who belongs?",
    blocks=(
        Block("Check-in", "check-in", 600, protected=True),
        Block("Stories", "discussion", 1200, may_shrink=True, minimum_s=600),
        Block("A game", "activity", 300, optional=True),
        Block("Closing", "closing", 300),
    ),
)


@pytest.fixture
def late(store: Store) -> Table:
    """The check-in has run four minutes over."""
    table = Table(store, plan=LATE)
    for line in ("open", "next"):
        table(line, at=0)
    table("floor 1", at=14 * 60)
    return table


def test_ways_to_finish_on_time_are_listed_and_taken_by_number(late: Table) -> None:
    before = late.durable
    assert late("replan", at=14 * 60) == [
        "  4:00 late; the end stays. “replan 1” takes the first of these:",
        "  1 Shorten one block by 4:00 in all. Stories 16:00 instead of 20:00",
        "  2 Leave out “A game”, 1:00 more for one block. Stories 21:00 instead of 20:00",
    ]
    assert late.durable == before
    assert late("replan 2") == ["ok re-planned: new times for one block, one block left out"]
    assert late("undo") == ["ok undone: re-planned: new times for one block, one block left out"]


def test_on_time_there_is_nothing_to_re_plan(store: Store) -> None:
    table = Table(store, plan=LATE)
    for line in ("open", "next"):
        table(line, at=0)
    assert table("replan", at=60) == ["no The session will end on time; there is nothing to re-plan."]


def test_a_number_of_an_old_list_is_refused(late: Table) -> None:
    late("replan")
    assert late("replan 3") == ["no Write a whole number from 1 to 2: replan 1."]
    late("next")
    assert late("replan 1") == ["no “replan” alone lists the ways; then choose one: replan 1."]


def test_when_nothing_fits_it_says_what_is_missing(table: Table) -> None:
    table("next", at=0)
    [answer] = table("replan", at=15 * 60)
    assert answer.startswith("no Nothing fits: ")
    table("close")
    assert table("replan") == ["no The session is not running; there is nothing to re-plan."]


def test_who_reads_only(table: Table) -> None:
    table("join 3")
    table("floor 3", at=10)
    table("hand 4", at=12)
    before = table.durable
    first, *rows = table("who", at=40)
    assert first == "  2 participants are here; Seat 3 has the floor."
    assert "  3 Seat 3, here, 0:30 in 1 turn" in rows
    assert "  4 Seat 4, here, 0:00 in 0 turns, hand 1" in rows
    assert table.durable == before


def test_help_names_every_command(table: Table) -> None:
    assert [line.split()[0].rstrip(":") for line in table("help")] == [verb.word for verb in VERBS]
    for verb in VERBS:
        assert not table(verb.word)[:1] or not table(verb.word)[0].startswith("no There is no command")


def test_a_session_that_was_interrupted_goes_on_and_says_so(table: Table, store: Store) -> None:
    table("floor 3", at=10)
    table.clock.ms = ms(100)
    assert table.begin() == ["ok recording goes on"]
    [turn] = fold(store.journal(table.session).read()).turns
    assert (turn.ms, turn.uncertain_ms) == (0, 90_000)
    assert table("floor 3", at=110) == ["ok Seat 3 has the floor"]


def test_a_closed_session_is_not_resumed(table: Table) -> None:
    table("close")
    assert table.begin() == []


def test_a_clock_that_was_moved_is_written_down(table: Table) -> None:
    table.clock.jump = 3_600_000
    moved, floor = table("floor 3")
    assert moved.startswith("ok the computer's clock was moved by +3600 s")
    assert floor == "ok Seat 3 has the floor"


def test_what_a_colleague_logs_is_seen(table: Table, store: Store) -> None:
    with Store.open(store.path) as other:
        chance = Random(9).getrandbits
        journal = other.journal(table.session)
        colleague = Recorder(journal, table.clock, chance, table.session, "colleague", "line")
        answers = LineMode(other, table.sessions.get(table.session), colleague).answer("floor 5")
        assert [answer.partition(" ")[0] for answer in answers] == ["ok"]
    assert table("floor 5")[0].startswith("no Seat 5 has the floor already")


# --- a disk that refuses


@pytest.fixture
def refusing(store: Store, tmp_path: Path) -> Table:
    table = Table(store, tmp_path / "box" / "s.jsonl")
    table("open")
    table.journal.full = True
    return table


def test_ok_comes_later_when_it_is_durable(refusing: Table) -> None:
    [first] = refusing("floor 3")
    [second] = refusing("floor 4")
    assert first.startswith(f"no not saved yet: {FULL}")
    assert second.startswith(f"no not saved yet: {FULL}")
    assert refusing.mode.unsaved == 2
    refusing.journal.full = False
    assert refusing("quiet") == [
        "ok Seat 3 has the floor",
        "ok Seat 4 has the floor",
        "ok nobody has the floor",
    ]
    assert refusing.mode.unsaved == 0


def test_an_empty_line_tries_again(refusing: Table) -> None:
    refusing("floor 3")
    assert refusing("") == []
    refusing.journal.full = False
    assert refusing("") == ["ok Seat 3 has the floor"]
    assert refusing("") == []


def test_questions_and_refusals_are_answered_all_the_same(refusing: Table) -> None:
    refusing("floor 3")
    assert refusing("floor 33") == ["no Nobody sits at 33."]
    assert refusing("who")[0] == "  1 participants are here; Seat 3 has the floor."


def test_what_waits_lies_in_the_outbox_and_is_taken_in_once(refusing: Table, store: Store) -> None:
    refusing("floor 3")
    refusing("note 3 still here")
    assert refusing.box is not None
    assert refusing.box.exists()
    assert drain(refusing.box, store.journal(refusing.session)) == 2
    refusing.begin()
    assert Sessions(store).note_texts(refusing.session) == {refusing.durable[-2]: "still here"}
    assert len(refusing.durable) == 4


def test_the_outbox_goes_away_when_everything_is_saved(refusing: Table) -> None:
    refusing("floor 3")
    refusing.journal.full = False
    refusing("quiet")
    assert refusing.box is not None
    assert not refusing.box.exists()


def test_a_name_that_cannot_be_saved_is_not_said_to_be(table: Table, store: Store) -> None:
    with Store.open(store.path) as other, other.transaction():
        [answer] = table("name 3 Amina")
    assert answer.startswith("no Another program holds the file")
    assert "Amina" not in People(store).names().values()


def test_every_answer_is_given_as_it_becomes_true(store: Store) -> None:
    """The caller prints line by line: nothing may be held back until a later line is ready."""
    table = Table(store, opens_itself=True)
    answers = table.mode.answer("floor 3")
    assert next(answers).startswith("ok")
    assert len(table.durable) == 1

    assert next(answers).startswith("ok")
    assert len(table.durable) == 2
