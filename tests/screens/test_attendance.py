"""After the session: log beside report, one key a decision, marks, guests and the confirmation; over a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion
from textual import events
from textual.binding import Binding
from textual.pilot import Pilot

from facilitator_tui.clock import SetClock
from facilitator_tui.completion.sheet import SheetRow, sheet
from facilitator_tui.desks.attendance import StoreAttendanceDesk
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.entries import Seat
from facilitator_tui.plans.course import Presence
from facilitator_tui.recorder import Recorder
from facilitator_tui.screens.attendance import MARKS, AttendanceScreen
from facilitator_tui.screens.attendance_port import AttendanceBasis
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import Sessions
from facilitator_tui.widgets.entry_line import EntryLine
from facilitator_tui.widgets.row_list import RowList
from tests.screen_text import picture
from tests.screens.desks import HOSTILE, ZONE, OneScreen, at

RULE = Presence(from_percent=60, late_after_s=300)
NAMES = ("Amal Haddad", HOSTILE, "Chiara Fontanelli", "Deniz Yıldız", "Ewa Nowak", "Rui Tavares")
AMAL, NOUR, CHIARA, DENIZ, EWA, RUI = range(6)
HEAD = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"


def line(name: str, joined: str, left: str, email: str = "", day: str = "11/17/2026") -> str:
    return f"{name},{email},{day} {joined}:00,{day} {left}:00,1,Yes\n"


class RuledDesk(StoreAttendanceDesk):
    """The real desk, with a rule of its own."""

    def basis(self, session: str) -> AttendanceBasis:
        return replace(super().basis(session), presence=RULE, ruled=True, planned_ms=7_200_000)


class Evening:
    """Two hours of a subgroup: Amal leaves at 19:40, Chiara comes at 18:20, Rui never comes; the others stay."""

    def __init__(self, store: Store, closed: bool = True) -> None:
        chance = Random(5).getrandbits
        self.store, self.clock = store, SetClock(at("2026-11-17 12:00"))
        people, sessions = People(store, chance), Sessions(store, chance)
        group = people.add_subgroup("Lisbon–Amman 3", "", ZONE, self.clock.ms)
        self.ids = [people.add(name, self.clock.ms) for name in NAMES]
        for person in self.ids:
            people.join(group, person, "participant", 0, self.clock.ms)
        self.id = sessions.create("Who belongs?", self.clock.ms, group, zone=ZONE)
        seats = tuple(Seat(person, number) for number, person in enumerate(self.ids, start=1))
        self.recorder = Recorder(store.journal(self.id), self.clock, chance, self.id, "me", "key")
        self.at("18:00", c.Open(seats))
        self.at("18:00", *(c.ToggleHere(self.ids[who]) for who in (AMAL, NOUR, DENIZ, EWA)))
        self.at("18:20", c.ToggleHere(self.ids[CHIARA]))
        self.at("19:40", c.ToggleHere(self.ids[AMAL]))
        if closed:
            self.at("20:00", c.Close())
        self.clock.ms = at("2026-11-17 20:05")
        self.recorder = Recorder(store.journal(self.id), self.clock, chance, self.id, "me", "review")
        self.desk = RuledDesk(store, self.clock, "me")
        self.app = OneScreen(AttendanceScreen(self.recorder, self.desk))

    def at(self, time: str, *commands: c.Command) -> None:
        self.clock.ms = at(f"2026-11-17 {time}")
        for command in commands:
            self.clock.ms += 1
            self.recorder.do(command)

    def report(self, *lines: str, name: str = "participants.csv") -> Path:
        path = self.store.path.parent / name
        path.write_text(HEAD + "".join(lines), encoding="utf-8")
        return path

    def with_report(self, *lines: str) -> Evening:
        """Take a report in before the screen opens."""
        report = self.desk.read_report(self.report(*lines), ZONE, at("2026-11-17 18:00"))
        self.recorder.take(tuple(self.desk.take_in(self.id, report)))
        self.clock.ms += 60_000
        return self

    def row(self, who: int) -> SheetRow:
        """The person's line of the sheet, by what the store holds."""
        return self.row_of(self.ids[who])

    def row_of(self, person: str) -> SheetRow:
        log = Recorder(self.store.journal(self.id), self.clock, Random(1).getrandbits, self.id, "me").log
        found = sheet(log.state, RULE, 7_200_000).row(person)
        assert found is not None
        return found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "mine.db") as opened:
        yield opened


