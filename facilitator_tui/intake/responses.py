"""Takes into the store who handed in what: who is meant, what is new, and how an import is taken back.

How tables are read is in ``imports``; the command line and the app take them in through here. Only people of the course
are given anything; whoever is doubtful is asked about, and whoever is unknown is named and left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from facilitator_tui.cohorts.problem import CohortProblem
from facilitator_tui.cohorts.sessions import is_of
from facilitator_tui.dialogue.ids import derived_id
from facilitator_tui.imports.entries import said_key, source_of
from facilitator_tui.imports.matching import Known, Match, Reported, match
from facilitator_tui.imports.response_columns import CourseWords, TaskName
from facilitator_tui.imports.responses import Response, ResponseProblem, ResponsesFile
from facilitator_tui.imports.wording import at_lines
from facilitator_tui.intake.reports import Likely, Question
from facilitator_tui.plain import plain
from facilitator_tui.plans.course import Course
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.store.completion import Deliveries, DeliveryRow, places
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import writing
from facilitator_tui.store.people import People, PersonRow

PLATFORM = "responses"


class ResponseWish(msgspec.Struct, frozen=True):
    """What somebody wants taken in. ``same`` are pairs of a name in the table and a name or id of the course."""

    form: ResponsesFile
    course: Course
    source: str
    same: tuple[tuple[str, str], ...] = ()


class TaskCount(msgspec.Struct, frozen=True):
    """How often a task was handed in, by the table: ``new`` of it was not known."""

    task: str
    new: int
    known: int


class ResponseIntake(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken in, or would be.

    ``new`` and ``known`` count times handed in. ``questions`` are names that may be somebody; they and the ``unknown``
    were left out.
    """

    course: str
    source: str
    new: int
    known: int
    people: int
    tasks: tuple[TaskCount, ...]
    questions: tuple[Question, ...]
    unknown: tuple[str, ...]
    problems: tuple[ResponseProblem, ...]
    columns: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]


def words_of(course: Course, plans: Iterable[SessionPlan]) -> CourseWords:
    """By what a table can name the tasks and modules of a course."""
    tasks = tuple(TaskName(task.id, task.title) for task in course.tasks)
    return CourseWords(tasks, {plan.module: plan.title for plan in plans})


def source_of_file(file: Path) -> str:
    """The source of everything that comes from this file: the same content has the same source. ``OSError``."""
    return source_of(PLATFORM, file)


def preview(store: Store, wish: ResponseWish, now_ms: int) -> ResponseIntake:
    """What ``take_in`` would do, without writing anything. Raises ``StoreProblem`` and ``CohortProblem``."""
    return _Intake(store, wish, now_ms).result()


def take_in(store: Store, wish: ResponseWish, now_ms: int) -> ResponseIntake:
    """Write it, all in one commit. The same table adds nothing the second time, a longer one only what is new."""
    with writing(store):
        intake = _Intake(store, wish, now_ms)
        Deliveries(store).add(intake.rows)
        for name, person in intake.said.values():
            People(store).learn_alias(person, name)
    return intake.result()


def would_forget(store: Store, source: str) -> int:
    """How many deliveries came from there. Raises ``CohortProblem`` with the imports there are where none did."""
    there = Deliveries(store).sources()
    found = next((each.deliveries for each in there if each.source == source), 0)
    if not found:
        known = ", ".join(each.source for each in there) or "none"
        raise CohortProblem(f"Nothing was taken in from {plain(source)}. Imports are: {known}.")
    return found


def forget(store: Store, source: str) -> int:
    """Take an import back as a whole, and give how many deliveries that were. Raises as ``would_forget``."""
    would_forget(store, source)
    return Deliveries(store).forget(source)


