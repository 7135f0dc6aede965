"""After the session: every correction is one command, shown at once and taken back with u."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from syrupy.assertion import SnapshotAssertion

from facilitator_tui.clock import SetClock
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.entries import Entry, Seat, Spoke, Stayed
from facilitator_tui.plans.model import Block, SessionPlan
from facilitator_tui.recorder import Recorder
from facilitator_tui.screens.ports import ReviewSheet
from facilitator_tui.screens.review import KINDS, ReviewScreen
from facilitator_tui.widgets.entry_line import EntryLine
from facilitator_tui.widgets.review_rows import difference
from facilitator_tui.widgets.timeline import axis, row_of
from tests.dialogue.fakes import MemoryJournal
from tests.screen_text import picture
from tests.screens.desks import HOSTILE, ZONE, ListDesk, OneScreen, at

NAMES = {"p1": "Amal Haddad", "p2": HOSTILE, "p3": "Chiara Fontanelli", "f": "Miriam Oduya"}
PLAN = SessionPlan(
    2,
    "Who belongs?",
    blocks=(
        Block("Check-in [/]", "check-in", 600),
        Block("Stories", "activity", 1800),
        Block("Closing", "closing", 300),
    ),
)


def held() -> tuple[MemoryJournal, SetClock]:
    """A session of forty minutes: three arrive, one is heard unmarked, two blocks, a recording on top."""
    journal, clock = MemoryJournal(), SetClock(at("2026-11-17 18:00"))
    recorder = Recorder(journal, clock, Random(0).getrandbits, "s", "me")
    seats = (*(Seat(f"p{n}", n) for n in (1, 2, 3)), Seat("f", 0, "facilitator"))

    def after(seconds: int, command: c.Command) -> None:
        clock.ms += seconds * 1000
        recorder.do(command)

    after(0, c.Open(seats))
    after(60, c.ToggleHere("p1"))
    after(30, c.NextBlock(3))
    after(30, c.GiveFloor("f"))
    after(65, c.GiveFloor("p1"))
    after(100, c.GiveFloor("p2"))
    after(40, c.Silence())
    after(20, c.AddNote("Found their pace [/] #breakthrough", "p2"))
    after(5, c.RaiseFlag("p1"))
    after(400, c.NextBlock(3))
    after(10, c.GiveFloor("p2"))
    after(600, c.GiveFloor("p1"))
    after(900, c.ToggleHere("p1"))
    after(200, c.Close())
    source = "import:zoom:0123456789abcdef"
    recorder.take(
        (
            Entry("i1", "s", at("2026-11-17 18:01"), clock.ms + 1, "import", source, Stayed("p3", 600_000)),
            Entry("i2", "s", at("2026-11-17 18:05"), clock.ms + 2, "import", source, Spoke("p3", 30_000)),
        )
    )
    clock.ms += 3_600_000
    return journal, clock


Make = Callable[..., tuple[OneScreen, Recorder, ListDesk]]


@pytest.fixture
def review() -> Make:
    def make(refusals: int = 0) -> tuple[OneScreen, Recorder, ListDesk]:
        journal, clock = held()
        journal.refusals = refusals
        recorder = Recorder(journal, clock, Random(1).getrandbits, "s", "me", "review")
        texts = {
            mark.entry: "Found their pace [/] #breakthrough" for mark in recorder.state.notes if not mark.flag
        }
        files = {"import:zoom:0123456789abcdef": "participants.csv"}
        sheet = ReviewSheet("Who belongs?", "Lisbon–Amman 3", ZONE, NAMES, texts, PLAN, files)
        desk = ListDesk()
        return OneScreen(ReviewScreen(recorder, lambda: sheet, desk)), recorder, desk

    return make


def flowing(app: OneScreen) -> str:
    """What stands on the screen, without the breaks of lines."""
    return " ".join(picture(app).split())


def turns(recorder: Recorder) -> list[tuple[str, int]]:
    """Who had the floor, for how many seconds; of the turns by key."""
    return [(turn.person, turn.ms // 1000) for turn in recorder.state.turns if not turn.recorded]


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (20, 5), (140, 45)])
async def test_the_turns_at_several_sizes(
    size: tuple[int, int], review: Make, snapshot: SnapshotAssertion
) -> None:
    app, _, _ = review()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert picture(app) == snapshot


@pytest.mark.parametrize("key", ["2", "3", "4", "5"])
async def test_the_other_panes(key: str, review: Make, snapshot: SnapshotAssertion) -> None:
    app, _, _ = review()
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.press(key)
        assert picture(app) == snapshot


async def test_arrows_move_a_turn_by_a_second_and_u_takes_it_back(review: Make) -> None:
    app, recorder, desk = review()
    assert turns(recorder) == [("f", 65), ("p1", 100), ("p2", 40), ("p2", 600), ("p1", 900)]
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "left", "left")
        assert turns(recorder)[:2] == [("f", 63), ("p1", 102)]
        await pilot.press("u", "u", "u")
        assert turns(recorder)[:2] == [("f", 65), ("p1", 100)]
        assert "! No correction is left to undo." in picture(app)
        assert recorder.state.closed_ms is not None
        await pilot.press("r")
        assert turns(recorder)[:2] == [("f", 64), ("p1", 101)]
        await pilot.press("escape")
    assert desk.corrections == ["s"]
    assert app.given == [None]


async def test_a_time_is_typed_and_what_cannot_be_is_said_beside_it(review: Make) -> None:
    app, recorder, _ = review()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "e", "ctrl+u", *"17:00:00", "enter")
        assert turns(recorder)[0] == ("f", 65)
        assert "earlier; undo that one first" in picture(app)
        await pilot.press("ctrl+u", *"3:00", "enter")
        assert turns(recorder)[:2] == [("f", 60), ("p1", 105)]


async def test_the_end_of_a_turn_is_typed_too(review: Make) -> None:
    app, recorder, _ = review()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("E", "ctrl+u", *"-5", "enter")
        assert turns(recorder)[:2] == [("f", 60), ("p1", 105)]
        await pilot.press("end", "E", "ctrl+u", *"-5", "enter")
        assert "Split it (s), then delete the rest (d)." in flowing(app)


async def test_a_turn_goes_to_the_person_of_the_key(review: Make) -> None:
    app, recorder, _ = review()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "p", "3")
        assert turns(recorder)[1] == ("p3", 100)
        await pilot.press("p", "escape", "d")
        assert ("p3", 100) not in turns(recorder)


async def test_splitting_asks_where_and_whose(review: Make) -> None:
    app, recorder, _ = review()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "s", "ctrl+u", *"1:00", "enter")
        assert "the place to split lies in between" in picture(app)
        await pilot.press("ctrl+u", *"4:00", "enter", "3")
        assert turns(recorder)[1:3] == [("p1", 55), ("p3", 45)]


async def test_merging_goes_on_to_the_end_of_the_next_turn(review: Make) -> None:
    app, recorder, _ = review()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m")
        assert turns(recorder)[0] == ("f", 165)


async def test_a_missed_leaving_and_a_missed_arrival(review: Make) -> None:
    app, recorder, _ = review()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "e", "ctrl+u", *"0:30", "enter")
        assert recorder.state.people["p1"].spells[0].from_ms == at("2026-11-17 18:00") + 30_000
        await pilot.press("down", "l", "ctrl+u", *"35:00", "enter")
        assert recorder.state.people["p2"].spells[0].to_ms == at("2026-11-17 18:35")
        await pilot.press("down", "a", "enter", "l", "ctrl+u", *"99:00", "enter")
        assert recorder.state.people["p3"].spells[0].from_ms == at("2026-11-17 18:00")
        assert "The session lasted from 18:00:00 to 18:41:00." in picture(app)


async def test_the_facilitator_is_there_and_can_be_said_to_have_left(review: Make) -> None:
    app, recorder, _ = review()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "end", "E", "ctrl+u", *"30:00", "enter")
        assert recorder.state.people["f"].spells[0].to_ms == at("2026-11-17 18:30")
        assert "arrival not marked" in picture(app)
        await pilot.press("a", "ctrl+u", *"10:00", "enter")
        assert recorder.state.people["f"].spells[0].from_ms == at("2026-11-17 18:10")


async def test_a_note_about_a_person_shows_with_its_words(review: Make) -> None:
    app, recorder, _ = review()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "N", "2", *"[/x]", "enter")
        assert recorder.state.notes[-1].person == "p2"
        assert "[/x]" in picture(app)


def notes(recorder: Recorder) -> list[tuple[str, int, bool]]:
    """Whom each note or flag is about, so many seconds after the beginning, and whether it is a flag."""
    began = recorder.state.opened_ms or 0
    return [(mark.person, (mark.at_ms - began) // 1000, mark.flag) for mark in recorder.state.notes]


async def test_a_note_of_the_review_is_of_the_session_and_can_be_given_a_time(review: Make) -> None:
    app, recorder, _ = review()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "n", *"calm", "enter")
        assert notes(recorder)[-1] == ("", 2460, False)
        assert "▸ 18:41:00" in picture(app), "the cursor is on the new note"
        await pilot.press("t", "ctrl+u", *"99:00", "enter")
        assert "The session lasted from 18:00:00 to 18:41:00." in picture(app)
        await pilot.press("ctrl+u", *"10:00", "enter")
        assert notes(recorder)[-1] == ("", 600, False)
        assert "▸ 18:10:00" in picture(app)


async def test_a_note_says_something_else_and_undo_brings_the_words_back(
    review: Make, snapshot: SnapshotAssertion
) -> None:
    app, recorder, _ = review()
    before = notes(recorder)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "enter", "ctrl+u", *"Found their pace", "enter")
        assert notes(recorder) == before
        assert picture(app) == snapshot
        await pilot.press("e", "enter")
        assert "the note was changed" in picture(app), "nothing was typed, so nothing was corrected"
        await pilot.press("e", *" at last", "enter")
        assert "Found their pace at last" in picture(app), "what is typed goes on after the words"
        await pilot.press("u", "u")
        assert "#breakthrough" in picture(app)
        assert notes(recorder) == before


async def test_a_note_is_about_somebody_else_or_about_the_group(review: Make) -> None:
    app, recorder, _ = review()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "p", "3")
        assert notes(recorder)[0][0] == "p3"
        assert recorder.state.people["p3"].notes == 1
        await pilot.press("p", "home", "enter")
        assert notes(recorder)[0][0] == ""
        assert "about the group" in picture(app)
        await pilot.press("u", "u")
        assert notes(recorder)[0][0] == "p2"


async def test_a_note_and_a_flag_are_taken_out_and_come_back(review: Make) -> None:
    app, recorder, _ = review()
    before = notes(recorder)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "end", "e")
        assert "! A private flag has no words" in picture(app)
        await pilot.press("d", "d")
        assert notes(recorder) == []
        assert "#breakthrough" not in picture(app)
        await pilot.press("u", "u")
        assert notes(recorder) == before
        assert "#breakthrough" in picture(app)


async def test_a_note_just_written_and_taken_out_comes_back_by_one_undo(review: Make) -> None:
    app, recorder, _ = review()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "n", *"calm", "enter", "d")
        assert len(notes(recorder)) == 2
        await pilot.press("u")
        assert len(notes(recorder)) == 3


async def test_a_block_that_was_not_begun_is_added(review: Make, snapshot: SnapshotAssertion) -> None:
    app, recorder, _ = review()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("4", "end", "enter", "ctrl+u", *"50:00", "enter")
        assert "The session lasted from 18:00:00 to 18:41:00." in picture(app)
        await pilot.press("ctrl+u", *"40:00", "enter")
        assert [(run.block, run.to_ms) for run in recorder.state.agenda.runs][1:] == [
            (1, at("2026-11-17 18:40")),
            (2, at("2026-11-17 18:41")),
        ]
        assert picture(app) == snapshot
        await pilot.press("u")
        assert len(recorder.state.agenda.runs) == 2


async def test_undo_stops_at_what_was_decided_about_attendance(review: Make) -> None:
    app, recorder, _ = review()
    recorder.do(c.Mark("p1", "excused"))
    recorder.do(c.ConfirmAttendance())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("u")
        assert "! What comes next was decided about the attendance. Press A, then u." in flowing(app)
        assert recorder.state.confirmation is not None
        await pilot.press("left", "u", "u")
        assert recorder.state.confirmation is not None
        mark = recorder.state.people["p1"].mark
        assert mark is not None
        assert mark.status == "excused"


async def test_redo_does_not_bring_back_what_was_undone_of_the_attendance(review: Make) -> None:
    app, recorder, _ = review()
    recorder.do(c.Mark("p1", "excused"))
    recorder.do(c.Undo())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("r")
        assert "Press A, then r." in flowing(app)
        assert recorder.state.people["p1"].mark is None


async def test_where_nothing_was_imported_the_way_to_a_report_is_named() -> None:
    clock = SetClock(at("2026-11-17 18:00"))
    recorder = Recorder(MemoryJournal(), clock, Random(0).getrandbits, "s", "me", "review")
    recorder.do(c.Open((Seat("p1", 1),)))
    app = OneScreen(ReviewScreen(recorder, lambda: ReviewSheet("Alone"), ListDesk()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("5")
        assert "A, then i takes in a report" in flowing(app)


async def test_an_import_is_forgotten_and_brought_back(review: Make) -> None:
    app, recorder, _ = review()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("5", "d")
        assert not recorder.state.people["p3"].reported
        assert "forgotten" in picture(app)
        assert "the report from Zoom does not count any more" in picture(app)
        await pilot.press("u")
        assert recorder.state.people["p3"].reported
        assert "the report from Zoom counts again" in picture(app)


async def test_the_report_goes_into_the_folder_that_is_typed(review: Make) -> None:
    app, _, desk = review()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", *"/x[/]", "enter")
        assert desk.reports == [("s", Path("/x[/]"), KINDS)]
        assert f"{len(KINDS)} files in /x[/]" in picture(app)


async def test_a_folder_that_is_refused_stays_in_the_line(review: Make) -> None:
    app, recorder, desk = review()
    before = len(recorder.log.entries)
    desk.refuses = "/x could not be written: it is a file. Choose another place."
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "ctrl+u", *"/x", "enter")
        assert desk.refuses in flowing(app)
        await pilot.press("d", "m")
        assert app.screen.query_one(EntryLine).value == "/xdm"
        assert len(recorder.log.entries) == before
        desk.refuses = ""
        await pilot.press("enter")
        assert desk.reports[-1][1] == Path("/xdm")


async def test_what_could_not_be_saved_is_said_and_not_left_by_one_key(review: Make) -> None:
    app, recorder, desk = review(refusals=3)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d")
        assert "! NOT SAVED (1): The disk is full." in picture(app)
        await pilot.press("escape")
        assert "Leaving now loses the corrections; Esc again leaves." in flowing(app)
        assert not app.given
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        screen.tick()
        screen.tick()
        assert recorder.unsaved == 0
        await pilot.press("escape")
    assert desk.corrections == ["s"]


def test_the_timeline_fills_cells_by_the_share_of_their_time() -> None:
    from facilitator_tui.dialogue.state import Turn

    row = row_of([Turn("e", "p", 0, 30_000), Turn("f", "p", 45_000, 46_000)], 0, 80_000, 8)
    assert row == "███ ▁   "
    assert row_of([], 0, 0, 4) == "    "
    assert axis(0, 40 * 60_000, 40, 20 * 60_000).startswith("0 ")
    assert axis(0, 40 * 60_000, 40, 20 * 60_000)[20] == "▲"
    assert axis(0, 0, 0, 5) == ""


@pytest.mark.parametrize(
    ("ms", "said"),
    [(0, "as planned"), (29_000, "as planned"), (90_000, "1:30 longer"), (-90_000, "1:30 shorter")],
)
def test_planned_against_actual_in_words(ms: int, said: str) -> None:
    assert difference(ms) == said
