"""The attendance desk over a real file: the course's rule, what platforms call people, reports read and taken in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from facilitator_tui.desks.attendance import StoreAttendanceDesk
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.fold import fold
from facilitator_tui.plans.course import Presence
from facilitator_tui.recorder import Recorder
from facilitator_tui.screens.attendance_port import AttendanceDesk, ReportFile
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import Sessions
from tests.dialogue.fakes import ms
from tests.store.stories import HandClock, Told, an_evening

HEAD = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
FIXTURES = Path(__file__).resolve().parents[2] / "shared" / "fixtures"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "mine.db") as opened:
        yield opened


@pytest.fixture
def told(store: Store) -> Told:
    """Ten minutes on 28 May 2026, from 20:26:40 UTC."""
    return an_evening(store)


@pytest.fixture
def desk(store: Store, told: Told) -> StoreAttendanceDesk:
    return StoreAttendanceDesk(store, told.clock, "me")


def row(name: str, email: str = "", day: str = "05/28/2026", joined: str = "08:26:40 PM") -> str:
    return f"{name},{email},{day} {joined},{day} 08:36:40 PM,10,Yes\n"


def report(folder: Path, *rows: str, name: str = "participants.csv") -> Path:
    path = folder / name
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    return path


def read(desk: StoreAttendanceDesk, path: Path, day_first: bool | None = None) -> ReportFile:
    return desk.read_report(path, "UTC", ms(0), day_first)


def test_it_is_the_desk_of_the_screen(desk: StoreAttendanceDesk, told: Told) -> None:
    port: AttendanceDesk = desk
    assert port.basis(told.id).title == "Who belongs?"
    assert port.now_ms() == told.clock.now_ms()


# --- by what attendance is judged


def test_the_rule_is_that_of_the_sessions_course(store: Store, desk: StoreAttendanceDesk) -> None:
    group = People(store).add_subgroup("A", "Newcomers and Nationalism", "Africa/Tunis", 0)
    anna = People(store).add("Anna Berg", 0)
    People(store).join(group, anna, "participant", 0, 0)
    session = Sessions(store).create("Being new", 10, group, "newcomers-and-nationalism", 1, planned_ms=20)
    of_group = Sessions(store).create("Being new", 10, group, module=1, planned_ms=20)
    for each in (session, of_group):
        basis = desk.basis(each)
        assert (basis.ruled, basis.planned_ms, basis.expected) == (True, 7_200_000, frozenset({anna}))
        assert (basis.presence.from_percent, basis.presence.late_after_s) == (75, 900)


def test_without_a_course_any_presence_counts_for_as_long_as_was_planned(
    desk: StoreAttendanceDesk, told: Told
) -> None:
    basis = desk.basis(told.id)
    assert (basis.ruled, basis.presence, basis.expected) == (False, Presence(), None)
    assert basis.planned_ms == 7_200_000


def test_reasons_are_those_of_marks_and_choices_not_the_notes(desk: StoreAttendanceDesk, told: Told) -> None:
    told.at(700, c.Mark(told.bruno, "excused", "was ill"))
    entries = {entry.id: entry.fact for entry in told.recorder.log.entries.values()}
    reasons = desk.basis(told.id).reasons
    assert [(type(entries[entry]), text) for entry, text in reasons.items()] == [(e.Marked, "was ill")]


def test_what_is_not_there_is_the_desks_own_problem(desk: StoreAttendanceDesk) -> None:
    with pytest.raises(DeskProblem, match="There is no session") as problem:
        desk.basis("nothing")
    assert isinstance(problem.value, StoreProblem)


# --- people


def test_somebody_is_found_by_the_whole_name_alone(
    store: Store, desk: StoreAttendanceDesk, told: Told
) -> None:
    assert desk.called("  chiara  CONTI ") == told.chiara
    with pytest.raises(DeskProblem, match="Nobody is called “Chiara”"):
        desk.called("Chiara")
    People(store).add("Chiara Conti", 0)
    with pytest.raises(DeskProblem, match="2 people are called"):
        desk.called("Chiara Conti")


def test_a_name_is_learnt_for_one_of_the_session_and_can_be_unlearnt(
    store: Store, desk: StoreAttendanceDesk, told: Told
) -> None:
    guest, elsewhere = desk.add_guest("iPhone"), People(store).add("Emre Kaya", 0)
    People(store).learn_alias(elsewhere, "iPhone")
    desk.learn(guest, told.chiara, told.ids)
    desk.learn(guest, told.deniz, told.ids)
    assert People(store).aliases() == {elsewhere: ("iPhone",), told.deniz: ("iPhone",)}
    desk.unlearn(guest, told.deniz)
    assert told.deniz not in People(store).aliases()
    assert People(store).aliases()[elsewhere] == ("iPhone",)


def test_guests_may_be_somebody_of_the_session(desk: StoreAttendanceDesk, told: Told) -> None:
    likely, stranger = desk.add_guest("Chiara C."), desk.add_guest("Zbigniew Wójcik")
    found = desk.doubts(told.id, (likely, stranger), told.ids)
    assert list(found) == [likely]
    assert found[likely].candidates[0].person == told.chiara
    assert found[likely].candidates[0].name == "Chiara Conti"


def test_the_subgroup_of_a_session_is_who_was_and_is_in_it(store: Store, desk: StoreAttendanceDesk) -> None:
    people = People(store)
    group = people.add_subgroup("A", "", "UTC", 0)
    then, since = people.add("Anna Berg", 0), people.add("Bilal Amrani", 0)
    people.join(group, then, "participant", 0, 0)
    session = Sessions(store).create("S", 10, group, planned_ms=ms(0))
    people.leave(group, then, ms(10))
    people.join(group, since, "participant", 0, ms(20))
    assert [each.name for each in desk.members(session)] == ["Anna Berg", "Bilal Amrani"]
    assert desk.members(Sessions(store).create("Alone", 10)) == []


# --- reports


def test_a_report_is_looked_at_then_taken_in_and_the_doubtful_are_guests(
    tmp_path: Path, store: Store, desk: StoreAttendanceDesk, told: Told
) -> None:
    file = read(desk, report(tmp_path, row("Amina Ben Salah"), row("Chiara C."), row("Stranger")))
    before = len(store.journal(told.id).read())
    found = desk.preview(told.id, file)
    assert (found.platform, found.from_ms, found.to_ms, found.new) == ("Zoom", ms(0), ms(600), 3)
    assert (found.matched, found.unknown) == (("Amina Ben Salah",), ("Stranger",))
    assert [(doubt.name, doubt.candidates[0].person) for doubt in found.doubts] == [
        ("Chiara C.", told.chiara)
    ]
    assert len(store.journal(told.id).read()) == before
    people = fold(desk.take_in(told.id, file)).people
    assert people[told.amina].reported
    assert people[found.doubts[0].guest].reported, "who is asked about is the guest of that name"
    assert not people[told.chiara].reported


def test_the_same_name_with_two_addresses_is_asked_about_twice(
    tmp_path: Path, desk: StoreAttendanceDesk, told: Told
) -> None:
    rows = (row("Chiara C.", "c1@example.org"), row("Chiara C.", "c2@example.org", joined="08:30:40 PM"))
    file = read(desk, report(tmp_path, *rows))
    doubts = desk.preview(told.id, file).doubts
    assert [doubt.email for doubt in doubts] == ["c1@example.org", "c2@example.org"]
    people = fold(desk.take_in(told.id, file)).people
    began = [people[doubt.guest].reported[0].from_ms for doubt in doubts]
    assert began == [ms(0), ms(240)]


def test_what_was_taken_in_can_be_undone_name_by_name(
    tmp_path: Path, store: Store, desk: StoreAttendanceDesk, told: Told
) -> None:
    file = read(desk, report(tmp_path, row("Chiara C.")))
    [doubt] = desk.preview(told.id, file).doubts
    recorder = Recorder(store.journal(told.id), told.clock, lambda bits: 1, told.id, "me", "review")
    recorder.take(tuple(desk.take_in(told.id, file)))
    recorder.do(c.Identify(doubt.guest, told.chiara))
    assert recorder.state.people[told.chiara].reported
    told.clock.ms += 1000
    recorder.do(c.Undo())
    assert not recorder.state.people[told.chiara].reported


def test_the_same_report_again_says_that_it_is_there(
    tmp_path: Path, desk: StoreAttendanceDesk, told: Told
) -> None:
    file = read(desk, report(tmp_path, row("Amina Ben Salah")))
    once = desk.take_in(told.id, file)
    found = desk.preview(told.id, file)
    assert found.new == 0
    assert found.warnings[0].startswith("This report is here already")
    assert len(desk.take_in(told.id, file)) == len(once)


@pytest.mark.parametrize(
    ("day", "joined", "says"),
    [
        ("05/25/2026", "08:26:40 PM", "is it the right meeting?"),
        ("05/28/2026", "08:26:40 PM", ""),
    ],
)
def test_a_report_of_another_day_is_noticed(
    day: str, joined: str, says: str, tmp_path: Path, desk: StoreAttendanceDesk, told: Told
) -> None:
    found = desk.preview(
        told.id, read(desk, report(tmp_path, row("Amina Ben Salah", day=day, joined=joined)))
    )
    assert says in " ".join(found.warnings)
    assert bool(found.warnings) is bool(says)


TOTALS = (
    "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants,\n"
    "1,Evening,{day} 08:26:40 PM,{day} 08:36:40 PM,someone@example.org,10,1,\n\n"
    "Name (Original Name),User Email,Total Duration (Minutes),Guest\n{name},,10,\n"
)


@pytest.mark.parametrize(
    ("day", "elsewhere"), [("05/28/2026", False), ("05/29/2026", True), ("09/24/2020", True)]
)
def test_a_report_of_minutes_in_total_is_compared_by_when_its_meeting_was(
    day: str, elsewhere: bool, tmp_path: Path, desk: StoreAttendanceDesk, told: Told
) -> None:
    path = tmp_path / "totals.csv"
    path.write_text(TOTALS.format(day=day, name="Amina Ben Salah"), encoding="utf-8")
    found = desk.preview(told.id, read(desk, path))
    assert found.elsewhere is elsewhere
    assert ("is it the right meeting?" in " ".join(found.warnings)) is elsewhere
    assert found.matched == ("Amina Ben Salah",)


def test_that_nobody_is_known_is_said(tmp_path: Path, desk: StoreAttendanceDesk, told: Told) -> None:
    strangers = desk.preview(told.id, read(desk, report(tmp_path, row("Zbigniew Wójcik"))))
    assert "Nobody in it is known in this session: everybody would be a guest." in strangers.warnings
    doubtful = desk.preview(told.id, read(desk, report(tmp_path, row("Chiara C."))))
    assert not doubtful.warnings, "who may be somebody is asked about"


def test_a_report_taken_in_is_known_by_its_file(
    tmp_path: Path, store: Store, desk: StoreAttendanceDesk, told: Told
) -> None:
    first = read(desk, report(tmp_path, row("Amina Ben Salah"), name="first [red].csv"))
    desk.take_in(told.id, first)
    second = read(desk, report(tmp_path, row("Chiara Conti"), name="second.csv"))
    desk.take_in(told.id, second)
    assert desk.basis(told.id).file_names == {first.source: "first [red].csv", second.source: "second.csv"}
    assert not set(desk.basis(told.id).file_names.values()) & set(desk.basis(told.id).reasons.values())
    assert "second.csv" not in Sessions(store).note_texts(told.id).values()


def test_a_report_of_the_wrong_zone_is_noticed(tmp_path: Path, desk: StoreAttendanceDesk, told: Told) -> None:
    path = report(tmp_path, row("Amina Ben Salah"))
    found = desk.preview(told.id, desk.read_report(path, "Africa/Tunis", ms(0)))
    assert "before or after this session" in " ".join(found.warnings)


def test_the_order_of_day_and_month_is_asked_and_the_sessions_own_date_is_the_first_answer(
    tmp_path: Path, store: Store
) -> None:
    desk = StoreAttendanceDesk(store, HandClock(), "me")
    path = report(tmp_path, row("Amina Ben Salah", day="03/04/2026"))
    april, march = (
        round(datetime(2026, month, day, 20, tzinfo=UTC).timestamp() * 1000)
        for month, day in ((4, 3), (3, 4))
    )
    for at_ms, fits in ((april, True), (march, False), (ms(0), None)):
        found = desk.read_report(path, "UTC", at_ms)
        assert (found.form.day_order_is_open, found.day_first) == (True, fits)
    settled = desk.read_report(path, "UTC", april, True)
    assert not settled.form.day_order_is_open
    assert settled.form.started_ms == april + (26 * 60 + 40) * 1000


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "participants.csv"),
        (b"", "empty"),
        (b"\x00\x01\x02", "participants.csv"),
        (b"10:00:01 From Amina to Everyone:\n\thello\n", "is no attendance report"),
    ],
)
def test_what_is_no_report_is_a_sentence(
    content: bytes | None, says: str, tmp_path: Path, desk: StoreAttendanceDesk
) -> None:
    path = tmp_path / "participants.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DeskProblem, match=says):
        read(desk, path)


def test_a_zone_that_nobody_knows_is_a_sentence(tmp_path: Path, desk: StoreAttendanceDesk) -> None:
    with pytest.raises(DeskProblem, match="no time zone"):
        desk.read_report(report(tmp_path, row("Amina Ben Salah")), "Moon/Tranquility", ms(0))


def test_what_was_concluded_is_concluded_again(store: Store, desk: StoreAttendanceDesk, told: Told) -> None:
    desk.corrected(told.id)
    assert store.rows("SELECT count(*) FROM session_summary") == [(1,)]


def test_a_real_report_reads_as_people_and_times(desk: StoreAttendanceDesk) -> None:
    reports = sorted(FIXTURES.glob("zoom/*.csv"))
    if not reports:
        pytest.skip("no real attendance report is on this computer")
    for path in reports:
        assert read(desk, path).form.people
