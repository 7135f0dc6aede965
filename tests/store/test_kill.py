"""A writer killed in the middle of its work: what it called saved is in the file, and the file is whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from facilitator_tui.dialogue import commands as c
from facilitator_tui.recorder import Done
from facilitator_tui.store.file import Store

from .writer import SESSION, prepared, recorder_of

ROOT = Path(__file__).parents[2]
ROUNDS = 12


def killed_after(path: Path, how: str, lines: int) -> int:
    """Let a writer save this many entries, kill it at once; gives the highest number it ever called saved."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.store.writer", how, str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    said = [writer.stdout.readline() for _ in range(lines)]
    writer.kill()
    said += writer.stdout.readlines()
    writer.stdout.close()
    writer.wait()
    # The last line may have been cut in the middle of its number.
    return max(int(line) for line in said if line.endswith("\n"))


def rows(path: Path) -> int:
    with Store.open(path) as store:
        assert store.rows("PRAGMA quick_check") == [("ok",)]
        return len(store.journal(SESSION).read())


@pytest.mark.faults
def test_what_was_called_saved_survives_a_kill(tmp_path: Path) -> None:
    path, chance = prepared(tmp_path / "facilitator.db"), Random(1)
    for _ in range(ROUNDS):
        called_saved = killed_after(path, "honest", chance.randrange(1, 60))
        assert called_saved <= rows(path)


@pytest.mark.faults
def test_a_writer_that_says_so_first_would_be_noticed(tmp_path: Path) -> None:
    path, chance = prepared(tmp_path / "facilitator.db"), Random(1)
    assert any(killed_after(path, "boastful", chance.randrange(1, 20)) > rows(path) for _ in range(ROUNDS))


@pytest.mark.faults
def test_after_a_kill_recording_goes_on_without_any_repair(tmp_path: Path) -> None:
    path = prepared(tmp_path / "facilitator.db")
    killed_after(path, "honest", 20)
    with Store.open(path) as store:
        recorder = recorder_of(store)
        before = recorder.saved
        assert recorder.state.running
        assert isinstance(recorder.do(c.Resume(recorder.log.last_logged_ms)), Done)
        assert isinstance(recorder.do(c.Undo()), Done)
        assert recorder.saved == before + 2
