"""A list that was read, as rows and sentences for the roster preview. What the keys do is in ``roster_preview``."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator_tui.imports.normal import RosterColumn
from facilitator_tui.imports.roster_header import RosterChoice, signature
from facilitator_tui.imports.roster_labels import LABELS
from facilitator_tui.imports.roster_outcome import Change, RosterIntake, RosterLine
from facilitator_tui.plain import plain
from facilitator_tui.screens.roster_port import RosterAsk, RosterLook
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.row_list import Row

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}

PEOPLE_COLUMNS = (
    Column("line", 5, right=True),
    Column("name", 24),
    Column("e-mail", 24, from_width=110),
    Column("becomes"),
)
COLUMN_COLUMNS = (
    Column("", 3, right=True),
    Column("column"),
    Column("is taken for", 20),
    Column("first in it", 24, from_width=60),
)
PROBLEM_COLUMNS = (Column("line", 5, right=True), Column("what is wrong"))

NOTHING = "nothing"
"""Stands for no field where one is chosen."""

_TITLES = {
    "name": "name",
    "surname_first": "name, surname first",
    "email": "e-mail",
    "of_age": "18 or over: yes, no",
    "under_age": "under 18: yes, no",
    "age": "age or birth date",
    "login": "login",
}
_SECTIONS = (
    ("doubtful", "Doubtful: left out until you say who they are"),
    ("decided", "Decided by you"),
    ("new", "New"),
    ("updated", "Brought up to date"),
    ("unchanged", "Known already, nothing changes"),
)


def field_title(field: str) -> str:
    """A field in words; nothing at all is “–”."""
    return _TITLES.get(field, field.replace("_", " ")) or "–"


def field_choices() -> list[tuple[str, str]]:
    """What a column can be taken for: the fields with their words, and nothing."""
    return [(NOTHING, "nothing: leave the column out"), *((field, field_title(field)) for field in LABELS)]


def how_read(look: RosterLook) -> str:
    """How the file was read, in one line."""
    form = look.sight.form
    made = form.platform or "a sheet"
    table = f"{SEPARATORS[form.separator]}, {form.encoding}" if form.separator else "a workbook"
    taken = sum(1 for column in form.columns if column.field)
    header = "" if form.has_header else ", no header"
    return f"{look.name}: {made}, {table}{header}; {taken} of {len(form.columns)} columns taken"


def what_becomes(look: RosterLook, target: str, course: str) -> str:
    """What taking it in would do, in one line."""
    intake = look.intake
    says_groups = any(person.subgroup for person in look.sight.form.people)
    where = f"into {target}" if target else "" if says_groups else "into no subgroup"
    if says_groups:
        where = "the list says which subgroup" + (f", else {target}" if target else "")
    more = " …" if len(intake.subgroups) > 3 else ""
    made = f"makes {', '.join(intake.subgroups[:3])}{more} ({intake.zone})"
    return " · ".join(
        part for part in (counted(intake), where, course, made if intake.subgroups else "") if part
    )


def counted(intake: RosterIntake) -> str:
    """How many lines become what."""
    left_out = intake.count("left out")
    counts = [
        f"{intake.count('new')} new",
        f"{intake.count('updated')} updated",
        f"{intake.count('unchanged')} unchanged",
        f"{intake.count('doubtful')} doubtful",
        *([f"{left_out} left out"] if left_out else []),
        f"{len(intake.problems)} {'problem' if len(intake.problems) == 1 else 'problems'}",
    ]
    return ", ".join(counts)


def people_rows(look: RosterLook, ask: RosterAsk) -> list[Row]:
    """The lines as they will be, under their headings; the key of a row is its line in the file."""
    decided = {answer.line for answer in ask.answers}
    sections: dict[str, list[RosterLine]] = {}
    for line in look.intake.people:
        settled = line.line in decided and line.outcome != "doubtful"
        sections.setdefault("decided" if settled else line.outcome, []).append(line)
    rows = []
    for section, title in _SECTIONS:
        lines = sections.get(section, [])
        if lines:
            rows.append(Row(section, (f"{title} ({len(lines)})",), heading=True))
        rows += [
            Row(str(x.line), (str(x.line), x.name, x.email, becomes(x)), faint=section == "unchanged")
            for x in lines
        ]
    return rows


def becomes(line: RosterLine) -> str:
    """What a line becomes, in a few words."""
    if line.outcome == "doubtful":
        who = ", ".join(each.name for each in line.candidates)
        return f"? like {who}" if who else f"? {line.why}"
    said = "; ".join((*map(_change, line.changes), *map(_stays, line.kept)))
    if line.outcome == "left out":
        return line.outcome
    return f"{line.outcome}: {said}" if said else line.outcome


def _field(change: Change) -> str:
    return {"email": "e-mail"}.get(change.field, change.field.replace("_", " "))


def _stays(change: Change) -> str:
    return f"{_field(change)} stays {change.before} (the list says {change.after})"


def _change(change: Change) -> str:
    field = _field(change)
    return f"{field} {change.before} → {change.after}" if change.before else f"{field} {change.after}"


def in_full(line: RosterLine | None) -> str:
    """Everything about a line: why it is doubtful and who may be meant, or every change."""
    if line is None:
        return ""
    email = f" <{line.email}>" if line.email else ""
    if line.outcome != "doubtful":
        return plain(f"{line.name}{email}: {becomes(line)}", 400)
    likely = "; ".join(
        f"{each.name}{f' <{each.email}>' if each.email else ''} ({each.why})" for each in line.candidates
    )
    return plain(f"{line.name}{email}: {line.why}. May be: {likely or 'nobody else'}.", 400)


def column_rows(look: RosterLook) -> list[Row]:
    """The columns in their order; the key of a row is its place, from 0."""
    samples = (*look.sight.samples, *[""] * len(look.sight.form.columns))
    return [
        Row(
            str(place),
            (str(place + 1), column.label or f"(column {place + 1})", field_title(column.field), sample),
            faint=not column.field,
        )
        for place, (column, sample) in enumerate(zip(look.sight.form.columns, samples, strict=False))
    ]


def with_field(columns: tuple[RosterColumn, ...], place: int, field: str) -> tuple[str, ...]:
    """The fields of the columns with this one at ``place``; a column that had it before stands for nothing."""
    fields = ["" if column.field == field else column.field for column in columns]
    fields[place] = field
    return tuple(fields)


def columns_said(look: RosterLook, fields: tuple[str, ...]) -> RosterChoice:
    """The list read with these fields in its columns."""
    form = look.sight.form
    header = signature([column.label for column in form.columns]) if form.has_header else ""
    return RosterChoice(header, fields, form.separator, look.choice.encoding)


def header_turned(look: RosterLook) -> RosterChoice:
    """The list read with its first line as somebody and no header; or again as it is recognised."""
    form = look.sight.form
    if form.has_header:
        fields = tuple(column.field for column in form.columns)
        return RosterChoice("", fields, form.separator, look.choice.encoding)
    return RosterChoice(separator=look.choice.separator, encoding=look.choice.encoding)


def next_separator(look: RosterLook) -> RosterChoice | None:
    """The list read with the next separator after the one it has; None for a workbook, which has none."""
    known, now = tuple(SEPARATORS), look.sight.form.separator
    if not now:
        return None
    return RosterChoice("", None, known[(known.index(now) + 1) % len(known)], look.choice.encoding)


def problem_rows(look: RosterLook) -> list[Row]:
    """What is wrong line by line, then what is to be known about the list."""
    return [
        *(Row(f"{n}", (str(x.line), _without_line(x.message))) for n, x in enumerate(look.intake.problems)),
        *_notes(look),
    ]


def _notes(look: RosterLook) -> Iterator[Row]:
    notes = look.intake.warnings
    if notes:
        yield Row("notes", ("To be known",), heading=True)
    for number, note in enumerate(notes):
        yield Row(f"note {number}", ("", note))


def _without_line(message: str) -> str:
    said = message.partition(": ")[2]
    return said[:1].upper() + said[1:]
