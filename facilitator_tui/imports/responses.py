"""Reads who handed in what: one row for each time, or one row a person with a column for each task.

Tasks are those of the course, by id or title; what a table calls otherwise is said, not guessed. Labels are data in
``response_columns``; who the people are, and what becomes of it, is decided in ``response_intake``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from itertools import islice
from pathlib import Path

import msgspec

from facilitator_tui.imports.labels import bare
from facilitator_tui.imports.local_times import Stamp, milliseconds, moment, read_stamp, settle_day_order
from facilitator_tui.imports.options import zone_called
from facilitator_tui.imports.problems import BadColumnMap, Damaged, NotRecognised
from facilitator_tui.imports.response_columns import (
    FIELDS,
    WORDS,
    CourseWords,
    ResponseColumns,
    known_columns,
    response_columns,
)
from facilitator_tui.imports.roster_columns import known_labels
from facilitator_tui.imports.roster_words import meanings
from facilitator_tui.imports.source import Source, open_source, refuse_larger_than, with_encoding
from facilitator_tui.imports.tables import DELIMITERS, cell, first_rows, rows
from facilitator_tui.imports.wording import at_lines
from facilitator_tui.plain import plain
from facilitator_tui.plans.problems import suggest

_LARGEST_TABLE = 100_000_000
_LARGEST_MAP = 100_000
_MOST_TIMES = 500
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """Something handed in, as ``line`` of the table says. ``module`` is 0 where it says none.

    ``at_ms`` is None where the table has no date; a date without a time is the beginning of that day. ``to`` is to
    whom a reaction was.
    """

    line: int
    name: str
    email: str
    task: str
    module: int = 0
    at_ms: int | None = None
    times: int = 1
    to: str = ""


class ResponseProblem(msgspec.Struct, frozen=True):
    """What is wrong on these lines, in a sentence."""

    lines: tuple[int, ...]
    message: str


class ResponsesFile(msgspec.Struct, frozen=True):
    """Everything handed in that a table tells; ``columns`` says for each label what it was taken for."""

    responses: tuple[Response, ...]
    columns: tuple[tuple[str, str], ...]
    problems: tuple[ResponseProblem, ...] = ()
    warnings: tuple[str, ...] = ()
    platform: str = "responses"


class ResponseMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What columns mean that are not known by their labels: written once, kept in a small file.

    ``columns`` gives the label for each field of ``response_columns.FIELDS``; ``tasks`` the task ("diary", "diary 3")
    for the label of each column that stands for one. ``zone`` and ``day_first`` say how times are meant.
    """

    columns: dict[str, str] = {}
    tasks: dict[str, str] = {}
    kind: str = "responses"
    zone: str = ""
    day_first: bool | None = None


class _Cells(msgspec.Struct, frozen=True):
    """One thing handed in as it stands there, before its dates are settled."""

    line: int
    name: str
    email: str
    task: str
    module: int
    stamp: Stamp | None
    times: int
    to: str


