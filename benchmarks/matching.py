"""How long a report of 10,000 rows takes: read as a file, and matched against a roster of 5,000. All invented.

``measure`` gives the seconds of processor time of one run, so that other programs do not count; ``python -m
benchmarks.matching`` prints them. The reported names are the roster's as people write them: most the same, many turned
round, without accents, with a letter wrong, in brackets or as a device, and some of nobody on the roster.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import msgspec

from facilitator_tui.imports.matching import Known, Reported, match
from facilitator_tui.imports.normal import AttendanceFile
from facilitator_tui.imports.recognise import read_file

if TYPE_CHECKING:
    from benchmarks.measures import Figure, Size

TARGET_SECONDS = 2.0
"""What reading and matching together may take."""

_GIVEN = (
    "Amal", "Bruno", "Chiara", "Deniz", "Elif", "Farid", "Greta", "Hana", "Ilias", "Joanna", "Karim", "Leïla", "Mateus",
    "Nour", "Ondřej", "Pınar", "Rania", "Salma", "Tomáš", "Ümit", "Vera", "Wafa", "Xenia", "Yusuf", "Zoë", "Inês",
    "Mohamed", "Fatma", "Søren", "Łukasz", "Éloïse", "João", "María José", "Anne-Marie", "Çağla", "Đorđe",
)  # fmt: skip
_SYLLABLES = (
    "ka",
    "ri",
    "mo",
    "šte",
    "len",
    "dou",
    "sza",
    "ben",
    "ça",
    "ni",
    "vo",
    "der",
    "ro",
    "ba",
    "il",
    "ać",
    "ghe",
)


class Measured(msgspec.Struct, frozen=True):
    """Seconds of processor time of one run, and how the matches came out."""

    read_seconds: float
    match_seconds: float
    rows: int
    people: int
    certain: int
    doubtful: int
    unknown: int

    @property
    def seconds(self) -> float:
        return self.read_seconds + self.match_seconds


def measure(rows: int = 10_000, people: int = 5_000, seed: int = 1) -> Measured:
    """Read a report of so many rows, each of somebody else, and match it against a roster of so many people."""
    random = Random(seed)
    roster = _roster(people, random)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.csv"
        path.write_text(_report(roster, rows, random), encoding="utf-8")
        started = time.process_time()
        form = read_file(path, zone="UTC")
        has_read = time.process_time()
    assert isinstance(form, AttendanceFile)
    matches = match((Reported(person.name, person.email) for person in form.people), roster)
    has_matched = time.process_time()
    ways = [each.certainty for each in matches]
    return Measured(
        has_read - started,
        has_matched - has_read,
        rows,
        people,
        ways.count("certain"),
        ways.count("doubtful"),
        ways.count("unknown"),
    )


def figures(size: Size) -> list[Figure]:
    """The whole of it at any size: it takes a second."""
    from benchmarks.measures import Figure

    found = measure()
    says = f"read {found.rows} rows and match them with {found.people} people"
    parts = f"reading {found.read_seconds:.2f} s"
    return [Figure("matching", says, "s", found.seconds, TARGET_SECONDS, detail=parts)]


def main() -> None:
    """Print the seconds of one run, and how the matches came out."""
    found = measure()
    print(f"{found.seconds:.2f} s of {TARGET_SECONDS:g} s: {found}")


def _roster(people: int, random: Random) -> list[Known]:
    names = [_name(random) for _ in range(people)]
    return [
        Known(f"p{number}", " ".join(name), *name, emails=(f"person{number}@example.org",))
        for number, name in enumerate(names)
    ]


def _name(random: Random) -> tuple[str, str]:
    surname = "".join(random.choices(_SYLLABLES, k=random.choice((2, 3)))).capitalize()
    return random.choice(_GIVEN), surname


def _report(roster: Sequence[Known], rows: int, random: Random) -> str:
    lines = ["Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest"]
    for number in range(rows):
        known = random.choice(roster)
        email = known.emails[0] if random.random() < 0.2 else ""
        name = _as_written(known, number, random)
        lines.append(f'"{name}",{email},24/09/2026 18:{number % 60:02}:00,24/09/2026 20:00:00,120,No')
    return "\n".join(lines) + "\n"


def _as_written(known: Known, number: int, random: Random) -> str:
    """Write a name as people do; the number makes most of them different from one another."""
    given, family = known.given_name, known.family_name
    way = random.random()
    if way < 0.35:
        return known.name
    if way < 0.45:
        return f"{family.upper()}, {given}"
    if way < 0.6:
        place = random.randrange(1, len(family))
        return f"{given} {family[:place]}{random.choice('aeiou')}{family[place + 1 :]}"
    if way < 0.7:
        return f"{number:03}_{given} ({known.name})"
    if way < 0.75:
        return f"{given} {family[0]}."
    if way < 0.8:
        return f"{given}'s iPhone"
    return " ".join(_name(random)) + f" {_name(random)[1]}"


if __name__ == "__main__":
    main()