@pytest.fixture
def evening(store: Store) -> Evening:
    return Evening(store)


def flowing(app: OneScreen) -> str:
    """What stands on the screen, without the breaks of lines."""
    return " ".join(picture(app).split())


async def chosen(pilot: Pilot[None], path: str) -> None:
    """Give this path for a report, pasted, and wait until the file was read."""
    await pilot.press("i")
    pilot.app.post_message(events.Paste(path))
    await pilot.pause()
    await pilot.press("enter")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


ZOOM = (
    line("Amal Haddad", "18:12", "19:58"),
    line(HOSTILE.replace("\x1b[31m", "").replace("\u202e", ""), "18:00", "20:00"),
    line("Chiara Fontanelli", "18:20", "20:00"),
    line("Deniz Yildiz", "18:00", "19:10"),
    line("Deniz Yildiz", "19:11", "20:00"),
    line("Ewa Nowak", "18:00", "20:00"),
)


async def test_where_log_and_report_disagree(evening: Evening, snapshot: SnapshotAssertion) -> None:
    evening.with_report(*ZOOM, line("Amal H.", "18:00", "18:10"))
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert picture(evening.app) == snapshot


async def test_all_agree_and_are_folded_away_until_they_are_asked_for(
    evening: Evening, snapshot: SnapshotAssertion
) -> None:
    evening.with_report(*ZOOM[1:], line("Amal Haddad", "18:01", "19:40"))
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "6 agree" in picture(evening.app)
        await pilot.press("enter")
        assert picture(evening.app) == snapshot
        await pilot.press("space")
        assert "Ewa Nowak  " not in picture(evening.app)


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (20, 5), (130, 30)])
async def test_without_a_report_everybody_has_the_own_log_alone(
    size: tuple[int, int], evening: Evening, snapshot: SnapshotAssertion
) -> None:
    async with evening.app.run_test(size=size) as pilot:
        await pilot.pause()
        assert picture(evening.app) == snapshot


# --- log or report


@pytest.mark.parametrize(
    ("key", "choice", "status", "minutes"),
    [("m", "mine", "left early", 100), ("t", "theirs", "late", 106), ("b", "union", "present", 117)],
)
async def test_one_key_says_whose_times_count(
    key: str, choice: str, status: str, minutes: int, evening: Evening
) -> None:
    evening.with_report(*ZOOM)
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        row = evening.row(AMAL)
        assert (row.choice, row.derived, row.measured.present_ms // 60_000) == (choice, status, minutes)
        assert "Settled: 1" in picture(evening.app)
        await pilot.press("w")
        assert evening.row(AMAL).choice is None
        await pilot.press("u", "u")
        assert evening.row(AMAL).disagrees
        await pilot.press("r")
        assert evening.row(AMAL).choice == choice


async def test_the_same_key_again_gives_the_choice_a_reason(evening: Evening) -> None:
    evening.with_report(*ZOOM)
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t", "t", *"her line was down", "enter")
        assert "Settled, platform: 18:12–19:58 (1:46) – “her line was down”" in flowing(evening.app)
    assert "her line was down" in evening.desk.basis(evening.id).reasons.values()


async def test_times_are_written_by_hand_with_where_they_come_from(
    evening: Evening, snapshot: SnapshotAssertion
) -> None:
    evening.with_report(*ZOOM)
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e", *"18:05-19:30, 19:40-20:00", "enter")
        assert picture(evening.app) == snapshot
        await pilot.press(*" because she told me", "enter")
    row = evening.row(AMAL)
    assert (row.choice, row.measured.present_ms) == ("edit", 105 * 60_000)
    assert [(start, end) for start, end in row.counting] == [
        (at("2026-11-17 18:05"), at("2026-11-17 19:30")),
        (at("2026-11-17 19:40"), at("2026-11-17 20:00")),
    ]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("soon", "“soon” has no times."),
        ("18:05-17:00 she said", "ends before it begins"),
        ("12:00-13:00 she said", "lies outside the session, which lasted from 18:00 to 20:00"),
        ("18:05-19:00", "Say after the times where they come from"),
    ],
)
async def test_times_that_cannot_be_are_told_beside_what_was_typed(
    typed: str, says: str, evening: Evening
) -> None:
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e", *typed, "enter")
        assert says in flowing(evening.app)
        assert evening.row(AMAL).choice is None


