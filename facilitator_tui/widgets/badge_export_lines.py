"""What the export dialog says: where awards can go, who may and who is held back, what was written. Pure.

Who may go is decided in ``issuing.preflight``; its sentences stand here as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from facilitator_tui.issuing.award import Award
from facilitator_tui.issuing.limits import days, limit_of
from facilitator_tui.issuing.preflight import Held, Preflight
from facilitator_tui.issuing.reasons import ACCEPTABLE
from facilitator_tui.plans.render import Bullets, Heading, Part, Said
from facilitator_tui.widgets.completion_seen import counted
from facilitator_tui.widgets.figures import bar

_BAR = 30
_MOST_FILES = 12


def acceptable(found: Preflight, accepted: Iterable[str]) -> tuple[str, ...]:
    """The kinds of reasons that a person can let through here, and those that were let through."""
    there = {reason.kind for held in found.held for reason in held.reasons if reason.hard}
    return tuple(sorted({*(there & ACCEPTABLE), *accepted}))


def look_page(title: str, found: Preflight, accepted: Iterable[str], said: Mapping[str, str]) -> list[Part]:
    """Pre-flight: who goes, who is held back and why, what has to be revoked. ``said`` are the options given."""
    accepted = tuple(accepted)
    counts = [f"{len(found.ready)} ready", f"{len(found.held)} held back" if found.held else ""]
    counts += [f"{len(found.revoke)} to revoke" if found.revoke else ""]
    parts: list[Part] = [
        Heading(1, f"{title}: {', '.join(each for each in counts if each)}"),
        *(Said("", note) for note in found.notes),
    ]
    parts += [Said(question, value) for question, value in said.items() if value]
    parts += _held("Held back", found.held)
    parts += list(_let_through(found, accepted))
    parts += _held("Ready, but look at these first", found.look)
    if found.revoke:
        lines = tuple(f"{_name(each.award)}: {each.words}" for each in found.revoke)
        parts += [Heading(2, f"Revoke and re-award ({len(lines)})"), Bullets(lines)]
    if found.already:
        parts += [
            Heading(2, f"Exported before, unchanged ({len(found.already)})"),
            Bullets(_names(found.already)),
        ]
    if found.ready:
        parts += [Heading(2, f"Ready ({len(found.ready)})"), Bullets(_names(found.ready))]
    return parts


def _held(title: str, held: Sequence[Held]) -> list[Part]:
    if not held:
        return []
    names = tuple(_name(each.award) for each in held)
    reasons = tuple(tuple(reason.words for reason in each.reasons) for each in held)
    return [Heading(2, f"{title} ({len(held)})"), Bullets(names, reasons)]


def _let_through(found: Preflight, accepted: Sequence[str]) -> Iterator[Part]:
    kinds = acceptable(found, accepted)
    for number, kind in enumerate(kinds, start=1):
        if kind in accepted:
            yield Said("", f"{number} lets nobody through any more for “{kind}”; now they are let through.")
        else:
            count = sum(kind in {reason.kind for reason in each.reasons} for each in found.held)
            yield Said(
                "", f"{number} lets through “{kind}” ({counted(count)}), after you have looked at each."
            )


def _name(award: Award) -> str:
    return award.recipient.name or "somebody unnamed"


def _names(awards: Iterable[Award]) -> tuple[str, ...]:
    return tuple(map(_name, awards))


def progress_line(done: int, of: int) -> str:
    """How far the writing is: a bar and the numbers."""
    return f"Writing  {bar(done / of if of else 1.0, _BAR)}  {done} of {of}"


def written_page(
    files: Sequence[tuple[Path, int]],
    revoke: Path | None,
    folder: Path,
    then: str,
    lines: int,
    taken: str,
) -> list[Part]:
    """Which files there are, and what to do with them. ``taken`` says on how many days an issuer takes them."""
    parts: list[Part] = [
        Heading(1, f"Written: {len(files)} {'file' if len(files) == 1 else 'files'}"),
        Said("Folder", str(folder)),
        Bullets(tuple(f"{path.name} ({counted(people)})" for path, people in files[:_MOST_FILES])),
    ]
    if len(files) > _MOST_FILES:
        parts.append(Said("", f"… and {len(files) - _MOST_FILES} more."))
    if files:
        parts.append(Said("What to do with it" if len(files) == 1 else "What to do with them", then))
    if taken:
        parts.append(Said("", taken))
    if lines:
        parts.append(
            Said(
                "Ledger",
                f"{counted(lines)} exported. The next export leaves them out unless something changes.",
            )
        )
    if revoke is not None:
        parts.append(
            Said(
                "To revoke",
                f"{revoke.name} lists the badges that are out and not right any more. Revoke them at the issuer, enter "
                "that here, and export again.",
            )
        )
    return parts


def days_words(target: str, people: int) -> str:
    """On how many days the issuer takes so many people; empty where there is no limit a day."""
    limit = limit_of(target)
    if not limit.per_day or not people:
        return ""
    needed = days(people, limit.per_day)
    return f"The issuer takes {limit.per_day:,} a day: {needed} {'day' if needed == 1 else 'days'}."
