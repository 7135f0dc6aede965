"""The participant board as values: who is there, who speaks, how long, how much of it all, since when not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.views import BoardRow, board, shares, talk_ms

from .fakes import AMAL, BRUNO, CHIARA, DENIZ, FAIZA, SEATS, Session, ms


def rows(session: Session, second: float) -> dict[str, BoardRow]:
    return {row.person: row for row in board(session.state, ms(second))}


def present(*people: str) -> Session:
    return Session().at(0, *(c.ToggleHere(person) for person in people))


# --- who is there


def test_participants_stand_by_seat_and_everybody_else_after_them() -> None:
    session = Session(())
    seats = (
        e.Seat("producer", 0, "producer"),
        e.Seat(FAIZA, 0, "facilitator"),
        e.Seat("b", 2),
        e.Seat("a", 1),
    )
    session.at(0, c.Open((*seats, e.Seat("c", 11))))
    assert [row.person for row in board(session.state, ms(0))] == ["a", "b", "c", FAIZA, "producer"]


def test_expected_here_left_and_a_facilitator_who_is_there_without_being_marked() -> None:
    session = present(AMAL, BRUNO).at(60, c.ToggleHere(BRUNO))
    seen = rows(session, 60)
    assert {person: row.attendance for person, row in seen.items()} == {
        AMAL: "here", BRUNO: "left", CHIARA: "expected", DENIZ: "expected", FAIZA: "here",
    }  # fmt: skip


def test_a_facilitator_who_left_is_shown_so_and_nobodys_share_or_presence_changes() -> None:
    session = present(AMAL).at(10, c.GiveFloor(AMAL)).at(20, c.Silence())
    before = rows(session, 60)
    assert rows(session.at(60, c.ToggleHere(FAIZA)), 60)[FAIZA].attendance == "left"
    assert [row for row in rows(session, 60).values() if row.person != FAIZA] == [
        row for row in before.values() if row.person != FAIZA
    ]
    assert rows(session.at(70, c.ToggleHere(FAIZA)), 70)[FAIZA].attendance == "here"


def test_who_speaks_without_having_been_marked_is_here() -> None:
    assert rows(Session().at(5, c.GiveFloor(DENIZ)), 6)[DENIZ].attendance == "here"


# --- who speaks, and how much of it all


def test_the_running_turn_counts_from_its_first_second() -> None:
    session = present(AMAL, BRUNO).at(0, c.GiveFloor(AMAL)).at(30, c.GiveFloor(BRUNO))
    seen = rows(session, 40)
    assert (seen[AMAL].floor_ms, seen[AMAL].talk_ms, seen[AMAL].turns) == (None, 30_000, 1)
    assert (seen[BRUNO].floor_ms, seen[BRUNO].talk_ms, seen[BRUNO].turns) == (10_000, 10_000, 1)
    assert (seen[AMAL].share, seen[BRUNO].share, seen[CHIARA].share) == (0.75, 0.25, 0.0)


def test_the_facilitators_talk_is_shown_but_has_no_share() -> None:
    session = present(AMAL).at(0, c.GiveFloor(FAIZA)).at(50, c.GiveFloor(AMAL))
    seen = rows(session, 60)
    assert (seen[FAIZA].talk_ms, seen[FAIZA].share) == (50_000, None)
    assert seen[AMAL].share == 1.0


def test_while_nobody_has_spoken_nobody_has_a_share() -> None:
    assert set(shares(present(AMAL).state, ms(9)).values()) == {None}


def test_after_the_session_nothing_goes_on_counting() -> None:
    session = present(AMAL).at(0, c.GiveFloor(AMAL)).at(20, c.Close())
    assert rows(session, 20) == rows(session, 9999)
    assert rows(session, 9999)[AMAL].talk_ms == 20_000


def test_where_nobody_was_logged_by_key_the_turns_of_a_recording_are_shown() -> None:
    session = present(AMAL, BRUNO)
    session.take((10, e.Spoke(AMAL, 4_000)), (12, e.Spoke(BRUNO, 1_000)), source="import:vtt:1")
    seen = rows(session, 30)
    assert (seen[AMAL].talk_ms, seen[AMAL].turns, seen[AMAL].share) == (4_000, 1, 0.8)
    session.at(40, c.GiveFloor(BRUNO))
    seen = rows(session, 41)
    assert (seen[AMAL].talk_ms, seen[AMAL].share, seen[BRUNO].share) == (0, 0.0, 1.0)


SPEAKERS = st.lists(st.tuples(st.integers(0, 90), st.sampled_from([AMAL, BRUNO, FAIZA, ""])), max_size=20)


@given(SPEAKERS, st.integers(0, 60))
def test_shares_add_up_and_talk_never_runs_ahead_of_the_clock(
    told: list[tuple[int, str]], later: int
) -> None:
    session, second = present(AMAL, BRUNO), 0
    for wait, person in told:
        second += wait
        session.at(second, c.GiveFloor(person) if person else c.Silence())
    now = ms(second + later)
    given_shares = [share for share in shares(session.state, now).values() if share is not None]
    assert not given_shares or sum(given_shares) == pytest.approx(1)
    assert sum(talk_ms(session.state, person, now) for person in session.state.people.values()) <= now - ms(0)


# --- since when nothing was heard of somebody


def test_quiet_counts_from_the_end_of_the_last_turn() -> None:
    session = present(AMAL).at(10, c.GiveFloor(AMAL))
    assert rows(session, 15)[AMAL].quiet_ms == 0
    assert rows(session.at(20, c.Silence()), 50)[AMAL].quiet_ms == 30_000
    assert rows(session.at(60, c.Interject(AMAL)), 61)[AMAL].quiet_ms == 1_000


def test_quiet_counts_from_the_arrival_or_the_first_block_whichever_is_later() -> None:
    session = present(AMAL).at(100, c.NextBlock(3)).at(160, c.ToggleHere(BRUNO))
    seen = rows(session, 170)
    assert (seen[AMAL].quiet_ms, seen[BRUNO].quiet_ms) == (70_000, 10_000)


def test_of_those_who_are_not_here_and_of_the_facilitator_it_says_nothing() -> None:
    session = present(AMAL).at(30, c.ToggleHere(AMAL))
    seen = rows(session, 60)
    assert [seen[person].quiet_ms for person in (AMAL, BRUNO, FAIZA)] == [None, None, None]


# --- hands, passes, trouble, marks


def test_hands_stand_in_the_order_in_which_they_went_up() -> None:
    session = present(AMAL, BRUNO, CHIARA)
    session.at(1, c.ToggleHand(CHIARA)).at(2, c.ToggleHand(AMAL)).at(3, c.ToggleHand(BRUNO))
    assert [rows(session, 4)[person].hand for person in (CHIARA, AMAL, BRUNO, DENIZ)] == [1, 2, 3, 0]
    session.at(5, c.GiveFloor(CHIARA)).at(6, c.ToggleHand(AMAL))
    assert [rows(session, 7)[person].hand for person in (CHIARA, AMAL, BRUNO)] == [0, 0, 1]


def test_a_round_shows_who_is_to_be_asked_and_who_passed_for_now() -> None:
    session = (
        present(AMAL, BRUNO, CHIARA).at(1, c.ToggleRound()).at(2, c.GiveFloor(AMAL)).at(3, c.Pass(BRUNO))
    )
    seen = rows(session, 4)
    told = [(seen[p].to_ask, seen[p].passed) for p in (AMAL, BRUNO, CHIARA, DENIZ)]
    assert told == [(False, False), (True, True), (True, False), (False, False)]
    seen = rows(session.at(5, c.Pass(BRUNO)), 6)
    assert (seen[BRUNO].to_ask, seen[BRUNO].passed) == (False, True)
    seen = rows(session.at(7, c.ToggleRound()), 8)
    assert not any(row.to_ask or row.passed for row in seen.values())


def test_trouble_counts_until_it_is_over_or_the_person_leaves() -> None:
    session = present(AMAL, BRUNO).at(10, c.ToggleTrouble(AMAL), c.ToggleTrouble(BRUNO))
    assert rows(session, 25)[AMAL].trouble_ms == 15_000
    session.at(30, c.ToggleTrouble(AMAL), c.ToggleHere(BRUNO))
    assert [rows(session, 40)[person].trouble_ms for person in (AMAL, BRUNO)] == [None, None]


def test_rooms_notes_flags_and_interjections_are_counted() -> None:
    session = present(AMAL, BRUNO).at(1, c.OpenRooms(((AMAL,), (BRUNO,))))
    session.at(2, c.AddNote("listens", AMAL), c.AddNote("all well"), c.RaiseFlag(AMAL), c.RaiseFlag())
    session.at(3, c.Interject(AMAL), c.Interject(AMAL))
    row = rows(session, 4)[AMAL]
    assert (row.room, row.notes, row.flags, row.interjections) == (1, 1, 1, 2)
    assert rows(session, 4)[BRUNO].room == 2
    assert rows(session.at(5, c.OpenRooms()), 6)[AMAL].room == 0


def test_the_seats_of_the_story_all_have_a_row() -> None:
    assert [row.number for row in board(Session().state, ms(0))] == [seat.number for seat in SEATS]
