"""The outbox: what the store refused lies there durably, and comes into the journal exactly once."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.journal import NotWritten
from facilitator_tui.store import outbox
from facilitator_tui.store.file import Store
from facilitator_tui.store.sessions import Sessions
from tests.dialogue.fakes import MemoryJournal, ms
from tests.store.stories import Told


def floor(number: int, session: str = "s") -> e.Entry:
    return e.Entry(f"id-{number}", session, ms(number), ms(number), "me", "key", e.Floor(f"p{number}"))


def note(number: int) -> e.Entry:
    return e.Entry(f"id-{number}", "s", ms(number), ms(number), "me", "key", e.Note())


@pytest.fixture
def box(tmp_path: Path) -> Path:
    return outbox.outbox_path(tmp_path / "elsewhere", "s")


def test_what_was_spilled_comes_back_with_the_words_of_notes(box: Path) -> None:
    journal = MemoryJournal()
    outbox.spill(box, [floor(1)], {})
    outbox.spill(box, [note(2), floor(3)], {"id-2": "زينب said:\n“no”"})
    assert outbox.drain(box, journal) == 3
    assert list(journal.entries.values()) == [floor(1), note(2), floor(3)]
    assert journal.texts == {"id-2": "زينب said:\n“no”"}
    assert not box.exists()


def test_an_outbox_that_is_not_there_is_empty(box: Path) -> None:
    assert outbox.drain(box, MemoryJournal()) == 0


def test_the_outbox_is_for_its_owner_alone(box: Path) -> None:
    outbox.spill(box, [floor(1)], {})
    assert stat.S_IMODE(box.stat().st_mode) == 0o600
    assert stat.S_IMODE(box.parent.stat().st_mode) == 0o700


def test_what_is_spilled_is_on_disk_before_it_is_said_to_be(
    box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_size))
    outbox.spill(box, [floor(1)], {})
    assert synced[0] == box.stat().st_size


def test_spilled_twice_and_drained_twice_is_there_once(store: Store, box: Path) -> None:
    told = Told(store)
    entry = floor(1, told.id)
    for _ in range(2):
        outbox.spill(box, [entry, entry], {})
        outbox.drain(box, store.journal(told.id))
    assert [x.id for x in store.journal(told.id).read()].count("id-1") == 1
    assert Sessions(store).get(told.id).entries == 2


def test_while_the_store_refuses_the_outbox_stays(box: Path) -> None:
    journal = MemoryJournal()
    journal.refusals = 1
    outbox.spill(box, [floor(1)], {})
    with pytest.raises(NotWritten):
        outbox.drain(box, journal)
    assert outbox.drain(box, journal) == 1


def test_a_line_cut_off_by_a_crash_costs_nothing_else(box: Path) -> None:
    journal = MemoryJournal()
    outbox.spill(box, [floor(1)], {})
    with box.open("ab") as file:
        file.write(b'{"id":"id-2","session":')
    outbox.spill(box, [floor(3)], {})
    assert outbox.drain(box, journal) == 2
    assert list(journal.entries) == ["id-1", "id-3"]
    assert box.with_suffix(".unread").read_bytes() == b'{"id":"id-2","session":\n'


@pytest.mark.parametrize(
    "line", [b"\xff\xfe", b"[]", b'{"id": 1}', b"null", b'{"id":"a","session":"s","kind":"dream","v":1,'
    b'"at_ms":1,"logged_ms":1,"author":"me","source":"key","payload":{}}']
)  # fmt: skip
def test_lines_that_cannot_be_read_are_kept_aside(box: Path, line: bytes) -> None:
    box.parent.mkdir(parents=True)
    box.write_bytes(line + b"\n")
    assert outbox.drain(box, MemoryJournal()) == 0
    assert box.with_suffix(".unread").read_bytes() == line + b"\n"


def test_an_outbox_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file where a folder should be")
    with pytest.raises(outbox.OutboxProblem, match="cannot be written either"):
        outbox.spill(tmp_path / "outbox" / "s.jsonl", [floor(1)], {})
