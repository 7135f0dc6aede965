"""Readings are kept so that a start does not read every course again; they never outlive their texts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from facilitator_tui.plans import shelf
from facilitator_tui.plans.reader import read_course
from tests.plans.sources import write_course


def test_a_kept_reading_is_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_course(tmp_path / "courses" / "a")
    first = shelf.read_courses(tmp_path / "courses", tmp_path / "kept")
    assert first == (read_course(tmp_path / "courses" / "a"),)

    def never(folder: Path) -> None:
        raise AssertionError(f"{folder} was read again")

    monkeypatch.setattr("facilitator_tui.plans.reader.read_course", never)
    assert shelf.read_courses(tmp_path / "courses", tmp_path / "kept") == first


@pytest.mark.parametrize(
    "place", ["course.yaml", "1-names-and-places.md", "shared/agreements.md", "../shared/new.md"]
)
def test_a_changed_text_is_read_again(tmp_path: Path, place: str) -> None:
    course = write_course(tmp_path / "courses" / "a")
    shelf.read_courses(tmp_path / "courses", tmp_path / "kept")
    before = list((tmp_path / "kept").iterdir())
    (course / place).parent.mkdir(exist_ok=True)
    with (course / place).open("a", encoding="utf-8") as opened:
        opened.write("\n")
    shelf.read_courses(tmp_path / "courses", tmp_path / "kept")
    after = list((tmp_path / "kept").iterdir())
    assert len(before) == len(after) == 1
    assert before != after


def test_a_kept_reading_can_be_carried_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_course(tmp_path / "here" / "a")
    shelf.read_courses(tmp_path / "here", tmp_path / "built")
    (tmp_path / "here").rename(tmp_path / "there")
    monkeypatch.setattr(shelf, "built_readings", lambda: tmp_path / "built")
    monkeypatch.setattr("facilitator_tui.plans.reader.read_course", None)
    (reading,) = shelf.read_courses(tmp_path / "there")
    assert reading.folder == str(tmp_path / "there" / "a")


def test_what_is_made_at_the_build_is_what_the_first_start_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_course(tmp_path / "courses" / "a")
    monkeypatch.setattr(shelf, "shipped_courses", lambda: tmp_path / "courses")
    monkeypatch.setattr(shelf, "built_readings", lambda: tmp_path / "built")
    shelf.make_readings()
    monkeypatch.setattr("facilitator_tui.plans.reader.read_course", None)
    (reading,) = shelf.read_courses(shelf.shipped_courses())
    assert reading.course is not None


def test_a_reading_with_problems_is_not_kept(tmp_path: Path) -> None:
    write_course(tmp_path / "courses" / "a", {"2-who-belongs.md": "x"})
    (reading,) = shelf.read_courses(tmp_path / "courses", tmp_path / "kept")
    assert reading.problems
    assert not (tmp_path / "kept").exists()


def test_a_damaged_reading_is_made_anew(tmp_path: Path) -> None:
    write_course(tmp_path / "courses" / "a")
    first = shelf.read_courses(tmp_path / "courses", tmp_path / "kept")
    (kept,) = (tmp_path / "kept").iterdir()
    kept.write_bytes(b"{")
    assert shelf.read_courses(tmp_path / "courses", tmp_path / "kept") == first


def test_where_nothing_can_be_kept_courses_are_read_all_the_same(tmp_path: Path) -> None:
    write_course(tmp_path / "courses" / "a")
    (tmp_path / "kept").write_text("a file", encoding="utf-8")
    assert len(shelf.read_courses(tmp_path / "courses", tmp_path / "kept")) == 1
    assert len(shelf.read_courses(tmp_path / "courses")) == 1
    assert shelf.read_courses(tmp_path / "nowhere") == ()


def test_the_shipped_courses_have_no_problem() -> None:
    readings = shelf.read_courses(shelf.shipped_courses())
    assert readings
    assert [str(problem) for reading in readings for problem in reading.problems] == []


def test_every_chat_text_of_the_shipped_courses_is_ready_to_paste() -> None:
    """What only the team knows (an address, a date, an order) comes as a message of its own."""
    to_fill_in = re.compile(r"\([^)]*\b(?:link|name|date|address)\b[^)]*\)|<[^>]*>|\[[^\]]*\]|_{2,}|\bTODO\b")
    found = [
        f"{plan.title}, {block.title}: {match[0]}"
        for reading in shelf.read_courses(shelf.shipped_courses())
        for plan in reading.plans
        for block in plan.blocks
        if (match := to_fill_in.search(block.chat))
    ]
    assert found == []


def test_every_shipped_session_begins_with_agreements_and_knows_what_to_do_in_trouble() -> None:
    for reading in shelf.read_courses(shelf.shipped_courses()):
        for plan in reading.plans:
            blocks = [block for block in plan.during() if block.kind != "break"]
            if not blocks:
                continue
            kinds = [block.kind for block in blocks]
            assert kinds[: kinds.index("agreements")] in (["opening"], ["opening", "check-in"])
            assert [block.title for block in blocks if not block.fallbacks] == []
