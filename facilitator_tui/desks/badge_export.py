"""The desk of the export dialog: pre-flight, the files for an issuer, and the ledger.

Implements ``screens.completion_port.ExportDesk``. Who may go out is decided in ``issuing.preflight``, what a file looks
like in ``exports.badges``. Files come first and the ledger after them; where the ledger cannot be written the files are
taken away again, so that nobody is given a badge that is not written down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, cast

from facilitator_tui import settings
from facilitator_tui.cohorts.cohort import Cohort
from facilitator_tui.cohorts.export import lines_of, take_away, write_files
from facilitator_tui.cohorts.sessions import Sheets
from facilitator_tui.desks.around import StoreDeskProblem
from facilitator_tui.desks.completion import asking
from facilitator_tui.dialogue.journal import Clock
from facilitator_tui.exports.badges.destinations import DESTINATIONS, Destination, destination, missing
from facilitator_tui.exports.badges.options import Issuer, Options
from facilitator_tui.exports.files import ExportProblem
from facilitator_tui.issuing.limits import Limit
from facilitator_tui.issuing.preflight import check
from facilitator_tui.issuing.reasons import Kind
from facilitator_tui.plain import plain
from facilitator_tui.screens.completion_port import Ask, Look, Progress, Target, Written
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.ledger import Ledger
from facilitator_tui.zones import ZoneProblem, here

_QUESTIONS: Final = {
    "issuer.name": "Name of the organisation that awards",
    "issuer.id": "Web address by which it is known (https://…)",
    "issuer.country": "Its country in three letters (ITA, TUN)",
    "issuer_badge": "Id of the badge (its class or template) at the issuer",
    "template": "Template downloaded from the issuer (path)",
    "per_file": "People your contract allows in a file (empty: as published)",
}

_BESIDE: Final = {
    "credly": ("template", "per_file"),
    "obf-csv": ("per_file",),
    "canvas": ("per_file",),
    "lines": ("per_file",),
}
"""What can be said about a destination beside what it needs."""

_THEN: Final = {
    "lines": "Open Badge Factory: open the badge, Issue badge, and paste the lines of one file at a time.",
    "obf-csv": "Open Badge Factory: open the badge, Bulk issuing, and upload one file at a time.",
    "canvas": "Canvas Credentials: open the badge, Bulk award, upload the file; First row has column headers stays on.",
    "credly": "Credly: open the badge template, issue in bulk, and upload the file.",
    "open-badges": "These are drafts. Give the file to the issuer, who checks, completes and signs them.",
    "elm": "These are drafts. Give the file to whoever issues European Digital Credentials for you, to be sealed.",
    "sheets": "Print the pages or send each to the one it is about. They are called by ids; the name is on the page.",
}
_OWN: Final = "Keep it as you keep the register: it holds names, addresses and the reasons of decisions."


class StoreBadgeExportDesk:
    """Everybody in one course. ``answers`` is where what was said about exports is remembered."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        author: str,
        course: str,
        sheets: Sheets,
        answers: dict[tuple[str, str], str],
    ) -> None:
        self._store, self._clock, self._author = store, clock, author
        self._course, self._sheets, self._answers = course, sheets, answers
        self._fresh: tuple[Path, ...] = ()

    def _cohort(self) -> Cohort:
        return Cohort.open(self._store, self._course, self._clock.now_ms(), sheets=self._sheets)

    def targets(self) -> list[Target]:
        return [_target(each) for each in DESTINATIONS.values()]

    def badge_name(self, badge: str) -> str:
        with asking():
            cohort = self._cohort()
            return f"{cohort.course.title} · {cohort.badge(badge).name}"

    def folder(self) -> Path:
        return settings.folder("data") / "badges"

    # --- what is to be said before

    def asks(self, badge: str, target: str) -> list[Ask]:
        needs = destination(target).needs
        options = (*needs, *(each for each in _BESIDE.get(target, ()) if each not in needs))
        return [
            Ask(each, _QUESTIONS[each], self._said(badge, target, each), needed=each in needs)
            for each in options
        ]

    def lacks(self, badge: str, target: str) -> Sequence[str]:
        return missing(target, self._options(badge, target))

    def answer(self, badge: str, target: str, option: str, text: str) -> None:
        text = text.strip()
        if option == "template" and text:
            _content(text)
        if option == "per_file" and text and not (text.isascii() and text.isdecimal()):
            raise DeskProblem(f"“{plain(text, 40)}” is no number. Write one like 50, or nothing.")
        if option == "issuer.country":
            text = text.upper()
        self._answers[self._scope(badge, target, option), option] = text

    def _scope(self, badge: str, target: str, option: str) -> str:
        """The organisation is the same everywhere; what an issuer calls a badge is not."""
        return "" if option.startswith("issuer.") else f"{self._course}/{badge}/{target}"

    def _said(self, badge: str, target: str, option: str) -> str:
        return self._answers.get((self._scope(badge, target, option), option), "")

    def _options(self, badge: str, target: str, where: str = "UTC") -> Options:
        def said(option: str) -> str:
            return self._said(badge, target, option)

        return Options(
            zone=where,
            issuer=Issuer(
                id=said("issuer.id"),
                name=said("issuer.name"),
                url=said("issuer.id"),
                country=said("issuer.country"),
            ),
            issuer_badge=said("issuer_badge"),
            template=_content(said("template")) if said("template") else b"",
            per_file=int(said("per_file") or 0),
        )

    # --- pre-flight

    def look(self, badge: str, target: str, accepted: Iterable[str]) -> Look:
        to = destination(target)
        if to.public and self._store.read_only:
            raise StoreDeskProblem(
                self._store.notice or f"{self._store.path} is open for reading only: nothing can be exported."
            )
        with asking():
            cohort = self._cohort()
            awarding = cohort.awarding(badge)
            zones = {each.subgroup.zone for each in cohort.participants}
        options = self._options(badge, target, zones.pop() if len(zones) == 1 else here())
        kinds = cast("tuple[Kind, ...]", tuple(accepted))
        found = check(awarding, target, accepted=kinds, per_file=options.per_file)
        return Look(target=_target(to), awarding=awarding, found=found, options=options)

    # --- writing

    def write(self, look: Look, folder: Path, progress: Progress) -> Written:
        """Runs beside the screen: it touches no store."""
        try:
            made = write_files(look.awarding, look.found, look.options, folder, progress)
        except (ExportProblem, ZoneProblem) as problem:
            raise DeskProblem(str(problem)) from problem
        self._fresh = made.fresh
        return Written(made.files, made.revoke)

    def keep(self, look: Look, written: Written) -> int:
        if not look.target.public or not written.files:
            return 0
        try:
            lines = lines_of(look.awarding, look.found, look.options, written.files, self._author)
            return len(Ledger(self._store).add(list(lines)))
        except StoreProblem as problem:
            take_away(self._fresh)
            raise StoreDeskProblem(
                f"The ledger could not be written, so the files were taken away again: {problem}"
            ) from problem


def _target(to: Destination) -> Target:
    return Target(
        id=to.id,
        title=to.title,
        about=to.about,
        limit=_limit(to.limit),
        then=_THEN.get(to.id, _OWN),
        public=to.public,
    )


def _limit(limit: Limit) -> str:
    """How many fit, in a sentence; empty where no limit is known."""
    if not limit.per_file:
        return ""
    a_day = f", {limit.per_day:,} a day" if limit.per_day else ""
    condition = f" ({limit.condition})" if limit.condition else ""
    return f"At most {limit.per_file:,} {limit.unit} in a file{a_day}{condition}; more are split into several files."


def _content(typed: str) -> bytes:
    path = Path(typed.strip("\"' ")).expanduser()
    try:
        return path.read_bytes()
    except OSError as error:
        raise DeskProblem(
            f"The template {plain(path.name, 60)} cannot be read: {error.strerror or error}. Give the path of the file."
        ) from error
