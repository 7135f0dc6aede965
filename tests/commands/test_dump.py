"""``dump`` as a person calls it."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from facilitator_tui.store.file import Store
from tests.commands.conftest import Run
from tests.store.stories import Told, an_evening


def test_a_dump_goes_into_a_file_for_its_owner_alone(run: Run, store: Store, tmp_path: Path) -> None:
    an_evening(store)
    result = run("dump", "--out", tmp_path / "store.jsonl")
    assert result.exit_code == 0, result.output
    assert "names and notes" in result.stdout
    count = (tmp_path / "store.jsonl").read_bytes().count(b"\n")
    assert f"{count - 2} rows" in result.stdout
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "store.jsonl").stat().st_mode) == 0o600


def test_a_dump_to_another_program_is_nothing_but_the_dump(run: Run, store: Store) -> None:
    an_evening(store)
    lines = run("dump", "--out", "-").stdout.splitlines()
    assert json.loads(lines[0])["format"] == "facilitator-tui dump"
    assert json.loads(lines[-1])["end"] is True


def test_one_session_by_its_number(run: Run, store: Store) -> None:
    told = an_evening(store)
    Told(store, title="Another", seed=2)
    lines = [json.loads(line) for line in run("dump", "--session", told.id, "-o", "-").stdout.splitlines()]
    assert [line["row"]["id"] for line in lines if line.get("table") == "session"] == [told.id]
    assert run("dump", "--session", "99", "-o", "-").exit_code == 3


def test_without_names(run: Run, store: Store) -> None:
    an_evening(store)
    assert "Amina" in run("dump", "-o", "-").stdout
    assert "Amina" not in run("dump", "--without-names", "-o", "-").stdout


@pytest.mark.parametrize("content", [b"my thesis", b"SQLite format 3\x00"])
def test_only_an_older_dump_is_replaced(run: Run, store: Store, tmp_path: Path, content: bytes) -> None:
    assert run("dump", "--out", tmp_path / "store.jsonl").exit_code == 0
    an_evening(store)
    assert run("dump", "--out", tmp_path / "store.jsonl").exit_code == 0
    assert b"Amina" in (tmp_path / "store.jsonl").read_bytes()
    (tmp_path / "other").write_bytes(content)
    assert run("dump", "--out", tmp_path / "other").exit_code == 3
    assert (tmp_path / "other").read_bytes() == content
    assert run("dump", "--out", store.path).exit_code == 3
    assert run("dump", "--out", tmp_path).exit_code == 3
    assert run("dump", "--out", tmp_path / "nowhere" / "x").exit_code == 3


def test_where_it_goes_must_be_said(run: Run, store: Store) -> None:
    assert run("dump").exit_code == 2