class _Intake:
    """The table beside what the store knows at one moment."""

    def __init__(self, store: Store, wish: ResponseWish, now_ms: int) -> None:
        self._wish, self._now = wish, now_ms
        self._rows = self._people_of_course(store)
        aliases = People(store).aliases()
        self.said = self._answers()
        reported = dict.fromkeys(Reported(each.name, each.email) for each in wish.form.responses)
        known = [_known(row, aliases.get(row.id, ())) for row in self._rows.values()]
        self._matches = dict(zip(reported, match(reported, known), strict=True))
        self._known_rows = Deliveries(store).of_course(wish.course.id)
        self._known_ids = {row.id for row in self._known_rows}
        self._counted: dict[str, list[int]] = {}
        self._left_out: dict[str, list[int]] = {}
        self.rows = tuple(self._deliveries(known))

    def _people_of_course(self, store: Store) -> dict[str, PersonRow]:
        """Everybody who has or had a place in one of its subgroups."""
        groups = [each.id for each in People(store).subgroups() if is_of(each.course, self._wish.course)]
        rows = {place.person.id: place.person for place in places(store, groups)}
        if not rows:
            raise CohortProblem(
                f"Nobody belongs to the course “{self._wish.course.title}” yet: take in its roster first "
                "(“import people”)."
            )
        return rows

    def _answers(self) -> dict[str, tuple[str, str]]:
        """Who somebody said that names are: the name as it was written and the person, by the name to compare."""
        names = {
            said_key(text) for each in self._wish.form.responses for text in (each.name, each.email) if text
        }
        found = {}
        for name, whom in self._wish.same:
            if said_key(name) not in names:
                raise CohortProblem(
                    f"Nobody in the table is called “{plain(name)}”. Write the name as it stands there."
                )
            found[said_key(name)] = name, self._whom(whom)
        return found

    def _whom(self, text: str) -> str:
        called = [
            row.id for row in self._rows.values() if row.id == text or said_key(row.name) == said_key(text)
        ]
        if len(called) == 1:
            return called[0]
        if called:
            raise CohortProblem(
                f"{len(called)} people of the course are called “{plain(text)}”; give the id."
            )
        raise CohortProblem(
            f"There is nobody “{plain(text)}” in the course; give a person's whole name or id."
        )

    def person(self, response: Response) -> str:
        """Who handed it in; empty where that is not certain."""
        for text in (response.name, response.email):
            if text and said_key(text) in self.said:
                return self.said[said_key(text)][1]
        return self._matches[Reported(response.name, response.email)].person or ""

    # --- deliveries

    def _deliveries(self, known: list[Known]) -> Iterator[DeliveryRow]:
        """What is new. Dated ones are known by their date; of the others what goes beyond the number known already."""
        addressed = self._addressed(known)
        undated: dict[tuple[str, str, int, str], int] = {}
        seen: dict[tuple[str, str, int, str, int], int] = {}
        for each in self._wish.form.responses:
            person = self.person(each)
            if not person or self._cannot_be(each, person, addressed.get(each.to, "")):
                continue
            key = person, each.task, each.module, addressed.get(each.to, "")
            if each.at_ms is None:
                undated[key] = undated.get(key, 0) + each.times
                continue
            again = seen[(*key, each.at_ms)] = seen.get((*key, each.at_ms), 0) + 1
            id_ = derived_id(each.at_ms, self._wish.course.id, *map(str, key), str(again))
            if self._count(each.task, id_ not in self._known_ids, each.times):
                yield self._row(id_, key, each.at_ms, each.times)
        for key, times in undated.items():
            before = self._undated(key)
            self._count(key[1], False, min(times, before))
            if times > before and self._count(key[1], True, times - before):
                id_ = derived_id(0, self._wish.course.id, *map(str, key), "undated", str(times))
                yield self._row(id_, key, None, times - before)

    def _cannot_be(self, response: Response, person: str, to_person: str) -> bool:
        """Whether it is left out though everything is known of it; then the line and the reason are kept."""
        name = self._rows[person].name
        if to_person == person:
            why = f"{response.task} of {name} is to nobody else than {name}"
        elif response.at_ms is not None and response.at_ms > self._now:
            why = f"{response.task} of {name} has a date that has not come yet"
        else:
            return False
        self._left_out.setdefault(why, []).append(response.line)
        return True

    def _problems(self) -> tuple[ResponseProblem, ...]:
        """What is wrong with the table by itself, and what cannot be of these people at this time, by line."""
        left = (
            ResponseProblem(tuple(lines), f"{at_lines(lines)}: left out: {why}.")
            for why, lines in self._left_out.items()
        )
        return tuple(sorted((*self._wish.form.problems, *left), key=lambda each: each.lines))

    def _count(self, task: str, new: bool, times: int) -> bool:
        counted = self._counted.setdefault(task, [0, 0])
        counted[0 if new else 1] += times
        return new

    def _undated(self, key: tuple[str, str, int, str]) -> int:
        return sum(
            row.times
            for row in self._known_rows
            if row.at_ms is None and (row.person, row.task, row.module, row.to_person) == key
        )

    def _row(self, id_: str, key: tuple[str, str, int, str], at_ms: int | None, times: int) -> DeliveryRow:
        person, task, module, to_person = key
        return DeliveryRow(
            id=id_,
            person=person,
            course=self._wish.course.id,
            task=task,
            module=module,
            at_ms=at_ms,
            times=times,
            to_person=to_person,
            source=self._wish.source,
            logged_ms=self._now,
        )

    def _addressed(self, known: list[Known]) -> dict[str, str]:
        """To whom reactions were, where that is certain."""
        texts = list(dict.fromkeys(each.to for each in self._wish.form.responses if each.to))
        reported = [Reported("", text) if "@" in text else Reported(text) for text in texts]
        found = zip(texts, match(reported, known), strict=True)
        return {text: each.person for text, each in found if each.person is not None}

    # --- what is said about it

    def result(self) -> ResponseIntake:
        form = self._wish.form
        left = [
            found
            for reported, found in self._matches.items()
            if found.person is None
            and not {said_key(reported.name), said_key(reported.email)} & self.said.keys()
        ]
        unknown = dict.fromkeys(_shown(each.reported) for each in left if each.certainty == "unknown")
        return ResponseIntake(
            course=self._wish.course.id,
            source=self._wish.source,
            new=sum(new for new, _ in self._counted.values()),
            known=sum(known for _, known in self._counted.values()),
            people=len({self.person(each) for each in form.responses} - {""}),
            tasks=tuple(TaskCount(task, *counted) for task, counted in sorted(self._counted.items())),
            questions=tuple(self._question(each) for each in left if each.certainty == "doubtful"),
            unknown=tuple(unknown),
            problems=self._problems(),
            columns=form.columns,
            warnings=form.warnings,
        )

    def _question(self, found: Match) -> Question:
        likely = tuple(
            Likely(each.person, self._rows[each.person].name, 0, each.why) for each in found.candidates
        )
        return Question(_shown(found.reported), found.reported.email, found.why, likely)


def _known(row: PersonRow, aliases: tuple[str, ...]) -> Known:
    emails = (row.email,) if row.email else ()
    return Known(row.id, row.name, row.given_name, row.family_name, emails, aliases)


def _shown(reported: Reported) -> str:
    return reported.name or reported.email