# --- marks


@pytest.mark.parametrize(("key", "status", "word"), MARKS)
async def test_a_key_marks_and_the_mark_stands_beside_the_rule(
    key: str, status: str, word: str, evening: Evening
) -> None:
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert f" {key} {word}" in picture(evening.app)
        await pilot.press(key, *"told me", "enter")
        row = evening.row(AMAL)
        assert (row.derived, row.mark) == ("left early", status)
        assert f"left early · {status}"[:20] in picture(evening.app)
        assert f"Marked: {status} – “told me”" in flowing(evening.app)
        await pilot.press("z")
        assert evening.row(AMAL).mark is None


async def test_a_mark_needs_no_reason_before_the_confirmation(evening: Evening) -> None:
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end", "x", "enter", "x")
        assert evening.row(RUI).mark == "excused"
        assert "! Rui Tavares is marked as excused already." in picture(evening.app)
        await pilot.press("u")
        assert evening.row(RUI).mark is None


# --- confirming


async def test_what_is_open_is_said_before_it_is_confirmed(evening: Evening) -> None:
    evening.with_report(*ZOOM, line("Stranger", "18:00", "19:00"), line("Amal H.", "18:00", "19:00"))
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c")
        assert "Still open: 1 disagreement, 1 guest, 1 doubtful name." in picture(evening.app)
        await pilot.press("escape")
        assert evening.recorder.state.confirmation is None
        await pilot.press("ctrl+s", "enter")
        assert "Attendance confirmed · Who belongs?" in picture(evening.app)


async def test_what_changes_after_the_confirmation_needs_a_reason(
    evening: Evening, snapshot: SnapshotAssertion
) -> None:
    evening.with_report(*ZOOM)
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t", "c", "enter", "m")
        assert "say why it changes" in flowing(evening.app)
        assert evening.row(AMAL).choice == "theirs"
        await pilot.press(*"I looked again", "enter")
        assert evening.row(AMAL).choice == "mine"
        await pilot.press("x", "enter")
        assert "say why it changes" in flowing(evening.app)
        await pilot.press(*"doctor's note", "enter")
        assert evening.row(AMAL).mark == "excused"
        assert picture(evening.app) == snapshot


async def test_it_becomes_provisional_again_for_a_reason(evening: Evening) -> None:
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c", "enter", "c", "enter")
        assert "say why it changes" in flowing(evening.app)
        await pilot.press(*"too early", "enter")
        assert "Attendance provisional" in picture(evening.app)
        await pilot.press("u")
        assert "confirm it again" in flowing(evening.app)
        assert "Attendance provisional" in picture(evening.app)


async def test_a_session_that_goes_on_is_not_confirmed(store: Store) -> None:
    evening = Evening(store, closed=False)
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c")
        assert "! The session is still open: end it, then confirm who was there." in picture(evening.app)


