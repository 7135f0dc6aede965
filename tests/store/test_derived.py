"""The derived tables: what they hold for a known session, and that rebuilding is always safe."""

from __future__ import annotations

from typing import Any

import pytest

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.ids import derived_id
from facilitator_tui.store.derived import rebuild, rebuild_all
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from tests.dialogue.fakes import ms
from tests.store.stories import Told, an_evening

TABLES = ("turn", "spell", "note", "block_time", "session_summary")


def tables(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    return {table: store.rows(f"SELECT * FROM {table} ORDER BY rowid") for table in TABLES}


def test_turns_have_their_seconds_and_their_block(store: Store) -> None:
    told = an_evening(store)
    rebuild(store, told.id)
    assert store.rows("SELECT person, from_ms, seconds, recorded, asked, block FROM turn") == [
        (told.faiza, ms(5), 30.0, 0, 0, 0),
        (told.amina, ms(35), 120.0, 0, 0, 0),
        (told.chiara, ms(155), 2.0, 0, 0, 0),
        (told.chiara, ms(240), 20.0, 0, 1, 0),
    ]


def test_spells_are_told_apart_by_where_they_come_from(store: Store) -> None:
    told = an_evening(store)
    stayed = e.Entry(
        *(derived_id(ms(0), "zoom"), told.id, ms(0), told.recorder.logged_ms(), "me", "import:zoom:1"),
        e.Stayed(told.bruno, 60_000),
    )
    told.recorder.take((stayed,))
    rebuild(store, told.id)
    found = store.rows("SELECT person, kind, from_ms, to_ms, room FROM spell ORDER BY kind, from_ms, person")
    assert (told.deniz, "own", ms(0), ms(500), None) in found
    assert (told.bruno, "reported", ms(0), ms(60), None) in found
    assert (told.deniz, "room", ms(310), ms(400), 2) in found
    assert len(found) == 3 + 1 + 3


def test_blocks_have_the_titles_and_times_of_the_kept_plan(store: Store) -> None:
    told = an_evening(store)
    rebuild(store, told.id)
    assert store.rows("SELECT block, title, planned_ms, from_ms, to_ms, paused_ms FROM block_time") == [
        (0, "Check-in", 600_000, ms(5), ms(300), 0),
        (1, "Dialogue", 3_600_000, ms(300), ms(600), 0),
    ]


def test_the_summary_counts_participants_alone(store: Store) -> None:
    told = an_evening(store)
    rebuild(store, told.id)
    [summary] = store.rows("SELECT * FROM session_summary")
    assert summary == (told.id, ms(0), ms(600), told.row.entries, 3, 3, 142_000)


def test_notes_and_flags_are_marks_without_words(store: Store) -> None:
    told = an_evening(store)
    rebuild(store, told.id)
    assert store.rows("SELECT person, at_ms, flag FROM note") == [
        (told.amina, ms(160), 0),
        (told.deniz, ms(300), 1),
        ("", ms(300), 0),
    ]


def test_rebuilding_twice_gives_the_same_rows(store: Store) -> None:
    told = an_evening(store)
    rebuild(store, told.id)
    before = tables(store)
    assert rebuild_all(store) == 1
    assert tables(store) == before


def test_a_session_that_still_runs_can_be_rebuilt(store: Store) -> None:
    told = Told(store).at(10, c.NextBlock(3), c.ToggleHere("x"), c.AddNote("Here"))
    told.at(20, c.GiveFloor(told.amina))
    rebuild(store, told.id)
    assert store.rows("SELECT to_ms FROM spell") == [(None,)]
    assert store.rows("SELECT to_ms FROM block_time") == [(ms(20),)]
    assert store.rows("SELECT * FROM turn") == []


def test_a_correction_shows_after_the_next_rebuild(store: Store) -> None:
    told = an_evening(store)
    rebuild(store, told.id)
    [(turn,)] = store.rows("SELECT entry FROM turn WHERE person = ?", told.amina)
    told.at(700, c.Reassign(turn, told.bruno))
    rebuild(store, told.id)
    assert store.rows("SELECT entry FROM turn WHERE person = ?", told.bruno) == [(turn,)]


def test_other_sessions_keep_their_rows(store: Store) -> None:
    first = an_evening(store)
    rebuild(store, first.id)
    before = tables(store)
    second = Told(store, title="Another evening", seed=2)
    rebuild(store, second.id)
    assert second.id != first.id
    for table, rows in tables(store).items():
        assert [row for row in rows if row[0] == first.id] == before[table]


def test_when_the_file_is_held_nothing_is_half_rebuilt(store: Store) -> None:
    told = an_evening(store)
    rebuild(store, told.id)
    before = tables(store)
    with (
        Store.open(store.path) as other,
        other.transaction(),
        pytest.raises(StoreProblem, match="Another program"),
    ):
        rebuild(store, told.id)
    assert tables(store) == before
