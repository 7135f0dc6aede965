"""What the course browser needs from outside: the port ``CourseDesk`` and the values it gives.

The app implements it over folders (``facilitator_tui.desks.courses``). A course is known by the path of its folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from facilitator_tui.plans.readings import CourseReading
from facilitator_tui.plans.render import Part


class CourseCard(msgspec.Struct, frozen=True):
    """A course in a list. ``own``: in the person's own folder; else it came with the program.

    ``kind``, ``format`` and ``weeks`` are empty where ``course.yaml`` has an error.
    """

    folder: str
    title: str
    own: bool
    kind: str = ""
    format: str = ""
    weeks: int = 0
    sessions: int = 0
    questions: int = 0
    errors: int = 0
    advice: int = 0


class OpenedCourse(msgspec.Struct, frozen=True):
    """A course with everything in it. ``editable`` is false for one that came installed with the program."""

    reading: CourseReading
    editable: bool


class HandOut(msgspec.Struct, frozen=True):
    """A sheet to be written out; ``name`` is that of its files, without an ending."""

    name: str
    title: str
    language: str
    parts: tuple[Part, ...]


class CourseDesk(Protocol):
    """Courses, as their screens ask for them. Every method may raise ``problems.DeskProblem``."""

    def now_ms(self) -> int: ...

    def zone(self) -> str:
        """The computer's zone."""

    def courses(self) -> Sequence[CourseCard]:
        """The person's own courses and the shipped ones, each checked, by title."""

    def course(self, folder: str) -> OpenedCourse:
        """Read and check a course."""

    def new_course(self, name: str) -> str:
        """Begin a course in the person's own folder; gives its folder."""

    def own_folder(self, folder: str) -> str:
        """Where the person's own copy of this course is, or would be."""

    def copied(self, folder: str) -> str:
        """Copy a course, with the shared blocks it can include, into the person's own folder, unless it is there.

        Gives the folder of the copy.
        """

    def edit(self, file: str, line: int) -> None:
        """Open a file in the person's editor, at a line (0: wherever it opens), until the editor is closed."""

    def hand_out_folder(self) -> Path:
        """Where hand-outs go unless somebody says otherwise."""

    def write_hand_out(self, sheet: HandOut, folder: Path) -> Sequence[Path]:
        """Write the sheet as Markdown and as HTML into the folder; the files written."""
