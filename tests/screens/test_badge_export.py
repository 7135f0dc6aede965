"""The export dialog: where to, what is asked for, who may go, and files that count once they are written down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Event
from typing import cast

from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from facilitator_tui.exports.badges.destinations import DESTINATIONS
from facilitator_tui.exports.badges.options import Options
from facilitator_tui.issuing.award import Award
from facilitator_tui.issuing.preflight import check
from facilitator_tui.issuing.reasons import Kind
from facilitator_tui.screens.badge_export import BadgeExportScreen
from facilitator_tui.screens.completion_port import Ask, Look, Progress, Target, Written
from facilitator_tui.screens.problems import DeskProblem
from tests.exports.badges.people import award, awarding
from tests.screen_text import picture
from tests.screens.desks import HOSTILE, OneScreen

TARGETS = (
    Target(
        id="lines",
        title="Plain lines",
        about="“Name <address>”, one a line.",
        limit="At most 2,500 lines in a file (pasted at once); more are split into several files.",
        then="Open the badge, Issue badge, and paste the lines of one file at a time.",
    ),
    Target(id="canvas", title="Canvas Credentials", about="The CSV for awarding in bulk."),
    Target(id="neutral-csv", title="Table, CSV", about="Every field, one row a person.", public=False),
)
AMAL = award("Amal Haddad", "amal@example.org")
LAYLA = award("ليلى بن يوسف", "layla@example.org")
TWINS = award("Zofia Nowak", "twins@example.org"), award("Jakub Nowak", "twins@example.org")
NOWHERE = award(HOSTILE, "")


class ExportRoom:
    """Implements ``screens.completion_port.ExportDesk`` in memory. ``may_write`` lets the thread go on."""

    def __init__(self, *awards: Award) -> None:
        self.awarding = awarding(*awards)
        self.where: Sequence[Target] = TARGETS
        self.said: dict[str, str] = {}
        self.written: list[Path] = []
        self.ledger: list[str] = []
        self.refuses = ""
        self.ledger_refuses = ""
        self.may_write = Event()
        self.may_write.set()

    def targets(self) -> Sequence[Target]:
        return self.where

    def badge_name(self, badge: str) -> str:
        return "Good neighbours · Dialogue participant"

    def asks(self, badge: str, target: str) -> Sequence[Ask]:
        if target != "canvas":
            return ()
        return (
            Ask("issuer_badge", "Id of the badge at the issuer", self.said.get("issuer_badge", "")),
            Ask("per_file", "People in a file", self.said.get("per_file", ""), needed=False),
        )

    def lacks(self, badge: str, target: str) -> Sequence[str]:
        return () if target != "canvas" or self.said.get("issuer_badge") else ("Canvas needs the id.",)

    def answer(self, badge: str, target: str, option: str, text: str) -> None:
        if text == "wrong":
            raise DeskProblem("“wrong” is no id of a badge.")
        self.said[option] = text

    def look(self, badge: str, target: str, accepted: Iterable[str]) -> Look:
        [to] = [each for each in TARGETS if each.id == target]
        found = check(self.awarding, target, accepted=cast("tuple[Kind, ...]", tuple(accepted)))
        return Look(target=to, awarding=self.awarding, found=found, options=Options())

    def folder(self) -> Path:
        return Path("badges")

    def write(self, look: Look, folder: Path, progress: Progress) -> Written:
        self.may_write.wait()
        if self.refuses:
            raise DeskProblem(self.refuses)
        progress(len(look.found.ready), len(look.found.ready))
        self.written.append(folder / "badges.txt")
        return Written(((folder / "badges.txt", look.found.ready),))

    def keep(self, look: Look, written: Written) -> int:
        if self.ledger_refuses:
            raise DeskProblem(self.ledger_refuses)
        if not look.target.public:
            return 0
        names = [each.recipient.name for _, awards in written.files for each in awards]
        self.ledger += names
        return len(names)


def shown(room: ExportRoom) -> OneScreen:
    return OneScreen(BadgeExportScreen(room, "participant"))


def flowing(app: OneScreen) -> str:
    return " ".join(picture(app).split())


async def finished(pilot: Pilot[None]) -> None:
    """Wait until the files are written."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_where_badges_can_go(snapshot: SnapshotAssertion) -> None:
    app = shown(ExportRoom(AMAL))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert picture(app) == snapshot
        await pilot.press("down")
        assert "Asked for: Id of the badge at the issuer." in picture(app)
        await pilot.press("escape")
        assert app.given == [None]


