"""Writes awards into files for an issuer and the ledger: the files first, then one line for each award, or neither.

Who may go out is decided by ``issuing.preflight``, how a file looks by ``exports.badges``. Here they meet the disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from facilitator_tui.cohorts.problem import CohortProblem
from facilitator_tui.completion.verdict import digest
from facilitator_tui.exports.badges.destinations import File, Progress, destination, files
from facilitator_tui.exports.badges.options import Options
from facilitator_tui.exports.badges.rows import to_csv
from facilitator_tui.exports.files import safe_name, write_file
from facilitator_tui.exports.times import day
from facilitator_tui.issuing.award import Action, Award, Awarding, Issued, NewLine
from facilitator_tui.issuing.ledger_port import may_follow, next_line, standing
from facilitator_tui.issuing.limits import limit_of, split
from facilitator_tui.issuing.preflight import Correction, Preflight
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.ledger import Ledger
from facilitator_tui.zones import zone

if TYPE_CHECKING:
    from facilitator_tui.cohorts.cohort import Cohort

_REVOKE = (
    "name", "email", "badge", "issuer", "issuer_badge", "what_happened", "on", "batch", "remote", "award_again",
    "why", "person",
)  # fmt: skip


class Files(msgspec.Struct, frozen=True):
    """Files that were written: each with whose awards are in it, and the list of badges to revoke, if any.

    ``fresh`` are those that were not there before.
    """

    files: tuple[tuple[Path, tuple[Award, ...]], ...]
    revoke: Path | None = None
    fresh: tuple[Path, ...] = ()


class Exported(msgspec.Struct, frozen=True):
    """What was written: the files with how many people are in them, and the list of badges to revoke, if any.

    ``lines`` were added to the ledger; none for files that stay with the organisation.
    """

    files: tuple[tuple[Path, int], ...]
    revoke: Path | None
    lines: int


def rendered(
    awarding: Awarding, found: Preflight, options: Options, progress: Progress | None = None
) -> list[tuple[File, tuple[Award, ...]]]:
    """The files and who is in each; nothing is written. Raises ``ExportProblem`` and ``ZoneProblem``."""
    if not found.ready:
        return []
    made = list(files(awarding, found.ready, found.destination, options, progress))
    if found.destination == "sheets":
        return [(file, (award,)) for file, award in zip(made, _twice(found.ready), strict=True)]
    pieces = split(found.ready, limit_of(found.destination, options.per_file).per_file)
    return list(zip(made, pieces, strict=True))


def export(
    store: Store,
    awarding: Awarding,
    found: Preflight,
    options: Options,
    folder: Path,
    author: str,
    progress: Progress | None = None,
) -> Exported:
    """Write the files into the folder, each whole or not at all, and then the ledger in one commit.

    An earlier export for an issuer is never overwritten. When anything fails, the files of this export are taken away
    again and nobody counts as exported. Raises ``ExportProblem``, ``StoreProblem`` and ``ZoneProblem``.
    """
    public = destination(found.destination).public
    if public and store.read_only:
        raise StoreProblem(store.notice or f"{store.path} is open for reading only; nothing was exported.")
    made = write_files(awarding, found, options, folder, progress)
    try:
        lines = list(lines_of(awarding, found, options, made.files, author)) if public else []
        kept = Ledger(store).add(lines) if lines else ()
    except BaseException:
        take_away(made.fresh)
        raise
    return Exported(tuple((place, len(awards)) for place, awards in made.files), made.revoke, len(kept))


def write_files(
    awarding: Awarding, found: Preflight, options: Options, folder: Path, progress: Progress | None = None
) -> Files:
    """Write the files into the folder, each whole or not at all; touches no store.

    For an issuer a free name is taken, and so for the list to revoke: what was written before stays as it was. When
    anything fails, the new files are taken away again. Raises ``ExportProblem`` and ``ZoneProblem``.
    """
    public = destination(found.destination).public
    written: list[tuple[Path, tuple[Award, ...]]] = []
    fresh: list[Path] = []
    revoke: Path | None = None

    def write(path: Path, content: bytes) -> Path:
        if not path.exists():
            fresh.append(path)
        return write_file(path, content)

    try:
        for (name, content), awards in rendered(awarding, found, options, progress):
            place = _free(folder / name, content) if public else folder / name
            written.append((write(place, content), awards))
        if found.revoke:
            content = revocations(awarding, found, options).encode("utf-8-sig")
            revoke = write(_free(folder / _revoke_name(awarding, found, options), content), content)
    except BaseException:
        take_away(fresh)
        raise
    return Files(tuple(written), revoke, tuple(fresh))


def take_away(paths: Iterable[Path]) -> None:
    """Take these files away again, because nobody counts as exported."""
    for path in paths:
        path.unlink(missing_ok=True)


def revocations(awarding: Awarding, found: Preflight, options: Options) -> str:
    """The "revoke and re-award" list as CSV: what to revoke at the issuer, and why."""
    where = zone(options.zone)

    def row(each: Correction) -> tuple[str, ...]:
        before = each.before
        return (
            before.name or each.award.recipient.badge_name,
            before.email or each.award.recipient.email,
            awarding.badge.name,
            before.issuer,
            before.issuer_badge,
            before.action,
            day(before.at_ms, where),
            before.batch,
            before.remote,
            "open" if each.again is None else "yes" if each.again else "no",
            each.words,
            each.award.recipient.person,
        )

    return to_csv(_REVOKE, map(row, found.revoke))


def _revoke_name(awarding: Awarding, found: Preflight, options: Options) -> str:
    stem = safe_name(f"{awarding.course.id} {awarding.badge.id}")
    return f"{day(awarding.made_ms, zone(options.zone))}-{stem}-{found.destination}-revoke.csv"


def _twice(awards: Sequence[Award]) -> Iterator[Award]:
    """Each award has two pages: one to print and one as text."""
    for award in awards:
        yield award
        yield award


def _free(path: Path, content: bytes) -> Path:
    """The path itself, or with a number where another file has that name: what was exported once stays as it was."""
    for number in range(1, 1_000):
        chosen = path if number == 1 else path.with_stem(f"{path.stem}-again-{number}")
        if not chosen.exists() or _same(chosen, content):
            return chosen
    return path


def _same(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def lines_of(
    awarding: Awarding,
    found: Preflight,
    options: Options,
    written: Sequence[tuple[Path, tuple[Award, ...]]],
    author: str,
) -> Iterator[NewLine]:
    """What the ledger is to say once these files are written."""
    for place, awards in written:
        for award in awards:
            yield NewLine(
                course=awarding.course.id,
                badge=awarding.badge.id,
                person=award.recipient.person,
                issuer=found.issuer,
                issuer_badge=options.issuer_badge,
                action="exported",
                rule=award.verdict.rule.sha256,
                verdict=digest(award.verdict),
                batch=place.name,
                at_ms=awarding.made_ms,
                author=author,
                email=award.recipient.email,
                name=award.recipient.badge_name,
            )


def enter(
    cohort: Cohort, badge: str, people: Iterable[str], issuer: str, action: Action, author: str
) -> tuple[Issued, ...]:
    """Enter by hand what happened to these people's badges at an issuer, all of them or none; gives the lines.

    Without ``issuer`` the only one that has a badge of the person is meant. Raises ``CohortProblem`` where nothing is
    out that this could have happened to.
    """
    ledger = Ledger(cohort.store)
    lines = []
    for person in people:
        name = cohort.participant(person).person.name
        there = standing(ledger.history(cohort.course.id, badge, person))
        fit = [each for each in there if issuer in ("", each.issuer) and may_follow(each, action)]
        issuers = sorted({each.issuer for each in fit})
        if not fit:
            raise CohortProblem(
                f"{name}: the ledger has no badge at {issuer or 'any issuer'} that can be {action}. Nothing was "
                "entered; “badges ledger” shows what there is."
            )
        if len(issuers) > 1:
            raise CohortProblem(f"{name} has this badge at {' and '.join(issuers)}: say which with --issuer.")
        lines += [next_line(each, action, cohort.now_ms, author) for each in fit]
    return ledger.settle(lines)
