"""Writing beside the main thread: one job at a time, its refusal comes to whoever lands it, the file waits for it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from facilitator_tui.store.aside import Aside
from facilitator_tui.store.file import Store


def test_a_job_is_done_by_another_thread_and_its_refusal_is_raised_where_it_lands() -> None:
    aside, by = Aside(), []

    def refuse() -> None:
        by.append(threading.get_ident())
        raise OSError("no space")

    flight = aside.start(refuse)
    flight.take_off()
    with pytest.raises(OSError, match="no space"):
        flight.land()
    assert by != [threading.get_ident()]
    aside.stop()


def test_the_next_job_begins_when_the_one_before_has_ended() -> None:
    aside, gate, done = Aside(), threading.Event(), []
    first = aside.start(lambda: done.append("first") if gate.wait(5) else None)
    first.take_off()
    threading.Timer(0.05, gate.set).start()
    second = aside.start(lambda: done.append("second"))
    second.take_off()
    second.land()
    assert done == ["first", "second"]
    aside.stop()


def test_who_asks_the_file_waits_for_what_is_being_written(tmp_path: Path) -> None:
    gate = threading.Event()
    with Store.open(tmp_path / "store.db") as store:

        def write() -> None:
            gate.wait(5)
            store.connection.execute(
                "INSERT INTO subgroup (id, name, created_ms) VALUES ('1', 'Group 3', 0)"
            )  # within the job the file is free

        store.aside.start(write).take_off()
        threading.Timer(0.05, gate.set).start()
        assert store.rows("SELECT name FROM subgroup") == [("Group 3",)]


def test_closing_the_file_waits_too(tmp_path: Path) -> None:
    path, gate = tmp_path / "store.db", threading.Event()
    with Store.open(path) as store:

        def write() -> None:
            gate.wait(5)
            store.connection.execute("INSERT INTO subgroup (id, name, created_ms) VALUES ('1', 'Group 3', 0)")

        store.aside.start(write).take_off()
        threading.Timer(0.05, gate.set).start()
    with Store.open(path, read_only=True) as store:
        assert store.rows("SELECT count(*) FROM subgroup") == [(1,)]
