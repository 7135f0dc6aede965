"""The report of a known evening: every figure worked out by hand."""

from __future__ import annotations

import pytest

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.words import shown_name
from facilitator_tui.exports.build import build, tags
from facilitator_tui.exports.model import About, PersonReport, Report
from facilitator_tui.reporting import report_of
from facilitator_tui.store.file import Store
from tests.dialogue.fakes import SEATS, Session, ms
from tests.store.stories import Told, an_evening

ABOUT = About("s", "A session")


@pytest.fixture
def report(store: Store) -> Report:
    return report_of(store, an_evening(store).row)


def person(report: Report, name: str) -> PersonReport:
    return next(p for p in (*report.participants, *report.others) if p.name.startswith(name))


def of(session: Session) -> Report:
    return build(session.recorder.log, ABOUT)


def test_the_header_says_which_session_it_was(report: Report) -> None:
    session = report.session
    assert (session.title, session.course, session.module, session.plan_title) == (
        *("Who belongs?", "Dialogue", 2, "Who belongs?"),
    )
    assert (session.opened_ms, session.ended_ms, session.closed, session.length_ms) == (
        *(ms(0), ms(600), True, 600_000),
    )


def test_talk_and_turns_of_each_person(report: Report) -> None:
    assert report.talk_source == "keys"
    assert {p.name: (p.talk_ms, p.turns, p.short_turns, p.longest_ms) for p in report.participants} == {
        "Amina Ben Salah": (120_000, 1, 0, 120_000),
        "Bruno Keller": (0, 0, 0, 0),
        "Chiara Conti": (22_000, 2, 1, 20_000),
        "Deniz Yıldız": (0, 0, 0, 0),
    }


def test_shares_are_of_the_participants_talk_and_facilitators_stand_apart(report: Report) -> None:
    assert person(report, "Amina").share == pytest.approx(120 / 142)
    assert person(report, "Faiza").share == pytest.approx(30 / 172)
    assert (report.talk_ms, report.facilitators_talk_ms) == (172_000, 30_000)
    assert report.facilitators_share == pytest.approx(30 / 172)


def test_fair_share_weighs_talk_by_presence(report: Report) -> None:
    assert person(report, "Amina").fair_share == pytest.approx((120 / 142) / (600 / 1700))
    assert person(report, "Deniz").fair_share == 0
    assert person(report, "Bruno").fair_share is None
    assert person(report, "Faiza").fair_share is None


def test_presence_interjections_passes_and_trouble(report: Report) -> None:
    assert person(report, "Deniz").present_ms == 500_000
    assert person(report, "Deniz").interjections == 1
    assert person(report, "Deniz").trouble_ms == 30_000
    assert person(report, "Amina").passes == 1
    assert not person(report, "Bruno").was_present


def test_equity_is_over_the_present_with_the_silent(report: Report) -> None:
    found = report.equity
    assert found.people == 3
    assert found.gini_population == pytest.approx(480 / 852)
    assert found.gini_n_minus_1 == pytest.approx(480 / 852 * 3 / 2)
    assert found.cv_turns == pytest.approx((2 / 3) ** 0.5)
    assert found.turn_taking_index == pytest.approx(1 / 2)


def test_planned_against_actual(report: Report) -> None:
    assert [(b.title, b.planned_ms, b.ran_ms, b.from_ms) for b in report.blocks] == [
        ("Check-in", 600_000, 295_000, ms(5)),
        ("Dialogue", 3_600_000, 300_000, ms(300)),
        ("Closing", 300_000, 0, None),
    ]


def test_a_go_round_says_who_was_not_heard(report: Report) -> None:
    [go_round] = report.rounds
    assert go_round.heard == ("Chiara Conti",)
    assert go_round.not_heard == ("Deniz Yıldız", "Amina Ben Salah")


def test_rooms_say_who_was_where(report: Report) -> None:
    assert [(stay.room, stay.name, stay.to_ms - stay.from_ms) for stay in report.rooms] == [
        (1, "Amina Ben Salah", 90_000),
        (1, "Chiara Conti", 90_000),
        (2, "Deniz Yıldız", 90_000),
    ]


def test_notes_have_words_tags_and_their_block(report: Report) -> None:
    assert [(n.name, n.text, n.tags, n.block) for n in report.notes] == [
        ("Amina Ben Salah", "Amina listens #insight #care", ("insight", "care"), 0),
        ("", "=1+1 heavy moment", (), 1),
    ]


def test_private_flags_are_there_only_when_asked_for(store: Store) -> None:
    told = an_evening(store)
    assert report_of(store, told.row).flags is None
    private = report_of(store, told.row, private=True)
    assert private.flags is not None
    assert [flag.name for flag in private.flags] == ["Deniz Yıldız"]


def test_precision_counts_short_turns_apart(report: Report) -> None:
    assert any("may be off by 1–2 s" in sentence for sentence in report.precision)
    assert any(sentence.startswith("1 of 4 turns were shorter than 3 s") for sentence in report.precision)


