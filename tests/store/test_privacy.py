"""Erasing takes every word about a person out of every file, and leaves what happened as it was."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.fold import fold
from facilitator_tui.store.backup import back_up
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import writing
from facilitator_tui.store.lease import Lease
from facilitator_tui.store.people import People
from facilitator_tui.store.privacy.erasing import Taken, erase, outlook, stay_erased
from facilitator_tui.store.privacy.held import held_about
from facilitator_tui.store.privacy.identity import ERASED, Identities, Identity, Names, SeveralPeople
from facilitator_tui.store.privacy.remains import copy_opened
from facilitator_tui.store.privacy.retaining import DAY_MS, Lifetimes, due, retain
from facilitator_tui.store.sessions import Sessions
from tests.cohort_story import COURSE, on_day
from tests.store.private_story import CANARIES, OTHER, WHO, PrivateStory, contents, journal, planted
from tests.store.stories import an_evening


@pytest.fixture
def story(store: Store, home: Path) -> PrivateStory:
    return PrivateStory(store, home)


def erased(story: PrivateStory, store: Store | None = None, *, notes_too: bool = False) -> Taken:
    store = store or story.store
    who = Identities(store).of(story.who)
    names = Names.of(store, who.ids)
    outbox = story.outbox if store is story.store else None
    return erase(store, who, outbox, on_day(60), names, notes_too=notes_too)


# --- nothing is left


def test_every_canary_is_there_before(story: PrivateStory) -> None:
    story.write_late_note()
    assert planted(story.files()) == set(CANARIES)


def test_no_canary_is_left_in_any_file(story: PrivateStory) -> None:
    story.write_late_note()
    left = story.store.path.with_name(f"{story.store.path.name}.old.live")
    left.write_text('{"pid":1,"since_ms":1}')
    erased(story, notes_too=True)
    assert planted(story.files()) == set()


def test_of_a_backup_no_canary_is_left_and_it_stays_one_file(story: PrivateStory, tmp_path: Path) -> None:
    story.write_late_note()
    backup = tmp_path / "older.db"
    back_up(story.store, backup)
    with copy_opened(backup, story.store) as copy:
        erased(story, copy, notes_too=True)
    assert list(tmp_path.glob("older.db*")) == [backup]
    assert planted([backup]) == set()
    with Store.open(backup, read_only=True) as copy:
        assert journal(copy) == journal(story.store)


def test_without_notes_too_only_the_name_in_other_notes_is_left(story: PrivateStory) -> None:
    erased(story)
    assert planted(story.files()) == {"Zuleyha"}
    texts = Sessions(story.store).note_texts(story.first).values()
    assert sorted(texts) == ["Bruno listens well", "Zuleyha and Bruno understood one another"]


def test_what_was_deleted_long_ago_is_gone_as_well(story: PrivateStory) -> None:
    story.store.connection.execute("PRAGMA secure_delete = OFF")
    story.store.connection.execute("DELETE FROM note_text")
    story.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert "canary-undone" in planted([story.store.path])
    erased(story, notes_too=True)
    assert planted(story.files()) == set()


# --- what happened stands


def test_the_journal_and_what_follows_from_it_stay_as_they_were(story: PrivateStory) -> None:
    entries, states = journal(story.store), [fold(story.store.journal(each).read()) for each in story.held]
    erased(story, notes_too=True)
    assert journal(story.store) == entries
    assert [fold(story.store.journal(each).read()) for each in story.held] == states
    assert story.store.rows("PRAGMA integrity_check") == [("ok",)]
    assert story.store.rows("PRAGMA foreign_key_check") == []


@given(order=st.permutations(range(5)), notes_too=st.booleans())
@settings(max_examples=8)
def test_whoever_is_erased_in_whatever_order_the_session_is_what_it_was(
    order: list[int], notes_too: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("evening")
    with Store.open(folder / "facilitator.db") as store:
        told = an_evening(store)
        state = fold(store.journal(told.id).read())
        for number in order:
            who = Identities(store).of([*told.ids, told.faiza][number])
            erase(store, who, folder, 0, Names.of(store, who.ids), notes_too=notes_too)
            assert fold(store.journal(told.id).read()) == state
        assert set(People(store).names().values()) == {ERASED}
        assert set(Sessions(store).note_texts(told.id).values()) == {"=1+1 heavy moment"}


def test_verdicts_of_others_and_the_rules_answer_stay(story: PrivateStory) -> None:
    before = {each.person: each.verdict.criteria for each in story.course.cohort(60).verdicts("participant")}
    erased(story)
    after = {each.person: each.verdict.criteria for each in story.course.cohort(60).verdicts("participant")}
    assert after == before


def test_lists_show_that_somebody_was_erased(story: PrivateStory) -> None:
    erased(story)
    names = story.people.names()
    assert names[story.who] == names[story.guest] == ERASED
    assert names[story.other] == OTHER
    [place] = story.people.history(story.who)
    assert place.to_ms == on_day(60)


def test_erasing_again_changes_nothing(story: PrivateStory) -> None:
    assert erased(story, notes_too=True)
    once = contents(story.store)
    assert not erased(story, notes_too=True)
    assert contents(story.store) == once


def test_what_was_foreseen_is_what_was_taken(story: PrivateStory) -> None:
    who = Identities(story.store).of(story.who)
    before = contents(story.store)
    foreseen = outlook(story.store, who, story.outbox, Names.of(story.store, who.ids), notes_too=True)
    assert contents(story.store) == before
    assert erased(story, notes_too=True) == foreseen.goes
    assert foreseen.goes == Taken(
        rows=2, fields=14, aliases=1, ended=1, withdrawals=1, notes=4, decisions=3, verdicts=2, addresses=1,
        others=1, waiting=2,
    )  # fmt: skip


def test_what_waits_in_the_outbox_is_still_taken_in_without_its_words(story: PrivateStory) -> None:
    erased(story)
    [path] = story.outbox.glob("*.jsonl")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert "canary" not in lines[0]
    assert "Bruno asks" in lines[1]


def test_what_a_colleagues_store_brings_back_is_taken_again(story: PrivateStory) -> None:
    erased(story)
    run = story.store.connection.execute
    [noted] = [
        entry.id for entry in story.store.journal(story.first).read() if isinstance(entry.fact, e.Flag)
    ]
    run("INSERT INTO note_text VALUES (?, 'canary-note')", (noted,))
    run("INSERT INTO alias VALUES (?, 'canary-alias')", (story.guest,))
    with writing(story.store):
        assert stay_erased(story.store, on_day(61)) == Taken(notes=1, aliases=1)
        assert not stay_erased(story.store, on_day(62))
    assert story.people.get(story.other).name == OTHER


# --- who is warned of what


def test_the_outlook_names_where_the_name_stands_and_who_else_holds_it(story: PrivateStory) -> None:
    twin = story.people.add("zuleyha qvist", 0)
    story.store.connection.execute("DELETE FROM withdrawal")
    who = Identities(story.store).of(story.who)
    found = outlook(story.store, who, story.outbox, Names.of(story.store, who.ids))
    assert [(each.table, each.session) for each in found.mentions] == [("note_text", "Evening 1")]
    assert [row.id for row in found.namesakes] == [twin]
    assert (found.issuers, found.open_at, found.undecided) == (("obf",), (), (COURSE,))


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("ZULEYHA spoke", True),
        ("züleyha spoke", True),
        ("with Qvist, later", True),
        ("Qvists and Zuleyhas", False),
        ("ask canary-mail@example.org", True),
        ("", False),
        ("nobody", False),
    ],
)
def test_a_name_counts_as_a_whole_word_whatever_its_capitals_and_accents(
    story: PrivateStory, text: str, stands: bool
) -> None:
    assert Names.of(story.store, [story.who]).stands_in(text) is stands


def test_nobody_without_a_name_stands_in_any_text() -> None:
    assert not Names(["", " ", "A"]).stands_in("A text about nobody")


def test_a_note_that_was_about_somebody_else_after_all_is_not_taken(story: PrivateStory) -> None:
    session, store = story.second, story.store
    recorder, clock = story.course.recorder(session, 9)
    story.course.must(recorder, c.AddNote("loud typing", story.who))
    [noted] = [entry for entry in store.journal(session).read() if isinstance(entry.fact, e.Note)]
    amend = e.Entry(
        "amend", session, clock.ms, clock.ms + 1, "me", "review", e.Amend(noted.id, person=story.other)
    )
    store.journal(session).append([amend], {})
    erased(story)
    assert Sessions(store).note_texts(session)[noted.id] == "loud typing"


# --- who is meant


def test_a_person_is_found_by_id_name_and_address(story: PrivateStory) -> None:
    people = Identities(story.store)
    expected = Identity(story.who, (story.who, story.guest))
    for text in (story.who, story.guest, WHO, WHO.upper(), "Canary-Mail@example.org", "canary-guest"):
        assert people.find(text) == expected


def test_several_people_are_listed_and_nobody_is_told(story: PrivateStory) -> None:
    twin = story.people.add(WHO, 0)
    with pytest.raises(SeveralPeople, match=f"2 people .*{twin}") as caught:
        Identities(story.store).find(WHO)
    assert story.who in str(caught.value)
    for nobody in ("Nobody Known", "", "  ", ERASED):
        with pytest.raises(StoreProblem, match="nobody"):
            Identities(story.store).find(nobody)


# --- what stands in the way


def test_nothing_is_erased_while_somebody_records(story: PrivateStory) -> None:
    before = contents(story.store)
    lease = Lease(story.store.path, story.second, on_day(8))
    try:
        with pytest.raises(StoreProblem, match="being recorded"):
            erased(story)
        assert lease.other is None
    finally:
        lease.close()
    assert contents(story.store) == before
    assert erased(story)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such lock there")
def test_what_a_crash_left_behind_does_not_stand_in_the_way(story: PrivateStory) -> None:
    left = story.store.path.with_name(f"{story.store.path.name}.old.live")
    left.write_text('{"pid":1,"since_ms":1}')
    assert erased(story)
    assert left.exists()


def test_a_store_for_reading_only_is_left_alone(story: PrivateStory) -> None:
    with (
        Store.open(story.store.path, read_only=True) as store,
        pytest.raises(StoreProblem, match="reading only"),
    ):
        erased(story, store)


def test_a_reader_in_the_way_is_told_and_the_rest_is_done_later(
    story: PrivateStory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facilitator_tui.store.sqlite.OPENING_MS", 1)
    with Store.open(story.store.path, read_only=True) as reader:
        reader.connection.execute("BEGIN")
        reader.rows("SELECT count(*) FROM person")
        with pytest.raises(StoreProblem, match="do the same again"):
            erased(story, notes_too=True)
        reader.connection.execute("COMMIT")
    assert story.people.get(story.who).name == ERASED
    erased(story, notes_too=True)
    assert planted(story.files()) == set()


def test_only_a_backup_of_a_store_is_taken_for_one(story: PrivateStory, tmp_path: Path) -> None:
    from facilitator_tui.store import sqlite

    other = tmp_path / "photos.db"
    connection = sqlite.driver().connect(other)
    connection.execute("CREATE TABLE photo (id)")
    connection.close()
    before = other.read_bytes()
    (tmp_path / "letter.db").write_text("Dear all")
    for path in (other, tmp_path / "letter.db", tmp_path / "missing.db", story.store.path):
        with pytest.raises(StoreProblem), copy_opened(path, story.store):
            pass
    assert other.read_bytes() == before


# --- everything that is held


def test_everything_that_is_held_is_told(story: PrivateStory) -> None:
    from msgspec import json

    story.write_late_note()
    held = held_about(story.store, Identities(story.store).of(story.who), story.outbox)
    told = json.encode(held).decode()
    assert {word for word in CANARIES if word not in told} == {"canary-unread"}
    first, second = held.sessions
    assert first.spells == ((on_day(0), on_day(0, 120)),)
    assert len(first.turns) == 2
    assert first.status == "excused"
    assert [(note.kind, note.text, note.counts) for note in first.notes] == [
        ("note", "canary-note #insight", True),
        ("flag", "", True),
        ("note", "canary-undone", False),
        ("marked", "canary-mark", True),
        ("settled", "canary-settle", True),
    ]
    assert second.reported == ((on_day(7), on_day(7, 90)),)
    assert [(each.task, each.received) for each in held.deliveries] == [("diary", False), ("reaction", True)]
    assert "Bruno" not in told


def test_of_somebody_erased_only_bare_lines_are_held(story: PrivateStory) -> None:
    erased(story, notes_too=True)
    held = held_about(story.store, Identities(story.store).of(story.who), story.outbox)
    assert held.person.name == ERASED
    assert not any(note.text for session in held.sessions for note in session.notes)
    assert [line.email for line in held.ledger] == [""]


# --- lifetimes

NINETY = Lifetimes(notes_days=90)


def test_notes_wait_for_the_decision_and_the_time_after_it(story: PrivateStory) -> None:
    assert due(story.store, NINETY, on_day(1000)).waiting == 1  # a badge is held back
    cohort = story.course.cohort(50)
    cohort.release("participant", story.who, "me", on_day(50))
    assert not due(story.store, NINETY, on_day(140)).notes
    found = due(story.store, NINETY, on_day(140, 1))
    assert [(each.title, each.texts, each.since_ms) for each in found.notes] == [("Evening 1", 4, on_day(50))]
    assert not found.people


def test_without_decisions_the_end_of_the_course_counts(store: Store, home: Path) -> None:
    from tests.cohort_story import CourseStory

    course = CourseStory(store, home)
    course.group("Blue", WHO)
    session = course.holds("Blue", 1, 0, [WHO])
    recorder, _ = course.recorder(session, 0, 121)
    course.must(recorder, c.AddNote("thoughtful"))
    assert due(store, NINETY, on_day(1000)).waiting == 1
    course.over(41)
    assert not due(store, NINETY, on_day(131)).notes
    assert due(store, NINETY, on_day(131, 1)).notes
    course.plans("Blue", 2, 100)
    assert not due(store, NINETY, on_day(190)).notes
    assert due(store, NINETY, on_day(190, 1)).notes


def test_a_session_of_no_subgroup_counts_from_its_end(store: Store) -> None:
    told = an_evening(store)
    closed = told.row.closed_ms
    assert closed is not None
    assert not due(store, NINETY, closed + 90 * DAY_MS).notes
    assert due(store, NINETY, closed + 90 * DAY_MS + 1).notes


def test_what_is_due_goes_and_the_rest_stays(story: PrivateStory) -> None:
    story.course.cohort(50).release("participant", story.who, "me", on_day(50))
    entries = journal(story.store)
    found = due(story.store, NINETY, on_day(200))
    done = retain(story.store, found, story.outbox, on_day(200))
    assert (done.notes, done.reasons, done.people) == (4, 0, 0)
    assert Sessions(story.store).note_texts(story.first) == {}
    assert len(Sessions(story.store).reasons(story.first)) == 2
    assert story.people.get(story.who).name == WHO
    assert journal(story.store) == entries
    assert not due(story.store, NINETY, on_day(200))


def test_at_the_end_of_the_register_nobody_has_a_name_any_more(story: PrivateStory) -> None:
    years = Lifetimes(register_days=1826)
    assert not due(story.store, years, on_day(1826))
    later = on_day(20 * 1826)
    found = due(story.store, years, later)
    assert {each.name for each in found.people} >= {WHO, OTHER, "Facilitator of Blue"}
    done = retain(story.store, found, story.outbox, later)
    assert done.people == len(found.people)
    assert set(People(story.store).names().values()) <= {ERASED, ""}
    assert Sessions(story.store).reasons(story.first) == {}
    assert planted(story.files()) == {"Zuleyha"}
    assert not due(story.store, years, later)


def test_the_name_of_a_reports_file_goes_with_the_register(story: PrivateStory) -> None:
    (arrival, *_) = story.store.rows(
        "SELECT id FROM entry WHERE kind = 'presence' AND session = ?", story.first
    )
    story.store.connection.execute(
        "INSERT INTO note_text (entry, text) VALUES (?, 'zoom of amal.csv')", arrival
    )
    retain(
        story.store,
        due(story.store, Lifetimes(register_days=1826), on_day(9_000)),
        story.outbox,
        on_day(9_000),
    )
    assert story.store.rows("SELECT count(*) FROM note_text WHERE entry = ?", *arrival) == [(0,)]


def test_a_lifetime_of_nothing_is_never(story: PrivateStory) -> None:
    assert not due(story.store, Lifetimes(), on_day(100_000))
