"""Report files: names that every system takes, whole or not there, for their owner alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.exports.files import ExportProblem, safe_name, stem, write_file, write_report
from facilitator_tui.exports.model import Report
from facilitator_tui.reporting import report_of
from facilitator_tui.store.file import Store
from tests.store.stories import Told, an_evening


@pytest.fixture
def report(store: Store) -> Report:
    return report_of(store, an_evening(store).row)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Who belongs?", "Who-belongs"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows\\x", "C-Windows-x"),
        (".hidden", "hidden"),
        ("CON", "CON-"),
        ("nul", "nul-"),
        ("من ينتمي؟", "من-ينتمي"),
        ("", "session"),
        ("???", "session"),
        ("a\x00b\nc", "a-b-c"),
    ],
)
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    assert safe_name(title) == name


@given(st.text(max_size=400))
def test_every_title_becomes_a_name_that_stays_in_its_folder(title: str) -> None:
    name = safe_name(title)
    assert name
    assert len(name.encode()) <= 121
    assert not set(name) & set('/\\:*?"<>|.\x00\n ')
    assert Path(name).name == name


def test_a_report_is_called_by_day_and_title(report: Report) -> None:
    assert stem(report) == f"2026-05-28-Who-belongs-{report.session.id[-6:]}"


def test_two_sessions_of_one_title_do_not_overwrite_each_other(store: Store, tmp_path: Path) -> None:
    for told in (Told(store), Told(store, seed=2)):
        write_report(report_of(store, told.row), tmp_path / "out", ["md"])
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_every_kind_is_written_and_the_files_are_told(report: Report, tmp_path: Path) -> None:
    files = write_report(report, tmp_path / "new" / "folder", ["md", "json", "csv"])
    assert [file.suffix for file in files] == [".md", ".json", *[".csv"] * 5]
    assert sorted(files) == sorted((tmp_path / "new" / "folder").iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    write_file(file, b"old and longer")
    write_file(file, b"new")
    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


def test_when_the_disk_is_full_the_old_report_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write_file(tmp_path / "report.md", b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportProblem, match="No space left on device"):
        write_file(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_place_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(ExportProblem, match="Choose another place"):
        write_file(tmp_path / "taken" / "report.md", b"x")