async def test_the_names_of_the_destinations_are_never_cut() -> None:
    longest = max((each.title for each in DESTINATIONS.values()), key=len)
    told = max((each.about for each in DESTINATIONS.values()), key=len)
    room = ExportRoom(AMAL)
    room.where = (
        Target(id="elm", title=longest, about=told),
        Target(id="own", title="Table", about="", public=False),
    )
    narrow, wide = shown(room), shown(room)
    async with narrow.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert longest in picture(narrow)
        assert told in flowing(narrow), "below the list, in full"
        assert "…" not in picture(narrow)
    async with wide.run_test(size=(140, 45)) as pilot:
        await pilot.pause()
        assert f"{longest}   {told}" in picture(wide)


async def test_who_may_go_is_said_before_anything_is_written(snapshot: SnapshotAssertion) -> None:
    room = ExportRoom(AMAL, LAYLA, *TWINS, NOWHERE)
    app = shown(room)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("enter")
        assert picture(app) == snapshot
        await pilot.press("escape")
        assert "For yourself and the participants: everybody" in picture(app)
        assert room.written == []


async def test_what_a_person_has_looked_at_is_let_through() -> None:
    app = shown(ExportRoom(AMAL, *TWINS))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("enter")
        assert "1 ready, 2 held back" in picture(app)
        await pilot.press("1")
        assert "Plain lines: 3 ready" in picture(app)
        await pilot.press("1", "2")
        assert "1 ready, 2 held back" in picture(app)


async def test_the_files_are_written_and_then_the_ledger(snapshot: SnapshotAssertion) -> None:
    room = ExportRoom(AMAL, LAYLA)
    app = shown(room)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "enter")
        assert "Files into the folder: badges" in picture(app)
        await pilot.press("enter")
        await finished(pilot)
        assert room.written == [Path("badges/badges.txt")]
        assert room.ledger == ["Amal Haddad", "ليلى بن يوسف"]
        assert picture(app) == snapshot
        await pilot.press("enter")
        assert app.given == [None]


async def test_while_the_files_are_written_nothing_else_is_done() -> None:
    room = ExportRoom(AMAL)
    room.may_write.clear()
    app = shown(room)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "enter", "enter")
        assert "Writing" in picture(app)
        assert "0 of 1" in picture(app)
        await pilot.press("escape", "enter", "o")
        assert app.given == []
        assert room.ledger == []
        room.may_write.set()
        await finished(pilot)
        assert room.ledger == ["Amal Haddad"]


async def test_files_that_cannot_be_written_are_no_export() -> None:
    room = ExportRoom(AMAL)
    room.refuses = "badges could not be written: No space left on device."
    app = shown(room)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "enter", "enter")
        await finished(pilot)
        assert "! badges could not be written: No space left on device." in picture(app)
        assert room.ledger == []
        room.refuses = ""
        await pilot.press("enter", "enter")
        await finished(pilot)
        assert room.ledger == ["Amal Haddad"]


async def test_without_the_ledger_nobody_counts_as_exported() -> None:
    room = ExportRoom(AMAL)
    room.ledger_refuses = "The ledger could not be written, so the files were taken away again: disk full."
    app = shown(room)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "enter", "enter")
        await finished(pilot)
        assert "! The ledger could not be written" in flowing(app)
        assert "Done." not in picture(app)


async def test_what_is_missing_is_asked_and_remembered() -> None:
    room = ExportRoom(AMAL)
    app = shown(room)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "enter", "enter")
        assert "Without this nothing can be written there." in picture(app)
        await pilot.press(*"wrong", "enter")
        assert "“wrong” is no id of a badge." in picture(app)
        await pilot.press(*["backspace"] * 5, *"XY-7", "enter")
        await pilot.pause()
        assert room.said == {"issuer_badge": "XY-7"}
        assert "Canvas Credentials: 1 ready" in picture(app)
        assert "Id of the badge at the issuer: XY-7" in picture(app)
        await pilot.press("o", "enter", *"50", "enter")
        await pilot.pause()
        assert room.said == {"issuer_badge": "XY-7", "per_file": "50"}


async def test_where_nobody_is_ready_nothing_is_written() -> None:
    room = ExportRoom(NOWHERE)
    app = shown(room)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "enter")
        assert "Nobody is ready, so there is nothing to write." in picture(app)
        await pilot.press("enter")
        assert room.written == []


async def test_a_table_for_oneself_keeps_no_ledger() -> None:
    provisional = replace(AMAL, verdict=replace(AMAL.verdict, state="Provisional", confirmation=None))
    room = ExportRoom(provisional)
    app = shown(room)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end", "enter", "enter", "enter")
        await finished(pilot)
        assert "Written: 1 file" in picture(app)
        assert room.ledger == []