def read_response_map(path: Path) -> ResponseMap:
    """Read a map from a TOML or JSON file. Raises BadColumnMap with a sentence that says what to mend."""
    name = plain(path.name or str(path))
    try:
        if path.stat().st_size > _LARGEST_MAP:
            raise BadColumnMap(name, "this is far too large for a column map", "choose the right file")
        text = path.read_text(encoding="utf-8-sig")
        values = msgspec.json.decode(text) if text.lstrip().startswith("{") else tomllib.loads(text)
        found = msgspec.convert(values, ResponseMap)
    except (OSError, UnicodeError, msgspec.DecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        what = f"the column map cannot be read ({plain(str(error))})"
        raise BadColumnMap(name, what, "see the page on imports for an example") from error
    if unknown := [field for field in found.columns if field not in FIELDS]:
        raise BadColumnMap(name, f"“{plain(unknown[0])}” is no field", f"fields are {', '.join(FIELDS)}")
    return found


def read_responses(
    path: Path,
    course: CourseWords,
    *,
    task: str = "",
    said: ResponseMap | None = None,
    zone: str = "UTC",
    day_first: bool | None = None,
    encoding: str = "",
) -> ResponsesFile:
    """Read a table of who handed in what. ``task`` (an id) is meant where the table does not say which.

    ``zone`` is that of its times, unless they say their own. Raises an ImportProblem that says what is wrong and what
    to do, and UnknownZone.
    """
    said = said or ResponseMap()
    source = open_source(path, encoding)
    refuse_larger_than(source, _LARGEST_TABLE)
    source = with_encoding(source)
    where = zone_called(said.zone or zone or "UTC")
    order = said.day_first if day_first is None else day_first
    return _Reader(source, course, task, said).read(where, order)


class _Reader:
    """One table while it is being read."""

    def __init__(self, source: Source, course: CourseWords, task: str, said: ResponseMap) -> None:
        self._source, self._course, self._task, self._said = source, course, task, said
        self._words = meanings(WORDS)
        self._problems: dict[str, list[int]] = {}
        self._delimiter, self._labels, self._columns = self._header()

    def _header(self) -> tuple[str, list[str], ResponseColumns]:
        """The header that says who, and most of what was handed in."""
        known, people = known_columns(), known_labels()
        best: tuple[str, list[str], ResponseColumns] | None = None
        for delimiter in DELIMITERS:
            for row in islice(first_rows(self._source.head, delimiter), 30):
                found = response_columns(
                    row, self._course, known, people, self._said.columns, self._said.tasks
                )
                if found is None or len([text for text in row if text.strip()]) < 2:
                    continue
                if best is None or _sureness(found) > _sureness(best[2]):
                    best = delimiter, row, found
        if best is None:
            what = "no row of it has a column that says who handed something in"
            raise NotRecognised(self._source.name, what, "write “Name” or “E-mail” above that column")
        places = best[2].places
        if not best[2].tasks and "task" not in places and not self._task:
            raise NotRecognised(
                self._source.name,
                "no column says which task was handed in",
                f"name it with --task (the course has {', '.join(each.id for each in self._course.tasks)}), or write "
                "“Task” or the name of a task above a column",
            )
        return best

    # --- rows

    def read(self, where: tzinfo, day_first: bool | None) -> ResponsesFile:
        cells = list(self._cells())
        stamps = [each.stamp for each in cells if each.stamp is not None]
        order = settle_day_order(self._source.name, (), stamps, day_first)
        responses = tuple(self._response(each, order.day_first, where) for each in cells)
        problems = tuple(
            ResponseProblem(tuple(lines), f"{at_lines(lines)}: {what}.")
            for what, lines in sorted(self._problems.items(), key=lambda each: each[1][0])
        )
        if not responses:
            what = problems[0].message.rstrip(".") if problems else "nothing in it was handed in"
            raise Damaged(self._source.name, what, "check that this is the right file")
        warnings = (*self._source.warnings, *((order.warning,) if order.warning else ()))
        return ResponsesFile(responses, tuple(self._taken()), problems, warnings)

    def _response(self, cells: _Cells, day_first: bool, where: tzinfo) -> Response:
        at = None if cells.stamp is None else moment(cells.stamp, day_first, where)
        if cells.stamp is not None and at is None:
            self._say(
                f"“{plain(cells.stamp.text, 40)}” is no day that there is; taken without a date", cells.line
            )
        return Response(
            line=cells.line,
            name=cells.name,
            email=cells.email,
            task=cells.task,
            module=cells.module,
            at_ms=None if at is None else milliseconds(at),
            times=cells.times,
            to=cells.to,
        )

    def _cells(self) -> Iterator[_Cells]:
        under, header = False, tuple(self._labels)
        for line, row in rows(self._source, self._delimiter):
            if tuple(row) == header:
                under = True
            elif under:
                yield from self._row(line, row)

    def _row(self, line: int, row: list[str]) -> Iterator[_Cells]:
        texts = {field: plain(cell(row, place)) for field, place in self._columns.places.items()}
        name, email = _who(texts)
        if not name and not email:
            if any(text.strip() for text in row):
                self._say("left out: nobody is named", line)
            return
        if self._columns.tasks and "task" not in texts and not self._task:
            yield from self._wide(line, row, name, email, texts)
        elif found := self._long(line, name, email, texts):
            yield found

    def _long(self, line: int, name: str, email: str, texts: Mapping[str, str]) -> _Cells | None:
        """A row that tells of one thing handed in."""
        written = texts.get("task", "")
        found = self._course.task_and_module(written) if written else (self._task, 0)
        if found is None or not found[0]:
            ids = tuple(each.id for each in self._course.tasks)
            what = (
                f"the course has no task “{written}”; {suggest(written, ids)}"
                if written
                else "no task is named"
            )
            self._say(f"left out: {what}", line)
            return None
        if texts.get("status") and self._meaning(texts["status"]) == "not done":
            return None
        task, module = found
        if written := texts.get("module", ""):
            number = self._course.module(written)
            if number is None:
                there = ", ".join(map(str, self._course.modules))
                self._say(
                    f"“{written}” is no module of the course, which has {there}; taken without one", line
                )
            module = number or module
        times = self._times(texts.get("times", ""), line)
        stamp = self._stamp(texts.get("date", ""), line)
        return _Cells(line, name, email, task, module, stamp, times, texts.get("to", "")) if times else None

    def _wide(
        self, line: int, row: list[str], name: str, email: str, texts: Mapping[str, str]
    ) -> Iterator[_Cells]:
        """A row with a column for each task: a date, a number or a word in it."""
        for place, (task, module) in self._columns.tasks.items():
            text = plain(cell(row, place))
            stamp, times = read_date(text, line), 1
            if stamp is None:
                meaning = self._meaning(text)
                if meaning == "not done":
                    continue
                if meaning != "done":
                    times = self._times(text, line)
                beside = place + 1
                if beside < len(self._labels) and not self._labels[beside].strip():
                    stamp = read_date(plain(cell(row, beside)), line)
            if times:
                yield _Cells(line, name, email, task, module, stamp, times, texts.get("to", ""))

    # --- cells

    def _meaning(self, text: str) -> str:
        """Whether the cell says "done" or "not done"; empty where it says neither. What stands in brackets is added."""
        word = re.sub(r"\s*\(.*\)$", "", text.strip())
        return self._words.get(bare(word) or word, "" if word else "not done")

    def _times(self, text: str, line: int) -> int:
        """How often; 1 where nothing is said, 0 where it cannot be read."""
        if not text:
            return 1
        number = re.fullmatch(r"(\d{1,6})(?:[.,]0+)?", text)
        if number and int(number[1]) <= _MOST_TIMES:
            return int(number[1])
        self._say(
            f"“{plain(text, 40)}” is no date, no number of times and no yes or no, so it does not count", line
        )
        return 0

    def _stamp(self, text: str, line: int) -> Stamp | None:
        stamp = read_date(text, line)
        if text and stamp is None:
            self._say(f"the date “{plain(text, 40)}” cannot be read; taken without a date", line)
        return stamp

    def _say(self, what: str, line: int) -> None:
        lines = self._problems.setdefault(what, [])
        if line not in lines:
            lines.append(line)

    def _taken(self) -> Iterator[tuple[str, str]]:
        fields = {place: field for field, place in self._columns.places.items()}
        wide = "task" not in self._columns.places and not self._task
        for place, label in enumerate(self._labels):
            task = self._columns.tasks.get(place) if wide else None
            meaning = f"{task[0]} {task[1] or ''}".strip() if task else fields.get(place, "")
            if label.strip():
                yield plain(label), meaning


def read_date(text: str, line: int) -> Stamp | None:
    """Read a date with or without a time; a month may be written in English ("Wednesday, 4 March 2026, 6:10 PM")."""
    words = text.strip()
    named = re.fullmatch(
        r"(?:\w+,? )?(?:(\d{1,2})\.? ([A-Za-z]{3,9})|([A-Za-z]{3,9})\.? (\d{1,2})),? (\d{4})(?:,? (?:at )?(.*))?",
        words,
    )
    if named:
        month = (named[2] or named[3])[:3].casefold()
        if month in _MONTHS:
            day = named[1] or named[4]
            words = f"{named[5]}-{_MONTHS.index(month) + 1}-{day} {named[6] or '00:00'}".strip()
    return read_stamp(words, line) or (read_stamp(f"{words} 00:00", line) if words else None)


def _sureness(columns: ResponseColumns) -> int:
    return len(columns.places) + 2 * len(columns.tasks) + 2 * ("task" in columns.places)


def _who(texts: Mapping[str, str]) -> tuple[str, str]:
    """The name and the e-mail address of a row; a login counts as an address where it is one."""
    email = texts.get("email", "") or texts.get("login", "")
    inside = re.search(r"[^\s<>]+@[^\s<>]+", email)
    name = texts.get("name", "") or texts.get("surname_first", "")
    if not name:
        name = f"{texts.get('given_name', '')} {texts.get('family_name', '')}".strip()
    return name, inside[0] if inside else ""
