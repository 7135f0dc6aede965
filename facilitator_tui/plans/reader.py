"""Course folders in, courses and plans out, with every problem at once.

What a module's text means is in ``module_file``, how files are opened in ``files``. Where the shipped courses are,
and how they come without being read again, is in ``shelf``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from facilitator_tui.plans.blocks import Library, check_shared
from facilitator_tui.plans.course import Course, SubgroupSize
from facilitator_tui.plans.files import SHARED, course_folders, library_of, markdown_files, read_file
from facilitator_tui.plans.forms import COURSE
from facilitator_tui.plans.lint import USUAL_GROUP
from facilitator_tui.plans.lint_course import lint_course
from facilitator_tui.plans.lint_rules import lint_rules
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.plans.module_file import read_module
from facilitator_tui.plans.problems import Complaints, Problem
from facilitator_tui.plans.readings import COURSE_FILE, CourseReading, PlanReading
from facilitator_tui.plans.words import normal
from facilitator_tui.plans.yaml_tree import List, Map, Text, read_tree

Lint = Callable[[Course, Sequence[SessionPlan], Complaints], None]
"""Looks at a course and its modules, and complains."""


class Checked(msgspec.Struct, frozen=True):
    """Something that was checked: its name for people, what it holds in a few words, and its problems."""

    name: str
    content: str
    problems: tuple[Problem, ...]


def read_course(folder: Path, also: Lint | None = None) -> CourseReading:
    """Read a course's folder. Never raises for what the files say.

    ``also`` looks at a course without errors and complains about what this room cannot know.
    """
    complaints = Complaints(str(folder / COURSE_FILE))
    frame = _read_frame(folder, complaints)
    course = None if complaints.failed else msgspec.convert(frame.values, Course)
    library = library_of(folder)
    there = [name for name in frame.modules if _is_there(folder, name, frame, complaints)]
    modules = [(name, _read_module(folder / name, frame, library)) for name in there]
    _check_modules(folder, modules, frame, complaints)
    plans = tuple(reading.plan for _, reading in modules if reading.plan is not None)
    if course is not None and len(plans) == len(frame.modules):
        lint_course(course, plans, complaints)
        lint_rules(course, plans, complaints)
        if also is not None and not complaints.failed:
            also(course, plans, complaints)
    found = [*complaints.all(), *(problem for _, reading in modules for problem in reading.problems)]
    return CourseReading(
        folder=str(folder),
        course=None if complaints.failed else course,
        plans=plans,
        problems=tuple(dict.fromkeys(found)),
        files=tuple(name for name, reading in modules if reading.plan is not None),
        modules=frame.modules,
    )


def read_module_file(path: Path) -> PlanReading:
    """Read one module; where it lies in a course, with the course's language, subgroup size and shared blocks."""
    in_course = (path.parent / COURSE_FILE).is_file()
    frame = _read_frame(path.parent, Complaints("")) if in_course else _Frame({}, ())
    return _read_module(path, frame, library_of(path.parent))


def check(paths: Iterable[Path]) -> tuple[Problem, ...]:
    """Every problem in course folders, folders of courses and single module files."""
    return tuple(problem for checked in check_each(paths) for problem in checked.problems)


def check_each(paths: Iterable[Path], also: Lint | None = None) -> tuple[Checked, ...]:
    """The same, course by course and file by file; ``also`` as in ``read_course``."""
    return tuple(checked for path in paths for checked in _check_path(path, also))


class _Frame(msgspec.Struct, frozen=True):
    """What ``course.yaml`` says: values by field name, module names, and on which line each of these stands."""

    values: dict[str, object]
    modules: tuple[str, ...]
    lines: dict[str, int] = {}

    @property
    def language(self) -> str:
        return str(self.values.get("language", "en"))

    @property
    def group_size(self) -> int:
        size = self.values.get("subgroup_size")
        return size.most if isinstance(size, SubgroupSize) else USUAL_GROUP


def _read_frame(folder: Path, complaints: Complaints) -> _Frame:
    text = read_file(folder / COURSE_FILE, folder, complaints)
    tree = None if text is None else read_tree(text, complaints)
    for key, _ in tree.items if tree else ():
        complaints.place_key(key.value, key.line)
    values = {} if tree is None else COURSE.sift(tree, complaints)[0]
    named = values.get("modules")
    if isinstance(named, tuple):
        names = tuple(dict.fromkeys(str(each) for each in named))
    else:  # its modules can be checked all the same
        names = tuple(each.name for each in markdown_files(folder) if not _is_readme(each))
    return _Frame(values, names, _module_lines(tree))