async def test_once_confirmed_nobody_becomes_somebody_else(evening: Evening) -> None:
    evening.with_report(*ZOOM)
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c", "enter", "g")
        assert "Make it provisional again (c)" in flowing(evening.app)
        await pilot.press("i")
        assert "Make it provisional again (c)" in flowing(evening.app)


# --- reports


async def test_a_report_is_taken_in_and_doubtful_names_are_asked_once(
    evening: Evening, snapshot: SnapshotAssertion
) -> None:
    path = evening.report(*ZOOM[1:], line("Amal H.", "18:12", "19:58"), line("Stranger", "18:00", "18:30"))
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await chosen(pilot, f"'{path}'")
        assert picture(evening.app).replace(path.name, "FILE") == snapshot
        await pilot.press("1", "enter")
        assert "Taken in: 5 matched, 1 guest." in picture(evening.app)
        assert evening.row(AMAL).measured.present_ms // 60_000 == 100
        assert evening.row(AMAL).disagrees
        assert People(evening.store).aliases() == {evening.ids[AMAL]: ("Amal H.",)}
        await pilot.press("u")
        assert evening.row(AMAL).reported == ()
        assert evening.ids[AMAL] not in People(evening.store).aliases()
        await pilot.press("r")
        assert evening.row(AMAL).reported
        assert People(evening.store).aliases()[evening.ids[AMAL]] == ("Amal H.",)


async def test_partial_reports_are_stacked_and_each_can_be_taken_back(
    evening: Evening, snapshot: SnapshotAssertion
) -> None:
    first = evening.report(line("Ewa Nowak", "18:00", "18:40"), name="first.csv")
    second = evening.report(line("Ewa Nowak", "18:45", "20:02"), name="second.csv")
    async with evening.app.run_test(size=(80, 24)) as pilot:
        for path in (first, second):
            await chosen(pilot, path.as_uri())
            await pilot.press("enter")
        assert "2 reports: Zoom 18:00–18:40, Zoom 18:45–20:02" in flowing(evening.app)
        assert len(evening.row(EWA).reported) == 2
        assert "Ewa Nowak" not in picture(evening.app), "the minutes between the reports are no disagreement"
        await pilot.press("end")
        assert " d take back" in picture(evening.app)
        await pilot.press("d")
        assert len(evening.row(EWA).reported) == 1
        assert picture(evening.app) == snapshot
        await pilot.press("u")
        assert len(evening.row(EWA).reported) == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "participants.csv"),
        ("", "empty"),
        ("WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nAmina: Good evening.\n", "is no attendance report"),
    ],
)
async def test_a_file_that_is_no_report_is_a_sentence_and_another_can_be_typed(
    content: str | None, says: str, evening: Evening
) -> None:
    path = evening.store.path.parent / "participants.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await chosen(pilot, str(path))
        assert "! " in picture(evening.app)
        assert says in flowing(evening.app)
        assert evening.app.screen.query_one(EntryLine).value == str(path)
        await pilot.press("p")
        assert evening.app.screen.query_one(EntryLine).value == "p", (
            "the next path is typed over the refused one"
        )
        await pilot.press("escape", "x", "enter")
        assert evening.row(AMAL).mark == "excused"


