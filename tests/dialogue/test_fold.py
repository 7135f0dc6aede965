"""What each kind of entry does to a session: given these entries, when these follow, then this is so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.fold import fold
from facilitator_tui.dialogue.state import Mark, SessionState, Settlement

from .fakes import AMAL, BRUNO, CHIARA, DENIZ, FAIZA, SEATS, entries, ms, seconds, spans, speaker, told, turns

Told = tuple[tuple[float, e.Fact], ...]

BEGUN: Told = ((0, e.Opened("plan", SEATS, 7_200_000)),)


class Case(msgspec.Struct, frozen=True):
    says: str
    given: Told
    when: Told
    asked: Callable[[SessionState], Any]
    then: Any


def seats(state: SessionState) -> dict[str, tuple[int, str]]:
    return {person.id: (person.number, person.role) for person in state.people.values()}


def of(person: str, field: str) -> Callable[[SessionState], Any]:
    return lambda state: getattr(state.people[person], field)


def spells(person: str) -> Callable[[SessionState], Any]:
    return lambda state: spans(state.people[person].spells)


def stack(state: SessionState) -> list[str]:
    return [person.id for person in state.stack()]


def left(state: SessionState) -> tuple[str, ...] | None:
    return state.round.left if state.round else None


def runs(state: SessionState) -> list[tuple[int, float, float | None, float]]:
    return [
        (run.block, seconds(run.from_ms) or 0, seconds(run.to_ms), run.paused_ms / 1000)
        for run in state.agenda.runs
    ]


def stays(state: SessionState) -> list[tuple[str, int, float, float | None]]:
    return [
        (stay.person, stay.room, seconds(stay.from_ms) or 0, seconds(stay.to_ms)) for stay in state.room_stays
    ]


def marks(state: SessionState) -> list[tuple[str, bool]]:
    return [(mark.person, mark.flag) for mark in state.notes]


SESSION = [
    Case(
        "opening gives everybody a seat, and no participant is there yet",
        (),
        BEGUN,
        lambda s: (
            seats(s),
            seconds(s.opened_ms),
            s.planned_ms,
            s.plan,
            [p.id for p in s.people.values() if p.here],
        ),
        (
            {
                AMAL: (1, "participant"),
                BRUNO: (2, "participant"),
                CHIARA: (3, "participant"),
                DENIZ: (4, "participant"),
                FAIZA: (0, "facilitator"),
            },
            0,
            7_200_000,
            "plan",
            [FAIZA],
        ),
    ),
    Case(
        "a colleague's second beginning moves nothing",
        (*BEGUN, (5, e.Floor(AMAL))),
        ((6, e.Opened("plan", SEATS)),),
        lambda s: (seconds(s.opened_ms), speaker(s), s.silent_since),
        (0, AMAL, None),
    ),
    Case(
        "closing ends whatever goes on",
        (
            *BEGUN,
            (1, e.Presence(AMAL, True)),
            (2, e.BlockBegan(0)),
            (3, e.Floor(AMAL)),
            (4, e.Hand(BRUNO, True)),
            (5, e.Trouble(BRUNO, True)),
            (6, e.Rooms(((AMAL,), (BRUNO,)))),
            (7, e.Round((BRUNO,))),
            (8, e.Floor(AMAL)),
        ),
        ((60, e.Closed()),),
        lambda s: (
            turns(s),
            spans(s.people[AMAL].spells),
            spans(s.people[BRUNO].troubles),
            runs(s),
            stays(s),
            stack(s),
            s.round,
            len(s.rounds),
            s.running,
        ),
        (
            [(AMAL, 3, 6), (AMAL, 8, 60)],
            [(1, 60)],
            [(5, 60)],
            [(0, 2, 60, 0)],
            [(AMAL, 1, 6, 60), (BRUNO, 2, 6, 60)],
            [],
            None,
            1,
            False,
        ),
    ),
    Case(
        "after an interruption the turn ends where we last knew of it, and says how much is uncertain",
        (*BEGUN, (10, e.Floor(AMAL))),
        ((70, e.Resumed(since_ms=ms(25))),),
        lambda s: (
            turns(s),
            s.turns[-1].uncertain_ms,
            [(seconds(g.from_ms), seconds(g.to_ms)) for g in s.gaps],
        ),
        ([(AMAL, 10, 25)], 45_000, [(25, 70)]),
    ),
    Case(
        "an interruption said to have begun before the turn leaves the whole turn uncertain",
        (*BEGUN, (10, e.Floor(AMAL))),
        ((70, e.Resumed(since_ms=ms(0))),),
        lambda s: (turns(s), s.turns[-1].uncertain_ms),
        ([(AMAL, 10, 10)], 60_000),
    ),
    Case(
        "a clock that was moved is kept in mind and bends nothing",
        (*BEGUN, (10, e.Floor(AMAL))),
        ((20, e.Jumped(-3_600_000)), (30, e.Floor())),
        lambda s: (s.jumps, turns(s)),
        ((-3_600_000,), [(AMAL, 10, 30)]),
    ),
]

PEOPLE = [
    Case(
        "a taken seat is given up by who had it",
        BEGUN,
        ((5, e.Seated(e.Seat("guest", 2))),),
        lambda s: (seats(s)["guest"], seats(s)[BRUNO]),
        ((2, "participant"), (0, "participant")),
    ),
    Case(
        "a guest who turns out to be Bruno was Bruno all along",
        (*BEGUN, (1, e.Seated(e.Seat("guest", 9))), (2, e.Floor("guest")), (8, e.Floor())),
        ((9, e.Same("guest", BRUNO)),),
        lambda s: (turns(s), "guest" in s.people, s.people[BRUNO].number),
        ([(BRUNO, 2, 8)], False, 9),
    ),
    Case(
        "names given in a chain lead to the last one",
        (*BEGUN, (2, e.Floor("first")), (8, e.Floor())),
        ((9, e.Same("first", "second")), (10, e.Same("second", CHIARA))),
        turns,
        [(CHIARA, 2, 8)],
    ),
    Case(
        "coming and going makes spells",
        BEGUN,
        (
            (10, e.Presence(AMAL, True)),
            (20, e.Presence(AMAL, False)),
            (30, e.Presence(AMAL, True)),
        ),
        spells(AMAL),
        [(10, 20), (30, None)],
    ),
    Case(
        "arriving twice is arriving once",
        BEGUN,
        ((10, e.Presence(AMAL, True)), (12, e.Presence(AMAL, True)), (20, e.Presence(AMAL, False))),
        spells(AMAL),
        [(10, 20)],
    ),
    Case(
        "a second device keeps somebody there when the first drops out",
        (*BEGUN, (1, e.Presence(AMAL, True, "laptop")), (2, e.Floor(AMAL))),
        ((5, e.Presence(AMAL, True, "phone")), (9, e.Presence(AMAL, False, "laptop"))),
        lambda s: (s.people[AMAL].here, spans(s.people[AMAL].spells), speaker(s)),
        (True, [(1, 9), (5, None)], AMAL),
    ),
    Case(
        "leaving ends the turn, the trouble and the raised hand",
        (
            *BEGUN,
            (1, e.Presence(AMAL, True)),
            (2, e.Trouble(AMAL, True)),
            (3, e.Floor(AMAL)),
            (4, e.Hand(AMAL, True)),
        ),
        ((9, e.Presence(AMAL, False)),),
        lambda s: (turns(s), spans(s.people[AMAL].troubles), stack(s), seconds(s.silent_since)),
        ([(AMAL, 3, 9)], [(2, 9)], [], 9),
    ),
    Case(
        "a platform's report stands beside the own log, not in it",
        BEGUN,
        ((10, e.Stayed(AMAL, 600_000)),),
        lambda s: (s.people[AMAL].here, spans(s.people[AMAL].reported), s.people[AMAL].spells),
        (False, [(10, 610)], ()),
    ),
    Case(
        "trouble begins once and ends once",
        BEGUN,
        ((1, e.Trouble(AMAL, True)), (2, e.Trouble(AMAL, True)), (9, e.Trouble(AMAL, False))),
        lambda s: (spans(s.people[AMAL].troubles), s.people[AMAL].trouble_ms),
        ([(1, 9)], None),
    ),
]

FLOOR = [
    Case(
        "one change of floor ends a turn and begins the next",
        BEGUN,
        ((10, e.Floor(AMAL)), (25, e.Floor(BRUNO)), (26, e.Floor())),
        lambda s: (turns(s), speaker(s), seconds(s.silent_since)),
        ([(AMAL, 10, 25), (BRUNO, 25, 26)], None, 26),
    ),
    Case(
        "who speaks is there, though nobody marked the arrival",
        BEGUN,
        ((10, e.Floor(AMAL)),),
        lambda s: (s.people[AMAL].here, s.people[AMAL].spells[0].inferred, speaker(s), s.silent_since),
        (True, True, AMAL, None),
    ),
    Case(
        "a facilitator who speaks is not attendance",
        BEGUN,
        ((10, e.Floor(FAIZA)), (20, e.Floor())),
        lambda s: (turns(s), s.people[FAIZA].spells),
        ([(FAIZA, 10, 20)], ()),
    ),
    Case(
        "a facilitator is there from the beginning until a leaving is marked",
        BEGUN,
        ((30, e.Presence(FAIZA, False)),),
        lambda s: (spans(s.people[FAIZA].spells), s.people[FAIZA].spells[0].inferred, s.people[FAIZA].here),
        ([(0, 30)], True, False),
    ),
    Case(
        "a facilitator who came later is there from the arrival that was marked",
        BEGUN,
        ((20, e.Presence(FAIZA, True)), (50, e.Presence(FAIZA, False))),
        lambda s: (spans(s.people[FAIZA].spells), s.people[FAIZA].spells[0].inferred),
        ([(20, 50)], False),
    ),
    Case(
        "a facilitator who left and speaks is there again",
        BEGUN,
        ((30, e.Presence(FAIZA, False)), (40, e.Floor(FAIZA))),
        lambda s: spans(s.people[FAIZA].spells),
        [(0, 30), (40, None)],
    ),
    Case(
        "an observer who was seated later is there from then",
        BEGUN,
        ((20, e.Seated(e.Seat("observer", 0, "observer"))), (50, e.Presence("observer", False))),
        lambda s: spans(s.people["observer"].spells),
        [(20, 50)],
    ),
    Case(
        "the floor given to who has it already goes on undivided",
        BEGUN,
        ((10, e.Floor(AMAL)), (15, e.Floor(AMAL)), (20, e.Floor())),
        turns,
        [(AMAL, 10, 20)],
    ),
    Case(
        "two changes in the same millisecond leave no turn of no length",
        BEGUN,
        ((10, e.Floor(AMAL)), (10, e.Floor(BRUNO)), (20, e.Floor())),
        lambda s: (turns(s), s.people[AMAL].talk.turns),
        ([(BRUNO, 10, 20)], 0),
    ),
    Case(
        "the sums are those of the turns",
        BEGUN,
        ((0, e.Floor(AMAL)), (10, e.Floor(BRUNO)), (30, e.Floor(AMAL)), (35, e.Floor())),
        lambda s: (s.people[AMAL].talk.ms, s.people[AMAL].talk.turns, s.people[AMAL].talk.longest_ms),
        (15_000, 2, 10_000),
    ),
    Case(
        "turns of a recording may overlap and are summed apart",
        BEGUN,
        ((10, e.Spoke(AMAL, 8_000)), (12, e.Spoke(BRUNO, 3_000))),
        lambda s: (turns(s), s.people[AMAL].recorded.ms, s.people[AMAL].talk.ms, speaker(s)),
        ([(AMAL, 10, 18), (BRUNO, 12, 15)], 8_000, 0, None),
    ),
    Case(
        "an interjection leaves the floor where it is",
        (*BEGUN, (10, e.Floor(AMAL))),
        ((12, e.Interjection(BRUNO)),),
        lambda s: (
            speaker(s),
            s.people[BRUNO].interjections,
            s.people[BRUNO].here,
            s.people[BRUNO].talk.turns,
        ),
        (AMAL, 1, True, 0),
    ),
    Case(
        "hands queue in the order they went up, and taking the floor takes one down",
        BEGUN,
        (
            (1, e.Hand(BRUNO, True)),
            (2, e.Hand(AMAL, True)),
            (3, e.Hand(CHIARA, True)),
            (4, e.Hand(AMAL, False)),
            (5, e.Hand(AMAL, True)),
            (6, e.Floor(BRUNO)),
        ),
        stack,
        [CHIARA, AMAL],
    ),
    Case(
        "a hand put up twice keeps its place",
        BEGUN,
        ((1, e.Hand(BRUNO, True)), (2, e.Hand(AMAL, True)), (3, e.Hand(BRUNO, True))),
        stack,
        [BRUNO, AMAL],
    ),
    Case(
        "in a go-round everybody is asked in turn",
        (*BEGUN, (1, e.Round((AMAL, BRUNO, CHIARA)))),
        ((2, e.Floor(AMAL)), (5, e.Floor(CHIARA))),
        lambda s: (left(s), s.floor.asked if s.floor else None),
        ((BRUNO,), True),
    ),
    Case(
        "passing for now puts somebody at the end; passing again is final",
        (*BEGUN, (1, e.Round((AMAL, BRUNO, CHIARA)))),
        ((2, e.Passed(AMAL, for_now=True)), (3, e.Floor(BRUNO)), (4, e.Passed(CHIARA))),
        lambda s: (left(s), s.people[AMAL].passes, seconds(s.people[AMAL].passed_ms)),
        ((AMAL,), 1, 2),
    ),
    Case(
        "passing outside a go-round is noticed and takes down the hand",
        (*BEGUN, (1, e.Hand(AMAL, True))),
        ((2, e.Passed(AMAL)),),
        lambda s: (s.people[AMAL].passes, stack(s), s.round),
        (1, [], None),
    ),
    Case(
        "a second speaking in the same go-round was not asked for",
        (*BEGUN, (1, e.Round((AMAL, BRUNO))), (2, e.Floor(AMAL)), (3, e.Floor())),
        ((4, e.Floor(AMAL)), (5, e.Floor())),
        lambda s: [turn.asked for turn in s.turns],
        [True, False],
    ),
    Case(
        "a go-round ends when it is ended, or when another begins",
        (*BEGUN, (1, e.Round((AMAL, BRUNO)))),
        ((2, e.Round((CHIARA,))), (3, e.Round())),
        lambda s: (s.round, [r.order for r in s.rounds]),
        (None, [(AMAL, BRUNO), (CHIARA,)]),
    ),
]

AGENDA = [
    Case(
        "a block ends when the next begins; gone back to, it runs again",
        BEGUN,
        ((10, e.BlockBegan(0)), (70, e.BlockBegan(1)), (100, e.BlockBegan(0))),
        runs,
        [(0, 10, 70, 0), (1, 70, 100, 0), (0, 100, None, 0)],
    ),
    Case(
        "a block that runs already goes on",
        BEGUN,
        ((10, e.BlockBegan(0)), (70, e.BlockBegan(0))),
        runs,
        [(0, 10, None, 0)],
    ),
    Case(
        "what was paused does not count; a block that ends while paused ends the pause",
        (*BEGUN, (10, e.BlockBegan(0))),
        (
            (20, e.Paused(True)),
            (25, e.Paused(True)),
            (50, e.Paused(False)),
            (60, e.Paused(True)),
            (70, e.BlockBegan(1)),
        ),
        lambda s: (runs(s), s.agenda.paused_since),
        ([(0, 10, 70, 40), (1, 70, None, 0)], None),
    ),
    Case(
        "a pause without a block does nothing",
        BEGUN,
        ((20, e.Paused(True)),),
        lambda s: (s.agenda.paused_since, s.agenda.runs),
        (None, ()),
    ),
    Case(
        "minutes given and taken add up",
        (*BEGUN, (10, e.BlockBegan(0))),
        ((20, e.Extended(0, 60_000)), (30, e.Extended(0, 60_000)), (40, e.Extended(0, -30_000))),
        lambda s: s.agenda.extra,
        {0: 90_000},
    ),
    Case(
        "new lengths stand in place of what was given before, and are given to from then on",
        (*BEGUN, (10, e.BlockBegan(0)), (20, e.Extended(1, 60_000)), (21, e.Extended(2, 60_000))),
        ((30, e.Replanned((-1, 90_000, -1, 0))), (40, e.Extended(1, 5_000))),
        lambda s: (s.agenda.lengths, s.agenda.extra),
        ({1: 90_000, 3: 0}, {1: 5_000, 2: 60_000}),
    ),
    Case(
        "a block that was left out and begins after all has its planned time again",
        (*BEGUN, (10, e.BlockBegan(0)), (20, e.Replanned((-1, 0, 0)))),
        ((30, e.BlockBegan(2)),),
        lambda s: s.agenda.lengths,
        {1: 0},
    ),
    Case(
        "breakout rooms end the turn, and everybody's return does not bring it back",
        (*BEGUN, (10, e.Floor(AMAL)), (12, e.Interjection(BRUNO)), (15, e.Spoke(CHIARA, 60_000))),
        ((30, e.Rooms(((AMAL, BRUNO),))), (90, e.Rooms())),
        lambda s: (turns(s), speaker(s), seconds(s.silent_since), s.people[BRUNO].interjections),
        ([(CHIARA, 15, 75), (AMAL, 10, 30)], None, 30, 1),
    ),
    Case(
        "in the rooms the facilitator can speak to all, and goes on when everybody is back",
        (*BEGUN, (10, e.Rooms(((AMAL, BRUNO),)))),
        ((20, e.Floor(FAIZA)), (30, e.Rooms())),
        lambda s: (turns(s), speaker(s)),
        ([], FAIZA),
    ),
    Case(
        "breakout rooms: who was in which room from when to when",
        BEGUN,
        (
            (10, e.Rooms(((AMAL, BRUNO), (CHIARA, DENIZ)))),
            (20, e.Moved(BRUNO, 2)),
            (25, e.Moved(DENIZ, 0)),
            (30, e.Rooms()),
        ),
        lambda s: (sorted(stays(s)), s.rooms, {p.id: p.room for p in s.people.values()}),
        (
            [
                (AMAL, 1, 10, 30),
                (BRUNO, 1, 10, 20),
                (BRUNO, 2, 20, 30),
                (CHIARA, 2, 10, 30),
                (DENIZ, 2, 10, 25),
            ],
            0,
            {AMAL: 0, BRUNO: 0, CHIARA: 0, DENIZ: 0, FAIZA: 0},
        ),
    ),
]

NOTICED = [
    Case(
        "a note about somebody is counted there; one about the group is not",
        BEGUN,
        ((1, e.Note(AMAL)), (2, e.Note())),
        lambda s: (marks(s), s.people[AMAL].notes),
        ([(AMAL, False), ("", False)], 1),
    ),
    Case(
        "a flag is a mark of its own",
        BEGUN,
        ((1, e.Flag(AMAL)), (2, e.Flag())),
        lambda s: (marks(s), s.people[AMAL].flags, s.people[AMAL].notes),
        ([(AMAL, True), ("", True)], 1, 0),
    ),
]

ABOUT_OTHERS = [
    Case(
        "a void entry never was",
        (*BEGUN, (10, e.Floor(AMAL)), (20, e.Floor(BRUNO)), (30, e.Floor())),
        ((31, e.Void(("key-0002",))),),
        turns,
        [(AMAL, 10, 30)],
    ),
    Case(
        "voiding the void brings it back",
        (*BEGUN, (10, e.Floor(AMAL)), (30, e.Floor())),
        ((31, e.Void(("key-0001",))), (32, e.Void(("key-0003",)))),
        turns,
        [(AMAL, 10, 30)],
    ),
    Case(
        "a whole source can be forgotten",
        (*BEGUN, (10, e.Floor(AMAL))),
        ((31, e.Void(of_source="key")),),
        lambda s: (s.people, s.floor),
        ({}, None),
    ),
    Case(
        "an amended time moves both turns it parts",
        (*BEGUN, (10, e.Floor(AMAL)), (20, e.Floor(BRUNO)), (30, e.Floor())),
        ((31, e.Amend("key-0002", at_ms=ms(15))),),
        turns,
        [(AMAL, 10, 15), (BRUNO, 15, 30)],
    ),
    Case(
        "an amended person had the floor instead",
        (*BEGUN, (10, e.Floor(AMAL)), (20, e.Floor())),
        ((31, e.Amend("key-0001", person=CHIARA)),),
        turns,
        [(CHIARA, 10, 20)],
    ),
    Case(
        "amended to nobody, a turn is silence",
        (*BEGUN, (10, e.Floor(AMAL)), (20, e.Floor(BRUNO)), (30, e.Floor())),
        ((31, e.Amend("key-0002", nobody=True)),),
        turns,
        [(AMAL, 10, 20)],
    ),
    Case(
        "an amended length shortens a recorded turn",
        (*BEGUN, (10, e.Spoke(AMAL, 8_000))),
        ((31, e.Amend("key-0001", ms=5_000)),),
        turns,
        [(AMAL, 10, 15)],
    ),
    Case(
        "the later of two amendments holds, field by field",
        (*BEGUN, (10, e.Floor(AMAL)), (20, e.Floor())),
        (
            (31, e.Amend("key-0001", person=CHIARA, at_ms=ms(5))),
            (32, e.Amend("key-0001", person=BRUNO)),
        ),
        turns,
        [(BRUNO, 5, 20)],
    ),
    Case(
        "a void amendment leaves things as they were",
        (*BEGUN, (10, e.Floor(AMAL)), (20, e.Floor())),
        ((31, e.Amend("key-0001", person=CHIARA)), (32, e.Void(("key-0003",)))),
        turns,
        [(AMAL, 10, 20)],
    ),
]

ATTENDANCE = [
    Case(
        "a mark stands beside the spells",
        (*BEGUN, (10, e.Presence(AMAL, True))),
        ((90, e.Marked(AMAL, "late")),),
        lambda s: (s.people[AMAL].mark, spans(s.people[AMAL].spells)),
        (Mark("late", "key-0002"), [(10, None)]),
    ),
    Case(
        "settled presence stands beside the spells",
        BEGUN,
        ((90, e.Settled(AMAL, "edit", ((ms(5), ms(9)),))),),
        lambda s: s.people[AMAL].settled,
        Settlement("edit", ((ms(5), ms(9)),), "key-0001"),
    ),
    Case(
        "a confirmation ends with the word that it does not hold",
        BEGUN,
        ((90, e.Confirmed()), (91, e.Confirmed(False))),
        lambda s: s.confirmation,
        None,
    ),
    Case(
        "what is decided afterwards is no time of the session",
        (*BEGUN, (10, e.Floor(AMAL))),
        ((90_000, e.Marked(AMAL, "late")),),
        lambda s: seconds(s.last_ms),
        10,
    ),
]

CASES = [*SESSION, *PEOPLE, *FLOOR, *AGENDA, *NOTICED, *ABOUT_OTHERS, *ATTENDANCE]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_an_entry_means_what_it_says(case: Case) -> None:
    assert case.asked(told(*case.given, *case.when)) == case.then


def test_no_kind_of_entry_is_without_a_case() -> None:
    shown = {type(fact) for case in CASES for _, fact in case.when}
    assert shown == set(e.KINDS.values())


def test_entries_count_once_and_in_order_of_time_whatever_order_they_come_in() -> None:
    story = entries(*BEGUN, (10, e.Floor(AMAL)), (20, e.Floor(BRUNO)), (30, e.Floor()))
    assert fold([*reversed(story), *story]) == fold(story)


def test_a_ring_of_voids_as_only_a_forged_file_has_it_reads_the_same_from_both_ends() -> None:
    story = entries(
        *BEGUN, (10, e.Floor(AMAL)), (20, e.Void(("key-0003",))), (20, e.Void(("key-0002", "key-0001")))
    )
    assert fold(story) == fold(reversed(story))


def test_who_is_named_in_a_circle_still_ends_as_one_person() -> None:
    state = told(
        *BEGUN, (1, e.Floor(AMAL)), (5, e.Floor()), (6, e.Same(AMAL, BRUNO)), (7, e.Same(BRUNO, AMAL))
    )
    assert len({AMAL, BRUNO} & set(state.people)) == 1
    assert len(state.turns) == 1
