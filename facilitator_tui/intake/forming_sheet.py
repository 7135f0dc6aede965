"""A proposal as a table that people edit, and the table read back: the way to move somebody without the screen.

One line a person. Only the columns ``subgroup`` and ``person`` (the id) are read; the others are there for the reader,
and may be sorted, hidden or deleted. What the moves break is judged in ``forming.check``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from facilitator_tui.exports.tables import guarded
from facilitator_tui.forming.moves import checked_again
from facilitator_tui.forming.values import Candidate, Formed, Proposal, Wishes
from facilitator_tui.imports.problems import NotRecognised
from facilitator_tui.imports.source import open_source, refuse_larger_than, with_encoding
from facilitator_tui.imports.tables import cell, delimiter_of, rows
from facilitator_tui.plain import plain

HEAD = (
    "subgroup",
    "person",
    "name",
    "institution",
    "country",
    "languages",
    "availability",
    "subgroup_meets",
    "subgroup_language",
)
LARGEST_BYTES = 20_000_000


class SheetRow(msgspec.Struct, frozen=True):
    """A line of the table: the name of the subgroup (empty: none), and the id of the person."""

    line: int
    subgroup: str
    person: str


class Placed(msgspec.Struct, frozen=True):
    """What the table comes to, and the lines of it that cannot be meant, as sentences."""

    proposal: Proposal
    problems: tuple[str, ...] = ()


def as_csv(proposal: Proposal) -> bytes:
    """The proposal with a byte order mark, so that Excel reads it as UTF-8. Nothing in it runs as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    for group in proposal.groups:
        for member in group.members:
            writer.writerow(_line(group.name, member, group.slot, group.language))
    for each in proposal.unplaced:
        writer.writerow(_line("", each, "", ""))
    return out.getvalue().encode("utf-8-sig")


def _line(subgroup: str, person: Candidate, slot: str, language: str) -> list[str]:
    cells = (
        subgroup,
        person.id,
        person.name,
        person.institution,
        person.country,
        ", ".join(sorted(person.languages)),
        ", ".join(sorted(person.slots)),
        slot,
        language,
    )
    return [str(guarded(each)) for each in cells]


def read_sheet(path: Path) -> tuple[SheetRow, ...]:
    """The lines of the table, from CSV or a workbook. Raises ``ImportProblem``."""
    source = open_source(path)
    refuse_larger_than(source, LARGEST_BYTES)
    source = with_encoding(source)
    delimiter = delimiter_of(source.head, lambda row: _columns(row) is not None)
    columns: tuple[int, int] | None = None
    found = []
    for line, row in rows(source, delimiter or ","):
        if columns is None:
            columns = _columns(row)
        else:
            subgroup, person = (cell(row, place) for place in columns)
            found.append(SheetRow(line, _unguarded(plain(subgroup)), plain(person)))
    if columns is None:
        raise NotRecognised(
            source.name,
            "no line names the columns “subgroup” and “person”",
            "keep the first line as “subgroup form --out” wrote it",
        )
    return tuple(found)


def _columns(row: list[str]) -> tuple[int, int] | None:
    named = [each.strip().casefold() for each in row]
    return (named.index("subgroup"), named.index("person")) if {"subgroup", "person"} <= set(named) else None


def _unguarded(text: str) -> str:
    """The text as it was before ``guarded`` put an apostrophe in front."""
    return text[1:] if text.startswith("'") and guarded(text[1:]) == text else text


def placed(
    table: Iterable[SheetRow], people: Iterable[Candidate], wishes: Wishes, names: Mapping[str, str]
) -> Placed:
    """The subgroups as the table has them, checked against the wishes.

    ``names`` are those of the subgroups that are there, by id; a subgroup may be called by either. Whoever is in one
    of them and not in the table stays there. Subgroups that are not in the table are left out.
    """
    known = {each.id: each for each in people}
    problems: list[str] = []
    chosen = dict(_chosen(table, known, problems))
    there = {name.casefold(): group for group, name in names.items()} | {group: group for group in names}
    seats: dict[str, list[Candidate]] = {}
    shown: dict[str, str] = {}
    for person, subgroup in chosen.items():
        key = there.get(
            subgroup, there.get(subgroup.casefold(), f"new {subgroup.casefold()}" if subgroup else "")
        )
        shown.setdefault(key, names.get(key, subgroup))
        seats.setdefault(key, []).append(known[person])
    for each in known.values():
        if each.id not in chosen and each.subgroup and each.subgroup in seats:
            seats[each.subgroup].append(each)
    unplaced = seats.pop("", [])
    groups = [Formed(key, shown[key], tuple(members), new=key not in names) for key, members in seats.items()]
    return Placed(checked_again(Proposal((), wishes), groups, unplaced), tuple(problems))


def _chosen(
    table: Iterable[SheetRow], known: Mapping[str, Candidate], problems: list[str]
) -> Iterator[tuple[str, str]]:
    """Each person with the subgroup that their line names; lines that cannot be meant become problems."""
    lines: dict[str, int] = {}
    for row in table:
        if not row.person:
            problems.append(f"Line {row.line}: the id of the person is missing.")
        elif row.person not in known:
            problems.append(
                f"Line {row.line}: “{row.person}” is the id of nobody who can be placed in a subgroup of this course."
            )
        elif row.person in lines:
            name = known[row.person].name or row.person
            problems.append(f"Line {row.line}: {name} is on line {lines[row.person]} already.")
        else:
            lines[row.person] = row.line
            yield row.person, row.subgroup
