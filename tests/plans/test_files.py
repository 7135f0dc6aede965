"""Hostile and unlucky files: each gets one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from facilitator_tui.plans.reader import check, read_course
from tests.plans.sources import documented, write_course


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a\x00b", ":1: this is not a text file: it holds a NUL — put a text file in its place"),
        (b"---\n\xe9t\xe9\n", ":2: this file is not in UTF-8 — save it as UTF-8 in your editor"),
        ("---\n".encode("utf-16"), ": this file is in UTF-16, not in UTF-8 — save it as UTF-8 in your editor"),
        (b"x" * (1024 * 1024 + 1), ": this file is larger than 1 MiB — "
         "write less into one file; link to large materials"),
        (b"PK\x03\x04\x00\x00", ":1: this is not a text file: it holds a NUL — put a text file in its place"),
    ],
)  # fmt: skip
def test_what_is_no_text(tmp_path: Path, content: bytes, sentence: str) -> None:
    folder = write_course(tmp_path)
    module = folder / "2-who-belongs.md"
    module.write_bytes(content)
    assert [str(each) for each in check([folder])] == [f"{module}{sentence}"]


def test_a_hundred_megabytes_are_not_read(tmp_path: Path) -> None:
    folder = write_course(tmp_path)
    with (folder / "course.yaml").open("wb") as opened:
        opened.truncate(100 * 1024 * 1024)
    (problem,) = read_course(folder).problems
    assert problem.message == "this file is larger than 1 MiB"


def test_a_link_out_of_the_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret", encoding="utf-8")
    folder = write_course(tmp_path / "course")
    (folder / "2-who-belongs.md").unlink()
    (folder / "2-who-belongs.md").symlink_to(secret)
    (problem,) = check([folder])
    assert str(problem).endswith(
        "2-who-belongs.md: this link leads out of the course's folder — copy the file into the folder instead"
    )


def test_a_link_inside_the_folder(tmp_path: Path) -> None:
    folder = write_course(tmp_path)
    (folder / "2-who-belongs.md").rename(folder / "other.txt")
    (folder / "2-who-belongs.md").symlink_to(folder / "other.txt")
    assert check([folder]) == ()


def test_a_shared_block_behind_a_link_out_of_the_folder(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "course")
    (tmp_path / "secret.md").write_text(documented()["shared/agreements.md"], encoding="utf-8")
    (folder / "shared" / "agreements.md").unlink()
    (folder / "shared" / "agreements.md").symlink_to(tmp_path / "secret.md")
    assert any("agreements.md: this link leads out" in str(each) for each in check([folder]))


def test_a_link_in_a_circle_and_a_link_to_nothing(tmp_path: Path) -> None:
    folder = write_course(tmp_path)
    (folder / "2-who-belongs.md").unlink()
    (folder / "2-who-belongs.md").symlink_to(folder / "2-who-belongs.md")
    assert len(check([folder])) == 1
    (folder / "2-who-belongs.md").unlink()
    (folder / "2-who-belongs.md").symlink_to(folder / "nothing.md")
    assert "No such file" in str(check([folder])[0])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_in_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    folder = write_course(tmp_path)
    (folder / "2-who-belongs.md").unlink()
    os.mkfifo(folder / "2-who-belongs.md")
    assert "this is not an ordinary file" in str(check([folder])[0])


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    folder = write_course(tmp_path)
    (folder / "2-who-belongs.md").unlink()
    (folder / "2-who-belongs.md").mkdir()
    assert "this is not an ordinary file" in str(check([folder])[0])


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything is readable for this user"
)
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    folder = write_course(tmp_path)
    (folder / "2-who-belongs.md").chmod(0)
    assert "Permission denied" in str(check([folder])[0])


@pytest.mark.parametrize("character", ["\x1b", "\x07", "\x9b", "\x7f", "\u202e", "\u2028"])
def test_terminal_escapes_are_refused_with_their_line(tmp_path: Path, character: str) -> None:
    text = documented()["1-names-and-places.md"].replace("One word that", f"One {character}[31mword that")
    folder = write_course(tmp_path, {"1-names-and-places.md": text})
    line = text.split("\n").index(f"**Say:** One {character}[31mword that you take with you.") + 1
    (problem,) = check([folder])
    assert (problem.line, problem.hint) == (line, "take it away")
    assert problem.message == f"the control character U+{ord(character):04X} stands in the text"
    assert read_course(folder).plan(1) is None


def test_letters_of_every_script_are_welcome(tmp_path: Path) -> None:
    text = documented()["1-names-and-places.md"].replace(
        "One word", "كلمة واحدة, μία λέξη, jedno słovo 🙂\u200f"
    )
    assert check([write_course(tmp_path, {"1-names-and-places.md": text})]) == ()


def test_a_module_of_endless_lines(tmp_path: Path) -> None:
    folder = write_course(tmp_path, {"2-who-belongs.md": documented()["2-who-belongs.md"] + "-\n" * 100_000})
    assert "more than 20000 lines" in str(check([folder])[0])
