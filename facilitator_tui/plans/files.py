"""Files in, text out: the one place of this room that touches the disk.

A file that is too large, binary, in another encoding or behind a link that leads out of its folder is refused with
one sentence.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from functools import cache
from pathlib import Path

from facilitator_tui.plans import words
from facilitator_tui.plans.blocks import Library, Shared
from facilitator_tui.plans.problems import Complaints, suggest

LARGEST_FILE = 1024 * 1024
"""The most bytes in one file."""

SHARED = "shared"
"""The name of the folder with blocks that several modules or courses include."""


def read_file(path: Path, root: Path, complaints: Complaints) -> str | None:
    """The ``cleaned`` text of a file inside ``root``, or ``None`` after a complaint."""
    try:
        content = _content(path, root, complaints)
    except OSError as error:
        complaints.error(
            0, f"this file cannot be read ({error.strerror})", "look at its name and its permissions"
        )
        return None
    text = None if content is None else _decoded(content, complaints)
    return None if text is None else cleaned(text, complaints)


def library_of(course: Path) -> Library:
    """Finds shared blocks in the course's own folder ``shared``, then in the one beside the course."""
    folders = (course / SHARED, course.parent / SHARED)

    @cache
    def find(name: str) -> Shared:
        for folder in folders:
            if (folder / name).is_file() or (folder / name).is_symlink():
                return _shared(folder / name, folder)
        there = tuple(sorted({each.name for folder in folders for each in markdown_files(folder)}))
        hint = suggest(name, there) if there else "put the file into a folder named shared"
        return Shared(name, sentence=f'there is no shared block "{name}"', hint=hint)

    return find


def markdown_files(folder: Path) -> tuple[Path, ...]:
    """The Markdown files directly in a folder, by name; none where it cannot be read."""
    return _listed(folder, lambda each: each.suffix.lower() == ".md" and not each.name.startswith("."))


def course_folders(folder: Path) -> tuple[Path, ...]:
    """The courses directly in a folder, by name."""
    return _listed(folder, lambda each: (each / "course.yaml").is_file())


def _listed(folder: Path, wanted: Callable[[Path], bool]) -> tuple[Path, ...]:
    try:
        return tuple(sorted(each for each in folder.iterdir() if wanted(each)))
    except OSError:
        return ()


def _shared(path: Path, folder: Path) -> Shared:
    complaints = Complaints(str(path))
    text = read_file(path, folder, complaints)
    if text is None or complaints.failed:
        problem = complaints.all()[0]
        return Shared(str(path), sentence=f"{path.name}: {problem.message}", hint=problem.hint)
    return Shared(str(path), text)


def _content(path: Path, root: Path, complaints: Complaints) -> bytes | None:
    status = path.stat()  # first, because it says so where links go in a circle
    if not path.resolve().is_relative_to(root.resolve()):
        complaints.error(
            0, "this link leads out of the course's folder", "copy the file into the folder instead"
        )
        return None
    if not stat.S_ISREG(status.st_mode):
        complaints.error(0, "this is not an ordinary file", "put a text file in its place")
        return None
    with path.open("rb") as opened:
        content = opened.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        complaints.error(
            0, "this file is larger than 1 MiB", "write less into one file; link to large materials"
        )
        return None
    return content


def _decoded(content: bytes, complaints: Complaints) -> str | None:
    hint = "save it as UTF-8 in your editor"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        complaints.error(0, "this file is in UTF-16, not in UTF-8", hint)
        return None
    if b"\x00" in content:
        line = content.count(b"\n", 0, content.index(b"\x00")) + 1
        complaints.error(line, "this is not a text file: it holds a NUL", "put a text file in its place")
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        complaints.error(line, "this file is not in UTF-8", hint)
        return None
    return text


def cleaned(text: str, complaints: Complaints) -> str:
    """The text with line feeds alone at its line ends, and without the characters that no text may hold.

    Each line with such a character is complained about; the rest can be checked as well.
    """
    text = re.sub("\r\n?", "\n", text)
    if words.forbidden_at(text) is None:
        return text
    kept = []
    for number, line in enumerate(text.split("\n"), start=1):
        if found := words.forbidden_at(line):
            complaints.error(number, f"the control character {found[1]} stands in the text", "take it away")
        kept.append(words.without_forbidden(line))
    return "\n".join(kept)
