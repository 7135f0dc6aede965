"""The desk over folders of courses: what the course browser asks for, answered by the plans room and the disk.

Implements ``screens.course_port.CourseDesk``. Reading and checking is done by ``plans``; here is where courses lie,
which of them may be changed in place, and which editor is used.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from facilitator_tui import settings, zones
from facilitator_tui.dialogue.journal import Clock
from facilitator_tui.plans.readings import CourseReading
from facilitator_tui.screens.course_port import CourseCard, HandOut, OpenedCourse
from facilitator_tui.screens.problems import DeskProblem

_PLUS = ("vi", "vim", "nvim", "nano", "micro", "emacs", "emacsclient", "kak", "joe", "ne", "mg", "jed")
"""Editors that take the line as ``+12`` before the file."""
_COLON = ("hx", "helix", "subl", "zed")
"""Editors that take it as ``file:12``."""
_GOTO = ("code", "codium", "cursor")
"""Editors that take it as ``--goto file:12``."""
_USUAL = ("nano", "vim", "vi", "notepad")
"""Editors that are looked for when nobody has named one, the simplest first."""


@contextmanager
def _on_disk(what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, shutil.Error) as error:
        reason = getattr(error, "strerror", None) or "some files are in the way"
        raise DeskProblem(f"{what} cannot be written: {reason}.") from error


class FolderDesk:
    """``own`` is the person's folder of courses, ``shipped`` that of the program's, ``kept`` that of its readings.

    ``locked`` are folders whose courses are never changed in place: the installed program.
    """

    def __init__(
        self, clock: Clock, own: Path, shipped: Path, kept: Path, locked: Sequence[Path] = ()
    ) -> None:
        self._clock = clock
        self._own, self._shipped, self._kept, self._locked = own, shipped, kept, tuple(locked)

    def now_ms(self) -> int:
        return self._clock.now_ms()

    def zone(self) -> str:
        return zones.here()

    # --- reading

    def courses(self) -> list[CourseCard]:
        cards = [_card(reading, own) for reading, own in self._readings()]
        return sorted(cards, key=lambda card: card.title.casefold())

    def _readings(self) -> Iterator[tuple[CourseReading, bool]]:
        from facilitator_tui.plans.shelf import read_courses

        yield from ((reading, True) for reading in read_courses(self._own))
        yield from ((reading, False) for reading in read_courses(self._shipped, self._kept))

    def course(self, folder: str) -> OpenedCourse:
        from facilitator_tui.completion.examples import lint_examples
        from facilitator_tui.plans.reader import read_course

        place = Path(folder)
        locked = any(place.is_relative_to(each) for each in self._locked)
        return OpenedCourse(read_course(place, also=lint_examples), not locked and os.access(place, os.W_OK))

    # --- writing

    def new_course(self, name: str) -> str:
        from facilitator_tui.plans.problems import PlanError
        from facilitator_tui.plans.skeleton import write_skeleton

        slug = re.sub("[^a-z0-9]+", "-", name.casefold()).strip("-")[:60] or "new-course"
        try:
            write_skeleton(self._own / slug)
        except PlanError as error:
            raise DeskProblem(f"{error}.") from error
        return str(self._own / slug)

    def own_folder(self, folder: str) -> str:
        return str(self._own / Path(folder).name)

    def copied(self, folder: str) -> str:
        source, copy = Path(folder), self._own / Path(folder).name
        if copy.exists():
            return str(copy)
        with _on_disk(str(copy)):
            self._own.mkdir(parents=True, exist_ok=True)
            beside = copy.with_name(f".{copy.name}.{os.getpid()}.part")
            try:
                shared = source.parent / "shared"
                if shared.is_dir():
                    shutil.copytree(shared, beside / "shared", copy_function=shutil.copyfile)
                shutil.copytree(source, beside, copy_function=shutil.copyfile, dirs_exist_ok=True)
                beside.rename(copy)
            finally:
                shutil.rmtree(beside, ignore_errors=True)
        return str(copy)

    def edit(self, file: str, line: int) -> None:
        command = editor_command(file, line)
        try:
            ended = subprocess.run(command, check=False).returncode
        except OSError as error:
            raise DeskProblem(
                f"The editor {command[0]} cannot be started ({error.strerror}): set VISUAL or EDITOR to another one. "
                f"The text is in {file}"
            ) from error
        if ended:
            raise DeskProblem(f"The editor {command[0]} ended with an error ({ended}). The text is in {file}")

    def hand_out_folder(self) -> Path:
        return self._own.parent / "hand-outs"

    def write_hand_out(self, sheet: HandOut, folder: Path) -> list[Path]:
        from facilitator_tui.atomic import write_whole
        from facilitator_tui.plans.render import as_html, as_markdown

        texts = {
            "md": as_markdown(sheet.parts),
            "html": as_html(sheet.parts, sheet.title, sheet.language),
        }
        files = [folder / f"{sheet.name}.{ending}" for ending in texts]
        with _on_disk(str(folder)):
            folder.mkdir(parents=True, exist_ok=True)
            for file, text in zip(files, texts.values(), strict=True):
                write_whole(file, text.encode())
        return files


def own_desk(clock: Clock) -> FolderDesk:
    """The desk over the person's own folder and the courses that come with the program."""
    from facilitator_tui.plans.shelf import shipped_courses

    data = settings.folder("data")
    return FolderDesk(clock, data / "plans", shipped_courses(), data / "readings", [Path(__file__).parent])


def editor_command(file: str, line: int) -> list[str]:
    """The command that opens the file in the person's editor: ``$VISUAL``, ``$EDITOR`` or a usual one.

    Raises ``DeskProblem`` where there is none.
    """
    command = _editor(file)
    name = Path(command[0]).stem.casefold()
    if line and name in _PLUS:
        return [*command, f"+{line}", file]
    if line and name in _COLON:
        return [*command, f"{file}:{line}"]
    if line and name in _GOTO:
        return [*command, "--goto", f"{file}:{line}"]
    return [*command, file]


def _editor(file: str) -> list[str]:
    import shlex

    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = shlex.split(chosen, posix=os.name != "nt")
    except ValueError as error:
        raise DeskProblem(f"VISUAL or EDITOR holds an open quotation mark ({chosen}): correct it.") from error
    if words:
        return words
    usual = next((name for name in _USUAL if shutil.which(name)), None)
    if usual is None:
        raise DeskProblem(f"No editor was found: set EDITOR to yours. The text is in {file}")
    return [usual]


def _card(reading: CourseReading, own: bool) -> CourseCard:
    course, errors = reading.course, sum(each.severity == "error" for each in reading.problems)
    return CourseCard(
        folder=reading.folder,
        title=course.title if course else Path(reading.folder).name,
        own=own,
        kind=course.kind if course else "",
        format=course.format if course else "",
        weeks=course.weeks if course else 0,
        sessions=sum(1 for plan in reading.plans if plan.during()),
        questions=sum(len(plan.questions) for plan in reading.plans),
        errors=errors,
        advice=len(reading.problems) - errors,
    )
