"""The attendance sheet keeps apart what was logged, what was reported, what the rule says and what a person said."""

from __future__ import annotations

import pytest

from facilitator_tui.completion.sheet import Sheet, SheetRow, covered_by_reports, sheet
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.plans.course import Presence
from tests.dialogue.fakes import AMAL, BRUNO, CHIARA, Session, ms

MINUTE = 60
RULE = Presence(from_percent=60, late_after_s=5 * MINUTE)


def of(session: Session, person: str, planned_minutes: int | None = 60) -> SheetRow:
    planned = None if planned_minutes is None else planned_minutes * 60_000
    row = sheet(session.state, RULE, planned).row(person)
    assert row is not None
    return row


def held(*stays: tuple[str, float, float], minutes: float = 60) -> Session:
    """A session of an hour with these people there from minute to minute by the own log."""
    session = Session()
    moments = sorted([(start, who) for who, start, _ in stays] + [(end, who) for who, _, end in stays])
    for minute, who in moments:
        session.at(minute * MINUTE, c.ToggleHere(who))
    return session.at(minutes * MINUTE, c.Close())


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [
        (0, 60, "present"),
        (5, 60, "present"),
        (5.5, 60, "late"),
        (0, 50, "left early"),
        (30, 60, "partial"),
    ],
)
def test_the_rule_derives_the_status_from_the_spells(start: float, end: float, status: str) -> None:
    assert of(held((AMAL, start, end)), AMAL).status == status


def test_of_a_meeting_of_seven_minutes_four_and_five_sixths_are_enough_for_sixty_percent() -> None:
    row = of(held((AMAL, 0, 4 + 50 / 60), minutes=7), AMAL, planned_minutes=None)
    assert row.measured.present_ms == 290_000
    assert row.derived == "present"


def test_who_was_expected_and_did_not_come_is_absent_others_were_not_expected() -> None:
    state = held((AMAL, 0, 60)).state
    found = sheet(state, RULE, 3_600_000, expected={AMAL, BRUNO})
    statuses = {row.person: row.status for row in found.rows}
    assert (statuses[AMAL], statuses[BRUNO], statuses[CHIARA]) == ("present", "absent", "not expected")


def test_the_mark_stands_beside_the_derived_status() -> None:
    row = of(held((AMAL, 30, 60)).at(4000, c.Mark(AMAL, "technical")), AMAL)
    assert (row.derived, row.mark, row.status) == ("partial", "technical", "technical")


def test_a_minute_between_log_and_report_is_an_agreement_five_are_not() -> None:
    session = held((AMAL, 0, 60), (BRUNO, 0, 60))
    session.take(
        (60, e.Stayed(AMAL, 59 * 60_000)), (300, e.Stayed(BRUNO, 55 * 60_000)), source="import:zoom:1"
    )
    found = sheet(session.state, RULE, 3_600_000)
    assert found.compared
    assert [row.person for row in found.disagreements()] == [BRUNO]
    assert of(session, BRUNO).apart_ms == 300_000
    session.at(4000, c.Settle(BRUNO, "theirs"))
    row = of(session, BRUNO)
    assert (row.disagrees, row.choice, row.measured.late_ms) == (False, "theirs", 300_000)


FIRST, SECOND = "import:zoom:1", "import:zoom:2"


def begun_anew() -> Session:
    """The meeting broke off at minute 28 and was begun anew at 36; the report of each half is there."""
    session = held((AMAL, 0, 60), (BRUNO, 0, 60))
    session.take((0, e.Stayed(AMAL, 28 * 60_000)), (0, e.Stayed(BRUNO, 24 * 60_000)), source=FIRST)
    second = (36 * MINUTE, e.Stayed(AMAL, 24 * 60_000)), (38 * MINUTE, e.Stayed(BRUNO, 22 * 60_000))
    return session.take(*second, source=SECOND)


def compared(session: Session) -> Sheet:
    spans = covered_by_reports({each.id: each for each in session.journal.read()})
    return sheet(session.state, RULE, 3_600_000, covered=spans)


def test_the_time_between_two_reports_is_no_disagreement() -> None:
    """Amal was there for all that the reports tell of; Bruno left the first half early and came late to the second."""
    rows = {row.person: row for row in compared(begun_anew()).rows}
    assert (rows[AMAL].apart_ms, rows[AMAL].disagrees) == (0, False)
    assert (rows[BRUNO].apart_ms, rows[BRUNO].disagrees) == ((4 + 2) * 60_000, True)
    assert of(begun_anew(), AMAL).apart_ms == 8 * 60_000, "unless nothing is said of what the reports cover"


def test_a_report_covers_the_time_from_the_first_joining_to_the_last_leaving_of_anybody() -> None:
    session = begun_anew()
    entries = {each.id: each for each in session.journal.read()}
    assert covered_by_reports(entries) == ((ms(0), ms(28 * MINUTE)), (ms(36 * MINUTE), ms(60 * MINUTE)))
    assert covered_by_reports({}) == ()


def test_before_the_first_report_and_after_the_last_it_stays_a_disagreement() -> None:
    session = held((AMAL, 0, 60))
    session.take((5 * MINUTE, e.Stayed(AMAL, 20 * 60_000)), source=FIRST)
    session.take((30 * MINUTE, e.Stayed(AMAL, 20 * 60_000)), source=SECOND)
    row = compared(session).row(AMAL)
    assert row is not None
    assert row.apart_ms == (5 + 10) * 60_000


def test_a_report_that_was_taken_back_covers_nothing() -> None:
    session = begun_anew()
    session.take((4000, e.Void(of_source=FIRST)), source="key")
    entries = {each.id: each for each in session.journal.read()}
    assert covered_by_reports(entries) == ((ms(36 * MINUTE), ms(60 * MINUTE)),)
    row = compared(session).row(AMAL)
    assert row is not None
    assert row.apart_ms == 36 * 60_000


def test_reports_of_the_same_time_leave_no_gap() -> None:
    session = held((AMAL, 0, 60), (BRUNO, 0, 60))
    session.take((0, e.Stayed(AMAL, 60 * 60_000)), source=FIRST)
    session.take((0, e.Stayed(BRUNO, 50 * 60_000)), source=SECOND)
    assert [row.person for row in compared(session).disagreements()] == [BRUNO]


def test_without_a_report_nothing_disagrees() -> None:
    found = sheet(held((AMAL, 0, 60)).state, RULE, 3_600_000)
    assert not found.compared
    assert not found.disagreements()


def test_facilitators_are_not_on_the_sheet_and_a_session_not_begun_has_none() -> None:
    assert {row.role for row in sheet(held().state, RULE).rows} == {"participant"}
    assert sheet(Session(seats=()).state, RULE).rows == ()