def _module_lines(tree: Map | None) -> dict[str, int]:
    lines: dict[str, int] = {}
    for key, node in tree.items if tree else ():
        if normal(key.value) == "modules" and isinstance(node, List):
            lines = {item.value.strip(): item.line for item in node.items if isinstance(item, Text)}
    return lines


def _read_module(path: Path, frame: _Frame, library: Library) -> PlanReading:
    complaints = Complaints(str(path))
    text = read_file(path, path.parent, complaints)
    if text is None:
        return PlanReading(None, complaints.all())
    plan = read_module(text, complaints, library, frame.language, frame.group_size)
    return PlanReading(None if complaints.failed else plan, complaints.all())


def _is_there(folder: Path, name: str, frame: _Frame, complaints: Complaints) -> bool:
    if (folder / name).exists() or (folder / name).is_symlink():
        return True
    near = _nearest(name, [each.name for each in markdown_files(folder)])
    hint = f'write "{near}"' if near else "write the module, or take it out of the list"
    complaints.error(frame.lines.get(name, 0), f'there is no file "{name}"', hint)
    return False


def _check_modules(
    folder: Path, modules: Sequence[tuple[str, PlanReading]], frame: _Frame, complaints: Complaints
) -> None:
    by_number: dict[int, str] = {}
    for name, reading in modules:
        if reading.plan is None:
            continue
        number = reading.plan.module
        if number in by_number:
            message = f"module {number} comes twice: {by_number[number]} and {name}"
            complaints.error(frame.lines.get(name, 0), message, "give each module a number of its own")
        elif by_number and number < max(by_number):
            message = f"module {number} ({name}) comes after module {max(by_number)}"
            complaints.advice(
                frame.lines.get(name, 0), message, "list the modules in the order of their numbers"
            )
        by_number.setdefault(number, name)
    listed = {name for name, _ in modules}
    for path in markdown_files(folder):
        if path.name not in listed and not _is_readme(path):
            hint = f'add "- {path.name}" to the modules, or move the file away'
            complaints.advice(0, f"the file {path.name} is not among the modules", hint)


def _is_readme(path: Path) -> bool:
    return path.stem.casefold() == "readme"


def _check_path(path: Path, also: Lint | None) -> Iterator[Checked]:
    if (path / COURSE_FILE).is_file():
        yield _check_course(path, also)
    elif path.is_dir() and path.name == SHARED:
        yield from map(_check_shared, markdown_files(path))
    elif path.is_dir():
        yield from _check_courses(path, also)
    elif path.name == COURSE_FILE:
        yield _check_course(path.parent, also)
    elif path.parent.name == SHARED and path.is_file():
        yield _check_shared(path)
    elif path.suffix.lower() == ".md" and path.is_file():
        reading = read_module_file(path)
        yield Checked(str(path), reading.plan.title if reading.plan else "", reading.problems)
    else:
        yield _nothing_there(path)


def _check_courses(folder: Path, also: Lint | None) -> Iterator[Checked]:
    courses = course_folders(folder)
    if not courses:
        yield _nothing_there(folder)
    for each in courses:
        yield _check_course(each, also)
    yield from map(_check_shared, markdown_files(folder / SHARED) if courses else ())


def _check_course(folder: Path, also: Lint | None) -> Checked:
    reading = read_course(folder, also)
    title = reading.course.title if reading.course else folder.name
    sessions = sum(1 for plan in reading.plans if plan.during())
    questions = sum(len(plan.questions) for plan in reading.plans)
    counts = ((len(reading.plans), "module"), (sessions, "live session"), (questions, "question"))
    held = [f"{count} {what}{'s' if count > 1 else ''}" for count, what in counts if count]
    shared = [_check_shared(each) for each in markdown_files(folder / SHARED)]
    problems = [*reading.problems, *(problem for each in shared for problem in each.problems)]
    return Checked(str(folder), f"{title} ({', '.join(held)})", tuple(dict.fromkeys(problems)))


def _check_shared(path: Path) -> Checked:
    complaints = Complaints(str(path))
    text = read_file(path, path.parent, complaints)
    if text is not None:
        check_shared(text, complaints)
    return Checked(str(path), "shared block", complaints.all())


def _nothing_there(path: Path) -> Checked:
    if path.exists():
        message, hint = "there is no course here", "give a folder with a course.yaml, or a module's .md file"
    else:
        message, hint = "there is no such file or folder", "look at its spelling"
        near = _nearest(path.name, _neighbours(path.parent))
        hint = f'write "{near}"' if near else hint
    return Checked(str(path), "", (Problem(str(path), 0, "error", message, hint),))


def _neighbours(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()] if folder.is_dir() else []


def _nearest(name: str, there: Sequence[str]) -> str:
    """The name among those ``there`` that looks most like this one; nothing where none does."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, there, n=1)), "")