async def test_a_path_that_was_refused_is_corrected_in_the_line(evening: Evening) -> None:
    path = evening.report(line("Ewa Nowak", "18:00", "20:00"), name="report.csv")
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await chosen(pilot, f"{path}x")
        await pilot.press("end", "backspace", "enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "Enter takes it in." in flowing(evening.app)


async def test_no_path_at_all_is_asked_for_again(evening: Evening) -> None:
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i", "enter")
        assert "Type or paste the path of the report" in flowing(evening.app)


async def test_a_report_that_was_looked_at_can_be_left(evening: Evening) -> None:
    path = evening.report(*ZOOM)
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await chosen(pilot, str(path))
        await pilot.press("escape")
        assert "Nothing was taken in." in picture(evening.app)
        assert not evening.row(AMAL).reported


async def test_whether_the_day_or_the_month_comes_first_is_asked(store: Store) -> None:
    evening = Evening(store)
    path = evening.report(line("Ewa Nowak", "18:00", "20:00", day="03/04/2026"))
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await chosen(pilot, str(path))
        assert "day or the month comes first" in flowing(evening.app)
        await pilot.press("x", "enter")
        assert "Type d if 03/04 is the 3rd of April" in flowing(evening.app)
        await pilot.press("backspace", "d", "enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "is it the right meeting?" in flowing(evening.app)


async def test_a_report_of_another_day_needs_a_yes(evening: Evening, snapshot: SnapshotAssertion) -> None:
    totals = evening.store.path.parent / "totals.csv"
    totals.write_text(
        "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants,\n"
        "1,Something else,09/24/2020 11:35:16 AM,09/24/2020 12:49:20 PM,someone@example.org,75,1,\n\n"
        "Name (Original Name),User Email,Total Duration (Minutes),Guest\nIngrid Solheim,,75,\n",
        encoding="utf-8",
    )
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await chosen(pilot, str(totals))
        assert picture(evening.app) == snapshot
        await pilot.press("enter")
        assert not evening.recorder.log.state.people.keys() - set(evening.ids), "Enter alone takes nothing in"
        await pilot.press("y")
        assert "Taken in: 0 matched, 1 guest." in picture(evening.app)


async def test_undo_after_a_report_points_to_the_report_before_it_goes_on(evening: Evening) -> None:
    path = evening.report(line("Ewa Nowak", "18:00", "20:00"), name="report.csv")
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x", "enter")
        await chosen(pilot, str(path))
        await pilot.press("enter", "u")
        assert "The last step was taking in Zoom, report.csv: d takes it back." in flowing(evening.app)
        assert "Zoom, report.csv: 2026-11-17 18:00–20:00" in flowing(evening.app)
        assert evening.row(AMAL).mark == "excused"
        await pilot.press("d")
        assert "the report from Zoom does not count any more" in flowing(evening.app)
        assert not evening.row(EWA).reported
        await pilot.press("u")
        assert "the report from Zoom counts again" in flowing(evening.app)
        assert evening.row(EWA).reported
        await pilot.press("u", "u")
        assert evening.row(AMAL).mark is None


# --- who is who


async def test_a_guest_is_somebody_of_the_subgroup(evening: Evening) -> None:
    evening.with_report(*ZOOM[1:], line("Amal H.", "18:12", "19:58"))
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "g")
        assert "Who is Amal H.?" in picture(evening.app)
        await pilot.press("1")
        assert evening.row(AMAL).reported
        assert People(evening.store).aliases() == {evening.ids[AMAL]: ("Amal H.",)}
        assert "Guests" not in picture(evening.app)
        await pilot.press("u")
        assert "Guests: 1" in picture(evening.app)
        assert evening.ids[AMAL] not in People(evening.store).aliases()


async def test_a_guest_is_somebody_whose_name_is_typed(evening: Evening) -> None:
    evening.with_report(*ZOOM, line("Stranger", "18:12", "19:58"))
    zeynep = People(evening.store).add("Zeynep Kaya", 0)
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "g", "end", "enter", *"zeynep", "enter")
        assert "Nobody is called “zeynep”" in flowing(evening.app)
        await pilot.press(*" kaya", "enter")
        assert evening.row_of(zeynep).reported
        assert "Zeynep Kaya" in picture(evening.app)


async def test_a_wrong_match_is_given_to_another_in_one_step(evening: Evening) -> None:
    evening.with_report(*ZOOM)
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "enter", *["down"] * 3)
        assert evening.row(DENIZ).reported
        await pilot.press("g")
        assert "Whose are the platform's times of Deniz Yıldız?" in picture(evening.app)
        await pilot.press("end", "enter", *"Deniz the cousin", "enter")
        assert not evening.row(DENIZ).reported
        assert "Deniz the cousin" in picture(evening.app)
        await pilot.press("u")
        assert len(evening.row(DENIZ).reported) == 2
        assert "Deniz the cousin" not in picture(evening.app)
        await pilot.press("r")
        assert not evening.row(DENIZ).reported