def test_corrections_are_counted(store: Store) -> None:
    told = an_evening(store)
    amina = next(turn for turn in told.recorder.state.turns if turn.person == told.amina)
    told.at(700, c.Reassign(amina.entry, told.deniz)).at(710, c.Undo()).at(720, c.Redo())
    report = report_of(store, told.row)
    assert (report.corrections.amended, report.corrections.taken_back) == (1, 2)
    assert person(report, "Deniz").talk_ms == 120_000


def test_a_session_that_was_not_closed_is_counted_to_its_last_entry() -> None:
    session = Session().at(10, c.ToggleHere("amal"), c.GiveFloor("amal")).at(70, c.AddNote("Still talking"))
    report = of(session)
    assert not report.session.closed
    assert report.session.ended_ms == ms(70)
    assert person(report, "Seat 1").talk_ms == 60_000
    assert person(report, "Seat 1").present_ms == 60_000
    assert any("not closed" in sentence for sentence in report.precision)


def test_an_interruption_shows_as_a_gap_and_an_uncertain_turn() -> None:
    session = Session().at(10, c.GiveFloor("amal")).at(100, c.Resume(ms(40))).at(110, c.Close())
    report = of(session)
    assert [(gap.from_ms, gap.to_ms) for gap in report.gaps] == [(ms(40), ms(100))]
    assert [(turn.ms, turn.uncertain_ms) for turn in report.turns] == [(30_000, 60_000)]
    assert any("up to 60 s longer" in sentence for sentence in report.precision)
    assert any("Nothing was recorded for 60 s" in sentence for sentence in report.precision)


def test_an_arrival_that_nobody_marked_is_said_to_be_inferred() -> None:
    report = of(Session().at(10, c.GiveFloor("amal")).at(20, c.Close()))
    assert person(report, "Seat 1").spells[0].inferred
    assert any("not marked" in sentence for sentence in report.precision)


def test_recorded_turns_count_where_nobody_logged_by_hand() -> None:
    session = Session()
    session.take((0, e.Spoke("amal", 1500)), (1, e.Spoke("bruno", 2500)), source="import:zoom:1")
    report = of(session.at(60, c.Close()))
    assert report.talk_source == "recording"
    assert (person(report, "Seat 1").talk_ms, person(report, "Seat 2").talk_ms) == (1500, 2500)
    assert any("may overlap" in sentence for sentence in report.precision)


def test_both_sources_are_told_apart_where_there_are_both() -> None:
    session = Session().at(10, c.GiveFloor("amal")).at(30, c.Silence())
    session.take((10, e.Spoke("amal", 18_250)), source="import:zoom:1")
    report = of(session.at(60, c.Close()))
    amal = person(report, "Seat 1")
    assert (report.talk_source, amal.talk_ms, amal.by_key_ms, amal.recorded_ms) == (
        *("keys", 20_000, 20_000, 18_250),
    )


def test_platform_presence_is_union_and_stands_beside_the_own() -> None:
    session = Session()
    session.take(
        (0, e.Stayed("amal", 60_000)), (30, e.Stayed("amal", 60_000, "phone")), source="import:zoom:1"
    )
    report = of(session.at(100, c.Close()))
    assert (person(report, "Seat 1").present_ms, person(report, "Seat 1").reported_ms) == (0, 90_000)
    assert person(report, "Seat 1").was_present


def test_a_session_without_a_word_has_no_figures_and_no_fault() -> None:
    report = of(Session().at(0, c.ToggleHere("amal")).at(60, c.Close()))
    assert report.talk_source == "none"
    assert person(report, "Seat 1").share is None
    assert report.equity.gini_population is None
    assert report.facilitators_share is None


def test_empty_chairs_are_left_out_and_named_absentees_are_not() -> None:
    session = Session(SEATS).at(10, c.ToggleHere("amal")).at(20, c.Close())
    report = build(session.recorder.log, ABOUT, names={"bruno": "Bruno"})
    assert [p.name for p in report.participants] == ["Seat 1", "Bruno"]


def test_a_session_that_was_not_opened_has_an_empty_report(store: Store) -> None:
    told = Told(store)
    planned = told.sessions.create("Planned", ms(0))
    report = report_of(store, told.sessions.get(planned))
    assert (report.participants, report.turns, report.session.opened_ms) == ((), (), None)


def test_who_has_no_name_is_called_by_seat_or_role() -> None:
    assert shown_name("Amina", 3, "participant") == "Amina"
    assert shown_name("", 3, "participant") == "Seat 3"
    assert shown_name("", 0, "participant") == "Guest"
    assert shown_name("", 0, "facilitator") == "Facilitator"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#care and #follow-up, #care", ("care", "follow-up")),
        ("#ثقة grew", ("ثقة",)),
        ("item#3 costs 5# or # nothing", ()),
    ],
)
def test_tags_are_words_after_a_sign(text: str, found: tuple[str, ...]) -> None:
    assert tags(text) == found