async def test_a_guest_who_was_taken_for_the_wrong_person_is_given_to_the_right_one(evening: Evening) -> None:
    evening.with_report(*ZOOM, line("Rui T.", "18:30", "19:58"))
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "g", "2")
        assert len(evening.row(NOUR).reported) == 1
        assert "Guests" not in picture(evening.app)
        await pilot.press("home", "enter")
        evening.app.screen.query_one("#people", RowList).go_to(evening.ids[NOUR])
        await pilot.press("g")
        assert "as “Rui T.”: 18:30–19:58 (1:28)" in picture(evening.app)
        await pilot.press("2", "6")
        assert evening.row(NOUR).reported == ((at("2026-11-17 18:00"), at("2026-11-17 20:00")),)
        assert evening.row(RUI).reported
        assert People(evening.store).aliases()[evening.ids[RUI]] == ("Rui T.",)
        assert evening.ids[NOUR] not in People(evening.store).aliases()


async def test_two_guests_of_one_person_are_merged_only_when_somebody_says_so(evening: Evening) -> None:
    evening.with_report(*ZOOM, line("Galaxy A52", "18:30", "19:00"), line("Stranger", "19:00", "19:58"))
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Guests: 2" in picture(evening.app)
        await pilot.press("down", "g", "end", "up", "enter")
        assert "Guests: 1" in picture(evening.app)
        await pilot.press("u")
        assert "Guests: 2" in picture(evening.app)


# --- undo, the disk, and back


async def test_undo_stops_at_what_was_not_decided_here(evening: Evening) -> None:
    evening.recorder.do(c.MarkHere(evening.ids[RUI], True, at("2026-11-17 18:30")))
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "enter", "u", "u")
        assert "! Nothing that was decided here is left to undo." in picture(evening.app)
        assert evening.row(RUI).own


async def test_what_the_disk_refuses_is_said_and_not_left_by_one_key(evening: Evening) -> None:
    async with evening.app.run_test(size=(80, 24)) as pilot:
        with evening.store.transaction():
            evening.store.connection.execute(
                "CREATE TRIGGER no BEFORE INSERT ON entry BEGIN SELECT RAISE(FAIL, 'x'); END"
            )
        await pilot.press("a", "enter")
        assert "NOT SAVED (1)" in picture(evening.app)
        await pilot.press("escape")
        assert "Esc again leaves" in flowing(evening.app)
        with evening.store.transaction():
            evening.store.connection.execute("DROP TRIGGER no")
        screen = evening.app.screen
        assert isinstance(screen, AttendanceScreen)
        screen.tick()
        assert "Everything is saved now." in picture(evening.app)
        await pilot.press("escape")
    assert evening.app.given == [None]
    assert evening.row(AMAL).mark == "absent"


async def test_leaving_concludes_anew_from_what_was_decided(evening: Evening) -> None:
    evening.desk.corrected(evening.id)
    [(before,)] = evening.store.rows("SELECT entries FROM session_summary")
    async with evening.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "enter", "escape")
    assert evening.store.rows("SELECT entries FROM session_summary") == [(before + 1,)]


def test_the_page_about_attendance_names_every_key() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "attendance.md").read_text(encoding="utf-8")
    for binding in AttendanceScreen.BINDINGS:
        assert isinstance(binding, Binding)
        first = binding.key.split(",")[0]
        if first in {key for key, _, _ in MARKS}:
            assert f"| `{first}` | {binding.tooltip.removeprefix('Mark as ').rstrip('.')} |" in page
        else:
            assert f"| {binding.description} | {binding.tooltip} |" in page
